// Section 4: where types come from.
print(strlen("hello"))   // 5

print(typeof(strlen("x")), typeof(atoi("3")))   // size_t int

size_t strlen(const char *s);
print(strlen("four"))   // 4

// a prototype overrides what the prelude says
unsigned char toupper(int)
print(typeof(toupper('a')), toupper('a'))   // unsigned char 65

del toupper
print(typeof(toupper('a')))   // int

extern int optind;
print(optind)   // 1

optind = 4
print(optind)   // 4

extern char **environ;
print(environ != NULL)   // 1

#include <string.h>
#include <stdio.h>
#include <math.h>
#include <stdlib.h>
print(strchr("abc", 'b'))   // bc

#include <no_such_header_of_ours.h>   // error: load: 

#include "no_such_file.h"   // error: load: 

m.pow.restype = c_double
m.pow.argtypes = [c_double, c_double]
print(m.pow(2, 10))   // 1024

m.cbrt.argtypes = (c_double,)
m.cbrt.restype = c_double
print(m.cbrt(8))   // 2

c.labs.restype = int
print(typeof(c.labs(3)))   // int

int minus(int x) { return -x; }
c.abs.errcheck = minus
print(c.abs(-5))   // -5

struct tm t = {0};
t.tm_year = 100; t.tm_mday = 1;
print(sizeof(struct tm), t.tm_year)   // 56 100

div_t d = div(17, 5)
print(d.quot, d.rem, d)   // 3 2 {quot = 3, rem = 2}

// :type knows macros, and what argtypes and restype made of a function
:type S_ISDIR
//> #define S_ISDIR(mode) ((((mode)) & 0170000) == (0040000))
//>   from <prelude>

c.fnmatch.restype = c_long
:type fnmatch
//> long fnmatch(const char *…
//>   from 04-sources.csh:…
//>   but <prelude> says int fnmatch(const char *…

// gcc predefines linux and unix, for headers; here they are anybody's names.
int linux = 3;
print(linux)   // 3

// what headers put into macros to quieten compilers
#define QUIET(x) ({ _Pragma("GCC diagnostic push") int y_ = (x); _Pragma("GCC diagnostic pop") y_ + 1; })
print(QUIET(41))   // 42

int barrier(int x) { __asm__ volatile("" : : : "memory"); __asm__(""); return x; }
print(barrier(7))   // 7

// what C has as macros is there without a header: what takes any floating type,
float tiny = 1e-40f;
print(fpclassify(tiny), fpclassify((double)tiny), isnormal(tiny), isnormal(1.0L), isfinite(INFINITY), signbit(-0.0) != 0)   // 3 4 0 1 0 1

print(isunordered(1.0, NAN), isunordered(1, 2.0f), isgreater(2.0, 1.0), isless(NAN, 1.0))   // 1 0 1 0

print(islessgreater(1.0, 2.0L), islessgreater(2.0, 2.0), islessgreater(NAN, 1.0), islessgreater(INFINITY, -INFINITY), islessgreater(1e-320, 2e-320))   // 1 0 0 1 1

print(CMPLX(1, INFINITY), typeof(CMPLXF(1, 2)))   // 1+infi float _Complex

// the order of bytes,
unsigned long wide = 0x0102030405060708;
print(htobe16(0x0102), be32toh(1), htobe64(wide) == 0x0807060504030201, bswap_64(0x0102030405060708) == be64toh(wide), htole32(7))   // 513 16777216 1 1 7

static int thousands[] = {[bswap_16(0x0300)] = 1}; print(len(thousands))   // 4

// times, sets of processors, addresses,
struct timeval one = {1, 700000}, other = {2, 600000}, sum;
timeradd(&one, &other, &sum); print(sum); timersub(&other, &one, &sum); print(sum)
//> {tv_sec = 4, tv_usec = 300000}
//> {tv_sec = 0, tv_usec = 900000}

cpu_set_t cpus;
CPU_ZERO(&cpus); CPU_SET(3, &cpus); CPU_SET(65, &cpus); CPU_CLR(3, &cpus);
print(CPU_COUNT(&cpus), CPU_ISSET(65, &cpus), CPU_ISSET(3, &cpus))   // 1 1 0

struct in6_addr six;
inet_pton(AF_INET6, "::1", &six);
print(IN6_IS_ADDR_LOOPBACK(&six), IN6_IS_ADDR_MULTICAST(&six), IN_MULTICAST(0xe0000001))   // 1 0 1

// and what must see the shell's errno.
int tries = 0;
int flaky(void) { errno = ++tries < 3 ? EINTR : 0; return tries < 3 ? -1 : 7; }
print(TEMP_FAILURE_RETRY(flaky()), tries, TEMP_FAILURE_RETRY(close(-1)), errno)   // 7 3 -1 9

// <tgmath.h> chooses by type
#include <tgmath.h>
float tf = 2; long double tl = 2; double _Complex tz = 3 + 4i; float _Complex tzf = 1i; int te;
print(sqrt(tf), sqrt(2), sqrt(tl), sqrt(tz), fabs(tz), carg(-1.0), frexp(12.0, &te), te)   // 1.4142135 1.4142135623730951 1.4142135623730950488 2+1i 5 3.141592653589793 0.75 4

print(typeof(pow(tf, tf)), typeof(pow(tf, 2)), typeof(pow(tf, tl)), typeof(pow(2.0, tzf)), typeof(ldexp(tf, 3)), typeof(creal(tzf)))   // float double long double double _Complex float float

sqrt("x")   // error: type: argument 1 of sqrtf must be a number

// initialisers of the prelude
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER, recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
struct in6_addr loopback = IN6ADDR_LOOPBACK_INIT;
print(pthread_mutex_lock(&mutex), pthread_mutex_trylock(&mutex) == EBUSY, pthread_mutex_lock(&recursive), pthread_mutex_trylock(&recursive), IN6_IS_ADDR_LOOPBACK(&loopback))   // 0 1 0 0 1

int checked(int r) { return r + 1; }
c.labs.errcheck = checked
c.labs.restype = None   // error: type: there is no result that checked could check

c.labs.restype = c_char_p   // error: type: the result for checked: cannot convert char * to int

print(c.labs(-4))   // 5
c.labs.errcheck = None
c.labs.restype = None
print(typeof(c.labs(3)))   // void
c.free.errcheck = checked   // error: type: there is no result that checked could check
