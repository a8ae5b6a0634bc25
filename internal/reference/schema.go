package reference

import (
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// describe fills in a named schema.
func (r *Reference) describe(s *Schema, raw *schema) {
	s.Description = raw.Description
	s.Type = r.typeOf(raw)
	s.Example = indent(raw.Example)
	r.addFields(s, raw)
	for _, part := range raw.AllOf {
		r.addFields(s, part)
	}
}

func (r *Reference) addFields(s *Schema, raw *schema) {
	for _, m := range raw.Properties {
		s.Fields = append(s.Fields, &Field{
			Name:        m.name,
			Description: m.value.Description,
			Type:        r.typeOf(m.value),
			Always:      slices.Contains(raw.Required, m.name),
			Evidence:    m.value.Evidence,
			Also:        m.value.Also,
			Example:     string(m.value.Example),
		})
	}
}

func (r *Reference) valuesOf(s *schema) *Type {
	values := new(schema)
	if json.Unmarshal(s.Additional, values) != nil {
		return nil
	}
	return r.typeOf(values)
}

// indent lays JSON out for people.
func indent(v jsontext.Value) string {
	if len(v) == 0 {
		return ""
	}
	v = v.Clone()
	if v.Indent(jsontext.WithIndent("  ")) != nil {
		return string(v)
	}
	return string(v)
}
