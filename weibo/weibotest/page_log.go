package weibotest

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/seed4635ade2/weibo-go/internal/reference"
)

// What the pages about calls show.
type (
	requestsPage struct {
		Requests   []requestView
		Operations []string // that were called
		Operation  string   // that is shown alone, empty for all
		Wrong      bool     // only those that were refused, or not as the description has them
	}
	requestView struct {
		Request
		Caller string
		Op     *reference.Operation // nil if the description does not have it
	}
	requestPage struct {
		requestView
		Names  []string // of the parameters
		Answer string
		Kept   bool
	}
)

// Wrong tells whether a call was refused, or was not as the description has it.
func (r requestView) Wrong() bool { return r.Code != 0 || r.Status >= 400 || r.Deviates() }

// Deviates tells whether a call was not as the description has it.
func (r requestView) Deviates() bool { return len(r.Undeclared) > 0 || len(r.Problems) > 0 }

// shownRequests is how many calls a page shows.
const shownRequests = 100

// serveRequests shows the latest calls, newest first.
func (s *Sandbox) serveRequests(w http.ResponseWriter, r *http.Request) {
	p := requestsPage{Operation: r.URL.Query().Get("operation"), Wrong: r.URL.Query().Get("wrong") != ""}
	names := map[string]bool{}
	for _, request := range slices.Backward(s.Requests()) {
		names[request.Operation] = true
		v := s.viewRequest(request)
		if p.Operation != "" && p.Operation != v.Operation || p.Wrong && !v.Wrong() || len(p.Requests) == shownRequests {
			continue
		}
		p.Requests = append(p.Requests, v)
	}
	delete(names, "")
	p.Operations = slices.Sorted(maps.Keys(names))
	s.show(w, r, http.StatusOK, "requests.html", p)
}

func (s *Sandbox) viewRequest(r Request) requestView {
	v := requestView{Request: r, Op: description().Named(r.Operation)}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if u := s.store.users[r.UID]; u != nil {
		v.Caller = u.ScreenName
	}
	return v
}

// serveRequest shows a call with its answer.
func (s *Sandbox) serveRequest(w http.ResponseWriter, r *http.Request) {
	number, _ := strconv.Atoi(r.PathValue("number"))
	requests := s.Requests()
	i := slices.IndexFunc(requests, func(r Request) bool { return r.Number == number })
	if i < 0 {
		s.showError(w, r, http.StatusNotFound, errorView{Back: "/requests"})
		return
	}
	p := requestPage{requestView: s.viewRequest(requests[i]), Names: slices.Sorted(maps.Keys(requests[i].Params))}
	p.Answer, p.Kept = answerText(requests[i].answer)
	s.show(w, r, http.StatusOK, "request.html", p)
}

// maxShown is how much of an answer a page shows, in bytes.
const maxShown = 64 << 10

// answerText lays an answer out for people. It returns false if there is none any more.
func answerText(answer any) (string, bool) {
	switch answer := answer.(type) {
	case nil:
		return "", false
	case redirect:
		return "Location: " + string(answer), true
	case *page, gatewayPage:
		return "text/html", true
	case picture:
		return answer.mediaType, true
	case stream:
		return string(bytes.Join(rawBytes(answer), []byte("\n"))), true
	}
	var b bytes.Buffer
	if err := encodeJSON(&b, answer); err != nil {
		return err.Error(), true
	}
	return indented(b.Bytes()), true
}

func rawBytes(s stream) [][]byte {
	all := make([][]byte, len(s))
	for i, object := range s {
		all[i] = object
	}
	return all
}

// indented lays JSON out, up to what a page shows. What is no JSON stays as it is.
func indented(text []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, text, "", "  ") != nil {
		b.Reset()
		b.Write(text)
	}
	if b.Len() > maxShown {
		b.Truncate(maxShown)
		return string(bytes.ToValidUTF8(b.Bytes(), nil)) + "…"
	}
	return string(bytes.ToValidUTF8(b.Bytes(), []byte("?")))
}
