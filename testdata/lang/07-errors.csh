// Section 7: errors, their kinds, try and catch.
try { print(1 / 0); } catch (e) { print(e.kind); print(e); }
//> arithmetic
//> division by zero

try { undefined_name; } catch (e) { print(e.kind, e.signal); }
//> name NULL

try { strlen(1, 2); } catch (e) { print(e.kind); }
//> type

try { int a[2]; int i = 2; a[i] = 1; } catch (e) { print(e.kind); }
//> bounds

try { *(int *)16; } catch (e) { print(e.kind, e.address); }
//> memory 0x10

try { load("no_such_library_anywhere"); } catch (e) { print(e.kind); }
//> load

try { c.no_such_symbol(); } catch (e) { print(e.kind); }
//> symbol

try { assert(1 == 2); } catch (e) { print(e.kind); }
//> assert

try { assert(0, "with a message"); } catch (e) { print(e.message); }
//> with a message

assert(1)
assert(false, "stop here")   // error: assert: stop here

int recurse(int n) { return recurse(n + 1) + 1; }
try { recurse(0); } catch (e) { print(e.kind); }
//> limit

// errors go through functions to the nearest catch
int inner(int x) { if (x > 2) { int zero = 0; return x / zero; } return x; }
int outer(int x) { try { return inner(x); } catch (e) { return -1; } return 0; }
print(outer(1), outer(5))   // 1 -1

try { try { print(1 % 0); } catch (e) { print("inner"); int *p = NULL; *p = 1; } } catch (e) { print(e.kind); }
//> inner
//> memory

try { print("fine"); } catch (e) { print("never"); }
//> fine

// e is known in the catch block only
e   // error: name: 

// the message says what was found and what was wanted
int n = "text"   // error: type: 

struct point { int x; } p; p.w = 1   // error: name: 

nosuch(3)   // error: name: 

print(1) print(2)   // error: syntax: 

goto out;   // error: syntax: 

// misspelt words
unsinged int misspelt   // error: syntax: unknown type name "unsinged"

retrun 5;   // error: name: unknown name retrun

whlie (1) { }   // error: name: unknown name whlie

catch (e) { }   // error: syntax: 'catch' without 'try'

enum { TWICE_A, TWICE_A };   // error: syntax: duplicate enumerator "TWICE_A"

#undef   // error: syntax: no macro name given in #undef

// What stands where it must not is a matter of syntax, a wrong type one of type.
return 3;   // error: syntax: return outside a function

int outer(void) { int inner(void) { return 1; } return 2; }   // error: syntax: functions are defined at the top level only

switch (1) { default: default: ; }   // error: syntax: a second default in one switch

int plain; plain->member   // error: type: int does not point to a struct or union

timeradd(1)   // error: type: macro "timeradd" requires 3 arguments, but only 1 given

// a thousand levels of brackets may nest, however many operators stand in each, and calls of such functions end before Go's stack does
#define B4(x) ((((x))))
#define B16(x) B4(B4(B4(B4(x))))
#define B64(x) B16(B16(B16(B16(x))))
#define B256(x) B64(B64(B64(B64(x))))
print(B256(B256(B256(B64(B64(B64(7)))))))   // 7
print(B256(B256(B256(B256(7)))))   // error: limit: nested more than 1000 deep

#define S4(x) 1 - (1 - (1 - (1 - (x))))
#define S16(x) S4(S4(S4(S4(x))))
#define S64(x) S16(S16(S16(S16(x))))
#define S256(x) S64(S64(S64(S64(x))))
print(S256(S256(S256(-1))))   // -1

int deepest
int dive(int n) { deepest = n; return S256(S256(S256(dive(n + 1)))); }
try { dive(1); } catch (e) { print(e.kind, deepest > 200, deepest < 2000); }   // limit 1 1
