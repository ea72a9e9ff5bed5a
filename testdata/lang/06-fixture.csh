// Section 6 against a library of our own.
f = load("./fixture.so")
print(f)   // <library fixture.so>

int add_ints(int, int);
print(add_ints(2, 3), f.add_ints(4, 5))   // 5 9

// without any type: long, after a note
print(f.big_number(), typeof(f.big_number()))   // 81985529216486895 long

double half(double);
print(half(5))   // 2.5

struct mixed { char c; double d; int i; };
struct mixed grow(struct mixed m);
print(grow({1, 2.5, 3}))   // {c = 2 '\002', d = 5, i = 4}

struct pair { float a, b; };
struct pair swap(struct pair p);
print(swap({1, 2}))   // {a = 2, b = 1}

struct large { long v[6]; };
struct large fill(long start);
print(fill(10).v[5], fill(3))   // 15 {v = {3, 4, 5, 6, 7, 8}}

long double triple(long double);
print(triple(1.5L))   // 4.5

__int128 wide(__int128 a, long b);
print(wide(1, 2))   // 18446744073709551618

float scale(float x, unsigned char by);
print(scale(0.5f, 3))   // 1.5

int apply(int (*f)(int), int x);
int plus10(int x) { return x + 10; }
print(apply(plus10, 5), apply(abs, -5))   // 15 5

double apply_double(double (*f)(double, float), double x);
double times(double x, float y) { return x * y; }
print(apply_double(times, 3.0))   // 7.5

int sum_ints(int n, ...);
print(sum_ints(4, 1, 2, 3, 4))   // 10

extern int counter;
counter = 41; f.bump(); print(counter)   // 42

extern const char *names[3];
print(names[1], names)   // two {0x… "one", 0x… "two", 0x… "three"}

print(f.missing_one())   // error: symbol: 

print(f.nothing)   // error: symbol: 

// an errors in a callback is reported by the call
int bad(int x) { return x / 0; }   // error: arithmetic: 
print(apply(bad, 1))

union value { int i; double d; };
union value make_value(double d);
print(make_value(2.5).d)   // 2.5

struct bf { unsigned lo : 4, hi : 12; };
unsigned pack_bf(struct bf b);
print(pack_bf({5, 100}))   // 1605

_Bool negate(_Bool b);
print(negate(1), negate(false), typeof(negate(1)))   // false true bool

signed char small(void);
print(small())   // -3

enum level { LOW, MID = 10, HIGH };
enum level next_level(enum level l);
print(next_level(LOW))   // MID (10)

// an array without a length has that of the library's symbol
extern const char release[]; extern double grid[][3], nowhere[];
print(release, f.release, sizeof release, grid, typeof(grid), f.grid[1], len(grid))   // 1.2.3 1.2.3 6 {{1, 2, 3}, {4, 5, 6}} double [2][3] {4, 5, 6} 2

// behind the dot names the library's symbol, also where that is a macro's, a constant's or a type's; a macro that leads to none is none
print(f.isfinite(1), f.EOF(1), f.size_t(1), isfinite(1.0), sizeof(size_t))   // 41 42 43 1 8

m.isfinite(1.0)   // error: symbol: libm.so.6 exports no isfinite

nowhere[0]   // error: symbol: nowhere is declared, but no loaded library exports it
