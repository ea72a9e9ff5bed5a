//go:build !cshell_syscalln

package native

import "unsafe"

// enterC runs a C function with one argument on the thread's own stack. It is
// what purego itself calls; its SyscallN around it costs as much again.
//
//go:linkname enterC runtime.cgocall
func enterC(fn uintptr, arg unsafe.Pointer) int32
