package syntax

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"cshell/cdecl"
	"cshell/diag"
)

// acceptedTexts are the golden texts that are read without an error.
func acceptedTexts(t testing.TB) (list []string) {
	for _, file := range []string{"forms", "manpages", "expressions", "statements"} {
		for _, e := range goldenEntries(t, "testdata/"+file+".golden") {
			if !strings.Contains(e.want, "error: ") {
				list = append(list, e.text)
			}
		}
	}
	return list
}

// TestPrefixes: what begins a valid text is valid or incomplete.
func TestPrefixes(t *testing.T) {
	for _, text := range acceptedTexts(t) {
		for _, end := range tokenStarts(text) {
			_, err := readAll(text[:end])
			var e *diag.Error
			if errors.As(err, &e) && !e.Incomplete {
				t.Errorf("%q of %q: %v", text[:end], text, err)
			}
		}
	}
}

func tokenStarts(text string) (list []int) {
	s := cdecl.NewScanner(&diag.Source{Text: text})
	for {
		t := s.Next()
		if t.Kind == cdecl.EOF {
			return list
		}
		list = append(list, t.Span.Start)
	}
}

// TestSpans: each node has a place in the text, within that of its parent.
func TestSpans(t *testing.T) {
	for _, text := range acceptedTexts(t) {
		if strings.Contains(text, "#define") {
			continue // a macro's tokens all stand at its use
		}
		list, _ := readAll(text)
		for _, s := range list {
			checkSpans(t, reflect.ValueOf(s), s.Span())
		}
	}
}

func checkSpans(t *testing.T, v reflect.Value, outer diag.Span) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return
		}
		if n, ok := v.Interface().(Node); ok && v.Kind() == reflect.Pointer {
			at := n.Span()
			if at.Src == nil || at.Start < outer.Start || at.End > outer.End || at.Start >= at.End {
				t.Errorf("%T of %q has place %d-%d outside of %d-%d (%q)", n, outer.Text(), at.Start, at.End, outer.Start, outer.End, at.Text())
				return
			}
			outer = at
		}
		checkSpans(t, v.Elem(), outer)
	case reflect.Slice:
		for i := range v.Len() {
			checkSpans(t, v.Index(i), outer)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Field(i).Type() != reflect.TypeFor[At]() {
				checkSpans(t, v.Field(i), outer)
			}
		}
	}
}

// TestSpanTexts: places cover exactly what was written.
func TestSpanTexts(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"  x + 1 ;  y", "x + 1 ;"},
		{"  x + 1  \n y", "x + 1"},
		{"if (x) y;  z", "if (x) y;"},
		{"int f(void)\n{ }\nz", "int f(void)\n{ }"},
		{"\n\n{ x; }  // c", "{ x; }"},
		{" :load z // c\n", ":load z // c"},
		{"do x; while (y)\nz", "do x; while (y)"},
	} {
		list, _ := readAll(c.text)
		if len(list) == 0 || list[0].Span().Text() != c.want {
			t.Errorf("%q: first statement is not %q: %s", c.text, c.want, dump(list))
		}
	}
	list, _ := readAll("(a + b) * f(c, (d)).e[1 : 2]")
	x := list[0].(*ExprStmt).X.(*Binary)
	for _, c := range []struct {
		node Node
		want string
	}{
		{x, "(a + b) * f(c, (d)).e[1 : 2]"},
		{x.X, "(a + b)"},
		{x.Y, "f(c, (d)).e[1 : 2]"},
		{x.Y.(*Slice).X, "f(c, (d)).e"},
		{x.Y.(*Slice).X.(*Member).X, "f(c, (d))"},
		{x.Y.(*Slice).X.(*Member).X.(*Call).Args[1], "(d)"},
	} {
		if got := c.node.Span().Text(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// TestLiveNames: what ran before a statement counts for it, and what stands
// before an error has run.
func TestLiveNames(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"T * a; typedef int T; T * a;", "(ExprStmt (* T a))\n(Declaration typedef int [(InitDeclarator T -)])\n(Declaration T [(InitDeclarator a* -)])"},
		{"x = A\n#define A 3\nx = A; y = A", "(ExprStmt (Assign = x A))\n(Directive define A 3)\n(ExprStmt (Assign = x 3))\n(ExprStmt (Assign = y 3))"},
		{"x\ny\n@", "(ExprStmt x)\n(ExprStmt y)\nerror: t.csh:3:1: error: stray '@' in program"},
		{"x; y; \"abc", "(ExprStmt x)\n(ExprStmt y)\nerror: t.csh:1:7: error: missing terminating \" character"},
	} {
		if got := dumps(c.text); got != c.want {
			t.Errorf("%q: got\n%s\nwant\n%s", c.text, got, c.want)
		}
	}
}

func TestAfterAnErrorNothingFollows(t *testing.T) {
	r := NewReader(&diag.Source{Text: "x )\ny", First: 1}, newSession())
	if _, err := r.Next(); err == nil {
		t.Fatal("no error")
	}
	if s, err := r.Next(); err != io.EOF {
		t.Fatalf("got %v, %v", s, err)
	}
}

func TestPackIsKept(t *testing.T) {
	s := newSession()
	if _, err := s.read("#pragma pack(2)"); err != nil {
		t.Fatal(err)
	}
	list, err := s.read("struct s { int x; };")
	if err != nil || list[0].(*Declaration).Specs.Record.Pack != 2 {
		t.Errorf("pack of the next text: %v, %s", err, dump(list))
	}
}

func TestIncomplete(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"x", false}, {"x +", true}, {"f(1,", true}, {"f(1;", false}, {"int f(void) {", true}, {"int", false},
		{"int f(void)", false}, {"if (x)", true}, {"if (x) y", false}, {"if (x) y; else", true}, {"", false},
		{"/* c", true}, {"x \\", true}, {"struct s {", true}, {"typedef struct { int x; } V; V *v; v = (V *", true},
		{"try { x; }", true}, {"try { x; } catch (e) {", true}, {"x = \"abc", false}, {"static int", true},
		{"#define A \\", true}, {":load z", false}, {"do x;", true}, {"{\n" + strings.Repeat("x;\n", 40), true},
	} {
		if got := Incomplete(&diag.Source{Text: c.text, First: 1}, newSession()); got != c.want {
			t.Errorf("%q: got %v", c.text, got)
		}
	}
}

// TestDeep: nesting ends in an error, not in a stack overflow.
func TestDeep(t *testing.T) {
	const n = 10_000
	for _, c := range []string{"(", "[", "-", "{", "f(", "if (x) ", "x = ", "a[", "int (", "x ? ", "sizeof ", "(int)", "!(", "struct {", "x = {", "sizeof(int[", "do ", "new int[", "else ", "while (x) {", "((int)", "_Generic(", "typeof(", "int (*)(", "switch (x) case 1: "} {
		_, err := readAll(strings.Repeat(c, n))
		var e *diag.Error
		if !errors.As(err, &e) {
			t.Errorf("%q repeated: %v", c, err)
		} else if e.Kind != diag.Limit && c != "else " {
			t.Errorf("%q repeated: %.200s", c, e.Message)
		}
	}
	deep := strings.Repeat("(", 300) + "x" + strings.Repeat(")", 300)
	if _, err := readAll(deep); err != nil {
		t.Error(err)
	}
	if _, err := readAll(strings.Repeat("if (x) { ", 200) + strings.Repeat("}", 200)); err != nil {
		t.Error(err)
	}
}

// TestLinear: what is ten times as long takes no more than some thirty times
// as long to read, in one of a few tries, since other work may disturb one.
// CSHELL_LONG=1 goes up to 100,000 of everything.
func TestLinear(t *testing.T) {
	for name, text := range map[string]func(n int) string{
		"initialiser on a line":  func(n int) string { return "int a[] = {" + strings.Repeat("1, ", n) + "}" },
		"list on a line":         func(n int) string { return "x = [" + strings.Repeat("1, ", n) + "]" },
		"statements on lines":    func(n int) string { return strings.Repeat("x = 5\n", n) },
		"statements on a line":   func(n int) string { return strings.Repeat("x = 5; ", n) },
		"statements in a block":  func(n int) string { return "{" + strings.Repeat("x = 5; ", n) + "}" },
		"keywords in a block":    func(n int) string { return "{" + strings.Repeat("if (x) y; ", n) + "}" },
		"keywords on lines":      func(n int) string { return strings.Repeat("if (x) y\n", n) },
		"else if":                func(n int) string { return strings.Repeat("if (x) { y; }\nelse ", n) + "z" },
		"else on lines":          func(n int) string { return strings.Repeat("if (x)\n y;\nelse\n z;\n", n) },
		"typedefs":               func(n int) string { return strings.Repeat("typedef int T; T * p; ", n) },
		"prototypes":             func(n int) string { return strings.Repeat("int\nf(int a, char *b)\n", n) },
		"macros":                 func(n int) string { return "#define M(a) (a)\n" + strings.Repeat("M(x); ", n) },
		"operators":              func(n int) string { return "x = 1" + strings.Repeat(" + 1", n) },
		"newlines":               func(n int) string { return "x" + strings.Repeat("\n", n) + "y" },
		"designators":            func(n int) string { return "int a[] = {" + strings.Repeat("[1] = 1, ", n) + "}" },
		"a type and empty lines": func(n int) string { return strings.Repeat("int\n\nx\n", n) },
	} {
		t.Run(name, func(t *testing.T) {
			n := 1_000
			if os.Getenv("CSHELL_LONG") != "" {
				n = 10_000
			}
			for try := 1; ; try++ {
				short, long := readTime(t, text(n)), readTime(t, text(10*n))
				if long < 30*short || long < 300*time.Millisecond {
					break
				}
				if try == 5 {
					t.Fatalf("%d take %v, ten times as many %v", n, short, long)
				}
			}
		})
	}
}

func readTime(t *testing.T, text string) time.Duration {
	start := time.Now()
	if _, err := readAll(text); err != nil {
		t.Error(err)
	}
	return time.Since(start)
}

func BenchmarkReader(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"assignment", "x = 5"},
		{"expression", "x += 3 * (y - 2) << 1 & ~z | a && b || c ? d : e"},
		{"prototype", "void qsort(void *base, size_t nmemb, size_t size, int (*compar)(const void *, const void *));"},
		{"struct", "struct point { int x, y; char name[16]; double w; };"},
		{"function", "int cmp(const void *a, const void *b) { return *(int *)a - *(int *)b; }"},
		{"for", "for (int i = 0; i < 10; i++) { s += i; }"},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := newSession()
			src := &diag.Source{Text: c.text, First: 1}
			for b.Loop() {
				if _, err := NewReader(src, s).Next(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBuildGrammar(b *testing.B) {
	for b.Loop() {
		buildGrammar()
	}
}

func ExampleReader() {
	src := &diag.Source{Name: "demo", Text: "int x = 5\nx = )", First: 1}
	r := NewReader(src, newSession())
	for {
		s, err := r.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(s.Span().Text())
	}
	// Output:
	// int x = 5
	// demo:2:5: error: expected an expression before ')'
}
