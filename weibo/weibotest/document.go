package weibotest

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"unicode/utf8"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
)

// A document is the JSON that an operation takes for a body.
type document struct {
	schema   *openapi.Schema
	required bool // no form may stand in for it
}

func documentOf(o *openapi.Operation) *document {
	if o.RequestBody == nil {
		return nil
	}
	media := o.RequestBody.Content[documentType]
	if media == nil || takesMembers(o) {
		return nil
	}
	return &document{media.Schema, o.RequestBody.Required && len(formsOf(o)) == 0}
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
	if m := d.schema.Check(c.sent.document); m != nil {
		c.problems = append(c.problems, "the body: "+m.Error())
		return refuse(10008)
	}
	return nil
}

// undeclared names the members of a value that its schema does not have, each once.
func undeclared(s *openapi.Schema, value any, at string) (names []string) {
	switch value := value.(type) {
	case []any:
		items := s.Item()
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
			switch member, open := s.Member(name); {
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
