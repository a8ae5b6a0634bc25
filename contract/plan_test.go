package contract

import (
	"fmt"
	"slices"
	"strings"
)

// A call is a set of parameters that may be sent together, with a value each.
type call struct {
	why    string
	values map[string]any
}

// plan returns calls in which each parameter of an operation is sent at least once. The first of them is as full as the rules
// allow; then there is one with what is required and no more, and one with zeroes where zero means something.
func plan(o *operation) ([]call, error) {
	var calls []call
	sent := map[string]bool{}
	for _, p := range o.params {
		sent[p.name] = p.silent()
	}
	for _, p := range o.params {
		if sent[p.name] {
			continue
		}
		names := o.together(p.name)
		for _, other := range o.params {
			if !other.silent() {
				names = o.with(names, other.name)
			}
		}
		if !slices.Contains(names, p.name) || !o.allowed(names) {
			return nil, fmt.Errorf("the rules never let %s be sent: %s is not allowed", p.name, strings.Join(names, ", "))
		}
		for _, name := range names {
			sent[name] = true
		}
		calls = append(calls, o.call("full", names))
	}
	least := o.least()
	if !o.allowed(least) {
		return nil, fmt.Errorf("what is required is not allowed by the rules: %s", strings.Join(least, ", "))
	}
	calls = append(calls, o.call("least", least))
	if zero, ok := o.zeroes(calls[0]); ok {
		calls = append(calls, zero)
	}
	return calls, nil
}

func (o *operation) call(why string, names []string) call {
	c := call{why, map[string]any{}}
	for _, name := range names {
		c.values[name] = o.param(name).value()
	}
	return c
}

// together returns a parameter with those that it must not be sent without.
func (o *operation) together(name string) []string {
	names := []string{name}
	for i := 0; i < len(names); i++ { // grows on the way
		for _, group := range o.rules("together") {
			if slices.Contains(group, names[i]) {
				names = append(names, without(group, names)...)
			}
		}
	}
	return names
}

// with returns names with one more, if the rules let it stand beside them.
func (o *operation) with(names []string, name string) []string {
	more := append(slices.Clone(names), without(o.together(name), names)...)
	if o.excluded(more) {
		return names
	}
	return more
}

func without(list, drop []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(drop, s) })
}

// excluded tells whether of some parameters one excludes another.
func (o *operation) excluded(names []string) bool {
	return slices.ContainsFunc(append(o.rules("exactly-one"), o.rules("at-most-one")...), func(group []string) bool {
		return count(group, names) > 1
	})
}

// allowed tells whether parameters may be sent as they are.
func (o *operation) allowed(names []string) bool {
	missing := func(p *param) bool { return p.required && !slices.Contains(names, p.name) }
	none := func(group []string) bool { return count(group, names) == 0 }
	partly := func(group []string) bool { return count(group, names)%len(group) != 0 }
	return !slices.ContainsFunc(o.params, missing) && !o.excluded(names) &&
		!slices.ContainsFunc(o.needed(), none) && !slices.ContainsFunc(o.rules("together"), partly)
}

// needed returns the groups of which one parameter must be sent.
func (o *operation) needed() [][]string {
	return append(o.rules("exactly-one"), o.rules("at-least-one")...)
}

func count(group, names []string) (n int) {
	for _, name := range group {
		if slices.Contains(names, name) {
			n++
		}
	}
	return n
}

// least returns the parameters without which there is no call.
func (o *operation) least() (names []string) {
	for _, p := range o.params {
		if p.required {
			names = o.with(names, p.name)
		}
	}
	for _, group := range o.needed() {
		if count(group, names) == 0 {
			names = o.with(names, group[0])
		}
	}
	return names
}

// zeroes returns a call like another, with zeroes where zero means something.
func (o *operation) zeroes(c call) (call, bool) {
	zero := call{"zero", map[string]any{}}
	changed := false
	for name, v := range c.values {
		if p := o.param(name); p.zeroCounts() && !isZero(v) {
			v, changed = p.zero(), true
		}
		zero.values[name] = v
	}
	return zero, changed
}
