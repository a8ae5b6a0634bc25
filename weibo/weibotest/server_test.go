package weibotest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

// A fakeTest keeps what a server does with its test.
type fakeTest struct {
	*testing.T
	logged   []string
	failed   []string
	cleanups []func()
}

func (f *fakeTest) Logf(format string, args ...any) {
	f.logged = append(f.logged, fmt.Sprintf(format, args...))
}
func (f *fakeTest) Errorf(format string, args ...any) {
	f.failed = append(f.failed, fmt.Sprintf(format, args...))
}
func (f *fakeTest) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	runtime.Goexit()
}
func (f *fakeTest) Cleanup(fn func()) { f.cleanups = append(f.cleanups, fn) }

func TestServerEndsWithTheTest(t *testing.T) {
	f := &fakeTest{T: t}
	srv := weibotest.NewServer(f)
	for range 2 {
		get(t, srv, "/2/emotions.json", "source", "1", "lang", "x")
	}
	get(t, srv, "/2/emotions.json", "source", "1")
	for _, fn := range f.cleanups {
		fn()
	}
	if len(f.logged) != 1 || !strings.Contains(f.logged[0], "emotions") || !strings.Contains(f.logged[0], "lang") {
		t.Errorf("logged %q", f.logged)
	}
	if resp, err := http.Get(srv.URL); err == nil {
		resp.Body.Close()
		t.Error("the server still answers")
	}
}

// A lockedBuffer is written by the server while the test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func TestLog(t *testing.T) {
	var b lockedBuffer
	srv := weibotest.NewServer(t, weibotest.WithLog(slog.New(slog.NewTextHandler(&b, nil))))
	token := srv.Token(first)
	get(t, srv, "/2/statuses/home_timeline.json", "access_token", token, "conut", "1", "count", "101")
	get(t, srv, "/2/statuses/show.json", "access_token", token, "id", "1")
	for _, want := range []string{"path=/2/statuses/home_timeline.json", "status=200", "uid=1404376560", "undeclared=[conut]", "above the maximum", "code=20101"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is not in the log: %s", want, b.String())
		}
	}
	if strings.Contains(b.String(), token) {
		t.Error("the token is in the log")
	}
}

func TestServe(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- weibotest.New().Serve(ctx, l) }()
	resp, err := http.Get("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := weibotest.New().Serve(t.Context(), l); err == nil {
		t.Error("served a closed listener")
	}
}

// TestConcurrentCalls is for the race detector, and counts.
func TestConcurrentCalls(t *testing.T) {
	srv := weibotest.NewServer(t)
	st := say(t, srv, srv.Token(first), "x")
	var wg sync.WaitGroup
	for i, u := range srv.Users() {
		token := srv.Token(u.UID)
		wg.Go(func() {
			for n := range 10 {
				text := fmt.Sprint(i, n)
				upload(t, srv, "/2/statuses/share.json", "pic", "a.jpg", jpeg, "access_token", token, "status", text)
				post(t, srv, "/2/comments/create.json", "access_token", token, "id", st.IDStr, "comment", text)
				get(t, srv, "/2/statuses/home_timeline.json", "access_token", token)
				get(t, srv, "/u/1404376560")
				srv.Requests()
			}
		})
	}
	wg.Wait()
	want := 10 * len(srv.Users())
	if p := timeline(t, srv, "/2/statuses/public_timeline.json", srv.Token(first)); p.TotalNumber != want+1 {
		t.Errorf("%d statuses", p.TotalNumber)
	}
	if p := comments(t, srv, srv.Token(first), st.IDStr); p.TotalNumber != want {
		t.Errorf("%d comments", p.TotalNumber)
	}
}

// TestLogIsBounded sends as much as a form may hold, in names, in values, and in both.
func TestLogIsBounded(t *testing.T) {
	for _, opt := range [][]weibotest.Option{nil, {weibotest.Strict()}} {
		srv := weibotest.NewServer(t, opt...)
		names := url.Values{}
		for i := range 50_000 {
			names.Set(fmt.Sprint("n", i), "x")
		}
		const most = 1<<20 - 1000
		for _, form := range []string{names.Encode(), strings.Repeat("n", most) + "=1", "status=" + strings.Repeat("x", most)} {
			do(t, request(t, "POST", srv.URL+"/2/statuses/share.json?access_token="+srv.Token(first), formType, strings.NewReader(form)))
		}
		for i, r := range srv.Requests() {
			if b, err := json.Marshal(r); err != nil || len(b) > 200<<10 {
				t.Errorf("call %d takes %d bytes of the log, %v", i, len(b), err)
			}
		}
	}
}

// A pipeListener has one connection, which is in memory.
type pipeListener struct{ conns chan net.Conn }

func (l pipeListener) Accept() (net.Conn, error) {
	if conn, ok := <-l.conns; ok {
		return conn, nil
	}
	return nil, net.ErrClosed
}
func (l pipeListener) Close() error   { close(l.conns); return nil }
func (l pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// TestSlowClients has clients that never get to the end of what they send.
func TestSlowClients(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		most time.Duration
	}{
		"headers": {"GET /2/emotions.json?source=1 HTTP/1.1\r\nHost: a\r\n", 10 * time.Second},
		"body":    {"POST /2/statuses/update.json HTTP/1.1\r\nHost: a\r\nContent-Type: " + formType + "\r\nContent-Length: 9\r\n\r\nstatus", time.Minute},
		"nothing": {"", 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := pipeListener{make(chan net.Conn, 1)}
				ctx, stop := context.WithCancel(t.Context())
				done := make(chan error)
				go func() { done <- weibotest.New().Serve(ctx, l) }()
				client, server := net.Pipe()
				l.conns <- server
				start := time.Now()
				go io.WriteString(client, tt.text)
				io.Copy(io.Discard, client) // until the server hangs up
				if waited := time.Since(start); waited > tt.most {
					t.Errorf("it took %v", waited)
				}
				client.Close()
				stop()
				if err := <-done; err != nil {
					t.Error(err)
				}
			})
		})
	}
}
