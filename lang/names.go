package lang

import (
	"iter"
	"maps"

	"cshell/cdecl"
	"cshell/diag"
	"cshell/lang/syntax"
)

// names is what the parser asks about the session.
type names struct{ s *Session }

func (n names) IsType(name string) bool  { return n.s.env.IsType(name) }
func (n names) IsKnown(name string) bool { return n.s.env.IsKnown(name) }
func (n names) Macros() *cdecl.Macros    { return &n.s.macros }
func (n names) Pack() *cdecl.Pack        { return &n.s.pack }
func (n names) Modules() map[string]bool { return n.s.modules }

// Define obeys a #define or #undef that stands inside of a statement.
func (n names) Define(d *syntax.Directive) error { return n.s.directive(d) }

// OwnMacro says whether the session itself defined a macro.
func (n names) OwnMacro(name string) bool {
	own, _ := n.s.definedMacro(name)
	return own
}

// definedMacro says whether the session or a header that it read defined a macro,
// and whether it was the session.
func (s *Session) definedMacro(name string) (own, ok bool) {
	m, ok := s.headers.Macros.Lookup(name)
	return ok && !s.fromHeader(m), ok
}

// IsLibrary says whether a name stands for a library.
func (n names) IsLibrary(name string) bool { return n.s.Library(name) != nil }

// Exports says whether a name stands for a library that has a symbol, by itself
// or through its dependencies.
func (n names) Exports(library, name string) bool {
	lib := n.s.Library(library)
	if lib == nil {
		return false
	}
	_, ok := n.s.libs.exported(lib, name)
	return ok
}

func (n names) Note(at diag.Span, message string) { n.s.note(at, message) }

// All is for suggestions.
func (n names) All() iter.Seq[string] { return n.s.env.Names() }

func (s *Session) reader(src *diag.Source) *syntax.Reader {
	return syntax.NewReader(src, names{s})
}

// Complete says whether text is a whole entry: false where more text could
// make it one.
func (s *Session) Complete(text string) bool {
	defer s.asking()()
	return !syntax.Incomplete(s.trial(text))
}

// TakesBody says whether an entry ends with the header of a function, whose body
// the next one may be.
func (s *Session) TakesBody(text string) bool {
	defer s.asking()()
	return syntax.TakesBody(s.trial(text))
}

// trial is an entry to be read only. It is not run while that is done, so packing
// and notes must not reach the session.
func (s *Session) trial(text string) (*diag.Source, syntax.Names) {
	return &diag.Source{Text: text, First: 1}, s.quietly()
}

// quietNames keeps a trial parse from leaving traces.
type quietNames struct {
	names
	pack    cdecl.Pack
	macros  cdecl.Macros // what the entry defines in brackets, over the session's
	modules map[string]bool
}

func (s *Session) quietly() *quietNames {
	return &quietNames{names: names{s}, macros: cdecl.Macros{Under: &s.macros}, modules: maps.Clone(s.modules)}
}

func (q *quietNames) Pack() *cdecl.Pack        { return &q.pack }
func (q *quietNames) Macros() *cdecl.Macros    { return &q.macros }
func (q *quietNames) Modules() map[string]bool { return q.modules }
func (q *quietNames) Note(diag.Span, string)   {}

func (q *quietNames) Define(d *syntax.Directive) error {
	if d.Name == "undef" {
		q.macros.Undef(d.Text)
		return nil
	}
	return q.macros.Define(d.Text, d.Span())
}

// fragment is the argument of a command, parsed as a source of its own.
type fragment struct {
	src *diag.Source
	at  diag.Span // where it stands
}

// Parse parses the statement, expression or type that stands in a command.
// What is wrong with it shows at its place in the command's line.
func (s *Session) Parse(at diag.Span) (syntax.Stmt, error) {
	line, _ := at.Position()
	src := &diag.Source{Name: at.Src.Name, Text: at.Text(), First: line}
	s.fragment = fragment{src, at}
	reader := s.reader(src)
	stmt, err := reader.Next()
	if err != nil {
		return nil, err
	}
	if more, err := reader.Next(); err == nil {
		return nil, diag.Errorf(more.Span(), diag.Syntax, "unexpected text behind the expression")
	}
	return stmt, nil
}

// locate moves an error in a fragment to the fragment's place.
func (s *Session) locate(err error) error {
	e, ok := err.(*diag.Error)
	if ok && e.Span.Src != nil && e.Span.Src == s.fragment.src {
		at := s.fragment.at
		e.Span = diag.Span{Src: at.Src, Start: at.Start + e.Span.Start, End: at.Start + e.Span.End}
	}
	return err
}
