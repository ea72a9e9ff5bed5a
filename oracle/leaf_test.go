package oracle

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Functions that become machine code when C calls them often (lang/leaf): what they
// return and write must be gcc's, before and after. They are called by pointers, which
// in cshell leads through C, too.
func TestRandomLeaves(t *testing.T) {
	needGCC(t)
	for _, seed := range seeds(2) {
		p := &program{}
		g := &leaves{expressions: expressions{r: newRand(seed), integers: integerTypes[:12], floats: floatTypes[:2]}}
		g.memory(p)
		for i := range 150 {
			g.function(p, i)
		}
		p.compare(t, seed)
	}
}

type leaves struct {
	expressions
	globals    []variable
	parameters []parameter
	locals     int
	loops      bool
}

type parameter struct{ typ, name, class string }

func (g *leaves) memory(p *program) {
	g.expressions.prologue(&p.file)
	g.variables = nil
	fmt.Fprintf(&p.file, "struct record { char a; short b; unsigned c; long d; float e; double f; unsigned char v[5]; } records[3];\n")
	for i, typ := range slices.Concat(g.integers, g.floats) {
		class := "i"
		if i >= len(g.integers) {
			class = "f"
		}
		name := fmt.Sprintf("g%d", i)
		fmt.Fprintf(&p.file, "%s %s = %d; %s array%d[8] = {1, 2, 3, 250, 5, 6, 100, 8};\n", typ, name, 3*i-7, typ, i)
		g.globals = append(g.globals, variable{name, class}, variable{fmt.Sprintf("array%d[%d]", i, i%8), class})
	}
	for i := range 3 {
		fmt.Fprintf(&p.body, "records[%d] = (struct record){%d, %d, %d, %d, %d.5f, %d.25, {1, 2, 3, 4, 5}};\n", i, 100*i-90, 30000*i-2, 77*i, 1234567890123*i, i, -3*i)
	}
}

// function defines one and shows what it does for a few arguments.
func (g *leaves) function(p *program, n int) {
	g.parameters, g.locals, g.loops = nil, 0, false
	g.variables = []variable{{"7", "i"}, {"f0_0", "f"}}
	for i := range 1 + g.r.IntN(4) {
		g.parameter(i)
	}
	result := pick(g.r, slices.Concat(g.integers, g.floats))
	var body strings.Builder
	g.variables = append(g.variables, pick(g.r, g.globals), pick(g.r, g.globals))
	for range 2 {
		g.local(&body)
	}
	for range g.r.IntN(4) {
		g.statement(&body, 2)
	}
	if !g.loops && g.r.IntN(2) == 0 {
		v := pick(g.r, g.globals)
		fmt.Fprintf(&body, "  %s %s %s;\n", v.name, pick(g.r, []string{"=", "+=", "-=", "*="}), g.expression(v.class, 2))
	}
	if strings.HasPrefix(result, "unsigned") { // gcc makes of a negative floating value what it likes
		fmt.Fprintf(&body, "  return %s;\n", g.expression("i", 3))
	} else {
		fmt.Fprintf(&body, "  return %s;\n", g.any(3))
	}
	var declared []string
	for _, q := range g.parameters {
		declared = append(declared, q.typ+" "+q.name)
	}
	fmt.Fprintf(&p.file, "%s f%d(%s) {\n%s}\n", result, n, strings.Join(declared, ", "), body.String())
	fmt.Fprintf(&p.file, "%s (*p%d)(%s) = f%d;\n", result, n, strings.Join(declared, ", "), n)
	fmt.Fprintf(&p.body, "for (int i = 0; i < 70; i++) p%d(%s);\n", n, g.arguments())
	for i := range 6 {
		fmt.Fprintf(&p.body, "{ %s r = p%d(%s); show(\"f%d_%d\", &r, sizeof r, r != r); }\n", result, n, g.arguments(), n, i)
	}
	for _, v := range g.globals {
		if strings.Contains(body.String(), v.name+" ") {
			fmt.Fprintf(&p.body, "show(\"%s_%d\", &%s, sizeof %s, %s != %s);\n", v.name, n, v.name, v.name, v.name, v.name)
		}
	}
}

func (g *leaves) parameter(i int) {
	name := fmt.Sprintf("a%d", i)
	switch g.r.IntN(8) {
	case 0:
		g.parameters = append(g.parameters, parameter{"struct record *", name, "r"})
		for _, m := range []string{"a", "b", "c", "d"} {
			g.variables = append(g.variables, variable{name + "->" + m, "i"})
		}
		g.variables = append(g.variables, variable{name + "->e", "f"}, variable{name + "->f", "f"}, variable{name + "->v[3]", "i"})
	case 1:
		at := g.r.IntN(len(g.integers))
		g.parameters = append(g.parameters, parameter{"const " + g.integers[at] + " *", name, fmt.Sprintf("array%d", at)})
		g.variables = append(g.variables, variable{"*" + name, "i"}, variable{name + "[2]", "i"})
	case 2, 3:
		g.parameters = append(g.parameters, parameter{pick(g.r, g.floats), name, "f"})
		g.variables = append(g.variables, variable{name, "f"})
	default:
		g.parameters = append(g.parameters, parameter{pick(g.r, g.integers), name, "i"})
		g.variables = append(g.variables, variable{name, "i"})
	}
}

func (g *leaves) arguments() string {
	var all []string
	for _, q := range g.parameters {
		switch q.class {
		case "i":
			all = append(all, "("+q.typ+")("+g.integer()+")")
		case "f":
			all = append(all, "("+q.typ+")("+g.floating()+")")
		case "r":
			all = append(all, fmt.Sprintf("&records[%d]", g.r.IntN(3)))
		default:
			all = append(all, fmt.Sprintf("%s + %d", q.class, g.r.IntN(5)))
		}
	}
	return strings.Join(all, ", ")
}

func (g *leaves) any(depth int) string {
	return g.expression(pick(g.r, []string{"i", "i", "f"}), depth)
}

func (g *leaves) local(b *strings.Builder) {
	typ, class := pick(g.r, g.integers), "i"
	if g.locals%2 == 1 {
		typ, class = pick(g.r, g.floats), "f"
	}
	name := fmt.Sprintf("l%d", g.locals)
	g.locals++
	fmt.Fprintf(b, "  %s %s = %s;\n", typ, name, g.expression("i", 2))
	g.variables = append(g.variables, variable{name, class})
}

func (g *leaves) statement(b *strings.Builder, depth int) {
	kind := g.r.IntN(7)
	if depth == 0 {
		kind %= 3
	}
	switch kind {
	case 0:
		fmt.Fprintf(b, "  l0 %s %s;\n", pick(g.r, []string{"=", "+=", "-=", "*=", "&=", "|=", "^="}), g.expression("i", 2))
	case 1:
		fmt.Fprintf(b, "  l1 %s %s;\n", pick(g.r, []string{"=", "+=", "-=", "*=", "/="}), g.any(2))
	case 2:
		fmt.Fprintf(b, "  { long t = %s; l0 ^= t; }\n", pick(g.r, []string{"l0++", "l0--", "++l0", "--l0"}))
	case 3, 4:
		fmt.Fprintf(b, "  if (%s) {\n", g.any(2))
		g.statement(b, depth-1)
		b.WriteString("  } else {\n")
		g.statement(b, depth-1)
		b.WriteString("  }\n")
	case 5:
		g.loops = true
		fmt.Fprintf(b, "  for (int k%d = 0; k%d < %d; k%d++) {\n  if (%s) continue;\n", depth, depth, g.r.IntN(5), depth, g.expression("i", 1))
		g.statement(b, depth-1)
		b.WriteString("  if (l0 == 3) break;\n  }\n")
	case 6:
		fmt.Fprintf(b, "  switch (%s) {\n  case -1: case 0:\n", g.expression("i", 2))
		g.statement(b, depth-1)
		b.WriteString("  break;\n  case 5 ... 1000:\n")
		g.statement(b, depth-1)
		b.WriteString("  default:\n")
		g.statement(b, depth-1)
		b.WriteString("  }\n")
	}
}

// What goes wrong in machine code must be what the interpreter says of a direct call,
// and leave the same behind.
func TestRandomLeafFailures(t *testing.T) {
	for _, seed := range seeds(2) {
		p := &program{}
		g := &failures{leaves{expressions: expressions{r: newRand(seed), integers: integerTypes[:12], floats: floatTypes[:2]}}}
		p.file.WriteString(failing)
		for i := range 120 {
			g.function(p, i)
		}
		p.body.WriteString("print(failed > 100)\n")
		got := p.runShell(t, t.TempDir(), "")
		if got != "1\n" {
			t.Errorf("seed %d:\n%.3000s", seed, got)
		}
	}
}

// failing are places that must not be touched, and the comparison.
const failing = `
int arr[6] = {5, 4, 3, 2, 1, 0};
long cells[3] = {7, 8, 9};
_Alignas(16) char odd[20]; // no guard page follows at once
int *ended = new int[4];
free(ended);
long g, before;
int failed;
void reset(void) {
  for (int i = 0; i < 6; i++) arr[i] = 5 - i;
  for (int i = 0; i < 3; i++) cells[i] = 7 + i;
  memset(odd, 1, sizeof odd);
  g = 5;
}
char first[300], second[300];
void differ(const char *name, const void *r, const void *s, int size, long after) {
  if (first[0]) failed++;
  if (strcmp(first, second) != 0) printf("%s: %s | %s\n", name, first, second);
  else if (memcmp(r, s, size) != 0) printf("%s: another result\n", name);
  else if (g != after) printf("%s: g is %ld, not %ld\n", name, g, after);
}
`

type failures struct{ leaves }

// function defines one that fails for many arguments, and calls it with some by name and
// through C.
func (g *failures) function(p *program, n int) {
	g.variables = []variable{{"a", "i"}, {"b", "i"}, {"*q", "i"}, {"q[b]", "i"}, {"arr[a]", "i"}, {"cells[b & 3]", "i"}, {"(a / b)", "i"},
		{"(b % a)", "i"}, {"(a << b)", "i"}, {"(b >> a)", "i"}, {"7", "i"}, {"g", "i"}, {"x", "f"}, {"(x / a)", "f"}}
	result := pick(g.r, slices.Concat(g.integers, g.floats))
	var body strings.Builder
	fmt.Fprintf(&body, "  %s l0 = %s; %s l1 = %s;\n", pick(g.r, g.integers), g.expression("i", 1), pick(g.r, g.floats), g.expression("f", 1))
	for range g.r.IntN(3) {
		g.statement(&body, 2)
	}
	switch g.r.IntN(4) {
	case 0:
		fmt.Fprintf(&body, "  g += %s;\n", g.expression("i", 2))
	case 1:
		fmt.Fprintf(&body, "  *q = %s;\n", g.expression("i", 2))
	}
	fmt.Fprintf(&body, "  return %s;\n", g.any(2))
	fmt.Fprintf(&p.file, "%s f%d(int a, unsigned char b, int *q, double x) {\n%s}\n", result, n, body.String())
	fmt.Fprintf(&p.file, "%s (*p%d)(int a, unsigned char b, int *q, double x) = f%d;\n", result, n, n)
	for i := range 5 {
		arguments := fmt.Sprintf("%s, %d, %s, %d.5", pick(g.r, []string{"0", "1", "3", "-1", "2147483647", "40"}), pick(g.r, []int{0, 1, 2, 5, 33, 255}),
			pick(g.r, []string{"arr", "arr + 2", "arr + 6", "arr - 1", "NULL", "ended", "(int *)cells", "(int *)odd + 4", "(int *)odd + 5", "(int *)0x123456789000", "(int *)16"}), g.r.IntN(9))
		fmt.Fprintf(&p.body, `{
  %[1]s r = 0, s = 0;
  reset();
  first[0] = second[0] = 0;
  try { r = f%[2]d(%[3]s); } catch (e) { strncpy(first, e.message, 299); }
  before = g;
  for (int i = 0; i < 70; i++) try { p%[2]d(1, 1, arr + 1, 1); } catch (e) { break; }
  reset();
  try { s = p%[2]d(%[3]s); } catch (e) { strncpy(second, e.message, 299); }
  differ("f%[2]d_%[4]d", &r, &s, sizeof r, before);
}
`, result, n, arguments, i)
	}
}
