package eval

import (
	"errors"
	"math"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

func (c *compiler) unary(x check.Expr) node {
	switch x := x.(type) {
	case *check.Not:
		yes := c.test(x.X)
		return fromTest(x.T, func(fr *frame) bool { return !yes(fr) })
	case *check.Neg:
		return c.negate(x)
	case *check.BitsOf:
		get, op, size := c.expr(x.X).i, x.Op, x.X.Type().Size()
		return ints(x.T, func(fr *frame) int64 { return int64(op.Of(uint64(get(fr)), size)) })
	case *check.BitNot:
		n := c.expr(x.X)
		if n.r == repWide {
			return wides(x.T, func(fr *frame) ctypes.Value { return ctypes.Not(n.w(fr)) })
		}
		get := n.i
		return ints(x.T, narrow(n.r, func(fr *frame) int64 { return ^get(fr) }))
	}
	panic("eval: no such unary operator")
}

func (c *compiler) negate(x *check.Neg) node {
	n := c.expr(x.X)
	switch {
	case n.r == repWide:
		return wides(x.T, func(fr *frame) ctypes.Value { return ctypes.Neg(n.w(fr)) })
	case n.r.isFloat():
		return floats(x.T, func(fr *frame) float64 { return -n.f(fr) })
	case n.konst:
		return constant(x.T, n.r.norm(-n.k))
	}
	get := n.i
	return ints(x.T, narrow(n.r, func(fr *frame) int64 { return -get(fr) }))
}

func (c *compiler) binary(x *check.Binary) node {
	if x.Op >= ctypes.Lt {
		return fromTest(x.T, c.compare(x))
	}
	return arithmetic(x.Op, x.T, c.expr(x.X), c.expr(x.Y), x.At)
}

// arithmetic computes p op q; both have the type t, but for shifts, where q
// has a type of its own.
func arithmetic(op ctypes.Op, t ctypes.Type, p, q node, at diag.Span) node {
	r := repOf(t)
	switch {
	case r == repWide || q.r == repWide:
		return wideArithmetic(op, t, p, q, at)
	case r.isFloat():
		return floatArithmetic(op, t, p, q)
	case op == ctypes.Div || op == ctypes.Rem:
		return ints(t, division(op, r, p.i, q.i, at))
	case op == ctypes.Shl || op == ctypes.Shr:
		return ints(t, shift(op, r, p.i, q.i, at))
	}
	switch r {
	case repI32:
		return ints(t, integer[int32](op, p, q))
	case repU32:
		return ints(t, integer[uint32](op, p, q))
	case repI64, repU64:
		return ints(t, integer[int64](op, p, q))
	}
	return ints(t, narrow(r, integer[int64](op, p, q)))
}

// integer computes in T: the narrowing of the sum is part of the operation.
func integer[T int32 | uint32 | int64](op ctypes.Op, p, q node) func(*frame) int64 {
	switch {
	case p.slot >= 0 && q.konst:
		return slotConst[T](op, p.slot, T(q.k))
	case q.konst:
		return anyConst[T](op, p.i, T(q.k))
	case q.slot >= 0:
		return anySlot[T](op, p.i, q.slot)
	}
	x, y := p.i, q.i
	switch op {
	case ctypes.Add:
		return func(fr *frame) int64 { return int64(T(x(fr)) + T(y(fr))) }
	case ctypes.Sub:
		return func(fr *frame) int64 { return int64(T(x(fr)) - T(y(fr))) }
	case ctypes.Mul:
		return func(fr *frame) int64 { return int64(T(x(fr)) * T(y(fr))) }
	case ctypes.And:
		return func(fr *frame) int64 { return x(fr) & y(fr) }
	case ctypes.Or:
		return func(fr *frame) int64 { return x(fr) | y(fr) }
	}
	return func(fr *frame) int64 { return x(fr) ^ y(fr) }
}

func slotConst[T int32 | uint32 | int64](op ctypes.Op, s int, k T) func(*frame) int64 {
	switch op {
	case ctypes.Add:
		return func(fr *frame) int64 { return int64(T(fr.s[s]) + k) }
	case ctypes.Sub:
		return func(fr *frame) int64 { return int64(T(fr.s[s]) - k) }
	case ctypes.Mul:
		return func(fr *frame) int64 { return int64(T(fr.s[s]) * k) }
	case ctypes.And:
		return func(fr *frame) int64 { return int64(T(fr.s[s]) & k) }
	case ctypes.Or:
		return func(fr *frame) int64 { return int64(T(fr.s[s]) | k) }
	}
	return func(fr *frame) int64 { return int64(T(fr.s[s]) ^ k) }
}

func anyConst[T int32 | uint32 | int64](op ctypes.Op, x func(*frame) int64, k T) func(*frame) int64 {
	switch op {
	case ctypes.Add:
		return func(fr *frame) int64 { return int64(T(x(fr)) + k) }
	case ctypes.Sub:
		return func(fr *frame) int64 { return int64(T(x(fr)) - k) }
	case ctypes.Mul:
		return func(fr *frame) int64 { return int64(T(x(fr)) * k) }
	case ctypes.And:
		return func(fr *frame) int64 { return int64(T(x(fr)) & k) }
	case ctypes.Or:
		return func(fr *frame) int64 { return int64(T(x(fr)) | k) }
	}
	return func(fr *frame) int64 { return int64(T(x(fr)) ^ k) }
}

func anySlot[T int32 | uint32 | int64](op ctypes.Op, x func(*frame) int64, s int) func(*frame) int64 {
	switch op {
	case ctypes.Add:
		return func(fr *frame) int64 { return int64(T(x(fr)) + T(fr.s[s])) }
	case ctypes.Sub:
		return func(fr *frame) int64 { return int64(T(x(fr)) - T(fr.s[s])) }
	case ctypes.Mul:
		return func(fr *frame) int64 { return int64(T(x(fr)) * T(fr.s[s])) }
	case ctypes.And:
		return func(fr *frame) int64 { return x(fr) & int64(fr.s[s]) }
	case ctypes.Or:
		return func(fr *frame) int64 { return x(fr) | int64(fr.s[s]) }
	}
	return func(fr *frame) int64 { return x(fr) ^ int64(fr.s[s]) }
}

// division refuses a zero divisor. The lowest integer divided by -1 wraps, in
// Go as here.
func division(op ctypes.Op, r rep, x, y func(*frame) int64, at diag.Span) func(*frame) int64 {
	quotient := op == ctypes.Div
	if r == repU64 {
		return func(fr *frame) int64 {
			a, b := uint64(x(fr)), uint64(y(fr))
			switch {
			case b == 0:
				panic(divideByZero(at, quotient))
			case quotient:
				return int64(a / b)
			}
			return int64(a % b)
		}
	}
	return func(fr *frame) int64 {
		a, b := x(fr), y(fr)
		switch {
		case b == 0:
			panic(divideByZero(at, quotient))
		case quotient:
			return r.norm(a / b)
		}
		return r.norm(a % b)
	}
}

func shift(op ctypes.Op, r rep, x, y func(*frame) int64, at diag.Span) func(*frame) int64 {
	width := r.bits()
	count := func(fr *frame) uint64 {
		n := y(fr)
		if uint64(n) >= uint64(width) {
			panic(shiftOutOfRange(at, n, width))
		}
		return uint64(n)
	}
	switch {
	case op == ctypes.Shl:
		return func(fr *frame) int64 { a := x(fr); return r.norm(a << count(fr)) }
	case r == repU64:
		return func(fr *frame) int64 { a := uint64(x(fr)); return int64(a >> count(fr)) }
	}
	return func(fr *frame) int64 { a := x(fr); return a >> count(fr) }
}

func floatArithmetic(op ctypes.Op, t ctypes.Type, p, q node) node {
	x, y := p.f, q.f
	var f func(*frame) float64
	switch op {
	case ctypes.Add:
		f = func(fr *frame) float64 { return x(fr) + y(fr) }
	case ctypes.Sub:
		f = func(fr *frame) float64 { return x(fr) - y(fr) }
	case ctypes.Mul:
		f = func(fr *frame) float64 { return x(fr) * y(fr) }
	default:
		f = func(fr *frame) float64 { return x(fr) / y(fr) }
	}
	if repOf(t) == repF32 {
		return floats(t, func(fr *frame) float64 { return float64(float32(f(fr))) })
	}
	return floats(t, f)
}

func wideArithmetic(op ctypes.Op, t ctypes.Type, p, q node, at diag.Span) node {
	x, y := p.scalar(), q.scalar()
	return fromScalar(t, func(fr *frame) ctypes.Value {
		a := x(fr)
		v, err := ctypes.Binary(op, a, y(fr))
		if err != nil {
			panic(arithmeticError(at, op, err))
		}
		return v
	})
}

func arithmeticError(at diag.Span, op ctypes.Op, err error) *diag.Error {
	if errors.Is(err, ctypes.ErrDivideByZero) {
		return divideByZero(at, op == ctypes.Div)
	}
	return diag.Errorf(at, diag.Arithmetic, "%v", err)
}

// compare is a comparison as a condition.
func (c *compiler) compare(x *check.Binary) func(*frame) bool {
	p, q := c.expr(x.X), c.expr(x.Y)
	switch {
	case p.r == repWide:
		return wideCompare(x.Op, p, q)
	case p.r.isFloat():
		return ordered(x.Op, p.f, q.f)
	case p.r == repAny || q.r == repAny:
		return sameDynamic(x.Op, p, q)
	case p.r == repU64:
		return unsignedCompare(x.Op, p.i, q.i)
	}
	return signedCompare(x.Op, p, q)
}

// signedCompare serves all integers but the unsigned 64-bit ones.
func signedCompare(op ctypes.Op, p, q node) func(*frame) bool {
	switch {
	case p.slot >= 0 && q.konst:
		return slotCompare(op, p.slot, q.k)
	case p.slot >= 0 && q.slot >= 0 && op == ctypes.Lt:
		s, u := p.slot, q.slot
		return func(fr *frame) bool { return int64(fr.s[s]) < int64(fr.s[u]) }
	case p.fixed != 0 && p.r == repI32 && q.konst && op == ctypes.Lt:
		a, k := p.fixed, q.k
		return func(*frame) bool { return int64(mem.LoadI32(a)) < k }
	case q.konst && op == ctypes.Lt:
		x, k := p.i, q.k
		return func(fr *frame) bool { return x(fr) < k }
	case q.konst && op == ctypes.Eq:
		x, k := p.i, q.k
		return func(fr *frame) bool { return x(fr) == k }
	}
	return ordered(op, p.i, q.i)
}

func slotCompare(op ctypes.Op, s int, k int64) func(*frame) bool {
	switch op {
	case ctypes.Lt:
		return func(fr *frame) bool { return int64(fr.s[s]) < k }
	case ctypes.Le:
		return func(fr *frame) bool { return int64(fr.s[s]) <= k }
	case ctypes.Gt:
		return func(fr *frame) bool { return int64(fr.s[s]) > k }
	case ctypes.Ge:
		return func(fr *frame) bool { return int64(fr.s[s]) >= k }
	case ctypes.Eq:
		return func(fr *frame) bool { return int64(fr.s[s]) == k }
	}
	return func(fr *frame) bool { return int64(fr.s[s]) != k }
}

func ordered[T int64 | float64](op ctypes.Op, x, y func(*frame) T) func(*frame) bool {
	switch op {
	case ctypes.Lt:
		return func(fr *frame) bool { return x(fr) < y(fr) }
	case ctypes.Le:
		return func(fr *frame) bool { return x(fr) <= y(fr) }
	case ctypes.Gt:
		return func(fr *frame) bool { return x(fr) > y(fr) }
	case ctypes.Ge:
		return func(fr *frame) bool { return x(fr) >= y(fr) }
	case ctypes.Eq:
		return func(fr *frame) bool { return x(fr) == y(fr) }
	}
	return func(fr *frame) bool { return x(fr) != y(fr) }
}

func unsignedCompare(op ctypes.Op, x, y func(*frame) int64) func(*frame) bool {
	switch op {
	case ctypes.Lt:
		return func(fr *frame) bool { return uint64(x(fr)) < uint64(y(fr)) }
	case ctypes.Le:
		return func(fr *frame) bool { return uint64(x(fr)) <= uint64(y(fr)) }
	case ctypes.Gt:
		return func(fr *frame) bool { return uint64(x(fr)) > uint64(y(fr)) }
	case ctypes.Ge:
		return func(fr *frame) bool { return uint64(x(fr)) >= uint64(y(fr)) }
	}
	return ordered(op, x, y)
}

func wideCompare(op ctypes.Op, p, q node) func(*frame) bool {
	x, y := p.scalar(), q.scalar()
	return func(fr *frame) bool {
		a := x(fr)
		v, err := ctypes.Binary(op, a, y(fr))
		return err == nil && !v.IsZero()
	}
}

// sameDynamic compares what is no C value (a library, a type): it is the same
// or not.
func sameDynamic(op ctypes.Op, p, q node) func(*frame) bool {
	x, y := p.box(), q.box()
	return func(fr *frame) bool {
		a, b := x(fr), y(fr)
		same := a.Object == b.Object && a.Bits == b.Bits && a.Addr == b.Addr && a.Len == b.Len
		return same == (op == ctypes.Eq)
	}
}

func (c *compiler) ptrAdd(x *check.PtrAdd) node {
	p, i := c.expr(x.P), c.expr(x.I)
	base, index, scale := p.i, i.i, x.Scale
	if i.konst {
		off := i.k * scale
		if p.konst {
			return constant(x.T, p.k+off)
		}
		return ints(x.T, func(fr *frame) int64 { return base(fr) + off })
	}
	return ints(x.T, func(fr *frame) int64 {
		b := base(fr)
		return b + index(fr)*scale
	})
}

func (c *compiler) ptrDiff(x *check.PtrDiff) node {
	p, q, scale := c.expr(x.P).i, c.expr(x.Q).i, max(x.Scale, 1)
	return ints(x.T, func(fr *frame) int64 {
		a := p(fr)
		return (a - q(fr)) / scale
	})
}

// payload and fromPayload move any narrow scalar through a slot or a register.
func payload(n node) func(*frame) uint64 {
	if n.r.isFloat() {
		return func(fr *frame) uint64 { return math.Float64bits(n.f(fr)) }
	}
	get := n.i
	return func(fr *frame) uint64 { return uint64(get(fr)) }
}

func fromPayload(t ctypes.Type, get func(*frame) uint64) node {
	if repOf(t).isFloat() {
		return floats(t, func(fr *frame) float64 { return math.Float64frombits(get(fr)) })
	}
	return ints(t, func(fr *frame) int64 { return int64(get(fr)) })
}
