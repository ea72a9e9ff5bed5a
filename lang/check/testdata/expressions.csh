1 + 2; // => 3
1 + 2L; // : long
'a'; // : int
L'x'; // : wchar_t
"root"; // : char [5]
u8"ab" "c"; // : char [4]
L"ab"; // : wchar_t [3]
1.5f; // : float
1.5f * 2; // : float
1u - 2; // : unsigned int
5 / 0; // => (5 / 0)
1 ? 2 : 3.0; // => 2
true; // : bool
1 < 2; // : int
!3; // : int
-'a'; // : int
~0u; // : unsigned int
sizeof(int); // : size_t
sizeof 3; // => 4
_Alignof(double); // => 8
NULL; // : void *
_; // : void *
$1; // : int
$999; // error: name: there is no value $999
int x = 5; // => var x int = [4]{0: 5}
x; // : int
x + 1; // => (x + 1)
x += 2.5; // => (x += 2.5 in double*0)
x++; // => (x by 1 post true)
&x; // : int *
*&x; // => [&x <owner]
const int cx = 3;
cx; // : int
cx = 4; // error: type: cx is const
3 = x; // error: a value cannot be assigned to
char buf[32]; // : char [32]
buf; // : char [32]
buf[3]; // => [@buf + 3]
buf[40]; // => [@buf + 40*1 <len32]
buf[x]; // => [@buf + long(x)*1 <len32]
&buf[3]; // : char *
&buf; // : char (*)[32]
buf + 1; // => (@buf + 1*1)
int *p = &x; // : int *
p[2]; // => [p + 8 <owner]
*(p + x); // => [p + long(x)*4 <owner]
p - &x; // => (p - &x)/4
p == 0; // => (p == NULL)
p == buf; // error: operator == cannot take int * and char *
p < &x; // : int
p + p; // error: operator + cannot take int * and int *
p & 1; // error: operator & cannot take int * and int
1.5 % 2; // error: operator % cannot take double and int
void *v = p; // => var v void * = [8]{0: void *(p)}
char *s = p; // error: cannot convert int * to char *
char *s = v;
unsigned char *us = s;
p = (int *)s; // => (p = int *(s))
*v; // error: points to nothing of a known type
v[0]; // error: cannot be indexed
int m2[2][3];
m2[1][2]; // => [@m2 + 20]
m2[x][2]; // => [@m2 + long(x)*12 + 8 <len2]
m2[1]; // : int [3]
struct point { int x, y; };
struct point pt = {1, 2}; // => var pt struct point = [8]{0: 1, 4: 2}
pt.y; // => [&pt + 4]
pt.z; // error: name: struct point has no member z
struct point *pp = &pt;
pp->y; // => [pp + 4 <owner]
pp.x; // error: did you mean ->x?
pt->x; // error: did you mean .x?
pp[1].y; // => [pp + 12 <owner]
(pp + 1)->x; // => [pp + 8 <owner]
point q; // : struct point
(struct point){3, 4}.y; // => [&temp[8]{0: 3, 4: 4} + 4]
swap({1, 2}).a; // => c.swap(temp[8]{0: 1, 4: 2}).+0
struct { unsigned a : 3, b : 5; int c; } bf = {1, 2, 3}; // => var bf struct {…} = [8]{0.0+3: 1, 0.3+5: 2, 4: 3}
bf.b; // : unsigned int
bf.b + 1; // : int
&bf.b; // error: a bit-field has no address
sizeof bf.b; // error: bit-field
struct { int n; struct { int u, w; }; int arr[4]; } an;
an.w; // => [&an + 8]
an.arr[2]; // => [&an + 20]
an.arr[x]; // => [@[&an + 12] + long(x)*4 <len4]
strlen; // : size_t (*)(const char *)
*strlen; // : size_t (*)(const char *)
&strlen; // : size_t (*)(const char *)
(x, 2.5); // : double
x ? p : 0; // : int *
x ? p : v; // : void *
x ? p : s; // error: the branches of ?: do not match
x ?: 7; // : int
_Generic(x, double: 1, int: 2, default: 3); // => 2
_Generic(1.0f, double: 1, int: 2, default: 3); // => 3
typeof(x); // : type int
typeof(buf) b2; // : char [32]
buf[1:3]; // : char []
p[0:4]; // : int []
p[1:]; // error: needs its end
buf[2:][1]; // => [SliceOf + 1*1 <slice]
new int; // : int *
new int[4]; // : int *
new struct point{1, 2}; // : struct point *
[1, 2.5][1]; // : double
[int, char *]; // : list
offsetof(struct point, y); // => 4
nosuch; // error: name: unknown name nosuch
strlne("x"); // error: did you mean "strlen"?
optind; // => c.optind
secret; // error: type: the type of secret is not known declare it first: extern TYPE secret;
1 << 40; // => (1 << 40)
x && p; // : int
(short)70000; // => 4464
(char *)5; // : char *
(double)p; // error: cannot cast int * to double
(struct point)x; // error: cannot cast int to struct point
c.strlen("abc"); // : size_t
c.nosuch; // error: symbol: libc.so.6 exports no nosuch
z.crc23; // error: did you mean "crc32"?
z.zlibVersion(); // : long
(void)x; // : void
len(buf); // => 32
len(p); // error: does not know its length
len([1, 2]); // : size_t
byref(x); // : int *
addressof(x); // : unsigned long
cast(p, char *); // : char *
POINTER(c_int); // : type int *
c_int * 10; // : type int [10]
CFUNCTYPE(c_int, c_void_p); // : type int (*)(void *)
c_int(42); // : int
pt.x.value; // : int
p.contents; // : int
buf.value; // : char [32]
pt.raw; // : char [8]
NULL + 1; // : void *
"abc"[1]; // => [@"abc" + 1]
errno; // => errno
errno = 0; // => (errno = 0)
peek(p, 4); // : unsigned char []
string(buf); // : char *
_Static_assert(sizeof(int) == 4, "int");
_Static_assert(0, "never"); // error: assert: static assertion failed: never
