package main

import (
	"bytes"
	"html"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/tokens"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A world is a site with a Weibo of its own.
type world struct {
	*httptest.Server
	weibo *weibotest.Server
	store *tokens.Memory
	log   *safeBuffer

	mu     sync.Mutex
	faults map[string]http.HandlerFunc // by the path of the call
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Server: httptest.NewUnstartedServer(nil), store: new(tokens.Memory), log: new(safeBuffer), faults: map[string]http.HandlerFunc{}}
	back := "http://" + w.Listener.Addr().String() + "/callback"
	w.weibo = weibotest.NewServer(t, weibotest.Strict(), weibotest.WithApp(weibotest.App{
		Key: weibotest.DefaultAppKey, Secret: appSecret, RedirectURL: back, SafeDomains: []string{"127.0.0.1"},
	}))
	front := httptest.NewServer(w)
	t.Cleanup(front.Close)
	o := w.weibo.OAuth2(back)
	o.BaseURL = front.URL
	s, err := newSite(o, w.store, slog.New(slog.NewTextHandler(w.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	w.Config.Handler = s
	w.Start()
	t.Cleanup(w.Close)
	return w
}

const appSecret = "PLANTEDappSecretPLANTEDappSecret"

// ServeHTTP stands before Weibo, for what Weibo seldom says.
func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	fault := w.faults[r.URL.Path]
	w.mu.Unlock()
	if fault != nil {
		fault(rw, r)
		return
	}
	w.weibo.ServeHTTP(rw, r)
}

// answers lets a call be answered with a status and a body.
func (w *world) answers(path string, status int, body string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults[path] = func(rw http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		rw.Header().Set("Content-Type", "application/json;charset=UTF-8")
		rw.WriteHeader(status)
		io.WriteString(rw, body)
	}
}

// calls counts the calls of an operation that reached Weibo.
func (w *world) calls(operation string) (n int) {
	for _, r := range w.weibo.Requests() {
		if r.Operation == operation {
			n++
		}
	}
	return n
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}
func (b *safeBuffer) String() string { b.mu.Lock(); defer b.mu.Unlock(); return b.b.String() }

// A browser keeps cookies and follows redirects, up to those to Weibo.
type browser struct {
	t *testing.T
	w *world
	http.Client
}

func (w *world) browser(t *testing.T) *browser {
	jar, _ := cookiejar.New(nil)
	b := &browser{t: t, w: w, Client: http.Client{Jar: jar}}
	b.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), w.URL) {
			return nil
		}
		return http.ErrUseLastResponse
	}
	return b
}

// An answer is a page as it came.
type answer struct {
	*http.Response
	body string // without HTML escapes
	raw  string
}

func (b *browser) do(r *http.Request) answer {
	b.t.Helper()
	resp, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{resp, html.UnescapeString(string(raw)), string(raw)}
}

func (b *browser) request(method, path string, body io.Reader) *http.Request {
	b.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = b.w.URL + path
	}
	r, err := http.NewRequest(method, path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.do(b.request("GET", path, nil)) }

func (b *browser) submit(path string, pairs ...string) answer {
	b.t.Helper()
	r := b.request("POST", path, strings.NewReader(form(pairs...).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", b.w.URL)
	return b.do(r)
}

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// post posts a text, and a picture unless it is nil.
func (b *browser) post(text string, picture []byte) answer {
	b.t.Helper()
	return b.do(b.posting(text, picture))
}

func (b *browser) posting(text string, picture []byte) *http.Request {
	b.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	m.WriteField("text", text)
	name := ""
	if picture != nil {
		name = "cat.png"
	}
	part, _ := m.CreatePart(map[string][]string{ // a browser sends the field even if there is no picture
		"Content-Disposition": {`form-data; name="picture"; filename="` + name + `"`},
		"Content-Type":        {"application/octet-stream"},
	})
	part.Write(picture)
	m.Close()
	r := b.request("POST", "/post", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

// decide begins to sign in and decides on Weibo's page. It returns the address that Weibo sends the browser back to.
func (b *browser) decide(login, action string) string {
	b.t.Helper()
	page := b.get(login)
	to, err := page.Location()
	if err != nil {
		b.t.Fatalf("HTTP %d: %v", page.StatusCode, err)
	}
	q := to.Query()
	q.Set("action", action)
	q.Set("uid", uid)
	resp, err := http.DefaultTransport.RoundTrip(b.request("POST", b.w.weibo.URL+"/oauth2/authorize?"+q.Encode(), nil))
	if err != nil {
		b.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.Header.Get("Location")
}

const uid = "1404376560" // the first account of the sandbox

func (b *browser) signIn() answer {
	b.t.Helper()
	a := b.get(b.decide("/login", "approve"))
	if a.StatusCode != 200 || !strings.Contains(a.body, "测试用户") {
		b.t.Fatalf("not signed in: HTTP %d %s", a.StatusCode, a.body)
	}
	return a
}

func (a answer) has(t *testing.T, status int, texts ...string) {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("HTTP %d, want %d", a.StatusCode, status)
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			t.Errorf("%q is not in the page %s:\n%s", text, a.Request.URL.Path, a.body)
		}
	}
}

func TestLanding(t *testing.T) {
	b := newWorld(t).browser(t)
	a := b.get("/")
	a.has(t, 200, `<html lang="en">`, "Sign in with Weibo")
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
	} {
		if got := a.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if policy := a.Header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("policy %s", policy)
	}
	if len(a.Cookies()) != 0 {
		t.Errorf("a visit sets %v", a.Cookies())
	}
	for _, path := range []string{"/static/style.css", "/static/script.js", "/static/icon.svg"} {
		b.get(path).has(t, 200)
	}
	b.get("/nothing").has(t, 404, "There is no such page.")
	b.get("/templates/home.html").has(t, 404)
}

func TestLanguage(t *testing.T) {
	b := newWorld(t).browser(t)
	for header, want := range map[string]string{
		"": "en", "fr": "en", "zh-TW,zh;q=0.9,en;q=0.8": "zh-CN", "ZH": "zh-CN", "fr-CH, zh;q=0.9": "zh-CN", "en-GB,zh": "en", ";,-": "en",
	} {
		r := b.request("GET", "/", nil)
		r.Header.Set("Accept-Language", header)
		b.do(r).has(t, 200, `<html lang="`+want+`">`)
	}
	b.get("/?lang=zh").has(t, 200, "用微博登录", `href="/?lang=en"`)
	b.get("/nothing").has(t, 404, "页面不存在") // it was remembered
	b.get("/?lang=xx").has(t, 200, "用微博登录")
	b.get("/?lang=en").has(t, 200, "Sign in with Weibo")
	if to, _ := b.get("/login").Location(); to.Query().Get("language") != "en" {
		t.Errorf("sent to %v", to)
	}
}

func TestSignIn(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.get("/post").has(t, 401, "Please sign in.", `/login?return_to=%2fpost"`)
	a := b.get(b.decide("/login?return_to=/post", "approve"))
	a.has(t, 200, "What is new?")
	if a.Request.URL.Path != "/post" {
		t.Errorf("returned to %s", a.Request.URL)
	}
	b.get("/").has(t, 200, "测试用户", "一个测试账号", "There is nothing here yet.")
	w.browser(t).get("/").has(t, 200, "Sign in with Weibo") // another browser is not signed in
}

func TestSessionCookie(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	back := b.decide("/login", "approve")
	var ids []string
	for range 2 {
		b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		a := b.get(back)
		for _, c := range a.Cookies() {
			if c.Name != "session" {
				continue
			}
			ids = append(ids, c.Value)
			if len(c.Value) < 22 || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.MaxAge <= 0 || c.MaxAge > 86400 {
				t.Errorf("cookie %v", c)
			}
		}
		back = b.decide("/login", "approve")
	}
	if len(ids) != 2 || ids[0] == ids[1] {
		t.Fatalf("ids %v", ids)
	}
	names, _ := w.store.Names(t.Context())
	if len(names) != 1 || strings.Contains(names[0], ids[1]) {
		t.Errorf("the store has %v", names)
	}
	r := b.request("GET", "/post", nil)
	r.AddCookie(&http.Cookie{Name: "session", Value: ids[0]})
	b.Jar = nil
	b.do(r).has(t, 401) // the first id ended when the second began
	r = b.request("GET", "/post", nil)
	r.AddCookie(&http.Cookie{Name: "session", Value: names[0]})
	b.do(r).has(t, 401) // what the store knows is no id
}

func TestSecureCookies(t *testing.T) {
	s := newSessions(new(tokens.Memory), true)
	if c := s.cookie("x", 1); !c.Secure || c.Name != "__Host-session" || c.Path != "/" || c.Domain != "" {
		t.Errorf("cookie %v", c)
	}
}

func TestRefused(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	a := b.get(b.decide("/login", "refuse"))
	a.has(t, 200, "you did not agree", "You can try again.", "Sign in with Weibo")
	if w.calls("oauth2/access_token") != 0 || strings.Contains(a.Request.URL.String(), "state") {
		t.Errorf("ended at %s", a.Request.URL)
	}
	b.get("/?lang=zh")
	b.get(b.decide("/login", "refuse")).has(t, 200, "没有在微博页面上同意授权")
}

func TestForgedCallback(t *testing.T) {
	w := newWorld(t)
	b, other := w.browser(t), w.browser(t)
	b.get("/callback?code=x&state=y").has(t, 400, "did not begin in this browser", "Start must be on the same host", `href="/?lang=zh-CN"`)
	b.get("/callback?code=x").has(t, 400)
	other.get(b.decide("/login", "approve")).has(t, 400) // the attacker's code in the browser of a victim
	if w.calls("oauth2/access_token") != 0 {
		t.Error("a code was sent")
	}
	back := b.decide("/login", "approve")
	b.get(back).has(t, 200, "测试用户")
	b.get(back).has(t, 200, "测试用户") // the back button
	b.submit("/logout")
	b.get(back).has(t, 400, "used already")
	if n := w.calls("oauth2/access_token"); n != 1 {
		t.Errorf("the code was sent %d times", n)
	}
}

// The address of the callback is one that anybody can write and a user can be led to.
func TestForgedRefusal(t *testing.T) {
	b := newWorld(t).browser(t)
	b.signIn()
	for _, query := range []string{"error=PLANTED&error_code=21327", "error=PLANTED&error_code=21321", "error=access_denied&error_description=PLANTED", "error=PLANTED"} {
		if a := b.get("/callback?" + query); strings.Contains(a.body, "PLANTED") {
			t.Errorf("%s writes on the page:\n%s", query, a.body)
		}
	}
	b.get("/post").has(t, 200) // still signed in
}

func TestForeignReturn(t *testing.T) {
	b := newWorld(t).browser(t)
	for _, to := range []string{"//example.com", "https://example.com", `/\example.com`} {
		a := b.get("/login?return_to=" + url.QueryEscape(to))
		a.has(t, 400, "This link leads out of the site.")
		if strings.Contains(a.body, `return_to=`+to) {
			t.Errorf("%s is in the page", to)
		}
	}
	for _, path := range []string{"//example.com/", "//example.com/?lang=zh", "/%2fexample.com?lang=en"} {
		a := b.do(b.request("GET", b.w.URL+path, nil))
		if a.Request.URL.Host != strings.TrimPrefix(b.w.URL, "http://") || strings.Contains(a.raw, `href="//`) {
			t.Errorf("%s leads to %s:\n%s", path, a.Request.URL, a.raw)
		}
	}
}

func TestPost(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	b.post("  一只猫 ", nil).has(t, 200, "Published.", "一只猫 "+w.URL+"/")
	b.post("Here: "+w.URL+"/ yes", nil).has(t, 200, "Here: "+w.URL+"/ yes</p>")
	pixel := png(1000)
	a := b.post("a picture", pixel)
	a.has(t, 200, "Published.", "a picture "+w.URL+"/", `alt="Picture of 测试用户"`)
	src := regexp.MustCompile(`<img src="([^"]+)" alt="Picture of`).FindStringSubmatch(a.raw)
	if src == nil {
		t.Fatal("no picture in the page")
	}
	if got := b.get(src[1]); got.raw != string(pixel) {
		t.Errorf("%s is another picture", src[1])
	}
	for _, r := range w.weibo.Requests() {
		if r.Operation == "statuses/share" && r.Params["rip"] != "127.0.0.1" {
			t.Errorf("the address of the user was %q", r.Params["rip"])
		}
	}
}

// png begins as a picture does, and has n bytes.
func png(n int) []byte {
	return append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, n-8)...)
}

func TestPostRefused(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	tests := map[string]struct {
		text    string
		picture []byte
		status  int
		words   string
	}{
		"no text":              {" ", png(100), 422, "Please write something."},
		"no picture":           {"kept text", []byte("GIF is what this is not"), 422, "This file is no JPEG, GIF or PNG picture."},
		"too large by a byte":  {"kept text", png(weibo.MaxPicture + 1), 413, "Weibo takes pictures up to 5 MB."},
		"far too large":        {"text", png(maxUpload), 413, "Weibo takes pictures up to 5 MB."},
		"an empty picture":     {"kept text", []byte{}, 422, "This file is no"},
		"too long":             {strings.Repeat("长", 200), nil, 422, "Weibo does not take this text or picture."},
		"a link to other site": {"kept text https://example.org/", nil, 422, "safe domain"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := b.post(tt.text, tt.picture)
			a.has(t, tt.status, tt.words, `role="alert"`, "<textarea")
			if tt.status != 413 && !strings.Contains(a.body, strings.TrimSpace(tt.text)+"</textarea>") {
				t.Error("the text is lost")
			}
		})
	}
	a := b.get("/")
	a.has(t, 200, "There is nothing here yet.")
}
