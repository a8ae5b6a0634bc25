package weibotest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// exampleAnswer makes the answer of an operation that has no state: what the description has as an example, or one put
// together from the examples of its members.
func exampleAnswer(o *openapi3.Operation) any {
	for status, response := range o.Responses.Map() {
		if location := response.Value.Headers["Location"]; location != nil && strings.HasPrefix(status, "3") {
			text, _ := location.Value.Example.(string)
			return redirect(text)
		}
	}
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
	return json.RawMessage(b)
}

func exampleContent(content *openapi3.MediaType) any {
	if content.Example != nil {
		return content.Example
	}
	if single := content.Examples["single"]; single != nil { // beside that of a batch
		return single.Value.Value
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
	switch {
	case s.Example != nil:
		return s.Example, true
	case len(s.AllOf) > 0:
		return exampleValue(s.AllOf[0].Value, outer)
	case s.Type.Is("array"):
		if item, ok := exampleValue(s.Items.Value, outer); ok {
			return []any{item}, true
		}
		return []any{}, true
	case s.Type.Is("object"):
		return exampleObject(s, outer), true
	}
	return nil, false
}

func exampleObject(s *openapi3.Schema, outer []*openapi3.Schema) map[string]any {
	object := make(map[string]any, len(s.Properties))
	for name, property := range s.Properties {
		if name == "deleted" {
			continue // an example is of something that is there
		}
		if v, ok := exampleValue(property.Value, outer); ok {
			object[name] = v
		}
	}
	return object
}
