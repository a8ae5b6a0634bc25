package openapi

import (
	"regexp"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A Schema says what a value looks like.
type Schema struct {
	Ref        string             `json:"$ref"` // of no use after Load
	Type       string             `json:"type"`
	Format     string             `json:"format"`
	Nullable   bool               `json:"nullable"`
	Enum       []any              `json:"enum"`
	Minimum    *float64           `json:"minimum"`
	Maximum    *float64           `json:"maximum"`
	MinLength  int                `json:"minLength"`
	MaxLength  *int               `json:"maxLength"`
	Pattern    *regexp.Regexp     `json:"pattern"`
	Items      *Schema            `json:"items"`
	MinItems   int                `json:"minItems"`
	MaxItems   *int               `json:"maxItems"`
	Properties map[string]*Schema `json:"properties"`
	Required   []string           `json:"required"`
	Additional Additional         `json:"additionalProperties"`
	AllOf      []*Schema          `json:"allOf"`
	OneOf      []*Schema          `json:"oneOf"`
	AnyOf      []*Schema          `json:"anyOf"`
	Default    any                `json:"default"`
	Example    jsontext.Value     `json:"example"`

	FilledBy string `json:"x-weibo-filled-by"`
	MaxBytes int64  `json:"x-weibo-max-bytes"`
	MaxHan   int    `json:"x-weibo-max-han"`
	AnyFile  bool   `json:"x-weibo-any-file"`
}

// Additional says what members an object may have beyond its properties.
type Additional struct {
	Allowed *bool // nil where the description does not say
	Schema  *Schema
}

func (a *Additional) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if d.PeekKind() == '{' {
		return json.UnmarshalDecode(d, &a.Schema)
	}
	return json.UnmarshalDecode(d, &a.Allowed)
}

// Parts returns a schema and all that it is put together from.
func (s *Schema) Parts() []*Schema {
	all := []*Schema{s}
	for _, list := range [][]*Schema{s.AllOf, s.OneOf, s.AnyOf} {
		for _, part := range list {
			all = append(all, part.Parts()...)
		}
	}
	return all
}

// Member returns the schema of a member of an object. Where there is none, open tells whether the object may have the member
// all the same.
func (s *Schema) Member(name string) (member *Schema, open bool) {
	open = true
	for _, part := range s.Parts() {
		if p := part.Properties[name]; p != nil {
			return p, true
		}
		switch more := part.Additional; {
		case more.Schema != nil:
			return more.Schema, true
		case more.Allowed != nil:
			return nil, *more.Allowed
		case len(part.Properties) > 0:
			open = false
		}
	}
	return nil, open
}

// Item returns the schema of the items of an array, or nil.
func (s *Schema) Item() *Schema {
	for _, part := range s.Parts() {
		if part.Items != nil {
			return part.Items
		}
	}
	return nil
}
