#!/usr/bin/env cshell
// Section 1: statements, their ends, comments, continuation.
print(1 + 2)   // 3

/* a block comment */ print(4) /* and
one over two lines */; print(5);
//> 4
//> 5

// declarations may leave out the semicolon at the end of a line
int x = 5
int y = x * 2;
print(x, y)   // 5 10

// a function body may open on the next line
int twice(int n)
{
	return 2 * n;
}
print(twice(21))   // 42

// a type on a line of its own goes on with the next line
static int
thrice(int n)
{
	return 3 * n;
}
print(thrice(3))   // 9

// a newline inside brackets is white space
print(1 +
	2)
//> 3

print((1
	+ 2))
//> 3

int a[3] = {
	1,
	2,
	3
}
print(a[2])   // 3

// else and catch continue the statement before them
if (x == 6) print("six");
else print("not six");
//> not six

if (x == 5) {
	print("five");
}
else {
	print("other");
}
//> five

try { print(1 / 0); }
catch (e) { print(e.kind); }
//> arithmetic

print(1); print(2); print(3)
//> 1
//> 2
//> 3

;;; print("empty statements")   // empty statements

// a backslash joins lines
print(10 \
	+ 5)
//> 15

#define LIMIT 40
#define SQUARE(n) ((n) * (n))
print(LIMIT + 2, SQUARE(5))   // 42 25

#undef LIMIT
print(LIMIT)   // error: name: 

#define LONG_ONE(a, b) \
	((a) + \
	 (b))
print(LONG_ONE(3, 4))   // 7

#ifdef FOO   // error: syntax: 

#error no   // error: syntax: 

int broken = ;   // error: syntax: 

print("ran")
print(3 +* / 4)   // error: syntax: 
print("not reached")
//> ran

{ print("block"); print("of two"); }
//> block
//> of two

print("semicolon required in a block")   // semicolon required in a block

{ print(1) print(2); }   // error: syntax: 

// what an error leaves behind stays
int kept = 7;
print(kept); kept = undefined_thing; kept = 9;   // error: name: 
//> 7

print(kept)   // 7

if (1) :load z   // error: syntax: a command stands at top level only

uint31_t u31   // error: syntax: unknown type name "uint31_t"

;
#!/bin/sh   // error: syntax: unknown directive #!/bin/sh

#error no   // error: syntax: #error is not supported

#line 5   // error: syntax: #line is not supported

// a type on a line goes on with the next one where both can be one type
int
c_int
unsigned
long ul = 3
print(typeof(ul))   // unsigned long

c_char_p
POINTER(c_int)
print("types")   // types

// typeof(x) alone on a line is a value
double half = 0.5
typeof(half)
typeof(1)
print(half)   // 0.5

// #define among members and in a body counts from there on
struct flagged {
#define FLAG_ONE 1
	int a;
#define FLAG_TWO (FLAG_ONE + 1)
	int b[FLAG_TWO];
};
print(FLAG_TWO, sizeof(struct flagged))   // 2 12

int doubled(int x) {
#define TWICE(x) ((x) * 2)
	return TWICE(x);
#undef TWICE
}
print(doubled(4))   // 8

print(TWICE)   // error: name: unknown name TWICE

// T(x) makes a T where x is known, and declares x where it is not
void *none = NULL
print(bool(none), bool("x"), int(2.9))   // false true 2

bool(none)
print(typeof(none))   // void *

int (fresh)
print(fresh)   // 0

// X macros: lines between members and statements count in their turn
#define SHADES(X) X(light, 1) X(dark, 2)
enum shade {
#define X(name, value) SHADE_##name = value,
SHADES(X)
#undef X
};
const char *shadeName(enum shade s) {
	switch (s) {
#define X(name, value) case SHADE_##name: return #name;
	SHADES(X)
#undef X
	}
	return "?";
}
print(shadeName(SHADE_dark), shadeName(5))   // dark ?

#define LEVEL 1
print(LEVEL)
int levels(void) { int before = LEVEL;
#undef LEVEL
#define LEVEL 2
	return before * 10 + LEVEL; }
print(levels(), LEVEL)
//> 1
//> 12 2

// del ends a macro, as #undef does, and what the name hid is there again
int under = 4;
#define under 5
#define OVER(x) under + x
print(under, OVER(1))   // 5 6
del under, OVER
print(under)   // 4
print(OVER(1))   // error: name: unknown name OVER

#define TARGET aim
int aim = 1;
if (aim) del TARGET;
print(aim)   // 1
print(TARGET)   // error: name: unknown name TARGET

#include <limits.h>
del INT_MAX2   // error: name: the session has no name INT_MAX2
