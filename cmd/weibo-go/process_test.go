package main

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
)

// A process is a command that runs while the test goes on.
type process struct {
	stdout, stderr *output
	cancel         context.CancelFunc
	status         chan int
}

func start(t *testing.T, args ...string) *process {
	return startWith(t, strings.NewReader(""), args...)
}

func startWith(t *testing.T, stdin io.Reader, args ...string) *process {
	ctx, cancel := context.WithCancel(t.Context())
	p := &process{newOutput(), newOutput(), cancel, make(chan int, 1)}
	go func() {
		status := run(ctx, append([]string{"weibo-go"}, args...), stdin, p.stdout, p.stderr)
		p.stdout.close()
		p.stderr.close()
		p.status <- status
	}()
	return p
}

// stop ends the process as Ctrl-C does, and returns its exit status.
func (p *process) stop() int {
	p.cancel()
	return <-p.status
}

// wait returns the exit status of a process that ends by itself.
func (p *process) wait() int { return <-p.status }

// An output is what a process has written so far.
type output struct {
	mu      sync.Mutex
	changed sync.Cond
	text    strings.Builder
	closed  bool
}

func newOutput() *output {
	o := &output{}
	o.changed.L = &o.mu
	return o
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	defer o.changed.Broadcast()
	return o.text.Write(p)
}

func (o *output) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	o.changed.Broadcast()
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// waitFor waits until part was written, and returns all that was.
func (o *output) waitFor(t *testing.T, part string) string {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	for !strings.Contains(o.text.String(), part) {
		if o.closed {
			t.Fatalf("%q was never written, but:\n%s", part, o.text.String())
		}
		o.changed.Wait()
	}
	return o.text.String()
}
