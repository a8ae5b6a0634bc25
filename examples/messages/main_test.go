package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/examples/internal/exampletest"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/messages"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

const secret = "SECRETofTHEapplication"

// An application is the program, as it runs for Weibo itself.
type application struct {
	*exampletest.Running
	weibo  weiboPlayer // who knows the secret
	getenv func(string) string
}

func newApplication(t *testing.T, srv *weibotest.Server) *application {
	env := exampletest.Env(srv)
	app := &application{getenv: func(name string) string {
		if name == "WEIBO_APP_SECRET" {
			return secret
		}
		return env(name)
	}}
	app.Running = exampletest.Start(t, func(ctx context.Context, out *exampletest.Running) error {
		return run(ctx, []string{"-addr", "127.0.0.1:0"}, app.getenv, out, out)
	})
	app.weibo = weiboPlayer{app.WaitFor(`answered at (http://\S+)\n`), secret}
	return app
}

// reply is the answer to a push of the player.
func reply(text string) string {
	data := strings.ReplaceAll(url.QueryEscape(`{"text":"`+text+`"}`), "+", "%20")
	return fmt.Sprintf(`{"result":true,"sender_id":1404376560,"receiver_id":1404376561,"type":"text","data":"%s"}`, data)
}

func TestWithoutConfiguration(t *testing.T) {
	r := exampletest.Start(t, func(ctx context.Context, out *exampletest.Running) error {
		return run(ctx, []string{"-addr", "127.0.0.1:0"}, exampletest.NoEnv, out, out)
	})
	r.WaitFor(`→ 12345 <nil>\n`)
	r.WaitFor(`an answer was sent later`)
	r.WaitFor(`a message of a kind that is not known" type=hologram`)
	for _, answer := range []string{reply("每天九点到十八点。"), reply("谢谢关注！回复“营业时间”查询营业时间。")} {
		if !strings.Contains(r.String(), "→ "+readable(answer)+"\n") {
			t.Errorf("no %s in:\n%s", answer, r)
		}
	}
	addr := strings.TrimPrefix(strings.TrimSuffix(r.WaitFor(`answered at (\S+)\n`), path), "http://")
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-addr", addr, "-send", "你好"}, exampletest.NoEnv, &out, &out); err != nil || out.String() != readable(strings.ReplaceAll(reply("收到：你好"), "1404376561", "1404376562"))+"\n" {
		t.Errorf("%v, wrote %s", err, &out)
	}
	if err := r.Stop(); err != nil {
		t.Error(err)
	}
}

func TestAnswers(t *testing.T) {
	srv := weibotest.NewServer(t)
	app := newApplication(t, srv)
	now := time.Now()
	for name, tt := range map[string]struct{ push, want string }{
		"text":    {message(now, alice, "text", "营业时间", nil), reply("每天九点到十八点。")},
		"follow":  {message(now, alice, "event", "", map[string]string{"subtype": "follow"}), reply("谢谢关注！回复“营业时间”查询营业时间。")},
		"a click": {message(now, alice, "event", "", map[string]string{"subtype": "click", "key": "HELP"}), ""},
		"unknown": {message(now, alice, "hologram", "PRIVATE", nil), ""},
	} {
		got, err := app.weibo.do(t.Context(), http.MethodPost, nil, tt.push)
		if err != nil || got != tt.want {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
	again, err := app.weibo.do(t.Context(), http.MethodPost, nil, message(now, alice, "text", "营业时间", nil))
	if err != nil || again != "" {
		t.Errorf("a repetition got %s, %v", again, err)
	}
	if err := app.Stop(); err != nil {
		t.Error(err)
	}
	for _, private := range []string{"PRIVATE", "营业时间", secret} {
		if strings.Contains(app.String(), private) {
			t.Errorf("%q is in the log:\n%s", private, app)
		}
	}
	if n := len(srv.Requests()); n != 0 {
		t.Errorf("%d calls", n)
	}
}

// What takes long goes out by a call, which the end of the program waits for.
func TestLater(t *testing.T) {
	srv := weibotest.NewServer(t)
	srv.Expect("messages/reply").WithParam("receiver_id", "1404376561").WithParam("type", "text").WithParam("data", `{"text":"还有三只猫。"}`)
	app := newApplication(t, srv)
	got, err := app.weibo.do(t.Context(), http.MethodPost, nil, message(time.Now(), alice, "text", "库存", nil))
	if err != nil || got != "" {
		t.Errorf("answered %s, %v", got, err)
	}
	app.Stop()
	if !strings.Contains(app.String(), "an answer was sent later") {
		t.Errorf("wrote:\n%s", app)
	}
}

// Whoever does not know the secret gets nothing, and a refused answer is in the log.
func TestRefused(t *testing.T) {
	srv := weibotest.NewServer(t)
	srv.Inject(weibotest.Fault{Operation: "messages/reply", Code: weiboapi.CodeAppPermission})
	app := newApplication(t, srv)
	forger := weiboPlayer{app.weibo.address, "another secret"}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if _, err := forger.do(t.Context(), method, url.Values{"echostr": {"1"}}, message(time.Now(), alice, "text", "库存", nil)); err == nil || !strings.Contains(err.Error(), "403") {
			t.Errorf("%s: %v", method, err)
		}
	}
	if n := len(srv.Requests()); n != 0 {
		t.Errorf("%d calls", n)
	}
	if got, err := app.weibo.do(t.Context(), http.MethodGet, url.Values{"echostr": {"echo me"}}, ""); got != "echo me" || err != nil {
		t.Errorf("echo %q, %v", got, err)
	}
	if _, err := app.weibo.do(t.Context(), http.MethodPost, nil, message(time.Now(), alice, "text", "库存", nil)); err != nil {
		t.Error(err)
	}
	app.WaitFor(`an answer could not be sent.*10014`)
	app.Stop()
}

// With a token for Weibo, and a secret that everybody knows, anybody could make the program send messages.
func TestHalfSet(t *testing.T) {
	for _, set := range []string{"WEIBO_APP_SECRET", "WEIBO_ACCESS_TOKEN"} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		err := run(ctx, []string{"-addr", "127.0.0.1:0"}, func(name string) string {
			if name == set {
				return "x"
			}
			return ""
		}, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "both") {
			t.Errorf("with %s alone: %v", set, err)
		}
	}
}

// A push that somebody kept is not taken for ever.
func TestOld(t *testing.T) {
	app := newApplication(t, weibotest.NewServer(t))
	q := url.Values{"timestamp": {"1700000000000"}, "nonce": {"1"}, "signature": {messages.Sign(secret, "1700000000000", "1")}, "echostr": {"1"}}
	resp, err := http.Get(app.weibo.address + "?" + q.Encode())
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("answered %s", resp.Status)
	}
}
