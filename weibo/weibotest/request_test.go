package weibotest_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// TestWaysOfSending posts the same text in every way that clients were seen to use.
func TestWaysOfSending(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	const path = "/2/statuses/update.json"
	const text = "一只猫 & more"
	query := "status=" + url.QueryEscape(text)
	boundary := "--B\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\n" + text + "\r\n" +
		"--B\r\nContent-Disposition: form-data; name=\"access_token\"\r\n\r\n" + token + "\r\n--B--\r\n"
	tests := []struct {
		name, query, contentType, body, authorization string
	}{
		{"all in the query", query + "&access_token=" + token, "", "", ""},
		{"all in a form", "", formType, query + "&access_token=" + token, ""},
		{"form type with a semicolon", "", formType + ";", query + "&access_token=" + token, ""},
		{"form type with a charset", "", formType + "; charset=UTF-8", query + "&access_token=" + token, ""},
		{"form type in capitals", "", "Application/X-WWW-Form-Urlencoded", query + "&access_token=" + token, ""},
		{"all in multipart", "", "multipart/form-data; boundary=B", boundary, ""},
		{"token in the query, text in a form", "access_token=" + token, formType, query, ""},
		{"token in a form, text in the query", query, formType, "access_token=" + token, ""},
		{"OAuth2 header", "", formType, query, "OAuth2 " + token},
		{"OAuth2 header in other letters", "", formType, query, "oauth2  " + token},
		{"Bearer header", "", formType, query, "Bearer " + token},
		{"Bearer header and token in the query", "access_token=" + token, formType, query, "Bearer " + token},
		{"uid in the header and token in the query", "access_token=" + token, formType, query, "OAuth2 uid=1404376560&access_token=" + token},
		{"app key beside the token", "", formType, query + "&source=123", "OAuth2 " + token},
		{"empty optional parameters", "", formType, query + "&lat=&long=&visible=&annotations=&unknown=", "OAuth2 " + token},
		{"form type without a body", query, formType, "", "OAuth2 " + token},
		{"empty in the form, given in the query", query, formType, "status=", "OAuth2 " + token},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			req := request(t, "POST", srv.URL+path+"?"+tt.query, tt.contentType, strings.NewReader(tt.body))
			if tt.authorization != "" {
				req.Header.Set("Authorization", tt.authorization)
			}
			var st status
			do(t, req).into(&st)
			if st.Text != text || st.User.ID != first {
				t.Errorf("posted %+v", st)
			}
			last := srv.Requests()[len(srv.Requests())-1]
			if len(last.Undeclared) > 0 || last.Params["status"] != text || last.UID != first {
				t.Errorf("logged %+v", last)
			}
			post(t, srv, "/2/statuses/destroy.json", "access_token", token, "id", st.IDStr).refusedNot(t)
		})
	}
}

func TestBodies(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	address := srv.URL + "/2/statuses/update.json?access_token=" + token
	large := strings.Repeat("x", 1<<20)
	tests := []struct {
		name, contentType string
		body              string
		status, code      int
	}{
		{"JSON", "application/json", `{"status":"x"}`, http.StatusUnsupportedMediaType, 10007},
		{"no content type", "", "status=x", http.StatusUnsupportedMediaType, 10007},
		{"multipart without a boundary", "multipart/form-data", "x", http.StatusUnsupportedMediaType, 10007},
		{"multipart that breaks off", "multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\nx", 400, 10008},
		{"large form", formType, "status=" + large, http.StatusRequestEntityTooLarge, 10018},
		{"large multipart", "multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\n" +
			strings.Repeat(large, 12) + "\r\n--B--\r\n", http.StatusRequestEntityTooLarge, 10018},
		{"text that is no UTF-8", formType, "status=%ff", 400, 10017},
		{"broken escapes", formType, "status=x%2&status=%zz", 400, 10016},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := do(t, request(t, "POST", address, tt.contentType, strings.NewReader(tt.body)))
			a.refused(tt.code)
			if a.status != tt.status {
				t.Errorf("HTTP %d, want %d", a.status, tt.status)
			}
		})
	}
	if n := len(timeline(t, srv, "/2/statuses/user_timeline.json", token).Statuses); n != 0 {
		t.Errorf("%d statuses were posted", n)
	}
}

func TestLargeHeaders(t *testing.T) {
	srv := weibotest.NewServer(t)
	req := request(t, "GET", srv.URL+"/2/account/get_uid.json", "", nil)
	req.Header.Set("X-Large", strings.Repeat("x", 64<<10))
	if a := do(t, req); a.status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("HTTP %d", a.status)
	}
}

func TestCredentials(t *testing.T) {
	srv, strict := weibotest.NewServer(t), weibotest.NewServer(t, weibotest.Strict())
	tests := []struct {
		name         string
		srv          *weibotest.Server
		path         string
		pairs        []string
		status, code int
	}{
		{"nothing", srv, "/2/account/get_uid.json", nil, 400, 10006},
		{"nothing where an app key would do", srv, "/2/emotions.json", nil, 400, 10006},
		{"app key where a token is needed", srv, "/2/account/get_uid.json", []string{"source", "1"}, 403, 21301},
		{"invented token", srv, "/2/account/get_uid.json", []string{"access_token", "2.00x"}, 400, 21332},
		{"invented token where an app key would do", srv, "/2/emotions.json", []string{"access_token", "2.00x", "source", "1"}, 400, 21332},
		{"unknown app key", strict, "/2/emotions.json", []string{"source", "1"}, 403, 21311},
		{"app key", srv, "/2/emotions.json", []string{"source", "1"}, 200, 0},
		{"known app key", strict, "/2/emotions.json", []string{"source", weibotest.DefaultAppKey}, 200, 0},
		{"token", strict, "/2/emotions.json", []string{"access_token", strict.Token(first)}, 200, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := get(t, tt.srv, tt.path, tt.pairs...)
			if a.status != tt.status {
				t.Errorf("HTTP %d, want %d", a.status, tt.status)
			}
			if tt.code != 0 {
				if r := a.refused(tt.code); r.Request != tt.path {
					t.Errorf("request is %q", r.Request)
				}
			}
		})
	}
}

func TestWrongCalls(t *testing.T) {
	srv := weibotest.NewServer(t)
	tests := []struct {
		method, path string
		status, code int
	}{
		{"GET", "/2/statuses/unknown.json", 404, 10020},
		{"GET", "/2/account/get_uid", 404, 10020},
		{"GET", "/2/statuses/go.json", 404, 10020},
		{"GET", "/etc/passwd", 404, 10020},
		{"GET", "/2/statuses/update.json", 405, 10021},
		{"POST", "/2/statuses/show.json", 405, 10021},
		{"DELETE", "/2/statuses/destroy.json", 405, 10021},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.path, func(t *testing.T) {
			a := do(t, request(t, tt.method, srv.URL+tt.path, "", nil))
			if r := a.refused(tt.code); r.Request != tt.path || a.status != tt.status {
				t.Errorf("HTTP %d: %s", a.status, a.body)
			}
			if got := a.header.Get("Content-Type"); got != "application/json;charset=UTF-8" {
				t.Errorf("Content-Type %q", got)
			}
		})
	}
}

func TestChecks(t *testing.T) {
	srv := weibotest.NewServer(t)
	tests := []struct {
		name, method, path string
		pairs              []string
		code               int
		text               string
	}{
		{"required", "GET", "/2/statuses/show.json", nil, 10016, "miss required parameter (id), see doc for more info."},
		{"required, empty", "GET", "/2/statuses/show.json", []string{"id", ""}, 10016, "(id)"},
		{"no number", "GET", "/2/statuses/show.json", []string{"id", "1x"}, 10017, "parameter (id)'s value invalid, expect (int64), but get (1x), see doc for more info."},
		{"number with a point", "GET", "/2/statuses/show.json", []string{"id", "1.5"}, 10017, "(1.5)"},
		{"too large a number", "GET", "/2/statuses/show.json", []string{"id", "99999999999999999999"}, 10017, "(id)"},
		{"below the range", "GET", "/2/statuses/home_timeline.json", []string{"count", "0"}, 10017, "1~100"},
		{"enum", "GET", "/2/statuses/home_timeline.json", []string{"feature", "9"}, 10017, "0 1 2 3 4"},
		{"flag", "GET", "/2/statuses/home_timeline.json", []string{"trim_user", "true"}, 10017, "0 1"},
		{"enum of words", "GET", "/2/emotions.json", []string{"type", "x"}, 10017, "face ani cartoon"},
		{"list", "GET", "/2/statuses/count.json", []string{"ids", "1,x"}, 10017, "at most 100 of int64 with commas"},
		{"long list of ids", "GET", "/2/statuses/count.json", []string{"ids", strings.Repeat("1,", 101)}, 20009, "IDs is too many"},
		{"long list of others", "GET", "/2/users/counts.json", []string{"uids", strings.Repeat("1,", 101)}, 10017, "at most 100"},
		{"empty list", "GET", "/2/statuses/count.json", []string{"ids", ","}, 20001, "IDs is null"},
		{"empty ids", "GET", "/2/statuses/count.json", []string{"ids", ""}, 20001, "IDs is null"},
		{"exactly one, none", "GET", "/2/users/show.json", nil, 10016, "(uid or screen_name)"},
		{"exactly one, both", "GET", "/2/users/show.json", []string{"uid", "1404376560", "screen_name", "测试用户"}, 10008, ""},
		{"at most one", "GET", "/2/statuses/user_timeline.json", []string{"uid", "1404376560", "screen_name", "测试用户"}, 10008, ""},
		{"at least one", "GET", "/2/users/show_batch.json", nil, 10016, "(uids or screen_name)"},
		{"together", "POST", "/2/statuses/update.json", []string{"status", "x", "lat", "1"}, 10016, "(long)"},
		{"number out of range", "POST", "/2/statuses/update.json", []string{"status", "x", "lat", "91", "long", "0"}, 10017, "-90~90"},
		{"not a number", "POST", "/2/statuses/update.json", []string{"status", "x", "lat", "NaN", "long", "0"}, 10017, "(NaN)"},
		{"no JSON", "POST", "/2/statuses/update.json", []string{"status", "x", "annotations", "{"}, 10017, "(annotations)"},
		{"no array of JSON", "POST", "/2/statuses/update.json", []string{"status", "x", "annotations", "{}"}, 10017, "(annotations)"},
		{"long JSON", "POST", "/2/statuses/update.json", []string{"status", "x", "annotations", `["` + strings.Repeat("x", 512) + `"]`}, 10017, "512"},
		{"text without a value", "POST", "/2/statuses/update.json", []string{"status", ""}, 20008, "content is null!"},
		{"text that was not sent", "POST", "/2/statuses/update.json", nil, 10016, "(status)"},
		{"comment id without a value", "POST", "/2/comments/destroy.json", []string{"cid", ""}, 20204, ""},
		{"tag of eight Han characters", "POST", "/2/statuses/tags/create.json", []string{"tag", strings.Repeat("猫", 8)}, 10017, "7 Han"},
		{"word", "GET", "/oauth2/authorize", []string{"client_id", "1", "redirect_uri", callback, "forcelogin", "1"}, 21323, ""},
	}
	token := srv.Token(first)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			call := get
			if tt.method == "POST" {
				call = post
			}
			r := call(t, srv, tt.path, append(tt.pairs, "access_token", token)...).refused(tt.code)
			if !strings.Contains(r.Error, tt.text) {
				t.Errorf("%q does not say %q", r.Error, tt.text)
			}
		})
	}
}

func TestStrictAboutParams(t *testing.T) {
	friendly, strict := weibotest.NewServer(t), weibotest.NewServer(t, weibotest.Strict())
	tests := []struct {
		name, path string
		pairs      []string
		code       int
	}{
		{"undeclared parameter", "/2/statuses/home_timeline.json", []string{"cuont", "5"}, 10008},
		{"count above the maximum", "/2/statuses/home_timeline.json", []string{"count", "101"}, 10017},
		{"undeclared parameter of oauth2", "/oauth2/authorize", []string{"client_id", weibotest.DefaultAppKey, "redirect_uri", callback, "sope", "all"}, 21323},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			get(t, friendly, tt.path, append(tt.pairs, "access_token", friendly.Token(first))...).refusedNot(t)
			get(t, strict, tt.path, append(tt.pairs, "access_token", strict.Token(first))...).refused(tt.code)
		})
	}
	text := []string{"status", "x https://example.com/"}
	post(t, friendly, "/2/statuses/share.json", append(text, "access_token", friendly.Token(first))...).refusedNot(t)
	post(t, strict, "/2/statuses/share.json", append(text, "access_token", strict.Token(first))...).refused(10016)
	post(t, strict, "/2/statuses/share.json", append(text, "rip", "211.156.0.1", "access_token", strict.Token(first))...).refusedNot(t)
}

func TestRequests(t *testing.T) {
	srv := weibotest.NewServer(t)
	token := srv.Token(first)
	get(t, srv, "/2/statuses/home_timeline.json", "access_token", token, "zzz", "1", "aaa", "2", "empty", "", "count", "200")
	get(t, srv, "/2/statuses/show.json", "access_token", token, "id", "7")
	get(t, srv, "/nowhere", "x", "1")
	upload(t, srv, "/2/statuses/upload.json", "image", "cat.jpg", jpeg, "access_token", token, "status", "x")
	exchange(t, srv, "secret code", "client_secret", "secret")

	log := srv.Requests()
	if len(log) != 5 {
		t.Fatalf("%d requests", len(log))
	}
	if r := log[0]; r.Operation != "statuses/home_timeline" || r.Method != "GET" || r.Path != "/2/statuses/home_timeline.json" ||
		r.UID != first || r.Status != 200 || r.Code != 0 || !slices.Equal(r.Undeclared, []string{"aaa", "zzz"}) ||
		r.Params["count"] != "200" || r.Params["zzz"] != "1" || len(r.Problems) != 1 {
		t.Errorf("%+v", r)
	}
	if r := log[1]; r.Status != 400 || r.Code != 20101 || len(r.Undeclared) != 0 {
		t.Errorf("%+v", r)
	}
	if r := log[2]; r.Status != 404 || r.Code != 10020 || r.Operation != "" || r.Path != "/nowhere" {
		t.Errorf("%+v", r)
	}
	if r := log[3]; r.Code != 20007 || !slices.Equal(r.Undeclared, []string{"image"}) || r.Params["image"] == "" {
		t.Errorf("%+v", r)
	}
	b, err := json.Marshal(log)
	if err != nil || bytes.Contains(b, []byte(token)) || bytes.Contains(b, []byte("secret")) {
		t.Errorf("a secret is in the log: %s", b)
	}
}

func TestRequestsAreLimited(t *testing.T) {
	srv := weibotest.NewServer(t)
	for i := range 1005 {
		get(t, srv, "/nowhere", "n", str(int64(i)))
	}
	log := srv.Requests()
	for i, r := range log {
		if r.Path != "/nowhere" || len(log) != 1000 || i > 0 && r.Time.Before(log[i-1].Time) {
			t.Fatalf("%d requests, number %d is %+v", len(log), i, r)
		}
	}
}

func TestHeaders(t *testing.T) {
	srv := weibotest.NewServer(t)
	req := request(t, "GET", srv.URL+"/2/users/show.json?uid=1404376560&access_token="+srv.Token(first), "", nil)
	req.Header.Set("Accept-Encoding", "gzip")
	zipped := do(t, req)
	if zipped.header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("%v", zipped.header)
	}
	z, err := gzip.NewReader(bytes.NewReader(zipped.body))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "identity")
	plain := do(t, req)
	if plain.header.Get("Content-Encoding") != "" || !bytes.Equal(plain.body, text) {
		t.Errorf("%v\n%s\n%s", plain.header, plain.body, text)
	}
	for _, name := range []string{"Api-Server-IP", "SINA-TS", "SINA-LB"} {
		if plain.header.Get(name) == "" {
			t.Errorf("no %s", name)
		}
	}
	if plain.header.Get("Vary") != "Accept-Encoding" || !strings.HasPrefix(plain.header.Get("Api-Server-IP"), "10.") {
		t.Errorf("%v", plain.header)
	}
}
