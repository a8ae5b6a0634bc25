package weibotest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

const callback = "https://app.example.com/callback?from=weibo"

// decide does what the form of the authorize page does.
func decide(t *testing.T, srv *weibotest.Server, action string, pairs ...string) url.Values {
	t.Helper()
	form := append([]string{"client_id", "any", "redirect_uri", callback, "state", "s t&te", "uid", str(second), "action", action}, pairs...)
	a := post(t, srv, "/oauth2/authorize", form...)
	if a.status != http.StatusFound {
		t.Fatalf("HTTP %d: %s", a.status, a.body)
	}
	u, err := url.Parse(a.header.Get("Location"))
	if err != nil || u.Host != "app.example.com" || u.Path != "/callback" {
		t.Fatalf("sent back to %s", a.header.Get("Location"))
	}
	return u.Query()
}

func exchange(t *testing.T, srv *weibotest.Server, code string, pairs ...string) *answer {
	t.Helper()
	return post(t, srv, "/oauth2/access_token", append([]string{"client_id", "any", "client_secret", "any",
		"grant_type", "authorization_code", "redirect_uri", callback, "code", code}, pairs...)...)
}

func TestAuthorizePage(t *testing.T) {
	srv := weibotest.NewServer(t)
	a := get(t, srv, "/oauth2/authorize", "client_id", "any", "redirect_uri", callback, "state", `"><script>`)
	page := string(a.body)
	if posted := post(t, srv, "/oauth2/authorize", "client_id", "any", "redirect_uri", callback, "state", `"><script>`); string(posted.body) != page {
		t.Errorf("posted without a decision: HTTP %d", posted.status)
	}
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Fatalf("HTTP %d %s", a.status, a.header.Get("Content-Type"))
	}
	for _, u := range srv.Users() {
		if !strings.Contains(page, u.ScreenName) || !strings.Contains(page, str(u.UID)) {
			t.Errorf("the page does not offer %s", u.ScreenName)
		}
	}
	if strings.Contains(page, "<script>") || !strings.Contains(page, "&lt;script&gt;") {
		t.Error("the state is not escaped")
	}
}

func TestSignIn(t *testing.T) {
	srv := weibotest.NewServer(t)
	q := decide(t, srv, "approve", "scope", "email,all")
	if q.Get("state") != "s t&te" || q.Get("from") != "weibo" || q.Get("code") == "" || q.Get("error") != "" {
		t.Fatalf("sent back with %v", q)
	}
	a := exchange(t, srv, q.Get("code"))
	if got := a.header.Get("Content-Type"); got != "text/plain;charset=UTF-8" {
		t.Errorf("Content-Type %q", got)
	}
	var token map[string]any
	a.into(&token)
	for name, want := range map[string]any{"uid": str(second), "expires_in": 157679999.0, "remind_in": "157679999", "isRealName": "true"} {
		if token[name] != want {
			t.Errorf("%s is %#v, want %#v", name, token[name], want)
		}
	}
	text, _ := token["access_token"].(string)
	if !strings.HasPrefix(text, "2.00") {
		t.Errorf("token %q", text)
	}
	var me struct{ UID int64 }
	get(t, srv, "/2/account/get_uid.json", "access_token", text).into(&me)
	if me.UID != second {
		t.Errorf("signed in as %d", me.UID)
	}
	for _, call := range []func(*testing.T, *weibotest.Server, string, ...string) *answer{get, post} {
		var info map[string]any
		call(t, srv, "/oauth2/get_token_info", "access_token", text).into(&info)
		if info["uid"] != float64(second) || info["appkey"] != "any" || info["scope"] != "email,all" || info["expire_in"].(float64) < 157679000 {
			t.Errorf("token info %v", info)
		}
	}
	if r := exchange(t, srv, q.Get("code")).refused(21325); r.ErrorURI != "/oauth2/access_token" || !strings.HasPrefix(r.ErrorDescription, "invalid authorization code") {
		t.Errorf("the code used twice: %+v", r)
	}
}

func TestSignInWithClient(t *testing.T) {
	srv := weibotest.NewServer(t)
	auth := srv.OAuth2(srv.URL + "/oauth2/default.html")
	u, err := url.Parse(auth.AuthCodeURL("state"))
	if err != nil {
		t.Fatal(err)
	}
	form := u.Query()
	form.Set("uid", str(first))
	form.Set("action", "approve")
	resp, err := http.PostForm(srv.URL+u.Path, form) // follows the redirect to the page with the code
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	code := resp.Request.URL.Query().Get("code")
	if resp.StatusCode != http.StatusOK || code == "" {
		t.Fatalf("HTTP %d at %s", resp.StatusCode, resp.Request.URL)
	}
	tok, err := auth.Exchange(t.Context(), weibo.Code(code))
	if err != nil {
		t.Fatal(err)
	}
	if weibo.UID(tok) != first {
		t.Errorf("signed in as %d", weibo.UID(tok))
	}
	me, err := srv.Client(weibo.WithToken(tok.AccessToken)).Account.GetUID(t.Context(), weiboapi.AccountGetUIDParams{})
	if err != nil || me.UID != first {
		t.Errorf("get_uid: %+v, %v", me, err)
	}
}

func TestRefuseToSignIn(t *testing.T) {
	q := decide(t, weibotest.NewServer(t), "refuse")
	want := map[string]string{"error": "access_denied", "error_code": "21330", "error_uri": "/oauth2/authorize",
		"error_description": "user denied your request.", "state": "s t&te", "code": ""}
	for name, value := range want {
		if q.Get(name) != value {
			t.Errorf("%s is %q, want %q", name, q.Get(name), value)
		}
	}
}

func TestAuthorizeRefuses(t *testing.T) {
	srv, strict := weibotest.NewServer(t), weibotest.NewServer(t, weibotest.Strict(), weibotest.WithApp(weibotest.App{
		Key: "1111111111", Secret: "secret", RedirectURL: callback}))
	tests := []struct {
		name  string
		srv   *weibotest.Server
		pairs []string
		code  int
	}{
		{"no client_id", srv, []string{"redirect_uri", callback}, 21323},
		{"no redirect_uri", srv, []string{"client_id", "1"}, 21323},
		{"redirect_uri without a scheme", srv, []string{"client_id", "1", "redirect_uri", "app.example.com"}, 21322},
		{"script for a redirect_uri", srv, []string{"client_id", "1", "redirect_uri", "javascript:alert(1)"}, 21322},
		{"unknown response_type", srv, []string{"client_id", "1", "redirect_uri", callback, "response_type", "x"}, 21329},
		{"unknown app", strict, []string{"client_id", "1", "redirect_uri", callback}, 21324},
		{"other redirect_uri", strict, []string{"client_id", "1111111111", "redirect_uri", callback + "/"}, 21322},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if a := get(t, tt.srv, "/oauth2/authorize", tt.pairs...); a.status != http.StatusBadRequest {
				t.Errorf("HTTP %d", a.status)
			} else {
				a.refused(tt.code)
			}
			post(t, tt.srv, "/oauth2/authorize", append(tt.pairs, "action", "approve", "uid", str(first))...).refused(tt.code)
			req := request(t, "GET", tt.srv.URL+"/oauth2/authorize?"+params(tt.pairs...).Encode(), "", nil)
			req.Header.Set("Accept", "text/html,*/*")
			if a := do(t, req); !strings.Contains(string(a.body), str(int64(tt.code))) || !strings.HasPrefix(string(a.body), "<!DOCTYPE") {
				t.Errorf("the page for people: %s", a.body)
			}
		})
	}
	get(t, strict, "/oauth2/authorize", "client_id", "1111111111", "redirect_uri", callback).refusedNot(t)
}

// refusedNot wants a success.
func (a *answer) refusedNot(t *testing.T) {
	t.Helper()
	if a.status != http.StatusOK {
		t.Errorf("HTTP %d: %s", a.status, a.body)
	}
}

func TestExchangeRefuses(t *testing.T) {
	srv, strict := weibotest.NewServer(t), weibotest.NewServer(t, weibotest.Strict())
	tests := []struct {
		name    string
		srv     *weibotest.Server
		replace []string
		code    int
	}{
		{"no client_id", srv, []string{"client_id", ""}, 21323},
		{"no client_secret", srv, []string{"client_secret", ""}, 21323},
		{"no code", srv, []string{"code", ""}, 21323},
		{"invented code", srv, []string{"code", "x"}, 21325},
		{"other redirect_uri", srv, []string{"redirect_uri", callback + "&"}, 21322},
		{"other app", srv, []string{"client_id", "other"}, 21325},
		{"no grant_type", srv, []string{"grant_type", ""}, 21323},
		{"unknown grant_type", srv, []string{"grant_type", "x"}, 21328},
		{"password", srv, []string{"grant_type", "password", "username", "u", "password", "p", "code", "", "redirect_uri", ""}, 21326},
		{"refresh_token", srv, []string{"grant_type", "refresh_token", "refresh_token", "r", "code", "", "redirect_uri", ""}, 21325},
		{"wrong secret", strict, []string{"client_id", weibotest.DefaultAppKey, "client_secret", "x"}, 21324},
		{"unknown app", strict, []string{"client_id", "x"}, 21324},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client := "any"
			if tt.srv == strict {
				client = weibotest.DefaultAppKey
			}
			code := decide(t, tt.srv, "approve", "client_id", client).Get("code")
			a := exchange(t, tt.srv, code, tt.replace...)
			r := a.refused(tt.code)
			if a.status != http.StatusBadRequest || a.header.Get("Content-Type") != "text/plain;charset=UTF-8" {
				t.Errorf("HTTP %d %s", a.status, a.header.Get("Content-Type"))
			}
			if r.Request != "/oauth2/access_token" || r.ErrorURI != "/oauth2/access_token" {
				t.Errorf("request %q, error_uri %q", r.Request, r.ErrorURI)
			}
		})
	}
	req := request(t, "POST", srv.URL+"/oauth2/access_token", "application/json", strings.NewReader(`{"client_id":"1"}`))
	do(t, req).refused(21323)
	get(t, srv, "/oauth2/access_token", "client_id", "1").refused(10021)
}

func TestStrictSignIn(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict())
	code := decide(t, srv, "approve", "client_id", weibotest.DefaultAppKey).Get("code")
	var tok struct {
		ExpiresIn int `json:"expires_in"`
	}
	exchange(t, srv, code, "client_id", weibotest.DefaultAppKey, "client_secret", weibotest.DefaultAppSecret).into(&tok)
	if tok.ExpiresIn != 86400 {
		t.Errorf("expires_in is %d", tok.ExpiresIn)
	}
}

// mobileServer has an application that gets refresh tokens, and time stands still on it.
func mobileServer(t *testing.T) *weibotest.Server {
	c := newClock(time.Date(2024, time.November, 18, 8, 0, 0, 0, time.UTC))
	return weibotest.NewServer(t, weibotest.WithClock(c.now),
		weibotest.WithApp(weibotest.App{Key: "1111111111", Secret: "secret", MobileSDK: true, TokenLifetime: time.Hour}))
}

type tokenAnswer struct {
	AccessToken  string          `json:"access_token"`
	RefreshToken string          `json:"refresh_token"`
	ExpiresIn    int             `json:"expires_in"`
	RemindIn     json.RawMessage `json:"remind_in"`
	UID          string          `json:"uid"`
}

func refreshCall(t *testing.T, srv *weibotest.Server, text string, pairs ...string) *answer {
	t.Helper()
	return post(t, srv, "/oauth2/access_token", append([]string{"client_id", "1111111111", "client_secret", "secret",
		"grant_type", "refresh_token", "refresh_token", text}, pairs...)...)
}

func refresh(t *testing.T, srv *weibotest.Server, text string) (tok tokenAnswer) {
	t.Helper()
	refreshCall(t, srv, text).into(&tok)
	return tok
}

func TestRefresh(t *testing.T) {
	srv := mobileServer(t)
	var tok tokenAnswer
	exchange(t, srv, decide(t, srv, "approve", "client_id", "1111111111", "scope", "email").Get("code"), "client_id", "1111111111").into(&tok)
	if tok.ExpiresIn != 3600 || string(tok.RemindIn) != "3600" || !strings.HasPrefix(tok.RefreshToken, "2.00") || tok.RefreshToken == tok.AccessToken {
		t.Fatalf("signed in with %+v", tok)
	}
	refreshCall(t, srv, "x").refused(21325)
	refreshCall(t, srv, tok.AccessToken).refused(21325)
	refreshCall(t, srv, "").refused(21323)
	refreshCall(t, srv, tok.RefreshToken, "client_id", "2222222222").refused(21325)

	srv.Advance(time.Hour - time.Second)
	if again := refresh(t, srv, tok.RefreshToken); again.AccessToken != tok.AccessToken || again.RefreshToken != tok.RefreshToken || again.ExpiresIn != 1 {
		t.Errorf("a good token gives %+v", again)
	}
	srv.Advance(time.Second)
	get(t, srv, "/2/account/get_uid.json", "access_token", tok.AccessToken).refused(21327)
	next := refresh(t, srv, tok.RefreshToken)
	if next.AccessToken == tok.AccessToken || next.ExpiresIn != 3600 || next.UID != str(second) {
		t.Errorf("an expired token gives %+v", next)
	}
	get(t, srv, "/2/account/get_uid.json", "access_token", next.AccessToken).refusedNot(t)
	var info map[string]any
	post(t, srv, "/oauth2/get_token_info", "access_token", next.AccessToken).into(&info)
	if info["scope"] != "email" || info["expire_in"] != 3600.0 {
		t.Errorf("token info %v", info)
	}

	srv.Advance(30*24*time.Hour - time.Hour - time.Second)
	refresh(t, srv, tok.RefreshToken)
	srv.Advance(time.Second)
	refreshCall(t, srv, tok.RefreshToken).refused(21325)
}

func TestRevokeEndsRefreshing(t *testing.T) {
	srv := mobileServer(t)
	var tok tokenAnswer
	exchange(t, srv, decide(t, srv, "approve", "client_id", "1111111111").Get("code"), "client_id", "1111111111").into(&tok)
	code := decide(t, srv, "approve", "client_id", "1111111111").Get("code")
	post(t, srv, "/oauth2/revokeoauth2", "access_token", tok.AccessToken).refusedNot(t)
	refreshCall(t, srv, tok.RefreshToken).refused(21325)
	exchange(t, srv, code, "client_id", "1111111111").refused(21325)
}

// TestRevokeStrictly has what an application that is not reviewed meets after a withdrawal.
func TestRevokeStrictly(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.Strict())
	token := srv.Token(first)
	post(t, srv, "/oauth2/revokeoauth2", "access_token", token).refusedNot(t)
	a := get(t, srv, "/2/account/get_uid.json", "access_token", token)
	if a.refused(21321); a.status != http.StatusForbidden {
		t.Errorf("HTTP %d", a.status)
	}
	post(t, srv, "/oauth2/get_token_info", "access_token", token).refused(21332)
	get(t, srv, "/2/account/get_uid.json", "access_token", "invented").refused(21332)
}

// TestAdvance moves the clock and looks at what a token says of itself.
func TestAdvance(t *testing.T) {
	start := time.Date(2024, time.November, 18, 8, 0, 0, 0, time.UTC)
	srv := weibotest.NewServer(t, weibotest.Strict(), weibotest.WithApp(grantedApp), weibotest.WithClock(func() time.Time { return start }))
	srv.Advance(time.Minute)
	token := srv.Token(first)
	srv.Advance(time.Hour)
	var info struct {
		CreateAt int64 `json:"create_at"`
		ExpireIn int   `json:"expire_in"`
	}
	post(t, srv, "/oauth2/get_token_info", "access_token", token).into(&info)
	if info.CreateAt != start.Unix()+60 || info.ExpireIn != 23*3600 {
		t.Errorf("token info %+v", info)
	}
	if st := say(t, srv, token, "x", "rip", "211.156.0.1"); st.CreatedAt != "Mon Nov 18 17:01:00 +0800 2024" {
		t.Errorf("published at %s", st.CreatedAt)
	}
	srv.Advance(23 * time.Hour)
	get(t, srv, "/2/account/get_uid.json", "access_token", token).refused(21327)
}

// A clock can be moved.
type clock struct{ at atomic.Int64 }

func newClock(t time.Time) *clock {
	c := new(clock)
	c.at.Store(t.UnixNano())
	return c
}

func (c *clock) now() time.Time      { return time.Unix(0, c.at.Load()) }
func (c *clock) add(d time.Duration) { c.at.Add(int64(d)) }

func TestExpiry(t *testing.T) {
	c := newClock(time.Date(2024, time.November, 18, 8, 0, 0, 0, time.UTC))
	srv := weibotest.NewServer(t, weibotest.WithClock(c.now), weibotest.Strict())
	code := decide(t, srv, "approve", "client_id", weibotest.DefaultAppKey).Get("code")
	token := srv.Token(first)
	c.add(10 * time.Minute)
	exchange(t, srv, code, "client_id", weibotest.DefaultAppKey, "client_secret", weibotest.DefaultAppSecret).refused(21325)
	c.add(24*time.Hour - 10*time.Minute - time.Second)
	get(t, srv, "/2/account/get_uid.json", "access_token", token).refusedNot(t)
	c.add(time.Second)
	get(t, srv, "/2/account/get_uid.json", "access_token", token).refused(21327)
	post(t, srv, "/oauth2/get_token_info", "access_token", token).refused(21327)
}

func TestRevoke(t *testing.T) {
	for name, call := range map[string]func(*testing.T, *weibotest.Server, string, ...string) *answer{"GET": get, "POST": post} {
		t.Run(name, func(t *testing.T) {
			srv := weibotest.NewServer(t)
			one, two, other := srv.Token(first), srv.Token(first), srv.Token(second)
			var result map[string]any
			call(t, srv, "/oauth2/revokeoauth2", "access_token", one).into(&result)
			if result["result"] != true {
				t.Errorf("result %v", result)
			}
			get(t, srv, "/2/account/get_uid.json", "access_token", one).refused(21332)
			get(t, srv, "/2/account/get_uid.json", "access_token", two).refused(21332)
			get(t, srv, "/2/account/get_uid.json", "access_token", other).refusedNot(t)
			call(t, srv, "/oauth2/revokeoauth2", "access_token", one).refused(21332)
			call(t, srv, "/oauth2/get_token_info").refused(21323)
		})
	}
}

func TestTokenInfoOfDefaultApp(t *testing.T) {
	srv := weibotest.NewServer(t)
	var info struct {
		AppKey json.Number      `json:"appkey"`
		Scope  *json.RawMessage `json:"scope"`
	}
	post(t, srv, "/oauth2/get_token_info", "access_token", srv.Token(first)).into(&info)
	if info.AppKey.String() != weibotest.DefaultAppKey || info.Scope != nil {
		t.Errorf("appkey %s, scope %v", info.AppKey, info.Scope)
	}
}

func TestSecondPathOfOAuth2(t *testing.T) {
	srv := weibotest.NewServer(t)
	code := decide(t, srv, "approve").Get("code")
	a := post(t, srv, "/2/oauth2/access_token", "client_id", "any", "client_secret", "any",
		"grant_type", "authorization_code", "redirect_uri", callback, "code", code)
	a.refusedNot(t)
}

func TestCodePage(t *testing.T) {
	srv := weibotest.NewServer(t)
	a := get(t, srv, "/oauth2/default.html", "code", "the<code>")
	if !strings.Contains(string(a.body), "the&lt;code&gt;") {
		t.Errorf("%s", a.body)
	}
}
