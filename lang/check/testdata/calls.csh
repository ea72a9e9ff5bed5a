strlen("hi"); // => c.strlen(const char *(@"hi"))
strlen("a", "b"); // error: type: strlen expects 1 argument, got 2
printf(); // error: printf expects at least 1 argument, got 0
byte(300); // error: type: 300 does not fit in unsigned char
byte(-1); // : int
byte(-2); // error: -2 does not fit in unsigned char
byte(-129); // error: -129 does not fit in unsigned char
byte(~1); // : int
byte('\xfe'); // : int
byte((unsigned char)-2); // : int
byte(3.5); // error: 3.5 does not fit in unsigned char
byte(3.0); // : int
byte(200 + 100); // error: 300 does not fit in unsigned char
signum(0xff); // : int
signum(255); // error: 255 does not fit in signed char
signum(0x1ff); // error: 511 does not fit in signed char
fbits(0.1); // : int
mask(-1); // : unsigned int
mask(5000000000); // error: 5000000000 does not fit in unsigned int
int n = 300;
byte(n); // => c.byte(unsigned char(n))
sqrt(2); // => c.sqrt(2)
strlen(5); // error: argument 1 of strlen: cannot convert int to const char *
strlen(0); // => c.strlen(NULL)
strlen(&n); // error: a cast says that it is meant
sum(3, {7, 8, 9}); // => c.sum(3; @temp[12]{0: 7, 4: 8, 8: 9})
strlen({'a', 0}); // : size_t
int cmp(const int *a, const int *b) { return *a - *b; }
int arr[3] = {3, 1, 2};
qsort(arr, 3, sizeof(int), cmp); // => c.qsort(void *(@arr); 3; 4; int (*)(const void *, const void *)(@cmp))
int bad(const int *a) { return *a; }
qsort(arr, 3, 4, bad); // error: argument 4 of qsort: cannot convert int (*)(const int *) to int (*)(const void *, const void *)
qsort(arr, 3, 4, puts); // error: cannot convert
int (*fp)(const char *) = puts; // : int (*)(const char *)
fp("x"); // : int
(*fp)("x"); // : int
fp(1, 2); // error: fp expects 1 argument, got 2
mystery(1, 2.5f, 'c'); // => c.mystery(1; 2.5; 99)
mystery("x"); // : long
5(3); // error: 5 is int, it cannot be called
printf("%d %s\n", 1, "x"); // : int
printf("%d\n", "x"); // error: type: printf: argument 2 is char *, but %d wants int
printf("%ld\n", 1); // error: printf: argument 2 is int, but %ld wants long
printf("%d\n", 1L); // error: printf: argument 2 is long, but %d wants int
printf("%d %d\n", 1); // error: printf: argument 3 is missing: %d wants int
printf("%d\n", 1, 2); // error: printf: argument 3 is not used by the format
printf("%s\n", 5); // error: printf: argument 2 is int, but %s wants char *
printf("%f %e %g\n", 1.0, 2.0f, 3.0); // : int
printf("%f\n", 1); // error: but %f wants double
printf("%Lf\n", 1.0L); // : int
printf("%c%%%5.2f%-*d\n", 'a', 1.0, 3, 4); // : int
printf("%-*d\n", 1.0, 4); // error: argument 2 is double, but
printf("%p %p\n", &n, NULL); // : int
printf("%zu %td %jd\n", sizeof(int), &n - &n, 5L); // : int
printf("%ls\n", L"wide"); // : int
printf("%hhd %hd\n", 'a', (short)1); // : int
printf("%n\n", &n); // : int
printf("%x\n", -1); // : int
printf("%lld\n", 5L); // : int
printf("%y\n", 5); // : int
char *fmt = "%d";
printf(fmt, "x"); // : int
snprintf(fmt, 3, "%d", 2.5); // error: snprintf: argument 4 is double, but %d wants int
sscanf("5", "%d", &n); // : int
sscanf("5", "%d", n); // error: sscanf: argument 3 is int, but %d wants int *
sscanf("5", "%lf", &n); // error: sscanf: argument 3 is int *, but %lf wants double *
sscanf("5", "%*d %[^,],%3s", fmt, fmt); // : int
sscanf("5", "%[]x]", fmt); // : int
struct stat st;
stat("/", &st); // : int
c.printf("%d\n", "x"); // error: printf: argument 2
z.crc32.restype = c_ulong;
z.crc32(0, "x", 1); // : unsigned long
z.crc32.argtypes = [c_ulong, c_char_p, c_uint];
z.crc32(0, "x"); // error: crc32 expects 3 arguments, got 2
z.crc32(0, "x", 1); // => z.crc32(0; @"x"; 1)
crc32(0, "x", 1); // : unsigned long
z.crc32.restype; // : type unsigned long
z.crc32.argtypes; // : list
long twice(unsigned long r) { return 2 * r; }
z.crc32.errcheck = twice;
z.crc32(0, "x", 1); // : long
z.crc32.errcheck = None;
z.crc32(0, "x", 1); // : unsigned long
c.strlen.restype = c_int, c.strlen("abc"); // : int
strlen("abc"); // : int
unsigned long crc32(unsigned long crc, const char *buf, unsigned len);
f = z.crc32; // : unsigned long (*)(unsigned long, char *, unsigned int)
f(0, "x", 1); // : unsigned long
g = c.mystery; // : long (*)()
g.restype = c_double;
g(1); // : double
g.argtypes = [c_int];
g(1, 2); // error: g expects 1 argument, got 2
int later(int a);
int use(int a) { return later(a); } // => func use slots 1 frame 0 {return later(a)}
int later(int a) { return a + 1; }
later(1); // : int
int strlen2(const char *);
size_t strlen(const char *s) { return 42; } // : size_t (const char *)
c.strlen("x"); // : int
strlen("x"); // => strlen(const char *(@"x"))
double strlen(double x) { return x; }
strlen(2); // : double
print(1, "x", arr, [1, 2], int, c); // : void
exit(); // : void
exit("x"); // error: the exit status must be an integer
assert(n == 300, "n"); // : void
b = buffer(9); // => var b char [] is builtin8(9)
b = "hello"; // => (b =text "hello")
b[3]; // : char
len(b); // : size_t
b.value; // : char []
b.raw; // : char []
load("z"); // : library
lib = load("z");
lib.crc32(1); // error: crc32 expects 3 arguments, got 1
names = symbols(lib); // : list
names[0]; // : char *
find_library("z"); // : char *
bytes(&n, 4); // : unsigned char []
poke(b, "xy"); // : void
poke(&n, 5); // : void
create_string_buffer("abc", 10); // : char []
create_unicode_buffer(L"abc"); // : wchar_t []
wstring(L"abc"); // : wchar_t *
free(b); // : void
load; // error: load is a function of the shell
len; // error: len is a function of the shell
vprintf("%d", va_list(1)); // : int
atexit(c_void_p(0)); // : int
Point = struct point;
struct point { int x, y; };
Point(1, 2); // : struct point
Point(y=2); // => temp[8]{4: 2}
wcount(L"x"); // : int
int getchar_(void);
getchar_(1); // error: getchar_ expects 0 arguments, got 1
__builtin_expect(n, 1); // : int
__builtin_constant_p(3); // => 1
__builtin_huge_val(); // => inf
__builtin_isnan(1.0f); // => c.isnanf(1)
__builtin_isnan(1.0); // => c.isnan(1)
__builtin_fpclassify(0, 1, 4, 3, 2, 1.0L); // => c.__fpclassifyl(1)
__builtin_strlen("x"); // : int
__builtin_bswap32(1); // => 16777216
__builtin_bswap64(1); // : unsigned long
__builtin_alloca(8); // error: unknown name __builtin_alloca
__builtin_types_compatible_p(int, long); // => 0
__builtin_choose_expr(1, n, 2.5); // : int
__builtin_isless(1, 2.5); // => 1
__builtin_nosuch(1); // error: unknown name __builtin_nosuch
