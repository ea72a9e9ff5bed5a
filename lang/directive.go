package lang

import (
	"strings"

	"cshell/cdecl"
	"cshell/diag"
	"cshell/lang/syntax"
	"cshell/prelude"
)

// directive obeys a # line. The parser has obeyed #pragma itself, since it
// changes how what follows is read.
func (s *Session) directive(d *syntax.Directive) error {
	switch d.Name {
	case "define":
		s.finishReading() // into a table of its own, which would not know of this
		return s.headers.Macros.Define(d.Text, d.Span())
	case "undef":
		if d.Text == "" {
			return diag.Errorf(d.Span(), diag.Syntax, "no macro name given in #undef")
		}
		s.undef(d.Text)
	case "include":
		s.finishReading()
		return s.include(d)
	}
	return nil
}

func (s *Session) undef(macro string) {
	s.finishReading()
	s.headers.Macros.Undef(macro)
}

// include brings what a header declares, macros too. What is wrong inside of
// it is a note, and the rest of it counts. A header of ISO C or POSIX that is
// not installed brings nothing new: the prelude knows its names.
func (s *Session) include(d *syntax.Directive) error {
	line, _ := d.Span().Position()
	src := &diag.Source{Name: d.Span().Src.Name, Text: "#include " + d.Text + "\n", First: line}
	for _, e := range readHeaders(s.headers, src, s.cfg.IncludeDirs, nil) {
		switch {
		case e.Span.Src != src:
			s.hintHeader(e)
			s.note(e.Span, withHint(e))
		case e.Kind == diag.Load && prelude.HasHeader(strings.Trim(d.Text, "<>")):
		default:
			s.hintHeader(e)
			e.Span = d.Span()
			return e
		}
	}
	return nil
}

// withHint is the message of an error that is shown as a note.
func withHint(e *diag.Error) string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + "; " + e.Hint
}

// readHeaders reads text that includes headers into a table. They are looked for
// in own before the system's directories, and in dirs behind them, from now on.
// While it is read, only what headers and the session define counts as a macro,
// as for a compiler.
func readHeaders(t *cdecl.Table, src *diag.Source, own, dirs []string) []*diag.Error {
	if t.Headers == nil {
		t.Headers = cdecl.NewHeaders(own)
		t.Macros.Under = cdecl.Predefined()
	}
	t.Headers.AddDirs(dirs)
	return t.Read(src)
}

// macro finds what a name expands to in the session's text: what the session
// defined, what a header or the prelude has, unless the session has given the
// name another meaning: as anything that it declared, and as a member. A mere
// prototype of what no library exports is none. errno and assert are always the
// shell's.
func (s *Session) macro(name string) (*cdecl.Macro, bool) {
	m, ok := s.headers.Macros.Lookup(name)
	if ok && !s.fromHeader(m) {
		return m, true
	}
	ok = ok && !looksLikeAnybodys(m)
	if name == "errno" || name == "assert" {
		return nil, false
	}
	if !ok {
		m, ok = outerMacro(name)
	}
	if !ok || s.members[name] || s.hidesMacro(name) {
		return nil, false
	}
	return m, true
}

// hidesMacro says whether the session gave a name a meaning that goes before a
// header's macro.
func (s *Session) hidesMacro(name string) bool {
	o, taken := s.env.Lookup(name)
	if !taken || !o.IsPrototype() {
		return taken
	}
	_, _, exported := s.outside.Exported(nil, o.Symbol)
	return exported
}

// declareMembers notes the names of the members that specifiers declare.
func (s *Session) declareMembers(specs *cdecl.Specs) {
	if specs.Record == nil {
		return
	}
	if s.members == nil {
		s.members = map[string]bool{}
	}
	for _, m := range specs.Record.Members {
		s.declareMembers(m.Specs)
		for _, item := range m.Items {
			s.members[item.Declarator.Name] = true
		}
	}
}

// outerMacro finds a macro of the prelude or of gcc.
func outerMacro(name string) (*cdecl.Macro, bool) {
	if m, ok := prelude.Macro(name); ok {
		return m, true
	}
	return predefinedMacro(name)
}

// predefinedMacro finds gcc's own macros, whose table is made for a name that is
// reserved: the others stand for themselves.
func predefinedMacro(name string) (*cdecl.Macro, bool) {
	if name[0] != '_' {
		return nil, false
	}
	return cdecl.Predefined().Lookup(name)
}

// looksLikeAnybodys says whether a macro is one of gcc's own with a name that is
// not reserved (unix, linux): in the session's text it stands for itself.
func looksLikeAnybodys(m *cdecl.Macro) bool {
	own, ok := cdecl.Predefined().Lookup(m.Name)
	return ok && own == m && m.Name[0] != '_'
}

// fromHeader says whether a macro was defined in a header.
func (s *Session) fromHeader(m *cdecl.Macro) bool {
	return m.Span.Src != nil && s.headers.Headers.Has(m.Span.Src)
}

// newHeaders is an empty table over the prelude, whose types headers use.
func newHeaders() *cdecl.Table {
	t := cdecl.NewTable()
	t.Find = func(name string) bool {
		d, ok := prelude.Lookup(name)
		if ok {
			t.Add(&d)
		}
		return ok
	}
	t.FindTag = func(kind, tag string) bool {
		known, ok := prelude.Tag(kind, tag)
		if ok {
			t.DeclareTag(kind, tag, known)
		}
		return ok
	}
	return t
}
