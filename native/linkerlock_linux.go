package native

import (
	"encoding/binary"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// The dynamic linker holds locks while it loads a library: one while constructors
// run, another while it relocates and asks indirect functions. A call that ends
// there leaves them held, and whoever starts a thread then, Go's runtime for one,
// waits for ever. They are recursive mutexes (struct __pthread_mutex_s of glibc) in
// ld.so's _rtld_global, whose layout is another in each version; but they say who
// owns them.

const (
	linkerData     = 8192 // no less than sizeof(_rtld_global), 4336 in glibc 2.36
	mutexRecursive = 1
	maxRecursion   = 1000 // the count of a mutex is less
)

// freeLinkerLocks releases what the outermost foreign call, which has ended, has
// left locked.
func (p *Process) freeLinkerLocks() {
	if libc.rtldGlobal == 0 || host.active != 0 || !onHost() {
		return
	}
	var data [linkerData]byte
	n := p.Read(libc.rtldGlobal, data[:])
	for at := 0; at+20 <= n; at += 8 {
		field := func(i int) uint32 { return binary.LittleEndian.Uint32(data[at+4*i:]) }
		lock, count, owner, users, kind := field(0), field(1), field(2), field(3), field(4)
		if owner == uint32(host.tid) && kind == mutexRecursive && users == 1 && lock-1 < 2 && count-1 < maxRecursion {
			freeMutex(libc.rtldGlobal + uintptr(at))
		}
	}
}

// freeMutex unlocks a mutex of this thread however often it has locked it.
func freeMutex(addr uintptr) {
	words := (*[4]uint32)(unsafe.Add(nil, addr))
	words[1], words[2], words[3] = 0, 0, 0
	atomic.StoreUint32(&words[0], 0)
	syscall.RawSyscall6(syscall.SYS_FUTEX, addr, futexWake, 1<<30, 0, 0, 0)
}
