// Section 5: variables, memory, bounds.
int x
struct { int a; double b; } s
print(x, s)   // 0 {a = 0, b = 0}

int *p = &x
*p = 42
print(x, *p, p[0], p == &x)   // 42 42 42 1

y = 2.5
print(y, typeof(y))   // 2.5 double

y = 7
print(y, typeof(y))   // 7 int

int i = 3.99
print(i)   // 3

char buf[32] = "hi"
print(buf, sizeof(buf), len(buf), strlen(buf))   // hi 32 32 2

buf[40]   // error: bounds: index 40 is out of range for char[32] 'buf'

buf[-1] = 'x'   // error: bounds: 

k = 32; buf[k] = 1   // error: bounds: index 32 is out of range for char[32] 'buf'

buf = "hello"
print(buf)   // hello

buf = "this text is much too long for the thirty-two bytes that it has"   // error: 

char text[] = "hello"
print(len(text), sizeof text)   // 6 6

n = new int
*n = 5
print(*n, n[0])   // 5 5

a = new int[4]{1, 2, 3, 4}
print(a[0] + a[3], typeof(a))   // 5 int *

print(a[4])   // error: bounds: 

print(*(a + 9))   // error: bounds: 

struct point { int x, y; };
q = new struct point{3, 4}
print(q->x, q->y, (*q).x, *q)   // 3 4 3 {x = 3, y = 4}

dangling = a
free(a)
print(dangling[0])   // error: memory: 

gone = new int; other = gone;
del gone
print(*other)   // error: memory: 

print(gone)   // error: name: 

b = buffer(16)
print(len(b), sizeof(b))   // 16 16

strcpy(b, "copied"); print(b, b.value, strlen(b))   // copied copied 6

b = buffer("text")
print(len(b), b.value, b.raw)   // 5 text text

b[9]   // error: bounds: 

int arr[5] = {10, 20, 30, 40, 50}
print(arr[1:3], arr[:2], arr[3:], len(arr[1:4]))   // {20, 30} {10, 20} {40, 50} 3

sl = arr[1:4]
sl[0] = 21
print(arr[1], sl[2], sl)   // 21 40 {21, 30, 40}

sl[3]   // error: bounds: 

arr[2:9]   // error: bounds: 

int *ap = arr
print(ap[1:3], ap + 1 == &arr[1], &arr[4] - &arr[1])   // {21, 30} 1 3

print(len(ap))   // error: type: 

// initialisers
struct point ps[2] = {{1, 2}, {.y = 9}}
print(ps, ps[1].y)   // {{x = 1, y = 2}, {x = 0, y = 9}} 9

int sparse[6] = {[3] = 7, 8, [0] = 1}
print(sparse)   // {1, 0, 0, 7, 8, 0}

int grown[] = {1, 2, 3}
print(sizeof(grown), len(grown))   // 12 3

print(((struct point){5, 6}).y, (struct point){.x = 1})   // 6 {x = 1, y = 0}

pt = (struct point){1, 2}
pt = {8, 9}
print(pt)   // {x = 8, y = 9}

print(c_int(42), point(1, 2))   // 42 {x = 1, y = 2}

A = c_int * 3
aa = A(1, 2, 3)
print(aa, sizeof(aa), aa[1])   // {1, 2, 3} 12 2

pp = pointer(x); print(pp.contents, pp[0])   // 42 42

x.value = 11; print(x.value, x)   // 11 11

int flags = 5; flags |= 8; flags <<= 1; flags ^= 1; print(flags, flags & 0xf, ~flags, flags >> 1)   // 27 11 -28 13

int inc = 5; print(inc++, ++inc, inc--, --inc)   // 5 7 7 5

print(2147483647 + 1, -2147483647 - 2, 4000000000u + 500000000u)   // -2147483648 2147483647 205032704

print(7 / 2, -7 / 2, -7 % 3, 7 % -3, 7.0 / 2)   // 3 -3 -1 1 3.5

// as in GNU C, void and functions count as bytes
print((char *)(&puts + 2) - (char *)puts, (void *)12 + 3 == (void *)15)   // 2 1

print(1 / 0)   // error: arithmetic: 

print(1 % 0)   // error: arithmetic: 

print(1 << 40)   // error: arithmetic: 

print(1.0 / 0, -1.0 / 0, 0.0 / 0)   // inf -inf nan

print(-1 < 1u, -1 < 1l, (unsigned char)255 + 1, 'a' + 1)   // 0 1 256 98

print(1 ? 2 : 3, 0 ? 2 : 3, 5 ?: 6, (1, 2, 3))   // 2 3 5 3

print(offsetof(struct point, y), sizeof x, sizeof(x + 1.0))   // 4 4 8

typedef struct { int n; struct { int m[4]; } in; } deep;
print(offsetof(deep, in.m[2]))   // 12

print(*(int *)8)   // error: memory: 

int *null = NULL; print(*null)   // error: memory: 

del x, y
print(x)   // error: name: 

// buffers and slices know their types
b8 = buffer(8); cut = arr[1:4]
print(typeof(b8), typeof(buffer("text")), typeof(arr[1:3]), typeof(cut))   // char [8] char [5] int [2] int [3]

b8 = "exactly8"; print(b8, len(b8))   // exactly8 8

b8 = "nine char"   // error: bounds: a string of 9 characters does not fit in char[8]

b8[1:3] = "XX"; print(b8)   // eXXctly8

arr[0:3] = {7, 8}; print(arr)   // {7, 8, 0, 40, 50}

arr[0:2] = arr[3:5]; print(arr)   // {40, 50, 0, 40, 50}

arr[0:2] = {1, 2, 3}   // error: bounds: 3 elements cannot be assigned to int[2]

arr[0:2] = arr[1:4]   // error: bounds: 

int *nowhere = (int *)8; nowhere[0:2] = {1, 2}   // error: memory: 

wide8 = create_unicode_buffer("hi"); print(wide8, typeof(wide8), c_wchar_p("text"))   // hi wchar_t [3] text

// Python has one kind of text
wide8.value = "né"; print(wide8, wide8[1], len(wide8))   // né 233 3

wchar_t wide4[4]; wide4 = "abc"; wide4[0:2] = "xy"; print(wide4)   // xyc

wide4 = "abcde"   // error: bounds: a string of 5 characters does not fit in wchar_t [4]

unsigned units[4]; units = "abc"   // error: type: cannot assign char [4] to unsigned int [4]

// the index that an error names is that of the element
pts2 = new struct point[2]; pts2[2].x = 1   // error: bounds: index 2 is out of range for struct point[2] 'pts2'

(pts2 - 1)->y   // error: bounds: index -1 is out of range for struct point[2] 'pts2'

// a slice without a NUL is text up to its end
char *whole = "hello world"; char part[12] = "xxxxxxxxxxx";
part = whole[0:5]; print(part, part[5], part[6])   // hello 0 120

part[0:2] = "HE"; print(part)   // HEllo

// an initialiser for the whole of an object takes the place of those for its parts, another member of a union that of the first
union either { int i; char text[8]; };
union either chosen = {.text = "abcdefg", .i = 1}
print(bytes(&chosen, 8))   // 01 00 00 00 00 00 00 00

int twice_given[2][3] = {1, 2, 3, 4, 5, 6, [0] = {7}}
print(twice_given)   // {{7, 0, 0}, {4, 5, 6}}

struct { char name[8]; int n; } renamed = {"abcdefg", 5, .name = "x"}
print(renamed, bytes(&renamed, 4))   // {name = "x", n = 5} {0x78, 0x00, 0x00, 0x00}

int given_in_function(int k) { int a[2][2] = {1, 2, 3, 4, [k - k] = {5}}; return 0; }   // error: type: a constant is wanted here

int given(int k) { int a[2][2] = {1, 2, 3, 4, [0] = {k}}; return a[0][0] * 10 + a[0][1]; }
print(given(3), given(4))   // 30 40
