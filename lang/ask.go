package lang

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/lang/syntax"
	"cshell/prelude"
)

// What the prompt asks while an entry is being typed. Nothing here evaluates,
// declares, waits, or says anything.

// IsType says whether a name stands for a type.
func (s *Session) IsType(name string) bool {
	defer s.asking()()
	return s.env.IsType(name)
}

// Meaning is what a text stands for.
type Meaning struct {
	Type    ctypes.Type
	IsType  bool           // the text is a type, not a value of it
	Library *check.Library // the text is a library
}

// Meaning says what an expression or type is; not ok where the text is neither.
func (s *Session) Meaning(text string) (m Meaning, ok bool) {
	defer s.asking()()
	src := &diag.Source{Name: "<prompt>", Text: text, First: 1}
	stmt, err := syntax.NewReader(src, s.quietly()).Next()
	if err != nil {
		return m, false
	}
	if t, err := s.typeIn(stmt); t != nil || err != nil {
		return Meaning{Type: t, IsType: true}, err == nil
	}
	x, err := expressionIn(stmt)
	if err != nil {
		return m, false
	}
	checked, err := s.env.CheckExpr(x)
	if err != nil {
		return m, false
	}
	return s.meaningOf(checked, text), true
}

func (s *Session) meaningOf(x check.Expr, text string) Meaning {
	switch x := x.(type) {
	case *check.TypeVal:
		return Meaning{Type: x.Of, IsType: true}
	case *check.FuncRef:
		return Meaning{Type: x.Fn.Sig}
	case *check.LibVal:
		return Meaning{Type: x.Type(), Library: x.Lib}
	}
	if x.Type() == check.LibraryType { // a variable
		return Meaning{Type: x.Type(), Library: s.Library(text)}
	}
	return Meaning{Type: x.Type()}
}

// DescribeName is what :type says of a name; nil where nothing declares it.
func (s *Session) DescribeName(name string) *Description {
	defer s.asking()()
	return s.describeName(name)
}

// SessionNames yields what the session has declared, oldest first, then c and
// m where they are still the libraries.
func (s *Session) SessionNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for o := range s.env.Objects() {
			if !yield(o.Name) {
				return
			}
		}
		for _, name := range []string{"c", "m", "errno"} {
			if !yield(name) {
				return
			}
		}
	}
}

// DeclaredNames yields the names that headers, the session's macros and the
// prelude declare.
func (s *Session) DeclaredNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		defer s.asking()()
		for _, names := range []iter.Seq[string]{s.macroNames, s.outside.declaredNames()} {
			for name := range names {
				if !yield(name) {
					return
				}
			}
		}
	}
}

// macroNames yields the names of the macros of the session and of headers.
func (s *Session) macroNames(yield func(string) bool) {
	for _, macros := range []*cdecl.Macros{&s.macros, &s.headers.Macros} {
		for m := range macros.All() {
			if !yield(m.Name) {
				return
			}
		}
	}
}

// Macro is what #define made of a name in the session, a header or the prelude.
func (s *Session) Macro(name string) (*cdecl.Macro, bool) { return s.macros.Lookup(name) }

// macroUse is how a macro is written, with its arguments if it has any.
func (s *Session) macroUse(name string) (use string, ok bool) {
	m, ok := s.Macro(name)
	if !ok || !m.FuncLike {
		return name, ok
	}
	use, _, _ = strings.Cut(m.Text(), ")")
	return use + ")", true
}

// TagNames are the known tags of a kind: struct, union or enum.
func (s *Session) TagNames(kind string) []string {
	tags := map[string]bool{}
	for tag, t := range s.env.Tags() {
		if tagKind(t) == kind {
			tags[tag] = true
		}
	}
	for of, tag := range s.headers.Tags() {
		if of == kind {
			tags[tag] = true
		}
	}
	for of, tag := range prelude.Tags {
		if of == kind {
			tags[tag] = true
		}
	}
	delete(tags, "")
	return slices.Sorted(maps.Keys(tags))
}

func tagKind(t ctypes.Type) string {
	switch t := ctypes.Unwrap(t).(type) {
	case *ctypes.Record:
		if t.Union {
			return "union"
		}
		return "struct"
	case *ctypes.Enum:
		return "enum"
	}
	return ""
}
