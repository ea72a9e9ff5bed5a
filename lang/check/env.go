package check

import (
	"fmt"
	"iter"
	"maps"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// Outside is where names come from that the session did not declare: included
// headers, DWARF, the prelude and the loaded libraries.
type Outside interface {
	// Declared is the best declaration of an ordinary name: of a header, then
	// of the DWARF of lib (nil: of any library), then of the prelude.
	Declared(lib *Library, name string) (Outer, bool)
	// Sources yields every declaration that Declared chooses from, best first.
	Sources(name string) iter.Seq[Outer]
	// Tag finds a tag; kind is struct, union or enum.
	Tag(kind, tag string) (ctypes.Type, bool)
	// Exported finds the library that exports a symbol: lib nil searches every
	// loaded library in load order, else lib and its dependencies. data tells
	// a data symbol from a function.
	Exported(lib *Library, name string) (in *Library, data, ok bool)
	// Names yields all declared names and those that libraries export, for
	// suggestions; of libc and libm what is declared.
	Names() iter.Seq[string]
	// Exports yields the names that lib exports.
	Exports(lib *Library) iter.Seq[string]
}

// OuterKind says what an outside declaration declares.
type OuterKind uint8

// The kinds of outside declaration.
const (
	OuterTypedef OuterKind = iota
	OuterFunc
	OuterVar
	OuterConst // an enumerator
)

// Outer is a declaration from outside.
type Outer struct {
	Kind   OuterKind
	Type   ctypes.Type
	Value  ctypes.Value // OuterConst
	Symbol string       // an asm label, or "" where the symbol has C's name
	Inline bool         // static inline: there is no symbol to call
	From   string       // "<prelude>", "zlib.h:1718", "libfoo.so DWARF foo.c:12"
}

// isNoSymbol says whether a declaration cannot be of a library's symbol that happens
// to have the name.
func (o *Outer) isNoSymbol() bool { return o.Kind == OuterTypedef || o.Kind == OuterConst }

// ObjectKind says what a session name stands for.
type ObjectKind uint8

// The kinds of session object.
const (
	ObjVar     ObjectKind = iota // Var
	ObjFunc                      // Func; without a body it is a prototype
	ObjType                      // Type
	ObjConst                     // an enumerator: Value
	ObjLibrary                   // Lib
	ObjExtern                    // a foreign variable: Type, Symbol
)

// Object is what a name of the session stands for.
type Object struct {
	Name   string
	Kind   ObjectKind
	Type   ctypes.Type // of the variable, function, extern or enumerator; the type itself
	Var    *Var
	Func   *Func
	Lib    *Library
	Value  ctypes.Value
	Symbol string // what dlsym is asked for an extern
	At     diag.Span

	auto    bool // declared by x = E: may be declared anew with another type
	defined bool // a function whose definition has been checked

	// hidden is the typedef under a library of its name (sqlite3), or the
	// library under the typedef: a name that is both is each where only that
	// can be meant.
	hidden *Object
}

// IsPrototype says whether o is a function that the session declared, but did
// not define.
func (o *Object) IsPrototype() bool {
	return o.Kind == ObjFunc && !o.defined && o.Func.Body == nil
}

// Env is what the session knows: its own names first, then Outside's.
type Env struct {
	// ReadVar gives the current value of a session variable, for array lengths
	// outside functions; eval provides it.
	ReadVar func(*Var) (ctypes.Value, bool)
	// Note, if set, is told what was accepted but deserves a remark (a call
	// without a prototype). The same text may come more than once.
	Note func(at diag.Span, message string)
	// Inline, if set, gives an inline function of a header as a session
	// function; see DefineInline.
	Inline func(name string) (*Func, error)
	// DataSize, if set, gives the size of a variable as the library that exports it
	// tells, 0 where that is not known; lib is as in Outside.Exported.
	DataSize func(lib *Library, symbol string) int64
	// Macro, if set, says whether there is a macro of a name, and whether it is the
	// session's own; Undef ends it.
	Macro func(name string) (own, ok bool)
	Undef func(name string)
	// MacroUse, if set, gives how a macro is written: M, F(x, y).
	MacroUse func(name string) (use string, ok bool)
	// Described, if set, gives what the debug information of a library says of
	// a name.
	Described func(lib *Library, name string) (Outer, bool)
	// CppNamed, if set, gives the exports of a library, or of all if it is nil,
	// that a name in C++ spelling may stand for.
	CppNamed func(lib *Library, name string) []CppName

	outside Outside
	session *scope
	weak    map[string]*Library // c and m: any session name goes first
	attrs   map[attrKey]attr
	errno   *Var
	history []ctypes.Type // of $1, $2 …
	last    int           // what _ is
	version int

	places   map[ctypes.Type]diag.Span // of the session's tagged types
	compared map[*Func]bool            // with debug information; see compare
}

// Unit is a checked statement with the declarations that it brings.
type Unit struct {
	Stmt   Stmt
	names  *scope
	forget []string // names that the statement deletes
	macros []string // those of macros
}

// CppName is a symbol of C++ with its names there.
type CppName struct {
	Symbol string // _ZN3geo5twiceIiEET_S1_
	Name   string // geo::twice<int>
	Full   string // int geo::twice<int>(int)
}

// NewEnv makes an empty session over outside.
func NewEnv(outside Outside) *Env {
	e := &Env{
		outside: outside,
		session: newScope(nil),
		weak:    map[string]*Library{},
		attrs:   map[attrKey]attr{},

		places:   map[ctypes.Type]diag.Span{},
		compared: map[*Func]bool{},
	}
	e.errno = newErrno()
	return e
}

// Check checks one statement. Nothing in e changes until Commit, so a wrong
// statement leaves no trace. The error is a *diag.Error. With echo an
// expression statement that has a value asks for its echo.
func (e *Env) Check(s syntax.Stmt, echo bool) (u *Unit, err error) {
	c := newChecker(e)
	defer c.rescue(s.Span(), &err)
	c.echo = echo
	checked := c.topStatement(s)
	c.finish()
	return &Unit{Stmt: checked, names: c.top, forget: c.forget, macros: c.macros}, nil
}

// Commit takes over what u declared; call it when u has run, also when it
// failed half way: variables whose declaration did not run stay undeclared.
func (e *Env) Commit(u *Unit) {
	e.version++
	for _, name := range u.names.order {
		o := u.names.names[name]
		if o.Kind == ObjVar && !o.Var.Live {
			continue
		}
		e.session.declare(o)
	}
	for tag, t := range u.names.tags {
		e.session.declareTag(tag, t)
	}
	for _, name := range u.forget {
		e.session.drop(name)
	}
	for _, name := range u.macros {
		e.Undef(name)
	}
}

// CheckExpr checks an expression for a command, without side effects on e.
// Arrays and other places stay what they are, so that a command can say where
// they lie; functions are pointers.
func (e *Env) CheckExpr(x syntax.Expr) (checked Expr, err error) {
	c := newChecker(e)
	defer c.rescue(x.Span(), &err)
	checked = c.expr(x)
	if len(c.hoisted) > 0 {
		v := c.hoisted[0].(*DeclareVar).Var
		panic(nameError(v.At, "%s is not declared yet, and a command declares nothing", v.Name))
	}
	if isFunction(checked) {
		checked = decay(checked)
	}
	return checked, nil
}

// ResolveType gives the type that a type name means.
func (e *Env) ResolveType(t *cdecl.TypeName) (resolved ctypes.Type, err error) {
	c := newChecker(e)
	defer c.rescue(t.Span, &err)
	return c.typeName(t), nil
}

func (e *Env) macro(name string) (own, ok bool) {
	if e.Macro == nil {
		return false, false
	}
	return e.Macro(name)
}

// IsType says whether a name stands for a type: a typedef, or the tag of a
// struct where nothing else has the name.
func (e *Env) IsType(name string) bool {
	c := newChecker(e)
	_, ok := c.lookupType(name)
	return ok
}

// IsKnown says whether a name stands for anything.
func (e *Env) IsKnown(name string) bool {
	c := newChecker(e)
	return c.find(name) != nil || e.IsType(name) || isShellFunction(name) || constants[name] != nil
}

// Version changes whenever names may have changed.
func (e *Env) Version() int { return e.version }

// Bind makes name stand for a library.
func (e *Env) Bind(name string, lib *Library) {
	e.version++
	e.session.declare(&Object{Name: name, Kind: ObjLibrary, Type: LibraryType, Lib: lib})
}

// BindWeak makes name stand for a library unless the session gives the name
// another meaning (c and m).
func (e *Env) BindWeak(name string, lib *Library) {
	e.version++
	e.weak[name] = lib
}

// BindVar makes name stand for a variable that the shell made (argc, argv).
func (e *Env) BindVar(v *Var) {
	e.version++
	v.Live = true
	e.session.declare(&Object{Name: v.Name, Kind: ObjVar, Type: v.Type, Var: v})
}

// Unbind forgets a session name.
func (e *Env) Unbind(name string) {
	e.version++
	e.session.drop(name)
}

// Lookup finds what a name stands for in the session, c and m included.
func (e *Env) Lookup(name string) (Object, bool) {
	if o := e.session.find(name); o != nil {
		found := *o
		if lib, ok := libraryIn(o.Var); ok {
			found.Lib = lib
		}
		if isSlice(o.Type) {
			found.Type = KnownType(&VarRef{Typed{o.Type, o.At}, o.Var})
		}
		return found, true
	}
	if lib := e.weak[name]; lib != nil {
		return Object{Name: name, Kind: ObjLibrary, Type: LibraryType, Lib: lib}, true
	}
	return Object{}, false
}

// libraryIn is the library that a variable stands for: p = load(…).
func libraryIn(v *Var) (*Library, bool) {
	if v == nil {
		return nil, false
	}
	lib, ok := v.Object.(*Library)
	return lib, ok
}

// Objects yields the session's names in the order of their declaration.
func (e *Env) Objects() iter.Seq[Object] {
	return func(yield func(Object) bool) {
		for _, name := range e.session.order {
			if o := e.session.names[name]; !o.dead() && !yield(*o) {
				return
			}
		}
	}
}

// Names yields every ordinary name that is known (see Outside.Names), and every tag
// of the session.
func (e *Env) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range e.session.tags {
			if !yield(name) {
				return
			}
		}
		newChecker(e).allNames()(yield)
	}
}

// Tags yields the session's tags and their types.
func (e *Env) Tags() iter.Seq2[string, ctypes.Type] { return maps.All(e.session.tags) }

// PlaceOf is where the session defined a tagged type.
func (e *Env) PlaceOf(t ctypes.Type) (diag.Span, bool) {
	at, ok := e.places[t]
	return at, ok
}

// Errno is the variable errno, whose memory eval provides.
func (e *Env) Errno() *Var { return e.errno }

// SetHistory tells the type of the echoed value $n; _ is that value from now on.
func (e *Env) SetHistory(n int, t ctypes.Type) {
	for len(e.history) <= n {
		e.history = append(e.history, nil)
	}
	e.history[n], e.last = t, n
}

// rescue turns what the checker threw into the error of an entry point.
func (c *checker) rescue(at diag.Span, err *error) {
	switch r := recover().(type) {
	case nil:
	case *diag.Error:
		*err = r
	default:
		*err = diag.Errorf(at, diag.Type, "internal error: %v", r)
	}
}

// note tells Env's user of something remarkable.
func (c *checker) note(at diag.Span, format string, args ...any) {
	if c.env.Note != nil {
		c.env.Note(at, fmt.Sprintf(format, args...))
	}
}
