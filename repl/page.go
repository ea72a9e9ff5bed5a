package repl

import (
	"fmt"
	"strings"

	"cshell/display"
)

// Page is docs/commands.md: the help of every command.
func Page() string {
	var b strings.Builder
	b.WriteString("# Commands\n\nThis page is made from the command table (`make docs`). " +
		"A command starts with `:` at the start of a statement and runs to the end of the line.\n\n")
	b.WriteString("| command | does |\n|---|---|\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "| `%s` | %s |\n", strings.ReplaceAll(c.synopsis(), "|", "\\|"), c.short)
	}
	for _, c := range commands {
		fmt.Fprintf(&b, "\n## :%s\n\n`%s`", c.name, c.synopsis())
		if len(c.aliases) > 0 {
			fmt.Fprintf(&b, " (also `:%s`)", strings.Join(c.aliases, "`, `:"))
		}
		fmt.Fprintf(&b, "\n\n%s\n", c.helpText())
	}
	return b.String()
}

// helpText is what :help shows below the synopsis; examples are indented by
// four blanks there as in Markdown.
func (c *command) helpText() string {
	text := strings.ToUpper(c.short[:1]) + c.short[1:] + "."
	long := strings.TrimSpace(c.long)
	if long == "" {
		return text
	}
	var prose, examples []string
	for line := range strings.Lines(long) {
		line = strings.TrimSpace(line)
		if example, ok := strings.CutPrefix(line, "> "); ok {
			examples = append(examples, "    "+example)
		} else {
			prose = append(prose, line)
		}
	}
	if len(prose) > 0 {
		text += " " + strings.Join(prose, " ")
	}
	if len(examples) > 0 {
		text += "\n\n" + strings.Join(examples, "\n")
	}
	return text
}

// hanging writes text behind a heading, in lines of at most width columns; those
// behind the first are indented to where the text begins. Width 0 breaks nothing.
func hanging(heading, text string, width int) []string {
	var lines []string
	indent := strings.Repeat(" ", display.Width(heading))
	line := heading
	for i, word := range strings.Split(text, " ") {
		switch {
		case i == 0:
		case width > 0 && line != indent && display.Width(line)+1+display.Width(word) > width:
			lines = append(lines, strings.TrimRight(line, " "))
			line = indent
		default:
			line += " "
		}
		line += word
	}
	return append(lines, strings.TrimRight(line, " "))
}
