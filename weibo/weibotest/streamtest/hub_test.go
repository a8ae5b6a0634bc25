package streamtest_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

const uid = 1404376560

// serve starts a hub for one account, whose app id is 1 and whose token is good.
func serve(t *testing.T) (*streamtest.Hub, string) {
	t.Helper()
	hub := streamtest.NewHub(func(appID, token string) (int64, bool) {
		if appID != "1" {
			return 0, false
		}
		return uid, token == "good"
	})
	srv := httptest.NewServer(hub)
	t.Cleanup(srv.Close)
	t.Cleanup(hub.Close)
	return hub, srv.URL
}

func dial(t *testing.T, url string) *websocket.Conn {
	t.Helper()
	ws, _, err := websocket.Dial(t.Context(), url, &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {"https://example.com"}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.CloseNow() })
	return ws
}

func read(t *testing.T, ws *websocket.Conn) string {
	t.Helper()
	_, frame, err := ws.Read(within(t))
	if err != nil {
		t.Fatal(err)
	}
	return string(frame)
}

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func TestHandshake(t *testing.T) {
	hub, url := serve(t)
	for query, want := range map[string]websocket.StatusCode{
		"":                     streamtest.CodeMissing,
		"?app_id=1":            streamtest.CodeMissing,
		"?token=good":          streamtest.CodeMissing,
		"?app_id=1&token=bad":  streamtest.CodeInvalidToken,
		"?app_id=2&token=good": streamtest.CodeInvalidToken,
	} {
		_, _, err := dial(t, url+query).Read(within(t))
		if got := websocket.CloseStatus(err); got != want {
			t.Errorf("%s: got %d, want %d", query, got, want)
		}
	}
	good := url + "?app_id=1&token=good"
	hub.Account(uid).SetRules(streamtest.Rules{Refuse: 1, Refusal: streamtest.Refusal{Status: 403, Code: 40100, Reason: "no"}})
	_, resp, err := websocket.Dial(t.Context(), good, nil)
	if err == nil || resp.StatusCode != 403 {
		t.Errorf("the refusal was %v", err)
	}
	dial(t, good)
	if err := hub.Account(uid).AwaitConnection(within(t), 1); err != nil {
		t.Error(err)
	}
	if resp, err := http.Get(good); err != nil || resp.StatusCode != http.StatusUpgradeRequired {
		t.Errorf("a call that is no WebSocket: %v, %v", resp, err)
	} else {
		resp.Body.Close()
	}
}

// TestFrames notes what is not as documented.
func TestFrames(t *testing.T) {
	hub, url := serve(t)
	a := hub.Account(uid)
	ws := dial(t, url+"?app_id=1&token=good")
	chunk := func(members string) string {
		return `{"type":"send_message","payload":{"toUserId":"1","messageId":"m",` + members + `}}`
	}
	list := []struct{ frame, problem string }{
		{`{"type":"ping"}`, ""},
		{`{"type":"pong"}`, ""},
		{`{"type":"shout"}`, "no such type"},
		{`x`, "invalid character"},
		{chunk(`"text":"a","chunkId":0,"done":false`), ""},
		{chunk(`"text":"a","chunkId":0,"done":false`), "came before"},
		{chunk(`"text":"a","chunkId":2,"done":false`), "when 1 was next"},
		{chunk(`"text":"","chunkId":1,"done":false`), "empty chunk"},
		{chunk(`"text":"b","chunkId":1`), "no chunkId or done"},
		{chunk(`"chunkId":1,"done":true`), "no text"},
		{`{"type":"send_message","payload":{"toUserId":"2","messageId":"m","text":"b","chunkId":1,"done":true}}`, "another recipient"},
		{`{"type":"send_message","payload":{"messageId":"m","text":"b","chunkId":1,"done":true}}`, "no toUserId"},
		{`{"type":"send_message","payload":{"toUserId":"2","text":"b","chunkId":1,"done":true}}`, "no messageId"},
		{chunk(`"text":"","chunkId":1,"done":true`), ""},
	}
	for _, f := range list {
		if err := ws.Write(t.Context(), websocket.MessageText, []byte(f.frame)); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.AwaitFrames(within(t), len(list)); err != nil {
		t.Fatal(err)
	}
	frames, _ := a.Frames()
	for i, f := range list {
		if got := frames[i]; got.Raw != f.frame || (f.problem == "") != (got.Problem == "") || !strings.Contains(got.Problem, f.problem) || got.Connection != 1 {
			t.Errorf("%s: got %+v, want %q", f.frame, got, f.problem)
		}
	}
	if answers := a.Answers(); len(answers) != 1 || answers[0] != (streamtest.Answer{ID: "m", To: "1", Text: "a", Chunks: 2}) {
		t.Errorf("the answers are %+v", answers)
	}
	if got := read(t, ws); got != "pong" {
		t.Errorf("the ping was answered with %q", got)
	}
}

// TestAway is about messages for a program that is away, and about connections that follow each other.
func TestAway(t *testing.T) {
	hub, url := serve(t)
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	a := hub.Account(uid)
	url += "?app_id=1&token=good"
	text := func(s string) streamtest.Message { return streamtest.Message{ID: s, From: "1", Plain: true} }
	expect := func(ws *websocket.Conn, want ...string) {
		t.Helper()
		for _, id := range want {
			if got := read(t, ws); !strings.Contains(got, `"messageId":"`+id+`"`) {
				t.Errorf("got %s, want %s", got, id)
			}
		}
	}
	a.Send(text("kept"))
	a.SetRules(streamtest.Rules{LoseAway: true})
	a.Send(text("lost"))
	first := dial(t, url)
	expect(first, "kept")
	a.SetRules(streamtest.Rules{Replay: 5})
	second := dial(t, url)
	expect(second, "kept")
	a.Send(text("to the second"))
	a.KillBehind(streamtest.Kill{Code: 4005, Reason: "no pong"})
	a.Send(text("later"))
	expect(second, "to the second")
	if _, _, err := second.Read(within(t)); websocket.CloseStatus(err) != 4005 {
		t.Errorf("the connection ended with %v", err)
	}
	third := dial(t, url)
	expect(third, "kept", "to the second", "later")
	if n, connected := a.Connections(); n != 3 || !connected {
		t.Errorf("%d connections, %t", n, connected)
	}
	hub.Reset()
	if _, _, err := third.Read(within(t)); websocket.CloseStatus(err) != streamtest.CodeGoingDown {
		t.Errorf("the connection ended with %v", err)
	}
	if _, n := a.Frames(); n != 0 || a.Rules() != (streamtest.Rules{}) {
		t.Error("something was not reset")
	}
	first.CloseNow()
	hub.Close()
}

func TestKills(t *testing.T) {
	for name, tt := range map[string]struct {
		kill streamtest.Kill
		want string
	}{
		"close frame": {streamtest.Kill{Code: 1011, Reason: "heartbeat failed"}, "heartbeat failed"},
		"gone":        {streamtest.Kill{}, "EOF"},
		"mid frame":   {streamtest.Kill{MidFrame: true}, "unexpected EOF"},
		"reset":       {streamtest.Kill{Reset: true}, "reset by peer"},
	} {
		t.Run(name, func(t *testing.T) {
			hub, url := serve(t)
			ws := dial(t, url+"?app_id=1&token=good")
			a := hub.Account(uid)
			if err := a.AwaitConnection(within(t), 1); err != nil {
				t.Fatal(err)
			}
			a.Kill(tt.kill)
			typ, r, err := ws.Reader(within(t))
			if err == nil {
				_, err = io.ReadAll(r)
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, %v, want %q", typ, err, tt.want)
			}
		})
	}
}

func TestRulesThatMakeNoSense(t *testing.T) {
	for _, r := range []streamtest.Rules{
		{DropEvery: -1}, {Delay: -1}, {SwapEvery: 1}, {Replay: 1001}, {Pong: "loud"}, {Refuse: 1}, {Refusal: streamtest.Refusal{Status: 99}},
		{Kill: streamtest.Kill{Code: 1005}}, {Kill: streamtest.Kill{Code: 4000, Reason: strings.Repeat("a", 124)}},
		{Refuse: 1, Refusal: streamtest.Refusal{Code: 40100}},
	} {
		if r.Check() == nil {
			t.Errorf("%+v is taken", r)
		}
	}
	if err := (streamtest.Rules{Refuse: 1, Refusal: streamtest.Refusal{Status: 401, Code: 40100}}).Check(); err != nil {
		t.Error(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("SetRules takes them")
		}
	}()
	streamtest.NewHub(nil).Account(uid).SetRules(streamtest.Rules{SwapEvery: 1})
}
