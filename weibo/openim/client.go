package openim

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A Client calls open-im for one account. It has a service for each resource, such as Crowd, with a method for each endpoint. It
// may be used by several goroutines at once, and should be: it keeps connections, and the token. Experimental.
type Client struct {
	openimapi.API
	engine *weibo.Client
	tokens *tokens
}

// NewClient returns a client for the account that a pair of credentials belongs to. The options are those of package weibo, but
// for those about tokens and applications of version 2, which are an error or do nothing. The base URL of [weibo.WithBaseURL] is
// https, or http to the same machine. Experimental.
func NewClient(appID, appSecret string, opts ...weibo.Option) (*Client, error) {
	if strings.TrimSpace(appID) == "" || strings.TrimSpace(appSecret) == "" {
		return nil, fmt.Errorf("openim: %w: an AppId and an AppSecret are needed", weibo.ErrNoToken)
	}
	c := &Client{tokens: &tokens{appID: appID, appSecret: appSecret}}
	engine, err := weibo.NewClient(append(opts[:len(opts):len(opts)], weibo.WithGateway(gateway{c.tokens}))...)
	if err != nil {
		return nil, err
	}
	c.engine, c.tokens.auth = engine, openimapi.New(engine).Auth
	c.API = openimapi.New(c)
	return c, nil
}

// Carry sends params to op and decodes what open-im answers into result, a pointer. It is what the generated services use.
//
// If open-im does not accept the token, it fetches a new one and sends the call once more, whether it writes or not: nothing was done.
// Otherwise calls are repeated as by [weibo.Client.Carry], and open/video/init is not, since it makes something although it is a
// GET. Experimental.
func (c *Client) Carry(ctx context.Context, op *wire.Operation, params wire.Params, result any, opts ...wire.Option) error {
	if op.Name == "open/video/init" {
		opts = append([]wire.Option{weibo.WithRetry(weibo.Retry{Attempts: 1})}, opts...)
	}
	ctx, used := withUse(ctx)
	err := c.engine.Carry(ctx, op, params, result, opts...)
	var refused *refusal // of open-im itself, not of what stands behind it
	if used.token == "" || !errors.As(err, &refused) || refused.category != "token_invalid" {
		return err
	}
	c.tokens.drop(used.token)
	again := c.engine.Carry(ctx, op, params, result, opts...)
	var unsendable *weibo.ParamsError
	if errors.As(again, &unsendable) { // a file that can be read once
		return err
	}
	return again
}

// Format keeps what the client holds, such as the token, out of whatever prints it.
func (c *Client) Format(f fmt.State, _ rune) { io.WriteString(f, "openim.Client") }
