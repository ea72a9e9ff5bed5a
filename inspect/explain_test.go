package inspect

import (
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
		if got := viewText(t, Explain(c.name, c.typ, false)); got != c.words+"\n" {
			t.Errorf("got  %swant %s", got, c.words)
		}
	}
	got := viewJSON(t, Explain("fn", pointer(returningInt()), true))
	want := `{"view":"explain","name":"fn","declaration":"typedef int (*fn)(void)","words":"declare fn as type pointer to function (void) returning int"}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
