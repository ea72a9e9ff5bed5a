package eval

import (
	"fmt"

	"cshell/diag"
	"cshell/lang/check"
)

// Who called the function in which an error was found is told from a note that each
// call of a session function leaves, by its depth. What is deeper than the notes
// reach is counted only.

const notedCalls = 64

// callSite is where a session function was called; C has no place, a statement no site.
type callSite struct {
	fn *check.Func
	at diag.Span
}

// enterCall goes one level down.
func (fr *frame) enterCall(site *callSite, at *diag.Span) {
	if fr.depth < notedCalls {
		fr.calls[fr.depth] = site
	} else {
		fr.checkDepth(at)
	}
	fr.depth++
}

func (fr *frame) checkDepth(at *diag.Span) {
	if fr.depth >= maxDepth {
		panic(tooDeep(*at))
	}
}

// callers lists the calls that led from depth base to the present one, the innermost
// first. Those that repeat are one line.
func (fr *frame) callers(base int) (list []string) {
	depth := fr.depth
	if depth > notedCalls {
		list = append(list, fmt.Sprintf("%d more calls", depth-notedCalls))
		depth = notedCalls
	}
	times := 1
	for d := depth - 1; d >= base && len(list) < maxCalls; d-- {
		if fr.calls[d] == nil || fr.calls[d].at.Src == nil {
			continue
		}
		if d > base && fr.calls[d-1] == fr.calls[d] && fr.running(d) == fr.running(d-1) {
			times++
			continue
		}
		text := fr.caller(d, fr.calls[d].at)
		if times > 1 {
			text += fmt.Sprintf(", %d times", times)
		}
		list, times = append(list, text), 1
	}
	return list
}

// caller is who runs at a depth, and where it calls.
func (fr *frame) caller(depth int, at diag.Span) string {
	if fn := fr.running(depth); fn != nil {
		return fn.Name + ", " + at.String()
	}
	return at.String()
}

// running is the function that runs at a depth; nil for a statement, or if it is not
// noted.
func (fr *frame) running(depth int) *check.Func {
	if depth == 0 || depth > notedCalls || fr.calls[depth-1] == nil {
		return nil
	}
	return fr.calls[depth-1].fn
}
