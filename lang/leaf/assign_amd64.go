package leaf

import "cshell/lang/check"

func (c *compiler) assign(x *check.Assign, d int) {
	k := kindOf(x.X.Type())
	if v, ok := slotOf(x.X); ok {
		c.value(x.Y, d)
		c.setSlot(v, d)
		return
	}
	to := c.place(x.X, d, useAccess)
	c.value(x.Y, d+1)
	c.write(k, to, d+1)
	c.copyDown(k, d)
}

// assignOp is X = (T)((Arith)X op Y).
func (c *compiler) assignOp(x *check.AssignOp, d int) {
	c.update(x.X, d, func(k kind, d int) {
		if x.Arith == nil {
			c.move(x.Op, x.Y, x.Scale, d)
			return
		}
		arith := kindOf(x.Arith)
		c.change(k, arith, d)
		if arith.float {
			c.floatArithmetic(x.Op, arith, x.Y, d)
		} else {
			c.arithmetic(x.Op, arith, x.Y, d)
		}
		c.change(arith, k, d)
	})
}

// update changes what a place holds, which is at the depth that change is told, and
// leaves the new value at depth d.
func (c *compiler) update(x check.Expr, d int, change func(k kind, d int)) {
	k := kindOf(x.Type())
	if v, ok := slotOf(x); ok {
		c.read(x, d)
		change(k, d)
		c.setSlot(v, d)
		return
	}
	to := c.place(x, d, useAccess)
	c.deeper(d + 1)
	c.fetch(k, to, d+1)
	change(k, d+1)
	c.write(k, to, d+1)
	c.copyDown(k, d)
}

func (c *compiler) deeper(d int) {
	if d >= len(scratch) {
		refuse("an expression so deep")
	}
}

// incDec leaves the old value, or the new one, at depth d.
func (c *compiler) incDec(x *check.IncDec, d int) {
	if kindOf(x.X.Type()).float || x.Delta != int64(int32(x.Delta)) {
		refuse("++ or -- of a floating type")
	}
	step := func(k kind, d int) {
		c.oneImm(immAdd, inReg(scratch[d]), int32(x.Delta))
		c.normalise(k, scratch[d])
	}
	c.update(x.X, d, step)
	if x.Post {
		k := kindOf(x.T)
		if k.boolean {
			refuse("x++ of a bool")
		}
		c.oneImm(immSub, inReg(scratch[d]), int32(x.Delta)) // it wraps back
		c.normalise(k, scratch[d])
	}
}

// setSlot stores what depth d holds in a local.
func (c *compiler) setSlot(v *check.Var, d int) {
	for _, a := range c.arguments {
		c.assigned = c.assigned || a.slot == v.Slot
	}
	c.put(kindOf(v.Type).inSlot(), c.home(v.Slot), d)
}

// write stores what depth d holds where others may see it. Behind it there is no way
// back.
func (c *compiler) write(k kind, to operand, d int) {
	c.put(k, to, d)
	c.op(opXor32, back, inReg(back))
	c.stored = true
}

// copyDown is the value at depth d+1 at depth d.
func (c *compiler) copyDown(k kind, d int) {
	if k.float {
		c.op(opMovAPD, reg(d), inReg(reg(d+1)))
	} else {
		c.op(opMov, scratch[d], inReg(scratch[d+1]))
	}
}
