package openapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
)

// TestLoad holds what is read of the description against what kin-openapi reads.
func TestLoad(t *testing.T) {
	theirs, err := openapi3.NewLoader().LoadFromData(spec.Document())
	if err != nil {
		t.Fatal(err)
	}
	ours, err := openapi.Load(spec.Document())
	if err != nil {
		t.Fatal(err)
	}
	if len(ours.Paths) != theirs.Paths.Len() || len(ours.Paths) < 300 {
		t.Errorf("%d paths", len(ours.Paths))
	}
	for path, item := range theirs.Paths.Map() {
		for method, want := range item.Operations() {
			got := ours.Paths[path][strings.ToLower(method)]
			if a, b := outline(want), ourOutline(got); a != b {
				t.Errorf("%s %s\n got %s\nwant %s", method, path, b, a)
			}
		}
	}
}

// outline says what an operation is made of, references followed.
func outline(o *openapi3.Operation) string {
	var lines []string
	for _, p := range o.Parameters {
		lines = append(lines, fmt.Sprint(p.Value.Name, p.Value.Required, p.Value.Schema.Value.Type.Slice()))
	}
	if o.RequestBody != nil {
		for kind, media := range o.RequestBody.Value.Content {
			lines = append(lines, fmt.Sprint(kind, slices.Sorted(maps.Keys(media.Schema.Value.Properties))))
		}
	}
	for status, r := range o.Responses.Map() {
		for kind, media := range r.Value.Content {
			lines = append(lines, fmt.Sprint(status, kind, slices.Sorted(maps.Keys(media.Schema.Value.Properties))))
		}
	}
	slices.Sort(lines)
	return o.OperationID + "\n" + strings.Join(lines, "\n")
}

func ourOutline(o *openapi.Operation) string {
	var lines []string
	for _, p := range o.Parameters {
		lines = append(lines, fmt.Sprint(p.Name, p.Required, []string{p.Schema.Type}))
	}
	if o.RequestBody != nil {
		for kind, media := range o.RequestBody.Content {
			lines = append(lines, fmt.Sprint(kind, slices.Sorted(maps.Keys(media.Schema.Properties))))
		}
	}
	for status, r := range o.Responses {
		for kind, media := range r.Content {
			lines = append(lines, fmt.Sprint(status, kind, slices.Sorted(maps.Keys(media.Schema.Properties))))
		}
	}
	slices.Sort(lines)
	return o.ID + "\n" + strings.Join(lines, "\n")
}

func TestLoadMistakes(t *testing.T) {
	for document, want := range map[string]string{
		`{"paths":`: "EOF",
		`{"components":{"schemas":{"A":{"type":"array","items":{"$ref":"#/components/schemas/B"}}}}}`: "nothing is at #/components/schemas/B",
		`{"paths":{"/a":{"get":{"parameters":[{"$ref":"#/components/parameters/b"}]}}}}`:              "nothing is at #/components/parameters/b",
		`{"components":{"schemas":{"A":{"pattern":"("}}}}`:                                            "missing closing )",
	} {
		if _, err := openapi.Load([]byte(document)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", document, err)
		}
	}
}

// known are the keywords of schemas that Check knows, and those that say nothing about the value.
var known = []string{
	"$ref", "additionalProperties", "allOf", "anyOf", "enum", "items", "maxItems", "maxLength", "maximum", "minItems", "minLength",
	"minimum", "nullable", "oneOf", "pattern", "properties", "required", "type",
	"default", "deprecated", "description", "example", "externalDocs", "format", "title", "xml",
}

// TestKeywords finds keywords in the description that Check does not know.
func TestKeywords(t *testing.T) {
	var document struct {
		Components struct{ Schemas map[string]any }
		Paths      any
	}
	if err := json.Unmarshal(spec.Document(), &document); err != nil {
		t.Fatal(err)
	}
	seen := 0
	check := func(at string, schema any) {
		seen++
		for _, keyword := range unknown(schema) {
			t.Errorf("%s has %s", at, keyword)
		}
	}
	for name, s := range document.Components.Schemas {
		check(name, s)
	}
	inlineSchemas(document.Paths, check)
	if seen < 1000 {
		t.Errorf("saw %d schemas", seen)
	}
}

// inlineSchemas calls back with what stands under a key named schema.
func inlineSchemas(tree any, check func(at string, schema any)) {
	switch tree := tree.(type) {
	case []any:
		for _, v := range tree {
			inlineSchemas(v, check)
		}
	case map[string]any:
		for key, v := range tree {
			if key == "schema" {
				check("a path", v)
			} else {
				inlineSchemas(v, check)
			}
		}
	}
}

func unknown(schema any) (keywords []string) {
	s, ok := schema.(map[string]any)
	if !ok {
		return nil
	}
	for key, v := range s {
		switch {
		case key == "properties":
			for _, p := range v.(map[string]any) {
				keywords = append(keywords, unknown(p)...)
			}
		case key == "items", key == "additionalProperties":
			keywords = append(keywords, unknown(v)...)
		case key == "allOf", key == "oneOf", key == "anyOf":
			for _, part := range v.([]any) {
				keywords = append(keywords, unknown(part)...)
			}
		case !slices.Contains(known, key) && !strings.HasPrefix(key, "x-"):
			keywords = append(keywords, key)
		}
	}
	return keywords
}

// schemas have every keyword that Check knows.
var schemas = []string{
	`{}`,
	`{"nullable":true,"type":"string"}`,
	`{"type":"boolean"}`,
	`{"type":"integer"}`,
	`{"type":"integer","minimum":1,"maximum":200}`,
	`{"type":"integer","enum":[0,1]}`,
	`{"type":"number"}`,
	`{"type":"number","minimum":-90,"maximum":90}`,
	`{"type":"string"}`,
	`{"type":"string","enum":["a","b"]}`,
	`{"type":"string","minLength":2,"maxLength":3}`,
	`{"type":"string","pattern":"^[0-9]+$"}`,
	`{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":2}`,
	`{"type":"array","items":{"type":"string","maxLength":2}}`,
	`{"type":"object"}`,
	`{"type":"object","required":["a"],"properties":{"a":{"type":"integer"},"b":{"type":"string","nullable":true}}}`,
	`{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false}`,
	`{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":{"type":"string"}}`,
	`{"type":"object","additionalProperties":true}`,
	`{"allOf":[{"type":"object","required":["a"]},{"type":"object","properties":{"a":{"type":"integer"}}}]}`,
	`{"oneOf":[{"type":"integer"},{"type":"number"},{"type":"string"}]}`,
	`{"anyOf":[{"type":"integer"},{"type":"array","items":{"type":"boolean"}}]}`,
	`{"nullable":true,"allOf":[{"type":"object"}]}`,
	`{"enum":[1,"a",true]}`,
}

// FuzzCheck compares what Check and kin-openapi say about a value.
func FuzzCheck(f *testing.F) {
	values := []string{
		`null`, `true`, `0`, `1`, `-1`, `200`, `201`, `1.5`, `90.0`, `1e3`, `9007199254740993`, `""`, `"a"`, `"ab"`, `"一只猫"`, `"一只猫们"`, `"12"`,
		`[]`, `[1]`, `[1,2,3]`, `["a"]`, `["abc"]`, `[true]`, `[null]`, `{}`, `{"a":1}`, `{"a":"1"}`, `{"a":null}`, `{"a":1,"b":null}`, `{"b":"x"}`, `{"a":1,"c":2}`,
	}
	for i := range schemas {
		for _, v := range values {
			f.Add(uint8(i), v)
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, text string) {
		var value any
		if json.Unmarshal([]byte(text), &value) != nil {
			t.Skip()
		}
		source := schemas[int(i)%len(schemas)]
		var theirs openapi3.Schema
		if err := json.Unmarshal([]byte(source), &theirs); err != nil {
			t.Fatal(err)
		}
		doc, err := openapi.Load([]byte(`{"components":{"schemas":{"S":` + source + `}}}`))
		if err != nil {
			t.Fatal(err)
		}
		if value == nil && theirs.Type == nil {
			t.Skip() // kin-openapi wants nullable there too, which OpenAPI does not
		}
		want, got := theirs.VisitJSON(value), doc.Components.Schemas["S"].Check(value)
		if (want == nil) != (got == nil) {
			t.Errorf("%s against %s: %v, want %v", text, source, got, want)
		}
	})
}

func TestMismatch(t *testing.T) {
	doc, err := openapi.Load([]byte(`{"components":{"schemas":{"S":{"type":"object","properties":{"list":{"type":"array","items":{"type":"integer","maximum":2}}}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	s := doc.Components.Schemas["S"]
	m := s.Check(map[string]any{"list": []any{int64(1), int64(3)}})
	if m == nil || m.Error() != "list.1: is above 2" {
		t.Errorf("%v", m)
	}
	if m := s.Check("a"); m == nil || m.Error() != "is of type string, expected object" {
		t.Errorf("%v", m)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := openapi.Load(spec.Document()); err != nil {
			b.Fatal(err)
		}
	}
}
