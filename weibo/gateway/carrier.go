package gateway

import (
	"context"
	"net/url"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// With sends the calls of a client, or a single one, through the gateway. A token of version 2 given beside it is an error;
// a client that has one can pass With to single calls, which then go with the token of src.
//
// Experimental, see the package.
func With(src TokenSource) weibo.Option {
	if src == nil {
		return weibo.WithGateway(nil)
	}
	return weibo.WithGateway(carrier{src})
}

// A carrier is a [weibo.Gateway].
type carrier struct{ tokens TokenSource }

// Where the gateway is. The path is what every request begins with.
var host, path = split(BaseURL)

func split(address string) (host, path string) {
	host, path, _ = strings.Cut(strings.TrimPrefix(address, "https://"), "/")
	return host, "/" + path
}

func (carrier) Host() string { return host }

func (c carrier) Token(ctx context.Context) (string, error) {
	t, err := c.tokens.GatewayToken(ctx)
	if err == nil {
		err = t.check()
	}
	return strings.TrimSpace(string(t)), err
}

// Request returns what is sent for a call: an action with arguments, or a question about the gateway itself.
func (carrier) Request(op *wire.Operation, params wire.Params) (*weibo.GatewayRequest, error) {
	switch p := params.(type) {
	case *question:
		return &weibo.GatewayRequest{Method: op.Method, Path: path + p.path, Query: p.query.Encode()}, nil
	case *invocation:
		return invoke(p.group, p.action, p.args), nil
	}
	a := find(op.Name)
	if a == nil || a.called() != op.Method {
		return nil, notFronted(op)
	}
	args, err := a.encode(params)
	if err != nil {
		return nil, err
	}
	return invoke(a.Group, a.Name, args), nil
}

// invoke returns the request that has an action done.
func invoke(group, action string, args []byte) *weibo.GatewayRequest {
	body := append([]byte(`{"group":`), quoted(group)...)
	body = append(append(body, `,"action":`...), quoted(action)...)
	body = append(append(append(body, `,"args":`...), args...), '}')
	return &weibo.GatewayRequest{Method: "POST", Path: path + "/cli/invoke", Body: body}
}

// A question is a call about the gateway itself.
type question struct {
	path  string // below the base, escaped
	query url.Values
}

// Encode keeps the question from going anywhere but to the gateway.
func (*question) Encode(e *wire.Encoder) { onlyGateway(e) }

// An invocation is an action with arguments in JSON.
type invocation struct {
	group, action string
	args          []byte
}

// Encode keeps the action from going anywhere but to the gateway.
func (*invocation) Encode(e *wire.Encoder) { onlyGateway(e) }

// onlyGateway refuses to be sent by version 2 of the API.
func onlyGateway(e *wire.Encoder) { e.Text("gateway.With", "").Required() }
