package editor

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// typist is an assistant for tests: an entry is whole when its brackets are
// closed, and names begin with what is typed.
type typist struct{ names []string }

func (typist) Whole(text string) bool {
	return strings.Count(text, "{") <= strings.Count(text, "}")
}

func (typist) Tokens(text string) []Token {
	var tokens []Token
	for i, r := range text {
		kind := Other
		switch r {
		case '(', '[', '{':
			kind = Open
		case ')', ']', '}':
			kind = Close
		}
		tokens = append(tokens, Token{i, i + utf8.RuneLen(r), kind})
	}
	return tokens
}

func (t typist) Complete(text string, at int) Completion {
	b := buffer{text, at}
	c := Completion{From: b.wordLeft(), Row: func(name string) (string, string) { return "int " + name, "here" }}
	for _, name := range t.names {
		if strings.HasPrefix(name, text[c.From:at]) {
			c.Names = append(c.Names, name)
		}
	}
	return c
}

func (typist) Signature(text string, at int) Signature {
	open := strings.LastIndexByte(text[:at], '(')
	if open < 0 || strings.Contains(text[open:at], ")") {
		return Signature{}
	}
	return Signature{Name: "int f", Params: []string{"int a", "int b"}, Current: strings.Count(text[open:at], ",")}
}

func (typist) Proposal() string { return "" }

func (typist) Describe(name string) string { return "int " + name + "\n" }

// keyNames are the keys in the tests' scripts.
var keyNames = map[string]key{
	"enter": keyEnter, "newline": keyNewline, "tab": keyTab, "backtab": keyBackTab, "esc": keyEscape,
	"left": keyLeft, "right": keyRight, "up": keyUp, "down": keyDown, "home": keyHome, "end": keyEnd,
	"top": keyTop, "bottom": keyBottom, "wl": keyWordLeft, "wr": keyWordRight, "bs": keyBackspace,
	"del": keyDelete, "kw": keyDeleteWordLeft, "kwr": keyDeleteWordRight, "kr": keyKillRight,
	"kl": keyKillLeft, "yank": keyYank, "pop": keyYankPop, "swap": keyTranspose, "undo": keyUndo,
	"redo": keyRedo, "search": keySearch, "^C": keyInterrupt, "^D": keyDeleteEOF, "help": keyHelp,
}

// press types a script: text, and keys in < >.
func typeScript(e *entry, script string) (last outcome) {
	for script != "" {
		if name, rest, ok := strings.Cut(script, ">"); ok && script[0] == '<' && keyNames[name[1:]] != 0 {
			last, script = e.press(keyNames[name[1:]]), rest
			continue
		}
		r, n := utf8.DecodeRuneInString(script)
		last, script = e.press(key(r)), script[n:]
	}
	return last
}

func newEntry(past ...string) *entry {
	return &entry{
		assistant: typist{[]string{"print", "printf", "puts"}}, width: 80, height: 24,
		past: newPast(past), kills: &killRing{},
	}
}

func newPast(texts []string) *past {
	p := &past{}
	for _, text := range texts {
		p.add(text)
	}
	return p
}

// Each script leaves the text, | being the cursor.
func TestEntry(t *testing.T) {
	for _, test := range []struct{ script, want string }{
		{"abc<left>X", "abX|c"},
		{"int f() {<enter>return 1;<enter>}", "int f() {\n    return 1;\n}|"},
		{"{<enter>x<up>", "{|\n    x"},
		{"{<enter>abcdef<up><end>gh<down>", "{gh\n   | abcdef"},
		{"{<enter>{<enter>}<enter>}", "{\n    {\n    }\n}|"},
		{"{<enter><bs>x", "{\nx|"},
		{"{<enter><tab>x", "{\n        x|"},
		{"foo bar<kw>", "foo |"},
		{"foo bar<kw><kw><yank>", "foo bar|"},
		{"foo bar<home><kwr>", "| bar"},
		{"foo bar<home><kwr><kwr><yank>", "foo bar|"},
		{"one<kl>two<kl><yank><pop>", "one|"},
		{"one<home><kr><yank><yank>", "oneone|"},
		{"one two<undo>", "one|"},
		{"one two<undo><undo>", "|"},
		{"one two<undo><redo>", "one two|"},
		{"a.b->cd<wl><wl>X", "a.X|b->cd"},
		{"ab<swap>", "ba|"},
		{"abc<home><right><swap>", "ba|c"},
		{"cafe\u0301<left>X", "cafX|e\u0301"},
		{"👨‍👩‍👧x<left><bs>", "|x"},
		{"👨‍👩‍👧<left><del>", "|"},
		{"漢字<bs>", "漢|"},
		{"pu<tab>", "puts|"},
		{"pr<tab>", "print|"},
		{"pr<tab><tab><tab><enter>", "printf|"},
		{"pr<tab><backtab>(1)", "printf(1)|"},
		{"pr<tab><tab><esc>", "print|"},
		{"pr<tab>f<tab>", "printf|"},
		{"pr<tab><tab><tab><enter><undo>", "print|"},
		{"<up>", "last()|"},
		{"<up><up>", "f() {\n    1;\n}|"},
		{"<up><up><top><up>", "first()|"},
		{"<up><down>", "|"},
		{"la<up>", "last()|"},
		{"fi<up>", "first()|"},
		{"fi<up><down>", "fi|"},
		{"la<right>", "last()|"},
		{"fi<wr>", "first|"},
		{"<search>1;<enter>", "f() {\n    1;\n}|"},
		{"<search>st<search><enter>", "first()|"},
		{"x<search>nothing like it<esc>", "x|"},
		{"<search>last<left>!", "last(!|)"},
		{"{<enter>a<enter>}<up><end><enter>b", "{\n    a\n    b|\n}"},
	} {
		e := newEntry("first()", "f() {\n    1;\n}", "last()")
		typeScript(e, test.script)
		if got := e.before() + "|" + e.behind(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.script, got, test.want)
		}
	}
}

func TestOutcomes(t *testing.T) {
	for _, test := range []struct {
		script string
		want   outcome
	}{
		{"1<enter>", accepted},
		{"<enter>", accepted},
		{"{<enter>", editing},
		{"{<enter>}<enter>", accepted},
		{"{<enter>}<up><home><enter>", accepted},
		{"{<enter>}<up><end><enter>", editing},
		{"x<^C>", interrupted},
		{"pr<tab><^C>", interrupted},
		{"<search><^C>", interrupted},
		{"<^D>", ended},
		{"x<home><^D><^D>", ended},
		{"x<^D>", editing},
		{"pr<tab><enter>", accepted},
		{"pr<tab><tab><enter>", editing},
	} {
		if got := typeScript(newEntry(), test.script); got != test.want {
			t.Errorf("%s: got %d, want %d", test.script, got, test.want)
		}
	}
}
