package weibo

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep an answer may be nested. Those of Weibo stay below 30.
const maxDepth = 500

// A decoder reads JSON from start to end. It takes what Weibo was seen to write against the rules: raw control characters
// and broken UTF-8 in strings, and the same member twice, of which the last counts.
type decoder struct {
	data  []byte
	pos   int
	depth int
	texts strings.Builder
}

// peek skips white space and returns the byte that follows, 0 at the end.
func (d *decoder) peek() byte {
	for d.pos < len(d.data) {
		switch c := d.data[d.pos]; c {
		case ' ', '\n', '\r', '\t':
			d.pos++
		default:
			return c
		}
	}
	return 0
}

// malformed is the error for what is no JSON.
func (d *decoder) malformed() *DecodeError {
	err := io.ErrUnexpectedEOF
	if d.pos < len(d.data) {
		r, _ := utf8.DecodeRune(d.data[d.pos:])
		err = fmt.Errorf("invalid character %q", r)
	}
	return &DecodeError{Offset: int64(d.pos), Err: err}
}

// enter goes into an array or object, whose bracket comes next.
func (d *decoder) enter() *DecodeError {
	if d.depth++; d.depth > maxDepth {
		return &DecodeError{Offset: int64(d.pos), Err: fmt.Errorf("nested deeper than %d", maxDepth)}
	}
	d.pos++
	return nil
}

// more goes to the next item of an array or object, or behind its end, which is the bracket.
func (d *decoder) more(bracket byte, first bool) (bool, *DecodeError) {
	c := d.peek()
	if c == bracket {
		d.pos++
		d.depth--
		return false, nil
	}
	if first {
		return true, nil
	}
	if c != ',' {
		return false, d.malformed()
	}
	d.pos++
	if d.peek() == bracket {
		return false, d.malformed()
	}
	return true, nil
}

// name reads the name of a member, and the colon.
func (d *decoder) name() ([]byte, *DecodeError) {
	if d.peek() != '"' {
		return nil, d.malformed()
	}
	name, err := d.quoted()
	if err != nil {
		return nil, err
	}
	if d.peek() != ':' {
		return nil, d.malformed()
	}
	d.pos++
	return name, nil
}

// quoted reads a string, whose quotation mark comes next. What it returns may be part of the input.
func (d *decoder) quoted() ([]byte, *DecodeError) {
	rest := d.data[d.pos+1:]
	end := bytes.IndexByte(rest, '"')
	if end < 0 {
		d.pos = len(d.data)
		return nil, d.malformed()
	}
	if escape := bytes.IndexByte(rest[:end], '\\'); escape >= 0 {
		return d.unquote(escape)
	}
	d.pos += end + 2
	return rest[:end], nil
}

// unquote reads a string with escapes in it, the first after plain bytes.
func (d *decoder) unquote(plain int) ([]byte, *DecodeError) {
	d.pos++
	text := append(make([]byte, 0, 2*plain+64), d.data[d.pos:d.pos+plain]...)
	d.pos += plain
	for d.pos < len(d.data) {
		switch c := d.data[d.pos]; c {
		case '"':
			d.pos++
			return text, nil
		case '\\':
			r, err := d.escape()
			if err != nil {
				return nil, err
			}
			text = utf8.AppendRune(text, r)
		default:
			text = append(text, c)
			d.pos++
		}
	}
	return nil, d.malformed()
}

// escape reads what a backslash begins. Half of a surrogate pair becomes U+FFFD.
func (d *decoder) escape() (rune, *DecodeError) {
	d.pos++
	if d.pos == len(d.data) {
		return 0, d.malformed()
	}
	switch c := d.data[d.pos]; c {
	case 'u':
		d.pos--
		return d.unicode()
	case '"', '\\', '/':
		d.pos++
		return rune(c), nil
	default:
		i := bytes.IndexByte([]byte("bfnrt"), c)
		if i < 0 {
			return 0, d.malformed()
		}
		d.pos++
		return rune("\b\f\n\r\t"[i]), nil
	}
}

// unicode reads \u1234, or two of them that make up one character.
func (d *decoder) unicode() (rune, *DecodeError) {
	r, ok := d.unit()
	if !ok {
		return 0, d.malformed()
	}
	if utf16.IsSurrogate(r) {
		before := d.pos
		if low, ok := d.unit(); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, nil
			}
		}
		d.pos = before
		return utf8.RuneError, nil
	}
	return r, nil
}

func (d *decoder) unit() (rune, bool) {
	const length = len(`\u1234`)
	rest := d.data[d.pos:]
	if len(rest) < length || rest[0] != '\\' || rest[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(rest[2:length]), 16, 16)
	if err != nil {
		return 0, false
	}
	d.pos += length
	return rune(n), true
}

// number reads a number as it stands.
func (d *decoder) number() ([]byte, *DecodeError) {
	n := numberLen(d.data[d.pos:])
	if n == 0 {
		d.pos++ // the minus sign is right, what follows is not
		return nil, d.malformed()
	}
	d.pos += n
	return d.data[d.pos-n : d.pos], nil
}

// numberLen returns the length of the number that b begins with, 0 if there is none.
func numberLen(b []byte) int {
	i := 0
	if i < len(b) && b[i] == '-' {
		i++
	}
	whole := digits(b[i:])
	if whole == 0 {
		return 0
	}
	if b[i] == '0' {
		whole = 1
	}
	i += whole
	if i < len(b) && b[i] == '.' {
		if n := digits(b[i+1:]); n > 0 {
			i += 1 + n
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		sign := 1
		if i+1 < len(b) && (b[i+1] == '+' || b[i+1] == '-') {
			sign = 2
		}
		if n := digits(b[min(i+sign, len(b)):]); n > 0 {
			i += sign + n
		}
	}
	return i
}

func digits(b []byte) int {
	for i, c := range b {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(b)
}

// word reads true, false or null.
func (d *decoder) word(word string) *DecodeError {
	for i := range len(word) {
		if d.pos == len(d.data) || d.data[d.pos] != word[i] {
			return d.malformed()
		}
		d.pos++
	}
	return nil
}

// skip goes behind the next value.
func (d *decoder) skip() *DecodeError {
	switch c := d.peek(); c {
	case '"':
		_, err := d.quoted()
		return err
	case '{', '[':
		return d.skipAll(c)
	case 't':
		return d.word("true")
	case 'f':
		return d.word("false")
	case 'n':
		return d.word("null")
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		_, err := d.number()
		return err
	}
	return d.malformed()
}

func (d *decoder) skipAll(bracket byte) *DecodeError {
	if err := d.enter(); err != nil {
		return err
	}
	for first := true; ; first = false {
		more, err := d.more(bracket+2, first) // ] follows [ at a distance of two, as } follows {
		if err != nil || !more {
			return err
		}
		if bracket == '{' {
			if _, err := d.name(); err != nil {
				return err
			}
		}
		if err := d.skip(); err != nil {
			return err
		}
	}
}

// raw returns the next value as it stands, in JSON that any library reads. It may be part of the input.
func (d *decoder) raw() ([]byte, *DecodeError) {
	d.peek()
	start := d.pos
	if err := d.skip(); err != nil {
		return nil, err
	}
	return repair(d.data[start:d.pos]), nil
}

// repair escapes the control characters that stand in the strings of a value, and replaces broken UTF-8.
func repair(value []byte) []byte {
	if !utf8.Valid(value) {
		value = bytes.ToValidUTF8(value, []byte("\uFFFD"))
	}
	if !bytes.ContainsFunc(value, func(r rune) bool { return r < ' ' }) {
		return value
	}
	repaired := make([]byte, 0, len(value)+16)
	inside := false
	for i, c := range value {
		switch {
		case c == '"' && !escaped(value[:i]):
			inside = !inside
		case c < ' ' && inside:
			repaired = fmt.Appendf(repaired, `\u%04x`, c)
			continue
		}
		repaired = append(repaired, c)
	}
	return repaired
}

// escaped tells whether before ends with an odd number of backslashes.
func escaped(before []byte) bool {
	return (len(before)-len(bytes.TrimRight(before, `\`)))%2 == 1
}
