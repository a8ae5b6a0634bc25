package weibo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
	"golang.org/x/oauth2"
)

// newRequest turns a call into an HTTP request.
//
// The request may share its headers with others where nobody will change them.
func (c *Client) newRequest(ctx context.Context, s *settings, op *wire.Operation, params wire.Params) (*http.Request, error) {
	if s.gateway != nil {
		return s.throughGateway(ctx, op, params)
	}
	token, err := s.token(op)
	if err != nil {
		return nil, err
	}
	address, err := s.url(op)
	if err != nil {
		return nil, err
	}
	f := forms.Get().(*form)
	defer f.release()
	if err := f.encode(params, s.remoteIP); err != nil {
		return nil, err
	}
	if token == "" && op.Auth != wire.AuthCredentials {
		f.Text("source", s.appKey)
	}
	header := c.header(s, token)
	if op.Method != http.MethodGet || !s.shareHeaders || s.header != nil {
		header = maps.Clone(header)
		maps.Copy(header, s.header)
	}
	req := (&http.Request{Method: op.Method, URL: address, Header: header}).WithContext(ctx)
	switch {
	case op.Method == http.MethodGet:
		req.URL.RawQuery = string(f.buf)
	case f.document != nil:
		req.URL.RawQuery = string(f.buf)
		return req, setJSON(req, f.document)
	case f.pic == nil:
		setForm(req, string(f.buf))
	default:
		return req, setMultipart(req, f, s)
	}
	return req, nil
}

// token returns the access token for a call, or nothing if the call goes without one.
func (s *settings) token(op *wire.Operation) (string, error) {
	if op.Auth == wire.AuthCredentials {
		return "", nil
	}
	if s.tokens == nil {
		if op.Auth == wire.AuthTokenOrApp && s.appKey != "" {
			return "", nil
		}
		return "", ErrNoToken
	}
	token, err := s.tokens.Token()
	if err != nil {
		return "", tokenError(err)
	}
	if strings.TrimSpace(token.AccessToken) == "" {
		return "", ErrNoToken
	}
	if !isHeaderValue(token.AccessToken) {
		return "", errTokenCharacters
	}
	return token.AccessToken, nil
}

var errTokenCharacters = errors.New("the access token has control characters")

// tokenError takes out of the error of a token source what may hold the secrets of the application: the address and the
// answer of the token endpoint.
func tokenError(err error) error {
	var u *url.Error
	var refused *oauth2.RetrieveError
	if errors.As(err, &u) || errors.As(err, &refused) {
		return exchangeError(err)
	}
	return err
}

// url returns where a call goes. Without another address it must be a host of Weibo, since the token goes there too.
func (s *settings) url(op *wire.Operation) (*url.URL, error) {
	base := s.base
	if u, ok := s.hosts[op.Host]; ok {
		base = u
	}
	if base != nil {
		return &url.URL{Scheme: base.Scheme, Host: base.Host, Path: base.Path + op.Path}, nil
	}
	if !strings.HasSuffix(op.Host, ".weibo.com") || strings.ContainsAny(op.Host, "/?#@:") {
		return nil, fmt.Errorf("%q is no host of Weibo", op.Host)
	}
	return &url.URL{Scheme: "https", Host: op.Host, Path: op.Path}, nil
}

// tokenPrefix stands before the token. Weibo does not know Bearer.
const tokenPrefix = "OAuth2 "

// headers are those of every request with the same token and settings.
type headers struct {
	token, userAgent, remoteIP string
	header                     http.Header
}

// header returns the headers of a request: those of the last one where it can, since making them is a good part of the work
// of a call. A copy shares the lists of values, which no method of http.Header changes in place.
func (c *Client) header(s *settings, token string) http.Header {
	last := c.last.Load()
	if last == nil || last.token != token || last.userAgent != s.userAgent || last.remoteIP != s.remoteIP {
		last = &headers{token, s.userAgent, s.remoteIP, newHeader(s, token)}
		c.last.Store(last)
	}
	return last.header
}

func newHeader(s *settings, token string) http.Header {
	h := http.Header{}
	h.Set("User-Agent", s.userAgent)
	if token != "" {
		h.Set("Authorization", tokenPrefix+token)
	}
	if s.remoteIP != "" {
		h.Set("API-RemoteIP", s.remoteIP)
	}
	return h
}

const formType = "application/x-www-form-urlencoded"

func setForm(req *http.Request, body string) {
	setBody(req, formType, body)
}

func setJSON(req *http.Request, document any) error {
	body, err := json.Marshal(document)
	if err != nil {
		return err
	}
	setBody(req, "application/json", string(body))
	return nil
}

func setBody(req *http.Request, contentType, body string) {
	req.Header.Set("Content-Type", contentType)
	req.ContentLength = int64(len(body))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }
	req.Body, _ = req.GetBody()
}

// A form takes parameters in the encoding of a query or a form, and beside them the picture that makes it a multipart
// form.
type form struct {
	buf      []byte
	document any // the body, if it is JSON
	enc      wire.Encoder
	picName  string // of the parameter
	pic      *wire.Picture
	limit    int64
}

var forms = sync.Pool{New: func() any { return &form{buf: make([]byte, 0, 512)} }}

func (f *form) release() {
	if cap(f.buf) > 64<<10 {
		return
	}
	*f = form{buf: f.buf[:0]}
	forms.Put(f)
}

// encode writes params and returns what is wrong with them.
func (f *form) encode(params wire.Params, remoteIP string) error {
	f.enc = wire.NewEncoder(f, remoteIP)
	params.Encode(&f.enc)
	if problems := f.enc.Problems(); len(problems) > 0 {
		return &ParamsError{problems}
	}
	return nil
}

// check returns what is wrong with params, without sending anything.
func (s *settings) check(op *wire.Operation, params wire.Params) error {
	if s.gateway != nil {
		_, err := s.gateway.Request(op, params)
		return err
	}
	f := forms.Get().(*form)
	defer f.release()
	return f.encode(params, s.remoteIP)
}

func (f *form) name(name string) {
	if len(f.buf) > 0 {
		f.buf = append(f.buf, '&')
	}
	f.buf = append(f.buf, name...) // names are plain, the generator sees to it
	f.buf = append(f.buf, '=')
}

// Text writes a text parameter.
func (f *form) Text(name, value string) {
	f.name(name)
	f.buf = appendEscaped(f.buf, value)
}

// Int writes a whole number.
func (f *form) Int(name string, value int64) {
	f.name(name)
	f.buf = strconv.AppendInt(f.buf, value, 10)
}

// Float writes a number.
func (f *form) Float(name string, value float64) {
	f.name(name)
	f.buf = strconv.AppendFloat(f.buf, value, 'f', -1, 64)
}

// Texts writes texts with commas between them.
func (f *form) Texts(name string, values []string) {
	f.name(name)
	for i, v := range values {
		if i > 0 {
			f.buf = append(f.buf, comma...)
		}
		f.buf = appendEscaped(f.buf, v)
	}
}

// Ints writes whole numbers with a separator between them.
func (f *form) Ints(name string, values []int64, separator string) {
	f.name(name)
	for i, v := range values {
		if i > 0 {
			f.buf = appendEscaped(f.buf, separator)
		}
		f.buf = strconv.AppendInt(f.buf, v, 10)
	}
}

// Picture notes the picture that makes the form a multipart form.
func (f *form) Picture(name string, pic *wire.Picture, limit int64) {
	f.picName, f.pic, f.limit = name, pic, limit
}

// JSON notes the document that is the body.
func (f *form) JSON(document any) { f.document = document }

const (
	comma = "%2C"
	hex   = "0123456789ABCDEF"
)

// appendEscaped appends s in the encoding of forms, once: encoded twice, texts would show percent signs. A blank is %20,
// which everybody reads; some pages of the documentation warn of the plus sign.
func appendEscaped(b []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.', c == '~':
			b = append(b, c)
		default:
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return b
}
