package wire

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Sink takes the names and values of parameters in whatever form a carrier sends them.
type Sink interface {
	Text(name, value string)
	Int(name string, value int64)
	Float(name string, value float64)
	Texts(name string, values []string)
	Ints(name string, values []int64, separator string)
	Picture(name string, pic *Picture, limit int64)
	// JSON takes the document that is the body of the call.
	JSON(document any)
}

// A ParamError is one parameter that cannot be sent as it is. Nothing was sent.
type ParamError struct {
	Param   string // its name on the wire
	Problem string
	Err     error // what caused it, if something did
}

func (e *ParamError) Error() string { return e.Param + ": " + e.Problem }

// Unwrap returns what caused the problem.
func (e *ParamError) Unwrap() error { return e.Err }

// An Encoder checks parameters and writes those that are set to a [Sink].
type Encoder struct {
	sink     Sink
	remoteIP string
	problems []error
}

// NewEncoder returns an Encoder that writes to sink. The address remoteIP stands in where a parameter asks for the address
// of the acting user and has none.
func NewEncoder(sink Sink, remoteIP string) Encoder {
	return Encoder{sink: sink, remoteIP: remoteIP}
}

// Problems returns what was wrong with the parameters, a *[ParamError] each.
func (e *Encoder) Problems() []error { return e.problems }

func (e *Encoder) problem(name, format string, args ...any) {
	e.problems = append(e.problems, &ParamError{Param: name, Problem: fmt.Sprintf(format, args...)})
}

// A Param is a parameter just written, for the checks that follow. It has as much as the compiler keeps in registers.
type Param struct {
	e    *Encoder
	name string
	size float64 // the number, or the length of a text or a list; no number if the parameter was not set
}

func (e *Encoder) param(name string, size float64, set bool) Param {
	if !set {
		size = math.NaN()
	}
	return Param{e, name, size}
}

func (p Param) set() bool { return p.size == p.size }

// Text writes value unless it is empty.
func (e *Encoder) Text(name, value string) Param {
	if value != "" {
		e.sink.Text(name, value)
	}
	return e.param(name, float64(utf8.RuneCountInString(value)), value != "")
}

// Int writes value unless it is zero.
func (e *Encoder) Int(name string, value int64) Param {
	if value != 0 {
		e.sink.Int(name, value)
	}
	return e.param(name, float64(value), value != 0)
}

// IntZero writes value, zero too.
func (e *Encoder) IntZero(name string, value int64) Param {
	e.sink.Int(name, value)
	return e.param(name, float64(value), true)
}

// Float writes value unless it is zero.
func (e *Encoder) Float(name string, value float64) Param {
	if value == 0 {
		return e.param(name, 0, false)
	}
	return e.FloatZero(name, value)
}

// FloatZero writes value, zero too.
func (e *Encoder) FloatZero(name string, value float64) Param {
	if math.IsNaN(value) {
		e.problem(name, "is not a number")
	}
	e.sink.Float(name, value)
	return e.param(name, value, true)
}

// Flag writes 1 if value is true.
func (e *Encoder) Flag(name string, value bool) Param {
	if value {
		e.sink.Int(name, 1)
	}
	return e.param(name, 0, value)
}

// FlagZero writes 1 or 0.
func (e *Encoder) FlagZero(name string, value bool) Param {
	var n int64
	if value {
		n = 1
	}
	e.sink.Int(name, n)
	return e.param(name, 0, true)
}

// Word writes the word true if value is true.
func (e *Encoder) Word(name string, value bool) Param {
	if value {
		e.sink.Text(name, "true")
	}
	return e.param(name, 0, value)
}

// WordZero writes the word true or the word false.
func (e *Encoder) WordZero(name string, value bool) Param {
	e.sink.Text(name, strconv.FormatBool(value))
	return e.param(name, 0, true)
}

// Texts writes values, with commas between them, unless there are none.
func (e *Encoder) Texts(name string, values []string) Param {
	if len(values) > 0 {
		e.sink.Texts(name, values)
	}
	return e.param(name, float64(len(values)), len(values) > 0)
}

// Ints writes values, with commas between them, unless there are none.
func (e *Encoder) Ints(name string, values []int64) Param {
	if len(values) > 0 {
		e.sink.Ints(name, values, ",")
	}
	return e.param(name, float64(len(values)), len(values) > 0)
}

// Tildes writes values, with tildes between them, unless there are none.
func (e *Encoder) Tildes(name string, values []int64) Param {
	if len(values) > 0 {
		e.sink.Ints(name, values, "~")
	}
	return e.param(name, float64(len(values)), len(values) > 0)
}

// Each writes the parameter once for each of values.
func (e *Encoder) Each(name string, values []string) Param {
	for _, v := range values {
		e.sink.Text(name, v)
	}
	return e.param(name, float64(len(values)), len(values) > 0)
}

// JSON writes the document that is the body of the call.
func (e *Encoder) JSON(document any, given bool) Param {
	if given {
		e.sink.JSON(document)
	}
	return e.param("body", 0, given)
}

// Picture writes a picture of at most limit bytes, unless there is none.
func (e *Encoder) Picture(name string, pic *Picture, limit int64) Param {
	if pic != nil {
		e.sink.Picture(name, pic, limit)
	}
	return e.param(name, 0, pic != nil)
}

// File writes a file of at most limit bytes, or of any size if that is 0, unless there is none.
func (e *Encoder) File(name string, file *File, limit int64) Param {
	if file != nil {
		e.sink.Picture(name, file.content(), limit)
	}
	return e.param(name, 0, file != nil)
}

// Keyword writes value, which must have one of some words in it, in whatever case, unless it is empty.
func (e *Encoder) Keyword(name, value string, words ...string) Param {
	in := func(word string) bool { return strings.Contains(strings.ToLower(value), word) }
	if value != "" && !slices.ContainsFunc(words, in) {
		e.problem(name, "has none of these names in it: %s", strings.Join(words, ", "))
	}
	return e.Text(name, value)
}

// RemoteIP writes value, or else the address that the carrier was given for the acting user.
func (e *Encoder) RemoteIP(name, value string) Param {
	if value == "" {
		value = e.remoteIP
	}
	return e.Text(name, value)
}

// IntPtr writes what value points to, zero too, unless it is nil.
func (e *Encoder) IntPtr(name string, value *int) Param {
	if value == nil {
		return e.param(name, 0, false)
	}
	return e.IntZero(name, int64(*value))
}

// FloatPtr writes what value points to, zero too, unless it is nil.
func (e *Encoder) FloatPtr(name string, value *float64) Param {
	if value == nil {
		return e.param(name, 0, false)
	}
	return e.FloatZero(name, *value)
}

// FlagPtr writes 1 or 0, unless value is nil.
func (e *Encoder) FlagPtr(name string, value *bool) Param {
	if value == nil {
		return e.param(name, 0, false)
	}
	return e.FlagZero(name, *value)
}

// WordPtr writes the word true or the word false, unless value is nil.
func (e *Encoder) WordPtr(name string, value *bool) Param {
	if value == nil {
		return e.param(name, 0, false)
	}
	return e.WordZero(name, *value)
}

// The checks are small so that the compiler takes them inline; what they do when something is wrong is apart.

// Required notes a problem if the parameter was not set.
func (p Param) Required() Param {
	if !p.set() {
		p.problem("is required")
	}
	return p
}

// Between notes a problem if the parameter is set to a number out of range.
func (p Param) Between(least, most float64) Param {
	if p.size < least || p.size > most {
		p.problem("%s is out of range: %s to %s", decimal(p.size), decimal(least), decimal(most))
	}
	return p
}

// AtLeast notes a problem if the parameter is set to a lower number.
func (p Param) AtLeast(least float64) Param {
	if p.size < least {
		p.problem("%s is out of range: at least %s", decimal(p.size), decimal(least))
	}
	return p
}

// AtMost notes a problem if the parameter has more elements or characters.
func (p Param) AtMost(most float64) Param {
	if p.size > most {
		p.problem("has a length of %s: at most %s", decimal(p.size), decimal(most))
	}
	return p
}

func decimal(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

//go:noinline
func (p Param) problem(format string, args ...any) {
	p.e.problem(p.name, format, args...)
}

// Together notes a problem if some of the parameters are set and others are not.
func (e *Encoder) Together(params ...Param) {
	if n := count(params); n != 0 && n != len(params) {
		for _, p := range params {
			if !p.set() {
				e.problem(p.name, "is required with %s", names(params, Param.set))
			}
		}
	}
}

// ExactlyOne notes a problem unless one of the parameters is set, and no other.
func (e *Encoder) ExactlyOne(params ...Param) {
	if count(params) != 1 {
		e.problem(names(params, Param.any), "exactly one of them is needed")
	}
}

// AtMostOne notes a problem if several of the parameters are set.
func (e *Encoder) AtMostOne(params ...Param) {
	if count(params) > 1 {
		e.problem(names(params, Param.any), "at most one of them may be given")
	}
}

// AtLeastOne notes a problem if none of the parameters is set.
func (e *Encoder) AtLeastOne(params ...Param) {
	if count(params) == 0 {
		e.problem(names(params, Param.any), "at least one of them is needed")
	}
}

func count(params []Param) (n int) {
	for _, p := range params {
		if p.set() {
			n++
		}
	}
	return n
}

func (p Param) any() bool { return true }

// names lists the parameters that are wanted.
func names(params []Param, wanted func(Param) bool) string {
	var list []string
	for _, p := range params {
		if wanted(p) {
			list = append(list, p.name)
		}
	}
	return strings.Join(list, ", ")
}
