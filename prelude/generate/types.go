package main

import (
	"fmt"
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
)

// emitter collects the prelude's lines by key: a name, or a tag with its
// keyword.
type emitter struct {
	table    *cdecl.Table
	exported map[string]bool
	lines    map[string]string
	queue    []string // internal typedefs that lines refer to
}

func newEmitter(table *cdecl.Table, exported map[string]bool) *emitter {
	return &emitter{table: table, exported: exported, lines: map[string]string{}}
}

// emitAll makes every line.
func (e *emitter) emitAll() {
	for name := range e.table.Names() {
		if d, _ := e.table.Lookup(name); e.wanted(d) {
			e.decl(d)
		}
	}
	e.macros()
	for kind, tag := range e.table.Tags() {
		e.tag(kind, tag)
	}
	for len(e.queue) > 0 {
		d, _ := e.table.Lookup(e.queue[0])
		e.queue = e.queue[1:]
		e.decl(d)
	}
}

// hidden are names that the shell or ctypes.Predeclared define.
var hidden = map[string]bool{"errno": true, "assert": true, "NULL": true, "true": true, "false": true, "bool": true, "offsetof": true}

func isHidden(name string) bool {
	_, predeclared := ctypes.Predeclared()[name]
	return hidden[name] || predeclared
}

// wanted says whether a declared name is for the prelude: public, and exported
// if it is a function or a variable.
func (e *emitter) wanted(d *cdecl.Decl) bool {
	if isHidden(d.Name) {
		return false
	}
	switch d.Kind {
	case cdecl.FunctionDecl:
		return !d.Inline && e.exported[d.Symbol] && !strings.HasPrefix(d.Name, "__") && !usesFloat128(d)
	case cdecl.VariableDecl:
		return e.exported[d.Symbol] && !strings.HasPrefix(d.Name, "_")
	}
	return !strings.HasPrefix(d.Name, "_")
}

// usesFloat128 says whether a function is one of the _FloatN variants.
func usesFloat128(d *cdecl.Decl) bool {
	for _, suffix := range []string{"f32", "f64", "f128", "f32x", "f64x"} {
		base, isVariant := strings.CutSuffix(strings.TrimSuffix(d.Name, "_r"), suffix)
		if isVariant && base != "" {
			return true
		}
	}
	return strings.Contains(ctypes.Declare(d.Type, ""), "_Float") || strings.HasPrefix(d.Name, "f32") || strings.HasPrefix(d.Name, "f64")
}

// decl makes the line of a declared name.
func (e *emitter) decl(d *cdecl.Decl) {
	if e.lines[d.Name] != "" {
		return
	}
	switch d.Kind {
	case cdecl.TypedefDecl:
		t := d.Type.(*ctypes.Typedef)
		align := ""
		if t.AlignTo > 0 {
			align = fmt.Sprintf(" __attribute__((aligned(%d)))", t.AlignTo)
		}
		e.lines[d.Name] = "typedef " + e.declare(e.publish(t.Under, d.Name), d.Name) + align + ";"
	case cdecl.FunctionDecl:
		e.lines[d.Name] = e.declare(e.publish(d.Type, ""), d.Name) + label(d) + ";"
	case cdecl.VariableDecl:
		e.lines[d.Name] = "extern " + e.declare(e.publish(d.Type, ""), d.Name) + label(d) + ";"
	case cdecl.ConstantDecl:
		if text, ok := e.valueText(d.Value); ok {
			e.lines[d.Name] = "= " + text
		}
	}
}

// label is the asm label of a symbol that differs from the name.
func label(d *cdecl.Decl) string {
	if d.Symbol == d.Name {
		return ""
	}
	return fmt.Sprintf(" __asm__(%q)", d.Symbol)
}

// tag makes the line of a complete struct, union or enum.
func (e *emitter) tag(kind, tag string) {
	t, _ := e.table.Tag(kind, tag, false)
	switch t := t.(type) {
	case *ctypes.Record:
		if t.Complete() && tag != "_IO_FILE" {
			e.lines[kind+" "+tag] = kind + " " + tag + " " + e.body(t) + ";"
		}
	case *ctypes.Enum:
		if t.Under() != nil {
			e.lines[kind+" "+tag] = kind + " " + tag + " " + enumBody(t) + ";"
		}
	}
}

// publish replaces glibc's internal typedef names by the public ones, or by
// what they stand for. self is the typedef being declared, if any.
func (e *emitter) publish(t ctypes.Type, self string) ctypes.Type {
	switch t := t.(type) {
	case *ctypes.Typedef:
		return e.publishTypedef(t, self)
	case *ctypes.Qualified:
		return ctypes.Qualify(e.publish(t.Under, self), t.Quals)
	case *ctypes.Pointer:
		if r, ok := t.Elem.(*ctypes.Record); ok && r.Tag == "__va_list_tag" {
			return ctypes.Predeclared()["va_list"]
		}
		return ctypes.PointerTo(e.publish(t.Elem, self))
	case *ctypes.Array:
		return ctypes.ArrayOf(e.publish(t.Elem, self), t.Len)
	case *ctypes.Func:
		f := *t
		f.Result = e.publish(t.Result, self)
		f.Params = nil
		for _, p := range t.Params {
			f.Params = append(f.Params, ctypes.Param{Name: publicName(p.Name), Type: e.publish(p.Type, self)})
		}
		return &f
	}
	return t
}

func (e *emitter) publishTypedef(t *ctypes.Typedef, self string) ctypes.Type {
	if t.Name == "__builtin_va_list" || t.Name == "__gnuc_va_list" {
		return ctypes.Predeclared()["va_list"]
	}
	if !strings.HasPrefix(t.Name, "_") {
		return t
	}
	if public := publicName(t.Name); public != self {
		if d, ok := e.table.Lookup(public); ok && d.Kind == cdecl.TypedefDecl && ctypes.Identical(d.Type, t) {
			return d.Type
		}
	}
	if r, ok := t.Under.(*ctypes.Record); ok && r.Tag == "" && self == "" {
		e.queue = append(e.queue, t.Name)
		return t
	}
	return e.publish(t.Under, self)
}

// publicName is an internal name without the underscores before it, unless a
// keyword would remain.
func publicName(name string) string {
	public := strings.TrimLeft(name, "_")
	switch public {
	case "", "new", "signed", "unsigned", "register", "default", "long", "int", "char", "short", "const", "volatile":
		return name
	}
	return public
}

// anonymous is how ctypes spells a type without a tag.
const anonymous = " {…}"

// declare is a declaration with the body of a type without a tag in place.
func (e *emitter) declare(t ctypes.Type, name string) string {
	text := ctypes.Declare(t, name)
	if !strings.Contains(text, anonymous) {
		return text
	}
	switch base := baseOf(t).(type) {
	case *ctypes.Record:
		return strings.Replace(text, anonymous, " "+e.body(base), 1)
	case *ctypes.Enum:
		return strings.Replace(text, anonymous, " "+enumBody(base), 1)
	}
	return text
}

// baseOf is the type that a declaration of t begins with.
func baseOf(t ctypes.Type) ctypes.Type {
	for {
		switch u := t.(type) {
		case *ctypes.Qualified:
			t = u.Under
		case *ctypes.Pointer:
			t = u.Elem
		case *ctypes.Array:
			t = u.Elem
		case *ctypes.Func:
			t = u.Result
		default:
			return t
		}
	}
}

// body is a record's members in braces with the attributes that its layout
// needs.
func (e *emitter) body(r *ctypes.Record) string {
	var b strings.Builder
	b.WriteString("{ ")
	for _, f := range r.Fields {
		b.WriteString(e.declare(e.publish(f.Type, ""), f.Name))
		if f.Bits != nil {
			fmt.Fprintf(&b, " : %d", f.Bits.Width)
		}
		if f.Packed {
			b.WriteString(" __attribute__((packed))")
		}
		if f.Align > 0 {
			fmt.Fprintf(&b, " __attribute__((aligned(%d)))", f.Align)
		}
		b.WriteString("; ")
	}
	b.WriteString("}" + recordAttributes(r))
	return b.String()
}

// recordAttributes finds the attributes with which r is laid out as it is.
func recordAttributes(r *ctypes.Record) string {
	transparent := ""
	if r.Transparent {
		transparent = " __attribute__((transparent_union))"
	}
	for _, c := range []struct {
		packing ctypes.Packing
		text    string
	}{
		{ctypes.Packing{}, ""},
		{ctypes.Packing{Packed: true}, " __attribute__((packed))"},
		{ctypes.Packing{Align: r.Align()}, fmt.Sprintf(" __attribute__((aligned(%d)))", r.Align())},
		{ctypes.Packing{Packed: true, Align: r.Align()}, fmt.Sprintf(" __attribute__((packed, aligned(%d)))", r.Align())},
	} {
		again := ctypes.NewRecord(r.Union, r.Tag)
		if again.SetFields(r.Fields, c.packing) == nil && sameLayout(r, again) {
			return c.text + transparent
		}
	}
	return transparent
}

func sameLayout(a, b *ctypes.Record) bool {
	if a.Size() != b.Size() || a.Align() != b.Align() {
		return false
	}
	for i := range a.Fields {
		if a.Fields[i].Offset != b.Fields[i].Offset {
			return false
		}
	}
	return true
}

// enumBody is an enum's constants in braces.
func enumBody(t *ctypes.Enum) string {
	var list []string
	for _, c := range t.Consts() {
		if c.Unsigned {
			list = append(list, fmt.Sprintf("%s = %dU", c.Name, uint64(c.Val)))
		} else {
			list = append(list, fmt.Sprintf("%s = %d", c.Name, c.Val))
		}
	}
	text := "{ " + strings.Join(list, ", ") + " }"
	if t.Size() < ctypes.TInt.Size() {
		text += " __attribute__((packed))"
	}
	return text
}
