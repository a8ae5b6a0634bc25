package login_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/login"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"golang.org/x/oauth2"
)

// An app is a web application with a sandbox for a Weibo. It answers with what became of a sign-in, as JSON.
type app struct {
	*httptest.Server
	sandbox *weibotest.Server
	handler *login.Handler
	users   []*login.SignedIn
	errs    []*login.Error
}

func newApp(t *testing.T, change ...func(*login.Handler)) *app {
	t.Helper()
	mux := http.NewServeMux()
	a := &app{Server: httptest.NewServer(mux), sandbox: weibotest.NewServer(t)}
	t.Cleanup(a.Close)
	a.handler = &login.Handler{
		OAuth2: a.sandbox.OAuth2(a.URL + "/callback"),
		Done: func(w http.ResponseWriter, _ *http.Request, u *login.SignedIn) {
			a.users = append(a.users, u)
			fmt.Fprintf(w, "signed in as %d, on to %s", u.UID, u.ReturnTo)
		},
		Failed: func(w http.ResponseWriter, _ *http.Request, err *login.Error) {
			a.errs = append(a.errs, err)
			w.WriteHeader(err.StatusCode())
		},
	}
	for _, c := range change {
		c(a.handler)
	}
	mux.HandleFunc("/login", a.handler.Start)
	mux.HandleFunc("/callback", a.handler.Callback)
	return a
}

// failure is the only one there was.
func (a *app) failure(t *testing.T) *login.Error {
	t.Helper()
	if len(a.errs) != 1 || len(a.users) != 0 {
		t.Fatalf("%d signed in, failures %v", len(a.users), a.errs)
	}
	return a.errs[0]
}

// exchanges counts the codes that arrived at Weibo.
func (a *app) exchanges() (n int) {
	for _, r := range a.sandbox.Requests() {
		if r.Operation == "oauth2/access_token" {
			n++
		}
	}
	return n
}

// A browser keeps cookies and shows where it is sent to, without going there.
type browser struct {
	t *testing.T
	http.Client
}

func newBrowser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (b *browser) do(resp *http.Response, err error) (*http.Response, string) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp, string(body)
}

func (b *browser) get(address string) (*http.Response, string) {
	b.t.Helper()
	return b.do(b.Get(address))
}

// start begins to sign in and returns the address of the authorize page.
func (b *browser) start(a *app, query string) *url.URL {
	b.t.Helper()
	resp, _ := b.get(a.URL + "/login" + query)
	page, err := resp.Location()
	if err != nil || resp.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("HTTP %d, %v", resp.StatusCode, err)
	}
	return page
}

// decide does what the user does on the authorize page, and returns where that leads to.
func (b *browser) decide(page *url.URL, uid int64, action string) string {
	b.t.Helper()
	form := page.Query()
	form.Set("uid", strconv.FormatInt(uid, 10))
	form.Set("action", action)
	resp, body := b.do(b.PostForm("http://"+page.Host+page.Path, form))
	back, err := resp.Location()
	if err != nil {
		b.t.Fatalf("HTTP %d: %s", resp.StatusCode, body)
	}
	return back.String()
}

func TestSignIn(t *testing.T) {
	a, b := newApp(t), newBrowser(t)
	uid := a.sandbox.Users()[1].UID
	back := b.decide(b.start(a, "?return_to=/posts%3Fpage=2%23top"), uid, "approve")
	resp, body := b.get(back)
	if want := fmt.Sprintf("signed in as %d, on to /posts?page=2#top", uid); body != want || resp.StatusCode != http.StatusOK {
		t.Fatalf("HTTP %d: %s; %v", resp.StatusCode, body, a.errs)
	}
	if tok := a.users[0].Token; !tok.Valid() || weibo.UID(tok) != uid || tok.Type() != "OAuth2" {
		t.Errorf("got %+v", tok)
	}
	if resp.Header.Get("Cache-Control") != "no-store" || resp.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("the code can get to others: %v", resp.Header)
	}
}

func TestReplayedCallback(t *testing.T) {
	a, b := newApp(t), newBrowser(t)
	back := b.decide(b.start(a, "?return_to=/posts"), a.sandbox.Users()[0].UID, "approve")
	b.get(back)
	resp, _ := b.get(back)
	if len(a.users) != 1 || len(a.errs) != 1 || a.exchanges() != 1 {
		t.Fatalf("%d signed in, failures %v, %d exchanges", len(a.users), a.errs, a.exchanges())
	}
	if err := a.errs[0]; !errors.Is(err, login.ErrStateUsed) || !errors.Is(err, login.ErrState) || err.ReturnTo != "/posts" || resp.StatusCode != 400 {
		t.Errorf("HTTP %d, %v to %s", resp.StatusCode, err, err.ReturnTo)
	}
}

func TestTabsSignInAtOnce(t *testing.T) {
	a, b := newApp(t), newBrowser(t)
	one, two := b.start(a, "?return_to=/1"), b.start(a, "?return_to=/2")
	for _, page := range []*url.URL{one, two} {
		b.get(b.decide(page, a.sandbox.Users()[0].UID, "approve"))
	}
	if len(a.users) != 2 || a.users[0].ReturnTo != "/1" || a.users[1].ReturnTo != "/2" {
		t.Errorf("got %v, %v", a.users, a.errs)
	}
}

func TestRefusedByUser(t *testing.T) {
	a, b := newApp(t), newBrowser(t)
	resp, _ := b.get(b.decide(b.start(a, "?return_to=/posts"), a.sandbox.Users()[0].UID, "refuse"))
	err := a.failure(t)
	if !errors.Is(err, login.ErrDenied) || errors.Is(err, login.ErrState) || !errors.Is(err, weibo.ErrPermission) || resp.StatusCode != 403 {
		t.Errorf("HTTP %d, %v", resp.StatusCode, err)
	}
	if err.ReturnTo != "/posts" || err.Hint("zh") == "" || err.Hint("en") == err.Hint("zh") {
		t.Errorf("%q, %q, %q", err.ReturnTo, err.Hint("en"), err.Hint("zh"))
	}
}

// What is on record of a refusal has no state.
func TestRefusedWithoutState(t *testing.T) {
	a, b := newApp(t), newBrowser(t)
	b.get(a.URL + "/callback?error_uri=%2Foauth2%2Fauthorize&error=access_denied&error_description=user%20denied%20your%20request.&error_code=21330")
	if err := a.failure(t); !errors.Is(err, login.ErrDenied) || err.ReturnTo != "/" {
		t.Errorf("got %v", err)
	}
}

func TestRedirectMismatch(t *testing.T) {
	a, b := newApp(t), newBrowser(t)
	back := b.decide(b.start(a, ""), a.sandbox.Users()[0].UID, "approve")
	a.handler.OAuth2.RedirectURL += "/" // differs from what the authorize page was told
	resp, _ := b.get(back)
	err := a.failure(t)
	if !errors.Is(err, login.ErrRedirectURL) || resp.StatusCode != http.StatusBadGateway || !strings.Contains(err.Hint("en"), strconv.Quote(a.URL+"/callback/")) {
		t.Errorf("HTTP %d, %v, %s", resp.StatusCode, err, err.Hint("en"))
	}
}

// TestBadState comes back with a code that is good, and a state that is not.
func TestBadState(t *testing.T) {
	tests := map[string]struct {
		come func(a *app, b *browser, back *url.URL)
		want error
	}{
		"no state": {func(a *app, b *browser, back *url.URL) {
			q := back.Query()
			q.Del("state")
			back.RawQuery = q.Encode()
		}, login.ErrStateMissing},
		"another state": {func(a *app, b *browser, back *url.URL) {
			q := back.Query()
			q.Set("state", strings.Repeat("A", len(q.Get("state"))))
			back.RawQuery = q.Encode()
		}, login.ErrStateForeign},
		"another browser": {func(a *app, b *browser, back *url.URL) {
			b.Jar = newBrowser(b.t).Jar
		}, login.ErrStateForeign},
		"the callback of another browser, in the midst of a sign-in": {func(a *app, b *browser, back *url.URL) {
			b.Jar = newBrowser(b.t).Jar
			b.start(a, "")
		}, login.ErrStateForeign},
		"the cookie of another sign-in": {func(a *app, b *browser, back *url.URL) {
			name := b.Jar.Cookies(back)[0].Name
			other := newBrowser(b.t)
			other.start(a, "")
			b.Jar.SetCookies(back, []*http.Cookie{{Name: name, Value: other.Jar.Cookies(back)[0].Value, Path: "/callback"}})
		}, login.ErrStateForeign},
		"a cookie without a signature":     {tamper(func(v string) string { return v[:strings.Index(v, ".")] }), login.ErrStateForeign},
		"a cookie with an empty signature": {tamper(func(v string) string { return v[:strings.Index(v, ".")+1] }), login.ErrStateForeign},
		"a cookie that was changed":        {tamper(func(v string) string { return "A" + v[1:] }), login.ErrStateForeign},
		"a cookie that was lengthened":     {tamper(func(v string) string { return strings.Replace(v, ".", "A.", 1) }), login.ErrStateForeign},
		"a cookie that is no base64":       {tamper(func(string) string { return "%%.%%" }), login.ErrStateForeign},
		"an empty cookie":                  {tamper(func(string) string { return "" }), login.ErrStateForeign},
		"the key of another process": {func(a *app, b *browser, back *url.URL) {
			other := newBrowser(b.t)
			second := newApp(b.t)
			other.start(second, "")
			name := b.Jar.Cookies(back)[0].Name
			there, _ := url.Parse(second.URL + "/callback")
			b.Jar.SetCookies(back, []*http.Cookie{{Name: name, Value: other.Jar.Cookies(there)[0].Value, Path: "/callback"}})
		}, login.ErrStateForeign},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a, b := newApp(t), newBrowser(t)
			back, err := url.Parse(b.decide(b.start(a, ""), a.sandbox.Users()[0].UID, "approve"))
			if err != nil {
				t.Fatal(err)
			}
			tt.come(a, b, back)
			resp, _ := b.get(back.String())
			if err := a.failure(t); !errors.Is(err, tt.want) || !errors.Is(err, login.ErrState) || resp.StatusCode != 400 || a.exchanges() != 0 {
				t.Errorf("HTTP %d, %v, %d exchanges", resp.StatusCode, err, a.exchanges())
			} else if err.Hint("en") == "" || err.Hint("zh-CN") == "" {
				t.Error("no hint")
			}
		})
	}
}

func tamper(change func(string) string) func(*app, *browser, *url.URL) {
	return func(_ *app, b *browser, back *url.URL) {
		c := b.Jar.Cookies(back)[0]
		c.Value, c.Path = change(c.Value), "/callback"
		b.Jar.SetCookies(back, []*http.Cookie{c})
	}
}

// TestCookie looks at what protects the state.
func TestCookie(t *testing.T) {
	for redirect, want := range map[string]struct {
		secure bool
		path   string
	}{
		"https://app.example.com/weibo/callback?a=b": {true, "/weibo/callback"},
		"http://localhost:8080/weibo/callback":       {false, "/weibo/callback"},
		"https://app.example.com":                    {true, "/"},
	} {
		h := &login.Handler{OAuth2: &weibo.OAuth2{AppKey: "1", RedirectURL: redirect}, MaxAge: time.Minute}
		w := httptest.NewRecorder()
		h.Start(w, httptest.NewRequest("GET", "/login", nil))
		cookies := w.Result().Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%d cookies", len(cookies))
		}
		c := cookies[0]
		if !c.HttpOnly || c.Secure != want.secure || c.SameSite != http.SameSiteLaxMode || c.Path != want.path || c.MaxAge != 120 || c.Domain != "" {
			t.Errorf("%s: %s", redirect, c)
		}
		page, err := w.Result().Location()
		if err != nil {
			t.Fatal(err)
		}
		if state := page.Query().Get("state"); len(state) < 22 || strings.Contains(c.String(), state) {
			t.Errorf("state %q, cookie %s", state, c)
		}
		if w.Header().Get("Cache-Control") != "no-store" {
			t.Error("the state can be cached")
		}
	}
}

// come calls the callback with the cookies and the state that a start gave.
func come(h *login.Handler, start *httptest.ResponseRecorder) {
	page, _ := start.Result().Location()
	r := httptest.NewRequest("GET", "/callback?code=x&state="+page.Query().Get("state"), nil)
	for _, c := range start.Result().Cookies() {
		r.AddCookie(c)
	}
	h.Callback(httptest.NewRecorder(), r)
}

func TestStateExpires(t *testing.T) {
	for after, want := range map[time.Duration]error{
		login.DefaultMaxAge - time.Second: nil, // the code is then refused
		login.DefaultMaxAge:               login.ErrStateExpired,
		24 * time.Hour:                    login.ErrStateExpired,
	} {
		synctest.Test(t, func(t *testing.T) {
			var got *login.Error
			h := &login.Handler{
				OAuth2: &weibo.OAuth2{AppKey: "1", AppSecret: "2", RedirectURL: "https://example.com/callback", HTTPClient: &http.Client{Transport: dead{}}},
				Failed: func(_ http.ResponseWriter, _ *http.Request, err *login.Error) { got = err },
			}
			w := httptest.NewRecorder()
			h.Start(w, httptest.NewRequest("GET", "/login?return_to=/posts", nil))
			time.Sleep(after)
			come(h, w)
			if got == nil || errors.Is(got, login.ErrState) != (want != nil) || want != nil && !errors.Is(got, want) || got.ReturnTo != "/posts" {
				t.Errorf("after %v: %v", after, got)
			}
		})
	}
}

// dead is a network that is down.
type dead struct{}

func (dead) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("no network") }

func TestKeyIsShared(t *testing.T) {
	key := []byte(strings.Repeat("k", 32))
	var errs []error
	handler := func(key []byte) *login.Handler {
		return &login.Handler{
			Key:    key,
			OAuth2: &weibo.OAuth2{AppKey: "1", AppSecret: "2", RedirectURL: "https://example.com/callback", HTTPClient: &http.Client{Transport: dead{}}},
			Failed: func(_ http.ResponseWriter, _ *http.Request, err *login.Error) { errs = append(errs, err) },
		}
	}
	w := httptest.NewRecorder()
	handler(key).Start(w, httptest.NewRequest("GET", "/login", nil))
	come(handler(key), w)
	come(handler([]byte(strings.Repeat("x", 32))), w)
	if len(errs) != 2 || errors.Is(errs[0], login.ErrState) || !errors.Is(errs[1], login.ErrStateForeign) {
		t.Errorf("got %v", errs)
	}
}

func TestShortKey(t *testing.T) {
	a, b := newApp(t, func(h *login.Handler) { h.Key = []byte("short") }), newBrowser(t)
	resp, _ := b.get(a.URL + "/login")
	if resp.StatusCode != 500 || len(resp.Cookies()) != 0 || resp.Header.Get("Location") != "" {
		t.Errorf("HTTP %d, %v", resp.StatusCode, resp.Header)
	}
	resp, _ = b.get(a.URL + "/callback?state=x&code=y")
	if resp.StatusCode != 500 || a.exchanges() != 0 {
		t.Errorf("HTTP %d", resp.StatusCode)
	}
}

func TestReturnTo(t *testing.T) {
	good := []string{"/", "/posts", "/posts?page=2&q=a%20b", "/用户/1", "/a//b", "/@example.com", "/?next=https://example.com", "/.//example.com", "/a#b", "/" + strings.Repeat("a", 2047)}
	bad := []string{
		"posts", "https://example.com", "//example.com", "///example.com", "/\\example.com", "\\\\example.com", "/a\\b", "/\t/example.com", "/\n/example.com",
		"\t//example.com", " /a", "/ /a", "javascript:alert(1)", "http:/a", "/%zz", "/a\x00b", "/a\r\nSet-Cookie: a=b", "/\u0085/a", "/\u00a0/a", "/\xff/a", "?a=b", "#a", "@example.com",
		"/" + strings.Repeat("a", 2048),
	}
	a := newApp(t)
	for _, path := range good {
		b := newBrowser(t)
		b.get(b.decide(b.start(a, "?return_to="+url.QueryEscape(path)), a.sandbox.Users()[0].UID, "approve"))
		if len(a.users) == 0 || a.users[len(a.users)-1].ReturnTo != path {
			t.Errorf("%q was not returned to: %v", path, a.errs)
		}
	}
	a.users = nil
	for _, path := range bad {
		a.errs = nil
		resp, _ := newBrowser(t).get(a.URL + "/login?return_to=" + url.QueryEscape(path))
		if err := a.failure(t); !errors.Is(err, login.ErrReturnTo) || err.ReturnTo != "/" || resp.StatusCode != 400 || resp.Header.Get("Location") != "" || err.Hint("zh") == "" {
			t.Errorf("%q: HTTP %d, %v", path, resp.StatusCode, err)
		}
	}
}

// FuzzReturnTo wants that a browser stays on the site wherever it is sent.
func FuzzReturnTo(f *testing.F) {
	for _, path := range []string{"/", "/posts?page=2", "//example.com", "/\\example.com", "/\t/example.com", "https://example.com", "/.//a", "/..//a"} {
		f.Add(path)
	}
	base, _ := url.Parse("https://app.example.com/callback")
	browsers := strings.NewReplacer("\\", "/", "\t", "", "\n", "", "\r", "") // what they make of an address
	f.Fuzz(func(t *testing.T, path string) {
		h := &login.Handler{
			OAuth2: &weibo.OAuth2{AppKey: "1", RedirectURL: base.String()},
			Failed: func(http.ResponseWriter, *http.Request, *login.Error) {},
		}
		w := httptest.NewRecorder()
		h.SignIn(w, httptest.NewRequest("GET", "/login", nil), path)
		if w.Header().Get("Location") == "" {
			return
		}
		to, err := base.Parse(browsers.Replace(path))
		if err != nil || to.Host != base.Host || to.Scheme != base.Scheme || len(w.Header().Get("Set-Cookie")) > 4096 {
			t.Errorf("%q leads to %v, %v", path, to, err)
		}
	})
}

func TestCallbackTakesNothingButGET(t *testing.T) {
	a, b := newApp(t), newBrowser(t)
	back := b.decide(b.start(a, ""), a.sandbox.Users()[0].UID, "approve")
	for _, method := range []string{"HEAD", "POST"} {
		req, err := http.NewRequest(method, back, nil)
		if err != nil {
			t.Fatal(err)
		}
		if resp, _ := b.do(b.Do(req)); resp.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s: HTTP %d", method, resp.StatusCode)
		}
	}
	if b.get(back); len(a.users) != 1 {
		t.Errorf("then not signed in: %v", a.errs)
	}
}

func TestAuthorizePageIsAskedFor(t *testing.T) {
	a, b := newApp(t, func(h *login.Handler) { h.OAuth2.Language = weibo.LanguageEnglish }), newBrowser(t)
	if q := b.start(a, "").Query(); q.Get("language") != "en" || q.Get("redirect_uri") != a.URL+"/callback" {
		t.Errorf("got %v", q)
	}
	w := httptest.NewRecorder()
	a.handler.SignIn(w, httptest.NewRequest("POST", "/again", nil), "", oauth2.SetAuthURLParam("forcelogin", "true"))
	if to := w.Header().Get("Location"); !strings.Contains(to, "forcelogin=true") {
		t.Errorf("sent to %s", to)
	}
}

// The default page has nothing in it that came in the address.
func TestDefaultFailure(t *testing.T) {
	a, b := newApp(t, func(h *login.Handler) { h.Failed = nil }), newBrowser(t)
	resp, body := b.get(a.URL + "/callback?error=access_denied&error_code=21330&error_description=PLANTED")
	if resp.StatusCode != 403 || strings.Contains(body, "PLANTED") || !strings.Contains(body, "did not agree") || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("HTTP %d: %s", resp.StatusCode, body)
	}
	req, err := http.NewRequest("GET", a.URL+"/callback", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Language", "zh-CN,zh;q=0.9")
	if resp, body := b.do(b.Do(req)); resp.StatusCode != 400 || !strings.Contains(body, "微博登录失败") {
		t.Errorf("HTTP %d: %s", resp.StatusCode, body)
	}
}

// TestPlantedSecrets prints all there is after a sign-in that Weibo refuses with what it was sent.
func TestPlantedSecrets(t *testing.T) {
	const appSecret, code, key = "PLANTEDappSecret", "PLANTEDcode", "PLANTEDkeyPLANTEDkeyPLANTEDkeyPL"
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(400)
		fmt.Fprintf(w, `{"error":"invalid_grant","error_code":21325,"error_description":"%s %s"}`, r.FormValue("code"), r.FormValue("client_secret"))
	}))
	defer echo.Close()
	var got *login.Error
	h := &login.Handler{
		Key:    []byte(key),
		OAuth2: &weibo.OAuth2{AppKey: "1", AppSecret: appSecret, RedirectURL: "https://example.com/callback", BaseURL: echo.URL},
		Failed: func(_ http.ResponseWriter, _ *http.Request, err *login.Error) { got = err },
	}
	w := httptest.NewRecorder()
	h.Start(w, httptest.NewRequest("GET", "/login", nil))
	page, _ := w.Result().Location()
	r := httptest.NewRequest("GET", "/callback?code="+code+"&state="+page.Query().Get("state"), nil)
	r.AddCookie(w.Result().Cookies()[0])
	h.Callback(httptest.NewRecorder(), r)
	if !errors.Is(got, weibo.ErrUnauthorized) || got.StatusCode() != http.StatusBadGateway {
		t.Fatalf("got %v", got)
	}
	asJSON, _ := json.Marshal(h.OAuth2)
	printed := fmt.Sprintf("%v %+v %#v %v %+v %#v %s %s", got, got.Err, got.Err, h, h, h.OAuth2, asJSON, got.Hint("en"))
	for _, s := range []string{appSecret, code, key, fmt.Sprintf("%x", key), fmt.Sprint([]byte(key))} {
		if strings.Contains(printed, s) {
			t.Errorf("%s is in %s", s, printed)
		}
	}
}

func TestUserOfTokenIsNotKnown(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"access_token":"2.00x","expires_in":1000}`)
	}))
	defer srv.Close()
	a, b := newApp(t), newBrowser(t)
	back := b.decide(b.start(a, ""), a.sandbox.Users()[0].UID, "approve")
	a.handler.OAuth2.BaseURL = srv.URL
	if resp, _ := b.get(back); resp.StatusCode != http.StatusBadGateway {
		t.Errorf("HTTP %d", resp.StatusCode)
	}
	a.failure(t)
}
