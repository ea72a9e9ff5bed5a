package eval

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/lang/check"
	"cshell/native/mem"
)

// Config is what a Machine works with.
type Config struct {
	Host     Host
	Heap     *mem.Heap
	Out, Err io.Writer
	JSON     bool       // echo and print as JSON, one object a line
	Elements int        // elements or characters that an echo shows; 0 is all
	Errno    *check.Var // the variable errno (Env.Errno)

	// Load, FindLibrary and Symbols do what the builtins of these names do;
	// name "" is the program itself. Libraries are the loaded ones in the
	// order in which an unqualified symbol is searched.
	Load        func(name string) (*check.Library, error)
	FindLibrary func(name string) (path string, ok bool)
	Symbols     func(*check.Library) ([]string, error)
	Libraries   func() []*check.Library
	// Formerly is the library that was at an address until it was unloaded, or "".
	Formerly func(addr uintptr) string

	// CallbackFailed, if set, is called when an error is pending, on the thread
	// of the callback: it must not wait.
	CallbackFailed func()

	// Trace, if set, is told of foreign calls.
	Trace Tracer
	// FreshLine, if set, is what takes a terminal to the start of a line; an
	// echo writes it where C may have left the line unfinished.
	FreshLine func() string
	// Width, if set, is how wide the terminal is that echoes go to: wider ones
	// are broken into rows, unless Flat.
	Width func() int
	Flat  bool
	// Radix is in which an echo shows integers: 2, 8, 16; 0 and 10 are decimal.
	Radix int
	// Paint, if set, colours an echo.
	Paint func(echo string) string
	// Describe, if set, says what an address belongs to, brackets included:
	// "<arr+4>". It is asked for pointers that an echo shows.
	Describe func(addr uintptr) string
}

// Machine runs checked statements. One goroutine at a time may use it; C may
// call back on any thread.
type Machine struct {
	Config
	out      output
	main     *frame // of the evaluating thread
	literals map[string]uintptr
	messages []string            // the literals that only errors have made, oldest first
	pinned   map[uintptr]bool    // starts of blocks that free must not free
	bound    map[uintptr]bool    // starts of blocks that are a variable's own (x = buffer(9))
	entries  map[uintptr]*server // by C addresses of session functions
	errno    uintptr
	ranC     bool    // C has run since the innermost callback began
	history  []Value // $1 is history[0]
	last     int     // what _ is; 0 for nothing yet
	objects  []any   // lists, libraries and errors in locals
	symbols  map[symbolKey]uintptr
	names    map[uintptr]string            // the names by which symbols were looked up
	chosen   map[string]map[uintptr]string // by library: see chosenAt
	epoch    int                           // counts ForgetSymbols: call sites look their function up again
	users    map[*check.Var][]*code        // functions that embed a variable
	Replay   bool                          // statements that call fail with ErrNotReplayed
	lastCall *foreign                      // that has returned, in this statement
	stopping atomic.Bool                   // interrupts are not to be caught
	guarded  int                           // locals that got guard pages in this statement
	code     inspect.CodeMap               // names and callers of code, for errors
	landings []*landing                    // of lists that run, the innermost last
	marks    uint64                        // of landings, given out so far
	pending  any                           // what a callback threw, until the call that led to it returns
}

// ErrNotReplayed is the error of a statement that would call, while Replay is on.
var ErrNotReplayed = errors.New("calls are not replayed")

// ExitRequest is what Exec returns when the shell's exit was called.
type ExitRequest struct{ Status int }

func (e *ExitRequest) Error() string { return fmt.Sprintf("exit %d", e.Status) }

// New makes a machine over cfg.
func New(cfg Config) *Machine {
	m := &Machine{
		Config:   cfg,
		literals: map[string]uintptr{},
		pinned:   map[uintptr]bool{},
		bound:    map[uintptr]bool{},
		entries:  map[uintptr]*server{},
		symbols:  map[symbolKey]uintptr{},
		names:    map[uintptr]string{},
		chosen:   map[string]map[uintptr]string{},
		users:    map[*check.Var][]*code{},
	}
	m.out.to = cfg.Out
	m.main = newFrame(m)
	m.placeErrno()
	return m
}

func (m *Machine) placeErrno() {
	if m.Errno == nil {
		m.Errno = &check.Var{Name: "errno", Type: ctypes.TInt, Live: true}
	}
	m.ownVariable(diag.Span{}, m.Errno, 4)
	m.errno = m.Errno.Addr
}

// Exec compiles and runs one statement. The error is a *diag.Error or an
// *ExitRequest. Whatever was printed has been written when it returns.
func (m *Machine) Exec(s check.Stmt) (err error) {
	defer m.end()
	mark := m.main.save()
	defer m.rescue(s.Span(), mark, &err)
	c := newCompiler(m, nil)
	run := c.stmt(s)
	if c.setjmps > 0 {
		run = land(run)
	}
	m.begin(c, s.Span())
	run(m.main)
	m.finish(mark, s.Span())
	return nil
}

// begin prepares for what has been compiled.
func (m *Machine) begin(c *compiler, at diag.Span) {
	m.heed(at)
	m.Host.Begin()
	m.guarded = 0
	m.main.enterTop(c)
}

// finish is for what has run well: damage that it did is told.
func (m *Machine) finish(mark frameMark, at diag.Span) {
	m.main.leaveLocals(mark.locals, &at)
	m.main.restore(mark)
	m.afterCalls(at)
	m.heed(at)
}

// end is deferred: everything printed is out.
func (m *Machine) end() {
	m.flushOwn()
	m.Host.End()
}

// sweepLimit is how many blocks are looked at behind a statement: 5 ns each.
const sweepLimit = 256

// afterCalls looks what a statement's foreign calls left behind.
func (m *Machine) afterCalls(at diag.Span) {
	last := m.lastCall
	if last == nil {
		return
	}
	m.lastCall = nil
	if over := m.sweep(at); over != nil {
		e := overrun(at, over.Block, over)
		e.Message += ", noticed after a call of " + last.x.Name
		panic(e)
	}
}

// sweep looks around the blocks. One whose memory is not there any more is told
// once.
func (m *Machine) sweep(at diag.Span) *mem.OverrunError {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		if addr, ok := r.(interface{ Addr() uintptr }); ok {
			if b := m.Heap.Near(addr.Addr()); b != nil && !b.Freed {
				b.Lost = true
				panic(lostBlock(at, b))
			}
		}
		panic(r)
	}()
	return m.Heap.Sweep(sweepLimit)
}

// Eval computes an expression for a command. The value of a record, array or
// slice is its memory, not a copy, unless it is a temporary.
func (m *Machine) Eval(x check.Expr) (v Value, err error) {
	defer m.end()
	mark := m.main.save()
	defer m.rescue(x.Span(), mark, &err)
	c := newCompiler(m, nil)
	get := c.boxed(x)
	m.begin(c, x.Span())
	v = get(m.main)
	if !isPlace(x) {
		v = m.keep(v)
	}
	m.main.restore(mark)
	return v, nil
}

// Place is the address of an lvalue in memory (:inspect, :dump); ok is false
// for any other expression.
func (m *Machine) Place(x check.Expr) (addr uintptr, ok bool, err error) {
	mark := m.main.save()
	defer m.rescue(x.Span(), mark, &err)
	c := newCompiler(m, nil)
	if !isPlace(x) {
		return 0, false, nil
	}
	p := c.place(x, useAddress)
	if p.slot >= 0 {
		return 0, false, nil
	}
	m.main.enterTop(c)
	addr = p.address()(m.main)
	m.main.restore(mark)
	return addr, true, nil
}

// ReadVar gives the value of a scalar session variable.
func (m *Machine) ReadVar(v *check.Var) (ctypes.Value, bool) {
	if v.Store != check.SessionVar || v.Addr == 0 || v.Dead || !ctypes.IsScalar(v.Type) {
		return ctypes.Value{}, false
	}
	return readValue(v.Type, v.Addr), true
}

// VarValue boxes any session variable as it is now.
func (m *Machine) VarValue(v *check.Var) Value {
	if s, ok := isSlice(v.Type); ok {
		return slice(s.Elem, v.Addr, v.Len)
	}
	switch repOf(v.Type) {
	case repAny:
		return boxObject(v.Type, v.Object)
	case repObject:
		return object(v.Type, v.Addr)
	}
	return scalar(readValue(v.Type, v.Addr))
}

// NewVar makes a live session variable of zeroed memory, for what the shell
// itself declares (argc, argv).
func (m *Machine) NewVar(name string, t ctypes.Type) *check.Var {
	v := &check.Var{Name: name, Type: t, Live: true}
	m.ownVariable(diag.Span{}, v, t.Size())
	return v
}

// Text is session memory that holds s and a NUL.
func (m *Machine) Text(s string) uintptr { return m.literal(append([]byte(s), 0)) }

// CEntry is the C address of a session function, made on first need.
func (m *Machine) CEntry(fn *check.Func) (addr uintptr, err error) {
	defer m.rescue(fn.At, m.main.save(), &err)
	return m.entry(fn, fn.At), nil
}

// ForgetSymbols drops resolved addresses; call it after a library is closed or
// loaded anew.
func (m *Machine) ForgetSymbols() {
	clear(m.symbols)
	clear(m.names)
	clear(m.chosen)
	m.code.Forget()
	m.epoch++
}

// Pending gives, once, the error of a callback that no call has reported: of one
// that a destructor called, or a library's thread while the prompt was waiting.
func (m *Machine) Pending() error {
	p := m.pending
	m.pending = nil
	switch p := p.(type) {
	case *diag.Error:
		return p
	case *ExitRequest:
		return p
	}
	return nil
}

// Interrupted is the error of what an interrupt has ended: that of a callback on
// another thread, which says where, if there is one.
func (m *Machine) Interrupted(at diag.Span) *diag.Error {
	if e, ok := m.pending.(*diag.Error); ok && e.Kind == diag.Interrupt {
		m.pending = nil
		return e
	}
	return interrupted(at)
}

// Exits says whether the error that is pending is the shell's exit.
func (m *Machine) Exits() bool {
	_, ok := m.pending.(*ExitRequest)
	return ok
}

// Interrupt ends what runs, in C or here; safe from any goroutine.
func (m *Machine) Interrupt() { m.Host.Interrupt() }

// Stop keeps every catch from the Interrupt that follows; safe from any goroutine.
func (m *Machine) Stop() { m.stopping.Store(true) }

// ClearInterrupt ends the effect of Interrupt and Stop.
func (m *Machine) ClearInterrupt() {
	m.stopping.Store(false)
	m.Host.ClearInterrupt()
}

// catches tells whether a catch may keep an error.
func (m *Machine) catches(e *diag.Error) bool {
	return e.Kind != diag.Interrupt || !m.stopping.Load()
}

// caught turns what a panic carried into the error that a user sees, with the calls
// that led there from depth base; nil for what try must let pass.
func (m *Machine) caught(at diag.Span, fr *frame, r any, base int) *diag.Error {
	e := m.thrown(at, fr, r)
	if e != nil {
		e.Calls = append(e.Calls, fr.callers(base)...)
		fr.depth = base // told is told
	}
	return e
}

func (m *Machine) thrown(at diag.Span, fr *frame, r any) *diag.Error {
	switch r := r.(type) {
	case *diag.Error:
		if r.Span.Src == nil {
			r.Span = at
		}
		return r
	case *ExitRequest:
		return nil
	case *replayStop, leave, jumpTo:
		return nil
	case interface{ Addr() uintptr }: // a fault of our own access
		return fr.accessError(at, r.Addr())
	case runtime.Error:
		return diag.Errorf(at, diag.Memory, "internal error: %v", r)
	}
	return diag.Errorf(at, diag.Memory, "internal error: %v", r)
}

// rescue is deferred at the borders of the package.
func (m *Machine) rescue(at diag.Span, mark frameMark, err *error) {
	r := recover()
	if r == nil {
		return
	}
	fr := m.main
	if exit, ok := r.(*ExitRequest); ok {
		*err = exit
	} else if _, ok := r.(*replayStop); ok {
		*err = ErrNotReplayed
	} else {
		*err = m.caught(at, fr, r, mark.depth)
	}
	fr.restore(mark)
}
