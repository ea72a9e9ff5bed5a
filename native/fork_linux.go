package native

import (
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"github.com/ebitengine/purego"

	"cshell/ctypes"
)

// A child that foreign code forks has the calling thread only. It comes back to
// Go to run to the end of the script. What of Go's runtime is under way on other
// threads at that moment stays so for ever: so fork itself is called with the
// only P in hand, while no garbage is collected, and the parent forks again where
// the child cannot go on, because the scheduler wants it to yield or another
// thread has the scheduler's lock. For libraries that fork inside of another function,
// an alarm rings unless the child has come back.
//
// The child of vfork would run on the parent's stack and in its Go: vfork is fork.

// forkedChild is attention's value in a child that has come back.
const forkedChild = 2

var forkChildPC uintptr // set by the assembly

// hookFork has libc call forkChild in every child.
func hookFork() {
	register := symbol(purego.RTLD_DEFAULT, "__register_atfork")
	if register == 0 { // musl
		register = symbol(purego.RTLD_DEFAULT, "pthread_atfork")
	}
	if register != 0 {
		libcCall(register, 0, 0, forkChildPC, 0)
	}
	replaceFunction(libc.vfork, libc.fork)
}

// What a child finds out about itself; 0 for not yet.
const (
	childLives = 1
	childDies  = 2
)

const (
	forkTries = 20
	forkWait  = 500 * time.Millisecond // for the verdict
)

// enterForking is enterC for fork.
func enterForking(fn uintptr, img *ctypes.Image) {
	verdict, err := syscall.Mmap(-1, 0, 4, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED|syscall.MAP_ANON)
	if err != nil {
		enterC(fn, unsafe.Pointer(img))
		return
	}
	defer syscall.Munmap(verdict)
	percent := debug.SetGCPercent(-1)
	procs := runtime.GOMAXPROCS(1) // no other thread runs Go, as it will be in the child
	args, done := *img, false
	for try := 0; try < forkTries && !done; try++ {
		*img = args
		if done = forked(fn, img, (*uint32)(unsafe.Pointer(&verdict[0]))); !done {
			runtime.Gosched()
		}
	}
	if !done { // the last child is gone, too
		img.RetGPR[0], img.Errno = ^uint64(0), int64(syscall.EAGAIN)
	}
	if attention != forkedChild {
		runtime.GOMAXPROCS(procs)
		debug.SetGCPercent(percent)
	}
}

// forked forks; false if the child cannot go on. The parent waits for that
// without the scheduler, whose lock would be in use when it forks again.
func forked(fn uintptr, img *ctypes.Image, verdict *uint32) bool {
	atomic.StoreUint32(verdict, 0)
	enterHolding(fn, img, verdict)
	if attention == forkedChild {
		runtime.GOMAXPROCS(0) // takes the scheduler's lock
		atomic.StoreUint32(verdict, childLives)
		return true
	}
	pid := int32(img.RetGPR[0])
	if img.Signal != 0 || pid < 0 {
		return true
	}
	const nap = 50 * time.Microsecond
	for waited := time.Duration(0); atomic.LoadUint32(verdict) == 0 && waited < forkWait; waited += nap {
		t := syscall.NsecToTimespec(int64(nap))
		syscall.RawSyscall(syscall.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&t)), 0, 0)
	}
	if atomic.LoadUint32(verdict) == childLives {
		return true
	}
	syscall.RawSyscall(syscall.SYS_KILL, uintptr(pid), uintptr(syscall.SIGKILL), 0)
	syscall.RawSyscall6(syscall.SYS_WAIT4, uintptr(pid), 0, 0, 0, 0, 0)
	return false
}

// holding is 1 while the host runs C with the P in its hands.
var holding uint32

// enterHolding enters C, which must return soon, and keeps the P. The handlers of
// pthread_atfork may be callbacks. It is in fork_linux_amd64.s.
//
//go:noescape
func enterHolding(fn uintptr, img *ctypes.Image, verdict *uint32)

// becomeChild is done in a child when it is back.
func becomeChild() {
	syscall.RawSyscall(syscall.SYS_ALARM, 0, 0, 0)
	readPID = uintptr(syscall.Getpid())
}
