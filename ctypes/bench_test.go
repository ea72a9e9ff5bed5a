package ctypes

import "testing"

func benchmarkBinary(b *testing.B, op Op, t Type) {
	x, y := IntValue(t, 12345), IntValue(t, 67)
	for b.Loop() {
		if _, err := Binary(op, x, y); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAddInt(b *testing.B)        { benchmarkBinary(b, Add, TInt) }
func BenchmarkMulDouble(b *testing.B)     { benchmarkBinary(b, Mul, TDouble) }
func BenchmarkDivLongDouble(b *testing.B) { benchmarkBinary(b, Div, TLongDouble) }
func BenchmarkDivInt128(b *testing.B)     { benchmarkBinary(b, Div, TInt128) }
func BenchmarkDivComplex(b *testing.B)    { benchmarkBinary(b, Div, TComplexDouble) }

func BenchmarkConvert(b *testing.B) {
	v := IntValue(TInt, 12345)
	for b.Loop() {
		Convert(Convert(v, TDouble), TLong)
	}
}
