package contract

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// A wrongCall is one that the description does not allow. The client must notice, name the parameter, and send nothing.
type wrongCall struct {
	call
	param string // or several, with commas
}

// wrongCalls makes wrong calls of a good one: without what is required, against the rules, and beyond the limits.
func wrongCalls(o *operation, good call) (all []wrongCall) {
	for _, p := range o.params {
		if v, ok := good.values[p.name]; ok {
			all = append(all, beyond(good, p, v)...)
		}
		if p.required && !p.zeroCounts() && p.schema.Extensions["x-weibo-filled-by"] == nil {
			all = append(all, wrongCall{good.without(p.name), p.shortName()})
		}
	}
	for _, group := range append(o.rules("exactly-one"), o.rules("at-most-one")...) {
		all = append(all, wrongCall{good.with(o, group...), strings.Join(group, ", ")})
	}
	for _, group := range o.needed() {
		all = append(all, wrongCall{good.without(group...), strings.Join(group, ", ")})
	}
	for _, group := range o.rules("together") {
		for _, name := range group {
			all = append(all, wrongCall{good.with(o, group...).without(name), name})
		}
	}
	return all
}

// without returns the call without some parameters.
func (c call) without(names ...string) call {
	values := maps.Clone(c.values)
	maps.DeleteFunc(values, func(name string, _ any) bool { return slices.Contains(names, name) })
	return call{"without " + strings.Join(names, ", "), values}
}

// with returns the call with some more parameters.
func (c call) with(o *operation, names ...string) call {
	values := maps.Clone(c.values)
	for _, name := range names {
		values[name] = o.param(name).value()
	}
	return call{"with all of " + strings.Join(names, ", "), values}
}

// shortName is what the client calls the parameter in an error.
func (p *param) shortName() string { return strings.Trim(p.name, "()") }

// beyond returns the call with values of a parameter that are outside its limits.
func beyond(c call, p *param, v any) (all []wrongCall) {
	s := p.schema
	add := func(v any) {
		values := maps.Clone(c.values)
		values[p.name] = v
		all = append(all, wrongCall{call{p.name + " of " + show(v), values}, p.shortName()})
	}
	if s.Max != nil {
		add(number(*s.Max + 1))
	}
	if s.Min != nil {
		add(number(min(*s.Min-1, -1))) // a zero would not be sent
	}
	if list, ok := v.([]any); ok && s.MaxItems != nil {
		add(slices.Repeat(list[:1], int(*s.MaxItems)+1))
	}
	if _, ok := v.(string); ok && s.MaxLength != nil {
		add(strings.Repeat("x", int(*s.MaxLength)+1))
	}
	return all
}

// wrongCalls makes calls that the client must refuse.
func (c *check) wrongCalls(good call) {
	for _, w := range wrongCalls(c.op, good) {
		c.wrong++
		_, err := c.ask(c.method, w.call, answer{status: 500})
		var problems *weibo.ParamsError
		switch {
		case len(c.server.requests()) > 0:
			c.problem("call %s: it was sent", w.why)
		case !errors.As(err, &problems):
			c.problem("call %s: the error is %v", w.why, err)
		case !slices.ContainsFunc(problems.Problems, w.is):
			c.problem("call %s: the error does not name %s: %v", w.why, w.param, err)
		}
	}
}

// is tells whether an error is the one for the wrong call.
func (w wrongCall) is(err error) bool {
	var p *weibo.ParamError
	return errors.As(err, &p) && p.Param == w.param
}
