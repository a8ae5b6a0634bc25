package stream_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

func TestSendChunks(t *testing.T) {
	srv := weibotest.NewServer(t)
	peer := srv.OpenIMStream(uid)
	s := open(t, srv, stream.Config{Chunk: 10})
	for text, chunks := range map[string]int{
		"":                           1,
		"a":                          1,
		strings.Repeat("字", 10):      1,
		strings.Repeat("字", 11):      2,
		strings.Repeat("😀", 5):       1, // two units each
		"a" + strings.Repeat("😀", 5): 2,
		strings.Repeat("😀字", 100):    34, // three a character pair, of which three go into ten
		"<a>&\"\\\n\u2028":           1,
	} {
		id, err := s.Send(within(t), owner, text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := peer.NextAnswer(within(t))
		if want := (streamtest.Answer{ID: id, To: owner, Text: text, Chunks: chunks}); err != nil || got != want {
			t.Errorf("got %+v, want %+v, %v", got, want, err)
		}
		if !strings.HasPrefix(id, "msg_") {
			t.Errorf("message id %q", id)
		}
	}
	noProblems(t, peer)
}

func TestAnswer(t *testing.T) {
	srv := weibotest.NewServer(t)
	peer := srv.OpenIMStream(uid)
	s := open(t, srv, stream.Config{})
	a := s.Answer(owner)
	for _, text := range []string{"从前", "", "有座山"} {
		if err := a.Write(within(t), text); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.End(within(t)); err != nil {
		t.Fatal(err)
	}
	got, err := peer.NextAnswer(within(t))
	if want := (streamtest.Answer{ID: a.ID(), To: owner, Text: "从前有座山", Chunks: 3}); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, err := range []error{a.Write(within(t), "more"), a.End(within(t))} {
		var sent *stream.SendError
		if !errors.As(err, &sent) || sent.MessageID != a.ID() || sent.Chunks != 3 {
			t.Errorf("after the end: %v", err)
		}
	}
	noProblems(t, peer)
	if _, n := peer.Frames(); n != 3 {
		t.Errorf("%d frames", n)
	}
}

func TestUnsendable(t *testing.T) {
	srv := weibotest.NewServer(t)
	peer := srv.OpenIMStream(uid)
	s := open(t, srv, stream.Config{})
	if err := s.Ready(within(t)); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, noText := s.Send(t.Context(), owner, "a\xff")
	_, nobody := s.Send(t.Context(), "", "a")
	for _, err := range []error{noText, nobody} {
		var sent *stream.SendError
		if !errors.As(err, &sent) || sent.Chunks != 0 || sent.Unsure != "" || sent.Unsent == "" {
			t.Errorf("got %v", err)
		}
	}
	if _, n := peer.Frames(); n != 0 {
		t.Errorf("%d frames were sent", n)
	}
	peer.SetRules(streamtest.Rules{Refuse: 1 << 20, Refusal: streamtest.Refusal{Status: 503}})
	peer.Kill(streamtest.Kill{})
	for {
		_, err := s.Send(ended, owner, "a")
		if errors.Is(err, context.Canceled) {
			break
		}
		time.Sleep(time.Millisecond) // until the break is seen
	}
}

// TestSendWaits wants a message to wait for a connection, and to say why there is none.
func TestSendWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVirtual(t)
		v.down.Store(true)
		s := v.open(t, stream.Config{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := s.Send(ctx, owner, "太早")
		var sent *stream.SendError
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, errDown) || !errors.As(err, &sent) || sent.Unsent != "太早" || sent.Unsure != "" {
			t.Errorf("got %v", err)
		}
		go func() {
			time.Sleep(time.Hour)
			v.down.Store(false)
		}()
		if _, err := s.Send(t.Context(), owner, "你好"); err != nil {
			t.Fatal(err)
		}
		if a, err := v.Account(uid).NextAnswer(t.Context()); err != nil || a.Text != "你好" {
			t.Errorf("the service got %+v, %v", a, err)
		}
		if n := len(v.Account(uid).Answers()); n != 1 {
			t.Errorf("%d messages", n)
		}
	})
}

// TestAnswerBreaks breaks the connection in the middle of a message: the rest does not go by another.
func TestAnswerBreaks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVirtual(t)
		peer := v.Account(uid)
		s := v.open(t, stream.Config{Chunk: 4})
		a := s.Answer(owner)
		if err := a.Write(t.Context(), "12345678"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		peer.Kill(streamtest.Kill{Code: 1011})
		time.Sleep(time.Minute)
		if err := s.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		var sent *stream.SendError
		var closed *stream.CloseError
		err := a.Write(t.Context(), "90")
		if !errors.As(err, &sent) || !errors.As(err, &closed) || closed.Code != 1011 {
			t.Fatalf("got %v", err)
		}
		if sent.Chunks != 2 || sent.Unsure != "" || sent.Unsent != "90" || sent.MessageID != a.ID() {
			t.Errorf("got %+v", sent)
		}
		if err := a.End(t.Context()); !errors.As(err, &sent) {
			t.Errorf("End: %v", err)
		}
		if _, err := s.Send(t.Context(), owner, sent.Unsent+"!"); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		var got []string
		frames, _ := peer.Frames()
		for _, f := range frames {
			if f.Type == "send_message" {
				got = append(got, fmt.Sprintf("%d %t", f.Connection, strings.Contains(f.Raw, a.ID())))
			}
		}
		if want := []string{"1 true", "1 true", "2 false"}; !reflect.DeepEqual(got, want) {
			t.Errorf("the service got %q, want %q", got, want)
		}
	})
}

// TestUnsure lets the service stop reading in the middle of a piece.
func TestUnsure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck := newStuck(t)
		s := stuck.open(t, stream.Config{Chunk: 10_000})
		start := time.Now()
		_, err := s.Send(t.Context(), owner, strings.Repeat("a", 10_000)+strings.Repeat("b", 10_000)+"c")
		var sent *stream.SendError
		if !errors.As(err, &sent) || sent.Chunks != 0 || sent.Unsure != strings.Repeat("a", 10_000) || len(sent.Unsent) != 10_001 {
			t.Errorf("got %v", err)
		}
		if took := time.Since(start); took != 30*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// TestNothingTwice sends from several goroutines while connections break. No piece may arrive twice, and each message by one
// connection.
func TestNothingTwice(t *testing.T) {
	const senders, each = 8, 50
	srv := weibotest.NewServer(t)
	peer := srv.OpenIMStream(uid)
	s := open(t, srv, stream.Config{Chunk: 4})
	var all sync.WaitGroup
	var mu sync.Mutex
	failed := 0
	for n := range senders {
		all.Go(func() {
			for i := range each {
				_, err := s.Send(within(t), owner, fmt.Sprintf("%04d%04d", n, i))
				var sent *stream.SendError
				if err != nil && !errors.As(err, &sent) {
					t.Error(err)
				}
				mu.Lock()
				if err != nil {
					failed++
				}
				mu.Unlock()
				if n == 0 && i%10 == 9 {
					before, _ := peer.Connections()
					peer.Kill(streamtest.Kill{Reset: i%20 == 9})
					if err := peer.AwaitConnection(within(t), before+1); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	if _, err := s.Send(within(t), owner, "end"); err != nil {
		t.Log(err)
	}
	seen := map[string]bool{}
	for _, a := range peer.Answers() {
		if seen[a.Text] {
			t.Errorf("%q came twice", a.Text)
		}
		seen[a.Text] = true
	}
	noProblems(t, peer)
	conns, _ := peer.Connections()
	t.Logf("%d of %d messages arrived whole, %d failed, by %d connections", len(seen), senders*each, failed, conns)
	if conns < 4 || len(seen) == 0 {
		t.Error("the test is none: too few breaks, or too few messages")
	}
}
