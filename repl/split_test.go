package repl

import (
	"strings"
	"testing"

	"cshell/diag"
)

func TestSides(t *testing.T) {
	for _, test := range []struct{ text, separators, want string }{
		{"a b", " ", "a|b"},
		{"a  b c", " ", "a|b c; a|b c; a  b|c"},
		{"x , y", ",", "x|y"},
		{"buf{b;}", " {", "buf|{b;}"},
		{"{}", "{", ""},
		{"alone", " ", ""},
	} {
		var got []string
		for _, pair := range sides(diag.Span{Src: &diag.Source{Text: test.text}, End: len(test.text)}, test.separators) {
			got = append(got, pair[0].Text()+"|"+pair[1].Text())
		}
		if got := strings.Join(got, "; "); got != test.want {
			t.Errorf("%q at %q: got %q, want %q", test.text, test.separators, got, test.want)
		}
	}
}
