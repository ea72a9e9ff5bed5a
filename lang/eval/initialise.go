package eval

import (
	"cshell/ctypes"
	"cshell/lang/check"
	"cshell/native/mem"
)

// Objects are filled item by item. What an initialiser does not name is zero.

// zeroer clears an object before it is filled.
type zeroer func(addr uintptr, size int64)

// unneeded is for owned memory that has just been made, which is zero.
func unneeded(uintptr, int64) {}

// afterFirst clears from the second time on: memory that was made for one place
// in the program is zero when that is reached first, and need not be touched.
func afterFirst() zeroer {
	first := true
	return func(addr uintptr, size int64) {
		if !first {
			mem.Zero(addr, size)
		}
		first = false
	}
}

// initialise fills the object that to gives.
func (c *compiler) initialise(init *check.Init, to func(*frame) uintptr, zero zeroer) func(*frame) {
	size := init.Size
	if len(init.Items) == 0 {
		return func(fr *frame) { zero(to(fr), size) }
	}
	keep := c.slots
	c.slots++
	base := func(fr *frame) uintptr { return uintptr(fr.s[keep]) }
	stores := make([]func(*frame), len(init.Items))
	for i, item := range init.Items {
		stores[i] = c.initItem(item, size, base)
	}
	return func(fr *frame) {
		at := to(fr)
		fr.s[keep] = uint64(at)
		zero(at, size)
		for _, s := range stores {
			s(fr)
		}
	}
}

func (c *compiler) initItem(item check.InitItem, size int64, base func(*frame) uintptr) func(*frame) {
	off := uintptr(item.Offset)
	addr := func(fr *frame) uintptr { return base(fr) + off }
	if item.Value == nil {
		zeros := item.Type.Size()
		return func(fr *frame) { mem.Zero(addr(fr), zeros) }
	}
	if lit, ok := item.Value.(*check.StrLit); ok && repOf(item.Type) == repObject {
		return c.initText(lit, item.Type, size-item.Offset, addr)
	}
	p := place{t: item.Type, r: repOf(item.Type), bits: item.Bits, slot: -1, addr: addr}
	return c.store(p, c.expr(item.Value)).effect()
}

// initText copies a literal; an array one too short for the NUL goes without.
func (c *compiler) initText(lit *check.StrLit, t ctypes.Type, room int64, to func(*frame) uintptr) func(*frame) {
	n := min(int64(len(lit.Bytes)), room)
	if size := t.Size(); size > 0 {
		n = min(n, size)
	}
	from := c.m.literal(lit.Bytes)
	return func(fr *frame) { mem.Copy(to(fr), from, n) }
}

// tempAddress makes an unnamed object and gives its address. The place of a
// temporary in the frame is its own: nothing else in the function uses it.
// Where its address may leave (useAddress) it is a block.
func (c *compiler) tempAddress(x *check.Temp, why use) func(*frame) uintptr {
	t := x.T
	size := max(x.Init.Size, t.Size())
	if x.Life == check.LifeSession {
		return c.sessionTemp(x, size)
	}
	var to func(fr *frame) uintptr
	if why == useAddress {
		slot := c.tempBlock(t, size, x.At)
		to = func(fr *frame) uintptr { return uintptr(fr.s[slot]) }
	} else {
		off := uintptr(c.reserve(size, t.Align()))
		to = func(fr *frame) uintptr { return fr.tmp + off }
	}
	fill := c.initialise(x.Init, to, mem.Zero)
	return func(fr *frame) uintptr {
		fill(fr)
		return to(fr)
	}
}

func (c *compiler) sessionTemp(x *check.Temp, size int64) func(*frame) uintptr {
	name, at, t := c.takeName(), x.At, x.T
	keep := c.slots
	c.slots++
	fill := c.initialise(x.Init, func(fr *frame) uintptr { return uintptr(fr.s[keep]) }, unneeded)
	return func(fr *frame) uintptr {
		addr := fr.m.own(at, t, name, size).Addr
		fr.s[keep] = uint64(addr)
		fill(fr)
		return addr
	}
}
