package weibotest

import "github.com/seed4635ade2/weibo-go/weibo"

// words say what a value of the description or of the sandbox means, in English and in Chinese.
var words = map[string][2]string{
	// States of an operation.
	"listed":   {"listed in the newest index known", "在已知最新的接口目录中"},
	"delisted": {"gone from the newest index; most applications are refused", "已不在最新的接口目录中，多数应用会被拒绝"},
	"retired":  {"retired", "已下线"},
	// Access to it.
	"normal":     {"open to ordinary applications", "普通应用可用"},
	"advanced":   {"needs a permission of the console", "需申请高级权限"},
	"commercial": {"for partners only", "仅限商业合作方"},
	// How sure the description is.
	"documented": {"documented", "有官方文档"},
	"secondary":  {"known from other programs", "来自其他程序"},
	"inferred":   {"inferred", "推断"},
	"unknown":    {"not known", "未知"},
	// Where a parameter or a member is known from, if not from the documentation.
	"recorded": {"seen in recorded answers", "见于真实返回的记录"},
	"observed": {"seen in other programs", "见于其他程序"},
	// What a call must bring.
	"token":   {"an access token", "access_token"},
	"app key": {"an access token, or an app key", "access_token 或 App Key"},
	"":        {"nothing", "无需授权"},
	// Rules about several parameters.
	"exactly-one":  {"exactly one of", "必须且只能传其中一个："},
	"at-most-one":  {"at most one of", "最多传其中一个："},
	"at-least-one": {"at least one of", "至少传其中一个："},
	"together":     {"all or none of", "必须同时传："},
	// Answers that are no JSON document.
	"redirect": {"a redirect", "重定向"},
	"bytes":    {"a file", "文件"},
	"stream":   {"JSON objects one after the other, on a connection that stays open", "长连接，逐个推送 JSON"},
	// Tokens.
	"good":    {"good", "有效"},
	"expired": {"expired", "已过期"},
	"revoked": {"revoked", "已撤销"},
}

// hint says what a developer can do about an error.
func hint(code int, lang string) string { return (&weibo.Error{Code: code}).Hint(lang) }
