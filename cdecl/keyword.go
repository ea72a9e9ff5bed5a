package cdecl

import (
	"sort"
	"strings"

	"cshell/ctypes"
)

// wordClass says what a keyword does in a declaration.
type wordClass uint8

const (
	notKeyword    wordClass = iota
	storageWord             // static, inline …
	qualWord                // const …
	typeWord                // int, unsigned …
	recordWord              // struct, union
	enumWord                // enum
	typeofWord              // typeof
	attrWord                // __attribute__, __declspec
	alignasWord             // _Alignas
	skippedWord             // __extension__, _Nullable: no meaning here
	asmWord                 // __asm__
	assertWord              // _Static_assert
	statementWord           // no declaration's word, but no name either
)

// keywords are the words that cannot be names. Those in the shell's language
// only (new, del, try) are names in C and not among them.
var keywords = func() map[string]wordClass {
	m := map[string]wordClass{}
	for class, words := range map[wordClass]string{
		storageWord: "typedef extern static auto register inline __inline __inline__ _Noreturn " +
			"_Thread_local thread_local __thread",
		qualWord: "const __const __const__ volatile __volatile __volatile__ " +
			"restrict __restrict __restrict__ _Atomic",
		typeWord: "void char short int long float double signed __signed __signed__ unsigned " +
			"_Bool bool _Complex __complex __complex__ __int128 " +
			"_Float32 _Float32x _Float64 _Float64x _Float128 __float128 __float80",
		recordWord:  "struct union",
		enumWord:    "enum",
		typeofWord:  "typeof __typeof __typeof__ typeof_unqual",
		attrWord:    "__attribute__ __attribute __declspec",
		alignasWord: "_Alignas alignas",
		skippedWord: "__extension__ _Nullable _Nonnull _Null_unspecified __cdecl __stdcall",
		asmWord:     "__asm__ __asm asm",
		assertWord:  "_Static_assert static_assert",
		statementWord: "if else while do for switch case default break continue return goto " +
			"sizeof _Alignof alignof __alignof__ __alignof _Generic",
	} {
		for _, w := range strings.Fields(words) {
			m[w] = class
		}
	}
	return m
}()

// qualOf gives a qualifier word's meaning.
func qualOf(word string) ctypes.Quals {
	switch strings.Trim(word, "_") {
	case "const":
		return ctypes.Const
	case "volatile":
		return ctypes.Volatile
	case "restrict":
		return ctypes.Restrict
	}
	return ctypes.Atomic
}

// plainWord is the one spelling of a keyword that has several.
func plainWord(word string) string {
	switch word {
	case "__inline", "__inline__":
		return "inline"
	case "__thread", "thread_local":
		return "_Thread_local"
	case "__signed", "__signed__":
		return "signed"
	case "__complex", "__complex__":
		return "_Complex"
	case "bool":
		return "_Bool"
	case "__float128":
		return "_Float128"
	case "__float80":
		return "_Float64x"
	}
	return word
}

// float128 is the kind of _Float128, which ctypes does not have.
const float128 = ^ctypes.Kind(0)

// wordKinds maps type words in alphabetical order to their type. The shell does not compute with
// _Float128.
var wordKinds = map[string]ctypes.Kind{
	"void": ctypes.Void, "_Bool": ctypes.Bool,
	"char": ctypes.Char, "char signed": ctypes.SChar, "char unsigned": ctypes.UChar,
	"short": ctypes.Short, "int short": ctypes.Short, "short signed": ctypes.Short, "int short signed": ctypes.Short,
	"short unsigned": ctypes.UShort, "int short unsigned": ctypes.UShort,
	"int": ctypes.Int, "signed": ctypes.Int, "int signed": ctypes.Int,
	"unsigned": ctypes.UInt, "int unsigned": ctypes.UInt,
	"long": ctypes.Long, "int long": ctypes.Long, "long signed": ctypes.Long, "int long signed": ctypes.Long,
	"long unsigned": ctypes.ULong, "int long unsigned": ctypes.ULong,
	"long long": ctypes.LongLong, "int long long": ctypes.LongLong,
	"long long signed": ctypes.LongLong, "int long long signed": ctypes.LongLong,
	"long long unsigned": ctypes.ULongLong, "int long long unsigned": ctypes.ULongLong,
	"__int128": ctypes.Int128, "__int128 signed": ctypes.Int128, "__int128 unsigned": ctypes.UInt128,
	"float": ctypes.Float, "double": ctypes.Double, "double long": ctypes.LongDouble,
	"_Complex float": ctypes.ComplexFloat, "_Complex double": ctypes.ComplexDouble, "_Complex": ctypes.ComplexDouble,
	"_Complex double long": ctypes.ComplexLongDouble,
	"_Float32":             ctypes.Float, "_Float32x": ctypes.Double, "_Float64": ctypes.Double,
	"_Float64x": ctypes.LongDouble, "_Float128": float128,
	"_Complex _Float32": ctypes.ComplexFloat, "_Complex _Float32x": ctypes.ComplexDouble,
	"_Complex _Float64": ctypes.ComplexDouble, "_Complex _Float64x": ctypes.ComplexLongDouble,
}

// wordKind is the basic type that type words in any order name.
func wordKind(words []string) (ctypes.Kind, bool) {
	if len(words) == 1 {
		t, ok := wordKinds[plainWord(words[0])]
		return t, ok
	}
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = plainWord(w)
	}
	sort.Strings(plain)
	t, ok := wordKinds[strings.Join(plain, " ")]
	return t, ok
}

// isModifier says whether a type word goes together with others.
func isModifier(word string) bool {
	switch plainWord(word) {
	case "short", "long", "signed", "unsigned", "_Complex":
		return true
	}
	return false
}

// builtinTypes are the names that gcc knows as types without a declaration.
var builtinTypes = map[string]bool{
	"__builtin_va_list": true, "__gnuc_va_list": true, "__int128_t": true, "__uint128_t": true,
}
