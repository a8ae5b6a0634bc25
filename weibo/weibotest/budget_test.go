package weibotest_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A rateLimits is what the tests look at in account/rate_limit_status.
type rateLimits struct {
	APIRateLimits []struct {
		API           string `json:"api"`
		RemainingHits int    `json:"remaining_hits"`
	} `json:"api_rate_limits"`
	IPLimit            int    `json:"ip_limit"`
	RemainingIPHits    int    `json:"remaining_ip_hits"`
	UserLimit          int    `json:"user_limit"`
	RemainingUserHits  int    `json:"remaining_user_hits"`
	ResetTime          string `json:"reset_time"`
	ResetTimeInSeconds int    `json:"reset_time_in_seconds"`
}

func rates(t *testing.T, srv *weibotest.Server, token string) (r rateLimits) {
	t.Helper()
	get(t, srv, "/2/account/rate_limit_status.json", "access_token", token).into(&r)
	return r
}

// TestUserBudget spends the budget of a user, looks at what is said of it on the way, and waits for the next hour.
func TestUserBudget(t *testing.T) {
	start := time.Date(2024, time.November, 18, 8, 59, 0, 0, time.UTC)
	srv := weibotest.NewServer(t, weibotest.WithClock(func() time.Time { return start }), weibotest.WithBudgets(weibotest.Budgets{User: 2}))
	token, other := srv.Token(first), srv.Token(second)
	for left := 2; left > 0; left-- {
		if r := rates(t, srv, token); r.RemainingUserHits != left || r.UserLimit != 2 || r.ResetTime != "2024-11-18 17:00:00" || r.ResetTimeInSeconds != 60 {
			t.Errorf("with %d left: %+v", left, r)
		}
		get(t, srv, "/2/account/get_uid.json", "access_token", token).refusedNot(t)
	}
	a := get(t, srv, "/2/account/get_uid.json", "access_token", token)
	if a.refused(10023); a.status != http.StatusForbidden {
		t.Errorf("HTTP %d", a.status)
	}
	if r := rates(t, srv, token); r.RemainingUserHits != 0 {
		t.Errorf("%+v", r)
	}
	get(t, srv, "/2/account/get_uid.json", "access_token", other).refusedNot(t)
	srv.Advance(time.Minute)
	if r := rates(t, srv, token); r.RemainingUserHits != 2 || r.ResetTimeInSeconds != 3600 {
		t.Errorf("in the next hour: %+v", r)
	}
	get(t, srv, "/2/account/get_uid.json", "access_token", token).refusedNot(t)
}

func TestOperationBudget(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithBudgets(weibotest.Budgets{Operations: map[string]int{"statuses/update": 1}}))
	token := srv.Token(first)
	say(t, srv, token, "一")
	r := post(t, srv, "/2/statuses/update.json", "access_token", token, "status", "二").refused(10024)
	if want := "User requests for /statuses/update out of rate limit!"; r.Error != want {
		t.Errorf("%q, want %q", r.Error, want)
	}
	get(t, srv, "/2/account/get_uid.json", "access_token", token).refusedNot(t)
	if r := rates(t, srv, token); len(r.APIRateLimits) != 1 || r.APIRateLimits[0].API != "/statuses/update" || r.APIRateLimits[0].RemainingHits != 0 || r.RemainingUserHits != 1_000_000 {
		t.Errorf("%+v", r)
	}
}

func TestAddressBudget(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithBudgets(weibotest.Budgets{IP: 1}))
	call := func(remoteIP string, uid int64) *answer {
		req := request(t, "GET", srv.URL+"/2/account/get_uid.json?access_token="+srv.Token(uid), "", nil)
		if remoteIP != "" {
			req.Header.Set("API-RemoteIP", remoteIP)
		}
		return do(t, req)
	}
	call("", first).refusedNot(t)
	call("", second).refused(10022)
	call("211.156.0.1", first).refusedNot(t)
	call("211.156.0.1", first).refused(10022)
	call("no address", first).refused(10022)
	if r := rates(t, srv, srv.Token(first)); r.IPLimit != 1 || r.RemainingIPHits != 0 {
		t.Errorf("%+v", r)
	}
}

// TestStrictBudget publishes as often as a new application may.
func TestStrictBudget(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict())
	token := srv.Token(first)
	share := func(n int) *answer {
		return post(t, srv, "/2/statuses/share.json", "access_token", token, "rip", "211.156.0.1", "status", strconv.Itoa(n)+" https://example.com")
	}
	for n := range 30 {
		share(n).refusedNot(t)
	}
	share(30).refused(10024)

	unlimited := weibotest.NewServer(t, weibotest.Strict(), weibotest.WithBudgets(weibotest.Budgets{}))
	if r := rates(t, unlimited, unlimited.Token(first)); r.UserLimit != 1_000_000 || r.IPLimit != 1_000_000 {
		t.Errorf("%+v", r)
	}
}
