package contract

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// supplies are the values at hand for parameters of calls to the real service.
type supplies struct {
	uid      any
	statuses []any // ids
}

// take keeps what an answer supplies.
func (s *supplies) take(o *operation, body any) {
	answer, _ := body.(map[string]any)
	switch o.address.Path {
	case whoAmI:
		s.uid = answer["uid"]
	case ownTimeline:
		statuses, _ := answer["statuses"].([]any)
		for _, status := range statuses {
			if st, ok := status.(map[string]any); ok && st["id"] != nil {
				s.statuses = append(s.statuses, st["id"])
			}
		}
	}
}

// values returns what an operation needs, or false if that is not at hand.
func (s *supplies) values(o *operation) (map[string]any, bool) {
	values := map[string]any{}
	for _, p := range o.params {
		if v, ok := s.value(o, p); p.required && !ok {
			return nil, false
		} else if p.required {
			values[p.name] = v
		}
	}
	for _, group := range o.needed() {
		if slices.ContainsFunc(group, func(name string) bool { return values[name] != nil }) {
			continue
		}
		i := slices.IndexFunc(group, func(name string) bool { _, ok := s.value(o, o.param(name)); return ok })
		if i < 0 {
			return nil, false
		}
		values[group[i]], _ = s.value(o, o.param(group[i]))
	}
	return values, true
}

// value returns the value of a parameter. An id is that of a status where statuses and comments are read.
func (s *supplies) value(o *operation, p *param) (any, bool) {
	ofStatus := strings.HasPrefix(o.address.Path, "/2/statuses/") || strings.HasPrefix(o.address.Path, "/2/comments/")
	switch {
	case p.name == "uid" && s.uid != nil:
		return as(p.schema, s.uid), true
	case p.name == "uids" && s.uid != nil:
		return []any{as(p.schema.Items.Value, s.uid)}, true
	case p.name == "id" && ofStatus && len(s.statuses) > 0:
		return as(p.schema, s.statuses[0]), true
	case p.name == "ids" && ofStatus && len(s.statuses) > 0:
		return []any{as(p.schema.Items.Value, s.statuses[0])}, true
	}
	return nil, false
}

// as returns an id as a parameter wants it.
func as(s *openapi3.Schema, id any) any {
	if s.Type.Is("string") {
		return text(id)
	}
	return json.Number(text(id))
}
