package weibotest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"golang.org/x/net/html"
)

func view(t *testing.T, address, language string) string {
	t.Helper()
	req := request(t, "GET", address, "", nil)
	req.Header.Set("Accept-Language", language)
	a := do(t, req)
	if a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Fatalf("%s: HTTP %d %s", address, a.status, a.header.Get("Content-Type"))
	}
	return string(a.body)
}

// signIn returns a person who uses the pages as an account.
func signIn(t *testing.T, srv *weibotest.Server, uid int64) *person {
	t.Helper()
	p := newPerson(t, srv)
	if a := p.post("/signin", "uid", str(uid)); a.status != http.StatusSeeOther {
		t.Fatalf("HTTP %d: %s", a.status, a.body)
	}
	return p
}

func (p *person) get(path string) *answer {
	p.t.Helper()
	return p.send(request(p.t, "GET", p.srv.URL+path, "", nil))
}

func (p *person) post(path string, pairs ...string) *answer {
	p.t.Helper()
	return p.send(request(p.t, "POST", p.srv.URL+path, formType, strings.NewReader(params(pairs...).Encode())))
}

// page returns a page, which must be there.
func (p *person) page(path string) string {
	p.t.Helper()
	a := p.get(path)
	if a.status != 200 {
		p.t.Fatalf("%s: HTTP %d: %s", path, a.status, a.body)
	}
	return string(a.body)
}

// wantAll wants a page to hold all of these.
func wantAll(t *testing.T, page string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %s", want)
		}
	}
}

func TestHomePage(t *testing.T) {
	srv := weibotest.NewServer(t)
	en, zh := view(t, srv.URL+"/", "en-GB,zh;q=0.5"), view(t, srv.URL+"/", "fr, zh-CN;q=0.8, en;q=0.5")
	for _, page := range []string{en, zh} {
		wantAll(t, page, srv.URL, "/api", "/requests", "/app", "349")
	}
	if !strings.Contains(en, "A local Weibo") || !strings.Contains(zh, "本地微博") || strings.Contains(zh, "A local Weibo") {
		t.Error("the languages are mixed up")
	}
}

func TestHomeTimeline(t *testing.T) {
	srv := weibotest.NewServer(t)
	var st status
	upload(t, srv, "/2/statuses/upload.json", "pic", "a.jpg", jpeg, "access_token", srv.Token(first), "status", "my cat").into(&st)
	secret := say(t, srv, srv.Token(first), "for me alone", "visible", "1")
	wantAll(t, view(t, srv.URL+"/", ""), "my cat", st.ThumbnailPic, st.OriginalPic, "/s/"+st.IDStr, "测试用户")
	for uid, seen := range map[int64]bool{0: false, second: false, first: true} {
		p := signIn(t, srv, uid)
		if strings.Contains(p.page("/"), "for me alone") != seen || (p.get("/s/"+secret.IDStr).status == 200) != seen {
			t.Errorf("what only its author may see is shown to %d", uid)
		}
	}
}

func TestUserPage(t *testing.T) {
	srv := weibotest.NewServer(t)
	one, two := srv.Token(first), srv.Token(second)
	var st, repost status
	upload(t, srv, "/2/statuses/upload.json", "pic", "a.jpg", jpeg, "access_token", one, "status", "猫").into(&st)
	post(t, srv, "/2/statuses/repost.json", "access_token", two, "id", st.IDStr, "status", "看").into(&repost)
	wantAll(t, view(t, srv.URL+"/u/1404376560", ""), st.ThumbnailPic, st.OriginalPic, "猫", "/s/"+st.IDStr)
	wantAll(t, view(t, srv.URL+"/u/1404376561", ""), "看", st.ThumbnailPic, "@测试用户", "猫")
	post(t, srv, "/2/statuses/destroy.json", "access_token", one, "id", st.IDStr).refusedNot(t)
	theirs := view(t, srv.URL+"/u/1404376561", "")
	if !strings.Contains(theirs, "此微博已被原作者删除") || strings.Contains(theirs, st.ThumbnailPic) {
		t.Error("the page shows a deleted original")
	}
}

func TestUserPageHasPages(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	texts := make([]string, 25)
	for i := range texts {
		texts[i] = "text-" + string(rune('a'+i)) + "."
		say(t, srv, token, texts[i])
	}
	for _, path := range []string{"/u/1404376560", "/"} {
		page := view(t, srv.URL+path, "en")
		_, link, found := strings.Cut(page, `<a href="?max_id=`)
		if !found || !strings.Contains(page, texts[24]) || strings.Contains(page, texts[4]) {
			t.Fatal("the first page is wrong")
		}
		id, _, _ := strings.Cut(link, `"`)
		older := view(t, srv.URL+path+"?max_id="+id, "en")
		if !strings.Contains(older, texts[4]) || !strings.Contains(older, texts[0]) || strings.Contains(older, texts[5]) ||
			strings.Contains(older, `<a href="?max_id=`) {
			t.Error("the second page is wrong")
		}
	}
}

func TestStatusPage(t *testing.T) {
	srv := weibotest.NewServer(t)
	long := strings.Repeat("长", 400) + "完"
	st := say(t, srv, srv.Token(first), long+" @示例小猫 https://example.com/a?b=1&c=2", "is_longtext", "1", "lat", "39.9", "long", "116.3")
	commentOn(t, srv, srv.Token(second), st.IDStr, "好猫")
	page := view(t, srv.URL+"/s/"+st.IDStr, "zh")
	wantAll(t, page, "完", "好猫", "39.9, 116.3", `<a href="https://example.com/a?b=1&amp;c=2"`, `<a href="`+srv.URL+"/n/"+url.PathEscape("示例小猫")+`"`)
	if a := get(t, srv, "/n/"+url.PathEscape("示例小猫")); a.status != 302 || a.header.Get("Location") != "/u/1404376561" {
		t.Errorf("a name leads to HTTP %d %s", a.status, a.header.Get("Location"))
	}
}

func TestPagesThatAreNotThere(t *testing.T) {
	srv := weibotest.NewServer(t)
	for _, path := range []string{"/u/1", "/u/x", "/s/1", "/s/x", "/n/nobody", "/requests/1", "/requests/x", "/api/resources/None",
		"/api/operations/none", "/api/schemas/None", "/assets/", "/assets/none.css", "/assets/home.html"} {
		if a := get(t, srv, path); a.status != 404 {
			t.Errorf("%s: HTTP %d", path, a.status)
		}
	}
}

// What comes from outside is text on every page, wherever it was put.
func TestPagesEscape(t *testing.T) {
	const planted = `"'><script>alert(1)</script><img src=x onerror=alert(2)>`
	app := weibotest.App{Key: planted, Secret: planted, Name: planted, SafeDomains: []string{planted}, RedirectURL: "javascript:alert(3)"}
	srv := weibotest.NewServer(t, weibotest.WithApp(app))
	one := srv.Token(first)
	st := say(t, srv, one, planted)
	commentOn(t, srv, srv.Token(second), st.IDStr, planted)
	say(t, srv, one, "javascript:alert(4) @"+planted+" #"+planted+"# https://example.com/"+planted)
	get(t, srv, "/2/statuses/show.json", "id", planted, planted, planted, "access_token", one).refused(10017)
	get(t, srv, "/2/"+url.PathEscape(planted)).refused(10020)
	p := signIn(t, srv, first)
	pages := []string{"/", "/u/1404376560", "/s/" + st.IDStr, "/requests", "/app", "/faults?operation=" + url.QueryEscape(planted), "/requests?operation=" + url.QueryEscape(planted),
		"/api?q=" + url.QueryEscape(planted), "/api/operations/statusesShare?status=" + url.QueryEscape(planted)}
	for i := range srv.Requests() {
		pages = append(pages, fmt.Sprint("/requests/", i+1))
	}
	answers := []*answer{
		p.post("/api/operations/statusesShow", "id", planted, "(uid)", planted, "(json)", planted),
		p.post("/api/operations/statusesShare", "status", planted+"2", "(uid)", str(first)),
		p.post("/act", "act", "commentsCreate", "id", planted, "comment", planted, "to", planted),
		p.post("/act", "act", planted),
		p.post("/faults", "operation", planted, "times", planted, "code", planted, "reply", planted),
	}
	for _, path := range pages {
		answers = append(answers, p.get(path))
	}
	seen := 0
	for i, a := range answers {
		if err := foreign(a.body); err != nil {
			t.Errorf("page %d: %v", i, err)
		}
		seen += strings.Count(string(a.body), "alert(1)&lt;/script&gt;")
	}
	if seen < len(pages) {
		t.Errorf("what was planted shows up only %d times", seen)
	}
}

// foreign returns an error if a page has something that no template of ours has.
func foreign(page []byte) error {
	doc, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		return err
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src" && a.Val == "x",
				(a.Key == "href" || a.Key == "action") && strings.HasPrefix(strings.TrimSpace(a.Val), "javascript:"):
				return fmt.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
		if n.Type == html.ElementNode && n.Data == "script" && (n.FirstChild != nil || !slices.Contains(n.Attr, html.Attribute{Key: "src", Val: "/assets/script.js"})) {
			return fmt.Errorf("a script: %v", n.Attr)
		}
	}
	return nil
}

func TestPagesAllowNothingFromElsewhere(t *testing.T) {
	srv := weibotest.NewServer(t)
	for _, path := range []string{"/", "/requests", "/faults", "/app", "/api", "/u/1", "/oauth2/authorize?client_id=1&redirect_uri=https://example.com"} {
		policy := get(t, srv, path).header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: %s", path, policy)
		}
	}
}

func TestLanguageIsRemembered(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	a := p.post("/language", "language", "zh-CN", "to", "/api?q=share")
	if a.status != 303 || a.header.Get("Location") != "/api?q=share" {
		t.Errorf("HTTP %d to %s", a.status, a.header.Get("Location"))
	}
	wantAll(t, p.page("/"), "本地微博")
	p.post("/language", "language", "en", "to", "/")
	wantAll(t, p.page("/"), "A local Weibo")
	p.post("/language", "language", "xx", "to", "/")
	wantAll(t, p.page("/"), "A local Weibo")
}

func TestFormsLeadNowhereElse(t *testing.T) {
	srv := weibotest.NewServer(t)
	for _, to := range []string{"https://example.com/", "//example.com", `/\example.com`, `\\example.com`, "javascript:alert(1)", "x", "", "///example.com", "http:/x", "/\t/example.com"} {
		if a := newPerson(t, srv).post("/language", "language", "en", "to", to); a.status != 303 || a.header.Get("Location") != "/" {
			t.Errorf("%q: HTTP %d to %s", to, a.status, a.header.Get("Location"))
		}
	}
}

// forms are what a page of another site could send.
var forms = []string{"/signin", "/signout", "/language", "/publish", "/act", "/faults", "/faults/clear", "/app/token", "/app/revoke", "/app/advance", "/app/reset", "/api/operations/statusesShare"}

func TestPageFormsOfOtherSites(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := signIn(t, srv, first)
	for _, path := range forms {
		req := request(t, "POST", srv.URL+path, formType, strings.NewReader("uid=1404376561&status=x&by=1h&(uid)=1404376560&token="+srv.Token(first)))
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		if a := p.send(req); a.status != http.StatusForbidden || a.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: HTTP %d", path, a.status)
		}
	}
	if n := len(srv.Requests()); n > 0 {
		t.Errorf("%d calls were made", n)
	}
}

func TestFormsThatAreTooLarge(t *testing.T) {
	srv := weibotest.NewServer(t)
	body, contentType := multipartBody(t, "pic", "large.png", make([]byte, 9<<20), params("status", "x"))
	p := signIn(t, srv, first)
	if a := p.send(request(t, "POST", srv.URL+"/publish", contentType, body)); a.status != http.StatusBadRequest {
		t.Errorf("HTTP %d", a.status)
	}
}

func TestSigningInOnThePages(t *testing.T) {
	srv := weibotest.NewServer(t)
	p := newPerson(t, srv)
	if strings.Contains(p.page("/"), `action="/publish"`) || strings.Contains(p.page("/app"), "/signout") {
		t.Error("nobody is signed in, yet can publish or sign out")
	}
	wayBack(t, p.submit(p.open(), choose(second, "approve")))
	page := p.page("/app")
	if !strings.Contains(page, "/signout") || strings.Count(page, "signed in with this browser") != 1 {
		t.Error("it does not say who is signed in")
	}
	p.post("/signout")
	if strings.Contains(p.page("/app"), "/signout") {
		t.Error("still signed in")
	}
}

// A page of another site may have made a name of its own point to this machine. It gets nothing that controls the sandbox.
func TestPagesUnderAForeignName(t *testing.T) {
	srv := weibotest.NewServer(t)
	for _, pattern := range []string{"GET /requests", "GET /requests/1", "GET /faults", "GET /app", "POST /faults", "POST /faults/clear",
		"POST /app/token", "POST /app/revoke", "POST /app/advance", "POST /app/reset"} {
		method, path, _ := strings.Cut(pattern, " ")
		req := request(t, method, srv.URL+path, formType, strings.NewReader("code=10023&uid=1404376560&by=1h"))
		req.Host = "rebound.example"
		if a := do(t, req); a.status != http.StatusForbidden || strings.Contains(string(a.body), weibotest.DefaultAppSecret) {
			t.Errorf("%s: HTTP %d", pattern, a.status)
		}
	}
	if len(srv.Faults()) > 0 {
		t.Error("a fault was planned")
	}
}

// Whatever a form says where to go, a browser stays here.
func FuzzGoBack(f *testing.F) {
	for _, to := range []string{"/api?q=x", "//example.com", `/\example.com`, "/%2f/example.com", "/a#b", "/\t/x", "https://example.com", ""} {
		f.Add(to)
	}
	sandbox := weibotest.New()
	f.Fuzz(func(t *testing.T, to string) {
		req := httptest.NewRequest("POST", "http://127.0.0.1/language", strings.NewReader(params("language", "en", "to", to).Encode()))
		req.Header.Set("Content-Type", formType)
		w := httptest.NewRecorder()
		sandbox.ServeHTTP(w, req)
		location := w.Header().Get("Location")
		u, err := req.URL.Parse(location)
		if w.Code != http.StatusSeeOther || err != nil || u.Host != "127.0.0.1" || !strings.HasPrefix(location, "/") ||
			len(location) > 1 && strings.ContainsAny(location[1:2], `/\`) || strings.ContainsAny(location, "\r\n\t") {
			t.Errorf("%q leads to %q, HTTP %d", to, location, w.Code)
		}
	})
}
