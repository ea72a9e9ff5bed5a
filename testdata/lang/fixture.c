/* What 06-fixture.csh and 07-faults.csh call. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

int counter = 0;
const char *names[3] = {"one", "two", "three"};
const char release[] = "1.2.3";
double grid[2][3] = {{1, 2, 3}, {4, 5, 6}};

struct mixed { char c; double d; int i; };
struct pair { float a, b; };
struct large { long v[6]; };
struct bf { unsigned lo : 4, hi : 12; };
union value { int i; double d; };
enum level { LOW, MID = 10, HIGH };


/* Named as what cshell knows to be something else. */
int odd_macro(int x) __asm__("isfinite");
int odd_constant(int x) __asm__("EOF");
int odd_type(int x) __asm__("size_t");
int odd_macro(int x) { return x + 40; }
int odd_constant(int x) { return x + 41; }
int odd_type(int x) { return x + 42; }

int add_ints(int a, int b) { return a + b; }
long big_number(void) { return 0x0123456789abcdef; }
double half(double x) { return x / 2; }
struct mixed grow(struct mixed m) { m.c++; m.d *= 2; m.i++; return m; }
struct pair swap(struct pair p) { struct pair r = {p.b, p.a}; return r; }
struct large fill(long n) { struct large l; for (int i = 0; i < 6; i++) l.v[i] = n + i; return l; }
long double triple(long double x) { return 3 * x; }
__int128 wide(__int128 a, long b) { return (a << 64) + b; }
float scale(float x, unsigned char by) { return x * by; }
int apply(int (*f)(int), int x) { return f(x); }
double apply_double(double (*f)(double, float), double x) { return f(x, 2.5f); }
void bump(void) { counter++; }
union value make_value(double d) { union value v; v.d = d; return v; }
unsigned pack_bf(struct bf b) { return b.hi << 4 | b.lo; }
_Bool negate(_Bool b) { return !b; }
signed char small(void) { return -3; }
enum level next_level(enum level l) { return l == LOW ? MID : HIGH; }

int sum_ints(int n, ...) {
	va_list ap;
	int sum = 0;
	va_start(ap, n);
	while (n-- > 0) sum += va_arg(ap, int);
	va_end(ap);
	return sum;
}

int divide(int a, int b) { return a / b; }
void crash(void) { *(volatile int *)0 = 1; }
void die(void) { abort(); }
void leave(int status) { exit(status); }
int deep(int n) { volatile char big[4096]; big[0] = n; return deep(n + 1) + big[0]; }
void overrun(char *p, int n) { memset(p, 'x', n); }
