package repl

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"cshell/diag"
	"cshell/inspect"
	"cshell/lang"
	"cshell/lang/check"
	"cshell/objfile"
)

// symbols is :symbols [LIB] [GLOB].
func (s *Shell) symbols(call *invocation) error {
	libs, pattern, err := s.librariesAndPattern(call)
	if err != nil {
		return err
	}
	match, err := s.glob(call, pattern)
	if err != nil {
		return err
	}
	maps, err := s.mappings(call)
	if err != nil {
		return err
	}
	found := false
	for _, lib := range libs {
		view, err := s.symbolTable(lib, maps, match)
		if err != nil {
			return err
		}
		if len(view.Symbols) > 0 {
			found = true
		} else if len(libs) > 1 { // among several those without a match are left out
			continue
		}
		if err := s.show(view); err != nil {
			return err
		}
	}
	if !found && pattern != "" {
		s.noteNoSymbol(pattern)
	}
	return nil
}

// librariesAndPattern are the arguments of :symbols: the libraries that are meant,
// and "" for all of their names. One argument is a library if it names one.
func (s *Shell) librariesAndPattern(call *invocation) (libs []*check.Library, pattern string, err error) {
	libs = s.Session.Libraries()
	words := call.words()
	if len(words) > 0 {
		lib := s.Session.Library(words[0])
		switch {
		case lib != nil:
			libs, words = []*check.Library{lib}, words[1:]
		case len(words) == 2, strings.Contains(words[0], "/"): // no symbol has a / in its name
			_, err := s.library(call, words[0])
			return nil, "", err
		}
	}
	switch len(words) {
	case 0:
		return libs, "", nil
	case 1:
		return libs, words[0], nil
	}
	return nil, "", call.usageError()
}

// noteNoSymbol says why nothing is shown. A word that no symbol has may have been
// meant as the name of a library.
func (s *Shell) noteNoSymbol(pattern string) {
	fmt.Fprintf(s.Err, "note: no exported symbol matches %s\n", pattern)
	if _, err := s.Session.Find(pattern); err == nil && s.Session.Library(pattern) == nil {
		fmt.Fprintf(s.Err, "  hint: the library %[1]s is not loaded; `:load %[1]s` loads it\n", pattern)
	}
}

// symbolTable is what a library exports.
func (s *Shell) symbolTable(lib *check.Library, maps []inspect.Mapping, match func(string) bool) (*inspect.SymbolTable, error) {
	symbols, err := s.Session.Symbols(lib)
	if err != nil {
		return nil, err
	}
	var view *inspect.SymbolTable
	s.patiently("reading the symbols of "+lib.Soname, func(step func()) {
		view = inspect.NewSymbolTable(lib.Soname, symbols, inspect.SymbolOptions{
			Bias:     biasOf(maps, s.Session.File(lib)),
			Match:    match,
			Declare:  stepping(step, s.Session.DeclarationOf),
			Demangle: func(names []string) []string { return demangle(step, names) },
		})
	})
	return view, nil
}

// demangle makes a step between batches.
func demangle(step func(), names []string) []string {
	out := make([]string, 0, len(names))
	for batch := range slices.Chunk(names, 1<<12) {
		step()
		out = append(out, objfile.DemangleAll(batch)...)
	}
	return out
}

// biasOf is what the addresses in a file have to be moved by to be those of memory.
func biasOf(maps []inspect.Mapping, f *objfile.File) uintptr {
	return baseOf(maps, f.Path) - uintptr(f.LoadAddress())
}

// baseOf is where a file is mapped, 0 if it is not.
func baseOf(maps []inspect.Mapping, path string) uintptr {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for _, m := range maps {
		if m.Path == path {
			return uintptr(m.Start - m.Offset)
		}
	}
	return 0
}

// known is the view of :apropos.
type known struct {
	View  string       `json:"view"`
	Names []lang.Known `json:"names"`
}

// Text writes a row a name: its declaration, or the name alone, and where that
// is from.
func (v *known) Text(w io.Writer, _ int) error {
	rows := make([][]string, 0, len(v.Names))
	for _, k := range v.Names {
		declaration := strings.ReplaceAll(k.Declaration, "\n", " ")
		if declaration == "" {
			declaration = k.Name
		}
		rows = append(rows, []string{declaration, k.From})
	}
	const uncut = 0 // where a long one is from is at its end
	return inspect.Table(w, uncut, rows)
}

func (s *Shell) apropos(call *invocation) error {
	var names []lang.Known
	s.patiently("searching the names", func(step func()) { names = s.Session.Apropos(call.text, step) })
	if len(names) == 0 {
		return call.errorf(diag.Name, "no name contains %q", call.text)
	}
	return s.show(&known{"apropos", names})
}
