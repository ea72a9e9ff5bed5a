package leaf_test

import (
	"errors"
	"io"
	"iter"
	"testing"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/lang/leaf"
	"cshell/lang/syntax"
)

// globals are what the functions below find.
const globals = `
struct record { int n; struct record *next; double d; unsigned bits : 3; char name[8]; };
enum colour { RED, GREEN };
int count; long sum; double mean; int table[16]; struct record first; bool flag;
int strcmp(const char *a, const char *b);
`

// functions are what machine code is made of, and what must be interpreted.
var functions = []struct{ function, refusal string }{
	{"int f(int i) { return i + 1; }", ""},
	{"int f(const int *a, const int *b) { return *a < *b ? -1 : *a > *b; }", ""},
	{"void f(int i) { }", ""},
	{"int f(int i) { }", ""},
	{"double f(double x, float y, int i) { return i ? x * y : -x; }", ""},
	{"unsigned long f(double x) { return x; }", ""},
	{"bool f(unsigned char a, short b) { return a && !b || a != b; }", ""},
	{"int f(int a, int b) { return a / b + a % b + (a << b); }", ""},
	{"enum colour f(enum colour c) { return c == RED ? GREEN : RED; }", ""},
	{"int f(struct record *r) { return r->next->n; }", ""},
	{"char f(struct record *r, int i) { return r->name[i]; }", ""},
	{"int *f(int *p, long i) { return &p[i]; }", ""},
	{"long f(int *p, int *q) { return p - q; }", ""},
	{"int f(int i) { return table[i]; }", ""},
	{"double f(void) { return first.d + mean; }", ""},
	{"int f(int i) { int s = 0; for (int k = 0; k < i; k++) { if (k == 3) continue; s += k; } return s; }", ""},
	{"int f(const char *s) { int n = 0; while (*s++) n++; return n; }", ""},
	{"int f(int i) { do i /= 2; while (i > 9); return i; }", ""},
	{"int f(int i) { switch (i) { case 1: return 5; case 2 ... 9: i = 3; break; default: i++; } return i; }", ""},
	{"void f(int i) { count += i; }", ""},
	{"int f(void *to, int i) { *(long *)to += i; return 0; }", ""},
	{"void f(int i) { count++; sum += i; flag = true; mean = sum; }", ""},
	{"int f(int i) { return count = i, i; }", ""},

	{"int f(const char *a, const char *b) { return strcmp(a, b); }", "a call of strcmp"},
	{"int f(int n) { return n ? f(n - 1) : 0; }", "a call of f"},
	{"int f(int *p) { count++; return *p; }", "what may fail behind a write"},
	{"int f(int i) { count++; return 10 / i; }", "what may fail behind a write"},
	{"void f(int n) { for (int i = 0; i < n; i++) count++; }", "what may fail behind a write"},
	{"long double f(long double x) { return x; }", "a value of type long double"},
	{"int f(int n, ...) { return n; }", "a variable number of arguments"},
	{"int f(int a, int b, int c, int d, int e, int g, int h) { return h; }", "the parameter h"},
	{"int f(struct record r) { return r.n; }", "a value of type struct record"},
	{"int f(struct record *r) { return r->bits; }", "a bit-field"},
	{"int f(int i) { int v[4] = {1, 2}; return v[i]; }", "the local v"},
	{"int f(int i) { static int n; return n += i; }", "the local n"},
	{"const char *f(int i) { return \"text\"; }", "an object of type char [5]"},
	{"int f(int i) { try { return 1 / i; } catch (e) { return 0; } }", "try"},
	{"int f(int a, int b) { return a+(b+(a+(b+(a*(b-(a&b)))))); }", "an expression so deep"},
	{"int f(int i) { return i ?: 5; }", "?: without its middle"},
	{"int f(void) { return errno; }", "errno"},
}

func TestCompile(t *testing.T) {
	for _, c := range functions {
		why := ""
		fn, errno, err := function(c.function)
		if err != nil {
			t.Fatalf("%s: %v", c.function, err)
		}
		code, err := leaf.Compile(fn, leaf.Env{Errno: errno})
		if err != nil {
			why = err.Error()
		} else if len(code) == 0 {
			t.Errorf("%s\nhas no code", c.function)
		}
		if why != c.refusal {
			t.Errorf("%s\nis refused for %q, want %q", c.function, why, c.refusal)
		}
	}
}

// Whatever can be checked is compiled or refused.
func FuzzCompile(f *testing.F) {
	for _, c := range functions {
		f.Add(c.function)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if fn, errno, err := function(text); err == nil && fn != nil {
			leaf.Compile(fn, leaf.Env{Errno: errno})
		}
	})
}

// function checks a definition in the presence of globals.
func function(text string) (fn *check.Func, errno *check.Var, err error) {
	env := check.NewEnv(nowhere{})
	names := &session{Env: env}
	r := syntax.NewReader(&diag.Source{Name: "test", Text: globals + text, First: 1}, names)
	for {
		parsed, err := r.Next()
		if errors.Is(err, io.EOF) {
			return fn, env.Errno(), nil
		}
		if err != nil {
			return nil, nil, err
		}
		unit, err := env.Check(parsed, true)
		if err != nil {
			return nil, nil, err
		}
		for _, s := range statements(unit.Stmt) {
			switch s := s.(type) {
			case *check.DeclareVar:
				s.Var.Addr, s.Var.Live = 0x10000, true
			case *check.DefineFunc:
				fn = s.Fn
			}
		}
		env.Commit(unit)
	}
}

func statements(s check.Stmt) []check.Stmt {
	if b, ok := s.(*check.Block); ok {
		return b.List
	}
	return []check.Stmt{s}
}

// session is what the parser asks for names.
type session struct {
	*check.Env
	macros cdecl.Macros
}

func (s *session) Macros() *cdecl.Macros { return &s.macros }

// nowhere is a world without libraries and headers.
type nowhere struct{}

func (nowhere) Declared(*check.Library, string) (check.Outer, bool) { return check.Outer{}, false }
func (nowhere) Sources(string) iter.Seq[check.Outer]                { return func(func(check.Outer) bool) {} }
func (nowhere) Tag(string, string) (ctypes.Type, bool)              { return nil, false }
func (nowhere) Names() iter.Seq[string]                             { return func(func(string) bool) {} }
func (nowhere) Exports(*check.Library) iter.Seq[string]             { return func(func(string) bool) {} }
func (nowhere) Exported(*check.Library, string) (*check.Library, bool, bool) {
	return nil, false, false
}
