package leaf

import (
	"cshell/ctypes"
	"cshell/lang/check"
)

// truth leaves 1 or 0 in scratch[d].
func (c *compiler) truth(x check.Expr, d int) {
	r := scratch[d]
	if b, ok := x.(*check.Binary); ok && b.Op.IsComparison() && !kindOf(b.X.Type()).float {
		c.set(c.compare(b, d), r)
		return
	}
	no, end := c.newLabel(), c.newLabel()
	c.branch(x, d, no, false)
	c.load(r, 1)
	c.jump(unconditional, end)
	c.here(no)
	c.load(r, 0)
	c.here(end)
}

// branch jumps where x is true, or false, as when says.
func (c *compiler) branch(x check.Expr, d int, to label, when bool) {
	switch x := x.(type) {
	case *check.Not:
		c.branch(x.X, d, to, !when)
		return
	case *check.Logic:
		c.branchLogic(x, d, to, when)
		return
	case *check.Conv:
		if kindOf(x.T).boolean {
			c.branch(x.X, d, to, when)
			return
		}
	case *check.Binary:
		if x.Op.IsComparison() {
			c.branchCompare(x, d, to, when)
			return
		}
	}
	c.value(x, d)
	c.branchValue(kindOf(x.Type()), d, to, when)
}

// branchValue jumps where what depth d holds is not zero, or where it is.
func (c *compiler) branchValue(k kind, d int, to label, when bool) {
	if k.float {
		c.loadFloat(reg(d+1), 0)
		c.branchFloat(ctypes.Ne, d, to, when)
		return
	}
	c.op(opTest, scratch[d], inReg(scratch[d]))
	c.jumpIf(notEqual, to, when)
}

func (c *compiler) jumpIf(holds cond, to label, when bool) {
	if !when {
		holds = holds.not()
	}
	c.jump(holds, to)
}

// branchLogic is && and ||: what decides early is false of the one, true of the other.
func (c *compiler) branchLogic(x *check.Logic, d int, to label, when bool) {
	early := !x.And
	if when == early {
		c.branch(x.X, d, to, early)
		c.branch(x.Y, d, to, early)
		return
	}
	decided := c.newLabel()
	c.branch(x.X, d, decided, early)
	c.branch(x.Y, d, to, when)
	c.here(decided)
}

func (c *compiler) branchCompare(x *check.Binary, d int, to label, when bool) {
	if !kindOf(x.X.Type()).float {
		c.jumpIf(c.compare(x, d), to, when)
		return
	}
	c.float(x.X, d)
	c.float(x.Y, d+1)
	c.branchFloat(x.Op, d, to, when)
}

var (
	signedConds = [...]cond{
		ctypes.Lt: less, ctypes.Le: notGreater, ctypes.Gt: greater, ctypes.Ge: notLess, ctypes.Eq: equal, ctypes.Ne: notEqual,
	}
	unsignedConds = [...]cond{
		ctypes.Lt: below, ctypes.Le: notAbove, ctypes.Gt: above, ctypes.Ge: notBelow, ctypes.Eq: equal, ctypes.Ne: notEqual,
	}
)

// compare compares integers and says which condition is that the comparison holds.
func (c *compiler) compare(x *check.Binary, d int) cond {
	k := kindOf(x.X.Type())
	kindOf(x.Y.Type())
	c.int(x.X, d)
	if n, ok := smallConstant(x.Y); ok {
		c.oneImm(immCmp, inReg(scratch[d]), n)
	} else {
		c.op(opCmp, scratch[d], c.operand(x.Y, d+1))
	}
	if k.size == 8 && !k.signed {
		return unsignedConds[x.Op]
	}
	return signedConds[x.Op]
}

// branchFloat compares vector registers d and d+1. What is not comparable is less,
// equal and not comparable in the flags.
func (c *compiler) branchFloat(op ctypes.Op, d int, to label, when bool) {
	x, y := reg(d), reg(d+1)
	switch op {
	case ctypes.Lt, ctypes.Le:
		x, y = y, x
	case ctypes.Ne:
		op, when = ctypes.Eq, !when
	}
	c.op(opUcomiSD, x, inReg(y))
	switch {
	case op == ctypes.Lt || op == ctypes.Gt:
		c.jumpIf(above, to, when)
	case op == ctypes.Le || op == ctypes.Ge:
		c.jumpIf(notBelow, to, when)
	case when:
		unequal := c.newLabel()
		c.jump(parity, unequal)
		c.jump(equal, to)
		c.here(unequal)
	default:
		c.jump(parity, to)
		c.jump(notEqual, to)
	}
}
