package weibo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

func showAt(ctx context.Context, c *weibo.Client, opts ...weibo.Option) error {
	params := weiboapi.StatusesShowParams{ID: 1}
	var err error
	if len(opts) == 0 {
		_, err = c.Statuses.Show(ctx, params)
	} else {
		_, err = c.Statuses.Show(ctx, params, opts[0])
	}
	return err
}

func rateLimits(t *testing.T, c *weibo.Client) {
	t.Helper()
	if _, err := c.Account.RateLimitStatus(t.Context(), weiboapi.AccountRateLimitStatusParams{}); err != nil {
		t.Fatal(err)
	}
}

// left is an answer of account/rate_limit_status.
func left(user, ip, seconds int, apis ...string) string {
	return fmt.Sprintf(`{"ip_limit":1000,"limit_time_unit":"HOURS","remaining_ip_hits":%d,"remaining_user_hits":%d,"reset_time":"2000-01-01 09:00:00",`+
		`"reset_time_in_seconds":%d,"user_limit":150,"api_rate_limits":[%s]}`, ip, user, seconds, strings.Join(apis, ","))
}

func api(path, unit string, left int) string {
	return fmt.Sprintf(`{"api":%q,"limit":30,"limit_time_unit":%q,"remaining_hits":%d}`, path, unit, left)
}

// withStatus answers account/rate_limit_status with a text, and the rest otherwise.
func withStatus(status string, rest http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		if strings.HasSuffix(req.URL.Path, "rate_limit_status.json") {
			says(200, jsonType, status)(w, req)
			return
		}
		rest(w, req)
	}
}

// blocked tells whether a call fails for want of a budget, without being sent.
func blocked(t *testing.T, err error) *weibo.LimitError {
	t.Helper()
	var e *weibo.LimitError
	if !errors.As(err, &e) || !errors.Is(err, weibo.ErrRateLimited) {
		t.Errorf("got %v, want a LimitError", err)
		return new(weibo.LimitError)
	}
	return e
}

// In the tests the virtual time starts at a full hour, which is when budgets are reset: the next reset is an hour away.
const untilReset = time.Hour + time.Second

func TestRefusalIsWaitedFor(t *testing.T) {
	for _, code := range []int{10022, 10023, 10024} {
		inBubble(t, inTurn(refuses(403, code), fine), func(t *testing.T, s *timed) {
			if err := showAt(t.Context(), s.client); err != nil {
				t.Fatal(err)
			}
			if got := s.waits(); len(got) != 1 || got[0] != untilReset {
				t.Errorf("waited %v, want %v", got, untilReset)
			}
		}, weibo.WithLimiter(weibo.NewLimiter()))
	}
}

// A write that was refused is not sent again, but the next one waits.
func TestRefusedWriteIsNotSentAgain(t *testing.T) {
	inBubble(t, inTurn(refuses(403, 10024), fine), func(t *testing.T, s *timed) {
		if err := share(s.client); !errors.Is(err, weibo.ErrRateLimited) || len(s.times) != 1 {
			t.Fatalf("got %v after %d requests", err, len(s.times))
		}
		if err := share(s.client); err != nil {
			t.Fatal(err)
		}
		if got := s.waits(); got[0] != untilReset {
			t.Errorf("waited %v, want %v", got, untilReset)
		}
	}, weibo.WithLimiter(weibo.NewLimiter()))
}

// TestScope is about whom a used up budget stops.
func TestScope(t *testing.T) {
	otherUser, otherIP := weibo.WithToken("2.00other"), weibo.WithRemoteIP("211.156.0.9")
	for code, want := range map[int]map[string]bool{ // whether it stops
		10022: {"same": true, "other user": true, "other IP": false, "other endpoint": true, "commercial": false},
		10023: {"same": true, "other user": false, "other IP": true, "other endpoint": true, "commercial": true},
		10024: {"same": true, "other user": false, "other IP": true, "other endpoint": false, "commercial": false},
	} {
		inBubble(t, inTurn(refuses(403, code), says(200, jsonType, `{"uid":1}`)), func(t *testing.T, s *timed) {
			if err := showAt(t.Context(), s.client); !errors.Is(err, weibo.ErrRateLimited) {
				t.Fatal(err)
			}
			second := s.another(t) // several clients share the limiter
			calls := map[string]func() error{
				"same":       func() error { return showAt(t.Context(), second) },
				"other user": func() error { return showAt(t.Context(), second, otherUser) },
				"other IP":   func() error { return showAt(t.Context(), second, otherIP) },
				"other endpoint": func() error {
					_, err := second.Account.GetUID(t.Context(), weiboapi.AccountGetUIDParams{})
					return err
				},
				"commercial": func() error {
					return second.Call(t.Context(), weibo.Request{Host: "c.api.weibo.com", Path: "users/show"}, nil)
				},
			}
			for name, call := range calls {
				if err := call(); want[name] {
					blocked(t, err)
				} else if err != nil {
					t.Errorf("%d, %s: %v", code, name, err)
				}
			}
		}, weibo.WithLimiter(weibo.NewLimiter()), weibo.WithoutWaiting())
	}
}

func TestFiguresOfWeibo(t *testing.T) {
	tests := map[string]struct {
		status string
		kind   string
		calls  int // that pass
		wait   time.Duration
	}{
		"user":          {left(2, 900, 600), "user", 2, 601 * time.Second},
		"IP":            {left(100, 3, 600), "ip", 3, 601 * time.Second},
		"endpoint":      {left(100, 900, 600, api("/statuses/show", "HOURS", 1)), "/statuses/show", 1, 601 * time.Second},
		"minutes":       {left(100, 900, 600, api("/statuses/show", "MINUTES", 0), api("/statuses/show", "HOURS", 5)), "/statuses/show", 0, 61 * time.Second},
		"days":          {left(100, 900, 600, api("/statuses/show", "HOURS", 5), api("/statuses/show", "DAYS", 4)), "/statuses/show", 4, 601 * time.Second},
		"without reset": {left(0, 900, 0), "user", 0, untilReset},
	}
	for name, tt := range tests {
		inBubble(t, withStatus(tt.status, fine), func(t *testing.T, s *timed) {
			rateLimits(t, s.client)
			for range tt.calls {
				if err := showAt(t.Context(), s.client, weibo.WithoutWaiting()); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			e := blocked(t, showAt(t.Context(), s.client, weibo.WithoutWaiting()))
			if e.Budget != tt.kind || time.Until(e.Reset) != tt.wait {
				t.Errorf("%s: budget %s until %v, want %s and %v", name, e.Budget, time.Until(e.Reset), tt.kind, tt.wait)
			}
			start := time.Now()
			if err := showAt(t.Context(), s.client); err != nil || time.Since(start) != tt.wait {
				t.Errorf("%s: waited %v, %v, want %v", name, time.Since(start), err, tt.wait)
			}
		}, weibo.WithLimiter(weibo.NewLimiter()))
	}
}

// What the answer does not say is no budget of zero.
func TestFiguresThatAreMissing(t *testing.T) {
	inBubble(t, withStatus(`{"reset_time_in_seconds":600,"api_rate_limits":[null,{"api":"/statuses/show"}]}`, fine), func(t *testing.T, s *timed) {
		rateLimits(t, s.client)
		if err := showAt(t.Context(), s.client); err != nil || len(s.times) != 2 {
			t.Errorf("got %v", err)
		}
	}, weibo.WithLimiter(weibo.NewLimiter()), weibo.WithoutWaiting())
}

// Weibo was seen to refuse calls while its figures showed some left.
func TestRefusalOutweighsFigures(t *testing.T) {
	inBubble(t, withStatus(left(150, 1000, 600), inTurn(refuses(403, 10023), fine)), func(t *testing.T, s *timed) {
		if err := showAt(t.Context(), s.client, weibo.WithoutWaiting()); !errors.Is(err, weibo.ErrRateLimited) {
			t.Fatal(err)
		}
		rateLimits(t, s.client) // is not stopped itself, and tells when the reset is
		if e := blocked(t, showAt(t.Context(), s.client, weibo.WithoutWaiting())); time.Until(e.Reset) != 601*time.Second {
			t.Errorf("the reset is in %v", time.Until(e.Reset))
		}
		if err := showAt(t.Context(), s.client); err != nil {
			t.Error(err)
		}
		if w := s.waits(); w[len(w)-1] != 601*time.Second {
			t.Errorf("waited %v", w)
		}
	}, weibo.WithLimiter(weibo.NewLimiter()))
}

func TestWaitsForALimitEnd(t *testing.T) {
	limited := withStatus(left(0, 900, 600), fine)
	test := func(name string, max time.Duration, call func(*timed) error, want time.Duration, is error) {
		l := weibo.NewLimiter()
		l.MaxWait = max
		inBubble(t, limited, func(t *testing.T, s *timed) {
			rateLimits(t, s.client)
			start := time.Now()
			err := call(s)
			if !errors.Is(err, is) || time.Since(start) != want || len(s.times) != 1 {
				t.Errorf("%s: got %v after %v and %d requests", name, err, time.Since(start), len(s.times))
			}
		}, weibo.WithLimiter(l))
	}
	test("a cap", time.Minute, func(s *timed) error { return showAt(context.Background(), s.client) }, 0, weibo.ErrRateLimited)
	test("no waiting", 0, func(s *timed) error { return showAt(context.Background(), s.client, weibo.WithoutWaiting()) }, 0, weibo.ErrRateLimited)
	test("a deadline", 0, func(s *timed) error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		return showAt(ctx, s.client)
	}, 0, weibo.ErrRateLimited)
	test("a cancelled context", 0, func(s *timed) error {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(time.Minute, cancel)
		return showAt(ctx, s.client)
	}, time.Minute, context.Canceled)
}

func TestLimitError(t *testing.T) {
	inBubble(t, inTurn(refuses(403, 10023), fine), func(t *testing.T, s *timed) {
		const want = "weibo: statuses/show: the budget of calls (user) is used up until 2000-01-01T01:00:01Z"
		showAt(t.Context(), s.client)
		if err := showAt(t.Context(), s.client); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}, weibo.WithLimiter(weibo.NewLimiter()), weibo.WithoutWaiting())
}

// A refused read whose budget comes back too late says what Weibo said, and why it was not repeated.
func TestRefusalAndCap(t *testing.T) {
	l := weibo.NewLimiter()
	l.MaxWait = time.Minute
	inBubble(t, inTurn(refuses(403, 10023), fine), func(t *testing.T, s *timed) {
		err := showAt(t.Context(), s.client)
		var e *weibo.Error
		var stopped *weibo.RetryError
		if blocked(t, err); !errors.As(err, &e) || e.Code != 10023 || !errors.As(err, &stopped) || len(s.times) != 1 {
			t.Errorf("got %v", err)
		}
	}, weibo.WithLimiter(l))
}

func TestLimiterAsks(t *testing.T) {
	l := weibo.NewLimiter()
	l.AskEvery = 10 * time.Minute
	inBubble(t, withStatus(left(2, 900, 1800), fine), func(t *testing.T, s *timed) {
		for range 2 {
			if err := showAt(t.Context(), s.client); err != nil {
				t.Fatal(err)
			}
		}
		blocked(t, showAt(t.Context(), s.client))
		if err := showAt(t.Context(), s.client, weibo.WithToken("2.00other")); err != nil { // another user, another question
			t.Fatal(err)
		}
		time.Sleep(10 * time.Minute)
		if err := showAt(t.Context(), s.client); err != nil { // asked again
			t.Fatal(err)
		}
		var paths []string
		for _, r := range s.all() {
			paths = append(paths, strings.TrimSuffix(r.Path[strings.LastIndex(r.Path, "/")+1:], ".json"))
		}
		const want = "rate_limit_status show show rate_limit_status show rate_limit_status show"
		if got := strings.Join(paths, " "); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}, weibo.WithLimiter(l), weibo.WithoutWaiting())
}

// A limiter that gets no answer does not stop anything, nor does it ask over and over.
func TestLimiterAsksInVain(t *testing.T) {
	l := weibo.NewLimiter()
	l.AskEvery = time.Minute
	var asked atomic.Int64
	inBubble(t, func(w http.ResponseWriter, req *http.Request) {
		if strings.HasSuffix(req.URL.Path, "rate_limit_status.json") {
			asked.Add(1)
			badGateway(w, req)
			return
		}
		fine(w, req)
	}, func(t *testing.T, s *timed) {
		for range 5 {
			if err := showAt(t.Context(), s.client); err != nil {
				t.Error(err)
			}
		}
		if asked.Load() != 1 {
			t.Errorf("asked %d times", asked.Load())
		}
	}, weibo.WithLimiter(l))
}

// Parameters that cannot be sent fail at once, without taking anything from a budget.
func TestBadParametersDoNotWait(t *testing.T) {
	inBubble(t, withStatus(left(1, 900, 600), fine), func(t *testing.T, s *timed) {
		rateLimits(t, s.client)
		for range 3 {
			var bad *weibo.ParamsError
			if _, err := s.client.Statuses.Show(t.Context(), weiboapi.StatusesShowParams{}); !errors.As(err, &bad) {
				t.Errorf("got %v", err)
			}
		}
		if err := showAt(t.Context(), s.client, weibo.WithoutWaiting()); err != nil {
			t.Error(err)
		}
	}, weibo.WithLimiter(weibo.NewLimiter()))
}

func TestLimiterIsOffByDefault(t *testing.T) {
	srv := record(t, withStatus(left(0, 0, 600), fine))
	c := srv.client(t)
	rateLimits(t, c)
	if _, err := show(c); err != nil {
		t.Error(err)
	}
	c = srv.client(t, weibo.WithLimiter(weibo.NewLimiter()), weibo.WithoutWaiting())
	rateLimits(t, c)
	if _, err := c.Statuses.Show(t.Context(), weiboapi.StatusesShowParams{ID: 1}, weibo.WithLimiter(nil)); err != nil {
		t.Error(err)
	}
	_, err := show(c)
	blocked(t, err)
}

func TestLimiterIsExactUnderLoad(t *testing.T) {
	srv := record(t, withStatus(left(10, 900, 600), fine))
	l := weibo.NewLimiter()
	rateLimits(t, srv.client(t, weibo.WithLimiter(l)))
	var passed atomic.Int64
	var all sync.WaitGroup
	for range 4 {
		c := srv.client(t, weibo.WithLimiter(l), weibo.WithoutWaiting())
		for range 10 {
			all.Go(func() {
				if _, err := show(c); err == nil {
					passed.Add(1)
				}
			})
		}
	}
	all.Wait()
	if passed.Load() != 10 || len(srv.all()) != 11 {
		t.Errorf("%d calls passed, %d requests", passed.Load(), len(srv.all()))
	}
}

// A listening limiter notes what the client tells it.
type listening struct {
	mu    sync.Mutex
	heard []string
	seen  []weibo.LimitedCall
}

func (l *listening) note(what string, call weibo.LimitedCall) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard, l.seen = append(l.heard, what+" "+call.Operation), append(l.seen, call)
}

func (l *listening) Wait(_ context.Context, call weibo.LimitedCall) error {
	l.note("wait", call)
	return nil
}

func (l *listening) Update(call weibo.LimitedCall, status *weiboapi.RateLimitStatus) {
	l.note(fmt.Sprint("update ", status.RemainingUserHits), call)
}

func (l *listening) Refused(call weibo.LimitedCall, code int) {
	l.note(fmt.Sprint("refused ", code), call)
}

func TestLimiterOfOnesOwn(t *testing.T) {
	l := new(listening)
	srv := record(t, withStatus(left(7, 900, 600), inTurn(refuses(403, 10022), fine, refuses(400, 20101))))
	c := srv.client(t, weibo.WithLimiter(l), fast, weibo.WithRemoteIP("211.156.0.1"))
	if _, err := show(c); err != nil {
		t.Fatal(err)
	}
	show(c)
	rateLimits(t, c)
	want := "wait statuses/show; refused 10022 statuses/show; wait statuses/show; wait statuses/show; wait account/rate_limit_status; update 7 account/rate_limit_status"
	if got := strings.Join(l.heard, "; "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, call := range l.seen {
		if call.User == "" || strings.Contains(fmt.Sprintf("%+v", call), secret) || call.RemoteIP != "211.156.0.1" || call.Host != "api.weibo.com" {
			t.Errorf("got %+v", call)
		}
	}
	if status, err := l.seen[0].Status(t.Context()); err != nil || status.UserLimit != 150 {
		t.Errorf("got %v, %v", status, err)
	}
}
