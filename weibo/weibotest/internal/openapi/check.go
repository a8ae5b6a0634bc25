package openapi

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Mismatch is where a value is not as its schema has it.
type Mismatch struct {
	At  []string // the members and indexes that lead there
	Why string
}

func (m *Mismatch) Error() string {
	if len(m.At) == 0 {
		return m.Why
	}
	return strings.Join(m.At, ".") + ": " + m.Why
}

func mismatch(format string, args ...any) *Mismatch {
	return &Mismatch{Why: fmt.Sprintf(format, args...)}
}

// under says that the mismatch is in a member.
func (m *Mismatch) under(member string) *Mismatch {
	m.At = slices.Insert(m.At, 0, member)
	return m
}

// Check compares a value with the schema: nil, a bool, an int64, a float64, a string, a []any or a map[string]any. It returns
// the first mismatch, or nil.
func (s *Schema) Check(value any) *Mismatch {
	if value == nil {
		return s.checkNull()
	}
	if m := s.checkParts(value); m != nil {
		return m
	}
	if len(s.Enum) > 0 && !slices.ContainsFunc(s.Enum, func(e any) bool { return equal(e, value) }) {
		return mismatch("is none of %v", s.Enum)
	}
	switch value := value.(type) {
	case bool:
		return s.checkType("boolean")
	case int64:
		return s.checkNumber(float64(value))
	case float64:
		return s.checkNumber(value)
	case string:
		return s.checkText(value)
	case []any:
		return s.checkList(value)
	case map[string]any:
		return s.checkObject(value)
	}
	panic(fmt.Sprintf("openapi: a value cannot be a %T", value))
}

// checkNull lets null pass where it is said to, and where no type is.
func (s *Schema) checkNull() *Mismatch {
	switch {
	case s.Nullable:
		return nil
	case s.Type != "" || len(s.Enum) > 0:
		return mismatch("is null, and not nullable")
	}
	return s.checkParts(nil)
}

func (s *Schema) checkParts(value any) *Mismatch {
	for _, part := range s.AllOf {
		if m := part.Check(value); m != nil {
			return m
		}
	}
	fits := func(part *Schema) bool { return part.Check(value) == nil }
	if len(s.AnyOf) > 0 && !slices.ContainsFunc(s.AnyOf, fits) {
		return mismatch("fits none of several schemas")
	}
	if len(s.OneOf) > 0 && len(slices.DeleteFunc(slices.Clone(s.OneOf), func(part *Schema) bool { return !fits(part) })) != 1 {
		return mismatch("does not fit exactly one of several schemas")
	}
	return nil
}

func equal(e, value any) bool {
	if n, ok := value.(int64); ok {
		value = float64(n) // as the numbers of the description are
	}
	return e == value
}

func (s *Schema) checkType(kind string) *Mismatch {
	if s.Type != "" && s.Type != kind {
		return mismatch("is of type %s, expected %s", kind, s.Type)
	}
	return nil
}

func (s *Schema) checkNumber(n float64) *Mismatch {
	if s.Type != "number" && (s.Type != "integer" || n != math.Trunc(n)) {
		if m := s.checkType("number"); m != nil {
			return m
		}
	}
	switch {
	case s.Minimum != nil && n < *s.Minimum:
		return mismatch("is below %v", *s.Minimum)
	case s.Maximum != nil && n > *s.Maximum:
		return mismatch("is above %v", *s.Maximum)
	}
	return nil
}

func (s *Schema) checkText(text string) *Mismatch {
	if m := s.checkType("string"); m != nil {
		return m
	}
	if s.MinLength == 0 && s.MaxLength == nil && s.Pattern == nil {
		return nil
	}
	switch n := utf8.RuneCountInString(text); {
	case n < s.MinLength:
		return mismatch("is shorter than %d characters", s.MinLength)
	case s.MaxLength != nil && n > *s.MaxLength:
		return mismatch("is longer than %d characters", *s.MaxLength)
	case s.Pattern != nil && !s.Pattern.MatchString(text):
		return mismatch("does not match %s", s.Pattern)
	}
	return nil
}

func (s *Schema) checkList(list []any) *Mismatch {
	if m := s.checkType("array"); m != nil {
		return m
	}
	switch n := len(list); {
	case n < s.MinItems:
		return mismatch("has fewer than %d items", s.MinItems)
	case s.MaxItems != nil && n > *s.MaxItems:
		return mismatch("has more than %d items", *s.MaxItems)
	case s.Items == nil:
		return nil
	}
	for i, item := range list {
		if m := s.Items.Check(item); m != nil {
			return m.under(strconv.Itoa(i))
		}
	}
	return nil
}

func (s *Schema) checkObject(object map[string]any) *Mismatch {
	if m := s.checkType("object"); m != nil {
		return m
	}
	for _, name := range s.Required {
		if _, ok := object[name]; !ok {
			return mismatch("is missing").under(name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if m := s.checkMember(name, object[name]); m != nil {
			return m.under(name)
		}
	}
	return nil
}

func (s *Schema) checkMember(name string, value any) *Mismatch {
	switch more := s.Additional; {
	case s.Properties[name] != nil:
		return s.Properties[name].Check(value)
	case more.Schema != nil:
		return more.Schema.Check(value)
	case more.Allowed != nil && !*more.Allowed:
		return mismatch("is not described")
	}
	return nil
}
