package native

import (
	"fmt"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"cshell/ctypes"
)

// sigInterrupt is sent to a thread to end its foreign call. It is libc's SIGSETXID,
// which libc sends to its threads for setuid, and therefore the one signal that no
// function of libc blocks, even for those who block all. Ours are told by their code,
// SI_QUEUE; libc gets its own.
const sigInterrupt = 33

// inHandler is a signal that is blocked while a handler of foreign code is at work,
// for us to know: those of faults cannot be blocked.
const inHandler = 63

var faultSignals = []syscall.Signal{
	syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL,
	syscall.SIGABRT, syscall.SIGTRAP, syscall.SIGSYS, sigInterrupt,
}

//go:linkname runtimeText runtime.text
//go:linkname runtimeEtext runtime.etext
var runtimeText, runtimeEtext byte

// installHandlers puts sigHandler before Go's own handlers, to which it passes
// on what happens in Go code.
func installHandlers() error {
	textLo, textHi = uintptr(unsafe.Pointer(&runtimeText)), uintptr(unsafe.Pointer(&runtimeEtext))
	signalReturn = actionOf(syscall.SIGSEGV).restorer
	interruptIgnored = actionOf(syscall.SIGINT).handler == ignored
	for s := syscall.Signal(1); s <= lastSignal; s++ {
		if ending>>(s-1)&1 == 0 || s == syscall.SIGINT && interruptIgnored || s == syscall.SIGPROF && profiling() {
			continue
		}
		was, ok := install(sigHandlerPC, s)
		if !ok {
			return fmt.Errorf("no handler for signal %d", s)
		}
		oldHandlers[s] = was.handler
	}
	replaceSignalFunctions()
	replaceLongjmp()
	replaceClose()
	hookFork()
	doReplacements()
	return nil
}

// hookExit makes exitHook the newest of exit's handlers. exit takes it from the
// list, and libraries put theirs before it, so it is done again after either.
func hookExit() {
	libcCall(libc.cxaAtexit, exitHookPC, 0, 0)
	if libc.cxaAtQuickExit != 0 {
		libcCall(libc.cxaAtQuickExit, exitHookPC, 0)
	}
}

// press is held while interrupted changes, and while what it said is acted upon:
// a signal sent after ClearInterrupt would wake up the next call.
var press struct {
	sync.Mutex
	going bool // keepPressing is at work
	began time.Time
}

// patience is how long an interrupt ends a system call only, in which the thread may
// be waiting. What it does else may be a short piece of work of libc's, which would
// leave a lock half taken or a list half made.
const patience = 15 * time.Millisecond

// keepPressing sends the interrupt until ClearInterrupt: one that arrives
// while the thread is between Go and C has no effect.
func keepPressing() {
	wait := time.Millisecond
	for again := true; again; again = pressOnce() {
		time.Sleep(wait)
		wait = min(2*wait, 32*time.Millisecond)
	}
}

func pressOnce() (again bool) {
	press.Lock()
	defer press.Unlock()
	press.going = atomic.LoadUint32(&interrupted) != 0
	if press.going {
		if time.Since(press.began) >= patience {
			atomic.StoreUint32(&impatient, 1)
		}
		host.nudge()
		guest.nudge()
	}
	return press.going
}

// nudge sends the interrupt to a thread that runs foreign code.
func (t *thread) nudge() {
	if atomic.LoadUintptr(&t.tp) != 0 && atomic.LoadUintptr(&t.active) != 0 && atomic.LoadUint32(&t.foreign) != 0 {
		info := [16]uint64{1: siQueue} // siginfo_t
		syscall.RawSyscall6(sysTgsigqueueinfo, ownPID, uintptr(atomic.LoadInt32(&t.tid)), sigInterrupt, uintptr(unsafe.Pointer(&info)), 0, 0)
	}
}

// attention is not 0 when a call has something to report that did not end it.
var (
	attention     uint32
	staleCallback uintptr // the freed callback that C called
)

func takeStray(sig uintptr) bool {
	bit := uint64(1) << (sig - 1)
	return atomic.AndUint64(&strays, ^bit)&bit != 0
}

// Strays gives, once, the signals that would have ended the process and that ended no
// call, as bits: 1 << (signal - 1).
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
	case atomic.LoadUint32(&crashed.ready) != 0 && img.Signal != 0:
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
	p.release(img)
	switch img.Signal {
	case sigInterrupt:
		if atomic.LoadUint32(&crashed.ready) != 0 && !p.Interrupted() {
			takeCrash(img) // which has ended the call
			return
		}
		img.Signal = ctypes.SignalInterrupt
	case ctypes.SignalExit:
		hookExit()
	}
	img.FaultAccess = accessOf(uint64(img.FaultAccess))
}

// release undoes what a call that did not return has left undone.
func (p *Process) release(img *ctypes.Image) {
	unblockSignals(^preemption)
	abandoned := p.freeHeapLocks()
	if abandoned || inMalloc(img) {
		p.mendFreeLists(abandoned)
	}
}

// takeCrash reports the crash of a library's own thread, which is parked for
// ever, and makes room for the next.
func takeCrash(img *ctypes.Image) {
	c := &crashed
	img.Signal, img.Code = int64(c.sig), int64(c.code)
	img.FaultAddr, img.FaultPC = uint64(c.addr), uint64(c.pc)
	img.FaultAccess, img.FaultThread = accessOf(uint64(c.errcode)), int64(c.tid)
	if c.tid != 0 {
		kept.regs, kept.size = c.regs, 0
	}
	c.regs = [17]uintptr{}
	if img.Signal == ctypes.SignalExit {
		hookExit()
	}
	atomic.StoreUint32(&c.ready, 0)
	atomic.StoreUint32(&c.claimed, 0)
}
