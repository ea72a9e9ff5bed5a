package eval

import (
	"cshell/ctypes"
	"cshell/lang/check"
)

func (c *compiler) assign(x *check.Assign) node {
	p := c.place(x.X, useWrite)
	return c.store(p, c.named(nameOf(x.X), x.Y))
}

// nameOf is the variable that an lvalue is, or "".
func nameOf(x check.Expr) string {
	if ref, ok := x.(*check.VarRef); ok {
		return ref.Var.Name
	}
	return ""
}

// named compiles a value that a variable of the given name gets: if it is an
// owned block, the block is called so.
func (c *compiler) named(name string, x check.Expr) node {
	before := c.naming
	c.naming = name
	n := c.expr(x)
	c.naming = before
	return n
}

// takeName is the name for a block made by the expression that is compiled;
// only the outermost block takes it.
func (c *compiler) takeName() string {
	name := c.naming
	c.naming = ""
	return name
}

// assignOp is X = (T)((Arith)X op Y), X computed once.
func (c *compiler) assignOp(x *check.AssignOp) node {
	p := c.place(x.X, useWrite)
	y := c.expr(x.Y)
	if n, ok := fuseAssignOp(x, p, y); ok {
		return n
	}
	return c.update(p, func(old node) node {
		if x.Arith == nil {
			return c.movePointer(x, old, y)
		}
		sum := arithmetic(x.Op, sumType(x.Arith, y.t), c.convert(old, x.Arith), y, x.At)
		return c.convert(sum, p.t)
	})
}

// sumType is the type of X op Y: that of X, which stays real beside a complex
// Y.
func sumType(x, y ctypes.Type) ctypes.Type {
	if ctypes.IsComplex(y) {
		return y
	}
	return x
}

func (c *compiler) movePointer(x *check.AssignOp, old, y node) node {
	base, step, scale := old.i, y.i, x.Scale
	if x.Op == ctypes.Sub {
		scale = -scale
	}
	return ints(x.T, func(fr *frame) int64 {
		b := base(fr)
		return b + step(fr)*scale
	})
}

// update stores what change makes of the present value; the address is
// computed once and kept in a slot meanwhile.
func (c *compiler) update(p place, change func(old node) node) node {
	if p.slot >= 0 || p.fixed != 0 && p.bits == nil || p.r == repAny {
		return c.store(p, change(c.load(p)))
	}
	addr, keep := p.address(), c.slots
	c.slots++
	held := p
	held.fixed, held.fused = 0, nil
	held.addr = func(fr *frame) uintptr { return uintptr(fr.s[keep]) }
	n := c.store(held, change(c.load(held)))
	return before(func(fr *frame) { fr.s[keep] = uint64(addr(fr)) }, n)
}

func (c *compiler) incDec(x *check.IncDec) node {
	p := c.place(x.X, useWrite)
	if n, ok := fuseIncDec(x, p); ok {
		return n
	}
	if !x.Post {
		return c.update(p, func(old node) node { return c.step(old, x.Delta) })
	}
	return c.postfix(x, p)
}

// step is old + delta in the type of old.
func (c *compiler) step(old node, delta int64) node {
	switch {
	case old.r.isFloat():
		d := float64(delta)
		return c.convert(floats(ctypes.TDouble, func(fr *frame) float64 { return old.f(fr) + d }), old.t)
	case old.r == repWide:
		d := ctypes.Convert(ctypes.IntValue(ctypes.TInt, delta), old.t)
		return wides(old.t, func(fr *frame) ctypes.Value {
			v, _ := ctypes.Binary(ctypes.Add, old.w(fr), d)
			return v
		})
	}
	get := old.i
	return ints(old.t, narrow(old.r, func(fr *frame) int64 { return get(fr) + delta }))
}

// postfix is x++ as a value: the old value is kept aside by the closure that
// reads it for the sum.
func (c *compiler) postfix(x *check.IncDec, p place) node {
	if p.r == repWide {
		off := c.reserve(x.T.Size(), 16)
		n := c.update(p, func(old node) node {
			kept := wides(old.t, func(fr *frame) ctypes.Value {
				v := old.w(fr)
				writeValue(fr.tmp+uintptr(off), v)
				return v
			})
			return c.step(kept, x.Delta)
		})
		t := x.T
		return before(n.effect(), wides(t, func(fr *frame) ctypes.Value { return readValue(t, fr.tmp+uintptr(off)) }))
	}
	keep := c.slots
	c.slots++
	n := c.update(p, func(old node) node {
		get := payload(old)
		kept := fromPayload(old.t, func(fr *frame) uint64 {
			v := get(fr)
			fr.s[keep] = v
			return v
		})
		return c.step(kept, x.Delta)
	})
	return before(n.effect(), fromPayload(x.T, func(fr *frame) uint64 { return fr.s[keep] }))
}
