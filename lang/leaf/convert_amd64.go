package leaf

import "cshell/lang/check"

func (c *compiler) convert(x *check.Conv, d int) {
	from, to := kindOf(x.X.Type()), kindOf(x.T)
	c.value(x.X, d)
	c.change(from, to, d)
}

// change converts what depth d holds to another kind.
func (c *compiler) change(from, to kind, d int) {
	r, v := scratch[min(d, len(scratch)-1)], reg(d) // deeper than that are floats only
	switch {
	case to.boolean:
		c.toBool(from, d)
	case from.float && to.float:
		if !from.single() {
			c.round(to, d)
		}
	case to.float && from.size == 8 && !from.signed:
		c.unsignedToFloat(to, v, r)
	case to.float:
		c.signedToFloat(to, v, r)
	case from.float && to.size == 8 && !to.signed:
		c.floatToUnsigned(r, d)
	case from.float && to.size == 8, from.float && to.size == 4 && !to.signed:
		c.op(opSDToInt, r, inReg(v))
		c.normalise(to, r)
	case from.float:
		c.op(opSDToI32, r, inReg(v))
		c.normalise(to, r)
	case !to.holds(from):
		c.normalise(to, r)
	}
}

// toBool makes of anything but zero 1.
func (c *compiler) toBool(from kind, d int) {
	no, end := c.newLabel(), c.newLabel()
	c.branchValue(from, d, no, false)
	c.load(scratch[d], 1)
	c.jump(unconditional, end)
	c.here(no)
	c.load(scratch[d], 0)
	c.here(end)
}

func (c *compiler) signedToFloat(to kind, v, r reg) {
	if to.single() {
		c.op(opIntToSS, v, inReg(r))
		c.op(opToDouble, v, inReg(v))
		return
	}
	c.op(opIntToSD, v, inReg(r))
}

// unsignedToFloat halves what has the highest bit, without losing sight of the lowest,
// which decides how it is rounded.
func (c *compiler) unsignedToFloat(to kind, v, r reg) {
	large, end := c.newLabel(), c.newLabel()
	c.op(opTest, r, inReg(r))
	c.jump(less, large)
	c.signedToFloat(to, v, r)
	c.jump(unconditional, end)
	c.here(large)
	c.op(opMov, rax, inReg(r))
	c.op(opMov, rcx, inReg(r))
	c.oneImm8(immShr, inReg(rax), 1)
	c.oneImm(immAnd, inReg(rcx), 1)
	c.op(opOr, rax, inReg(rcx))
	c.signedToFloat(to, v, rax)
	c.op(opAddSD, v, inReg(v))
	c.here(end)
}

// floatToUnsigned does what gcc does for this processor, also out of range.
func (c *compiler) floatToUnsigned(r reg, d int) {
	v, limit := reg(d), reg(d+1)
	large, end := c.newLabel(), c.newLabel()
	c.loadFloat(limit, 1<<63)
	c.op(opUcomiSD, v, inReg(limit))
	c.jump(notBelow, large)
	c.op(opSDToInt, r, inReg(v))
	c.jump(unconditional, end)
	c.here(large)
	c.op(opSubSD, v, inReg(limit))
	c.op(opSDToInt, r, inReg(v))
	c.load(rax, -1<<63)
	c.op(opXor, r, inReg(rax))
	c.here(end)
}

// normalise cuts a register down to a kind and extends it again.
func (c *compiler) normalise(k kind, r reg) {
	switch {
	case k.boolean:
		c.op(opTest8, r, inReg(r))
		c.set(notEqual, r)
	case k.size < 8:
		c.op(loadOf(k), r, inReg(r))
	}
}

// loadOf is the instruction that loads an integer and extends it.
func loadOf(k kind) inst {
	if k.signed {
		return [...]inst{1: opMovSX8, 2: opMovSX16, 4: opMovSX32, 8: opMov}[k.size]
	}
	return [...]inst{1: opMovZX8, 2: opMovZX16, 4: opMov32, 8: opMov}[k.size]
}

func storeOf(k kind) inst {
	return [...]inst{1: opStore8, 2: opStore16, 4: opStore32, 8: opStore64}[k.size]
}
