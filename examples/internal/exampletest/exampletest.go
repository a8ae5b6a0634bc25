// Package exampletest helps the tests of the examples: they run each as its user does, with a Weibo that the test can see into.
package exampletest

import (
	"bytes"
	"context"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// NoEnv is an environment without variables, in which an example starts a local Weibo of its own.
func NoEnv(string) string { return "" }

// RemoteIP is the address of the user in Env.
const RemoteIP = "203.0.113.7"

// Env is an environment with an access token of the first account of srv.
func Env(srv *weibotest.Server) func(string) string {
	return func(name string) string {
		switch name {
		case "WEIBO_ACCESS_TOKEN":
			return srv.Token(srv.Users()[0].UID)
		case "WEIBO_BASE_URL":
			return srv.URL
		case "WEIBO_REMOTE_IP":
			return RemoteIP
		}
		return ""
	}
}

// Calls are those of an operation that srv got, the oldest first.
func Calls(srv *weibotest.Server, operation string) (found []weibotest.Request) {
	for _, r := range srv.Requests() {
		if r.Operation == operation {
			found = append(found, r)
		}
	}
	return found
}

// A Running is an example that goes on until it is told to end.
type Running struct {
	t     testing.TB
	stop  context.CancelFunc
	ended chan error

	mu   sync.Mutex
	text bytes.Buffer
}

// Start starts an example.
func Start(t testing.TB, run func(ctx context.Context, out *Running) error) *Running {
	ctx, stop := context.WithCancel(context.Background())
	r := &Running{t: t, stop: stop, ended: make(chan error, 1)}
	go func() { r.ended <- run(ctx, r) }()
	t.Cleanup(stop)
	return r
}

// Write takes what the example writes.
func (r *Running) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(b)
}

func (r *Running) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// patience is how long a test waits for what should come at once.
const patience = 20 * time.Second

// WaitFor waits until the example has written what fits the pattern, and returns the last group of it.
func (r *Running) WaitFor(pattern string) string {
	r.t.Helper()
	p := regexp.MustCompile(pattern)
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if m := p.FindStringSubmatch(r.String()); m != nil {
			return m[len(m)-1]
		}
	}
	r.t.Fatalf("no %s in:\n%s", pattern, r)
	return ""
}

// Until waits until something is so.
func (r *Running) Until(what string, so func() bool) {
	r.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if so() {
			return
		}
	}
	r.t.Fatalf("waited in vain for %s; written was:\n%s", what, r)
}

// Stop does as Ctrl-C does, and returns what the example ended with.
func (r *Running) Stop() error {
	r.stop()
	return r.Wait()
}

// Wait waits for the end of an example that ends by itself.
func (r *Running) Wait() error {
	r.t.Helper()
	select {
	case err := <-r.ended:
		return err
	case <-time.After(patience):
		r.t.Fatalf("does not end; written was:\n%s", r)
		return nil
	}
}
