package weibo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/spec"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// TestEveryKindChange decodes the example answer of every operation, and each object in it once more for each way in which
// one of its members may come in another kind. The rest of the object must stay as it was. An object that many answers have
// is tried in one.
func TestEveryKindChange(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(spec.Document())
	if err != nil {
		t.Fatal(err)
	}
	results := resultTypes()
	x := &changes{t: t, tried: map[member]bool{}}
	for path, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			content := jsonAnswer(op)
			if content == nil {
				continue
			}
			result := results[strings.ToLower(op.OperationID)]
			if result == nil {
				t.Errorf("no method for %s", op.OperationID)
				continue
			}
			x.path = path
			answer := contentExample(content)
			x.decode(result, encoded(t, answer), "")
			x.walk(content.Schema.Value, result, answer, "")
		}
	}
	t.Logf("%d changes", x.count)
	if x.count < 10000 {
		t.Errorf("only %d changes were tried", x.count)
	}
}

func jsonAnswer(op *openapi3.Operation) *openapi3.MediaType {
	if ok := op.Responses.Value("200"); ok != nil {
		return ok.Value.Content.Get("application/json")
	}
	return nil
}

// resultTypes returns what each method of a service decodes into, by the id of the operation in small letters.
func resultTypes() map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for service := range reflect.TypeFor[weiboapi.API]().Fields() {
		for method := range service.Type.Methods() {
			if method.Type.NumOut() != 2 {
				continue
			}
			result := method.Type.Out(0)
			if all, ok := result.MethodByName("All"); ok && strings.HasPrefix(result.Elem().Name(), "Stream[") {
				result = all.Type.Out(0).In(0).In(0) // iter.Seq2[*T, error]
			}
			if result.Kind() == reflect.Pointer {
				result = result.Elem()
			}
			types[strings.ToLower(service.Name+method.Name)] = result
		}
	}
	return types
}

// changes tries kind changes.
type changes struct {
	t     *testing.T
	path  string
	tried map[member]bool
	count int
}

type member struct {
	schema *openapi3.Schema
	name   string
}

func encoded(t *testing.T, value any) []byte {
	t.Helper()
	b, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (x *changes) decode(typ reflect.Type, answer []byte, where string) any {
	v := reflect.New(typ)
	if err := weibo.Unmarshal(answer, v.Interface()); err != nil {
		x.t.Errorf("%s%s: %v", x.path, where, err)
	}
	return v.Interface()
}

// walk goes through a value of a schema and its members. In Go it is of type typ.
func (x *changes) walk(s *openapi3.Schema, typ reflect.Type, value any, at string) {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch value := value.(type) {
	case []any:
		if s.Items == nil || typ.Kind() != reflect.Slice {
			return
		}
		for i, item := range value {
			x.walk(s.Items.Value, typ.Elem(), item, at+"/"+strconv.Itoa(i))
		}
	case map[string]any:
		if typ.Kind() != reflect.Struct {
			return // JSON as it comes, or a map
		}
		for name, property := range properties(s) {
			if _, there := value[name]; !there {
				continue
			}
			if field, ok := fieldFor(typ, name); ok {
				x.walk(property, field.Type, value[name], at+"/"+name)
			}
			if m := (member{s, name}); !x.tried[m] {
				x.tried[m] = true
				x.member(property, typ, value, name, at+"/"+name)
			}
		}
	}
}

func fieldFor(typ reflect.Type, name string) (reflect.StructField, bool) {
	for f := range typ.Fields() {
		if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == name {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// member tries the forms of one member of an object, which is of type typ.
func (x *changes) member(s *openapi3.Schema, typ reflect.Type, object map[string]any, name, at string) {
	was := object[name]
	same, gone := alternatives(s, was)
	asItWas := x.decode(typ, encoded(x.t, object), at)
	delete(object, name)
	without := x.decode(typ, encoded(x.t, object), at+" (left out)")
	object[name] = mark
	marked := encoded(x.t, object)
	object[name] = was
	x.try(typ, marked, at, same, asItWas)
	x.try(typ, marked, at, gone, without)
}

// mark stands for the member that changes.
const mark = "the changing member"

func (x *changes) try(typ reflect.Type, marked []byte, at string, forms []string, want any) {
	for _, form := range forms {
		x.count++
		answer := bytes.Replace(marked, []byte(`"`+mark+`"`), []byte(form), 1)
		if got := x.decode(typ, answer, at+" as "+form); !reflect.DeepEqual(got, want) {
			x.t.Errorf("%s%s as %s changes the rest: %s", x.path, at, form, different(got, want))
		}
	}
}

func different(got, want any) string {
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	return fmt.Sprintf("got\n%.600s, want\n%.600s", a, b)
}

// alternatives returns the other forms in which a value may come, and those that say that there is none.
func alternatives(s *openapi3.Schema, was any) (same, gone []string) {
	gone = []string{`null`, `""`, `[]`, `{}`}
	switch typeOf(s) {
	case "array":
		return nil, []string{`null`, `""`, `{}`, `false`}
	case "object":
		return nil, []string{`null`, `""`, `[]`, `false`}
	case "integer", "number":
		if n, ok := was.(float64); ok {
			text, power := strconv.FormatFloat(n, 'f', -1, 64), strconv.FormatFloat(n, 'e', -1, 64)
			same = []string{`"` + text + `"`, power, `"` + power + `"`}
			if n == math.Trunc(n) {
				same = append(same, text+`.0`, `"`+text+`.0"`)
			}
		}
		return same, append(gone, `false`, `"null"`)
	case "boolean":
		if was == true {
			return []string{`1`, `"1"`, `"true"`}, append(gone, `"null"`)
		}
		return []string{`0`, `"0"`, `"false"`}, append(gone, `"null"`)
	case "string":
		if text, _ := was.(string); wholeNumber.MatchString(text) {
			same = []string{text}
		}
		return same, gone
	}
	return nil, nil
}

var wholeNumber = regexp.MustCompile(`^(0|-?[1-9]\d*)$`)

// typeOf returns the type of a schema, "" for any JSON.
func typeOf(s *openapi3.Schema) string {
	for _, kind := range []string{"object", "array", "string", "integer", "number", "boolean"} {
		if s.Type.Is(kind) && !(kind == "object" && len(properties(s)) == 0 && s.AdditionalProperties.Schema == nil) {
			return kind
		}
	}
	for _, part := range s.AllOf {
		if kind := typeOf(part.Value); kind != "" {
			return kind
		}
	}
	return ""
}

func properties(s *openapi3.Schema) map[string]*openapi3.Schema {
	all := map[string]*openapi3.Schema{}
	for name, p := range s.Properties {
		all[name] = p.Value
	}
	for _, part := range s.AllOf {
		maps.Copy(all, properties(part.Value))
	}
	return all
}

// contentExample returns the example of a body, or one put together from those of its members.
func contentExample(content *openapi3.MediaType) any {
	if content.Example != nil {
		return content.Example
	}
	for _, name := range slices.Sorted(maps.Keys(content.Examples)) {
		return content.Examples[name].Value.Value
	}
	value, _ := schemaExample(content.Schema.Value, nil)
	return value
}

// schemaExample returns false where a schema is inside itself.
func schemaExample(s *openapi3.Schema, outer []*openapi3.Schema) (any, bool) {
	if slices.Contains(outer, s) {
		return nil, false
	}
	outer = append(slices.Clip(outer), s)
	switch choices := slices.Concat(s.OneOf, s.AnyOf); {
	case s.Example != nil:
		return s.Example, true
	case len(choices) > 0:
		return schemaExample(choices[0].Value, outer)
	case s.Type.Is("array"):
		if item, ok := schemaExample(s.Items.Value, outer); ok {
			return []any{item}, true
		}
		return []any{}, true
	case s.Type.Is("object"), len(s.AllOf) > 0:
		object := map[string]any{}
		for _, part := range s.AllOf {
			v, ok := schemaExample(part.Value, outer)
			members, isObject := v.(map[string]any)
			if !isObject {
				return v, ok
			}
			maps.Copy(object, members)
		}
		for name, p := range s.Properties {
			if v, ok := schemaExample(p.Value, outer); ok {
				object[name] = v
			}
		}
		return object, true
	}
	return nil, s.Nullable
}
