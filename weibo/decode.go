package weibo

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// lenient is how every answer is read: repeated members and broken UTF-8 do not matter.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// tolerant reads answers in which the kinds of values are not what the description says.
var tolerant = json.JoinOptions(lenient, json.WithUnmarshalers(json.JoinUnmarshalers(
	json.UnmarshalFromFunc(func(d *jsontext.Decoder, v *int64) error { return number(d, v, parseInt[int64]) }),
	json.UnmarshalFromFunc(func(d *jsontext.Decoder, v *int) error { return number(d, v, parseInt[int]) }),
	json.UnmarshalFromFunc(func(d *jsontext.Decoder, v *float64) error { return number(d, v, parseFloat) }),
	json.UnmarshalFromFunc(truth),
	json.UnmarshalFromFunc(text),
	json.UnmarshalFromFunc(absent),
)))

// decode reads JSON into result, a pointer. What fits the description is read at full speed; only what does not is read
// again with tolerance.
func decode(body []byte, result any) error {
	err := json.Unmarshal(body, result, lenient)
	var kind *json.SemanticError
	if !errors.As(err, &kind) {
		return err
	}
	reflect.ValueOf(result).Elem().SetZero()
	return json.Unmarshal(body, result, tolerant)
}

func number[T int | int64 | float64](d *jsontext.Decoder, v *T, parse func(string) (T, error)) error {
	switch d.PeekKind() {
	case '0', '"':
		tok, err := d.ReadToken()
		if err != nil {
			return err
		}
		if *v = 0; tok.String() == "" {
			return nil
		}
		if *v, err = parse(tok.String()); err != nil {
			return fmt.Errorf("%.64q is not a number", tok.String())
		}
		return nil
	case 'n', 'f', 't':
		tok, err := d.ReadToken()
		if *v = 0; tok.Kind() == 't' {
			*v = 1
		}
		return err
	}
	return errors.ErrUnsupported
}

func parseInt[T int | int64](s string) (T, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err == nil && int64(T(n)) == n {
		return T(n), nil
	}
	f, err := strconv.ParseFloat(s, 64) // 20.0
	if n := T(f); err == nil && float64(n) == f {
		return n, nil
	}
	return 0, strconv.ErrRange
}

func parseFloat(s string) (float64, error) { return strconv.ParseFloat(s, 64) }

// truth reads a flag: true, 1, "1", "true" and what says the contrary.
func truth(d *jsontext.Decoder, v *bool) error {
	switch d.PeekKind() {
	case '0', '"', 'n', 't', 'f':
	default:
		return errors.ErrUnsupported
	}
	tok, err := d.ReadToken()
	if err != nil {
		return err
	}
	switch tok.String() {
	case "true", "1":
		*v = true
	case "false", "0", "", "null":
		*v = false
	default:
		return fmt.Errorf("%.64q is not a flag", tok.String())
	}
	return nil
}

// text reads a string, or a number or flag as the string it would be.
func text(d *jsontext.Decoder, v *string) error {
	switch d.PeekKind() {
	case '0', '"', 't', 'f':
		tok, err := d.ReadToken()
		*v = tok.String()
		return err
	case 'n':
		*v = ""
		return d.SkipValue()
	case '[', '{':
		return emptyValue(d, reflect.ValueOf(v).Elem())
	}
	return errors.ErrUnsupported
}

// absent reads the forms in which an object or a list may be missing: an empty string, an empty list, false.
func absent(d *jsontext.Decoder, v any) error {
	target := reflect.ValueOf(v).Elem()
	switch target.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Struct:
	default:
		return errors.ErrUnsupported
	}
	if _, own := v.(json.Unmarshaler); own {
		return errors.ErrUnsupported
	}
	switch kind := d.PeekKind(); {
	case kind == '0':
		return onlyID(d, target)
	case kind == 'f', kind == 'n':
	case kind == '"', kind == '[' && target.Kind() != reflect.Slice, kind == '{' && target.Kind() == reflect.Slice:
		return emptyValue(d, target)
	default:
		return errors.ErrUnsupported
	}
	target.SetZero()
	return d.SkipValue()
}

// onlyID reads a number where an object belongs: with trim_user a user is nothing but an id.
func onlyID(d *jsontext.Decoder, target reflect.Value) error {
	if target.Kind() == reflect.Pointer {
		target.Set(reflect.New(target.Type().Elem()))
		target = target.Elem()
	}
	if target.Kind() != reflect.Struct {
		return errors.ErrUnsupported
	}
	id := target.FieldByName("ID")
	if !id.IsValid() || id.Kind() != reflect.Int64 {
		return errors.ErrUnsupported
	}
	return number(d, id.Addr().Interface().(*int64), parseInt[int64])
}

// emptyValue reads a value that must be empty, since it is of the wrong kind otherwise.
func emptyValue(d *jsontext.Decoder, target reflect.Value) error {
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	switch string(raw) {
	case `""`, `[]`, `{}`:
		target.SetZero()
		return nil
	}
	return fmt.Errorf("a %s where a %s belongs", raw.Kind(), target.Kind())
}
