package repl

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"cshell/diag"
	"cshell/inspect"
	"cshell/lang/check"
	"cshell/objfile"
)

// load is :load NAME [as ID].
func (s *Shell) load(call *invocation) error {
	name, id, ok := splitAs(call.text)
	if !ok {
		return call.usageError()
	}
	switch {
	case id == "":
	case !isIdentifier(id):
		return call.errorf(diag.Syntax, "%s is no name", id)
	case statementWords()[id] || declarationWords()[id] || typeWords()[id]:
		return call.errorf(diag.Syntax, "%s is a word of the language and cannot be a name", id)
	}
	lib, err := s.Session.Load(unquote(name))
	if err != nil {
		return err
	}
	if id != "" {
		s.Session.Bind(id, lib)
	} else if id = s.Session.BindDefault(lib); id != lib.Name && s.prompts {
		fmt.Fprintf(s.Err, "note: %s is called %s here\n", lib.Soname, id)
	}
	if s.prompts && !s.ahead {
		s.Session.Learn()
	}
	return nil
}

// splitAs splits "NAME as ID"; NAME may have blanks.
func splitAs(text string) (name, id string, ok bool) {
	words := strings.Fields(text)
	if n := len(words); n >= 3 && words[n-2] == "as" {
		at := strings.LastIndex(text, " as ")
		return strings.TrimSpace(text[:at]), words[n-1], true
	}
	return text, "", !(len(words) == 2 && words[1] == "as")
}

// unquote takes the quotes off a name that was given as a C string.
func unquote(name string) string {
	if len(name) >= 2 && name[0] == '"' && name[len(name)-1] == '"' {
		return name[1 : len(name)-1]
	}
	return name
}

func isIdentifier(name string) bool {
	for i, r := range name {
		letter := r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != ""
}

// library finds the library that a command names.
func (s *Shell) library(call *invocation, name string) (*check.Library, error) {
	if lib := s.Session.Library(name); lib != nil {
		return lib, nil
	}
	e := call.errorf(diag.Name, "no library %q is loaded", name)
	var names, all []string
	for _, lib := range s.Session.Libraries() {
		bound := s.Session.NamesOf(lib)
		if len(bound) == 0 {
			bound = []string{lib.Name}
		}
		names, all = append(names, bound...), append(append(all, bound...), lib.Name, lib.Soname)
	}
	if near := diag.Nearest(name, slices.Values(all)); near != "" {
		return nil, e.WithHint("did you mean %q?", near)
	}
	return nil, e.WithHint("loaded are %s", strings.Join(names, ", "))
}

func (s *Shell) unload(call *invocation) error {
	lib, err := s.library(call, call.text)
	if err != nil {
		return err
	}
	return s.Session.Unload(lib)
}

func (s *Shell) reload(call *invocation) error {
	lib, err := s.library(call, call.text)
	if err != nil {
		return err
	}
	return s.Session.Reload(lib)
}

// libraryRow is one line of :libs.
type libraryRow struct {
	Names  []string `json:"names"` // what it is bound to
	Soname string   `json:"soname"`
	Path   string   `json:"path,omitempty"`

	Address inspect.Address `json:"address"` // where its file is mapped; 0: nowhere yet
}

// libraryList is the view of :libs.
type libraryList struct {
	View      string       `json:"view"`
	Libraries []libraryRow `json:"libraries"`
}

// Text writes a line for each library.
func (l *libraryList) Text(w io.Writer, width int) error {
	var rows [][]string
	for _, lib := range l.Libraries {
		at := lib.Address.String()
		if lib.Address == 0 {
			at = "-"
		}
		rows = append(rows, []string{strings.Join(lib.Names, ", "), lib.Soname, at, lib.Path})
	}
	return inspect.Table(w, width, rows)
}

func (s *Shell) libs(call *invocation) error {
	view := &libraryList{"libs", nil}
	maps, err := s.mappings(call)
	if err != nil {
		return err
	}
	for _, lib := range s.Session.Libraries() {
		path := s.Session.PathOf(lib)
		view.Libraries = append(view.Libraries, libraryRow{
			s.Session.NamesOf(lib), lib.Soname, path, inspect.Address(baseOf(maps, path)),
		})
	}
	return s.show(view)
}

func (s *Shell) find(call *invocation) error {
	name := unquote(call.text)
	found, err := s.Session.Find(name)
	if err != nil {
		return err
	}
	return s.show(inspect.NewFound(name, found))
}

// file finds the file that :info and :deps are asked about: that of a loaded
// library, else what a name or path leads to, which need not be loaded.
func (s *Shell) file(call *invocation) (path string, err error) {
	name := unquote(call.text)
	if lib := s.Session.Library(name); lib != nil {
		return s.Session.PathOf(lib), nil
	}
	found, err := s.Session.Find(name)
	return found.Path, err
}

func (s *Shell) info(call *invocation) error {
	path, err := s.file(call)
	if err != nil {
		return err
	}
	file, err := objfile.Open(path)
	if err != nil {
		return call.errorf(diag.Load, "%s", err)
	}
	defer file.Close()
	view, err := inspect.NewLibraryInfo(file)
	if err != nil {
		return call.errorf(diag.Load, "%s", err)
	}
	return s.show(view)
}

func (s *Shell) deps(call *invocation) error {
	path, err := s.file(call)
	if err != nil {
		return err
	}
	tree, err := objfile.DependencyTree(path, objfile.Search{})
	if err != nil {
		return call.errorf(diag.Load, "%s", err)
	}
	return s.show(inspect.NewDependencies(tree))
}
