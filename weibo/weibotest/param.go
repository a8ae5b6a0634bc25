package weibotest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// A param is a parameter of an operation.
type param struct {
	name     string
	schema   *openapi3.Schema
	required bool
	remoteIP bool  // the client fills it with the address of the user
	file     bool  // it is a picture
	maxBytes int64 // of the picture
	maxHan   int   // length of a text in Han characters, 0 if there is no limit
	standard any   // the default
}

func newParam(name string, schema *openapi3.Schema, required bool) *param {
	p := &param{name: name, schema: schema, required: required, file: schema.Format == "binary"}
	var filledBy string
	extension(schema.Extensions, "x-weibo-filled-by", &filledBy)
	p.remoteIP = filledBy == "remote-ip"
	extension(schema.Extensions, "x-weibo-max-bytes", &p.maxBytes)
	extension(schema.Extensions, "x-weibo-max-han", &p.maxHan)
	p.standard = schema.Default
	if n, ok := schema.Default.(float64); ok && schema.Type.Is("integer") {
		p.standard = int64(n)
	}
	return p
}

// value returns what the text of a parameter stands for: an int64, a float64, a bool, a string, or a []any of those.
func (p *param) value(text string) (any, error) {
	v, err := convert(p.schema, text)
	if list, ok := v.([]any); ok && p.name == "ids" && p.schema.MaxItems != nil && uint64(len(list)) > *p.schema.MaxItems {
		return nil, refuse(20009)
	}
	if err == nil {
		err = p.schema.VisitJSON(v, openapi3.FailFast())
	}
	if err != nil {
		return nil, invalid(p.name, expectation(p.schema), text)
	}
	if p.maxHan > 0 && textLength(text) > 2*p.maxHan {
		return nil, p.tooLong(text)
	}
	return v, nil
}

func (p *param) tooLong(text string) error {
	if p.maxHan == maxHan {
		return refuse(20012)
	}
	return invalid(p.name, fmt.Sprintf("at most %d Han characters", p.maxHan), text)
}

func convert(schema *openapi3.Schema, text string) (any, error) {
	switch {
	case schema.Type.Is("integer"):
		return strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	case schema.Type.Is("number"):
		return strconv.ParseFloat(strings.TrimSpace(text), 64)
	case schema.Type.Is("boolean"):
		return word(text)
	case schema.Type.Is("array"):
		return list(schema.Items.Value, text)
	case !utf8.ValidString(text), schema.Format == "json" && !json.Valid([]byte(text)):
		return nil, strconv.ErrSyntax
	}
	return text, nil
}

// word reads the words true and false, and nothing else that package strconv takes for a bool.
func word(text string) (any, error) {
	switch text {
	case "true", "false":
		return text == "true", nil
	}
	return nil, strconv.ErrSyntax
}

// list reads values with commas between them.
func list(item *openapi3.Schema, text string) (any, error) {
	values := []any{}
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		v, err := convert(item, part)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

// expectation says in a few words what a schema takes.
func expectation(s *openapi3.Schema) string {
	switch {
	case s.Type.Is("array") && s.MaxItems != nil:
		return fmt.Sprintf("at most %d of %s with commas", *s.MaxItems, expectation(s.Items.Value))
	case s.Type.Is("array"):
		return expectation(s.Items.Value) + " with commas"
	case len(s.Enum) > 0:
		return strings.Trim(fmt.Sprint(s.Enum), "[]")
	case s.Min != nil && s.Max != nil:
		return fmt.Sprintf("%v~%v", *s.Min, *s.Max)
	case s.Min != nil:
		return fmt.Sprintf("%v or more", *s.Min)
	case s.MaxLength != nil:
		return fmt.Sprintf("at most %d characters", *s.MaxLength)
	case s.Format != "":
		return s.Format
	case s.Type != nil:
		return strings.Join(s.Type.Slice(), " ")
	}
	return "a value"
}

// clip shortens what a message quotes.
func clip(text string) string {
	const most = 64
	if len(text) <= most {
		return strings.ToValidUTF8(text, "?")
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
