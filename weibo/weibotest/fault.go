package weibotest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Fault is what calls are answered with instead of what the sandbox would say. It starts to work with [Sandbox.Inject].
//
// Code, HTML and Reply say what the answer is. With one of these a call does nothing: nothing is published, and what is wrong
// with the request is noted in the log and otherwise of no account. Without them the sandbox does what it is asked and answers as
// always, late or not wholly. A status alone, such as 502, comes with a page.
type Fault struct {
	Operation string            // such as "statuses/share"; empty for all calls of the API
	Params    map[string]string // what a call must have sent, as it was sent; nil for any
	Times     int               // how many calls; 0 is one, and below 0 is all that come

	Code   int             // of Weibo, which comes with the HTTP status that it is known with
	HTML   bool            // a page, such as gateways send; with HTTP status 502 unless Status is another
	Reply  json.RawMessage // JSON, with HTTP status 200 unless Status is another
	Status int             // of HTTP

	Delay time.Duration // before the answer, by the clock of the machine
	Cut   bool          // the connection breaks off in the middle of the body
}

// Inject plans an answer for the calls to come. Of several faults that a call fits, the first one counts until it is used up.
//
// It panics where the description has no such operation, or a fault says more than one thing.
func (s *Sandbox) Inject(f Fault) {
	if err := s.plan(&plan{Fault: f}); err != nil {
		panic("weibotest: " + err.Error())
	}
}

// Faults returns those that are not used up, with the calls that are left in Times.
func (s *Sandbox) Faults() []Fault { return s.plans.left() }

// ClearFaults ends all faults.
func (s *Sandbox) ClearFaults() { s.plans.clear() }

// A plan is a fault at work, or an expectation.
type plan struct {
	Fault
	expected bool
	used     int
}

// exhausted tells whether no call is left.
func (p *plan) exhausted() bool { return p.Times >= 0 && p.used >= p.Times }

// plans are all plans, oldest first. Expectations stay when they are used up.
type plans struct {
	mu   sync.Mutex
	list []*plan
}

func (s *Sandbox) plan(p *plan) error {
	if err := s.checkFault(&p.Fault); err != nil {
		return err
	}
	if p.Times == 0 {
		p.Times = 1
	}
	s.plans.mu.Lock()
	defer s.plans.mu.Unlock()
	s.plans.list = append(s.plans.list, p)
	return nil
}

func (s *Sandbox) checkFault(f *Fault) error {
	said := 0
	for _, says := range []bool{f.Code != 0, f.HTML, f.Reply != nil} {
		if says {
			said++
		}
	}
	switch {
	case f.Operation != "" && !s.operations().has(f.Operation):
		return fmt.Errorf("the description has no operation %q", f.Operation)
	case said > 1:
		return errors.New("a fault has one of a code, a page and a reply")
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("no answer has HTTP status %d", f.Status)
	case f.Reply != nil && !json.Valid(f.Reply):
		return errors.New("the reply is no JSON")
	case f.Code < -1 || f.Delay < 0: // open-im has a code -1
		return errors.New("a fault has a code or a delay below 0")
	}
	return nil
}

// take returns the plan for a call as it is now, or nil, and counts the call.
func (p *plans) take(c *call) *plan {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, plan := range p.list {
		never := plan.expected && plan.Times == 0
		if plan.exhausted() && !never || !plan.fits(c) {
			continue
		}
		plan.used++
		if never {
			continue
		}
		taken := *plan
		if plan.exhausted() && !plan.expected {
			p.list = slices.Delete(p.list, i, i+1)
		}
		return &taken
	}
	return nil
}

func (p *plan) fits(c *call) bool {
	if p.Operation != "" && p.Operation != c.op.name {
		return false
	}
	for name, want := range p.Params {
		if c.sent.text(name) != want {
			return false
		}
	}
	return true
}

func (p *plans) left() []Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	faults := []Fault{}
	for _, plan := range p.list {
		if plan.expected {
			continue
		}
		f := plan.Fault
		if f.Times > 0 {
			f.Times -= plan.used
		}
		faults = append(faults, f)
	}
	return faults
}

func (p *plans) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = slices.DeleteFunc(p.list, func(plan *plan) bool { return !plan.expected })
}

// answers tells whether the plan has an answer of its own.
func (p *plan) answers() bool {
	return p != nil && (p.Code != 0 || p.HTML || p.Reply != nil || p.Status != 0)
}

// A plannedAnswer has the status that the plan says, and is otherwise like those of the sandbox.
type plannedAnswer struct {
	answer any
	status int
	code   int
}

// answer returns what the plan says.
func (p *plan) answer(c *call) plannedAnswer {
	a := plannedAnswer{status: p.Status, code: p.Code}
	standard := http.StatusOK
	switch {
	case p.Code != 0:
		r := refuse(p.Code)
		r.text = cmp.Or(strings.ReplaceAll(r.text, "%s", "/"+c.op.name), "error "+strconv.Itoa(p.Code))
		a.answer, standard = c.errorAnswer(r), c.statusOf(r)
	case p.Reply != nil:
		a.answer = p.Reply
	default:
		standard = http.StatusBadGateway
	}
	if a.status == 0 {
		a.status = standard
	}
	if a.answer == nil {
		a.answer = gatewayPage(a.status)
	}
	return a
}

// A gatewayPage is what comes from something between Weibo and the client, with this HTTP status.
type gatewayPage int

func (p gatewayPage) write(w http.ResponseWriter) {
	title := html.EscapeString(strings.TrimSpace(fmt.Sprintf("%d %s", p, http.StatusText(int(p)))))
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(int(p))
	fmt.Fprintf(w, "<html>\r\n<head><title>%[1]s</title></head>\r\n<body>\r\n<h1>%[1]s</h1>\r\n</body>\r\n</html>\r\n", title)
}

// wait holds the answer back.
func (p *plan) wait(ctx context.Context) {
	if p == nil || p.Delay == 0 {
		return
	}
	timer := time.NewTimer(p.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// A cutWriter breaks off in the middle of the first piece of the body.
type cutWriter struct{ http.ResponseWriter }

func (w cutWriter) Write(b []byte) (int, error) {
	w.ResponseWriter.Write(b[:len(b)/2])
	http.NewResponseController(w.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}
