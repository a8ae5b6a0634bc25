package weibotest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// An Expectation is a call that a test waits for. If it does not come as often as expected, the test fails.
type Expectation struct {
	server *Server
	plan   *plan
}

// Expect says that an operation, such as "statuses/share", will be called: once, unless [Expectation.Times] says otherwise, and
// with any parameters. The sandbox answers as always, unless [Expectation.Reply] or [Expectation.Fail] say otherwise. Calls that fit
// no expectation are answered as always too. Of several expectations that a call fits, the first one counts until it is used up.
//
// The test fails when it ends and an expectation was not met. It also fails for every request that is not as the description has
// it, see [Checked]. The methods of the expectation fail it at once for what the description does not have.
//
// Say what is expected before the calls are made.
func (s *Server) Expect(operation string) *Expectation {
	s.t.Helper()
	e := &Expectation{s, &plan{Fault: Fault{Operation: operation}, expected: true}}
	if err := s.Sandbox.plan(e.plan); err != nil {
		s.t.Fatalf("weibotest: Expect: %v", err)
	}
	s.report.check()
	return e
}

// WithParam narrows the expectation to calls with this parameter, as it is sent: lists with their commas, flags as 0 and 1.
func (e *Expectation) WithParam(name, value string) *Expectation {
	e.server.t.Helper()
	if !e.server.operations().takes(e.plan.Operation, name) {
		e.server.t.Fatalf("weibotest: Expect: %s has no parameter %q", e.plan.Operation, name)
	}
	e.change(func(p *plan) {
		params := map[string]string{name: value}
		maps.Copy(params, p.Params)
		p.Params = params
	})
	return e
}

// Reply sets the answer. A string, []byte or json.RawMessage is JSON already; anything else is encoded.
func (e *Expectation) Reply(answer any) *Expectation {
	e.server.t.Helper()
	reply, err := replyJSON(answer)
	if err != nil {
		e.server.t.Fatalf("weibotest: Expect: the reply: %v", err)
	}
	e.change(func(p *plan) { p.Reply, p.Code = reply, 0 })
	return e
}

func replyJSON(answer any) (json.RawMessage, error) {
	switch answer := answer.(type) {
	case string:
		return checkedJSON(json.RawMessage(answer))
	case []byte:
		return checkedJSON(answer)
	case json.RawMessage:
		return checkedJSON(answer)
	}
	return json.Marshal(answer)
}

func checkedJSON(text json.RawMessage) (json.RawMessage, error) {
	if !json.Valid(text) {
		return nil, fmt.Errorf("%s is no JSON", clip(string(text)))
	}
	return text, nil
}

// Fail sets a code of Weibo, such as 20019, for an answer. It comes with the HTTP status that it is known with.
func (e *Expectation) Fail(code int) *Expectation {
	e.change(func(p *plan) { p.Code, p.Reply = code, nil })
	return e
}

// Times sets how often the call is expected: 0 is never.
func (e *Expectation) Times(n int) *Expectation {
	e.change(func(p *plan) { p.Times = max(n, 0) })
	return e
}

func (e *Expectation) change(f func(*plan)) {
	e.server.plans.mu.Lock()
	defer e.server.plans.mu.Unlock()
	f(e.plan)
}

// unmet says which expectations were not met.
func (p *plans) unmet() (lines []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, plan := range p.list {
		if plan.expected && plan.used != plan.Times {
			lines = append(lines, fmt.Sprintf("%s was called %d times, expected were %d", plan.subject(), plan.used, plan.Times))
		}
	}
	return lines
}

// subject says what calls a plan is for.
func (p *plan) subject() string {
	var b strings.Builder
	b.WriteString(p.Operation)
	separator := " with "
	for _, name := range slices.Sorted(maps.Keys(p.Params)) {
		fmt.Fprintf(&b, "%s%s=%q", separator, name, p.Params[name])
		separator = ", "
	}
	return b.String()
}
