package weibotest_test

import (
	"context"
	"errors"
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
