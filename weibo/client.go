package weibo

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A Client calls Weibo. It has a service for each resource, such as Statuses, with a method for each endpoint. It may be
// used by several goroutines at once, and should be: it keeps connections.
type Client struct {
	weiboapi.API
	base settings
	last atomic.Pointer[headers]
}

// NewClient returns a client. It needs [WithToken] or [WithTokenSource], or [WithAppKey] for the few calls that work without
// a user, or else a gateway ([WithGateway]).
func NewClient(opts ...Option) (*Client, error) {
	c := &Client{base: defaults()}
	if err := c.base.apply(opts); err != nil {
		return nil, err
	}
	if err := c.base.finish(); err != nil {
		return nil, fmt.Errorf("weibo: %w", err)
	}
	c.API = weiboapi.New(c)
	return c, nil
}

// Carry sends params to op and decodes the answer into result, a pointer. It is what the generated services use. For
// endpoints that have no method, see [Client.Call].
//
// A call that reads is repeated where that may help, see [Retry]; the error is a [*RetryError] then.
func (c *Client) Carry(ctx context.Context, op *wire.Operation, params wire.Params, result any, opts ...wire.Option) error {
	s, err := c.settings(opts)
	if err != nil {
		return callError(op, err)
	}
	return (&call{client: c, settings: s, op: op, params: params, result: result}).run(ctx)
}

// NewRequest returns the request that a call would send, without sending it. The access token is in its headers.
func (c *Client) NewRequest(ctx context.Context, op *wire.Operation, params wire.Params, opts ...wire.Option) (*http.Request, error) {
	s, err := c.settings(opts)
	if err != nil {
		return nil, callError(op, err)
	}
	own := *s
	own.shareHeaders = false // the caller may change them
	req, err := c.newRequest(ctx, &own, op, params)
	if err != nil {
		return nil, callError(op, err)
	}
	return req, nil
}

// settings returns those of the client as the options of a call change them.
func (c *Client) settings(opts []wire.Option) (*settings, error) {
	if len(opts) == 0 {
		return &c.base, nil
	}
	s := c.base
	for _, o := range opts {
		own, ok := o.(Option)
		if !ok {
			return nil, errForeignOption
		}
		if err := own(&s); err != nil {
			return nil, err
		}
	}
	return &s, s.finish()
}

// Format keeps what the client holds, such as tokens, out of whatever prints it.
func (c *Client) Format(f fmt.State, _ rune) { io.WriteString(f, "weibo.Client") }
