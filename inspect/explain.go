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

	reversed bool // the words were given, the text is C
}

// Explain reads a declaration aloud as cdecl does: "declare x as array 3 of
// pointer to function (int) returning int". Without a name it is a type.
// storage is a storage class or ""; a typedef is explained through: "declare T
// as type" what it stands for.
func Explain(name string, t ctypes.Type, storage string) *Explanation {
	e := &Explanation{View: "explain", Name: name, Declaration: ctypes.Declare(t, name), Words: Words(t)}
	if name == "" {
		return e
	}
	if storage != "" {
		e.Declaration = storage + " " + e.Declaration
		if storage == "typedef" {
			storage = "type"
		}
		e.Words = storage + " " + e.Words
	}
	e.Words = "declare " + name + " as " + e.Words
	return e
}

// ExplainCast reads a cast of what is called name.
func ExplainCast(name string, t ctypes.Type) *Explanation {
	return &Explanation{
		View: "explain", Name: name,
		Declaration: "(" + t.String() + ")" + name,
		Words:       "cast " + name + " into " + Words(t),
	}
}

// Text is the sentence, or the declaration that a sentence means.
func (e *Explanation) Text(w io.Writer, _ int) error {
	text := e.Words
	if e.reversed {
		text = e.Declaration
	}
	_, err := fmt.Fprintln(w, text)
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
		if t.Count != nil {
			return fmt.Sprintf("array %s of %s", t.Count, Words(t.Elem))
		}
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
	switch {
	case f.Variadic:
		words = append(words, "...")
	case len(words) == 0:
		words = append(words, "void")
	}
	return " (" + strings.Join(words, ", ") + ")"
}
