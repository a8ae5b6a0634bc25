package gateway

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// args takes the parameters of an action as a JSON object.
type args struct {
	action   *Action
	buf      []byte
	sent     []string
	problems []error
}

// noAddress stands in for the address of the acting user, which the API wants and the gateway does not have.
const noAddress = "-"

// encode returns the arguments for params, or what is wrong with them.
func (a *Action) encode(params wire.Params) ([]byte, error) {
	if a.takesPicture() {
		return nil, &PictureError{*a}
	}
	s := &args{action: a, buf: []byte{'{'}}
	e := wire.NewEncoder(s, noAddress)
	params.Encode(&e)
	s.complete()
	if problems := append(e.Problems(), s.problems...); len(problems) > 0 {
		return nil, &weibo.ParamsError{Problems: problems}
	}
	return append(s.buf, '}'), nil
}

// complete adds what the gateway wants and the API does not, or else has as a default.
func (s *args) complete() {
	for i := range s.action.Params {
		p := &s.action.Params[i]
		switch {
		case !p.Required || slices.Contains(s.sent, p.Name):
		case p.Default == "":
			s.problem(p.Name, "is required by the gateway")
		case p.Type == "string":
			s.write(p.Name, quoted(p.Default))
		default:
			s.write(p.Name, []byte(p.Default))
		}
	}
}

func (s *args) problem(name, format string, values ...any) {
	s.problems = append(s.problems, &weibo.ParamError{Param: name, Problem: fmt.Sprintf(format, values...)})
}

// param returns the parameter that takes a value, or nil if there is none or it has one.
func (s *args) param(name string) *Param {
	p := s.action.param(name)
	switch {
	case p == nil && s.action.Params == nil:
		s.problem(name, "the gateway has no parameters for %s", s.action.Path())
	case p == nil:
		s.problem(name, "the gateway does not have it for %s, which takes %s", s.action.Path(), s.action.names())
	case slices.Contains(s.sent, name):
		s.problem(name, "the gateway takes one value; how several are sent is not known")
		return nil
	}
	return p
}

func (s *args) write(name string, value []byte) {
	if len(s.sent) > 0 {
		s.buf = append(s.buf, ',')
	}
	s.sent = append(s.sent, name)
	s.buf = append(append(append(s.buf, quoted(name)...), ':'), value...)
}

// Text writes a text. A number in a text goes as one, where that is what the action wants.
func (s *args) Text(name, value string) {
	if value == noAddress && s.action.param(name) == nil {
		return
	}
	p := s.param(name)
	if p == nil {
		return
	}
	n, err := strconv.ParseInt(value, 10, 64)
	switch whole := err == nil && strconv.FormatInt(n, 10) == value; {
	case p.Type == "string" || p.Separator != "":
		s.write(name, quoted(value))
	case whole:
		s.int(p, n)
	case p.Type == "number" && isNumber(value):
		s.write(name, []byte(value))
	default:
		s.write(name, quoted(value))
	}
}

// isNumber tells whether a text is a number in JSON.
func isNumber(text string) bool {
	return text != "" && strings.ContainsRune("-0123456789", rune(text[0])) && json.Valid([]byte(text))
}

// Int writes a whole number.
func (s *args) Int(name string, value int64) {
	if p := s.param(name); p != nil {
		s.int(p, value)
	}
}

// maxExact is the largest whole number that every reader of JSON keeps. The gateway takes numbers in texts as well, so larger
// ones go so.
const maxExact = 1<<53 - 1

func (s *args) int(p *Param, n int64) {
	if p.Min != 0 && n < p.Min {
		s.problem(p.Name, "%d is out of range: at least %d through the gateway", n, p.Min)
	}
	if p.Max != 0 && n > p.Max {
		s.problem(p.Name, "%d is out of range: at most %d through the gateway", n, p.Max)
	}
	text := strconv.FormatInt(n, 10)
	if p.Type == "string" || n > maxExact || n < -maxExact {
		s.write(p.Name, quoted(text))
		return
	}
	s.write(p.Name, []byte(text))
}

// Float writes a number. What is none is a problem that the encoder has noted, or out of every range.
func (s *args) Float(name string, value float64) {
	if p := s.param(name); p != nil && !math.IsNaN(value) && !math.IsInf(value, 0) {
		s.write(name, strconv.AppendFloat(nil, value, 'f', -1, 64))
	}
}

// Texts writes a list of texts.
func (s *args) Texts(name string, values []string) { s.list(name, values) }

// Ints writes a list of whole numbers. What stands between them is up to the action.
func (s *args) Ints(name string, values []int64, _ string) {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = strconv.FormatInt(v, 10)
	}
	s.list(name, texts)
}

func (s *args) list(name string, values []string) {
	p := s.param(name)
	switch {
	case p == nil:
		return
	case p.Separator == "" && len(values) > 1:
		s.problem(name, "the gateway takes one value; how several are sent is not known")
	case p.MaxItems > 0 && len(values) > p.MaxItems:
		s.problem(name, "has a length of %d: at most %d through the gateway", len(values), p.MaxItems)
	}
	s.write(name, quoted(strings.Join(values, p.Separator)))
}

// Picture notes a picture, which no action takes that gets this far.
func (s *args) Picture(name string, _ *wire.Picture, _ int64) {
	s.problem(name, "how the gateway takes pictures is not known")
}

// JSON notes a document.
func (s *args) JSON(any) { s.problem("body", "the gateway takes no document") }

// quoted returns a text as JSON.
func quoted(text string) []byte {
	b, _ := json.Marshal(text) // a text can always be written
	return b
}
