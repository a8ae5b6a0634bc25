package weibotest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// A document is the JSON that an operation takes for a body.
type document struct {
	schema   *openapi3.Schema
	required bool // no form may stand in for it
}

func documentOf(o *openapi3.Operation) *document {
	if o.RequestBody == nil {
		return nil
	}
	media := o.RequestBody.Value.Content[documentType]
	if media == nil {
		return nil
	}
	return &document{media.Schema.Value, o.RequestBody.Value.Required && len(formsOf(o)) == 0}
}

// readDocument reads a body that is JSON.
func (c *call) readDocument(w http.ResponseWriter) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, c.request.Body, maxForm))
	if err != nil {
		return unreadable(err)
	}
	if len(body) == 0 {
		return nil
	}
	if !utf8.Valid(body) || json.Unmarshal(body, &c.sent.document) != nil {
		c.problems = append(c.problems, "the body is no JSON")
		return refuse(10008)
	}
	c.sent.body = body
	return nil
}

// members returns the members of the JSON document. If it is no object, there are none.
func (f *form) members() map[string]json.RawMessage {
	if _, ok := f.document.(map[string]any); !ok {
		return nil
	}
	var members map[string]json.RawMessage
	_ = json.Unmarshal(f.body, &members) // which went well before
	return members
}

// checkDocument compares the JSON document with the description.
func (c *call) checkDocument() error {
	d := c.op.document
	if c.sent.body == nil {
		if d != nil && d.required {
			return missing("body")
		}
		return nil
	}
	c.undeclared = append(c.undeclared, undeclared(d.schema, c.sent.document, "")...)
	if err := d.schema.VisitJSON(c.sent.document); err != nil {
		c.problems = append(c.problems, "the body: "+reason(err))
		return refuse(10008)
	}
	return nil
}

// reason says what is wrong with a value and where, without the schema, which kin-openapi adds.
func reason(err error) string {
	var e *openapi3.SchemaError
	if !errors.As(err, &e) {
		return err.Error()
	}
	if at := e.JSONPointer(); len(at) > 0 {
		return strings.Join(at, ".") + ": " + e.Reason
	}
	return e.Reason
}

// undeclared names the members of a value that its schema does not have, each once.
func undeclared(s *openapi3.Schema, value any, at string) (names []string) {
	switch value := value.(type) {
	case []any:
		items := itemsOf(s)
		if items == nil {
			return nil
		}
		for _, v := range value {
			names = append(names, undeclared(items, v, at+"[]")...)
		}
	case map[string]any:
		if at != "" {
			at += "."
		}
		for name, v := range value {
			switch member, open := memberOf(s, name); {
			case member != nil:
				names = append(names, undeclared(member, v, at+name)...)
			case !open:
				names = append(names, at+name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// parts returns a schema and all that it is put together from.
func parts(s *openapi3.Schema) []*openapi3.Schema {
	all := []*openapi3.Schema{s}
	for _, part := range slices.Concat(s.AllOf, s.OneOf, s.AnyOf) {
		all = append(all, parts(part.Value)...)
	}
	return all
}

func itemsOf(s *openapi3.Schema) *openapi3.Schema {
	for _, part := range parts(s) {
		if part.Items != nil {
			return part.Items.Value
		}
	}
	return nil
}

// memberOf returns the schema of a member of an object. Where there is none, open tells whether the object may have the member
// all the same.
func memberOf(s *openapi3.Schema, name string) (member *openapi3.Schema, open bool) {
	open = true
	for _, part := range parts(s) {
		if p := part.Properties[name]; p != nil {
			return p.Value, true
		}
		switch more := part.AdditionalProperties; {
		case more.Schema != nil:
			return more.Schema.Value, true
		case more.Has != nil:
			return nil, *more.Has
		case len(part.Properties) > 0:
			open = false
		}
	}
	return nil, open
}
