package eval

import (
	"errors"

	"cshell/diag"
	"cshell/native/mem"
)

// frame is the state of one thread of evaluation. A call of a session function
// slides its windows up and back; nothing is allocated.
type frame struct {
	m *Machine
	activation
	ret  uint64   // the scalar result: payload, or float64 bits
	wide wideBits // the wide result

	slots  []uint64 // the stack of windows
	stack  mem.Stack
	locals []*mem.Block // of the functions that run, the innermost's last
	calls  [notedCalls]*callSite
	tick   uint32

	// What is touched at the moment through a pointer that is not ours, for
	// the error if that faults.
	site    *site
	touched uintptr
}

// activation is what a call changes and gives back.
type activation struct {
	s     []uint64 // slots of the running function
	mem   uintptr  // its variables that live in memory
	tmp   uintptr  // its temporaries
	into  uintptr  // where its record result goes
	top   int      // first free slot
	depth int
}

type wideBits = [4]uint64

const (
	maxDepth = 10_000  // levels of session functions
	fewSlots = 1 << 11 // slots that most sessions are content with
	maxSlots = 1 << 18 // slots of all of them
	tickMask = 255     // a loop looks for an interrupt once in so many rounds
)

func newFrame(m *Machine) *frame {
	return &frame{m: m, slots: make([]uint64, fewSlots)}
}

// frameMark is what an error unwinds to.
type frameMark struct {
	activation
	stack  uintptr
	locals int
}

func (fr *frame) save() frameMark { return *fr.mark() }

// mark is save without a copy, for callbacks.
func (fr *frame) mark() *frameMark {
	return &frameMark{fr.activation, fr.stack.Mark(), len(fr.locals)}
}

func (fr *frame) restore(k frameMark) {
	fr.activation = k.activation
	fr.stack.Pop(k.stack)
	fr.endLocals(k.locals) // damage is not told: another error is under way
	fr.site = nil
}

// layout is what a function or a statement needs of a frame.
type layout struct {
	slots      int
	vars, temp int64 // bytes
}

// window reserves slots above the current ones; fr.s stays as it is, so that
// arguments can be computed into the window.
func (fr *frame) window(n int) []uint64 {
	if fr.top+n > len(fr.slots) {
		fr.moreSlots(n)
	}
	w := fr.slots[fr.top : fr.top+n : fr.top+n]
	fr.top += n
	return w
}

// moreSlots leaves the windows that are in use where they are: those who use them
// hold them, and fr.slots is for those to come.
func (fr *frame) moreSlots(n int) {
	if fr.top+n > maxSlots {
		panic(tooDeep(diag.Span{}))
	}
	fr.slots = make([]uint64, maxSlots)
}

// enter makes w the window of what runs next and gives it memory.
func (fr *frame) enter(w []uint64, l layout, site *callSite, at *diag.Span) {
	fr.enterCall(site, at)
	fr.s = w
	if l.vars|l.temp == 0 {
		return
	}
	base, err := fr.stack.Push(l.vars + l.temp)
	if err != nil {
		panic(stackError(*at, err))
	}
	fr.mem, fr.tmp = base, base+uintptr(l.vars)
}

// enterTop prepares for a statement outside functions; restore undoes it.
func (fr *frame) enterTop(c *compiler) {
	l := c.layout()
	w := fr.window(l.slots)
	clear(w)
	fr.enter(w, l, nil, &diag.Span{})
	fr.makeLocals(c.blocks)
}

func stackError(at diag.Span, err error) *diag.Error {
	if errors.Is(err, mem.ErrStackOverflow) {
		return tooDeep(at)
	}
	return diag.Errorf(at, diag.Limit, "%v", err)
}

// poll panics when the user has asked for an end. It is small enough to be
// inlined into loops.
func (fr *frame) poll(at *diag.Span) {
	if fr.tick++; fr.tick&tickMask == 0 {
		fr.look(at)
	}
}

func (fr *frame) look(at *diag.Span) {
	if fr.m.Host.Interrupted() {
		fr.m.Host.ClearInterrupt()
		panic(fr.m.Interrupted(*at))
	}
	fr.m.heed(*at)
}
