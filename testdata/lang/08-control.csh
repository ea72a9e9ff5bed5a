// Section 8: statements and functions.
for (int i = 0; i < 3; i++) print(i);
//> 0
//> 1
//> 2

int i = 0; while (i < 5) { i++; if (i == 2) continue; if (i == 4) break; print(i); }
//> 1
//> 3

do { i--; } while (i > 0); print(i)   // 0

int kind(int n) { switch (n) { case 1: return 10; case 2: case 3: return 20; case 5 ... 7: return 50; default: return -1; } }
print(kind(1), kind(2), kind(3), kind(4), kind(6))   // 10 20 20 -1 50

int fall(int n) { int t = 0; switch (n) { case 1: t += 1; case 2: t += 2; break; case 3: t += 3; } return t; }
print(fall(1), fall(2), fall(3), fall(9))   // 3 2 3 0

// the operand's type says how cases order
int upper(unsigned long n) { switch (n) { case 1 ... 0x7fff: return 1; case 1ul << 63 ... -2: return 2; case -1: return 3; } return 0; }
print(upper(0x7fff), upper(0x8000), upper(1ul << 63), upper(-2ul), upper(-1), upper(0))   // 1 0 2 2 3 0

int wide(__int128 n) { switch (n) { case 1 ... 100: return 1; case (__int128)1 << 100: return 2; case -1: return 3; default: return 4; } }
print(wide(100), wide((__int128)1 << 100), wide(1 << 30), wide(-1), wide(((__int128)1 << 64) + 1))   // 1 2 4 3 4

switch (1ul) { case -1: case 0xffffffffffffffff: ; }   // error: type: two cases for 18446744073709551615

switch (1u) { case 5 ... 4: ; }   // error: type: an empty range of cases

int fact(int n) { return n < 2 ? 1 : n * fact(n - 1); }
print(fact(10))   // 3628800

int odd(int n);
int even(int n) { return n == 0 ? 1 : odd(n - 1); }
int odd(int n) { return n == 0 ? 0 : even(n - 1); }
print(even(10), odd(7))   // 1 1

int counter(void) { static int n = 10; return ++n; }
print(counter(), counter(), counter())   // 11 12 13

int falls_off(int x) { if (x) return 5; }
print(falls_off(1), falls_off(0))   // 5 0

void hello(const char *who) { printf("hello %s\n", who); }
hello("world")   // hello world

struct point { int x, y; };
struct point add(struct point a, struct point b) { return (struct point){a.x + b.x, a.y + b.y}; }
print(add((struct point){1, 2}, (struct point){3, 4}))   // {x = 4, y = 6}

struct point brace(int a) { return {a, a}; }
print(brace(3).y)   // 3

int uses(void) { return later_name; }   // error: name: 

// blocks have scopes of their own
int v = 1; { int v = 2; { int v = 3; print(v); } print(v); } print(v)
//> 3
//> 2
//> 1

// x = E in a block is a session variable, in a function a local
{ made = 5; }
print(made)   // 5

int local(void) { fresh = 9; return fresh; }
print(local())   // 9

print(fresh)   // error: name: 

// the newest definition counts, also for earlier callers
int g(void) { return 1; }
int h(void) { return g(); }
int g(void) { return 2; }
print(h())   // 2

int main(void) { print("never by itself"); return 0; }
print("after main")   // after main

int sum(int n) { int t = 0; for (int i = 1; i <= n; i++) t += i; return t; }
print(sum(100000))   // 705082704

int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
print(fib(20))   // 6765

break   // error: syntax: 

int *leak(void) { int local = 3; int *p = &local; return p; }
print(leak() != NULL)   // 1

int arr_sum(int a[], int n) { int s = 0; while (n--) s += *a++; return s; }
int data[4] = {1, 2, 3, 4}
print(arr_sum(data, 4))   // 10

for (int a = 0, b = 10; a < b; a++, b--) ; print("done")   // done

int nested(int n) { for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) if (i * j == 6) return i * 10 + j; return -1; }
print(nested(5))   // 23

// in a catch its name hides everything else, types too
try { 1 / 0; } catch (size_t) { print(size_t.kind); }
//> arithmetic

try { assert(0, "no"); } catch (c_int) { print(c_int); }
//> no

int called(void) { puts(__func__); return sizeof(__func__); }
print(called())
//> called
//> 7

// functions with variable arguments, called here and from C
int total(int n, ...) { va_list ap; va_start(ap, n); int s = 0; while (n--) s += va_arg(ap, int); va_end(ap); return s; }
print(total(3, 1, 2, 3), total(0), total(2, total(2, 5, 6), 1))   // 6 0 12
int (*ctotal)(int, ...) = total
print(ctotal(8, 1, 2, 3, 4, 5, 6, 7, 8))   // 36

void say(const char *format, ...) { va_list ap; va_start(ap, format); vprintf(format, ap); va_end(ap); }
say("%d %s %.1f %Lf\n", 5, "five", 5.5, 1.25L)   // 5 five 5.5 1.250000

struct pair { char a; long b; };
long rest(int n, ...) { va_list ap; va_start(ap, n); struct pair p = va_arg(ap, struct pair); return p.b + va_arg(ap, long double) + va_arg(ap, int); }
struct pair some = {1, 20}
print(rest(1, some, 300.0L, 4000))   // 4320

int narrow(int n, ...) { va_list ap; va_start(ap, n); return va_arg(ap, short); }   // error: type: short is passed as int

int fixed(int n) { va_list ap; va_start(ap, n); }   // error: type: va_start

// arrays whose length only the call knows
int squares(int n) { int a[n]; for (int i = 0; i < n; i++) a[i] = i * i; int *p = a; return p[n - 1] + sizeof(a) + len(a); }
print(squares(5), squares(2))   // 41 11

long often(int n) { long s = 0; for (int i = 0; i < n; i++) { int a[i % 1000 + 1]; a[i % 1000] = i; s += a[i % 1000]; } return s; }
print(often(100000))   // 4999950000

int beyond(int n) { char b[n]; return b[n]; }   // error: bounds: index 3 is out of range for char[3] 'b'
beyond(3)

int negative(int n) { int a[n]; return 0; }   // error: type: an array cannot have -1 elements
negative(-1)

// blocks outside of functions have them, too
for (int i = 1; i < 3; i++) { int a[i]; a[i - 1] = i; print(len(a), a, sizeof a); }
//> 1 {1} 4
//> 2 {0, 2} 8

int left = 3; while (left--) { long a[left + 1]; if (left == 0) break; print(len(a)); }
//> 3
//> 2

{ int n = 2; char b[n]; n = 9; b[n] = 1; }   // error: bounds: index 9 is out of range for char[2] 'b'

{ int n = 2; int a[n] = {1}; }   // error: type: an array of variable length takes no initialiser

int cells = 4; int row[cells]; print(len(row))   // 4

int enormous(long n) { char a[n]; return a[n - 1]; }   // error: limit: a local of 1099511627776 bytes is too large
enormous(1l << 40)

int filled(int n) { int a[n] = {1}; return 0; }   // error: type: an array of variable length takes no initialiser

// of more than one dimension, and as parameters: oracle/testdata/variablearrays.txt compares them with gcc
int table(int n, int m) { int t[n][m]; for (int i = 0; i < n * m; i++) t[0][0] += t[i / m][i % m] = i; print(t, t[n - 1], len(t), len(t[0])); return sizeof t; }
print(table(2, 3))
//> {{15, 1, 2}, {3, 4, 5}} {3, 4, 5} 2 3
//> 24

char *words(int n) { char w[2][n]; strcpy(w[0], "ab"); w[1] = "cd"; x = w; print(w, w[1], typeof(x)); return NULL; }
words(4)   // {"ab", "cd"} cd char (*)[n]

int trace(int n, int m[n][n]) { int s = 0; for (int i = 0; i < n; i++) s += m[i][i]; return s; }
int square[3][3] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}
print(trace(3, square), trace(2, (int (*)[2])square))   // 15 5
print(trace(2, (int[2][2]){{1, 2}, {3, 4}}))   // 5
:type trace
//> int trace(int n, int (*m)[n])
//>   from 08-control.csh:172

trace(2, {{1, 2}, {3, 4}})   // error: type: a brace list for int (*)[n] needs its lengths: (T[2][2]){…}

int inner(int n) { int t[n][n]; return t[1][n]; }   // error: bounds: index 3 is out of range for int[3] 't[1]'
inner(3)

int outer(int n) { int t[n][n]; return t[n][0]; }   // error: bounds: index 3 is out of range for int[3][n] 't'
outer(3)

int less(int n) { int t[2][n]; return 0; }   // error: type: an array cannot have -1 elements
less(-1)

int vast(long n) { char t[n][n][n]; return t[0][0][0]; }   // error: type: an array cannot have 17179869184 elements
vast(1l << 34)

int rows(int n) { int (*p)[n] = new int[n][n]; p[n - 1][n - 1] = n; return p[n][0]; }   // error: bounds: reading 12 bytes at offset 36 is out of range for int[9] 'p'
rows(3)

int *kept_row; int leave_row(int n) { int t[n][n]; kept_row = t[1]; return 0; }
leave_row(2)
print(*kept_row)   // error: memory: int[2][2] 't' was a local of leave_row, which has returned

int generic(int n) { int a[n]; return _Generic(a, int *: 1, default: 2); } print(generic(2))   // 1

int still(int n) { static int a[n]; return 0; }   // error: type: a is an int [n], and what is static needs a constant length

int member(int n) { struct { int a[n]; } s; return 0; }   // error: type: a constant is wanted here

int copied(int n) { int a[n][n]; int b[n][n]; b = a; return 0; }   // error: type: arrays of arrays of variable length are copied by row, or by memcpy

int part(int n) { int a[n][n]; return len(a[0:1]); }   // error: type: there are no slices of arrays of variable length

// a statement computes lengths when it comes to them; a declaration of the session knows them already
cells = 2; { cells = 5; int a[2][cells]; print(len(a[1]), sizeof(int[cells])); }   // 5 20

for (cells = 1; cells < 3; cells++) { int a[cells][cells]; print(sizeof a); }
//> 4
//> 16

if (cells++) print(sizeof(int[cells]))   // 16

int of_session(int m[cells][cells]) { return sizeof *m; }
cells = 9
print(of_session(NULL), sizeof(int[cells]))   // 36 36

{ cells = 5; switch (5) { case cells: print(1); } }   // error: type: a constant is wanted here

if (cells) { three = (c_int * cells)(1, 2); }   // error: type: a constant is wanted here

print(sizeof(squares))   // 1

// a block declares a name once; the session may do so again
int again = 1; int again = 2; { int again = 3; print(again); }
//> 3

int twice_declared(int a) { int b; double b; return a; }   // error: type: b is declared already in this block

int twice_declared(int a) { int a; return a; }   // error: type: a is declared already in this block

int once_each(int n) { for (int i = 0; i < 1; i++) { int i = 5; n += i; } { int i = 2; n += i; } return n; }
print(once_each(1))   // 8

// statement expressions
#define LARGER(a, b) ({ typeof(a) _a = (a); typeof(b) _b = (b); _a > _b ? _a : _b; })
print(LARGER(3, 4.5), LARGER(LARGER(1, 7), 3), ({ int x = 5; x * 2; }) + 1, ({ "text"; }))   // 4.5 7 11 text

struct made { int x; };
struct made make(int a) { return ({ struct made m = {a}; m; }); }
int summed(int n) { return ({ int s = 0; for (int i = 0; i < n; i++) { if (i == 2) continue; if (i == 4) break; s += i; } s; }) + LARGER(n, 10); }
print(make(7).x, summed(3), summed(20), ({ try { 1 / 0; } catch (e) { print(e.kind); } 3; }))
//> arithmetic
//> 7 11 24 3

int leaves(void) { return ({ return 1; 2; }); }   // error: syntax: return cannot leave ({ … })

for (;;) { ({ break; }); }   // error: syntax: break outside a loop or switch

// definitions in the style of before prototypes
int old_add(a, b) int a; int b; { return a + b; }
char *old_tail(s, n)
     char *s;
     register int n;
{
  return s + n;
}
print(old_add(2, 3), old_tail("hello", 2), typeof(old_add))   // 5 llo int (int, int)

float old_half(x) float x; { print(sizeof x); return x / 2; }
short old_wrap(c, s) char c; short s; { c += 100; s *= 2; return c + s; }
print(old_half(3), typeof(old_half), old_wrap(100, 40000), typeof(old_wrap))
//> 4
//> 1.5 float (double) 14408 short (int, int)

int old_compare(a, b)
	int *a, *b;
{ return *a - *b; }
int old_numbers[4] = {4, 2, 3, 1};
qsort(old_numbers, 4, sizeof(int), old_compare);
print(old_numbers)   // {1, 2, 3, 4}

struct old { int x, y; };
int (*old_pick(n, p, a))(int, int) int n; struct old p; int a[]; { return n == p.y && a[1] == 2 ? old_add : NULL; }
print(old_pick(4, (struct old){3, 4}, old_numbers)(4, 5))   // 9

old_add(1)   // error: type: old_add expects 2 arguments, got 1

// Outside of functions these are gcc's: macros of headers use them there too.
print(sizeof(__func__), __PRETTY_FUNCTION__)   // 1 top level

// loops that count, of every kind of integer and with what changes in them
int upTo(int n) { int s = 0; for (int i = 0; i < n; i++) { if (i == 3) continue; if (i == 7) break; s += i; } return s; }
print(upTo(3), upTo(5), upTo(100), upTo(0), upTo(-1))   // 3 7 18 0 0
int firstOver(int n) { for (int i = 0; i < n; ++i) if (i * i > 50) return i; return -1; }
print(firstOver(100), firstOver(5))   // 8 -1
int changing(int n) { int rounds = 0; for (int i = 0; i < n; i++) { rounds++; if (i == 2) n = 5; if (i == 3) i++; } return rounds; }
print(changing(10))   // 4
unsigned sumUnsigned(unsigned n) { unsigned s = 0; for (unsigned i = 4294967290; i < n; i++) s += i - 4294967290; return s; }
print(sumUnsigned(4294967295))   // 10
long sumLong(void) { long s = 0; for (long i = -3000000000; i < -2999999995; i++) s += i; return s; }
print(sumLong())   // -14999999990
size_t sumSize(size_t n) { size_t s = 0; for (size_t i = 18446744073709551611u; i < n; i++) s++; return s; }
print(sumSize(18446744073709551615u))   // 4
int sumPointers(int *p, int *end) { int s = 0; for (; p < end; p++) s += *p; return s; }
int counted[4] = {1, 2, 3, 4};
print(sumPointers(counted, counted + 4))   // 10
int wraps(void) { int rounds = 0; for (int i = 2147483645; i < 2147483647; i++) { rounds++; if (rounds > 5) break; } return rounds; }
print(wraps())   // 2
int narrow(void) { int rounds = 0; for (signed char c = 120; c < 127; c++) rounds++; return rounds; }
print(narrow())   // 7
enum step { ONE, TWO, THREE }; int steps(void) { int n = 0; for (enum step s = ONE; s < THREE; s++) n += s; return n; }
print(steps())   // 1
{ int s = 0; for (int i = 0; i < 5; i++) s += i; print(s); }
//> 10
