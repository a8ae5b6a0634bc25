package stream_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/openim/stream"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/streamtest"
)

const uid = 1404376560

// owner is who writes to the program.
var owner = strconv.Itoa(uid)

// account keeps a token, as package openim does.
type account struct {
	appID string
	issue func() (string, error)

	mu      sync.Mutex
	kept    string
	dropped []string
}

func (a *account) AppID() string { return a.appID }

func (a *account) Token(context.Context) (openim.Token, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.kept == "" {
		token, err := a.issue()
		if err != nil {
			return openim.Token{}, err
		}
		a.kept = token
	}
	return openim.Token{Text: a.kept}, nil
}

func (a *account) DropToken(t openim.Token) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.dropped = append(a.dropped, t.Text)
	if a.kept == t.Text {
		a.kept = ""
	}
}

// problems collects what a stream reports.
type problems struct {
	mu   sync.Mutex
	list []error
}

func (p *problems) add(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, err)
}

func (p *problems) all() []error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]error(nil), p.list...)
}

// signedIn returns an account of a sandbox.
func signedIn(srv *weibotest.Server) *account {
	return &account{
		appID: srv.OpenIMCredentials(uid).AppID,
		issue: func() (string, error) { return srv.OpenIMToken(uid), nil },
	}
}

// open opens a stream to a sandbox, which is fast in connecting again.
func open(t *testing.T, srv *weibotest.Server, config stream.Config) *stream.Stream {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	config.BaseURL = srv.URL
	if config.Account == nil {
		config.Account = signedIn(srv)
	}
	if config.HTTPClient == nil {
		config.HTTPClient = &http.Client{Transport: transport}
	}
	if config.Backoff == 0 {
		config.Backoff, config.MaxBackoff = time.Millisecond, 10*time.Millisecond
	}
	s, err := stream.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// receive returns the next message.
func receive(t *testing.T, s *stream.Stream) *stream.Message {
	t.Helper()
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Minute, errSlow)
	defer cancel()
	m, err := s.Receive(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var errSlow = errors.New("it did not come")

// within returns a context for what should not take long.
func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Minute, errSlow)
	t.Cleanup(cancel)
	return ctx
}

// A virtual service runs in a bubble of package synctest: it has no network.
type virtual struct {
	*streamtest.Hub
	token string
	conns chan net.Conn
	down  atomic.Bool  // nothing can be reached
	tries atomic.Int64 // to connect, or to get an answer
}

var errDown = errors.New("the network is down")

// newVirtual starts a service; a token is good if it is the one that the service has.
func newVirtual(t *testing.T) *virtual {
	v := &virtual{token: "token-1", conns: make(chan net.Conn)}
	v.Hub = streamtest.NewHub(func(_, token string) (int64, bool) { v.tries.Add(1); return uid, token == v.token })
	srv := &http.Server{Handler: v.Hub}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		srv.Serve(v)
	}()
	t.Cleanup(func() {
		v.Hub.Close()
		srv.Close()
		<-ended
	})
	return v
}

func (v *virtual) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	if v.down.Load() {
		v.tries.Add(1)
		return nil, errDown
	}
	client, server := net.Pipe()
	select {
	case v.conns <- server:
		return client, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept, Close and Addr make it a net.Listener.
func (v *virtual) Accept() (net.Conn, error) {
	conn, ok := <-v.conns
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (v *virtual) Close() error {
	close(v.conns)
	return nil
}

func (v *virtual) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

// open opens a stream to the service.
func (v *virtual) open(t *testing.T, config stream.Config) *stream.Stream {
	t.Helper()
	return v.openWith(t.Context(), t, config)
}

func (v *virtual) openWith(ctx context.Context, t *testing.T, config stream.Config) *stream.Stream {
	t.Helper()
	transport := &http.Transport{DialContext: v.dial}
	config.BaseURL = "http://127.0.0.1"
	config.HTTPClient = &http.Client{Transport: transport}
	if config.Account == nil {
		config.Account = &account{appID: "1", issue: func() (string, error) { return v.token, nil }}
	}
	s, err := stream.Open(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Close()
		transport.CloseIdleConnections()
	})
	return s
}

// closeCode takes one connection and tells the code that it is closed with.
func closeCode(t *testing.T, said chan<- int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		_, _, err = ws.Read(context.Background())
		said <- int(websocket.CloseStatus(err))
	})
}

// texts returns numbered texts.
func texts(from, to int) []string {
	var list []string
	for i := from; i < to; i++ {
		list = append(list, fmt.Sprintf("第 %d 条", i))
	}
	return list
}

// newStuck starts a service that takes connections and then reads nothing any more.
func newStuck(t *testing.T) *virtual {
	v := &virtual{conns: make(chan net.Conn)}
	stop := make(chan struct{})
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		<-stop
		ws.CloseNow()
	})}
	go srv.Serve(v)
	t.Cleanup(func() {
		close(stop)
		srv.Close()
	})
	return v
}
