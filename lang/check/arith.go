package check

import (
	"slices"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// infix gives the operators on values; && || and the comma are apart.
var infix = map[string]ctypes.Op{
	"+": ctypes.Add, "-": ctypes.Sub, "*": ctypes.Mul, "/": ctypes.Div, "%": ctypes.Rem,
	"&": ctypes.And, "|": ctypes.Or, "^": ctypes.Xor, "<<": ctypes.Shl, ">>": ctypes.Shr,
	"<": ctypes.Lt, "<=": ctypes.Le, ">": ctypes.Gt, ">=": ctypes.Ge, "==": ctypes.Eq, "!=": ctypes.Ne,
}

// binary checks infix operators. A chain a + b + c leans to the left, so it is
// followed down and built up again without recursion: it may be long.
func (c *checker) binary(x *syntax.Binary) Expr {
	anew := c.anew
	chain := []*syntax.Binary{x}
	for {
		left, ok := chain[len(chain)-1].X.(*syntax.Binary)
		if !ok {
			break
		}
		chain = append(chain, left)
	}
	e := c.expr(chain[len(chain)-1].X)
	for _, x := range slices.Backward(chain) {
		c.anew = anew && x.Op == ","
		e = c.infix(x, e)
	}
	return e
}

// infix checks one infix operator, whose left side is checked already.
func (c *checker) infix(x *syntax.Binary, l Expr) Expr {
	switch x.Op {
	case ",":
		r := c.value(x.Y)
		return &Comma{Typed{r.Type(), x.Span()}, l, r}
	case "&&", "||":
		return foldedLogic(&Logic{Typed{ctypes.TInt, x.Span()}, x.Op == "&&", scalarValue(c.rvalue(l)), c.scalar(x.Y)})
	}
	op, ok := infix[x.Op]
	if !ok {
		panic(typeError(x.OpAt, "unknown operator %s", x.Op))
	}
	l = c.rvalue(l)
	if t, ok := l.(*TypeVal); ok && op == ctypes.Mul {
		return c.repeated(x, t)
	}
	l, r := cValue(l), c.operand(x.Y)
	l, r = c.typedOperands(l, r)
	return c.operate(x, op, l, r)
}

// repeated is ctypes' array type: c_int * 10.
func (c *checker) repeated(x *syntax.Binary, t *TypeVal) Expr {
	n, ok := c.evaluate(c.integer(x.Y, "the length of an array"))
	if !ok {
		panic(c.noConstant(x.Y.Span()).WithHint("`new %s[n]` takes a length that the run finds out", t.Of))
	}
	return &TypeVal{Typed{TypeType, x.Span()}, c.arrayOf(x.Span(), t.Of, n)}
}

// arrayOf makes an array type of a constant length.
func (c *checker) arrayOf(at diag.Span, elem ctypes.Type, n ctypes.Value) ctypes.Type {
	switch {
	case ctypes.IsIncomplete(elem), ctypes.IsFunc(elem), ctypes.IsVoid(elem):
		panic(typeError(at, "there are no arrays of %s", elem))
	case n.Int() < 0:
		panic(typeError(at, "an array cannot have %d elements", n.Int()))
	}
	return ctypes.ArrayOf(elem, n.Int())
}

// typedOperands gives a value of unknown type the type of the other operand.
func (c *checker) typedOperands(l, r Expr) (Expr, Expr) {
	if l.Type() == AnyType {
		if r.Type() == AnyType {
			r = convert(r, ctypes.TLong)
		}
		return convert(l, r.Type()), r
	}
	if r.Type() == AnyType {
		return l, convert(r, l.Type())
	}
	return l, r
}

// operate types an operator by its operands.
func (c *checker) operate(x *syntax.Binary, op ctypes.Op, l, r Expr) Expr {
	switch {
	case ctypes.IsPointer(l.Type()) || ctypes.IsPointer(r.Type()):
		return c.pointerOp(x, op, l, r)
	case !isArith(l.Type()) || !isArith(r.Type()):
		panic(badOperands(x, l, r))
	case op == ctypes.Shl || op == ctypes.Shr:
		c.wantIntegers(x, l, r)
		return shifted(op, l, r, x.Span())
	case op >= ctypes.Rem && op <= ctypes.Xor:
		c.wantIntegers(x, l, r)
	case op >= ctypes.Lt && op <= ctypes.Ge:
		if ctypes.IsComplex(l.Type()) || ctypes.IsComplex(r.Type()) {
			panic(badOperands(x, l, r))
		}
	}
	t, width := usual(l, r)
	l, r = usualOperand(l, t, width), usualOperand(r, t, width)
	if op >= ctypes.Lt {
		return folded(&Binary{Typed{ctypes.TInt, x.Span()}, op, l, r})
	}
	return narrowed(folded(&Binary{Typed{t, x.Span()}, op, l, r}), width)
}

func (c *checker) wantIntegers(x *syntax.Binary, l, r Expr) {
	if !ctypes.IsInteger(l.Type()) || !ctypes.IsInteger(r.Type()) {
		panic(badOperands(x, l, r))
	}
}

func badOperands(x *syntax.Binary, l, r Expr) *diag.Error {
	return typeError(x.OpAt, "operator %s cannot take %s and %s", x.Op, l.Type(), r.Type())
}

// isArith says whether t is an arithmetic type of C.
func isArith(t ctypes.Type) bool { return isCType(t) && ctypes.IsArithmetic(t) }

// isCType tells C's types from those that only the shell has.
func isCType(t ctypes.Type) bool {
	switch t.(type) {
	case *SliceType, *ListType, *shellType:
		return false
	}
	return true
}

// promotedType is the type of e after the integer promotions.
func promotedType(e Expr) ctypes.Type {
	if bits := bitsOf(e); bits != nil {
		return ctypes.PromoteBits(e.Type(), bits.Width)
	}
	return ctypes.Promote(e.Type())
}

func promote(e Expr) Expr { return convert(e, promotedType(e)) }

// convert converts a scalar as C does without being asked: in arithmetic, in
// assignments. What need not change stays.
func convert(e Expr, t ctypes.Type) Expr {
	if k, ok := e.(*Const); ok && t != AnyType {
		return &Const{Typed{t, k.At}, ctypes.Convert(k.Value, t), k.Literal, k.Radix}
	}
	if e.Type() != AnyType && t != AnyType && ctypes.Identical(e.Type(), t) && bitsOf(e) == nil {
		return e
	}
	return &Conv{Typed{t, e.Span()}, e, false}
}

// unary checks a prefix operator.
func (c *checker) unary(x *syntax.Unary) Expr {
	switch x.Op {
	case "&":
		return c.addressOf(x.Span(), c.expr(x.X))
	case "*":
		return c.dereference(x.Span(), c.operand(x.X))
	case "++", "--":
		return c.incDec(x.Span(), x.Op, x.X, false)
	case "!":
		return foldedUnary(&Not{Typed{ctypes.TInt, x.Span()}, c.scalar(x.X)})
	}
	e := c.operand(x.X)
	if e.Type() == AnyType {
		e = convert(e, ctypes.TLong)
	}
	if !isArith(e.Type()) || x.Op == "~" && !ctypes.IsInteger(e.Type()) && !ctypes.IsComplex(e.Type()) {
		panic(typeError(x.Span(), "operator %s cannot take %s", x.Op, e.Type()))
	}
	width := widthOf(e)
	e = promote(e)
	switch x.Op {
	case "-":
		return narrowed(foldedUnary(&Neg{Typed{e.Type(), x.Span()}, e}), width)
	case "~":
		return narrowed(foldedUnary(&BitNot{Typed{e.Type(), x.Span()}, e}), width)
	}
	return narrowed(valueOnly(e, x.Span()), width)
}

// valueOnly is +X: no place any more.
func valueOnly(e Expr, at diag.Span) Expr {
	if !isPlace(e) {
		return e
	}
	return &Conv{Typed{e.Type(), at}, e, true}
}

// variableStep is ++ or -- of a pointer to variable length arrays: p += 1, and
// p++ is one less than that.
func variableStep(at diag.Span, op string, p Expr, post bool) Expr {
	t := bare(p.Type())
	size := sizeOf(pointee(t), at)
	moved := &AssignOp{Typed: Typed{t, at}, Op: ctypes.Add, X: p, Y: size, Scale: 1}
	if op == "--" {
		moved.Op = ctypes.Sub
	} else {
		size = &Neg{Typed{ctypes.TLong, at}, size}
	}
	if !post {
		return moved
	}
	return &PtrAdd{Typed{t, at}, moved, size, 1}
}

// incDec is ++ or --.
func (c *checker) incDec(at diag.Span, op string, operand syntax.Expr, post bool) Expr {
	e := c.changeable(operand)
	t := e.Type()
	delta := int64(1)
	switch {
	case ctypes.IsPointer(t) && ctypes.IsVariable(pointee(t)):
		return variableStep(at, op, e, post)
	case ctypes.IsPointer(t):
		delta = elemSize(e)
	case !isArith(t):
		panic(typeError(at, "operator %s cannot take %s", op, t))
	}
	if op == "--" {
		delta = -delta
	}
	return &IncDec{Typed{bare(t), at}, e, delta, post}
}
