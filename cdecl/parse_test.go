package cdecl

import (
	"strings"
	"testing"

	"cshell/diag"
)

// testDriver takes names ending in _t and a few more for types, and
// expressions for what is balanced up to a separator.
type testDriver struct{ notes []string }

type testExpr struct{ span diag.Span }

func (e testExpr) Span() diag.Span { return e.span }

func (d *testDriver) IsType(name string) bool {
	return strings.HasSuffix(name, "_t") && name != "foo_t" || strings.HasPrefix(name, "c_") || name == "FILE"
}
func (d *testDriver) IsKnown(string) bool   { return false }
func (d *testDriver) Declared(string, bool) {}
func (d *testDriver) Note(_ diag.Span, message string) {
	d.notes = append(d.notes, message)
}

func (d *testDriver) Expression(ts TokenStream) (Expr, error) {
	first := ts.Peek(0)
	if first.Kind == EOF || isText(first, "]") || isText(first, ")") || isText(first, ";") || isText(first, "}") {
		return nil, Unexpected(first, "an expression")
	}
	span := first.Span
	for depth := 0; ; {
		t := ts.Peek(0)
		switch {
		case t.Kind == EOF:
			return testExpr{span}, nil
		case isText(t, "(") || isText(t, "["):
			depth++
		case depth == 0 && strings.Contains(")],;:}", t.Text):
			return testExpr{span}, nil
		case isText(t, ")") || isText(t, "]"):
			depth--
		}
		span = span.To(ts.Next().Span)
	}
}

func streamFor(text string) *Stream {
	return NewStream(NewScanner(&diag.Source{Name: "test", Text: text, First: 1}).Next)
}

// declare parses one declaration with its declarators.
func declare(text string) (*Specs, []*Declarator, *testDriver, error) {
	d := &testDriver{}
	ts := streamFor(text)
	p := NewParser(ts, d)
	s, err := p.Specs()
	if err != nil {
		return nil, nil, d, err
	}
	var list []*Declarator
	for !p.at(";") {
		decl, err := p.Declarator(s)
		if err != nil {
			return s, list, d, err
		}
		list = append(list, decl)
		if !p.accept(",") {
			break
		}
	}
	if !p.at(";") {
		return s, list, d, Unexpected(p.peek(), "';'")
	}
	return s, list, d, nil
}

// words says a declarator in English.
func words(d *Declarator) string {
	var b strings.Builder
	b.WriteString(d.Name)
	for _, op := range d.Ops {
		switch op.Kind {
		case OpPointer:
			b.WriteString(" pointer")
		case OpArray:
			b.WriteString(" array")
			if op.Len != nil {
				b.WriteString(" " + op.Len.Span().Text())
			}
		case OpFunc:
			var params []string
			for _, q := range op.Params {
				params = append(params, strings.Join(strings.Fields(q.Specs.spelling()+" "+words(q.Declarator)), " "))
			}
			if op.Ellips {
				params = append(params, "...")
			}
			if op.Empty {
				params = append(params, "?")
			}
			b.WriteString(" function(" + strings.Join(params, ", ") + ")")
		}
	}
	return b.String()
}

var declarators = []struct{ text, want string }{
	{"int x;", "x"},
	{"int *p, a[3];", "p pointer; a array 3"},
	{"int (*x[3])(void);", "x array 3 pointer function()"},
	{"int (*(*x[3])(void))[5];", "x array 3 pointer function() pointer array 5"},
	{"void (*signal(int sig, void (*func)(int)))(int);", "signal function(int sig, void func pointer function(int)) pointer function(int)"},
	{"char *const *(*next)();", "next pointer function(?) pointer pointer"},
	{"int (*(*fp)(int (*)(int), char))(float);", "fp pointer function(int pointer function(int), char) pointer function(float)"},
	{"int printf(const char *restrict format, ...);", "printf function(char format pointer, ...)"},
	{"int f(size_t, FILE *);", "f function(size_t, FILE pointer)"},
	{"int f(int (size_t));", "f function(int function(size_t))"},
	{"int f(int (x));", "f function(int x)"},
	{"int (f)(int);", "f function(int)"},
	{"ssize_t read(int fd, void buf[.count], size_t count);", "read function(int fd, void buf array, size_t count)"},
	{"void f(void ptr[restrict .size * .nmemb], size_t size, int a[static 3], int b[*]);", "f function(void ptr array, size_t size, int a array 3, int b array)"},
	{"void *bsearch(const void key[.size], typeof(int (const void [.size], const void [.size])) *compar);", "bsearch function(void key array, typeof compar pointer) pointer"},
	{"[[noreturn]] void exit(int status);", "exit function(int status)"},
	{"FILE *fopen(const char *_Nonnull path, const char *_Nullable mode) __attribute__((nonnull(1))) __asm__(\"fopen64\");", "fopen function(char path pointer, char mode pointer) pointer"},
	{"ZEXTERN int ZEXPORT inflate(int strm, int flush);", "inflate function(int strm, int flush)"},
	{"extern const char * ZEXPORT zlibVersion(void) Z_PURE;", "zlibVersion function() pointer"},
	{"typedef struct foo foo_t;", "foo_t"},
	{"unsigned char bool;", "bool"},
	{"struct { int a : 3, : 0; unsigned b; struct { int c; }; union u *n; } s;", "s"},
	{"int\nmain\n(void)\n;", "main function()"},
	{"int const volatile *restrict const __restrict__ x;", "x pointer"},
	{"enum __attribute__((packed)) e { A, B = 2, C, } v;", "v"},
	{"__extension__ typedef long long quad_t __attribute__((mode(DI)));", "quad_t"},
	{"typedef int v4 __attribute__((vector_size(16), aligned)), w;", "v4; w"},
	{"void f(void (*)(void), ...) ;", "f function(void pointer function(), ...)"},
	{"int (__attribute__((cdecl)) *fp)(void);", "fp pointer function()"},
	{"_Alignas(16) char buf[L_tmpnam + 1];", "buf array L_tmpnam + 1"},
}

func TestDeclarators(t *testing.T) {
	for _, c := range declarators {
		_, list, _, err := declare(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		var got []string
		for _, d := range list {
			got = append(got, words(d))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

// Every prefix of a declaration, cut between tokens, is incomplete, never
// wrong.
func TestPrefixesAreIncomplete(t *testing.T) {
	for _, c := range declarators {
		s := NewScanner(&diag.Source{Text: c.text})
		for tok := s.Next(); tok.Kind != EOF; tok = s.Next() {
			prefix := c.text[:tok.Span.Start]
			if prefix == "[" || prefix == "[[" {
				continue // a list, until proven otherwise
			}
			_, _, _, err := declare(prefix)
			if e, ok := err.(*diag.Error); !ok || !e.Incomplete {
				t.Errorf("%q: got %v, want an incomplete text", prefix, err)
			}
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"int x }", "1:7: error: expected ';' before '}'"},
		{"foo_t x;", `1:1: error: unknown type name "foo_t"`},
		{"int f(foo_t b);", `1:7: error: unknown type name "foo_t"`},
		{"int f(const chr *x);", `1:13: error: unknown type name "chr"`},
		{"int double x;", "1:5: error: two types in one declaration: int and double"},
		{"int struct foo x;", "1:5: error: two types in one declaration: int and struct foo"},
		{"long long long x;", `1:1: error: "long long long" is no type`},
		{"unsigned float x;", `1:1: error: "unsigned float" is no type`},
		{"int 5;", "1:5: error: expected a name before '5'"},
		{"int f(int;", "1:10: error: expected ',' or ')' before ';'"},
		{"int a[3;", "1:8: error: expected ']' before ';'"},
		{"struct { int a }", "1:16: error: expected ';' before '}'"},
		{"struct ;", "1:8: error: expected a name or '{' before ';'"},
		{"enum { };", "1:8: error: expected an enumerator before '}'"},
		{"static x = 5;", "1:8: error: expected a type before 'x'"},
		{"struct s { static int x; };", "1:12: error: a member cannot be \"static\""},
		{"struct s {\n#define X 1\nint x; };", "2:1: error: #define cannot stand among members"},
		{"int @x;", "1:5: error: stray '@' in program"},
		{"int " + strings.Repeat("(", 600) + "x", "1:505: error: declarators nested more than 500 deep"},
	} {
		_, _, _, err := declare(c.text)
		if err == nil || strings.TrimPrefix(err.Error(), "test:") != c.want {
			t.Errorf("%.40s:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

func TestTypeNamesInExpressions(t *testing.T) {
	for _, c := range []struct{ text, want, rest string }{
		{"c_int * 10", "", "*"},
		{"c_int * n", "", "*"},
		{"c_int * (2 + 3)", "", "*"},
		{"int *, 3", " pointer", ","},
		{"char *(*)(int)]", " pointer function(int) pointer", "]"},
		{"int (*)(const char *, c_int)]", " pointer function(char pointer, c_int)", "]"},
		{"int (*)()", " pointer function(?)", ""},
		{"void (*)(int (*)(int))", " pointer function(int pointer function(int))", ""},
		{"int (int (*)(int))", " function(int pointer function(int))", ""},
		{"int (*)(int[3])", " pointer function(int array 3)", ""},
		{"int (*(*)(int))(char)", " pointer function(int) pointer function(char)", ""},
		{"int(42)", "", "("},
		{"c_int(c_long(3))", "", "("},
		{"int[4]", " array 4", ""},
		{"struct point{1}", "", "{"},
		{"char *const *)", " pointer pointer", ")"},
	} {
		p := NewParser(streamFor(c.text), &testDriver{})
		read := p.TypeNameInExpression
		if strings.Contains(c.text, "{") {
			read = p.TypeNameInNew
		}
		name, err := read()
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := words(name.Declarator); got != c.want || p.peek().Text != c.rest {
			t.Errorf("%s: got %q and %q left, want %q and %q", c.text, got, p.peek().Text, c.want, c.rest)
		}
	}
}

func TestStartsDeclaration(t *testing.T) {
	for text, want := range map[string]bool{
		"int x": true, "struct s": true, "const": true, "[[noreturn]] void f": true, "[[1], [2]]": false,
		"size_t n": true, "size_t *p": true, "size_t (*f)(int)": true, "size_t(x)": false, "c_int * 10": false,
		"c_int = 3": false, "x": false, "x y": false, "ZEXTERN int f": true, "ZEXTERN = 1": false,
		"sizeof x": false, "return x": false, "5": false, "c_int(*p)": false, "size_t": false,
	} {
		if got := NewParser(streamFor(text), &testDriver{}).StartsDeclaration(); got != want {
			t.Errorf("%s: got %v", text, got)
		}
	}
}
