package weibotest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/internal/reference"
)

// What people do on the pages are calls of the API, as any application would make them: with all checks, in the log, and with
// whatever the sandbox was told to do to them.

// acts are the calls that forms of the pages make.
var acts = map[string]bool{
	"statusesRepost": true, "statusesDestroy": true,
	"commentsCreate": true, "commentsReply": true, "commentsDestroy": true,
	"friendshipsCreate": true, "friendshipsDestroy": true,
	"favoritesCreate": true, "favoritesDestroy": true,
}

// serveAct makes the call that a form of a page asks for.
func (s *Sandbox) serveAct(w http.ResponseWriter, r *http.Request) {
	if !acts[r.PostFormValue("act")] {
		s.showError(w, r, http.StatusNotFound, errorView{Back: "/"})
		return
	}
	s.act(w, r, callOf(description().Operation(r.PostFormValue("act")), r.PostForm, r.MultipartForm))
}

// servePublish publishes a text, with a picture where one is chosen.
func (s *Sandbox) servePublish(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, callOf(description().Operation("statusesShare"), r.PostForm, r.MultipartForm))
}

// act makes a call as the account that is signed in, and leads back to where the form was.
func (s *Sandbox) act(w http.ResponseWriter, r *http.Request, call *reference.Call) {
	back := ownPath(r.PostFormValue("to"))
	uid := s.viewer(r)
	if uid == 0 {
		s.showError(w, r, http.StatusForbidden, errorView{Code: weiboapi.CodeSourceMissing, Text: messages[10006].text, Back: back})
		return
	}
	call.Token = s.pageToken(uid)
	for _, p := range call.Params {
		if p.RemoteIP {
			call.Values[p.Name], _, _ = net.SplitHostPort(r.RemoteAddr)
		}
	}
	s.finish(w, r, s.perform(r, call), back)
}

// finish leads back to a page, or says what went wrong.
func (s *Sandbox) finish(w http.ResponseWriter, r *http.Request, p *performance, back string) {
	e := p.refusal()
	if e == nil {
		http.Redirect(w, r, back, http.StatusSeeOther)
		return
	}
	status := p.Code
	if status < http.StatusBadRequest {
		status = http.StatusBadGateway
	}
	s.showError(w, r, status, errorView{e.ErrorCode, e.Error, back})
}

// A performance is a call that was made without the network, and what came of it.
type performance struct {
	*httptest.ResponseRecorder
	logged Request
	cut    bool // the connection broke off
}

// refusal returns what went wrong, or nil.
func (p *performance) refusal() *weiboapi.ErrorBody {
	e := new(weiboapi.ErrorBody)
	switch err := json.Unmarshal(p.Body.Bytes(), e); {
	case p.cut:
		return &weiboapi.ErrorBody{Error: brokenOff}
	case err != nil || e.ErrorCode == 0 && p.Code != http.StatusOK:
		return &weiboapi.ErrorBody{Error: fmt.Sprintf("HTTP %d", p.Code)}
	case e.ErrorCode == 0:
		return nil
	}
	return e
}

const brokenOff = "The connection broke off."

// perform makes a call.
func (s *Sandbox) perform(r *http.Request, call *reference.Call) (p *performance) {
	p = &performance{ResponseRecorder: httptest.NewRecorder()}
	req, err := call.Request(s.newCall(r).base)
	if err != nil {
		http.Error(p, err.Error(), http.StatusBadRequest)
		return p
	}
	if req.Body == nil {
		req.Body = http.NoBody
	}
	defer func() {
		cause := recover()
		if cause != nil && cause != http.ErrAbortHandler {
			panic(cause)
		}
		p.cut = cause != nil
	}()
	s.serveCall(p, req.WithContext(context.WithValue(r.Context(), loggedKey{}, &p.logged)))
	return p
}

// pageToken returns a token for what an account does on the pages: one that it has for the application of the sandbox, or a
// new one. It is empty if there is no such account.
func (s *Sandbox) pageToken(uid int64) string {
	if text := s.goodToken(grant{uid: uid, appKey: DefaultAppKey}); text != "" {
		return text
	}
	t, _ := s.giveToken(uid)
	return t.text
}

// goodToken returns a token of a grant that works, or nothing.
func (s *Sandbox) goodToken(g grant) string {
	now := s.now()
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	for text, t := range s.store.tokens {
		if t.of(g) && !t.revoked && now.Before(t.expires) {
			return text
		}
	}
	return ""
}

// callOf returns the call that a form stands for. The fields have the names of the parameters.
func callOf(op *reference.Operation, fields url.Values, form *multipart.Form) *reference.Call {
	call := &reference.Call{Operation: op, Values: map[string]string{}, Files: map[string]reference.File{}}
	for _, p := range op.Params {
		if p.File() {
			addFile(call, p.Name, form)
		} else if text := fields.Get(p.Name); text != "" {
			call.Values[p.Name] = strings.ReplaceAll(text, "\r\n", "\n") // which is how browsers send the ends of lines
		}
	}
	return call
}

// addFile adds the file that was chosen, if one was.
func addFile(call *reference.Call, name string, form *multipart.Form) {
	if form == nil || len(form.File[name]) == 0 {
		return
	}
	header := form.File[name][0]
	f, err := header.Open()
	if err != nil {
		return
	}
	defer f.Close()
	if data, err := io.ReadAll(f); err == nil {
		call.Files[name] = reference.File{Name: header.Filename, Data: data}
	}
}
