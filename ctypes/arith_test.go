package ctypes

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// arithmeticTypes are all but void.
var arithmeticTypes = basics[1:]

// operands are random values of one type, many of them special.
type operands struct {
	t      *Basic
	values []Value
}

func randomOperands(rnd *rand.Rand, t *Basic, n int) operands {
	o := operands{t: t}
	for range n {
		o.values = append(o.values, randomValue(rnd, t))
	}
	return o
}

func randomValue(rnd *rand.Rand, t *Basic) Value {
	switch {
	case t.Kind == Bool:
		return IntValue(t, int64(rnd.IntN(2)))
	case isIntegerKind(t.Kind):
		return randomInteger(rnd, t)
	case isComplexKind(t.Kind):
		part := basics[realKind(t.Kind)]
		return complexValue(t, randomValue(rnd, part), randomValue(rnd, part))
	}
	return randomFloating(rnd, t)
}

func randomInteger(rnd *rand.Rand, t *Basic) Value {
	one := IntValue(t, 1)
	power, _ := Binary(Shl, one, IntValue(TInt, rnd.Int64N(8*t.size)))
	switch rnd.IntN(6) {
	case 0:
		return IntValue(t, rnd.Int64N(5)-2)
	case 1:
		return power
	case 2:
		v, _ := Binary(Sub, power, one)
		return v
	case 3:
		return Neg(power)
	case 4:
		return IntValue(t, rnd.Int64N(2000)-1000)
	}
	var b [16]byte
	for i := range b {
		b[i] = byte(rnd.Uint32())
	}
	return FromBytes(t, b[:])
}

func randomFloating(rnd *rand.Rand, t *Basic) Value {
	special := []float64{0, math.Copysign(0, -1), 1, -1, 2, 0.5, -3, 10, math.Inf(1), math.Inf(-1), math.NaN(),
		1 << 31, 1 << 32, 1 << 63, 1 << 64, -1 << 31, -1 << 63, 1<<31 - 1, 127.9, -128.9, 255.5, 32767.5, 65535.5,
		math.MaxFloat32, math.MaxFloat64, 0x1p-126, 0x1p-149, 0x1p-1022, 0x1p-1074, 0x1p127, 0x1p128}
	switch rnd.IntN(4) {
	case 0:
		return FloatValue(t, special[rnd.IntN(len(special))])
	case 1:
		return FloatValue(t, math.Trunc(rnd.NormFloat64()*1000))
	case 2:
		return FloatValue(t, math.Ldexp(rnd.NormFloat64(), rnd.IntN(140)-70))
	}
	return randomBits(rnd, t)
}

// randomBits has any exponent and mantissa, denormals and infinities included.
func randomBits(rnd *rand.Rand, t *Basic) Value {
	bits := rnd.Uint64()
	if rnd.IntN(8) == 0 {
		bits &= 0x800fffffffffffff // a denormal double
	}
	switch t.Kind {
	case Float:
		return float32Value(t, math.Float32frombits(uint32(bits>>32)))
	case Double:
		return float64Value(t, math.Float64frombits(bits))
	}
	se := uint16(rnd.Uint32())
	if rnd.IntN(8) == 0 {
		se &= x87SignBit
	}
	if rnd.IntN(2) == 0 {
		se = se&x87SignBit | uint16(x87Bias-70+rnd.IntN(140))
	}
	if se&x87ExpMask != 0 {
		bits |= x87LeadBit
	} else {
		bits &^= x87LeadBit
	}
	return x87Value(t, x87{bits, se})
}

// cTable is the C array of the operands' bytes.
func (o operands) cTable(name string) string {
	var s strings.Builder
	fmt.Fprintf(&s, "static const unsigned char %s[][32] = {\n", name)
	for _, v := range o.values {
		s.WriteString("{")
		for _, b := range v.Bytes() {
			fmt.Fprintf(&s, "%d,", b)
		}
		s.WriteString("},\n")
	}
	s.WriteString("};\n")
	return s.String()
}

// show is how both sides print a value: type letter and bytes, with one NaN.
func show(v Value) string {
	kind := kindOf(v.Type)
	letter := string(rune('a' + int(kind)))
	switch {
	case isComplexKind(kind):
		re, im := v.parts()
		return letter + showPart(re) + "," + showPart(im)
	case isFloatingKind(kind):
		return letter + showPart(v)
	}
	return letter + hex.EncodeToString(v.Bytes())
}

func showPart(v Value) string {
	if toX87(v).isNaN() {
		return "nan"
	}
	return hex.EncodeToString(v.Bytes()[:min(v.Type.Size(), 10)])
}

const arithPrologue = `
#include <stdio.h>
#include <string.h>
static void hex(const void *p, int n) { for (int i = 0; i < n; i++) printf("%02x", ((unsigned char *)p)[i]); }
static void part(int k, const void *p) {
	if (k == 0) { float f; memcpy(&f, p, 4); if (f != f) printf("nan"); else hex(p, 4); }
	if (k == 1) { double f; memcpy(&f, p, 8); if (f != f) printf("nan"); else hex(p, 8); }
	if (k == 2) { long double f; memcpy(&f, p, 16); if (f != f) printf("nan"); else hex(p, 10); }
}
static void show(int k, const void *p, int n) {
	putchar('a' + k);
	if (k >= 18) { part(k - 18, p); putchar(','); part(k - 18, (char *)p + n / 2); }
	else if (k >= 15) part(k - 15, p);
	else hex(p, n);
	putchar('\n');
}
#define KIND(x) _Generic((x), _Bool: 1, char: 2, signed char: 3, unsigned char: 4, short: 5, unsigned short: 6, \
	int: 7, unsigned: 8, long: 9, unsigned long: 10, long long: 11, unsigned long long: 12, \
	__int128: 13, unsigned __int128: 14, float: 15, double: 16, long double: 17, \
	float _Complex: 18, double _Complex: 19, long double _Complex: 20)
#define SHOW(E) do { __auto_type r = E; show(KIND(r), &r, sizeof r); } while (0)
#define N(T) ((int)(sizeof T / sizeof *T))
#define READ(T, x, from) volatile T x; memcpy((void *)&x, from, sizeof x)
#define EACH(T, A) for (int i = 0; i < N(A); i++) { READ(T, a, A[i]);
#define PAIRS(T, A, U, B) EACH(T, A) for (int j = 0; j < N(B); j++) { READ(U, b, B[j]);
#define BINARY(T, A, U, B, op) PAIRS(T, A, U, B) SHOW(a op b); }}
// Division by zero and by -1 trap; only the test of wrapping asks for them.
#define DIVIDE(T, A, U, B, op) PAIRS(T, A, U, B) typedef __typeof__(1 ? a : b) C; \
	if (KIND((C)b) < 15 && ((C)b == (C)0 || (C)b == (C)-1)) continue; SHOW(a op b); }}
`

var cKinds = func() map[Kind]string {
	names := map[Kind]string{}
	for _, b := range arithmeticTypes {
		names[b.Kind] = strings.NewReplacer(" ", "_").Replace(b.name)
	}
	return names
}()

// arithmeticProgram collects C code and what we expect it to print.
type arithmeticProgram struct {
	text   strings.Builder
	main   strings.Builder
	tables map[Kind]operands
	got    []string
	labels []func() string // made only for what differs
}

func newArithmeticProgram(rnd *rand.Rand, n int) *arithmeticProgram {
	p := &arithmeticProgram{tables: map[Kind]operands{}}
	p.text.WriteString(arithPrologue)
	for _, t := range arithmeticTypes {
		o := randomOperands(rnd, t, n)
		p.tables[t.Kind] = o
		p.text.WriteString(o.cTable(table(t)))
	}
	return p
}

func table(t *Basic) string { return "v_" + cKinds[t.Kind] }

// emit puts a statement into a function of its own.
func (p *arithmeticProgram) emit(format string, args ...any) {
	n := p.main.Len()
	fmt.Fprintf(&p.text, "static void f%d(void) { %s }\n", n, fmt.Sprintf(format, args...))
	fmt.Fprintf(&p.main, "f%d();\n", n)
}

func (p *arithmeticProgram) expect(v Value, format string, args ...any) {
	p.got = append(p.got, show(v))
	p.labels = append(p.labels, func() string { return fmt.Sprintf(format, args...) })
}

func (p *arithmeticProgram) compare(t *testing.T) {
	t.Helper()
	source := p.text.String() + "int main(void) {\n" + p.main.String() + "}\n"
	want := runC(t, source, "-fwrapv")
	sameLines(t, func(i int) string { return p.labels[i]() }, p.got, want)
}

// forRounds runs f with a fresh random source per round.
func forRounds(t *testing.T, f func(rnd *rand.Rand)) {
	for round := range rounds() {
		f(rand.New(rand.NewPCG(uint64(round), 2)))
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
}

// TestConvertAsGCC converts between all pairs of types.
func TestConvertAsGCC(t *testing.T) {
	forRounds(t, func(rnd *rand.Rand) {
		p := newArithmeticProgram(rnd, 40)
		for _, from := range arithmeticTypes {
			for _, to := range arithmeticTypes {
				p.convert(from, to)
			}
		}
		p.compare(t)
	})
}

func (p *arithmeticProgram) convert(from, to *Basic) {
	p.emit("EACH(%s, %s) SHOW((%s)a); }", from, table(from), to)
	for _, v := range p.tables[from.Kind].values {
		p.expect(Convert(v, to), "(%s)(%s)%s", to, from, v)
	}
}

// TestUnaryAsGCC computes -x, ~x and !x after promotion.
func TestUnaryAsGCC(t *testing.T) {
	forRounds(t, func(rnd *rand.Rand) {
		p := newArithmeticProgram(rnd, 10)
		for _, typ := range arithmeticTypes {
			p.unary("-", typ, Neg)
			p.unary("!", typ, LogicalNot)
			if !IsFloating(typ) {
				p.unary("~", typ, Not)
			}
		}
		p.compare(t)
	})
}

func (p *arithmeticProgram) unary(op string, typ *Basic, f func(Value) Value) {
	p.emit("EACH(%s, %s) SHOW(%s a); }", typ, table(typ), op)
	for _, v := range p.tables[typ.Kind].values {
		p.expect(f(Convert(v, Promote(typ))), "%s(%s)%s", op, typ, v)
	}
}

// TestBinaryAsGCC computes all operators on random pairs of types, and on all
// pairs of equal types.
func TestBinaryAsGCC(t *testing.T) {
	forRounds(t, func(rnd *rand.Rand) {
		p := newArithmeticProgram(rnd, 9)
		for _, a := range arithmeticTypes {
			b := arithmeticTypes[rnd.IntN(len(arithmeticTypes))]
			for op := Add; op <= Ne; op++ {
				p.binary(op, a, a)
				p.binary(op, a, b)
			}
			p.shifts(rnd, a)
		}
		p.compare(t)
	})
}

func (p *arithmeticProgram) binary(op Op, a, b *Basic) {
	common := Usual(a, b)
	if _, err := Binary(op, IntValue(common, 1), IntValue(common, 1)); err != nil || op == Shl || op == Shr {
		return
	}
	divides := isIntegerKind(common.Kind) && (op == Div || op == Rem)
	macro := "BINARY"
	if divides {
		macro = "DIVIDE"
	}
	p.emit("%s(%s, %s, %s, %s, %s)", macro, a, table(a), b, table(b), op)
	for _, x := range p.tables[a.Kind].values {
		for _, y := range p.tables[b.Kind].values {
			if c := Convert(y, common); divides && (c.IsZero() || Not(c).IsZero()) {
				continue
			}
			v, err := Binary(op, usualOperand(x, common), usualOperand(y, common))
			if err != nil {
				panic(err)
			}
			p.expect(v, "(%s)%s %s (%s)%s", a, x, op, b, y)
		}
	}
}

// TestComplexEdgesAsGCC multiplies and divides complex numbers of which every
// part is an edge of its type: what is scaled may overflow on the way, and NaN
// may stand for an infinity.
func TestComplexEdgesAsGCC(t *testing.T) {
	p := &arithmeticProgram{tables: map[Kind]operands{}}
	p.text.WriteString(arithPrologue)
	for _, part := range []*Basic{TFloat, TDouble, TLongDouble} {
		typ := ComplexOf(part)
		edges := floatingEdges(part)
		o := operands{t: typ}
		for _, re := range edges {
			for _, im := range edges {
				o.values = append(o.values, complexValue(typ, re, im))
			}
		}
		p.tables[typ.Kind] = o
		p.text.WriteString(o.cTable(table(typ)))
		p.binary(Mul, typ, typ)
		p.binary(Div, typ, typ)
	}
	p.compare(t)
}

// floatingEdges are zero, the ends of the type's range and what division
// scales by, infinity and NaN, some of each sign.
func floatingEdges(t *Basic) []Value {
	largest, smallest := math.MaxFloat64, 0x1p-1022
	if t == TFloat {
		largest, smallest = math.MaxFloat32, 0x1p-126
	}
	var edges []Value
	for _, f := range []float64{0, math.Copysign(0, -1), 1.5, -largest, -smallest / 8, smallest * 3, 1e-30,
		math.Inf(1), math.Inf(-1), math.NaN()} {
		edges = append(edges, FloatValue(t, f))
	}
	if t == TLongDouble {
		edges = append(edges, x87Value(t, x87{math.MaxUint64, 2*x87Bias - 1}), x87Value(t, x87{x87LeadBit, 1}))
	}
	return edges
}

// usualOperand converts to the common type, but leaves a real operand real.
func usualOperand(v Value, common *Basic) Value {
	if isComplexKind(common.Kind) && !IsComplex(v.Type) {
		return Convert(v, basics[realKind(common.Kind)])
	}
	return Convert(v, common)
}

func (p *arithmeticProgram) shifts(rnd *rand.Rand, a *Basic) {
	if !IsInteger(a) {
		return
	}
	promoted := Promote(a)
	for op := Shl; op <= Shr; op++ {
		count := rnd.Int64N(8 * promoted.Size())
		p.emit("EACH(%s, %s) volatile char n = %d; SHOW(a %s n); }", a, table(a), count, op)
		for _, x := range p.tables[a.Kind].values {
			v, err := Binary(op, Convert(x, promoted), IntValue(TChar, count))
			if err != nil {
				panic(err)
			}
			p.expect(v, "(%s)%s %s %d", a, x, op, count)
		}
	}
}
