package weibotest_test

import (
	"context"
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

// The stream is for those who have the credentials and a token of the same account, each by itself.
func TestOpenIMStream(t *testing.T) {
	srv := weibotest.NewServer(t)
	var streams []*stream.Stream
	for _, u := range srv.Users()[:2] {
		s, err := stream.Open(t.Context(), stream.Config{Account: asOpenIM(t, srv, u.UID), BaseURL: srv.URL, Backoff: time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		streams = append(streams, s)
	}
	for i, u := range srv.Users()[:2] {
		srv.OpenIMStream(u.UID).Send(streamtest.Message{From: "1", Text: u.ScreenName})
		if m, err := streams[i].Receive(t.Context()); err != nil || m.Text != u.ScreenName {
			t.Errorf("%s got %+v, %v", u.ScreenName, m, err)
		}
	}
	peer := srv.OpenIMStream(srv.Users()[0].UID)
	peer.Send(streamtest.Message{From: "1", Text: "forgotten"})
	if m, err := streams[0].Receive(t.Context()); err != nil || m.Text != "forgotten" {
		t.Errorf("got %+v, %v", m, err)
	}
	srv.Reset()
	peer.Send(streamtest.Message{From: "1", Text: "after the reset"})
	if m, err := streams[0].Receive(t.Context()); err != nil || m.Text != "after the reset" {
		t.Errorf("got %+v, %v", m, err)
	}
	defer func() {
		if recover() == nil {
			t.Error("there is a stream for an account that there is not")
		}
	}()
	srv.OpenIMStream(1)
}

// A sandbox that ends takes its streams with it.
func TestOpenIMStreamEnds(t *testing.T) {
	broke := make(chan error, 100)
	var s *stream.Stream
	t.Run("with a sandbox", func(t *testing.T) {
		srv := weibotest.NewServer(t)
		var err error
		s, err = stream.Open(context.WithoutCancel(t.Context()), stream.Config{
			Account: srv.OpenIM(), BaseURL: srv.URL, Problem: func(err error) { broke <- err },
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	var closed *stream.CloseError
	if err := <-broke; !errors.As(err, &closed) || closed.Code != streamtest.CodeGoingDown {
		t.Errorf("the stream broke with %v", err)
	}
	s.Close()
}

// Programs in other languages do the same by the control API.
func TestControlStream(t *testing.T) {
	srv := weibotest.NewServer(t)
	var state struct {
		UID         int64               `json:"uid"`
		AppID       string              `json:"app_id"`
		AppSecret   string              `json:"app_secret"`
		Connected   bool                `json:"connected"`
		Connections int                 `json:"connections"`
		Rules       map[string]any      `json:"rules"`
		Frames      []streamtest.Frame  `json:"frames"`
		Answers     []streamtest.Answer `json:"answers"`
	}
	control(t, srv, "GET", "stream", "").into(&state)
	if pair := srv.OpenIMCredentials(first); state.UID != first || state.AppID != pair.AppID || state.AppSecret != pair.AppSecret || state.Connected || state.Frames == nil {
		t.Errorf("%+v", state)
	}
	broke := make(chan error, 100)
	s, err := stream.Open(t.Context(), stream.Config{
		Account: srv.OpenIM(), BaseURL: srv.URL, Backoff: time.Millisecond, Problem: func(err error) { broke <- err },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	next := func(want string) *stream.Message {
		t.Helper()
		m, err := s.Receive(t.Context())
		if err != nil || m.Text != want {
			t.Fatalf("got %+v, %v", m, err)
		}
		return m
	}
	var sent struct {
		ID string `json:"id"`
	}
	control(t, srv, "POST", "stream/messages", `{"text":"你好","files":[{"image":true,"name":"a.png","media_type":"image/png","data":"aGVsbG8="}]}`).into(&sent)
	if m := next("你好"); m.ID != sent.ID || m.From != str(first) || len(m.Attachments) != 1 || string(m.Attachments[0].Data) != "hello" {
		t.Errorf("%+v", m)
	}
	if _, err := s.Send(t.Context(), "7", "收到"); err != nil {
		t.Fatal(err)
	}
	if _, err := srv.OpenIMStream(first).NextAnswer(t.Context()); err != nil {
		t.Fatal(err)
	}
	control(t, srv, "GET", "stream?uid="+str(first), "").into(&state)
	if len(state.Frames) != 1 || len(state.Answers) != 1 || state.Answers[0].Text != "收到" || state.Answers[0].To != "7" || !state.Connected || state.Connections != 1 {
		t.Errorf("%+v", state)
	}
	control(t, srv, "POST", "stream/frames", `{"raw":"nonsense"}`).refusedNot(t)
	if err := <-broke; !errors.Is(err, stream.ErrMalformed) {
		t.Error(err)
	}
	control(t, srv, "POST", "stream/kill", `{"code":4005,"reason":"no pong"}`).refusedNot(t)
	var closed *stream.CloseError
	if err := <-broke; !errors.As(err, &closed) || closed.Code != streamtest.CodeNoPong {
		t.Error(err)
	}
	control(t, srv, "POST", "stream/rules", `{"drop_every":2,"delay_ms":1,"pong":"json"}`).into(&state)
	if want := map[string]any{"drop_every": 2., "delay_ms": 1., "pong": "json"}; !maps.Equal(state.Rules, want) {
		t.Errorf("the rules are %v", state.Rules)
	}
	for _, text := range []string{"1", "2", "3"} {
		control(t, srv, "POST", "stream/messages", `{"from":"7","text":"`+text+`"}`).refusedNot(t)
	}
	next("1")
	next("3")

	for path, body := range map[string]string{
		"messages": `{"uid":1}`, "frames": `{"uid":1}`, "rules": `{"swap_every":1}`, "kill": `{"code":1}`,
	} {
		if a := control(t, srv, "POST", "stream/"+path, body); a.status != 400 {
			t.Errorf("%s %s: %s", path, body, a.body)
		}
	}
	for _, body := range []string{`{"uid":1}`, `{"delay_ms":3600001}`, `{"kill":{"code":1005}}`, `{"colour":1}`, `x`} {
		if a := control(t, srv, "POST", "stream/rules", body); a.status != 400 {
			t.Errorf("%s: %s", body, a.body)
		}
	}
	for _, query := range []string{"?uid=1", "?uid=x"} {
		if a := control(t, srv, "GET", "stream"+query, ""); a.status != 400 {
			t.Errorf("%s: %s", query, a.body)
		}
	}
}
