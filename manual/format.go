package manual

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"time"
)

// formatWait is how long a formatter may take.
const formatWait = 5 * time.Second

// formatted is the page as man shows it to someone whose terminal is width
// columns wide; not ok where it cannot.
func (p Page) formatted(width int) (text string, ok bool) {
	for _, program := range [][]string{
		{"man", "-P", "cat", "-l", p.Path},
		{"mandoc", "-T", "utf8", "-O", fmt.Sprintf("width=%d", width), p.Path},
	} {
		if _, err := exec.LookPath(program[0]); err != nil {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), formatWait)
		cmd := exec.CommandContext(ctx, program[0], program[1:]...)
		cmd.Env = append(os.Environ(), fmt.Sprintf("MANWIDTH=%d", width), "LC_ALL=C.UTF-8",
			"MAN_KEEP_FORMATTING=", "GROFF_NO_SGR=1", "MANROFFOPT=", "MANOPT=--no-justification --no-hyphenation")
		out, err := cmd.Output()
		cancel()
		if err == nil && len(out) > 0 {
			return withoutFonts(string(out)), true
		}
	}
	return "", false
}

// fonts are how bold and underlined text is written to a terminal: a character
// printed over another, or escape sequences.
var fonts = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("(?s).\b|\x1b\\[[0-9;]*m")
})

func withoutFonts(text string) string { return fonts().ReplaceAllString(text, "") }
