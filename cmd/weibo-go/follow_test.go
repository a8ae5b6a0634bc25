package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// pipes is a listener whose connections are in memory: virtual time stands still while somebody waits for a real one.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-p.closed:
		return nil, &net.OpError{Op: "dial", Net: "unix", Err: errors.New("nobody is there")}
	}
}

// following is a follower of the timeline of a user in a sandbox in memory, in virtual time.
type following struct {
	follower
	sandbox *weibotest.Sandbox
	stop    func()                                  // takes the sandbox off the network
	publish func(at time.Duration, texts ...string) // later
	begun   time.Time
	texts   []string        // of what was written
	times   []time.Duration // when
	told    strings.Builder
}

func inVirtualTime(t *testing.T, test func(ctx context.Context, f *following), opts ...weibotest.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := &following{sandbox: weibotest.New(opts...), begun: time.Now()}
		p := &pipes{make(chan net.Conn), make(chan struct{})}
		srv := &http.Server{Handler: f.sandbox}
		go srv.Serve(p)
		transport := &http.Transport{DialContext: p.dial}
		f.stop = func() {
			transport.CloseIdleConnections()
			srv.Close()
		}
		client, err := weibo.NewClient(weibo.WithToken(f.sandbox.Token(1404376560)), weibo.WithBaseURL("http://weibo.test"),
			weibo.WithHTTPClient(&http.Client{Transport: transport, Timeout: weibo.DefaultTimeout}), weibo.WithLimiter(weibo.NewLimiter()), weibo.WithoutWaiting())
		if err != nil {
			t.Fatal(err)
		}
		f.publish = func(at time.Duration, texts ...string) {
			time.AfterFunc(at-time.Since(f.begun), func() {
				for _, text := range texts {
					if _, err := client.Statuses.Share(t.Context(), weiboapi.StatusesShareParams{Status: text}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		ctx, cancel := context.WithCancel(t.Context())
		f.follower = follower{
			list: func(since int64) iter.Seq2[*weiboapi.Status, error] {
				return timeline(ctx, client, "user", since, 2)
			},
			write: func(s *weiboapi.Status) error {
				f.texts, f.times = append(f.texts, s.Text), append(f.times, time.Since(f.begun))
				return nil
			},
			explain: func(err error) error { return err },
			notices: &f.told,
			every:   time.Minute,
		}
		test(ctx, f)
		cancel()
		f.stop()
	})
}

// runFor runs the follower for a while.
func (f *following) runFor(ctx context.Context, d time.Duration) error {
	ctx, cancel := context.WithCancel(ctx)
	time.AfterFunc(d, cancel)
	return f.run(ctx)
}

// asked are the times at which the timeline was asked for, from the log of the sandbox.
func (f *following) asked() (times []time.Duration) {
	for _, r := range f.sandbox.Requests() {
		if r.Operation == "statuses/user_timeline" {
			times = append(times, r.Time.Sub(f.begun).Truncate(time.Second))
		}
	}
	return times
}

// TestFollow has statuses that come between two looks, more of them than fit on a page.
func TestFollow(t *testing.T) {
	inVirtualTime(t, func(ctx context.Context, f *following) {
		f.first = 2
		f.publish(0, "a", "b", "c")
		time.Sleep(time.Second)
		f.publish(90*time.Second, "d", "e", "f", "g", "h")
		f.publish(200*time.Second, "i")
		if err := f.runFor(ctx, 10*time.Minute); !errors.Is(err, context.Canceled) || f.told.Len() > 0 {
			t.Errorf("%v, told %s", err, &f.told)
		}
		if want := strings.Split("b c d e f g h i", " "); !slices.Equal(f.texts, want) || f.written != len(want) {
			t.Errorf("%d: %q", f.written, f.texts)
		}
		if at := []time.Duration{time.Second, 121 * time.Second, 241 * time.Second}; f.times[0] != at[0] || f.times[2] != at[1] || f.times[6] != at[1] || f.times[7] != at[2] {
			t.Errorf("written at %v", f.times)
		}
		var since []string
		for _, r := range f.sandbox.Requests() {
			if r.Operation == "statuses/user_timeline" {
				since = append(since, r.Params["since_id"])
			}
		}
		if since[0] != "" || slices.Contains(since[1:], "") {
			t.Errorf("asked for those since %q", since)
		}
	})
}

// TestFollowEmpty begins with a timeline that has nothing.
func TestFollowEmpty(t *testing.T) {
	inVirtualTime(t, func(ctx context.Context, f *following) {
		f.first = 1
		f.publish(30*time.Second, "a", "b", "c")
		if err := f.runFor(ctx, 5*time.Minute); !errors.Is(err, context.Canceled) || strings.Join(f.texts, "") != "abc" {
			t.Errorf("%v, %q", err, f.texts)
		}
		if got := f.command("home"); got != fmt.Sprintf("timeline home --follow --since %d", f.since) || f.since == 0 {
			t.Error(got)
		}
	})
}

// TestFollowWaits has failures that pass. Nothing is lost in them, also if they come between two pages.
func TestFollowWaits(t *testing.T) {
	for name, fault := range map[string]weibotest.Fault{
		"a gateway":      {Status: 502, Times: 7},
		"a page":         {HTML: true, Status: 200, Times: 7},
		"a cut answer":   {Cut: true, Times: 7},
		"too much to do": {Code: 10009, Times: 7},
		"429":            {Status: 429, Times: 7},
		"silence":        {Delay: 2 * time.Minute, Times: 7},
	} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, func(ctx context.Context, f *following) {
				f.publish(0, "a", "b", "c", "d", "e")
				time.Sleep(time.Second)
				fault.Operation = "statuses/user_timeline"
				f.sandbox.Inject(weibotest.Fault{Operation: fault.Operation, Delay: time.Millisecond}) // the first page comes
				f.sandbox.Inject(fault)
				f.publish(2*time.Minute, "f")
				if err := f.runFor(ctx, 30*time.Minute); !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
				if got := strings.Join(f.texts, ""); got != "abcdef" {
					t.Errorf("%s was written", got)
				}
				if told := f.told.String(); !strings.Contains(told, "; the next try is at ") || !strings.HasSuffix(told, "weibo-go: it goes on\n") || strings.Count(told, "\n") != 2 {
					t.Errorf("told:\n%s", told)
				}
			})
		})
	}
}

// TestFollowKeepsToTheBudget has a budget that is used up: there is one call that is refused, and the next one comes when
// Weibo has filled it up.
func TestFollowKeepsToTheBudget(t *testing.T) {
	inVirtualTime(t, func(ctx context.Context, f *following) {
		f.every = 10 * time.Second // 360 calls an hour, of which 150 are allowed
		f.publish(0, "a")
		f.publish(61*time.Minute, "b")
		if err := f.runFor(ctx, 70*time.Minute); !errors.Is(err, context.Canceled) || strings.Join(f.texts, "") != "ab" {
			t.Errorf("%v, %q", err, f.texts)
		}
		inHour := func(at time.Duration) bool { return at < time.Hour }
		asked := f.asked()
		n := slices.IndexFunc(asked, func(at time.Duration) bool { return !inHour(at) })
		if n != 150 || asked[n] != time.Hour+time.Second {
			t.Errorf("%d calls in the first hour, the next one at %v", n, asked[n])
		}
		if told := f.told.String(); !strings.Contains(told, "the calls of the hour are used up; the next one is made at ") || strings.Count(told, "\n") != 2 {
			t.Errorf("told:\n%s", told)
		}
	}, weibotest.WithBudgets(weibotest.Budgets{User: 150}))
}

// TestFollowEnds has failures that no waiting mends.
func TestFollowEnds(t *testing.T) {
	for _, code := range []int{21327, 10014, 20003, 21332} {
		inVirtualTime(t, func(ctx context.Context, f *following) {
			f.sandbox.Inject(weibotest.Fault{Operation: "statuses/user_timeline", Status: 502})
			f.sandbox.Inject(weibotest.Fault{Operation: "statuses/user_timeline", Code: code})
			var refused *weibo.Error
			if err := f.runFor(ctx, time.Hour); !errors.As(err, &refused) || refused.Code != code || f.told.Len() > 0 {
				t.Errorf("%v, told %s", err, &f.told)
			}
		})
	}
}

// TestFollowGone has a Weibo that goes away and does not come back.
func TestFollowGone(t *testing.T) {
	inVirtualTime(t, func(ctx context.Context, f *following) {
		f.publish(0, "a")
		time.AfterFunc(90*time.Second, f.stop)
		if err := f.runFor(ctx, time.Hour); !errors.Is(err, context.Canceled) || len(f.texts) != 1 {
			t.Errorf("%v, %q", err, f.texts)
		}
		if told := f.told.String(); strings.Count(told, "\n") != 1 || !strings.Contains(told, "nobody is there") || !strings.Contains(told, "; the next try is at ") {
			t.Errorf("told:\n%s", told)
		}
	})
}

// TestFollowCommand goes the whole way, in real time.
func TestFollowCommand(t *testing.T) {
	_, srv, _ := signedIn(t)
	seed(t, srv, "1 https://example.com/", "2 https://example.com/", "3 https://example.com/")
	p := start(t, "timeline", "user", "--follow", "--every", "1s", "-n", "2", "--json=text")
	p.stdout.waitFor(t, "3 https")
	newest := seed(t, srv, "4 https://example.com/", "5 https://example.com/")[1]
	p.stdout.waitFor(t, "5 https")
	status := p.stop()
	var lines strings.Builder
	for i := 2; i <= 5; i++ {
		fmt.Fprintf(&lines, `{"text":"%d https://example.com/"}`+"\n", i)
	}
	wantErr := fmt.Sprintf("weibo-go: interrupted after 4\nTo go on: weibo-go timeline user --follow --since %d\n", newest)
	if status != exitInterrupted || p.stdout.String() != lines.String() || p.stderr.String() != wantErr {
		t.Errorf("status %d, %s%s", status, p.stdout, p.stderr)
	}
	if r := last(t, srv); r.Operation != "statuses/user_timeline" || r.Params["count"] != "50" {
		t.Errorf("received %s %v", r.Operation, r.Params)
	}
	ids := seed(t, srv, "6 https://example.com/", "7 https://example.com/")
	want(t, fmt.Sprintf("timeline --since %d --jq .id", newest), exitOK, fmt.Sprintf("%d\n%d\n", ids[1], ids[0]), "")

	p = start(t, "timeline", "user", "-f", "--since", fmt.Sprint(newest))
	p.stdout.waitFor(t, "7 https")
	if p.stop(); strings.Count(p.stdout.String(), "\n") != 2 {
		t.Errorf("%s", p.stdout)
	}
	want(t, "timeline --follow --every 10ms", exitUsage, "", "--every must be at least 1s")
	want(t, "timeline --every 2m", exitUsage, "", "--every goes with --follow")
	want(t, "timeline --since x.y", exitUsage, "", "is no id, mid or address of a status")
	srv.Inject(weibotest.Fault{Operation: "statuses/home_timeline", Code: 21327})
	want(t, "timeline --follow", exitNotSignedIn, "", "the sign-in of the profile default has expired\nSign in with: weibo-go login\n")
}
