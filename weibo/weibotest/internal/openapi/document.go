// Package openapi reads what a server needs of a description in OpenAPI 3.0, and checks values with it.
//
// It is for descriptions that were checked when they were made, and knows what they use and no more. In exchange it is ready in
// milliseconds, where a library that knows all of OpenAPI takes tenths of a second for a document of this size, and it leaves
// examples as they are written, with all digits of their numbers.
package openapi

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A Document is a description. All references in it are followed: a schema that refers to another one is that one.
type Document struct {
	Servers    []Server                         `json:"servers"`
	Security   []Requirement                    `json:"security"`
	Paths      map[string]map[string]*Operation `json:"paths"` // by path and method, which is in small letters
	Components components                       `json:"components"`
}

type components struct {
	Parameters map[string]*Parameter `json:"parameters"`
	Responses  map[string]*Response  `json:"responses"`
	Schemas    map[string]*Schema    `json:"schemas"`
}

// A Server is where operations are.
type Server struct {
	URL string `json:"url"`
}

// A Requirement names what a call must bring, with the scopes of it.
type Requirement map[string][]string

// An Operation is a call.
type Operation struct {
	ID          string                `json:"operationId"`
	Servers     []Server              `json:"servers"`  // nil where those of the document hold
	Security    *[]Requirement        `json:"security"` // nil where that of the document holds
	Parameters  []*Parameter          `json:"parameters"`
	RequestBody *RequestBody          `json:"requestBody"`
	Responses   map[string]*Response  `json:"responses"`
	State       string                `json:"x-weibo-state"`
	Access      string                `json:"x-weibo-access"`
	Errors      []int                 `json:"x-weibo-errors"`
	Rules       map[string][][]string `json:"x-weibo-rules"`
	Result      string                `json:"x-weibo-result"`
}

// A Parameter is one of the query.
type Parameter struct {
	Ref      string  `json:"$ref"`
	Name     string  `json:"name"`
	Required bool    `json:"required"`
	Explode  *bool   `json:"explode"`
	Schema   *Schema `json:"schema"`
}

// A RequestBody says what may be posted, by media type.
type RequestBody struct {
	Required bool                  `json:"required"`
	Content  map[string]*MediaType `json:"content"`
}

// A MediaType is one form of a body.
type MediaType struct {
	Schema   *Schema              `json:"schema"`
	Encoding map[string]*Encoding `json:"encoding"`
	Example  jsontext.Value       `json:"example"`
	Examples map[string]Example   `json:"examples"`
	Inline   bool                 `json:"-"` // the schema has no name of its own
}

// An Encoding says how a member of a form is sent.
type Encoding struct {
	Explode *bool `json:"explode"`
}

// An Example is one of several, which have names.
type Example struct {
	Value jsontext.Value `json:"value"`
}

// A Response is an answer.
type Response struct {
	Ref         string                `json:"$ref"`
	Content     map[string]*MediaType `json:"content"`
	Headers     map[string]Header     `json:"headers"`
	ContentType string                `json:"x-weibo-content-type"`
}

// A Header is one of an answer.
type Header struct {
	Example string `json:"example"`
}

// Load reads a document in JSON.
func Load(document []byte) (*Document, error) {
	d := new(Document)
	if err := json.Unmarshal(document, d); err != nil {
		return nil, err
	}
	if err := d.link(); err != nil {
		return nil, err
	}
	return d, nil
}

// link follows all references.
func (d *Document) link() error {
	l := &linker{components: d.Components}
	for _, s := range d.Components.Schemas {
		l.members(s)
	}
	for _, p := range d.Components.Parameters {
		l.schema(&p.Schema)
	}
	for _, r := range d.Components.Responses {
		l.content(r.Content)
	}
	for _, methods := range d.Paths {
		for _, o := range methods {
			l.operation(o)
		}
	}
	return l.err
}

// A linker puts in the place of a reference what it refers to. Only schemas refer to each other.
type linker struct {
	components
	err error // the first
}

func (l *linker) operation(o *Operation) {
	for i, p := range o.Parameters {
		if p.Ref != "" {
			o.Parameters[i] = target(l, l.Parameters, "parameters", p.Ref)
		} else {
			l.schema(&p.Schema)
		}
	}
	if o.RequestBody != nil {
		l.content(o.RequestBody.Content)
	}
	for status, r := range o.Responses {
		if r.Ref != "" {
			o.Responses[status] = target(l, l.Responses, "responses", r.Ref)
		} else {
			l.content(r.Content)
		}
	}
}

func (l *linker) content(content map[string]*MediaType) {
	for _, media := range content {
		media.Inline = media.Schema != nil && media.Schema.Ref == ""
		l.schema(&media.Schema)
	}
}

func (l *linker) schema(s **Schema) {
	switch {
	case *s == nil:
		*s = new(Schema)
	case (*s).Ref != "":
		*s = target(l, l.Schemas, "schemas", (*s).Ref)
	default:
		l.members(*s)
	}
}

func (l *linker) members(s *Schema) {
	for name, property := range s.Properties {
		l.schema(&property)
		s.Properties[name] = property
	}
	for _, list := range [][]*Schema{s.AllOf, s.OneOf, s.AnyOf} {
		for i := range list {
			l.schema(&list[i])
		}
	}
	if s.Items != nil {
		l.schema(&s.Items)
	}
	if s.Additional.Schema != nil {
		l.schema(&s.Additional.Schema)
	}
}

func target[T any](l *linker, named map[string]*T, kind, ref string) *T {
	if t := named[strings.TrimPrefix(ref, "#/components/"+kind+"/")]; t != nil {
		return t
	}
	if l.err == nil {
		l.err = fmt.Errorf("nothing is at %s", ref)
	}
	return new(T)
}
