package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A Client calls Weibo through the gateway. It has all that a [weibo.Client] has, and what only the gateway does. It may be
// used by several goroutines at once.
//
// Experimental, see the package.
type Client struct {
	*weibo.Client
}

// NewClient returns a client that goes through the gateway with the tokens of src, such as a [Token]. The options are those
// of package weibo, but for tokens of version 2. Experimental.
func NewClient(src TokenSource, opts ...weibo.Option) (*Client, error) {
	if src == nil {
		return nil, errNoSource
	}
	if t, ok := src.(Token); ok {
		if err := t.check(); err != nil {
			return nil, fmt.Errorf("gateway: %w", err)
		}
	}
	c, err := weibo.NewClient(append([]weibo.Option{With(src)}, opts...)...)
	if err != nil {
		return nil, err
	}
	return &Client{c}, nil
}

// Format keeps what the client holds, such as tokens, out of whatever prints it.
func (c *Client) Format(f fmt.State, _ rune) { io.WriteString(f, "gateway.Client") }

// Invoke has an action done that has no method, or with arguments that its method does not have. The arguments are a map, a
// struct or raw JSON that is an object; nil is none. The answer of the call behind it is decoded into result, a pointer to
// any Go value, or thrown away if that is nil:
//
//	var board weiboapi.HotWordList
//	err := client.Invoke(ctx, "search", "hot_word_cate/biz", map[string]any{"category": 2}, &board)
//
// Nothing is checked but the form of the names; the gateway has the last word on the rest. An action is repeated as
// [weibo.Retry] has it if it is known to read, others are not.
//
// Experimental, see the package.
func (c *Client) Invoke(ctx context.Context, group, action string, args, result any, opts ...wire.Option) error {
	op := &wire.Operation{Name: group + "/" + action, Method: "POST"}
	if a := find(op.Name); a != nil {
		op.Method = a.Method
	}
	document, err := object(args)
	if err == nil {
		err = checkNames(group, action)
	}
	if err != nil {
		return fmt.Errorf("gateway: %s: %w", op.Name, err)
	}
	if result == nil {
		result = new(wire.Content)
	}
	return c.Carry(ctx, op, &invocation{group, action, document}, result, opts...)
}

// object returns arguments as JSON.
func object(args any) ([]byte, error) {
	if args == nil {
		return []byte("{}"), nil
	}
	b, err := json.Marshal(args)
	if err != nil {
		return nil, err
	}
	if b = bytes.TrimSpace(b); b[0] != '{' {
		return nil, &weibo.ParamError{Param: "args", Problem: "is not an object"}
	}
	return b, nil
}

// checkNames refuses what can be neither a group nor an action.
func checkNames(group, action string) error {
	for _, name := range []string{group, action} {
		odd := func(r rune) bool { return !strings.ContainsRune(nameRunes, r) }
		if name == "" || strings.ContainsFunc(name, odd) {
			return &weibo.ParamError{Param: "action", Problem: fmt.Sprintf("%.40q is no name", name)}
		}
	}
	return nil
}

const nameRunes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/"

// ask asks something about the gateway itself.
func (c *Client) ask(ctx context.Context, name, path string, query url.Values, result any, opts []wire.Option) error {
	op := &wire.Operation{Name: name, Method: "GET", Host: host}
	return c.Carry(ctx, op, &question{path, query}, result, opts...)
}
