package eval

import (
	"cshell/ctypes"
	"cshell/lang/check"
)

// sliceOf is X[Lo:Hi].
func (c *compiler) sliceOf(x *check.SliceOf) node {
	whole := c.extent(x.X)
	lo := func(*frame) int64 { return 0 }
	if x.Lo != nil {
		lo = c.expr(x.Lo).i
	}
	var hi func(*frame) int64
	if x.Hi != nil {
		hi = c.expr(x.Hi).i
	}
	at, elem := x.At, c.runType(x.Elem, x.At)
	return dynamics(x.T, func(fr *frame) Value {
		base, n := whole(fr)
		from, to := lo(fr), n
		if hi != nil {
			to = hi(fr)
		}
		if from > to || n >= 0 && (from < 0 || to > n) {
			panic(badSlice(at, from, to, n, x))
		}
		elem := elem(fr)
		size := elem.Size()
		if n < 0 {
			fr.m.checkSlice(x, base, from, to, size)
		}
		return slice(elem, base+uintptr(from*size), to-from)
	})
}

// checkSlice refuses a slice of a pointer that leaves the owned block the
// pointer is in. An element has size bytes.
func (m *Machine) checkSlice(x *check.SliceOf, base uintptr, from, to, size int64) {
	if !m.Heap.Owns(base) {
		return
	}
	b := m.Heap.Find(base)
	switch {
	case b == nil:
		panic(noBlock(x.At, base, m.Heap.Near(base)))
	case b.Freed:
		panic(freedBlock(x.At, b))
	case !b.Contains(base+uintptr(from*size), (to-from)*size):
		panic(sliceOutside(x.At, from, to, b))
	}
}

// extent is where an array, slice or pointer begins and its length; -1 for a
// pointer.
func (c *compiler) extent(x check.Expr) func(*frame) (uintptr, int64) {
	if d, ok := x.(*check.Decay); ok {
		x = d.X
	}
	if isSliceType(x.Type()) {
		return c.sliceValue(x)
	}
	if a, ok := ctypes.Unwrap(x.Type()).(*ctypes.Array); ok {
		p := c.place(x, useRead)
		addr, n := p.address(), a.Len
		return func(fr *frame) (uintptr, int64) { return addr(fr), n }
	}
	get := c.expr(x).i
	return func(fr *frame) (uintptr, int64) { return uintptr(get(fr)), -1 }
}
