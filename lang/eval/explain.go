package eval

import (
	"fmt"
	"slices"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/objfile"
)

// explain.go says what happened when foreign code did not return; culprit.go
// says whose memory it was about.

// failedCall is a foreign call that did not return.
type failedCall struct {
	at   diag.Span
	name string
	args []Value
	*ctypes.Fault
	calls []caller // where it happened, then the callers in C
}

// caller is a place in C, and how it repeats.
type caller struct {
	inspect.CodePlace
	repeats string
}

func (c caller) String() string { return c.CodePlace.String() + c.repeats }

// explain is the error of a call that ended with f.
func (m *Machine) explain(at diag.Span, name string, args []Value, f *ctypes.Fault) *diag.Error {
	c := &failedCall{at: at, name: name, args: args, Fault: f}
	switch f.Signal {
	case ctypes.SignalExit:
		status := f.Code
		e := diag.Errorf(at, diag.Exit, "foreign code called exit(%d)", status)
		if name != "exit" {
			e.Message += " in " + m.called(c)
		}
		e.Status, e.Function = &status, name
		return e
	case ctypes.SignalThreadExit:
		e := diag.Errorf(at, diag.Exit, "foreign code ended its thread (pthread_exit) in %s", m.called(c))
		e.Function = name
		return e
	case ctypes.SignalStaleJump:
		e := diag.Errorf(at, diag.Fault, "longjmp to a function that has returned, in %s", m.called(c))
		e.Function = name
		return e
	case ctypes.SignalInterrupt:
		e := interrupted(at)
		e.Message = "interrupted in " + m.called(c)
		e.Function = name
		return e
	case ctypes.SignalFreedCallback:
		addr := f.Addr
		e := diag.Errorf(at, diag.Memory, "C called a callback that was deleted, in %s", m.called(c))
		e.Address = &addr
		return e
	}
	return m.explainSignal(c)
}

// ExplainCall says why foreign code did not return (a constructor's fault
// while loading, say): an error of kind fault, exit or interrupt.
func (m *Machine) ExplainCall(at diag.Span, call string, f *ctypes.Fault) *diag.Error {
	return m.explain(at, call, nil, f)
}

// called is the call as C would write it: strcpy(0x7f… <buf>, "text").
func (m *Machine) called(c *failedCall) string {
	shown := make([]string, len(c.args))
	for i, v := range c.args {
		shown[i] = m.showArgument(v)
	}
	return fmt.Sprintf("%s(%s)", c.name, strings.Join(shown, ", "))
}

func (m *Machine) explainSignal(c *failedCall) *diag.Error {
	signal := signalName(c.Signal)
	m.walk(c)
	function, where := c.function(), ""
	for len(c.calls) > 1 && c.Signal == 6 && c.calls[0].Function != "abort" && c.carriesOn() {
		c.calls = c.calls[1:] // what abort does inside
	}
	if len(c.calls) > 0 {
		where = " in " + c.calls[0].String()
	}
	e := diag.Errorf(c.at, diag.Fault, "")
	e.Signal, e.Function = signal, function
	what := m.account(c, e)
	if e.Address != nil {
		signal = fmt.Sprintf("%s at 0x%x", signal, *e.Address)
		if !canonical(*e.Address) {
			signal += " (not canonical)"
		}
	}
	e.Message = fmt.Sprintf("%s %s: %s%s, called as %s", function, what, signal, where, m.called(c))
	if c.Thread != 0 {
		e.Message += fmt.Sprintf(", on thread %d of the library", c.Thread)
	}
	for _, v := range c.args { // what is told now is not to be told again
		if b, _ := m.blockOf(v); b != nil {
			m.Heap.Damage(b.Addr)
		}
	}
	for _, call := range c.calls[min(1, len(c.calls)):] {
		e.Calls = append(e.Calls, call.String())
	}
	return e
}

// signalNames are those of Linux, from 1.
var signalNames = [...]string{
	"SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
	"SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP",
	"SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO",
	"SIGPWR", "SIGSYS",
}

func signalName(n int) string {
	if 0 < n && n <= len(signalNames) {
		return signalNames[n-1]
	}
	return fmt.Sprintf("signal %d", n)
}

// addressed tells whether the signal is about an address: one that somebody
// sent (a code of at most 0) is not.
func addressed(f *ctypes.Fault) bool { return (f.Signal == 11 || f.Signal == 7) && f.Code > 0 }

// walker is what a host may offer: the state of the last fault, for a walk up
// the stack. stackChecker: whether an address means that the C stack ended.
type walker interface {
	FaultState() (regs objfile.Registers, load func(addr uint64) (word uint64, ok bool))
}

type stackChecker interface{ StackOverflow(addr uint64) bool }

// maxCalls is how many callers an error lists, maxWalk how far it looks for them.
const (
	maxCalls = 16
	maxWalk  = 10000
)

// walk finds where it happened, and the calls that led there.
func (m *Machine) walk(c *failedCall) {
	if place, ok := m.codeAt(c.PC); ok && c.PC >= firstPage {
		c.calls = append(c.calls, caller{CodePlace: place})
	}
	w, ok := m.Host.(walker)
	if !ok {
		return
	}
	regs, load := w.FaultState()
	if regs[16] != c.PC {
		return
	}
	chain, whole := m.code.Callers(regs, load, maxWalk)
	folded := inspect.Repeats(chain)
	for i, r := range folded {
		more := !whole && i == len(folded)-1
		if c.addCallers(m, r, more); len(c.calls) > maxCalls {
			break
		}
	}
}

// addCallers lists calls that repeat; more says that they may do so more often.
func (c *failedCall) addCallers(m *Machine, r inspect.Repeat, more bool) {
	for _, pc := range r.Calls {
		if place, ok := m.codeAt(pc - 1); ok {
			place.Offset++
			c.calls = append(c.calls, caller{CodePlace: place})
		}
	}
	if r.Times == 1 || len(c.calls) == 0 {
		return
	}
	text := fmt.Sprintf(", %d times", r.Times)
	if more {
		text += " or more"
	}
	if n := len(r.Calls); n > 1 {
		text = fmt.Sprintf(", and so these %d calls%s", n, text)
	}
	c.calls[len(c.calls)-1].repeats = text
}

// codeAt names a place in code: as the session knows it (what libc chooses for
// the processor at hand, strlen say, has no exported name), or as its file does.
func (m *Machine) codeAt(pc uint64) (place inspect.CodePlace, ok bool) {
	place, ok = m.code.At(pc)
	name, lib, off, known := m.symbolAt(uintptr(pc))
	switch {
	case !ok && known:
		return inspect.CodePlace{Function: name, Library: lib, Offset: uint64(off)}, true
	case known && off == 0 && name != "", place.Function == "" && known && name != "" && m.isCalled(uintptr(pc)-off):
		place.Function, place.Offset = name, uint64(off)
	}
	return place, ok
}

func (m *Machine) isCalled(addr uintptr) bool { return m.names[addr] != "" }

// function is the innermost function that has a name, without those of libc that
// only do as they are told: raise a signal, free a block.
func (c *failedCall) function() string {
	for _, place := range c.calls {
		if place.Function != "" && !carriers[place.Function] && !allocators[place.Function] {
			return place.Function
		}
	}
	return c.name
}

var carriers = map[string]bool{
	"raise": true, "gsignal": true, "pthread_kill": true, "tgkill": true,
	"abort": true, "__assert_fail": true, "__assert": true, "__fortify_fail": true,
	// of libstdc++ and libgcc
	"__cxa_throw": true, "__cxa_rethrow": true, "__cxa_pure_virtual": true, "__gxx_personality_v0": true,
	"_Unwind_RaiseException": true, "_Unwind_Resume": true, "_Unwind_Resume_or_Rethrow": true,
	"std::terminate()": true, "std::unexpected()": true, "__gnu_cxx::__verbose_terminate_handler()": true,
}

var allocators = map[string]bool{
	"free": true, "cfree": true, "realloc": true, "reallocarray": true, "malloc": true, "calloc": true,
}

// account says what the function did wrong, as the verb of the message: "wrote 1
// byte past the end of …".
func (m *Machine) account(c *failedCall, e *diag.Error) string {
	switch {
	case c.Signal == 11 && m.overflowed(c):
		e.Address = &c.Addr
		return "overflowed the stack (stack overflow)"
	case addressed(c.Fault):
		return m.touched(c, e)
	case c.Signal == 6:
		return m.aborted(c, e)
	case c.Code <= 0:
		return "raised a signal"
	case c.Signal == 8 && c.Code == integerDivision:
		return "did a division by zero, or one that overflows"
	}
	if what := misdeeds[c.Signal]; what != "" {
		return what
	}
	return "ended"
}

const integerDivision = 1 // FPE_INTDIV

var misdeeds = map[int]string{
	4:  "executed an illegal instruction",
	5:  "hit a breakpoint",
	8:  "did forbidden arithmetic",
	31: "made a forbidden system call",
}

func (m *Machine) overflowed(c *failedCall) bool {
	s, ok := m.Host.(stackChecker)
	return ok && s.StackOverflow(c.Addr)
}

// aborted: libc says why on standard error; memory of the shell that was handed
// over may be the reason.
func (m *Machine) aborted(c *failedCall, e *diag.Error) string {
	if what := m.freed(c, e); what != "" {
		return what
	}
	if c.allocates() {
		return "aborted, since libc found its heap damaged or a pointer that it never gave out"
	}
	switch {
	case c.through("__cxa_pure_virtual"):
		return "called a pure virtual function of C++"
	case c.through("__cxa_throw"), c.through("__cxa_rethrow"):
		return "threw a C++ exception that nobody catches"
	}
	return "aborted"
}

// freed: a function of the heap was given memory of the shell.
func (m *Machine) freed(c *failedCall, e *diag.Error) string {
	if !c.allocates() {
		return ""
	}
	for _, v := range c.args {
		b, off := m.blockOf(v)
		switch {
		case b != nil && b.Func != "":
			e.Block = blockName(b)
			return "freed " + inBlock(c.at, b, off) + dead(b)
		case b != nil && b.Freed:
			e.Block = blockName(b)
			return "freed " + inBlock(c.at, b, off) + ", which was freed already"
		case b != nil:
			e.Block = blockName(b)
			return "freed " + inBlock(c.at, b, off) + ", which belongs to the shell"
		case !v.IsVoid() && ctypes.IsPointer(v.Type) && m.main.stack.Owns(uintptr(v.Uint())):
			return "freed a temporary of a session function"
		}
	}
	return ""
}

// allocates tells whether the heap of libc is at work.
func (c *failedCall) allocates() bool {
	if allocators[c.name] {
		return true
	}
	return slices.ContainsFunc(c.calls, func(p caller) bool { return allocators[p.Function] })
}

// through tells whether a function is among the calls.
func (c *failedCall) through(function string) bool {
	return slices.ContainsFunc(c.calls, func(p caller) bool { return p.Function == function })
}

// carriesOn tells whether the calls behind the innermost still name abort.
func (c *failedCall) carriesOn() bool {
	return slices.ContainsFunc(c.calls[1:], func(p caller) bool { return p.Function == "abort" })
}

// showArgument is an argument in a message: short, texts quoted, memory with a
// name by that.
func (m *Machine) showArgument(v Value) string {
	if v.IsVoid() {
		return "…"
	}
	if name := m.nameOfTarget(v); name != "" {
		return fmt.Sprintf("0x%x %s", v.Uint(), name)
	}
	text := m.printer(argumentLimit).Echo(m.shown(v))
	if i := strings.IndexByte(text, '"'); i > 0 && ctypes.IsPointer(v.Type) {
		text = text[i:]
		if end := strings.LastIndex(text, `" … `); end > 0 {
			text = text[:end+1] + "…"
		}
	}
	return text
}

const argumentLimit = 14

// nameOfTarget is <buf+4> for a pointer into memory of the shell that has a name.
func (m *Machine) nameOfTarget(v Value) string {
	b, off := m.blockOf(v)
	switch {
	case b == nil || b.Name == "":
		return ""
	case off == 0:
		return "<" + b.Name + ">"
	}
	return fmt.Sprintf("<%s%+d>", b.Name, off)
}
