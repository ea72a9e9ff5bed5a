package ctypes

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// String is the plain form: integers in decimal, bool as true or false,
// floating values in the shortest form that reads back as the same value of
// their own type, complex ones as 1.5-2.5i, pointers as 0x… or NULL.
func (v Value) String() string {
	if IsPointer(v.Type) {
		return pointerString(v.Bits[0])
	}
	switch r := representationOf(v.Type); {
	case r.kind == Bool:
		return strconv.FormatBool(v.Bits[0] != 0)
	case r.size == 16 && isIntegerKind(r.kind):
		return v.int128().big(r.signed).String()
	case isIntegerKind(r.kind) && r.signed:
		return strconv.FormatInt(int64(v.Bits[0]), 10)
	case isIntegerKind(r.kind):
		return strconv.FormatUint(v.Bits[0], 10)
	case isComplexKind(r.kind):
		return complexString(v)
	}
	return floatingString(v)
}

func pointerString(p uint64) string {
	if p == 0 {
		return "NULL"
	}
	return "0x" + strconv.FormatUint(p, 16)
}

func complexString(v Value) string {
	re, im := v.parts()
	imag := floatingString(im)
	if !strings.HasPrefix(imag, "-") {
		imag = "+" + imag
	}
	return floatingString(re) + imag + "i"
}

func floatingString(v Value) string {
	switch kindOf(v.Type) {
	case Float:
		return shortest(v.Float(), 32)
	case Double:
		return shortest(v.Float(), 64)
	case LongDouble:
		return shortestX87(v.x87())
	}
	return ""
}

func shortest(f float64, size int) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 0):
		return infinity(f < 0)
	}
	return plainOrExponent(strconv.FormatFloat(f, 'e', -1, size), func() string {
		return strconv.FormatFloat(f, 'f', -1, size)
	})
}

func infinity(neg bool) string {
	if neg {
		return "-inf"
	}
	return "inf"
}

func shortestX87(x x87) string {
	switch {
	case x.isNaN():
		return "nan"
	case x.isInf():
		return infinity(x.negative())
	}
	f := x.big()
	if x.biased() == 0 && x.mant != 0 {
		f.SetPrec(uint(bits.Len64(x.mant))) // a denormal has fewer digits
	}
	return plainOrExponent(f.Text('e', -1), func() string { return f.Text('f', -1) })
}

// plainOrExponent chooses as Python does: the exponent form below 1e-4 and
// from 1e16 on.
func plainOrExponent(scientific string, plain func() string) string {
	exp, err := strconv.Atoi(scientific[strings.IndexByte(scientific, 'e')+1:])
	if err == nil && (exp < -4 || exp >= 16) {
		return scientific
	}
	return plain()
}
