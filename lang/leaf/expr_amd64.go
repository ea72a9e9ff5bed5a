package leaf

import (
	"math"

	"cshell/ctypes"
	"cshell/lang/check"
)

// int leaves an integer or a pointer in scratch[d].
func (c *compiler) int(x check.Expr, d int) {
	if d == len(scratch) {
		refuse("an expression so deep")
	}
	r := scratch[d]
	switch x := x.(type) {
	case *check.Const:
		c.load(r, int64(x.Value.Bits[0]))
	case *check.VarRef, *check.Mem:
		c.read(x, d)
	case *check.Addr:
		c.take(x.X, d, useAddress)
	case *check.Decay:
		c.take(x.X, d, useAddress)
	case *check.Conv:
		c.convert(x, d)
	case *check.Neg:
		c.int(x.X, d)
		c.one(opNeg, inReg(r))
		c.normalise(kindOf(x.T), r)
	case *check.BitNot:
		c.int(x.X, d)
		c.one(opNot, inReg(r))
		c.normalise(kindOf(x.T), r)
	case *check.Not, *check.Logic:
		c.truth(x, d)
	case *check.Binary:
		if x.Op.IsComparison() {
			c.truth(x, d)
			return
		}
		c.int(x.X, d)
		c.arithmetic(x.Op, kindOf(x.T), x.Y, d)
	case *check.PtrAdd:
		c.int(x.P, d)
		c.move(ctypes.Add, x.I, x.Scale, d)
	case *check.PtrDiff:
		c.int(x.P, d)
		c.combine(ctypes.Sub, x.Q, d)
		c.divideBy(max(x.Scale, 1), d)
	default:
		c.either(x, d)
	}
}

// float leaves a float or double in vector register d.
func (c *compiler) float(x check.Expr, d int) {
	if d == maxVector {
		refuse("an expression so deep")
	}
	v := reg(d)
	switch x := x.(type) {
	case *check.Const:
		c.loadFloat(v, x.Value.Float())
	case *check.VarRef, *check.Mem:
		c.read(x, d)
	case *check.Conv:
		c.convert(x, d)
	case *check.Neg:
		c.float(x.X, d)
		c.op(opSDToBits, v, inReg(rax))
		c.flipSign()
		c.op(opBitsToSD, v, inReg(rax))
	case *check.Binary:
		c.float(x.X, d)
		c.floatArithmetic(x.Op, kindOf(x.T), x.Y, d)
	default:
		c.either(x, d)
	}
}

func (c *compiler) loadFloat(v reg, f float64) {
	c.load(rax, int64(math.Float64bits(f)))
	c.op(opBitsToSD, v, inReg(rax))
}

// either is what integers and floats have in common.
func (c *compiler) either(x check.Expr, d int) {
	switch x := x.(type) {
	case *check.Cond:
		c.choose(x, d, c.value)
	case *check.Comma:
		c.effect(x.X, d)
		c.value(x.Y, d)
	case *check.Assign:
		c.assign(x, d)
	case *check.AssignOp:
		c.assignOp(x, d)
	case *check.IncDec:
		c.incDec(x, d)
	case *check.Call:
		refuse("a call of %s", x.Name)
	default:
		refuse("an expression of type %s", x.Type())
	}
}

// value leaves a scalar where its kind goes.
func (c *compiler) value(x check.Expr, d int) {
	if kindOf(x.Type()).float {
		c.float(x, d)
	} else {
		c.int(x, d)
	}
}

// effect computes x for what it changes.
func (c *compiler) effect(x check.Expr, d int) {
	if !ctypes.IsVoid(x.Type()) {
		c.value(x, d)
		return
	}
	switch x := x.(type) {
	case *check.Conv:
		c.effect(x.X, d)
	case *check.Cond:
		c.choose(x, d, c.effect)
	case *check.Comma:
		c.effect(x.X, d)
		c.effect(x.Y, d)
	default:
		c.either(x, d)
	}
}

// choose is C ? X : Y.
func (c *compiler) choose(x *check.Cond, d int, compute func(check.Expr, int)) {
	if x.X == nil {
		refuse("?: without its middle")
	}
	other, end := c.newLabel(), c.newLabel()
	c.branch(x.C, d, other, false)
	compute(x.X, d)
	c.jump(unconditional, end)
	c.here(other)
	compute(x.Y, d)
	c.here(end)
}

// arithmetic is scratch[d] op= y in a kind.
func (c *compiler) arithmetic(op ctypes.Op, k kind, y check.Expr, d int) {
	switch op {
	case ctypes.Div, ctypes.Rem:
		c.divide(op == ctypes.Div, k, y, d)
	case ctypes.Shl, ctypes.Shr:
		c.shift(op, k, y, d)
	default:
		c.combine(op, y, d)
	}
	switch op {
	case ctypes.And, ctypes.Or, ctypes.Xor, ctypes.Shr: // of what is extended this is, too
	default:
		c.normalise(k, scratch[d])
	}
}

// combined are the operators that are one instruction: on an operand, and with an
// immediate.
var combined = [...]struct {
	op  inst
	imm group
}{
	ctypes.Add: {opAdd, immAdd},
	ctypes.Sub: {opSub, immSub},
	ctypes.And: {opAnd, immAnd},
	ctypes.Or:  {opOr, immOr},
	ctypes.Xor: {opXor, immXor},
	ctypes.Mul: {op: opMul},
}

// combine is scratch[d] op= y in 64 bits.
func (c *compiler) combine(op ctypes.Op, y check.Expr, d int) {
	k, small := smallConstant(y)
	switch {
	case small && op == ctypes.Mul:
		c.multiply(scratch[d], k)
	case small:
		c.oneImm(combined[op].imm, inReg(scratch[d]), k)
	default:
		c.op(combined[op].op, scratch[d], c.operand(y, d+1))
	}
}

// smallConstant is a constant that fits an instruction.
func smallConstant(x check.Expr) (k int32, ok bool) {
	v, ok := x.(*check.Const)
	if !ok {
		return 0, false
	}
	n := int64(v.Value.Bits[0])
	return int32(n), n == int64(int32(n))
}

// operand is an integer as an operand, in scratch[d] or where it is.
func (c *compiler) operand(x check.Expr, d int) operand {
	if v, ok := slotOf(x); ok && !kindOf(v.Type).float {
		return c.home(v.Slot)
	}
	c.int(x, d)
	return inReg(scratch[d])
}

// shift refuses counts out of range.
func (c *compiler) shift(op ctypes.Op, k kind, y check.Expr, d int) {
	width := int32(8 * k.size)
	left, right, imm := opShl, opShr, immShl
	if k.signed {
		right = opSar
	}
	by := left
	if op == ctypes.Shr {
		by = right
		imm = group{true, 0xC1, right.digit}
	}
	if n, ok := smallConstant(y); ok && n >= 0 && n < width {
		c.oneImm8(imm, inReg(scratch[d]), byte(n))
		return
	}
	c.op(opMov, rcx, c.operand(y, d+1))
	c.oneImm(immCmp, inReg(rcx), width)
	c.fail(notBelow)
	c.one(by, inReg(scratch[d]))
}

// divide refuses a zero divisor; the lowest integer divided by -1 wraps.
func (c *compiler) divide(quotient bool, k kind, y check.Expr, d int) {
	r, by := scratch[d], rcx
	c.op(opMov, by, c.operand(y, d+1))
	c.op(opMov, rax, inReg(r))
	c.op(opTest, by, inReg(by))
	c.fail(equal)
	end := c.newLabel()
	if !k.signed {
		c.op(opXor, rdx, inReg(rdx))
		c.one(opDiv, inReg(by))
	} else {
		plain := c.newLabel()
		c.oneImm(immCmp, inReg(by), -1)
		c.jump(notEqual, plain)
		c.load(rdx, 0)
		c.one(opNeg, inReg(rax))
		c.jump(unconditional, end)
		c.here(plain)
		c.signExtend()
		c.one(opIdiv, inReg(by))
	}
	c.here(end)
	if quotient {
		c.op(opMov, r, inReg(rax))
	} else {
		c.op(opMov, r, inReg(rdx))
	}
}

// divideBy is scratch[d] /= n.
func (c *compiler) divideBy(n int64, d int) {
	if n == 1 {
		return
	}
	c.op(opMov, rax, inReg(scratch[d]))
	c.load(rcx, n)
	c.signExtend()
	c.one(opIdiv, inReg(rcx))
	c.op(opMov, scratch[d], inReg(rax))
}

// move is scratch[d] ± i*scale.
func (c *compiler) move(op ctypes.Op, i check.Expr, scale int64, d int) {
	if scale != int64(int32(scale)) {
		refuse("elements of %d bytes", scale)
	}
	if k, ok := smallConstant(i); ok && int64(k)*scale == int64(int32(int64(k)*scale)) {
		c.oneImm(combined[op].imm, inReg(scratch[d]), k*int32(scale))
		return
	}
	c.int(i, d+1)
	c.scale(scratch[d+1], int32(scale))
	c.op(combined[op].op, scratch[d], inReg(scratch[d+1]))
}

func (c *compiler) scale(r reg, n int32) {
	if n != 1 {
		c.multiply(r, n)
	}
}

var floatOps = [...]inst{ctypes.Add: opAddSD, ctypes.Sub: opSubSD, ctypes.Mul: opMulSD, ctypes.Div: opDivSD}

// floatArithmetic is vector register d op= y in a kind.
func (c *compiler) floatArithmetic(op ctypes.Op, k kind, y check.Expr, d int) {
	c.float(y, d+1)
	c.op(floatOps[op], reg(d), inReg(reg(d+1)))
	c.round(k, d)
}

// round gives vector register d the precision of a kind.
func (c *compiler) round(k kind, d int) {
	if k.single() {
		c.op(opToSingle, reg(d), inReg(reg(d)))
		c.op(opToDouble, reg(d), inReg(reg(d)))
	}
}
