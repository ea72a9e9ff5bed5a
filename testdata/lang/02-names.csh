// Section 2: where names are looked up.
print(strlne("abc"))   // error: name: 

printf("%s\n", c.strerror(2))   // No such file or directory

int index = 3
print(index)   // 3

print(c.abs(-4))   // 4

// a session definition hides a library's function
int abs(int x) { return 100; }
print(abs(-4), c.abs(-4))   // 100 4

del abs
print(abs(-4))   // 4

// c and m give way to any session name
int c = 12
print(c)   // 12

del c
print(c.abs(-7))   // 7

print(m.sqrt(2.0))   // 1.4142135623730951

// tags are a name space of their own
struct point { int x, y; };
int point = 4;
struct point p = {1, 2};
print(point, p)   // 4 {x = 1, y = 2}

print(p.z)   // error: name: 

enum color { RED, GREEN = 5, BLUE };
enum color g = GREEN;
print(RED, GREEN, BLUE, g)   // 0 5 6 GREEN (5)

print(typeof(GREEN), typeof(g))   // int enum color

print((enum color)77)   // 77

print(c.no_such_function(1))   // error: symbol: 

// the newest declaration counts
int v = 1
double v = 2.5
print(v, typeof(v))   // 2.5 double

// an inner name hides an outer one
int outer = 1;
{ int outer = 2; print(outer); }
//> 2

print(outer)   // 1

// gcc's functions of bits, and what it is told about a program
enum { ones = __builtin_popcount(0xff) };
unsigned some_bits = 0x00f0f000;
print(ones, __builtin_popcount(some_bits), __builtin_clz(some_bits), __builtin_ctz(some_bits), __builtin_parity(7), __builtin_clzl(1), __builtin_popcountll(-1))   // 8 8 8 12 1 63 64
print(__builtin_bswap32(1), typeof(__builtin_popcountl(3)), __builtin_expect(some_bits != 0, 1), *(unsigned *)__builtin_assume_aligned(&some_bits, 4) == some_bits)   // 16777216 int 1 1
__builtin_prefetch(&some_bits)
__builtin_popcount()   // error: type: __builtin_popcount expects 1 argument, got 0

__builtin_unreachable()   // error: fault: abort aborted
