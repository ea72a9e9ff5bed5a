package ctypes

import "math"

// number is arithmetic in one floating type, rounded in that type.
type number[T any] interface {
	add(T) T
	sub(T) T
	mul(T) T
	div(T) T
	neg() T
	abs() T
	less(T) bool
	isNaN() bool
	isInf() bool
	isZero() bool
	isFinite() bool
	negative() bool
}

type f32 float32

func (x f32) add(y f32) f32   { return x + y }
func (x f32) sub(y f32) f32   { return x - y }
func (x f32) mul(y f32) f32   { return f32(x * y) }
func (x f32) div(y f32) f32   { return x / y }
func (x f32) neg() f32        { return -x }
func (x f32) abs() f32        { return f32(math.Abs(float64(x))) }
func (x f32) less(y f32) bool { return x < y }
func (x f32) isNaN() bool     { return x != x }
func (x f32) isInf() bool     { return math.IsInf(float64(x), 0) }
func (x f32) isZero() bool    { return x == 0 }
func (x f32) isFinite() bool  { return x-x == 0 }
func (x f32) negative() bool  { return math.Signbit(float64(x)) }

type f64 float64

func (x f64) add(y f64) f64   { return x + y }
func (x f64) sub(y f64) f64   { return x - y }
func (x f64) mul(y f64) f64   { return f64(x * y) }
func (x f64) div(y f64) f64   { return x / y }
func (x f64) neg() f64        { return -x }
func (x f64) abs() f64        { return f64(math.Abs(float64(x))) }
func (x f64) less(y f64) bool { return x < y }
func (x f64) isNaN() bool     { return x != x }
func (x f64) isInf() bool     { return math.IsInf(float64(x), 0) }
func (x f64) isZero() bool    { return x == 0 }
func (x f64) isFinite() bool  { return x-x == 0 }
func (x f64) negative() bool  { return math.Signbit(float64(x)) }

// less is false where either is NaN.
func (x x87) less(y x87) bool {
	return !x.isNaN() && !y.isNaN() && x.compare(y) < 0
}

// cplx is a complex number re + im*i.
type cplx[T number[T]] struct{ re, im T }

// realType is one floating type as the parts of complex values.
type realType[T number[T]] struct {
	get  func(Value) T
	put  func(T) Value
	from func(float64) T
	div  func(t *realType[T], x, y cplx[T]) cplx[T]

	// The limits of scaled division.
	big, tiny, small, scale, rescalable T
}

var (
	floatParts = &realType[f32]{
		get:  func(v Value) f32 { return f32(v.float32()) },
		put:  func(x f32) Value { return float32Value(TFloat, float32(x)) },
		from: func(f float64) f32 { return f32(f) },
		div:  divideInDouble,
	}
	doubleParts = (&realType[f64]{
		get:  func(v Value) f64 { return f64(v.float64()) },
		put:  func(x f64) Value { return float64Value(TDouble, float64(x)) },
		from: func(f float64) f64 { return f64(f) },
		div:  divideScaled[f64],
	}).withLimits(math.MaxFloat64/2, 0x1p-1022, 0x1p-52)
	longDoubleParts = (&realType[x87]{
		get:  Value.x87,
		put:  func(x x87) Value { return x87Value(TLongDouble, x) },
		from: x87FromFloat64,
		div:  divideScaled[x87],
	}).withLimits(x87{math.MaxUint64, 2*x87Bias - 1}, x87{x87LeadBit, 1}, x87FromFloat64(0x1p-63))
)

// withLimits sets the limits from half the largest number, the smallest normal
// one, and the distance from 1 to the next.
func (t *realType[T]) withLimits(big, tiny, epsilon T) *realType[T] {
	t.big, t.tiny, t.small = big, tiny, epsilon
	t.scale = t.from(1).div(epsilon)
	t.rescalable = big.mul(epsilon)
	return t
}

// complexBinary computes with complex operands. Beside one complex operand the
// other may be real: then, as in gcc, it has no imaginary part, not one of 0.
func complexBinary(op Op, a, b Value) (Value, error) {
	if op >= Rem && op <= Ge {
		return Value{}, ErrOperand
	}
	t := a.Type
	if !IsComplex(t) {
		t = b.Type
	}
	switch kindOf(t) {
	case ComplexFloat:
		return complexOp(floatParts, op, t, a, b), nil
	case ComplexDouble:
		return complexOp(doubleParts, op, t, a, b), nil
	}
	return complexOp(longDoubleParts, op, t, a, b), nil
}

func complexOp[T number[T]](rt *realType[T], op Op, t Type, a, b Value) Value {
	x, y := rt.complex(a), rt.complex(b)
	var z cplx[T]
	switch {
	case op == Eq || op == Ne:
		return boolValue(TInt, (op == Eq) == (rt.same(x.re, y.re) && rt.same(x.im, y.im)))
	case !IsComplex(b.Type):
		z = withRealRight(op, x, y.re)
	case !IsComplex(a.Type) && op != Div:
		z = withRealLeft(op, x.re, y)
	default:
		z = rt.compute(op, x, y)
	}
	return complexValue(t, rt.put(z.re), rt.put(z.im))
}

// complex reads a value; the imaginary part of a real one is 0.
func (rt *realType[T]) complex(v Value) cplx[T] {
	if IsComplex(v.Type) {
		re, im := v.parts()
		return cplx[T]{rt.get(re), rt.get(im)}
	}
	return cplx[T]{re: rt.get(Convert(v, rt.put(rt.from(0)).Type)), im: rt.from(0)}
}

func (rt *realType[T]) same(x, y T) bool {
	return !x.isNaN() && !y.isNaN() && !x.less(y) && !y.less(x)
}

func (rt *realType[T]) compute(op Op, x, y cplx[T]) cplx[T] {
	switch op {
	case Add:
		return cplx[T]{x.re.add(y.re), x.im.add(y.im)}
	case Sub:
		return cplx[T]{x.re.sub(y.re), x.im.sub(y.im)}
	case Mul:
		return rt.multiply(x, y)
	}
	return rt.div(rt, x, y)
}

func withRealRight[T number[T]](op Op, x cplx[T], r T) cplx[T] {
	switch op {
	case Add:
		return cplx[T]{x.re.add(r), x.im}
	case Sub:
		return cplx[T]{x.re.sub(r), x.im}
	case Mul:
		return cplx[T]{x.re.mul(r), x.im.mul(r)}
	}
	return cplx[T]{x.re.div(r), x.im.div(r)}
}

func withRealLeft[T number[T]](op Op, r T, y cplx[T]) cplx[T] {
	switch op {
	case Add:
		return cplx[T]{r.add(y.re), y.im}
	case Sub:
		return cplx[T]{r.sub(y.re), y.im.neg()}
	}
	return cplx[T]{r.mul(y.re), r.mul(y.im)}
}

func (z cplx[T]) isNaN() bool    { return z.re.isNaN() && z.im.isNaN() }
func (z cplx[T]) isInf() bool    { return z.re.isInf() || z.im.isInf() }
func (z cplx[T]) isZero() bool   { return z.re.isZero() && z.im.isZero() }
func (z cplx[T]) isFinite() bool { return z.re.isFinite() && z.im.isFinite() }

// product is the textbook's; its conjugate form serves division.
func (x cplx[T]) product(y cplx[T]) cplx[T] {
	return cplx[T]{
		x.re.mul(y.re).sub(x.im.mul(y.im)),
		x.re.mul(y.im).add(x.im.mul(y.re)),
	}
}

func (x cplx[T]) productConj(y cplx[T]) cplx[T] {
	return cplx[T]{
		x.re.mul(y.re).add(x.im.mul(y.im)),
		x.im.mul(y.re).sub(x.re.mul(y.im)),
	}
}

// multiply is C's annex G: an infinite factor gives an infinite product, also
// where the textbook's formula gives NaN + NaN*i.
func (rt *realType[T]) multiply(x, y cplx[T]) cplx[T] {
	z := x.product(y)
	if !z.isNaN() {
		return z
	}
	xInf, yInf := x.isInf(), y.isInf()
	overflow := x.re.mul(y.re).isInf() || x.im.mul(y.im).isInf() ||
		x.re.mul(y.im).isInf() || x.im.mul(y.re).isInf()
	switch {
	case !xInf && !yInf && !overflow:
		return z
	case !xInf && !yInf:
		x, y = rt.dropNaN(x), rt.dropNaN(y)
	}
	if xInf {
		x, y = rt.box(x), rt.dropNaN(y)
	}
	if yInf {
		y, x = rt.box(y), rt.dropNaN(x)
	}
	return rt.times(rt.infinity(), x.product(y))
}

func (rt *realType[T]) infinity() T { return rt.from(math.Inf(1)) }

func (rt *realType[T]) times(f T, z cplx[T]) cplx[T] {
	return cplx[T]{f.mul(z.re), f.mul(z.im)}
}

// signed is the constant magnitude with x's sign.
func (rt *realType[T]) signed(magnitude float64, x T) T {
	if x.negative() {
		return rt.from(magnitude).neg()
	}
	return rt.from(magnitude)
}

// box keeps of an infinite number only the direction: parts of ±1 and ±0.
func (rt *realType[T]) box(z cplx[T]) cplx[T] {
	part := func(x T) T {
		if x.isInf() {
			return rt.signed(1, x)
		}
		return rt.signed(0, x)
	}
	return cplx[T]{part(z.re), part(z.im)}
}

// dropNaN puts zeros for parts that are NaN.
func (rt *realType[T]) dropNaN(z cplx[T]) cplx[T] {
	part := func(x T) T {
		if x.isNaN() {
			return rt.signed(0, x)
		}
		return x
	}
	return cplx[T]{part(z.re), part(z.im)}
}

// recoverQuotient gives nonzero/0, infinite/finite and finite/infinite their
// values where the division gave NaN + NaN*i.
func (rt *realType[T]) recoverQuotient(z, x, y cplx[T]) cplx[T] {
	switch {
	case !z.isNaN():
		return z
	case y.isZero() && !x.isNaN():
		return rt.times(rt.signed(math.Inf(1), y.re), x)
	case x.isInf() && y.isFinite():
		return rt.times(rt.infinity(), rt.box(x).productConj(y))
	case y.isInf() && x.isFinite():
		return rt.times(rt.from(0), x.productConj(rt.box(y)))
	}
	return z
}

// divideInDouble divides float complex numbers: a double has the range and
// precision that the plain formula needs.
func divideInDouble(rt *realType[f32], x, y cplx[f32]) cplx[f32] {
	wide := func(z cplx[f32]) cplx[f64] { return cplx[f64]{f64(z.re), f64(z.im)} }
	n, d := wide(x).productConj(wide(y)), wide(y)
	norm := d.re.mul(d.re).add(d.im.mul(d.im))
	return rt.recoverQuotient(cplx[f32]{f32(n.re / norm), f32(n.im / norm)}, x, y)
}

// divideScaled is Smith's division with the scaling of Baudin and Smith, in
// the form that libgcc has since version 12; what NaN stands for is then seen
// in the scaled operands, of which a part may have become infinite.
func divideScaled[T number[T]](rt *realType[T], x, y cplx[T]) cplx[T] {
	x, y = rt.rescale(x, y)
	return rt.recoverQuotient(rt.divideSmith(x, y), x, y)
}

func (rt *realType[T]) divideSmith(x, y cplx[T]) cplx[T] {
	if y.re.abs().less(y.im.abs()) {
		ratio := y.re.div(y.im)
		denom := y.re.mul(ratio).add(y.im)
		if rt.tiny.less(ratio.abs()) {
			return cplx[T]{
				x.re.mul(ratio).add(x.im).div(denom),
				x.im.mul(ratio).sub(x.re).div(denom),
			}
		}
		return cplx[T]{
			y.re.mul(x.re.div(y.im)).add(x.im).div(denom),
			y.re.mul(x.im.div(y.im)).sub(x.re).div(denom),
		}
	}
	ratio := y.im.div(y.re)
	denom := y.im.mul(ratio).add(y.re)
	if rt.tiny.less(ratio.abs()) {
		return cplx[T]{
			x.im.mul(ratio).add(x.re).div(denom),
			x.im.sub(x.re.mul(ratio)).div(denom),
		}
	}
	return cplx[T]{
		x.re.add(y.im.mul(x.im.div(y.re))).div(denom),
		x.im.sub(y.im.mul(x.re.div(y.re))).div(denom),
	}
}

// rescale scales numerator and denominator away from overflow and underflow.
func (rt *realType[T]) rescale(x, y cplx[T]) (cplx[T], cplx[T]) {
	lead := y.re
	if y.re.abs().less(y.im.abs()) {
		lead = y.im
	}
	if a := lead.abs(); !a.less(rt.big) && !a.isNaN() {
		half := rt.from(0.5)
		x, y = rt.times(half, x), rt.times(half, y)
		lead = lead.mul(half)
	}
	lost := func(a, b T) bool {
		return a.abs().less(rt.tiny) && b.abs().less(rt.rescalable) && lead.abs().less(rt.rescalable)
	}
	if lead.abs().less(rt.small) || lost(x.re, x.im) || lost(x.im, x.re) {
		x, y = rt.times(rt.scale, x), rt.times(rt.scale, y)
	}
	return x, y
}
