package stream_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

func TestConversation(t *testing.T) {
	srv := weibotest.NewServer(t)
	peer := srv.OpenIMStream(uid)
	s := open(t, srv, stream.Config{})
	now := time.UnixMilli(1780000000123)
	pic, file := bytes.Repeat([]byte("像素"), 1000), []byte("a,b\n")
	peer.Send(streamtest.Message{ID: "m1", From: owner, Text: "你好", Time: now, Files: []streamtest.Attachment{
		{Image: true, Name: "猫.png", MediaType: "image/png", Data: pic},
		{Name: "表.csv", MediaType: "text/csv", Data: file},
	}})
	m := receive(t, s)
	if m.ID != "m1" || m.From != owner || m.Text != "你好" || !m.Time.Equal(now) || m.Connection != 1 || !bytes.Contains(m.Raw, []byte(`"m1"`)) {
		t.Errorf("got %+v", m)
	}
	want := []stream.Attachment{
		{Image: true, Name: "猫.png", MediaType: "image/png", Data: pic},
		{Name: "表.csv", MediaType: "text/csv", Data: file},
	}
	if !reflect.DeepEqual(m.Attachments, want) {
		t.Errorf("%d attachments, or others than were sent", len(m.Attachments))
	}

	id, err := s.Send(within(t), m.From, "收到:"+m.Text)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := peer.NextAnswer(within(t))
	if want := (streamtest.Answer{ID: id, To: owner, Text: "收到:你好", Chunks: 1}); err != nil || answer != want {
		t.Errorf("the service got %+v, %v", answer, err)
	}
	noProblems(t, peer)
}

// noProblems wants all frames of the program to be as documented.
func noProblems(t *testing.T, peer *streamtest.Account) {
	t.Helper()
	frames, _ := peer.Frames()
	for _, f := range frames {
		if f.Problem != "" {
			t.Errorf("%s: %s", f.Raw, f.Problem)
		}
	}
}

// TestTenThousand sends 10,000 messages by 51 connections that break in several ways. With a service that repeats the latest
// messages, each arrives once and in order.
func TestTenThousand(t *testing.T) {
	const all, breaks = 10_000, 50
	srv := weibotest.NewServer(t)
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	peer := srv.OpenIMStream(uid)
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	var broke problems
	s := open(t, srv, stream.Config{HTTPClient: &http.Client{Transport: transport}, Problem: broke.add})
	defer s.Close()

	kills := []streamtest.Kill{{}, {Code: 1011, Reason: "heartbeat failed"}, {MidFrame: true}, {Code: 4005}, {Reset: true}}
	padding := strings.Repeat("。", 300) // so that messages that stay are seen in the figures
	var before, after runtime.MemStats
	for i, text := range texts(0, all) {
		if i%(all/breaks) == 0 {
			peer.SetRules(streamtest.Rules{KillEvery: all / breaks, Replay: 500, Kill: kills[i/(all/breaks)%len(kills)]})
		}
		peer.Send(streamtest.Message{From: owner, Text: text + padding})
		if i%(all/breaks) != all/breaks-1 {
			continue
		}
		for want := i + 1 - all/breaks; want <= i; want++ {
			if m := receive(t, s); m.Text != fmt.Sprintf("第 %d 条%s", want, padding) {
				t.Fatalf("message %d is %.20q by connection %d", want, m.Text, m.Connection)
			}
		}
		switch i + 1 {
		case all / 5: // when all that remembers is full
			measure(&before)
		case all:
			measure(&after)
		}
	}
	if err := peer.AwaitConnection(within(t), breaks+1); err != nil {
		t.Error(err)
	}
	s.Close()
	if m, err := s.Receive(within(t)); !errors.Is(err, stream.ErrClosed) {
		t.Errorf("one more message: %+v, %v", m, err)
	}
	if n := len(broke.all()); n != breaks {
		t.Errorf("%d breaks, want %d", n, breaks)
	}
	grown := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	t.Logf("%d messages, %d breaks; the heap has %d KB, %+d KB since message %d", all, len(broke.all()), after.HeapAlloc>>10, grown>>10, all/5)
	if grown > 2<<20 { // the 8,000 messages in between are 16 MB
		t.Errorf("the heap has grown by %d bytes", grown)
	}
}

func measure(m *runtime.MemStats) {
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(m)
}

// TestRules wants each message once, whatever the service does to them.
func TestRules(t *testing.T) {
	for name, tt := range map[string]struct {
		rules streamtest.Rules
		want  func(i int) bool
		order bool
	}{
		"dropped":  {streamtest.Rules{DropEvery: 10}, func(i int) bool { return i%10 != 9 }, true},
		"repeated": {streamtest.Rules{RepeatEvery: 2}, nil, true},
		"swapped":  {streamtest.Rules{SwapEvery: 7}, nil, false},
		"delayed":  {streamtest.Rules{Delay: time.Millisecond}, nil, true},
		"all of it": {streamtest.Rules{
			DropEvery: 10, RepeatEvery: 3, SwapEvery: 7, Delay: 100 * time.Microsecond, KillEvery: 40, Replay: 100,
		}, func(i int) bool { return i%10 != 9 }, false},
	} {
		t.Run(name, func(t *testing.T) {
			srv := weibotest.NewServer(t)
			peer := srv.OpenIMStream(uid)
			peer.SetRules(tt.rules)
			s := open(t, srv, stream.Config{})
			want := map[string]bool{}
			for i, text := range texts(0, 300) {
				peer.Send(streamtest.Message{From: owner, Text: text})
				if tt.want == nil || tt.want(i) {
					want[text] = true
				}
			}
			peer.SetRules(streamtest.Rules{Replay: tt.rules.Replay}) // lets go of what is held back
			peer.Send(streamtest.Message{From: owner, Text: "end"})
			last := ""
			for len(want) > 0 {
				m := receive(t, s)
				if !want[m.Text] {
					t.Fatalf("%q came again, or should not have come", m.Text)
				}
				delete(want, m.Text)
				if number := fmt.Sprintf("%09s", m.Text); tt.order && number < last {
					t.Errorf("%q came behind %q", m.Text, last)
				} else {
					last = number
				}
			}
			if m := receive(t, s); m.Text != "end" {
				t.Errorf("%q came at the end", m.Text)
			}
		})
	}
}

// TestSameMessage is about messages that come twice: by their id or, without one, by what they say.
func TestSameMessage(t *testing.T) {
	srv := weibotest.NewServer(t)
	peer := srv.OpenIMStream(uid)
	s := open(t, srv, stream.Config{Window: 2})
	at := time.UnixMilli(1780000000000)
	for _, m := range []streamtest.Message{
		{ID: "a", Text: "1"}, {ID: "a", Text: "again"},
		{NoID: true, Time: at, Text: "2"}, {NoID: true, Time: at, Text: "2"},
		{NoID: true, Time: at, Text: "3"}, {NoID: true, Time: at.Add(time.Millisecond), Text: "3"},
		{ID: "a", Text: "4"},                                                                               // out of the window
		{NoID: true, Time: time.UnixMilli(0), Text: "5"}, {NoID: true, Time: time.UnixMilli(0), Text: "5"}, // nothing to tell them by
	} {
		m.From = owner
		peer.Send(m)
	}
	var got []string
	for range 7 {
		got = append(got, receive(t, s).Text)
	}
	if want := []string{"1", "2", "3", "3", "4", "5", "5"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMalformed(t *testing.T) {
	srv := weibotest.NewServer(t)
	peer := srv.OpenIMStream(uid)
	var reported problems
	var others []stream.Frame
	s := open(t, srv, stream.Config{Problem: reported.add, Other: func(f stream.Frame) { others = append(others, f) }})
	bad := []string{
		``, `x`, `[]`, `"ping"`, `null`, `{`, `{}`, `{"type":1.5`, `{"type":""}`, `{"type":{}}`, `{"type":"message"}`,
		`{"type":"message","payload":{}}`, `{"type":"message","payload":{"fromUserId":{},"text":"a"}}`,
		`{"type":"message","payload":{"fromUserId":"1","text":["a"]}}`,
		`{"type":"message","payload":{"fromUserId":"1","input":"a"}}`, strings.Repeat(`[`, 100_000),
	}
	for _, frame := range bad {
		peer.SendRaw([]byte(frame))
	}
	peer.SendRaw([]byte(`{"type":"system","payload":{"message":"hello"}}`))
	peer.SendRaw([]byte(`{"type":"ping"}`))
	peer.SendRaw([]byte(`pong`))
	peer.Send(streamtest.Message{From: owner, Text: "after"})
	if m := receive(t, s); m.Text != "after" || m.Connection != 1 {
		t.Errorf("got %+v", m)
	}
	all := reported.all()
	for i, err := range all {
		var frame *stream.FrameError
		if !errors.As(err, &frame) || !errors.Is(err, stream.ErrMalformed) || frame.Size != int64(len(bad[i])) || frame.Connection != 1 {
			t.Errorf("%.60q: got %v", bad[i], err)
		}
	}
	if len(all) != len(bad) {
		t.Errorf("%d problems with %d frames", len(all), len(bad))
	}
	if len(others) != 1 || others[0].Type != "system" || !strings.Contains(string(others[0].Raw), "hello") {
		t.Errorf("other frames: %+v", others)
	}
	if err := peer.AwaitFrames(within(t), 1); err != nil {
		t.Fatal(err)
	}
	if frames, n := peer.Frames(); n != 1 || frames[0].Raw != `{"type":"pong"}` {
		t.Errorf("the service got %+v", frames)
	}
}

// TestTooLarge sends frames that are too large: the connection stays, but not for one that does not end.
func TestTooLarge(t *testing.T) {
	srv := weibotest.NewServer(t)
	peer := srv.OpenIMStream(uid)
	var reported problems
	s := open(t, srv, stream.Config{MaxFrame: 100_000, MaxAttachment: 1000, Problem: reported.add})
	message := func(size int) streamtest.Message {
		return streamtest.Message{From: owner, Text: strings.Repeat("a", size)}
	}
	peer.Send(message(40_000)) // twice in the frame
	peer.Send(message(60_000))
	peer.Send(message(190_000))
	peer.Send(streamtest.Message{From: owner, Files: []streamtest.Attachment{{Data: make([]byte, 1000)}, {Data: make([]byte, 1001)}, {Name: "a", Data: []byte("b")}}})
	peer.Send(message(300_000))
	if m := receive(t, s); len(m.Text) != 40_000 || m.Connection != 1 {
		t.Errorf("%d bytes by connection %d", len(m.Text), m.Connection)
	}
	m := receive(t, s)
	if m.Connection != 1 || len(m.Attachments) != 3 {
		t.Fatalf("%d attachments by connection %d", len(m.Attachments), m.Connection)
	}
	for i, a := range m.Attachments {
		if tooLarge := i == 1; tooLarge != errors.Is(a.Err, stream.ErrTooLarge) || tooLarge != (a.Data == nil) {
			t.Errorf("attachment %d: %d bytes, %v", i, len(a.Data), a.Err)
		}
	}
	if err := peer.AwaitConnection(within(t), 2); err != nil {
		t.Fatal(err)
	}
	peer.Send(message(1))
	if m := receive(t, s); m.Text != "a" || m.Connection != 2 {
		t.Errorf("got %d bytes by connection %d", len(m.Text), m.Connection)
	}
	all := reported.all()
	if len(all) != 3 {
		t.Fatalf("problems: %v", all)
	}
	var frame *stream.FrameError
	var broken *stream.BreakError
	for i, err := range all {
		if !errors.Is(err, stream.ErrTooLarge) || i < 2 != errors.As(err, &frame) || i == 2 != errors.As(err, &broken) {
			t.Errorf("problem %d: %v", i, err)
		}
	}
	if frame.Size < 380_000 {
		t.Errorf("a frame of %d bytes", frame.Size)
	}
}

// TestLargestPicture takes what is known to come at most.
func TestLargestPicture(t *testing.T) {
	srv := weibotest.NewServer(t)
	s := open(t, srv, stream.Config{Problem: func(err error) { t.Error(err) }})
	data := bytes.Repeat([]byte("0123456789abcdef"), 10<<20/16)
	srv.OpenIMStream(uid).Send(streamtest.Message{From: owner, Files: []streamtest.Attachment{{Image: true, Data: data}}})
	if m := receive(t, s); len(m.Attachments) != 1 || !bytes.Equal(m.Attachments[0].Data, data) || m.Attachments[0].Err != nil {
		t.Errorf("%d attachments, not as sent", len(m.Attachments))
	}
}

// TestEnd ends streams in all states, and wants nothing to be left.
func TestEnd(t *testing.T) {
	errStop := errors.New("enough")
	for name, tt := range map[string]struct {
		rules streamtest.Rules
		down  bool
		full  bool // the program takes nothing
		stop  func(*stream.Stream, context.CancelCauseFunc)
		want  error
	}{
		"by Close":                    {stop: closes, want: stream.ErrClosed},
		"by the context":              {stop: func(_ *stream.Stream, c context.CancelCauseFunc) { c(errStop) }, want: errStop},
		"without a network":           {down: true, stop: closes, want: stream.ErrClosed},
		"while nothing is taken":      {full: true, stop: closes, want: stream.ErrClosed},
		"while the service is silent": {rules: streamtest.Rules{Pong: streamtest.PongNone}, stop: closes, want: stream.ErrClosed},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // fails if a goroutine is left
				v := newVirtual(t)
				v.down.Store(tt.down)
				peer := v.Account(uid)
				peer.SetRules(tt.rules)
				ctx, cancel := context.WithCancelCause(t.Context())
				s := v.openWith(ctx, t, stream.Config{Queue: 1})
				if tt.full {
					for _, text := range texts(0, 50) {
						peer.Send(streamtest.Message{From: owner, Text: text})
					}
				}
				time.Sleep(5 * time.Second)
				start := time.Now()
				tt.stop(s, cancel)
				<-s.Done()
				if took := time.Since(start); took > 5*time.Second {
					t.Errorf("the end took %v", took)
				}
				var end *stream.EndError
				if err := s.Err(); !errors.Is(err, tt.want) || !errors.As(err, &end) {
					t.Errorf("ended with %v, want %v", err, tt.want)
				}
				if _, err := s.Send(t.Context(), owner, "a"); !errors.Is(err, tt.want) {
					t.Errorf("Send after the end: %v", err)
				}
				n := 0
				for _, err := range s.Messages() {
					if n++; err != nil && !errors.Is(err, tt.want) {
						t.Error(err)
					}
				}
				if tt.full && n == 0 {
					t.Error("what waited was lost")
				}
				cancel(nil)
			})
		})
	}
}

// TestEndStuck ends a stream whose service reads nothing.
func TestEndStuck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStuck(t).open(t, stream.Config{})
		if err := s.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		s.Close()
		if took := time.Since(start); took != time.Second {
			t.Errorf("the end took %v, want 1 s", took)
		}
	})
}

func closes(s *stream.Stream, _ context.CancelCauseFunc) { s.Close() }

// TestGoodbye wants a close frame when a stream ends.
func TestGoodbye(t *testing.T) {
	said := make(chan int, 1)
	srv := httptest.NewServer(closeCode(t, said))
	defer srv.Close()
	s, err := stream.Open(t.Context(), stream.Config{BaseURL: srv.URL, Account: &account{issue: func() (string, error) { return "a", nil }}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ready(within(t)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if code := <-said; code != 1000 {
		t.Errorf("the service got close code %d", code)
	}
}

func TestConfig(t *testing.T) {
	a := &account{}
	for name, config := range map[string]stream.Config{
		"no account":       {},
		"not encrypted":    {Account: a, BaseURL: "http://open-im.example.com"},
		"ws":               {Account: a, BaseURL: "ws://127.0.0.1.example.com"},
		"user":             {Account: a, BaseURL: "https://user:pass@example.com"},
		"query":            {Account: a, BaseURL: "https://example.com/?token=a"},
		"other scheme":     {Account: a, BaseURL: "ftp://example.com"},
		"no URL":           {Account: a, BaseURL: "://"},
		"hasty":            {Account: a, Ping: time.Minute, PongWait: time.Second},
		"backwards":        {Account: a, Backoff: time.Minute, MaxBackoff: time.Second},
		"negative":         {Account: a, Queue: -1},
		"chunks too small": {Account: a, Chunk: 1},
	} {
		if s, err := stream.Open(t.Context(), config); err == nil {
			s.Close()
			t.Errorf("%s: no error", name)
		} else if strings.Contains(err.Error(), "pass") || strings.Contains(err.Error(), "token=a") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
