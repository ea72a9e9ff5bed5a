package eval

import (
	"cshell/ctypes"
	"cshell/lang/check"
	"cshell/native/mem"
)

// Bit-fields: the value is assembled from the bytes that hold it and from no
// others, since those may belong to another object or to nobody.

type bitRange struct {
	first    uintptr // byte
	shift    uint
	bytes    int
	mask     uint64
	width    uint
	extended bool // sign
}

func bitRangeOf(p place) bitRange { return bitsAt(p.bits.Offset, p.bits.Width, p.r.signed()) }

// bitsAt are at most 64 bits at a bit offset.
func bitsAt(offset, width int64, signed bool) bitRange {
	b := bitRange{first: uintptr(offset / 8), shift: uint(offset % 8), width: uint(width), extended: signed}
	b.bytes = int(b.shift+b.width+7) / 8
	b.mask = ^uint64(0) >> (64 - b.width)
	return b
}

func (b *bitRange) load(at uintptr) int64 {
	at += b.first
	v := uint64(mem.Load8(at)) >> b.shift
	for i := 1; i < b.bytes; i++ {
		v |= uint64(mem.Load8(at+uintptr(i))) << (uint(i)*8 - b.shift)
	}
	return b.value(v)
}

// value is what the field holds once x was stored in it.
func (b *bitRange) value(x uint64) int64 {
	if b.extended {
		return int64(x<<(64-b.width)) >> (64 - b.width)
	}
	return int64(x & b.mask)
}

func (b *bitRange) store(at uintptr, x int64) {
	at += b.first
	v, m := uint64(x)&b.mask, b.mask
	put := func(i int, v, m uint64) {
		old := mem.Load8(at + uintptr(i))
		mem.Store8(at+uintptr(i), old&^uint8(m)|uint8(v))
	}
	put(0, v<<b.shift, m<<b.shift)
	for i := 1; i < b.bytes; i++ {
		s := uint(i)*8 - b.shift
		put(i, v>>s, m>>s)
	}
}

func loadBits(p place) node {
	if p.r == repWide {
		return loadWideBits(p)
	}
	b, a := bitRangeOf(p), p.address()
	return ints(p.t, func(fr *frame) int64 { return b.load(a(fr)) })
}

func storeBits(p place, n node) node {
	if p.r == repWide {
		return storeWideBits(p, n)
	}
	b, a, get := bitRangeOf(p), p.address(), n.i
	return ints(p.t, func(fr *frame) int64 {
		at := a(fr)
		v := get(fr)
		b.store(at, v)
		return b.value(uint64(v))
	})
}

// wideRange is a bit-field of type __int128: its low 64 bits and the rest,
// which may be none.
type wideRange struct {
	t         ctypes.Type
	low, high bitRange
}

func wideRangeOf(p place) wideRange {
	signed, width := ctypes.IsSigned(p.t), p.bits.Width
	w := wideRange{t: p.t, low: bitsAt(p.bits.Offset, min(width, 64), signed && width < 64)}
	if width > 64 {
		w.high = bitsAt(p.bits.Offset+64, width-64, signed)
	}
	return w
}

func (w *wideRange) load(at uintptr) ctypes.Value {
	low := w.low.load(at)
	if w.high.width == 0 {
		return w.alone(low)
	}
	return ctypes.Value{Type: w.t, Bits: wideBits{uint64(low), uint64(w.high.load(at))}}
}

// alone is the value of a field of at most 64 bits.
func (w *wideRange) alone(low int64) ctypes.Value {
	if ctypes.IsSigned(w.t) {
		return ctypes.IntValue(w.t, low)
	}
	return ctypes.UintValue(w.t, uint64(low))
}

func (w *wideRange) store(at uintptr, v ctypes.Value) {
	w.low.store(at, int64(v.Bits[0]))
	if w.high.width > 0 {
		w.high.store(at, int64(v.Bits[1]))
	}
}

func loadWideBits(p place) node {
	w, a := wideRangeOf(p), p.address()
	return wides(p.t, func(fr *frame) ctypes.Value { return w.load(a(fr)) })
}

func storeWideBits(p place, n node) node {
	w, a := wideRangeOf(p), p.address()
	return wides(p.t, func(fr *frame) ctypes.Value {
		at := a(fr)
		w.store(at, n.w(fr))
		return w.load(at)
	})
}

// narrowed computes in the width of a bit-field.
func (c *compiler) narrowed(x *check.Narrow) node {
	n, signed := c.expr(x.X), ctypes.IsSigned(x.T)
	if n.r == repWide {
		unused := ctypes.IntValue(ctypes.TInt, 128-x.Bits)
		return wides(x.T, func(fr *frame) ctypes.Value {
			v, _ := ctypes.Binary(ctypes.Shl, n.w(fr), unused)
			v, _ = ctypes.Binary(ctypes.Shr, v, unused)
			return v
		})
	}
	b, get := bitsAt(0, x.Bits, signed), n.i
	return ints(x.T, func(fr *frame) int64 { return b.value(uint64(get(fr))) })
}
