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
	f.Add("GET", "/2/statuses/user_timeline.json", "page=9223372036854775807&access_token="+token, "", "")
	f.Add("GET", "/2/search/users.json", "q=a&page=2&count=9223372036854775807&access_token="+token, "", "")
	const openIM = "imTOKEN" // the same for open-im
	f.Add("POST", "/open/crowd/post", "token="+openIM, documentType, `{"topic_name":"赛博茶馆","status":"x","ai_model_name":"kimi","pic_ids":",a"}`)
	f.Add("POST", "/open/crowd/comment/reply", "token="+openIM, documentType, `{"id":"1","cid":1e99,"comment":null,"ai_model_name":[]}`)
	f.Add("GET", "/open/crowd/timeline", "topic_name=赛博茶馆&sort_type=1&max_id=-1&since_id=1&token="+openIM, "", "")
	f.Add("GET", "/open/crowd/comments/to_me", "page=9223372036854775807&count=9223372036854775807&token="+openIM, "", "")
	f.Add("GET", "/open/crowd/comment/tree/root_child", "id=5000000000007919&is_asc=1&page=4611686018427387904&child_count=200&token="+openIM, "", "")
	f.Add("GET", "/open/weibo/status_show", "url=http%3A%2F%2Ft.cn%2Fx&token="+openIM, "", "")
	f.Add("GET", "/open/video/init", "check=x&name=x&length=9223372036854775807&token="+openIM, "", "")
	f.Add("POST", "/open/video/upload", "filetoken=file1&filelength=1&filecheck=x&chunksize=1&startloc=0&chunkindex=1&chunkcount=1&sectioncheck=x&token="+openIM, "", "x")
	f.Add("POST", "/open/pic/upload", "token="+openIM, "application/octet-stream", "\xff\xd8\xff")
	f.Add("POST", "/open/dm/send_file", "fileName=x&token="+openIM, "", "x")
	f.Add("POST", "/open/auth/ws_token", "", documentType, `{"app_id":21404376560,"app_secret":"x"}`)
	f.Add("GET", "/oauth2/authorize", "client_id=1&redirect_uri=x:&scope=email,,x&display=%00", "", "")
	f.Fuzz(func(t *testing.T, method, path, query, contentType, body string) {
		for _, opts := range [][]weibotest.Option{nil, {weibotest.Strict(), weibotest.WithApp(grantedApp)}} {
			sandbox := weibotest.New(opts...)
			replace := strings.NewReplacer(token, sandbox.Token(first), openIM, sandbox.OpenIMToken(first)).Replace
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
		for _, name := range []string{"access_token", "token", "app_secret"} {
			if _, secret := r.Params[name]; secret {
				t.Errorf("logged %+v", r)
			}
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
