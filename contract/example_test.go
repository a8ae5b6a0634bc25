package contract

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// A mode says what an assembler makes.
type mode int

const (
	// byExample: what the description gives as examples, each as it is.
	byExample mode = iota
	// full: each member is there, none is zero, and whole numbers of 64 bits are too large for a float64. What is lost on the
	// way through the client shows then.
	full
	// bare: what is required is there and zero, and nothing else is there but the objects around it.
	bare
	// lean: nothing but what swaps are in.
	lean
)

// An assembler puts values together from the examples in a schema.
type assembler struct {
	mode  mode
	swaps swaps
}

// swaps are values that take the place of those of a schema.
type swaps map[*openapi3.Schema]any

// absent, as a swap, leaves the member out.
var absent any = new(struct{ _ byte })

// tooLarge is a number that a float64 cannot hold.
const tooLarge = json.Number("9007199254740993")

// make returns a value of a schema, or false if the schema has no example.
func (a assembler) make(s *openapi3.SchemaRef) (any, bool) {
	v, ok := a.value(s, chain{ends: a.mode != full})
	if a.swaps != nil {
		v = strip(v)
	}
	return v, ok
}

func exampleOf(s *openapi3.SchemaRef) (any, bool) { return assembler{}.make(s) }

// A chain is the objects around a value. Schemas may go round: then an object lies in one of its kind, and ends there, with no
// more objects in it than it must have.
type chain struct {
	around []*openapi3.Schema
	ends   bool
}

func (c chain) into(s *openapi3.Schema) (chain, bool) {
	again := slices.Contains(c.around, s)
	if again && c.ends {
		return c, false
	}
	return chain{append(slices.Clip(c.around), s), again || c.ends}, true
}

// value makes a value of a schema. It returns false where there is none.
func (a assembler) value(ref *openapi3.SchemaRef, c chain) (any, bool) {
	s := ref.Value
	if v, ok := a.swaps[s]; ok {
		return v, true
	}
	if a.mode == lean && !composed(s) {
		return nil, false
	}
	example, ok := exampleIn(s.Extensions)
	switch {
	case ok && a.mode == byExample:
		return example, true
	case len(s.AllOf) == 1:
		return a.value(s.AllOf[0], c)
	case composed(s) && s.Type.Is("array"):
		return a.list(s, c)
	case composed(s):
		return a.object(s, example, c)
	case a.mode == bare:
		return zeroOf(s, example)
	case ok:
		return fuller(s, example), true
	case s.Type.Is("array"):
		return a.list(s, c)
	case a.mode == full && s.Type != nil:
		return filled(s), true
	}
	return nil, false
}

func (a assembler) list(s *openapi3.Schema, c chain) (any, bool) {
	item, ok := a.value(s.Items, c)
	if !ok {
		return []any{}, a.mode != lean && s.MinItems == 0
	}
	return repeat(item, s.MinItems), true
}

func repeat(item any, times uint64) []any {
	return slices.Repeat([]any{item}, max(1, int(times)))
}

// object puts an object together from its members. The keys of a map are those of its example.
func (a assembler) object(s *openapi3.Schema, example any, c chain) (any, bool) {
	c, ok := c.into(s)
	if !ok {
		return nil, false
	}
	object := map[string]any{}
	for name, member := range s.Properties {
		if a.leaves(s, name, c) {
			continue
		}
		if v, ok := a.value(member, c); ok {
			object[name] = v
		}
	}
	for _, key := range keys(s, example) {
		if v, ok := a.value(s.AdditionalProperties.Schema, c); ok {
			object[key] = v
		}
	}
	return object, a.mode != lean || len(object) > 0
}

// leaves tells whether a member is left out of an object: so that there is an end to it, or because nobody needs it.
func (a assembler) leaves(s *openapi3.Schema, name string, c chain) bool {
	if a.mode == lean || slices.Contains(s.Required, name) {
		return false
	}
	parts := composed(s.Properties[name].Value)
	return a.mode == full && c.ends && parts || a.mode == bare && !parts
}

// keys returns the names of what a map holds beside its properties.
func keys(s *openapi3.Schema, example any) (names []string) {
	if s.AdditionalProperties.Schema == nil {
		return nil
	}
	object, _ := example.(map[string]any)
	for name := range maps.Keys(object) {
		if s.Properties[name] == nil {
			names = append(names, name)
		}
	}
	if names == nil {
		names = []string{"key"}
	}
	return names
}

// composed tells whether a schema has parts with examples of their own.
func composed(s *openapi3.Schema) bool {
	switch {
	case len(s.AllOf) == 1:
		return composed(s.AllOf[0].Value)
	case s.Type.Is("array"):
		return composed(s.Items.Value) || len(alsoKinds(s.Items.Value)) > 0
	}
	return len(s.Properties) > 0 || s.AdditionalProperties.Schema != nil
}

// strip returns a value without what is absent.
func strip(v any) any {
	switch v := v.(type) {
	case map[string]any:
		object := map[string]any{}
		for name, member := range v {
			if member != absent {
				object[name] = strip(member)
			}
		}
		return object
	case []any:
		list := []any{}
		for _, item := range v {
			if item != absent {
				list = append(list, strip(item))
			}
		}
		return list
	}
	return v
}

// fuller returns an example with nothing in it that may go unnoticed.
func fuller(s *openapi3.Schema, example any) any {
	list, isList := example.([]any)
	switch {
	case isList && len(list) == 0, isZero(example):
		return filled(s)
	case s.Type.Is("integer") && s.Format == "int64" && s.Enum == nil && s.Max == nil:
		return tooLarge
	}
	return example
}

// zeroes are the values of the types that stand for nothing.
var zeroes = []any{json.Number("0"), "", false, []any{}}

// zeroOf returns the zero that a schema allows, or else its example.
func zeroOf(s *openapi3.Schema, example any) (any, bool) {
	for _, zero := range zeroes {
		if s.Type != nil && fits(s, zero) == nil {
			return zero, true
		}
	}
	return example, example != nil
}

// fillings are values of strings with a format.
var fillings = map[string]string{
	"weibo-time":  "Tue May 31 17:46:55 +0800 2011",
	"json":        "{}",
	"uri":         "https://example.com/",
	"tilde-int64": "1~2",
}

// filled returns a value of a schema without parts that is not zero, if the schema allows one.
func filled(s *openapi3.Schema) any {
	if s.Enum != nil {
		i := slices.IndexFunc(s.Enum, func(v any) bool { return !isZero(v) })
		return exact(s.Enum[max(0, i)])
	}
	switch {
	case s.Type.Is("boolean"):
		return true
	case s.Type.Is("string"):
		if v, ok := fillings[s.Format]; ok {
			return v
		}
		return "x"
	case s.Type.Is("integer"), s.Type.Is("number"):
		return number(max(1, lowest(s)))
	case s.Type.Is("array"):
		return repeat(filled(s.Items.Value), s.MinItems)
	}
	return map[string]any{"x": "x"} // of unknown form
}

func lowest(s *openapi3.Schema) float64 {
	if s.Min == nil {
		return 0
	}
	return *s.Min
}

// exact turns a number as the package openapi3 reads it into one as parse reads it.
func exact(v any) any {
	if f, ok := v.(float64); ok {
		return number(f)
	}
	return v
}

func number(f float64) json.Number { return json.Number(strconv.FormatFloat(f, 'f', -1, 64)) }
