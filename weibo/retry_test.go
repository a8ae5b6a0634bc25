package weibo_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"golang.org/x/oauth2"
)

// fast repeats without noticeable waits.
var fast = weibo.WithRetry(weibo.Retry{Base: 1})

// inTurn answers each request with the next answer, and with the last one from then on.
func inTurn(answers ...http.HandlerFunc) http.HandlerFunc {
	var n atomic.Int64
	return func(w http.ResponseWriter, req *http.Request) {
		i := min(int(n.Add(1)), len(answers))
		answers[i-1](w, req)
	}
}

var (
	fine        = says(200, jsonType, `{"id":1,"text":"a"}`)
	badGateway  = says(502, "text/html", "<html>502 Bad Gateway</html>")
	systemError = says(200, jsonType, `{"error":"System error","error_code":10001}`)
)

func refuses(status, code int) http.HandlerFunc {
	return says(status, jsonType, fmt.Sprintf(`{"error":"no","error_code":%d}`, code))
}

func aborts(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func cuts(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	io.WriteString(w, `{"id":1,`)
}

func share(c *weibo.Client, opts ...weibo.Option) error {
	return sharePicture(context.Background(), c, nil, opts...)
}

func sharePicture(ctx context.Context, c *weibo.Client, pic *weibo.Picture, opts ...weibo.Option) error {
	params := weiboapi.StatusesShareParams{Status: "a", Pic: pic}
	var err error
	switch len(opts) { // the options of calls are of another type than a slice of ours
	case 0:
		_, err = c.Statuses.Share(ctx, params)
	case 1:
		_, err = c.Statuses.Share(ctx, params, opts[0])
	default:
		_, err = c.Statuses.Share(ctx, params, opts[0], opts[1])
	}
	return err
}

// Whatever may pass is tried again.
func TestReadsAreRepeated(t *testing.T) {
	for name, first := range map[string]http.HandlerFunc{
		"HTTP 502":    badGateway,
		"HTTP 500":    says(500, "", ""),
		"HTTP 503":    says(503, "text/html", "<html>"),
		"HTTP 429":    says(429, "", ""),
		"HTML":        says(200, "text/html", "\n<!DOCTYPE html><html>maintenance"),
		"connection":  aborts,
		"cut answer":  cuts,
		"code 10001":  systemError,
		"code 10009":  refuses(403, 10009),
		"code 20014":  refuses(400, 20014),
		"code 987654": refuses(503, 987654),
	} {
		t.Run(name, func(t *testing.T) {
			srv := record(t, inTurn(first, fine))
			got, err := show(srv.client(t, fast))
			if err != nil || got.ID != 1 || len(srv.all()) != 2 {
				t.Errorf("got %v, %v after %d requests", got, err, len(srv.all()))
			}
			// The reason is in the error, if the next attempt fails as well.
			srv = record(t, inTurn(first, refuses(403, 21327)))
			_, err = show(srv.client(t, fast))
			var e *weibo.RetryError
			if !errors.As(err, &e) || len(e.Attempts) != 2 || e.Attempts[0].Reason != name || e.Attempts[1].Reason != "code 21327" {
				t.Errorf("got %+v", err)
			}
			if !errors.Is(err, weibo.ErrTokenExpired) {
				t.Errorf("%v is not about the last attempt", err)
			}
		})
	}
}

// What will not pass is not tried again.
func TestReadsAreNotRepeatedInVain(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"no such status":              refuses(400, 20101),
		"expired token":               refuses(403, 21327),
		"accepted, but delayed":       refuses(200, 20032),
		"the same in a 500":           refuses(500, 20032),
		"no budget, without limiter":  refuses(403, 10023),
		"a code goes before a status": refuses(500, 20019),
		"an unknown code":             refuses(400, 987654),
		"HTTP 403":                    says(403, "", ""),
		"HTTP 404 with HTML":          says(404, "text/html", "<html>"),
		"a redirect":                  says(302, "text/html", "<html>"),
		"cut JSON":                    says(200, jsonType, `{"id":1,"text":"a`),
		"too much":                    says(200, jsonType, `{"text":"`+strings.Repeat("a", 2000)+`"}`),
	} {
		t.Run(name, func(t *testing.T) {
			srv := record(t, answer)
			_, err := show(srv.client(t, fast, weibo.WithMaxBody(1000)))
			var e *weibo.Error
			var repeated *weibo.RetryError
			if !errors.As(err, &e) || errors.As(err, &repeated) || len(srv.all()) != 1 {
				t.Errorf("got %v after %d requests", err, len(srv.all()))
			}
		})
	}
}

func TestOnceIsOnce(t *testing.T) {
	srv := record(t, refuses(400, 20014))
	if _, err := show(srv.client(t, weibo.WithRetry(weibo.Retry{Attempts: 9, Base: 1}))); err == nil || len(srv.all()) != 2 {
		t.Errorf("got %v after %d requests", err, len(srv.all()))
	}
}

func TestRetryError(t *testing.T) {
	srv := record(t, inTurn(badGateway, cuts, refuses(500, 10001)))
	_, err := show(srv.client(t, fast))
	var e *weibo.RetryError
	if !errors.As(err, &e) || e.Operation != "statuses/show" || len(e.Attempts) != 3 || e.Stopped != nil {
		t.Fatalf("got %+v", err)
	}
	const want = "weibo: statuses/show: after 3 attempts: no (code 10001, HTTP 500); before it: HTTP 502, cut answer"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	var first, last *weibo.Error
	if !errors.As(e.Attempts[0].Err, &first) || first.StatusCode != 502 || !errors.As(err, &last) || last.Code != 10001 || !errors.Is(err, weibo.ErrServer) {
		t.Errorf("got %v and %v", first, last)
	}
}

func TestAttempts(t *testing.T) {
	for attempts, want := range map[int]int{0: 3, 1: 1, 2: 2, 5: 5} {
		srv := record(t, badGateway)
		_, err := show(srv.client(t, weibo.WithRetry(weibo.Retry{Attempts: attempts, Base: 1})))
		if err == nil || len(srv.all()) != want {
			t.Errorf("%d attempts: %v after %d requests", attempts, err, len(srv.all()))
		}
	}
}

func TestWritesAreNotRepeated(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{"HTTP 502": badGateway, "a code": systemError, "no answer": aborts, "a cut answer": cuts} {
		srv := record(t, inTurn(answer, fine))
		if err := share(srv.client(t, fast)); err == nil || len(srv.all()) != 1 {
			t.Errorf("%s: got %v after %d requests", name, err, len(srv.all()))
		}
	}
}

func TestWriteRetries(t *testing.T) {
	content := jpeg(100_000)
	path := writeFile(t, "cat.jpg", content)
	for name, tt := range map[string]struct {
		pic    *weibo.Picture
		answer http.HandlerFunc
		posts  int
		fails  bool
	}{
		"text":                     {nil, inTurn(badGateway, aborts, fine), 3, false},
		"a file":                   {weibo.PictureFile(path), inTurn(systemError, badGateway, fine), 3, false},
		"a reader":                 {weibo.PictureReader(strings.NewReader(string(content))), inTurn(badGateway, fine), 1, true},
		"accepted, but delayed":    {nil, refuses(200, 20032), 1, true},
		"delayed in a 500":         {weibo.PictureFile(path), refuses(500, 20032), 1, true},
		"a repetition of the text": {nil, inTurn(aborts, refuses(400, 20019)), 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			srv := record(t, tt.answer)
			err := sharePicture(t.Context(), srv.client(t, fast), tt.pic, weibo.WithWriteRetries())
			if (err != nil) != tt.fails || len(srv.all()) != tt.posts {
				t.Errorf("got %v after %d requests", err, len(srv.all()))
			}
			for i, got := range srv.all() {
				if got.Form.Get("status") != "a" || tt.pic != nil && string(got.File) != string(content) {
					t.Errorf("request %d: %v with %d bytes", i, got.Form, len(got.File))
				}
			}
		})
	}
}

// counting is a source of a new token each time.
type counting struct{ n atomic.Int64 }

func (c *counting) Token() (*oauth2.Token, error) {
	return &oauth2.Token{AccessToken: fmt.Sprint("2.00token", c.n.Add(1))}, nil
}

func TestEachAttemptHasItsToken(t *testing.T) {
	srv := record(t, inTurn(badGateway, fine))
	if _, err := show(srv.client(t, fast, weibo.WithTokenSource(new(counting)))); err != nil {
		t.Fatal(err)
	}
	if a, b := srv.all()[0].Header.Get("Authorization"), srv.all()[1].Header.Get("Authorization"); a == b {
		t.Errorf("both attempts had %s", a)
	}
}

func TestResponseOfTheLastAttempt(t *testing.T) {
	var r weibo.Response
	srv := record(t, inTurn(badGateway, fine))
	if _, err := show(srv.client(t, fast, weibo.WithResponse(&r))); err != nil || r.StatusCode != 200 {
		t.Errorf("got %v and %d", err, r.StatusCode)
	}
	srv = record(t, inTurn(badGateway, aborts))
	if _, err := show(srv.client(t, fast, weibo.WithResponse(&r))); err == nil || r.StatusCode != 0 || r.Body != nil {
		t.Errorf("got %v and %d", err, r.StatusCode)
	}
}

// pipes is a listener whose connections are in memory. Tests in virtual time need it: time does not move on while somebody
// waits for a real connection.
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

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// A timed server runs in virtual time.
type timed struct {
	recorder
	client *weibo.Client
	opts   []weibo.Option
	times  []time.Duration // of the requests, since the start
}

// inBubble runs a test in virtual time, with a server in memory.
func inBubble(t *testing.T, answer http.HandlerFunc, test func(*testing.T, *timed), opts ...weibo.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		s := new(timed)
		s.answer = func(w http.ResponseWriter, req *http.Request) {
			s.mu.Lock()
			s.times = append(s.times, time.Since(start))
			s.mu.Unlock()
			answer(w, req)
		}
		p := &pipes{make(chan net.Conn), make(chan struct{})}
		srv := &http.Server{Handler: &s.recorder}
		go srv.Serve(p)
		transport := &http.Transport{DialContext: p.dial}
		t.Cleanup(func() {
			transport.CloseIdleConnections()
			srv.Close()
		})
		s.opts = append([]weibo.Option{weibo.WithToken(secret), weibo.WithBaseURL("http://weibo.test"), weibo.WithHTTPClient(&http.Client{Transport: transport})}, opts...)
		s.client = s.another(t)
		test(t, s)
	})
}

// another returns one more client of the server.
func (s *timed) another(t *testing.T, opts ...weibo.Option) *weibo.Client {
	t.Helper()
	c, err := weibo.NewClient(append(s.opts[:len(s.opts):len(s.opts)], opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// waits are the times between the requests.
func (s *timed) waits() (w []time.Duration) {
	for i := 1; i < len(s.times); i++ {
		w = append(w, s.times[i]-s.times[i-1])
	}
	return w
}

func TestWaitsGrow(t *testing.T) {
	var longest [4]time.Duration
	for range 200 {
		inBubble(t, badGateway, func(t *testing.T, s *timed) {
			if _, err := show(s.client); err == nil || len(s.times) != 5 {
				t.Fatalf("got %v after %d requests", err, len(s.times))
			}
			for i, w := range s.waits() {
				longest[i] = max(longest[i], w)
			}
		}, weibo.WithRetry(weibo.Retry{Attempts: 5, Base: time.Second, MaxWait: 3 * time.Second}))
	}
	for i, most := range []time.Duration{1, 2, 3, 3} {
		most *= time.Second
		if longest[i] > most || longest[i] < most*8/10 { // 200 tries are all below 8 tenths once in 10^19
			t.Errorf("wait %d: %v at most, want %v", i, longest[i], most)
		}
	}
}

func retryAfter(value string) http.HandlerFunc {
	return inTurn(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Retry-After", value)
		badGateway(w, req)
	}, fine)
}

func TestRetryAfter(t *testing.T) {
	// Virtual time starts at midnight UTC of 2000-01-01.
	for value, want := range map[string]time.Duration{
		"7":                                   7 * time.Second,
		"Sat, 01 Jan 2000 00:00:09 GMT":       9 * time.Second,
		"3600":                                20 * time.Second, // the longest wait
		"99999999999999999":                   20 * time.Second,
		"Fri, 31 Dec 2100 23:59:59 GMT":       20 * time.Second,
		"-5":                                  0,
		"0":                                   0,
		"Sat, 01 Jan 1990 00:00:09 GMT":       0,
		"soon":                                0,
		"99999999999999999999999999999999999": 0,
	} {
		inBubble(t, retryAfter(value), func(t *testing.T, s *timed) {
			if _, err := show(s.client); err != nil {
				t.Fatal(err)
			}
			if got := s.waits()[0].Truncate(time.Second); got != want {
				t.Errorf("Retry-After %s: waited %v, want %v", value, got, want)
			}
		}, weibo.WithRetry(weibo.Retry{Base: time.Millisecond, MaxWait: 20 * time.Second}))
	}
}

func TestBudgetOfTime(t *testing.T) {
	inBubble(t, func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Retry-After", "10")
		badGateway(w, req)
	}, func(t *testing.T, s *timed) {
		_, err := show(s.client)
		if err == nil || len(s.times) != 3 || time.Duration(s.times[2]) != 20*time.Second {
			t.Errorf("got %v after requests at %v", err, s.times)
		}
	}, weibo.WithRetry(weibo.Retry{Attempts: 100, Base: 1, Budget: 25 * time.Second}))
}

// A wait that the context would not survive is not begun.
func TestDeadlineBeforeTheWaitIsOver(t *testing.T) {
	inBubble(t, retryAfter("10"), func(t *testing.T, s *timed) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		start := time.Now()
		_, err := s.client.Statuses.Show(ctx, weiboapi.StatusesShowParams{ID: 1})
		var e *weibo.Error
		if !errors.As(err, &e) || e.StatusCode != 502 || len(s.times) != 1 || time.Since(start) != 0 {
			t.Errorf("got %v after %v and %d requests", err, time.Since(start), len(s.times))
		}
	})
}

func TestCancelledWait(t *testing.T) {
	inBubble(t, retryAfter("10"), func(t *testing.T, s *timed) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		start := time.Now()
		_, err := s.client.Statuses.Show(ctx, weiboapi.StatusesShowParams{ID: 1})
		var stopped *weibo.RetryError
		if !errors.Is(err, context.Canceled) || !errors.As(err, &stopped) || stopped.Stopped == nil || stopped.Attempts[0].Wait != 10*time.Second {
			t.Errorf("got %+v", err)
		}
		var e *weibo.Error
		if !errors.As(err, &e) || e.StatusCode != 502 {
			t.Errorf("the answer is not in %v", err)
		}
		if want := "weibo: statuses/show: context canceled, after 1 attempt: HTTP 502 Bad Gateway with text/html"; err.Error() != want {
			t.Errorf("got  %s\nwant %s", err, want)
		}
		if time.Since(start) != 3*time.Second || len(s.times) != 1 {
			t.Errorf("took %v and %d requests", time.Since(start), len(s.times))
		}
	})
}

// A timeout bounds an attempt, not the call.
func TestTimeoutOfAnAttempt(t *testing.T) {
	stalls := func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }
	inBubble(t, inTurn(stalls, stalls, fine), func(t *testing.T, s *timed) {
		if _, err := s.client.Statuses.Show(t.Context(), weiboapi.StatusesShowParams{ID: 1}, weibo.WithTimeout(2*time.Second)); err != nil {
			t.Fatal(err)
		}
		for i, w := range s.waits() {
			if w.Truncate(time.Millisecond) != 2*time.Second {
				t.Errorf("attempt %d took %v", i, w)
			}
		}
	}, weibo.WithRetry(weibo.Retry{Base: 1}))
}
