package lang

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/objfile"
)

// Load loads a library by short name, file name or path; "" is the program.
// Errors have no place yet.
func (s *Session) Load(name string) (*check.Library, error) {
	lib, err := s.libs.open(name)
	if err == nil {
		s.machine.ForgetSymbols()
	}
	return lib, s.explained("loading", "dlopen", name, err)
}

// explained words the fault of a constructor or destructor: doing is what the
// loader's function was called for. The error of a callback that they called comes
// before a fault, which it may have caused. Other errors stay as they are.
func (s *Session) explained(doing, function, name string, err error) error {
	if pending := s.machine.Pending(); pending != nil {
		return pending
	}
	fault, ok := errors.AsType[*ctypes.Fault](err)
	if !ok {
		return err
	}
	e := s.machine.ExplainCall(diag.Span{}, function, fault)
	if at := slices.IndexFunc(e.Calls, isLoader); at >= 0 {
		e.Calls = e.Calls[:at] // how the loader calls constructors
	}
	e.Message = fmt.Sprintf("%s %s: %s", doing, name, strings.TrimSuffix(e.Message, ", called as "+function+"()"))
	return e
}

func isLoader(call string) bool { return strings.HasPrefix(call, "ld-") }

// Unload unloads a library and forgets the names bound to it.
func (s *Session) Unload(lib *check.Library) error {
	s.finishReading()
	names := s.NamesOf(lib)
	failed := s.libs.close(lib)
	if lib.Closed {
		for _, name := range names {
			s.env.Unbind(name)
		}
		s.machine.ForgetSymbols()
	}
	return s.explained("unloading", "dlclose", lib.Soname, failed)
}

// Reload loads a library again from its file.
func (s *Session) Reload(lib *check.Library) error {
	s.finishReading()
	defer s.machine.ForgetSymbols()
	return s.explained("reloading", "dlclose", lib.Soname, s.libs.reload(lib))
}

// Find says where a library would be found, without loading it.
func (s *Session) Find(name string) (objfile.Result, error) {
	found, err := objfile.Find(name, objfile.Search{})
	if err != nil {
		return found, loadError(err)
	}
	return found, nil
}

// Bind makes name stand for lib.
func (s *Session) Bind(name string, lib *check.Library) { s.env.Bind(name, lib) }

// BindDefault binds lib to its short name, made an identifier, and says to what.
func (s *Session) BindDefault(lib *check.Library) (name string) {
	name = identifier(lib.Name)
	for word := range cdecl.Keywords {
		if word == name {
			name += "_"
			break
		}
	}
	s.Bind(name, lib)
	return name
}

// identifier replaces what an identifier cannot have by _.
func identifier(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, name)
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		return "_" + name
	}
	return name
}

// Library is what a command means by a LIB: a name bound to a library, by
// :load or as a variable, or the short name, soname or path of a loaded one.
func (s *Session) Library(name string) *check.Library {
	if o, ok := s.env.Lookup(name); ok {
		if o.Lib != nil {
			return o.Lib
		}
		if o.Var != nil {
			if lib := s.machine.VarValue(o.Var).Library(); lib != nil {
				return lib
			}
		}
	}
	return s.libs.named(name)
}

// NamesOf are the names that a library is bound to.
func (s *Session) NamesOf(lib *check.Library) []string {
	names := []string{}
	for o := range s.env.Objects() {
		if o.Lib == lib || o.Var != nil && s.machine.VarValue(o.Var).Library() == lib {
			names = append(names, o.Name)
		}
	}
	if o, ok := s.env.Lookup(lib.Name); ok && o.Lib == lib && !slices.Contains(names, lib.Name) {
		names = append(names, lib.Name)
	}
	return names
}

// Libraries are the loaded libraries in the order of the search for symbols.
func (s *Session) Libraries() []*check.Library {
	list := make([]*check.Library, len(s.libs.list))
	for i, lib := range s.libs.list {
		list[i] = lib.Library
	}
	return list
}

// PathOf is the file of a loaded library.
func (s *Session) PathOf(lib *check.Library) string {
	if e := s.libs.entry(lib); e != nil {
		return s.libs.pathOf(e)
	}
	return lib.Path
}

// File is the library's file, for views; nil where it cannot be read.
func (s *Session) File(lib *check.Library) *objfile.File {
	if e := s.libs.entry(lib); e != nil {
		return s.libs.fileOf(e)
	}
	return nil
}

// symbolNames are the names that a library exports, sorted.
func (s *Session) symbolNames(lib *check.Library) ([]string, error) {
	return slices.Collect(s.libs.names(lib)), nil
}

// findLibrary is the builtin find_library.
func findLibrary(name string) (path string, ok bool) {
	found, err := objfile.Find(name, objfile.Search{})
	return found.Path, err == nil
}

// Ready has libc and libm in memory, which are opened when they are first needed.
func (s *Session) Ready() error {
	for _, lib := range s.libs.list[:system] {
		if err := s.libs.ready(lib); err != nil {
			return err
		}
	}
	return nil
}

// Symbols are the exported symbols of a library, sorted by name.
func (s *Session) Symbols(lib *check.Library) ([]objfile.Symbol, error) {
	f := s.File(lib)
	if f == nil {
		return nil, diag.Errorf(diag.Span{}, diag.Load, "the file of %s cannot be read", lib.Soname)
	}
	symbols, err := f.Symbols()
	if err != nil {
		return nil, loadError(err)
	}
	return symbols, nil
}
