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

// A param is what the description says of one parameter.
type param struct {
	name     string
	in       place
	schema   *openapi3.Schema
	required bool
	repeated bool // a list is sent as the parameter repeated, not with commas
	example  any
}

type place int

const (
	inQuery place = iota
	inForm
	inDocument // the parameter is the whole body, in JSON
	inMembers  // it is a member of the body, in JSON
	inBody     // it is the whole body, a file
)

// documentName is what the body is called where it is one JSON document. No parameter can have this name.
const documentName = "(body)"

func queryParams(o *operation) (all []*param) {
	for _, ref := range append(slices.Clone(o.item.Parameters), o.Parameters...) {
		p := ref.Value
		own := &param{name: p.Name, schema: p.Schema.Value, required: p.Required, repeated: repeats(p.Explode)}
		own.setExample(p.Extensions)
		all = append(all, own)
	}
	return all
}

// bodyParams returns the parameters in the body: a JSON document, or the fields of the forms.
func bodyParams(o *operation) (all []*param) {
	if file := o.bodies()[bytesType]; file != nil {
		p := &param{name: "body", in: inBody, schema: file.Schema.Value, required: true}
		p.setExample(nil)
		return []*param{p}
	}
	if document := o.bodies()[jsonType]; document != nil && document.Schema.Ref != "" {
		p := &param{name: documentName, in: inDocument, schema: document.Schema.Value, required: true}
		p.setExample(document.Extensions)
		return []*param{p}
	}
	seen := map[string]bool{}
	for _, kind := range []string{multipartType, formType, jsonType} {
		body := o.bodies()[kind]
		if body == nil {
			continue
		}
		form := body.Schema.Value
		for _, name := range slices.Sorted(maps.Keys(form.Properties)) {
			if seen[name] {
				continue
			}
			seen[name] = true
			p := &param{name: name, in: inForm, schema: form.Properties[name].Value, required: slices.Contains(form.Required, name)}
			if kind == jsonType {
				p.in = inMembers
			}
			if e := body.Encoding[name]; e != nil {
				p.repeated = repeats(e.Explode)
			} else {
				p.repeated = true
			}
			p.setExample(nil)
			all = append(all, p)
		}
	}
	return all
}

// repeats is what OpenAPI says of lists in the style form.
func repeats(explode *bool) bool { return explode == nil || *explode }

// setExample takes the example from beside the parameter, or else from its schema.
func (p *param) setExample(extensions map[string]any) {
	if v, ok := exampleIn(extensions); ok {
		p.example = v
		return
	}
	if p.isPicture() {
		p.example = jpeg
		return
	}
	p.example, _ = exampleOf(&openapi3.SchemaRef{Value: p.schema})
}

func (p *param) isPicture() bool { return p.schema.Format == "binary" }

// jpeg is the smallest thing that looks like a picture.
var jpeg = []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9")

// value returns the value to send: the example, unless that is a zero which means nothing, and so is not sent.
func (p *param) value() any {
	if isZero(p.example) && !p.zeroCounts() {
		return filled(p.schema)
	}
	return p.example
}

// silent tells whether there is no value to send, because the only one is zero and means the same as nothing.
func (p *param) silent() bool { return isZero(p.value()) && !p.zeroCounts() }

// zeroCounts tells whether zero is something to ask for: it is among the values, and leaving the parameter out is another
// thing.
func (p *param) zeroCounts() bool {
	return p.takesZero() && (p.required || !isZero(p.schema.Default) || p.schema.Extensions["x-go-type-skip-optional-pointer"] == false)
}

func (p *param) takesZero() bool {
	s := p.schema
	switch {
	case s.Type.Is("boolean"):
		return true
	case !s.Type.Is("integer") && !s.Type.Is("number"):
		return false
	case s.Enum != nil:
		return slices.ContainsFunc(s.Enum, isZero)
	}
	return s.Min != nil && *s.Min <= 0
}

// zero is the zero of a parameter that takes one.
func (p *param) zero() any {
	if p.schema.Type.Is("boolean") {
		return false
	}
	return json.Number("0")
}

// texts returns what a value is on the wire: one text, or several where the parameter is repeated.
func (p *param) texts(value any) []string {
	list, ok := value.([]any)
	if !ok {
		return []string{text(value)}
	}
	var parts []string
	for _, v := range list {
		parts = append(parts, text(v))
	}
	if p.repeated {
		return parts
	}
	return []string{strings.Join(parts, ",")}
}

// text writes numbers in the shortest form.
func text(value any) string {
	if n, ok := value.(json.Number); ok && strings.ContainsAny(n.String(), ".eE") {
		if f, err := n.Float64(); err == nil {
			return strconv.FormatFloat(f, 'f', -1, 64)
		}
	}
	return fmt.Sprint(value)
}

// isZero tells whether a value is what a variable in Go holds that nobody set.
func isZero(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case float64:
		return v == 0
	case json.Number:
		f, err := v.Float64()
		return err == nil && f == 0
	}
	return false
}
