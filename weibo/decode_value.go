package weibo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// kind names the kind of the next value.
func (d *decoder) kind() string {
	switch c := d.peek(); {
	case c == '"':
		return "string"
	case c == '{':
		return "object"
	case c == '[':
		return "array"
	case c == 't', c == 'f':
		return "boolean"
	case c == 'n':
		return "null"
	case c == '-', '0' <= c && c <= '9':
		return "number"
	}
	return ""
}

// unfit is the error for the next value, which is of a kind that does not belong there.
func (d *decoder) unfit(s *shape) *DecodeError {
	found := d.kind()
	if found == "" {
		return d.malformed()
	}
	start := d.pos
	if err := d.skip(); err != nil {
		return err // a truncated answer is just that
	}
	return &DecodeError{Expected: s.want, Found: found, Offset: int64(start)}
}

// absent reads the forms in which something that is not there was seen: null, false, an empty string, an empty array and
// an empty object. It returns false where the next value is something else.
func (d *decoder) absent() (bool, *DecodeError) {
	start := d.peek()
	switch start {
	case 'n':
		return true, d.word("null")
	case 'f':
		return true, d.word("false")
	case '"', '[', '{':
	default:
		return false, nil
	}
	inside := decoder{data: d.data, pos: d.pos + 1}
	end := start
	if start != '"' {
		inside.peek()
		end += 2 // as in skipAll
	}
	if inside.pos == len(d.data) || d.data[inside.pos] != end {
		return false, nil
	}
	d.pos = inside.pos + 1
	return true, nil
}

// scalar reads a string, number or flag as text, and what is absent as nothing. False may be either.
func (d *decoder) scalar(s *shape) ([]byte, *DecodeError) {
	switch c := d.peek(); c {
	case '"':
		return d.quoted()
	case 't':
		return []byte("true"), d.word("true")
	case 'f':
		return []byte("false"), d.word("false")
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return d.number()
	}
	if absent, err := d.absent(); absent || err != nil {
		return nil, err
	}
	return nil, d.unfit(s)
}

func (d *decoder) text(s *shape, v reflect.Value) *DecodeError {
	b, err := d.scalar(s)
	if err != nil {
		return err
	}
	if !utf8.Valid(b) {
		b = bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	v.SetString(d.keep(b))
	return nil
}

// keep returns b as a string. Short ones share an allocation, of a size that whoever holds on to one of them can bear.
func (d *decoder) keep(b []byte) string {
	const short, shared = 128, 1024
	if len(b) > short {
		return string(b)
	}
	if d.texts.Cap()-d.texts.Len() < len(b) {
		d.texts = strings.Builder{}
		d.texts.Grow(min(shared, len(d.data)-d.pos+len(b)))
	}
	start := d.texts.Len()
	d.texts.Write(b) // never moves what was written before: there is room
	return d.texts.String()[start:]
}

func (d *decoder) flag(s *shape, v reflect.Value) *DecodeError {
	switch d.peek() {
	case 't':
		v.SetBool(true)
		return d.word("true")
	case 'f':
		v.SetBool(false)
		return d.word("false")
	}
	return d.parse(s, func(text string) error {
		switch text {
		case "true", "1", "1.0":
			v.SetBool(true)
		case "false", "0", "0.0", "", "null":
			v.SetBool(false)
		default:
			return errors.New("not a flag")
		}
		return nil
	})
}

func (d *decoder) integer(s *shape, v reflect.Value) *DecodeError {
	if n, ok := d.common(); ok && !v.OverflowInt(n) {
		v.SetInt(n)
		return nil
	}
	return d.parse(s, func(text string) error {
		n, err := parseInt(text)
		if err == nil && v.OverflowInt(n) {
			err = strconv.ErrRange
		}
		if err == nil {
			v.SetInt(n)
		}
		return err
	})
}

// common reads a whole number as it nearly always comes. It stays where it is if the next value is anything else.
func (d *decoder) common() (n int64, ok bool) {
	d.peek()
	start := d.pos
	if d.pos < len(d.data) && d.data[d.pos] == '-' {
		d.pos++
	}
	first := d.pos
	for d.pos < len(d.data) && '0' <= d.data[d.pos] && d.data[d.pos] <= '9' {
		n = 10*n + int64(d.data[d.pos]-'0')
		d.pos++
	}
	length := d.pos - first
	ended := d.pos == len(d.data) || strings.IndexByte(",}] \n\r\t", d.data[d.pos]) >= 0
	if length == 0 || length > 18 || length > 1 && d.data[first] == '0' || !ended {
		d.pos = start
		return 0, false
	}
	if first > start {
		n = -n
	}
	return n, true
}

func (d *decoder) float(s *shape, v reflect.Value) *DecodeError {
	return d.parse(s, func(text string) error {
		f, err := parseFloat(text)
		if err == nil && v.OverflowFloat(f) {
			err = strconv.ErrRange
		}
		if err == nil {
			v.SetFloat(f)
		}
		return err
	})
}

// parse reads a number or a flag, which set takes from its text.
func (d *decoder) parse(s *shape, set func(string) error) *DecodeError {
	found := d.kind()
	start := d.pos
	b, err := d.scalar(s)
	if err != nil {
		return err
	}
	if err := set(string(b)); err != nil {
		return &DecodeError{Expected: s.want, Found: found, Offset: int64(start), Err: fmt.Errorf("%.40q: %w", b, err)}
	}
	return nil
}

var (
	errNoNumber = errors.New("not a number")
	errFraction = errors.New("not a whole number")
)

// plain returns what stands for a number without being one.
func plain(s string) (n int64, ok bool) {
	switch s {
	case "", "null", "false":
		return 0, true
	case "true":
		return 1, true
	}
	return 0, false
}

func parseInt(s string) (int64, error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, nil
	}
	if n, ok := plain(s); ok {
		return n, nil
	}
	if n := numberLen([]byte(s)); n == 0 || n != len(s) {
		return 0, errNoNumber
	}
	return parseDecimal(s)
}

// parseDecimal reads a whole number that is written with a point or an exponent, such as 20.0 or 2e1, to the last digit.
func parseDecimal(s string) (int64, error) {
	mantissa, power, _ := strings.Cut(strings.ToLower(s), "e")
	exp := 0
	if power != "" {
		var err error
		if exp, err = strconv.Atoi(power); err != nil {
			return 0, strconv.ErrRange
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	all := whole + fraction
	digits := strings.TrimRight(all, "0")
	if strings.Trim(digits, "-0") == "" {
		return 0, nil
	}
	zeros := exp - len(fraction) + len(all) - len(digits)
	if zeros < 0 {
		return 0, errFraction
	}
	if zeros > len("9223372036854775807") {
		return 0, strconv.ErrRange
	}
	n, err := strconv.ParseInt(digits+strings.Repeat("0", zeros), 10, 64)
	if err != nil {
		return 0, strconv.ErrRange
	}
	return n, nil
}

func parseFloat(s string) (float64, error) {
	if n, ok := plain(s); ok {
		return float64(n), nil
	}
	if n := numberLen([]byte(s)); n == 0 || n != len(s) {
		return 0, errNoNumber
	}
	f, err := strconv.ParseFloat(s, 64)
	if math.IsInf(f, 0) {
		return 0, strconv.ErrRange
	}
	return f, err
}

// pointer reads what may be absent. An empty object is there, if an object belongs there.
func (d *decoder) pointer(s *shape, v reflect.Value) *DecodeError {
	c := d.peek()
	gone := c == 'n'
	if s.elem.want == "object" && c != '{' || s.elem.want == "array" && c != '[' || gone {
		absent, err := d.absent()
		if err != nil {
			return err
		}
		gone = absent
	}
	if gone {
		v.SetZero()
		return nil
	}
	target := reflect.New(v.Type().Elem())
	if err := s.elem.read(d, s.elem, target.Elem()); err != nil {
		return err
	}
	v.Set(target)
	return nil
}

// begin enters an array or object. It returns false if that is absent.
func (d *decoder) begin(bracket byte, s *shape) (bool, *DecodeError) {
	if d.peek() == bracket {
		return true, d.enter()
	}
	if absent, err := d.absent(); absent || err != nil {
		return false, err
	}
	return false, d.unfit(s)
}

func (d *decoder) list(s *shape, v reflect.Value) *DecodeError {
	v.SetZero()
	there, err := d.begin('[', s)
	if err != nil || !there {
		return err
	}
	for n := 0; ; n++ {
		more, err := d.more(']', n == 0)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		v.Grow(1)
		v.SetLen(n + 1)
		if err := s.elem.read(d, s.elem, v.Index(n)); err != nil {
			return err.in(strconv.Itoa(n))
		}
	}
	if v.IsNil() {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	}
	return nil
}

func (d *decoder) members(s *shape, v reflect.Value) *DecodeError {
	v.SetZero()
	there, err := d.begin('{', s)
	if err != nil || !there {
		return err
	}
	v.Set(reflect.MakeMap(v.Type()))
	for first := true; ; first = false {
		more, err := d.more('}', first)
		if err != nil || !more {
			return err
		}
		b, err := d.name()
		if err != nil {
			return err
		}
		name := strings.ToValidUTF8(string(b), "\uFFFD")
		value := reflect.New(v.Type().Elem()).Elem()
		if err := s.elem.read(d, s.elem, value); err != nil {
			return err.in(name)
		}
		v.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), value)
	}
}

func (d *decoder) object(s *shape, v reflect.Value) *DecodeError {
	if s.id != nil && d.isID() {
		v.SetZero()
		return s.id.read(d, s.id.shape, v.Field(s.id.index))
	}
	there, err := d.begin('{', s)
	if err != nil {
		return err
	}
	if !there {
		v.SetZero()
		return nil
	}
	guess := &s.first
	for first := true; ; first = false {
		more, err := d.more('}', first)
		if err != nil || !more {
			return err
		}
		f, err := d.field(s, guess)
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		if err := f.read(d, f.shape, v.Field(f.index)); err != nil {
			return err.in(f.name())
		}
		guess = &f.next
	}
}

// field reads the name of a member and returns the field for it, with a guess which that is. Without one it skips the
// member.
func (d *decoder) field(s *shape, guess *atomic.Pointer[field]) (*field, *DecodeError) {
	d.peek()
	if f := guess.Load(); f != nil && len(d.data)-d.pos >= len(f.key) && string(d.data[d.pos:d.pos+len(f.key)]) == f.key {
		d.pos += len(f.key)
		return f, nil
	}
	name, err := d.name()
	if err != nil {
		return nil, err
	}
	if f := s.fields[string(name)]; f != nil {
		guess.Store(f)
		return f, nil
	}
	if err := d.skip(); err != nil {
		return nil, err.in(string(name))
	}
	return nil, nil
}

// isID tells whether the next value is an id, as a number or a string.
func (d *decoder) isID() bool {
	c := d.peek()
	if c == '"' && d.pos+1 < len(d.data) {
		c = d.data[d.pos+1]
	}
	return '0' <= c && c <= '9'
}

func (d *decoder) rawJSON(_ *shape, v reflect.Value) *DecodeError {
	raw, err := d.raw()
	if err != nil {
		return err
	}
	v.SetBytes(append([]byte(nil), raw...))
	return nil
}

// date reads a date. What is absent is the zero date.
func (d *decoder) date(s *shape, v reflect.Value) *DecodeError {
	if c := d.peek(); c != '"' {
		if absent, err := d.absent(); absent || err != nil {
			v.SetZero()
			return err
		}
	}
	found := d.kind()
	start := d.pos
	if err := d.skip(); err != nil {
		return err
	}
	if err := v.Addr().Interface().(*wire.Time).UnmarshalJSON(d.data[start:d.pos]); err != nil {
		return &DecodeError{Expected: s.want, Found: found, Offset: int64(start), Err: err}
	}
	return nil
}

// own lets a type read itself.
func (d *decoder) own(s *shape, v reflect.Value) *DecodeError {
	return d.with(s, func(raw []byte) error {
		return v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(raw)
	})
}

// foreign leaves a type to encoding/json: one that no model has.
func (d *decoder) foreign(s *shape, v reflect.Value) *DecodeError {
	return d.with(s, func(raw []byte) error {
		return json.Unmarshal(raw, v.Addr().Interface())
	})
}

func (d *decoder) with(s *shape, read func([]byte) error) *DecodeError {
	found := d.kind()
	start := d.pos
	raw, err := d.raw()
	if err != nil {
		return err
	}
	if err := read(raw); err != nil {
		return &DecodeError{Expected: s.want, Found: found, Offset: int64(start), Err: err}
	}
	return nil
}
