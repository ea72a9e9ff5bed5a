package check

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// expr checks an expression and leaves arrays, functions and places as they
// are: what sizeof, &, typeof and an echo want.
func (c *checker) expr(x syntax.Expr) Expr {
	defer c.enter(x.Span())()
	n := len(c.lengths)
	e := c.anyExpr(x)
	if len(c.lengths) > n && c.typesOnly == 0 && e.Type() != TypeType {
		e = c.withLengths(e, n)
	}
	return e
}

func (c *checker) anyExpr(x syntax.Expr) Expr {
	switch x := x.(type) {
	case *syntax.Ident:
		return c.ident(x)
	case *syntax.Number:
		return number(x)
	case *syntax.CharLit:
		return charConstant(x)
	case *syntax.StringLit:
		return stringLiteral(x)
	case *syntax.History:
		return c.historyValue(x)
	case *syntax.Unary:
		return c.unary(x)
	case *syntax.Postfix:
		return c.incDec(x.Span(), x.Op, x.X, true)
	case *syntax.Binary:
		return c.binary(x)
	case *syntax.Assign:
		return c.assign(x)
	case *syntax.Cond:
		return c.conditional(x)
	case *syntax.Index:
		return c.indexed(x)
	case *syntax.Slice:
		return c.slice(x)
	case *syntax.Call:
		return c.call(x)
	case *syntax.Member:
		return c.member(x)
	case *syntax.Cast:
		return c.castTo(x.Span(), c.typeName(x.Type), x.X)
	case *syntax.Compound:
		return c.compound(x)
	case *syntax.TypeExpr:
		if name, ok := calledName(x); ok {
			if o := c.scope.find(name); o != nil && o.isLibrary() {
				return c.use(o, x.Span())
			}
		}
		return &TypeVal{Typed{TypeType, x.Span()}, c.typeName(x.Type)}
	case *syntax.Sizeof:
		return c.sizeof(x)
	case *syntax.List:
		return c.list(x)
	case *syntax.New:
		return c.newObject(x)
	case *syntax.StmtExpr:
		return c.stmtExpr(x)
	case *syntax.Generic:
		return c.generic(x)
	case *syntax.BraceList:
		panic(typeError(x.Span(), "a brace list needs a type: (T){…}"))
	}
	panic("unknown expression")
}

// value checks an expression for its value: arrays and functions decay and
// qualifiers are dropped. Slices, lists, types and libraries stay.
func (c *checker) value(x syntax.Expr) Expr { return c.rvalue(c.expr(x)) }

func (c *checker) rvalue(e Expr) Expr {
	if _, ok := variablePlace(e); ok {
		return decay(e)
	}
	switch t := ctypes.Unwrap(e.Type()).(type) {
	case *ctypes.Array:
		return decay(e)
	case *ctypes.Func:
		return decay(e)
	case *ctypes.Record:
		if !t.Complete() {
			panic(c.incomplete(e.Span(), t, "its members are not known"))
		}
	}
	return unqualified(e)
}

// operand checks an expression for a C value: slices decay as well, and what
// is no C value is refused.
func (c *checker) operand(x syntax.Expr) Expr { return cValue(c.value(x)) }

func cValue(e Expr) Expr {
	if _, ok := e.Type().(*SliceType); ok {
		return decay(e)
	}
	switch e.Type() {
	case TypeType:
		panic(typeError(e.Span(), "%s is a type, a value is wanted", e.(*TypeVal).Of))
	case LibraryType, ErrorType:
		panic(typeError(e.Span(), "found %s %s where a value is wanted", article(e.Type()), e.Type()))
	}
	if _, ok := e.Type().(*ListType); ok {
		panic(typeError(e.Span(), "found a list where a value is wanted"))
	}
	if ctypes.IsVoid(e.Type()) {
		panic(typeError(e.Span(), "void has no value"))
	}
	return e
}

func article(t ctypes.Type) string {
	if t == ErrorType {
		return "an"
	}
	return "a"
}

// scalar checks an operand that must be a scalar: a condition, for instance.
func (c *checker) scalar(x syntax.Expr) Expr { return scalarValue(c.value(x)) }

func scalarValue(e Expr) Expr {
	e = cValue(e)
	if e.Type() == AnyType {
		return convert(e, ctypes.TLong)
	}
	if !ctypes.IsScalar(e.Type()) {
		panic(typeError(e.Span(), "found %s where a number or pointer is wanted", e.Type()))
	}
	return e
}

// integer checks an operand that must be an integer.
func (c *checker) integer(x syntax.Expr, what string) Expr {
	e := c.operand(x)
	if e.Type() == AnyType {
		return convert(e, ctypes.TLong)
	}
	if !ctypes.IsInteger(e.Type()) {
		panic(typeError(e.Span(), "%s must be an integer, found %s", what, e.Type()))
	}
	return e
}

// long checks an integer and converts it to long: an index, a count.
func (c *checker) long(x syntax.Expr, what string) Expr {
	return convert(c.integer(x, what), ctypes.TLong)
}

// decay turns an array, slice or function into a pointer.
func decay(e Expr) Expr {
	if s, ok := e.(*SliceOf); ok && s.Whole {
		return s.X
	}
	if s, ok := e.Type().(*SliceType); ok {
		expose(e, 1)
		return &Decay{Typed{ctypes.PointerTo(s.Elem), e.Span()}, e}
	}
	switch x := e.(type) {
	case *MemberOf:
		e = placed(x)
	case *FuncRef:
		wantCallable(x)
	}
	expose(e, 1)
	return &Decay{Typed{ctypes.Decay(e.Type()), e.Span()}, e}
}

// placed puts a record that is not in memory there for the length of the
// statement, so that an array in it can be indexed.
func placed(m *MemberOf) Expr {
	base := m.X
	if inner, ok := base.(*MemberOf); ok {
		base = placed(inner)
	}
	if !isPlace(base) {
		t := base.Type()
		base = &Temp{
			Typed: Typed{t, base.Span()},
			Init:  &Init{Size: t.Size(), Items: []InitItem{{Type: t, Value: base}}},
			Life:  LifeCall,
		}
	}
	return memberPlace(base, m.T, m.Offset, m.Bits, m.At)
}

// unqualified is e without the qualifiers of its type, which a value has not.
func unqualified(e Expr) Expr {
	t := e.Type()
	if ctypes.QualsOf(t) == 0 {
		return e
	}
	return retyped(e, bare(t))
}

// bare drops outer qualifiers, those that a typedef hides too.
func bare(t ctypes.Type) ctypes.Type {
	t = ctypes.Unqualified(t)
	for hidesQualifiers(t) {
		t = ctypes.Unqualified(t.(*ctypes.Typedef).Under)
	}
	return t
}

// hidesQualifiers says whether t is a typedef of a qualified type.
func hidesQualifiers(t ctypes.Type) bool {
	for {
		switch u := t.(type) {
		case *ctypes.Qualified:
			return true
		case *ctypes.Typedef:
			t = u.Under
		default:
			return false
		}
	}
}

// retyped is e with a type that is represented alike.
func retyped(e Expr, t ctypes.Type) Expr {
	switch e := e.(type) {
	case *VarRef:
		return &VarRef{Typed{t, e.At}, e.Var}
	case *Mem:
		m := *e
		m.T = t
		return &m
	case *Symbol:
		s := *e
		s.T = t
		return &s
	case *MemberOf:
		m := *e
		m.T = t
		return &m
	case *Call:
		k := *e
		k.T = t
		return &k
	case *Const:
		k := *e
		k.T, k.Value.Type = t, t
		return &k
	}
	if ctypes.IsScalar(t) {
		return &Conv{Typed{t, e.Span()}, e, false}
	}
	return e
}

// isPlace says whether e is an lvalue.
func isPlace(e Expr) bool {
	switch e := e.(type) {
	case *VarRef, *Mem, *StrLit, *Temp:
		return true
	case *Symbol:
		return !ctypes.IsFunc(e.T)
	}
	return false
}

// intConst is an integer or pointer constant.
func intConst(t ctypes.Type, v int64, at diag.Span) *Const {
	return &Const{Typed: Typed{t, at}, Value: ctypes.IntValue(t, v)}
}

// historyValue is $N or _.
func (c *checker) historyValue(x *syntax.History) Expr {
	n := x.N
	if n == 0 {
		if o := c.scope.find("_"); o != nil {
			return c.use(o, x.Span())
		}
		n = c.env.last
	}
	if n == 0 {
		panic(nameError(x.Span(), "there is no value yet"))
	}
	if n >= len(c.env.history) || c.env.history[n] == nil {
		panic(nameError(x.Span(), "there is no value $%d", n))
	}
	return &History{Typed{c.env.history[n], x.Span()}, n}
}

// conditional is C ? X : Y.
func (c *checker) conditional(x *syntax.Cond) Expr {
	cond := c.scalar(x.C)
	var then Expr
	if x.X == nil {
		then = cond
	} else {
		then = c.branch(x.X)
	}
	otherwise := c.branch(x.Y)
	t := c.commonType(x.Span(), then, otherwise)
	out := &Cond{Typed{t, x.Span()}, cond, nil, toType(otherwise, t)}
	if x.X != nil {
		out.X = toType(then, t)
	} else {
		out.C = toType(cond, t)
	}
	if k, ok := cond.(*Const); ok && x.X != nil {
		return chosen(k, out)
	}
	return out
}

// chosen folds a conditional of constants, so that it may stand where C wants
// a constant.
func chosen(cond *Const, x *Cond) Expr {
	pick := x.Y
	if !cond.Value.IsZero() {
		pick = x.X
	}
	if k, ok := pick.(*Const); ok {
		return k
	}
	return x
}

// branch is an operand of ?:, which may be void or anything else.
func (c *checker) branch(x syntax.Expr) Expr {
	e := c.value(x)
	if _, ok := e.Type().(*SliceType); ok {
		return decay(e)
	}
	return e
}

// commonType is the type of C ? x : y.
func (c *checker) commonType(at diag.Span, x, y Expr) ctypes.Type {
	tx, ty := x.Type(), y.Type()
	switch {
	case ctypes.IsVoid(tx) || ctypes.IsVoid(ty):
		return ctypes.TVoid
	case tx == AnyType:
		return ty
	case ty == AnyType:
		return tx
	case isArith(tx) && isArith(ty):
		if ctypes.Identical(tx, ty) && ctypes.Identical(promotedType(x), tx) {
			return tx
		}
		return ctypes.Usual(promotedType(x), promotedType(y))
	case ctypes.IsPointer(tx) && isNull(y):
		return tx
	case ctypes.IsPointer(ty) && isNull(x):
		return ty
	case ctypes.IsPointer(tx) && ctypes.IsPointer(ty):
		return commonPointer(at, tx, ty)
	case ctypes.Identical(bare(tx), bare(ty)), tx == ty:
		return tx
	}
	panic(typeError(at, "the branches of ?: do not match: %s and %s", tx, ty))
}

// toType converts a branch of ?: to the common type.
func toType(e Expr, t ctypes.Type) Expr {
	if t == e.Type() || !ctypes.IsScalar(t) {
		return e
	}
	return convert(e, t)
}

// generic is _Generic: the association for the type of X.
func (c *checker) generic(x *syntax.Generic) Expr {
	t := bare(c.rvalue(c.unevaluated(x.X)).Type())
	var fallback syntax.Expr
	for _, k := range x.Cases {
		if k.Type == nil {
			fallback = k.Value
		} else if ctypes.Compatible(t, c.typeName(k.Type)) {
			return c.expr(k.Value)
		}
	}
	if fallback == nil {
		panic(typeError(x.Span(), "no association for %s", t))
	}
	return c.expr(fallback)
}

// list is [a, b].
func (c *checker) list(x *syntax.List) Expr {
	items, types := make([]Expr, len(x.Items)), make([]ctypes.Type, len(x.Items))
	for i, item := range x.Items {
		e := c.shown(item)
		items[i], types[i] = toAny(e), e.Type()
	}
	return &List{Typed{&ListType{AnyType, types}, x.Span()}, items}
}

// shown checks an expression for its whole value, arrays included.
func (c *checker) shown(x syntax.Expr) Expr {
	e := c.expr(x)
	switch {
	case ctypes.IsFunc(e.Type()):
		return decay(e)
	case ctypes.IsVoid(e.Type()):
		panic(typeError(e.Span(), "void has no value"))
	case ctypes.IsIncomplete(e.Type()) && isRecord(e.Type()):
		return c.rvalue(e)
	}
	return unqualified(e)
}

func isRecord(t ctypes.Type) bool {
	_, ok := ctypes.Unwrap(t).(*ctypes.Record)
	return ok
}

// toAny wraps a value whose type is to be known when it runs.
func toAny(e Expr) Expr {
	if e.Type() == AnyType {
		return e
	}
	return &Conv{Typed{AnyType, e.Span()}, e, false}
}
