package lang

import (
	"fmt"
	"iter"
	"path/filepath"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/prelude"
)

// outside is where names come from that the session did not declare: included
// headers, debug information, the prelude and the exports of the loaded
// libraries.
type outside struct{ s *Session }

// Declared is the best declaration of a name.
func (o *outside) Declared(lib *check.Library, name string) (check.Outer, bool) {
	for outer := range o.sources(lib, name) {
		return outer, true
	}
	return check.Outer{}, false
}

// Sources yields the declarations of a name, best first.
func (o *outside) Sources(name string) iter.Seq[check.Outer] { return o.sources(nil, name) }

// sources yields what headers, debug information and prelude say of a name.
func (o *outside) sources(lib *check.Library, name string) iter.Seq[check.Outer] {
	return func(yield func(check.Outer) bool) {
		known, inPrelude := prelude.Lookup(name)
		header, inHeader := o.header(name)
		if !inHeader && o.s.learn(name) {
			header, inHeader = o.header(name)
		}
		if inHeader && !yield(outerOf(header)) {
			return
		}
		if described, ok := o.s.libs.described(lib, name); ok && !yield(described) {
			return
		}
		if inPrelude {
			yield(outerOf(&known))
		}
	}
}

// header is a declaration that an included header has made.
func (o *outside) header(name string) (*cdecl.Decl, bool) {
	d, ok := o.s.headers.Lookup(name)
	return d, ok && origin(d.Span) != prelude.Provenance
}

// outerOf is a declaration as the checker wants it.
func outerOf(d *cdecl.Decl) check.Outer {
	kinds := map[cdecl.DeclKind]check.OuterKind{
		cdecl.TypedefDecl:  check.OuterTypedef,
		cdecl.FunctionDecl: check.OuterFunc,
		cdecl.VariableDecl: check.OuterVar,
		cdecl.ConstantDecl: check.OuterConst,
	}
	return check.Outer{
		Kind: kinds[d.Kind], Type: d.Type, Value: d.Value,
		Symbol: d.Symbol, Inline: d.Inline, From: origin(d.Span),
	}
}

// origin is how :type names the place of a declaration: "<prelude>", or the
// header's name and line.
func origin(at diag.Span) string {
	if at.Src == nil || at.Src.Name == prelude.Provenance {
		return prelude.Provenance
	}
	line, _ := at.Position()
	return fmt.Sprintf("%s:%d", filepath.Base(at.Src.Name), line)
}

// Tag finds a struct, union or enum.
func (o *outside) Tag(kind, tag string) (ctypes.Type, bool) {
	t, ok := o.s.headers.Tag(kind, tag, false)
	if !ok {
		t, ok = o.s.libs.describedTag(kind, tag)
	}
	return t, ok
}

// declaredNames yields what headers and the prelude declare.
func (o *outside) declaredNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, names := range []iter.Seq[string]{o.s.headers.Names(), o.s.libs.describedNames(), prelude.Names} {
			for name := range names {
				if !yield(name) {
					return
				}
			}
		}
	}
}

// Exported finds the library that exports a symbol.
func (o *outside) Exported(lib *check.Library, name string) (in *check.Library, data, ok bool) {
	e, ok := o.s.libs.exported(lib, name)
	if !ok {
		return nil, false, false
	}
	if d, declared := prelude.Lookup(name); declared { // need not open the file
		return e.Library, d.Kind == cdecl.VariableDecl, true
	}
	return e.Library, o.s.libs.isData(e, name), true
}

// Names yields every name that is known outside, but of libc and libm only what is
// declared: the prelude declares nearly all of it, and need not be asked for.
func (o *outside) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, names := range []iter.Seq[string]{o.s.macroNames, o.declaredNames()} {
			for name := range names {
				if !yield(name) {
					return
				}
			}
		}
		for _, e := range o.s.libs.list[system:] {
			for name := range o.s.libs.names(e.Library) {
				if !yield(name) {
					return
				}
			}
		}
	}
}

// Exports yields what a library exports.
func (o *outside) Exports(lib *check.Library) iter.Seq[string] { return o.s.libs.names(lib) }
