package repl

import (
	"flag"
	"os"
	"strings"
	"testing"

	"cshell/diag"
	"cshell/lang/syntax"
)

var update = flag.Bool("update", false, "write docs/commands.md anew")

// TestCommandsPage compares docs/commands.md with the table.
func TestCommandsPage(t *testing.T) {
	const page = "../docs/commands.md"
	if *update {
		if err := os.WriteFile(page, []byte(Page()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil || string(got) != Page() {
		t.Errorf("%s is not what the table gives (%v); run make docs", page, err)
	}
}

func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range commands {
		for _, name := range append([]string{c.name}, c.aliases...) {
			if seen[name] {
				t.Errorf(":%s stands for two commands", name)
			}
			seen[name] = true
		}
		if c.run == nil || c.short == "" || strings.HasSuffix(c.short, ".") {
			t.Errorf(":%s lacks a function or a line of help without full stop", c.name)
		}
		if (c.args == noArgument) != (c.usage == "") {
			t.Errorf(":%s: usage %q does not fit its arguments", c.name, c.usage)
		}
		if !strings.Contains(c.long, "> :"+c.name) {
			t.Errorf(":%s has no example", c.name)
		}
	}
}

func commandLine(text string) *syntax.Command {
	src := &diag.Source{Name: "<prompt>", Text: text, First: 1}
	return &syntax.Command{At: syntax.At{Where: diag.Span{Src: src, End: len(text)}}, Text: strings.TrimPrefix(text, ":")}
}

func TestParseCommand(t *testing.T) {
	for _, test := range []struct{ line, name, format, text, err string }{
		{":load z", "load", "", "z", ""},
		{":t  strlen( \"a b\" ) ", "type", "", `strlen( "a b" )`, ""},
		{":x/4xw buf", "x", "4xw", "buf", ""},
		{":x buf", "x", "", "buf", ""},
		{":libs", "libs", "", "", ""},
		{":load", "", "", "", "usage: :load NAME [as ID]"},
		{":libs x", "", "", "", ":libs takes no argument"},
		{":laod z", "", "", "", "unknown command :laod"},
		{":dump/4 z", "", "", "", "unknown command :dump"},
		{":load -f", "", "", "", ":load has no option -f"},
		{":type -1", "type", "", "-1", ""},
		{":", "", "", "", "unknown command :"},
	} {
		call, err := parseCommand(commandLine(test.line))
		if err != nil {
			if e, ok := err.(*diag.Error); !ok || e.Message != test.err {
				t.Errorf("%s: got error %v, want %q", test.line, err, test.err)
			}
			continue
		}
		if test.err != "" || call.command.name != test.name || call.format != test.format || call.text != test.text || call.text != "" && call.at.Text() != test.text {
			t.Errorf("%s: got :%s /%s %q at %q", test.line, call.command.name, call.format, call.text, call.at.Text())
		}
	}
}

func TestDidYouMean(t *testing.T) {
	_, err := parseCommand(commandLine(":laod z"))
	if e := err.(*diag.Error); e.Hint != `did you mean ":load"?` {
		t.Errorf("hint %q", e.Hint)
	}
}
