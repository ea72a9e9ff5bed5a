package eval

import (
	"cshell/diag"
	"cshell/lang/check"
)

// A function that a longjmp goes to runs again, but straight to the call of setjmp:
// each statement around it goes on with the part that has the call. The statements
// here are those that have one; others are compiled without a thought of it.

// setjmps are the calls of setjmp in a piece of code, by their numbers.
type setjmps struct{ from, to int }

func (s setjmps) any() bool { return s.to > s.from }

// resumes says whether the running function is on its way to one of these calls.
func (s setjmps) resumes(fr *frame) bool {
	l := fr.m.landingAt(fr.depth)
	return l != nil && l.site != nil && s.from <= l.site.number && l.site.number < s.to
}

// part compiles a statement and gives the calls of setjmp in it.
func (c *compiler) part(s check.Stmt) (run stmt, has setjmps) {
	from := c.setjmps
	run = c.stmt(s)
	return run, setjmps{from, c.setjmps}
}

// parts compiles the statements of a list. The second result is nil where none of
// them calls setjmp.
func (c *compiler) parts(list []check.Stmt) (out []stmt, has []setjmps) {
	from := c.setjmps
	out, has = make([]stmt, len(list)), make([]setjmps, len(list))
	for i, s := range list {
		out[i], has[i] = c.part(s)
	}
	if c.setjmps == from {
		return out, nil
	}
	return out, has
}

// resumed is the statement of a list to go on with.
func resumed(fr *frame, has []setjmps) (i int, ok bool) {
	for i := range has {
		if has[i].resumes(fr) {
			return i, true
		}
	}
	return 0, false
}

// inOrder compiles statements that run one behind the other.
func (c *compiler) inOrder(list []check.Stmt) stmt {
	out, has := c.parts(list)
	if has == nil {
		return sequence(out)
	}
	return func(fr *frame) ctl {
		first, _ := resumed(fr, has)
		for _, s := range out[first:] {
			if k := s(fr); k != next {
				return k
			}
		}
		return next
	}
}

// resumeIn goes to one of two parts of a statement, or runs it.
func resumeIn(run, a stmt, inA setjmps, b stmt, inB setjmps) stmt {
	if !inA.any() && !inB.any() {
		return run
	}
	return func(fr *frame) ctl {
		switch {
		case inA.resumes(fr):
			return a(fr)
		case inB.resumes(fr):
			return b(fr)
		}
		return run(fr)
	}
}

// loopParts are a loop whose parts call setjmp.
type loopParts struct {
	first              stmt
	goOn               func(*frame) bool
	after              func(*frame)
	body               stmt
	until              bool // the condition is tested behind the body
	inCond, inPost, in setjmps
	at                 diag.Span
}

// run is the loop.
func (l *loopParts) run(fr *frame) ctl {
	type place int
	const (
		cond place = iota
		body
		post
	)
	here := cond
	switch {
	case l.inCond.resumes(fr):
	case l.in.resumes(fr):
		here = body
	case l.inPost.resumes(fr):
		here = post
	default:
		l.first(fr)
		if l.until {
			here = body
		}
	}
	for {
		switch here {
		case cond:
			if !l.goOn(fr) {
				return next
			}
			here = body
		case body:
			fr.poll(&l.at)
			if k := l.body(fr); k == ctlBreak {
				return next
			} else if k == ctlReturn {
				return k
			}
			here = post
		case post:
			l.after(fr)
			here = cond
		}
	}
}
