package eval

import (
	"math"

	"cshell/ctypes"
	"cshell/lang/check"
	"cshell/native/mem"
)

// place is a compiled lvalue: a slot of the frame, a known address, or an
// address to compute (which checks it).
type place struct {
	t    ctypes.Type
	r    rep
	bits *ctypes.BitField

	slot  int // -1: in memory
	fixed uintptr
	addr  func(*frame) uintptr
	v     *check.Var // where the variable is no C object
	fused loader     // how addr was made, where that may be read in one closure; nil
}

// use says what an address is wanted for, which decides how it is checked.
type use uint8

const (
	useRead use = iota
	useWrite
	useAddress // only &x: one past the end is allowed, nothing is touched
)

// isPlace tells the lvalues among expressions.
func isPlace(x check.Expr) bool {
	switch x := x.(type) {
	case *check.VarRef, *check.Mem, *check.StrLit, *check.Temp:
		return true
	case *check.Symbol:
		return !ctypes.IsFunc(x.T)
	case *check.Builtin:
		return x.ID == check.BErrno
	}
	return false
}

// place compiles an lvalue.
func (c *compiler) place(x check.Expr, why use) place {
	p := place{t: x.Type(), r: repOf(x.Type()), slot: -1}
	switch x := x.(type) {
	case *check.VarRef:
		c.varPlace(&p, x)
	case *check.Mem:
		p.bits = x.Bits
		c.memPlace(&p, x, why)
	case *check.StrLit:
		p.fixed = c.m.literal(x.Bytes)
	case *check.Temp:
		p.addr = c.tempAddress(x, why)
	case *check.Symbol:
		p.addr = c.dataAddress(x)
	case *check.Builtin:
		p.fixed = c.m.errno
	default:
		// A record that is no lvalue still has bytes (f().x, a list item).
		p.addr = c.expr(x).a
	}
	return p
}

func (c *compiler) varPlace(p *place, x *check.VarRef) {
	v := x.Var
	switch {
	case v.Dead:
		p.addr = func(*frame) uintptr { panic(deleted(x.At, v)) }
	case v.Store == check.SlotVar:
		p.slot = c.useSlot(v)
	case v.Store == check.FrameVar, v.Store == check.BlockVar:
		c.localPlace(p, v)
	case p.r == repAny:
		p.v = v
		c.embeds = append(c.embeds, v)
	default:
		c.embeds = append(c.embeds, v)
		if v.Addr == 0 || ctypes.IsVariable(v.Type) { // declared elsewhere, not yet run
			p.addr = func(*frame) uintptr { return v.Addr }
			return
		}
		p.fixed = v.Addr
	}
}

// localPlace is a local in frame memory or in a block.
func (c *compiler) localPlace(p *place, v *check.Var) {
	if v.Store == check.BlockVar {
		slot := v.Slot
		p.addr = func(fr *frame) uintptr { return uintptr(fr.s[slot]) }
		return
	}
	off := c.useFrame(v)
	p.addr = func(fr *frame) uintptr { return fr.mem + off }
}

// address is the address of p as a function, whatever its shape.
func (p *place) address() func(*frame) uintptr {
	if p.fixed != 0 {
		at := p.fixed
		return func(*frame) uintptr { return at }
	}
	return p.addr
}

// load reads a place.
func (c *compiler) load(p place) node {
	switch {
	case p.r == repAny:
		return loadDynamic(p)
	case p.slot >= 0:
		return loadSlot(p)
	case p.bits != nil:
		return loadBits(p)
	case p.r == repObject:
		return objects(p.t, p.address())
	case p.fixed != 0:
		return loadFixed(p)
	case p.fused != nil:
		if n, ok := p.fused.load(p); ok {
			return n
		}
	}
	return loadMemory(p)
}

func loadSlot(p place) node {
	n, s := newNode(p.t), p.slot
	n.slot = s
	switch {
	case p.r.isFloat():
		n.f = func(fr *frame) float64 { return math.Float64frombits(fr.s[s]) }
	default:
		n.i = func(fr *frame) int64 { return int64(fr.s[s]) }
	}
	return n
}

func loadFixed(p place) node {
	n, a := newNode(p.t), p.fixed
	n.fixed = a
	switch p.r {
	case repBool:
		n.i = func(*frame) int64 { return boolOf(mem.Load8(a)) }
	case repI8:
		n.i = func(*frame) int64 { return int64(mem.LoadI8(a)) }
	case repU8:
		n.i = func(*frame) int64 { return int64(mem.Load8(a)) }
	case repI16:
		n.i = func(*frame) int64 { return int64(mem.LoadI16(a)) }
	case repU16:
		n.i = func(*frame) int64 { return int64(mem.Load16(a)) }
	case repI32:
		n.i = func(*frame) int64 { return int64(mem.LoadI32(a)) }
	case repU32:
		n.i = func(*frame) int64 { return int64(mem.Load32(a)) }
	case repI64, repU64:
		n.i = func(*frame) int64 { return mem.LoadI64(a) }
	case repF32:
		n.f = func(*frame) float64 { return float64(mem.LoadF32(a)) }
	case repF64:
		n.f = func(*frame) float64 { return mem.LoadF64(a) }
	case repWide:
		t := p.t
		n.w = func(*frame) ctypes.Value { return readValue(t, a) }
	case repVoid:
		n.do = func(*frame) {}
	}
	return n
}

func loadMemory(p place) node {
	n, a := newNode(p.t), p.addr
	switch p.r {
	case repBool:
		n.i = func(fr *frame) int64 { return boolOf(mem.Load8(a(fr))) }
	case repI8:
		n.i = func(fr *frame) int64 { return int64(mem.LoadI8(a(fr))) }
	case repU8:
		n.i = func(fr *frame) int64 { return int64(mem.Load8(a(fr))) }
	case repI16:
		n.i = func(fr *frame) int64 { return int64(mem.LoadI16(a(fr))) }
	case repU16:
		n.i = func(fr *frame) int64 { return int64(mem.Load16(a(fr))) }
	case repI32:
		n.i = func(fr *frame) int64 { return int64(mem.LoadI32(a(fr))) }
	case repU32:
		n.i = func(fr *frame) int64 { return int64(mem.Load32(a(fr))) }
	case repI64, repU64:
		n.i = func(fr *frame) int64 { return mem.LoadI64(a(fr)) }
	case repF32:
		n.f = func(fr *frame) float64 { return float64(mem.LoadF32(a(fr))) }
	case repF64:
		n.f = func(fr *frame) float64 { return mem.LoadF64(a(fr)) }
	case repWide:
		t := p.t
		n.w = func(fr *frame) ctypes.Value { return readValue(t, a(fr)) }
	case repVoid:
		n.do = func(fr *frame) { a(fr) }
	}
	return n
}

func boolOf(b uint8) int64 {
	if b != 0 {
		return 1
	}
	return 0
}

// store writes the value of n, which has the type of the place, and is that
// value.
func (c *compiler) store(p place, n node) node {
	switch {
	case p.r == repAny:
		return storeDynamic(p, n)
	case p.slot >= 0:
		return storeSlot(p, n)
	case p.bits != nil:
		return storeBits(p, n)
	case p.r == repObject:
		return storeObject(p, n)
	case p.r.isFloat():
		return storeFloat(p, n)
	case p.r == repWide:
		return storeWide(p, n)
	}
	return storeInt(p, n)
}

func storeSlot(p place, n node) node {
	s := p.slot
	if p.r.isFloat() {
		return floats(p.t, func(fr *frame) float64 {
			v := n.f(fr)
			fr.s[s] = math.Float64bits(v)
			return v
		})
	}
	if n.konst {
		k := n.k
		return ints(p.t, func(fr *frame) int64 { fr.s[s] = uint64(k); return k })
	}
	get := n.i
	return ints(p.t, func(fr *frame) int64 {
		v := get(fr)
		fr.s[s] = uint64(v)
		return v
	})
}

func storeInt(p place, n node) node {
	get, put := n.i, poke(p.r)
	if p.fixed != 0 {
		return storeFixedInt(p, get, put)
	}
	a := p.addr
	switch p.r {
	case repI32, repU32:
		return ints(p.t, func(fr *frame) int64 {
			at := a(fr)
			v := get(fr)
			mem.Store32(at, uint32(v))
			return v
		})
	case repI64, repU64:
		return ints(p.t, func(fr *frame) int64 {
			at := a(fr)
			v := get(fr)
			mem.Store64(at, uint64(v))
			return v
		})
	}
	return ints(p.t, func(fr *frame) int64 {
		at := a(fr)
		v := get(fr)
		put(at, v)
		return v
	})
}

func storeFixedInt(p place, get func(*frame) int64, put func(uintptr, int64)) node {
	a := p.fixed
	switch p.r {
	case repI32, repU32:
		return ints(p.t, func(fr *frame) int64 { v := get(fr); mem.Store32(a, uint32(v)); return v })
	case repI64, repU64:
		return ints(p.t, func(fr *frame) int64 { v := get(fr); mem.Store64(a, uint64(v)); return v })
	}
	return ints(p.t, func(fr *frame) int64 { v := get(fr); put(a, v); return v })
}

// poke is the store of an integer representation.
func poke(r rep) func(uintptr, int64) {
	switch r.bits() {
	case 8:
		return func(a uintptr, v int64) { mem.Store8(a, uint8(v)) }
	case 16:
		return func(a uintptr, v int64) { mem.Store16(a, uint16(v)) }
	case 32:
		return func(a uintptr, v int64) { mem.Store32(a, uint32(v)) }
	}
	return func(a uintptr, v int64) { mem.Store64(a, uint64(v)) }
}

func storeFloat(p place, n node) node {
	a, get := p.address(), n.f
	if p.r == repF32 {
		return floats(p.t, func(fr *frame) float64 {
			at := a(fr)
			v := get(fr)
			mem.StoreF32(at, float32(v))
			return v
		})
	}
	return floats(p.t, func(fr *frame) float64 {
		at := a(fr)
		v := get(fr)
		mem.StoreF64(at, v)
		return v
	})
}

func storeWide(p place, n node) node {
	a := p.address()
	return wides(p.t, func(fr *frame) ctypes.Value {
		at := a(fr)
		v := n.w(fr)
		writeValue(at, v)
		return v
	})
}

func storeObject(p place, n node) node {
	a, size := p.address(), p.t.Size()
	return objects(p.t, func(fr *frame) uintptr {
		at := a(fr)
		mem.Copy(at, n.a(fr), size)
		return at
	})
}

// readValue and writeValue move any scalar between memory and a Value.
func readValue(t ctypes.Type, addr uintptr) ctypes.Value {
	return ctypes.FromBytes(t, mem.Bytes(addr, t.Size()))
}

func writeValue(addr uintptr, v ctypes.Value) {
	b := v.Bytes()
	copy(mem.Bytes(addr, int64(len(b))), b)
}
