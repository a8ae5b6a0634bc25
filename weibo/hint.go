package weibo

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// Hint says what a developer can do about the error, in a sentence or two: in Chinese if lang is zh or begins with it (zh-CN,
// zh-Hant), otherwise in English. It is empty where there is nothing to say beyond the message. It is not for machines: the
// words may change.
func (e *Error) Hint(lang string) string {
	h, ok := hints[e.Code]
	var own interface{ Hint(lang string) string }
	switch {
	case weiboapi.CategoryOf(e.Code) == "" && errors.As(e.Err, &own): // of a gateway
		return own.Hint(lang)
	case e.Code == weiboapi.CodeSourceMissing && e.tokenSent:
		h = hintTokenNotSeen
	case e.Code == weiboapi.CodeRedirectURIMismatch && e.redirectURI != "":
		h = hint{fmt.Sprintf(hintRedirectURI.en, e.redirectURI), fmt.Sprintf(hintRedirectURI.zh, e.redirectURI)}
	case !ok:
		h = categoryHints[e.category()]
	}
	if len(lang) >= 2 && strings.EqualFold(lang[:2], "zh") {
		return h.zh
	}
	return h.en
}

type hint struct{ en, zh string }

var (
	hintTokenNotSeen = hint{
		"An access token was sent, but Weibo does not see a usable one. Check that it is an access token and complete; if it is, let the user sign in again.",
		"请求已携带 access_token，但微博认为它不可用。请检查令牌是否正确、完整；若无误，请让用户重新授权。",
	}
	hintRedirectURI = hint{
		"The redirect URI that was sent is %q. It must be, character for character, the one that the application has in the console of open.weibo.com, and the same in both steps of signing in.",
		"发送的 redirect_uri 是 %q。它必须与 open.weibo.com 应用控制台中的授权回调页逐字一致，并且登录的两个步骤必须使用同一个值。",
	}
	hintSamePost = hint{
		"This user has posted the same or nearly the same text before. If a first try ended in a network error, it may have arrived: look at the timeline before you change the text and send it again.",
		"该用户发布过相同或相近的内容。若上一次请求因网络错误中断，内容可能已经发布成功：请先查看时间线，再修改内容重新发送。",
	}
)

// hints are by code.
var hints = map[int]hint{
	weiboapi.CodeAppLevel: {
		"The call is for applications of a higher level. Ask for it in the console of open.weibo.com.",
		"该接口需要更高级别的 App Key，请在 open.weibo.com 应用控制台申请。",
	},
	weiboapi.CodeSourceMissing: {
		"There was neither an access token nor an app key in the call. Give the client a token (WithToken, WithTokenSource), or an app key (WithAppKey) for the calls that work without a user.",
		"请求中既没有 access_token，也没有 App Key。请为客户端设置令牌（WithToken、WithTokenSource）；无需用户授权的接口可以只设置 App Key（WithAppKey）。",
	},
	weiboapi.CodeAppPermission: {
		"The application has no right to this call; rights are asked for in the console of open.weibo.com. Since June 2017 ordinary applications cannot use statuses/update, upload, upload_url_text, repost and destroy: post with statuses/share, with a link under a safe domain of the application in the text.",
		"应用没有该接口的权限，可在 open.weibo.com 应用控制台申请。2017 年 6 月起，普通应用不能再使用 statuses/update、upload、upload_url_text、repost 和 destroy：请改用 statuses/share 发布，正文中须带有应用安全域名下的链接。",
	},
	weiboapi.CodeParameterMissing: {
		"A required parameter is missing; the message names it.",
		"缺少必填参数，参数名见错误信息。",
	},
	weiboapi.CodeParameterValue: {
		"A parameter has a value that is not accepted; the message names it. From statuses/share it mostly means that the text has no link under a safe domain: bind your domain to the application in the console of open.weibo.com, and put a link under it in the text, with a blank after it.",
		"参数值不符合要求，参数名见错误信息。若来自 statuses/share，通常表示正文中没有安全域名下的链接：请在 open.weibo.com 应用控制台绑定安全域名，并在正文中加入该域名下的链接，链接后留一个空格。",
	},
	weiboapi.CodeNoSuchAPI: {
		"There is no such call. Check the path; it may have been withdrawn.",
		"接口不存在。请检查路径；该接口也可能已经下线。",
	},
	weiboapi.CodeHTTPMethod: {
		"The call wants POST in place of GET, or the reverse.",
		"HTTP 方法错误：应使用 POST 而不是 GET，或者相反。",
	},
	weiboapi.CodeIPRateLimit: {
		"The calls of this IP address for the hour are used up. Wait for the reset, mostly at the full hour; Account.RateLimitStatus says when. A server should name the users' addresses (WithRemoteIP), or all users count against its own.",
		"该 IP 本小时的请求次数已用完。请等待额度重置（通常在整点），重置时间见 Account.RateLimitStatus。服务器端应通过 WithRemoteIP 传递用户的 IP，否则所有用户都计入服务器自身的额度。",
	},
	weiboapi.CodeUserRateLimit: {
		"The calls of this user in this application are used up. Wait for the reset; Account.RateLimitStatus says when, though it may still show calls as left. Ask less often, and with since_id.",
		"该用户在本应用中的请求次数已用完。请等待额度重置，时间见 Account.RateLimitStatus（它可能仍显示有剩余次数）。请降低请求频率，并使用 since_id。",
	},
	weiboapi.CodeAPIRateLimit: {
		"The user has used up the allowance for this one call, which the message names; other calls may still work. Wait for the reset; Account.RateLimitStatus says when.",
		"该用户对这一个接口（见错误信息）的请求次数已用完，其他接口可能仍然可用。请等待额度重置，时间见 Account.RateLimitStatus。",
	},
	weiboapi.CodeScopeDenied: {
		"The user did not grant the scope that this call needs. Ask for it in a new sign-in (OAuth2.Scopes).",
		"用户没有授予该接口所需的 scope 权限。请通过 OAuth2.Scopes 重新申请授权。",
	},
	weiboapi.CodePictureType: {
		"Weibo takes JPEG, GIF and PNG. Convert the picture.",
		"图片只支持 JPEG、GIF、PNG 格式，请先转换。",
	},
	weiboapi.CodePictureTooLarge: {
		"A picture must be below 5 MB. Make it smaller.",
		"图片必须小于 5 MB，请压缩后再上传。",
	},
	weiboapi.CodePictureMissing: {
		"No picture arrived. It belongs in the field pic of a multipart form, and must not be empty.",
		"没有收到图片。图片应放在 multipart 表单的 pic 字段中，且不能为空。",
	},
	weiboapi.CodeTextTooLong140: {
		"The text may have 140 Han characters; Latin letters and digits count half. Shorten it.",
		"正文不能超过 140 个汉字（英文字母和数字按半个计算），请缩短。",
	},
	weiboapi.CodeTextTooLong300: {
		"The text may have 300 characters. Shorten it.",
		"文字不能超过 300 个字符，请缩短。",
	},
	weiboapi.CodeParameterCheck: {
		"The parameters did not pass a security check of Weibo, which asks for one more try.",
		"参数未通过微博的安全检查，可按提示再试一次。",
	},
	weiboapi.CodeTooFast: {
		"The user posts too often. Wait before the next post.",
		"发布过于频繁，请稍后再发布。",
	},
	weiboapi.CodeSimilarText:    hintSamePost,
	weiboapi.CodeRepeatedText:   hintSamePost,
	weiboapi.CodeRepeatedStatus: hintSamePost,
	weiboapi.CodeStatusNotVisible: {
		"The authorised user may not see this. Since 2014 ordinary applications read the statuses of the authorised user only.",
		"授权用户无权查看该内容。2014 年以后，普通应用只能读取授权用户本人的微博。",
	},
	weiboapi.CodeAppUnaudited: {
		"The application has not passed the audit: until then only its owner and up to 15 test users can use it. Add the user to the test users in the console of open.weibo.com, or have the application audited.",
		"应用尚未通过审核：审核前只有应用所有者和最多 15 个测试用户可以使用。请在 open.weibo.com 应用控制台把该用户添加为测试用户，或提交审核。",
	},
	weiboapi.CodeRedirectURIMismatch: {
		"The redirect URI must be, character for character, the one that the application has in the console of open.weibo.com, and the same in both steps of signing in.",
		"redirect_uri 必须与 open.weibo.com 应用控制台中的授权回调页逐字一致，并且登录的两个步骤必须使用同一个值。",
	},
	weiboapi.CodeInvalidRequest: {
		"The request lacks a parameter or has a wrong one. Parameters belong in the query or in a form: Weibo does not read them from JSON.",
		"请求缺少参数或参数错误。参数必须放在查询字符串或表单中，微博不读取 JSON 请求体中的参数。",
	},
	weiboapi.CodeInvalidClient: {
		"The app key or the app secret is wrong. Compare them with the console of open.weibo.com.",
		"App Key 或 App Secret 错误，请与 open.weibo.com 应用控制台核对。",
	},
	weiboapi.CodeInvalidGrant: {
		"A code works once, and this one was used, has expired or is wrong. Send the user through OAuth2.AuthCodeURL for a new one, and exchange that once; the same goes for a refresh token that is refused.",
		"授权码（code）只能使用一次，这个授权码已被使用、已过期或不正确。请通过 OAuth2.AuthCodeURL 重新授权以取得新的授权码，并且只交换一次；refresh_token 被拒绝时同样需要重新授权。",
	},
	weiboapi.CodeAccessDenied: {
		"In a sign-in: the user refused; offer to try again. In a call: the application or the user has not granted the right, as with the email scope.",
		"登录时：用户拒绝了授权，可以让用户重试。调用接口时：应用没有该权限或用户未授权，例如 email 权限。",
	},
	weiboapi.CodeUIDNotCurrentUser: {
		"uid must be that of the user to whom the access token belongs; Account.GetUID tells it. Since 2014 ordinary applications cannot ask about other users here.",
		"uid 必须是 access_token 所属的用户（可通过 Account.GetUID 查询）。2014 年以后，普通应用不能在这里查询其他用户。",
	},
	weiboapi.CodePagedTooFar: {
		"No more than 200 statuses can be reached. Narrow the question down, in time for example.",
		"最多只能翻到 200 条微博。请缩小查询范围，例如限定时间。",
	},
}

// categoryHints are for codes that have none of their own.
var categoryHints = map[string]hint{
	"accepted": {
		"Weibo took the post and shows it in 1 to 2 minutes. Do not send it again.",
		"微博已接受该内容，1 至 2 分钟后显示。请不要重复发送。",
	},
	"captcha": {
		"Weibo wants a captcha, which a program cannot solve. Do not send the call again; let the user go on at weibo.com.",
		"微博要求输入验证码，程序无法完成。请不要重复发送，让用户在 weibo.com 上继续操作。",
	},
	"rate_limit": {
		"There were too many calls of this kind. Wait before the next one; Account.RateLimitStatus says when the budgets are reset.",
		"此类请求过于频繁，请稍后再试。额度重置时间见 Account.RateLimitStatus。",
	},
	"server": {
		"Something failed at Weibo; try again later. Before you repeat a write, look whether it happened.",
		"微博服务端出错，请稍后重试。重复写操作之前，请先确认上一次是否已经生效。",
	},
	"token_expired": {
		"The access token has expired. Let the user sign in again (OAuth2.AuthCodeURL): the token of a web application cannot be refreshed.",
		"access_token 已过期。请让用户重新登录授权（OAuth2.AuthCodeURL）：网站应用的令牌无法刷新。",
	},
	"token_invalid": {
		"Weibo does not accept the access token. Let the user sign in again (OAuth2.AuthCodeURL).",
		"微博不接受该 access_token。请让用户重新登录授权（OAuth2.AuthCodeURL）。",
	},
	"token_revoked": {
		"The access token was withdrawn, for example since the user removed the application. Let the user sign in again (OAuth2.AuthCodeURL).",
		"access_token 已被撤销，例如用户取消了对应用的授权。请让用户重新登录授权（OAuth2.AuthCodeURL）。",
	},
}
