package lang

import (
	"os"
	"path/filepath"
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
		return s.macros.Define(d.Text, d.Span())
	case "undef":
		s.macros.Undef(d.Text)
	case "include":
		return s.include(d)
	}
	return nil
}

// include brings what a header declares. Headers of ISO C and POSIX bring
// nothing new: the prelude knows their names already.
func (s *Session) include(d *syntax.Directive) error {
	name, system, ok := headerName(d.Text)
	if !ok {
		return diag.Errorf(d.Span(), diag.Syntax, `expected <header> or "header" behind #include, got %s`, d.Text)
	}
	if system && prelude.HasHeader(name) {
		return nil
	}
	path, ok := s.findHeader(name, system, d.Span().Src.Name)
	if !ok {
		return diag.Errorf(d.Span(), diag.Load, "header %s was not found", d.Text)
	}
	return s.readHeader(path, d.Span())
}

// headerName takes the brackets or quotes off a header's name.
func headerName(text string) (name string, system, ok bool) {
	if len(text) < 3 {
		return "", false, false
	}
	name = text[1 : len(text)-1]
	switch text[:1] + text[len(text)-1:] {
	case "<>":
		return name, true, true
	case `""`:
		return name, false, true
	}
	return "", false, false
}

// systemDirs is where gcc looks for headers.
var systemDirs = []string{"/usr/local/include", "/usr/include/x86_64-linux-gnu", "/usr/include/aarch64-linux-gnu", "/usr/include"}

// findHeader looks for a header: beside the file that includes it, in the -I
// directories, in the system's.
func (s *Session) findHeader(name string, system bool, from string) (path string, ok bool) {
	var dirs []string
	if !system {
		dirs = append(dirs, filepath.Dir(from))
	}
	dirs = append(append(dirs, s.cfg.IncludeDirs...), systemDirs...)
	if filepath.IsAbs(name) {
		dirs = []string{""}
	}
	for _, dir := range dirs {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, true
		}
	}
	return "", false
}

// readHeader reads the declarations of a header that needs no preprocessor.
func (s *Session) readHeader(path string, at diag.Span) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return diag.Errorf(at, diag.Load, "cannot read header %s: %s", path, err.(*os.PathError).Err)
	}
	for line := range strings.Lines(string(text)) {
		word := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "#"))
		if strings.HasPrefix(strings.TrimSpace(line), "#") && !strings.HasPrefix(word, "pragma") {
			return diag.Errorf(at, diag.Load, "header %s cannot be read yet: it needs the preprocessor (%s)", path, strings.TrimSpace(line))
		}
	}
	for _, e := range s.headers.Read(&diag.Source{Name: path, Text: string(text), First: 1}) {
		s.note(e.Span, e.Message)
	}
	return nil
}

// preludeMacro finds a macro that ISO C or POSIX has, unless the session gives
// its name another meaning.
func (s *Session) preludeMacro(name string) (*cdecl.Macro, bool) {
	if _, taken := s.env.Lookup(name); taken {
		return nil, false
	}
	return prelude.Macro(name)
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
