package check

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// member is X.Name or X->Name: a member of a record, a symbol of a library, a
// field of a caught error, or one of ctypes' attributes.
func (c *checker) member(x *syntax.Member) Expr {
	base := c.memberBase(x.X)
	switch base.Type() {
	case LibraryType:
		return c.librarySymbol(x, base)
	case ErrorType:
		return c.errorField(x, base)
	}
	if r, ok := ctypes.Unwrap(base.Type()).(*ctypes.Record); ok {
		return c.recordMember(x, base, r)
	}
	if p, ok := ctypes.Unwrap(base.Type()).(*ctypes.Pointer); ok {
		return c.memberThrough(x, unqualified(base), p)
	}
	if isArray(base.Type()) && x.Arrow {
		p := decay(base)
		return c.memberThrough(x, p, p.Type().(*ctypes.Pointer))
	}
	return c.attribute(x, base)
}

// memberBase checks what stands before the dot; a value whose type is known
// only when it runs cannot stand there.
func (c *checker) memberBase(x syntax.Expr) Expr {
	if lib := c.libraryNamed(x); lib != nil {
		return c.use(lib, x.Span())
	}
	base := c.expr(x)
	if base.Type() == AnyType {
		panic(typeError(base.Span(), "the type of this value is known only when it runs; cast it"))
	}
	return base
}

// memberThrough is p->m, or an attribute of a pointer.
func (c *checker) memberThrough(x *syntax.Member, p Expr, t *ctypes.Pointer) Expr {
	r, ok := ctypes.Unwrap(t.Elem).(*ctypes.Record)
	switch {
	case x.Arrow && ok:
		return c.recordMember(x, c.dereference(x.Span(), p), r)
	case x.Arrow:
		panic(typeError(x.Span(), "%s does not point to a struct or union", p.Type()))
	case isAttribute(x.Name):
		return c.attribute(x, p)
	case ok:
		panic(typeError(x.Span(), "%s is a pointer", p.Type()).WithHint("did you mean ->%s?", x.Name))
	}
	return c.attribute(x, p)
}

// recordMember finds a member of a record.
func (c *checker) recordMember(x *syntax.Member, base Expr, r *ctypes.Record) Expr {
	if !r.Complete() {
		panic(c.incomplete(x.Span(), r, "its members are not known"))
	}
	path, offset, ok := r.Lookup(x.Name)
	if !ok {
		if isAttribute(x.Name) && !x.Arrow {
			return c.attribute(x, base)
		}
		panic(suggest(nameError(x.NameAt, "%s has no member %s", r, x.Name), x.Name, memberNames(r)))
	}
	if x.Arrow && ctypes.Unwrap(base.Type()) == ctypes.Type(r) && !throughPointer(base) {
		panic(typeError(x.Span(), "%s is no pointer", r).WithHint("did you mean .%s?", x.Name))
	}
	field := path[len(path)-1]
	if field.Bits != nil {
		offset -= field.Offset // the bits count from the start of their record
	}
	t := ctypes.Qualify(field.Type, ctypes.QualsOf(base.Type()))
	return memberPlace(base, t, offset, field.Bits, x.Span())
}

// throughPointer says whether base is what a pointer before -> points to.
func throughPointer(base Expr) bool {
	_, ok := base.(*Mem)
	return ok
}

// memberPlace is the object at an offset of a record.
func memberPlace(base Expr, t ctypes.Type, offset int64, bits *ctypes.BitField, at diag.Span) Expr {
	if m, ok := base.(*Mem); ok {
		inner := *m
		inner.T, inner.At, inner.Bits = t, at, bits
		inner.Offset += offset
		return &inner
	}
	if isPlace(base) {
		start := &Addr{Typed{ctypes.PointerTo(base.Type()), at}, base}
		return &Mem{Typed: Typed{t, at}, Base: start, Offset: offset, Bits: bits}
	}
	return &MemberOf{Typed{bare(t), at}, base, offset, bits}
}

// memberNames yields the names of a record's members, those of anonymous ones
// included.
func memberNames(r *ctypes.Record) iter.Seq[string] {
	return func(yield func(string) bool) { yieldMembers(r, yield) }
}

func yieldMembers(r *ctypes.Record, yield func(string) bool) bool {
	for _, f := range r.Fields {
		if inner, ok := ctypes.Unwrap(f.Type).(*ctypes.Record); ok && f.Name == "" {
			if !yieldMembers(inner, yield) {
				return false
			}
		} else if f.Name != "" && !yield(f.Name) {
			return false
		}
	}
	return true
}

// librarySymbol is lib.name: an export of that library or its dependencies.
func (c *checker) librarySymbol(x *syntax.Member, base Expr) Expr {
	lib := c.knownLibrary(base)
	if x.Quoted {
		if cpp, ok := c.cppNamed(x, lib); ok {
			return c.cppSymbol(x, cpp, base)
		}
	}
	if lib == nil {
		return c.lateSymbol(x, base)
	}
	in, _, exported := c.env.outside.Exported(lib, x.Name)
	declared, ok := c.sessionDeclares(x.Name)
	if exported && ok {
		if a, ok := c.attr(in, x.Name); ok {
			declared.Type = a.sig
		} else if declared.Func != nil {
			c.compare(declared.Func, in, x.Span())
		}
		return &Symbol{Typed: Typed{c.wholeArray(lib, declared.Symbol, declared.Type), x.Span()}, Name: declared.Symbol, Called: x.Name, Lib: lib}
	}
	o := c.findOutside(lib, x.Name)
	if o == nil || !exported && o.Kind != ObjConst {
		panic(c.notExported(x, lib))
	}
	e := c.use(o, x.Span())
	if s, ok := e.(*Symbol); ok {
		s.Lib = lib
	}
	return e
}

// cppNamed is the symbol that a name in quotes stands for if that is one of C++;
// a name that C has too is C's.
func (c *checker) cppNamed(x *syntax.Member, lib *Library) (CppName, bool) {
	if _, _, exported := c.env.outside.Exported(lib, x.Name); exported || c.env.CppNamed == nil {
		return CppName{}, false
	}
	switch found := c.env.CppNamed(lib, x.Name); len(found) {
	case 0:
		return CppName{}, false
	case 1:
		return found[0], true
	default:
		panic(ambiguous(x, lib, found))
	}
}

// ambiguous is the error for a name that several symbols have, and lists them.
func ambiguous(x *syntax.Member, lib *Library, found []CppName) *diag.Error {
	const most = 8
	var names []string
	for _, n := range found[:min(len(found), most)] {
		names = append(names, n.Full)
	}
	slices.Sort(names)
	if more := len(found) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	of := ""
	if lib != nil {
		of = " of " + libraryName(lib)
	}
	return diag.Errorf(x.NameAt, diag.Symbol, "%s is ambiguous: %d symbols%s have that name", x.Name, len(found), of).
		WithHint("%s", strings.Join(names, ", "))
}

// cppSymbol is lib.name for a symbol of C++.
func (c *checker) cppSymbol(x *syntax.Member, cpp CppName, base Expr) Expr {
	named := *x
	named.Name, named.Quoted = cpp.Symbol, false
	e := c.librarySymbol(&named, base)
	if s, ok := e.(*Symbol); ok {
		s.Called = cpp.Name
	}
	return e
}

// notExported is the error for a name that a library does not have. One that it
// has in C++ only must stand in quotes.
func (c *checker) notExported(x *syntax.Member, lib *Library) *diag.Error {
	if lib != nil && lib.Closed {
		return diag.Errorf(x.NameAt, diag.Symbol, "%s is not loaded any more", libraryName(lib))
	}
	err := diag.Errorf(x.NameAt, diag.Symbol, "%s exports no %s", libraryName(lib), x.Name)
	if c.env.CppNamed != nil && !x.Quoted {
		if found := c.env.CppNamed(lib, x.Name); len(found) > 0 {
			return err.WithHint("a name of C++ stands in quotes: \"%s\"", found[0].Full)
		}
	}
	if c.env.hintMissing(err, x.Name) {
		return err
	}
	if other, _, ok := c.env.outside.Exported(nil, x.Name); ok {
		return err.WithHint("%s exports it: %s alone finds it", libraryName(other), x.Name)
	}
	return suggest(err, x.Name, c.env.outside.Exports(lib))
}

func libraryName(lib *Library) string {
	if lib.Soname != "" {
		return lib.Soname
	}
	return lib.Name
}

// knownLibrary is the library that an expression is known to mean; nil where
// that shows only when it runs.
func (c *checker) knownLibrary(e Expr) *Library {
	switch e := e.(type) {
	case *LibVal:
		return e.Lib
	case *VarRef:
		if lib, ok := libraryIn(e.Var); ok && c.fn == nil {
			return lib
		}
	}
	return nil
}

// sessionDeclares finds a session prototype or extern of a library's symbol.
func (c *checker) sessionDeclares(name string) (Object, bool) {
	o := c.scope.find(name)
	switch {
	case o == nil:
		return Object{}, false
	case o.IsPrototype():
		return *o, true
	}
	return *o, o.Kind == ObjExtern
}

// lateSymbol is a symbol of a library that is known only when it runs.
func (c *checker) lateSymbol(x *syntax.Member, lib Expr) Expr {
	s := &Symbol{Typed: Typed{guessed, x.Span()}, Name: x.Name, Called: x.Name, LibExpr: lib}
	if o, ok := c.sessionDeclares(x.Name); ok {
		s.T, s.Name = o.Type, o.Symbol
	} else if o := c.typedOutside(x.Name); o != nil {
		s.T, s.Name = o.Type, o.Symbol
	} else {
		s.Guess = true
	}
	return s
}

// typedOutside is a foreign name that a declaration or argtypes give a type; nil
// where nothing does. Who exports it, for which libm is opened, is asked only if
// that matters.
func (c *checker) typedOutside(name string) *Object {
	if _, declared := c.env.outside.Declared(nil, name); !declared && len(c.env.attrs)+len(c.attrs) == 0 {
		return nil
	}
	if o := c.findOutside(nil, name); o != nil && o.Kind == objForeign {
		return o
	}
	return nil
}

// errorFields are the fields of e in catch (e). What a foreign exit was given
// may be missing, so the type of status shows when it runs.
var errorFields = map[string]ctypes.Type{
	"message": ctypes.CharPtr, "kind": ctypes.CharPtr, "signal": ctypes.CharPtr,
	"function": ctypes.CharPtr, "block": ctypes.CharPtr, "address": ctypes.VoidPtr, "status": AnyType,
}

func (c *checker) errorField(x *syntax.Member, e Expr) Expr {
	t := errorFields[x.Name]
	if t == nil {
		err := nameError(x.NameAt, "an error has no field %s", x.Name)
		panic(suggest(err, x.Name, func(yield func(string) bool) {
			for name := range errorFields {
				if !yield(name) {
					return
				}
			}
		}))
	}
	v, ok := e.(*VarRef)
	if !ok {
		panic(typeError(x.Span(), "only the error that catch names has fields"))
	}
	return &ErrorField{Typed{t, x.Span()}, v.Var, x.Name}
}
