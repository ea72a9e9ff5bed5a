package check

import (
	"cshell/ctypes"
	"cshell/diag"
)

// A bit-field that is wider than int and narrower than its type keeps its
// width in arithmetic, as gcc has it: an unsigned long field of 40 bits that
// holds 2^40-1, plus 1, is 0.

// bitsOf is the bit-field whose value e has, or nil: what is assigned to one is
// promoted as it is itself.
func bitsOf(e Expr) *ctypes.BitField {
	switch e := e.(type) {
	case *Mem:
		return e.Bits
	case *MemberOf:
		return e.Bits
	case *Assign:
		return bitsOf(e.X)
	case *AssignOp:
		return bitsOf(e.X)
	case *IncDec:
		return bitsOf(e.X)
	case *Comma:
		return bitsOf(e.Y)
	}
	return nil
}

// isBitField says whether e is a bit-field itself, which has no size.
func isBitField(e Expr) bool {
	switch e.(type) {
	case *Mem, *MemberOf:
		return bitsOf(e) != nil
	}
	return false
}

// widthOf is the width that e keeps in arithmetic; 0 is that of its type.
func widthOf(e Expr) int64 {
	if n, ok := e.(*Narrow); ok {
		return n.Bits
	}
	b := bitsOf(e)
	if b == nil || b.Width <= 8*ctypes.TInt.Size() || b.Width == 8*e.Type().Size() {
		return 0
	}
	return b.Width
}

// precision is the number of bits of a promoted integer operand.
func precision(e Expr) int64 {
	if w := widthOf(e); w != 0 {
		return w
	}
	return 8 * promotedType(e).Size()
}

// usual is the common type of two operands, and its width where that is not
// the type's: the operand of more bits decides, of two alike the unsigned one.
func usual(l, r Expr) (common *ctypes.Basic, width int64) {
	tl, tr := promotedType(l), promotedType(r)
	common = ctypes.Usual(tl, tr)
	if widthOf(l) == 0 && widthOf(r) == 0 || !ctypes.IsInteger(common) {
		return common, 0
	}
	pl, pr := precision(l), precision(r)
	if pl > pr || pl == pr && !ctypes.IsSigned(tl) {
		return ctypes.Usual(tl, tl), widthOf(l)
	}
	return ctypes.Usual(tr, tr), widthOf(r)
}

// narrowed is e cut down to a width that usual or widthOf gave.
func narrowed(e Expr, width int64) Expr {
	if width == 0 {
		return e
	}
	if k, ok := e.(*Const); ok {
		return &Const{Typed: k.Typed, Value: retypedValue(narrowedValue(k.Value, width), k.T)}
	}
	return &Narrow{Typed{e.Type(), e.Span()}, e, width}
}

func narrowedValue(v ctypes.Value, width int64) ctypes.Value {
	unused := ctypes.IntValue(ctypes.TInt, 8*v.Type.Size()-width)
	v, _ = ctypes.Binary(ctypes.Shl, v, unused)
	v, _ = ctypes.Binary(ctypes.Shr, v, unused)
	return v
}

// shifted is L << R or L >> R, in the width of L.
func shifted(op ctypes.Op, l, r Expr, at diag.Span) Expr {
	width := widthOf(l)
	l, r = promote(l), promote(r)
	return narrowed(folded(&Binary{Typed{l.Type(), at}, op, l, r}), width)
}

// usualOperand converts an operand to the common type of an operator; a real
// one beside a complex one stays real.
func usualOperand(e Expr, common *ctypes.Basic, width int64) Expr {
	same := widthOf(e) == width && ctypes.IsSigned(e.Type()) == ctypes.IsSigned(common)
	e = convert(e, ctypes.UsualOperand(e.Type(), common))
	if same {
		return e
	}
	return narrowed(e, width)
}
