package native

import (
	"runtime/debug"
	"syscall"

	"github.com/ebitengine/purego"
)

// A child that foreign code forks has the calling thread only. It comes back to
// Go to run to the end of the script, and mostly can; but where another thread
// held a lock of Go's scheduler at that moment, it waits for ever. So an alarm
// rings unless it has come back, and then it collects no garbage, for which
// other threads would be needed.

// forkedChild is attention's value in a child that has come back.
const forkedChild = 2

var forkChildPC uintptr // set by the assembly

// hookFork has libc call forkChild in every child.
func hookFork() {
	register, err := purego.Dlsym(purego.RTLD_DEFAULT, "__register_atfork")
	if err != nil { // musl
		register, err = purego.Dlsym(purego.RTLD_DEFAULT, "pthread_atfork")
	}
	if err == nil {
		libcCall(register, 0, 0, forkChildPC, 0)
	}
}

// becomeChild is done in a child when it is back.
func becomeChild() {
	syscall.RawSyscall(syscall.SYS_ALARM, 0, 0, 0)
	debug.SetGCPercent(-1)
}
