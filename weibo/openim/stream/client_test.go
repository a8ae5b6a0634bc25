package stream_test

import (
	"errors"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

// TestClient signs in as the client of package openim, which shares its token with the stream.
func TestClient(t *testing.T) {
	srv := weibotest.NewServer(t)
	client := srv.OpenIM()
	peer := srv.OpenIMStream(uid)
	var broke problems
	s := open(t, srv, stream.Config{Account: client, Problem: broke.add})
	peer.Send(streamtest.Message{From: owner, Text: "1"})
	if m := receive(t, s); m.Text != "1" {
		t.Errorf("got %q", m.Text)
	}
	if _, err := client.Weibo.UserStatus(t.Context(), openimapi.WeiboUserStatusParams{}); err != nil {
		t.Fatal(err)
	}
	srv.Advance(3 * time.Hour) // the client does not know
	peer.Kill(streamtest.Kill{})
	peer.Send(streamtest.Message{From: owner, Text: "2"})
	if m := receive(t, s); m.Text != "2" {
		t.Errorf("got %q", m.Text)
	}
	if _, err := client.Weibo.UserStatus(t.Context(), openimapi.WeiboUserStatusParams{}); err != nil {
		t.Fatal(err)
	}
	tokens := 0
	for _, r := range srv.Requests() {
		if r.Operation == "open/auth/ws_token" {
			tokens++
		}
	}
	if tokens != 2 || len(broke.all()) != 2 || !errors.Is(broke.all()[1], stream.ErrTokenRefused) {
		t.Errorf("%d tokens were fetched, and the problems were %v", tokens, broke.all())
	}
}

func TestWrongCredentials(t *testing.T) {
	srv := weibotest.NewServer(t)
	client, err := openim.NewClient(srv.OpenIMCredentials(uid).AppID, "EXAMPLEWRONGSECRET", weibo.WithBaseURL(srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, srv, stream.Config{Account: client})
	var end *stream.EndError
	if _, err := s.Receive(within(t)); !errors.As(err, &end) || !errors.Is(err, weibo.ErrUnauthorized) {
		t.Errorf("got %v", err)
	}
}
