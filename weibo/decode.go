package weibo

import (
	"bytes"
	"reflect"
	"unicode"
)

// decode reads JSON into result, a pointer. There is one pass for all answers, however far they are from the model: at each
// value the decoder takes what it finds for what belongs there, if there is a way.
func decode(body []byte, result any) error {
	v := reflect.ValueOf(result).Elem()
	d := &decoder{data: body}
	if err := d.whole(shapeOf(v.Type()), v); err != nil {
		return err
	}
	return nil
}

// whole reads a value behind which nothing may follow. An answer is never an empty string or false: a list without items
// and an object without members come as an empty array.
func (d *decoder) whole(s *shape, v reflect.Value) *DecodeError {
	if c := d.peek(); (c == '"' || c == 'f') && (s.want == "object" || s.want == "array") {
		return d.unfit(s)
	}
	if err := s.read(d, s, v); err != nil {
		return err
	}
	if d.peek(); d.pos < len(d.data) {
		return d.malformed()
	}
	return nil
}

// decodeAnswer reads the answer to a call into result, a pointer, in the form that clean leaves. If the library of
// [WithJSON] refuses it, nothing that the library wrote stays.
func (s *settings) decodeAnswer(body []byte, envelope string, result any) error {
	if s.unmarshal != nil && s.unmarshal(body, result) == nil {
		return nil
	}
	v := reflect.ValueOf(result).Elem()
	v.SetZero()
	if envelope == "" || len(body) == 0 {
		return decode(body, result)
	}
	switch want := shapeOf(v.Type()).want; {
	case body[0] == '[' && want == "object":
		return decodeBare(body, envelope, v)
	case body[0] == '{' && want == "array":
		return decodeBoxed(body, envelope, v)
	}
	return decode(body, result)
}

// decodeBare reads a list that came without the object around it.
func decodeBare(body []byte, envelope string, result reflect.Value) error {
	f := shapeOf(result.Type()).fields[envelope]
	if f == nil {
		return decode(body, result.Addr().Interface())
	}
	return decode(body, result.Field(f.index).Addr().Interface())
}

// decodeBoxed reads a list that came with an object around it.
func decodeBoxed(body []byte, envelope string, result reflect.Value) error {
	list := reflect.StructField{Name: "List", Type: reflect.PointerTo(result.Type()), Tag: reflect.StructTag(`json:"` + envelope + `"`)}
	box := reflect.New(reflect.StructOf([]reflect.StructField{list}))
	if err := decode(body, box.Interface()); err != nil {
		return err
	}
	if there := box.Elem().Field(0); !there.IsNil() {
		result.Set(there.Elem())
		return nil
	}
	return decode(body, result.Addr().Interface())
}

// clean takes away what stands around the JSON of an answer: a byte order mark, white space and the like, a callback.
func clean(body []byte) []byte {
	body = bytes.TrimFunc(body, blank)
	if n := callbackLen(body); n > 0 {
		if call := bytes.TrimRightFunc(bytes.TrimRight(body, ";"), blank); call[len(call)-1] == ')' {
			return bytes.TrimFunc(call[n:len(call)-1], blank)
		}
	}
	return body
}

func blank(r rune) bool { return unicode.IsSpace(r) || r == 0 || r == '\uFEFF' }

// callbackLen returns the length of the name and bracket that a JSONP answer begins with, 0 if it does not.
func callbackLen(body []byte) int {
	for i, c := range body {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_', c == '$':
		case i > 0 && ('0' <= c && c <= '9' || c == '.'):
		case i > 0 && c == '(':
			return i + 1
		default:
			return 0
		}
	}
	return 0
}
