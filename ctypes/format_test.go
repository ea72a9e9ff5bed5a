package ctypes

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestValueString(t *testing.T) {
	literal := func(text string) Value {
		v, err := ParseFloat(text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	tests := []struct {
		v    Value
		want string
	}{
		{literal("2.0"), "2"},
		{literal("1e6"), "1000000"},
		{literal("4000000000.25"), "4000000000.25"},
		{literal("1e16"), "1e+16"},
		{literal("9999999999999998.0"), "9999999999999998"},
		{literal("1e-5"), "1e-05"},
		{literal("0.0001"), "0.0001"},
		{literal("1.5e300"), "1.5e+300"},
		{literal("1e30f"), "1e+30"},
		{literal("0.1f"), "0.1"},
		{literal("0.1L"), "0.1"},
		{literal("1e16L"), "1e+16"},
		{literal("1e-5L"), "1e-05"},
		{literal("1e4000L"), "1e+4000"},
		{literal("3.6e-4951L"), "4e-4951"},
		{literal("1.0L"), "1"},
		{Neg(literal("0.0")), "-0"},
		{Neg(literal("0.0L")), "-0"},
		{FloatValue(TLongDouble, math.Inf(-1)), "-inf"},
		{FloatValue(TFloat, math.Inf(1)), "inf"},
		{FloatValue(TDouble, math.NaN()), "nan"},
		{Neg(FloatValue(TLongDouble, math.NaN())), "nan"},
		{Convert(FloatValue(TDouble, 1.4142135623730951), TDouble), "1.4142135623730951"},
		{complexValue(TComplexDouble, literal("1.5"), Neg(literal("2.5"))), "1.5-2.5i"},
		{complexValue(TComplexFloat, literal("0.1f"), literal("0.2f")), "0.1+0.2i"},
		{complexValue(TComplexDouble, literal("0.0"), FloatValue(TDouble, math.NaN())), "0+nani"},
		{IntValue(TBool, 7), "true"},
		{IntValue(TBool, 0), "false"},
		{IntValue(TSChar, 200), "-56"},
		{IntValue(TUChar, -1), "255"},
		{IntValue(TULong, -1), "18446744073709551615"},
		{IntValue(TInt128, -1), "-1"},
		{IntValue(TUInt128, -1), "340282366920938463463374607431768211455"},
		{UintValue(CharPtr, 0x7fff1234), "0x7fff1234"},
		{IntValue(VoidPtr, 0), "NULL"},
		{IntValue(&Typedef{Name: "n", Under: TInt}, -3), "-3"},
	}
	for _, test := range tests {
		if got := test.v.String(); got != test.want {
			t.Errorf("%s %#x: got %s, want %s", test.v.Type, test.v.Bits, got, test.want)
		}
	}
}

// TestShortestRoundTrips reads back what String wrote, and checks that one
// digit less would not do.
func TestShortestRoundTrips(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	suffix := map[*Basic]string{TFloat: "f", TDouble: "", TLongDouble: "L"}
	for range 60 {
		for typ, suffix := range suffix {
			v := randomBits(rnd, typ)
			text := strings.TrimPrefix(v.String(), "-")
			if text == "inf" || text == "nan" {
				continue
			}
			if !strings.ContainsAny(text, ".e") {
				text += ".0"
			}
			back, err := ParseFloat(text + suffix)
			abs := absolute(v)
			if err != nil || back != abs {
				t.Fatalf("%s %s: read back as %s, %v", typ, text, back, err)
			}
			if typ == TLongDouble && oneDigitLess(abs) == abs {
				t.Fatalf("%s: a shorter text than %s would do", typ, text)
			}
		}
	}
}

func absolute(v Value) Value {
	if v.Float() < 0 || math.Signbit(v.Float()) {
		return Neg(v)
	}
	return v
}

// oneDigitLess is what remains of v when its text loses a digit.
func oneDigitLess(v Value) Value {
	mantissa, _, _ := strings.Cut(v.String(), "e")
	digits := len(strings.Trim(strings.ReplaceAll(mantissa, ".", ""), "0"))
	if digits < 2 {
		return Value{}
	}
	shorter, _, _ := big.ParseFloat(v.x87().big().Text('e', digits-2), 10, 2000, big.ToNearestEven)
	return x87Value(v.Type, x87FromBig(shorter))
}
