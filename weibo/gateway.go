package weibo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A Gateway is another way to Weibo than version 2 of the API: it takes the same calls in a form of its own, with a token
// of its own. Package gateway has one. What a client does otherwise stays the same: options, limits, repetition, paging,
// errors, what is kept out of the log. Its methods are called by several goroutines at once.
//
// This is experimental, and may change.
type Gateway interface {
	// Host is where the gateway is, such as "open.weibo.com". [WithBaseURL] and [WithHostURL] go before it.
	Host() string
	// Token returns the token, which is sent as Authorization: Bearer unless the request says otherwise. It is not asked for the
	// calls that take none ([wire.AuthCredentials]).
	Token(ctx context.Context) (string, error)
	// Request returns what is sent for a call, or why the call cannot be made.
	Request(op *wire.Operation, params wire.Params) (*GatewayRequest, error)
	// Answer takes what Weibo answered out of what the gateway did. If that is a refusal of the gateway itself, it returns
	// an [Error] with what is known: the code of Weibo, the message, Err. The client adds the operation, the status and the
	// rest. An Err with a method Reason, which returns a word, has that in the log.
	Answer(op *wire.Operation, status int, body []byte) (inner []byte, refusal *Error)
}

// A GatewayRequest is what a [Gateway] is sent for a call. Experimental.
type GatewayRequest struct {
	Method string
	Path   string // as it stands in the address, escaped
	Query  string
	Body   []byte // JSON, or nil

	File    *Picture // is the body, as it is, if there is one
	MaxFile int64    // its size in bytes at most; 0 is no limit

	TokenParam string   // the parameter of the query that the token goes in instead of the header
	Secrets    []string // what else is in the request and must not be in an error or in the log
}

// WithGateway sends the calls through a gateway instead of to version 2 of the API. A token of version 2 ([WithToken],
// [WithTokenSource]) that is given beside it is an error; given to a single call, a gateway takes the place of the token
// that the client has. What is about users of version 2 is not sent there: the app key, the address of [WithRemoteIP].
//
// This is experimental, and may change.
func WithGateway(g Gateway) Option {
	return func(s *settings) error {
		if g == nil {
			return errors.New("WithGateway: no gateway")
		}
		s.gateway = g
		return nil
	}
}

// errTwoTokens keeps a token of version 2 from being passed over silently: who gives one to a call means to act as its user.
var errTwoTokens = errors.New("a token of version 2 does not go through the gateway")

// throughGateway turns a call into a request to the gateway.
func (s *settings) throughGateway(ctx context.Context, op *wire.Operation, params wire.Params) (*http.Request, error) {
	token, err := s.gatewayToken(ctx, op)
	if err != nil {
		return nil, err
	}
	r, err := s.gateway.Request(op, params)
	if err != nil {
		return nil, err
	}
	address, err := s.gatewayURL(r)
	if err != nil {
		return nil, err
	}
	hidden := slices.DeleteFunc(append(secrets{token}, r.Secrets...), func(secret string) bool { return secret == "" })
	req := (&http.Request{Method: r.Method, URL: address, Header: http.Header{}}).WithContext(hidden.context(ctx))
	req.Header.Set("User-Agent", s.userAgent)
	if token != "" && r.TokenParam == "" {
		req.Header.Set("Authorization", "Bearer "+token)
	} else if token != "" {
		address.RawQuery = strings.TrimPrefix(address.RawQuery+"&", "&") + r.TokenParam + "=" + url.QueryEscape(token)
	}
	for name, values := range s.header {
		req.Header[name] = values
	}
	switch {
	case r.File != nil:
		return req, setFile(req, r.File, r.MaxFile, s)
	case r.Body != nil:
		setBody(req, "application/json", string(r.Body))
	}
	return req, nil
}

// gatewayURL returns where a request goes. What tokens travel over is https, but for a sandbox on the same machine.
func (s *settings) gatewayURL(r *GatewayRequest) (*url.URL, error) {
	address, err := s.url(&wire.Operation{Host: s.gateway.Host()})
	if err != nil {
		return nil, err
	}
	if address.Scheme != "https" && !isLoopback(address.Hostname()) {
		return nil, fmt.Errorf("%w: %s", errPlain, address.Host)
	}
	address.RawPath = address.EscapedPath() + r.Path
	if address.Path, err = url.PathUnescape(address.RawPath); err != nil {
		return nil, err
	}
	address.RawQuery = r.Query
	return address, nil
}

var errPlain = errors.New("a token of a gateway goes over https, and over http to the same machine only")

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

func (s *settings) gatewayToken(ctx context.Context, op *wire.Operation) (string, error) {
	if op.Auth == wire.AuthCredentials {
		return "", nil
	}
	token, err := s.gateway.Token(ctx)
	switch {
	case err != nil:
		return "", tokenError(err)
	case strings.TrimSpace(token) == "":
		return "", ErrNoToken
	case !isHeaderValue(token):
		return "", errTokenCharacters
	}
	return token, nil
}

// fromGateway reads the answer of the gateway into result.
func (s *settings) fromGateway(op *wire.Operation, resp *http.Response, body []byte, result any) error {
	inner, refused := s.gateway.Answer(op, resp.StatusCode, body)
	// What a refusal says may repeat the token, and becomes an error of a kind that nobody here can look into later.
	if hidden := hiddenIn(resp.Request); refused != nil && hidden.in(string(body)) {
		_, refused = s.gateway.Answer(op, resp.StatusCode, hidden.bytes(body))
	}
	if refused != nil {
		e := answerError(op, resp, body, refused.Err)
		e.Code, e.Message, e.Description, e.Request = refused.Code, refused.Message, refused.Description, refused.Request
		return e
	}
	if resp.StatusCode != http.StatusOK || refuses(inner) {
		e := answerError(op, resp, body, nil)
		e.fill(inner)
		return e
	}
	if r, ok := result.(*wire.Content); ok {
		*r = wire.Content{ContentType: resp.Header.Get("Content-Type"), Body: inner}
		return nil
	}
	if err := s.decodeAnswer(clean(inner), op.Envelope, result); err != nil {
		return answerError(op, resp, body, err)
	}
	return nil
}
