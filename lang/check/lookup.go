package check

import (
	"iter"
	"maps"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// Kinds of object that only the checker makes, for names from outside.
const (
	objForeign ObjectKind = iota + 100 // a foreign function or variable: Type, Symbol
	objGuess                           // an exported function of unknown type
	objUntyped                         // exported data of unknown type
	objInline                          // a static inline function, which no library exports
)

// guessed is what a function of unknown type is taken for.
var guessed = &ctypes.Func{Result: ctypes.TLong}

// find looks an ordinary name up: block and function scopes, the session, c
// and m, what headers, DWARF and the prelude declare, exported symbols.
func (c *checker) find(name string) *Object {
	if o := c.scope.find(name); o != nil {
		return o
	}
	if lib := c.env.weak[name]; lib != nil {
		return &Object{Name: name, Kind: ObjLibrary, Type: LibraryType, Lib: lib}
	}
	if name == "errno" {
		return &Object{Name: name, Kind: ObjVar, Type: ctypes.TInt, Var: c.env.errno}
	}
	return c.findOutside(nil, name)
}

// findOutside finds a name that the session does not declare, or that is
// asked for as a library's own.
func (c *checker) findOutside(lib *Library, name string) *Object {
	ofLibrary := lib != nil
	in, data, exported := c.env.outside.Exported(lib, name)
	if exported {
		if a, ok := c.attr(in, name); ok {
			return &Object{Name: name, Kind: objForeign, Type: a.sig, Lib: in, Symbol: name}
		}
		lib = in
	}
	if d, ok := c.env.outside.Declared(lib, name); ok && !(ofLibrary && exported && d.isNoSymbol()) {
		if d.Inline && !exported {
			return &Object{Name: name, Kind: objInline, Type: d.Type}
		}
		return outerObject(name, d, in)
	}
	switch {
	case !exported:
		return nil
	case data:
		return &Object{Name: name, Kind: objUntyped, Lib: in, Symbol: name}
	}
	return &Object{Name: name, Kind: objGuess, Type: guessed, Lib: in, Symbol: name}
}

// outerObject makes an object of an outside declaration.
func outerObject(name string, d Outer, in *Library) *Object {
	o := &Object{Name: name, Kind: objForeign, Type: d.Type, Lib: in, Symbol: d.Symbol, Value: d.Value}
	if o.Symbol == "" {
		o.Symbol = name
	}
	switch d.Kind {
	case OuterTypedef:
		o.Kind = ObjType
	case OuterConst:
		o.Kind = ObjConst
	}
	return o
}

// lookupType finds the type that a name stands for: a typedef, or the tag of a
// record or enum that nothing else has the name of.
func (c *checker) lookupType(name string) (ctypes.Type, bool) {
	if o := c.scope.find(name); o != nil {
		if o.isLibrary() {
			return c.typeUnder(o)
		}
		return o.Type, o.Kind == ObjType
	}
	if c.env.weak[name] != nil && c.scope.findTag(name) == nil {
		return nil, false
	}
	d, declared := c.env.outside.Declared(nil, name)
	if declared && d.Kind == OuterTypedef {
		return d.Type, true // ctypes' names are aliases, others typedefs
	}
	if t := ctypes.Predeclared()[name]; t != nil {
		return t, true
	}
	if t := c.scope.findTag(name); t != nil {
		return t, !declared || d.Kind == OuterFunc
	}
	if declared {
		return nil, false
	}
	return c.outsideTag(name)
}

// typeUnder is the typedef that has the name of a library: sqlite3.
func (c *checker) typeUnder(lib *Object) (ctypes.Type, bool) {
	if lib.hidden != nil {
		return lib.hidden.Type, true
	}
	d, ok := c.env.outside.Declared(nil, lib.Name)
	return d.Type, ok && d.Kind == OuterTypedef
}

// libraryNamed is the library of a name that stands for a type too, else nil.
func (c *checker) libraryNamed(x syntax.Expr) *Object {
	t, ok := x.(*syntax.TypeExpr)
	if !ok {
		return nil
	}
	name, _ := calledName(t)
	o := c.scope.find(name)
	if o != nil && !o.isLibrary() {
		o = o.hidden
	}
	return o
}

// outsideTag finds a tag of a header that stands for its type because no
// function or variable has its name.
func (c *checker) outsideTag(name string) (ctypes.Type, bool) {
	for _, kind := range [...]string{"struct", "union", "enum"} {
		if t, ok := c.env.outside.Tag(kind, name); ok {
			_, _, exported := c.env.outside.Exported(nil, name)
			return t, !exported
		}
	}
	return nil, false
}

// functionNotTag finds the function that is meant where a name is called
// that is a tag too: stat(path, &st) after struct stat was declared.
func (c *checker) functionNotTag(name string) *Object {
	if o := c.scope.find(name); o != nil && o.Kind == ObjType {
		return nil
	}
	if o := c.find(name); o != nil && o.Kind != ObjType {
		return o
	}
	return nil
}

// functionNotLibrary finds the function that is meant where the name of a library is
// called: crypt(key, salt) after :load crypt.
func (c *checker) functionNotLibrary(name string) *Object {
	if o := c.scope.find(name); o == nil || !o.isLibrary() {
		return nil
	}
	if o := c.findOutside(nil, name); o != nil && (o.Kind == objInline || ctypes.IsFunc(o.Type)) {
		return o
	}
	return nil
}

// ident is a name as an expression.
func (c *checker) ident(x *syntax.Ident) Expr {
	if o := c.find(x.Name); o != nil && o.Kind != ObjType {
		return c.use(o, x.Span())
	}
	if k := constantName(x); k != nil {
		return k
	}
	if k := c.functionName(x); k != nil {
		return k
	}
	if t, ok := c.lookupType(x.Name); ok {
		return &TypeVal{Typed{TypeType, x.Span()}, t}
	}
	if isShellFunction(x.Name) {
		panic(typeError(x.Span(), "%s is a function of the shell: it can only be called", x.Name))
	}
	panic(c.unknown(x.Span(), x.Name))
}

// constantName is a name that C or ctypes has as a constant.
func constantName(x *syntax.Ident) Expr {
	t := constants[x.Name]
	switch {
	case t == nil:
		return nil
	case strings.EqualFold(x.Name, "true"):
		return intConst(t, 1, x.Span())
	}
	return intConst(t, 0, x.Span())
}

// constants are the constants that C or ctypes has, by their types.
var constants = map[string]ctypes.Type{
	"true": ctypes.TBool, "True": ctypes.TBool, "false": ctypes.TBool, "False": ctypes.TBool,
	"NULL": ctypes.VoidPtr, "nullptr": ctypes.VoidPtr, "None": ctypes.VoidPtr,
}

// functionName is C's name for the function that it stands in; outside of functions,
// where macros such as g_assert use it too, it is gcc's.
func (c *checker) functionName(x *syntax.Ident) Expr {
	switch x.Name {
	case "__func__", "__FUNCTION__", "__PRETTY_FUNCTION__":
		text := []byte{0}
		if c.fn != nil {
			text = append([]byte(c.fn.name), 0)
		} else if x.Name == "__PRETTY_FUNCTION__" {
			text = []byte("top level\x00")
		}
		return &StrLit{Typed{ctypes.ArrayOf(ctypes.Qualify(ctypes.TChar, ctypes.Const), int64(len(text))), x.Span()}, text}
	}
	return nil
}

// use is an object as an expression.
func (c *checker) use(o *Object, at diag.Span) Expr {
	switch o.Kind {
	case ObjVar:
		return wholeArray(&VarRef{Typed{o.Var.Type, at}, o.Var})
	case ObjFunc:
		return c.useFunc(o, at)
	case ObjConst:
		return &Const{Typed: Typed{o.Type, at}, Value: o.Value, Literal: true, Radix: 10}
	case ObjLibrary:
		return &LibVal{Typed{LibraryType, at}, o.Lib}
	case objGuess:
		return &Symbol{Typed: Typed{guessed, at}, Name: o.Symbol, Lib: o.Lib, Guess: true}
	case objUntyped:
		err := typeError(at, "the type of %s is not known", o.Name)
		if !HintMissing(err, o.Name) {
			err.WithHint("declare it first: extern TYPE %s;", o.Name)
		}
		panic(err)
	case objInline:
		return c.inline(o, at)
	case ObjType:
		return &TypeVal{Typed{TypeType, at}, o.Type}
	}
	return &Symbol{Typed: Typed{c.wholeArray(o.Lib, o.Symbol, o.Type), at}, Name: o.Symbol, Called: o.Name, Lib: o.Lib}
}

// wholeArray is the type of a foreign variable. An array that was declared without a
// length (extern const char version[]) has the one that its symbol's size leaves.
func (c *checker) wholeArray(lib *Library, symbol string, t ctypes.Type) ctypes.Type {
	a, ok := ctypes.Unwrap(t).(*ctypes.Array)
	if !ok || !ctypes.IsIncomplete(a) || ctypes.IsIncomplete(a.Elem) || c.env.DataSize == nil {
		return t
	}
	if size := a.Elem.Size(); size > 0 {
		if n := c.env.DataSize(lib, symbol) / size; n > 0 {
			return ctypes.ArrayOf(a.Elem, n)
		}
	}
	return t
}

// useFunc is a session function, or a foreign one that the session declares.
// A prototype without a definition stays open: a definition or a library that
// comes later counts when the call runs.
func (c *checker) useFunc(o *Object, at diag.Span) Expr {
	if !o.defined && o.Func.Body == nil {
		if in, _, ok := c.env.outside.Exported(nil, o.Symbol); ok {
			if a, ok := c.attr(in, o.Symbol); ok {
				return &Symbol{Typed: Typed{a.sig, at}, Name: o.Symbol, Called: o.Name, Lib: in}
			}
			c.compare(o.Func, in, at)
		}
	}
	return &FuncRef{Typed{o.Type, at}, o.Func}
}

// unknown is the error for a name that nothing declares.
func (c *checker) unknown(at diag.Span, name string) *diag.Error {
	err := nameError(at, "unknown name %s", name)
	if c.env.hintMissing(err, name) {
		return err
	}
	return suggest(err, name, c.allNames(), c.weakExports)
}

// weakExports yields what libc and libm export, declared or not: reading their
// symbols takes 5 ms.
func (c *checker) weakExports(yield func(string) bool) {
	for _, lib := range c.env.weak {
		for name := range c.env.outside.Exports(lib) {
			if !yield(name) {
				return
			}
		}
	}
}

// suggest adds the nearest name there is to an error; see diag.Nearest.
func suggest(err *diag.Error, name string, candidates ...iter.Seq[string]) *diag.Error {
	if near := diag.Nearest(name, candidates...); near != "" {
		return err.WithHint("did you mean \"%s\"?", near)
	}
	return err
}

// incomplete is the error for a type of which too little is known. A tag that
// the session knows may be what was meant.
func (c *checker) incomplete(at diag.Span, t ctypes.Type, missing string) *diag.Error {
	err := typeError(at, "%s is incomplete: %s", t, missing)
	r, ok := ctypes.Unwrap(t).(*ctypes.Record)
	if !ok || r.Tag == "" {
		return err
	}
	keyword, _, _ := strings.Cut(r.String(), " ")
	if known, ok := c.lookupType(r.Tag); ok && !ctypes.IsIncomplete(known) {
		return err.WithHint("%s without the %s is a type", r.Tag, keyword)
	}
	if near := diag.Nearest(r.Tag, c.completeTags()); near != "" {
		return err.WithHint("did you mean \"%s %s\"?", keyword, near)
	}
	return err
}

// completeTags yields the tags in scope that have their members.
func (c *checker) completeTags() iter.Seq[string] {
	return func(yield func(string) bool) {
		for s := c.scope; s != nil; s = s.parent {
			for tag, t := range s.tags {
				if !ctypes.IsIncomplete(t) && !yield(tag) {
					return
				}
			}
		}
	}
}

// allNames yields every ordinary name in scope, inner ones first; but see
// Outside.Names.
func (c *checker) allNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, names := range []iter.Seq[string]{
			c.sessionNames(), maps.Keys(c.env.weak), maps.Keys(builtins), maps.Keys(typeFunctions),
			maps.Keys(ctypes.Predeclared()), c.env.outside.Names(),
		} {
			for name := range names {
				if !yield(name) {
					return
				}
			}
		}
	}
}

// sessionNames yields the names of the session and of the scopes at hand.
func (c *checker) sessionNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for s := c.scope; s != nil; s = s.parent {
			for _, name := range s.order {
				if !yield(name) {
					return
				}
			}
		}
	}
}
