package weibo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A Request is a call to an endpoint that has no method of its own.
type Request struct {
	// Path is the endpoint as the documentation names it, such as "statuses/show", which stands for
	// "/2/statuses/show.json". With a slash at its start it is taken as it is.
	Path string
	// Method is "GET" or "POST". The default is GET, or POST if there is a Picture or a Body.
	Method string
	// Host is the host of Weibo, such as "c.api.weibo.com". The default is "api.weibo.com".
	Host string
	// Params are the parameters. The access token is none of them: it goes in a header, see [WithToken].
	Params url.Values
	// Picture makes the call a multipart form; PictureParam is its name there. The default is "pic".
	Picture      *Picture
	PictureParam string
	// Body is sent as JSON, with Params in the address.
	Body any
}

// Call calls an endpoint that has no method of its own, with all that a call has otherwise: the token, options, limits,
// repetition, errors, tolerance for what the servers answer. The answer is decoded into result, a pointer to any Go value, or
// thrown away if that is nil:
//
//	var st weiboapi.Status
//	err := client.Call(ctx, weibo.Request{Path: "statuses/show", Params: url.Values{"id": {"5101694137532416"}}}, &st)
//
// In a map, large ids lose digits: take a struct with int64, or a json.RawMessage.
//
// Which calls are repeated when they fail is up to the method, see [Retry].
func (c *Client) Call(ctx context.Context, r Request, result any, opts ...wire.Option) error {
	op := r.operation()
	if err := r.check(op); err != nil {
		return callError(op, err)
	}
	if result == nil {
		result = new(wire.Content)
	}
	return c.Carry(ctx, op, &r, result, opts...)
}

func (r *Request) operation() *wire.Operation {
	op := &wire.Operation{Method: r.Method, Host: r.Host, Path: r.Path, Auth: wire.AuthTokenOrApp}
	if !strings.HasPrefix(op.Path, "/") {
		op.Path = "/2/" + op.Path + ".json"
	}
	if op.Host == "" {
		op.Host = "api.weibo.com"
	}
	if op.Method == "" {
		op.Method = http.MethodGet
		if r.Picture != nil || r.Body != nil {
			op.Method = http.MethodPost
		}
	}
	op.Name = strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(op.Path, "/2/"), ".json"), "/")
	return op
}

// check returns what is wrong with the request itself.
func (r *Request) check(op *wire.Operation) error {
	switch {
	case r.Path == "" || strings.ContainsAny(r.Path, "?#"):
		return errors.New("the path must be one, without parameters")
	case op.Method != http.MethodGet && op.Method != http.MethodPost:
		return fmt.Errorf("the method %q is neither GET nor POST", op.Method)
	case op.Method == http.MethodGet && (r.Picture != nil || r.Body != nil):
		return errors.New("a GET has no body")
	case r.Picture != nil && r.Body != nil:
		return errors.New("there is a picture and a body, which cannot go together")
	}
	for name := range r.Params {
		if name == "access_token" {
			return errors.New("access_token is a parameter; give it by WithToken, which keeps it out of the address")
		}
		if !isPlainName(name) {
			return fmt.Errorf("%q is no name of a parameter", name)
		}
	}
	return nil
}

// isPlainName tells whether a name needs no encoding.
func isPlainName(name string) bool {
	odd := func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '-' || r == '.')
	}
	return name != "" && !strings.ContainsFunc(name, odd)
}

// Encode writes the parameters, in the order of their names.
func (r *Request) Encode(e *wire.Encoder) {
	for _, name := range slices.Sorted(maps.Keys(r.Params)) {
		e.Each(name, r.Params[name])
	}
	e.JSON(r.Body, r.Body != nil)
	name := r.PictureParam
	if name == "" {
		name = "pic"
	}
	e.Picture(name, r.Picture, MaxPicture)
}
