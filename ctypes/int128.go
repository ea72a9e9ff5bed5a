package ctypes

import (
	"math/big"
	"math/bits"
)

// int128 is a 128-bit two's complement integer. Where signedness matters the
// operation says so.
type int128 struct{ lo, hi uint64 }

// int128 is the integer value v, sign or zero extended.
func (v Value) int128() int128 {
	r := representationOf(v.Type)
	n := int128{v.Bits[0], v.Bits[1]}
	if r.size < 16 && r.signed {
		n.hi = uint64(int64(n.lo) >> 63)
	}
	return n
}

func (a int128) isZero() bool   { return a.lo|a.hi == 0 }
func (a int128) negative() bool { return int64(a.hi) < 0 }

func (a int128) add(b int128) int128 {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(a.hi, b.hi, carry)
	return int128{lo, hi}
}

func (a int128) sub(b int128) int128 {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(a.hi, b.hi, borrow)
	return int128{lo, hi}
}

func (a int128) neg() int128 { return int128{}.sub(a) }
func (a int128) not() int128 { return int128{^a.lo, ^a.hi} }

func (a int128) mul(b int128) int128 {
	hi, lo := bits.Mul64(a.lo, b.lo)
	return int128{lo, hi + a.hi*b.lo + a.lo*b.hi}
}

// abs is the magnitude of a signed number, as an unsigned one.
func (a int128) abs() int128 {
	if a.negative() {
		return a.neg()
	}
	return a
}

// divRem truncates toward zero; b is not zero.
func (a int128) divRem(b int128, signed bool) (q, r int128) {
	if !signed {
		return a.unsignedDivRem(b)
	}
	q, r = a.abs().unsignedDivRem(b.abs())
	if a.negative() != b.negative() {
		q = q.neg()
	}
	if a.negative() {
		r = r.neg()
	}
	return q, r
}

func (a int128) unsignedDivRem(b int128) (q, r int128) {
	if b.hi == 0 {
		q.hi, r.lo = bits.Div64(0, a.hi, b.lo)
		q.lo, r.lo = bits.Div64(r.lo, a.lo, b.lo)
		return q, r
	}
	// The quotient fits in 64 bits: estimate it from the leading 64 bits of
	// the divisor; the estimate is at most one too large.
	n := uint(bits.LeadingZeros64(b.hi))
	top := b.shl(n).hi
	half := a.shr(1, false)
	estimate, _ := bits.Div64(half.hi, half.lo, top)
	estimate = estimate >> (63 - n)
	if estimate > 0 {
		estimate--
	}
	r = a.sub(b.mul(int128{lo: estimate}))
	if !r.less(b, false) {
		estimate++
		r = r.sub(b)
	}
	return int128{lo: estimate}, r
}

// shl and shr shift by less than 128.

func (a int128) shl(n uint) int128 {
	if n >= 64 {
		return int128{0, a.lo << (n - 64)}
	}
	return int128{a.lo << n, a.hi<<n | a.lo>>(64-n)}
}

func (a int128) shr(n uint, signed bool) int128 {
	hi, fill := a.hi>>n, uint64(0)
	if signed {
		hi, fill = uint64(int64(a.hi)>>n), uint64(int64(a.hi)>>63)
	}
	switch {
	case n < 64:
		return int128{a.lo>>n | a.hi<<(64-n), hi}
	case signed:
		return int128{uint64(int64(a.hi) >> (n - 64)), fill}
	}
	return int128{a.hi >> (n - 64), 0}
}

func (a int128) less(b int128, signed bool) bool {
	if a.hi != b.hi {
		if signed {
			return int64(a.hi) < int64(b.hi)
		}
		return a.hi < b.hi
	}
	return a.lo < b.lo
}

// bitLen is the length of an unsigned number.
func (a int128) bitLen() int {
	if a.hi != 0 {
		return 64 + bits.Len64(a.hi)
	}
	return bits.Len64(a.lo)
}

func (a int128) big(signed bool) *big.Int {
	if signed && a.negative() {
		return new(big.Int).Neg(a.neg().big(false))
	}
	n := new(big.Int).SetUint64(a.hi)
	return n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(a.lo))
}

// fromInt128 is n converted to t.
func fromInt128(t Type, n int128, signed bool) Value {
	r := representationOf(t)
	switch {
	case r.kind == Bool:
		return boolValue(t, !n.isZero())
	case !isIntegerKind(r.kind):
		return intToFloating(t, n, signed)
	case r.size == 16:
		return Value{t, [4]uint64{n.lo, n.hi}}
	}
	return Value{t, [4]uint64{extend(n.lo, r)}}
}

func boolValue(t Type, b bool) Value {
	if b {
		return Value{t, [4]uint64{1}}
	}
	return Value{Type: t}
}
