package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/tokens"
)

func TestComment(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	a := b.post("to be commented on", nil)
	path := regexp.MustCompile(`/status/\d+`).FindString(a.raw)
	b.get(path).has(t, 200, "to be commented on", "No comments.")
	a = b.submit(path, "text", "写得好")
	a.has(t, 200, "Published.", "写得好</p>")
	if a.Request.URL.Path != path {
		t.Errorf("led to %s", a.Request.URL)
	}
	b.get("/").has(t, 200, "Comments (1)</a>")
	b.submit(path, "text", "写得好").has(t, 409, "You have posted that before.", "写得好</textarea>")
	b.submit(path, "text", " ").has(t, 422, "Please write something.")
	b.submit(path, "text", strings.Repeat("x", maxUpload)).has(t, 413, "too large")
	b.submit("/status/1", "text", "hello").has(t, 404, "Weibo does not have that", "hello</textarea>")
	b.get("/status/1").has(t, 404, "Weibo does not have that")
	b.get("/status/x").has(t, 404, "There is no such page.")
	if n := w.calls("comments/create"); n != 3 {
		t.Errorf("%d comments were sent", n)
	}
}

func TestPaging(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	const all = 2*pageSize + 1
	for i := range all {
		b.post(fmt.Sprintf("post %d.", i), nil)
	}
	next := regexp.MustCompile(`href="([^"]+)" rel="next"`)
	texts := regexp.MustCompile(`post \d+\.`)
	var seen []string
	path := "/"
	for range 3 {
		a := b.get(path)
		seen = append(seen, texts.FindAllString(a.raw, -1)...)
		more := next.FindStringSubmatch(a.raw)
		if more == nil {
			path = ""
			break
		}
		path = more[1]
	}
	if path != "" || len(seen) != all || seen[0] != fmt.Sprintf("post %d.", all-1) || seen[all-1] != "post 0." {
		t.Errorf("then %q; seen %v", path, seen)
	}
	if n := w.calls("users/show"); n > all+3 {
		t.Errorf("the profile was read %d times, which counts", n)
	}
	b.get("/?max_id=x").has(t, 200, fmt.Sprintf("post %d.", all-1))
	b.get("/?max_id=1&lang=zh").has(t, 200, "更早的微博", `href="/?lang=en&max_id=1"`)
}

func TestOlder(t *testing.T) {
	for _, tt := range []struct {
		n             int
		cursor, maxID int64
		want          int64
	}{
		{10, 500, 0, 500}, {3, 500, 0, 500}, {10, 400, 500, 400}, {10, 0, 500, 0},
		{0, 400, 500, 0},  // nothing more is there, whatever the cursor says
		{10, 500, 500, 0}, // a cursor that stands still would go on for ever
		{10, 600, 500, 0}, // or goes back
		{10, -1, 0, 0},    // or is none
	} {
		if got := older(tt.n, tt.cursor, tt.maxID); got != tt.want {
			t.Errorf("older(%d, %d, %d) = %d", tt.n, tt.cursor, tt.maxID, got)
		}
	}
}

func TestMarkupInTexts(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	const evil = `<script>alert(1)</script><img src=x onerror=alert(1)>"'`
	a := b.post(evil, nil)
	path := regexp.MustCompile(`/status/\d+`).FindString(a.raw)
	c := b.submit(path, "text", evil)
	d := b.post(evil, []byte("no picture")) // the text comes back in the form
	w.answers("/2/users/show.json", 200, `{"id":1404376560,"screen_name":"</h1><script>x</script>","description":"<b>","profile_image_url":"javascript:alert(1)","location":"\"onload=\"x"}`)
	e := b.get("/")
	for _, page := range []answer{a, c, d, e} {
		if strings.Contains(page.raw, "<script>") || strings.Contains(page.raw, "<img src=x") || strings.Contains(page.raw, `src="javascript`) || strings.Contains(page.raw, `"onload`) {
			t.Errorf("markup got through:\n%s", page.raw)
		}
	}
	a.has(t, 200, evil)
	e.has(t, 200, "</h1><script>x</script>")
}

// Every form of another site is refused before anything is read or done.
func TestForeignForms(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	before := len(w.weibo.Requests())
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://example.com"}}, {"Origin": {"null"}},
	} {
		for _, path := range []string{"/post", "/logout", "/status/1"} {
			r := b.posting("from elsewhere", nil)
			r.URL.Path, r.Header["Sec-Fetch-Site"] = path, nil
			for name, v := range header {
				r.Header[name] = v
			}
			b.do(r).has(t, 403, "Another site sent this form")
		}
	}
	if n := len(w.weibo.Requests()); n != before {
		t.Errorf("Weibo got %d calls", n-before)
	}
	b.get("/post").has(t, 200) // and is still signed in
}

func TestSignOut(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	b.submit("/logout").has(t, 200, "You are signed out.", "Sign in with Weibo")
	b.get("/post").has(t, 401)
	if names, _ := w.store.Names(t.Context()); len(names) != 0 || w.calls("oauth2/revokeoauth2") != 0 {
		t.Errorf("the store still has %v", names)
	}
	b.submit("/logout").has(t, 401, "Please sign in.")

	b.signIn()
	names, _ := w.store.Names(t.Context())
	tok, err := w.store.Load(t.Context(), names[0])
	if err != nil {
		t.Fatal(err)
	}
	b.submit("/logout", "revoke", "1").has(t, 200, "You are signed out.")
	if _, err := w.weibo.OAuth2(w.URL+"/callback").TokenInfo(t.Context(), tok.AccessToken); err == nil {
		t.Error("the token still works")
	}
	if names, _ := w.store.Names(t.Context()); len(names) != 0 {
		t.Errorf("the store still has %v", names)
	}
}

// If Weibo cannot be told, the user is signed out all the same, and knows.
func TestSignOutHalf(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	w.answers("/oauth2/revokeoauth2", 502, "<html>")
	b.submit("/logout", "revoke", "1").has(t, 502, "That did not work", "Something failed between this site and Weibo")
	b.get("/post").has(t, 401)
	b.signIn()
	w.answers("/oauth2/revokeoauth2", 400, `{"error":"expired_token","error_code":21327}`)
	b.submit("/logout", "revoke", "1").has(t, 200, "You are signed out.")
}

// A user who withdrew the permission at Weibo is signed out here at the next call.
func TestWithdrawn(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil  func(w *world, token string)
		status int
		words  string
	}{
		"as to a new application": {func(w *world, token string) {
			if err := w.weibo.OAuth2(w.URL+"/callback").Revoke(t.Context(), token); err != nil {
				t.Fatal(err)
			}
		}, 403, "You withdrew this site's access"},
		"as to others": {func(w *world, _ string) {
			w.answers("/2/statuses/share.json", 403, `{"error":"invalid_access_token","error_code":21332}`)
		}, 401, "Weibo wants you to sign in again."},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			b := w.browser(t)
			b.signIn()
			names, _ := w.store.Names(t.Context())
			tok, _ := w.store.Load(t.Context(), names[0])
			tt.spoil(w, tok.AccessToken)
			a := b.post("kept text", nil)
			a.has(t, tt.status, tt.words, "kept text</textarea>", "Sign in with Weibo")
			if names, _ := w.store.Names(t.Context()); len(names) != 0 || strings.Contains(a.body, "Sign out") {
				t.Errorf("still signed in; the store has %v", names)
			}
			b.get("/").has(t, 200, "Sign in with Weibo")
		})
	}
}

// What Weibo refuses is in words, in the language of the page, with what to do.
func TestProblems(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	tests := map[string]struct {
		status int
		body   string
		want   int
		en, zh string
	}{
		"rate limit":   {403, `{"error":"User requests out of rate limit!","error_code":10023,"request":"/2/statuses/share.json"}`, 429, "That was too often.", "操作过于频繁"},
		"duplicate":    {400, `{"error":"repeat content","error_code":20019}`, 409, "You have posted that before.", "您已经发布过相同的内容"},
		"permission":   {403, `{"error":"Insufficient app permissions!","error_code":10014}`, 403, "Weibo does not allow that.", "微博不允许此操作"},
		"HTML":         {502, `<html>`, 502, "Something failed between this site and Weibo.", "本站与微博之间的通信出错"},
		"an odd code":  {400, `{"error":"<b>odd</b>","error_code":99999}`, 502, "Something failed between this site and Weibo.", "本站与微博之间的通信出错"},
		"a 200 of woe": {200, `{"error":"repeat content","error_code":20019}`, 409, "You have posted that before.", "您已经发布过相同的内容"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w.answers("/2/statuses/share.json", tt.status, tt.body)
			for lang, words := range map[string]string{"en": tt.en, "zh-CN": tt.zh} {
				b.get("/post?lang=" + lang)
				a := b.post("kept text", nil)
				a.has(t, tt.want, words, "kept text</textarea>", `<html lang="`+lang+`">`)
				if refused := new(weibo.Error); strings.Contains(tt.body, "error_code") {
					fmt.Sscanf(tt.body[strings.Index(tt.body, "error_code"):], `error_code":%d`, &refused.Code)
					a.has(t, tt.want, refused.Hint(lang), fmt.Sprintf("(%d)", refused.Code))
				}
				if strings.Contains(a.raw, "<b>") {
					t.Error("markup of Weibo got through")
				}
			}
		})
	}
	w.answers("/2/statuses/share.json", 400, `{"error":"...","error_code":20032}`)
	b.get("/post?lang=en")
	b.post("slow", nil).has(t, 200, "shows it in a minute or two")
}

func TestWeiboIsGone(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	back := b.decide("/login", "approve")
	for _, path := range []string{"/2/statuses/share.json", "/2/statuses/home_timeline.json", "/2/comments/show.json", "/oauth2/access_token"} {
		w.answers(path, 503, "")
	}
	b.post("text", nil).has(t, 502, "Something failed between this site and Weibo.", "text</textarea>")
	b.get("/").has(t, 502, "Something failed between this site and Weibo.")
	b.get(back).has(t, 502, "Sign in with Weibo")
}

// What is logged tells what went wrong and to whom it did not.
func TestLog(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	names, _ := w.store.Names(t.Context())
	tok, _ := w.store.Load(t.Context(), names[0])
	b.get("/callback?code=PLANTEDcode&state=PLANTEDstate")
	w.answers("/2/statuses/share.json", 400, `{"error":"`+tok.AccessToken+`","error_code":20019}`)
	page := b.post("a text", nil)
	var secrets []string
	for _, c := range b.Jar.Cookies(page.Request.URL) {
		secrets = append(secrets, c.Value)
	}
	log := w.log.String()
	if !strings.Contains(log, "/callback") || !strings.Contains(log, "20019") {
		t.Errorf("log: %s", log)
	}
	for _, secret := range append(secrets, tok.AccessToken, appSecret, "PLANTEDcode", "PLANTEDstate") {
		if strings.Contains(log, secret) || strings.Contains(page.raw, secret) {
			t.Errorf("%s was told:\n%s\n%s", secret, log, page.raw)
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	w := newWorld(t)
	b := w.browser(t)
	b.signIn()
	s := w.Config.Handler.(*site).sessions
	s.mu.Lock()
	for name, one := range s.open {
		one.ends = time.Now().Add(-time.Second)
		s.open[name] = one
	}
	s.mu.Unlock()
	b.get("/post").has(t, 401, "Please sign in.")
	w.browser(t).signIn() // which sweeps
	if names, _ := w.store.Names(t.Context()); len(names) != 1 || len(s.open) != 1 {
		t.Errorf("the store has %v", names)
	}
}

func TestRedirectURL(t *testing.T) {
	for _, address := range []string{"", "/callback", "example.com/callback", "https://example.com", "https://example.com/", "ftp://example.com/callback", "https:///callback", "::"} {
		if _, err := newSite(&weibo.OAuth2{RedirectURL: address}, new(tokens.Memory), nil); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
}
