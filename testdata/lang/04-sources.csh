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
