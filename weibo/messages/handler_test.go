package messages_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/messages"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

const secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"

var now = time.UnixMilli(1700000000123)

// An application keeps the messages that its callback address got.
type application struct {
	*messages.Handler
	URL   string
	panic bytes.Buffer // what the server logged; complete after stop
	stop  func()

	mu  sync.Mutex
	got []*messages.Message
}

// serve starts a callback address that answers every message with a reply.
func serve(t *testing.T, reply func(n int, m *messages.Message) (messages.Reply, error)) *application {
	t.Helper()
	app := new(application)
	app.Handler = &messages.Handler{AppSecret: secret, Now: func() time.Time { return now }, Handle: func(ctx context.Context, m *messages.Message) (messages.Reply, error) {
		app.mu.Lock()
		app.got = append(app.got, m)
		n := len(app.got)
		app.mu.Unlock()
		return reply(n, m)
	}}
	server := httptest.NewUnstartedServer(app)
	server.Config.ErrorLog = log.New(&app.panic, "", 0)
	server.Start()
	t.Cleanup(server.Close)
	app.URL, app.stop = server.URL, server.Close
	return app
}

func silent(int, *messages.Message) (messages.Reply, error) { return messages.Reply{}, nil }

// signed is the query of a push that was sent at a time.
func signed(at time.Time, more ...string) url.Values {
	timestamp := strconv.FormatInt(at.UnixMilli(), 10)
	q := url.Values{"timestamp": {timestamp}, "nonce": {"246813579"}, "signature": {messages.Sign(secret, timestamp, "246813579")}}
	for i := 0; i < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return q
}

type answer struct {
	status int
	header http.Header
	body   string
}

func send(t *testing.T, method, address string, q url.Values, body string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address+"?"+q.Encode(), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(text)}
}

func (a *application) push(t *testing.T, body string) answer {
	t.Helper()
	return send(t, "POST", a.URL, signed(now), body)
}

// Computed by another program.
func TestSign(t *testing.T) {
	if got := messages.Sign(secret, "1700000000123", "246813579"); got != "9672c822e483f6c7b7f03e1037028dbfde592207" {
		t.Error(got)
	}
	if got := messages.Sign("zzz", "1700000000123", "a"); got != messages.Sign("a", "1700000000123", "zzz") {
		t.Error("the three strings are not sorted")
	}
}

func TestEcho(t *testing.T) {
	app := serve(t, silent)
	got := send(t, "GET", app.URL, signed(now, "echostr", "<b>5</b>"), "")
	if got.status != 200 || got.body != "<b>5</b>" || !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain") || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%+v", got)
	}
	if got := send(t, "GET", app.URL, signed(now), ""); got.status != 400 {
		t.Errorf("without echostr: %+v", got)
	}
	if got := send(t, "GET", app.URL, signed(now, "echostr", "5", "nonce", "1"), ""); got.status != 403 || got.body != "" {
		t.Errorf("with a wrong signature: %+v", got)
	}
	if len(app.got) != 0 {
		t.Errorf("the application got %v", app.got)
	}
}

func TestWhoMayPush(t *testing.T) {
	upper := signed(now)
	upper.Set("signature", strings.ToUpper(upper.Get("signature")))
	seconds := url.Values{"timestamp": {"1700000000"}, "nonce": {"1"}, "signature": {messages.Sign(secret, "1700000000", "1")}}
	words := url.Values{"timestamp": {"now"}, "nonce": {"1"}, "signature": {messages.Sign(secret, "now", "1")}}
	open := url.Values{"timestamp": {"1700000000123"}, "nonce": {"1"}, "signature": {messages.Sign("", "1700000000123", "1")}}
	for _, test := range []struct {
		name   string
		query  url.Values
		set    func(*messages.Handler)
		status int
	}{
		{"right", signed(now), nil, 200},
		{"in seconds", seconds, nil, 200},
		{"five minutes ago", signed(now.Add(-5 * time.Minute)), nil, 200},
		{"in five minutes", signed(now.Add(5 * time.Minute)), nil, 200},
		{"too old", signed(now.Add(-5*time.Minute - time.Millisecond)), nil, 403},
		{"too new", signed(now.Add(5*time.Minute + time.Millisecond)), nil, 403},
		{"too old for a small window", signed(now.Add(-2 * time.Second)), func(h *messages.Handler) { h.Window = time.Second }, 403},
		{"of last year in any window", signed(now.AddDate(-1, 0, 0)), func(h *messages.Handler) { h.Window = -1 }, 200},
		{"by the clock of the machine", signed(time.Now()), func(h *messages.Handler) { h.Now = nil }, 200},
		{"of 2023 by the clock of the machine", signed(now), func(h *messages.Handler) { h.Now = nil }, 403},
		{"nothing", nil, nil, 403},
		{"no signature", signed(now, "signature", ""), nil, 403},
		{"other signature", signed(now, "signature", strings.Repeat("0", 40)), nil, 403},
		{"other nonce", signed(now, "nonce", "1"), nil, 403},
		{"other timestamp", signed(now, "timestamp", "1700000000124"), nil, 403},
		{"capital letters", upper, nil, 403},
		{"no number", words, nil, 403},
		{"without a secret", open, func(h *messages.Handler) { h.AppSecret = "" }, 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			app := serve(t, silent)
			if test.set != nil {
				test.set(app.Handler)
			}
			got := send(t, "POST", app.URL, test.query, pushJSON("text", "hi", "{}"))
			if got.status != test.status || got.body != "" {
				t.Errorf("%+v, want %d", got, test.status)
			}
			if len(app.got) == 1 != (test.status == 200) {
				t.Errorf("the application got %d messages", len(app.got))
			}
		})
	}
}

func TestBadPushes(t *testing.T) {
	for _, test := range []struct {
		name, method, body string
		status             int
	}{
		{"form", "POST", "type=text", 415},
		{"empty", "POST", "", 415},
		{"breaks off", "POST", `{"type":"te`, 400},
		{"other XML", "POST", `<html></html>`, 400},
		{"too large", "POST", pushJSON("text", strings.Repeat("a", messages.MaxBody), "{}"), 413},
		{"PUT", "PUT", pushJSON("text", "hi", "{}"), 405},
		{"HEAD", "HEAD", "", 405},
	} {
		t.Run(test.name, func(t *testing.T) {
			app := serve(t, silent)
			got := send(t, test.method, app.URL, signed(now), test.body)
			if got.status != test.status || len(app.got) != 0 {
				t.Errorf("%+v, want %d; the application got %v", got, test.status, app.got)
			}
			if allow := got.header.Get("Allow"); (allow == "GET, POST") != (test.status == 405) {
				t.Errorf("Allow: %q", allow)
			}
		})
	}
}

func TestReplies(t *testing.T) {
	articles := messages.ArticlesReply(&weiboapi.ReplyArticle{DisplayName: "一只猫", Summary: "a & b", Image: "https://example.com/cat.jpg", URL: "https://example.com/?a=1&b=2"})
	for _, test := range []struct {
		name  string
		reply messages.Reply
		kind  string
		data  string // decoded once
	}{
		{"text", messages.TextReply("We open at nine."), "text", `{"text":"We open at nine."}`},
		{"odd text", messages.TextReply("100% + \"新\"\n<b>"), "text", `{"text":"100% + \"新\"\n\u003cb\u003e"}`},
		{"position", messages.PositionReply(40.413467, 116.646439), "position", `{"longitude":"116.646439","latitude":"40.413467"}`},
		{"articles", articles, "articles", `{"articles":[{"display_name":"一只猫","summary":"a \u0026 b","image":"https://example.com/cat.jpg","url":"https://example.com/?a=1\u0026b=2"}]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			app := serve(t, func(int, *messages.Message) (messages.Reply, error) { return test.reply, nil })
			got := app.push(t, pushJSON("text", "hi", "{}"))
			var envelope map[string]any
			if err := json.Unmarshal([]byte(got.body), &envelope); err != nil || got.status != 200 || !strings.HasPrefix(got.header.Get("Content-Type"), "application/json") {
				t.Fatalf("%v: %+v", err, got)
			}
			encoded, _ := envelope["data"].(string)
			data, err := url.PathUnescape(encoded) // in which + is itself
			if err != nil || data != test.data || strings.ContainsAny(encoded, " {\"+<") {
				t.Errorf("data is %s, encoded %s", data, encoded)
			}
			delete(envelope, "data")
			want := map[string]any{"result": true, "sender_id": 1000000001.0, "receiver_id": 2000000002.0, "type": test.kind}
			if fmt.Sprint(envelope) != fmt.Sprint(want) {
				t.Errorf("envelope is %v", envelope)
			}
		})
	}
}

func TestReplyAsDocumented(t *testing.T) {
	app := serve(t, func(int, *messages.Message) (messages.Reply, error) {
		return messages.TextReply("We open at nine."), nil
	})
	want := `{"result":true,"sender_id":1000000001,"receiver_id":2000000002,"type":"text","data":"%7B%22text%22%3A%22We%20open%20at%20nine.%22%7D"}`
	if got := app.push(t, pushJSON("text", "hi", "{}")); got.body != want {
		t.Errorf("got  %s\nwant %s", got.body, want)
	}
}

func TestRepliesInXML(t *testing.T) {
	head := `<xml><ToUserName>2000000002</ToUserName><FromUserName>1000000001</FromUserName><CreateTime>1700000000</CreateTime>`
	for _, test := range []struct {
		name  string
		reply messages.Reply
		want  string
	}{
		{"text", messages.TextReply("a < b"), head + `<MsgType>text</MsgType><Content>a &lt; b</Content></xml>`},
		{"articles", messages.ArticlesReply(&weiboapi.ReplyArticle{DisplayName: "1"}, &weiboapi.ReplyArticle{Summary: "2", Image: "3", URL: "4"}),
			head + `<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles><item><Title>1</Title></item>` +
				`<item><Description>2</Description><PicUrl>3</PicUrl><Url>4</Url></item></Articles></xml>`},
		{"none", messages.Reply{}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			app := serve(t, func(int, *messages.Message) (messages.Reply, error) { return test.reply, nil })
			got := app.push(t, pushXML("text", "<Content>hi</Content>"))
			if got.status != 200 || got.body != test.want {
				t.Errorf("got  %s\nwant %s", got.body, test.want)
			}
			if test.want != "" {
				var whole weiboapi.PassiveReplyXML
				if err := xml.Unmarshal([]byte(got.body), &whole); err != nil || !strings.HasPrefix(got.header.Get("Content-Type"), "application/xml") {
					t.Errorf("%v, %v", err, got.header)
				}
			}
		})
	}
}

// A reply that cannot be sent is an error, and the message comes again.
func TestRepliesThatCannotBe(t *testing.T) {
	for name, test := range map[string]struct {
		reply messages.Reply
		body  string
	}{
		"position in XML": {messages.PositionReply(1, 2), pushXML("text", "")},
		"to nobody":       {messages.TextReply("hi"), `{"type":"text"}`},
	} {
		app := serve(t, func(int, *messages.Message) (messages.Reply, error) { return test.reply, nil })
		if got := app.push(t, test.body); got.status != 500 || got.body != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestRepetitions(t *testing.T) {
	app := serve(t, func(n int, _ *messages.Message) (messages.Reply, error) {
		return messages.TextReply(strconv.Itoa(n)), nil
	})
	first := app.push(t, pushJSON("text", "hi", "{}"))
	again := app.push(t, pushJSON("text", "hi", "{}"))
	if first.status != 200 || first.body == "" || again.status != 200 || again.body != "" {
		t.Errorf("first %+v, then %+v", first, again)
	}
	for _, body := range []string{
		pushJSON("event", note, `{"subtype":"follow"}`), // another kind in the same second
		pushJSON("event", note, `{"subtype":"scan","key":"QR_SCENE_1"}`),
		strings.Replace(pushJSON("text", "hi", "{}"), "2000000002", "2000000003", 1), // another user
		strings.Replace(pushJSON("text", "hi", "{}"), "06:13:20", "06:13:21", 1),     // another second
		`{"type":"new"}`, `{"type":"new"}`, // of which it cannot be told
	} {
		before := len(app.got)
		if app.push(t, body); len(app.got) != before+1 {
			t.Errorf("dropped: %s", body)
		}
	}
}

// What is remembered has an end.
func TestRepetitionsForgotten(t *testing.T) {
	calls := 0
	h := &messages.Handler{AppSecret: secret, Now: func() time.Time { return now }, Handle: func(context.Context, *messages.Message) (messages.Reply, error) {
		calls++
		return messages.Reply{}, nil
	}}
	push := func(sender int) {
		body := fmt.Sprintf(`{"type":"text","sender_id":%d,"created_at":1700000000}`, sender)
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/?"+signed(now).Encode(), strings.NewReader(body)))
	}
	for sender := 1; sender <= 1024; sender++ {
		push(sender)
		push(1)
	}
	if calls != 1024 {
		t.Errorf("%d calls for 1024 messages", calls)
	}
	push(1025)
	push(1) // the oldest, forgotten now
	push(3)
	if calls != 1026 {
		t.Errorf("%d calls for 1026 messages", calls)
	}
}

func TestErrorsComeAgain(t *testing.T) {
	app := serve(t, func(n int, _ *messages.Message) (messages.Reply, error) {
		if n == 1 {
			return messages.TextReply("lost"), errors.New("the database is away")
		}
		return messages.TextReply("done"), nil
	})
	first, again := app.push(t, pushJSON("text", "hi", "{}")), app.push(t, pushJSON("text", "hi", "{}"))
	if first.status != 500 || first.body != "" || again.status != 200 || again.body == "" {
		t.Errorf("first %+v, then %+v", first, again)
	}
}

func TestPanics(t *testing.T) {
	app := serve(t, func(n int, _ *messages.Message) (messages.Reply, error) {
		if n == 1 {
			panic("a bug of the application")
		}
		return messages.TextReply("done"), nil
	})
	first, again := app.push(t, pushJSON("text", "hi", "{}")), app.push(t, pushJSON("text", "hi", "{}"))
	if first.status != 500 || again.status != 200 || again.body == "" {
		t.Errorf("first %+v, then %+v", first, again)
	}
	app.stop()
	if !strings.Contains(app.panic.String(), "a bug of the application") {
		t.Errorf("the server logged %q", app.panic.String())
	}
}

// Many users at once, each message three times: each is handled once.
func TestMany(t *testing.T) {
	app := serve(t, silent)
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() {
			app.push(t, strings.Replace(pushJSON("text", "hi", "{}"), "2000000002", strconv.Itoa(1+i/3), 1))
		})
	}
	wg.Wait()
	if len(app.got) != 20 {
		t.Errorf("%d messages were handled, want 20", len(app.got))
	}
}

func TestSecretsStayInside(t *testing.T) {
	var lines bytes.Buffer
	app := serve(t, func(int, *messages.Message) (messages.Reply, error) {
		return messages.Reply{}, errors.New("the database is away")
	})
	app.Logger = slog.New(slog.NewTextHandler(&lines, &slog.HandlerOptions{Level: slog.LevelDebug}))
	app.push(t, pushJSON("text", "a private word", "{}"))
	send(t, "POST", app.URL, signed(now, "nonce", "1"), "")
	send(t, "POST", app.URL, signed(now), "a private word")
	for _, want := range []string{"the database is away", "the signature is wrong", "status=403", "status=415"} {
		if !strings.Contains(lines.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, &lines)
		}
	}
	printed := fmt.Sprintf("%v %+v %#v %s\n", app.Handler, app.Handler, app.Handler, &lines)
	for _, hidden := range []string{secret, "a private word", messages.Sign(secret, "1700000000123", "246813579")} {
		if strings.Contains(printed, hidden) {
			t.Errorf("%q stands in\n%s", hidden, printed)
		}
	}
}

// A reply that takes longer goes out as a call.
func TestReplyByCall(t *testing.T) {
	srv := weibotest.NewServer(t)
	reply := messages.TextReply("几点&开门")
	if _, err := srv.Client().Messages.Reply(t.Context(), reply.Params(1404376561)); err != nil {
		t.Fatal(err)
	}
	got := srv.Requests()[0].Params
	if got["type"] != "text" || got["receiver_id"] != "1404376561" || got["data"] != `{"text":"几点\u0026开门"}` {
		t.Errorf("Weibo got %q", got)
	}
}
