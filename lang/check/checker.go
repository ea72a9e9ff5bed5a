package check

import (
	"errors"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// maxDepth bounds the tree, so that the recursion here and in eval stays far from
// the end of the stack. What the parser lets nest (1000 levels of 13 precedences) is
// less deep; a chain of members or calls, which nests for nobody but us, may be more.
const maxDepth = 20_000

// checker checks one statement. It reports what is wrong by panicking with a
// *diag.Error, which rescue and try turn back into errors.
type checker struct {
	env   *Env
	top   *scope // what the statement declares in the session
	scope *scope // the innermost scope
	fn    *function
	depth int

	echo      bool
	anew      bool        // the assignment at hand may declare its variable anew
	passed    syntax.Expr // the argument at hand
	loops     int         // enclosing loops
	breakable int         // enclosing loops and switches
	inside    int         // enclosing ({ … }), which no jump leaves
	later     bool        // what is checked may run later: the values of session variables are no constants
	typesOnly int         // enclosing operands that are checked for their type only

	hoisted []Stmt // declarations to run before the statement at hand
	lengths []pendingLength
	forget  []string // names to delete behind the statement
	macros  []string
	attrs   map[attrKey]attr // set by the statement itself
	atEnd   []func()         // what to do when nothing can be wrong any more
}

// function is the session function whose body is being checked.
type function struct {
	name   string
	result ctypes.Type
	locals []*Var
	rest   *Var // of a variadic function: the address of its va_list
}

func newChecker(e *Env) *checker {
	top := newScope(e.session)
	return &checker{env: e, top: top, scope: top}
}

// finish does what had to wait until the whole statement was found right.
func (c *checker) finish() {
	for _, do := range c.atEnd {
		do()
	}
}

// enter counts a level of nesting; call the result to leave it.
func (c *checker) enter(at diag.Span) (leave func()) {
	c.depth++
	if c.depth > maxDepth {
		panic(diag.Errorf(at, diag.Limit, "nested more than %d deep", maxDepth))
	}
	return func() { c.depth-- }
}

// push opens a scope; call the result to close it.
func (c *checker) push() (pop func()) {
	outer := c.scope
	c.scope = newScope(outer)
	return func() { c.scope = outer }
}

// try runs f and gives what it threw as an error.
func (c *checker) try(at diag.Span, f func()) (err error) {
	defer c.rescue(at, &err)
	f()
	return nil
}

// must throws err; an error without a place gets one.
func must(at diag.Span, err error) {
	if err == nil {
		return
	}
	var placed *diag.Error
	if errors.As(err, &placed) {
		panic(placed)
	}
	panic(typeError(at, "%s", err))
}

func typeError(at diag.Span, format string, args ...any) *diag.Error {
	return diag.Errorf(at, diag.Type, format, args...)
}

func nameError(at diag.Span, format string, args ...any) *diag.Error {
	return diag.Errorf(at, diag.Name, format, args...)
}

// atTop says whether the statement at hand is the session's own: outside
// functions and blocks.
func (c *checker) atTop() bool { return c.fn == nil && c.scope == c.top }

// What follows is cdecl.Scope: what the resolver of declarations asks.

// Typedef is the type that a name stands for.
func (c *checker) Typedef(name string) (ctypes.Type, bool) { return c.lookupType(name) }

// Tag finds a tag. The session is the scope of all its statements.
func (c *checker) Tag(kind, tag string, inner bool) (ctypes.Type, bool) {
	if inner {
		t := c.tagScope().tags[tag]
		if t == nil && c.tagScope() == c.top {
			t = c.env.session.tags[tag]
		}
		return t, t != nil && tagKind(t) == kind
	}
	if t := c.scope.findTag(tag); t != nil {
		return t, tagKind(t) == kind
	}
	return c.env.outside.Tag(kind, tag)
}

// DeclareTag makes tag stand for t in the innermost scope.
func (c *checker) DeclareTag(_, tag string, t ctypes.Type) { c.tagScope().declareTag(tag, t) }

// tagScope is the innermost scope, but not of a parameter list, so that what is
// mentioned there first can be defined behind it.
func (c *checker) tagScope() *scope {
	s := c.scope
	for s.prototype {
		s = s.parent
	}
	return s
}

// OpenParameters opens the scope of a parameter list.
func (c *checker) OpenParameters() (leave func()) {
	pop, later := c.push(), c.later
	c.scope.prototype, c.later = true, true
	return func() { pop(); c.later = later }
}

// Parameter declares a parameter of a prototype, which has no value.
func (c *checker) Parameter(name string, t ctypes.Type) {
	if name != "" {
		c.scope.declare(&Object{Name: name, Kind: ObjVar, Type: t, Var: &Var{Name: name, Type: t}})
	}
}

// Place notes where a tagged type is defined.
func (c *checker) Place(t ctypes.Type, at diag.Span) { c.env.places[t] = at }

// DeclareEnumerator makes name stand for a constant in the innermost scope.
func (c *checker) DeclareEnumerator(name string, v ctypes.Value, at diag.Span) {
	c.tagScope().declare(&Object{Name: name, Kind: ObjConst, Type: v.Type, Value: v, At: at})
}

// Constant evaluates an integer constant expression.
func (c *checker) Constant(x cdecl.Expr) (v ctypes.Value, err error) {
	err = c.try(x.Span(), func() { v = c.constant(x.(syntax.Expr)) })
	return v, err
}

// TypeOf is the type of an expression, which is not evaluated.
func (c *checker) TypeOf(x cdecl.Expr) (t ctypes.Type, err error) {
	err = c.try(x.Span(), func() { t = c.typeOf(x.(syntax.Expr)) })
	return t, err
}

// resolver turns declarations into types in the scope at hand.
func (c *checker) resolver() cdecl.Resolver { return cdecl.Resolver{Scope: c} }

// tagKind is the keyword of a tagged type.
func tagKind(t ctypes.Type) string {
	switch t := t.(type) {
	case *ctypes.Record:
		if t.Union {
			return "union"
		}
		return "struct"
	case *ctypes.Enum:
		return "enum"
	}
	return ""
}

// typeName resolves a type name.
func (c *checker) typeName(t *cdecl.TypeName) ctypes.Type {
	resolved, err := c.resolver().TypeName(t)
	must(t.Span, err)
	return resolved
}

// typeOf is the type of an expression or of a type as value.
func (c *checker) typeOf(x syntax.Expr) ctypes.Type {
	e := c.unevaluated(x)
	if t, ok := e.(*TypeVal); ok {
		return t.Of
	}
	if place, ok := variablePlace(e); ok {
		return place.Type()
	}
	return KnownType(e)
}

// unevaluated checks an expression for its type only: what it would declare
// or take the address of does not count.
func (c *checker) unevaluated(x syntax.Expr) Expr {
	hoisted, scope := c.hoisted, c.scope
	c.typesOnly++
	defer func() { c.hoisted, c.scope = hoisted, scope; c.typesOnly-- }()
	return c.expr(x)
}
