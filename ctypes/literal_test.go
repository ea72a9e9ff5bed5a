package ctypes

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestParseErrors(t *testing.T) {
	tests := []struct {
		text  string
		parse func(string) (Value, error)
		want  string
	}{
		{"12x", ParseInt, `invalid suffix "x" on integer constant`},
		{"12lul", ParseInt, `invalid suffix "lul" on integer constant`},
		{"12lL", ParseInt, `invalid suffix "lL" on integer constant`},
		{"089", ParseInt, `invalid digit "8" in octal constant`},
		{"0b102", ParseInt, `invalid digit "2" in binary constant`},
		{"0x", ParseInt, `no digits in hexadecimal constant`},
		{"0b", ParseInt, `no digits in binary constant`},
		{"1''0", ParseInt, `digit separator ' outside digits`},
		{"0x'1", ParseInt, `digit separator ' outside digits`},
		{"1'", ParseInt, `digit separator ' outside digits`},
		{"18446744073709551616", ParseInt, `integer constant is too large for its type`},
		{"1.5q", ParseFloat, `invalid suffix "q" on floating constant`},
		{"1e", ParseFloat, `exponent has no digits`},
		{"1e+", ParseFloat, `exponent has no digits`},
		{"0x1.8", ParseFloat, `hexadecimal floating constants require an exponent`},
		{"0x.p1", ParseFloat, `no digits in floating constant`},
		{"1.2.3", ParseFloat, `too many decimal points in number`},
	}
	for _, test := range tests {
		v, err := test.parse(test.text)
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, %v; want %s", test.text, v, err, test.want)
		}
	}
}

func TestParseShellOnly(t *testing.T) {
	for text, want := range map[string]string{
		"1'000'000": "int 1000000", "0x'f": "", "0xff'ff": "int 65535", "0b1'1": "int 3",
		"5z": "long 5", "5uz": "unsigned long 5", "5zU": "unsigned long 5", "1'0.2'5e1'0": "double 102500000000",
	} {
		v, err := ParseInt(text)
		if strings.Contains(text, ".") {
			v, err = ParseFloat(text)
		}
		if got := fmt.Sprint(v.Type, " ", v); err == nil && got != want || err != nil && want != "" {
			t.Errorf("%s: got %s, %v; want %s", text, got, err, want)
		}
	}
}

// TestLiteralsAsGCC compares type and value of random constants.
func TestLiteralsAsGCC(t *testing.T) {
	forRounds(t, func(rnd *rand.Rand) {
		p := newArithmeticProgram(rnd, 1)
		var code strings.Builder
		for range 400 {
			p.literal(&code, randomIntLiteral(rnd), ParseInt)
			p.literal(&code, randomFloatLiteral(rnd), ParseFloat)
		}
		for _, text := range []string{"0", "0x7fffffff", "0x80000000", "2147483648", "0xffffffffffffffff", "9223372036854775808",
			"18446744073709551615", "01777777777777777777777", "0b11u", "4294967295u", "4294967296u"} {
			p.literal(&code, text, ParseInt)
		}
		for _, text := range []string{"1.", ".5", "1e400", "1e-400", "1e39f", "1e5000L", "1e-5000L", "1e999999999L", "0x1p-16445L",
			"0x1p-16446L", "0x1.8p-16446L", "0e9999999L", "1.5i", "2.5if", "2.5Li", "3.6e-4951L", "1.8e-4951L", "5e-324", "2e-324"} {
			p.literal(&code, text, ParseFloat)
		}
		p.emit("%s", code.String())
		p.compare(t)
	})
}

func (p *arithmeticProgram) literal(code *strings.Builder, text string, parse func(string) (Value, error)) {
	v, err := parse(text)
	if err != nil {
		p.labels = append(p.labels, func() string { return text })
		p.got = append(p.got, err.Error())
	} else {
		p.expect(v, "%s", text)
	}
	fmt.Fprintf(code, "SHOW(%s);\n", text)
}

func randomIntLiteral(rnd *rand.Rand) string {
	n := rnd.Uint64() >> rnd.IntN(64)
	if rnd.IntN(3) == 0 {
		n = 1<<rnd.IntN(64) - uint64(rnd.IntN(2))
	}
	format := []string{"%d", "%#x", "%#X", "%#o", "%#b"}[rnd.IntN(5)]
	suffix := []string{"", "u", "U", "l", "L", "ul", "UL", "Ul", "lu", "LU", "ll", "LL", "ull", "ULL", "LLU", "llu", "uLL"}[rnd.IntN(17)]
	return fmt.Sprintf(format, n) + suffix
}

func randomFloatLiteral(rnd *rand.Rand) string {
	suffix := []string{"", "f", "F", "l", "L"}[rnd.IntN(5)]
	exp := []int{5, 40, 320, 4960}[rnd.IntN(4)]
	if rnd.IntN(3) == 0 {
		return fmt.Sprintf("0x%x.%xp%d%s", rnd.Uint32()>>rnd.IntN(32), rnd.Uint64(), rnd.IntN(6*exp)-3*exp, suffix)
	}
	return fmt.Sprintf("%d.%d%de%d%s", rnd.Uint64()>>rnd.IntN(64), rnd.Uint64(), rnd.Uint64(), rnd.IntN(2*exp)-exp, suffix)
}
