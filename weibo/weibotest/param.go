package weibotest

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed4635ade2/weibo-go/weibo/text"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
)

// A param is a parameter of an operation.
type param struct {
	name      string
	schema    *openapi.Schema
	required  bool
	inForm    bool   // it is of the form, which a JSON document may stand in for
	repeated  bool   // it is a list, and sent once for each value
	separator string // between the values of other lists
	remoteIP  bool   // the client fills it with the address of the user
	file      bool   // it is a picture
	anyFile   bool   // or, as it is, a file of any kind
	maxBytes  int64  // of the picture
	maxHan    int    // length of a text in Han characters, 0 if there is no limit
	standard  any    // the default
}

var int64Schema = &openapi.Schema{Type: "integer", Format: "int64"}

// newParam makes a parameter. If it is a list, explode tells that it is sent once for each value.
func newParam(name string, schema *openapi.Schema, required, explode bool) *param {
	p := &param{
		name:      name,
		schema:    schema,
		required:  required,
		repeated:  explode && schema.Type == "array",
		separator: ",",
		remoteIP:  schema.FilledBy == "remote-ip",
		file:      schema.Format == "binary",
		anyFile:   schema.AnyFile,
		maxBytes:  schema.MaxBytes,
		maxHan:    schema.MaxHan,
		standard:  schema.Default,
	}
	if schema.Format == "tilde-int64" { // a list that OpenAPI has no words for
		p.separator = "~"
		p.schema = &openapi.Schema{Type: "array", Items: int64Schema, MaxItems: schema.MaxItems}
	}
	if n, ok := schema.Default.(float64); ok && schema.Type == "integer" {
		p.standard = int64(n)
	}
	return p
}

// value returns what the texts sent for a parameter stand for: an int64, a float64, a bool, a string, or a []any of those.
// Only of a parameter that is to be repeated more than one text counts.
func (p *param) value(sent []string) (any, error) {
	if !p.repeated {
		sent = sent[:1]
	}
	v, err := p.convert(sent)
	if list, ok := v.([]any); ok && p.name == "ids" && p.schema.MaxItems != nil && len(list) > *p.schema.MaxItems {
		return nil, refuse(20009)
	}
	if err != nil || p.schema.Check(v) != nil {
		return nil, invalid(p.name, p.expectation(), strings.Join(sent, ", "))
	}
	if p.maxHan > 0 && text.Length(sent[0]) > 2*p.maxHan {
		return nil, p.tooLong(sent[0])
	}
	return v, nil
}

// tooLong has the code of what the limit is about, where there is one.
func (p *param) tooLong(text string) error {
	switch {
	case p.maxHan == maxHan:
		return refuse(20012)
	case p.name == "name" && p.maxHan == maxGroupName:
		return refuse(20601)
	case p.name == "description" && p.maxHan == maxGroupDescription:
		return refuse(20602)
	}
	return invalid(p.name, fmt.Sprintf("at most %d Han characters", p.maxHan), text)
}

func (p *param) convert(sent []string) (any, error) {
	if p.schema.Type == "array" {
		return list(p.schema.Items, p.parts(sent))
	}
	return scalar(p.schema, sent[0])
}

// parts returns the values of a list as they were sent.
func (p *param) parts(sent []string) []string {
	if p.repeated {
		return sent
	}
	var parts []string
	for part := range strings.SplitSeq(sent[0], p.separator) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

func scalar(schema *openapi.Schema, text string) (any, error) {
	switch {
	case schema.Type == "integer":
		return strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	case schema.Type == "number":
		return finite(text)
	case schema.Type == "boolean":
		return word(text)
	case !utf8.ValidString(text), schema.Format == "json" && !json.Valid([]byte(text)):
		return nil, strconv.ErrSyntax
	}
	return text, nil
}

// finite reads a number that JSON can hold too.
func finite(text string) (any, error) {
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, strconv.ErrRange
	}
	return f, err
}

// word reads the words true and false, and nothing else that package strconv takes for a bool.
func word(text string) (any, error) {
	switch text {
	case "true", "false":
		return text == "true", nil
	}
	return nil, strconv.ErrSyntax
}

func list(item *openapi.Schema, parts []string) (any, error) {
	values := make([]any, len(parts))
	for i, part := range parts {
		v, err := scalar(item, part)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

// expectation says in a few words what a parameter takes.
func (p *param) expectation() string {
	if p.schema.Type != "array" {
		return expectation(p.schema)
	}
	words := expectation(p.schema.Items)
	if p.schema.MaxItems != nil {
		words = fmt.Sprintf("at most %d of %s", *p.schema.MaxItems, words)
	}
	switch {
	case p.repeated:
		return words + ", each in a parameter of its own"
	case p.separator == ",":
		return words + " with commas"
	}
	return words + " with " + p.separator
}

func expectation(s *openapi.Schema) string {
	switch {
	case len(s.Enum) > 0:
		return strings.Trim(fmt.Sprint(s.Enum), "[]")
	case s.Minimum != nil && s.Maximum != nil:
		return fmt.Sprintf("%v~%v", *s.Minimum, *s.Maximum)
	case s.Minimum != nil:
		return fmt.Sprintf("%v or more", *s.Minimum)
	case s.MaxLength != nil:
		return fmt.Sprintf("at most %d characters", *s.MaxLength)
	case s.Format != "":
		return s.Format
	case s.Type != "":
		return s.Type
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
