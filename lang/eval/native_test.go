package eval

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"cshell/lang/check"
	"cshell/native"
)

var _ Host = (*native.Process)(nil)

// newRealSession is a session over this very process.
func newRealSession(t testing.TB) *session {
	p, err := native.New()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{out: &bytes.Buffer{}}
	b.m = New(Config{Host: p, Heap: sharedHeap, Out: b.out, Err: os.Stderr, Elements: 200})
	s := &session{bench: b, real: p}
	s.env = check.NewEnv(s)
	s.env.ReadVar = s.m.ReadVar
	s.m.Errno = s.env.Errno()
	s.m.placeErrno()
	return s
}

func onHost(t testing.TB, f func(s *session)) {
	s := newRealSession(t)
	s.real.Run(func() {
		h, err := s.real.Open("libm.so.6")
		if err != nil {
			t.Fatal(err)
		}
		math := []*check.Library{{Name: "m", Handle: h}}
		s.m.Libraries = func() []*check.Library { return math }
		f(s)
	})
}

func TestNative(t *testing.T) {
	for _, test := range nativePrograms {
		onHost(t, func(s *session) {
			if got := plainAddresses(s.output(test.source, test.echo)); got != test.want+"\n" {
				t.Errorf("%s\ngot  %s\nwant %s", test.source, got, test.want)
			}
		})
	}
}

var nativePrograms = []struct {
	source string
	want   string
	echo   bool
}{
	{source: `int abs(int); print(abs(-3));`, want: "3"},
	{source: `double sqrt(double); print(sqrt(2));`, want: "1.4142135623730951"},
	{source: `unsigned long strlen(const char *); print(strlen("hello"));`, want: "5"},
	{source: `int snprintf(char *, unsigned long, const char *, ...); char b[64]; snprintf(b, 64, "%d %.2f %s %Lg", 42, 3.5, "x", 1.5L); print(b);`, want: "42 3.50 x 1.5"},
	{source: `void qsort(void *, unsigned long, unsigned long, int (*)(const void *, const void *)); int cmp(int *a, int *b) { return *a - *b; } int a[5] = {5, 3, 1, 4, 2}; qsort(a, 5, sizeof(int), cmp); print(a);`, want: "{1, 2, 3, 4, 5}"},
	{source: `typedef struct { int quot, rem; } div_t; div_t div(int, int); print(div(17, 5)); typedef struct { long quot, rem; } ldiv_t; ldiv_t ldiv(long, long); print(ldiv(17, 5).rem);`, want: "{quot = 3, rem = 2}\n2"},
	{source: `int open(const char *, int, ...); print(open("/nonexistent", 0)); print(errno);`, want: "-1\n2"},
	{echo: true, source: `int open(const char *, int, ...); open("/nonexistent", 0); errno`, want: "$1 = (int) -1\n$2 = (int) 2 <ENOENT: No such file or directory>"},
	{source: `long double sqrtl(long double); print(sqrtl(2.0L)); double _Complex csqrt(double _Complex); print(csqrt(-4.0));`, want: "1.4142135623730950488\n0+2i"},
	{source: `char *strcpy(char *, const char *); char b[16]; try { strcpy(b, "this is far too long for sixteen bytes, and goes on and on until the page ends: 0123456789"); } catch (e) { print(e.kind, e.signal); }`, want: "fault SIGSEGV"},
	{source: `void exit(int); try { exit(3); } catch (e) { print(e.kind, e.status); } print("alive");`, want: "exit 3\nalive"},
	{source: `void abort(void); try { abort(); } catch (e) { print(e.kind, e.signal, e.function); }`, want: "fault SIGABRT abort"},
	{source: `int (*fp)(void) = NULL; try { fp(); } catch (e) { print(e.kind, e.signal, e.address); }`, want: "fault SIGSEGV NULL"},
	{source: `float f(float a, double b, char c) { return a + b + c; } float (*p)(float, double, char) = f; print(p(1.5f, 2.25, 3)); print(((double (*)(double, double))0 == NULL));`, want: "6.75\n1"},
	{source: `struct big { long a[5]; }; struct big mk(long n) { struct big b = {{n, n + 1, n + 2}}; return b; } struct big (*p)(long) = mk; print(p(7)); long double ld(long double x, struct big b) { return x * b.a[2]; } long double (*q)(long double, struct big) = ld; print(q(1.5L, mk(1)));`, want: "{a = {7, 8, 9, 0, 0}}\n4.5"},
	{source: `void *malloc(unsigned long); int *p = (int *)malloc(40); p[9] = 3; print(p[9]); free(p);`, want: "3"},
}

func benchSource(b *testing.B, setup, loop string) {
	onHost(b, func(s *session) {
		if err := s.run(setup, false); err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		if err := s.run(fmt.Sprintf(loop, b.N), false); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkCallAbs(b *testing.B) {
	benchSource(b, `int abs(int); int run(int n) { int s = 0; for (int i = 0; i < n; i++) s += abs(i); return s; }`, `run(%d);`)
}

func BenchmarkCallTop(b *testing.B) {
	benchSource(b, `double pow(double, double); double s = 0;`, `for (int i = 0; i < %d; i++) s += pow(i, 0.5);`)
}

func BenchmarkArrayLoop(b *testing.B) {
	benchSource(b, `int a[1024];`, `for (int i = 0; i < %d; i++) a[i & 1023] = a[(i + 1) & 1023] + i;`)
}

func BenchmarkPointerLoop(b *testing.B) {
	benchSource(b, `int *a = new int[1024]; void run(int n) { for (int i = 0; i < n; i++) a[i & 1023] = a[(i + 1) & 1023] + i; }`, `run(%d);`)
}

func BenchmarkDoubleLoop(b *testing.B) {
	benchSource(b, `double run(int n) { double x = 0, y = 1; for (int i = 0; i < n; i++) { x = x * 0.5 + y; y = y + 1.0; } return x; }`, `run(%d);`)
}

func BenchmarkQsort(b *testing.B) {
	benchSource(b, `void qsort(void *, unsigned long, unsigned long, int (*)(const void *, const void *)); int n = 0; int cmp(int *x, int *y) { n++; return *x < *y ? -1 : *x > *y; } int a[1000];`,
		`while (n < %d) { for (int i = 0; i < 1000; i++) a[i] = (i * 7919) & 1023; qsort(a, 1000, sizeof(int), cmp); }`)
}
