package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/login"
)

// What goes wrong in the site itself.
var (
	errNotSignedIn = errors.New("not signed in")
	errNotFound    = errors.New("there is no such page")
	errNoText      = errors.New("there is no text")
	errBadForm     = errors.New("the form cannot be read")
	errForeignForm = errors.New("another site sent the form")
)

// A problem is an error in words.
type problem struct {
	Status int    // of HTTP
	What   string // happened
	Hint   string // what to do about it
	Detail string // for those who ask Weibo for help
	SignIn bool   // signing in helps
}

// kinds are what users are told, the first that fits. The hints of the errors say more.
var kinds = []struct {
	err    error
	status int
	what   words
}{
	{errNotSignedIn, http.StatusUnauthorized, words{"Please sign in.", "请先登录。"}},
	{errNotFound, http.StatusNotFound, words{"There is no such page.", "页面不存在。"}},
	{errNoText, http.StatusUnprocessableEntity, words{"Please write something.", "请输入内容。"}},
	{errBadForm, http.StatusBadRequest, words{"The form did not arrive whole.", "表单未能完整接收。"}},
	{errForeignForm, http.StatusForbidden, words{"Another site sent this form, so nothing was done.", "该表单来自其他网站，已拒绝。"}},

	{login.ErrStateUsed, http.StatusBadRequest, words{"This sign-in was used already. Please start again.", "本次登录已经使用过，请重新登录。"}},
	{login.ErrStateExpired, http.StatusBadRequest, words{"Signing in took too long. Please start again.", "登录用时过长，请重新登录。"}},
	{login.ErrState, http.StatusBadRequest, words{"This sign-in did not begin in this browser. Please start again.", "本次登录不是从这个浏览器开始的，请重新登录。"}},
	{login.ErrReturnTo, http.StatusBadRequest, words{"This link leads out of the site.", "该链接指向站外，已拒绝。"}},

	{weibo.ErrNotPicture, http.StatusUnprocessableEntity, words{"This file is no JPEG, GIF or PNG picture.", "该文件不是 JPEG、GIF 或 PNG 图片。"}},
	{weibo.ErrUnauthorized, http.StatusUnauthorized, words{"Weibo wants you to sign in again.", "微博要求您重新登录。"}},
	{weibo.ErrRateLimited, http.StatusTooManyRequests, words{"That was too often. Please wait a little.", "操作过于频繁，请稍后再试。"}},
	{weibo.ErrUnaudited, http.StatusForbidden, words{"You withdrew this site's access, or the site is still being tested and you are not among its testers.", "您已取消对本站的授权，或者本站应用尚未通过审核而您不在测试用户之列。"}},
	{weibo.ErrPermission, http.StatusForbidden, words{"Weibo does not allow that.", "微博不允许此操作。"}},
	{weibo.ErrDuplicate, http.StatusConflict, words{"You have posted that before.", "您已经发布过相同的内容。"}},
	{weibo.ErrContent, http.StatusUnprocessableEntity, words{"Weibo does not take this text or picture.", "微博不接受该文字或图片。"}},
	{weibo.ErrNotFound, http.StatusNotFound, words{"Weibo does not have that (any more).", "内容不存在或已被删除。"}},
	{weibo.ErrCaptcha, http.StatusForbidden, words{"Weibo wants to see that you are human. Please go on at weibo.com.", "微博要求输入验证码，请到 weibo.com 继续操作。"}},
	{weibo.ErrAccount, http.StatusForbidden, words{"Weibo does not let your account do that now.", "您的微博账号目前不能进行此操作。"}},
	{weibo.ErrParam, http.StatusUnprocessableEntity, words{"Weibo does not take that as it is.", "微博不接受提交的内容。"}},
	{context.Canceled, http.StatusServiceUnavailable, words{"That was interrupted.", "操作已中断。"}},
}

var (
	tooLarge = words{"This is too large: Weibo takes pictures up to 5 MB.", "文件过大：微博只接受 5 MB 以内的图片。"}
	notSent  = words{"Weibo would not take that as it is, so it was not sent.", "内容不符合微博的要求，未发送。"}
	// failed is for what is none of these: mostly Weibo is down, or cannot be reached.
	failed = words{
		"Something failed between this site and Weibo. Before you send anything again, please look at your timeline: it may have arrived.",
		"本站与微博之间的通信出错。再次发送前，请先查看时间线，内容可能已经发布。",
	}
)

// describe puts an error into words.
func describe(err error, lang string) *problem {
	status, what := classify(err)
	p := &problem{Status: status, What: what.in(lang)}
	if h, ok := errors.AsType[hinted](err); ok {
		p.Hint = h.Hint(lang)
	}
	// What comes back from Weibo's page is in the address, where anybody can write: of that only the code is shown, in our words.
	if refused, ok := errors.AsType[*weibo.Error](err); ok && refused.Code != 0 && refused.StatusCode != 0 {
		p.Detail = fmt.Sprintf("%s: %s (%d)", refused.Operation, refused.Message, refused.Code)
	}
	p.SignIn = errors.Is(err, errNotSignedIn) || enters(err) || endsToken(err)
	return p
}

// A hinted error is one of package weibo or login, which say what to do.
type hinted interface {
	error
	Hint(lang string) string
}

// enters tells whether an error is one of a sign-in, which says nothing about the token that the user may have.
func enters(err error) bool {
	_, ok := errors.AsType[*login.Error](err)
	return ok
}

// endsToken tells whether the token of the user is of no more use. A token that was withdrawn may look like that of a user who
// is no tester of the application.
func endsToken(err error) bool {
	return !enters(err) && (errors.Is(err, weibo.ErrUnauthorized) || errors.Is(err, weibo.ErrUnaudited))
}

// classify finds what a user is told.
func classify(err error) (status int, what words) {
	_, form := errors.AsType[*http.MaxBytesError](err)
	if _, picture := errors.AsType[*weibo.TooLargeError](err); form || picture {
		return http.StatusRequestEntityTooLarge, tooLarge
	}
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			return k.status, k.what
		}
	}
	if _, ok := errors.AsType[*weibo.ParamsError](err); ok {
		return http.StatusUnprocessableEntity, notSent
	}
	return http.StatusBadGateway, failed
}

// problem puts an error into words, and signs out who has a token that does not work any more.
func (s *site) problem(w http.ResponseWriter, r *http.Request, err error) *problem {
	p := describe(err, language(r))
	if u := s.userOf(r); u != nil && endsToken(err) {
		s.sessions.end(w, r, u.session)
	}
	// The query stays out, since that of the callback is secret. Errors of the SDK hold no secrets.
	s.log.Warn("request failed", "method", r.Method, "path", r.URL.Path, "status", p.Status, "err", err)
	return p
}

// fail answers a request with an error.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := s.problem(w, r, err)
	s.render(w, r, p.Status, "problem", page{Problem: p})
}

func (s *site) notFound(w http.ResponseWriter, r *http.Request) { s.fail(w, r, errNotFound) }

func (s *site) foreignForm(w http.ResponseWriter, r *http.Request) { s.fail(w, r, errForeignForm) }
