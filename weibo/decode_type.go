package weibo

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A shape is what the decoder knows about a type of Go.
type shape struct {
	read   func(*decoder, *shape, reflect.Value) *DecodeError
	want   string            // the kind of JSON that belongs there, for errors
	elem   *shape            // of a pointer, list or map
	fields map[string]*field // of a struct, by the names of the members
	id     *field            // of a struct that may come as its id alone
	first  atomic.Pointer[field]
}

// A field of a struct. Answers keep the order of their members, so the one that came next the last time is tried before the
// map is asked.
type field struct {
	key   string // name and colon, as they stand in JSON
	index int
	*shape
	next atomic.Pointer[field]
}

func (f *field) name() string { return f.key[1 : len(f.key)-len(`":`)] }

var shapes = struct {
	sync.RWMutex
	of map[reflect.Type]*shape
}{of: map[reflect.Type]*shape{}}

func shapeOf(t reflect.Type) *shape {
	shapes.RLock()
	s := shapes.of[t]
	shapes.RUnlock()
	if s != nil {
		return s
	}
	shapes.Lock()
	defer shapes.Unlock()
	return newShape(t)
}

var (
	rawType         = reflect.TypeFor[json.RawMessage]()
	timeType        = reflect.TypeFor[wire.Time]()
	tagType         = reflect.TypeFor[wire.Tag]()
	userType        = reflect.TypeFor[weiboapi.User]()
	unmarshalerType = reflect.TypeFor[json.Unmarshaler]()
)

// newShape makes the shape of a type and of all that is in it. A type may be inside itself.
func newShape(t reflect.Type) *shape {
	if s := shapes.of[t]; s != nil {
		return s
	}
	s := &shape{read: (*decoder).foreign, want: t.String()}
	shapes.of[t] = s
	switch pointer := reflect.PointerTo(t); {
	case t == rawType:
		s.read = (*decoder).rawJSON
	case t == timeType:
		s.read, s.want = (*decoder).date, "date"
	case t == tagType:
		s.read, s.want = (*decoder).own, "object"
	case pointer.Implements(unmarshalerType):
		s.read = (*decoder).own
	default:
		s.ofKind(t)
	}
	return s
}

func (s *shape) ofKind(t reflect.Type) {
	switch t.Kind() {
	case reflect.Bool:
		s.read, s.want = (*decoder).flag, "boolean"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		s.read, s.want = (*decoder).integer, "integer"
	case reflect.Float32, reflect.Float64:
		s.read, s.want = (*decoder).float, "number"
	case reflect.String:
		s.read, s.want = (*decoder).text, "string"
	case reflect.Pointer:
		s.elem = newShape(t.Elem())
		s.read, s.want = (*decoder).pointer, s.elem.want
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 { // bytes are in base64
			s.elem = newShape(t.Elem())
			s.read, s.want = (*decoder).list, "array"
		}
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			s.elem = newShape(t.Elem())
			s.read, s.want = (*decoder).members, "object"
		}
	case reflect.Struct:
		if fields, ok := fieldsOf(t); ok {
			s.read, s.want, s.fields = (*decoder).object, "object", fields
			if t == userType {
				s.id = fields["id"]
			}
		}
	}
}

// fieldsOf returns the fields of a struct. It returns false for one with another struct embedded, the rules of which are
// left to others.
func fieldsOf(t reflect.Type) (map[string]*field, bool) {
	fields := make(map[string]*field, t.NumField())
	for f := range t.Fields() {
		tag := f.Tag.Get("json")
		if f.Anonymous || strings.Contains(tag, ",inline") {
			return nil, false
		}
		if !f.IsExported() || tag == "-" {
			continue
		}
		name, _, _ := strings.Cut(tag, ",")
		if name == "" {
			name = f.Name
		}
		fields[name] = &field{key: `"` + name + `":`, index: f.Index[0], shape: newShape(f.Type)}
	}
	return fields, true
}
