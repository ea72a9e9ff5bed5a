package repl

import (
	"errors"
	"regexp"
	"strings"
	"sync"

	"cshell/diag"
)

// didYouMean is the hint that names the nearest name there is, and inPlace the one
// that has another line.
var (
	didYouMean = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^did you mean "(.+)"\?$`) })
	inPlace    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:commands begin with ':'; )?try '(.+)'$`) })
)

// fixed is the entry as the error's hint would have it; "" where it does not say.
// Entries of many rows are for Up: part of them may have run.
func fixed(entry string, err error) string {
	e, ok := errors.AsType[*diag.Error](err)
	entry = strings.TrimRight(entry, "\n")
	if !ok || e.Span.Src == nil || strings.Contains(entry, "\n") || strings.TrimRight(e.Span.Src.Text, "\n") != entry {
		return ""
	}
	if hint := inPlace().FindStringSubmatch(e.Hint); hint != nil {
		return hint[1]
	}
	hint, wrong := didYouMean().FindStringSubmatch(e.Hint), e.Span.Text()
	if hint == nil || !isIdentifier(strings.TrimPrefix(wrong, ":")) {
		return ""
	}
	return entry[:e.Span.Start] + hint[1] + entry[e.Span.End:]
}

// Proposal is the last entry with what was wrong in it mended.
func (a *assistant) Proposal() string { return a.shell.proposal }
