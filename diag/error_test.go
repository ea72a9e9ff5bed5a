package diag

import (
	"strings"
	"testing"
)

// The caret stands under what is wrong on a terminal, which shows some
// characters two columns wide and some on top of others; the column that the
// message gives counts characters.
func TestCaret(t *testing.T) {
	for _, test := range []struct{ line, marked, column, caret string }{
		{`print(foo)`, "foo", "7", "      ^~~"},
		{`print("漢字", foo)`, "foo", "13", "              ^~~"},
		{`print("漢字")`, `"漢字"`, "7", "      ^~~~~~"},
		{"print(\"e\u0301\", foo)", "foo", "13", "           ^~~"},
		{"\tprint(\t\"漢\", foo)", "foo", "14", "\t      \t      ^~~"},
		{`"👨‍👩‍👧" + foo`, "foo", "11", "       ^~~"},
		{"f(", "", "3", "  ^"},
	} {
		src := &Source{Name: "t.csh", Text: test.line, First: 1}
		at := Span{src, len(test.line), len(test.line)}
		if test.marked != "" {
			at.Start = strings.Index(test.line, test.marked)
			at.End = at.Start + len(test.marked)
		}
		want := "t.csh:1:" + test.column + ": error: wrong\n  " + test.line + "\n  " + test.caret + "\n"
		if got := Errorf(at, Name, "wrong").Render(); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
	}
}
