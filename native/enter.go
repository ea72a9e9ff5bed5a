package native

import (
	"unsafe"

	"cshell/ctypes"
)

// enterC runs a C function with one argument on the thread's own stack. It is what
// purego itself calls; its SyscallN around it costs as much again.
//
//go:linkname enterC runtime.cgocall
func enterC(fn uintptr, arg unsafe.Pointer) int32

// descends is &host if the host enters C, and callbacks on it Go, by what is in
// enter_sysv_amd64.s; nil if by the runtime's cgocall and cgocallback.
var descends *thread

// These are the runtime's, whose names it keeps for others (go.dev/issue/67401).
//
//go:linkname entersyscall runtime.entersyscall
func entersyscall()

//go:linkname exitsyscall runtime.exitsyscall
func exitsyscall()

// enterHost is enterC for the host.
//
//go:noescape
func enterHost(fn uintptr, arg unsafe.Pointer)

// serveHost serves a callback. The frame that entersyscall remembers is dead while C
// goes on, and yet as it was: nobody writes to Go's stack meanwhile.
//
//go:nosplit
func serveHost(f *ctypes.Frame) {
	if holding != 0 {
		serveCallback(f)
		return
	}
	exitsyscall()
	serveCallback(f)
	entersyscall()
}

// g0Look is what lookAtG0 has found.
type g0Look struct{ sched, hi, sp uintptr }

// knowRuntime sets descends, if the runtime keeps the stack pointer and the upper end
// of g0's stack where the assembly looks for them. The race detector knows of
// runtime.cgocall only.
func knowRuntime() {
	const mostUsed, largest = 256, 1 << 30
	look := new(g0Look)
	enterC(lookAtG0PC, unsafe.Pointer(look))
	descends = nil
	if !raceDetector && look.sched-look.sp < mostUsed && look.hi-look.sched < largest {
		descends = &host
	}
	findTCB(look)
}
