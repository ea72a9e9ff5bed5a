package ctypes

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// LiteralError says what is wrong with the text of a number.
type LiteralError struct{ Reason string }

func (e *LiteralError) Error() string { return e.Reason }

func literalErrorf(format string, args ...any) error {
	return &LiteralError{fmt.Sprintf(format, args...)}
}

// radixNames name the bases in messages.
var radixNames = map[int]string{2: "binary", 8: "octal", 10: "decimal", 16: "hexadecimal"}

// ParseInt reads an integer constant. Its type is the first of C's list for
// its base and suffix that holds it; a decimal one that only unsigned long
// would hold is an __int128, as in gcc. The suffix z is C++'s: signed size_t.
// An imaginary constant (2i) is a double _Complex; there are no complex integers.
func ParseInt(text string) (Value, error) {
	radix, rest := splitRadix(text)
	digits, suffix := splitDigits(rest, radix)
	if radix == 10 && len(suffix) == 1 && strings.Contains("iIjJ", suffix) {
		return ParseFloat(digits + "." + suffix)
	}
	suf, ok := integerSuffixes[suffix]
	switch {
	case !ok && radix < 10 && suffix != "" && isDigit(suffix[0]):
		return Value{}, literalErrorf("invalid digit %q in %s constant", suffix[:1], radixNames[radix])
	case digits == "":
		return Value{}, literalErrorf("no digits in %s constant", radixNames[radix])
	case badSeparators(rest[:len(rest)-len(suffix)]):
		return Value{}, literalErrorf("digit separator ' outside digits")
	case !ok:
		return Value{}, literalErrorf("invalid suffix %q on integer constant", suffix)
	}
	n, _ := new(big.Int).SetString(digits, radix)
	t := literalType(n, suf, radix)
	if t == nil {
		return Value{}, literalErrorf("integer constant is too large for its type")
	}
	return bigIntValue(t, n), nil
}

// RadixOf is the base in which an integer constant is written.
func RadixOf(text string) int {
	radix, _ := splitRadix(text)
	return radix
}

func splitRadix(text string) (radix int, rest string) {
	switch {
	case len(text) < 2 || text[0] != '0':
		return 10, text
	case text[1] == 'x' || text[1] == 'X':
		return 16, text[2:]
	case text[1] == 'b' || text[1] == 'B':
		return 2, text[2:]
	}
	return 8, text
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isDigitOf(c byte, radix int) bool {
	switch {
	case isDigit(c):
		return int(c-'0') < radix
	case radix == 16:
		return c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
	}
	return false
}

// splitDigits separates the digits, without separators, from the suffix.
func splitDigits(text string, radix int) (digits, suffix string) {
	i := 0
	for i < len(text) && (isDigitOf(text[i], radix) || text[i] == '\'') {
		i++
	}
	return strings.ReplaceAll(text[:i], "'", ""), text[i:]
}

// badSeparators says whether a separator does not stand between two digits.
func badSeparators(digits string) bool {
	return strings.HasPrefix(digits, "'") || strings.HasSuffix(digits, "'") || strings.Contains(digits, "''")
}

// integerSuffix says where in the list of types the search begins.
type integerSuffix struct {
	unsigned bool
	first    Kind // Int, Long or LongLong
	only     bool // no wider type: z
}

var integerSuffixes = makeIntegerSuffixes()

// makeIntegerSuffixes lists every spelling: u before or behind, each in either
// case, but no lL.
func makeIntegerSuffixes() map[string]integerSuffix {
	lengths := map[string]integerSuffix{
		"": {first: Int}, "l": {first: Long}, "L": {first: Long},
		"ll": {first: LongLong}, "LL": {first: LongLong},
		"z": {first: Long, only: true}, "Z": {first: Long, only: true},
	}
	all := map[string]integerSuffix{}
	for length, s := range lengths {
		all[length] = s
		s.unsigned = true
		for _, u := range []string{"u", "U"} {
			all[u+length], all[length+u] = s, s
		}
	}
	return all
}

// literalType is the first type that holds n, or nil.
func literalType(n *big.Int, s integerSuffix, radix int) *Basic {
	for kind := s.first; kind <= Int128; kind += 2 {
		signed, unsigned := basics[kind], basics[kind+1]
		if !s.unsigned && int64(n.BitLen()) < 8*signed.size && (kind < Int128 || n.BitLen() <= 64) {
			return signed
		}
		if (s.unsigned || radix != 10) && int64(n.BitLen()) <= 8*unsigned.size && kind < Int128 {
			return unsigned
		}
		if s.only {
			return nil
		}
	}
	return nil
}

// bigIntValue is n, which fits in t.
func bigIntValue(t Type, n *big.Int) Value {
	var b [16]byte
	n.FillBytes(b[:])
	for i := range 8 {
		b[i], b[15-i] = b[15-i], b[i]
	}
	return FromBytes(t, b[:])
}

// ParseFloat reads a floating constant, decimal or hexadecimal. It is rounded
// once, in its own type; one that is out of range is an infinity, as in gcc.
func ParseFloat(text string) (Value, error) {
	number, suffix := splitFloatSuffix(text)
	t, ok := floatType(suffix)
	if !ok {
		return Value{}, literalErrorf("invalid suffix %q on floating constant", suffix)
	}
	if err := checkFloat(number); err != nil {
		return Value{}, err
	}
	return parseFloating(strings.ReplaceAll(number, "'", ""), t)
}

var floatSuffixes = map[string]*Basic{
	"": TDouble, "f": TFloat, "F": TFloat, "l": TLongDouble, "L": TLongDouble,
}

// floatType is the type that a suffix names. An i or j before or behind it,
// gcc's mark of an imaginary constant, makes it complex.
func floatType(suffix string) (*Basic, bool) {
	i := strings.IndexAny(suffix, "iIjJ")
	if i < 0 {
		t, ok := floatSuffixes[suffix]
		return t, ok
	}
	t, ok := floatSuffixes[suffix[:i]+suffix[i+1:]]
	if !ok {
		return nil, false
	}
	return ComplexOf(t), true
}

func isHex(text string) bool {
	return len(text) > 1 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')
}

// splitFloatSuffix finds the end of the number: in a hexadecimal one without
// exponent f is a digit.
func splitFloatSuffix(text string) (number, suffix string) {
	i, radix, exponent := 0, 10, "eE"
	if isHex(text) {
		i, radix, exponent = 2, 16, "pP"
	}
	for i < len(text) && (isDigitOf(text[i], radix) || text[i] == '.' || text[i] == '\'') {
		i++
	}
	if i < len(text) && strings.IndexByte(exponent, text[i]) >= 0 {
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		for i < len(text) && (isDigit(text[i]) || text[i] == '\'') {
			i++
		}
	}
	return text[:i], text[i:]
}

func checkFloat(number string) error {
	mantissa, exponent, hasExponent := strings.Cut(strings.ToLower(number), "e")
	if isHex(number) {
		mantissa, exponent, hasExponent = strings.Cut(strings.ToLower(number[2:]), "p")
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	switch {
	case strings.Contains(fraction, "."):
		return literalErrorf("too many decimal points in number")
	case whole+fraction == "":
		return literalErrorf("no digits in floating constant")
	case hasExponent && strings.Trim(exponent, "+-") == "":
		return literalErrorf("exponent has no digits")
	case isHex(number) && !hasExponent:
		return literalErrorf("hexadecimal floating constants require an exponent")
	case badSeparators(whole) || badSeparators(fraction) || badSeparators(strings.TrimLeft(exponent, "+-")):
		return literalErrorf("digit separator ' outside digits")
	}
	return nil
}

// literalPrecision is enough bits to round a decimal number to a long double
// as if it were exact, short of numbers made up to defeat it.
const literalPrecision = 1024

// parseFloating reads checked text; an imaginary suffix gives i times it.
func parseFloating(text string, t *Basic) (Value, error) {
	if IsComplex(t) {
		part := basics[realKind(t.Kind)]
		im, err := parseFloating(text, part)
		return complexValue(t, Value{Type: part}, im), err
	}
	if t != TLongDouble {
		f, err := strconv.ParseFloat(text, int(8*t.size))
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			return Value{}, literalErrorf("invalid floating constant %q", text)
		}
		return FloatValue(t, f), nil
	}
	return parseX87(text)
}

func parseX87(text string) (Value, error) {
	if exponentTooLong(text) {
		return x87Value(TLongDouble, extremeX87(text)), nil
	}
	f, _, err := big.ParseFloat(text, 0, literalPrecision, big.ToNearestEven)
	if err != nil {
		return Value{}, literalErrorf("invalid floating constant %q", text)
	}
	return x87Value(TLongDouble, x87FromBig(f)), nil
}

// maxExponentDigits keeps math/big from computing powers that no long double
// has.
const maxExponentDigits = 6

func exponentTooLong(text string) bool {
	return len(exponentDigits(text)) > maxExponentDigits
}

func exponentDigits(text string) string {
	i := strings.LastIndexAny(text, "pP")
	if !isHex(text) {
		i = strings.LastIndexAny(text, "eE")
	}
	if i < 0 {
		return ""
	}
	return strings.TrimLeft(text[i+1:], "+-0")
}

// extremeX87 is a number whose exponent is beyond every long double's.
func extremeX87(text string) x87 {
	mantissa := text[:strings.LastIndexAny(text, "eEpP")]
	if strings.Contains(text, "-") || strings.Trim(mantissa, "0xX.") == "" {
		return x87Zero
	}
	return x87Inf(false)
}
