package lang

import "strings"

// What a terminal is told.
const (
	bold  = "\x1b[1m"
	red   = "\x1b[1;31m"
	green = "\x1b[1;32m"
	reset = "\x1b[0m"
)

// paint colours a rendered error: the place bold, the word error red, the
// caret green.
func paint(text string, color bool) string {
	if !color {
		return text
	}
	lines := strings.SplitAfter(text, "\n")
	if place, rest, ok := strings.Cut(lines[0], "error: "); ok {
		lines[0] = bold + place + reset + red + "error: " + reset + rest
	}
	if len(lines) > 2 && strings.HasPrefix(strings.TrimSpace(lines[2]), "^") {
		lines[2] = green + strings.TrimSuffix(lines[2], "\n") + reset + "\n"
	}
	return strings.Join(lines, "")
}
