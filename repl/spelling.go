package repl

import (
	"errors"
	"os/exec"
	"regexp"
	"strings"
	"sync"

	"cshell/cdecl"
	"cshell/diag"
)

// spellings are what gdb, Python, IPython, psql, LuaJIT and sh users begin an entry
// with, and what says the same here; … is the rest of the line. The shell's own
// commands, which one types without the colon, need no row: see respelt.
var spellings = sync.OnceValue(func() map[string]string {
	return map[string]string{
		// an expression needs no command
		"p": "…", "call": "…", "output": "…", "set var": "…", "let": "…", "var": "…", "local": "…",
		"print": "print(…)", "echo": "print(…)", "puts": "puts(…)", "printf": "printf(…)", "exit": "exit(…)", "cd": `chdir("…")`, "unset": "del …",
		"not": "!…", "id": "&…", "hex": `printf("%#x\n", …)`, "str": "print(…)", "repr": "…", "raise": "assert(0, …)",
		"def": "int f(int x) { return x; }", "function": "int f(int x) { return x; }", "class": "struct point { int x, y; };",
		"for": "for (int i = 0; i < 3; i++) print(i);",

		// names and types
		"ptype": ":type …", "whatis": ":type …", "man": ":doc …", "dir": ":symbols …", "nm": ":symbols …", `\d`: ":symbols …", `\df`: ":symbols …",
		"info functions": ":symbols", "info variables": ":symbols", "info types": ":apropos …", "info scope": ":type …", "info line": ":list …",
		"pahole": ":layout …", "cdecl": ":explain …", `\?`: ":help …",

		// memory and code
		"disass": ":disas …", "disassemble": ":disas …", "objdump": ":disas …", "hexdump": ":dump …", "xxd": ":dump …", "examine": ":x …",
		"display": ":watch …", "undisplay": ":unwatch …", "info symbol": ":where …", "info address": ":where …", "info proc": ":maps",
		"vars": ":mem", "locals": ":mem", "globals": ":mem", "whos": ":mem", "info locals": ":mem", "timeit": ":time …", "ltrace": ":trace on …",

		// libraries and the shell itself
		"use": ":load …", "open": ":load …", "require": ":load …", "dlopen": ":load …", "dlclose": ":unload …", "ldd": ":deps …", "readelf": ":info …",
		"info sharedlibrary": ":libs", `\l`: ":libs", `\i`: ":source …", `\e`: ":edit …", `\s`: ":history", `\timing`: ":time …",
		"q": ":quit", `\q`: ":quit", "bye": ":quit", "logout": ":quit", "ls": "!ls …", "pwd": "!pwd",
	}
})

// sigils begin commands, elsewhere too: \help, .help, %time.
const sigils = `:\.%`

// called is a word that is called, as Python's help(x).
var called = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(\w+)\((.*)\)$`) })

// respelt is a line as it is written here, if it begins with a command's name
// without its colon or as one of another shell does; "" for any other.
func respelt(line string) string {
	if m := called().FindStringSubmatch(line); m != nil {
		line = strings.TrimSpace(m[1] + " " + m[2])
	}
	word, rest := cutWord(line)
	second, third := cutWord(rest)
	switch {
	case operators()[second]: // an expression
		return ""
	case word == "set" && strings.HasPrefix(third, "="): // gdb sets variables too
		return rest
	}
	name := strings.TrimLeft(word, sigils)
	if to, ok := spellings()[word+" "+second]; ok {
		return filled(to, third)
	}
	for _, known := range []string{word, name} {
		if to, ok := spellings()[known]; ok {
			return filled(to, rest)
		}
	}
	if name, _, _ := strings.Cut(name, "/"); findCommand(name) != nil {
		return ":" + strings.TrimLeft(line, sigils)
	}
	return ""
}

// operators are words behind which an expression goes on.
var operators = wordSet("+ - * / % & | ^ < > = == != <= >= && || ? .")

func cutWord(text string) (word, rest string) {
	word, rest, _ = cutBlank(text)
	return word, strings.TrimSpace(rest)
}

// filled is a spelling with the rest of its line.
func filled(spelling, rest string) string {
	return strings.TrimSpace(strings.Replace(spelling, "…", rest, 1))
}

// withSpelling adds to an error about what is no C, but begins as a command does
// somewhere, how it is written here.
func (s *Shell) withSpelling(err error) error {
	e, ok := errors.AsType[*diag.Error](err)
	if !ok || !failsAsCommand(e) {
		return err
	}
	line, _ := e.Span.Line()
	line = strings.TrimRight(strings.TrimSpace(line), ";")
	to := respelt(line)
	if word, rest := cutWord(line); to == "" && rest != "" && strings.HasPrefix(e.Message, "unknown ") && isProgram(word) && !operators()[rest[:1]] {
		to = "!" + line
	}
	if command, ok := strings.CutPrefix(to, "!"); ok && !s.prompts {
		to = ":shell " + command
	}
	switch to {
	case "", line:
		return err
	case ":" + line:
		return e.WithHint("commands begin with ':'; try '%s'", to)
	}
	return e.WithHint("try '%s'", to)
}

// failsAsCommand says whether an error is that of a statement that is no C from
// its first words on: about the first, or about the second, which cannot stand
// beside it.
func failsAsCommand(e *diag.Error) bool {
	if e.Span.Src == nil || e.Kind != diag.Syntax && e.Kind != diag.Name || strings.HasPrefix(e.Hint, "this is Python") {
		return false
	}
	line, at := e.Span.Line()
	word, _ := cutWord(strings.TrimSpace(line))
	between := strings.TrimSpace(line[:at])
	return (between == "" || between == word) && isOutside(e.Span.Src.Text[:e.Span.Start-at])
}

// isOutside says whether no bracket is open at the end of a text.
func isOutside(text string) bool {
	depth := 0
	for _, t := range scan(text) {
		if t.Kind == cdecl.Punct {
			switch t.Text {
			case "(", "[", "{":
				depth++
			case ")", "]", "}":
				depth--
			}
		}
	}
	return depth <= 0
}

func isProgram(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}
