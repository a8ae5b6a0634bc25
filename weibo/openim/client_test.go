package openim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

func TestNewClient(t *testing.T) {
	for name, make := range map[string]func() (*openim.Client, error){
		"no AppId":              func() (*openim.Client, error) { return openim.NewClient(" ", secret) },
		"no AppSecret":          func() (*openim.Client, error) { return openim.NewClient(appID, "") },
		"a token of version 2":  func() (*openim.Client, error) { return openim.NewClient(appID, secret, weibo.WithToken(planted)) },
		"a base that is no URL": func() (*openim.Client, error) { return openim.NewClient(appID, secret, weibo.WithBaseURL("ws://x")) },
	} {
		if _, err := make(); err == nil || hasSecret(err.Error()) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c, err := openim.NewClient(appID, secret)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(format, c); text != "openim.Client" {
			t.Errorf("%s prints %s", format, text)
		}
		if text := fmt.Sprintf(format, openim.Token{Text: planted}); hasSecret(text) {
			t.Errorf("%s prints %s", format, text)
		}
	}
}

// Tokens go over https only, but for the machine itself.
func TestHTTPSOnly(t *testing.T) {
	for address, want := range map[string]bool{
		"http://example.com": false, "http://192.168.1.2:8080": false, "http://localhost.example.com": false,
		"https://example.com": true, "http://127.0.0.1:8080": true, "http://localhost": true, "http://[::1]:80": true,
	} {
		sent := false
		transport := transportFunc(func(*http.Request) (*http.Response, error) {
			sent = true
			return nil, errors.New("not today")
		})
		c, err := openim.NewClient(appID, secret, weibo.WithBaseURL(address), weibo.WithHTTPClient(&http.Client{Transport: transport}), once)
		if err != nil {
			t.Fatal(err)
		}
		if err := names(t, c); err == nil || sent != want {
			t.Errorf("%s: sent is %t, and the error %v", address, sent, err)
		}
	}
}

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// What is sent: the token in the query, parameters where they belong, and the file as it is.
func TestRequests(t *testing.T) {
	s := serve(t, says(200, jsonType, `{"code":0,"message":"success","data":{"code":0,"msg":"ok"}}`))
	c := s.client(t, weibo.WithUserAgent("cats"))
	file := filepath.Join(t.TempDir(), "cat.pdf")
	if err := os.WriteFile(file, []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for _, test := range []struct {
		name        string
		call        func() error
		request     string
		contentType string
		body        string
	}{
		{"a post", func() error {
			_, err := c.Crowd.Post(ctx, openimapi.CrowdPostParams{TopicName: "茶", Status: "一\n\"二\"", AIModelName: "DeepSeek-V3", PicIDs: []string{"a", "b"}})
			return err
		}, "POST /open/crowd/post?token=" + planted, "application/json",
			`{"ai_model_name":"DeepSeek-V3","pic_ids":"a,b","status":"一\n\"二\"","topic_name":"茶"}`},
		{"a comment", func() error {
			_, err := c.Crowd.Comment(ctx, openimapi.CrowdCommentParams{ID: 5101694137532416, Comment: "好", AIModelName: "kimi", IsRepost: true})
			return err
		}, "POST /open/crowd/comment?token=" + planted, "application/json", `{"ai_model_name":"kimi","comment":"好","id":5101694137532416,"is_repost":1}`},
		{"a like", func() error {
			_, err := c.Crowd.LikePost(ctx, openimapi.CrowdLikePostParams{ID: 7})
			return err
		}, "POST /open/crowd/like_post?id=7&token=" + planted, "", ""},
		{"a search", func() error {
			_, err := c.WIS.SearchQuery(ctx, openimapi.WISSearchQueryParams{Query: "#猫 & 狗#"})
			return err
		}, "GET /open/wis/search_query?query=%23%E7%8C%AB+%26+%E7%8B%97%23&token=" + planted, "", ""},
		{"nothing but the token", func() error { return ignore(c.Creator.Summary(ctx, openimapi.CreatorSummaryParams{})) },
			"GET /open/creator/summary?token=" + planted, "", ""},
		{"a file", func() error {
			_, err := c.DM.SendFile(ctx, openimapi.DMSendFileParams{FileName: "cat.pdf", File: openim.FilePath(file)})
			return err
		}, "POST /open/dm/send_file?fileName=cat.pdf&token=" + planted, "application/octet-stream", "%PDF"},
		{"a reader", func() error {
			_, err := c.DM.SendFile(ctx, openimapi.DMSendFileParams{FileName: "x", File: openim.FileReader(io.MultiReader(strings.NewReader("a"), strings.NewReader("b")))})
			return err
		}, "POST /open/dm/send_file?fileName=x&token=" + planted, "application/octet-stream", "ab"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s.got, s.bodies = nil, nil
			if err := test.call(); err != nil {
				t.Fatal(err)
			}
			r := s.got[0]
			if got := r.Method + " " + r.URL.RequestURI(); got != test.request {
				t.Errorf("the request is %s, want %s", got, test.request)
			}
			if got := r.Header.Get("Content-Type"); got != test.contentType || s.bodies[0] != test.body || r.ContentLength != int64(len(test.body)) {
				t.Errorf("the body is %q of %q with length %d", s.bodies[0], got, r.ContentLength)
			}
			if r.Header.Get("Authorization") != "" || !strings.HasPrefix(r.Header.Get("User-Agent"), "cats ") {
				t.Errorf("the headers are %v", r.Header)
			}
		})
	}
}

func ignore[T any](_ T, err error) error { return err }

// What the rules of the super topics ask for is asked for before anything is sent.
func TestUnsendable(t *testing.T) {
	s := serve(t, says(200, jsonType, `{"code":0,"data":{}}`))
	c := s.client(t)
	ctx := t.Context()
	for name, test := range map[string]struct {
		err   error
		param string
	}{
		"no model":    {ignore(c.Crowd.Post(ctx, openimapi.CrowdPostParams{TopicName: "茶", Status: "x"})), "ai_model_name"},
		"other model": {ignore(c.Crowd.Post(ctx, openimapi.CrowdPostParams{TopicName: "茶", Status: "x", AIModelName: "parrot"})), "ai_model_name"},
		"long model": {ignore(c.Crowd.Comment(ctx, openimapi.CrowdCommentParams{ID: 1, Comment: "x", AIModelName: "kimi" + strings.Repeat("x", 61)})),
			"ai_model_name"},
		"a reply to nobody": {ignore(c.Crowd.CommentReply(ctx, openimapi.CrowdCommentReplyParams{ID: 1, Comment: "x", AIModelName: "kimi"})), "cid"},
		"id and url":        {ignore(c.Weibo.StatusShow(ctx, openimapi.WeiboStatusShowParams{ID: "1", URL: "x"})), "id, url"},
		"no picture":        {ignore(c.Pic.Upload(ctx, openimapi.PicUploadParams{Pic: weibo.PictureBytes([]byte("a text"))})), "body"},
		"a large picture": {ignore(c.Pic.Upload(ctx, openimapi.PicUploadParams{Pic: weibo.PictureBytes(append([]byte("\xff\xd8\xff"), make([]byte, 10<<20)...))})),
			"body"},
		"count": {ignore(c.Weibo.HotSearch(ctx, openimapi.WeiboHotSearchParams{Category: "主榜", Count: 51})), "count"},
	} {
		var problems *weibo.ParamsError
		var problem *weibo.ParamError
		if !errors.As(test.err, &problems) || !errors.As(test.err, &problem) || problem.Param != test.param {
			t.Errorf("%s: %v", name, test.err)
		}
	}
	var foreign *openim.ForeignError
	if _, err := weiboapi.New(c).Statuses.Show(ctx, weiboapi.StatusesShowParams{ID: 1}); !errors.As(err, &foreign) {
		t.Errorf("a call of version 2: %v", err)
	}
	if len(s.got) > 0 {
		t.Errorf("%s was sent", s.got[0].URL.Path)
	}
}

// What open-im may answer, and what becomes of it.
func TestAnswers(t *testing.T) {
	v2 := `发布评论失败: {"error":"target weibo does not exist!","error_code":20101,"request":"/2/comments/create.json"}`
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		is     []error
		isNot  []error
		code   int
		text   string // in the error
	}{
		{"a code", says(200, jsonType, `{"code":42900,"message":"频次超限"}`), []error{weibo.ErrRateLimited}, nil, 42900, "频次超限 (code 42900)"},
		{"a code in a string", says(200, jsonType, `{"code":"40001","message":"x"}`), []error{weibo.ErrParam}, nil, 40001, "code 40001"},
		{"a code with a status", says(403, jsonType, `{"code":40002,"message":"x"}`), []error{weibo.ErrParam}, nil, 40002, "HTTP 403"},
		{"a code that nobody knows", says(200, jsonType, `{"code":77777,"message":"什么"}`), nil, []error{weibo.ErrParam, weibo.ErrServer}, 77777, "什么 (code 77777, HTTP 200)"},
		{"the same with a status", says(503, jsonType, `{"code":77777,"message":"什么"}`), []error{weibo.ErrServer}, nil, 77777, "什么"},
		{"a code of version 2", says(200, jsonType, `{"code":20019,"message":"repeat content!"}`), []error{weibo.ErrDuplicate}, nil, 20019, "repeat content"},
		{"a refusal behind", says(200, jsonType, `{"code":-1,"message":`+quote(v2)+`}`), []error{weibo.ErrNotFound}, []error{weibo.ErrServer}, -1, "error_code"},
		{"a null reason", says(200, jsonType, `{"code":-1,"message":"发布失败: null"}`), nil, []error{weibo.ErrNotFound}, -1, "null"},
		{"a message about the token", says(200, jsonType, `{"code":41000,"message":"Token has EXPIRED"}`), []error{weibo.ErrTokenInvalid}, nil, 41000, "EXPIRED"},
		{"a code inside", says(200, jsonType, `{"code":0,"message":"success","data":{"code":50001,"msg":"失败"}}`), []error{weibo.ErrServer}, nil, 50001, "失败"},
		{"a code that is none", says(200, jsonType, `{"code":"no","message":"x"}`), nil, nil, 0, "no number"},
		{"HTML", says(200, "text/html", "<html>502</html>"), nil, []error{weibo.ErrServer}, 0, "at byte"},
		{"HTML with a status", says(502, "text/html", "<html>502</html>"), []error{weibo.ErrServer}, nil, 0, "HTTP 502"},
		{"401", says(401, "text/plain", ""), []error{weibo.ErrUnauthorized}, []error{weibo.ErrTokenInvalid}, 0, "HTTP 401"},
		{"a list", says(200, jsonType, `[]`), nil, nil, 0, "no data"},
		{"no data", says(200, jsonType, `{"code":0,"message":"success"}`), nil, nil, 0, "no data"},
		{"null data", says(200, jsonType, `{"code":0,"data":null}`), nil, nil, 0, "no data"},
		{"data of another kind", says(200, jsonType, `{"code":0,"data":"x"}`), nil, nil, 0, "found string"},
		{"a cut answer", says(200, jsonType, `{"code":0,"message":"success","data":{"co`), []error{io.ErrUnexpectedEOF}, nil, 0, "at byte"},
		{"nothing", says(200, jsonType, ``), nil, nil, 0, "HTTP 200"},
		{"a redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://example.com/", http.StatusFound)
		}, nil, nil, 0, "HTTP 302"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := serve(t, test.answer).client(t, once)
			_, err := c.Crowd.LikePost(t.Context(), openimapi.CrowdLikePostParams{ID: 1})
			var e *weibo.Error
			if !errors.As(err, &e) || e.Code != test.code || e.Operation != "open/crowd/like_post" || !strings.Contains(err.Error(), test.text) {
				t.Fatalf("got %v", err)
			}
			for _, target := range test.is {
				if !errors.Is(err, target) {
					t.Errorf("%v is not %v", err, target)
				}
			}
			for _, target := range test.isNot {
				if errors.Is(err, target) {
					t.Errorf("%v is %v", err, target)
				}
			}
		})
	}
}

func quote(s string) string { b, _ := json.Marshal(s); return string(b) }

// The refusal of version 2 behind a code -1 is there, with its hint.
func TestRefusalBehind(t *testing.T) {
	s := serve(t, says(200, jsonType, `{"code":-1,"message":"x {\"error\":\"repeat content!\",\"error_code\":20019,\"request\":\"/2/comments/create.json\"}"}`))
	_, err := s.client(t).Crowd.LikePost(t.Context(), openimapi.CrowdLikePostParams{ID: 1})
	var outer, inner *weibo.Error
	if !errors.As(err, &outer) || !errors.As(outer.Err, &inner) || inner.Operation != "comments/create" || inner.Code != 20019 {
		t.Fatalf("got %v, and inside %v", err, inner)
	}
	if outer.Hint("zh") == "" || outer.Hint("zh") != inner.Hint("zh") {
		t.Errorf("the hint is %q", outer.Hint("zh"))
	}
}

// Codes for trouble on their side lead to another try of what reads, whatever their status, and of nothing else.
func TestRepetition(t *testing.T) {
	for _, test := range []struct {
		code, calls int
		call        func(context.Context, *openim.Client) error
	}{
		{50000, 3, reads}, {50001, 3, reads}, {42900, 1, reads}, {40001, 1, reads}, {-1, 1, reads}, {50001, 1, writes}, {50001, 1, begins},
	} {
		s := serve(t, says(200, jsonType, fmt.Sprintf(`{"code":%d,"message":"x"}`, test.code)))
		c := s.client(t, weibo.WithRetry(weibo.Retry{Base: 1}))
		if err := test.call(t.Context(), c); err == nil || len(s.got) != test.calls {
			t.Errorf("code %d: %d calls, want %d: %v", test.code, len(s.got), test.calls, err)
		}
	}
}

func reads(ctx context.Context, c *openim.Client) error {
	return ignore(c.Crowd.TopicNames(ctx, openimapi.CrowdTopicNamesParams{}))
}

func writes(ctx context.Context, c *openim.Client) error {
	return ignore(c.Crowd.LikePost(ctx, openimapi.CrowdLikePostParams{ID: 1}))
}

func begins(ctx context.Context, c *openim.Client) error {
	return ignore(c.Video.Init(ctx, openimapi.VideoInitParams{Check: "x", Name: "x", Length: 1}))
}

// TestPlantedSecrets provokes errors of every kind from servers and transports that say token and secret again, and looks for
// them in all that can be printed.
func TestPlantedSecrets(t *testing.T) {
	echo := `{"code":%d,"message":"%s and ` + secret + `","data":null}`
	for name, answer := range map[string]http.HandlerFunc{
		"a refusal":       says(200, jsonType, fmt.Sprintf(echo, 40001, planted)),
		"a refused token": says(200, jsonType, fmt.Sprintf(echo, 40100, planted)),
		"one behind":      says(200, jsonType, fmt.Sprintf(echo, -1, `{\"error\":\"`+planted+`\",\"error_code\":20101}`)),
		"an unknown one":  says(500, jsonType, fmt.Sprintf(echo, 7, planted)),
		"HTML":            says(502, "text/html", "<html>/open/x?token="+planted),
		"no JSON":         says(200, jsonType, `{"code":`+planted),
		"another kind":    says(200, jsonType, `{"code":0,"data":"`+planted+`"}`),
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://example.com/?token="+planted, http.StatusFound)
		},
		"a header": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Echo", r.URL.String())
			says(500, jsonType, "{}")(w, r)
		},
		"a cut answer": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, `{"token":"`+planted)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			s := serve(t, answer)
			c := s.client(t, weibo.WithLogger(slog.New(slog.NewTextHandler(&log, nil))), weibo.WithBodyLogging(), weibo.WithRetry(weibo.Retry{Base: 1}))
			for _, call := range []func(context.Context, *openim.Client) error{reads, writes} {
				wantClean(t, call(t.Context(), c))
			}
			if strings.Contains(log.String(), planted) || log.Len() == 0 {
				t.Errorf("the log has the token: %s", &log)
			}
		})
	}
	t.Run("the transport", func(t *testing.T) {
		var log bytes.Buffer
		chatty := transportFunc(func(r *http.Request) (*http.Response, error) {
			if r.URL.Path == "/open/auth/ws_token" {
				return (direct{&service{}}).RoundTrip(r)
			}
			return nil, errors.New("dial " + r.URL.String())
		})
		c, err := openim.NewClient(appID, secret, weibo.WithHTTPClient(&http.Client{Transport: chatty}), once,
			weibo.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		if err != nil {
			t.Fatal(err)
		}
		wantClean(t, reads(t.Context(), c))
		if hasSecret(log.String()) || log.Len() == 0 {
			t.Errorf("the log has the token: %s", &log)
		}
	})
	for name, answer := range map[string]string{
		"refuses":  `{"code":40003,"message":"no ` + secret + `"}`,
		"is cut":   `{"code":0,"data":{"token":"` + planted + `","exp`,
		"is a map": `{"code":0,"data":{"token":{"` + planted + `":1},"expire_in":1}}`,
		"is HTML":  `<html>` + secret,
	} {
		t.Run("the answer with the token "+name, func(t *testing.T) {
			var log bytes.Buffer
			c, err := openim.NewClient(appID, secret, weibo.WithHTTPClient(&http.Client{Transport: direct{says(200, jsonType, answer)}}), once,
				weibo.WithLogger(slog.New(slog.NewTextHandler(&log, nil))), weibo.WithBodyLogging())
			if err != nil {
				t.Fatal(err)
			}
			wantClean(t, reads(t.Context(), c))
			if hasSecret(log.String()) || log.Len() == 0 {
				t.Errorf("the log has a secret: %s", &log)
			}
		})
	}
}

// wantClean looks for secrets in an error, in what it wraps, and in what they print.
func wantClean(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		t.Error("there is no error")
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%q"} {
		if text := fmt.Sprintf(format, err); hasSecret(text) {
			t.Errorf("%s prints %s", format, text)
		}
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		var refused *weibo.Error
		if errors.As(e, &refused) {
			if text := fmt.Sprintf("%s %s %v %v", refused.Message, refused.Body, refused.Header, reflect.ValueOf(refused.Err)); hasSecret(text) {
				t.Errorf("the error holds %s", text)
			}
		}
		if hasSecret(e.Error()) {
			t.Errorf("%T says %s", e, e.Error())
		}
	}
}

// A limiter is asked for the calls, and not for the token.
func TestLimiter(t *testing.T) {
	srv := weibotest.NewServer(t)
	l := &countingLimiter{}
	if err := names(t, srv.OpenIM(weibo.WithLimiter(l))); err != nil {
		t.Fatal(err)
	}
	if want := []string{"open/auth/ws_token false", "open/crowd/topic_names true"}; !reflect.DeepEqual(l.calls, want) {
		t.Errorf("the limiter was asked for %v, want %v", l.calls, want)
	}
}

type countingLimiter struct{ calls []string }

func (l *countingLimiter) Wait(_ context.Context, call weibo.LimitedCall) error {
	l.calls = append(l.calls, fmt.Sprint(call.Operation, " ", call.User != ""))
	return nil
}
func (l *countingLimiter) Update(weibo.LimitedCall, *weiboapi.RateLimitStatus) {}
func (l *countingLimiter) Refused(weibo.LimitedCall, int)                      {}

var _ wire.Carrier = (*openim.Client)(nil)

// A file streams: memory does not grow with it.
func TestFileIsStreamed(t *testing.T) {
	const size = 64 << 20
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		if r.URL.Path == "/open/auth/ws_token" {
			says(200, jsonType, `{"data":{"token":"x","expire_in":7200}}`)(w, r)
			return
		}
		if err != nil || n != size || r.ContentLength != size {
			t.Errorf("%d bytes of %d came: %v", n, r.ContentLength, err)
		}
		says(200, jsonType, `{"code":0,"data":{"fid":1,"message_id":"m"}}`)(w, r)
	}))
	defer srv.Close()
	c, err := openim.NewClient(appID, secret, weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, size); err != nil {
		t.Fatal(err)
	}
	var last int64
	progress := weibo.WithProgress(func(sent, _ int64) { last = sent })
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := c.DM.SendFile(t.Context(), openimapi.DMSendFileParams{FileName: "large", File: openim.FilePath(name)}, progress); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > size/8 {
		t.Errorf("%d bytes were allocated for a file of %d", grown, size)
	}
	if last != size {
		t.Errorf("the last report of progress is %d", last)
	}
}
