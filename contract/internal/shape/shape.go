// Package shape compares answers with the schema that describes them by their shape alone: which members there are, and of
// which kind. What it tells holds no value of an answer, so it can be shown to anybody.
package shape

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A Difference is where an answer does not have the shape described.
type Difference struct {
	Path  string // such as statuses[].user.id; members of maps are a star
	What  string
	Times int // how often it was so
	Of    int // how often it could have been
}

func (d Difference) String() string {
	s := fmt.Sprintf("`%s`: %s", cmp.Or(d.Path, "the answer"), d.What)
	if d.Times < d.Of {
		s += fmt.Sprintf(", %d of %d", d.Times, d.Of)
	}
	return s
}

// Compare tells where a value, as encoding/json reads it with UseNumber, differs in shape from its schema.
func Compare(s *openapi3.Schema, value any) []Difference {
	c := comparison{found: map[difference]int{}, visits: map[string]int{}, texts: map[string]bool{}}
	c.remember(value)
	c.value(s, value, "")
	var all []Difference
	for d, times := range c.found {
		all = append(all, Difference{d.path, d.what, times, c.visits[d.parent]})
	}
	slices.SortFunc(all, func(a, b Difference) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.What, b.What))
	})
	return all
}

type comparison struct {
	found  map[difference]int
	visits map[string]int  // by path
	texts  map[string]bool // in the answer
}

type difference struct {
	path, what string
	parent     string // whose visits count
}

func (c *comparison) value(s *openapi3.Schema, value any, path string) {
	c.visits[path]++
	kind := kindOf(value)
	if !slices.Contains(kinds(s), kind) && !slices.Contains(kinds(s), "anything") {
		c.found[difference{path, fmt.Sprintf("%s, described as %s", kind, strings.Join(kinds(s), " or ")), path}]++
		return
	}
	s = itself(s)
	switch value := value.(type) {
	case map[string]any:
		if len(s.Properties) > 0 || s.AdditionalProperties.Schema != nil {
			c.members(s, value, path)
		}
	case []any:
		for _, item := range value {
			if s.Items != nil {
				c.value(s.Items.Value, item, path+"[]")
			}
		}
	case string:
		if s.Format == "weibo-time" && new(wire.Time).UnmarshalJSON([]byte(value)) != nil {
			c.found[difference{path, "string that is no date, described as date", path}]++
		}
	}
}

func (c *comparison) members(s *openapi3.Schema, object map[string]any, path string) {
	for _, name := range slices.Sorted(maps.Keys(object)) {
		more := s.AdditionalProperties.Schema
		switch member := s.Properties[name]; {
		case member != nil:
			c.value(member.Value, object[name], join(path, name))
		case more != nil:
			c.value(more.Value, object[name], join(path, "*"))
		default:
			c.found[difference{join(path, c.safe(name)), "not described, " + kindOf(object[name]), path}]++
		}
	}
	for _, name := range s.Required {
		if _, ok := object[name]; !ok {
			c.found[difference{join(path, name), "missing, described as required", path}]++
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// fieldName is what the names of members look like: words with underscores or capitals between them.
var fieldName = regexp.MustCompile(`^([a-z]+([A-Z][a-z]{2,})*|[a-z][a-z0-9]{0,5})(_([a-z]+|[a-z0-9]{1,6}))*$`)

// safe returns the name of a member, unless it looks like data: an id, a hash, or a text that the answer holds elsewhere.
func (c *comparison) safe(name string) string {
	const longest = 40
	if len(name) > longest || !fieldName.MatchString(name) || c.texts[name] {
		return "(a name)"
	}
	return name
}

// remember notes all texts in a value.
func (c *comparison) remember(value any) {
	switch value := value.(type) {
	case string:
		c.texts[value] = true
	case []any:
		for _, item := range value {
			c.remember(item)
		}
	case map[string]any:
		for _, member := range value {
			c.remember(member)
		}
	}
}

// kindOf names the kind of a value. Whole numbers are told from others.
func kindOf(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case json.Number:
		if strings.ContainsAny(value.String(), ".eE") {
			return "number"
		}
		return "integer"
	}
	return "object"
}

// kinds returns the kinds that a schema allows, that of the description first.
func kinds(s *openapi3.Schema) []string {
	inner := itself(s)
	if inner.Type == nil {
		return []string{"anything"}
	}
	all := slices.Clone(inner.Type.Slice())
	also, _ := s.Extensions["x-weibo-also"].([]any)
	for _, kind := range also {
		all = append(all, fmt.Sprint(kind))
	}
	if slices.Contains(all, "number") {
		all = append(all, "integer")
	}
	if s.Nullable || inner.Nullable {
		all = append(all, "null")
	}
	return all
}

// itself is the schema that one with a description beside a reference stands for.
func itself(s *openapi3.Schema) *openapi3.Schema {
	for len(s.AllOf) == 1 {
		s = s.AllOf[0].Value
	}
	return s
}
