package contract

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// A method is one of the typed client: func(ctx, params, opts...) (result, error).
type method struct {
	call   reflect.Value
	params reflect.Type
	fields map[string]int // the field of the parameters that is sent under a name
}

// findMethod finds the method of an operation.
func findMethod(api any, o *operation) (*method, error) {
	service := reflect.ValueOf(api).FieldByName(o.tag())
	if !service.IsValid() {
		return nil, fmt.Errorf("the client has no service %s", o.tag())
	}
	m := service.MethodByName(o.name())
	if !m.IsValid() {
		return nil, fmt.Errorf("the client has no method %s", o.goName())
	}
	t := m.Type()
	if t.NumIn() != 3 || t.In(0) != reflect.TypeFor[context.Context]() || t.In(1).Kind() != reflect.Struct || !t.IsVariadic() ||
		t.NumOut() != 2 || t.Out(1) != reflect.TypeFor[error]() {
		return nil, fmt.Errorf("%s is a %s", o.goName(), t)
	}
	fields, err := fieldNames(t.In(1))
	return &method{m, t.In(1), fields}, err
}

// result is the type of the answer.
func (m *method) result() reflect.Type { return m.call.Type().Out(0) }

// do makes the call.
func (m *method) do(ctx context.Context, values map[string]any, opts ...wire.Option) (reflect.Value, error) {
	params, err := m.fill(values)
	if err != nil {
		return reflect.Value{}, err
	}
	in := []reflect.Value{reflect.ValueOf(ctx), params}
	for _, o := range opts {
		in = append(in, reflect.ValueOf(o))
	}
	out := m.call.Call(in)
	err, _ = out[1].Interface().(error)
	return out[0], err
}

// fill sets the fields that are sent under the names of values.
func (m *method) fill(values map[string]any) (reflect.Value, error) {
	params := reflect.New(m.params).Elem()
	for name, v := range values {
		i, ok := m.fields[name]
		if !ok {
			return params, fmt.Errorf("no field of %s is sent as %s", m.params, name)
		}
		if err := set(params.Field(i), v); err != nil {
			return params, fmt.Errorf("%s.%s: %w", m.params, m.params.Field(i).Name, err)
		}
	}
	return params, nil
}

// methodNames returns the names of all methods of all services.
func methodNames(api any) (names []string) {
	for service, v := range reflect.ValueOf(api).Fields() {
		for m := range v.Type().Methods() {
			names = append(names, service.Name+"."+m.Name)
		}
	}
	return names
}

// fieldNames finds out under which name each field of a struct of parameters is sent: it sets one at a time and looks at what
// is written then.
func fieldNames(t reflect.Type) (map[string]int, error) {
	fields := map[string]int{}
	without, err := written(reflect.New(t))
	if err != nil {
		return nil, err
	}
	for i := range t.NumField() {
		params := reflect.New(t)
		if err := set(params.Elem().Field(i), probe(t.Field(i).Type)); err != nil {
			return nil, fmt.Errorf("%s.%s: %w", t, t.Field(i).Name, err)
		}
		with, err := written(params)
		if err != nil {
			return nil, err
		}
		names := changed(without, with)
		if len(names) != 1 {
			return nil, fmt.Errorf("%s.%s is sent as %d parameters: %s", t, t.Field(i).Name, len(names), strings.Join(names, ", "))
		}
		if other, ok := fields[names[0]]; ok {
			return nil, fmt.Errorf("%s.%s and %s are both sent as %s", t, t.Field(i).Name, t.Field(other).Name, names[0])
		}
		fields[names[0]] = i
	}
	return fields, nil
}

// written returns what a struct of parameters writes.
func written(params reflect.Value) (notes, error) {
	p, ok := params.Interface().(wire.Params)
	if !ok {
		return nil, fmt.Errorf("%s has no method Encode", params.Type())
	}
	n := notes{}
	e := wire.NewEncoder(n, "")
	p.Encode(&e)
	return n, nil
}

// changed returns the names under which there is something else.
func changed(before, after notes) (names []string) {
	for name, texts := range after {
		if !slices.Equal(texts, before[name]) {
			names = append(names, name)
		}
	}
	return names
}

// notes is a [wire.Sink] that writes down what it is given.
type notes map[string][]string

func (n notes) add(name string, v any) { n[name] = append(n[name], fmt.Sprint(v)) }

func (n notes) Text(name, value string)                        { n.add(name, value) }
func (n notes) Int(name string, value int64)                   { n.add(name, value) }
func (n notes) Float(name string, value float64)               { n.add(name, value) }
func (n notes) Texts(name string, values []string)             { n.add(name, values) }
func (n notes) Ints(name string, v []int64, _ string)          { n.add(name, v) }
func (n notes) Picture(name string, _ *weibo.Picture, _ int64) { n.add(name, "picture") }
func (n notes) JSON(any)                                       { n.add(documentName, "document") }

// probe returns a value that can be put into a field of any type that parameters have.
func probe(t reflect.Type) any {
	switch {
	case t == reflect.TypeFor[*weibo.Picture](), t == reflect.TypeFor[*wire.File]():
		return jpeg
	case t == reflect.TypeFor[json.RawMessage]():
		return "{}"
	}
	switch t.Kind() {
	case reflect.Bool:
		return true
	case reflect.Int, reflect.Int64, reflect.Float64:
		return json.Number("1")
	case reflect.String:
		return "1"
	case reflect.Slice:
		return []any{probe(t.Elem())}
	case reflect.Pointer:
		if t.Elem().Kind() != reflect.Struct {
			return probe(t.Elem())
		}
	}
	return map[string]any{}
}

// set puts a value of the description into a field.
func set(field reflect.Value, v any) error {
	switch f := field.Addr().Interface().(type) {
	case **weibo.Picture:
		if b, ok := v.([]byte); ok {
			*f = weibo.PictureBytes(b)
			return nil
		}
	case **wire.File:
		if b, ok := v.([]byte); ok {
			*f = wire.FileOf(weibo.PictureBytes(b))
			return nil
		}
	case *[]string:
		if s, ok := v.(string); ok { // with commas
			*f = strings.Split(s, ",")
			return nil
		}
	case *json.RawMessage:
		if s, ok := v.(string); ok {
			*f = json.RawMessage(s)
			return nil
		}
	case *bool:
		if n, ok := v.(json.Number); ok { // a flag
			*f = n != "0"
			return nil
		}
	case *[]int64:
		if s, ok := v.(string); ok { // with tildes
			return setInts(f, strings.Split(s, "~"))
		}
	case **bool:
		*f = new(bool)
		return set(field.Elem(), v)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, field.Addr().Interface())
}

func setInts(f *[]int64, texts []string) error {
	for _, s := range texts {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return err
		}
		*f = append(*f, n)
	}
	return nil
}
