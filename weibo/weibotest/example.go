package weibotest

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
)

// exampleAnswer makes the answer of an operation that has no state: what the description has as an example, or one put
// together from the examples of its members.
func exampleAnswer(o *openapi.Operation) any {
	switch o.Result {
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

func exampleRedirect(o *openapi.Operation) redirect {
	for status, response := range o.Responses {
		if location, ok := response.Headers["Location"]; ok && strings.HasPrefix(status, "3") {
			return redirect(location.Example)
		}
	}
	return ""
}

// exampleJSON returns the example of the answer 200. Pages and the like have none.
func exampleJSON(o *openapi.Operation) json.RawMessage {
	if ok := o.Responses["200"]; ok != nil && ok.Content[documentType] != nil {
		return exampleContent(ok.Content[documentType])
	}
	return json.RawMessage("{}")
}

// exampleContent returns the example of a body. Where there are several, it is the one that is called single, which stands
// beside that of a batch, or else the first by name.
func exampleContent(content *openapi.MediaType) json.RawMessage {
	if content.Example != nil {
		return compact(content.Example)
	}
	if single, ok := content.Examples["single"]; ok {
		return compact(single.Value)
	}
	for _, name := range slices.Sorted(maps.Keys(content.Examples)) {
		return compact(content.Examples[name].Value)
	}
	if value := exampleValue(content.Schema, nil); value != nil {
		return value
	}
	return json.RawMessage("null")
}

// compact leaves out the blanks. The text is otherwise as in the description, so that no number loses digits.
func compact(value []byte) json.RawMessage {
	var b bytes.Buffer
	if err := json.Compact(&b, value); err != nil {
		panic(err) // it was read before
	}
	return b.Bytes()
}

// exampleValue makes a value of a schema. It returns nil where there is none, which is where the schema is inside itself.
func exampleValue(s *openapi.Schema, outer []*openapi.Schema) json.RawMessage {
	if slices.Contains(outer, s) {
		return nil
	}
	outer = append(outer[:len(outer):len(outer)], s)
	switch choices := slices.Concat(s.OneOf, s.AnyOf); {
	case s.Example != nil:
		return compact(s.Example)
	case len(choices) > 0:
		return exampleValue(choices[0], outer)
	case len(s.AllOf) > 0:
		return exampleOfAll(s, outer)
	case s.Type == "array":
		return slices.Concat(json.RawMessage("["), exampleValue(s.Items, outer), json.RawMessage("]"))
	case s.Type == "object":
		return encoded(exampleObject(s, outer))
	case s.Nullable:
		return json.RawMessage("null")
	}
	return nil
}

// exampleOfAll makes one object of several, or a value of the first schema that is no object.
func exampleOfAll(s *openapi.Schema, outer []*openapi.Schema) json.RawMessage {
	all := exampleObject(s, outer)
	for _, part := range s.AllOf {
		value := exampleValue(part, outer)
		var object map[string]json.RawMessage
		if json.Unmarshal(value, &object) != nil || object == nil {
			return value
		}
		maps.Copy(all, object)
	}
	return encoded(all)
}

func encoded(object map[string]json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if err := encodeJSON(&b, object); err != nil {
		panic(err) // all of it is JSON
	}
	return b.Bytes()
}

func exampleObject(s *openapi.Schema, outer []*openapi.Schema) map[string]json.RawMessage {
	object := make(map[string]json.RawMessage, len(s.Properties))
	for name, property := range s.Properties {
		if name == "deleted" && !slices.Contains(s.Required, name) {
			continue // an example is of something that is there
		}
		if v := exampleValue(property, outer); v != nil {
			object[name] = v
		}
	}
	if more := s.Additional.Schema; more != nil && len(object) == 0 {
		if v := exampleValue(more, outer); v != nil {
			object["name"] = v
		}
	}
	return object
}
