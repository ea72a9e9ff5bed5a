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
//
// A locked instruction costs as much as the rest of a call's bookkeeping, and
// most sessions never see a guest. So the first guest announces itself, and
// until then the host only says in host.foreign where it is.

const (
	futexWait = 128 // FUTEX_WAIT | FUTEX_PRIVATE_FLAG
	futexWake = 129

	sysMembarrier    = 324 // amd64
	membarrierGlobal = 1
)

// becomeHost takes the lock for the calling thread, the host.
func becomeHost() {
	lock(inGo)
	atomic.StoreUint32(&host.foreign, 0)
}

// leaveHost gives it back: nobody evaluates.
func leaveHost() {
	atomic.StoreUint32(&host.foreign, 1)
	release()
}

// lockAsGuest takes the lock for a thread of a library.
func lockAsGuest() {
	if atomic.LoadUint32(&host.guests) == 0 {
		announceGuest()
	}
	lock(hostGuest)
}

// announceGuest makes the host use the lock from now on. The host stores
// foreign and then looks at guests; behind a barrier on all threads either it
// has seen guests, or its store is seen here.
func announceGuest() {
	atomic.StoreUint32(&host.guests, 1)
	if _, _, errno := syscall.Syscall(sysMembarrier, membarrierGlobal, 0, 0); errno != 0 {
		time.Sleep(time.Millisecond) // by then any store is visible
	}
}

func lock(as uint32) {
	for !tryLock(as) {
		atomic.AddUint32(&host.waiting, 1)
		// The host may give the lock away and not see that we wait: look again
		// soon.
		awaitChange(&host.lock, atomic.LoadUint32(&host.lock), time.Millisecond)
		atomic.AddUint32(&host.waiting, ^uint32(0))
	}
}

// tryLock fails for a guest also while the host is in Go without the lock,
// which it has taken before the guest was announced.
func tryLock(as uint32) bool {
	if as == hostGuest && atomic.LoadUint32(&host.foreign) == 0 {
		return false
	}
	return atomic.CompareAndSwapUint32(&host.lock, inForeign, as)
}

// release frees the lock and wakes who waits for it.
func release() {
	atomic.StoreUint32(&host.lock, inForeign)
	syscall.RawSyscall6(syscall.SYS_FUTEX, uintptr(unsafe.Pointer(&host.lock)), futexWake, 1<<30, 0, 0, 0)
}

func awaitChange(word *uint32, value uint32, limit time.Duration) {
	if value == inForeign {
		time.Sleep(20 * time.Microsecond)
		return
	}
	timeout := syscall.NsecToTimespec(int64(limit))
	syscall.Syscall6(syscall.SYS_FUTEX, uintptr(unsafe.Pointer(word)), futexWait, uintptr(value), uintptr(unsafe.Pointer(&timeout)), 0, 0)
}
