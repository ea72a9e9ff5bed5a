package eval

import (
	"cshell/ctypes"
	"cshell/lang/check"
)

// conv compiles a conversion.
func (c *compiler) conv(x *check.Conv) node {
	if ctypes.IsVoid(x.T) {
		return voids(c.expr(x.X).effect())
	}
	from := x.X.Type()
	switch {
	case repOf(x.T) == repAny:
		return c.toDynamic(x)
	case repOf(from) == repAny && !isSliceType(from):
		return c.unbox(x.T, c.boxed(x.X), x.At)
	case isSliceType(from):
		n := c.decay(&check.Decay{Typed: x.Typed, X: x.X})
		return c.convert(n, x.T)
	case ctypes.IsFunc(from):
		n := c.expr(x.X)
		n.t = x.T
		return n
	}
	return c.convert(c.expr(x.X), x.T)
}

func isSliceType(t ctypes.Type) bool { _, ok := isSlice(t); return ok }

// toDynamic boxes a value; an object is copied, since the place it is in may
// change or end.
func (c *compiler) toDynamic(x *check.Conv) node {
	get := c.boxed(x.X)
	if repOf(x.X.Type()) != repObject {
		return dynamics(x.T, get)
	}
	return dynamics(x.T, func(fr *frame) Value { return fr.m.keep(get(fr)) })
}

// convert gives a scalar node as a value of type t.
func (c *compiler) convert(n node, t ctypes.Type) node {
	from, to := n.r, repOf(t)
	switch {
	case from == repObject: // a conversion that changes nothing but the name
		n.t = t
		return n
	case from == repWide || to == repWide:
		return convertWide(n, t)
	case to == repBool:
		return toBool(n, t)
	case from.isInt() && to.isInt():
		return intToInt(n, t)
	case from.isInt():
		return intToFloat(n, t)
	case to.isInt():
		return floatToInt(n, t)
	case to == repF32 && from == repF64:
		return floats(t, func(fr *frame) float64 { return float64(float32(n.f(fr))) })
	}
	return n.as(t)
}

// as is n under another type that has the same payload. Its memory is then not
// of that type any more.
func (n node) as(t ctypes.Type) node {
	if r := repOf(t); r != n.r {
		n.r, n.fixed = r, 0
	}
	n.t = t
	return n
}

func toBool(n node, t ctypes.Type) node {
	if n.r == repBool {
		n.t = t
		return n
	}
	if n.konst {
		return constant(t, repBool.norm(n.k))
	}
	if n.r.isFloat() {
		return fromTest(t, func(fr *frame) bool { return n.f(fr) != 0 })
	}
	return fromTest(t, func(fr *frame) bool { return n.i(fr) != 0 })
}

// holds reports whether every payload of type a is also one of type b, so that
// a conversion need not touch it.
func holds(a, b rep) bool {
	switch {
	case a == b || b.bits() == 64:
		return true
	case a == repBool:
		return true
	case b == repBool:
		return false
	}
	return a.bits() < b.bits() && (b.signed() || !a.signed())
}

func intToInt(n node, t ctypes.Type) node {
	to := repOf(t)
	if n.konst {
		return constant(t, to.norm(n.k))
	}
	if holds(n.r, to) {
		return n.as(t)
	}
	return ints(t, narrow(to, n.i))
}

// narrow normalises what get computes.
func narrow(r rep, get func(*frame) int64) func(*frame) int64 {
	switch r {
	case repI8:
		return func(fr *frame) int64 { return int64(int8(get(fr))) }
	case repU8:
		return func(fr *frame) int64 { return int64(uint8(get(fr))) }
	case repI16:
		return func(fr *frame) int64 { return int64(int16(get(fr))) }
	case repU16:
		return func(fr *frame) int64 { return int64(uint16(get(fr))) }
	case repI32:
		return func(fr *frame) int64 { return int64(int32(get(fr))) }
	case repU32:
		return func(fr *frame) int64 { return int64(uint32(get(fr))) }
	case repBool:
		return func(fr *frame) int64 { return repBool.norm(get(fr)) }
	}
	return get
}

// intToFloat rounds once, from the integer to the float.
func intToFloat(n node, t ctypes.Type) node {
	get := n.i
	single := repOf(t) == repF32
	switch {
	case n.r == repU64 && single:
		return floats(t, func(fr *frame) float64 { return float64(float32(uint64(get(fr)))) })
	case n.r == repU64:
		return floats(t, func(fr *frame) float64 { return float64(uint64(get(fr))) })
	case single:
		return floats(t, func(fr *frame) float64 { return float64(float32(get(fr))) })
	}
	return floats(t, func(fr *frame) float64 { return float64(get(fr)) })
}

// floatToInt truncates. Out of range it gives what the processor gives, which
// ctypes knows.
func floatToInt(n node, t ctypes.Type) node {
	get, to := n.f, repOf(t)
	const safe = 1 << 31
	slow := func(f float64) int64 {
		return int64(ctypes.Convert(ctypes.FloatValue(ctypes.TDouble, f), t).Bits[0])
	}
	if to == repI64 || to == repI32 {
		return ints(t, func(fr *frame) int64 {
			f := get(fr)
			if f > -safe && f < safe {
				return int64(f)
			}
			return slow(f)
		})
	}
	return ints(t, func(fr *frame) int64 {
		f := get(fr)
		if f >= 0 && f < 1<<7 {
			return int64(f)
		}
		return slow(f)
	})
}

// Wide scalars go through ctypes.

func convertWide(n node, t ctypes.Type) node {
	get := n.scalar()
	switch to := repOf(t); {
	case to.isInt():
		return ints(t, func(fr *frame) int64 { return int64(ctypes.Convert(get(fr), t).Bits[0]) })
	case to.isFloat():
		return floats(t, func(fr *frame) float64 { return ctypes.Convert(get(fr), t).Float() })
	}
	return wides(t, func(fr *frame) ctypes.Value { return ctypes.Convert(get(fr), t) })
}

// scalar gives a scalar node as a ctypes.Value.
func (n node) scalar() func(*frame) ctypes.Value {
	t := n.t
	switch {
	case n.r == repWide:
		return n.w
	case n.r.isFloat():
		return func(fr *frame) ctypes.Value { return ctypes.FloatValue(t, n.f(fr)) }
	case n.r.isInt():
		return func(fr *frame) ctypes.Value {
			return ctypes.Value{Type: t, Bits: [4]uint64{uint64(n.i(fr))}}
		}
	}
	get := n.box()
	return func(fr *frame) ctypes.Value { return get(fr).Value }
}

// fromScalar makes a node of type t from what computes a ctypes.Value of it.
func fromScalar(t ctypes.Type, get func(*frame) ctypes.Value) node {
	switch r := repOf(t); {
	case r.isFloat():
		return floats(t, func(fr *frame) float64 { return get(fr).Float() })
	case r == repWide:
		return wides(t, get)
	}
	return ints(t, func(fr *frame) int64 { return int64(get(fr).Bits[0]) })
}
