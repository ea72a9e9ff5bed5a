package eval

import (
	"fmt"

	"cshell/diag"
	"cshell/inspect"
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

// sessionCall is who calls, nil for a statement, and where.
type sessionCall struct {
	by *check.Func
	at diag.Span
}

func (c sessionCall) String() string {
	if c.by != nil {
		return c.by.Name + ", " + c.at.String()
	}
	return c.at.String()
}

// callers lists the calls that led from depth base to the present one, the innermost
// first.
func (fr *frame) callers(base int) (list []string) {
	depth := fr.depth
	if depth > notedCalls {
		list = append(list, fmt.Sprintf("%d more calls", depth-notedCalls))
		depth = notedCalls
	}
	var chain []sessionCall
	for d := depth - 1; d >= base; d-- {
		if site := fr.calls[d]; site != nil && site.at.Src != nil {
			chain = append(chain, sessionCall{fr.running(d), site.at})
		}
	}
	for _, r := range inspect.Repeats(chain) {
		for _, call := range r.Calls {
			list = append(list, call.String())
		}
		list[len(list)-1] += howOften(r, false)
		if len(list) >= maxCalls {
			break
		}
	}
	return list
}

// running is the function that runs at a depth; nil for a statement, or if it is not
// noted.
func (fr *frame) running(depth int) *check.Func {
	if depth == 0 || depth > notedCalls || fr.calls[depth-1] == nil {
		return nil
	}
	return fr.calls[depth-1].fn
}
