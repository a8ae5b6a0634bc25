package weibotest

import (
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/internal/reference"
	"github.com/seed4635ade2/weibo-go/spec"
)

// description returns the description for people. It is read when the first page asks for it.
var description = sync.OnceValue(func() *reference.Reference {
	r, err := reference.Load(spec.Document())
	if err != nil {
		panic("weibotest: " + err.Error())
	}
	return r
})

// What the pages about the description show.
type (
	referencePage struct {
		Resources []*reference.Resource
		Query     string
		Found     []*reference.Operation
	}
	schemaPage struct {
		*reference.Schema
		fields
	}
	fields        struct{ reference *reference.Reference }
	operationPage struct {
		*reference.Operation
		fields
		Call       *reference.Call
		UID        int64  // whose token is sent, 0 for none
		Users      []User // to choose the account from
		Curl       string
		Client     string // how the client of the Go line is made
		Go         string
		NoGo       string // why there is no line in Go
		ErrorCodes []codeView
		Example    string
		HasState   bool
		Answer     *answerView // of a call that was tried
	}
	codeView struct {
		Code     int
		Category string
	}
	answerView struct {
		Status  int
		Code    int
		Header  []string
		Body    string
		Cut     bool        // the connection broke off
		Request requestView // as the log has it
	}
)

// Meaning returns the description of a member, which that of its schema stands in for.
func (f fields) Meaning(field *reference.Field) string {
	if s := f.reference.Schema(field.Type.Schema); field.Description == "" && s != nil {
		return s.Description
	}
	return field.Description
}

// Of returns the schema that a type is or has, or nil.
func (f fields) Of(t *reference.Type) *reference.Schema {
	for ; t != nil; t = t.Items {
		if s := f.reference.Schema(t.Schema); s != nil {
			return s
		}
	}
	return nil
}

// serveReference shows the resources, or the operations that a search finds.
func (s *Sandbox) serveReference(w http.ResponseWriter, r *http.Request) {
	query := clip(r.URL.Query().Get("q"))
	s.show(w, r, http.StatusOK, "reference.html", referencePage{description().Resources, query, description().Search(query)})
}

// serveResource shows the operations of a resource.
func (s *Sandbox) serveResource(w http.ResponseWriter, r *http.Request) {
	resource := description().Resource(r.PathValue("name"))
	if resource == nil {
		s.showError(w, r, http.StatusNotFound, errorView{Back: "/api"})
		return
	}
	s.show(w, r, http.StatusOK, "resource.html", resource)
}

// serveSchema shows the members of an object.
func (s *Sandbox) serveSchema(w http.ResponseWriter, r *http.Request) {
	schema := description().Schema(r.PathValue("name"))
	if schema == nil {
		s.showError(w, r, http.StatusNotFound, errorView{Back: "/api"})
		return
	}
	s.show(w, r, http.StatusOK, "schema.html", schemaPage{schema, fields{description()}})
}

// serveOperation shows an operation, with a form to try it. What the query has goes into the form.
func (s *Sandbox) serveOperation(w http.ResponseWriter, r *http.Request) {
	op := description().Operation(r.PathValue("id"))
	if op == nil {
		s.showError(w, r, http.StatusNotFound, errorView{Back: "/api"})
		return
	}
	call := op.Example()
	if r.URL.RawQuery == "" {
		s.suggest(call)
	} else {
		call = callOf(op, r.URL.Query(), nil)
	}
	uid := s.viewer(r)
	if uid == 0 {
		uid = s.Users()[0].UID
	}
	s.show(w, r, http.StatusOK, "operation.html", s.operationPage(r, call, uid))
}

// suggest puts into a call what there is in this sandbox, in place of what the description has for an example.
func (s *Sandbox) suggest(call *reference.Call) {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	resource, _, _ := strings.Cut(call.Name, "/")
	if n := len(s.store.timeline); n > 0 && (resource == "statuses" || resource == "comments") {
		for _, name := range []string{"id", "ids"} {
			if call.Values[name] != "" {
				call.Values[name] = strconv.FormatInt(s.store.timeline[n-1].id, 10)
			}
		}
	}
}

// serveTry makes the call that the form of an operation describes, and shows what came of it.
func (s *Sandbox) serveTry(w http.ResponseWriter, r *http.Request) {
	op := description().Operation(r.PathValue("id"))
	if op == nil {
		s.showError(w, r, http.StatusNotFound, errorView{Back: "/api"})
		return
	}
	call := callOf(op, r.PostForm, r.MultipartForm)
	call.JSON = r.PostFormValue("(json)")
	for _, p := range op.Params {
		if _, chosen := call.Files[p.Name]; p.File() && p.Required && !chosen {
			call.Files[p.Name] = reference.File{Name: "grey.png", Data: placeholder()}
		}
	}
	uid, _ := strconv.ParseInt(r.PostFormValue("(uid)"), 10, 64)
	p := s.operationPage(r, call, uid)
	p.Answer = s.viewAnswer(s.perform(r, call))
	s.show(w, r, http.StatusOK, "operation.html", p)
}

// operationPage shows an operation and a call of it, with the token of an account.
func (s *Sandbox) operationPage(r *http.Request, call *reference.Call, uid int64) *operationPage {
	s.sign(call, uid)
	users, base := s.Users(), s.newCall(r).base
	p := &operationPage{
		Operation: call.Operation,
		fields:    fields{description()},
		Call:      call,
		UID:       uid,
		Users:     users[:min(len(users), shownUsers)],
		Curl:      call.Curl(base),
		Client:    call.Client(base),
		HasState:  handlers[call.Name] != nil,
	}
	line, err := call.Go()
	if p.Go = line; err != nil {
		p.NoGo = err.Error()
	}
	for _, code := range call.Errors {
		p.ErrorCodes = append(p.ErrorCodes, codeView{code, weiboapi.CategoryOf(code)})
	}
	if op := s.operations()[call.Path][call.Method].at(call.Host); op != nil {
		p.Example, _ = answerText(op.example())
	}
	return p
}

// sign gives a call what it must bring.
func (s *Sandbox) sign(call *reference.Call, uid int64) {
	if call.Auth != reference.AuthNone {
		call.Token = s.pageToken(uid)
	}
	if call.Token == "" {
		call.AppKey = DefaultAppKey
	}
}

// shownHeaders are the headers of an answer that a page shows.
var shownHeaders = []string{"Content-Type", "Location", "Api-Server-IP", "SINA-LB", "SINA-TS"}

// viewAnswer shows what came of a call.
func (s *Sandbox) viewAnswer(p *performance) *answerView {
	v := &answerView{Status: p.Code, Code: p.logged.Code, Body: indented(p.Body.Bytes()), Cut: p.cut}
	for _, name := range shownHeaders {
		if value := p.Header()[http.CanonicalHeaderKey(name)]; len(value) > 0 {
			v.Header = append(v.Header, name+": "+value[0])
		}
	}
	if strings.HasPrefix(p.Header().Get("Content-Type"), "image/") {
		v.Body = strconv.Itoa(p.Body.Len()) + " bytes"
	}
	v.Request = s.viewRequest(p.logged)
	return v
}
