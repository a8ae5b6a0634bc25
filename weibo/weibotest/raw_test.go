package weibotest_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// raw sends bytes, and returns the answer to them. TOKEN stands for a token, and LENGTH for the length of the body.
func raw(t *testing.T, srv *weibotest.Server, token, text string) *answer {
	t.Helper()
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\n", "\r\n"), "TOKEN", token)
	_, body, _ := strings.Cut(text, "\r\n\r\n")
	text = strings.ReplaceAll(text, "LENGTH", fmt.Sprint(len(body)))
	conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &answer{t, resp.StatusCode, resp.Header, b}
}

// TestRawRequests sends what clients were seen to send, byte by byte.
func TestRawRequests(t *testing.T) {
	tests := []struct {
		name, text string
		code       int
		operation  string
		param      string // and its value, as they are in the log
	}{
		{"form with everything", `POST /2/statuses/update.json HTTP/1.1
Host: 127.0.0.1
Content-Type: application/x-www-form-urlencoded
Content-Length: LENGTH

access_token=TOKEN&status=%E7%8C%AB&source=1234567890`, 0, "statuses/update", "status=猫"},
		{"form type with nothing behind its semicolon, header in small letters", `POST /2/statuses/update.json HTTP/1.1
host: api.weibo.com
authorization: OAuth2 TOKEN
content-type: application/x-www-form-urlencoded;
content-length: LENGTH

status=a+b%26c`, 0, "statuses/update", "status=a b&c"},
		{"all in the query, no body and no type", `POST /2/statuses/update.json?access_token=TOKEN&status=x HTTP/1.1
Host: 127.0.0.1
Content-Length: 0

`, 0, "statuses/update", "status=x"},
		{"chunks", `POST /2/statuses/update.json HTTP/1.1
Host: 127.0.0.1
Authorization: OAuth2 TOKEN
Content-Type: application/x-www-form-urlencoded
Transfer-Encoding: chunked

8
status=y
0

`, 0, "statuses/update", "status=y"},
		{"multipart without a file", `POST /2/statuses/upload.json HTTP/1.1
Host: upload.api.weibo.com
Authorization: OAuth2 TOKEN
Content-Type: multipart/form-data; boundary="--B"
Content-Length: LENGTH

----B
Content-Disposition: form-data; name="status"
Content-Type: text/plain; charset=US-ASCII
Content-Transfer-Encoding: 8bit

x
----B--
`, 20007, "statuses/upload", "status=x"},
		{"picture without a type", `POST /2/statuses/upload.json HTTP/1.1
Host: upload.api.weibo.com
Content-Type: multipart/form-data; boundary=B
Content-Length: LENGTH

--B
content-disposition: form-data; name="access_token"

TOKEN
--B
content-disposition: form-data; name="status"

x
--B
content-disposition: form-data; name="pic"; filename="a"

` + "\xff\xd8\xff\xe0" + `
--B--`, 0, "statuses/upload", "pic=a, 4 bytes"},
		{"empty fields of a form that has all", `POST /2/statuses/update.json HTTP/1.1
Host: 127.0.0.1
Content-Type: application/x-www-form-urlencoded
Content-Length: LENGTH

access_token=TOKEN&status=x&visible=&list_id=&lat=&long=&annotations=&rip=&pic=&undocumented=`, 0, "statuses/update", "status=x"},
		{"Bearer beside the token of the query", `GET /2/users/show.json?access_token=TOKEN&uid=1404376560 HTTP/1.1
Host: 127.0.0.1
Authorization: Bearer TOKEN

`, 0, "users/show", "uid=1404376560"},
		{"uid beside the token in the header", `GET /2/users/show.json?access_token=TOKEN&uid=1404376560 HTTP/1.1
Host: 127.0.0.1
Authorization: OAuth2 uid=1404376560&access_token=TOKEN

`, 0, "users/show", "uid=1404376560"},
		{"path with the host", `GET /rm.api.weibo.com/2/remind/unread_count.json?access_token=TOKEN&uid=1404376560 HTTP/1.1
Host: 127.0.0.1:8080

`, 0, "remind/unread_count", "uid=1404376560"},
		{"as to a proxy", `GET http://api.weibo.com/2/users/show.json?access_token=TOKEN&uid=1404376560 HTTP/1.1
Host: api.weibo.com

`, 0, "users/show", "uid=1404376560"},
		{"HTTP/1.0 without a host", `GET /2/users/show.json?access_token=TOKEN&uid=1404376560 HTTP/1.0

`, 0, "users/show", "uid=1404376560"},
		{"token endpoint", `POST /oauth2/access_token HTTP/1.1
Host: 127.0.0.1
Content-Type: application/x-www-form-urlencoded
Content-Length: LENGTH

client_id=1234567890&client_secret=x&grant_type=authorization_code&code=unknown&redirect_uri=http://example.com/`, 21325, "oauth2/access_token", ""},
		{"token endpoint of version 2, all in the query", `POST /2/oauth2/access_token?client_id=1234567890&client_secret=x&grant_type=authorization_code&code=unknown&redirect_uri=http://example.com/ HTTP/1.1
Host: api.weibo.com
Content-Length: 0

`, 21325, "oauth2/access_token", ""},
		{"JSON to the token endpoint", `POST /oauth2/access_token HTTP/1.1
Host: 127.0.0.1
Content-Type: application/json
Content-Length: LENGTH

{"client_id":"1234567890"}`, 21323, "oauth2/access_token", ""},
		{"write as a read", `GET /2/statuses/update.json?access_token=TOKEN&status=x HTTP/1.1
Host: 127.0.0.1

`, 10021, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := weibotest.NewServer(t)
			a := raw(t, srv, srv.Token(first), tt.text)
			if tt.code == 0 {
				a.refusedNot(t)
			} else {
				a.refused(tt.code)
			}
			last := lastRequest(srv)
			name, value, _ := strings.Cut(tt.param, "=")
			if last.Operation != tt.operation || last.Params[name] != value || len(last.Undeclared) != 0 {
				t.Errorf("logged %+v", last)
			}
		})
	}
}

// TestHostInThePath tells the hosts apart for clients that cannot set the header.
func TestHostInThePath(t *testing.T) {
	srv := kindServer(t)
	for path, want := range map[string]string{
		"/api.weibo.com/2/twins.json":         "api",
		"/c.api.weibo.com/2/twins.json":       "c",
		"/unknown.api.weibo.com/2/twins.json": "api",
		"/2/twins.json":                       "api",
	} {
		var got struct{ Host string }
		get(t, srv, path, "access_token", srv.Token(first)).into(&got)
		if last := lastRequest(srv); got.Host != want || last.Path != "/2/twins.json" {
			t.Errorf("%s: %s answered, logged %+v", path, got.Host, last)
		}
	}
	if r := get(t, srv, "/example.com/2/twins.json").refused(10020); r.Request != "/example.com/2/twins.json" {
		t.Errorf("%+v", r)
	}
}
