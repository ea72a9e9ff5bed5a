package check

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// castTo is (T)X.
func (c *checker) castTo(at diag.Span, t ctypes.Type, x syntax.Expr) Expr {
	if braces, ok := x.(*syntax.BraceList); ok {
		return c.braced(braces, t, c.lifetime())
	}
	return cast(at, t, c.value(x))
}

func cast(at diag.Span, t ctypes.Type, e Expr) Expr {
	t = bare(t)
	if ctypes.IsVoid(t) {
		return &Conv{Typed{ctypes.TVoid, at}, e, true}
	}
	if isIncompleteEnum(t) {
		panic(typeError(at, "%s is incomplete: its values are not known", t))
	}
	if e.Type() == AnyType {
		return &Conv{Typed{t, at}, e, true}
	}
	e = cValue(e)
	switch {
	case !ctypes.IsScalar(t) && ctypes.Compatible(bare(e.Type()), t):
		return retyped(e, t)
	case !ctypes.IsScalar(t), !ctypes.IsScalar(e.Type()), !castable(t, e.Type()), !castable(e.Type(), t):
		panic(typeError(at, "cannot cast %s to %s", e.Type(), t))
	}
	if k, ok := e.(*Const); ok {
		return &Const{Typed: Typed{t, at}, Value: ctypes.Convert(k.Value, t)}
	}
	return &Conv{Typed{t, at}, e, true}
}

// isIncompleteEnum says whether t is an enum that was only mentioned, as
// `enum nope` is.
func isIncompleteEnum(t ctypes.Type) bool {
	_, ok := ctypes.Unwrap(t).(*ctypes.Enum)
	return ok && ctypes.IsIncomplete(t)
}

// castable says whether a pointer, if a is one, goes together with b.
func castable(a, b ctypes.Type) bool {
	return !ctypes.IsPointer(a) || ctypes.IsPointer(b) || ctypes.IsInteger(b)
}

// lifetime is how long a compound literal lives here.
func (c *checker) lifetime() Lifetime {
	if c.fn != nil {
		return LifeBlock
	}
	return LifeSession
}

// compound is (T){…}.
func (c *checker) compound(x *syntax.Compound) Expr {
	t := c.typeName(x.Type)
	init, t := c.initializer(x.Init, t)
	return &Temp{Typed{t, x.Span()}, init, c.lifetime()}
}

// sizeof is sizeof or alignof of an expression or type.
func (c *checker) sizeof(x *syntax.Sizeof) Expr {
	e := c.unevaluated(x.X)
	t := e.Type()
	if v, ok := e.(*TypeVal); ok {
		t = v.Of
	}
	if place, ok := variablePlace(e); ok {
		t = place.Type()
	}
	if s, ok := t.(*SliceType); ok && x.Op == "sizeof" {
		n := &Builtin{Typed{ctypes.SizeT, x.Span()}, BLen, []Expr{e}}
		return &Binary{Typed{ctypes.SizeT, x.Span()}, ctypes.Mul, n, uintConst(ctypes.SizeT, s.Elem.Size(), x.Span())}
	}
	switch {
	case !isCType(t):
		panic(typeError(x.Span(), "a %s has no size", t))
	case ctypes.IsFunc(t):
		return uintConst(ctypes.SizeT, 1, x.Span()) // as gcc has it
	case ctypes.IsIncomplete(t) && !ctypes.IsVoid(t):
		panic(c.incomplete(x.Span(), t, "its size is not known"))
	case isBitField(e):
		panic(typeError(x.Span(), "a bit-field has no %s", x.Op))
	case x.Op == "sizeof" && ctypes.IsVariable(t):
		return convert(sizeOf(t, x.Span()), ctypes.SizeT)
	case x.Op == "sizeof":
		return uintConst(ctypes.SizeT, t.Size(), x.Span())
	}
	if v, ok := e.(*VarRef); ok && v.Var.Align > 0 {
		return uintConst(ctypes.SizeT, v.Var.Align, x.Span()) // as gcc has it
	}
	return uintConst(ctypes.SizeT, t.Align(), x.Span())
}

func uintConst(t ctypes.Type, v int64, at diag.Span) *Const {
	return &Const{Typed: Typed{t, at}, Value: ctypes.UintValue(t, uint64(v))}
}

// newObject is new T, new T[n], with or without an initialiser.
func (c *checker) newObject(x *syntax.New) Expr {
	t := c.typeName(x.Type)
	if ctypes.IsVoid(t) || ctypes.IsFunc(t) || ctypes.IsIncomplete(t) && !(isArray(t) && x.Init != nil) {
		panic(typeError(x.Span(), "cannot make a new %s: its size is not known", t))
	}
	if ctypes.IsVariable(t) {
		return c.newVariable(x, t)
	}
	out := &New{Elem: t}
	switch {
	case x.Count != nil:
		out.Count = c.long(x.Count, "the number of elements")
		if x.Init != nil {
			out.Init, _ = c.initializer(x.Init, ctypes.ArrayOf(t, constantLength(out.Count)))
		}
	case x.Init != nil:
		out.Init, out.Elem = c.initializer(x.Init, t)
	}
	out.Typed = Typed{ctypes.PointerTo(out.Elem), x.Span()}
	return out
}

// newVariable is new T[n] where T is a variable length array: that many of what T
// is made of in the end, as a pointer to T.
func (c *checker) newVariable(x *syntax.New, t ctypes.Type) Expr {
	if x.Init != nil {
		panic(typeError(x.Init.Span(), "an array of variable length takes no initialiser"))
	}
	at := x.Span()
	count := Expr(intConst(ctypes.TLong, 1, at))
	if x.Count != nil {
		count = c.long(x.Count, "the number of elements")
	}
	elem := t
	for ctypes.IsVariable(elem) {
		a := ctypes.Unwrap(elem).(*ctypes.Array)
		count, elem = product(count, elements(a, at), at), a.Elem
	}
	made := &New{Typed{ctypes.PointerTo(elem), at}, elem, count, nil}
	return cast(at, ctypes.PointerTo(t), made)
}

// constantLength is the length of an array where it is a constant, else -1.
func constantLength(e Expr) int64 {
	if k, ok := e.(*Const); ok {
		return k.Value.Int()
	}
	return -1
}

// offsetof is offsetof(T, m.n[2]).
func (c *checker) offsetof(x *syntax.Call) Expr {
	wantArgs(x, "offsetof", 2, 2)
	t := c.typeOf(x.Args[0])
	_, offset := c.memberOffset(t, x.Args[1])
	return uintConst(ctypes.SizeT, offset, x.Span())
}

// memberOffset follows a path of members and constant indices from the start
// of a t.
func (c *checker) memberOffset(t ctypes.Type, path syntax.Expr) (ctypes.Type, int64) {
	switch path := path.(type) {
	case *syntax.Ident:
		return namedOffset(path.Span(), t, path.Name)
	case *syntax.TypeExpr:
		return namedOffset(path.Span(), t, path.Span().Text()) // a member named as some type
	case *syntax.Member:
		t, offset := c.memberOffset(t, path.X)
		t, more := namedOffset(path.NameAt, t, path.Name)
		return t, offset + more
	case *syntax.Index:
		t, offset := c.memberOffset(t, path.X)
		a, ok := ctypes.Unwrap(t).(*ctypes.Array)
		if !ok {
			panic(typeError(path.Span(), "%s is no array", t))
		}
		v := c.constant(path.I)
		return a.Elem, offset + v.Int()*a.Elem.Size()
	}
	panic(typeError(path.Span(), "offsetof wants a member"))
}

func namedOffset(at diag.Span, t ctypes.Type, name string) (ctypes.Type, int64) {
	r, ok := ctypes.Unwrap(t).(*ctypes.Record)
	if !ok || !r.Complete() {
		panic(typeError(at, "%s has no known members", t))
	}
	path, offset, ok := r.Lookup(name)
	if !ok {
		panic(suggest(nameError(at, "%s has no member %s", r, name), name, memberNames(r)))
	}
	field := path[len(path)-1]
	if field.Bits != nil {
		panic(typeError(at, "a bit-field has no offset"))
	}
	return field.Type, offset
}
