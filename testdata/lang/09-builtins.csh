// Section 9: the functions for scripts.
print(string("abc"), string("abcdef", 3), string_at("xyz"))   // abc abc xyz

print(bytes("xyz", 3))   // 78 79 7a

unsigned char raw[4] = {1, 2, 3, 4}
print(peek(raw, 2)[1], peek(raw, 4))   // 2 {0x01, 0x02, 0x03, 0x04}

print(peek(raw, 4))   // 01 02 03 04

char b[8]
poke(b, "xy"); print(b)   // xy

poke(b, raw, 2); print((int)b[0], (int)b[1])   // 1 2

int x = 5
print(*byref(x), *pointer(x), addressof(x) == (unsigned long)&x, typeof(addressof(x)))   // 5 5 1 unsigned long

print(cast(&x, POINTER(c_uint))[0], typeof(cast(&x, char *)))   // 5 char *

print(sizeof(x), alignof(double), offsetof(struct tm, tm_mon))   // 4 8 16

memset(b, 'z', 3); b[3] = 0; print(b)   // zzz

memmove(b + 1, "ab", 2); print(b)   // zab

print(find_library("no_such_library_at_all"))   // NULL

print(find_library("c") != NULL, strstr(find_library("c"), "libc.so.6") != NULL)   // 1 1

l = load("m")
print(l, l.floor(2.7))   // <library libm.so.6> 2

print(CDLL("libm.so.6").ceil(2.1))   // 3

print(len(symbols(l)) > 500, typeof(symbols(l)[0]))   // 1 char *

w = create_unicode_buffer(8)
print(len(w), sizeof(w))   // 8 32

s = create_string_buffer("hello")
print(s.value, sizeof(s), s.raw)   // hello 6 hello

print(wstring(L"wide"))   // wide

print(strdup("owned by libc"))   // owned by libc

q = strdup("freed"); free(q)
print("still here")   // still here

print(len("abc"), len([1, 2]), len(raw))   // 4 2 4

assert(strcmp("a", "a") == 0)
assert(strcmp("a", "b") < 0, "order")

// Python has one kind of text
ub = create_unicode_buffer("hé", 5)
print(ub.value, len(ub), create_unicode_buffer("hi"))   // hé 5 hi

// gcc's checks for overflow, which headers use.
int sum; unsigned char small; size_t big;
print(__builtin_add_overflow(2147483647, 1, &sum), sum) // 1 -2147483648
print(__builtin_sub_overflow(3, 4, &small), small) // 1 255
print(__builtin_mul_overflow(0xffffffffffffffffull, 0xffffffffffffffffull, &big), big) // 1 1
print(__builtin_add_overflow(sum, 5, &sum), sum) // 0 -2147483643
