package eval

import (
	"cshell/ctypes"
	"cshell/lang/check"
)

// A session function may call setjmp. C's frames are gone when that returns, so the
// call is C's for what it stores (the signal mask), and the jump is ours: a function
// that calls setjmp runs under a landing. A longjmp unwinds to it, and the function
// runs again, straight to the statement that calls setjmp, which now gives the value
// (see resume.go). C's calls in between end as they do for a longjmp of C.

// jumpMarks is where the marks of landings begin: no pointer, and no small number.
const jumpMarks = 0x6a6d_7062 << 32

// landing is a function, or a statement outside of functions, that runs and may be
// jumped into.
type landing struct {
	depth int         // of the function
	marks []jumpMark  // that it has given out, one for each site
	site  *setjmpSite // the call of setjmp that a jump goes to, until that is reached
	value int64       // what it gives then
}

type jumpMark struct {
	mark   uint64
	site   *setjmpSite
	locals int // when setjmp was called last
}

// setjmpSite is a call of setjmp, by its number among those of its function.
type setjmpSite struct{ number int }

// jumpTo is what a longjmp throws.
type jumpTo struct {
	to    *landing
	mark  jumpMark
	value int64
}

// callsSetjmp says whether a function is one of setjmp's names.
func callsSetjmp(fn check.Expr) bool {
	sym, ok := fn.(*check.Symbol)
	if !ok {
		return false
	}
	switch sym.Name {
	case "setjmp", "_setjmp", "sigsetjmp", "__sigsetjmp":
		return true
	}
	return false
}

// setjmp makes a call of C's setjmp one that the session can be jumped back to.
func (c *compiler) setjmp(s *foreign, call node) node {
	site := &setjmpSite{c.setjmps}
	c.setjmps++
	return ints(ctypes.TInt, func(fr *frame) int64 {
		l := fr.m.landingAt(fr.depth)
		if l != nil && l.site == site {
			l.site = nil
			return l.value
		}
		call.i(fr)
		if l != nil {
			fr.m.Host.MarkJump(uintptr(s.img.GPR[0]), l.markOf(site, fr))
		}
		return 0
	})
}

// markOf is the mark of a call of setjmp in this landing.
func (l *landing) markOf(site *setjmpSite, fr *frame) uint64 {
	for i := range l.marks {
		if m := &l.marks[i]; m.site == site {
			m.locals = len(fr.locals)
			return m.mark
		}
	}
	fr.m.marks++
	l.marks = append(l.marks, jumpMark{jumpMarks + fr.m.marks, site, len(fr.locals)})
	return jumpMarks + fr.m.marks
}

// landingAt is the innermost landing, if it belongs to the function that runs.
func (m *Machine) landingAt(depth int) *landing {
	if n := len(m.landings); n > 0 && m.landings[n-1].depth == depth {
		return m.landings[n-1]
	}
	return nil
}

// land makes what calls setjmp one that can be jumped into.
func land(run stmt) stmt {
	return func(fr *frame) ctl {
		l := &landing{depth: fr.depth}
		for {
			k, jumped := runLanding(fr, run, l)
			if !jumped {
				return k
			}
			fr.m.Host.LandJump()
		}
	}
}

// staleJump says where a longjmp wanted to go that has ended a call.
func (m *Machine) staleJump() string {
	if mark, _ := m.Host.Jump(); isJumpMark(mark) {
		return "longjmp to a function or statement that has ended"
	}
	return "longjmp to a function that has returned"
}

// runLanding runs a function until it ends or is jumped into.
func runLanding(fr *frame, run stmt, l *landing) (k ctl, jumped bool) {
	mark, outer := fr.save(), len(fr.m.landings)
	fr.m.landings = append(fr.m.landings, l)
	defer func() {
		fr.m.landings = fr.m.landings[:outer]
		if r := recover(); r != nil {
			j, ok := r.(jumpTo)
			if !ok || j.to != l {
				panic(r)
			}
			mark.locals = max(mark.locals, j.mark.locals)
			fr.restore(mark)
			l.site, l.value, jumped = j.mark.site, j.value, true
		}
	}()
	return run(fr), false
}

// isJumpMark tells marks, dead ones too, from what C leaves in their place.
func isJumpMark(mark uint64) bool { return mark&^0xffff_ffff == jumpMarks }

// jump throws the longjmp that has ended a call, if it goes to a landing.
func (m *Machine) jump() {
	mark, value := m.Host.Jump()
	if value == 0 {
		value = 1
	}
	for _, l := range m.landings {
		for _, given := range l.marks {
			if given.mark == mark {
				panic(jumpTo{l, given, int64(value)})
			}
		}
	}
}
