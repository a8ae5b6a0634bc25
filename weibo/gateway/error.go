package gateway

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// What a refusal of the gateway is about beside the errors of package weibo, for errors.Is. Experimental.
var (
	// ErrSubscription means that the plan of the account does not have the action, that there is no plan, or that its
	// credits are used up.
	ErrSubscription = errors.New("the plan does not cover it, or its credits are used up")
	// ErrRegion means that the caller is outside mainland China.
	ErrRegion = errors.New("the caller is outside mainland China")
)

// An Error is a refusal of the gateway itself. It comes inside a [*weibo.Error], which has the call, the HTTP status, the
// headers and the body. What it is about is asked with errors.Is: [ErrSubscription], [ErrRegion], and the errors of package
// weibo, such as weibo.ErrRateLimited. There are codes that nobody listed; then the status decides, as far as it can. A
// refusal of Weibo behind the gateway has its code in the weibo.Error, and no Error, unless the gateway has put it into its
// own words: WEIBO_10001 is code 10001.
//
// Experimental, see docs/gateway-actions.md for the codes.
type Error struct {
	Code       string // such as "COUNT_EXCEEDS_MAX"; empty if the answer has none
	Message    string
	StatusCode int // of HTTP
}

func (e *Error) Error() string {
	text := cmp.Or(e.Message, "the gateway refuses the call")
	if e.Code != "" {
		text += " [" + e.Code + "]"
	}
	return text
}

// Reason names the refusal in the log, if its code is one.
func (e *Error) Reason() string {
	if len(e.Code) > 64 || strings.ContainsFunc(e.Code, func(r rune) bool { return !strings.ContainsRune(nameRunes, r) }) {
		return ""
	}
	return e.Code
}

// A refusal is what is known of a code, or of a status.
type refusal struct {
	code   string
	status int
	is     []error
	en, zh string
}

// known returns what is known of the refusal, or nil. A code of Weibo says all itself.
func (e *Error) known() *refusal {
	if weiboCode(e.Code) != 0 {
		return nil
	}
	i := slices.IndexFunc(refusals, func(r refusal) bool { return r.code != "" && r.code == e.Code })
	if i < 0 {
		i = slices.IndexFunc(refusals, func(r refusal) bool { return r.status != 0 && r.status == e.StatusCode })
	}
	if i < 0 {
		return nil
	}
	return &refusals[i]
}

// Is tells whether the refusal is about something, such as [ErrSubscription].
func (e *Error) Is(target error) bool {
	r := e.known()
	return r != nil && slices.Contains(r.is, target)
}

// Hint says what a developer can do about the refusal, in Chinese if lang is zh or begins with it, otherwise in English. It
// is empty where there is nothing to say beyond the message. It is not for machines.
func (e *Error) Hint(lang string) string {
	if r := e.known(); r != nil {
		return choose(lang, r.en, r.zh)
	}
	return ""
}

// A NotFrontedError means that the gateway does not have a call, as far as is known. Nothing was sent. Experimental.
type NotFrontedError struct {
	Operation string   // such as "statuses/home_timeline"
	Method    string   // of the call
	Near      []Action // that may do instead
}

func notFronted(op *wire.Operation) *NotFrontedError {
	e := &NotFrontedError{Operation: op.Name, Method: op.Method}
	for _, a := range Actions() {
		if slices.Contains(a.Near, op.Name) || a.Path() == op.Name {
			e.Near = append(e.Near, a)
		}
	}
	return e
}

func (e *NotFrontedError) Error() string {
	text := "the gateway does not have " + e.Method + " " + e.Operation
	if len(e.Near) > 0 {
		text += "; near it are " + e.near(", ")
	}
	return text + "; version 2 of the API has it, for applications that are let in"
}

func (e *NotFrontedError) near(separator string) string {
	var names []string
	for _, a := range e.Near {
		names = append(names, strings.TrimSpace(a.Group+" "+a.Name+" "+inBrackets(a.Call)))
	}
	return strings.Join(names, separator)
}

func inBrackets(call string) string {
	if call == "" {
		return ""
	}
	return "(" + call + ")"
}

// Hint says what may work instead, in Chinese if lang is zh or begins with it, otherwise in English.
func (e *NotFrontedError) Hint(lang string) string {
	english := "Call it through version 2 of the API (weibo.WithToken, without the gateway), if the application may. If the gateway has learnt it since, Client.Commands lists it and Client.Invoke sends it."
	chinese := "请不经过网关，用 weibo.WithToken 直接调用 API（应用需有权限）。若网关后来支持了该接口，Client.Commands 会列出它，可用 Client.Invoke 调用。"
	if len(e.Near) > 0 {
		english = "Near it are: " + e.near(", ") + ". " + english
		chinese = "相近的能力：" + e.near("、") + "。" + chinese
	}
	return choose(lang, english, chinese)
}

// A PictureError means that a call has a picture, and how the gateway takes the bytes of one is not known. Nothing was sent.
// Experimental.
type PictureError struct {
	Action Action
}

func (e *PictureError) Error() string {
	return "how the gateway takes the picture of " + e.Action.Path() + " is not known"
}

// Hint says what may work instead, in Chinese if lang is zh or begins with it, otherwise in English.
func (e *PictureError) Hint(lang string) string {
	return choose(lang,
		"Upload the picture with the official tool (weibo statuses upload_pic) and pass its id to Statuses.UploadURLText; or publish through version 2 of the API, without the gateway.",
		"请用官方工具上传图片（weibo statuses upload_pic），再把得到的 pic_id 传给 Statuses.UploadURLText；或不经过网关，直接通过 API 发布。")
}

// hinted is an error that says what to do.
type hinted interface{ Hint(lang string) string }

// Hint says what a developer can do about an error of a call through the gateway, whether it is one of this package, a
// [*weibo.Error] or has one inside: in Chinese if lang is zh or begins with it, otherwise in English. It is empty where
// there is nothing to say beyond the message. Experimental.
func Hint(err error, lang string) string {
	var h hinted
	if errors.As(err, &h) {
		return h.Hint(lang)
	}
	return ""
}

var _ = []hinted{(*Error)(nil), (*NotFrontedError)(nil), (*PictureError)(nil), (*TokenError)(nil), (*weibo.Error)(nil)}
