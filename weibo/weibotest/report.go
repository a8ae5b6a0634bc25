package weibotest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// A report collects what the requests to a server had that the description has not, each once.
type report struct {
	mu       sync.Mutex
	seen     map[string]bool
	unknown  []string
	problems []string
	checked  bool // these are failures of the test
}

// check makes what is found a failure.
func (r *report) check() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.checked = true
}

// add takes notice of a request.
func (r *report) add(req Request) {
	if len(req.Undeclared)+len(req.Problems) == 0 {
		return
	}
	name := req.Operation
	if name == "" {
		name = req.Method + " " + req.Path
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(req.Undeclared) > 0 {
		r.note(&r.unknown, fmt.Sprintf("%s was called with parameters that the description does not have: %s", name, strings.Join(req.Undeclared, ", ")))
	}
	for _, problem := range req.Problems {
		r.note(&r.problems, fmt.Sprintf("%s was not called as the description has it: %s", name, problem))
	}
}

// most is how many lines a report has of each kind.
const most = 50

func (r *report) note(list *[]string, line string) {
	if r.seen[line] || len(*list) == most {
		return
	}
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	r.seen[line] = true
	*list = append(*list, line)
}

// write tells the test. Undeclared parameters are worth a line in the log of every test.
func (r *report) write(t testing.TB) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.checked {
		for _, line := range r.unknown {
			t.Logf("weibotest: %s", line)
		}
		return
	}
	for _, line := range append(r.unknown, r.problems...) {
		t.Errorf("weibotest: %s", line)
	}
}
