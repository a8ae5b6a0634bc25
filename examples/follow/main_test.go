package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/examples/internal/exampletest"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A world is a Weibo in which somebody posts whom the user follows.
type world struct {
	*weibotest.Server
	t      *testing.T
	friend *weibo.Client
	state  string
	n      int
}

func newWorld(t *testing.T, opts ...weibotest.Option) *world {
	srv := weibotest.NewServer(t, append(opts, weibotest.Checked())...)
	friend := srv.Client(weibo.WithToken(srv.Token(srv.Users()[1].UID)))
	return &world{Server: srv, t: t, friend: friend, state: filepath.Join(t.TempDir(), "state")}
}

// post posts more statuses.
func (w *world) post(n int) {
	w.t.Helper()
	for range n {
		w.n++
		if _, err := w.friend.Statuses.Update(w.t.Context(), weiboapi.StatusesUpdateParams{Status: fmt.Sprintf("post %d.", w.n)}); err != nil {
			w.t.Fatal(err)
		}
	}
}

// follow starts the program, which looks all the time.
func (w *world) follow() *exampletest.Running {
	return exampletest.Start(w.t, func(ctx context.Context, out *exampletest.Running) error {
		return run(ctx, []string{"-every", "1ms", "-state", w.state}, exampletest.Env(w.Server), out, out)
	})
}

// wrote wants that a run wrote the posts from the first to the last, each once and in that order.
func (w *world) wrote(out string, first, last int) {
	w.t.Helper()
	var want []string
	for i := first; i <= last; i++ {
		want = append(want, fmt.Sprintf("示例小猫: post %d.", i))
	}
	got := regexp.MustCompile(`\S+: post \d+\.`).FindAllString(out, -1)
	if strings.Join(got, " ") != strings.Join(want, " ") {
		w.t.Errorf("wrote %q, want %q", got, want)
	}
}

func TestWithoutConfiguration(t *testing.T) {
	r := exampletest.Start(t, func(ctx context.Context, out *exampletest.Running) error {
		return run(ctx, []string{"-every", "10ms"}, exampletest.NoEnv, out, out)
	})
	r.WaitFor(`示例小猫: 第2只猫`)
	if err := r.Stop(); err != nil || !strings.HasSuffix(r.String(), "Ended.\n") {
		t.Errorf("%v\n%s", err, r)
	}
	if n := strings.Count(r.String(), "第1只猫"); n != 1 {
		t.Errorf("written %d times:\n%s", n, r)
	}
}

// Nothing is lost or written twice: not over pages, not over a restart.
func TestFollow(t *testing.T) {
	w := newWorld(t)
	w.post(3)
	r := w.follow()
	r.WaitFor("post 3\\.")
	w.post(1)
	r.WaitFor("post 4\\.")
	if err := r.Stop(); err != nil {
		t.Error(err)
	}
	w.wrote(r.String(), 1, 4)

	kept, err := os.ReadFile(w.state)
	if err != nil {
		t.Fatal(err)
	}
	before := exampletest.Calls(w.Server, "statuses/home_timeline")
	w.post(120) // more than a page, while nobody looks
	r = w.follow()
	r.WaitFor("post 124\\.")
	if err := r.Stop(); err != nil {
		t.Error(err)
	}
	w.wrote(r.String(), 5, 124)
	after := exampletest.Calls(w.Server, "statuses/home_timeline")
	if got := after[len(before)].Params["since_id"]; before[0].Params["since_id"] != "" || got != strings.TrimSpace(string(kept)) {
		t.Errorf("asked with since_id %q at first, %q after the restart, kept %q", before[0].Params["since_id"], got, kept)
	}
}

// Trouble at Weibo in the middle of the pages neither ends the program nor loses anything.
func TestTrouble(t *testing.T) {
	w := newWorld(t)
	w.post(1)
	r := w.follow()
	r.WaitFor("post 1\\.")
	r.Stop()
	w.post(120)
	w.Inject(weibotest.Fault{Operation: "statuses/home_timeline", Code: weiboapi.CodeSystemError, Times: 3})
	w.Inject(weibotest.Fault{Operation: "statuses/home_timeline", Status: 502, HTML: true, Times: 3})
	w.Inject(weibotest.Fault{Operation: "statuses/home_timeline", Cut: true, Times: 3})
	r = w.follow()
	r.WaitFor("post 121\\.")
	r.Stop()
	if n := strings.Count(r.String(), "Will look again: "); n != 3 {
		t.Errorf("%d lines about it:\n%s", n, r)
	}
	w.wrote(r.String(), 2, 121)
}

// When the budget is used up nothing more is sent until there is a new one.
func TestLimit(t *testing.T) {
	w := newWorld(t, weibotest.WithBudgets(weibotest.Budgets{User: 5}))
	r := w.follow()
	r.WaitFor(`Will look again: .*used up until`)
	if err := r.Stop(); err != nil {
		t.Error(err)
	}
	if n := len(exampletest.Calls(w.Server, "statuses/home_timeline")); n != 5 {
		t.Errorf("%d calls with a budget of 5", n)
	}
}

// A reason that does not pass ends the program.
func TestRefused(t *testing.T) {
	w := newWorld(t)
	w.Inject(weibotest.Fault{Operation: "statuses/home_timeline", Code: weiboapi.CodeExpiredToken, Times: -1})
	if err := w.follow().Wait(); !errors.Is(err, weibo.ErrTokenExpired) {
		t.Errorf("ended with %v", err)
	}
}

func TestDamagedState(t *testing.T) {
	w := newWorld(t)
	if err := os.WriteFile(w.state, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := run(t.Context(), []string{"-state", w.state}, exampletest.Env(w.Server), io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), w.state) || len(w.Requests()) != 0 {
		t.Errorf("got %v", err)
	}
}
