package native

import (
	"runtime"
	"runtime/debug"
	"syscall"

	"github.com/ebitengine/purego"

	"cshell/ctypes"
)

// A child that foreign code forks has the calling thread only. It comes back to
// Go to run to the end of the script. A call that left its P to the scheduler
// would have to take it back from there, and where another thread held the
// scheduler's lock at the fork it would wait for ever: so fork itself is called
// with the only P in hand, and while no garbage is collected. For libraries that fork inside of another function, an
// alarm rings unless the child has come back. It collects no garbage then, for
// which other threads would be needed.

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

// enterHolding enters C as runtime.cgocall does, but keeps the P. The function
// must return soon and must not call back. It is in fork_linux_amd64.s.
//
//go:noescape
func enterHolding(fn uintptr, img *ctypes.Image) int32

// fork calls fork. Nobody else runs Go meanwhile, so that the child waits for no
// lock, no collection and no thread that it has not; it stays so there.
func fork(img *ctypes.Image) {
	percent := debug.SetGCPercent(-1)
	runtime.GC() // ends one that is under way
	procs := runtime.GOMAXPROCS(1)
	handOver()
	enterHolding(thunkPC, img)
	takeOver()
	if attention != forkedChild {
		runtime.GOMAXPROCS(procs)
		debug.SetGCPercent(percent)
	}
}

// becomeChild is done in a child when it is back.
func becomeChild() {
	debug.SetGCPercent(-1)
	syscall.RawSyscall(syscall.SYS_ALARM, 0, 0, 0)
}
