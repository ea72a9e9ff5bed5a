package eval

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/native/mem"
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

	restored string       // what it had overwritten, as account says it
	unowned  *blockPlaced // what glibc looked for the owner of, to free it
}

// caller is a place in C, and how it repeats.
type caller struct {
	inspect.CodePlace
	repeats string
}

func (c caller) String() string { return c.CodePlace.String() + c.repeats }

// explain is the error of a call that ended with f.
func (m *Machine) explain(at diag.Span, name string, args []Value, f *ctypes.Fault) *diag.Error {
	c := &failedCall{at: at, name: name, args: args, Fault: f, restored: m.restored()}
	switch f.Signal {
	case ctypes.SignalExit:
		status := f.Code
		e := diag.Errorf(at, diag.Exit, "foreign code called exit(%d)", status)
		if name != "exit" {
			e.Message += " in " + m.called(c)
		}
		e.Message += c.onThread()
		e.Status, e.Function = &status, name
		return e
	case ctypes.SignalThreadExit:
		e := diag.Errorf(at, diag.Exit, "foreign code ended its thread (pthread_exit) in %s", m.called(c))
		e.Function = name
		return e
	case ctypes.SignalStaleJump:
		e := diag.Errorf(at, diag.Fault, "%s, in %s", m.staleJump(), m.called(c))
		e.Function = name
		return e
	case ctypes.SignalOtherStack:
		e := diag.Errorf(at, diag.Fault, "C called back on another stack (of makecontext, sigaltstack or coroutines), where session functions cannot run, in %s", m.called(c))
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
	m.walk(c)
	m.noteUnowned(c)
	signal := described(c.Signal)
	function, where := c.function(), ""
	if c.restored != "" {
		function = c.name // of which the calls above are a part
	}
	for len(c.calls) > 1 && c.Signal == sigAbort && c.calls[0].Function != "abort" && c.carriesOn() {
		c.calls = c.calls[1:] // what abort does inside
	}
	if len(c.calls) > 0 {
		where = " in " + c.calls[0].String()
	}
	e := diag.Errorf(c.at, diag.Fault, "")
	e.Signal, e.Function = signalName(c.Signal), function
	if c.arrived() && c.restored == "" {
		if where == "" {
			where = " in " + function
		}
		e.Message = fmt.Sprintf("%s%s%s, called as %s%s; it would have ended a C program", signal, c.sender(), where, m.called(c), c.onThread())
		e.Calls = c.callers()
		return withHandlerHint(e, c.Signal)
	}
	what := m.account(c, e)
	if e.Address != nil {
		signal = fmt.Sprintf("%s at 0x%x", signal, *e.Address)
		if !canonical(*e.Address) {
			signal += " (not canonical)"
		}
	}
	subject := function
	if subject == "" {
		subject = "a thread"
	}
	e.Message = fmt.Sprintf("%s %s: %s%s, called as %s%s", subject, what, signal, where, m.called(c), c.onThread())
	for _, v := range c.args { // what is told now is not to be told again
		if b, _ := m.blockOf(v); b != nil {
			m.Heap.Damage(b.Addr)
		}
	}
	e.Calls = c.callers()
	return withHandlerHint(e, c.Signal)
}

// callers are the calls that led to where it happened.
func (c *failedCall) callers() (lines []string) {
	for _, call := range c.calls[min(1, len(c.calls)):] {
		lines = append(lines, call.String())
	}
	return lines
}

// onThread names the thread where it is not the evaluating one.
func (c *failedCall) onThread() string {
	if c.Thread == 0 {
		return ""
	}
	return fmt.Sprintf(", on thread %d of the library", c.Thread)
}

// addressed tells whether the signal is about an address: one that somebody
// sent (a code of at most 0) is not.
func addressed(f *ctypes.Fault) bool { return (f.Signal == 11 || f.Signal == 7) && f.Code > 0 }

// walker is what a host may offer: the state of the last fault, for a walk up
// the stack. stackChecker: whether an address means that the C stack ended.
type walker interface {
	FaultState() (regs objfile.Registers, load func(addr uint64) (word uint64, ok bool))
}

type stackChecker interface {
	StackOverflow(addr uint64) bool
	// TakeRestored says, once, that the call had overwritten what is above its stack,
	// or changed the FS register.
	TakeRestored() (stack, register bool)
}

// maxCalls is how many callers an error lists, maxWalk how far it looks for them.
const (
	maxCalls = 16
	maxWalk  = 10000
)

// walk finds where it happened, and the calls that led there.
func (m *Machine) walk(c *failedCall) {
	if place, ok := m.codeAt(c.PC); ok && !c.astray() {
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

// astray tells whether PC is where no code is: what jumped there was the caller.
func (c *failedCall) astray() bool {
	return c.PC < firstPage || c.Access == ctypes.AccessExecute && c.PC == c.Addr
}

// addCallers lists calls that repeat; more says that they may do so more often.
func (c *failedCall) addCallers(m *Machine, r inspect.Repeat[uint64], more bool) {
	for _, pc := range r.Calls {
		if place, ok := m.codeAt(pc - 1); ok {
			place.Offset++
			c.calls = append(c.calls, caller{CodePlace: place})
		}
	}
	if text := howOften(r, more); text != "" && len(c.calls) > 0 {
		c.calls[len(c.calls)-1].repeats = text
	}
}

// howOften is said behind the last of calls that repeat, and nothing of others.
func howOften[T any](r inspect.Repeat[T], more bool) string {
	if r.Times == 1 {
		return ""
	}
	text := fmt.Sprintf(", %d times", r.Times)
	if more {
		text += " or more"
	}
	if n := len(r.Calls); n > 1 {
		text = fmt.Sprintf(", and so these %d calls%s", n, text)
	}
	return text
}

// codeAt names a place in code: as the session knows it, or as its file does.
func (m *Machine) codeAt(pc uint64) (place inspect.CodePlace, ok bool) {
	place, ok = m.code.At(pc)
	if !ok {
		name, lib, off, known := m.Host.SymbolAt(uintptr(pc))
		return inspect.CodePlace{Function: objfile.Readable(name), Library: lib, Offset: uint64(off)}, known
	}
	start := pc - place.Offset
	if place.Function == "" {
		if start, ok = m.code.FunctionStart(pc); !ok {
			return place, true
		}
	}
	name := m.names[uintptr(start)]
	if name == "" && place.Function == "" {
		name = m.chosenAt(place.Library, uintptr(start), pc)
	}
	if name != "" {
		place.Function, place.Offset = objfile.Readable(name), pc-start
	}
	return place, true
}

// chosenAt names a function that its library has chosen for the processor at hand
// (strlen, memcpy), and that is in no table under that name.
func (m *Machine) chosenAt(library string, start uintptr, pc uint64) string {
	names, known := m.chosen[library]
	if !known {
		names = map[uintptr]string{}
		for _, name := range m.code.Indirect(pc) {
			if addr, ok := m.Host.Symbol(0, name); ok && names[addr] == "" {
				names[addr] = name
			}
		}
		m.chosen[library] = names
	}
	return names[start]
}

// function is the innermost function that a user can know: it has a name, and is
// none of those that only do as they are told (raise a signal, free a block) or are
// of the C library's inside. On a thread of a library there may be none.
func (c *failedCall) function() string {
	for _, place := range c.calls {
		if place.Function != "" && !carriers[place.Function] && !allocators[place.Function] && !place.internal() {
			return place.Function
		}
	}
	if c.Thread != 0 {
		return ""
	}
	return c.name
}

var carriers = map[string]bool{
	"raise": true, "gsignal": true, "pthread_kill": true, "tgkill": true, "abort": true,
	"std::terminate()": true, "std::unexpected()": true, "__gnu_cxx::__verbose_terminate_handler()": true,
}

var allocators = map[string]bool{
	"free": true, "cfree": true, "realloc": true, "reallocarray": true, "malloc": true, "calloc": true,
}

// internal tells the functions that compilers and the C library call: their names
// are reserved (C17, 7.1.3).
func (c caller) internal() bool {
	return strings.HasPrefix(c.Function, "_") && slices.ContainsFunc(implementation, func(library string) bool {
		return strings.HasPrefix(c.Library, library)
	})
}

// implementation are the libraries that reserved names belong to.
var implementation = []string{"libc.", "libm.", "libpthread.", "ld-", "libgcc_s.", "libstdc++."}

// account says what the function did wrong, as the verb of the message: "wrote 1
// byte past the end of …".
func (m *Machine) account(c *failedCall, e *diag.Error) string {
	switch {
	case c.restored != "":
		if addressed(c.Fault) && c.Addr != 0 {
			e.Address = &c.Addr
		}
		return c.restored
	case c.Signal == 11 && m.overflowed(c):
		e.Address = &c.Addr
		return "overflowed the stack (stack overflow)"
	case addressed(c.Fault):
		return m.touched(c, e)
	case c.Signal == sigAbort:
		return m.aborted(c, e)
	case c.raised():
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

func (m *Machine) restored() (did string) {
	if s, ok := m.Host.(stackChecker); ok {
		switch stack, register := s.TakeRestored(); {
		case stack:
			return "overwrote the stack of its callers and the thread's own data, which are put back"
		case register:
			return "changed the FS register, which the thread is known by; it is put back"
		}
	}
	return ""
}

// aborted: libc says why on standard error; memory of the shell that was handed
// over may be the reason.
func (m *Machine) aborted(c *failedCall, e *diag.Error) string {
	words := m.lastWords()
	if what := m.freed(c, e, words); what != "" {
		return what
	}
	switch {
	case words != "":
		return "aborted (" + words + ")"
	case c.allocates():
		return "aborted, since libc found its heap damaged or a pointer that it never gave out"
	case c.through("__cxa_pure_virtual"):
		return "called a pure virtual function of C++"
	case c.through("__cxa_throw"), c.through("__cxa_rethrow"):
		return "threw a C++ exception that nobody catches"
	}
	return "aborted"
}

// lastWords is, once, what glibc has said on standard error before it aborted: of an
// assertion, of damage to its heap, of a buffer that ran over.
func (m *Machine) lastWords() string {
	const sizeBytes = 4 // struct abort_msg_s: its size, then the text
	at, ok := m.Host.Symbol(0, "__abort_msg")
	if !ok {
		return ""
	}
	var pointer [8]byte
	m.Host.Read(at, pointer[:])
	said := uintptr(binary.NativeEndian.Uint64(pointer[:]))
	if said == 0 {
		return ""
	}
	text := make([]byte, 512)
	text = text[:m.Host.Read(said+sizeBytes, text)]
	end := bytes.IndexAny(text, "\x00\n")
	if end <= 0 {
		return ""
	}
	mem.Store8(said+sizeBytes, 0)
	words := strings.TrimPrefix(string(text[:end]), filepath.Base(os.Args[0])+": ")
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(words, "*** "), " ***: terminated"), ".")
}

// allocates tells whether the heap of libc is at work.
func (c *failedCall) allocates() bool {
	if allocators[c.name] {
		return true
	}
	return c.throughAny(allocators)
}

// throughAny tells whether one of the functions is among the calls.
func (c *failedCall) throughAny(functions map[string]bool) bool {
	return slices.ContainsFunc(c.calls, func(p caller) bool { return functions[p.Function] })
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
	if b, off := m.blockOf(v); b != nil && off == 0 && b.Text != "" && strings.IndexByte(b.Text, 0) == len(b.Text)-1 {
		return inspect.LiteralOf(b.Text, argumentLimit) // as it was, whatever C has made of it
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
