package gateway

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// An envelope is what the gateway puts around an answer, or says instead of one.
type envelope struct {
	Result      json.RawMessage `json:"result"`
	Meta        json.RawMessage `json:"meta"`
	Error       json.RawMessage `json:"error"`
	Description string          `json:"error_description"`
	ErrorCode   json.RawMessage `json:"error_code"`
}

// Answer takes the answer of Weibo out of that of the gateway.
func (carrier) Answer(op *wire.Operation, status int, body []byte) ([]byte, *weibo.Error) {
	var e envelope
	err := weibo.Unmarshal(body, &e)
	if refused := e.refusal(status); refused != nil {
		return nil, refused
	}
	switch {
	case status != http.StatusOK:
		return nil, nil
	case err != nil:
		return nil, &weibo.Error{Err: err}
	case isQuestion(op):
		return body, nil
	case len(e.Result) == 0:
		return nil, &weibo.Error{Err: errNoResult}
	}
	return e.Result, e.inner(status)
}

// maxRefusal is the size in bytes of the largest refusal. A longer answer is not looked through for one.
const maxRefusal = 4 << 10

// inner returns the refusal that stands where the answer of Weibo should be. Those with a code of Weibo the client finds
// itself.
func (e *envelope) inner(status int) *weibo.Error {
	if len(e.Result) > maxRefusal || e.Result[0] != '{' {
		return nil
	}
	var inside envelope
	if err := weibo.Unmarshal(e.Result, &inside); err == nil && inside.ErrorCode == nil {
		return inside.refusal(status)
	}
	return nil
}

// refusal returns what the envelope says instead of an answer, or what the status says.
func (e *envelope) refusal(status int) *weibo.Error {
	code, message := e.reason()
	own := &Error{Code: code, Message: message, StatusCode: status}
	switch {
	case code == "" && message == "" && (status == http.StatusOK || own.known() == nil):
		return nil
	case status == http.StatusOK && e.Result != nil && code == "":
		return nil // a member that is called so by chance
	}
	return &weibo.Error{Code: weiboCode(code), Message: message, Err: own}
}

// reason returns the code and the message: of the gateway, of its sign-in, or of Weibo.
func (e *envelope) reason() (code, message string) {
	var object struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	var text string
	switch {
	case len(e.Error) == 0:
	case e.Error[0] == '{' && weibo.Unmarshal(e.Error, &object) == nil:
		return object.Code, object.Message
	case e.Error[0] == '"' && weibo.Unmarshal(e.Error, &text) == nil:
	}
	if number := strings.Trim(string(e.ErrorCode), `"`); number != "" && number != "0" && number != "null" {
		return number, text
	}
	if e.Description != "" {
		return text, e.Description
	}
	return "", text
}

// weiboCode returns the code of Weibo that a code of the gateway stands for, or 0.
func weiboCode(code string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(code, "WEIBO_"))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

var errNoResult = errors.New("the answer has no result")

// isQuestion tells whether a call is about the gateway itself: its answers have nothing around them.
func isQuestion(op *wire.Operation) bool { return op.Host == host && op.Path == "" }

// A Meta is what the gateway says about a call beside the answer. One program of others knows of outcome, without its values;
// what a call cost was not seen here. Experimental.
type Meta struct {
	Outcome string
	Raw     json.RawMessage // all of it; nil if there is none
}

// MetaOf returns what the gateway said about a call, from the answer as it came (weibo.WithResponse). It is empty if the
// gateway said nothing, and for whatever is no answer of the gateway. Experimental.
func MetaOf(r weibo.Response) Meta {
	var e envelope
	if weibo.Unmarshal(r.Body, &e) != nil {
		return Meta{}
	}
	var known struct {
		Outcome string `json:"outcome"`
	}
	if weibo.Unmarshal(e.Meta, &known) != nil {
		known.Outcome = "" // of another kind
	}
	return Meta{Outcome: known.Outcome, Raw: e.Meta}
}
