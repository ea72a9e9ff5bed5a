// Section 6: calls.
printf("%d %.2f %s\n", 42, 3.5, "x")   // 42 3.50 x

printf("%d %d %d %d %d %d %d %d\n", 1, 2, 3, 4, 5, 6, 7, 8)   // 1 2 3 4 5 6 7 8

printf("%f %f %f %f %f %f %f %f %f %f\n", 1., 2., 3., 4., 5., 6., 7., 8., 9., 10.)
//> 1.000000 2.000000 3.000000 4.000000 5.000000 6.000000 7.000000 8.000000 9.000000 10.000000

printf("%c|%5d|%-5d|%05d|%x|%lu|%p\n", 'a', 42, 42, 42, 255, 7ul, NULL)   // a|   42|42   |00042|ff|7|(nil)

printf("%d\n", 2.5)   // error: type: 

printf("%s\n", 42)   // error: type: 

printf("%d %d\n", 1)   // error: type: 

printf("%.1Lf\n", 2.5L)   // 2.5

print(strlen())   // error: type: 

print(strlen("a", "b"))   // error: type: 

print(strlen(42))   // error: type: 

print(sqrt(2), pow(2, 0.5), sqrt(2) == m.sqrt(2))   // 1.4142135623730951 1.4142135623730951 1

char buf[64]
n = snprintf(buf, sizeof buf, "%s-%d", "abc", 7)
print(buf, n)   // abc-7 5

sscanf("12 3.5 word", "%d", &n); print(n)   // 12

int year; double frac; char word[16];
print(sscanf("12 3.5 word", "%d %lf %15s", &year, &frac, word), year, frac, word)   // 3 12 3.5 word

// constants must fit
unsigned char take_uc(unsigned char c) { return c; }
take_uc(300)   // error: type: 300 does not fit in unsigned char

print(take_uc(-1), take_uc(255), take_uc(0xff))   // 255 255 255

abs(1.5)   // error: type: 

abs(0xFFFFFFFF)
print("a hex constant may fill all bits")   // a hex constant may fill all bits

// pointers
int value = 5
unsigned char *bytes_of = (unsigned char *)&value
print(bytes_of[0])   // 5

print(memcmp("abc", "abd", 3) < 0)   // 1

char *end
print(strtol("42rest", &end, 10), end)   // 42 rest

long *lp = &value   // error: type: 

void *vp = &value; int *back = vp; print(*back)   // 5

// callbacks
int compare(const void *a, const void *b) { return *(int *)a - *(int *)b; }
int nums[6] = {5, 2, 9, 1, 7, 3}
qsort(nums, 6, sizeof(int), compare)
print(nums)   // {1, 2, 3, 5, 7, 9}

int down(int *a, int *b) { return *b - *a; }
qsort(nums, len(nums), sizeof nums[0], down)
print(nums)   // {9, 7, 5, 3, 2, 1}

int (*unary)(int) = abs
print(unary(-3), (*unary)(-4))   // 3 4

int add(int a, int b) { return a + b; }
int (*op)(int, int) = add
print(op(3, 4), add(3, 4))   // 7 7

// structs by value
div_t dv = div(20, 6); print(dv.quot, dv.rem, div(7, 2).rem)   // 3 2 1

// errno
print(open("/no/such/file", O_RDONLY), errno)   // -1 2

errno = 0
print(errno)   // 0

print(strerror(errno))   // Success

// brace lists as arguments
struct point { int x, y; };
int sum(struct point p) { return p.x + p.y; }
print(sum({3, 4}), sum({.y = 2}))   // 7 2

int total(int n, int *v) { int t = 0; for (int i = 0; i < n; i++) t += v[i]; return t; }
print(total(3, {7, 8, 9}))   // 24

// the order of output
printf("first\n"); print("second"); puts("third"); print("fourth")
//> first
//> second
//> third
//> fourth

printf("no newline "); print("then print")   // no newline then print

print(getenv("NO_SUCH_VARIABLE_HERE"))   // NULL

// scanf formats, whatever symbol the C library has behind the name
sscanf("1", "%d", year)   // error: type: sscanf: argument 3 is int, but %d wants int *

sscanf("1", "%ld", &year)   // error: type: sscanf: argument 3 is int *, but %ld wants long *

sscanf("1", "%d")   // error: type: sscanf: argument 3 is missing: %d wants int *

sscanf(NULL, "%d", &year)   // error: fault: …called as sscanf(NULL, "%d", 

// a function that del ended
int gone(int x) { return x; }
int (*kept_fp)(int) = gone; del gone
kept_fp(1)   // error: memory: C called a callback that was deleted

// what ctypes sessions write
print(c_void_p(None), c_bool(True), c_char_p(NULL))   // NULL true NULL

print(POINTER(c_int)(c_int(42)).contents, POINTER(c_int)(value)[0])   // 42 5

find_char = c.strchr; find_char.restype = c_char_p; find_char.argtypes = [c_char_p, c_char]
print(find_char(b"abcdef", b"d"))   // def

find_char(b"abcdef", b"def")   // error: type: char takes one character

// wide and numbered formats, va_list
wprintf(L"%d %ls\n", 1, 2)   // error: type: wprintf: argument 3 is int, but %ls wants wchar_t *

printf("%2$d %1$s\n", "one", 2)   // 2 one

printf("%2$d %1$s\n", 1, 2)   // error: type: printf: argument 2 is int, but %1$s wants char *

print(vsnprintf(buf, sizeof buf, "%d %s %.1f %Lg", va_list(42, "x", 2.5f, 1.5L)), buf)   // 12 42 x 2.5 1.5

vsnprintf(buf, sizeof buf, "%d %s", va_list(1, 2))   // error: type: the va_list of vsnprintf: argument 2 is int, but %s wants char *

list = va_list(1, 2)   // error: type: va_list(…) lives as long as the call that it is an argument of

// calls that cannot be made
typedef double v4df __attribute__((vector_size(32)));
void take_wide(int n, v4df wide);
v4df doubles;
take_wide(1, doubles)   // error: type: cannot call take_wide: parameter 2 'wide' of type v4df has vectors of more than 16 bytes

struct unknown;
struct unknown *nowhere;
int take_unknown(struct unknown value);
struct unknown give_unknown(void);
take_unknown(*nowhere)   // error: type: cannot call take_unknown: parameter 1 'value' of type struct unknown is incomplete

give_unknown()   // error: type: cannot call give_unknown: the result of type struct unknown is incomplete

void called_wide(v4df v) {}
qsort(nums, 6, sizeof(int), (int (*)(const void *, const void *))called_wide)   // error: type: C cannot call called_wide: parameter 1 'v'

// vectors of 16 bytes, long double, __int128 and complex numbers
typedef float v4sf __attribute__((vector_size(16)));
v4sf quad = {1, 2, 3, 4}
quad[2] = 30
print(quad, quad[2], sizeof quad)   // {1, 2, 30, 4} 30 16

print(quad[4])   // error: bounds: 

print(1.0L / 3, (__int128)1 << 100, -((__int128)1 << 127))   // 0.33333333333333333334 1267650600228229401496703205376 -170141183460469231731687303715884105728

print((1.5 + 2i) * (2 - 1i), csqrt(-4), __builtin_complex(-0.0, 1.0))   // 5+2.5i 0+2i -0+1i

// bit-fields wider than int compute in their own width
struct fields { unsigned long wide : 40; long narrow : 40; __int128 huge : 100; };
struct fields bits = {(1ul << 40) - 1, -1, ((__int128)1 << 99) - 1}
print(bits.wide + 1, bits.wide << 4, ~bits.wide, -bits.wide, bits.wide > -1, bits.narrow < 0)   // 0 1099511627760 0 1 0 1

print(bits.huge, bits.huge == ((__int128)1 << 99) - 1)   // 633825300114114700748351602687 1

// what C is told of rounding holds for the shell's arithmetic, too
double one = 1, three = 3;
double third(void) { return one / three; }
double up(void) { fesetround(FE_UPWARD); return one / three; }
print(third() == 1.0/3, up() > 1.0/3);   // 1 1
print(third() > 1.0/3, one / three == 1.0/3, fegetround() == FE_UPWARD, 1.0/3);   // 1 0 1 0.3333333333333333
fesetround(FE_TONEAREST);
print(third() == 1.0/3)   // 1

// %m tells of the errno that was there before the call.
char said[40]; errno = ENOENT; snprintf(said, sizeof said, "%d %-3m|%%m", 7); print(said);   // 7 No such file or directory|%m
errno = EIO; sprintf(said, "%%m %d", 3); print(said, errno);   // %m 3 0

// what dlerror tells outlives the shell's own look-ups
dlopen("no such library", RTLD_LAZY); try { lgamma_of_nobody(1); } catch (e) { }
char *told = dlerror(); print(string(told, 15), dlerror());   // no such library NULL
