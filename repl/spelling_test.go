package repl

import "testing"

func TestRespelt(t *testing.T) {
	for line, want := range map[string]string{
		"load z":               ":load z",
		"help":                 ":help",
		"help()":               ":help",
		"help(strlen)":         ":help strlen",
		".quit":                ":quit",
		`\d z`:                 ":symbols z",
		`%timeit strlen("x")`:  `:time strlen("x")`,
		"x/16xb p":             ":x/16xb p",
		"info functions":       ":symbols",
		"info symbol puts":     ":where puts",
		"info nonsense":        ":info nonsense",
		"p *t":                 "*t",
		"set x = 5":            "x = 5",
		"set elements 5":       ":set elements 5",
		"print 5":              "print(5)",
		"cd /tmp":              `chdir("/tmp")`,
		":ptype struct tm":     ":type struct tm",
		"count + 1":            "", // a variable that is not there
		"list = other":         "",
		"strlne(x)":            "",
		"":                     "",
		":":                    "",
		"unknown command here": "",
	} {
		if got := respelt(line); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

// A spelling must not lead to a command that is not there.
func TestSpellingsExist(t *testing.T) {
	for word, to := range spellings() {
		if to[0] != ':' {
			continue
		}
		if name, _ := cutWord(to[1:]); findCommand(name) == nil {
			t.Errorf("%s is said to be spelt %s", word, to)
		}
	}
}
