package native

import (
	"runtime"

	"github.com/ebitengine/purego"

	"cshell/native/mem"
)

// Any call of the dl functions forgets what dlerror would tell of the last one on
// that thread. The shell looks symbols up between two calls of the user's, and so
// puts his error aside first.

// dlResult is how far behind the thread pointer glibc keeps the address of the
// thread's error; 0 where it does not, which is before 2.34.
var dlResult uintptr

func findDLResult() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if addr := symbol(purego.RTLD_DEFAULT, "__libc_dlerror_result"); addr != 0 {
		dlResult = addr - threadPointer()
	}
}

// asideDLError takes the calling thread's error away, for backDLError.
func asideDLError() (theirs uintptr) {
	if dlResult == 0 {
		return 0
	}
	at := threadPointer() + dlResult
	theirs = uintptr(mem.Load64(at))
	mem.Store64(at, 0)
	return theirs
}

// backDLError drops an error of our own, and puts the user's in its place.
func (p *Process) backDLError(theirs uintptr) {
	if dlResult == 0 {
		return
	}
	at := threadPointer() + dlResult
	if mem.Load64(at) != 0 {
		p.dropDLError()
	}
	mem.Store64(at, uint64(theirs))
}
