package weibotest

import (
	"context"
	"net"
	"testing"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// A Server is a [Sandbox] that listens on a free port of the loopback interface.
type Server struct {
	*Sandbox
	URL    string // without a slash at the end
	t      testing.TB
	report *report
}

// NewServer starts a sandbox, and stops it when the test ends. The log of the test then names the parameters that calls had
// and the description has not; with [Checked] or [Server.Expect] the test fails for them.
func NewServer(t testing.TB, opts ...Option) *Server {
	t.Helper()
	sandbox, err := Open(opts...)
	if err != nil {
		t.Fatalf("weibotest: %v", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("weibotest: %v", err)
	}
	s := &Server{Sandbox: sandbox, URL: "http://" + l.Addr().String(), t: t}
	s.report = &report{checked: s.checked}
	s.observe = s.report.add
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Serve(ctx, l)
	}()
	t.Cleanup(func() {
		stop()
		<-done
		if err := s.Close(); err != nil {
			t.Errorf("weibotest: %v", err)
		}
		for _, line := range s.plans.unmet() {
			t.Errorf("weibotest: %s", line)
		}
		s.report.write(t)
	})
	return s
}

// Client returns a client that is signed in as the first account. Further options, such as another token, go before that.
func (s *Server) Client(opts ...weibo.Option) *weibo.Client {
	s.t.Helper()
	own := []weibo.Option{weibo.WithBaseURL(s.URL), weibo.WithToken(s.Token(accounts[0].UID))}
	c, err := weibo.NewClient(append(own, opts...)...)
	if err != nil {
		s.t.Fatalf("weibotest: %v", err)
	}
	return c
}

// OAuth2 returns what signs users in to the default application on this server.
func (s *Server) OAuth2(redirectURL string) *weibo.OAuth2 {
	return &weibo.OAuth2{
		AppKey:      DefaultAppKey,
		AppSecret:   s.store.apps[DefaultAppKey].Secret,
		RedirectURL: redirectURL,
		BaseURL:     s.URL,
	}
}
