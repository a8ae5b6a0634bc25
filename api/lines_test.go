package api

import (
	"fmt"
	"go/constant"
	"go/types"
	"slices"
)

// lines writes the exported names of a package, one a line and sorted: what a program that uses the package may depend on.
// Names of parameters and tags of members are left out, because they may change.
func lines(pkg *types.Package) []string {
	d := &dump{pkg: pkg}
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if obj := scope.Lookup(name); obj.Exported() {
			d.object(obj)
		}
	}
	slices.Sort(d.lines)
	return slices.Compact(d.lines)
}

type dump struct {
	pkg   *types.Package
	lines []string
}

func (d *dump) add(format string, args ...any) {
	d.lines = append(d.lines, fmt.Sprintf(format, args...))
}

func (d *dump) object(obj types.Object) {
	switch obj := obj.(type) {
	case *types.Const:
		d.constant(obj)
	case *types.Var:
		d.add("var %s %s", obj.Name(), d.typ(obj.Type()))
	case *types.Func:
		d.add("func %s%s", obj.Name(), d.signature(obj.Signature()))
	case *types.TypeName:
		d.typeName(obj)
	}
}

// constant leaves out the value of a constant named Version, which changes with each release.
func (d *dump) constant(c *types.Const) {
	if c.Name() == "Version" {
		d.add("const %s %s", c.Name(), d.typ(c.Type()))
		return
	}
	value := c.Val().ExactString()
	if c.Val().Kind() == constant.Float {
		value = c.Val().String()
	}
	d.add("const %s %s = %s", c.Name(), d.typ(c.Type()), value)
}

func (d *dump) typeName(obj *types.TypeName) {
	if obj.IsAlias() {
		d.add("type %s = %s", obj.Name(), d.typ(types.Unalias(obj.Type())))
		return
	}
	named := obj.Type().(*types.Named)
	name := obj.Name() + d.typeParams(named.TypeParams())
	switch under := named.Underlying().(type) {
	case *types.Struct:
		d.add("type %s struct", name)
		d.fields(obj.Name(), under)
	default:
		d.add("type %s %s", name, d.typ(under)) // of an interface all methods in one line: one more breaks who implements it
	}
	if !types.IsInterface(named) {
		d.methods(obj.Name(), named)
	}
}

// fields lists the exported members, and those that an embedded struct without a name of its own lends.
func (d *dump) fields(name string, s *types.Struct) {
	for field := range s.Fields() {
		switch under := deref(field.Type()).Underlying().(type) {
		case *types.Struct:
			if field.Embedded() && !field.Exported() {
				d.fields(name, under)
			}
		}
		switch {
		case !field.Exported():
		case field.Embedded():
			d.add("type %s struct, embedded %s", name, d.typ(field.Type()))
		default:
			d.add("type %s struct, %s %s", name, field.Name(), d.typ(field.Type()))
		}
	}
}

// methods lists the exported methods, also those that an embedded type lends, with the receiver that they need.
func (d *dump) methods(name string, named *types.Named) {
	byValue := types.NewMethodSet(named)
	for method := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		fn := method.Obj().(*types.Func)
		if !fn.Exported() {
			continue
		}
		receiver := "*" + name
		if byValue.Lookup(fn.Pkg(), fn.Name()) != nil {
			receiver = name
		}
		d.add("method (%s) %s%s", receiver, fn.Name(), d.signature(fn.Signature()))
	}
}

func (d *dump) typeParams(list *types.TypeParamList) string {
	if list.Len() == 0 {
		return ""
	}
	var s string
	for p := range list.TypeParams() {
		s += ", " + p.Obj().Name() + " " + d.typ(p.Constraint())
	}
	return "[" + s[2:] + "]"
}

// signature writes a signature without the names of its parameters.
func (d *dump) signature(sig *types.Signature) string {
	unnamed := types.NewSignatureType(nil, nil, nil, nameless(sig.Params()), nameless(sig.Results()), sig.Variadic())
	return d.typeParams(sig.TypeParams()) + d.typ(unnamed)[len("func"):]
}

func nameless(tuple *types.Tuple) *types.Tuple {
	var vars []*types.Var
	for v := range tuple.Variables() {
		vars = append(vars, types.NewVar(v.Pos(), v.Pkg(), "", v.Type()))
	}
	return types.NewTuple(vars...)
}

func (d *dump) typ(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p == d.pkg {
			return ""
		}
		return p.Name()
	})
}

func deref(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}
