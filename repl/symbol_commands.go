package repl

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"cshell/diag"
	"cshell/inspect"
	"cshell/lang"
	"cshell/lang/check"
	"cshell/objfile"
)

// symbols is :symbols [LIB] [GLOB]. One argument is a library if it names one.
func (s *Shell) symbols(call *invocation) error {
	libs := s.Session.Libraries()
	words := call.words()
	if len(words) > 0 {
		lib := s.Session.Library(words[0])
		switch {
		case lib != nil:
			libs, words = []*check.Library{lib}, words[1:]
		case len(words) == 2, strings.Contains(words[0], "/"): // no symbol has a / in its name
			_, err := s.library(call, words[0])
			return err
		}
	}
	pattern := ""
	switch len(words) {
	case 0:
	case 1:
		pattern = words[0]
	default:
		return call.usageError()
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
	return inspect.NewSymbolTable(lib.Soname, symbols, inspect.SymbolOptions{
		Base:     baseOf(maps, s.Session.PathOf(lib)),
		Match:    match,
		Declare:  stoppable(s, s.Session.DeclarationOf),
		Demangle: s.demangle,
	}), nil
}

// demangle looks for Ctrl-C between batches.
func (s *Shell) demangle(names []string) []string {
	out := make([]string, 0, len(names))
	for batch := range slices.Chunk(names, 1<<12) {
		s.checkStopped()
		out = append(out, objfile.DemangleAll(batch)...)
	}
	return out
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
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, k := range v.Names {
		declaration := strings.ReplaceAll(k.Declaration, "\n", " ")
		if declaration == "" {
			declaration = k.Name
		}
		fmt.Fprintf(table, "%s\t%s\n", declaration, k.From)
	}
	return table.Flush()
}

func (s *Shell) apropos(call *invocation) error {
	names := s.Session.Apropos(call.text)
	if len(names) == 0 {
		return call.errorf(diag.Name, "no name contains %q", call.text)
	}
	return s.show(&known{"apropos", names})
}
