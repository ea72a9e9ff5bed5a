package eval

import (
	"cshell/ctypes"
	"cshell/lang/check"
)

// A session function may call setjmp. C's frames are gone when that returns, so the
// call is C's for what it stores (the signal mask), and the jump is ours: the list of
// statements that calls setjmp runs under a landing, from that statement on. A
// longjmp unwinds to it, and the list starts again with that statement, in which
// setjmp now gives the value. C's calls in between end as they do for a longjmp of C.

// jumpMarks is where the marks of landings begin: no pointer, and no small number.
const jumpMarks = 0x6a6d_7062 << 32

// landing is a list of statements that runs and may be jumped into.
type landing struct {
	depth int         // of the function that it belongs to
	marks []jumpMark  // that it has given out
	site  *setjmpSite // the call of setjmp that a jump goes to, until that is reached
	value int64       // what it gives then
}

type jumpMark struct {
	mark uint64
	site *setjmpSite
}

// setjmpSite tells the calls of setjmp in a list apart.
type setjmpSite struct{ _ byte }

// jumpTo is what a longjmp throws.
type jumpTo struct {
	to    *landing
	site  *setjmpSite
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
	c.setsJump = true
	site := &setjmpSite{}
	return ints(ctypes.TInt, func(fr *frame) int64 {
		l := fr.m.landingAt(fr.depth)
		if l != nil && l.site == site {
			l.site = nil
			return l.value
		}
		call.i(fr)
		if l != nil {
			fr.m.marks++
			mark := jumpMarks + fr.m.marks
			fr.m.Host.MarkJump(uintptr(s.img.GPR[0]), mark)
			l.marks = append(l.marks, jumpMark{mark, site})
		}
		return 0
	})
}

// landingAt is the innermost landing, if it belongs to the function that runs.
func (m *Machine) landingAt(depth int) *landing {
	if n := len(m.landings); n > 0 && m.landings[n-1].depth == depth {
		return m.landings[n-1]
	}
	return nil
}

// land makes one statement of a list whose first one calls setjmp. It ends with
// ctlListRun, since the others have run with it.
func land(list []stmt) stmt {
	run := sequence(list)
	return func(fr *frame) ctl {
		l := &landing{depth: fr.depth}
		for {
			k, jumped := runLanding(fr, run, l)
			switch {
			case jumped:
				fr.m.Host.LandJump()
			case k == next:
				return ctlListRun
			default:
				return k
			}
		}
	}
}

// staleJump says where a longjmp wanted to go that has ended a call.
func (m *Machine) staleJump() string {
	if mark, _ := m.Host.Jump(); isJumpMark(mark) {
		return "longjmp to a block that has ended"
	}
	return "longjmp to a function that has returned"
}

// runLanding runs a list until it ends or is jumped into.
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
			fr.restore(mark)
			l.site, l.value, jumped = j.site, j.value, true
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
				panic(jumpTo{l, given.site, int64(value)})
			}
		}
	}
}
