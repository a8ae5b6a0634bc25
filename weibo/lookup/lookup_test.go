package lookup_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/lookup"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A server answers every call alike, in virtual time, and keeps what it was asked.
type server struct {
	*weibo.Client
	mu     sync.Mutex
	status int
	body   func(*http.Request) string
	asked  []string
	delay  time.Duration
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.URL.Path+"?"+r.URL.RawQuery)
	status, body, delay := s.status, s.body(r), s.delay
	s.mu.Unlock()
	time.Sleep(delay)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprint(w, body)
}

// says changes the answer.
func (s *server) says(status int, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status, s.body = status, func(*http.Request) string { return body }
}

func (s *server) calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

const refused = `{"error":"system error","error_code":10001,"request":"/2/emotions.json"}`

// inBubble runs a test in virtual time, with a server in memory that a client calls over HTTP.
func inBubble(t *testing.T, test func(*testing.T, *server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := new(server)
		p := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
		srv := &http.Server{Handler: s}
		go srv.Serve(p)
		transport := &http.Transport{DialContext: p.dial}
		t.Cleanup(func() {
			transport.CloseIdleConnections()
			srv.Close()
		})
		var err error
		s.Client, err = weibo.NewClient(weibo.WithToken("t"), weibo.WithBaseURL("http://weibo.test"),
			weibo.WithHTTPClient(&http.Client{Transport: transport}), weibo.WithRetry(weibo.Retry{Attempts: 1}))
		if err != nil {
			t.Fatal(err)
		}
		test(t, s)
	})
}

func emotion(phrase, name string) string {
	return fmt.Sprintf(`{"phrase":"%s","value":"%s","type":"face","url":"http://img.t.sinajs.cn/%s.gif","icon":"http://img.t.sinajs.cn/%s_thumb.gif","hot":0,"common":true,"category":""}`,
		phrase, phrase, name, name)
}

func TestEmotions(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		s.says(200, `[`+emotion("[猫]", "cat")+`,null,`+emotion("[狗]", "dog")+`,`+emotion("[猫]", "kitten")+`,{"phrase":""}]`)
		e := lookup.NewEmotions(s.Statuses, weiboapi.StatusesEmotionsParams{Type: "ani", Language: "twname"})
		for phrase, url := range map[string]string{"[猫]": "http://img.t.sinajs.cn/cat.gif", "[狗]": "http://img.t.sinajs.cn/dog.gif"} {
			if got, err := e.Phrase(t.Context(), phrase); err != nil || got.URL != url {
				t.Errorf("%s is %+v, %v", phrase, got, err)
			}
		}
		for address, phrase := range map[string]string{
			"http://img.t.sinajs.cn/dog.gif": "[狗]", "https://img.t.sinajs.cn/dog_thumb.gif": "[狗]", "//img.t.sinajs.cn/kitten.gif": "[猫]",
		} {
			if got, err := e.Picture(t.Context(), address); err != nil || got.Phrase != phrase {
				t.Errorf("%s is %+v, %v", address, got, err)
			}
		}
		for _, phrase := range []string{"猫", "", "[鸟]"} {
			if got, err := e.Phrase(t.Context(), phrase); !errors.Is(err, lookup.ErrNotFound) || got != (weiboapi.Emotion{}) {
				t.Errorf("%q is %+v, %v", phrase, got, err)
			}
		}
		if _, err := e.Picture(t.Context(), ""); !errors.Is(err, lookup.ErrNotFound) {
			t.Error(err)
		}
		all, err := e.All(t.Context())
		if err != nil || len(all) != 4 || all[2].URL != "http://img.t.sinajs.cn/kitten.gif" {
			t.Errorf("%+v, %v", all, err)
		}
		all[0].URL = "changed"
		if got, _ := e.Phrase(t.Context(), "[猫]"); got.URL == "changed" {
			t.Error("the table can be changed from outside")
		}
		if want := []string{"/2/emotions.json?type=ani&language=twname"}; !slices.Equal(s.asked, want) {
			t.Errorf("asked %q, want %q", s.asked, want)
		}
	})
}

// A table is asked for again when it is too old, and not before.
func TestAge(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		e := lookup.NewEmotions(s.Statuses, weiboapi.StatusesEmotionsParams{})
		e.MaxAge = time.Hour
		s.says(200, `[`+emotion("[猫]", "cat")+`]`)
		for _, step := range []struct {
			wait  time.Duration
			calls int
		}{{0, 1}, {time.Hour - time.Nanosecond, 1}, {time.Nanosecond, 2}, {30 * time.Minute, 2}, {100 * time.Hour, 3}} {
			time.Sleep(step.wait)
			if _, err := e.Phrase(t.Context(), "[猫]"); err != nil || s.calls() != step.calls {
				t.Errorf("after %v more: %d calls, %v, want %d", step.wait, s.calls(), err, step.calls)
			}
		}
	})
	inBubble(t, func(t *testing.T, s *server) {
		e := lookup.NewEmotions(s.Statuses, weiboapi.StatusesEmotionsParams{})
		s.says(200, `[`+emotion("[猫]", "cat")+`]`)
		e.All(t.Context())
		time.Sleep(24*time.Hour - time.Nanosecond)
		e.All(t.Context())
		if s.calls() != 1 {
			t.Errorf("%d calls in less than a day", s.calls())
		}
	})
}

func TestErrorsAreNotKept(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		e := lookup.NewEmotions(s.Statuses, weiboapi.StatusesEmotionsParams{})
		s.says(503, refused)
		var e1 *weibo.Error
		if _, err := e.Phrase(t.Context(), "[猫]"); !errors.As(err, &e1) || e1.Code != 10001 {
			t.Errorf("%v", err)
		}
		s.says(200, `[]`) // a table with nothing in it is not kept either
		if _, err := e.Phrase(t.Context(), "[猫]"); !errors.Is(err, lookup.ErrNotFound) {
			t.Errorf("%v", err)
		}
		s.says(200, `[`+emotion("[猫]", "cat")+`]`)
		if _, err := e.Phrase(t.Context(), "[猫]"); err != nil || s.calls() != 3 {
			t.Errorf("%v after %d calls", err, s.calls())
		}
	})
}

// An old table is better than none.
func TestOldTable(t *testing.T) {
	for name, bad := range map[string]struct {
		status int
		body   string
	}{"refused": {503, refused}, "empty": {200, `[]`}} {
		inBubble(t, func(t *testing.T, s *server) {
			e := lookup.NewEmotions(s.Statuses, weiboapi.StatusesEmotionsParams{})
			s.says(200, `[`+emotion("[猫]", "cat")+`]`)
			e.All(t.Context())
			time.Sleep(lookup.DefaultMaxAge)
			s.says(bad.status, bad.body)
			for _, step := range []struct {
				wait  time.Duration
				calls int
			}{{0, 2}, {time.Minute - time.Nanosecond, 2}, {time.Nanosecond, 3}, {0, 3}} {
				time.Sleep(step.wait)
				if _, err := e.Phrase(t.Context(), "[猫]"); err != nil || s.calls() != step.calls {
					t.Errorf("%s: after %v more: %d calls, %v, want %d", name, step.wait, s.calls(), err, step.calls)
				}
			}
			s.says(200, `[`+emotion("[狗]", "dog")+`]`)
			time.Sleep(time.Minute)
			if _, err := e.Phrase(t.Context(), "[狗]"); err != nil {
				t.Errorf("%s: no new table: %v", name, err)
			}
		})
	}
}

// Nobody waits for a new table who can have the old one, but who asks.
func TestOldTableMeanwhile(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		e := lookup.NewEmotions(s.Statuses, weiboapi.StatusesEmotionsParams{})
		s.says(200, `[`+emotion("[猫]", "cat")+`]`)
		e.All(t.Context())
		time.Sleep(lookup.DefaultMaxAge)
		s.delay = 10 * time.Second
		go e.All(t.Context())
		time.Sleep(time.Second)
		start := time.Now()
		if _, err := e.Phrase(t.Context(), "[猫]"); err != nil || time.Since(start) != 0 || s.calls() != 2 {
			t.Errorf("%v after %v and %d calls", err, time.Since(start), s.calls())
		}
		time.Sleep(time.Minute)
	})
}

// Of many who need a table at once, one asks and all have it.
func TestOneAsks(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		s.says(200, `[`+emotion("[猫]", "cat")+`]`)
		s.delay = 10 * time.Second
		e := lookup.NewEmotions(s.Statuses, weiboapi.StatusesEmotionsParams{})
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if _, err := e.Phrase(t.Context(), "[猫]"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if s.calls() != 1 {
			t.Errorf("%d calls", s.calls())
		}
	})
}

// They share its error too, and do not ask one after the other.
func TestOneFails(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		s.says(503, refused)
		s.delay = 10 * time.Second
		e := lookup.NewEmotions(s.Statuses, weiboapi.StatusesEmotionsParams{})
		var wg sync.WaitGroup
		var failed atomic.Int32
		for range 50 {
			wg.Go(func() {
				if _, err := e.Phrase(t.Context(), "[猫]"); err != nil {
					failed.Add(1)
				}
			})
		}
		wg.Wait()
		if s.calls() != 1 || failed.Load() != 50 {
			t.Errorf("%d calls, %d errors", s.calls(), failed.Load())
		}
	})
}

// If who asks gives up, the next one asks; a wait ends with its own context.
func TestGivingUp(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		s.says(200, `[`+emotion("[猫]", "cat")+`]`)
		s.delay = 10 * time.Second
		e := lookup.NewEmotions(s.Statuses, weiboapi.StatusesEmotionsParams{})
		start := time.Now()
		var wg sync.WaitGroup
		call := func(patience, wait time.Duration, want error) {
			wg.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				_, err := e.Phrase(ctx, "[猫]")
				if !errors.Is(err, want) || time.Since(start) != wait {
					t.Errorf("with a patience of %v: %v after %v", patience, err, time.Since(start))
				}
			})
			synctest.Wait()
		}
		call(5*time.Second, 5*time.Second, context.DeadlineExceeded) // asks
		call(2*time.Second, 2*time.Second, context.DeadlineExceeded) // waits
		call(time.Minute, 15*time.Second, nil)                       // waits, then asks
		wg.Wait()
		if s.calls() != 2 {
			t.Errorf("%d calls", s.calls())
		}
	})
}

// atlas answers as the calls for places do.
func atlas(r *http.Request) string {
	switch q := r.URL.Query(); {
	case r.URL.Path == "/2/common/get_country.json":
		return `[{"001":"中国"},{"002":"别国"}]`
	case q.Get("country") == "001":
		return `[{"001011":"北京"},{"001012":"天津"}]`
	case q.Get("province") == "001011":
		return `[{"001011001":"东城"},{"001011002":"西城"}]`
	}
	return `[]`
}

func TestPlaces(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		s.status, s.body = 200, atlas
		p := lookup.NewPlaces(s.Common)
		p.Language = "zh-tw"
		for code, want := range map[string]string{"002": "别国", "001012": "天津", "001011002": "西城"} {
			if name, err := p.Name(t.Context(), code); err != nil || name != want {
				t.Errorf("%s is %q, %v", code, name, err)
			}
		}
		if code, err := p.Code(t.Context(), "中国", "北京", "东城"); err != nil || code != "001011001" {
			t.Errorf("东城 is %q, %v", code, err)
		}
		cities, err := p.In(t.Context(), "001011")
		if err != nil || !slices.Equal(cities, []lookup.Place{{Code: "001011001", Name: "东城"}, {Code: "001011002", Name: "西城"}}) {
			t.Errorf("%v, %v", cities, err)
		}
		cities[0].Name = "changed"
		if name, _ := p.Name(t.Context(), "001011001"); name != "东城" {
			t.Error("the list can be changed from outside")
		}
		slices.Sort(s.asked)
		want := []string{"/2/common/get_city.json?province=001011&language=zh-tw", "/2/common/get_country.json?language=zh-tw", "/2/common/get_province.json?country=001&language=zh-tw"}
		if !slices.Equal(s.asked, want) {
			t.Errorf("asked %q, want %q", s.asked, want)
		}
	})
}

func TestNoPlaces(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		s.status, s.body = 200, atlas
		p := lookup.NewPlaces(s.Common)
		for _, code := range []string{"", "1", "11", "0010", "00101100", "001011001001", "xyz001", "../001", "００１00"} {
			if name, err := p.Name(t.Context(), code); !errors.Is(err, lookup.ErrNotFound) || name != "" {
				t.Errorf("%q is %q, %v", code, name, err)
			}
		}
		if list, err := p.In(t.Context(), "001011001"); !errors.Is(err, lookup.ErrNotFound) || list != nil {
			t.Errorf("in a city: %v, %v", list, err)
		}
		if s.calls() != 0 {
			t.Errorf("asked %q", s.asked)
		}
		for _, names := range [][]string{nil, {"北京"}, {"中国", "东城"}, {""}} {
			if code, err := p.Code(t.Context(), names...); !errors.Is(err, lookup.ErrNotFound) || code != "" {
				t.Errorf("%q is %q, %v", names, code, err)
			}
		}
		if list, err := p.In(t.Context(), "999"); err != nil || len(list) != 0 {
			t.Errorf("in a country that is none: %v, %v", list, err)
		}
	})
}

// A list in one country is asked for once by many, each other list for itself.
func TestPlacesAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		s.status, s.body, s.delay = 200, atlas, time.Second
		p := lookup.NewPlaces(s.Common)
		var wg sync.WaitGroup
		for i := range 60 {
			wg.Go(func() {
				code := []string{"001", "001011", "001011001"}[i%3]
				if _, err := p.Name(t.Context(), code); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if s.calls() != 3 {
			t.Errorf("asked %q", s.asked)
		}
	})
}

// rates is an answer of account/rate_limit_status.
func rates(user, ip, seconds int, apis string) string {
	return fmt.Sprintf(`{"ip_limit":1000,"limit_time_unit":"HOURS","remaining_ip_hits":%d,"remaining_user_hits":%d,"reset_time":"2000-01-01 09:00:00",`+
		`"reset_time_in_seconds":%d,"user_limit":150,"api_rate_limits":[%s]}`, ip, user, seconds, apis)
}

func TestLimits(t *testing.T) {
	const apis = `{"api":"/statuses/update","limit":30,"limit_time_unit":"HOURS","remaining_hits":7},null,` +
		`{"api":"/statuses/update","limit":100,"limit_time_unit":"DAYS","remaining_hits":-1},` +
		`{"api":"/users/query","limit":5,"limit_time_unit":"MINUTES","remaining_hits":1}`
	inBubble(t, func(t *testing.T, s *server) {
		s.says(200, rates(20, 8, 600, apis))
		reset := time.Now().Add(10 * time.Minute)
		l := lookup.NewLimits(s.Account)
		for endpoint, want := range map[string][]lookup.Budget{
			"statuses/update": {
				{Name: "statuses/update", Limit: 100, Left: 0, Unit: "DAYS"},
				{Name: "statuses/update", Limit: 30, Left: 7, Unit: "HOURS", Reset: reset},
				{Name: "ip", Limit: 1000, Left: 8, Unit: "HOURS", Reset: reset},
				{Name: "user", Limit: 150, Left: 20, Unit: "HOURS", Reset: reset},
			},
			"/users/query": {
				{Name: "users/query", Limit: 5, Left: 1, Unit: "MINUTES"},
				{Name: "ip", Limit: 1000, Left: 8, Unit: "HOURS", Reset: reset},
				{Name: "user", Limit: 150, Left: 20, Unit: "HOURS", Reset: reset},
			},
			"users/show": {
				{Name: "ip", Limit: 1000, Left: 8, Unit: "HOURS", Reset: reset},
				{Name: "user", Limit: 150, Left: 20, Unit: "HOURS", Reset: reset},
			},
		} {
			all, err := l.Budgets(t.Context(), endpoint)
			if err != nil || !slices.Equal(all, want) {
				t.Errorf("%s: %v\ngot  %+v\nwant %+v", endpoint, err, all, want)
			}
			if least, err := l.Left(t.Context(), endpoint); err != nil || least != want[0] {
				t.Errorf("%s: %+v, %v", endpoint, least, err)
			}
		}
		if s.calls() != 1 {
			t.Errorf("%d calls", s.calls())
		}
	})
}

// An answer is kept for a minute, and not beyond the reset. An old one is never used.
func TestLimitsAge(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		l := lookup.NewLimits(s.Account)
		for i, step := range []struct{ wait, reset, calls int }{{0, 600, 1}, {59, 600, 1}, {1, 10, 2}, {9, 10, 2}, {1, 600, 3}} {
			time.Sleep(time.Duration(step.wait) * time.Second)
			s.says(200, rates(20, 8, step.reset, ""))
			if _, err := l.Left(t.Context(), "users/show"); err != nil || s.calls() != step.calls {
				t.Errorf("step %d: %d calls, %v", i, s.calls(), err)
			}
		}
		time.Sleep(time.Minute)
		s.says(503, refused)
		if _, err := l.Left(t.Context(), "users/show"); err == nil {
			t.Error("an old answer is used")
		}
		s.says(200, `{}`)
		if _, err := l.Left(t.Context(), "users/show"); !errors.Is(err, lookup.ErrNotFound) {
			t.Errorf("of an answer without budgets: %v", err)
		}
	})
}

// A carrier that breaks the first time.
type fragile struct {
	wire.Carrier
	calls int
}

func (f *fragile) Carry(ctx context.Context, op *wire.Operation, params wire.Params, result any, opts ...wire.Option) error {
	if f.calls++; f.calls == 1 {
		panic("broken")
	}
	return f.Carrier.Carry(ctx, op, params, result, opts...)
}

// A panic on the way does not leave others waiting for ever.
func TestPanic(t *testing.T) {
	inBubble(t, func(t *testing.T, s *server) {
		s.says(200, `[`+emotion("[猫]", "cat")+`]`)
		e := lookup.NewEmotions(weiboapi.New(&fragile{Carrier: s.Client}).Statuses, weiboapi.StatusesEmotionsParams{})
		func() {
			defer func() {
				if recover() != "broken" {
					t.Error("no panic")
				}
			}()
			e.All(t.Context())
		}()
		if _, err := e.Phrase(t.Context(), "[猫]"); err != nil {
			t.Error(err)
		}
	})
}

// What the calls send is as the description has it.
func TestWithSandbox(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict())
	client := srv.Client()
	all, err := lookup.NewEmotions(client.Statuses, weiboapi.StatusesEmotionsParams{}).All(t.Context())
	if err != nil || len(all) == 0 {
		t.Errorf("%v, %v", all, err)
	}
	if code, err := lookup.NewPlaces(client.Common).Code(t.Context(), "中国", "北京", "东城"); err != nil || code != "001011001" {
		t.Errorf("%q, %v", code, err)
	}
	if least, err := lookup.NewLimits(client.Account).Left(t.Context(), "statuses/update"); err != nil || least.Limit == 0 {
		t.Errorf("%+v, %v", least, err)
	}
	for _, r := range srv.Requests() {
		if r.Status != 200 || r.Problems != nil {
			t.Errorf("%+v", r)
		}
	}
	if n := len(srv.Requests()); n != 5 {
		t.Errorf("%d calls", n)
	}
}

// The options of a call go with it.
func TestOptions(t *testing.T) {
	srv := weibotest.NewServer(t)
	other := srv.Users()[1].UID
	limits := lookup.NewLimits(srv.Client().Account, weibo.WithToken(srv.Token(other)))
	if _, err := limits.Left(t.Context(), "statuses/update"); err != nil {
		t.Fatal(err)
	}
	if got := srv.Requests()[0].UID; got != other {
		t.Errorf("called as %d, want %d", got, other)
	}
}
