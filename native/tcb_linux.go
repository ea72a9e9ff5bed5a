package native

import (
	"syscall"
	"unsafe"

	"github.com/ebitengine/purego"

	"cshell/native/mem"
)

// Above the host's C stack lie the first frames of the thread, its thread-local
// storage and its control block (struct pthread of glibc, which FS points to). A C
// function that overruns its frame far enough (qsort with a wild size does) writes
// over the control record of its call, and over all that; then nobody knows the
// thread by its thread pointer any more, and libc faults wherever it is called. So
// there is a copy of it all, of when the last statement ended. The handler, and a
// stub that a thread enters that nobody knows, ask for the thread's id and put it
// back (tcb_linux_amd64.s), as they do with the FS register. The control record of an
// outermost call can be made again.

const tcbLimit = 32 << 10

// tcbCopy is the copy of what begins at base.
type tcbCopy struct {
	base, size uintptr
	data       [tcbLimit]byte
}

var (
	tcb         tcbCopy
	restored    uint32  // what had to be put back, and nobody has been told
	enterReturn uintptr // where a function that enterHost has called returns to

	lookAtReturnPC uintptr // set by the assembly
)

// hopelessText is said where there is no way back.
var hopelessText = "cshell: foreign code has overwritten the stack of the session, which ends (cshell --resume takes it up)\n"

// keepTCB makes the copy; on the host, in Go.
func keepTCB() {
	if descends == nil || !onHost() || host.stackHi-tcb.base > tcbLimit {
		return
	}
	tcb.size = uintptr(copy(tcb.data[:], mem.Bytes(tcb.base, int64(host.stackHi-tcb.base))))
}

// findTCB is for when the host is known.
func findTCB(look *g0Look) {
	tcb.base, tcb.size = look.sched&^15, 0
	if descends != nil {
		enterHost(lookAtReturnPC, unsafe.Pointer(&enterReturn))
		keepTCB()
	}
}

const (
	restoredTCB = 1
	restoredFS  = 2
)

// TakeRestored says, once, that the ended call had overwritten its stack and the
// thread's own data, or changed the FS register, and that these are as they were.
func (p *Process) TakeRestored() (stack, register bool) {
	was := restored
	restored = 0
	return was == restoredTCB, was == restoredFS
}

// leaveRseq ends the calling thread's registration of restartable sequences (rseq(2)),
// which glibc makes since 2.35: where the area, which is among what a C function may
// overwrite, holds nonsense, the kernel kills the process without asking. glibc has it
// for sched_getcpu only, which knows another way.
func leaveRseq() {
	const (
		sysRseq        = 334
		flagUnregister = 1
		signature      = 0x53053053 // RSEQ_SIG of x86
		smallest       = 32         // bytes: what is registered, unless the kernel has more to say
		largest        = 256
	)
	offset := symbol(purego.RTLD_DEFAULT, "__rseq_offset")
	if offset == 0 {
		return
	}
	area := threadPointer() + uintptr(mem.Load64(offset))
	for size := uintptr(smallest); size <= largest; size += smallest {
		if _, _, errno := syscall.RawSyscall6(sysRseq, area, size, flagUnregister, signature, 0, 0); errno != syscall.EINVAL {
			return
		}
	}
}
