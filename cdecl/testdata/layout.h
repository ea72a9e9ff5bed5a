typedef struct { char c; int i; } plain;
typedef struct { char c; int i; } __attribute__((packed)) packed1;
typedef struct { char c; int i __attribute__((packed)); short s; } packed_member;
typedef struct __attribute__((aligned(32))) { char c; } aligned1;
typedef struct { char c; int i __attribute__((aligned(16))); } aligned_member;
typedef struct { char c; _Alignas(8) char d; _Alignas(double) char e; } alignas_member;
typedef int int16a __attribute__((aligned(16)));
typedef struct { char c; int16a i; } aligned_typedef;
#pragma pack(push, 2)
typedef struct { char c; int i; long l; } pack2;
#pragma pack(1)
typedef struct { char c; double d; struct { char c; int i; } in; } pack1;
#pragma pack(pop)
typedef struct { char c; long l; } unpacked;
typedef struct {
#pragma pack(push, 1)
	char c; int i;
} pack_inside;
#pragma pack(pop)
typedef struct { unsigned a : 3, b : 30; char c; unsigned : 0; unsigned d : 1; } bits1;
typedef struct { char c; int a : 4; long b : 40; _Bool f : 1; } bits2;
typedef struct { unsigned long a : 33; unsigned b : 31; } __attribute__((packed)) bits3;
typedef union { char c[5]; int i; struct { short a, b; }; } union1;
typedef struct { int n; char data[]; } flexible;
typedef struct { int n; char data[0]; } zero_length;
typedef struct { union { int a; float b; }; struct { char c; }; } anonymous;
typedef enum { SMALL } __attribute__((packed)) small_enum;
typedef enum { MINUS = -1, BIG = 0x7fffffff } signed_enum;
typedef enum { HUGE1 = 0xffffffff } unsigned_enum;
typedef enum { WIDE = 0x100000000, WIDER } wide_enum;
typedef enum { NEGATIVE = -1, LARGE = 0x80000000 } long_enum;
typedef struct { small_enum e; wide_enum w; } enums;
typedef int mode_word __attribute__((mode(word)));
typedef unsigned mode_byte __attribute__((mode(QI)));
typedef float v4sf __attribute__((vector_size(16)));
typedef struct { char c; v4sf v; } vector_member;
typedef struct { char c; long double ld; _Complex float cf; __int128 q; } wide;
typedef struct { char c; __builtin_va_list ap; } with_va_list;
typedef struct { const char *volatile *p[3]; int (*f)(int, ...); } pointers;
struct self { struct self *next; enum { IN_A, IN_B = 7, IN_C } e; };
typedef struct { struct { char a; } __attribute__((aligned(8))) x; char y; } aligned_inner;
struct [[gnu::packed]] bracket_packed { char a; int b; };
typedef struct { char a; int b [[gnu::aligned(16)]]; } bracket_aligned;
typedef int digraphs<:3:>;
static const long STATIC_CONST = sizeof(digraphs) * 7;
static const unsigned char STATIC_BYTE = 300;
typedef char sized_by_const[sizeof(struct bracket_packed) + 'a'];
enum constants {
	GENERIC_INT = _Generic((1), int: 1, double: 2, char *: 3, default: 4), GENERIC_FLOAT = _Generic((1.0), int: 1, double: 2, default: 4),
	GENERIC_POINTER = _Generic((char *)0, int: 1, char *: 3, default: 4), GENERIC_TEXT = _Generic("abc", char *: 5, default: 4),
	GENERIC_OTHER = _Generic(1L, int: 1, default: 4), NESTED = _Generic(1 ? 2 : 1L, long: _Generic(1u, unsigned: 8, default: 9), default: 10),
	COMPATIBLE = __builtin_types_compatible_p(int, signed) + 2 * __builtin_types_compatible_p(int, long) + 4 * __builtin_types_compatible_p(const int, int),
	CHOSEN = __builtin_choose_expr(sizeof(long) == 8, 64, 32), IS_CONSTANT = __builtin_constant_p(3 + 4), EXPECTED = __builtin_expect(5, 1),
	CONDITION = 1 ? 2 : 1 / 0, COMPARES = sizeof(char[3]) == 3, NEGATED = !!5, LOW_BITS = ~0xfu & 0xff, OVERFLOWS = (char)300,
	QUOTIENT = -7 / 2, REMAINDER = -7 % 3, UNSIGNED_LESS = -1 < 0u, TRUNCATED = (int)3.9, TEXT_SIZE = sizeof "abc", CHARACTER = 'ab',
};
