package ctypes

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func function(result Type, params ...Type) *Func {
	f := &Func{Result: result, Proto: true}
	for _, p := range params {
		f.Params = append(f.Params, Param{Type: p})
	}
	return f
}

func TestDeclare(t *testing.T) {
	constChar := Qualify(TChar, Const)
	str := PointerTo(constChar)
	puts := function(TInt, str)
	fp := PointerTo(puts)
	color := &Enum{Tag: "color"}
	size := &Typedef{Name: "size_t", Under: TULong}
	variadic := function(TInt, str)
	variadic.Variadic = true
	named := &Func{Result: TVoid, Proto: true, Params: []Param{{"p", VoidPtr}, {"cmp", fp}, {"n", size}}}
	tests := []struct {
		t              Type
		spelling, decl string
	}{
		{TUInt, "unsigned int", "unsigned int x"},
		{TBool, "bool", "bool x"},
		{TUInt128, "unsigned __int128", "unsigned __int128 x"},
		{TComplexFloat, "float _Complex", "float _Complex x"},
		{TLongDouble, "long double", "long double x"},
		{CharPtr, "char *", "char *x"},
		{str, "const char *", "const char *x"},
		{PointerTo(Qualify(str, Const)), "const char *const *", "const char *const *x"},
		{Qualify(CharPtr, Const|Restrict), "char *const restrict", "char *const restrict x"},
		{Qualify(TInt, Const|Volatile), "const volatile int", "const volatile int x"},
		{Qualify(TInt, Atomic), "_Atomic int", "_Atomic int x"},
		{Qualify(ArrayOf(TInt, 3), Const), "const int [3]", "const int x[3]"},
		{Qualify(PointerTo(ArrayOf(TInt, 3)), Const), "int (*const)[3]", "int (*const x)[3]"},
		{ArrayOf(TInt, 3), "int [3]", "int x[3]"},
		{ArrayOf(TInt, -1), "int []", "int x[]"},
		{ArrayOf(ArrayOf(TInt, 4), 3), "int [3][4]", "int x[3][4]"},
		{PointerTo(ArrayOf(TInt, 3)), "int (*)[3]", "int (*x)[3]"},
		{ArrayOf(CharPtr, 3), "char *[3]", "char *x[3]"},
		{puts, "int (const char *)", "int x(const char *)"},
		{fp, "int (*)(const char *)", "int (*x)(const char *)"},
		{ArrayOf(fp, 4), "int (*[4])(const char *)", "int (*x[4])(const char *)"},
		{PointerTo(fp), "int (**)(const char *)", "int (**x)(const char *)"},
		{Qualify(fp, Const), "int (*const)(const char *)", "int (*const x)(const char *)"},
		{PointerTo(function(PointerTo(ArrayOf(TInt, 3)))), "int (*(*)(void))[3]", "int (*(*x)(void))[3]"},
		{function(fp, TInt), "int (*(int))(const char *)", "int (*x(int))(const char *)"},
		{function(CharPtr), "char *(void)", "char *x(void)"},
		{&Func{Result: TInt}, "int ()", "int x()"},
		{variadic, "int (const char *, ...)", "int x(const char *, ...)"},
		{named, "void (void *, int (*)(const char *), size_t)", "void x(void *p, int (*cmp)(const char *), size_t n)"},
		{NewRecord(false, "point"), "struct point", "struct point x"},
		{PointerTo(NewRecord(true, "u")), "union u *", "union u *x"},
		{NewRecord(false, ""), "struct {…}", "struct {…} x"},
		{PointerTo(NewRecord(true, "")), "union {…} *", "union {…} *x"},
		{color, "enum color", "enum color x"},
		{&Enum{}, "enum {…}", "enum {…} x"},
		{size, "size_t", "size_t x"},
		{PointerTo(Qualify(size, Const)), "const size_t *", "const size_t *x"},
		{PointerTo(&Typedef{Name: "fn", Under: puts}), "fn *", "fn *x"},
		{&Vector{TInt, 4}, "int __attribute__((vector_size(16)))", "int __attribute__((vector_size(16))) x"},
	}
	for _, test := range tests {
		if got := test.t.String(); got != test.spelling {
			t.Errorf("spelling: got %q, want %q", got, test.spelling)
		}
		if got := Declare(test.t, "x"); got != test.decl {
			t.Errorf("declaration: got %q, want %q", got, test.decl)
		}
	}
}

// TestSpellingAsGCC has gcc read random spellings: each must name a type of
// our size, and the one that its declaration declares.
func TestSpellingAsGCC(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	var program strings.Builder
	var got, spellings []string
	program.WriteString("#include <stdio.h>\nint main(void) {\n")
	for range 300 {
		typ := randomDerived(rnd, 5)
		fmt.Fprintf(&program, "{ %s; printf(\"%%zu %%d\\n\", sizeof(%s), __builtin_types_compatible_p(__typeof__(x) *, __typeof__(%s) *)); }\n",
			Declare(typ, "x"), typ, typ)
		got = append(got, fmt.Sprintf("%d 1", typ.Size()))
		spellings = append(spellings, typ.String())
	}
	want := runC(t, program.String()+"}\n")
	sameLines(t, func(i int) string { return spellings[i] }, got, want)
}

// randomDerived is an object type of some depth.
func randomDerived(rnd *rand.Rand, depth int) Type {
	if depth == 0 || rnd.IntN(8) == 0 {
		return basics[1+rnd.IntN(len(basics)-1)]
	}
	inner := randomDerived(rnd, depth-1)
	switch rnd.IntN(5) {
	case 0:
		return ArrayOf(inner, 1+rnd.Int64N(4))
	case 1:
		f := function(Decay(Unqualified(inner)), PointerTo(randomDerived(rnd, depth-1)))
		f.Variadic = rnd.IntN(4) == 0
		return PointerTo(f)
	case 2:
		return Qualify(inner, Quals(1+rnd.IntN(3)))
	}
	return PointerTo(inner)
}
