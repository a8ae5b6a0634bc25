package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/internal/reference"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// newEndpoint is an operation of the description as the command knows it.
func newEndpoint(o *reference.Operation) *endpoint {
	e := &endpoint{
		Name:        o.Name,
		Method:      o.Method,
		Host:        o.Host,
		Path:        o.Path,
		State:       o.State,
		Access:      o.Access,
		Confidence:  o.Confidence,
		Summary:     o.Summary,
		Description: o.Description,
		Docs:        o.Documentation,
		Params:      []parameter{},
		Codes:       append([]int{}, o.Errors...),
		auth:        auths[o.Auth],
		result:      o.Result,
		document:    o.Document != nil,
	}
	if o.ReplacedBy != nil {
		e.ReplacedBy = o.ReplacedBy.Name
	}
	if p := o.Paging; p != nil {
		e.Paging = &paging{p.Style, p.Items, p.Cursor, p.Limit}
	}
	for _, p := range o.Params {
		e.Params = append(e.Params, parameter{
			Name:        p.Name,
			Type:        kind(p.Type),
			Required:    p.Required,
			Limits:      limits(p),
			Description: p.Description,
			picture:     p.File(),
		})
	}
	return e
}

var auths = map[reference.Auth]wire.Auth{
	reference.AuthToken:  wire.AuthToken,
	reference.AuthAppKey: wire.AuthTokenOrApp,
	reference.AuthNone:   wire.AuthCredentials,
}

// kind is a word for what a parameter takes.
func kind(t *reference.Type) string {
	switch {
	case t.Items != nil:
		return "list of " + kind(t.Items)
	case t.Format == "binary":
		return "picture"
	case t.Format == "flag":
		return "0 or 1"
	case t.Format == "json":
		return "JSON"
	case t.Kind == "":
		return "any"
	}
	return t.Kind
}

// limits are what a parameter is held to, with the default.
func limits(p *reference.Param) (all []string) {
	t := p.Type
	for _, l := range []struct{ word, value string }{
		{"default", quoted(t, p.Default)}, {"from", t.Minimum}, {"to", t.Maximum}, {"at most characters", count(t.MaxLength)},
		{"at most items", count(t.MaxItems)}, {"at most Han characters", count(t.MaxHan)}, {"at most bytes", count(t.MaxBytes)},
	} {
		if l.value != "" {
			all = append(all, l.word+" "+l.value)
		}
	}
	if len(t.Choices) > 0 && t.Format != "flag" {
		values := make([]string, len(t.Choices))
		for i, v := range t.Choices {
			values[i] = quoted(t, v)
		}
		all = append(all, "one of "+strings.Join(values, ", "))
	}
	return all
}

// quoted writes a value as JSON has it.
func quoted(t *reference.Type, value string) string {
	if value == "" || t.Kind != "string" {
		return value
	}
	return strconv.Quote(value)
}

// count writes a limit, if there is one.
func count[T int | int64](n T) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
