package oracle

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// typ is a type that can be passed: its C name, how to write a random value as
// an initialiser, and how to hash the bytes that count (padding does not).
type typ struct {
	name    string
	literal bool // a value is written as a compound literal
	hash    []string
	init    func(r *rand.Rand) string
	vararg  string // what va_arg takes, where that is another type
	wide    string // the 64-bit type that has this one in its low bits; integers only
}

// expr is a value as an expression.
func (t typ) expr(r *rand.Rand) string {
	if t.literal {
		return "(" + t.name + ")" + t.init(r)
	}
	return "(" + t.name + ")(" + t.init(r) + ")"
}

// hashing is statements that mix a variable; $ stands for it in t.hash.
func (t typ) hashing(variable string) string {
	return strings.ReplaceAll(strings.Join(t.hash, ""), "$", variable)
}

// inside is the hash of a member of this type.
func (t typ) inside(path string) []string {
	out := make([]string, len(t.hash))
	for i, h := range t.hash {
		out[i] = strings.ReplaceAll(h, "$", "$"+path)
	}
	return out
}

func mixing(size int) []string {
	return []string{fmt.Sprintf("mix((const void *)&$, %d); ", size)}
}

func (t typ) vaArg() string {
	if t.vararg != "" {
		return t.vararg
	}
	return t.name
}

// integer is an integer type of some bits with values at and between its ends.
func integer(name string, bits int, signed bool, vararg string) typ {
	wide := "unsigned long"
	if signed {
		wide = "long"
	}
	if bits > 64 {
		wide = ""
	}
	return typ{
		name: name, hash: mixing(bits / 8), vararg: vararg, wide: wide,
		init: func(r *rand.Rand) string { return integerText(r, bits, signed) },
	}
}

// integerText is a random value of bits bits as a C constant expression.
func integerText(r *rand.Rand, bits int, signed bool) string {
	if bits > 64 {
		high := integerText(r, bits-64, signed)
		return fmt.Sprintf("((__int128)(%s) * ((__int128)1 << 64) + %s)", high, integerText(r, 64, false))
	}
	v := r.Uint64() >> (64 - bits)
	switch r.IntN(6) {
	case 0:
		v = 0
	case 1:
		v = ^uint64(0) >> (64 - bits) // -1 or the largest
	case 2:
		v = 1 << (bits - 1) // the least, or the upper half
	case 3:
		v = uint64(r.IntN(2))
	}
	if !signed {
		return fmt.Sprintf("%dUL", v)
	}
	s := int64(v<<(64-bits)) >> (64 - bits)
	if s == -1<<63 {
		return "(-9223372036854775807L - 1)"
	}
	return fmt.Sprintf("%dL", s)
}

var floatTexts = map[string][]string{
	"f": {"0.0f", "-0.0f", "1.0f", "0.1f", "-1.5e10f", "3.4028234e38f", "1e-45f", "-1.1e-38f", "__builtin_inff()", "-__builtin_inff()", `__builtin_nanf("")`},
	"": {"0.0", "-0.0", "1.0", "0.1", "-1.5e300", "1.7976931348623157e308", "4.9e-324", "-2.2e-308", "__builtin_inf()", "-__builtin_inf()", `__builtin_nan("")`,
		"3.141592653589793"},
	"L": {"0.0L", "-0.0L", "1.0L", "0.1L", "-1.5e4000L", "1.18973149535723176502e4932L", "3.6451995318824746025e-4951L", "-1e-4940L", "__builtin_infl()",
		"-__builtin_infl()", `__builtin_nanl("")`, "3.14159265358979323846L"},
}

func floating(name string, size int, suffix, vararg string) typ {
	return typ{name: name, hash: mixing(size), vararg: vararg, init: func(r *rand.Rand) string { return floatText(r, suffix) }}
}

func floatText(r *rand.Rand, suffix string) string {
	if r.IntN(2) == 0 {
		return pick(r, floatTexts[suffix])
	}
	return fmt.Sprintf("%d.%d%s", r.IntN(2000)-1000, r.IntN(1000), suffix)
}

func complexType(name string, size int, suffix string) typ {
	t := typ{name: name, hash: mixing(size), init: func(r *rand.Rand) string {
		return fmt.Sprintf("__builtin_complex(%s, %s)", floatText(r, suffix), floatText(r, suffix))
	}}
	if suffix == "L" {
		t.hash = []string{"mix((const void *)&$, 10); ", "mix((const char *)&$ + 16, 10); "}
	}
	return t
}

func pointer(name string) typ {
	return typ{name: name, hash: mixing(8), init: func(r *rand.Rand) string {
		return fmt.Sprintf("(%s)%d", name, r.Int64N(1<<47))
	}}
}

// The enums, one for each underlying type, and the vectors need declarations.
const typeDeclarations = `enum shade { LIGHT, DARK = 7 };
enum below { BELOW = -3, ABOVE = 3 };
enum huge { HUGE = 1L << 40 };
enum negative { DEEP = -(1L << 40), FLAT = 0 };
enum __attribute__((packed)) tiny { TINY = 200 };
enum __attribute__((packed)) tinyneg { TINYNEG = -100 };
enum __attribute__((packed)) mid { MID = 60000 };
enum __attribute__((packed)) midneg { MIDNEG = -30000 };
typedef float v4sf __attribute__((vector_size(16)));
typedef double v2df __attribute__((vector_size(16)));
typedef int v4si __attribute__((vector_size(16)));
typedef long v2di __attribute__((vector_size(16)));
typedef signed char v16qi __attribute__((vector_size(16)));
typedef float v2sf __attribute__((vector_size(8)));
typedef short v4hi __attribute__((vector_size(8)));
typedef int (*operation)(int, double);
`

func enum(name string, bits int, values ...string) typ {
	wide, vararg := "unsigned long", ""
	if strings.HasPrefix(values[0], "-") {
		wide = "long"
	}
	if bits < 32 {
		vararg = "int"
	}
	return typ{name: "enum " + name, hash: mixing(bits / 8), wide: wide, vararg: vararg, init: func(r *rand.Rand) string {
		return fmt.Sprintf("(enum %s)%s", name, pick(r, values))
	}}
}

func vector(name string, elem typ, n int) typ {
	return typ{name: name, literal: true, hash: mixing(elem.size() * n), init: func(r *rand.Rand) string {
		return elem.list(r, n)
	}}
}

// size is of a type that is hashed whole.
func (t typ) size() (n int) {
	fmt.Sscanf(t.hash[0], "mix((const void *)&$, %d)", &n)
	return n
}

func (t typ) list(r *rand.Rand, n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = t.init(r)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

var (
	tChar      = integer("char", 8, true, "int")
	tSChar     = integer("signed char", 8, true, "int")
	tUChar     = integer("unsigned char", 8, false, "int")
	tShort     = integer("short", 16, true, "int")
	tUShort    = integer("unsigned short", 16, false, "int")
	tInt       = integer("int", 32, true, "")
	tUInt      = integer("unsigned int", 32, false, "")
	tLong      = integer("long", 64, true, "")
	tULong     = integer("unsigned long", 64, false, "")
	tLongLong  = integer("long long", 64, true, "")
	tULongLong = integer("unsigned long long", 64, false, "")
	tInt128    = integer("__int128", 128, true, "")
	tUInt128   = integer("unsigned __int128", 128, false, "")
	tFloat     = floating("float", 4, "f", "double")
	tDouble    = floating("double", 8, "", "")
	tExtended  = floating("long double", 10, "L", "")
)

var tBool = typ{name: "_Bool", hash: mixing(1), vararg: "int", init: func(r *rand.Rand) string { return fmt.Sprint(r.IntN(2)) }}

// scalars are the types that are no records; the commoner ones stand twice.
var scalars = []typ{
	tBool, tChar, tSChar, tUChar, tShort, tUShort, tInt, tInt, tUInt, tLong, tLong, tULong, tLongLong, tULongLong,
	tFloat, tFloat, tFloat, tDouble, tDouble, tDouble, tExtended, tInt128, tUInt128,
	complexType("float _Complex", 8, "f"), complexType("double _Complex", 16, ""), complexType("long double _Complex", 10, "L"),
	pointer("void *"), pointer("char *"), pointer("operation"),
	enum("shade", 32, "0", "7"), enum("below", 32, "-3", "3"), enum("huge", 64, "1099511627776", "5"),
	enum("negative", 64, "-1099511627776", "0"), enum("tiny", 8, "200"), enum("tinyneg", 8, "-100"),
	enum("mid", 16, "60000"), enum("midneg", 16, "-30000"),
	vector("v4sf", tFloat, 4), vector("v2df", tDouble, 2), vector("v4si", tInt, 4), vector("v2di", tLong, 2),
	vector("v16qi", tSChar, 16), vector("v2sf", tFloat, 2), vector("v4hi", tShort, 4),
}

// bitTypes are the types that a bit-field may have.
var bitTypes = []struct {
	name   string
	bits   int
	signed bool
}{
	{"_Bool", 1, false}, {"signed char", 8, true}, {"unsigned char", 8, false}, {"short", 16, true},
	{"unsigned short", 16, false}, {"int", 32, true}, {"unsigned int", 32, false}, {"long", 64, true},
	{"unsigned long long", 64, false}, {"__int128", 128, true}, {"unsigned __int128", 128, false},
}
