package gateway_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// What a client does with any call is done with those that go through the gateway, too.

// A script answers one call after the other, the last answer again and again, and notes when.
type script struct {
	answers []string // status and body
	at      []time.Time
	sent    []string
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(req.Body)
	s.at, s.sent = append(s.at, time.Now()), append(s.sent, req.Header.Get("Authorization")+" "+string(body))
	status, text, _ := strings.Cut(s.answers[min(len(s.at), len(s.answers))-1], " ")
	if status == "000" {
		return nil, errors.New("connection refused")
	}
	code := map[string]int{"200": 200, "400": 400, "403": 403, "429": 429, "500": 500, "502": 502}[status]
	return &http.Response{StatusCode: code, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(text)), Request: req}, nil
}

func (s *script) client(t *testing.T, opts ...weibo.Option) *gateway.Client {
	t.Helper()
	c, err := gateway.NewClient(gateway.Token(secret), append([]weibo.Option{weibo.WithHTTPClient(&http.Client{Transport: s})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const (
	fine     = `200 {"result":{"users":[]}}`
	tooMany  = `429 {"error":{"code":"TOO_MANY_REQUESTS","message":"x"}}`
	trouble  = `500 {"error":{"code":"WEIBO_10001","message":"System error"}}`
	badCount = `400 {"error":{"code":"COUNT_EXCEEDS_MAX","message":"x"}}`
)

func TestRepetition(t *testing.T) {
	read := func(ctx context.Context, c *gateway.Client) error { return showUsers(ctx, c.Client) }
	write := func(ctx context.Context, c *gateway.Client) error {
		_, err := c.Statuses.Update(ctx, weiboapi.StatusesUpdateParams{Status: "a"})
		return err
	}
	raw := func(group, action string) func(context.Context, *gateway.Client) error {
		return func(ctx context.Context, c *gateway.Client) error { return c.Invoke(ctx, group, action, nil, nil) }
	}
	for name, test := range map[string]struct {
		call    func(context.Context, *gateway.Client) error
		answers []string
		sent    int
		ok      bool
	}{
		"a read after a gateway in between":   {read, []string{"502 <html>", fine}, 2, true},
		"a read after a broken connection":    {read, []string{"000 ", fine}, 2, true},
		"a read after trouble behind it":      {read, []string{trouble, fine}, 2, true},
		"a read after a page of HTML":         {read, []string{"200 <html>", fine}, 2, true},
		"a read that keeps failing":           {read, []string{"502 <html>"}, 3, false},
		"a read that is refused":              {read, []string{badCount, fine}, 1, false},
		"a read when the hour is used up":     {read, []string{tooMany, fine}, 1, false},
		"a write after a gateway in between":  {write, []string{"502 <html>", fine}, 1, false},
		"a write after a broken connection":   {write, []string{"000 ", fine}, 1, false},
		"a raw action that is known to read":  {raw("search", "hot_word_cate/biz"), []string{"502 <html>", fine}, 2, true},
		"a raw action that is known to write": {raw("attitudes", "create"), []string{"502 <html>", fine}, 1, false},
		"a raw action that nobody knows":      {raw("users", "new"), []string{"502 <html>", fine}, 1, false},
		"a read that is a POST behind it": {func(ctx context.Context, c *gateway.Client) error {
			_, err := c.ShortURL.Expand(ctx, weiboapi.ShortURLExpandParams{URLShorts: []string{"a"}})
			return err
		}, []string{"502 <html>", fine}, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{answers: test.answers}
				err := test.call(t.Context(), s.client(t))
				if (err == nil) != test.ok || len(s.at) != test.sent {
					t.Errorf("%d attempts, %v", len(s.at), err)
				}
				for _, sent := range s.sent {
					if sent != s.sent[0] {
						t.Errorf("the repetition has %s, the first %s", sent, s.sent[0])
					}
				}
			})
		})
	}
}

// TestLimiter lets a client wait for the full hour, its own only.
func TestLimiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(40 * time.Minute)
		limiter := weibo.NewLimiter()
		s := &script{answers: []string{tooMany, fine}}
		c := s.client(t, weibo.WithLimiter(limiter), weibo.WithRetry(weibo.Retry{Budget: 2 * time.Hour}))
		start := time.Now()
		if err := showUsers(t.Context(), c.Client); err != nil {
			t.Fatal(err)
		}
		if waited := s.at[1].Sub(start); len(s.at) != 2 || waited < 20*time.Minute || waited > 21*time.Minute {
			t.Errorf("%d attempts, the second after %v", len(s.at), waited)
		}
		s.answers = []string{tooMany}
		err := showUsers(t.Context(), c.Client, weibo.WithoutWaiting())
		if !errors.Is(err, weibo.ErrRateLimited) || errors.As(err, new(*weibo.LimitError)) {
			t.Errorf("the refusal is %v", err)
		}
		before := len(s.at)
		err = showUsers(t.Context(), c.Client, weibo.WithoutWaiting())
		var limit *weibo.LimitError
		if !errors.As(err, &limit) || limit.Budget != "user" || len(s.at) != before {
			t.Errorf("after the refusal: %v", err)
		}
		limiter.Refused(weibo.LimitedCall{Host: "api.weibo.com"}, weiboapi.CodeIPRateLimit) // of the API, from the same address
		s.answers = []string{fine}
		other := gateway.With(gateway.Token("wb_ANOTHER"))
		if err := showUsers(t.Context(), c.Client, other, weibo.WithoutWaiting()); err != nil {
			t.Errorf("another account: %v", err)
		}
		v2, err := weibo.NewClient(weibo.WithToken(strings.TrimPrefix(secret, "wb_")), weibo.WithLimiter(limiter), weibo.WithHTTPClient(&http.Client{Transport: plain{}}))
		if err != nil {
			t.Fatal(err)
		}
		if err := showUsers(t.Context(), v2, weibo.WithoutWaiting()); err != nil {
			t.Errorf("the API for partners: %v", err)
		}
		if _, err := v2.Account.GetUID(t.Context(), weiboapi.AccountGetUIDParams{}, weibo.WithoutWaiting()); !errors.As(err, &limit) || limit.Budget != "ip" {
			t.Errorf("the API: %v", err)
		}
	})
}

type plain struct{}

func (plain) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"users":[]}`)), Request: req}, nil
}

// TestLimitedCall looks at what a limiter of one's own is told.
func TestLimitedCall(t *testing.T) {
	s := &script{answers: []string{tooMany}}
	l := &listener{}
	c := s.client(t, weibo.WithLimiter(l), weibo.WithRetry(weibo.Retry{Attempts: 1}), weibo.WithRemoteIP("203.0.113.7"))
	if err := showUsers(t.Context(), c.Client); !errors.Is(err, weibo.ErrRateLimited) {
		t.Fatal(err)
	}
	if _, err := c.Statuses.HomeTimeline(t.Context(), weiboapi.StatusesHomeTimelineParams{}); err == nil || len(l.calls) != 1 {
		t.Error("a call that cannot be made asked for a place")
	}
	call := l.calls[0]
	if call.Operation != "users/show_batch/other" || call.Host != "open.weibo.com" || call.User == "" || strings.Contains(call.User, secret) || call.RemoteIP != "" || call.Status != nil {
		t.Errorf("got %+v", call)
	}
	if len(l.refused) != 1 || l.refused[0] != weiboapi.CodeUserRateLimit {
		t.Errorf("refused %v", l.refused)
	}
}

type listener struct {
	calls   []weibo.LimitedCall
	refused []int
}

func (l *listener) Wait(_ context.Context, call weibo.LimitedCall) error {
	l.calls = append(l.calls, call)
	return nil
}
func (l *listener) Update(weibo.LimitedCall, *weiboapi.RateLimitStatus) {}
func (l *listener) Refused(_ weibo.LimitedCall, code int)               { l.refused = append(l.refused, code) }

// TestPages goes through long lists: by ids, by page numbers, in a world with a cap of 20.
func TestPages(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithSeed(1), weibotest.WithStatuses(400))
	c := srv.GatewayClient()
	var author int64
	most := 0
	for _, u := range srv.Users() {
		own, err := c.Commercial.UsersCountsBatchOther(t.Context(), weiboapi.CommercialUsersCountsBatchOtherParams{UIDs: []int64{u.UID}})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(own[0].StatusesCount); n >= most {
			author, most = u.UID, n
		}
	}
	want := map[int64]bool{}
	v2 := srv.Client()
	for st, err := range v2.Statuses.UserTimelineAll(t.Context(), weiboapi.StatusesUserTimelineParams{UID: author}) {
		if err != nil {
			t.Fatal(err)
		}
		want[st.ID] = true
	}
	before := len(srv.Requests())
	got := map[int64]bool{}
	for st, err := range c.Commercial.StatusesUserTimelineOtherAll(t.Context(), weiboapi.CommercialStatusesUserTimelineOtherParams{UID: author, Count: 5}) {
		if err != nil {
			t.Fatal(err)
		}
		if got[st.ID] {
			t.Errorf("%d came twice", st.ID)
		}
		got[st.ID] = true
	}
	if len(got) != len(want) || len(got) < 6 {
		t.Errorf("%d statuses, want %d", len(got), len(want))
	}
	if pages := len(srv.Requests()) - before; pages < len(got)/5 {
		t.Errorf("%d statuses in %d pages", len(got), pages)
	}
	for _, r := range srv.Requests()[before:] {
		if r.Path != "/cli/api/cli/invoke/statuses/user_timeline/other" || r.Operation != "statuses/user_timeline/other" || len(r.Undeclared)+len(r.Problems) > 0 {
			t.Errorf("%+v", r)
		}
	}
	n := 0
	for page, err := range c.Commercial.FriendshipsFriendsBizPages(t.Context(), weiboapi.CommercialFriendshipsFriendsBizParams{Count: 1}) {
		if err != nil {
			t.Fatal(err)
		}
		n += len(page.Users)
	}
	if n < 3 {
		t.Errorf("%d friends", n)
	}
	for _, err := range c.Commercial.StatusesUserTimelineOtherAll(t.Context(), weiboapi.CommercialStatusesUserTimelineOtherParams{UID: author, Count: 21}) {
		var own *gateway.Error
		if !errors.Is(err, weibo.ErrParam) || !errors.As(err, &own) || own.Code != "COUNT_EXCEEDS_MAX" {
			t.Errorf("got %v", err)
		}
	}
}
