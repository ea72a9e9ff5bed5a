package lang

import (
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/headroom"
	"cshell/objfile"
)

// What is known of the types of a loaded library, beside the headers that the
// session includes: its debug information and the headers of the package that
// it is developed with. Both are read by tasks: ahead of time at a prompt, else
// when a name first asks for them; a session that declares what it calls pays
// nothing.

// debugResult is what reading debug information gave.
type debugResult struct {
	debug *objfile.Debug
	err   error
}

// beginDebug begins to read the debug information of a library, unless there is
// none or that has been done.
func (l *libraries) beginDebug(e *loaded) {
	if e.debugTried || e.debugging != nil {
		return
	}
	f := l.fileOf(e)
	if f == nil || f.DebugInfo == "" {
		e.debugTried = true
		return
	}
	e.debugging = begin(l.session, "reading the debug information of "+e.Soname, func() debugResult {
		debug, err := objfile.OpenDebug(f)
		if err == nil {
			err = debug.Index()
		}
		return debugResult{debug, err}
	})
}

// debugOf is the debug information of a library, or nil. libc and libm have
// the prelude, which knows more.
func (l *libraries) debugOf(e *loaded) *objfile.Debug {
	if e.debugTried || l.isSystem(e) || l.session.quiet && (e.debugging == nil || !e.debugging.isDone()) {
		return e.debug
	}
	l.beginDebug(e)
	if e.debugging == nil {
		return nil
	}
	read := await(l.session, e.debugging)
	e.debugTried, e.debugging = true, nil
	if read.err != nil {
		l.session.note(diag.Span{}, read.err.Error())
	} else {
		e.debug = read.debug
	}
	return e.debug
}

// system is how many libraries are always loaded, the first of the list.
const system = 2

// isSystem says whether a library is libc or libm.
func (l *libraries) isSystem(e *loaded) bool { return e == l.list[0] || e == l.list[1] }

// debugInfo yields the debug information of one library, or of all.
func (l *libraries) debugInfo(lib *check.Library) iter.Seq2[*loaded, *objfile.Debug] {
	return func(yield func(*loaded, *objfile.Debug) bool) {
		for _, e := range l.list {
			if lib != nil && lib != l.program && e.Library != lib {
				continue
			}
			if d := l.debugOf(e); d != nil && !yield(e, d) {
				return
			}
		}
	}
}

// described is what the debug information says of an ordinary name.
func (l *libraries) described(lib *check.Library, name string) (check.Outer, bool) {
	e, kind, found, ok := l.debugEntry(lib, name)
	if !ok {
		return check.Outer{}, false
	}
	return check.Outer{Kind: kind, Type: found.Type, Value: found.Value, From: fromDebug(e, found)}, true
}

// debugEntry finds an ordinary name in the debug information, and what it is.
func (l *libraries) debugEntry(lib *check.Library, name string) (*loaded, check.OuterKind, objfile.DebugEntry, bool) {
	for e, d := range l.debugInfo(lib) {
		for _, ask := range []struct {
			kind check.OuterKind
			find func(string) (objfile.DebugEntry, error)
		}{
			{check.OuterFunc, d.Function},
			{check.OuterVar, d.Variable},
			{check.OuterTypedef, d.Typedef},
			{check.OuterConst, d.Constant},
		} {
			if found, err := ask.find(name); err == nil {
				return e, ask.kind, found, true
			}
		}
	}
	return nil, 0, objfile.DebugEntry{}, false
}

func fromDebug(e *loaded, d objfile.DebugEntry) string {
	from := e.Soname + " DWARF"
	if d.File != "" {
		from += fmt.Sprintf(" %s:%d", filepath.Base(d.File), d.Line)
	}
	return from
}

// describedTag is a struct, union or enum of the debug information.
func (l *libraries) describedTag(kind, tag string) (ctypes.Type, bool) {
	for _, d := range l.debugInfo(nil) {
		if found, err := d.Tag(kind, tag); err == nil {
			return found.Type, true
		}
	}
	return nil, false
}

// describedNames yields what debug information has names for.
func (l *libraries) describedNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, d := range l.debugInfo(nil) {
			for name := range d.Names() {
				if !yield(name) {
					return
				}
			}
		}
	}
}

// learn reads the headers of the loaded libraries that export a name, or of
// all (name is empty), each once. It says whether any were read.
func (s *Session) learn(name string) bool {
	if s.cfg.NoAutoTypes || s.quiet {
		return false
	}
	before := s.learnt
	for _, e := range s.libs.list {
		if e.learnt || s.libs.isSystem(e) || name != "" && !s.libs.exports(e, name) {
			continue
		}
		if s.reading != e {
			s.finishReading()
			s.beginReading(e)
		}
		s.adopt()
	}
	return s.learnt > before
}

// Learn reads the headers of what is loaded without waiting for a name that
// needs them.
func (s *Session) Learn() { s.learn("") }

// learnFrom reads headers when a statement was refused for a name that nobody
// knows, that is no symbol but may be a macro, or whose type did not fit (sqlite3 *db, where sqlite3 is a library as
// far as is known). It says whether more is known than when the statement was begun, with
// learnt packages; what looks for a similar name may have read some.
func (s *Session) learnFrom(err error, learnt int) bool {
	e, ok := errors.AsType[*diag.Error](err)
	if !ok || e.Incomplete || e.Kind != diag.Name && e.Kind != diag.Type && e.Kind != diag.Syntax && e.Kind != diag.Symbol {
		return false
	}
	s.learn("")
	return s.learnt > learnt
}

func (l *libraries) exports(e *loaded, name string) bool {
	_, ok := l.symbol(e, name)
	return ok
}

// packageTypes is what the headers of the package declare that a library is
// developed with.
type packageTypes struct {
	headers   *cdecl.Table // with all that the session's had; nil: there is no package
	pkg       objfile.DevPackage
	have, all int // exported functions of known type, and all
}

// beginReading begins to read the headers of a library's package. One reading
// goes on at a time, and until it is adopted nothing else is read into
// s.headers; see cdecl.Table.Fork.
func (s *Session) beginReading(e *loaded) {
	f, table, own := s.libs.fileOf(e), newHeaders(), s.cfg.IncludeDirs
	s.headers.Fork(table)
	s.reading = e
	e.reading = begin(s, "reading the headers of "+e.Name, func() packageTypes {
		if f == nil {
			return packageTypes{}
		}
		return readPackage(f, table, own)
	})
}

// finishReading waits for the headers that are being read.
func (s *Session) finishReading() {
	if s.reading != nil {
		s.adopt()
	}
}

// adopt waits for what is being read, takes it, and says in a note what it gave.
func (s *Session) adopt() {
	e := s.reading
	read := await(s, e.reading)
	e.reading, e.learnt, s.reading = nil, true, nil
	if read.headers == nil {
		return
	}
	s.headers = read.headers
	s.unmask(s.libs.fileOf(e))
	if read.have == 0 {
		return
	}
	s.learnt++
	from := read.pkg.Headers[0]
	if read.pkg.Name != "" {
		from += " (" + read.pkg.Name + ")"
	}
	s.note(diag.Span{}, fmt.Sprintf("types: %s: %d of %d functions%s", from, read.have, read.all, s.libs.whose(e)))
}

// whose is " of libz.so.1" where several libraries are loaded.
func (l *libraries) whose(e *loaded) string {
	if len(l.list) <= system+1 {
		return ""
	}
	return " of " + e.Soname
}

// readPackage finds and reads the headers of a library's package. Nobody asked
// for them: what is wrong in them does not concern the user.
func readPackage(f *objfile.File, table *cdecl.Table, own []string) packageTypes {
	headroom.Reserve()
	pkg, ok := objfile.Headers(f)
	if !ok {
		return packageTypes{}
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // gtk-3 reads twice as fast
	readHeaders(table, &diag.Source{Name: "<" + pkg.Name + ">", Text: including(pkg), First: 1}, own, pkg.Dirs)
	have, all := coverage(f, table)
	return packageTypes{table, pkg, have, all}
}

// including is the C text that includes all headers of a package.
func including(pkg objfile.DevPackage) string {
	var b strings.Builder
	for _, directive := range pkg.Before {
		b.WriteString(directive + "\n")
	}
	b.WriteString("#include <stdio.h>\n#include <stddef.h>\n#include <stdarg.h>\n")
	for _, header := range pkg.Headers {
		fmt.Fprintf(&b, "#include <%s>\n", header)
	}
	return b.String()
}

// unmask drops macros that put something else in the place of an exported
// function: sqlite3ext.h, for one, sends all of them through a table that only
// an extension has.
func (s *Session) unmask(f *objfile.File) {
	for name := range f.Names() {
		if m, ok := s.headers.Macros.Lookup(name); ok && !m.FuncLike && !mentions(m, name) {
			s.headers.Macros.Undef(name)
		}
	}
}

func mentions(m *cdecl.Macro, name string) bool {
	return slices.ContainsFunc(m.Body, func(t cdecl.Token) bool { return t.Text == name })
}

// coverage counts the exported functions, and those of known type. What is
// exported for a sibling of the library only counts where a header declares it.
func coverage(f *objfile.File, table *cdecl.Table) (have, all int) {
	for name := range f.Names() {
		sym, ok := f.Lookup(name)
		if !ok || !sym.IsFunc() {
			continue
		}
		if _, ok := table.Lookup(name); ok {
			have, all = have+1, all+1
		} else if !sym.IsReserved() {
			all++
		}
	}
	return have, all
}

// AutoTypes says whether loaded libraries bring the headers of their package.
func (s *Session) AutoTypes() bool { return !s.cfg.NoAutoTypes }

// SetAutoTypes switches that.
func (s *Session) SetAutoTypes(on bool) { s.cfg.NoAutoTypes = !on }
