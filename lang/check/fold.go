package check

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// Folding computes what is constant already when it is checked. An operation
// that fails (a division by zero) is left to fail when it runs.

// folded computes a binary operation on constants.
func folded(b *Binary) Expr {
	x, okX := b.X.(*Const)
	y, okY := b.Y.(*Const)
	if !okX || !okY {
		return b
	}
	v, err := ctypes.Binary(b.Op, x.Value, y.Value)
	if err != nil {
		return b
	}
	return &Const{Typed{b.T, b.At}, retypedValue(v, b.T), x.Literal && y.Literal, commonRadix(x, y)}
}

// retypedValue keeps the typedef name that the checker chose.
func retypedValue(v ctypes.Value, t ctypes.Type) ctypes.Value {
	v.Type = t
	return v
}

// commonRadix is decimal unless one of two literals is not.
func commonRadix(x, y *Const) int {
	if x.Radix != 10 {
		return x.Radix
	}
	return y.Radix
}

// foldedUnary computes - ~ ! of a constant.
func foldedUnary(e Expr) Expr {
	switch e := e.(type) {
	case *Neg:
		if k, ok := e.X.(*Const); ok {
			return &Const{e.Typed, retypedValue(ctypes.Neg(k.Value), e.T), k.Literal, k.Radix}
		}
	case *BitNot:
		if k, ok := e.X.(*Const); ok {
			return &Const{e.Typed, retypedValue(ctypes.Not(k.Value), e.T), k.Literal, 2} // ~1 is a mask
		}
	case *Not:
		if k, ok := e.X.(*Const); ok {
			return &Const{e.Typed, truth(k.Value.IsZero()), k.Literal, 10}
		}
	case *BitsOf:
		if k, ok := e.X.(*Const); ok {
			return &Const{e.Typed, e.of(k.Value), k.Literal, k.Radix}
		}
	}
	return e
}

func (e *BitsOf) of(v ctypes.Value) ctypes.Value {
	return ctypes.UintValue(e.T, e.Op.Of(v.Uint(), e.X.Type().Size()))
}

// foldedLogic computes && and || where the left side decides or both sides
// are constant.
func foldedLogic(l *Logic) Expr {
	x, ok := l.X.(*Const)
	if !ok {
		return l
	}
	if x.Value.IsZero() == l.And {
		return &Const{l.Typed, truth(!l.And), true, 10}
	}
	if y, ok := l.Y.(*Const); ok {
		return &Const{l.Typed, truth(!y.Value.IsZero()), true, 10}
	}
	return l
}

func truth(b bool) ctypes.Value {
	if b {
		return ctypes.IntValue(ctypes.TInt, 1)
	}
	return ctypes.IntValue(ctypes.TInt, 0)
}

// constant evaluates an integer constant expression. In a declaration or
// expression of the session the current value of a session variable counts as
// one; a statement may change it before it comes to what it holds.
func (c *checker) constant(x syntax.Expr) ctypes.Value {
	e := c.operand(x)
	v, ok := c.evaluate(e)
	if !ok {
		panic(c.noConstant(x.Span()))
	}
	if !ctypes.IsInteger(e.Type()) {
		panic(typeError(x.Span(), "an integer constant is wanted here, found %s", e.Type()))
	}
	return v
}

func (c *checker) noConstant(at diag.Span) *diag.Error {
	err := typeError(at, "a constant is wanted here")
	if c.later && c.fn == nil {
		err.WithHint("the value that a variable will have then is not known before the statement runs")
	}
	return err
}

// evaluate computes an expression of constants and session variables.
func (c *checker) evaluate(e Expr) (v ctypes.Value, ok bool) {
	switch e := e.(type) {
	case *Const:
		return e.Value, true
	case *VarRef:
		return c.currentValue(e)
	case *Conv:
		if v, ok = c.evaluate(e.X); ok && ctypes.IsScalar(e.T) {
			return ctypes.Convert(v, e.T), true
		}
	case *Neg:
		if v, ok = c.evaluate(e.X); ok {
			return ctypes.Neg(v), true
		}
	case *BitNot:
		if v, ok = c.evaluate(e.X); ok {
			return ctypes.Not(v), true
		}
	case *Not:
		if v, ok = c.evaluate(e.X); ok {
			return truth(v.IsZero()), true
		}
	case *BitsOf:
		if v, ok = c.evaluate(e.X); ok {
			return e.of(v), true
		}
	case *Narrow:
		if v, ok = c.evaluate(e.X); ok {
			return narrowedValue(v, e.Bits), true
		}
	case *Binary:
		return c.evaluateBinary(e)
	case *Cond:
		if v, ok = c.evaluate(e.C); ok && e.X != nil && !v.IsZero() {
			return c.evaluate(e.X)
		} else if ok && v.IsZero() {
			return c.evaluate(e.Y)
		}
	}
	return v, false
}

func (c *checker) evaluateBinary(e *Binary) (v ctypes.Value, ok bool) {
	x, okX := c.evaluate(e.X)
	y, okY := c.evaluate(e.Y)
	if !okX || !okY {
		return v, false
	}
	v, err := ctypes.Binary(e.Op, x, y)
	if err != nil {
		panic(diag.Errorf(e.At, diag.Arithmetic, "%s in a constant", err))
	}
	return v, true
}

// currentValue reads a session variable that exists already.
func (c *checker) currentValue(e *VarRef) (v ctypes.Value, ok bool) {
	if c.later || c.env.ReadVar == nil || !e.Var.Live || e.Var.Store != SessionVar || !ctypes.IsScalar(e.Var.Type) {
		return v, false
	}
	return c.env.ReadVar(e.Var)
}
