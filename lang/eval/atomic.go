package eval

import (
	"math"

	"cshell/ctypes"
	"cshell/lang/check"
	"cshell/native/mem"
)

// Atomic operations: all are loops of a load and a compare-and-swap on the bits
// of the object.

// atomicOps are what the operations store, of what is there and their operand.
var atomicOps = map[check.AtomicOp]func(old, y uint64) uint64{
	check.AtomicSet:  func(_, y uint64) uint64 { return y },
	check.AtomicAdd:  func(old, y uint64) uint64 { return old + y },
	check.AtomicSub:  func(old, y uint64) uint64 { return old - y },
	check.AtomicAnd:  func(old, y uint64) uint64 { return old & y },
	check.AtomicOr:   func(old, y uint64) uint64 { return old | y },
	check.AtomicXor:  func(old, y uint64) uint64 { return old ^ y },
	check.AtomicNand: func(old, y uint64) uint64 { return ^(old & y) },
}

func (c *compiler) atomic(x *check.Atomic) node {
	switch x.Op {
	case check.AtomicFence:
		return voids(func(*frame) { mem.Fence() })
	case check.AtomicLoad:
		p := c.place(x.X, useRead)
		addr, size := p.address(), p.t.Size()
		return fromBits(x.T, func(fr *frame) uint64 { return mem.AtomicLoad(addr(fr), size) })
	case check.AtomicCompare:
		return c.atomicCompare(x)
	}
	p := c.place(x.X, useWrite)
	addr, size, y, change, now := p.address(), p.t.Size(), toBits(c.expr(x.Y)), atomicOps[x.Op], x.New
	return fromBits(x.T, func(fr *frame) uint64 {
		at, operand := addr(fr), y(fr)
		for {
			old := mem.AtomicLoad(at, size)
			changed := change(old, operand)
			switch {
			case !mem.CompareAndSwap(at, size, old, changed):
			case now:
				return changed
			default:
				return old
			}
		}
	})
}

func (c *compiler) atomicCompare(x *check.Atomic) node {
	p := c.place(x.X, useWrite)
	addr, size, want, y := p.address(), p.t.Size(), toBits(c.expr(x.Want)), toBits(c.expr(x.Y))
	return fromBits(x.T, func(fr *frame) uint64 {
		at, expected, desired := addr(fr), want(fr), y(fr)
		old, _ := swapIf(at, size, expected, desired)
		return old
	})
}

// swapIf stores the desired value where the expected one is, and says what was
// there and whether it did.
func swapIf(at uintptr, size int64, expected, desired uint64) (old uint64, done bool) {
	expected &= 1<<(8*size) - 1
	for {
		if mem.CompareAndSwap(at, size, expected, desired) {
			return expected, true
		}
		if old := mem.AtomicLoad(at, size); old != expected {
			return old, false
		}
	}
}

func (c *compiler) atomicTry(x *check.AtomicTry) node {
	p, y := c.place(x.X, useWrite), toBits(c.expr(x.Y))
	addr, size := p.address(), p.t.Size()
	if !isPlace(x.Want) {
		want := toBits(c.expr(x.Want))
		return fromTest(x.T, func(fr *frame) bool {
			at, expected, desired := addr(fr), want(fr), y(fr)
			_, done := swapIf(at, size, expected, desired)
			return done
		})
	}
	place := c.place(x.Want, useWrite)
	want := place.address()
	return fromTest(x.T, func(fr *frame) bool {
		at, expected, desired := addr(fr), want(fr), y(fr)
		old, done := swapIf(at, size, mem.AtomicLoad(expected, size), desired)
		if !done {
			putBits(expected, size, old)
		}
		return done
	})
}

// putBits writes an object that no other thread uses.
func putBits(addr uintptr, size int64, bits uint64) {
	switch size {
	case 1:
		mem.Store8(addr, uint8(bits))
	case 2:
		mem.Store16(addr, uint16(bits))
	case 4:
		mem.Store32(addr, uint32(bits))
	default:
		mem.Store64(addr, bits)
	}
}

// toBits gives a scalar as memory has it, with any bits above it.
func toBits(n node) func(*frame) uint64 {
	switch n.r {
	case repF32:
		return func(fr *frame) uint64 { return uint64(math.Float32bits(float32(n.f(fr)))) }
	case repF64:
		return func(fr *frame) uint64 { return math.Float64bits(n.f(fr)) }
	}
	return func(fr *frame) uint64 { return uint64(n.i(fr)) }
}

// fromBits is the reverse.
func fromBits(t ctypes.Type, get func(*frame) uint64) node {
	switch r := repOf(t); r {
	case repF32:
		return floats(t, func(fr *frame) float64 { return float64(math.Float32frombits(uint32(get(fr)))) })
	case repF64:
		return floats(t, func(fr *frame) float64 { return math.Float64frombits(get(fr)) })
	default:
		return ints(t, func(fr *frame) int64 { return r.norm(int64(get(fr))) })
	}
}
