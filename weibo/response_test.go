package weibo_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

func show(c *weibo.Client) (*weiboapi.Status, error) {
	return c.Statuses.Show(context.Background(), weiboapi.StatusesShowParams{ID: 1})
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name   string
		status int
		kind   string
		body   string
		want   weibo.Error // Code, Message, Description, Request
		text   string
	}{
		{"as documented", 403, jsonType, `{"error":"expired_token","error_code":21327,"request":"/2/statuses/show.json"}`,
			weibo.Error{Code: 21327, Message: "expired_token", Request: "/2/statuses/show.json"},
			"weibo: statuses/show: expired_token (code 21327, HTTP 403)"},
		{"the code as a string, no request", 400, jsonType, `{"error_code":"10006","error":"source paramter(appkey) is missing"}`,
			weibo.Error{Code: 10006, Message: "source paramter(appkey) is missing"},
			"weibo: statuses/show: source paramter(appkey) is missing (code 10006, HTTP 400)"},
		{"as plain text, with a byte order mark", 400, "text/plain; charset=UTF-8", "\xEF\xBB\xBF" + ` {"error":"a","error_code":10006}` + "\n",
			weibo.Error{Code: 10006, Message: "a"}, "weibo: statuses/show: a (code 10006, HTTP 400)"},
		{"of oauth2", 400, "text/plain;charset=UTF-8",
			`{"error":"invalid_request","error_code":21323,"request":"/oauth2/x","error_uri":"/oauth2/x","error_description":"miss client id or secret"}`,
			weibo.Error{Code: 21323, Message: "invalid_request", Description: "miss client id or secret", Request: "/oauth2/x"},
			"weibo: statuses/show: invalid_request: miss client id or secret (code 21323, HTTP 400)"},
		{"inside a 200", 200, jsonType, `{"error":"User requests out of rate limit!","error_code":10023}`,
			weibo.Error{Code: 10023, Message: "User requests out of rate limit!"},
			"weibo: statuses/show: User requests out of rate limit! (code 10023, HTTP 200)"},
		{"of the fans service, in a 200", 200, jsonType, `{"request":"/2/messages/sendall","errcode":"100001","errmsg":"param error"}`,
			weibo.Error{Code: 100001, Message: "param error", Request: "/2/messages/sendall"}, "param error (code 100001, HTTP 200)"},
		{"a code without words", 400, jsonType, `{"error_code":99999}`, weibo.Error{Code: 99999}, "(code 99999, HTTP 400)"},
		{"HTML", 502, "text/html", "<html>502 Bad Gateway</html>", weibo.Error{}, "weibo: statuses/show: HTTP 502 Bad Gateway with text/html"},
		{"nothing at all", 500, "", "", weibo.Error{}, "weibo: statuses/show: HTTP 500 Internal Server Error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := record(t, func(w http.ResponseWriter, req *http.Request) {
				w.Header()["Api-Server-Ip"] = []string{"10.0.0.1"}
				w.Header()["Sina-Ts"] = []string{"abc123"}
				says(tt.status, tt.kind, tt.body)(w, req)
			})
			var kept weibo.Response
			_, err := srv.client(t).Statuses.Show(context.Background(), weiboapi.StatusesShowParams{ID: 1}, weibo.WithResponse(&kept))
			var got *weibo.Error
			if !errors.As(err, &got) {
				t.Fatalf("got %v, want a *weibo.Error", err)
			}
			if got.Code != tt.want.Code || got.Message != tt.want.Message || got.Description != tt.want.Description || got.Request != tt.want.Request {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if got.StatusCode != tt.status || got.ServerIP != "10.0.0.1" || got.ServerTime != "abc123" || string(got.Body) != tt.body ||
				got.Operation != "statuses/show" || got.Header.Get("Content-Type") != tt.kind && tt.kind != "" {
				t.Errorf("got %+v", got)
			}
			if !strings.Contains(err.Error(), tt.text) {
				t.Errorf("got the text %q, want %q", err, tt.text)
			}
			if kept.StatusCode != tt.status || string(kept.Body) != tt.body {
				t.Errorf("the answer as it came: %d %q", kept.StatusCode, kept.Body)
			}
		})
	}
}

// TestTextThatLooksLikeARefusal is about a status that talks of error codes.
func TestTextThatLooksLikeARefusal(t *testing.T) {
	for _, body := range []string{
		`{"id":1,"text":"{\"error_code\":20012}"}`,
		`{"id":1,"text":"a","annotations":[{"error_code":5,"error":"x"}]}`,
	} {
		if got, err := show(record(t, says(200, jsonType, body)).client(t)); err != nil || got.ID != 1 {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestAnswersThatCannotBeRead(t *testing.T) {
	cut := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		io.WriteString(w, `{"id":1,`)
	}
	bomb := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		for range 300 {
			z.Write(make([]byte, 1<<16))
		}
		z.Close()
	}
	tests := []struct {
		name   string
		answer http.HandlerFunc
		want   string
		is     error
	}{
		{"HTML in a 200", says(200, "text/html", "<html>maintenance</html>"), "invalid character", nil},
		{"nothing in a 200", says(200, jsonType, ""), "EOF", nil},
		{"cut JSON", says(200, jsonType, `{"id":1,"text":"a`), "unexpected EOF", nil},
		{"a cut body", cut, "reading the answer: unexpected EOF", io.ErrUnexpectedEOF},
		{"a list where an object belongs", says(200, jsonType, `[1]`), "", nil},
		{"words where a number belongs", says(200, jsonType, `{"id":"many","text":"a"}`), "", nil},
		{"too much", says(200, jsonType, `{"text":"`+strings.Repeat("a", 17<<20)+`"}`), "the answer is too large: more than 16777216 bytes", weibo.ErrTooLarge},
		{"too much when unpacked", bomb, "the answer is too large", weibo.ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := show(record(t, tt.answer).client(t))
			var own *weibo.Error
			if !errors.As(err, &own) || own.StatusCode != 200 || own.Err == nil || got != nil {
				t.Fatalf("got %v and %#v", got, err)
			}
			if !strings.Contains(err.Error(), tt.want) || tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestServerThatIsNotThere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	c, err := weibo.NewClient(weibo.WithToken(secret), weibo.WithAppKey("planted-key"), weibo.WithBaseURL("http://"+l.Addr().String()))
	if err != nil {
		t.Fatal(err)
	}
	_, err = show(c)
	var op *net.OpError
	if !errors.As(err, &op) || !strings.HasPrefix(err.Error(), "weibo: statuses/show: ") {
		t.Errorf("got %v", err)
	}
	if strings.Contains(err.Error(), "/2/statuses") {
		t.Errorf("the address is in the error: %v", err)
	}
}

// TestSecretsStayInside plants a token, provokes every kind of error and searches all that can be printed.
func TestSecretsStayInside(t *testing.T) {
	answers := []http.HandlerFunc{
		says(403, jsonType, `{"error":"a","error_code":21332}`),
		says(502, "text/html", "<html>"),
		says(200, jsonType, `{`),
		func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) },
	}
	for i, answer := range answers {
		c := record(t, answer).client(t)
		_, err := show(c)
		if err == nil {
			t.Fatalf("answer %d gave no error", i)
		}
		for _, printed := range []string{err.Error(), fmt.Sprintf("%v %+v %#v", err, err, err), fmt.Sprintf("%+v", c)} {
			if strings.Contains(printed, secret) {
				t.Errorf("answer %d: the token is in %s", i, printed)
			}
		}
	}
}

func TestTolerance(t *testing.T) {
	want := &weiboapi.Status{ID: 5101694137532416, Text: "a", MID: "5101694137532416", RepostsCount: 3, Truncated: true}
	tests := map[string]string{
		"as described":                `{"id":5101694137532416,"text":"a","mid":"5101694137532416","reposts_count":3,"truncated":true}`,
		"numbers as strings":          `{"id":"5101694137532416","text":"a","mid":5101694137532416,"reposts_count":"3","truncated":"true"}`,
		"flags as numbers":            `{"id":5101694137532416,"text":"a","mid":"5101694137532416","reposts_count":3.0,"truncated":1}`,
		"flags as digits":             `{"id":5101694137532416,"text":"a","mid":"5101694137532416","reposts_count":3,"truncated":"1"}`,
		"an empty string for objects": `{"id":5101694137532416,"text":"a","mid":"5101694137532416","reposts_count":3,"truncated":true,"user":"","geo":"","pic_urls":"","created_at":"","url_objects":{}}`,
		"a list for objects":          `{"id":5101694137532416,"text":"a","mid":"5101694137532416","reposts_count":3,"truncated":true,"user":[],"retweeted_status":false}`,
		"null for everything":         `{"id":5101694137532416,"text":"a","mid":"5101694137532416","reposts_count":3,"truncated":true,"user":null,"source":null,"favorited":null,"comments_count":null,"pic_ids":null,"created_at":null}`,
		"null and strings":            `{"id":"5101694137532416","text":"a","mid":"5101694137532416","reposts_count":"3","truncated":true,"source":null,"favorited":null,"comments_count":"","created_at":null}`,
		"unknown members, twice":      `{"id":5101694137532416,"text":"a","mid":"5101694137532416","reposts_count":3,"truncated":true,"new":{"a":[1]},"new":2}`,
		"broken UTF-8 elsewhere":      `{"id":5101694137532416,"text":"a","mid":"5101694137532416","reposts_count":3,"truncated":true,"new":"` + "\xFF" + `"}`,
	}
	for name, body := range tests {
		got, err := show(record(t, says(200, jsonType, body)).client(t))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestEmptyObjectIsAnObject(t *testing.T) {
	got, err := show(record(t, says(200, jsonType, `{"id":"1","text":"a","user":{}}`)).client(t))
	if err != nil || got.User == nil || got.User.ID != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestBareEmptyListForAPage(t *testing.T) {
	c := record(t, says(200, jsonType, `[]`)).client(t)
	got, err := c.Statuses.RepostTimeline(context.Background(), weiboapi.StatusesRepostTimelineParams{ID: 1})
	if err != nil || len(got.Reposts) != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestBigIDsStayExact(t *testing.T) {
	for _, body := range []string{`{"id":9007199254740993,"text":""}`, `{"id":"9007199254740993","text":""}`} {
		if got, err := show(record(t, says(200, jsonType, body)).client(t)); err != nil || got.ID != 9007199254740993 {
			t.Errorf("%s: got %+v, %v", body, got, err)
		}
	}
}

func TestRawJSON(t *testing.T) {
	c := record(t, says(200, jsonType, `{"mid":"yfcLPlKKn"}`)).client(t)
	got, err := c.Statuses.QueryMID(context.Background(), weiboapi.StatusesQueryMIDParams{IDs: []int64{3436240135184587}, Type: 1})
	if err != nil || string(got) != `{"mid":"yfcLPlKKn"}` {
		t.Errorf("got %s, %v", got, err)
	}
}

// TestTwoShapes is about lists that come bare from some servers and in an object from others.
func TestTwoShapes(t *testing.T) {
	for _, body := range []string{`[{"id":1404376560}]`, `{"users":[{"id":1404376560}],"total_number":1}`} {
		got, err := record(t, says(200, jsonType, body)).client(t).Friendships.FollowersActive(context.Background(), weiboapi.FriendshipsFollowersActiveParams{UID: 1})
		if err != nil || len(got) != 1 || got[0].ID != 1404376560 {
			t.Errorf("%s: got %v, %v", body, got, err)
		}
	}
	for _, body := range []string{`[{"id":1,"text":"a"}]`, `{"statuses":[{"id":1,"text":"a"}],"total_number":1}`} {
		got, err := record(t, says(200, jsonType, body)).client(t).Search.Statuses(context.Background(), weiboapi.SearchStatusesParams{Q: "a"})
		if err != nil || len(got.Statuses) != 1 || got.Statuses[0].ID != 1 {
			t.Errorf("%s: got %v, %v", body, got, err)
		}
	}
}

// TestStream reads objects from a connection that stays open, and ends it.
func TestStream(t *testing.T) {
	c := record(t, says(200, jsonType, "{\"id\":1}\r\n\r\n{\"id\":\"2\"}\r\n")).client(t)
	s, err := c.Messages.Receive(context.Background(), weiboapi.MessagesReceiveParams{UID: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var ids []int64
	for m, err := range s.All() {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.ID)
	}
	if len(ids) != 2 || ids[0] != 1 || ids[1] != 2 {
		t.Errorf("got %v", ids)
	}
}

func TestContent(t *testing.T) {
	c := record(t, says(200, "image/png", "picture")).client(t)
	got, err := c.Messages.QRCodeShow(context.Background(), weiboapi.MessagesQRCodeShowParams{Ticket: "a"})
	if err != nil || got.ContentType != "image/png" || string(got.Body) != "picture" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestJSONBody(t *testing.T) {
	var kind string
	var body []byte
	srv := record(t, nil)
	srv.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		kind = req.Header.Get("Content-Type")
		body, _ = io.ReadAll(req.Body)
		says(200, jsonType, `{"result":true}`)(w, req)
	})
	params := weiboapi.MessagesSendAllParams{Body: &weiboapi.SendAllRequest{MsgType: "text"}}
	if _, err := srv.client(t).Messages.SendAll(context.Background(), params); err != nil {
		t.Fatal(err)
	}
	if kind != "application/json" || !strings.Contains(string(body), `"msgtype":"text"`) {
		t.Errorf("%s: %s", kind, body)
	}
}
