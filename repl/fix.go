package repl

import (
	"errors"
	"regexp"
	"strings"
	"sync"

	"cshell/diag"
)

// didYouMean is the hint that names the nearest name there is.
var didYouMean = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^did you mean "(.+)"\?$`)
})

// fixed is the entry with the name in it that the error's hint offers; "" where
// it offers none. Entries of many rows are for Up: part of them may have run.
func fixed(entry string, err error) string {
	e, ok := errors.AsType[*diag.Error](err)
	entry = strings.TrimRight(entry, "\n")
	if !ok || e.Span.Src == nil || e.Span.End > len(entry) || strings.Contains(entry, "\n") {
		return ""
	}
	hint := didYouMean().FindStringSubmatch(e.Hint)
	if hint == nil || strings.TrimRight(e.Span.Src.Text, "\n") != entry {
		return ""
	}
	wrong := e.Span.Text()
	if !isIdentifier(strings.TrimPrefix(wrong, ":")) {
		return ""
	}
	return entry[:e.Span.Start] + hint[1] + entry[e.Span.End:]
}

// Proposal is the last entry with what was wrong in it mended.
func (a *assistant) Proposal() string { return a.shell.proposal }
