package weibo

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// answerError is the error for an answer that cannot be read or understood.
func answerError(op *wire.Operation, resp *http.Response, body []byte, err error) *Error {
	return &Error{
		Operation:  op.Name,
		StatusCode: resp.StatusCode,
		ServerIP:   resp.Header.Get("Api-Server-IP"),
		ServerTime: resp.Header.Get("SINA-TS"),
		Header:     resp.Header,
		Body:       body,
		Err:        err,
		tokenSent:  resp.Request != nil && resp.Request.Header.Get("Authorization") != "",
	}
}

// refusal is the error for an answer that says no.
func refusal(op *wire.Operation, resp *http.Response, body []byte) *Error {
	e := answerError(op, resp, body, nil)
	e.fill(body)
	if e.Code == weiboapi.CodeRedirectURIMismatch && resp.Request != nil {
		e.redirectURI = sentForm(resp.Request).Get("redirect_uri")
	}
	return e
}

// fill reads what the body of a refusal says. A body that is no JSON says nothing.
func (e *Error) fill(body []byte) {
	m := readMembers(body)
	e.Code = m.code()
	e.Message = cmp.Or(m.text("error"), m.text("errmsg"))
	e.Description, e.Request = m.text("error_description"), m.text("request")
}

// refuses tells whether the body of an answer with status 200 says no all the same: a refusal is an object of plain values,
// so a long answer need not be looked through.
func refuses(body []byte) bool {
	d := decoder{data: clean(body)}
	if d.peek() != '{' || d.enter() != nil {
		return false
	}
	for first := true; ; first = false {
		if more, err := d.more('}', first); err != nil || !more {
			return false
		}
		name, err := d.name()
		if c := d.peek(); err != nil || c == '{' || c == '[' {
			return false
		}
		value, err := d.scalar(&shape{})
		if err != nil {
			return false
		}
		if n := string(name); (n == "error_code" || n == "errcode") && codeOf(string(value)) != 0 {
			return true
		}
	}
}

// members are those of a body. A refusal is read one by one, so that one that is odd does not hide the others.
type members map[string]json.RawMessage

func readMembers(body []byte) members {
	var m members
	if decode(clean(body), &m) != nil {
		return nil
	}
	return m
}

// code returns the code, which is a number or a string of digits. The fans service calls it errcode.
func (m members) code() int {
	return cmp.Or(codeOf(m.text("error_code")), codeOf(m.text("errcode")))
}

func codeOf(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return 0
	}
	return n
}

// text returns a member that is a string or a number.
func (m members) text(name string) (text string) {
	if raw := m[name]; len(raw) == 0 || !strings.ContainsRune(`"-0123456789`, rune(raw[0])) || decode(raw, &text) != nil {
		return ""
	}
	return text
}

// RedirectError returns what Weibo says in the query of the redirect URI when a user comes back without a code, as an
// [*Error], or nil if it says nothing: [ErrPermission] with code 21330 if the user refused. For a token in the fragment
// (response_type=token) the refusal is in the fragment too, which only the browser sees.
//
//	if err := weibo.RedirectError(r.URL.Query()); err != nil { … }
func RedirectError(query url.Values) error {
	e := &Error{
		Operation:   "oauth2/authorize",
		Code:        codeOf(query.Get("error_code")),
		Message:     query.Get("error"),
		Description: query.Get("error_description"),
		Request:     query.Get("error_uri"),
	}
	if e.Code == 0 && e.Message == "" {
		return nil
	}
	return e
}
