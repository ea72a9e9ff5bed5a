package diag

import (
	"strings"
	"testing"
	"unicode/utf8"
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

// A long line is shown around the caret, cut between characters.
func TestLongLine(t *testing.T) {
	long := strings.Repeat("é1,", 1000)
	for _, test := range []struct {
		line        string
		left, right bool // … on that side
	}{
		{"foo" + long, false, true},
		{long + "foo" + long, true, true},
		{long + "foo", true, false},
		{long[:shownLine-8] + "foo", false, false},
	} {
		src := &Source{Name: "t.csh", Text: test.line, First: 1}
		at := strings.Index(test.line, "foo")
		rows := strings.Split(Errorf(Span{src, at, at + 3}, Name, "wrong").Render(), "\n")
		line, caret := strings.TrimPrefix(rows[1], "  "), strings.Index(rows[2], "^")-2
		if got := strings.HasPrefix(line, "…"); got != test.left || strings.HasSuffix(line, "…") != test.right {
			t.Errorf("got %s", line)
		}
		if got := string([]rune(line)[caret:][:3]); got != "foo" || !utf8.ValidString(line) || !strings.HasSuffix(rows[2], " ^~~") {
			t.Errorf("%s is marked in %q", got, line)
		}
		if len(line) > shownLine+10 {
			t.Errorf("%d bytes are shown", len(line))
		}
	}
}
