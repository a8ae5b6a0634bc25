package weibo

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// ErrNoToken means that a call needs an access token and there is none. Nothing was sent.
var ErrNoToken = errors.New("there is no access token")

// An Error is an answer that is not what was asked for: a refusal by Weibo, with a code, or an answer that cannot be
// understood, with what is wrong with it in Err.
//
// errors.Is tells what it is about, see [ErrRateLimited] and the errors beside it. The codes have names in package weiboapi,
// such as weiboapi.CodeExpiredToken; Weibo has codes that nobody listed, too. [Error.Hint] says what to do.
type Error struct {
	Operation   string // such as "statuses/share"
	StatusCode  int    // of HTTP; 0 in an error of [RedirectError]
	Code        int    // of Weibo, such as 21327; 0 if the answer has none
	Message     string // of Weibo, in English; one code has several
	Description string // more words, in the answers of oauth2
	Request     string // path of the call, as Weibo names it
	ServerIP    string // header Api-Server-IP: with ServerTime all that lets Weibo find the call
	ServerTime  string // header SINA-TS
	Header      http.Header
	Body        []byte
	Err         error // why the answer could not be read or understood

	tokenSent   bool   // whether the call had an access token
	redirectURI string // that was sent, if it is what Weibo refused
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "weibo: %s: ", e.Operation)
	switch {
	case e.Err != nil:
		fmt.Fprintf(&b, "%v (HTTP %d)", e.Err, e.StatusCode)
	case e.Code != 0 && e.StatusCode != 0:
		fmt.Fprintf(&b, "%s (code %d, HTTP %d)", e.words(), e.Code, e.StatusCode)
	case e.Code != 0:
		fmt.Fprintf(&b, "%s (code %d)", e.words(), e.Code)
	case e.StatusCode == 0:
		b.WriteString(e.words())
	default:
		fmt.Fprintf(&b, "HTTP %d %s", e.StatusCode, http.StatusText(e.StatusCode))
		if kind := e.Header.Get("Content-Type"); e.Message == "" && kind != "" {
			fmt.Fprintf(&b, " with %s", kind)
		} else if e.Message != "" {
			fmt.Fprintf(&b, ": %s", e.words())
		}
	}
	return b.String()
}

func (e *Error) words() string {
	if e.Description != "" {
		return e.Message + ": " + e.Description
	}
	return e.Message
}

// Unwrap returns why an answer could not be read or understood.
func (e *Error) Unwrap() error { return e.Err }

// A ParamError is one parameter that cannot be sent as it is.
type ParamError = wire.ParamError

// A ParamsError means that parameters of a call cannot be sent as they are: one is missing, out of range or no picture.
// Nothing was sent. Each problem is a *[ParamError].
type ParamsError struct {
	Problems []error
}

func (e *ParamsError) Error() string {
	var b strings.Builder
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(p.Error())
	}
	return b.String()
}

// Unwrap returns the problems.
func (e *ParamsError) Unwrap() []error { return e.Problems }

// callError names the call that could not be made.
func callError(op *wire.Operation, err error) error {
	return fmt.Errorf("weibo: %s: %w", op.Name, err)
}
