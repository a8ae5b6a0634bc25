package weibotest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// exampleAnswer makes the answer of an operation that has no state: what the description has as an example, or one put
// together from the examples of its members.
func exampleAnswer(o *openapi3.Operation) any {
	var result string
	extension(o.Extensions, "x-weibo-result", &result)
	switch result {
	case "redirect":
		return exampleRedirect(o)
	case "bytes":
		data := placeholder()
		return picture{kindOf(data), data}
	case "stream":
		return stream{exampleJSON(o), exampleJSON(o)}
	}
	return exampleJSON(o)
}

func exampleRedirect(o *openapi3.Operation) redirect {
	for status, response := range o.Responses.Map() {
		if location := response.Value.Headers["Location"]; location != nil && strings.HasPrefix(status, "3") {
			text, _ := location.Value.Example.(string)
			return redirect(text)
		}
	}
	return ""
}

// exampleJSON returns the example of the answer 200. Pages and the like have none.
func exampleJSON(o *openapi3.Operation) json.RawMessage {
	ok := o.Responses.Value("200")
	if ok == nil {
		return json.RawMessage("{}")
	}
	content := ok.Value.Content.Get("application/json")
	if content == nil {
		return json.RawMessage("{}")
	}
	b, err := json.Marshal(exampleContent(content))
	if err != nil {
		panic(fmt.Sprintf("weibotest: the example of %s: %v", o.OperationID, err))
	}
	return b
}

// exampleContent returns the example of a body. Where there are several, it is the one that is called single, which stands
// beside that of a batch, or else the first by name.
func exampleContent(content *openapi3.MediaType) any {
	if content.Example != nil {
		return content.Example
	}
	if single := content.Examples["single"]; single != nil {
		return single.Value.Value
	}
	for _, name := range slices.Sorted(maps.Keys(content.Examples)) {
		return content.Examples[name].Value.Value
	}
	value, _ := exampleValue(content.Schema.Value, nil)
	return value
}

// exampleValue makes a value of a schema. It returns false where there is none, which is where the schema is inside itself.
func exampleValue(s *openapi3.Schema, outer []*openapi3.Schema) (any, bool) {
	if slices.Contains(outer, s) {
		return nil, false
	}
	outer = append(outer[:len(outer):len(outer)], s)
	switch choices := slices.Concat(s.OneOf, s.AnyOf); {
	case s.Example != nil:
		return s.Example, true
	case len(choices) > 0:
		return exampleValue(choices[0].Value, outer)
	case len(s.AllOf) > 0:
		return exampleOfAll(s, outer)
	case s.Type.Is("array"):
		if item, ok := exampleValue(s.Items.Value, outer); ok {
			return []any{item}, true
		}
		return []any{}, true
	case s.Type.Is("object"):
		return exampleObject(s, outer), true
	}
	return nil, s.Nullable
}

// exampleOfAll makes one object of several, or a value of the first schema that is no object.
func exampleOfAll(s *openapi3.Schema, outer []*openapi3.Schema) (any, bool) {
	all := exampleObject(s, outer)
	for _, part := range s.AllOf {
		v, ok := exampleValue(part.Value, outer)
		object, isObject := v.(map[string]any)
		if !isObject {
			return v, ok
		}
		maps.Copy(all, object)
	}
	return all, true
}

func exampleObject(s *openapi3.Schema, outer []*openapi3.Schema) map[string]any {
	object := make(map[string]any, len(s.Properties))
	for name, property := range s.Properties {
		if name == "deleted" && !slices.Contains(s.Required, name) {
			continue // an example is of something that is there
		}
		if v, ok := exampleValue(property.Value, outer); ok {
			object[name] = v
		}
	}
	if more := s.AdditionalProperties.Schema; more != nil && len(object) == 0 {
		if v, ok := exampleValue(more.Value, outer); ok {
			object["name"] = v
		}
	}
	return object
}
