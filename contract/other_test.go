package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// An otherKind is a member that Weibo was seen to send in another kind than the description has.
type otherKind struct {
	schema *openapi3.Schema
	name   string // such as Status.mid
	kind   string // null, or one of x-weibo-also
}

// otherKinds finds all of them in a schema and what is in it.
func otherKinds(ref *openapi3.SchemaRef) []otherKind {
	f := finder{seen: map[*openapi3.Schema]bool{}}
	f.find(ref, "the answer")
	return f.found
}

type finder struct {
	seen  map[*openapi3.Schema]bool
	found []otherKind
}

func (f *finder) find(ref *openapi3.SchemaRef, name string) {
	if ref == nil || f.seen[ref.Value] {
		return
	}
	s := ref.Value
	f.seen[s] = true
	for _, kind := range alsoKinds(s) {
		f.found = append(f.found, otherKind{s, name, kind})
	}
	if ref.Ref != "" {
		name = ref.Ref[len("#/components/schemas/"):]
	}
	f.find(s.Items, name+"[]")
	f.find(s.AdditionalProperties.Schema, name+".*")
	for _, part := range s.AllOf {
		f.find(part, name)
	}
	for _, member := range slices.Sorted(maps.Keys(s.Properties)) {
		f.find(s.Properties[member], name+"."+member)
	}
}

// alsoKinds returns what else a value may be.
func alsoKinds(s *openapi3.Schema) (kinds []string) {
	also, _ := s.Extensions["x-weibo-also"].([]any)
	for _, kind := range also {
		kinds = append(kinds, fmt.Sprint(kind))
	}
	if s.Nullable {
		kinds = append(kinds, "null")
	}
	return kinds
}

// A twin is a value as the description has it, and the same in another kind.
type twin struct{ declared, other any }

// twins are the values that mean the same, by the kind in the description and the other one. What says that there is nothing
// is like a member that is not there.
var twins = map[[2]string][]twin{
	{"integer", "string"}:     {{tooLarge, tooLarge.String()}, {json.Number("-1"), "-1"}, {json.Number("0"), "0"}},
	{"integer", "number"}:     {{json.Number("42"), json.Number("42.0")}},
	{"integer", "boolean"}:    {{json.Number("1"), true}, {json.Number("0"), false}},
	{"number", "string"}:      {{json.Number("7.5"), "7.5"}},
	{"number", "integer"}:     {{json.Number("7"), json.Number("7")}},
	{"string", "integer"}:     {{tooLarge.String(), tooLarge}, {"0", json.Number("0")}},
	{"string", "number"}:      {{"7.5", json.Number("7.5")}},
	{"string", "boolean"}:     {{"true", true}, {"false", false}},
	{"boolean", "integer"}:    {{true, json.Number("1")}, {false, json.Number("0")}},
	{"boolean", "string"}:     {{true, "true"}, {false, "false"}, {true, "1"}, {false, "0"}},
	{"string", "array"}:       {{absent, []any{}}},
	{"string", "object"}:      {{absent, map[string]any{}}},
	{"array", "string"}:       {{absent, ""}},
	{"array", "object"}:       {{absent, map[string]any{}}},
	{"array", "boolean"}:      {{absent, false}},
	{"object", "string"}:      {{absent, ""}},
	{"object", "array"}:       {{absent, []any{}}},
	{"object", "boolean"}:     {{absent, false}},
	{"object", "integer"}:     {{map[string]any{"id": tooLarge}, tooLarge}}, // its id alone
	{"weibo-time", "integer"}: {{"Tue May 31 17:46:55 +0800 2016", json.Number("1464688015")}},
}

// twinsOf returns what to try.
func (o otherKind) twins() ([]twin, error) {
	if o.kind == "null" {
		return []twin{{absent, nil}}, nil
	}
	found := twins[[2]string{kindOf(o.schema), o.kind}]
	if found == nil {
		return nil, fmt.Errorf("%s is a %s and may be a %s: nobody said what that would mean", o.name, kindOf(o.schema), o.kind)
	}
	return found, nil
}

func kindOf(s *openapi3.Schema) string {
	switch s = itself(s); {
	case s.Format == "weibo-time":
		return s.Format
	case s.Type == nil:
		return "value of any kind"
	}
	return s.Type.Slice()[0]
}
