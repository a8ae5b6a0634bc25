package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// A sample is an answer made from the description.
type sample struct {
	why   string
	value any
	may   tolerance
}

// answerContent is what the description says of the answer in JSON, or nil.
func (o *operation) answerContent() *openapi3.MediaType {
	if ok := o.Responses.Value("200"); ok != nil {
		return ok.Value.Content[jsonType]
	}
	return nil
}

// contentName is the member of the answer that holds what was asked for, where something stands around it.
func (o *operation) contentName() string {
	return word(o.answerContent().Schema.Value.Extensions, "x-weibo-content")
}

// answerSchema is the schema of what was asked for.
func (o *operation) answerSchema() *openapi3.SchemaRef {
	s := o.answerContent().Schema
	if name := o.contentName(); name != "" {
		return s.Value.Properties[name]
	}
	return s
}

// around puts around an answer what stands there, if anything does.
func (o *operation) around(v any) any {
	if name := o.contentName(); name != "" {
		return map[string]any{"code": json.Number("0"), "message": "success", name: v}
	}
	return v
}

// inside returns what was asked for of an answer in JSON.
func (o *operation) inside(body []byte) ([]byte, error) {
	name := o.contentName()
	if name == "" {
		return body, nil
	}
	var members map[string]json.RawMessage
	err := json.Unmarshal(body, &members)
	return members[name], err
}

// samples returns the answers of an operation in JSON: the documented ones, or else one put together from the schema; one with
// everything in it and nothing zero; and one with nothing in it but what is required, all of it zero.
func samples(o *operation) (all []sample, err error) {
	content := o.answerContent()
	if content == nil {
		return nil, fmt.Errorf("there is no answer 200 in JSON")
	}
	if v, ok := exampleIn(content.Extensions); ok {
		all = append(all, sample{"the example", v, zeroesMayGo})
	}
	for _, name := range slices.Sorted(maps.Keys(content.Examples)) {
		if v, ok := exampleIn(content.Examples[name].Value.Extensions); ok {
			all = append(all, sample{"the example " + name, v, zeroesMayGo})
		}
	}
	schema := o.answerSchema()
	if len(all) == 0 {
		v, ok := exampleOf(schema)
		if !ok {
			return nil, fmt.Errorf("there is no example of the answer")
		}
		all = append(all, sample{"an answer of examples", v, zeroesMayGo})
	}
	for why, m := range map[string]mode{"a full answer": full, "a bare answer": bare} {
		if v, ok := (assembler{mode: m}).make(schema); ok {
			all = append(all, sample{why, withoutCode(v, o.contentName() != ""), strict})
		}
	}
	for _, s := range all {
		if err := fits(content.Schema.Value, o.around(s.value)); err != nil {
			return nil, fmt.Errorf("%s is not valid: %w", s.why, err)
		}
	}
	return all, nil
}

// withoutCode returns an answer without the code that would make a refusal of it. Inside of something else it is 0.
func withoutCode(v any, inside bool) any {
	if object, ok := v.(map[string]any); ok {
		object = maps.Clone(object) // it may be an example, which others read
		v = object
		delete(object, "error_code")
		delete(object, "errcode")
		if inside && object["code"] != nil {
			object["code"] = json.Number("0")
		}
	}
	return v
}

func fits(s *openapi3.Schema, v any) error {
	return s.VisitJSON(v, append([]openapi3.SchemaValidationOption{openapi3.MultiErrors(), openapi3.VisitAsResponse()}, formats...)...)
}

// says is the answer with a value in JSON, under the content type that Weibo has for the call.
func (o *operation) says(v any) (answer, error) {
	body, err := json.Marshal(o.around(v))
	contentType := word(o.Responses.Value("200").Value.Extensions, "x-weibo-content-type")
	if contentType == "" {
		contentType = jsonType + ";charset=UTF-8"
	}
	return answer{status: 200, contentType: contentType, body: body}, err
}

// redirect is the answer that points elsewhere.
func (o *operation) redirect() (answer, error) {
	for _, status := range slices.Sorted(maps.Keys(o.Responses.Map())) {
		header := o.Responses.Value(status).Value.Headers["Location"]
		if header == nil || !strings.HasPrefix(status, "3") {
			continue
		}
		location, _ := exampleIn(header.Value.Extensions)
		code, err := strconv.Atoi(strings.ReplaceAll(status, "XX", "02"))
		return answer{status: code, location: fmt.Sprint(location), contentType: "text/html"}, err
	}
	return answer{}, fmt.Errorf("no answer has a Location")
}

// content is the answer that is a file.
func (o *operation) content() (answer, error) {
	ok := o.Responses.Value("200")
	if ok == nil {
		return answer{}, fmt.Errorf("there is no answer 200")
	}
	for _, kind := range slices.Sorted(maps.Keys(ok.Value.Content)) {
		if kind != jsonType {
			return answer{status: 200, contentType: strings.ReplaceAll(kind, "*", "x-example"), body: jpeg}, nil
		}
	}
	return answer{}, fmt.Errorf("the answer 200 is no file")
}

// refusal is an answer that says no, with the code that goes with it.
func (o *operation) refusal() (answer, map[string]any, error) {
	response := o.Responses.Default()
	if response == nil || response.Value.Content[jsonType] == nil {
		return answer{}, nil, fmt.Errorf("there is no default answer in JSON")
	}
	v, _ := exampleOf(response.Value.Content[jsonType].Schema)
	body, ok := v.(map[string]any)
	if !ok {
		return answer{}, nil, fmt.Errorf("the default answer has no example")
	}
	code := "error_code"
	if o.isOpenIM() {
		code = "code"
	}
	if codes, _ := o.Extensions["x-weibo-errors"].([]any); len(codes) > 0 {
		body[code] = exact(codes[0])
	}
	text, err := json.Marshal(body)
	return answer{status: 400, contentType: jsonType, body: text}, body, err
}
