package ctypes

import (
	"math"
	"math/big"
	"math/bits"
)

// x87 is a long double: the 80-bit extended format of the x87, computed in
// software with one rounding to nearest even per operation. Its value is
// ±mant * 2^(exponent-16383-63), with the leading bit explicit.
type x87 struct {
	mant uint64
	se   uint16 // sign and biased exponent
}

const (
	x87Bias      = 16383
	x87ExpMask   = 0x7fff
	x87SignBit   = 0x8000
	x87LeadBit   = 1 << 63
	x87Precision = 64
)

var (
	x87NaN        = x87{3 << 62, x87ExpMask}
	x87Indefinite = x87NaN.withSign(true) // what 0/0 and inf-inf give
	x87Zero       = x87{}
)

func x87Inf(neg bool) x87 { return x87{x87LeadBit, x87ExpMask}.withSign(neg) }

func (x x87) withSign(neg bool) x87 {
	x.se &= x87ExpMask
	if neg {
		x.se |= x87SignBit
	}
	return x
}

func (x x87) negative() bool { return x.se&x87SignBit != 0 }
func (x x87) biased() int    { return int(x.se & x87ExpMask) }
func (x x87) isZero() bool   { return x.mant == 0 && x.biased() == 0 }
func (x x87) isInf() bool    { return x.mant == x87LeadBit && x.biased() == x87ExpMask }
func (x x87) isFinite() bool { return !x.isNaN() && !x.isInf() }

// isNaN counts the encodings that the x87 refuses (a cleared leading bit with
// a nonzero exponent) as NaN, as its arithmetic does.
func (x x87) isNaN() bool {
	switch x.biased() {
	case 0:
		return false
	case x87ExpMask:
		return x.mant != x87LeadBit
	}
	return x.mant>>63 == 0
}

// exponent is e of a finite x = mant * 2^e.
func (x x87) exponent() int { return max(x.biased(), 1) - x87Bias - 63 }

func (x x87) neg() x87 { return x.withSign(!x.negative()) }
func (x x87) abs() x87 { return x.withSign(false) }

func (x x87) add(y x87) x87 {
	switch {
	case x.isNaN() || y.isNaN():
		return nanOf(x, y)
	case x.isInf() && y.isInf() && x.negative() != y.negative():
		return x87Indefinite
	case x.isInf():
		return x
	case y.isInf():
		return y
	case x.isZero() && y.isZero():
		return x87Zero.withSign(x.negative() && y.negative())
	}
	return x.addFinite(y)
}

// addFinite aligns both significands in 128 bits. Two free bits above take the
// carry; the bits below are more than the guard bits that rounding needs.
func (x x87) addFinite(y x87) x87 {
	if x.exponent() < y.exponent() {
		x, y = y, x
	}
	const room = 62
	a := int128{lo: x.mant}.shl(room)
	b := int128{lo: y.mant}.shl(room).shrSticky(uint(x.exponent() - y.exponent()))
	if x.negative() {
		a = a.neg()
	}
	if y.negative() {
		b = b.neg()
	}
	sum := a.add(b)
	return roundX87(sum.negative(), sum.abs(), x.exponent()-room, false)
}

// shrSticky shifts an unsigned number right; lost bits set the lowest bit.
func (a int128) shrSticky(n uint) int128 {
	if n == 0 {
		return a
	}
	if n >= 128 {
		return int128{lo: oneIf(!a.isZero())}
	}
	r := a.shr(n, false)
	r.lo |= oneIf(!a.shl(128 - n).isZero())
	return r
}

func oneIf(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// sub leaves a NaN its sign.
func (x x87) sub(y x87) x87 {
	if y.isNaN() {
		return x.add(y)
	}
	return x.add(y.neg())
}

// nanOf is the NaN among x and y, of two the one with the larger significand.
// Its sign lives on, and decides what complex division makes of it.
func nanOf(x, y x87) x87 {
	if !x.isNaN() || y.isNaN() && y.mant > x.mant {
		x = y
	}
	return x87NaN.withSign(x.negative())
}

func (x x87) mul(y x87) x87 {
	neg := x.negative() != y.negative()
	switch {
	case x.isNaN() || y.isNaN():
		return nanOf(x, y)
	case x.isInf() && y.isZero() || x.isZero() && y.isInf():
		return x87Indefinite
	case x.isInf() || y.isInf():
		return x87Inf(neg)
	}
	hi, lo := bits.Mul64(x.mant, y.mant)
	return roundX87(neg, int128{lo, hi}, x.exponent()+y.exponent(), false)
}

func (x x87) div(y x87) x87 {
	neg := x.negative() != y.negative()
	switch {
	case x.isNaN() || y.isNaN():
		return nanOf(x, y)
	case x.isInf() && y.isInf() || x.isZero() && y.isZero():
		return x87Indefinite
	case x.isInf() || y.isZero():
		return x87Inf(neg)
	case x.isZero() || y.isInf():
		return x87Zero.withSign(neg)
	}
	return divFinite(neg, x, y)
}

// divFinite takes 128 bits of the quotient of the normalised significands.
func divFinite(neg bool, x, y x87) x87 {
	nx, ny := bits.LeadingZeros64(x.mant), bits.LeadingZeros64(y.mant)
	a, b := x.mant<<nx, y.mant<<ny
	hi, rem := bits.Div64(a>>1, a<<63, b)
	lo, rem := bits.Div64(rem, 0, b)
	exp := (x.exponent() - nx) - (y.exponent() - ny) - 63 - 64
	return roundX87(neg, int128{lo, hi}, exp, rem != 0)
}

// compare orders two numbers that are not NaN: -1, 0 or 1.
func (x x87) compare(y x87) int {
	switch {
	case x.isZero() && y.isZero():
		return 0
	case x.negative() != y.negative():
		return sign(!x.negative())
	case x.biased() != y.biased():
		return sign(x.biased() > y.biased() != x.negative())
	case x.mant != y.mant:
		return sign(x.mant > y.mant != x.negative())
	}
	return 0
}

func sign(positive bool) int {
	if positive {
		return 1
	}
	return -1
}

// binaryFormat is an IEEE 754 format: bits of precision, exponent bias.
type binaryFormat struct {
	precision uint
	bias      int
}

var (
	floatFormat  = binaryFormat{24, 127}
	doubleFormat = binaryFormat{53, 1023}
	x87Format    = binaryFormat{x87Precision, x87Bias}
)

// round rounds sig * 2^exp, plus a little where sticky is set, to nearest
// even. The mantissa has the leading bit explicit; biased 0 is a denormal, and
// 2*bias+1 infinity.
func (f binaryFormat) round(sig int128, exp int, sticky bool) (mant uint64, biased int) {
	if sig.isZero() {
		return 0, 0
	}
	n := 128 - sig.bitLen()
	sig = sig.shl(uint(n))
	biased = exp - n + 127 + f.bias
	drop := 128 - f.precision
	if biased <= 0 {
		drop += uint(min(1-biased, 128))
		biased = 0
	}
	mant = sig.roundShift(drop, sticky)
	switch {
	case f.precision == 64 && mant == 0 && biased > 0:
		mant, biased = x87LeadBit, biased+1 // carried out of 64 bits
	case f.precision < 64 && mant>>f.precision != 0:
		mant, biased = mant>>1, biased+1
	case biased == 0 && mant>>(f.precision-1) != 0:
		biased = 1 // a denormal rounded up to the smallest normal number
	}
	if biased > 2*f.bias {
		return 1 << (f.precision - 1), 2*f.bias + 1
	}
	return mant, biased
}

// roundShift is a >> n, rounded to nearest even.
func (a int128) roundShift(n uint, sticky bool) uint64 {
	a = a.shrSticky(n - 2) // quotient, half bit, rest bit
	if sticky {
		a.lo |= 1
	}
	q := a.shr(2, false).lo
	if rest := a.lo & 3; rest == 3 || rest == 2 && q&1 != 0 {
		q++
	}
	return q
}

func roundX87(neg bool, sig int128, exp int, sticky bool) x87 {
	mant, biased := x87Format.round(sig, exp, sticky)
	return x87{mant, uint16(biased)}.withSign(neg)
}

// roundDouble and roundFloat round ±sig * 2^exp to those types.

func roundDouble(neg bool, sig int128, exp int) float64 {
	mant, biased := doubleFormat.round(sig, exp, false)
	return math.Float64frombits(oneIf(neg)<<63 | uint64(biased)<<52 | mant&(1<<52-1))
}

func roundFloat(neg bool, sig int128, exp int) float32 {
	mant, biased := floatFormat.round(sig, exp, false)
	return math.Float32frombits(uint32(oneIf(neg)<<31 | uint64(biased)<<23 | mant&(1<<23-1)))
}

// x87FromFloat64 is exact.
func x87FromFloat64(f float64) x87 {
	neg := math.Signbit(f)
	switch {
	case math.IsNaN(f):
		return x87NaN.withSign(neg)
	case math.IsInf(f, 0):
		return x87Inf(neg)
	case f == 0:
		return x87Zero.withSign(neg)
	}
	frac, exp := math.Frexp(math.Abs(f))
	return roundX87(neg, int128{lo: uint64(frac * (1 << 53))}, exp-53, false)
}

func (x x87) float64() float64 {
	switch {
	case x.isNaN():
		return math.Copysign(math.Float64frombits(0x7ff8<<48), float64(sign(!x.negative())))
	case x.isInf():
		return math.Inf(sign(!x.negative()))
	}
	return roundDouble(x.negative(), int128{lo: x.mant}, x.exponent())
}

func (x x87) float32() float32 {
	if !x.isFinite() {
		return float32(x.float64())
	}
	return roundFloat(x.negative(), int128{lo: x.mant}, x.exponent())
}

// trunc128 is the integer part of |x|; ok is false where it needs more than
// 128 bits.
func (x x87) trunc128() (n int128, ok bool) {
	if !x.isFinite() {
		return int128{}, false
	}
	n = int128{lo: x.mant}
	switch exp := x.exponent(); {
	case exp <= -64:
		return int128{}, true
	case exp < 0:
		return n.shr(uint(-exp), false), true
	case n.isZero() || exp+n.bitLen() <= 128:
		return n.shl(uint(exp)), true
	}
	return int128{}, false
}

// big is the exact value of a number that is not NaN.
func (x x87) big() *big.Float {
	f := new(big.Float).SetPrec(x87Precision)
	if x.isInf() {
		return f.SetInf(x.negative())
	}
	f.SetMantExp(new(big.Float).SetUint64(x.mant), x.exponent())
	if x.negative() {
		f.Neg(f)
	}
	return f
}

// x87FromBig rounds f.
func x87FromBig(f *big.Float) x87 {
	neg := f.Signbit()
	switch {
	case f.IsInf():
		return x87Inf(neg)
	case f.Sign() == 0:
		return x87Zero.withSign(neg)
	}
	exp := f.MantExp(nil)
	if exp > x87Bias+1 {
		return x87Inf(neg)
	}
	// All bits of the significand as an integer; what 128 bits do not hold is
	// sticky.
	mant := new(big.Float).SetMantExp(new(big.Float).Abs(f), 128-exp)
	n, _ := mant.Int(nil)
	sticky := !mant.IsInt()
	words := new(big.Int).Rsh(n, 64)
	sig := int128{lo: new(big.Int).And(n, new(big.Int).SetUint64(math.MaxUint64)).Uint64(), hi: words.Uint64()}
	return roundX87(neg, sig, exp-128, sticky)
}
