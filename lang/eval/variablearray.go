package eval

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// arrayLength is a length that the run finds out.
func (c *compiler) arrayLength(x *check.Builtin) node {
	get, at := c.expr(x.Args[0]).i, x.At
	return ints(x.T, func(fr *frame) int64 {
		n := get(fr)
		if n < 0 || n > maxBytes {
			panic(diag.Errorf(at, diag.Type, "an array cannot have %d elements", n))
		}
		return n
	})
}

// runType is t as the run knows it: every length in it is a number.
func (c *compiler) runType(t ctypes.Type, at diag.Span) func(*frame) ctypes.Type {
	if !ctypes.IsVariable(t) {
		return func(*frame) ctypes.Type { return t }
	}
	a := ctypes.Unwrap(t).(*ctypes.Array)
	elem := c.runType(a.Elem, at)
	length := func(*frame) int64 { return a.Len }
	if count, ok := a.Count.(*check.Length); ok {
		length = c.expr(&check.VarRef{Typed: check.Typed{T: ctypes.TLong, At: at}, Var: count.Kept}).i
	}
	return func(fr *frame) ctypes.Type {
		elem, n := elem(fr), length(fr)
		if n > maxBytes/max(elem.Size(), 1) {
			panic(diag.Errorf(at, diag.Type, "an array cannot have %d elements", n))
		}
		return ctypes.ArrayOf(elem, n)
	}
}

// declareArray makes a variable length array. The end of the block gives its
// memory back.
func (c *compiler) declareArray(s *check.DeclareVar) stmt {
	c.dynamic = true
	v, typed := s.Var, c.runType(s.Var.Type, s.At)
	birth := c.birthOf(v.Name, v.Type, v.At)
	slot := -1
	if v.Store == check.BlockVar {
		slot = v.Slot
		c.slots = max(c.slots, slot+1)
	}
	return func(fr *frame) ctl {
		t := typed(fr)
		birth := birth
		birth.Type = shortType(t)
		addr := fr.pushLocal(t.Size(), max(t.Align(), v.Align, 1), &birth, s.At)
		mem.Zero(addr, t.Size())
		if slot >= 0 {
			fr.s[slot] = uint64(addr)
		} else {
			v.Addr, v.Live = addr, true
		}
		return next
	}
}

// declaresVariableArray says whether a block has variable length arrays.
func declaresVariableArray(list []check.Stmt) bool {
	for _, s := range list {
		if d, ok := s.(*check.DeclareVar); ok && ctypes.IsVariable(d.Var.Type) {
			return true
		}
	}
	return false
}

// variableElement is Base + Index*size + Offset, where only the run knows how
// many elements there are, or their size.
func (c *compiler) variableElement(x *check.Mem, why use) func(*frame) uintptr {
	base, index := c.base(x.Base), func(*frame) int64 { return 0 }
	if x.Index != nil {
		index = c.expr(x.Index).i
	}
	size := func(*frame) int64 { return x.Scale }
	if x.Stride != nil {
		size = c.expr(x.Stride).i
	}
	from, inside := base.get(), c.insideVariable(x, why)
	off := uintptr(x.Offset)
	return func(fr *frame) uintptr {
		b := from(fr)
		i, n := index(fr), size(fr)
		return inside(fr, b, i, n) + off
	}
}

// insideVariable gives the address of element i, of size bytes, behind base, if
// it may be used.
func (c *compiler) insideVariable(x *check.Mem, why use) func(fr *frame, base uintptr, i, size int64) uintptr {
	var over int64
	if why == useAddress {
		over = 1
	}
	switch bound := x.Check; bound.Kind {
	case check.BoundLen, check.BoundCount:
		count := func(*frame) int64 { return bound.Len }
		if bound.Count != nil {
			count = c.expr(bound.Count).i
		}
		return func(fr *frame, base uintptr, i, size int64) uintptr {
			if n := count(fr); uint64(i) >= uint64(n+over) {
				panic(outOfRange(x.At, i, bound, n))
			}
			return base + uintptr(i*size)
		}
	case check.BoundOwner:
		if why == useAddress {
			break
		}
		s := c.site(x, why)
		return func(fr *frame, base uintptr, i, size int64) uintptr {
			s.size, s.scale = size, size
			return fr.guard(s, base, base+uintptr(i*size))
		}
	}
	return func(_ *frame, base uintptr, i, size int64) uintptr { return base + uintptr(i*size) }
}
