package lang

import (
	"regexp"
	"strings"
	"sync"
)

// What a terminal is told.
const (
	bold      = "\x1b[1m"
	faint     = "\x1b[2m"
	cyan      = "\x1b[36m"
	green     = "\x1b[32m"
	magenta   = "\x1b[35m"
	boldRed   = "\x1b[1;31m"
	boldGreen = "\x1b[1;32m"
	reset     = "\x1b[0m"
)

// paint colours a rendered error: the place bold, the word error red, the
// caret green.
func paint(text string, color bool) string {
	if !color {
		return text
	}
	lines := strings.SplitAfter(text, "\n")
	if place, rest, ok := strings.Cut(lines[0], "error: "); ok {
		lines[0] = bold + place + reset + boldRed + "error: " + reset + rest
	}
	if len(lines) > 2 && strings.HasPrefix(strings.TrimSpace(lines[2]), "^") {
		lines[2] = boldGreen + strings.TrimSuffix(lines[2], "\n") + reset + "\n"
	}
	return strings.Join(lines, "")
}

// echoPatterns find the number and type of an echo, and what has a colour in a
// value: text in quotes, the name of an address, a word (a member's or
// enumerator's name), a number.
var echoPatterns = sync.OnceValues(func() (head, part *regexp.Regexp) {
	return regexp.MustCompile(`^(\$\d+ =) (\([^{"]*?\)) `),
		regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\n]*>|[A-Za-z_]\w*|-?\d[\w.+-]*|… \d+ more`)
})

// paintEcho colours an echo as the editor colours C.
func paintEcho(echo string) string {
	headPattern, partPattern := echoPatterns()
	head := headPattern.FindStringSubmatchIndex(echo)
	if head == nil {
		return echo
	}
	number, typ, value := echo[head[2]:head[3]], echo[head[4]:head[5]], echo[head[1]:]
	return faint + number + reset + " " + cyan + typ + reset + " " + partPattern.ReplaceAllStringFunc(value, paintPart)
}

func paintPart(part string) string {
	switch c := part[0]; {
	case c == '"' || c == '\'':
		return green + part + reset
	case c == '<' || strings.HasPrefix(part, "…"):
		return faint + part + reset
	case c == '-' || '0' <= c && c <= '9':
		return magenta + part + reset
	}
	return part
}
