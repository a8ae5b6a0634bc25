package weibo

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// Unmarshal decodes an answer of Weibo that was stored, into one of the models of package weiboapi or into a type of your
// own. It takes all that a call takes, however the kinds of the values differ from the model: numbers in strings, strings
// as numbers, flags as 0, 1, "1" or "true", false, null, "", [] or {} where nothing is there, the id of a user instead of
// the user, a callback around the JSON, control characters and broken UTF-8 inside it. Members that v does not have are
// passed over; if one comes twice, the last counts. Whole numbers never lose digits.
//
// v must be a pointer. The error is a *[DecodeError]; what v holds then is undefined. It does not look for a refusal in the
// body: that of a failed call decodes into weiboapi.ErrorBody.
func Unmarshal(data []byte, v any) error {
	if target := reflect.ValueOf(v); target.Kind() != reflect.Pointer || target.IsNil() {
		return fmt.Errorf("weibo: Unmarshal into %T, which is no pointer or nil", v)
	}
	return decode(clean(data), v)
}

// A DecodeError tells where an answer cannot be understood, and why. From a call it comes inside an *[Error], which has the
// status, the headers and the body.
type DecodeError struct {
	Path     string // where in the answer, as a JSON pointer such as /statuses/3/user/id; empty for the answer itself
	Expected string // integer, number, string, boolean, object, array, date or a type of Go; empty if the answer is no JSON
	Found    string // number, string, boolean, object, array or null; empty if the answer is no JSON
	Offset   int64  // in bytes, from the start of the JSON, which a byte order mark or a callback may precede
	Err      error  // more about it, or nil. An answer that breaks off has io.ErrUnexpectedEOF here
}

func (e *DecodeError) Error() string {
	var b strings.Builder
	if e.Path != "" {
		fmt.Fprintf(&b, "%s: ", e.Path)
	}
	if e.Expected != "" {
		fmt.Fprintf(&b, "found %s, expected %s", e.Found, e.Expected)
		if e.Err != nil {
			b.WriteString(": ")
		}
	}
	if e.Err != nil {
		b.WriteString(e.Err.Error())
	}
	fmt.Fprintf(&b, " at byte %d", e.Offset)
	return b.String()
}

// Unwrap returns Err.
func (e *DecodeError) Unwrap() error { return e.Err }

// in says that the error is inside a member or item.
func (e *DecodeError) in(name string) *DecodeError {
	e.Path = "/" + pointerEscapes.Replace(name) + e.Path
	return e
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// WithJSON lets another library decode answers, such as Unmarshal of github.com/goccy/go-json or of
// github.com/bytedance/sonic, which are faster than this package. What the library refuses is read again with the tolerance
// of [Unmarshal]; so the library should be strict, as encoding/json is. It must be safe for use by several goroutines.
func WithJSON(unmarshal func(data []byte, v any) error) Option {
	return func(s *settings) error {
		if unmarshal == nil {
			return errors.New("WithJSON: no function")
		}
		s.unmarshal = unmarshal
		return nil
	}
}
