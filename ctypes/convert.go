package ctypes

import "math"

// Convert is C's conversion of v to the scalar type to.
//
// Where C leaves a conversion undefined (a floating value that the integer
// type cannot hold) the result is what gcc's code for x86-64 computes: the
// narrow types are cut out of a 32-bit conversion, and a conversion that is out
// of the machine's range gives the smallest signed number.
func Convert(v Value, to Type) Value {
	from, dst := representationOf(v.Type), representationOf(to)
	switch {
	case dst.kind == Void:
		return Value{Type: to}
	case isIntegerKind(from.kind):
		if isIntegerKind(dst.kind) && dst.kind != Bool && dst.size <= 8 {
			return Value{to, [4]uint64{extend(v.Bits[0], dst)}}
		}
		return fromInt128(to, v.int128(), from.signed)
	case dst.kind == Bool:
		return boolValue(to, !v.IsZero())
	case isComplexKind(from.kind):
		return convertComplex(v, to, dst)
	case isComplexKind(dst.kind):
		real := basics[realKind(dst.kind)]
		return complexValue(to, Convert(v, real), Value{Type: real})
	case isIntegerKind(dst.kind):
		return floatingToInteger(v, to, dst)
	}
	return convertFloating(v, to, dst.kind)
}

func convertComplex(v Value, to Type, dst representation) Value {
	re, im := v.parts()
	if !isComplexKind(dst.kind) {
		return Convert(re, to)
	}
	real := basics[realKind(dst.kind)]
	return complexValue(to, Convert(re, real), Convert(im, real))
}

// convertFloating converts between the real floating types.
func convertFloating(v Value, to Type, dst Kind) Value {
	from := kindOf(v.Type)
	if from == dst {
		return Value{to, v.Bits}
	}
	switch {
	case dst == LongDouble:
		return x87Value(to, toX87(v))
	case from == LongDouble && dst == Double:
		return float64Value(to, v.x87().float64())
	case from == LongDouble:
		return float32Value(to, v.x87().float32())
	case dst == Double:
		return float64Value(to, float64(v.float32()))
	}
	return float32Value(to, float32(v.float64()))
}

// toX87 is a real or integer value as a long double: exact but for __int128.
func toX87(v Value) x87 {
	switch r := representationOf(v.Type); r.kind {
	case Float:
		return x87FromFloat64(float64(v.float32()))
	case Double:
		return x87FromFloat64(v.float64())
	case LongDouble:
		return v.x87()
	default:
		return intToX87(v.int128(), r.signed)
	}
}

func intToX87(n int128, signed bool) x87 {
	neg := signed && n.negative()
	if neg {
		n = n.neg()
	}
	return roundX87(neg, n, 0, false)
}

// intToFloating rounds once, to nearest even.
func intToFloating(t Type, n int128, signed bool) Value {
	neg, abs := false, n
	if signed && n.negative() {
		neg, abs = true, n.neg()
	}
	switch k := kindOf(t); k {
	case Float:
		return float32Value(t, roundFloat(neg, abs, 0))
	case Double:
		if abs.hi == 0 && int64(abs.lo) >= 0 {
			return float64Value(t, float64(int64(n.lo)))
		}
		return float64Value(t, roundDouble(neg, abs, 0))
	case LongDouble:
		return x87Value(t, intToX87(n, signed))
	case Void:
		return Value{Type: t}
	default:
		real := basics[realKind(k)]
		return complexValue(t, intToFloating(real, n, signed), Value{Type: real})
	}
}

// floatingToInteger truncates toward zero, see Convert.
func floatingToInteger(v Value, to Type, dst representation) Value {
	if kindOf(v.Type) == Double && dst.size <= 8 && math.Abs(v.float64()) < 1<<31 {
		return Value{to, [4]uint64{extend(uint64(int64(v.float64())), dst)}} // in range of every instruction
	}
	x := toX87(v)
	if dst.size == 16 {
		n := x.toInt128(dst, kindOf(v.Type))
		return Value{to, [4]uint64{n.lo, n.hi}}
	}
	if dst.size == 8 && !dst.signed {
		return Value{to, [4]uint64{x.toUint64()}}
	}
	width := conversionWidth(dst, kindOf(v.Type) == LongDouble)
	return Value{to, [4]uint64{extend(uint64(x.toSigned(width)), dst)}}
}

// conversionWidth is the width in bits of the instruction that converts to an
// integer: SSE has 32 and 64, the x87 also 16.
func conversionWidth(dst representation, x87 bool) uint {
	switch {
	case dst.size == 8, dst.size == 4 && !dst.signed:
		return 64
	case dst.size == 4, !x87, dst.size == 2 && !dst.signed:
		return 32
	}
	return 16
}

// toSigned truncates to a signed integer of width bits, or the smallest such
// integer where it does not fit.
func (x x87) toSigned(width uint) int64 {
	indefinite := int64(math.MinInt64) >> (64 - width)
	n, ok := x.trunc128()
	limit := uint64(1) << (width - 1)
	switch {
	case !ok || n.hi != 0 || n.lo > limit:
		return indefinite
	case x.negative():
		return -int64(n.lo)
	case n.lo == limit:
		return indefinite
	}
	return int64(n.lo)
}

var x87TwoTo63 = x87{x87LeadBit, x87Bias + 63}

// toUint64 is gcc's sequence around the signed instruction.
func (x x87) toUint64() uint64 {
	if x.isNaN() || x.compare(x87TwoTo63) < 0 {
		return uint64(x.toSigned(64))
	}
	return uint64(x.sub(x87TwoTo63).toSigned(64)) ^ 1<<63
}

// toInt128 is libgcc's conversion by halves, which is exact in range; out of
// range each half is what toUint64 makes of it. From a long double the
// unsigned conversion of a negative number is 0.
func (x x87) toInt128(dst representation, from Kind) int128 {
	if !dst.signed && from == LongDouble && x.less(x87Zero) {
		return int128{}
	}
	if dst.signed && x.less(x87Zero) {
		return x.neg().halves().neg()
	}
	return x.halves()
}

var x87TwoTo64 = x87{x87LeadBit, x87Bias + 64}

func (x x87) halves() int128 {
	hi := x.div(x87TwoTo64).toUint64()
	rest := x.sub(intToX87(int128{hi: hi}, false))
	return int128{lo: rest.toUint64(), hi: hi}
}
