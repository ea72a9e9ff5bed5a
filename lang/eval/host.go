// Package eval runs the typed tree of lang/check: it compiles each statement to
// typed closures and runs them against a Host, which is the process with its
// libraries.
//
// A Machine (machine.go) takes statements. The compiler (compile.go, expr.go,
// stmt.go and what they name) turns a tree into closures over a frame; rep.go
// says how values travel between those. Lvalues are place.go, their addresses
// and checks address.go, conversions and operators convert.go and arith.go, the
// shapes of hot loops fuse.go. Session functions are func.go, foreign calls
// call.go, C's calls of session functions callback.go. Owned memory is
// memory.go, the shell's own functions builtin.go, what is shown output.go. Two
// files write errors: errors.go those of programs, explain.go those of C.
package eval

import "cshell/ctypes"

// Host is the process as the evaluator needs it; native satisfies it. All
// methods are called from the evaluating thread, except Interrupt.
type Host interface {
	// Open loads a library by path and returns its handle; "" is the program
	// itself. The error is dlerror's text, or a *ctypes.Fault of a constructor.
	Open(path string) (handle uintptr, err error)
	// Close drops one reference.
	Close(handle uintptr) error
	// Loaded says whether the loader has a library by a path, whoever opened it.
	Loaded(path string) bool
	// Symbol finds name in the library and its dependencies; handle 0 searches
	// the program's global scope.
	Symbol(handle uintptr, name string) (addr uintptr, ok bool)
	// SymbolAt names the exported symbol that addr lies in or behind, and the
	// library (its file name).
	SymbolAt(addr uintptr) (name, library string, offset uintptr, ok bool)

	// Call enters the C function at fn with the registers and stack of img.
	// Results are in img; img.Signal tells that it did not return.
	Call(fn uintptr, img *ctypes.Image)
	// Callback gives a C address that enters s with the arguments; s fills the
	// results.
	Callback(s ctypes.Server) (addr uintptr, err error)
	// FreeCallback makes the address a reported error from now on.
	FreeCallback(addr uintptr)
	// Hooks is for machine code that is to serve such an address. AddCode makes it
	// executable, and with Enter it is entered there in the place of the server, which
	// code 0 brings back.
	Hooks(addr uintptr) ctypes.Hooks
	AddCode(code []byte) (addr uintptr, err error)
	Enter(addr, code uintptr)

	// MarkJump marks a jmp_buf that the session's call of setjmp has filled. A
	// longjmp to it ends the innermost call with ctypes.SignalStaleJump, and Jump
	// gives the mark and the value. JumpOn, in a callback that is about to return,
	// ends the call further out the same way. LandJump is called at the end.
	MarkJump(buf uintptr, mark uint64)
	Jump() (mark uint64, value int32)
	JumpOn()
	LandJump()

	// OnGuest says whether the evaluating thread is one that C has started, in a
	// callback.
	OnGuest() bool

	// Interrupt ends what the evaluating thread does in foreign code and makes
	// Interrupted true until ClearInterrupt; safe from any goroutine.
	Interrupt()
	Interrupted() bool
	ClearInterrupt()

	// Deliver calls the handlers of foreign code for signals that came meanwhile,
	// and says whether one has left by a longjmp (see Jump).
	Deliver() (jumped bool)
	// Strays gives, once, the signals that would have ended the process, ended no
	// call and have no handler: 1 << (signal - 1).
	Strays() uint64

	// Begin and End enclose evaluation: arithmetic in between follows what C was
	// told of rounding and the like.
	Begin()
	End()
	// Flush writes out what C has buffered (fflush of all streams).
	Flush()
	// Read copies memory that may be unmapped; n is how much was readable.
	Read(addr uintptr, into []byte) (n int)
}
