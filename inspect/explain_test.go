package inspect

import (
	"fmt"
	"strings"
	"testing"

	"cshell/ctypes"
)

func TestExplain(t *testing.T) {
	returningInt := func(params ...ctypes.Type) *ctypes.Func {
		f := &ctypes.Func{Result: ctypes.TInt, Proto: true}
		for _, p := range params {
			f.Params = append(f.Params, ctypes.Param{Type: p})
		}
		return f
	}
	printf := returningInt(pointer(constCh))
	printf.Variadic = true
	for _, c := range []struct {
		name  string
		typ   ctypes.Type
		words string
	}{
		{"x", ctypes.TInt, "declare x as int"},
		{"x", array(pointer(returningInt(ctypes.TInt)), 3), "declare x as array 3 of pointer to function (int) returning int"},
		{"p", pointer(array(ctypes.TInt, 3)), "declare p as pointer to array 3 of int"},
		{"s", pointer(constCh), "declare s as pointer to const char"},
		{"s", ctypes.Qualify(ctypes.CharPtr, ctypes.Const), "declare s as const pointer to char"},
		{"a", array(array(ctypes.TInt, -1), 2), "declare a as array 2 of array of int"},
		{"printf", printf, "declare printf as function (pointer to const char, ...) returning int"},
		{"f", returningInt(), "declare f as function (void) returning int"},
		{"f", &ctypes.Func{Result: ctypes.TInt}, "declare f as function returning int"},
		{"atexit", &ctypes.Func{Result: ctypes.TInt, Proto: true, Params: []ctypes.Param{{Name: "fn", Type: pointer(&ctypes.Func{Result: ctypes.TVoid, Proto: true})}}},
			"declare atexit as function (fn as pointer to function (void) returning void) returning int"},
		{"d", pointer(record(t, false, "point")), "declare d as pointer to struct point"},
		{"", pointer(uint8T), "pointer to uint8_t"},
		{"v", ctypes.Qualify(ctypes.TInt, ctypes.Const|ctypes.Volatile), "declare v as const volatile int"},
	} {
		if got := viewText(t, Explain(c.name, c.typ, "")); got != c.words+"\n" {
			t.Errorf("got  %swant %s", got, c.words)
		}
	}
	got := viewJSON(t, Explain("fn", pointer(returningInt()), "typedef"))
	want := `{"view":"explain","name":"fn","declaration":"typedef int (*fn)(void)","words":"declare fn as type pointer to function (void) returning int"}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestReadPhrase(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"declare x as int", "int x"},
		{"declare x as pointer to const char", "const char *x"},
		{"declare a as array 3 of pointer to function (int) returning pointer to char", "char *(*a[3])(int)"},
		{"declare f as pointer to function (pointer to char) returning pointer to array 3 of int", "int (*(*f)(char *))[3]"},
		{"declare a as array 2 of array of unsigned long", "unsigned long a[2][]"},
		{"declare s as const pointer to struct point", "struct point *const s"},
		{"declare s as const pointer to volatile pointer to char", "char *volatile *const s"},
		{"declare p as const pointer to array 3 of int", "int (*const p)[3]"},
		{"declare printf as function (fmt as pointer to const char, ...) returning int", "int printf(const char *fmt, ...)"},
		{"declare f as function returning int", "int f()"},
		{"declare f as function (void) returning pointer to function (int) returning void", "void (*f(void))(int)"},
		{"declare cmp as type pointer to function (void) returning int", "typedef int (*cmp)(void)"},
		{"cast x into pointer to int", "(int *)x"},
		{"pointer to function (pointer to int) returning int", "int (*)(int *)"},
		{"declare f as function (int) returning array 3 of int", `38: expected what a function can return, found "array"`},
		{"declare a as array 3 of function (int) returning int", `24: expected what an array can have, found "function"`},
		{"declare a as array 3 int", `21: expected "of", found "int"`},
		{"declare 3 as pointer to int", `8: expected a name, found "3"`},
		{"declare p as pointer too int", `21: expected "to", found "too"`},
		{"declare p as pointer to", "23: expected a type, found the end"},
		{"declare p as pointer to int )", `28: expected the end, found ")"`},
		{"declare f as function (int returning int", `27: expected a type, found "returning"`},
	} {
		if !IsPhrase(c.words) {
			t.Errorf("%s: taken for C", c.words)
		}
		e, err := ReadPhrase(c.words)
		got := ""
		if err != nil {
			got = fmt.Sprintf("%d: %v", err.(*PhraseError).Start, err)
		} else {
			got = strings.TrimSuffix(viewText(t, e), "\n")
		}
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.words, got, c.want)
		}
	}
	for _, c := range []string{"int x", "declare x", "int (*pointer)(int)", "cast array", "char array[3]"} {
		if IsPhrase(c) {
			t.Errorf("%s: taken for words", c)
		}
	}
}
