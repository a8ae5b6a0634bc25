package reference

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// The types of bodies that are on the wire. The description has others, which are not.
const (
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
	documentType  = "application/json"
)

// addParams adds the parameters of the query, and those of all forms in which they may be posted.
func (r *Reference) addParams(d *document, o *Operation, raw *operation) error {
	for _, p := range raw.Parameters {
		if p.Ref != "" {
			ref := p.Ref
			if p = d.Components.Parameters.get(nameOf(ref)); p == nil {
				return fmt.Errorf("nothing is at %s", ref)
			}
		}
		o.Params = append(o.Params, r.queryParam(p))
	}
	for _, m := range raw.RequestBody.Content {
		switch m.name {
		case documentType:
			o.Document = r.schemas[nameOf(m.value.Schema.Ref)]
		case formType, multipartType:
			for _, property := range m.value.Schema.Properties {
				o.addFormParam(r.formParam(m.value, property.name, property.value))
			}
		}
	}
	return nil
}

// addFormParam adds a parameter that no other form had. Pictures stand in the last form, but not at its end.
func (o *Operation) addFormParam(p *Param) {
	if !slices.ContainsFunc(o.Params, func(q *Param) bool { return q.Name == p.Name }) {
		o.Params = append(o.Params, p)
	}
}

func (r *Reference) queryParam(raw *parameter) *Param {
	p := r.param(raw.Name, raw.Schema, raw.Explode)
	p.Description, p.Required, p.Evidence, p.goName = raw.Description, raw.Required, raw.Evidence, raw.GoName
	p.Example = text(raw.Example)
	return p
}

func (r *Reference) formParam(form media, name string, s *schema) *Param {
	p := r.param(name, s, form.Encoding.get(name).Explode)
	p.Description, p.Evidence, p.goName = s.Description, s.Evidence, s.GoName
	p.Required = slices.Contains(form.Schema.Required, name)
	p.InForm = true
	p.Example = text(s.Example)
	return p
}

func (r *Reference) param(name string, s *schema, explode *bool) *Param {
	p := &Param{Name: name, Type: r.typeOf(s), Default: text(s.Default), RemoteIP: s.FilledBy == "remote-ip"}
	switch {
	case s.Format == "tilde-int64":
		p.separator = "~"
	case explode != nil && !*explode:
		p.separator = ","
	}
	return p
}

// text returns a JSON value as a parameter has it: a list with commas.
func text(v jsontext.Value) string {
	switch v.Kind() {
	case '"':
		s, _ := jsontext.AppendUnquote(nil, v)
		return string(s)
	case '[':
		return strings.Join(items(v), ",")
	}
	return string(v)
}

func items(v jsontext.Value) (texts []string) {
	d := jsontext.NewDecoder(strings.NewReader(string(v)))
	d.ReadToken()
	for d.PeekKind() != ']' {
		item, err := d.ReadValue()
		if err != nil {
			return texts
		}
		texts = append(texts, text(item.Clone()))
	}
	return texts
}

// nameOf returns the name at the end of a reference.
func nameOf(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }

// A Type says what a value is and what bounds it has.
type Type struct {
	Kind   string // of JSON: integer, number, boolean, string, array, object; empty if it is not known
	Format string // int64, double, flag, json, binary, tilde-int64 or weibo-time
	Items  *Type  // of an array
	Values *Type  // of an object whose members may have any name
	Schema string // name of the schema that it is, or empty

	Choices   []string
	Minimum   string // empty if there is none, as those that follow
	Maximum   string
	MinLength int
	MaxLength int
	MaxItems  int
	MaxHan    int
	MaxBytes  int64
	Pattern   string
}

func (r *Reference) typeOf(s *schema) *Type {
	if s == nil {
		return &Type{}
	}
	if s.Ref != "" {
		return &Type{Kind: "object", Schema: nameOf(s.Ref)}
	}
	t := &Type{
		Kind: s.Type, Format: s.Format, Pattern: s.Pattern,
		Minimum: number(s.Minimum), Maximum: number(s.Maximum),
		MinLength: s.MinLength, MaxLength: s.MaxLength, MaxItems: s.MaxItems, MaxHan: s.MaxHan, MaxBytes: s.MaxBytes,
	}
	for _, v := range s.Enum {
		t.Choices = append(t.Choices, text(v))
	}
	for _, part := range slices.Concat(s.AllOf, s.OneOf) {
		if part.Ref != "" && t.Schema == "" {
			t.Schema = nameOf(part.Ref)
		}
	}
	if s.Items != nil {
		t.Items = r.typeOf(s.Items)
	}
	if s.Additional.Kind() == '{' {
		t.Values = r.valuesOf(s)
	}
	return t
}

func number(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}

// Bounded tells whether there is more to say than what the type is called.
func (t *Type) Bounded() bool {
	return t.Minimum != "" || t.Maximum != "" || t.MinLength > 0 || t.MaxLength > 0 || t.MaxItems > 0 || t.MaxHan > 0 ||
		t.MaxBytes > 0 || t.Pattern != ""
}

// String names the type in the way of a programmer.
func (t *Type) String() string {
	switch {
	case t.Schema != "":
		return t.Schema
	case t.Items != nil:
		return "[]" + t.Items.String()
	case t.Values != nil:
		return "map[]" + t.Values.String()
	case t.Format == "flag":
		return "0/1"
	case t.Format == "binary":
		return "JPEG/GIF/PNG"
	case t.Format == "tilde-int64":
		return "int64~int64"
	case t.Format != "":
		return t.Format
	case t.Kind == "":
		return "JSON"
	}
	return t.Kind
}
