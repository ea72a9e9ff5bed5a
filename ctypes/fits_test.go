package ctypes

import (
	"strings"
	"testing"
)

func TestFits(t *testing.T) {
	byteType := &Typedef{Name: "byte", Under: TUChar}
	tests := []struct {
		text string // a literal, perhaps with a sign
		to   Type
		want bool
	}{
		{"255", TUChar, true},
		{"256", TUChar, false},
		{"300", Qualify(byteType, Const), false},
		{"127", TChar, true},
		{"128", TChar, false},
		{"0xff", TSChar, true},
		{"0x100", TSChar, false},
		{"0377", TChar, true},
		{"0b11111111", TChar, true},
		{"-0x80", TChar, true},
		{"-0x81", TChar, false},
		{"-1", TUChar, true},
		{"-2", TUChar, false},
		{"-128", TUChar, false},
		{"-0x80", TUChar, true},
		{"-0x81", TUChar, false},
		{"-2.0", TUInt, false},
		{"-2", TULong, false},
		{"-1", SizeT, true},
		{"-1", TUInt128, true},
		{"-1u", TUInt, true},
		{"4294967295", TInt, false},
		{"0xffffffff", TInt, true},
		{"4294967295", TUInt, true},
		{"4294967296", TUInt, false},
		{"0xffffffffffffffff", TLong, true},
		{"9223372036854775808", TLong, false},
		{"9223372036854775808", TULong, true},
		{"18446744073709551615", TULong, true},
		{"2.0", TInt, true},
		{"2.5", TInt, false},
		{"-0.0", TUInt, true},
		{"-1.0", TUInt, true},
		{"1e10", TInt, false},
		{"1e10", TLong, true},
		{"1e30", TInt128, true},
		{"1e40", TInt128, false},
		{"1e5000", TInt, false},
		{"1e5000", TFloat, true}, // an infinity already
		{"0.1", TFloat, true},
		{"1e300", TFloat, false},
		{"1e300L", TDouble, true},
		{"1e400L", TDouble, false},
		{"16777217", TFloat, true},
		{"2", TBool, true},
		{"5", VoidPtr, true},
		{"1.5i", TDouble, false},
		{"1.5i", TComplexFloat, true},
		{"1e300", TComplexFloat, false},
		{"300", enumOf("", TUInt), true},
	}
	for _, test := range tests {
		digits, negative := strings.CutPrefix(test.text, "-")
		v, err := ParseInt(digits)
		if err != nil {
			v, err = ParseFloat(digits)
		}
		if err != nil {
			t.Fatal(err)
		}
		if negative {
			v = Neg(v)
		}
		if got := Fits(v, test.to, RadixOf(digits)); got != test.want {
			t.Errorf("%s in %s: got %v", test.text, test.to, got)
		}
	}
}
