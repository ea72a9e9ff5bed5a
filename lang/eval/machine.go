package eval

import (
	"fmt"
	"io"

	"cshell/ctypes"
	"cshell/diag"
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

	// Trace, if set, is told of each foreign call once it has returned; result
	// is void where there is none.
	Trace func(name string, args []Value, result Value)
	// Describe, if set, says what an address belongs to, brackets included:
	// "<arr+4>". It is asked for pointers that an echo shows.
	Describe func(addr uintptr) string
}

// Machine runs checked statements. One goroutine at a time may use it; C may
// call back on any thread.
type Machine struct{ Config }

// ExitRequest is what Exec returns when the shell's exit was called.
type ExitRequest struct{ Status int }

func (e *ExitRequest) Error() string { return fmt.Sprintf("exit %d", e.Status) }

// New makes a machine over cfg.
func New(cfg Config) *Machine { return &Machine{cfg} }

// Exec compiles and runs one statement. The error is a *diag.Error or an
// *ExitRequest. Whatever was printed has been written when it returns. An
// expression statement with Echo is echoed and numbered here: LastEcho tells
// the number and type.
func (m *Machine) Exec(s check.Stmt) (err error) { return nil }

// Eval computes an expression for a command. The value of a record, array or
// slice is its memory, not a copy, unless it is a temporary.
func (m *Machine) Eval(x check.Expr) (v Value, err error) { return }

// Place is the address of an lvalue in memory (:inspect, :dump); ok is false
// for any other expression.
func (m *Machine) Place(x check.Expr) (addr uintptr, ok bool, err error) { return }

// Echo numbers and shows a value as the prompt does, and keeps a copy of it.
func (m *Machine) Echo(v Value) {}

// History is $n, or _ for n = 0.
func (m *Machine) History(n int) (v Value, ok bool) { return }

// Last is the number of the newest echo, 0 before the first. When Exec raised
// it, tell Env.SetHistory the type of History(Last()).
func (m *Machine) Last() int { return 0 }

// Show is a value as the echo has it, without number and type; Plain is what
// print shows.
func (m *Machine) Show(v Value) string  { return "" }
func (m *Machine) Plain(v Value) string { return "" }

// ReadVar gives the value of a scalar session variable.
func (m *Machine) ReadVar(v *check.Var) (ctypes.Value, bool) { return ctypes.Value{}, false }

// VarValue boxes any session variable as it is now.
func (m *Machine) VarValue(v *check.Var) Value { return Value{} }

// NewVar makes a live session variable of zeroed memory, for what the shell
// itself declares (argc, argv).
func (m *Machine) NewVar(name string, t ctypes.Type) *check.Var { return nil }

// Text is session memory that holds s and a NUL.
func (m *Machine) Text(s string) uintptr { return 0 }

// CEntry is the C address of a session function, made on first need.
func (m *Machine) CEntry(fn *check.Func) (addr uintptr, err error) { return }

// ForgetSymbols drops resolved addresses; call it after a library is closed or
// loaded anew.
func (m *Machine) ForgetSymbols() {}

// Interrupt ends what runs, in C or here; safe from any goroutine.
func (m *Machine) Interrupt() { m.Host.Interrupt() }

// ExplainCall says why foreign code did not return (a constructor's fault
// while loading, say): an error of kind fault, exit or interrupt.
func (m *Machine) ExplainCall(at diag.Span, call string, f *ctypes.Fault) *diag.Error { return nil }
