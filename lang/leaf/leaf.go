// Package leaf makes machine code of the functions that C calls most: comparators,
// predicates, counters. A leaf computes with numbers and pointers, reads memory, may
// write at its end, and calls nothing; such a function is done before an interpreter
// has been entered.
//
// What can go wrong is left to the interpreter. Where the code would divide by zero,
// shift too far, leave an owned block or touch memory that faults, it puts the
// arguments back where C left them and jumps to where C would have entered the
// interpreter, which begins anew and finds the error. So nothing may have happened by
// then that others see: after its first write to memory a leaf has nothing that could
// fail.
//
// Semantics are those of lang/eval, which interprets the same tree.
package leaf

import (
	"fmt"

	"cshell/ctypes"
	"cshell/lang/check"
)

// Env is what the code finds in the process.
type Env struct {
	ctypes.Hooks
	Bounds uintptr    // of a mem.Bounds
	Stack  uintptr    // the frames of session functions, mem.StackSize bytes
	Errno  *check.Var // which is not where C has it
}

// refusal is thrown at what must be interpreted.
type refusal struct{ what string }

func refuse(format string, args ...any) { panic(refusal{fmt.Sprintf(format, args...)}) }
