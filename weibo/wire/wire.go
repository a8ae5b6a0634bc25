package wire

import (
	"context"
)

// An Operation is one endpoint of the API.
type Operation struct {
	Name   string // as the documentation names it, such as "statuses/user_timeline"
	Method string // "GET" or "POST"
	Host   string // such as "api.weibo.com"
	Path   string // with version and suffix, such as "/2/statuses/user_timeline.json"
	Auth   Auth
	// Envelope is the member that holds the list, where some servers answer with an object around it and others with the
	// bare list.
	Envelope string
	Body     Body // of a POST
}

// Body says how the parameters of a POST are sent.
type Body uint8

const (
	// BodyForm is a form, multipart with a picture. A document in JSON takes its place, with the parameters in the query.
	BodyForm Body = iota
	// BodyMembers is an object in JSON, whose members are the parameters.
	BodyMembers
	// BodyBytes is a file as it is, with the parameters in the query.
	BodyBytes
	// BodyNone is no body: all is in the query.
	BodyNone
)

// Auth says what a call must bring to be let in.
type Auth uint8

const (
	AuthToken       Auth = iota // the access token of a user
	AuthTokenOrApp              // the access token of a user, or the app key alone
	AuthCredentials             // nothing beside the parameters themselves
)

// Params are the parameters of one operation. Generated for each.
type Params interface {
	Encode(e *Encoder)
}

// A Carrier takes calls to Weibo.
type Carrier interface {
	// Carry sends params to op and decodes the answer into result, a pointer. Answers that are no JSON go into a [Redirect], a
	// [Content] or a [Stream].
	Carry(ctx context.Context, op *Operation, params Params, result any, opts ...Option) error
}

// Call is what every generated method with an object for an answer does.
func Call[T any](ctx context.Context, c Carrier, op *Operation, params Params, opts []Option) (*T, error) {
	result := new(T)
	if err := c.Carry(ctx, op, params, result, opts...); err != nil {
		return nil, err
	}
	return result, nil
}

// CallValue is what every generated method with a list, a map or raw JSON for an answer does.
func CallValue[T any](ctx context.Context, c Carrier, op *Operation, params Params, opts []Option) (T, error) {
	var result T
	if err := c.Carry(ctx, op, params, &result, opts...); err != nil {
		var none T
		return none, err
	}
	return result, nil
}
