package ctypes

import (
	"errors"
	"math/bits"
)

// Op is a binary operator on values.
type Op uint8

// The binary operators.
const (
	Add Op = iota
	Sub
	Mul
	Div
	Rem
	And
	Or
	Xor
	Shl
	Shr
	Lt
	Le
	Gt
	Ge
	Eq
	Ne
)

var opNames = [...]string{"+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "<", "<=", ">", ">=", "==", "!="}

func (op Op) String() string { return opNames[op] }

// IsComparison says whether the result of op is an int truth value.
func (op Op) IsComparison() bool { return op >= Lt }

// Arithmetic that has no result.
var (
	ErrDivideByZero = errors.New("division by zero")
	ErrShift        = errors.New("shift count out of range")
	ErrOperand      = errors.New("operator does not apply to this type")
)

// Binary computes a op b on two operands of one type, the common type of the
// usual arithmetic conversions. A shift's count may have any integer type, and
// beside a complex operand a real one may stand, which C does not widen.
// Integers wrap; comparisons give int.
func Binary(op Op, a, b Value) (Value, error) {
	r := representationOf(a.Type)
	switch {
	case op == Shl || op == Shr:
		return shift(op, a, b)
	case isComplexKind(r.kind) || IsComplex(b.Type):
		return complexBinary(op, a, b)
	case isFloatingKind(r.kind):
		return floatingBinary(op, r.kind, a, b)
	case r.size == 16:
		return wideBinary(op, r.signed, a, b)
	}
	return integerBinary(op, r, a, b)
}

func integerBinary(op Op, r representation, a, b Value) (Value, error) {
	x, y := a.Bits[0], b.Bits[0]
	switch op {
	case Add:
		x += y
	case Sub:
		x -= y
	case Mul:
		x *= y
	case And:
		x &= y
	case Or:
		x |= y
	case Xor:
		x ^= y
	case Div, Rem:
		if y == 0 {
			return Value{}, ErrDivideByZero
		}
		x = divide(op, r.signed, x, y)
	default:
		return truth(op, compareWords(r.signed, x, y)), nil
	}
	if r.kind == Bool {
		return boolValue(a.Type, x != 0), nil
	}
	return Value{a.Type, [4]uint64{extend(x, r)}}, nil
}

// divide relies on Go's division: the smallest number divided by -1 wraps.
func divide(op Op, signed bool, x, y uint64) uint64 {
	switch {
	case signed && op == Div:
		return uint64(int64(x) / int64(y))
	case signed:
		return uint64(int64(x) % int64(y))
	case op == Div:
		return x / y
	}
	return x % y
}

func compareWords(signed bool, x, y uint64) int {
	switch {
	case x == y:
		return 0
	case signed:
		return sign(int64(x) > int64(y))
	}
	return sign(x > y)
}

// Order is -1, 0 or 1 as the integer v is less than, equal to or greater than w,
// which has the same type.
func (v Value) Order(w Value) int {
	r := representationOf(v.Type)
	if r.size == 16 {
		return compareWide(r.signed, v.int128(), w.int128())
	}
	return compareWords(r.signed, v.Bits[0], w.Bits[0])
}

// truth is the int that a comparison gives for an order of -1, 0 or 1.
func truth(op Op, order int) Value {
	var is bool
	switch op {
	case Lt:
		is = order < 0
	case Le:
		is = order <= 0
	case Gt:
		is = order > 0
	case Ge:
		is = order >= 0
	case Eq:
		is = order == 0
	case Ne:
		is = order != 0
	}
	return boolValue(TInt, is)
}

func wideBinary(op Op, signed bool, a, b Value) (Value, error) {
	x, y := a.int128(), b.int128()
	switch op {
	case Add:
		x = x.add(y)
	case Sub:
		x = x.sub(y)
	case Mul:
		x = x.mul(y)
	case And:
		x = int128{x.lo & y.lo, x.hi & y.hi}
	case Or:
		x = int128{x.lo | y.lo, x.hi | y.hi}
	case Xor:
		x = int128{x.lo ^ y.lo, x.hi ^ y.hi}
	case Div, Rem:
		if y.isZero() {
			return Value{}, ErrDivideByZero
		}
		q, r := x.divRem(y, signed)
		x = q
		if op == Rem {
			x = r
		}
	default:
		return truth(op, compareWide(signed, x, y)), nil
	}
	return Value{a.Type, [4]uint64{x.lo, x.hi}}, nil
}

func compareWide(signed bool, x, y int128) int {
	if x == y {
		return 0
	}
	return sign(y.less(x, signed))
}

// shift refuses counts that C leaves undefined. Shifting ones out to the left,
// or into the sign, wraps.
func shift(op Op, a, b Value) (Value, error) {
	r := representationOf(a.Type)
	if !isIntegerKind(r.kind) || !IsInteger(b.Type) {
		return Value{}, ErrOperand
	}
	count := b.int128()
	if count.hi != 0 || count.lo >= uint64(8*r.size) {
		return Value{}, ErrShift
	}
	n := a.int128()
	if op == Shl {
		n = n.shl(uint(count.lo))
	} else {
		n = n.shr(uint(count.lo), r.signed)
	}
	return fromInt128(a.Type, n, r.signed), nil
}

// floatingBinary computes in the operands' own type.
func floatingBinary(op Op, kind Kind, a, b Value) (Value, error) {
	if op == Rem || op == And || op == Or || op == Xor {
		return Value{}, ErrOperand
	}
	if op.IsComparison() {
		return compareFloating(op, kind, a, b), nil
	}
	switch kind {
	case Float:
		return float32Value(a.Type, float32(realOp(op, f32(a.float32()), f32(b.float32())))), nil
	case Double:
		return float64Value(a.Type, float64(realOp(op, f64(a.float64()), f64(b.float64())))), nil
	}
	return x87Value(a.Type, realOp(op, a.x87(), b.x87())), nil
}

func realOp[T number[T]](op Op, x, y T) T {
	switch op {
	case Add:
		return x.add(y)
	case Sub:
		return x.sub(y)
	case Mul:
		return x.mul(y)
	}
	return x.div(y)
}

// compareFloating knows a fourth outcome beside less, equal and greater:
// unordered, for which only != holds.
func compareFloating(op Op, kind Kind, a, b Value) Value {
	if kind == LongDouble {
		x, y := a.x87(), b.x87()
		if x.isNaN() || y.isNaN() {
			return boolValue(TInt, op == Ne)
		}
		return truth(op, x.compare(y))
	}
	x, y := a.Float(), b.Float()
	switch {
	case x < y:
		return truth(op, -1)
	case x > y:
		return truth(op, 1)
	case x == y:
		return truth(op, 0)
	}
	return boolValue(TInt, op == Ne)
}

// Neg is -v; v has a promoted type.
func Neg(v Value) Value {
	switch r := representationOf(v.Type); {
	case isIntegerKind(r.kind):
		return fromInt128(v.Type, v.int128().neg(), r.signed)
	case isComplexKind(r.kind):
		re, im := v.parts()
		return complexValue(v.Type, Neg(re), Neg(im))
	case r.kind == Float:
		return float32Value(v.Type, -v.float32())
	case r.kind == Double:
		return float64Value(v.Type, -v.float64())
	}
	return x87Value(v.Type, v.x87().neg())
}

// Not is ~v: the complement of an integer, and, as gcc has it, the conjugate
// of a complex value.
func Not(v Value) Value {
	r := representationOf(v.Type)
	if isComplexKind(r.kind) {
		re, im := v.parts()
		return complexValue(v.Type, re, Neg(im))
	}
	return fromInt128(v.Type, v.int128().not(), r.signed)
}

// BitOp is a function of the bits of an unsigned integer, of those that gcc has.
type BitOp uint8

// The functions of bits.
const (
	SwapBytes     BitOp = iota
	CountOnes           // __builtin_popcount
	LeadingZeros        // __builtin_clz
	TrailingZeros       // __builtin_ctz
	Parity              // of the ones
)

// Of is the function of an integer of a size in bytes.
func (op BitOp) Of(v uint64, size int64) uint64 {
	width := int(8 * size)
	switch op {
	case CountOnes:
		return uint64(bits.OnesCount64(v))
	case LeadingZeros:
		return uint64(bits.LeadingZeros64(v) - (64 - width))
	case TrailingZeros:
		return uint64(min(bits.TrailingZeros64(v), width))
	case Parity:
		return uint64(bits.OnesCount64(v) & 1)
	}
	return bits.ReverseBytes64(v) >> (64 - width)
}

// LogicalNot is !v, an int.
func LogicalNot(v Value) Value { return boolValue(TInt, v.IsZero()) }
