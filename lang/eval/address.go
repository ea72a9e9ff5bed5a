package eval

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// site is a place in the program where memory is touched through a pointer.
// It remembers the last block, so that a loop looks it up once.
type site struct {
	at    diag.Span
	size  int64 // bytes touched
	scale int64 // element size, 0 without an index
	write bool
	block *mem.Block
}

// guard lets an access pass that stays in the owned block that base points
// into; memory that the shell does not own is C's own risk, and faults there
// are caught.
func (fr *frame) guard(s *site, base, addr uintptr) uintptr {
	if b := s.block; b != nil && base-b.Addr <= uintptr(b.Size) && !b.Freed && b.Contains(addr, s.size) {
		return addr
	}
	return fr.guardSlow(s, base, addr)
}

func (fr *frame) guardSlow(s *site, base, addr uintptr) uintptr {
	if !fr.m.Heap.Owns(base) {
		if addr < firstPage {
			panic(untouchable(s.at, s.write, addr))
		}
		if fr.stack.Owns(addr) && !fr.stack.Holds(addr) {
			panic(deadFrame(s.at, addr))
		}
		fr.site, fr.touched = s, addr
		return addr
	}
	b := fr.m.Heap.Find(base)
	switch {
	case b == nil:
		panic(noBlock(s.at, base, fr.m.Heap.Near(base)))
	case b.Freed:
		panic(freedBlock(s.at, b))
	case !b.Contains(addr, s.size):
		panic(outside(s, b, base, addr))
	}
	s.block = b
	return addr
}

// firstPage is never mapped: accesses there are refused before they happen,
// because Go takes such faults for its own nil pointers.
const firstPage = 4096

// memPlace compiles Base + Index*Scale + Offset with its check.
func (c *compiler) memPlace(p *place, x *check.Mem, why use) {
	off := uintptr(x.Offset)
	if x.Check.Kind == check.BoundSlice {
		p.addr = c.sliceElement(x, why)
		return
	}
	if x.Stride != nil || x.Check.Kind == check.BoundCount {
		p.addr = c.variableElement(x, why)
		return
	}
	base := c.base(x.Base)
	if x.Index == nil {
		c.member(p, x, base, off, why)
		return
	}
	index := c.expr(x.Index)
	e := &element{base: base, index: index, scale: uintptr(x.Scale), off: off, at: x.At}
	switch {
	case x.Check.Kind == check.BoundLen:
		e.limit, e.bound = uint64(x.Check.Len), x.Check
		if why == useAddress {
			e.limit++
		}
		p.fused = e
		p.addr = e.checked()
	case x.Check.Kind == check.BoundOwner && why != useAddress:
		e.site = c.site(x, why)
		p.fused = e
		p.addr = e.guarded()
	default:
		p.addr = e.plain()
	}
}

func (c *compiler) site(x *check.Mem, why use) *site {
	s := &site{at: x.At, size: x.T.Size(), write: why == useWrite}
	if x.Bits != nil {
		s.size = (x.Bits.Offset + x.Bits.Width + 7) / 8
	}
	if x.Index != nil {
		s.scale = x.Scale
	}
	if ctypes.IsIncomplete(x.T) {
		s.size = 0
	}
	return s
}

// member is Base + Offset.
func (c *compiler) member(p *place, x *check.Mem, base pointer, off uintptr, why use) {
	if x.Check.Kind == check.BoundOwner && why != useAddress {
		s := c.site(x, why)
		if base.slot >= 0 {
			d := &deref{slot: base.slot, off: off, site: s}
			p.fused, p.addr = d, d.guarded()
			return
		}
		get := base.get()
		p.addr = func(fr *frame) uintptr {
			b := get(fr)
			return fr.guard(s, b, b+off)
		}
		return
	}
	switch {
	case base.fixed != 0:
		p.fixed = base.fixed + off
	case off == 0:
		p.addr = base.get()
	default:
		get := base.get()
		p.addr = func(fr *frame) uintptr { return get(fr) + off }
	}
}

// pointer is the base of an address: known, or computed.
type pointer struct {
	fixed uintptr
	addr  func(*frame) uintptr
	slot  int // addr reads this slot; -1
}

func (b *pointer) get() func(*frame) uintptr {
	if b.fixed != 0 {
		at := b.fixed
		return func(*frame) uintptr { return at }
	}
	return b.addr
}

// base compiles the base of a Mem. The place under an Addr or Decay is about
// to be used, so it is checked as strictly as an access.
func (c *compiler) base(x check.Expr) pointer {
	var inner check.Expr
	switch x := x.(type) {
	case *check.Addr:
		inner = x.X
	case *check.Decay:
		inner = x.X
	}
	if inner != nil && isPlace(inner) && repOf(inner.Type()) != repAny {
		p := c.place(inner, useRead)
		return pointer{p.fixed, p.addr, -1}
	}
	n := c.expr(x)
	if n.konst {
		k := uintptr(n.k)
		return pointer{addr: func(*frame) uintptr { return k }, slot: -1}
	}
	if n.a != nil && n.r == repObject {
		return pointer{addr: n.a, slot: -1}
	}
	get := n.i
	return pointer{addr: func(fr *frame) uintptr { return uintptr(get(fr)) }, slot: n.slot}
}

// sliceElement is the address of an element of a slice value, whose length
// counts when it runs.
func (c *compiler) sliceElement(x *check.Mem, why use) func(*frame) uintptr {
	get := c.sliceValue(x.Base)
	scale, off, at, bound := uintptr(x.Scale), uintptr(x.Offset), x.At, x.Check
	over := uint64(0)
	if why == useAddress {
		over = 1
	}
	index := func(*frame) int64 { return 0 }
	if x.Index != nil {
		index = c.expr(x.Index).i
	}
	live := c.liveSlice(at)
	return func(fr *frame) uintptr {
		base, n := get(fr)
		i := index(fr)
		if uint64(i) >= uint64(n)+over {
			panic(outOfRange(at, i, bound, n))
		}
		live(fr, base)
		return base + uintptr(i)*scale + off
	}
}

// liveSlice refuses a slice whose block was freed.
func (c *compiler) liveSlice(at diag.Span) func(fr *frame, base uintptr) {
	var last *mem.Block
	return func(fr *frame, base uintptr) {
		if b := last; b != nil && base-b.Addr <= uintptr(b.Size) {
			if b.Freed {
				panic(freedBlock(at, b))
			}
			return
		}
		if !fr.m.Heap.Owns(base) {
			return
		}
		if last = fr.m.Heap.Find(base); last != nil && last.Freed {
			panic(freedBlock(at, last))
		}
	}
}

// sliceValue is the address and length of a slice expression.
func (c *compiler) sliceValue(x check.Expr) func(*frame) (uintptr, int64) {
	if d, ok := x.(*check.Decay); ok {
		x = d.X
	}
	if ref, ok := x.(*check.VarRef); ok && ref.Var.Store == check.SessionVar && !ref.Var.Dead {
		v := ref.Var
		c.embeds = append(c.embeds, v)
		return func(*frame) (uintptr, int64) { return v.Addr, v.Len }
	}
	get := c.expr(x).box()
	return func(fr *frame) (uintptr, int64) {
		v := get(fr)
		return v.Addr, v.Len
	}
}

// addressOf is &x.
func (c *compiler) addressOf(x *check.Addr) node {
	if ctypes.IsFunc(x.X.Type()) {
		return c.expr(x.X)
	}
	p := c.place(x.X, useAddress)
	return addressNode(x.T, p)
}

func addressNode(t ctypes.Type, p place) node {
	if p.fixed != 0 {
		return constant(t, int64(p.fixed))
	}
	a := p.addr
	return ints(t, func(fr *frame) int64 { return int64(a(fr)) })
}

// decay turns an array, slice or function into a pointer.
func (c *compiler) decay(x *check.Decay) node {
	t := x.X.Type()
	switch {
	case ctypes.IsFunc(t):
		n := c.expr(x.X)
		n.t = x.T
		return n
	case repOf(t) == repAny:
		get := c.sliceValue(x.X)
		live := c.liveSlice(x.At)
		return ints(x.T, func(fr *frame) int64 {
			a, _ := get(fr)
			live(fr, a)
			return int64(a)
		})
	}
	return addressNode(x.T, c.place(x.X, useAddress))
}
