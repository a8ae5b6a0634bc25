package login

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// Why a user could not be signed in, for errors.Is with an [*Error].
var (
	// ErrDenied means that the user refused (access_denied, code 21330). Offer to try again.
	ErrDenied = errors.New("the user refused")
	// ErrRedirectURL means that the redirect URL is not the one that the console has (redirect_uri_mismatch, code 21322).
	// Mostly it shows on Weibo's own page already, and the browser never comes back.
	ErrRedirectURL = errors.New("the redirect URL is not that of the application")

	// ErrState means that the callback does not belong to a sign-in that this browser began, and still may finish. Each of
	// the four below is one. The code was not sent.
	ErrState = errors.New("the state is not good")
	// ErrStateMissing means that the callback has no state.
	ErrStateMissing = fmt.Errorf("%w: there is none", ErrState)
	// ErrStateForeign means that the browser has no cookie, or no good one, for the state: it began nothing, or on another
	// host, or keeps no cookies, or the key has changed since. It is what a forged callback leads to.
	ErrStateForeign = fmt.Errorf("%w: this browser did not get it", ErrState)
	// ErrStateExpired means that the user took longer than MaxAge.
	ErrStateExpired = fmt.Errorf("%w: it has expired", ErrState)
	// ErrStateUsed means that the browser was here before with the same callback, such as by the back button.
	ErrStateUsed = fmt.Errorf("%w: it was used", ErrState)

	// ErrReturnTo means that the path to return to could lead out of the application.
	ErrReturnTo = errors.New("the path to return to is none of this application")
)

var (
	errNoUser   = errors.New("the token does not say whose it is")
	errShortKey = errors.New("the key of the handler has fewer than 32 bytes")
)

// An Error is why a user could not be signed in: one of the errors of this package, an [*weibo.Error] if Weibo refused, or
// what kept the call from being made.
type Error struct {
	Err error
	// ReturnTo is where the user wanted to be, to try again. It is "/" where that is not known.
	ReturnTo string
}

func (e *Error) Error() string { return "weibo: login: " + e.Err.Error() }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Is tells whether Weibo refused for the reason that [ErrDenied] or [ErrRedirectURL] stand for.
func (e *Error) Is(target error) bool {
	var refused *weibo.Error
	if !errors.As(e.Err, &refused) {
		return false
	}
	switch target {
	case ErrDenied:
		return refused.Code == weiboapi.CodeAccessDenied || refused.Code == 0 && refused.Message == "access_denied"
	case ErrRedirectURL:
		return refused.Code == weiboapi.CodeRedirectURIMismatch || refused.Code == 0 && refused.Message == "redirect_uri_mismatch"
	}
	return false
}

// StatusCode is the HTTP status to answer with: 403 if the user refused, 400 if the request was not good, 500 if the handler
// is not set up well, 502 if Weibo was the reason.
func (e *Error) StatusCode() int {
	switch {
	case errors.Is(e, ErrDenied):
		return http.StatusForbidden
	case errors.Is(e, ErrState), errors.Is(e, ErrReturnTo):
		return http.StatusBadRequest
	case errors.Is(e, errShortKey):
		return http.StatusInternalServerError
	}
	return http.StatusBadGateway
}

// Hint says what a developer can do about the error, as [weibo.Error.Hint] does.
func (e *Error) Hint(lang string) string {
	var refused *weibo.Error
	if errors.As(e.Err, &refused) {
		return refused.Hint(lang)
	}
	return inLanguage(hints[e.Err], lang)
}

// inLanguage is the Chinese or the English text.
func inLanguage(text [2]string, lang string) string {
	if len(lang) >= 2 && strings.EqualFold(lang[:2], "zh") {
		return text[1]
	}
	return text[0]
}

var hints = map[error][2]string{
	ErrStateMissing: {
		"The callback has no state. It was not Weibo that sent the browser here after Start, or the parameter was lost on the way, as in a redirect from http to https.",
		"回调中没有 state 参数。浏览器不是经由 Start 从微博跳转而来，或者该参数在途中丢失（例如从 http 跳转到 https 时）。",
	},
	ErrStateForeign: {
		"The browser has no cookie for this state. Start must be on the same host as the redirect URL (localhost and 127.0.0.1 are two hosts), over https if that is https, in the same browser; and the handler needs a Key of its own if there are several processes or if it was started anew in between. If all that is so, somebody tried to forge a sign-in.",
		"浏览器没有与该 state 对应的 Cookie。Start 必须与回调地址在同一主机（localhost 与 127.0.0.1 是两个主机），回调地址为 https 时也须使用 https，并且在同一浏览器中进行；如果有多个进程，或者期间重启过程序，需要设置固定的 Key。若以上都没有问题，则可能有人伪造登录。",
	},
	ErrStateExpired: {
		"The user took longer than Handler.MaxAge. Let the user start over.",
		"用户登录用时超过 Handler.MaxAge，请让用户重新登录。",
	},
	ErrStateUsed: {
		"The browser opened the same callback a second time, as by the back button or by loading it anew. If the user is signed in already, just go on; otherwise let the user start over.",
		"浏览器再次打开了同一个回调地址（例如点击后退或刷新）。如果用户已经登录，继续即可；否则请让用户重新登录。",
	},
	ErrReturnTo: {
		"The path to return to must begin with one slash and have no backslash, white space or control character: anything else could lead to another site.",
		"返回路径必须以一个斜杠开头，且不能含有反斜杠、空白或控制字符，否则可能跳转到其他网站。",
	},
}

// failed is the page of a Handler that has no Failed. It has words of its own only: what Weibo says is in the address, where
// anybody can write.
func failed(w http.ResponseWriter, r *http.Request, err *Error) {
	text := [2]string{"You could not be signed in with Weibo. Please try again.", "微博登录失败，请重试。"}
	if errors.Is(err, ErrDenied) {
		text = [2]string{"You are not signed in: you did not agree on Weibo's page.", "您没有在微博页面上同意授权，未登录。"}
	}
	http.Error(w, inLanguage(text, r.Header.Get("Accept-Language")), err.StatusCode())
}
