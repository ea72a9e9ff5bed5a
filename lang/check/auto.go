package check

import (
	"cshell/ctypes"
	"cshell/lang/syntax"
)

// x = E without a declaration of x. The variable that comes of it takes the
// type of E; outside functions it belongs to the session.

// autoStatement checks an expression statement x = E that declares x. ok is
// false where it is an ordinary assignment. Where the statement may be passed
// over (direct is false) x is declared before, so that it is never seen
// without a value.
func (c *checker) autoStatement(x *syntax.Assign, anew, direct bool) (out []Stmt, ok bool) {
	name, isName := c.assignedName(x.X)
	if x.Op != "=" || !isName || !c.mayDeclare(name, anew, x.Y) {
		return nil, false
	}
	c.anew = anew // a = b = 3
	value := c.autoValue(x.Y)
	c.anew = false
	if older := c.scope.find(name.Name); older != nil {
		if e := c.sameAgain(x, older, value); e != nil {
			return []Stmt{&ExprStmt{StmtAt: StmtAt{x.Span()}, X: e}}, true
		}
	}
	if !direct && isCType(value.Type()) && !isArray(value.Type()) {
		return []Stmt{&ExprStmt{StmtAt: StmtAt{x.Span()}, X: c.declareBefore(name, value, x)}}, true
	}
	return c.declareAs(name, value, x), true
}

// assignedName is the name that x = E declares or changes. That of a type of a
// header or the prelude will do, as long as the session has no such name.
func (c *checker) assignedName(x syntax.Expr) (*syntax.Ident, bool) {
	if t, ok := x.(*syntax.TypeExpr); ok {
		name, bare := calledName(t)
		if o := c.scope.find(name); bare && (o == nil || o.isLibrary()) && c.scope.findTag(name) == nil {
			return &syntax.Ident{At: t.At, Name: name}, true
		}
	}
	name, ok := x.(*syntax.Ident)
	return name, ok
}

// autoDeclare checks x = E inside an expression: the variable is declared
// before the statement, the assignment stays where it is. The result is nil
// for an ordinary assignment.
func (c *checker) autoDeclare(x *syntax.Assign, name *syntax.Ident, anew bool) Expr {
	if !c.mayDeclare(name, anew, x.Y) {
		return nil
	}
	c.anew = anew
	value := c.autoValue(x.Y)
	if older := c.scope.find(name.Name); older != nil {
		if e := c.sameAgain(x, older, value); e != nil {
			return e
		}
	}
	value = cValue(value)
	if isArray(value.Type()) {
		value = decay(value)
	}
	return c.declareBefore(name, value, x)
}

// declareBefore declares name before the statement at hand and assigns to it
// here.
func (c *checker) declareBefore(name *syntax.Ident, value Expr, x *syntax.Assign) Expr {
	o := c.autoObject(name, value.Type())
	d := &DeclareVar{StmtAt: StmtAt{name.Span()}, Var: o.Var, Init: &Init{Size: value.Type().Size()}}
	c.hoisted = append(c.hoisted, d)
	return &Assign{Typed{value.Type(), x.Span()}, &VarRef{Typed{value.Type(), name.Span()}, o.Var}, value}
}

// mayDeclare says whether x = E declares x, perhaps anew, or is an assignment
// to what x is. A brace list has no type of its own to declare x with.
func (c *checker) mayDeclare(name *syntax.Ident, anew bool, value syntax.Expr) bool {
	if name.Name == "errno" {
		return false
	}
	o := c.scope.find(name.Name)
	if o == nil {
		return !c.isForeignVariable(name.Name)
	}
	if _, braces := value.(*syntax.BraceList); braces {
		return false
	}
	return anew && (o.auto || o.Kind == ObjLibrary)
}

// isForeignVariable says whether a name is an extern variable of a loaded
// library; a function of that name does not count.
func (c *checker) isForeignVariable(name string) bool {
	o := c.findOutside(nil, name)
	return o != nil && o.Kind == objForeign && o.Lib != nil && !ctypes.IsFunc(o.Type)
}

// sameAgain is the assignment to a variable that x = E declared before, where
// the type has not changed; else nil.
func (c *checker) sameAgain(x *syntax.Assign, o *Object, value Expr) Expr {
	if o.Kind != ObjVar {
		return nil
	}
	t := o.Var.Type
	place := &VarRef{Typed{t, x.X.Span()}, o.Var}
	switch {
	case isSlice(t):
		if isArray(value.Type()) || isLiteralPointer(value) {
			return c.store(x.Span(), place, x.Y)
		}
		return nil
	case !isCType(t) || !isCType(value.Type()) || !ctypes.Identical(bare(value.Type()), bare(t)):
		return nil
	}
	return &Assign{Typed{bare(t), x.Span()}, place, value}
}

// isLiteralPointer says whether e is a decayed string literal.
func isLiteralPointer(e Expr) bool {
	d, ok := e.(*Decay)
	return ok && isLiteral(d.X)
}

// autoValue checks E of x = E. String literals, declared arrays and functions
// decay; what T(…) or buffer made does not.
func (c *checker) autoValue(x syntax.Expr) Expr {
	if b, ok := x.(*syntax.BraceList); ok {
		panic(typeError(b.Span(), "a brace list needs a type: (T){…}"))
	}
	e := c.expr(x)
	if temp, ok := e.(*Temp); ok && isCall(x) {
		return temp
	}
	e = c.rvalue(e)
	if ctypes.IsVoid(e.Type()) {
		panic(typeError(e.Span(), "void has no value"))
	}
	return e
}

func isCall(x syntax.Expr) bool {
	_, ok := x.(*syntax.Call)
	return ok
}

// declareAs declares name as what value is.
func (c *checker) declareAs(name *syntax.Ident, value Expr, x *syntax.Assign) []Stmt {
	if t, ok := value.(*TypeVal); ok {
		o := &Object{Name: name.Name, Kind: ObjType, Type: t.Of, At: name.Span(), auto: true}
		c.autoScope().declare(o)
		return nil
	}
	o := c.autoObject(name, value.Type())
	d := &DeclareVar{StmtAt: StmtAt{x.Span()}, Var: o.Var}
	switch temp, ok := value.(*Temp); {
	case ok:
		d.Init = temp.Init
	case isCType(value.Type()):
		d.Init = oneValue(value)
	default:
		d.Bind = value
		o.Var.Len = max(viewLength(value), 0)
	}
	return []Stmt{d}
}

// oneValue initialises an object of a value's type.
func oneValue(e Expr) *Init {
	return &Init{Size: e.Type().Size(), Items: []InitItem{{Type: e.Type(), Value: e}}}
}

// autoScope is where x = E declares: the session, or in a function the
// innermost block.
func (c *checker) autoScope() *scope {
	if c.fn == nil {
		return c.top
	}
	s := c.scope
	for s.loop {
		s = s.parent
	}
	return s
}

func (c *checker) autoObject(name *syntax.Ident, t ctypes.Type) *Object {
	o := &Object{Name: name.Name, Kind: ObjVar, Type: t, At: name.Span(), auto: true}
	o.Var = c.newVar(name.Name, t, name.Span(), false)
	c.autoScope().declare(o)
	return o
}
