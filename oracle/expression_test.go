package oracle

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// Expressions over variables of every arithmetic type; the bytes of the result
// and of what each type makes of it must be gcc's.
func TestRandomExpressions(t *testing.T) {
	needGCC(t)
	for _, seed := range seeds(2) {
		p := &program{}
		g := &expressions{r: newRand(seed), integers: integerTypes, floats: floatTypes}
		g.prologue(&p.file)
		for i := range 400 {
			g.statement(&p.body, i)
		}
		p.compare(t, seed)
	}
}

var integerTypes = []string{"char", "signed char", "unsigned char", "short", "unsigned short", "int",
	"unsigned int", "long", "unsigned long", "long long", "unsigned long long", "_Bool", "__int128", "unsigned __int128"}

var floatTypes = []string{"float", "double", "long double"}

var complexTypes = []string{"float _Complex", "double _Complex"}

type expressions struct {
	r                *rand.Rand
	integers, floats []string // the types of casts
	variables        []variable
}

type variable struct{ name, class string } // class: i f c

// prologue declares a few variables of every type and the function that
// prints an object's bytes. A NaN has no sign worth comparing, and the last
// six bytes of each 16 of a long double (size 10, complex: 26) are padding.
func (g *expressions) prologue(b *strings.Builder) {
	b.WriteString(`void show(const char *label, const void *object, int size, int nan) {
  const unsigned char *byte = object;
  printf("%s ", label);
  if (nan) printf("nan");
  else for (int i = 0; i < size; i++) if (size % 16 != 10 || i % 16 < 10) printf("%02x", byte[i]);
  printf("\n");
}
`)
	for i, typ := range integerTypes {
		for j := range 2 {
			g.declare(b, fmt.Sprintf("i%d_%d", i, j), typ, "i", g.integer())
		}
	}
	for i, typ := range floatTypes {
		for j := range 3 {
			g.declare(b, fmt.Sprintf("f%d_%d", i, j), typ, "f", g.floating())
		}
	}
	for i, typ := range complexTypes {
		g.declare(b, fmt.Sprintf("c%d", i), typ, "c", g.floating()+" + "+g.floating()+" * 1.0i")
	}
}

func (g *expressions) declare(b *strings.Builder, name, typ, class, value string) {
	fmt.Fprintf(b, "%s %s = (%s)(%s);\n", typ, name, typ, value)
	g.variables = append(g.variables, variable{name, class})
}

func (g *expressions) integer() string {
	edges := []string{"0", "1", "-1", "127", "128", "255", "-128", "32767", "65535", "2147483647", "(-2147483647-1)",
		"4294967295u", "9223372036854775807", "18446744073709551615u", "0x7fff0000ffff"}
	if g.r.IntN(2) == 0 {
		return pick(g.r, edges)
	}
	return fmt.Sprint(int64(g.r.Uint64()) >> g.r.IntN(60))
}

func (g *expressions) floating() string {
	edges := []string{"0.0", "-0.0", "1.0", "0.1", "-2.5", "1e10", "3.4e38", "1e-40", "5e-324", "16777217.0", "9007199254740993.0", "1e300"}
	if g.r.IntN(2) == 0 {
		return pick(g.r, edges)
	}
	return fmt.Sprintf("%g", (g.r.Float64()-0.5)*float64(uint64(1)<<g.r.IntN(40)))
}

// statement shows one expression's bytes.
func (g *expressions) statement(b *strings.Builder, i int) {
	class := pick(g.r, []string{"i", "i", "i", "f", "f", "c"})
	e := g.expression(class, 3)
	fmt.Fprintf(b, "{ typeof(%s) r = %s; show(\"e%d\", &r, _Generic(r, long double: 10, long double _Complex: 26, default: sizeof r), r != r); }\n", e, e, i)
}

func (g *expressions) expression(class string, depth int) string {
	if depth == 0 || g.r.IntN(6) == 0 {
		return g.leaf(class)
	}
	switch class {
	case "i":
		return g.integral(depth - 1)
	case "f":
		return g.real(depth - 1)
	}
	return g.complexValued(depth - 1)
}

func (g *expressions) leaf(class string) string {
	for {
		if v := pick(g.r, g.variables); v.class == class {
			return v.name
		}
	}
}

func (g *expressions) integral(depth int) string {
	x, y := g.expression("i", depth), g.expression("i", depth)
	switch g.r.IntN(14) {
	case 0:
		return fmt.Sprintf("(%s << (%s & 7))", x, y)
	case 1:
		return fmt.Sprintf("(%s >> (%s & 7))", x, y)
	case 2:
		return fmt.Sprintf("(%s / ((%s & 15) + 1))", x, y)
	case 3:
		return fmt.Sprintf("(%s %% ((%s & 15) + 1))", x, y)
	case 4:
		f, h := g.expression("f", depth), g.expression("f", depth)
		return fmt.Sprintf("(%s %s %s)", f, pick(g.r, []string{"<", "<=", ">", ">=", "==", "!="}), h)
	case 5:
		return fmt.Sprintf("(%s %s %s)", x, pick(g.r, []string{"<", "<=", ">", ">=", "==", "!=", "&&", "||"}), y)
	case 6:
		return fmt.Sprintf("(%s%s)", pick(g.r, []string{"-", "~", "!", "+"}), x)
	case 7:
		return fmt.Sprintf("((%s)%s)", pick(g.r, g.integers), x)
	case 8:
		return fmt.Sprintf("(%s ? %s : %s)", g.expression("i", depth), x, y)
	case 9:
		return fmt.Sprintf("(_Bool)(%s)", g.expression("f", depth))
	}
	return fmt.Sprintf("(%s %s %s)", x, pick(g.r, []string{"+", "-", "*", "&", "|", "^"}), y)
}

func (g *expressions) real(depth int) string {
	x, y := g.expression("f", depth), g.expression("f", depth)
	switch g.r.IntN(8) {
	case 0:
		return fmt.Sprintf("(%s %s %s)", g.expression("i", depth), pick(g.r, []string{"+", "-", "*", "/"}), x)
	case 1:
		return "(-" + x + ")"
	case 2:
		return fmt.Sprintf("((%s)%s)", pick(g.r, g.floats), pick(g.r, []string{x, g.expression("i", depth)}))
	case 3:
		return fmt.Sprintf("(%s ? %s : %s)", g.expression("i", depth), x, y)
	}
	return fmt.Sprintf("(%s %s %s)", x, pick(g.r, []string{"+", "-", "*", "/"}), y)
}

// complexValued has no negation: gcc moves one through products and
// quotients, which for complex values changes the signs of zeros.
func (g *expressions) complexValued(depth int) string {
	x, y := g.expression("c", depth), g.expression("c", depth)
	switch g.r.IntN(5) {
	case 0:
		return fmt.Sprintf("(%s %s %s)", x, pick(g.r, []string{"+", "-", "*"}), g.expression("f", depth))
	case 1:
		return "(~" + x + ")"
	}
	return fmt.Sprintf("(%s %s %s)", x, pick(g.r, []string{"+", "-", "*", "/"}), y)
}
