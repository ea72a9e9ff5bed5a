package native

import (
	"sync/atomic"
	"syscall"
	"time"
)

// A program that becomes a daemon closes all descriptors that it might have. Among
// them is the one by which Go's runtime waits, which dies without it; and a file of
// the shell's whose number goes to the next one that C opens would be written into that.
// So close, close_range and dup2 are replaced (descriptors_linux_amd64.s): for foreign
// code the descriptors of the shell are not open.

// keptDescriptors are those below 64, as bits.
var keptDescriptors uint64

var closePC, closeRangePC, dup2PC, dup3PC uintptr // set by the assembly

func replaceClose() {
	replaceNamed("close", closePC)
	replaceNamed("close_range", closeRangePC)
	replaceNamed("dup2", dup2PC)
	replaceNamed("dup3", dup3PC)
}

// KeepDescriptors takes those that are open and that a new program would not get for
// the shell's own: what Go opens is such, what the shell has inherited is not.
func (p *Process) KeepDescriptors() {
	const first, most, gap = 3, 64, 4
	for fd, last := first, first; fd < most && fd-last < gap; fd++ {
		flags, _, errno := syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0)
		if errno != 0 {
			continue
		}
		last = fd
		if flags&syscall.FD_CLOEXEC != 0 {
			atomic.OrUint64(&keptDescriptors, 1<<fd)
		}
	}
}

// openPoller has Go's runtime open what it waits by, as it does for the first timer.
func openPoller() { time.AfterFunc(time.Hour, func() {}).Stop() }
