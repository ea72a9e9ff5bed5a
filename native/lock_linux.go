package native

import (
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// The interpreter lock, host.lock: the host gives it up whenever it enters
// foreign code (GIVE_LOCK) and takes it back (TAKE_LOCK) without a system call
// unless a guest has it. A guest keeps it until its callback is over, foreign
// calls of the callback included, so that the evaluator's frames nest. There is
// no deadlock when the host's C code waits for the guest's thread.

const (
	futexWait = 128 // FUTEX_WAIT | FUTEX_PRIVATE_FLAG
	futexWake = 129
)

// lockHost takes the lock for the host (inGo) or for a guest (hostGuest).
func lockHost(as uint32) {
	for !atomic.CompareAndSwapUint32(&host.lock, inForeign, as) {
		atomic.AddUint32(&host.waiting, 1)
		// The host may give the lock away and not see that we wait: look again
		// soon.
		awaitChange(&host.lock, atomic.LoadUint32(&host.lock), time.Millisecond)
		atomic.AddUint32(&host.waiting, ^uint32(0))
	}
}

func unlockHost() {
	atomic.StoreUint32(&host.lock, inForeign)
	syscall.RawSyscall6(syscall.SYS_FUTEX, uintptr(unsafe.Pointer(&host.lock)), futexWake, 1<<30, 0, 0, 0)
}

func awaitChange(word *uint32, value uint32, limit time.Duration) {
	if value == inForeign {
		return
	}
	timeout := syscall.NsecToTimespec(int64(limit))
	syscall.Syscall6(syscall.SYS_FUTEX, uintptr(unsafe.Pointer(word)), futexWait, uintptr(value), uintptr(unsafe.Pointer(&timeout)), 0, 0)
}
