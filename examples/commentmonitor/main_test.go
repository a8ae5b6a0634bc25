package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/examples/internal/exampletest"
	"github.com/seed4635ade2/weibo-go/examples/internal/poll"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A world is a Weibo in which the user has posted and others comment.
type world struct {
	*weibotest.Server
	t       *testing.T
	user    *weibo.Client
	friends []*weibo.Client // who comment
	status  int64
	state   string
}

func newWorld(t *testing.T, opts ...weibotest.Option) *world {
	srv := weibotest.NewServer(t, append(opts, weibotest.Checked())...)
	w := &world{Server: srv, t: t, user: srv.Client(), state: filepath.Join(t.TempDir(), "state")}
	for _, u := range srv.Users()[1:3] {
		w.friends = append(w.friends, srv.Client(weibo.WithToken(srv.Token(u.UID))))
	}
	w.status = w.post("猫")
	return w
}

func (w *world) post(text string) int64 {
	w.t.Helper()
	s, err := w.user.Statuses.Update(w.t.Context(), weiboapi.StatusesUpdateParams{Status: text})
	if err != nil {
		w.t.Fatal(err)
	}
	return s.ID
}

// comment lets somebody comment on a status, and returns the id.
func (w *world) comment(who *weibo.Client, status int64, text string) string {
	w.t.Helper()
	c, err := who.Comments.Create(w.t.Context(), weiboapi.CommentsCreateParams{ID: status, Comment: text})
	if err != nil {
		w.t.Fatal(err)
	}
	return c.IDStr
}

// monitor starts the program, which looks all the time.
func (w *world) monitor(args ...string) *exampletest.Running {
	args = append([]string{"-every", "1ms", "-keyword", "price", "-state", w.state}, args...)
	return exampletest.Start(w.t, func(ctx context.Context, out *exampletest.Running) error {
		return run(ctx, args, exampletest.Env(w.Server), out, out)
	})
}

// hasLooked waits for a first look, which takes what is there as old.
func (w *world) hasLooked(r *exampletest.Running) {
	r.Until("a first look", func() bool {
		_, found, err := poll.Position(w.state).Load()
		return found && err == nil
	})
}

// answers are the comments that were answered, with the texts, as Weibo got them.
func (w *world) answers() (all []string) {
	for _, r := range exampletest.Calls(w.Server, "comments/reply") {
		if r.Status == 200 {
			all = append(all, r.Params["cid"]+" "+r.Params["comment"])
		}
	}
	return all
}

func (w *world) want(r *exampletest.Running, answers ...string) {
	w.t.Helper()
	if got := w.answers(); strings.Join(got, "\n") != strings.Join(answers, "\n") {
		w.t.Errorf("answered %q, want %q; written was:\n%s", got, answers, r)
	}
}

func TestWithoutConfiguration(t *testing.T) {
	r := exampletest.Start(t, func(ctx context.Context, out *exampletest.Running) error {
		return run(ctx, []string{"-every", "10ms"}, exampletest.NoEnv, out, out)
	})
	r.WaitFor(`第3只多少钱？\n\d+ is answered`)
	if err := r.Stop(); err != nil || !strings.HasSuffix(r.String(), "Ended.\n") {
		t.Errorf("%v\n%s", err, r)
	}
}

// Each comment is answered once, over a restart too, and only those with the keyword, by others, since the program began.
func TestAnswer(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.friends[0], w.friends[1]
	w.comment(alice, w.status, "price? (old)")
	r := w.monitor("-reply", "{name}, the price is 1")
	w.hasLooked(r)
	w.comment(alice, w.status, "nice")
	a := w.comment(alice, w.status, "price?")
	b := w.comment(bob, w.post("二"), "what price?")
	r.WaitFor(b + " is answered")
	if err := r.Stop(); err != nil {
		t.Error(err)
	}
	c := w.comment(alice, w.status, "price again?")
	r = w.monitor("-reply", "{name}, the price is 1")
	r.WaitFor(c + " is answered")
	r.Stop()
	name := func(i int) string { return w.Users()[i].ScreenName }
	w.want(r, a+" "+name(1)+", the price is 1", b+" "+name(2)+", the price is 1", c+" "+name(1)+", the price is 1")
	for _, call := range exampletest.Calls(w.Server, "comments/reply") {
		if call.Params["rip"] != exampletest.RemoteIP {
			t.Errorf("the address of the user was %q", call.Params["rip"])
		}
	}
}

// Without an answer it only reports.
func TestReport(t *testing.T) {
	w := newWorld(t)
	r := w.monitor()
	w.hasLooked(r)
	a := w.comment(w.friends[0], w.status, "price?")
	r.WaitFor(a + " 示例小猫: price\\?")
	r.Stop()
	w.want(r)
}

// The list of one status has the answers of the user, which are not to be answered.
func TestOneStatus(t *testing.T) {
	w := newWorld(t)
	other := w.post("二")
	r := w.monitor("-status", strconv.FormatInt(w.status, 10), "-reply", "the price is 1, {name}")
	w.hasLooked(r)
	w.comment(w.friends[0], other, "price of this?")
	a := w.comment(w.friends[0], w.status, "price?")
	r.WaitFor(a + " is answered")
	b := w.comment(w.friends[1], w.status, "price?")
	r.WaitFor(b + " is answered")
	r.Stop()
	w.want(r, a+" the price is 1, "+w.Users()[1].ScreenName, b+" the price is 1, "+w.Users()[2].ScreenName)
}

// What was deleted between reading and answering is passed over; a status that is gone ends the program that watches it.
func TestDeleted(t *testing.T) {
	for name, code := range map[string]int{"comment": weiboapi.CodeNoSuchComment, "status": weiboapi.CodeNoSuchStatus} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Inject(weibotest.Fault{Operation: "comments/reply", Code: code})
			r := w.monitor("-reply", "{name}: 1")
			w.hasLooked(r)
			a := w.comment(w.friends[0], w.status, "price?")
			r.WaitFor(a + " or its status was deleted")
			b := w.comment(w.friends[1], w.status, "price?")
			r.WaitFor(b + " is answered")
			r.Stop()
			w.want(r, b+" "+w.Users()[2].ScreenName+": 1")
		})
	}
	w := newWorld(t)
	r := w.monitor("-status", strconv.FormatInt(w.status, 10))
	w.hasLooked(r)
	if _, err := w.user.Statuses.Destroy(t.Context(), weiboapi.StatusesDestroyParams{ID: w.status}); err != nil {
		t.Fatal(err)
	}
	if err := r.Wait(); !errors.Is(err, weibo.ErrNotFound) {
		t.Errorf("ended with %v", err)
	}
}

// An answer that arrived although nothing came back is none to give again.
func TestLostAnswer(t *testing.T) {
	w := newWorld(t)
	w.Inject(weibotest.Fault{Operation: "comments/reply", Cut: true})
	r := w.monitor("-reply", "{name}: 1")
	w.hasLooked(r)
	a := w.comment(w.friends[0], w.status, "price?")
	r.WaitFor(a + ": the last answer was the same")
	r.Stop()
	list, err := w.user.Comments.ByMe(t.Context(), weiboapi.CommentsByMeParams{})
	if err != nil || len(list.Comments) != 1 {
		t.Errorf("%d comments, %v", len(list.Comments), err)
	}
}

// Trouble at Weibo does not end the program, and the comment is reported and answered once.
func TestTrouble(t *testing.T) {
	w := newWorld(t)
	for _, operation := range []string{"comments/to_me", "comments/reply"} {
		w.Inject(weibotest.Fault{Operation: operation, HTML: true, Times: 3})
	}
	r := w.monitor("-reply", "{name}: 1")
	w.hasLooked(r)
	a := w.comment(w.friends[0], w.status, "price?")
	r.WaitFor(a + " is answered")
	r.Stop()
	w.want(r, a+" "+w.Users()[1].ScreenName+": 1")
	if again, lines := strings.Count(r.String(), "Will look again: "), strings.Count(r.String(), "price?"); again != 2 || lines != 1 {
		t.Errorf("looked again %d times, reported %d times:\n%s", again, lines, r)
	}
}

// A text that Weibo does not take keeps nobody else from an answer.
func TestContent(t *testing.T) {
	w := newWorld(t)
	w.Inject(weibotest.Fault{Operation: "comments/reply", Code: weiboapi.CodeIllegalContent})
	r := w.monitor("-reply", "{name}: 1")
	w.hasLooked(r)
	a := w.comment(w.friends[0], w.status, "price?")
	r.WaitFor(a + " is not answered: .*20021")
	b := w.comment(w.friends[1], w.status, "price?")
	r.WaitFor(b + " is answered")
	r.Stop()
	w.want(r, b+" "+w.Users()[2].ScreenName+": 1")
}

// When the budget for answers is used up nothing more is sent, and the comment is answered when there is a new one: here by a
// new run, whose limiter knows nothing, after an hour of Weibo's.
func TestLimit(t *testing.T) {
	w := newWorld(t, weibotest.WithBudgets(weibotest.Budgets{Operations: map[string]int{"comments/reply": 1}}))
	r := w.monitor("-reply", "{name}: 1")
	w.hasLooked(r)
	a := w.comment(w.friends[0], w.status, "price?")
	r.WaitFor(a + " is answered")
	b := w.comment(w.friends[1], w.status, "price?")
	r.WaitFor("Will look again: .*used up until")
	if err := r.Stop(); err != nil {
		t.Error(err)
	}
	w.want(r, a+" "+w.Users()[1].ScreenName+": 1")
	if n := len(exampletest.Calls(w.Server, "comments/reply")); n > 2 { // one that was refused may be how the limiter learned
		t.Errorf("%d calls", n)
	}
	w.Advance(time.Hour)
	r = w.monitor("-reply", "{name}: 1")
	r.WaitFor(b + " is answered")
	r.Stop()
	w.want(r, a+" "+w.Users()[1].ScreenName+": 1", b+" "+w.Users()[2].ScreenName+": 1")
}

// Many comments come in pages, and are dealt with in their order.
func TestPages(t *testing.T) {
	w := newWorld(t)
	r := w.monitor()
	w.hasLooked(r)
	r.Stop()
	var want []string
	for i := range 120 {
		want = append(want, w.comment(w.friends[i%2], w.status, fmt.Sprintf("price %d?", i)))
	}
	r = w.monitor()
	r.WaitFor("price 119")
	r.Stop()
	rest := r.String()
	for _, id := range want {
		before, after, ok := strings.Cut(rest, id+" ")
		if !ok || strings.Contains(before, "price") && !strings.HasSuffix(before, "\n") || strings.Contains(after, id+" ") {
			t.Fatalf("%s is not there once and in its place:\n%s", id, r)
		}
		rest = after
	}
}
