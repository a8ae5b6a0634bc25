package weibo

import (
	"cmp"
	"errors"
	"net/http"
	"slices"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// What a refusal is about, for errors.Is with an [*Error]. The code decides; docs/errors.md lists which code is in which
// category. Without a code, or with one that is not known, the HTTP status decides as far as it can: 401 is
// [ErrUnauthorized], 429 is [ErrRateLimited], 500 and above is [ErrServer]. A 403 may be anything.
var (
	// ErrRateLimited means too many calls, or too many of a kind, in a span of time: by the user, the IP address or the
	// application. Account.RateLimitStatus tells when the budgets are reset.
	ErrRateLimited = errors.New("rate limited")

	// ErrUnauthorized means that what was sent to show who calls is not usable. Every [ErrTokenExpired], [ErrTokenRevoked]
	// and [ErrTokenInvalid] is one; so are a wrong, used or expired code in a sign-in, and a wrong password. In a call with
	// a token the user has to sign in again.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrTokenExpired means that the access token is past its lifetime.
	ErrTokenExpired = errors.New("the access token has expired")
	// ErrTokenRevoked means that the user or Weibo withdrew the access token.
	ErrTokenRevoked = errors.New("the access token was revoked")
	// ErrTokenInvalid means that Weibo does not accept the access token. A token that Weibo does not see as one (code 10006
	// although a token was sent) is invalid as well.
	ErrTokenInvalid = errors.New("the access token is invalid")

	// ErrPermission means that the application or the user may not do this. Every [ErrUnaudited] is one.
	ErrPermission = errors.New("permission denied")
	// ErrUnaudited means that the application has not passed Weibo's audit. Until then only its owner and up to 15 test users
	// can use it.
	ErrUnaudited = errors.New("the application is unaudited")

	// ErrNotFound means that there is no such user, status, comment or call, or that what should be undone was never done.
	ErrNotFound = errors.New("not found")
	// ErrDuplicate means that the text was posted before, or that what should be done is done already. After a network error
	// it can mean that the first try arrived.
	ErrDuplicate = errors.New("duplicate")
	// ErrContent means that the text or picture is not accepted: too long, of the wrong kind, or forbidden.
	ErrContent = errors.New("content refused")
	// ErrParam means that a parameter is missing or wrong. Parameters that the client refuses to send are a [*ParamsError].
	ErrParam = errors.New("bad parameter")
	// ErrQuota means that there is a limit to how many there may be, such as followed users. Waiting does not help.
	ErrQuota = errors.New("quota exceeded")
	// ErrAccount means that the account, the IP address or the application is barred, or not fit for this.
	ErrAccount = errors.New("account problem")
	// ErrCaptcha means that Weibo wants a captcha solved first.
	ErrCaptcha = errors.New("captcha required")

	// ErrDelayed is no refusal: the post was accepted and shows up in a minute or two. Sending it again would post it twice.
	ErrDelayed = errors.New("accepted, but delayed")
	// ErrServer means that something failed at Weibo, or in front of it. A write may have happened all the same.
	ErrServer = errors.New("server error")
)

// kinds maps the categories of weiboapi.CategoryOf to errors.
var kinds = map[string][]error{
	"accepted":      {ErrDelayed},
	"account":       {ErrAccount},
	"captcha":       {ErrCaptcha},
	"content":       {ErrContent},
	"duplicate":     {ErrDuplicate},
	"not_found":     {ErrNotFound},
	"param":         {ErrParam},
	"permission":    {ErrPermission},
	"quota":         {ErrQuota},
	"rate_limit":    {ErrRateLimited},
	"server":        {ErrServer},
	"sign_in":       {ErrUnauthorized},
	"token_expired": {ErrTokenExpired, ErrUnauthorized},
	"token_invalid": {ErrTokenInvalid, ErrUnauthorized},
	"token_revoked": {ErrTokenRevoked, ErrUnauthorized},
	"unaudited":     {ErrUnaudited, ErrPermission},
}

// Is tells whether the error is of a category, such as [ErrRateLimited].
func (e *Error) Is(target error) bool { return slices.Contains(kinds[e.category()], target) }

func (e *Error) category() string {
	if e.Code == weiboapi.CodeSourceMissing && e.tokenSent {
		return "token_invalid"
	}
	return cmp.Or(weiboapi.CategoryOf(e.Code), statusCategory(e.StatusCode))
}

// statusCategory is the category of an answer whose code says nothing. 404 is not among them: a gateway that answers so does
// not know whether a user or status exists.
func statusCategory(status int) string {
	switch {
	case status == http.StatusUnauthorized:
		return "sign_in"
	case status == http.StatusTooManyRequests:
		return "rate_limit"
	case status >= 500:
		return "server"
	}
	return ""
}
