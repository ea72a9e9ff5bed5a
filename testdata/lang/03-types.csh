// Section 3: types, their sizes and their spelling.
print(sizeof(char), sizeof(short), sizeof(int), sizeof(long), sizeof(long long), sizeof(__int128))   // 1 2 4 8 8 16

print(sizeof(float), sizeof(double), sizeof(long double), sizeof(_Bool), sizeof(void *))   // 4 8 16 1 8

print(sizeof(int[4]), sizeof(char *[3]), sizeof(int (*)(int)))   // 16 24 8

print(unsigned, signed char, long unsigned int, short int, long long unsigned)   // unsigned int signed char unsigned long short unsigned long long

print(typeof((_Bool)1), typeof((bool)1))   // bool bool

int (*fp)(const char *)
print(typeof(fp))   // int (*)(const char *)

int (*handlers[4])(int, char **)
print(typeof(handlers), sizeof(handlers))   // int (*[4])(int, char **) 32

int m3[2][3] = {{1, 2, 3}, {4, 5, 6}}
print(typeof(m3), sizeof m3, m3[1][2], typeof(m3[0]))   // int [2][3] 24 6 int [3]

struct point { int x; int y; };
print(sizeof(struct point), alignof(struct point))   // 8 4

// the tag alone names the type
point pt = {3, 4};
print(pt.x, pt.y, typeof(pt))   // 3 4 struct point

typedef struct { char c; double d; } pair;
print(sizeof(pair), offsetof(pair, d), typeof((pair){1, 2}))   // 16 8 pair

struct bits { unsigned a : 3; unsigned b : 5; int c : 10; };
struct bits bb = {5, 17, -3};
print(sizeof(struct bits), bb.a, bb.b, bb.c)   // 4 5 17 -3

bb.a = 9
print(bb.a)   // 1

struct __attribute__((packed)) tight { char c; int i; };
print(sizeof(struct tight), offsetof(struct tight, i))   // 5 1

#pragma pack(push, 2)
struct two { char c; int i; };
#pragma pack(pop)
struct four { char c; int i; };
print(sizeof(struct two), sizeof(struct four))   // 6 8

union u { int i; float f; unsigned char b[4]; };
union u un; un.f = 1.0f;
print(un.i, sizeof(union u))   // 1065353216 4

struct anon { int tag; union { int i; double d; }; };
struct anon an = {1, {.d = 2.5}};
print(an.d, sizeof(struct anon))   // 2.5 16

struct flex { int n; char data[]; };
print(sizeof(struct flex), offsetof(struct flex, data))   // 4 4

_Alignas(16) char aligned_one
print((unsigned long)&aligned_one % 16)   // 0

// attributes and what man pages write
void *my_copy(void *restrict dest, const void *restrict src, size_t n) __attribute__((nonnull(1, 2)));
ssize_t my_read(int fd, void buf[.count], size_t count);
[[noreturn]] void my_end(int status);
print(typeof(my_read))   // ssize_t (int, void *, size_t)

print(POINTER(c_int), c_int * 10, CFUNCTYPE(c_int, c_void_p, c_void_p))   // int * int [10] int (*)(void *, void *)

print(c_int, c_uint, c_char_p, c_void_p, c_double, c_longlong, c_ubyte)   // int unsigned int char * void * double long long unsigned char

T = struct point
T q = {7, 8}
print(q)   // {x = 7, y = 8}

print(sizeof(T), sizeof(c_int * 10))   // 8 40

print(sizeof(size_t), sizeof(wchar_t), sizeof(char16_t), sizeof(time_t), sizeof(pid_t), sizeof(uint8_t))   // 8 4 2 8 4 1

unsigned char uc = 300 - 45
print(uc, (signed char)200, (unsigned short)-1, (int)3.99, (bool)0.5)   // 255 -56 65535 3 true

print(_Generic(1.0f, int: "int", float: "float", default: "other"))   // float

double _Complex z = 1.5
print(sizeof(z))   // 16

struct incomplete *ip
print(ip, sizeof(ip))   // NULL 8

struct incomplete whole   // error: type: 

int neg[-1]   // error: type: 

typeof(1.5) dd = 3
print(dd, typeof(dd))   // 3 double

const int ci = 5
ci = 6   // error: type: 

volatile unsigned long vu = 9
print(typeof(vu))   // volatile unsigned long

// a tag that is near is offered
struct ponit { int x; };
struct pointt_ *mp; mp->x   // error: type: struct pointt_ is incomplete

_Alignas(32) int aligned32
print(_Alignof(aligned32), alignof(int))   // 32 4

enum mentioned()   // error: type: enum mentioned is incomplete

(enum mentioned)5   // error: type: enum mentioned is incomplete

auto au = "text"; const auto ac = 3; __auto_type at = 2.5
print(typeof(au), typeof(ac), typeof(at))   // char * const int double

auto nothing   // error: type: the declaration has no type

// function types whose parameters are pointers to functions and arrays
print(void (*)(void (*)(int)), int (int (*)(int)), int (*)(int (*)[2], char[3]), int (*(*)(int))(char))   // void (*)(void (*)(int)) int (int (*)(int)) int (*)(int (*)[2], char *) int (*(*)(int))(char)

print(sizeof(void (*)(int (*)(int), char)), (void (*)(void (*)(int)))0)   // 8 NULL

// typeof of a value that a type makes, and of ctypes' array types
struct tov { int x; };
print(typeof(c_int(5)), typeof(tov(1)), typeof(tov(1).x), typeof(unsigned char(3)), typeof(c_int * 3), typeof(c_long(1) + 1))   // int struct tov int unsigned char int [3] long

print(typeof(int (int)), typeof(char *const *), typeof(int (*)[3]), typeof(c_int()))   // int (int) char *const * int (*)[3] int ()

// what a man page declares, headers may have as a macro
void FD_CLR(int fd, fd_set *set);
int  FD_ISSET(int fd, fd_set *set);
void FD_SET(int fd, fd_set *set);
void FD_ZERO(fd_set *set);
fd_set watched
FD_ZERO(&watched)
FD_SET(3, &watched)
print(FD_ISSET(3, &watched), FD_ISSET(4, &watched))   // 1 0

struct sigaction known = {.sa_flags = 1};
known.sa_handler = SIG_IGN
print(known.sa_handler == SIG_IGN)   // 1

struct sigaction {
	void     (*sa_handler)(int);
	void     (*sa_sigaction)(int, siginfo_t *, void *);
	sigset_t   sa_mask;
	int        sa_flags;
	void     (*sa_restorer)(void);
};
struct sigaction pasted = {.sa_handler = SIG_IGN}; print(pasted.sa_handler == SIG_IGN, offsetof(struct sigaction, sa_flags))   // 1 144

enum __socket_type
{
	SOCK_STREAM = 1,
#define SOCK_STREAM SOCK_STREAM
	SOCK_DGRAM = 2,
#define SOCK_DGRAM SOCK_DGRAM
};
print(SOCK_DGRAM, (enum __socket_type)1)   // 2 SOCK_STREAM (1)

// export macros on lines of their own, with arguments, before the name
GLIB_AVAILABLE_IN_ALL
int g_one(const char *name, int test) G_GNUC_CONST;
GLIB_DEPRECATED_FOR(g_one)
long g_two(void);
XMLPUBFUN char * XMLCALL
		xml_one(const char *x);
print(typeof(g_one), typeof(g_two), typeof(xml_one))   // int (const char *, int) long (void) char *(const char *)

// parameters behind a macro from before C89
int old_one OF((char *dest, unsigned long n));
char *old_two __P((int));
print(typeof(old_one), typeof(old_two))   // int (char *, unsigned long) char *(int)

// attribute macros of system headers
extern size_t strlen (const char *__s)
     __THROW __attribute_pure__ __nonnull ((1));
print(strlen("abc"))   // 3

// what is assigned to a bit-field is promoted as it is itself
struct { unsigned narrow : 3; unsigned long wide : 40; } promoted;
print((promoted.narrow = 0) - 1 < 0, promoted.narrow++ - 1 < 0, --promoted.narrow - 1 < 0, (0, promoted.narrow) - 1 < 0)   // 1 1 1 1

print((promoted.wide = -1) + 1, promoted.wide++ + 1, (promoted.wide -= 1) * 2)   // 0 0 1099511627774

// of C23
constexpr int cells = 3; int row[cells];
typeof_unqual(const int) loose = 4; loose++;
struct [[gnu::packed]] tight { char a; int b; };
int marked [[deprecated]] (void);
nullptr_t nothing = nullptr;
print(cells, sizeof row, loose, sizeof(struct tight), typeof(marked), nothing)   // 3 12 5 5 int (void) NULL

constexpr int fixed = 3; fixed = 4   // error: type: 

// other spellings of punctuators and letters
int pair<:2:> = <% 1, 2 %>; int caf\u00e9 = 5;
print(pair<:1:>, café)   // 2 5
