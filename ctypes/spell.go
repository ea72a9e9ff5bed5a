package ctypes

import (
	"strconv"
	"strings"
)

// Declare is the C declaration of name as a t: "int (*fp)(const char *s)". With
// an empty name it is the type's spelling, which leaves parameters' names out:
// they are no part of the type.
func Declare(t Type, name string) string {
	return speller{parameterNames: name != ""}.declare(t, name)
}

func (t *Basic) String() string     { return t.name }
func (t *Pointer) String() string   { return Declare(t, "") }
func (t *Array) String() string     { return Declare(t, "") }
func (t *Vector) String() string    { return Declare(t, "") }
func (t *Func) String() string      { return Declare(t, "") }
func (r *Record) String() string    { return Declare(r, "") }
func (e *Enum) String() string      { return Declare(e, "") }
func (t *Typedef) String() string   { return t.Name }
func (t *Qualified) String() string { return Declare(t, "") }

// speller writes declarations.
type speller struct {
	parameterNames bool
}

// declare wraps the declarator d in what t adds to it, from the inside out as
// C's declarators read, and puts the innermost type's name before it.
func (s speller) declare(t Type, d string) string {
	switch t := t.(type) {
	case *Qualified:
		return s.qualified(t, d)
	case *Pointer:
		return s.declare(t.Elem, pointerDeclarator(t.Elem, "", d))
	case *Array:
		return s.declare(t.Elem, d+"["+arrayLen(t)+"]")
	case *Func:
		return s.declare(t.Result, d+s.parameters(t))
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

// qualified puts qualifiers before a named type and behind the star of a
// pointer.
func (s speller) qualified(t *Qualified, d string) string {
	quals, under := t.Quals, t.Under
	for {
		q, ok := under.(*Qualified)
		if !ok {
			break
		}
		quals, under = quals|q.Quals, q.Under
	}
	switch u := under.(type) {
	case *Pointer:
		return s.declare(u.Elem, pointerDeclarator(u.Elem, quals.String(), d))
	case *Array:
		return s.declare(Qualify(u, quals), d)
	case *Func:
		return s.declare(u, d)
	}
	return join(quals.String(), s.declare(under, d))
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

func arrayLen(t *Array) string {
	switch {
	case t.Count != nil:
		return t.Count.String()
	case t.Len < 0:
		return ""
	}
	return strconv.FormatInt(t.Len, 10)
}

func (s speller) parameters(f *Func) string {
	if !f.Proto {
		return "()"
	}
	if len(f.Params) == 0 && !f.Variadic {
		return "(void)"
	}
	list := make([]string, 0, len(f.Params)+1)
	for _, p := range f.Params {
		list = append(list, s.parameter(p))
	}
	if f.Variadic {
		list = append(list, "...")
	}
	return "(" + strings.Join(list, ", ") + ")"
}

func (s speller) parameter(p Param) string {
	if !s.parameterNames {
		p.Name = ""
	}
	return s.declare(p.Type, p.Name)
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
