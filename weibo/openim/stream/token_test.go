package stream_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

// TestTokens lets a stream connect again with tokens that are not good any more.
func TestTokens(t *testing.T) {
	for name, tt := range map[string]struct {
		before func(*weibotest.Server, *account)
		after  func(*weibotest.Server)
	}{
		"never good":         {before: func(_ *weibotest.Server, a *account) { a.kept = "nonsense" }},
		"of another account": {before: func(srv *weibotest.Server, a *account) { a.kept = srv.OpenIMToken(srv.Users()[1].UID) }},
		"expired while connected": {after: func(srv *weibotest.Server) {
			srv.Advance(3 * time.Hour)
			srv.OpenIMStream(uid).Kill(streamtest.Kill{})
		}},
		"refused with a status": {after: func(srv *weibotest.Server) {
			refuse(srv, streamtest.Refusal{Status: http.StatusUnauthorized})
		}},
		"refused with a code": {after: func(srv *weibotest.Server) {
			refuse(srv, streamtest.Refusal{Status: http.StatusOK, Code: 40100, Reason: "token invalid"})
		}},
		"refused with words": {after: func(srv *weibotest.Server) {
			refuse(srv, streamtest.Refusal{Code: 1008, Reason: "Invalid Token: EXPIRED"})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			srv := weibotest.NewServer(t)
			a := signedIn(srv)
			if tt.before != nil {
				tt.before(srv, a)
			}
			var broke problems
			s := open(t, srv, stream.Config{Account: a, Problem: broke.add})
			if tt.after != nil {
				if err := srv.OpenIMStream(uid).AwaitConnection(within(t), 1); err != nil {
					t.Fatal(err)
				}
				tt.after(srv)
			}
			srv.OpenIMStream(uid).Send(streamtest.Message{From: owner, Text: "你好"})
			if m := receive(t, s); m.Text != "你好" {
				t.Errorf("got %q", m.Text)
			}
			a.mu.Lock()
			defer a.mu.Unlock()
			if len(a.dropped) != 1 {
				t.Errorf("%d tokens were dropped, want the one that was not good", len(a.dropped))
			}
			refused := 0
			for _, err := range broke.all() {
				if errors.Is(err, stream.ErrTokenRefused) {
					refused++
				}
			}
			if refused != 1 {
				t.Errorf("%d refusals in %v", refused, broke.all())
			}
		})
	}
}

// TestReasonWhileSending closes connections while much is sent: the reason is the one in the close frame all the same.
func TestReasonWhileSending(t *testing.T) {
	srv := weibotest.NewServer(t)
	peer := srv.OpenIMStream(uid)
	var broke problems
	a := signedIn(srv)
	s := open(t, srv, stream.Config{Account: a, Refusals: 1000, Problem: broke.add})
	ctx, cancel := context.WithCancel(t.Context())
	var senders sync.WaitGroup
	for range 4 {
		senders.Go(func() {
			for ctx.Err() == nil {
				s.Send(ctx, owner, "你好")
			}
		})
	}
	const kills = 30
	for n := 1; n <= kills; n++ {
		if err := peer.AwaitConnection(within(t), n); err != nil {
			t.Fatal(err)
		}
		peer.Kill(streamtest.Kill{Code: streamtest.CodeInvalidToken, Reason: "invalid token"})
	}
	cancel()
	senders.Wait()
	s.Close()
	for _, err := range broke.all() {
		if !errors.Is(err, stream.ErrTokenRefused) {
			t.Errorf("broke with %v", err)
		}
	}
	if n := len(a.dropped); n != len(broke.all()) || n < kills-1 {
		t.Errorf("%d tokens were dropped, after %d breaks", n, len(broke.all()))
	}
}

func refuse(srv *weibotest.Server, r streamtest.Refusal) {
	peer := srv.OpenIMStream(uid)
	peer.SetRules(streamtest.Rules{Refuse: 1, Refusal: r})
	peer.Kill(streamtest.Kill{})
}

// TestGivesUp wants a stream to end for what does not pass, and for nothing else.
func TestGivesUp(t *testing.T) {
	for name, tt := range map[string]struct {
		refusal streamtest.Refusal // of the service
		issue   error              // of the account
		tries   int                // 0 is forever
		want    error
	}{
		"refused tokens":    {refusal: streamtest.Refusal{Code: 4002}, tries: 10, want: stream.ErrTokenRefused},
		"status 401":        {refusal: streamtest.Refusal{Status: 401}, tries: 10, want: stream.ErrTokenRefused},
		"status 403":        {refusal: streamtest.Refusal{Status: 403, Code: 40001, Reason: "app_id"}, tries: 10},
		"status 429":        {refusal: streamtest.Refusal{Status: 429}},
		"status 503":        {refusal: streamtest.Refusal{Status: 503}},
		"going down":        {refusal: streamtest.Refusal{Code: 1001}},
		"wrong credentials": {issue: &weibo.Error{StatusCode: 401}, tries: 1, want: weibo.ErrUnauthorized},
		"no token now":      {issue: &weibo.Error{StatusCode: 502}},
		"no network":        {issue: errDown},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := newVirtual(t)
				rules := streamtest.Rules{Refuse: 1 << 30, Refusal: tt.refusal}
				if tt.issue != nil {
					rules = streamtest.Rules{}
				}
				v.Account(uid).SetRules(rules)
				asked := 0
				a := &account{appID: "1", issue: func() (string, error) { asked++; return v.token, tt.issue }}
				s := v.open(t, stream.Config{Account: a})
				time.Sleep(24 * time.Hour)
				synctest.Wait()
				err := s.Err()
				if tt.tries == 0 {
					if err != nil || int(v.tries.Load())+asked < 1000 {
						t.Errorf("ended with %v, after %d attempts", err, v.tries.Load())
					}
					return
				}
				var end *stream.EndError
				if !errors.As(err, &end) || tt.want != nil && !errors.Is(err, tt.want) {
					t.Fatalf("ended with %v, want %v", err, tt.want)
				}
				if tt.issue != nil && (asked != 1 || end.Refusals != 0) || tt.issue == nil && (int(v.tries.Load()) != tt.tries || end.Refusals != tt.tries) {
					t.Errorf("%d attempts, %d tokens, %d refusals", v.tries.Load(), asked, end.Refusals)
				}
				if _, err := s.Receive(t.Context()); err != end {
					t.Errorf("Receive gives %v", err)
				}
				var sent *stream.SendError
				if _, err := s.Send(t.Context(), owner, "a"); !errors.As(err, &sent) || !errors.Is(err, end) || sent.Unsent != "a" {
					t.Errorf("Send gives %v", err)
				}
			})
		})
	}
}

// TestSecrets plants a token where services and transports might say it again, and wants it in no error and in no line of the
// log.
func TestSecrets(t *testing.T) {
	const token = "planted+secret/token=="
	says := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); fmt.Fprint(w, body) }
	}
	upgrades := func(do func(*websocket.Conn)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if ws, err := websocket.Accept(w, r, nil); err == nil {
				do(ws)
			}
		}
	}
	for name, tt := range map[string]struct {
		answer    http.HandlerFunc
		transport http.RoundTripper
	}{
		"message": {answer: says(401, `{"code":40100,"message":"bad token `+token+`"}`)},
		"encoded": {answer: says(401, `{"code":40100,"message":"bad token `+url.QueryEscape(token)+`"}`)},
		"page":    {answer: says(502, "<html>"+token)},
		"redirect": {answer: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere?"+r.URL.RawQuery, http.StatusFound)
		}},
		"handshake": {answer: func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Upgrade", token); w.WriteHeader(101) }},
		"reason":    {answer: upgrades(func(ws *websocket.Conn) { ws.Close(4002, "invalid token "+token) })},
		"frame": {answer: upgrades(func(ws *websocket.Conn) {
			ws.Write(context.Background(), websocket.MessageText, []byte(`{"type":"message","payload":"`+token+`"}`))
			ws.Write(context.Background(), websocket.MessageText, []byte(token))
			ws.Close(4000, token)
		})},
		"transport": {transport: failingTransport{}},
	} {
		t.Run(name, func(t *testing.T) {
			srv := httptest.NewServer(tt.answer)
			defer srv.Close()
			var reported problems
			var log bytes.Buffer
			s, err := stream.Open(t.Context(), stream.Config{
				Account:    &account{appID: "1", issue: func() (string, error) { return token, nil }},
				BaseURL:    srv.URL,
				HTTPClient: &http.Client{Transport: tt.transport},
				Backoff:    time.Nanosecond, MaxBackoff: time.Microsecond, Refusals: 3,
				Problem: reported.add,
				Logger:  slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
			})
			if err != nil {
				t.Fatal(err)
			}
			for len(reported.all()) < 2 {
				time.Sleep(time.Millisecond)
			}
			s.Close()
			errs := append(reported.all(), s.Err())
			_, err = s.Send(t.Context(), owner, "a")
			for i, err := range append(errs, err) {
				for _, text := range []string{err.Error(), fmt.Sprintf("%v %+v %#v %q", err, err, err, err)} {
					if showsToken(text, token) {
						t.Errorf("error %d shows the token: %s", i, text)
					}
				}
				for inner := err; inner != nil; inner = errors.Unwrap(inner) {
					if showsToken(fmt.Sprintf("%v %+v %#v", inner, inner, inner), token) {
						t.Errorf("error %d shows the token inside: %T", i, inner)
					}
				}
			}
			if showsToken(log.String(), token) || !strings.Contains(log.String(), "openim stream") {
				t.Errorf("the log: %s", log.String())
			}
		})
	}
}

func showsToken(text, token string) bool {
	return strings.Contains(text, token) || strings.Contains(text, url.QueryEscape(token)) || strings.Contains(text, "planted")
}

// failingTransport says the address in its error, as some do.
type failingTransport struct{}

func (failingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("cannot reach %s", r.URL)
}

// TestHandshake is about what is sent, and that nothing goes elsewhere.
func TestHandshake(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the redirect was followed") }))
	defer elsewhere.Close()
	requests := make(chan *http.Request, 100)
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests <- r
		http.Redirect(w, r, elsewhere.URL+"?"+r.URL.RawQuery, http.StatusTemporaryRedirect)
	}))
	defer srv.Close()
	s, err := stream.Open(t.Context(), stream.Config{
		Account:    &account{appID: "123", issue: func() (string, error) { return "a b&c", nil }},
		BaseURL:    strings.Replace(srv.URL, "https:", "wss:", 1) + "/proxy",
		HTTPClient: srv.Client(), Version: "1.2.3", Backoff: time.Nanosecond, MaxBackoff: time.Nanosecond, Refusals: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	<-s.Done()
	var answer *stream.HandshakeError
	if err := s.Err(); !errors.As(err, &answer) || answer.StatusCode != http.StatusTemporaryRedirect {
		t.Errorf("ended with %v", err)
	}
	r := <-requests
	want := url.Values{"app_id": {"123"}, "token": {"a b&c"}, "version": {"1.2.3"}}
	if r.URL.Path != "/proxy/ws/stream" || r.URL.Query().Encode() != want.Encode() || r.TLS == nil {
		t.Errorf("the request was for %s, TLS %t", r.URL, r.TLS != nil)
	}
	if h := r.Header; h.Get("User-Agent") != "weibo-go/"+weibo.Version || h.Get("Origin") != "" || h.Get("Sec-Websocket-Protocol") != "" {
		t.Errorf("the headers were %v", h)
	}
	if n := len(requests); n != 1 {
		t.Errorf("%d more attempts, want 1", n)
	}
}

func TestTLS(t *testing.T) {
	hub := streamtest.NewHub(func(_, token string) (int64, bool) { return uid, token == "good" })
	srv := httptest.NewTLSServer(hub)
	defer srv.Close()
	defer hub.Close()
	s, err := stream.Open(t.Context(), stream.Config{
		Account: &account{appID: "1", issue: func() (string, error) { return "good", nil }}, BaseURL: srv.URL, HTTPClient: srv.Client(),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	hub.Account(uid).Send(streamtest.Message{From: owner, Text: "你好"})
	if m := receive(t, s); m.Text != "你好" {
		t.Errorf("got %q", m.Text)
	}
}
