package repl

import (
	"fmt"
	"io"
	"path/filepath"
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
		case len(words) == 2:
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
	for _, lib := range libs {
		if err := s.showSymbols(call, lib, match, len(libs) > 1); err != nil {
			return err
		}
	}
	return nil
}

// showSymbols shows what a library exports; among several libraries those
// without a match are left out.
func (s *Shell) showSymbols(call *invocation, lib *check.Library, match func(string) bool, several bool) error {
	symbols, err := s.Session.Symbols(lib)
	if err != nil {
		return err
	}
	maps, err := s.mappings(call)
	if err != nil {
		return err
	}
	view := inspect.NewSymbolTable(lib.Soname, symbols, inspect.SymbolOptions{
		Base:     baseOf(maps, s.Session.PathOf(lib)),
		Match:    match,
		Declare:  stoppable(s, s.Session.DeclarationOf),
		Demangle: stoppable(s, objfile.Demangle),
	})
	if several && len(view.Symbols) == 0 {
		return nil
	}
	return s.show(view)
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
