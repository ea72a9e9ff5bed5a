package eval

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The same random expressions, run here and by gcc.

var gccVars = []struct{ ctype, name, value string }{
	{"char", "c", "-77"}, {"unsigned char", "uc", "200"}, {"short", "s", "-30000"},
	{"unsigned short", "us", "65000"}, {"int", "i", "-2000000000"}, {"unsigned", "u", "4000000000u"},
	{"long", "l", "-9000000000000000000"}, {"unsigned long", "ul", "18000000000000000000u"},
	{"_Bool", "b", "1"}, {"float", "f", "3.75f"}, {"double", "d", "-123456.789"}, {"long double", "ld", "1.1L"},
	{"__int128", "x", "-5"},
}

type exprMaker struct{ r *rand.Rand }

func (g *exprMaker) pick(list ...string) string { return list[g.r.IntN(len(list))] }

// integer makes an expression of some integer type. Bit-fields wider than int
// are only written: gcc computes in their own width, which C leaves open, and
// it promotes those narrower behind a comma, which C does not.
func (g *exprMaker) integer(depth int) string {
	if depth == 0 {
		if g.r.IntN(4) == 0 {
			return g.pick("1", "7", "0x80", "100000", "3u", "5l", "255ul", "'a'")
		}
		return g.pick("c", "uc", "s", "us", "i", "u", "l", "ul", "b", "x", "t.a", "t.b")
	}
	a, b := g.integer(depth-1), g.integer(depth-1)
	switch g.r.IntN(12) {
	case 0, 1, 2, 3:
		return fmt.Sprintf("(%s %s %s)", a, g.pick("+", "-", "*", "&", "|", "^"), b)
	case 4:
		return fmt.Sprintf("(%s %s ((%s & 15) + 1))", a, g.pick("/", "%"), b)
	case 5:
		return fmt.Sprintf("(%s %s (%s & 7))", a, g.pick("<<", ">>"), b)
	case 6:
		return fmt.Sprintf("(%s %s %s)", g.number(depth-1), g.pick("<", "<=", ">", ">=", "==", "!=", "&&", "||"), g.number(depth-1))
	case 7:
		return fmt.Sprintf("(%s %s)", g.pick("-", "~", "!", "+"), a)
	case 8:
		return fmt.Sprintf("(%s ? %s : %s)", g.number(depth-1), a, b)
	case 9:
		return fmt.Sprintf("(%s%s)", g.pick("(char)", "(unsigned char)", "(short)", "(unsigned short)", "(int)", "(unsigned)", "(long)", "(unsigned long)", "(_Bool)", "(__int128)"), a)
	}
	return fmt.Sprintf("(%s, +%s)", a, b)
}

// statement makes an expression with one effect at most: more would be without
// order in C.
func (g *exprMaker) statement(depth int) string {
	if g.r.IntN(2) == 0 {
		return g.number(depth)
	}
	v := g.pick("c", "uc", "s", "us", "i", "u", "l", "ul", "b", "t.a", "t.b", "t.c", "x")
	switch g.r.IntN(6) {
	case 0:
		return v + g.pick("++", "--")
	case 1:
		return g.pick("++", "--") + v
	case 2:
		return fmt.Sprintf("%s = %s", v, g.integer(depth))
	}
	return fmt.Sprintf("%s %s %s", v, g.pick("+=", "-=", "*=", "&=", "|=", "^="), g.integer(depth))
}

// number makes an expression of any arithmetic type.
func (g *exprMaker) number(depth int) string {
	if depth == 0 && g.r.IntN(2) == 0 {
		return g.pick("f", "d", "ld", "1.5", "0.25f")
	}
	if depth == 0 || g.r.IntN(3) > 0 {
		return g.integer(depth)
	}
	a, b := g.number(depth-1), g.number(depth-1)
	switch g.r.IntN(5) {
	case 2:
		return fmt.Sprintf("(%s / (double)%s)", a, b)
	case 0:
		return "((float)" + a + ")"
	case 1:
		return fmt.Sprintf("(%s ? %s : %s)", g.integer(depth-1), a, b)
	}
	return fmt.Sprintf("(%s %s %s)", a, g.pick("+", "-", "*"), b)
}

const gccSetup = "struct { int a : 5; unsigned b : 11; long c : 40; } t = {-3, 1000, -12345678};\n"

// program computes expressions, each from the same values, and gives the bits
// of the result and of all variables.
func program(exprs []string, show func(string) string) string {
	var b strings.Builder
	for n, e := range exprs {
		fmt.Fprintf(&b, "void f%d(void) {\n", n)
		for _, v := range gccVars {
			fmt.Fprintf(&b, "%s %s = %s;\n", v.ctype, v.name, v.value)
		}
		b.WriteString(gccSetup)
		fmt.Fprintf(&b, "double r = (%s); unsigned long bits = *(unsigned long *)&r;\n", e)
		b.WriteString("if (r != r) bits = 0;\n")
		b.WriteString("long sum = c + uc * 3 + s * 5 + us * 7 + i * 11l + u * 13l + l * 17 + ul * 19 + t.a + t.b + t.c + (long)x;\n")
		b.WriteString(show("bits") + show("sum") + "}\n")
	}
	return b.String()
}

func gccOutput(t *testing.T, exprs []string) []string {
	gcc, err := exec.LookPath("gcc")
	if err != nil {
		t.Skip("gcc is missing")
	}
	dir := t.TempDir()
	src := "#include <stdio.h>\n" + program(exprs, func(v string) string {
		return fmt.Sprintf("printf(\"%%lu\\n\", (unsigned long)%s);\n", v)
	}) + "int main(void) {\n"
	for n := range exprs {
		src += fmt.Sprintf("f%d();\n", n)
	}
	file, exe := filepath.Join(dir, "x.c"), filepath.Join(dir, "x")
	if err := os.WriteFile(file, []byte(src+"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(gcc, "-w", "-O0", "-fwrapv", "-o", exe, file).CombinedOutput()
	if err != nil {
		t.Fatalf("%s", out)
	}
	out, err = exec.Command(exe).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(out))
}

func TestExpressionsLikeGcc(t *testing.T) {
	seed := uint64(1)
	if s := os.Getenv("CSHELL_SEED"); s != "" {
		fmt.Sscan(s, &seed)
	}
	g := &exprMaker{rand.New(rand.NewPCG(seed, 2))}
	exprs := make([]string, 400)
	for i := range exprs {
		exprs[i] = g.statement(1 + g.r.IntN(3))
	}
	want := gccOutput(t, exprs)
	s := newSession(t)
	src := program(exprs, func(v string) string { return "print((unsigned long)" + v + ");\n" })
	if err := s.run(src, false); err != nil {
		t.Fatal(err)
	}
	for i, e := range exprs {
		got := strings.Fields(s.output(fmt.Sprintf("f%d();", i), false))
		if len(got) != 2 || got[0] != want[2*i] || got[1] != want[2*i+1] {
			t.Errorf("%s: got %v, gcc %v", e, got, want[2*i:2*i+2])
		}
	}
}
