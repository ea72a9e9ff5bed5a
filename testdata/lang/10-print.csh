// Section 10: what print shows.
print(1, -2, 3u, 'a', (char)97, 4l)   // 1 -2 3 97 97 4

print(true, 1 == 1, (bool)2)   // true 1 true

print(2.0, 0.1, 1e30, 1e15, 1e16, 123456789.125, 1e-4, 1e-5, -0.0)   // 2 0.1 1e+30 1000000000000000 1e+16 123456789.125 0.0001 1e-05 -0

print(0.1f, 0.1f + 0.2f, 1.0f / 3, 1.0 / 3, 1.0L / 3)   // 0.1 0.3 0.33333334 0.3333333333333333 0.33333333333333333334

print(1000000.0, 4000000000.25)   // 1000000 4000000000.25

print("text", NULL, (void *)0x1234)   // text NULL 0x1234

print()
//> 

char name[8] = "bob"
wchar_t wide[4] = L"wé"
print(name, wide)   // bob wé

unsigned char raw[3] = {120, 121, 10}
print(raw)   // 78 79 0a

print(raw, 1)   // {0x78, 0x79, 0x0a} 1

struct person { char name[8]; char *title; int age; } p = {"ann", "dr", 40}
print(p)   // {name = "ann", title = 0x… "dr", age = 40}

int a[3] = {1, 2, 3}; print(a, a[0])   // {1, 2, 3} 1

char *words[2] = {"one", NULL}; print(words)   // {0x… "one", NULL}

union u { int i; unsigned char b[2]; } un = {0x4142}; print(un)   // {i = 16706, b = {0x42, 0x41}}

struct { int a; struct { int b; }; } anon = {1, {2}}; print(anon)   // {a = 1, {b = 2}}

enum color { RED, GREEN } col = GREEN; print(col, GREEN, [col])   // GREEN (1) 1 [GREEN (1)]

print(int, int[3], char *, struct tm)   // int int [3] char * struct tm

print([1, "a", 2.5], [int, long])   // [1, a, 2.5] [int, long]

print(puts)   // 0x… <puts in libc.so.6>

float _Complex fc = 1.5f; print(fc)   // 1.5+0i

__int128 big = 1; big <<= 100; print(big, -big)   // 1267650600228229401496703205376 -1267650600228229401496703205376

print((unsigned __int128)-1)   // 340282366920938463463374607431768211455

char long_text[301]; memset(long_text, 'a', 300); print(strlen(string(long_text)))   // 300

struct bits { unsigned a : 1; int b : 3; } bits = {1, -2}; print(bits)   // {a = 1, b = -2}

double d[2] = {0.5, 1e300}; print(d)   // {0.5, 1e+300}

int *ip = a; print(ip == a, *ip)   // 1 1

char esc[6] = "a\n\"\1"; struct { char e[6]; } se; strcpy(se.e, esc); print(se)   // {e = "a\n\"\001"}

