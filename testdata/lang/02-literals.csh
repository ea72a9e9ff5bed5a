// Section 2: literals.
print(10, 0x1F, 017, 0b101, 1'000'000)   // 10 31 15 5 1000000

print(typeof(1), typeof(1u), typeof(1l), typeof(1ul), typeof(1ll), typeof(1ull))   // int unsigned int long unsigned long long long unsigned long long

print(typeof(1z), typeof(1uz))   // long unsigned long

print(typeof(2147483647), typeof(2147483648), typeof(0x80000000), typeof(0xFFFFFFFFFFFFFFFF))   // int long unsigned int unsigned long

print(1.5, .5, 1., 1e3, 0x1p4, 0x1.8p1)   // 1.5 0.5 1 1000 16 3

print(typeof(1.0), typeof(1.0f), typeof(1.0l))   // double float long double

print('a', '\n', '\0', '\x41', '\101', '\'', '\\')   // 97 10 0 65 65 39 92

print(typeof('a'), typeof(L'a'), typeof(u'a'), typeof(U'a'))   // int wchar_t char16_t char32_t

print(L'é', U'😀', u'é')   // 233 128512 233

print('\377')   // -1

print("plain", "with \"quotes\"", "tab\tend", "joined " "to" " one")   // plain with "quotes" tab	end joined to one

print(b"bytes", u8"utf-8 é")   // bytes utf-8 é

print(L"wide é", u"sixteen", U"thirty-two")   // wide é sixteen thirty-two

print(sizeof("abc"), sizeof(L"abc"), sizeof(u"abc"))   // 4 16 8

print(true, false, True, False)   // true false true false

print(NULL, nullptr, None)   // NULL NULL NULL

print(typeof(true), typeof(NULL), typeof(1 == 1), typeof(!1), typeof(sizeof(int)))   // bool void * int int size_t

print(1 == 1, 2 < 1, !0, 1 && 2, 0 || 0)   // 1 0 1 1 0

print([1, 2, 3], [int, char *], [1.5, "x"])   // [1, 2, 3] [int, char *] [1.5, x]

print(len([1, 2, 3]), [10, 20, 30][1])   // 3 20

print((c_int, c_char_p))   // [int, char *]

print((c_int,))   // [int]

print((1, 2))   // 2

print(0xZZ)   // error: syntax: 

print(99999999999999999999999)   // error: 

print('')   // error: syntax: 

print("open)   // error: syntax: 

print(08)   // error: syntax: 

// beside a complex operand a real one has no imaginary part at all, as in gcc
double _Complex zc = 0.0 - 0.0i
print(zc * 2.0, zc + 1.0, 2.0 - zc, ~zc)   // 0-0i 1-0i 2+0i 0+0i

zc += 1.0; zc *= 2
print(zc)   // 2-0i

double half = 0.5; half += 1.0i + 2.0
print(half)   // 2.5

// man pages take <complex.h> for granted
double complex csqrt(double complex z);
float complex small = 1.0if; double complex = 3
print(csqrt(-4), typeof(small), complex, 2J)   // 0+2i float _Complex 3 0+2i

print(c_char(b"z"), c_wchar("é"), __INT_MAX__)   // 122 233 2147483647

c_char("zz")   // error: type: 

// a NaN keeps its sign, as in gcc, and prints without it
printf("%Lf %f\n", 0.0L / 0, 0.0 / 0)   // -nan -nan

print(0.0L / 0, 0.0 / 0)   // nan nan

// b'…' is text, as in Python
print(strlen(b'hello'), b'say "hi"', c_char(b'a'), b'it\'s', sizeof(b'' b"ab"), wcslen(L"x" b'yz'))   // 5 say "hi" 97 it's 3 3

ord('a')   // error: name: unknown name ord

c_int.from_address(5)   // error: name: type has no member from_address
