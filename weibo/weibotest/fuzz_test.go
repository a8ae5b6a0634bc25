package weibotest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// FuzzWayBack has users come back to any callback with any state.
func FuzzWayBack(f *testing.F) {
	f.Add(callback, "state", "code")
	f.Add("https://api.weibo.com/oauth2/default.html?a=b#c", "&=#", "token")
	f.Add("weibo123://callback", "状态", "")
	f.Add("JavaScript:alert(1)", "", "code")
	f.Fuzz(func(t *testing.T, redirect, state, kind string) {
		form := params("client_id", "1", "redirect_uri", redirect, "state", state, "response_type", kind, "uid", str(first), "action", "approve")
		req := httptest.NewRequest("POST", "/oauth2/authorize", strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", formType)
		w := httptest.NewRecorder()
		weibotest.New().ServeHTTP(w, req)
		if w.Code != http.StatusFound {
			if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `"error_code":2132`) {
				t.Errorf("HTTP %d: %s", w.Code, w.Body)
			}
			return
		}
		location := w.Header().Get("Location")
		back, err := url.Parse(location)
		if err != nil || back.Scheme == "" || back.Scheme == "javascript" || back.Scheme == "data" {
			t.Fatalf("sent back to %q, %v", location, err)
		}
		got, name := back.Query(), "code"
		if kind == "token" {
			name = "access_token"
			if got, err = url.ParseQuery(back.EscapedFragment()); err != nil {
				t.Fatal(err)
			}
		}
		if state != "" && got.Get("state") != state || got.Get(name) == "" {
			t.Errorf("sent back to %q with %v", location, got)
		}
	})
}

// FuzzRequest sends any request to any call, friendly and strict. There must be an answer, and where it is a refusal, one of Weibo's.
func FuzzRequest(f *testing.F) {
	const token = "2.00TOKEN" // in the requests; a real one takes its place
	multipart := "--B\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\nx\r\n--B\r\nContent-Disposition: form-data; name=\"pic\"; filename=\"a.jpg\"\r\n\r\n\xff\xd8\xff\r\n--B--\r\n"
	f.Add("GET", "/2/users/show.json", "uid=1404376560&access_token="+token, "", "")
	f.Add("GET", "/2/statuses/user_timeline.json", "count=200&max_id=-1&page=0&trim_user=2&access_token="+token, "", "")
	f.Add("POST", "/2/statuses/update.json", "access_token="+token, formType+";", "status=%E4%B8%80&lat=1e400&long=NaN&visible=3&list_id=1")
	f.Add("POST", "/2/statuses/share.json", "access_token="+token, "multipart/form-data; boundary=B", multipart)
	f.Add("POST", "/2/statuses/repost.json", "access_token="+token, formType, "id=5000000000007919&is_comment=3")
	f.Add("POST", "/2/messages/sendall", "access_token="+token, documentType, `{"touser":[1],"msgtype":"text","text":{"content":1e999}}`)
	f.Add("POST", "/2/comments/create.json", "access_token="+token, formType, "id=1&comment=%ff&comment_ori=1")
	f.Add("GET", "/c.api.weibo.com/2/direct_messages.json", "source=1", "", "")
	f.Add("POST", "/oauth2/access_token", "", formType, "grant_type=refresh_token&client_id=1&client_secret=1")
	f.Add("GET", "/oauth2/authorize", "client_id=1&redirect_uri=x:&scope=email,,x&display=%00", "", "")
	f.Fuzz(func(t *testing.T, method, path, query, contentType, body string) {
		for _, opts := range [][]weibotest.Option{nil, {weibotest.Strict(), weibotest.WithApp(grantedApp)}} {
			sandbox := weibotest.New(opts...)
			given := sandbox.Token(first)
			replace := func(text string) string { return strings.ReplaceAll(text, token, given) }
			req, err := http.NewRequest(method, "http://api.weibo.com/", strings.NewReader(replace(body)))
			if err != nil {
				t.Skip()
			}
			req.URL.Path, req.URL.RawQuery = "/"+strings.TrimLeft(path, "/"), replace(query)
			req.Header.Set("Content-Type", contentType)
			req.RemoteAddr = "127.0.0.1:1"
			w := httptest.NewRecorder()
			sandbox.ServeHTTP(w, req)
			checkFuzzed(t, sandbox, w)
		}
	})
}

// checkFuzzed wants an answer as Weibo has it, and nothing secret in the log.
func checkFuzzed(t *testing.T, sandbox *weibotest.Sandbox, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code < 200 || w.Code >= 500 {
		t.Errorf("HTTP %d: %s", w.Code, w.Body)
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") && !json.Valid(w.Body.Bytes()) && !strings.HasSuffix(w.Body.String(), "\r\n") {
		t.Errorf("HTTP %d with no JSON: %s", w.Code, w.Body)
	}
	for _, r := range sandbox.Requests() {
		if _, secret := r.Params["access_token"]; secret {
			t.Errorf("logged %+v", r)
		}
	}
}

// FuzzPages walks through the pages of anything. It must come to an end, without a panic.
func FuzzPages(f *testing.F) {
	dir := f.TempDir()
	sandbox, err := weibotest.Open(weibotest.WithData(dir))
	if err != nil {
		f.Fatal(err)
	}
	sandbox.Token(first)
	if err := sandbox.Close(); err != nil {
		f.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, dataFile))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Fuzz(func(t *testing.T, file []byte) { weibotest.WalkPages(file) })
}
