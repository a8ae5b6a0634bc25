package openim

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// An envelope is what open-im puts around an answer. Code and message may be missing, in samples of 2026-03.
type envelope struct {
	Code    json.RawMessage `json:"code"`
	Message string          `json:"message"`
	Data    json.RawMessage `json:"data"`
}

// An outcome stands inside the data of the calls that write.
type outcome struct {
	Code json.RawMessage `json:"code"`
	Msg  string          `json:"msg"`
}

var errNoData = errors.New("the answer has no data")

// Answer takes what was asked for out of an answer, or returns what open-im says instead.
func (gateway) Answer(op *wire.Operation, status int, body []byte) ([]byte, *weibo.Error) {
	var e envelope
	err := weibo.Unmarshal(body, &e)
	if err == nil {
		if code, ok := codeOf(e.Code); !ok || code != 0 {
			return nil, refusalOf(op, code, e.Message)
		}
	}
	switch there := len(e.Data) > 0 && string(e.Data) != "null"; {
	case status != http.StatusOK:
		return nil, nil // the status is all there is to say
	case err != nil:
		return nil, &weibo.Error{Err: err}
	case !there && op.Name == "open/auth/refresh_token" && e.Code != nil: // in one sample
		return []byte("{}"), nil
	case !there:
		return nil, &weibo.Error{Err: errNoData}
	}
	return e.Data, inner(op, e.Data)
}

// inner returns the refusal inside the data of a call that writes, if there is one.
func inner(op *wire.Operation, data []byte) *weibo.Error {
	if op.Method != http.MethodPost || data[0] != '{' {
		return nil
	}
	var o outcome
	_ = weibo.Unmarshal(data, &o) // what cannot be read the client finds itself
	if code, ok := codeOf(o.Code); !ok || code != 0 {
		return refusalOf(op, code, o.Msg)
	}
	return nil
}

// codeOf returns a code, which is 0 if it is missing, and whether it is one: a number, or a string of digits.
func codeOf(raw json.RawMessage) (code int, ok bool) {
	text := strings.Trim(string(raw), `" `)
	if text == "" || text == "null" {
		return 0, true
	}
	code, err := strconv.Atoi(text)
	return code, err == nil
}

// refusalOf returns the error for a code and its message. Of codes of version 2 and of those that nobody listed it has no more.
func refusalOf(op *wire.Operation, code int, message string) *weibo.Error {
	e := &weibo.Error{Code: code, Message: message}
	if code == 0 {
		e.Err = errors.New("the code of the answer is no number")
		return e
	}
	r := &refusal{code: code, message: message, category: openimapi.CategoryOf(code)}
	switch {
	case code == openimapi.CodeBehind:
		r.behind = behind(message)
	case code == openimapi.CodeBadModelOrSort && op.Name == "open/auth/ws_token":
		r.category = "sign_in"
	case r.category == "" && saysTokenInvalid(message):
		r.category, r.code = "token_invalid", openimapi.CodeTokenInvalid
	}
	if r.category != "" {
		e.Err = r
	}
	return e
}

// saysTokenInvalid tells whether a message says that the token is not accepted, which the official programs look for too.
func saysTokenInvalid(message string) bool {
	m := strings.ToLower(message)
	return strings.Contains(m, "token") && (strings.Contains(m, "invalid") || strings.Contains(m, "expired"))
}

// behind returns the refusal of version 2 that a message holds as JSON, or nil.
func behind(message string) error {
	start, end := strings.IndexByte(message, '{'), strings.LastIndexByte(message, '}')
	if start < 0 || end < start {
		return nil
	}
	var body weiboapi.ErrorBody
	_ = weibo.Unmarshal([]byte(message[start:end+1]), &body) // may be something else
	if body.ErrorCode == 0 {
		return nil
	}
	name := strings.TrimSuffix(strings.TrimPrefix(body.Request, "/2/"), ".json")
	return &weibo.Error{Operation: name, Code: body.ErrorCode, Message: body.Error, Request: body.Request}
}

// A refusal is a code of open-im. It comes inside a [*weibo.Error], which has the call, the status and the body.
type refusal struct {
	code     int
	message  string
	category string
	behind   error // of version 2, or nil
}

func (r *refusal) Error() string {
	return strings.TrimSpace(r.message + " (code " + strconv.Itoa(r.code) + ")")
}

// categories are what errors.Is finds.
var categories = map[string][]error{
	"param":         {weibo.ErrParam},
	"rate_limit":    {weibo.ErrRateLimited},
	"server":        {weibo.ErrServer},
	"sign_in":       {weibo.ErrUnauthorized},
	"token_invalid": {weibo.ErrTokenInvalid, weibo.ErrUnauthorized},
}

// Is tells whether the refusal is of a category.
func (r *refusal) Is(target error) bool { return slices.Contains(categories[r.category], target) }

// Unwrap returns the refusal of version 2 behind this one, or nil.
func (r *refusal) Unwrap() error { return r.behind }

// MayPass tells the client whether to try a call that reads again.
func (r *refusal) MayPass() bool { return openimapi.RetryOf(r.code) == "backoff" }

// Hint says what a developer can do, as [weibo.Error.Hint] does.
func (r *refusal) Hint(lang string) string {
	var e *weibo.Error
	if errors.As(r.behind, &e) {
		return e.Hint(lang)
	}
	english, chinese := openimapi.HintOf(r.code)
	if len(lang) >= 2 && strings.EqualFold(lang[:2], "zh") {
		return chinese
	}
	return english
}
