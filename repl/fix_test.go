package repl

import (
	"testing"

	"cshell/diag"
)

func TestFixed(t *testing.T) {
	for _, test := range []struct {
		entry, wrong, hint, want string
	}{
		{"strlne(a)\n", "strlne", `did you mean "strlen"?`, "strlen(a)"},
		{":typ x\n", ":typ", `did you mean ":type"?`, ":type x"},
		{"strlne(a)\n", "strlne", "", ""},
		{"strlne(a)\n", "strlne(a)", `did you mean "strlen"?`, ""},
		{"a;\nb\n", "b", `did you mean "c"?`, ""},
		{"load z\n", "load", `commands begin with ':'; try ':load z'`, ":load z"},
		{"p x\n", "p", `try 'x'`, "x"},
		{"a;\np x\n", "p", `try 'x'`, ""},
	} {
		src := &diag.Source{Name: "<prompt>", Text: test.entry, First: 1}
		at := len(test.entry) - len(test.entry[len(test.wrong):])
		e := diag.Errorf(diag.Span{Src: src, Start: at - len(test.wrong), End: at}, diag.Name, "unknown").WithHint("%s", test.hint)
		if got := fixed(test.entry, e); got != test.want {
			t.Errorf("%q: got %q, want %q", test.entry, got, test.want)
		}
	}
	if got := fixed("x\n", nil); got != "" {
		t.Errorf("got %q for no error", got)
	}
}
