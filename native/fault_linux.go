package native

import (
	"fmt"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"cshell/ctypes"
)

// sigInterrupt is sent to a thread to end its foreign call: a real-time signal
// that neither libc nor Go uses.
const sigInterrupt = 62

var faultSignals = []syscall.Signal{
	syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL,
	syscall.SIGABRT, syscall.SIGTRAP, syscall.SIGSYS, sigInterrupt,
	// Only if this process sends them to itself:
	syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGSTKFLT, 34,
}

// sigaction is struct sigaction of glibc and musl.
type sigaction struct {
	handler  uintptr
	mask     [16]uint64
	flags    int32
	_        int32
	restorer uintptr
}

//go:linkname runtimeText runtime.text
//go:linkname runtimeEtext runtime.etext
var runtimeText, runtimeEtext byte

// installHandlers puts sigHandler before Go's own handlers, to which it passes
// on what happens in Go code.
func installHandlers() error {
	textLo, textHi = uintptr(unsafe.Pointer(&runtimeText)), uintptr(unsafe.Pointer(&runtimeEtext))
	interruptIgnored = handlerOf(syscall.SIGINT) == ignored
	for _, s := range faultSignals {
		old, ok := installHandler(s)
		if !ok {
			return fmt.Errorf("no handler for signal %d", s)
		}
		oldHandlers[s] = old
	}
	hookFork()
	return nil
}

// installHandler and install have the flags that Go demands of every handler, and all signals
// blocked, as Go's own expects.
func installHandler(s syscall.Signal) (old uintptr, ok bool) { return install(sigHandlerPC, s) }

func install(handler uintptr, s syscall.Signal) (old uintptr, ok bool) {
	const siginfo, onstack, restart = 0x4, 0x08000000, 0x10000000
	now, was := &sigaction{handler: handler, flags: siginfo | onstack | restart}, new(sigaction)
	for i := range now.mask {
		now.mask[i] = ^uint64(0)
	}
	r := libcCall(libc.sigaction, uintptr(s), uintptr(unsafe.Pointer(now)), uintptr(unsafe.Pointer(was)))
	return was.handler, int32(r) == 0
}

// repairHandlers puts the handler back where foreign code has put another one,
// which would get what happens in Go too. One that can mend what it is called for,
// as virtual machines do, is kept for faults in foreign code.
func repairHandlers() {
	for _, s := range faultSignals {
		now, flags := kernelHandler(s)
		if now == sigHandlerPC {
			continue
		}
		chained[s] = 0
		if now > ignored && flags&saSiginfo != 0 && mendable(s) {
			chained[s] = now
		}
		installHandler(s)
	}
	repairInterrupt()
}

// chained are the handlers of foreign code, by signal, that are asked first; by
// which fault, and how often in a row.
var (
	chained      [65]uintptr
	chainedPC    uintptr
	chainedCount uint32
)

// mendable tells the signals after which a program may go on.
func mendable(s syscall.Signal) bool {
	switch s {
	case syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, syscall.SIGTRAP:
		return true
	}
	return false
}

var interruptIgnored bool // from the start, as behind nohup

// repairInterrupt gives Ctrl-C back to Go where foreign code has taken it away.
func repairInterrupt() {
	if handlerOf(syscall.SIGINT) <= ignored && !interruptIgnored {
		install(oldHandlers[syscall.SIGSEGV], syscall.SIGINT)
	}
}

const ignored = 1 // SIG_IGN; SIG_DFL is 0

const saSiginfo = 4

func handlerOf(s syscall.Signal) uintptr {
	handler, _ := kernelHandler(s)
	return handler
}

// kernelHandler asks the kernel, whose struct sigaction has the flags second.
func kernelHandler(s syscall.Signal) (handler, flags uintptr) {
	var now sigaction
	syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(s), 0, uintptr(unsafe.Pointer(&now)), 8, 0, 0)
	return now.handler, uintptr(now.mask[0])
}

// unblockSignals lets through again what foreign code may have blocked on the
// calling thread.
func unblockSignals() {
	const unblock = 1
	var set uint64
	for _, s := range faultSignals {
		set |= 1 << (s - 1)
	}
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, unblock, uintptr(unsafe.Pointer(&set)), 0, 8, 0, 0)
}

// hookExit makes exitHook the newest of exit's handlers. exit takes it from the
// list, and libraries put theirs before it, so it is done again after either.
func hookExit() {
	libcCall(libc.cxaAtexit, exitHookPC, 0, 0)
	if libc.cxaAtQuickExit != 0 {
		libcCall(libc.cxaAtQuickExit, exitHookPC, 0)
	}
}

var pressing atomic.Bool // pressInterrupt is at work

// pressInterrupt sends the interrupt until ClearInterrupt: one that arrives
// while the thread is between Go and C has no effect.
func pressInterrupt() {
	for wait := time.Millisecond; ; wait = min(2*wait, 32*time.Millisecond) {
		if atomic.LoadUint32(&interrupted) == 0 {
			pressing.Store(false)
			if atomic.LoadUint32(&interrupted) == 0 || !pressing.CompareAndSwap(false, true) {
				return
			}
		}
		host.nudge()
		guest.nudge()
		time.Sleep(wait)
	}
}

// nudge sends the interrupt to a thread that runs foreign code.
func (t *thread) nudge() {
	if atomic.LoadUintptr(&t.tp) != 0 && atomic.LoadUintptr(&t.active) != 0 && atomic.LoadUint32(&t.foreign) != 0 {
		syscall.RawSyscall(syscall.SYS_TGKILL, ownPID, uintptr(atomic.LoadInt32(&t.tid)), sigInterrupt)
	}
}

// attention is not 0 when a call has something to report that did not end it.
var (
	attention     uint32
	staleCallback uintptr // the freed callback that C called
)

// awaitOwnSignal is for a call of kill that has just returned. A signal to the
// whole process goes to any of its threads, a moment later.
func awaitOwnSignal(img *ctypes.Image) {
	pid, sig := uintptr(uint32(img.GPR[0])), img.GPR[1]&63
	if pid != ownPID || sig == 0 {
		return
	}
	for range 50 {
		if seen := atomic.LoadUint64(&strays); seen>>sig&1 != 0 {
			atomic.AndUint64(&strays, ^(uint64(1) << sig))
			img.Signal, img.Code, img.FaultAddr, img.FaultPC = int64(sig), 0, 0, 0
			img.FaultAccess, img.FaultThread = ctypes.AccessUnknown, 0
			return
		}
		time.Sleep(20 * time.Microsecond)
	}
}

// Strays gives, once, the signals that the process has sent to itself and that
// ended no call, as bits.
func (p *Process) Strays() uint64 {
	if atomic.LoadUint64(&strays) == 0 {
		return 0
	}
	return atomic.SwapUint64(&strays, 0)
}

// report makes img say why the call did not return, or what else happened
// meanwhile.
func (p *Process) report(img *ctypes.Image) {
	interrupt := img.Signal == sigInterrupt && atomic.LoadUint32(&interrupted) != 0
	ended := img.Signal != 0 && img.Signal != sigInterrupt || interrupt
	if attention == forkedChild {
		attention = 0
		becomeChild()
		if img.Signal == 0 {
			return
		}
	}
	switch {
	case ended:
		p.settle(img)
	case atomic.LoadUint32(&crashed.ready) != 0:
		takeCrash(img)
	case attention != 0:
		attention = 0
		img.Signal, img.Code, img.FaultAddr = ctypes.SignalFreedCallback, 0, uint64(staleCallback)
		img.FaultPC, img.FaultAccess, img.FaultThread = 0, ctypes.AccessUnknown, 0
	default:
		p.settle(img) // an interrupt that was cleared meanwhile
	}
}

// settle turns what the assembly left in img into what ctypes.Image promises.
func (p *Process) settle(img *ctypes.Image) {
	switch img.Signal {
	case sigInterrupt:
		img.Signal = ctypes.SignalInterrupt
	case ctypes.SignalExit:
		hookExit()
	}
	img.FaultAccess = accessOf(uint64(img.FaultAccess))
	p.freeHeapLocks()
}

// takeCrash reports the crash of a library's own thread, which is parked for
// ever, and makes room for the next.
func takeCrash(img *ctypes.Image) {
	c := &crashed
	img.Signal, img.Code = int64(c.sig), int64(c.code)
	img.FaultAddr, img.FaultPC = uint64(c.addr), uint64(c.pc)
	img.FaultAccess, img.FaultThread = accessOf(uint64(c.errcode)), int64(c.tid)
	if img.Signal == ctypes.SignalExit {
		hookExit()
	}
	atomic.StoreUint32(&c.ready, 0)
	atomic.StoreUint32(&c.claimed, 0)
}
