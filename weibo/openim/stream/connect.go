package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// dialTimeout bounds an attempt to connect.
const dialTimeout = 30 * time.Second

// readFactor times MaxFrame is what is read of a frame at most. What is above MaxFrame is thrown away, so that the connection
// survives it.
const readFactor = 4

// connect gets a token and makes the connection of that number. The line is there in any case, with what is known of it.
func (s *Stream) connect(ctx context.Context, number int) (*line, error) {
	l := &line{}
	var err error
	if l.token, err = s.config.Account.Token(ctx); err != nil {
		if err = fmt.Errorf("no token: %w", err); isFinal(err) {
			return l, &EndError{Err: err}
		}
		return l, err
	}
	token := l.token.Text
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	ws, resp, err := websocket.Dial(ctx, s.address.String(), &websocket.DialOptions{
		HTTPClient:     s.httpClient(token),
		OnPongReceived: func(context.Context, []byte) { l.pong() },
	})
	if err != nil {
		return l, dialError(err, resp, token)
	}
	ws.SetReadLimit(readFactor * s.config.MaxFrame)
	l.ws, l.number = ws, number
	return l, nil
}

// httpClient returns a client for one attempt. The token gets into the address behind it, so that errors do not show it.
func (s *Stream) httpClient(token string) *http.Client {
	client := *s.config.HTTPClient
	client.Transport = &identify{next: client.Transport, config: &s.config, token: token}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client
}

// identify puts the account into the address of a request.
type identify struct {
	next   http.RoundTripper // nil is that of package http
	config *Config
	token  string
}

func (t *identify) RoundTrip(r *http.Request) (*http.Response, error) {
	own := r.Clone(r.Context())
	query := own.URL.Query()
	query.Set("app_id", t.config.Account.AppID())
	query.Set("token", t.token)
	if t.config.Version != "" {
		query.Set("version", t.config.Version)
	}
	own.URL.RawQuery = query.Encode()
	own.Header.Set("User-Agent", "weibo-go/"+weibo.Version)
	next := t.next
	if next == nil {
		next = http.DefaultTransport
	}
	return next.RoundTrip(own)
}

// dialError says why there is no connection.
func dialError(err error, resp *http.Response, token string) error {
	if resp == nil || resp.StatusCode == http.StatusSwitchingProtocols {
		return scrubError(err, token)
	}
	defer resp.Body.Close()
	answer := &HandshakeError{StatusCode: resp.StatusCode}
	var envelope struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
	if body, err := io.ReadAll(resp.Body); err == nil && json.Unmarshal(body, &envelope) == nil { // of at most 1 KiB
		answer.Code, answer.Message = envelope.Code, scrub(envelope.Message, token)
	}
	return answer
}

// isFinal tells whether an account will not get a token later either: it says so itself, as errors of packages weibo and openim do.
func isFinal(err error) bool {
	for _, kind := range []error{weibo.ErrUnauthorized, weibo.ErrPermission, weibo.ErrParam, weibo.ErrAccount} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
