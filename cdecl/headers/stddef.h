// <stddef.h> of cshell.
#ifndef _CSHELL_STDDEF_H
#define _CSHELL_STDDEF_H
typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
typedef __WCHAR_TYPE__ wchar_t;
typedef __WINT_TYPE__ wint_t;
typedef struct { long long __max_align_ll __attribute__((__aligned__(8))); long double __max_align_ld __attribute__((__aligned__(16))); } max_align_t;
#define NULL ((void *)0)
#define offsetof(type, member) __builtin_offsetof(type, member)
#endif
