package weibo

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// Version is the version of this module. It is part of the user agent.
const Version = "0.1.0"

// An Option sets up a client, or changes a single call.
type Option func(*settings) error

// CallOption lets an Option be given to a single call.
func (Option) CallOption() {}

var errForeignOption = errors.New("an option that is none of package weibo")

// settings is what a call is carried with.
type settings struct {
	http *http.Client
	// shareHeaders says that http leaves the headers of a request alone: it has a transport of package http and no cookies.
	// A transport of somebody else may not keep to the rule that it must not change the request.
	shareHeaders bool
	tokens       oauth2.TokenSource
	tokenGiven   bool    // among the options of the call, or of the client if it is being made
	gateway      Gateway // nil for version 2
	appKey       string
	base         *url.URL // for all hosts, instead of https and the host itself
	hosts        map[string]*url.URL
	userAgent    string
	remoteIP     string
	header       http.Header // beyond our own
	timeout      time.Duration
	maxBody      int64
	response     *Response
	unmarshal    func([]byte, any) error // of another library, or nil
	progress     func(sent, total int64) // of a picture, or nil
	uploads      int                     // at once

	retry        Retry
	repeatWrites bool
	limiter      Limiter
	atOnce       bool // instead of waiting for the limiter
	logger       *slog.Logger
	logBodies    bool
}

// DefaultTimeout bounds each attempt of a call, from connecting to the last byte of the answer, where [WithTimeout], the
// client of [WithHTTPClient] or the context does not say otherwise.
const DefaultTimeout = time.Minute

// DefaultMaxBody is how much of an answer is read, after decompression.
const DefaultMaxBody = 16 << 20

func defaults() settings {
	return settings{
		http:         ownRedirects(&http.Client{Timeout: DefaultTimeout}),
		shareHeaders: standard(nil),
		userAgent:    "weibo-go/" + Version,
		maxBody:      DefaultMaxBody,
		retry:        Retry{}.withDefaults(),
		uploads:      DefaultUploads,
	}
}

func (s *settings) apply(opts []Option) error {
	for _, o := range opts {
		if err := o(s); err != nil {
			return fmt.Errorf("weibo: %w", err)
		}
	}
	return nil
}

// finish does what must not depend on the order of the options.
func (s *settings) finish() error {
	if s.gateway != nil && s.tokenGiven {
		return errTwoTokens
	}
	s.tokenGiven = false
	if s.timeout > 0 && s.http.Timeout != s.timeout {
		own := *s.http
		own.Timeout = s.timeout
		s.http = &own
	}
	return nil
}

// ownRedirects returns a copy of c that does not follow redirects, so that a token never travels to where an answer points.
func ownRedirects(c *http.Client) *http.Client {
	own := *c
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// WithHTTPClient sets the HTTP client: its transport, timeout and cookies. The client is not changed; redirects are never
// followed.
func WithHTTPClient(c *http.Client) Option {
	return func(s *settings) error {
		if c == nil {
			return errors.New("WithHTTPClient: no client")
		}
		s.http = ownRedirects(c)
		s.shareHeaders = standard(c.Transport) && c.Jar == nil
		return nil
	}
}

// WithTimeout bounds each attempt of a call, from connecting to the last byte of the answer. The default is [DefaultTimeout].
// It does not bound the waits between attempts, which [Retry] and the context do, nor streams.
func WithTimeout(d time.Duration) Option {
	return func(s *settings) error {
		if d <= 0 {
			return fmt.Errorf("WithTimeout: %v is no time", d)
		}
		s.timeout = d
		return nil
	}
}

// standard tells whether a transport, or the default one if it is nil, is that of package http.
func standard(t http.RoundTripper) bool {
	if t == nil {
		t = http.DefaultTransport
	}
	_, ok := t.(*http.Transport)
	return ok
}

// WithToken sets the access token. One that begins with wb_ is of the gateway, and refused: see package gateway.
func WithToken(token string) Option {
	return func(s *settings) error {
		if strings.TrimSpace(token) == "" {
			return ErrNoToken
		}
		if strings.HasPrefix(token, "wb_") {
			return errors.New("WithToken: this is a token of the gateway, see package gateway")
		}
		s.tokens, s.tokenGiven = oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token}), true
		return nil
	}
}

// WithTokenSource sets where access tokens come from, see [OAuth2.TokenSource]. It is asked before every call.
func WithTokenSource(src oauth2.TokenSource) Option {
	return func(s *settings) error {
		if src == nil {
			return errors.New("WithTokenSource: no source")
		}
		s.tokens, s.tokenGiven = src, true
		return nil
	}
}

// WithAppKey sets the app key. It is sent, as the parameter source, with the calls that work without a user, if there is no
// access token.
func WithAppKey(key string) Option {
	return func(s *settings) error {
		s.appKey = key
		return nil
	}
}

// WithBaseURL sends the calls for all hosts of Weibo to one address instead, such as that of a sandbox. A path in it goes
// before that of each call.
func WithBaseURL(address string) Option {
	return func(s *settings) error {
		u, err := baseURL(address)
		s.base = u
		return err
	}
}

// WithHostURL sends the calls for one host of Weibo, such as upload.api.weibo.com, to another address. It goes before
// [WithBaseURL].
func WithHostURL(host, address string) Option {
	return func(s *settings) error {
		u, err := baseURL(address)
		hosts := map[string]*url.URL{host: u}
		for h, u := range s.hosts { // a copy, since calls share what the client has
			if h != host {
				hosts[h] = u
			}
		}
		s.hosts = hosts
		return err
	}
}

func baseURL(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("the base URL %q is not an http or https URL", address)
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("the base URL of %s has more than a scheme, a host and a path", u.Host)
	}
	u.Path = strings.TrimSuffix(u.Path, "/")
	return u, nil
}

// WithUserAgent names the application in the User-Agent header, before the name of this module.
func WithUserAgent(name string) Option {
	return func(s *settings) error {
		if !isHeaderValue(name) {
			return errors.New("WithUserAgent: the name has control characters")
		}
		s.userAgent = name + " weibo-go/" + Version
		return nil
	}
}

// WithRemoteIP tells Weibo the public address of the user who acts, in the header API-RemoteIP and in the parameter rip of
// the calls that have one. Without it Weibo counts the calls of all users against the address of the server. It is never
// guessed.
func WithRemoteIP(ip string) Option {
	return func(s *settings) error {
		if !isHeaderValue(ip) {
			return errors.New("WithRemoteIP: the address has control characters")
		}
		s.remoteIP = ip
		return nil
	}
}

// WithHeader sets a header of the request, beside those that the client sends or instead of them. What the client must know
// itself is refused: Authorization (see [WithToken]), Accept-Encoding and what describes the body.
func WithHeader(name, value string) Option {
	return func(s *settings) error {
		name := http.CanonicalHeaderKey(name)
		switch name {
		case "Authorization", "Accept-Encoding", "Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Host":
			return fmt.Errorf("WithHeader: the client sets %s itself", name)
		}
		if !isHeaderName(name) || !isHeaderValue(value) {
			return errors.New("WithHeader: the name or the value has characters that cannot stand in a header")
		}
		own := s.header.Clone() // a copy, since calls share what the client has
		if own == nil {
			own = http.Header{}
		}
		own.Set(name, value)
		s.header = own
		return nil
	}
}

func isHeaderName(s string) bool {
	odd := func(r rune) bool {
		return r <= ' ' || r >= 0x7F || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	}
	return s != "" && !strings.ContainsFunc(s, odd)
}

func isHeaderValue(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7F })
}

// WithMaxBody sets how many bytes of an answer are read at most, after decompression. A longer answer is an error.
func WithMaxBody(n int64) Option {
	return func(s *settings) error {
		if n <= 0 {
			return fmt.Errorf("WithMaxBody: %d is not a size", n)
		}
		s.maxBody = n
		return nil
	}
}

// A Response is an answer as it came.
type Response struct {
	StatusCode int
	Header     http.Header
	Body       []byte // after decompression
}

// WithResponse stores the answer as it came in r, whether the call succeeds or fails, for a single call. Of a call that was
// repeated it is the last answer; without any, r is empty.
func WithResponse(r *Response) Option {
	return func(s *settings) error {
		s.response = r
		return nil
	}
}
