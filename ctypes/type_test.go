package ctypes

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestIdenticalAndCompatible(t *testing.T) {
	size := &Typedef{Name: "size_t", Under: TULong}
	r, other := NewRecord(false, "r"), NewRecord(false, "r")
	e := enumOf("e", TUInt)
	constInt := Qualify(TInt, Const)
	unknown := &Func{Result: TInt}
	tests := []struct {
		a, b                  Type
		identical, compatible bool
	}{
		{TInt, TInt, true, true},
		{TInt, TUInt, false, false},
		{TLong, TLongLong, false, false},
		{TChar, TSChar, false, false},
		{size, TULong, true, true},
		{constInt, TInt, false, false},
		{constInt, &Typedef{Name: "ci", Under: constInt}, true, true},
		{PointerTo(constInt), PointerTo(TInt), false, false},
		{PointerTo(size), PointerTo(TULong), true, true},
		{r, r, true, true},
		{r, other, false, true},
		{shape("p", "x"), shape("p", "x"), false, true},
		{shape("p", "x"), shape("p", "y"), false, false},
		{shape("p", "x"), shape("q", "x"), false, false},
		{shape("", "x"), shape("", "x"), false, true},
		{shape("", "x"), shape("", "y"), false, false},
		{shape("p", "x"), NewRecord(true, "p"), false, false},
		{Qualify(r, Const), r, false, false},
		{e, TUInt, false, true},
		{PointerTo(e), PointerTo(TUInt), false, true},
		{e, TInt, false, false},
		{ArrayOf(TInt, 3), ArrayOf(TInt, 3), true, true},
		{ArrayOf(TInt, 3), ArrayOf(TInt, -1), false, true},
		{ArrayOf(TInt, 3), ArrayOf(TInt, 4), false, false},
		{function(TInt, TLong), function(TInt, TLong), true, true},
		{function(TInt, TLong), function(TInt, Qualify(TLong, Const)), true, true},
		{function(TInt, TLong), function(TInt, TInt), false, false},
		{function(TInt, TLong), unknown, false, true},
		{function(TInt, TFloat), unknown, false, false},
		{function(TInt, TChar), unknown, false, false},
		{&Vector{TInt, 4}, &Vector{TInt, 4}, true, true},
		{VoidPtr, CharPtr, false, false},
	}
	for _, test := range tests {
		for _, pair := range [][2]Type{{test.a, test.b}, {test.b, test.a}} {
			if got := Identical(pair[0], pair[1]); got != test.identical {
				t.Errorf("Identical(%s, %s) = %v", pair[0], pair[1], got)
			}
			if got := Compatible(pair[0], pair[1]); got != test.compatible {
				t.Errorf("Compatible(%s, %s) = %v", pair[0], pair[1], got)
			}
		}
	}
}

// shape is a struct of one int member.
func shape(tag, member string) *Record {
	r := NewRecord(false, tag)
	r.mustSetFields([]Field{{Name: member, Type: TInt}})
	return r
}

func TestPromotions(t *testing.T) {
	e := enumOf("e", TULong)
	fn := function(TInt)
	tests := []struct{ got, want Type }{
		{Promote(TBool), TInt},
		{Promote(Qualify(TUShort, Const)), TInt},
		{Promote(TUInt), TUInt},
		{Promote(e), TULong},
		{Promote(TFloat), TFloat},
		{PromoteBits(TUInt, 31), TInt},
		{PromoteBits(TUInt, 32), TUInt},
		{PromoteBits(TULong, 32), TUInt},
		{PromoteBits(TULong, 31), TInt},
		{PromoteBits(TLong, 33), TLong},
		{PromoteBits(TBool, 1), TInt},
		{DefaultPromote(TFloat), TDouble},
		{DefaultPromote(TChar), TInt},
		{DefaultPromote(ArrayOf(TChar, 4)), CharPtr},
		{DefaultPromote(fn), PointerTo(fn)},
		{Decay(Qualify(&Typedef{Name: "a", Under: ArrayOf(TInt, 2)}, Const)), PointerTo(Qualify(TInt, Const))},
		{Decay(ArrayOf(ArrayOf(TInt, 3), 2)), PointerTo(ArrayOf(TInt, 3))},
		{Usual(TULong, TLongLong), TULongLong},
		{Usual(TUInt, TLong), TLong},
		{Usual(TULongLong, TInt128), TInt128},
		{Usual(TInt128, TFloat), TFloat},
		{Usual(TComplexFloat, TDouble), TComplexDouble},
		{Usual(e, TInt), TULong},
	}
	for i, test := range tests {
		if !Identical(test.got, test.want) {
			t.Errorf("%d: got %s, want %s", i, test.got, test.want)
		}
	}
}

func TestPredicates(t *testing.T) {
	type predicate = func(Type) bool
	all := map[string]predicate{
		"integer": IsInteger, "signed": IsSigned, "floating": IsFloating, "complex": IsComplex,
		"arithmetic": IsArithmetic, "scalar": IsScalar, "pointer": IsPointer, "void": IsVoid,
		"aggregate": IsAggregate, "func": IsFunc, "incomplete": IsIncomplete, "charlike": IsCharLike, "wide": IsWide,
	}
	complete := NewRecord(false, "s")
	complete.mustSetFields(nil)
	tests := []struct {
		t    Type
		want string
	}{
		{TVoid, "incomplete void"},
		{TBool, "arithmetic integer scalar"},
		{TChar, "arithmetic charlike integer scalar signed"},
		{&Typedef{Name: "u8", Under: Qualify(TUChar, Const)}, "arithmetic charlike integer scalar"},
		{TInt128, "arithmetic integer scalar signed wide"},
		{TDouble, "arithmetic floating scalar"},
		{TLongDouble, "arithmetic floating scalar wide"},
		{TComplexFloat, "arithmetic complex scalar wide"},
		{VoidPtr, "pointer scalar"},
		{enumOf("", TInt), "arithmetic integer scalar signed"},
		{&Enum{}, "arithmetic incomplete integer scalar"},
		{function(TInt), "func incomplete"},
		{ArrayOf(TInt, 2), "aggregate"},
		{ArrayOf(TInt, -1), "aggregate incomplete"},
		{complete, "aggregate"},
		{NewRecord(true, "u"), "aggregate incomplete"},
	}
	for _, test := range tests {
		var is []string
		for _, name := range slices.Sorted(maps.Keys(all)) {
			if all[name](test.t) {
				is = append(is, name)
			}
		}
		if got := strings.Join(is, " "); got != test.want {
			t.Errorf("%s: got %q, want %q", test.t, got, test.want)
		}
	}
}

func TestQualifiers(t *testing.T) {
	array := &Typedef{Name: "row", Under: ArrayOf(Qualify(TInt, Volatile), 2)}
	if got := QualsOf(Qualify(array, Const)); got != Const|Volatile {
		t.Errorf("QualsOf: got %s", got)
	}
	if got := Unqualified(Qualify(array, Const)); got != Type(array) {
		t.Errorf("Unqualified: got %s", got)
	}
	if got := Qualify(Qualify(TInt, Const), Volatile).String(); got != "const volatile int" {
		t.Errorf("Qualify twice: got %s", got)
	}
}

func TestEnum(t *testing.T) {
	e := &Enum{Tag: "color"}
	e.SetConsts([]EnumConst{{"RED", 0, false}, {"GREEN", 1, false}, {"ALIAS", 1, false}}, false, nil)
	if name, ok := e.NameOf(1); name != "GREEN" || !ok || e.Under() != TUInt {
		t.Errorf("got %q, %v, %s", name, ok, e.Under())
	}
	if _, ok := e.NameOf(2); ok {
		t.Error("2 has a name")
	}
	big := &Enum{}
	big.SetConsts([]EnumConst{{"MAX", -1, true}}, false, nil)
	fixed := &Enum{}
	fixed.SetConsts(nil, false, TUChar)
	if big.Under() != TULong || fixed.Under() != TUChar {
		t.Errorf("got %s and %s", big.Under(), fixed.Under())
	}
}

// TestPredeclaredAsGCC compares what the C library's headers define.
func TestPredeclaredAsGCC(t *testing.T) {
	types := Predeclared()
	program := "#define _GNU_SOURCE\n#undef bool\n#include <stdint.h>\n#include <stddef.h>\n#include <sys/types.h>\n#include <sys/socket.h>\n#include <stdio.h>\n#include <stdarg.h>\n#include <wchar.h>\n#include <uchar.h>\n" +
		"typedef unsigned char char8_t;\ntypedef void *nullptr_t;\n#define SAME(T, U) printf(\"%s %zu %zu %d\\n\", #T, sizeof(T), _Alignof(T), __builtin_types_compatible_p(T, U))\nint main(void) {\n"
	var got []string
	for _, name := range slices.Sorted(maps.Keys(types)) {
		typ := types[name]
		if strings.HasPrefix(name, "c_") || IsIncomplete(typ) {
			continue
		}
		under := Unwrap(typ).String()
		if IsAggregate(typ) {
			under = name
		}
		program += fmt.Sprintf("SAME(%s, %s);\n", name, under)
		got = append(got, fmt.Sprintf("%s %d %d 1", name, typ.Size(), typ.Align()))
	}
	sameLines(t, func(i int) string { return "" }, got, runC(t, program+"}\n"))
}

func TestPythonNames(t *testing.T) {
	for name, want := range map[string]string{
		"c_int": "int", "c_char_p": "char *", "c_void_p": "void *", "c_wchar_p": "wchar_t *", "c_bool": "bool",
		"c_byte": "signed char", "c_ubyte": "unsigned char", "c_size_t": "size_t", "c_int64": "long",
		"c_longdouble": "long double", "c_ulonglong": "unsigned long long",
	} {
		if got := Predeclared()[name].String(); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// enumOf is a complete enum of an integer type.
func enumOf(tag string, under *Basic) *Enum {
	e := &Enum{Tag: tag}
	e.SetConsts(nil, false, under)
	return e
}
