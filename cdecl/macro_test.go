package cdecl

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cshell/diag"
)

// scanAll scans text to its end, EOF excluded.
func scanAll(text string) []Token {
	s := NewScanner(&diag.Source{Name: "test", Text: text, First: 1})
	var toks []Token
	for t := s.Next(); t.Kind != EOF; t = s.Next() {
		toks = append(toks, t)
	}
	return toks
}

// texts joins tokens with one blank.
func texts(toks []Token) string {
	var list []string
	for _, t := range toks {
		if t.Kind != Newline && t.Kind != Directive {
			list = append(list, t.Text)
		}
	}
	return strings.Join(list, " ")
}

// expandText obeys the #define lines of text and expands the rest.
func expandText(text string) (string, error) {
	var m Macros
	var rest []Token
	for _, t := range scanAll(text) {
		if t.Kind != Directive {
			rest = append(rest, t)
			continue
		}
		name, body := splitDirective(t.Text)
		if name == "undef" {
			m.Undef(body)
		} else if err := m.Define(body, t.Span); err != nil {
			return "", err
		}
	}
	out, err := m.Expand(rest, nil)
	return texts(out), err
}

// The cases of testdata/macros.txt are separated by lines of ===; behind ---
// stands the expansion. gcc must agree on the tokens.
func TestExpand(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "macros.txt"))
	if err != nil {
		t.Fatal(err)
	}
	gcc, _ := exec.LookPath("gcc")
	for _, c := range strings.Split(string(data), "===\n") {
		text, want, _ := strings.Cut(c, "---\n")
		want = strings.TrimSpace(want)
		if got, err := expandText(text); err != nil || got != want {
			t.Errorf("%s\n got %s, %v\nwant %s", text, got, err, want)
		}
		if gcc == "" {
			continue
		}
		cmd := exec.Command(gcc, "-E", "-P", "-x", "c", "-")
		cmd.Stdin = strings.NewReader(text)
		out, err := cmd.Output()
		if got := texts(scanAll(string(out))); err != nil || got != want {
			t.Errorf("%s\n gcc %s, %v\nwant %s", text, got, err, want)
		}
	}
}

func TestMacroErrors(t *testing.T) {
	bomb := "#define A0 x x x x x x x x\n"
	for i := 1; i < 9; i++ {
		bomb += strings.NewReplacer("N", string(rune('0'+i)), "M", string(rune('0'+i-1))).Replace("#define AN AM AM AM AM AM AM AM AM\n")
	}
	for _, c := range []struct{ text, want string }{
		{"#define F(x, y) x y\nF(1)", `macro "F" requires 2 arguments, but only 1 given`},
		{"#define F(x) x\nF(1, 2)", `macro "F" passed 2 arguments, but takes just 1`},
		{"#define F(x, y, ...) x\nF(1)", `macro "F" requires at least 2 arguments, but only 1 given`},
		{"#define F() 1\nF(2)", `macro "F" passed 1 arguments, but takes just 0`},
		{"#define F(x) x\nF(1", `unterminated argument list invoking macro "F"`},
		{"#define F(x y) x", `expected ')' in macro parameter list`},
		{"#define F(x,", `expected ')' in macro parameter list`},
		{"#define F(x, x) 1", `duplicate macro parameter "x"`},
		{"#define 5 x", `macro names must be identifiers, not '5'`},
		{"#define", `no macro name given in #define`},
		{"#define F ## x", `'##' cannot appear at either end of a macro expansion`},
		{"#define F(x) #y", `'#' is not followed by a macro parameter`},
		{"#define C(a, b) a##b\nC(+, x)", `pasting "+" and "x" does not give a valid token`},
		{bomb + "A8", "the macro expansion is too large"},
		{"#define F(x)" + strings.Repeat(" x", 5000) + "\nF(" + strings.Repeat("1 ", 5000) + ")", "the macro expansion is too large"},
	} {
		_, err := expandText(c.text)
		e, ok := err.(*diag.Error)
		if !ok || e.Message != c.want {
			t.Errorf("%.60s: got %v, want %s", c.text, err, c.want)
		}
	}
}

func TestExpandSpans(t *testing.T) {
	var m Macros
	if err := m.Define("TWICE(x) (x) + (x)", diag.Span{}); err != nil {
		t.Fatal(err)
	}
	out, _ := m.Expand(scanAll("1 + TWICE(abc) * TWICE"), nil)
	for _, tok := range out {
		if got := tok.Span.Text(); got != "TWICE" && got != tok.Text {
			t.Errorf("%s has the span of %q", tok.Text, got)
		}
	}
	shadowed := func(name string, before Before) bool { return name == "TWICE" && before.Token(0).Text == "." }
	if out, _ := m.Expand(scanAll("a.\nTWICE(1), TWICE(2)"), shadowed); texts(out) != "a . TWICE ( 1 ) , ( 2 ) + ( 2 )" {
		t.Errorf("but for what a dot shadows, got %s", texts(out))
	}
}

func TestMacroLayers(t *testing.T) {
	var below Macros
	above := Macros{Under: &below}
	below.Define("X 1", diag.Span{})
	if _, ok := above.Lookup("X"); !ok {
		t.Error("X of the layer below is not seen")
	}
	above.Undef("X")
	if _, ok := above.Lookup("X"); ok {
		t.Error("X is seen in spite of #undef")
	}
	if _, ok := below.Lookup("X"); !ok {
		t.Error("#undef reached the layer below")
	}
	above.Define("F(a, r...) a + #r", diag.Span{})
	if m, _ := above.Lookup("F"); m.Text() != "F(a, r...) a + #r" {
		t.Errorf("got %s", m.Text())
	}
}
