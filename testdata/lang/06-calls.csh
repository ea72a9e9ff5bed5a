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
