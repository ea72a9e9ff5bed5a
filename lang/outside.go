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
// headers, the prelude and the exports of the loaded libraries.
type outside struct{ s *Session }

// Declared is the best declaration of a name.
func (o *outside) Declared(_ *check.Library, name string) (check.Outer, bool) {
	for outer := range o.Sources(name) {
		return outer, true
	}
	return check.Outer{}, false
}

// Sources yields the declarations of a name, best first: that of an included
// header, that of the prelude.
func (o *outside) Sources(name string) iter.Seq[check.Outer] {
	return func(yield func(check.Outer) bool) {
		header, ok := o.s.headers.Lookup(name)
		fromHeader := ok && origin(header.Span) != prelude.Provenance
		if fromHeader && !yield(outerOf(header)) {
			return
		}
		if known, ok := prelude.Lookup(name); ok {
			yield(outerOf(&known))
		}
	}
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
	return o.s.headers.Tag(kind, tag, false)
}

// declaredNames yields what headers and the prelude declare.
func (o *outside) declaredNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, names := range []iter.Seq[string]{o.s.headers.Names(), prelude.Names} {
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
	return e.Library, o.s.libs.isData(e, name), true
}

// Names yields every name that is known outside.
func (o *outside) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range o.declaredNames() {
			if !yield(name) {
				return
			}
		}
		for name := range o.s.libs.names(nil) {
			if !yield(name) {
				return
			}
		}
	}
}

// Exports yields what a library exports.
func (o *outside) Exports(lib *check.Library) iter.Seq[string] { return o.s.libs.names(lib) }
