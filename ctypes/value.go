package ctypes

import (
	"encoding/binary"
	"math"
)

// Value is one scalar: an integer, floating, complex, pointer or enum value,
// as its little endian object representation. Integers narrower than 64 bits
// are sign or zero extended to 64 in Bits[0]; a long double uses ten bytes.
type Value struct {
	Type Type
	Bits [4]uint64
}

// representation is how the bits of a scalar type are read.
type representation struct {
	kind   Kind // ULong for pointers
	size   int64
	signed bool
}

var pointerRepresentation = representation{kind: ULong, size: pointerSize}

// representationOf sees pointers, and whatever else may stand in an 8-byte
// register, as unsigned long.
func representationOf(t Type) representation {
	if b := basicOf(t); b != nil {
		return representation{b.Kind, b.size, isSignedKind(b.Kind)}
	}
	return pointerRepresentation
}

// IntValue is v converted to the type t.
func IntValue(t Type, v int64) Value {
	return fromInt128(t, int128{lo: uint64(v), hi: uint64(v >> 63)}, true)
}

// UintValue is u converted to the type t.
func UintValue(t Type, u uint64) Value {
	return fromInt128(t, int128{lo: u}, false)
}

// FloatValue is f converted to the type t.
func FloatValue(t Type, f float64) Value {
	if kindOf(t) == Double {
		return Value{t, [4]uint64{math.Float64bits(f)}}
	}
	return Convert(FloatValue(TDouble, f), t)
}

// Int is v converted to a signed 64-bit integer.
func (v Value) Int() int64 {
	if r := representationOf(v.Type); isIntegerKind(r.kind) {
		return int64(v.Bits[0])
	}
	return int64(Convert(v, TLong).Bits[0])
}

// Uint is v converted to an unsigned 64-bit integer.
func (v Value) Uint() uint64 {
	if r := representationOf(v.Type); isIntegerKind(r.kind) {
		return v.Bits[0]
	}
	return Convert(v, TULong).Bits[0]
}

// Float is the double nearest to v; of a complex value, to its real part.
func (v Value) Float() float64 {
	return math.Float64frombits(Convert(v, TDouble).Bits[0])
}

// IsZero says whether v compares equal to 0, as a condition does.
func (v Value) IsZero() bool {
	switch r := representationOf(v.Type); {
	case isIntegerKind(r.kind):
		return v.Bits[0]|v.Bits[1] == 0 // Bits[1] is 0 but for __int128
	case isComplexKind(r.kind):
		re, im := v.parts()
		return re.IsZero() && im.IsZero()
	case r.kind == Float:
		return v.float32() == 0
	case r.kind == Double:
		return v.float64() == 0
	default:
		return v.x87().isZero()
	}
}

// float32, float64 and x87 read the bits of a value of that type.

func (v Value) float32() float32 { return math.Float32frombits(uint32(v.Bits[0])) }
func (v Value) float64() float64 { return math.Float64frombits(v.Bits[0]) }
func (v Value) x87() x87         { return x87{mant: v.Bits[0], se: uint16(v.Bits[1])} }

func float32Value(t Type, f float32) Value {
	return Value{t, [4]uint64{uint64(math.Float32bits(f))}}
}

func float64Value(t Type, f float64) Value {
	return Value{t, [4]uint64{math.Float64bits(f)}}
}

func x87Value(t Type, x x87) Value {
	return Value{t, [4]uint64{x.mant, uint64(x.se)}}
}

// Big is the exact value: a *big.Int for integers, pointers and enums, a
// *big.Float for finite floating values and infinities, nil for NaN and
// complex values.
func (v Value) Big() any {
	switch r := representationOf(v.Type); {
	case isIntegerKind(r.kind):
		return v.int128().big(r.signed)
	case isComplexKind(r.kind):
		return nil
	}
	x := toX87(v)
	if x.isNaN() {
		return nil
	}
	return x.big()
}

// Bytes is the object representation: Size bytes, padding zero.
func (v Value) Bytes() []byte {
	var b [32]byte
	for i, w := range v.Bits {
		binary.LittleEndian.PutUint64(b[8*i:], w)
	}
	return b[:min(v.Type.Size(), 32)]
}

// FromBytes reads a value of type t from its object representation. Missing
// bytes count as zero.
func FromBytes(t Type, b []byte) Value {
	r := representationOf(t)
	v := Value{Type: t}
	size := r.size
	if r.kind == LongDouble {
		size = 10
	}
	for i, c := range b[:min(int64(len(b)), size)] {
		v.Bits[i/8] |= uint64(c) << (i % 8 * 8)
	}
	switch {
	case r.kind == ComplexLongDouble:
		v.Bits[1] &= 0xffff
		v.Bits[3] &= 0xffff
	case r.signed && r.size < 8:
		v.Bits[0] = extend(v.Bits[0], r)
	}
	return v
}

// extend makes the low bytes of w a 64-bit integer of representation r.
func extend(w uint64, r representation) uint64 {
	shift := uint(64 - 8*min(r.size, 8))
	if r.signed {
		return uint64(int64(w<<shift) >> shift)
	}
	return w << shift >> shift
}

// parts are the real and imaginary part of a complex value.
func (v Value) parts() (re, im Value) {
	switch kindOf(v.Type) {
	case ComplexFloat:
		return float32Value(TFloat, v.float32()), Value{TFloat, [4]uint64{v.Bits[0] >> 32}}
	case ComplexDouble:
		return Value{TDouble, [4]uint64{v.Bits[0]}}, Value{TDouble, [4]uint64{v.Bits[1]}}
	default:
		return Value{TLongDouble, [4]uint64{v.Bits[0], v.Bits[1]}},
			Value{TLongDouble, [4]uint64{v.Bits[2], v.Bits[3]}}
	}
}

// complexValue joins two parts that have t's real type.
func complexValue(t Type, re, im Value) Value {
	switch kindOf(t) {
	case ComplexFloat:
		return Value{t, [4]uint64{re.Bits[0] | im.Bits[0]<<32}}
	case ComplexDouble:
		return Value{t, [4]uint64{re.Bits[0], im.Bits[0]}}
	default:
		return Value{t, [4]uint64{re.Bits[0], re.Bits[1], im.Bits[0], im.Bits[1]}}
	}
}
