package openim

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

const host = "open-im.api.weibo.com"

// A gateway is open-im to a [weibo.Client]: where it is, how calls go out and how answers come back.
type gateway struct{ tokens *tokens }

func (gateway) Host() string { return host }

func (g gateway) Token(ctx context.Context) (string, error) { return g.tokens.give(ctx) }

// Request returns what is sent for a call.
func (g gateway) Request(op *wire.Operation, params wire.Params) (*weibo.GatewayRequest, error) {
	if op.Host != host {
		return nil, &ForeignError{Operation: op.Name}
	}
	var s sink
	e := wire.NewEncoder(&s, "")
	params.Encode(&e)
	if problems := e.Problems(); len(problems) > 0 {
		return nil, &weibo.ParamsError{Problems: problems}
	}
	r := &weibo.GatewayRequest{
		Method: op.Method, Path: op.Path, File: s.file, MaxFile: s.limit, TokenParam: "token", Secrets: append(s.secrets(), g.tokens.appSecret),
	}
	if op.Method == http.MethodPost && op.Body == wire.BodyMembers {
		r.Body = s.object()
	} else {
		r.Query = s.query()
	}
	return r, nil
}

// A ForeignError means that a call is none of open-im: it has another host. Nothing was sent. Experimental.
type ForeignError struct {
	Operation string // such as "statuses/show"
}

func (e *ForeignError) Error() string { return e.Operation + " is no call of open-im" }

// A sink takes the parameters of a call.
type sink struct {
	params []param
	file   *wire.Picture
	limit  int64
}

// A param is a parameter with its value: a string, an int64 or a float64.
type param struct {
	name  string
	value any
}

func (s *sink) add(name string, value any) { s.params = append(s.params, param{name, value}) }

func (s *sink) Text(name, value string)           { s.add(name, value) }
func (s *sink) Int(name string, value int64)      { s.add(name, value) }
func (s *sink) Float(name string, value float64)  { s.add(name, value) }
func (s *sink) Texts(name string, texts []string) { s.add(name, strings.Join(texts, ",")) }

func (s *sink) Ints(name string, numbers []int64, separator string) {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.FormatInt(n, 10)
	}
	s.add(name, strings.Join(texts, separator))
}

func (s *sink) Picture(_ string, file *wire.Picture, limit int64) { s.file, s.limit = file, limit }

// JSON is not called: open-im takes no documents.
func (s *sink) JSON(any) {}

// secretParams are the parameters that buy tokens.
var secretParams = map[string]bool{"app_secret": true, "token": true}

func (s *sink) secrets() (all []string) {
	for _, p := range s.params {
		if text, ok := p.value.(string); ok && secretParams[p.name] {
			all = append(all, text)
		}
	}
	return all
}

func (s *sink) query() string {
	query := make(url.Values, len(s.params))
	for _, p := range s.params {
		query.Add(p.name, p.text())
	}
	return query.Encode()
}

func (p param) text() string {
	switch v := p.value.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return p.value.(string)
}

// object returns the parameters as the members of an object in JSON.
func (s *sink) object() []byte {
	members := make(map[string]any, len(s.params))
	for _, p := range s.params {
		members[p.name] = p.value
	}
	object, _ := json.Marshal(members) // texts and numbers can always be written
	return object
}
