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
		storageWord: "typedef extern static auto __auto_type register inline __inline __inline__ _Noreturn " +
			"_Thread_local thread_local __thread constexpr",
		qualWord: "const __const __const__ volatile __volatile __volatile__ " +
			"restrict __restrict __restrict__ _Atomic",
		typeWord: "void char short int long float double signed __signed __signed__ unsigned " +
			"_Bool bool _Complex __complex __complex__ __int128 " +
			"_Float32 _Float32x _Float64 _Float64x _Float128 __float128 __float80",
		recordWord:  "struct union",
		enumWord:    "enum",
		typeofWord:  "typeof __typeof __typeof__ typeof_unqual __typeof_unqual __typeof_unqual__",
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

// IsKeyword says whether a word cannot be a name in C.
func IsKeyword(word string) bool { return keywords[word] != notKeyword }

// Keywords yields the words that cannot be names in C, but for those of one
// compiler, in no order.
func Keywords(yield func(string) bool) {
	for w := range keywords {
		if w[0] != '_' && !yield(w) {
			return
		}
	}
}

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
	case "__auto_type":
		return "auto"
	case "__thread", "thread_local":
		return "_Thread_local"
	case "__signed", "__signed__":
		return "signed"
	case "__complex", "__complex__", "complex":
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

// float128 stands for _Float128: its size, alignment and registers are those
// of a vector of 16 bytes; the shell does not compute with it.
var float128 = &ctypes.Typedef{Name: "_Float128", Under: &ctypes.Vector{Elem: ctypes.TUChar, Len: 16}}

// complexFloat128 stands for _Complex _Float128, which is passed like a struct
// of two.
var complexFloat128 = func() ctypes.Type {
	pair := ctypes.NewRecord(false, "")
	if err := pair.SetFields([]ctypes.Field{{Name: "real", Type: float128}, {Name: "imag", Type: float128}}, ctypes.Packing{}); err != nil {
		panic(err)
	}
	return &ctypes.Typedef{Name: "_Complex _Float128", Under: pair}
}()

// wordTypes maps type words in alphabetical order to their type.
var wordTypes = map[string]ctypes.Type{
	"void": ctypes.TVoid, "_Bool": ctypes.TBool,
	"char": ctypes.TChar, "char signed": ctypes.TSChar, "char unsigned": ctypes.TUChar,
	"short": ctypes.TShort, "int short": ctypes.TShort, "short signed": ctypes.TShort, "int short signed": ctypes.TShort,
	"short unsigned": ctypes.TUShort, "int short unsigned": ctypes.TUShort,
	"int": ctypes.TInt, "signed": ctypes.TInt, "int signed": ctypes.TInt,
	"unsigned": ctypes.TUInt, "int unsigned": ctypes.TUInt,
	"long": ctypes.TLong, "int long": ctypes.TLong, "long signed": ctypes.TLong, "int long signed": ctypes.TLong,
	"long unsigned": ctypes.TULong, "int long unsigned": ctypes.TULong,
	"long long": ctypes.TLongLong, "int long long": ctypes.TLongLong,
	"long long signed": ctypes.TLongLong, "int long long signed": ctypes.TLongLong,
	"long long unsigned": ctypes.TULongLong, "int long long unsigned": ctypes.TULongLong,
	"__int128": ctypes.TInt128, "__int128 signed": ctypes.TInt128, "__int128 unsigned": ctypes.TUInt128,
	"float": ctypes.TFloat, "double": ctypes.TDouble, "double long": ctypes.TLongDouble,
	"_Complex float": ctypes.TComplexFloat, "_Complex double": ctypes.TComplexDouble, "_Complex": ctypes.TComplexDouble,
	"_Complex double long": ctypes.TComplexLongDouble,
	"_Float32":             ctypes.TFloat, "_Float32x": ctypes.TDouble, "_Float64": ctypes.TDouble,
	"_Float64x": ctypes.TLongDouble, "_Float128": float128,
	"_Complex _Float128": complexFloat128, "_Complex _Float32": ctypes.TComplexFloat, "_Complex _Float32x": ctypes.TComplexDouble,
	"_Complex _Float64": ctypes.TComplexDouble, "_Complex _Float64x": ctypes.TComplexLongDouble,
}

// wordType is the basic type that type words in any order name.
func wordType(words []string) (ctypes.Type, bool) {
	if len(words) == 1 {
		t, ok := wordTypes[plainWord(words[0])]
		return t, ok
	}
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = plainWord(w)
	}
	sort.Strings(plain)
	t, ok := wordTypes[strings.Join(plain, " ")]
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
