package syntax

import (
	"fmt"
	"reflect"
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
)

// dump writes a tree as an S-expression: (Node field field …), names and
// operators bare, nil as -, declarations as cdecl would print them in short.
func dump(x any) string {
	var b strings.Builder
	dumpValue(&b, reflect.ValueOf(x))
	return b.String()
}

func dumpValue(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Invalid:
		b.WriteString("-")
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			b.WriteString("-")
			return
		}
		dumpValue(b, v.Elem())
	case reflect.Slice:
		b.WriteString("[")
		for i := range v.Len() {
			if i > 0 {
				b.WriteString(" ")
			}
			dumpValue(b, v.Index(i))
		}
		b.WriteString("]")
	case reflect.Struct:
		dumpStruct(b, v)
	default:
		fmt.Fprint(b, v.Interface())
	}
}

func dumpStruct(b *strings.Builder, v reflect.Value) {
	switch x := v.Interface().(type) {
	case Ident:
		b.WriteString(x.Name)
		return
	case Number:
		b.WriteString(x.Text)
		return
	case Binary:
		fmt.Fprintf(b, "(%s %s %s)", x.Op, dump(x.X), dump(x.Y))
		return
	case Unary:
		fmt.Fprintf(b, "(%s %s)", x.Op, dump(x.X))
		return
	case TypeExpr:
		fmt.Fprintf(b, "<%s>", dump(x.Type))
		return
	case cdecl.TypeName:
		fmt.Fprintf(b, "%s%s", dump(x.Specs), strings.TrimSuffix(" "+dump(x.Declarator), " "))
		return
	case cdecl.Specs:
		b.WriteString(dumpSpecs(x))
		return
	case cdecl.Declarator:
		b.WriteString(dumpDeclarator(x))
		return
	}
	b.WriteString("(" + v.Type().Name())
	for i := range v.NumField() {
		switch v.Field(i).Interface().(type) {
		case At, diag.Span:
			continue
		}
		b.WriteString(" ")
		dumpValue(b, v.Field(i))
	}
	b.WriteString(")")
}

func dumpSpecs(s cdecl.Specs) string {
	words := append([]string(nil), s.Storage...)
	if s.Quals&ctypes.Const != 0 {
		words = append(words, "const")
	}
	words = append(words, s.Words...)
	if s.Named != "" {
		words = append(words, s.Named)
	}
	if s.Record != nil {
		words = append(words, map[bool]string{false: "struct", true: "union"}[s.Record.Union])
		if s.Record.Tag != "" {
			words = append(words, s.Record.Tag)
		}
		if s.Record.HasBody {
			words = append(words, fmt.Sprintf("{%d}", len(s.Record.Members)))
		}
	}
	if s.Enum != nil {
		words = append(words, "enum", s.Enum.Tag)
	}
	if s.Typeof != nil {
		words = append(words, "typeof("+dump(s.Typeof)+")")
	}
	return strings.Join(words, " ")
}

// dumpDeclarator spells a declarator outwards from its name: x[3]* is an
// array of pointers.
func dumpDeclarator(d cdecl.Declarator) string {
	var b strings.Builder
	b.WriteString(d.Name)
	for _, op := range d.Ops {
		switch op.Kind {
		case cdecl.OpPointer:
			b.WriteString("*")
		case cdecl.OpArray:
			b.WriteString("[")
			if op.Len != nil {
				b.WriteString(dump(op.Len))
			}
			b.WriteString("]")
		case cdecl.OpFunc:
			var params []string
			for _, p := range op.Params {
				params = append(params, strings.TrimSpace(dump(p.Specs)+" "+dump(p.Declarator)))
			}
			if op.Ellips {
				params = append(params, "...")
			}
			b.WriteString("(" + strings.Join(params, ", ") + ")")
		}
	}
	return b.String()
}
