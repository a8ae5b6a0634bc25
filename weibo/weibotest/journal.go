package weibotest

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Request is what the log holds of a call to the API.
//
// Of a parameter that was sent several times Params has a line for each value, and of a file the name and the size. The
// members of a JSON document stand among the parameters, as JSON. Tokens, secrets and passwords are left out.
type Request struct {
	Number     int               `json:"number"` // from 1
	Time       time.Time         `json:"time"`
	Method     string            `json:"method"`
	Path       string            `json:"path"`                 // at Weibo
	Operation  string            `json:"operation,omitzero"`   // such as "statuses/share", empty if there is none at the path
	Params     map[string]string `json:"params"`               // as they were sent, but see above
	UID        int64             `json:"uid,omitzero"`         // who called, 0 without a token
	Status     int               `json:"status"`               // of HTTP
	Code       int               `json:"code,omitzero"`        // of Weibo, 0 if the call went well
	Undeclared []string          `json:"undeclared,omitempty"` // parameters that the description does not have
	Problems   []string          `json:"problems,omitempty"`   // what else was not as the description has it
	Fault      bool              `json:"fault,omitzero"`       // a fault or an expectation said what the answer is

	answer any // to the latest ones
}

// Requests returns the latest calls, oldest first. A sandbox remembers a thousand.
func (s *Sandbox) Requests() []Request {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return slices.Concat(s.journal.last[s.journal.next:], s.journal.last[:s.journal.next])
}

const journalSize = 1000

// answersKept is for how many calls the answer is kept too, for the pages.
const answersKept = 100

// A journal is a ring of the latest calls.
type journal struct {
	mu   sync.Mutex
	last []Request
	next int // where in last the oldest one is, once it is full
	all  int // how many there were
}

func (j *journal) count() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.all
}

func (j *journal) clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last, j.next, j.all = nil, 0, 0
}

func (j *journal) add(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.all++
	r.Number = j.all
	j.dropAnswer()
	if len(j.last) < journalSize {
		j.last = append(j.last, *r)
		return
	}
	j.last[j.next] = *r
	j.next = (j.next + 1) % journalSize
}

// dropAnswer forgets the oldest answer that is kept.
func (j *journal) dropAnswer() {
	if len(j.last) >= answersKept {
		i := j.next - answersKept
		if i < 0 {
			i += len(j.last)
		}
		j.last[i].answer = nil
	}
}

// record puts the call into the journal and the log.
func (c *call) record(answer any, status, code int) {
	r := Request{
		Time:       c.now,
		Method:     c.request.Method,
		Path:       c.path,
		Params:     c.loggedParams(),
		UID:        c.grant.uid,
		Status:     status,
		Code:       code,
		Undeclared: bounded(c.undeclared),
		Problems:   bounded(c.problems),
		Fault:      c.planned.answers(),
		answer:     answer,
	}
	if c.op != nil {
		r.Operation = c.op.name
	}
	c.journal.add(&r)
	if c.observe != nil {
		c.observe(r)
	}
	if logged, ok := c.request.Context().Value(loggedKey{}).(*Request); ok {
		*logged = r
	}
	if c.settings.log != nil {
		c.settings.log.LogAttrs(context.Background(), slog.LevelInfo, "call", r.attrs()...)
	}
}

// loggedKey is the key of a context that has a *Request for what the log holds of the call.
type loggedKey struct{}

// How much the log keeps of a value and of all parameters of a call, in bytes, and of what was wrong with it, in lines and in bytes
// for each.
const (
	maxLogged    = 4 << 10
	maxLoggedAll = 64 << 10
	maxLines     = 100
	maxLine      = 300
)

// bounded returns as much of some lines as the log keeps.
func bounded(lines []string) []string {
	var kept []string
	for _, line := range lines[:min(len(lines), maxLines)] {
		kept = append(kept, strings.ToValidUTF8(line[:min(len(line), maxLine)], ""))
	}
	return kept
}

// secrets are parameters whose values stay out of the log.
var secrets = []string{"access_token", "client_secret", "code", "password", "refresh_token", "oauth_token", "oauth_signature", "token", "app_secret"}

func (c *call) loggedParams() map[string]string {
	params := map[string]string{}
	left := maxLoggedAll
	log := func(name, value string) {
		value = value[:min(len(value), maxLogged)]
		if left -= len(name) + len(value); left >= 0 && !slices.Contains(secrets, name) {
			params[name] = value
		}
	}
	for name, values := range c.sent.values {
		log(name, strings.Join(values, "\n"))
	}
	for name, value := range c.sent.members() {
		log(name, string(value))
	}
	for name, f := range c.sent.files {
		log(name, fmt.Sprintf("%s, %d bytes", f.name, len(f.data)))
	}
	return params
}

func (r *Request) attrs() []slog.Attr {
	attrs := []slog.Attr{
		slog.String("method", r.Method),
		slog.String("path", r.Path),
		slog.Int("status", r.Status),
	}
	if r.UID != 0 {
		attrs = append(attrs, slog.Int64("uid", r.UID))
	}
	if r.Code != 0 {
		attrs = append(attrs, slog.Int("code", r.Code))
	}
	if len(r.Undeclared) > 0 {
		attrs = append(attrs, slog.Any("undeclared", r.Undeclared))
	}
	if len(r.Problems) > 0 {
		attrs = append(attrs, slog.Any("problems", r.Problems))
	}
	return attrs
}
