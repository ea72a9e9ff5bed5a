package leaf

import (
	"math"

	"cshell/ctypes"
	"cshell/lang/check"
	"cshell/native/mem"
)

// use says what a place is wanted for, which decides how its address is checked.
type use uint8

const (
	useAccess  use = iota
	useAddress     // only &x: one past the end is allowed
)

// slotOf is the local that an expression is, if it lives in a slot.
func slotOf(x check.Expr) (v *check.Var, ok bool) {
	ref, ok := x.(*check.VarRef)
	if !ok || ref.Var.Store != check.SlotVar {
		return nil, false
	}
	return ref.Var, true
}

// read loads a place.
func (c *compiler) read(x check.Expr, d int) {
	if v, ok := slotOf(x); ok {
		c.fetch(kindOf(v.Type).inSlot(), c.home(v.Slot), d)
		return
	}
	k := kindOf(x.Type())
	c.fetch(k, c.place(x, d, useAccess), d)
}

// inSlot is how a value of a kind lies in a slot.
func (k kind) inSlot() kind { return kind{size: wordSize, float: k.float} }

// fetch loads an operand into depth d.
func (c *compiler) fetch(k kind, from operand, d int) {
	switch {
	case k.single():
		c.op(opMovSS, reg(d), from)
		c.op(opToDouble, reg(d), inReg(reg(d)))
	case k.float:
		c.op(opMovSD, reg(d), from)
	default:
		c.op(loadOf(k), scratch[d], from)
		if k.boolean { // any bit makes it true
			c.normalise(k, scratch[d])
		}
	}
}

// put stores what depth d holds in a place.
func (c *compiler) put(k kind, to operand, d int) {
	switch {
	case k.single():
		c.op(opToSingle, reg(d), inReg(reg(d)))
		c.op(opStoreSS, reg(d), to)
		c.op(opToDouble, reg(d), inReg(reg(d)))
	case k.float:
		c.op(opStoreSD, reg(d), to)
	default:
		c.op(storeOf(k), scratch[d], to)
	}
}

// place is an object in memory as an operand on scratch[d].
func (c *compiler) place(x check.Expr, d int, why use) operand {
	if d >= len(scratch) {
		refuse("an expression so deep")
	}
	switch x := x.(type) {
	case *check.VarRef:
		c.session(x.Var, d)
		return at(scratch[d], 0)
	case *check.Mem:
		return c.element(x, d, why)
	}
	refuse("an object of type %s", x.Type())
	return operand{}
}

// session puts the address of a session variable in scratch[d].
func (c *compiler) session(v *check.Var, d int) {
	if v.Store != check.SessionVar {
		refuse("the local %s, which has an address", v.Name)
	}
	if v == c.env.Errno {
		refuse("errno")
	}
	switch ctypes.Unwrap(v.Type).(type) {
	case *ctypes.Basic, *ctypes.Enum, *ctypes.Pointer, *ctypes.Record, *ctypes.Array:
	default:
		refuse("the variable %s", v.Name)
	}
	if v.Dead || v.Addr == 0 {
		refuse("the variable %s, which is not there yet", v.Name)
	}
	c.memory = true
	c.load(scratch[d], int64(v.Addr))
}

func refuseElement(x *check.Mem) {
	switch x.Check.Kind {
	case check.BoundNone, check.BoundLen, check.BoundOwner:
	default:
		refuse("an array whose length the run tells")
	}
	switch {
	case x.Stride != nil:
		refuse("an array of variable length")
	case x.Bits != nil:
		refuse("a bit-field")
	case x.Offset != int64(int32(x.Offset)) || x.Scale != int64(int32(x.Scale)):
		refuse("an object so large")
	}
}

// element is Base + Index*Scale + Offset, checked.
func (c *compiler) element(x *check.Mem, d int, why use) operand {
	refuseElement(x)
	c.memory = true
	c.base(x.Base, d)
	pointer := at(scratch[d], int32(x.Offset))
	guarded := x.Check.Kind == check.BoundOwner && why != useAddress
	if x.Index == nil {
		if guarded {
			c.guard(scratch[d], pointer, sizeOf(x.T))
		}
		return pointer
	}
	c.index(x, d+1, why)
	c.op(opAdd, scratch[d+1], inReg(scratch[d]))
	if guarded {
		c.guard(scratch[d], at(scratch[d+1], pointer.disp), sizeOf(x.T))
	}
	c.op(opMov, scratch[d], inReg(scratch[d+1]))
	return pointer
}

// index leaves the distance of an element in scratch[d].
func (c *compiler) index(x *check.Mem, d int, why use) {
	c.int(x.Index, d)
	if x.Check.Kind == check.BoundLen {
		limit := x.Check.Len
		if why == useAddress {
			limit++
		}
		if limit > math.MaxInt32 {
			refuse("an array of %d elements", limit)
		}
		c.oneImm(immCmp, inReg(scratch[d]), int32(limit))
		c.fail(notBelow)
	}
	c.scale(scratch[d], int32(x.Scale))
}

func sizeOf(t ctypes.Type) int32 {
	switch size := t.Size(); {
	case ctypes.IsIncomplete(t):
		return 0
	case size <= math.MaxInt32:
		return int32(size)
	}
	refuse("a type of %d bytes", t.Size())
	return 0
}

// base leaves the base of an element in scratch[d]. A place under an Addr or a Decay
// is about to be used, so it is checked as an access is.
func (c *compiler) base(x check.Expr, d int) {
	var inner check.Expr
	switch x := x.(type) {
	case *check.Addr:
		inner = x.X
	case *check.Decay:
		inner = x.X
	}
	if inner == nil {
		c.int(x, d)
		return
	}
	c.take(inner, d, useAccess)
}

// take leaves the address of a place in scratch[d].
func (c *compiler) take(x check.Expr, d int, why use) {
	if o := c.place(x, d, why); o.disp != 0 {
		c.op(opLea, scratch[d], o)
	}
}

// guard lets an access of n bytes pass that stays in the live block that base points
// into, or where base points into nothing of the shell's. RAX is the entry of
// mem.Bounds, RDX what is compared with it.
func (c *compiler) guard(base reg, to operand, n int32) {
	c.guards = true
	c.mayFail()
	foreign, passed := c.newLabel(), c.newLabel()
	c.op(opMov, rax, inReg(base))
	c.op(opSub, rax, at(bounds, mem.BoundsLow))
	c.op(opCmp, rax, at(bounds, mem.BoundsSize))
	c.jump(notBelow, foreign)

	c.op(opMov, rax, inReg(base))
	c.oneImm8(immShr, inReg(rax), mem.BoundsShift)
	c.oneImm(immAnd, inReg(rax), mem.BoundsMask)
	c.oneImm8(immShl, inReg(rax), mem.BoundsEntryShift)
	c.op(opAdd, rax, inReg(bounds))
	low, size := at(rax, mem.BoundsEntries), at(rax, mem.BoundsEntries+wordSize)
	c.op(opMov, rdx, inReg(base))
	c.op(opSub, rdx, low)
	c.op(opCmp, rdx, size)
	c.fail(above)
	c.op(opLea, rdx, to)
	c.op(opSub, rdx, low)
	c.op(opCmp, rdx, size)
	c.fail(above)
	c.oneImm(immAdd, inReg(rdx), n)
	c.op(opCmp, rdx, size)
	c.fail(above)
	c.jump(unconditional, passed)

	c.here(foreign) // but not in the frames of functions that have returned
	c.op(opLea, rdx, to)
	c.load(rax, int64(c.env.Stack))
	c.op(opSub, rdx, inReg(rax))
	c.oneImm(immCmp, inReg(rdx), mem.StackSize)
	c.fail(below)
	c.here(passed)
}
