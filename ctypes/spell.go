package ctypes

import (
	"strconv"
	"strings"
)

// Declare is the C declaration of name as a t: "int (*fp)(const char *s)". With
// an empty name it is the type's spelling, which leaves parameters' names out:
// they are no part of the type.
func Declare(t Type, name string) string {
	if name == "" {
		t = nameless(t)
	}
	return declare(t, name)
}

// nameless is t without the names of parameters.
func nameless(t Type) Type {
	switch t := t.(type) {
	case *Pointer:
		return &Pointer{nameless(t.Elem)}
	case *Array:
		return &Array{nameless(t.Elem), t.Len}
	case *Qualified:
		return &Qualified{t.Quals, nameless(t.Under)}
	case *Func:
		f := &Func{Result: nameless(t.Result), Variadic: t.Variadic, Proto: t.Proto}
		for _, p := range t.Params {
			f.Params = append(f.Params, Param{Type: nameless(p.Type)})
		}
		return f
	}
	return t
}

func (t *Basic) String() string     { return t.name }
func (t *Pointer) String() string   { return Declare(t, "") }
func (t *Array) String() string     { return Declare(t, "") }
func (t *Vector) String() string    { return declare(t, "") }
func (t *Func) String() string      { return Declare(t, "") }
func (r *Record) String() string    { return declare(r, "") }
func (e *Enum) String() string      { return declare(e, "") }
func (t *Typedef) String() string   { return t.Name }
func (t *Qualified) String() string { return Declare(t, "") }

// declare wraps the declarator d in what t adds to it, from the inside out as
// C's declarators read, and puts the innermost type's name before it.
func declare(t Type, d string) string {
	switch t := t.(type) {
	case *Qualified:
		return declareQualified(t, d)
	case *Pointer:
		return declare(t.Elem, pointerDeclarator(t.Elem, "", d))
	case *Array:
		return declare(t.Elem, d+"["+arrayLen(t.Len)+"]")
	case *Func:
		return declare(t.Result, d+parameters(t))
	case *Vector:
		size := strconv.FormatInt(t.Size(), 10)
		return join(t.Elem.String()+" __attribute__((vector_size("+size+")))", d)
	case *Record:
		return join(tagged(recordKeyword(t), t.Tag), d)
	case *Enum:
		return join(tagged("enum", t.Tag), d)
	}
	return join(t.String(), d)
}

// declareQualified puts qualifiers before a named type and behind the star of
// a pointer.
func declareQualified(t *Qualified, d string) string {
	under := t.Under
	quals := t.Quals
	for {
		q, ok := under.(*Qualified)
		if !ok {
			break
		}
		quals |= q.Quals
		under = q.Under
	}
	switch u := under.(type) {
	case *Pointer:
		return declare(u.Elem, pointerDeclarator(u.Elem, quals.String(), d))
	case *Array:
		return declare(Qualify(u, quals), d)
	case *Func:
		return declare(u, d)
	}
	if quals == 0 {
		return declare(under, d)
	}
	return quals.String() + " " + declare(under, d)
}

// pointerDeclarator is "*quals d", in parentheses before an array or a
// parameter list.
func pointerDeclarator(elem Type, quals, d string) string {
	d = "*" + join(quals, d)
	switch Unqualified(elem).(type) {
	case *Array, *Func:
		return "(" + d + ")"
	}
	return d
}

func arrayLen(n int64) string {
	if n < 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func parameters(f *Func) string {
	if !f.Proto {
		return "()"
	}
	if len(f.Params) == 0 && !f.Variadic {
		return "(void)"
	}
	list := make([]string, 0, len(f.Params)+1)
	for _, p := range f.Params {
		list = append(list, declare(p.Type, p.Name))
	}
	if f.Variadic {
		list = append(list, "...")
	}
	return "(" + strings.Join(list, ", ") + ")"
}

func recordKeyword(r *Record) string {
	if r.Union {
		return "union"
	}
	return "struct"
}

func tagged(keyword, tag string) string {
	if tag == "" {
		return keyword + " {…}"
	}
	return keyword + " " + tag
}

// join puts a space between two parts where both are there.
func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// String lists the qualifiers in C's spelling.
func (q Quals) String() string {
	var words []string
	for i, word := range [...]string{"const", "volatile", "restrict", "_Atomic"} {
		if q&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}
