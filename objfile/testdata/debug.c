/* what DWARF says of this file is compared with what gcc says of it */
#include <complex.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef NO_ATOMIC
#define _Atomic
#define ATOMIC(t) t
#else
#define ATOMIC(t) _Atomic(t)
#endif

typedef struct point { int x, y; } point;
typedef struct { double re, im; } pair;
typedef union { int i; float f; char bytes[8]; } word;
struct opaque;
struct node { struct node *next; const char *name; struct opaque *data; struct node *(*visit)(struct node *, int depth); };
struct flags { unsigned a : 3; int b : 5; unsigned : 4; unsigned long c : 40; _Bool d : 1; char e; unsigned f : 9; };
struct holes { char c; struct { short in; union { long both; void *either; }; }; struct { int named; } sub; };
struct flexible { size_t n; double items[]; };
struct zero { int n; int none[0]; };
struct __attribute__((packed)) packed { char c; int i; short s; long l; unsigned b : 13; unsigned b2 : 20; };
struct __attribute__((aligned(64))) aligned { char c; };
struct mixed { char c; __attribute__((aligned(16))) int i; _Alignas(8) char d; };
struct atomics { _Atomic int i; ATOMIC(struct point) p; };
struct later { struct aligned many[2]; struct held *held; };
struct held { struct later inside; char c; };
struct empty { };
typedef float vec4 __attribute__((vector_size(16)));
typedef int aligned_int __attribute__((aligned(16)));
struct vectors { char c; vec4 v; aligned_int i; long double ld; float _Complex fc; double _Complex dc; long double _Complex ldc; __int128 wide; unsigned __int128 uwide; };
enum color { RED, GREEN = 5, BLUE };
enum sign { MINUS = -1, PLUS = 1 };
enum big { HUGE_VALUE = 0xffffffffu, MORE = 0x100000000 };
enum top { TOP = 0xffffffffffffffffu };
enum __attribute__((packed)) tiny { TINY_A, TINY_B = 200 };
typedef enum { ANON_A = 3, ANON_B } anon;
struct enums { enum tiny t; enum color c; enum big b; anon a : 4; };
typedef int (*compare)(const void *, const void *);
typedef void handler(int sig);

int counter = 3;
const char *const names[3] = { "a", "b", "c" };
int matrix[2][3];
extern int alias_of_counter __attribute__((alias("counter")));
__thread long per_thread;
volatile struct node *list;
compare comparer;
struct flexible *flexible; struct zero *zero; struct atomics *atomics; struct held *held; struct empty *empty;

int add(int a, int b) { return a + b; }
void nothing(void) { }
int old_style() { return 1; }
int old_params(a, b) int a; float b; { return a + (int)b; }
char chars(char c, signed char s, unsigned char u) { return c + s + u; }
unsigned long long longs(long l, long long ll, unsigned long ul, unsigned long long ull, short s, unsigned short us, unsigned u) { return l + ll + ul + ull + s + us + u; }
long double floats(float f, double d, long double ld) { return f + d + ld; }
double _Complex complexes(float _Complex f, double _Complex d, long double _Complex l) { return f + d + l; }
_Bool boolean(_Bool b) { return !b; }
__int128 wide(__int128 a, unsigned __int128 b) { return a + b; }
vec4 vectors(vec4 a, struct vectors *v) { return a + v->v; }
_Float128 quad(_Float128 q) { return q; }
int variadic(const char *format, ...) { return format[0]; }
int listed(const char *format, va_list ap) { return va_arg(ap, int) + format[0]; }
point points(point p, struct point *q, const struct point *const r) { p.x += q->x + r->y; return p; }
pair pairs(pair a, word w) { a.re += w.f; return a; }
struct node *nodes(struct node *restrict n, volatile int *v, struct flags f, struct holes *h, struct packed *k) { *v = f.a + h->sub.named + k->i; return n; }
struct mixed mixed_up(struct mixed m, struct aligned *a, struct later *l) { m.c = a->c + l->many[0].c; return m; }
int sort(void *base, size_t n, compare less, int (*also)(const void *, const void *, void *)) { return base && n && less && also; }
handler *signal_like(int sig, void (*h)(int)) { return sig ? h : 0; }
int (*returns_pointer(int which))[3] { return &matrix[which]; }
int arrays(int a[3], int m[][3], const char *const *argv, int n, int vla[n]) { return a[0] + m[0][0] + vla[0] + argv[0][0]; }
enum color colors(enum color c, enum sign s, enum big b, enum top t, anon a, struct enums *e) { return c + s + b + t + a + e->c; }
uint32_t stdints(int8_t a, uint64_t b, wchar_t c, ptrdiff_t d) { return a + b + c + d; }
void atomically(_Atomic int *a, _Atomic long b) { *a = b; }
int add_alias(int a, int b) __attribute__((alias("add")));
int labelled(int x) __asm__("its_label");
int labelled(int x) { return x; }
static __attribute__((noinline)) int not_exported(int z) { return z; }
int uses(int z) { return not_exported(z); }
__attribute__((cold)) void fails(void);
int split(int x) { if (__builtin_expect(x < 0, 0)) { fails(); nothing(); fails(); } return x; }
void fails(void) { counter = 0; }
