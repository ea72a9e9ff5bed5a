package check

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// overflow is gcc's __builtin_add_overflow(a, b, &r) and its kin: a op b goes
// to r, and the value tells whether it did not fit. It computes in 128 bits,
// in which everything of up to 64 bits fits. The operands are evaluated more
// than once, as the inline functions and macros that use it can bear.
func overflow(op ctypes.Op) func(*checker, *syntax.Call) Expr {
	return func(c *checker, x *syntax.Call) Expr {
		wantArgs(x, builtinPrefix+"overflow", 3, 3)
		at := x.Span()
		place := c.dereference(at, c.value(x.Args[2]))
		t := bare(place.Type())
		if !ctypes.IsInteger(t) || t.Size() > 8 {
			panic(typeError(at, "the result of an overflow check is an integer of up to 64 bits, found %s", t))
		}
		exact := func() Expr { return c.wideOperation(x, op) }
		node := &syntax.Binary{At: x.At, Op: "!=", OpAt: at}
		over := c.operate(node, ctypes.Ne, exact(), cast(at, ctypes.TInt128, cast(at, t, exact())))
		store := &Assign{Typed{t, at}, place, cast(at, t, exact())}
		done := &Comma{Typed{ctypes.TInt, at}, store, intConst(ctypes.TInt, 0, at)}
		return c.operate(node, ctypes.Or, over, done)
	}
}

// wideOperation is the operation on the first two arguments in 128 bits.
func (c *checker) wideOperation(x *syntax.Call, op ctypes.Op) Expr {
	widen := func(arg syntax.Expr) Expr { return c.wide(x.Span(), arg) }
	return c.operate(&syntax.Binary{At: x.At, Op: "+", OpAt: x.Span()}, op, widen(x.Args[0]), widen(x.Args[1]))
}

func (c *checker) wide(at diag.Span, arg syntax.Expr) Expr {
	return cast(at, ctypes.TInt128, c.operand(arg))
}
