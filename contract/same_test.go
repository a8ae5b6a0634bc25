package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A tolerance says what may become of a value on its way through the client.
type tolerance int

const (
	// strict: nothing. Every member comes out as it went in.
	strict tolerance = iota
	// zeroesMayGo: a model cannot tell a member that is zero from one that is missing, so
	//   - a member that is not required and is 0, "", false or null may be missing afterwards;
	//   - null in a required member may be 0, "" or false afterwards.
	// Lists and objects are kept, empty ones too. Values without zeroes, and those with zeroes that are required, must come out
	// as they went in all the same, see [full] and [bare].
	zeroesMayGo
)

// differences says where got is not what the schema and want say.
func differences(s *openapi3.Schema, want, got any, at string, t tolerance) (all []string) {
	switch want := want.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			return memberDifferences(s, want, got, at, t)
		}
	case []any:
		if got, ok := got.([]any); ok && len(got) == len(want) {
			for i := range want {
				all = append(all, differences(itemOf(s), want[i], got[i], fmt.Sprintf("%s[%d]", at, i), t)...)
			}
			return all
		}
	case json.Number:
		if got, ok := got.(json.Number); ok && sameNumber(want, got) {
			return nil
		}
	default:
		if want == got || want == nil && isZero(got) && t == zeroesMayGo {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s is %s, want %s", at, show(got), show(want))}
}

func memberDifferences(s *openapi3.Schema, want, got map[string]any, at string, t tolerance) (all []string) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		v, ok := got[name]
		switch {
		case ok:
			all = append(all, differences(memberOf(s, name), want[name], v, at+"."+name, t)...)
		case t == zeroesMayGo && isZero(want[name]) && optional(s, name):
		default:
			all = append(all, fmt.Sprintf("%s.%s is lost: %s", at, name, show(want[name])))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			all = append(all, fmt.Sprintf("%s.%s is new: %s", at, name, show(got[name])))
		}
	}
	return all
}

// optional tells whether a member of a struct may be missing. What has no members of its own is a map, which keeps everything.
func optional(s *openapi3.Schema, name string) bool {
	if s = itself(s); s == nil {
		return false
	}
	return s.Properties[name] != nil && !slices.Contains(s.Required, name)
}

// itself is the schema that one with a description beside a reference stands for.
func itself(s *openapi3.Schema) *openapi3.Schema {
	for s != nil && len(s.AllOf) == 1 {
		s = s.AllOf[0].Value
	}
	return s
}

func itemOf(s *openapi3.Schema) *openapi3.Schema {
	if s = itself(s); s == nil || s.Items == nil {
		return nil
	}
	return s.Items.Value
}

func memberOf(s *openapi3.Schema, name string) *openapi3.Schema {
	if s = itself(s); s == nil {
		return nil
	}
	if p := s.Properties[name]; p != nil {
		return p.Value
	}
	if more := s.AdditionalProperties.Schema; more != nil {
		return more.Value
	}
	return nil
}

func sameNumber(a, b json.Number) bool {
	x, ok := new(big.Rat).SetString(a.String())
	if !ok {
		return false
	}
	y, ok := new(big.Rat).SetString(b.String())
	return ok && x.Cmp(y) == 0
}

// show writes a value for a message.
func show(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	const most = 80
	if len(b) > most {
		return string(b[:most]) + "…"
	}
	return string(b)
}

// parseTime reads a date in Weibo's own form, which is the only one that examples have.
func parseTime(s string) (time.Time, error) { return time.Parse(wire.TimeLayout, s) }
