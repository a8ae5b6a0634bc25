package weibotest_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"golang.org/x/net/html"
)

// A person signs in with a browser: with cookies, and with the forms that pages have.
type person struct {
	t   *testing.T
	srv *weibotest.Server
	jar http.CookieJar
}

func newPerson(t *testing.T, srv *weibotest.Server) *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t, srv, jar}
}

func (p *person) send(req *http.Request) *answer {
	p.t.Helper()
	for _, c := range p.jar.Cookies(req.URL) {
		req.AddCookie(c)
	}
	a := do(p.t, req)
	p.jar.SetCookies(req.URL, (&http.Response{Header: a.header}).Cookies())
	return a
}

// open opens the authorize page.
func (p *person) open(pairs ...string) *answer {
	p.t.Helper()
	query := params(append([]string{"client_id", "1111111111", "redirect_uri", callback}, pairs...)...)
	return p.send(request(p.t, "GET", p.srv.URL+"/oauth2/authorize?"+query.Encode(), "", nil))
}

// submit sends the form of a page after change has chosen.
func (p *person) submit(page *answer, change func(url.Values)) *answer {
	p.t.Helper()
	action, fields := readForm(p.t, page)
	change(fields)
	return p.send(request(p.t, "POST", p.srv.URL+action, formType, strings.NewReader(fields.Encode())))
}

func choose(uid int64, action string) func(url.Values) {
	return func(fields url.Values) {
		fields.Set("uid", str(uid))
		fields.Set("action", action)
	}
}

// readForm returns where the form of a page goes, and what it sends as it stands, with no button pressed.
func readForm(t *testing.T, page *answer) (action string, fields url.Values) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(string(page.body)))
	if err != nil || page.status != http.StatusOK {
		t.Fatalf("HTTP %d, %v", page.status, err)
	}
	fields = url.Values{}
	for n := range doc.Descendants() {
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		_, checked := attrs["checked"]
		switch {
		case n.Data == "form":
			action = attrs["action"]
		case n.Data == "input" && (attrs["type"] == "hidden" || checked):
			fields.Add(attrs["name"], attrs["value"])
		}
	}
	if action == "" {
		t.Fatalf("there is no form: %s", page.body)
	}
	return action, fields
}

// wayBack returns what the application is told in the query, or in the fragment.
func wayBack(t *testing.T, a *answer) (query, fragment url.Values) {
	t.Helper()
	u, err := url.Parse(a.header.Get("Location"))
	if err != nil || a.status != http.StatusFound || u.Host != "app.example.com" || u.Path != "/callback" || u.Query().Get("from") != "weibo" {
		t.Fatalf("HTTP %d to %q: %s", a.status, a.header.Get("Location"), a.body)
	}
	fragment, err = url.ParseQuery(u.EscapedFragment())
	if err != nil {
		t.Fatal(err)
	}
	return u.Query(), fragment
}

// asked tells whether the answer is the page that asks, and which account it has chosen.
func asked(t *testing.T, a *answer) string {
	t.Helper()
	_, fields := readForm(t, a)
	return fields.Get("uid")
}

func TestAuthorizeFormCarriesThePage(t *testing.T) {
	srv := weibotest.NewServer(t)
	page := newPerson(t, srv).open("state", `"><script>`, "scope", "email,all", "forcelogin", "true", "display", "mobile", "language", "en", "response_type", "code")
	_, fields := readForm(t, page)
	want := params("client_id", "1111111111", "redirect_uri", callback, "state", `"><script>`, "uid", str(first), "forcelogin", "true",
		"display", "mobile", "language", "en", "response_type", "code")
	want["scope"] = []string{"email", "all"}
	for name := range want {
		if !slices.Equal(fields[name], want[name]) {
			t.Errorf("%s is %q, want %q", name, fields[name], want[name])
		}
	}
	if len(fields) != len(want) {
		t.Errorf("fields %v", fields)
	}
}

func TestAuthorizePageLanguage(t *testing.T) {
	srv := weibotest.NewServer(t)
	for _, tt := range []struct{ language, browser, want string }{
		{"", "zh-CN,en;q=0.5", "授权"},
		{"", "en", "Approve"},
		{"en", "zh-CN", "Approve"},
	} {
		page := view(t, srv.URL+"/oauth2/authorize?"+params("client_id", "1", "redirect_uri", callback, "language", tt.language).Encode(), tt.browser)
		if !strings.Contains(page, ">"+tt.want+"</button>") {
			t.Errorf("language %q, browser %q: no button %s", tt.language, tt.browser, tt.want)
		}
	}
}

func TestAuthorizePageIsClosed(t *testing.T) {
	srv := weibotest.NewServer(t, weibotest.WithApp(weibotest.App{Key: "1111111111", Name: "<b>name</b>"}))
	page := newPerson(t, srv).open("scope", "<b>scope</b>")
	if s := string(page.body); strings.Contains(s, "<b>name") || strings.Contains(s, "<b>scope") || strings.Count(s, "<script") != 1 {
		t.Errorf("not escaped: %s", s)
	}
	policy := page.header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy is %q", policy)
		}
	}
	if page.header.Get("Cache-Control") != "no-store" {
		t.Error("the page may be kept")
	}
}

func TestBrowserIsRemembered(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	page := p.open()
	if got := asked(t, page); got != str(first) {
		t.Errorf("a new browser has chosen %s", got)
	}
	a := p.submit(page, choose(second, "approve"))
	wayBack(t, a)
	cookie := a.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie is %s", cookie)
		}
	}

	query, _ := wayBack(t, p.open("state", "again"))
	var tok struct{ UID string }
	exchange(t, srv, query.Get("code"), "client_id", "1111111111").into(&tok)
	if query.Get("state") != "again" || tok.UID != str(second) {
		t.Errorf("the second time gives %v for %s", query, tok.UID)
	}

	for name, pairs := range map[string][]string{
		"forcelogin":   {"forcelogin", "true"},
		"another app":  {"client_id", "2222222222"},
		"one scope":    {"scope", "email"},
		"other scopes": {"scope", "email,all"},
	} {
		if got := asked(t, p.open(pairs...)); got != str(second) {
			t.Errorf("%s: asked, but has chosen %s", name, got)
		}
	}
	asked(t, newPerson(t, srv).open()) // another browser
}

func TestRefusalIsNotRemembered(t *testing.T) {
	p := newPerson(t, weibotest.NewServer(t))
	wayBack(t, p.submit(p.open(), choose(second, "refuse")))
	if got := asked(t, p.open()); got != str(first) {
		t.Errorf("chosen is %s", got)
	}
}

// TestWhatEndsAnApproval has a browser that would not be asked again, but for what happens.
func TestWhatEndsAnApproval(t *testing.T) {
	for _, tt := range []struct {
		name   string
		happen func(p *person, token string)
		chosen int64
	}{
		{"it expires", func(p *person, _ string) { p.srv.Advance(time.Hour) }, second},
		{"it is withdrawn", func(p *person, token string) {
			post(p.t, p.srv, "/oauth2/revokeoauth2", "access_token", token).refusedNot(p.t)
		}, second},
		{"the user signs out", func(p *person, _ string) {
			a := p.send(request(p.t, "POST", p.srv.URL+"/signout", "", nil))
			if a.status != http.StatusSeeOther || a.header.Get("Location") != "/" {
				p.t.Errorf("HTTP %d", a.status)
			}
		}, first},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := weibotest.NewServer(t, weibotest.WithApp(weibotest.App{Key: "1111111111", TokenLifetime: time.Hour}))
			p := newPerson(t, srv)
			query, _ := wayBack(t, p.submit(p.open(), choose(second, "approve")))
			var tok struct {
				AccessToken string `json:"access_token"`
			}
			exchange(t, srv, query.Get("code"), "client_id", "1111111111").into(&tok)
			srv.Advance(time.Hour - time.Second)
			wayBack(t, p.open()) // not asked yet
			tt.happen(p, tok.AccessToken)
			if got := asked(t, p.open()); got != str(tt.chosen) {
				t.Errorf("chosen is %s", got)
			}
		})
	}
}

func TestUserChoosesScopes(t *testing.T) {
	for _, tt := range []struct {
		name    string
		granted []string
		want    any
	}{
		{"all", []string{"email", "invitation_write"}, "email,invitation_write"},
		{"one", []string{"invitation_write"}, "invitation_write"},
		{"none", nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := weibotest.NewServer(t)
			p := newPerson(t, srv)
			page := p.open("scope", "email,invitation_write")
			query, _ := wayBack(t, p.submit(page, func(fields url.Values) {
				choose(first, "approve")(fields)
				fields["scope"] = tt.granted
			}))
			var tok, info map[string]any
			exchange(t, srv, query.Get("code"), "client_id", "1111111111").into(&tok)
			post(t, srv, "/oauth2/get_token_info", "access_token", tok["access_token"].(string)).into(&info)
			if info["scope"] != tt.want {
				t.Errorf("granted %v, want %v", info["scope"], tt.want)
			}
			again := p.open("scope", "email,invitation_write")
			if len(tt.granted) == 2 {
				wayBack(t, again)
			} else {
				asked(t, again)
			}
		})
	}
}

func TestUnknownScopeIsNoted(t *testing.T) {
	srv := weibotest.NewServer(t)
	page := newPerson(t, srv).open("scope", "email all") // blanks, where Weibo wants commas
	if !strings.Contains(string(page.body), "email all") {
		t.Error("it is not shown")
	}
	if r := srv.Requests()[0]; len(r.Problems) != 1 || r.Problems[0] != "unknown scope email all" {
		t.Errorf("problems %q", r.Problems)
	}
}

func TestFormsOfOtherSites(t *testing.T) {
	srv := weibotest.NewServer(t)
	for _, tt := range []struct {
		name, header, value string
		ok                  bool
	}{
		{"cross-site", "Sec-Fetch-Site", "cross-site", false},
		{"same-site", "Sec-Fetch-Site", "same-site", false},
		{"other origin", "Origin", "https://evil.example.com", false},
		{"hidden origin", "Origin", "null", false},
		{"same origin", "Sec-Fetch-Site", "same-origin", true},
		{"own origin", "Origin", srv.URL, true},
		{"typed in", "Sec-Fetch-Site", "none", true},
		{"no browser", "User-Agent", "curl", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, action := range []string{"approve", "refuse"} {
				form := params("client_id", "1", "redirect_uri", callback, "uid", str(first), "action", action)
				req := request(t, "POST", srv.URL+"/oauth2/authorize", formType, strings.NewReader(form.Encode()))
				req.Header.Set(tt.header, tt.value)
				if a := do(t, req); tt.ok {
					wayBack(t, a)
				} else if a.refused(21330); a.status != http.StatusForbidden || a.header.Get("Location") != "" || a.header.Get("Set-Cookie") != "" {
					t.Errorf("HTTP %d %v", a.status, a.header)
				}
			}
			req := request(t, "POST", srv.URL+"/signout", "", nil)
			req.Header.Set(tt.header, tt.value)
			if a := do(t, req); (a.status == http.StatusSeeOther) != tt.ok {
				t.Errorf("sign out: HTTP %d", a.status)
			}
		})
	}
	// The page itself may be asked for from anywhere, in either way.
	req := request(t, "POST", srv.URL+"/oauth2/authorize", formType, strings.NewReader(params("client_id", "1", "redirect_uri", callback).Encode()))
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	asked(t, do(t, req))
}

func TestDecisionWithoutAccount(t *testing.T) {
	srv := weibotest.NewServer(t)
	form := []string{"client_id", "1", "redirect_uri", callback, "action", "approve"}
	if r := post(t, srv, "/oauth2/authorize", form...).refused(21323); !strings.Contains(r.ErrorDescription, "uid") {
		t.Errorf("%+v", r)
	}
	post(t, srv, "/oauth2/authorize", append(form, "uid", "1")...).refused(20003)
	post(t, srv, "/oauth2/authorize", append(form, "uid", str(first), "action", "x")...).refused(21323)
}

func TestImplicitFlow(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	query, fragment := wayBack(t, p.submit(p.open("response_type", "token", "state", "s t&te"), choose(second, "approve")))
	if query.Has("code") || query.Has("access_token") || fragment.Get("state") != "s t&te" || fragment.Get("expires_in") != "157679999" || fragment.Has("refresh_token") {
		t.Errorf("sent back with %v # %v", query, fragment)
	}
	var me struct{ UID int64 }
	get(t, srv, "/2/account/get_uid.json", "access_token", fragment.Get("access_token")).into(&me)
	if me.UID != second {
		t.Errorf("signed in as %d", me.UID)
	}
	query, fragment = wayBack(t, p.submit(p.open("response_type", "token", "forcelogin", "true"), choose(second, "refuse")))
	if query.Has("error") || fragment.Get("error") != "access_denied" || fragment.Get("error_code") != "21330" {
		t.Errorf("refused with %v # %v", query, fragment)
	}
}

func TestImplicitFlowOfMobileApp(t *testing.T) {
	srv := mobileServer(t)
	p := newPerson(t, srv)
	_, fragment := wayBack(t, p.submit(p.open("response_type", "token"), choose(second, "approve")))
	if got := refresh(t, srv, fragment.Get("refresh_token")); got.AccessToken != fragment.Get("access_token") {
		t.Errorf("the refresh token gives %+v", got)
	}
}

func TestInSiteAppGetsNoCode(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	a := p.submit(p.open("display", "apponweibo"), choose(second, "approve"))
	if a.status != http.StatusOK || !strings.Contains(string(a.body), `href="`+callback+`"`) || strings.Contains(string(a.body), "code=") {
		t.Errorf("HTTP %d: %s", a.status, a.body)
	}
}

// TestCallbackOfWeibo signs an application in that has Weibo's own page for a callback. The browser stays in the sandbox.
func TestCallbackOfWeibo(t *testing.T) {
	const own = "https://api.weibo.com/oauth2/default.html"
	srv := weibotest.NewServer(t, weibotest.Strict(), weibotest.WithApp(weibotest.App{Key: "1111111111", Secret: "secret", RedirectURL: own}))
	p := newPerson(t, srv)
	page := p.open("redirect_uri", own)
	if !strings.Contains(string(page.body), srv.URL+"/oauth2/default.html") {
		t.Error("the page does not say where the answer goes")
	}
	a := p.submit(page, choose(second, "approve"))
	address, query, _ := strings.Cut(a.header.Get("Location"), "?")
	if address != srv.URL+"/oauth2/default.html" {
		t.Fatalf("sent to %s", address)
	}
	code, _ := url.ParseQuery(query)
	exchange(t, srv, code.Get("code"), "client_id", "1111111111", "client_secret", "secret", "redirect_uri", own).refusedNot(t)
	for _, other := range []string{own + "x", own + "?", "https://api.weibo.com.example.com/oauth2/default.html", srv.URL + "/oauth2/default.html"} {
		p.open("redirect_uri", other).refused(21322)
	}
}

func TestCookieThatWasTamperedWith(t *testing.T) {
	srv := weibotest.NewServer(t)
	for _, value := range []string{"", "x", "-1", "0", "99999999999999999999"} {
		req := request(t, "GET", srv.URL+"/oauth2/authorize?"+params("client_id", "1", "redirect_uri", callback).Encode(), "", nil)
		req.Header.Set("Cookie", "weibo_sandbox_uid="+value)
		if got := asked(t, do(t, req)); got != str(first) {
			t.Errorf("%q: chosen is %s", value, got)
		}
	}
}
