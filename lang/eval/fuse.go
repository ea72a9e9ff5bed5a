package eval

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// What is here computes nothing new: the shapes that loops are made of, done
// in one closure instead of three. Each is worth 2 to 5 ns a round.

// element is base[index]: the parts of an address, kept for fusing.
type element struct {
	base  pointer
	index node
	scale uintptr
	off   uintptr
	at    diag.Span
	limit uint64 // with bound: index must be less
	bound check.Bound
	site  *site // with a pointer into a block
}

func (e *element) fail(i int64) *diag.Error { return outOfRange(e.at, i, e.bound, e.bound.Len) }

// plain is the address where nothing is to be checked.
func (e *element) plain() func(*frame) uintptr {
	base, index, scale, off := e.base.get(), e.index.i, e.scale, e.off
	if e.index.konst {
		off += uintptr(e.index.k) * scale
		return func(fr *frame) uintptr { return base(fr) + off }
	}
	return func(fr *frame) uintptr {
		b := base(fr)
		return b + uintptr(index(fr))*scale + off
	}
}

// checked is the address in an array of known length.
func (e *element) checked() func(*frame) uintptr {
	base, index, scale, off, limit := e.base.get(), e.index.i, e.scale, e.off, e.limit
	if fixed := e.base.fixed; fixed != 0 {
		fixed += off
		return func(fr *frame) uintptr {
			i := index(fr)
			if uint64(i) >= limit {
				panic(e.fail(i))
			}
			return fixed + uintptr(i)*scale
		}
	}
	return func(fr *frame) uintptr {
		b := base(fr)
		i := index(fr)
		if uint64(i) >= limit {
			panic(e.fail(i))
		}
		return b + uintptr(i)*scale + off
	}
}

// guarded is the address through a pointer.
func (e *element) guarded() func(*frame) uintptr {
	base, index, scale, off, s := e.base.get(), e.index.i, e.scale, e.off, e.site
	if e.base.slot >= 0 {
		slot := e.base.slot
		return func(fr *frame) uintptr {
			i := index(fr)
			b := uintptr(fr.s[slot])
			return fr.guard(s, b, b+uintptr(i)*scale+off)
		}
	}
	return func(fr *frame) uintptr {
		b := base(fr)
		return fr.guard(s, b, b+uintptr(index(fr))*scale+off)
	}
}

// load reads an element of an array at a known address: the commonest widths.
func (e *element) load(p place) (n node, ok bool) {
	if e.base.fixed == 0 || e.site != nil {
		return n, false
	}
	base, index, scale, limit := e.base.fixed+e.off, e.index.i, e.scale, e.limit
	switch p.r {
	case repI32:
		return ints(p.t, func(fr *frame) int64 {
			i := index(fr)
			if uint64(i) >= limit {
				panic(e.fail(i))
			}
			return int64(mem.LoadI32(base + uintptr(i)*scale))
		}), true
	case repI8:
		return ints(p.t, func(fr *frame) int64 {
			i := index(fr)
			if uint64(i) >= limit {
				panic(e.fail(i))
			}
			return int64(mem.LoadI8(base + uintptr(i)*scale))
		}), true
	case repF64:
		return floats(p.t, func(fr *frame) float64 {
			i := index(fr)
			if uint64(i) >= limit {
				panic(e.fail(i))
			}
			return mem.LoadF64(base + uintptr(i)*scale)
		}), true
	}
	return n, false
}

// loader is a kind of place that is read in one closure, in some widths.
type loader interface {
	load(place) (n node, ok bool)
}

// deref is *p or p->member, where p is a local.
type deref struct {
	slot int
	off  uintptr
	site *site
}

func (d *deref) guarded() func(*frame) uintptr {
	slot, off, s := d.slot, d.off, d.site
	return func(fr *frame) uintptr {
		b := uintptr(fr.s[slot])
		return fr.guard(s, b, b+off)
	}
}

// load reads the commonest widths.
func (d *deref) load(p place) (n node, ok bool) {
	slot, off, s := d.slot, d.off, d.site
	switch p.r {
	case repI32:
		return ints(p.t, func(fr *frame) int64 {
			b := uintptr(fr.s[slot])
			return int64(mem.LoadI32(fr.guard(s, b, b+off)))
		}), true
	case repI8:
		return ints(p.t, func(fr *frame) int64 {
			b := uintptr(fr.s[slot])
			return int64(mem.LoadI8(fr.guard(s, b, b+off)))
		}), true
	case repI64, repU64:
		return ints(p.t, func(fr *frame) int64 {
			b := uintptr(fr.s[slot])
			return mem.LoadI64(fr.guard(s, b, b+off))
		}), true
	case repF64:
		return floats(p.t, func(fr *frame) float64 {
			b := uintptr(fr.s[slot])
			return mem.LoadF64(fr.guard(s, b, b+off))
		}), true
	}
	return n, false
}

// fuseAssignOp does += and its like on a local or session integer, for
// operators that need no more than one narrowing at the end.
func fuseAssignOp(x *check.AssignOp, p place, y node) (n node, ok bool) {
	simple := x.Op <= ctypes.Mul || x.Op >= ctypes.And && x.Op <= ctypes.Xor
	if !simple || !p.r.isInt() || p.r == repBool || p.bits != nil {
		return n, false
	}
	if x.Arith != nil && !repOf(x.Arith).isInt() {
		return n, false
	}
	get := y.i
	if x.Arith == nil && x.Scale != 1 {
		scale, inner := x.Scale, y.i
		get = func(fr *frame) int64 { return inner(fr) * scale }
	}
	switch {
	case p.slot >= 0 && x.Op == ctypes.Add:
		return addSlot(p, y, get), true
	case p.fixed != 0 && x.Op == ctypes.Add && p.r.bits() >= 32:
		return addFixed(p, get), true
	}
	return n, false
}

func addSlot(p place, y node, get func(*frame) int64) node {
	s, r := p.slot, p.r
	if y.slot >= 0 && r == repI64 {
		from := y.slot
		return ints(p.t, func(fr *frame) int64 {
			v := fr.s[s] + fr.s[from]
			fr.s[s] = v
			return int64(v)
		})
	}
	switch r {
	case repI32:
		return ints(p.t, func(fr *frame) int64 {
			v := int64(int32(int64(fr.s[s]) + get(fr)))
			fr.s[s] = uint64(v)
			return v
		})
	case repI64, repU64:
		return ints(p.t, func(fr *frame) int64 {
			v := int64(fr.s[s]) + get(fr)
			fr.s[s] = uint64(v)
			return v
		})
	}
	return ints(p.t, func(fr *frame) int64 {
		v := r.norm(int64(fr.s[s]) + get(fr))
		fr.s[s] = uint64(v)
		return v
	})
}

func addFixed(p place, get func(*frame) int64) node {
	a := p.fixed
	switch p.r {
	case repI32:
		return ints(p.t, func(fr *frame) int64 {
			y := get(fr)
			v := mem.LoadI32(a) + int32(y)
			mem.Store32(a, uint32(v))
			return int64(v)
		})
	case repU32:
		return ints(p.t, func(fr *frame) int64 {
			y := get(fr)
			v := mem.Load32(a) + uint32(y)
			mem.Store32(a, v)
			return int64(v)
		})
	}
	return ints(p.t, func(fr *frame) int64 {
		y := get(fr)
		v := mem.LoadI64(a) + y
		mem.Store64(a, uint64(v))
		return v
	})
}

// fuseLoop does for (…; i < n; i++), of a local i and a local or constant n.
func (c *compiler) fuseLoop(s *check.Loop, first, body stmt) stmt {
	cond, isBinary := s.Cond.(*check.Binary)
	post, isStep := s.Post.(*check.IncDec)
	if !isBinary || !isStep || cond.Op != ctypes.Lt || s.Until || !isLocal(cond.X) || !isLocal(post.X) {
		return nil
	}
	i, next := c.expr(cond.X), c.expr(post.X)
	if i.slot != next.slot {
		return nil
	}
	limit, first := c.limit(cond.Y, first)
	if limit < 0 {
		return nil
	}
	switch i.r {
	case repI32:
		return countUp(first, i.slot, int32(post.Delta), limit, body, s.At)
	case repU32:
		return countUp(first, i.slot, uint32(post.Delta), limit, body, s.At)
	case repI64:
		return countUp(first, i.slot, post.Delta, limit, body, s.At)
	case repU64:
		return countUp(first, i.slot, uint64(post.Delta), limit, body, s.At)
	}
	return nil
}

// limit is the slot that the limit of a loop is in: a local's, or one for a constant,
// which is put there first; -1 for anything else.
func (c *compiler) limit(x check.Expr, first stmt) (slot int, before stmt) {
	k, isConst := x.(*check.Const)
	switch {
	case isLocal(x):
		return c.expr(x).slot, first
	case !isConst:
		return -1, nil
	}
	n := c.constant(k)
	slot = c.slots
	c.slots++
	return slot, func(fr *frame) ctl {
		fr.s[slot] = uint64(n.k)
		return first(fr)
	}
}

func isLocal(x check.Expr) bool {
	ref, ok := x.(*check.VarRef)
	return ok && ref.Var.Store == check.SlotVar
}

// countUp counts the local in slot i up to what slot n holds.
//
//go:noinline
func countUp[T int32 | uint32 | int64 | uint64](first stmt, i int, step T, n int, body stmt, at diag.Span) stmt {
	return func(fr *frame) ctl {
		for first(fr); T(fr.s[i]) < T(fr.s[n]); fr.s[i] = uint64(int64(T(fr.s[i]) + step)) {
			fr.poll(&at)
			if k := body(fr); k == ctlBreak {
				break
			} else if k == ctlReturn {
				return k
			}
		}
		return next
	}
}

// fuseIncDec does ++ and -- on a local or session integer.
func fuseIncDec(x *check.IncDec, p place) (n node, ok bool) {
	if !p.r.isInt() || p.r == repBool || p.bits != nil {
		return n, false
	}
	d, r, back := x.Delta, p.r, int64(0)
	if x.Post {
		back = x.Delta
	}
	switch {
	case p.slot >= 0 && r.bits() == 64:
		s := p.slot
		return ints(p.t, func(fr *frame) int64 {
			fr.s[s] += uint64(d)
			return int64(fr.s[s]) - back
		}), true
	case p.slot >= 0 && r == repI32:
		s := p.slot
		return ints(p.t, func(fr *frame) int64 {
			v := int64(fr.s[s])
			fr.s[s] = uint64(int64(int32(v + d)))
			if back != 0 {
				return v
			}
			return int64(fr.s[s])
		}), true
	case p.fixed != 0 && r == repI32:
		a := p.fixed
		return ints(p.t, func(fr *frame) int64 {
			v := mem.LoadI32(a)
			mem.Store32(a, uint32(v+int32(d)))
			return int64(v + int32(d) - int32(back))
		}), true
	case p.fixed != 0 && r.bits() == 64:
		a := p.fixed
		return ints(p.t, func(fr *frame) int64 {
			v := mem.LoadI64(a) + d
			mem.Store64(a, uint64(v))
			return v - back
		}), true
	}
	return n, false
}
