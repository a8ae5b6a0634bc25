package reference

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// Go returns the call as a statement with the typed client. The error says which value the client cannot send.
func (c *Call) Go() (string, error) {
	service, method := c.method()
	fields, err := c.fields(method.Type.In(2))
	if err != nil {
		return "", err
	}
	results := "err"
	if method.Type.NumOut() > 1 {
		results = "answer, err"
	}
	params := strings.TrimPrefix(method.Type.In(2).String(), "weiboapi.")
	return fmt.Sprintf("%s := client.%s.%s(ctx, weiboapi.%s{%s})", results, service, method.Name, params, fields), nil
}

// Client returns the statement that makes the client of the Go line, for a server such as http://localhost:8080.
func (c *Call) Client(base string) string {
	credentials := "weibo.WithToken(" + strconv.Quote(c.Token) + ")"
	if c.Token == "" {
		credentials = "weibo.WithAppKey(" + strconv.Quote(c.AppKey) + ")"
	}
	return fmt.Sprintf("client, err := weibo.NewClient(weibo.WithBaseURL(%q), %s)", base, credentials)
}

// method finds what package weiboapi has for the operation. The names there follow from the description, but not by a rule
// that could be repeated here.
func (o *Operation) method() (service string, m reflect.Method) {
	services := reflect.TypeFor[weiboapi.API]()
	for i := range services.NumField() {
		field := services.Field(i)
		if fold(field.Name) != fold(o.Resource.Name) {
			continue
		}
		for m := range methods(field.Type) {
			if fold(field.Name+m.Name) == fold(o.ID) {
				return field.Name, m
			}
		}
	}
	panic("reference: package weiboapi has no " + o.ID)
}

func methods(t reflect.Type) func(yield func(reflect.Method) bool) {
	return func(yield func(reflect.Method) bool) {
		for i := range t.NumMethod() {
			if !yield(t.Method(i)) {
				return
			}
		}
	}
}

// fold makes names alike that differ in underscores and in capitals only.
func fold(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// fields writes the parameters that are set, in the order of the struct, on lines of their own if they are many.
func (c *Call) fields(params reflect.Type) (string, error) {
	var all []string
	for i := range params.NumField() {
		field := params.Field(i)
		value, err := c.field(field)
		if err != nil {
			return "", err
		}
		if value != "" {
			all = append(all, field.Name+": "+value)
		}
	}
	if line := strings.Join(all, ", "); len(line) <= 80 {
		return line, nil
	}
	return "\n\t" + strings.Join(all, ",\n\t") + ",\n", nil
}

// field writes one parameter, or nothing if it is not set.
func (c *Call) field(field reflect.StructField) (string, error) {
	if field.Name == "Body" && c.Document != nil {
		return c.documentLiteral(field.Type)
	}
	p := c.paramOf(field.Name)
	if p == nil {
		return "", fmt.Errorf("reference: %s has no parameter for %s", c.Name, field.Name)
	}
	if field.Type == reflect.TypeFor[*wire.Picture]() {
		if file, ok := c.Files[p.Name]; ok {
			return "weibo.PictureFile(" + strconv.Quote(baseName(file.Name)) + ")", nil
		}
		return "", nil
	}
	text := c.Values[p.Name]
	if text == "" {
		return "", nil
	}
	v := reflect.New(field.Type).Elem()
	if err := p.set(v, text); err != nil {
		return "", fmt.Errorf("%s: %w", p.Name, err)
	}
	if v.IsZero() {
		return "", nil
	}
	return literal(v), nil
}

func (o *Operation) paramOf(field string) *Param {
	for _, p := range o.Params {
		if p.goName == field || p.goName == "" && fold(p.Name) == fold(field) {
			return p
		}
	}
	return nil
}

func (c *Call) documentLiteral(t reflect.Type) (string, error) {
	if c.JSON == "" {
		return "", nil
	}
	v := reflect.New(t)
	if err := json.Unmarshal([]byte(c.JSON), v.Interface()); err != nil {
		return "", err
	}
	return literal(v.Elem()), nil
}

var errNoFlag = errors.New("neither 0 nor 1")

// set sets a field to what a text on the wire stands for.
func (p *Param) set(v reflect.Value, text string) error {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return p.set(v.Elem(), text)
	case reflect.String:
		v.SetString(text)
		return nil
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		v.SetInt(n)
		return reasonOf(err)
	case reflect.Float64:
		f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		v.SetFloat(f)
		return reasonOf(err)
	case reflect.Bool:
		switch text {
		case "0", "1", "true", "false":
			v.SetBool(text == "1" || text == "true")
			return nil
		}
		return errNoFlag
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(text))
			return nil
		}
		return p.setList(v, text)
	}
	return fmt.Errorf("reference: a parameter of type %s", v.Type())
}

// reasonOf leaves out of an error which function it comes from.
func reasonOf(err error) error {
	if e := (*strconv.NumError)(nil); errors.As(err, &e) {
		return e.Err
	}
	return err
}

func (p *Param) setList(v reflect.Value, text string) error {
	separator := p.separator
	if separator == "" {
		separator = ","
	}
	for item := range strings.SplitSeq(text, separator) {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		e := reflect.New(v.Type().Elem()).Elem()
		if err := p.set(e, item); err != nil {
			return err
		}
		v.Set(reflect.Append(v, e))
	}
	return nil
}

// literal writes a value in Go.
func literal(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		if v.Elem().Kind() == reflect.Struct {
			return "&" + literal(v.Elem())
		}
		return "new(" + typed(v.Elem()) + ")"
	case reflect.Interface:
		return literal(v.Elem())
	case reflect.String:
		return strconv.Quote(v.String())
	case reflect.Struct:
		return v.Type().String() + "{" + members(v) + "}"
	case reflect.Map:
		return mapLiteral(v)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return v.Type().String() + "(" + raw(string(v.Bytes())) + ")"
		}
		items := make([]string, v.Len())
		for i := range items {
			items[i] = literal(v.Index(i))
		}
		return v.Type().String() + "{" + strings.Join(items, ", ") + "}"
	}
	return fmt.Sprint(v.Interface())
}

// typed writes a number so that it has its type where nothing else says so.
func typed(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Int64, reflect.Float64:
		return v.Type().String() + "(" + literal(v) + ")"
	}
	return literal(v)
}

// raw writes a text without escapes where it can.
func raw(text string) string {
	if strconv.CanBackquote(text) {
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}

func members(v reflect.Value) string {
	var all []string
	for i := range v.NumField() {
		if field := v.Type().Field(i); field.IsExported() && !v.Field(i).IsZero() {
			all = append(all, field.Name+": "+literal(v.Field(i)))
		}
	}
	return strings.Join(all, ", ")
}

func mapLiteral(v reflect.Value) string {
	var all []string
	for _, key := range v.MapKeys() {
		all = append(all, literal(key)+": "+literal(v.MapIndex(key)))
	}
	return v.Type().String() + "{" + strings.Join(all, ", ") + "}"
}
