package inspect

import (
	"fmt"
	"io"
	"strings"

	"cshell/ctypes"
)

// Explanation is a declaration in words (:explain).
type Explanation struct {
	View        string `json:"view"`
	Name        string `json:"name,omitempty"`
	Declaration string `json:"declaration"`
	Words       string `json:"words"`
}

// Explain reads a declaration aloud as cdecl does: "declare x as array 3 of
// pointer to function (int) returning int". Without a name it is a type. A
// typedef is explained through: typedef says that name is one.
func Explain(name string, t ctypes.Type, typedef bool) *Explanation {
	e := &Explanation{View: "explain", Name: name, Declaration: ctypes.Declare(t, name)}
	words := Words(t)
	switch {
	case name == "":
		e.Words = words
	case typedef:
		e.Declaration = "typedef " + e.Declaration
		e.Words = "declare " + name + " as type " + words
	default:
		e.Words = "declare " + name + " as " + words
	}
	return e
}

// Text is the sentence.
func (e *Explanation) Text(w io.Writer, _ int) error {
	_, err := fmt.Fprintln(w, e.Words)
	return err
}

// Words is a type in words: "pointer to const char".
func Words(t ctypes.Type) string {
	switch t := t.(type) {
	case *ctypes.Qualified:
		return qualifiedWords(t)
	case *ctypes.Pointer:
		return "pointer to " + Words(t.Elem)
	case *ctypes.Array:
		if t.Len < 0 {
			return "array of " + Words(t.Elem)
		}
		return fmt.Sprintf("array %d of %s", t.Len, Words(t.Elem))
	case *ctypes.Vector:
		return fmt.Sprintf("vector %d of %s", t.Len, Words(t.Elem))
	case *ctypes.Func:
		return "function" + parameterWords(t) + " returning " + Words(t.Result)
	}
	return t.String()
}

// qualifiedWords puts the qualifiers before the type, as in "const pointer to".
func qualifiedWords(t *ctypes.Qualified) string {
	words := qualifierWords(t.Quals)
	return strings.Join(append(words, Words(t.Under)), " ")
}

func qualifierWords(q ctypes.Quals) []string {
	var words []string
	for _, c := range []struct {
		q    ctypes.Quals
		word string
	}{{ctypes.Const, "const"}, {ctypes.Volatile, "volatile"}, {ctypes.Restrict, "restrict"}, {ctypes.Atomic, "atomic"}} {
		if q&c.q != 0 {
			words = append(words, c.word)
		}
	}
	return words
}

// parameterWords is the parenthesis behind "function", or nothing where the
// parameters are unknown.
func parameterWords(f *ctypes.Func) string {
	if !f.Proto {
		return ""
	}
	var words []string
	for _, p := range f.Params {
		word := Words(p.Type)
		if p.Name != "" {
			word = p.Name + " as " + word
		}
		words = append(words, word)
	}
	if len(words) == 0 {
		words = append(words, "void")
	}
	if f.Variadic {
		words = append(words, "...")
	}
	return " (" + strings.Join(words, ", ") + ")"
}
