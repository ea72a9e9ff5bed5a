package native

import (
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"

	"cshell/native/headroom"
)

var running sync.Mutex // held by Run

// Run runs f on a thread of its own, which is not the process's first and has a
// C stack of at least 7 MB however ulimit -s is set, and waits for it. Loads of
// bad addresses panic there (FaultAddress reads the panic). Runs do not nest;
// concurrent ones wait for each other. A panic of f is passed on.
func (p *Process) Run(f func()) {
	running.Lock()
	defer running.Unlock()
	runtime.LockOSThread() // this one is mostly the process's first: not to be tried
	defer runtime.UnlockOSThread()
	onNewGoroutine(func() { p.runOn(f, 8) })
}

// onNewGoroutine waits for f and passes its panic on.
func onNewGoroutine(f func()) {
	var crash any
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { crash = recover() }()
		f()
	}()
	<-done
	if crash != nil {
		panic(crash)
	}
}

// runOn runs f on this goroutine's thread if that is fit for it. If not, it
// keeps the thread busy and tries the next.
func (p *Process) runOn(f func(), tries int) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	headroom.GrowStack()
	stack := growStacks()
	if !stack.fit() && tries > 0 {
		onNewGoroutine(func() { p.runOn(f, tries-1) })
		return
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	p.attach(stack)
	defer detach(stack)
	f()
}

// SpareThreads has Go start the threads that it may want at once, and keep them: it ends
// the process when it wants one and foreign code has used up what the system allows.
func (p *Process) SpareThreads() {
	const besides = 4 // the processors: those in system calls
	var started sync.WaitGroup
	enough := make(chan struct{})
	for range runtime.GOMAXPROCS(0) + besides {
		started.Add(1)
		go func() {
			runtime.LockOSThread() // as long as that, nothing else runs on it
			defer runtime.UnlockOSThread()
			started.Done()
			<-enough
		}()
	}
	started.Wait()
	close(enough)
}

// attach makes this thread the host.
func (p *Process) attach(stack stackBounds) {
	becomeHost()
	rest := guardStack(stack)
	host.be(rest)
	host.stackLo, host.stackHi = stack.lo, stack.lo+stack.size
	leaveRseq()
	knowRuntime()
	unpreempted = false
	avoidPreemption()
	stackEnd.lo, stackEnd.hi = stack.lo, rest.lo+stubReserve
	hookExit()
	hookThreadExit(&hostCleanup)
	openPoller()
	p.KeepDescriptors()
}

// cleanup is struct _pthread_cleanup_buffer, which libc keeps a pointer to.
type cleanup [4]uintptr

var hostCleanup, guestCleanup cleanup

// hookThreadExit lets pthread_exit end the call and not the thread.
func hookThreadExit(at *cleanup) {
	if libc.cleanupPush != 0 && libc.cleanupPop != 0 {
		libcCall(libc.cleanupPush, uintptr(unsafe.Pointer(at)), threadExitHookPC, 0)
	}
}

func unhookThreadExit(at *cleanup) {
	if libc.cleanupPush != 0 && libc.cleanupPop != 0 {
		libcCall(libc.cleanupPop, uintptr(unsafe.Pointer(at)), 0)
	}
}

func detach(stack stackBounds) {
	putAwayMXCSR()
	unblockSignals(^uint64(0)) // what was blocked comes while we are the host
	atomic.StoreUintptr(&host.tp, 0)
	unhookThreadExit(&hostCleanup)
	unguardStack(stack)
	leaveHost()
}

// be fills in what is known of the calling thread.
func (t *thread) be(stack stackBounds) {
	t.errno = libcCall(libc.errno)
	t.callLimit, t.stubLimit = 0, 0
	if stack.lo != 0 {
		t.callLimit, t.stubLimit = stack.lo+callReserve, stack.lo+stubReserve
	}
	t.away = 0
	atomic.StoreUintptr(&t.active, 0)
	atomic.StoreInt32(&t.tid, int32(syscall.Gettid()))
	atomic.StoreUintptr(&t.tp, threadPointer())
}

// threadPointer is in thunk_sysv_amd64.s.
func threadPointer() uintptr

// Idle runs f, which must not evaluate, while threads of libraries may call
// back: for the prompt, which waits for a line.
func (p *Process) Idle(f func()) {
	if atomic.LoadUintptr(&host.active) != 0 {
		f() // inside of a callback
		return
	}
	leaveHost()
	defer becomeHost()
	f()
}

// stackEnd is where a fault means that the host's C stack ended: from glibc's
// guard page to what a stub refuses to use.
var stackEnd struct{ lo, hi uintptr }

// redZone is what a function may use below its stack pointer.
const redZone = 128

// largestFrame is how far below its stack a stack pointer is still one.
const largestFrame = 4 << 30

// StackOverflow tells whether a fault at addr means that the evaluating thread's
// C stack ended.
func (p *Process) StackOverflow(addr uint64) bool {
	if sp := uint64(kept.regs[7]); uint64(stackEnd.lo)-sp < largestFrame && sp-redZone <= addr && addr < uint64(stackEnd.hi) {
		return true // a frame larger than the guard area
	}
	return uint64(stackEnd.lo)-4096 <= addr && addr < uint64(stackEnd.hi)
}

// FaultAddress reads the panic that a load or store of package mem causes at a
// bad address on the thread of Run. The address is 0 where the processor does
// not tell (a non-canonical one).
func (p *Process) FaultAddress(recovered any) (addr uintptr, ok bool) {
	err, isError := recovered.(runtime.Error)
	if !isError {
		return 0, false
	}
	if e, has := err.(interface{ Addr() uintptr }); has {
		return e.Addr(), true
	}
	if err.Error() == nilDereference { // below 4096 Go does not say which
		return atomic.LoadUintptr(&lastGoFault), true
	}
	return 0, false
}

const nilDereference = "runtime error: invalid memory address or nil pointer dereference"
