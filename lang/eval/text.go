package eval

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// assignText copies a string into a char array or slice, with its NUL where
// that fits.
func (c *compiler) assignText(x *check.AssignText) node {
	room, unit := c.room(x.X), unitSize(x.X.Type())
	text := c.textBytes(x.Y)
	return c.copied(x.T, func(fr *frame) (uintptr, int64) {
		to, size := room(fr)
		from, n, ended := text(fr, size)
		if ended && n > size {
			n -= unit // its NUL need not fit
		}
		if n > size {
			panic(textTooLong(x.At, n/unit, size/unit, x.X.Type()))
		}
		fr.overwrite(x.At, to, from, n)
		if !ended && n < size {
			mem.Zero(to+uintptr(n), unit)
		}
		return to, size / unit
	})
}

// assignElems copies elements between arrays and slices.
func (c *compiler) assignElems(x *check.AssignElems) node {
	room, source := c.room(x.X), c.boxed(x.Y)
	unit := unitSize(x.X.Type())
	return c.copied(x.T, func(fr *frame) (uintptr, int64) {
		from, n, _ := source(fr).Memory()
		to, size := room(fr)
		if n > size || n < size && !x.Braces {
			panic(wrongCount(x.At, n/unit, size/unit, x.X.Type()))
		}
		fr.overwrite(x.At, to, from, n)
		mem.Zero(to+uintptr(n), size-n)
		return to, size / unit
	})
}

// overwrite copies n bytes to an array or slice, which may lie anywhere.
func (fr *frame) overwrite(at diag.Span, to, from uintptr, n int64) {
	fr.willWrite(at, to, n)
	mem.Copy(to, from, n)
}

// willWrite checks what can be checked before n bytes are written to memory
// that may not be ours.
func (fr *frame) willWrite(at diag.Span, to uintptr, n int64) {
	fr.m.inBlock(at, to, n, true)
	if to < firstPage {
		panic(untouchable(at, true, to))
	}
	fr.site, fr.touched = &site{at: at, size: n, write: true}, to
}

// room is where an array or slice lies and its size in bytes.
func (c *compiler) room(x check.Expr) func(*frame) (uintptr, int64) {
	if isSliceType(x.Type()) {
		get, elem := c.sliceValue(x), unitSize(x.Type())
		return func(fr *frame) (uintptr, int64) { a, n := get(fr); return a, n * elem }
	}
	p := c.place(x, useWrite)
	a, size := p.address(), x.Type().Size()
	return func(fr *frame) (uintptr, int64) { return a(fr), size }
}

// copied does a copy and gives the array or slice that was written to.
func (c *compiler) copied(t ctypes.Type, do func(*frame) (uintptr, int64)) node {
	if s, ok := isSlice(t); ok {
		return dynamics(t, func(fr *frame) Value {
			a, n := do(fr)
			return slice(s.Elem, a, n)
		})
	}
	return c.textResult(t, do)
}

// textResult gives the array that was written to as what the checker says the
// expression is: the array, or a pointer to it, or nothing.
func (c *compiler) textResult(t ctypes.Type, do func(*frame) (uintptr, int64)) node {
	switch repOf(t) {
	case repObject:
		return objects(t, func(fr *frame) uintptr { a, _ := do(fr); return a })
	case repVoid:
		return voids(func(fr *frame) { do(fr) })
	}
	return ints(t, func(fr *frame) int64 { a, _ := do(fr); return int64(a) })
}

// textBytes is the text of a char pointer, array or slice: where it is and its
// length in bytes, NUL included (ended). An array or slice of exactly the wanted
// size is copied as a whole, one without a NUL up to its end.
func (c *compiler) textBytes(x check.Expr) func(fr *frame, wanted int64) (addr uintptr, n int64, ended bool) {
	at := x.Span()
	if lit, ok := literalUnder(x); ok {
		addr, n := c.m.literal(lit.Bytes), int64(len(lit.Bytes))
		return func(*frame, int64) (uintptr, int64, bool) { return addr, n, true }
	}
	unit := unitSize(x.Type())
	get := c.boxed(x)
	return func(fr *frame, wanted int64) (uintptr, int64, bool) {
		v := get(fr)
		addr, size, ok := v.Memory()
		switch {
		case ok && size == wanted:
			return addr, size, true
		case ok:
			n, ended := fr.m.scanText(addr, unit, size)
			if n < size && !ended {
				panic(untouchable(at, false, addr+uintptr(n)))
			}
			return addr, n, ended
		}
		addr = uintptr(v.Bits[0])
		return addr, fr.m.textLength(addr, unit, fr.m.roomAt(addr), at), true
	}
}

// literalUnder is the string literal that x is, perhaps decayed.
func literalUnder(x check.Expr) (*check.StrLit, bool) {
	switch x := x.(type) {
	case *check.StrLit:
		return x, true
	case *check.Decay:
		return literalUnder(x.X)
	case *check.Conv:
		return literalUnder(x.X)
	}
	return nil, false
}

// unitSize is the size of what an array, slice or pointer is made of.
func unitSize(t ctypes.Type) int64 {
	if s, ok := isSlice(t); ok {
		return max(s.Elem.Size(), 1)
	}
	switch u := ctypes.Unwrap(t).(type) {
	case *ctypes.Array:
		return max(u.Elem.Size(), 1)
	case *ctypes.Pointer:
		return max(u.Elem.Size(), 1)
	}
	return 1
}
