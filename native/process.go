// Package native is the process in which foreign code runs: its libraries, the
// calls into them, the calls that come back, and what happens when either goes
// wrong. It keeps the process alive through whatever foreign code does to it.
//
// One thread, the host, evaluates (Run). A call enters C through the thunk,
// which leaves a control record on the C stack. A signal in foreign code makes
// the handler continue the thread at the thunk's end instead, so that the call
// returns, with Image.Signal telling why. A callback enters Go through one of a
// fixed table of stubs. Threads that a library started may call back as well;
// an interpreter lock, which the host gives away while it runs foreign code,
// lets one of them in at a time.
//
// Not survivable: _exit, SIGKILL, a fault while foreign code blocks all signals,
// a stack overflow on a library's own thread, longjmp across a callback.
package native

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"

	"cshell/ctypes"
	"cshell/native/mem"
)

// Process is this process; it satisfies eval.Host. All methods but Interrupt
// and New belong on the thread of Run, or on that of a callback.
type Process struct {
	frames  mem.Stack // strings and structs for C, as long as a call
	unclean bool      // foreign code ran since the last Flush
}

// New prepares the process: it finds the functions of libc that native needs
// and installs the signal handlers, once.
func New() (*Process, error) {
	setUp.Do(func() { setUpErr = prepare() })
	if setUpErr != nil {
		return nil, setUpErr
	}
	return &Process{}, nil
}

var (
	setUp    sync.Once
	setUpErr error
)

func prepare() error {
	if err := findLibc(); err != nil {
		return err
	}
	ownPID = uintptr(os.Getpid())
	atomic.StoreUint32(&host.lock, inForeign) // nobody evaluates yet
	return installHandlers()
}

// Call enters the C function at fn. What is in img is described there; the
// image must be on Go's heap. It costs 65 ns and allocates nothing.
func (p *Process) Call(fn uintptr, img *ctypes.Image) {
	if atomic.LoadUint32(&crashed.ready) != 0 {
		takeCrash(img)
		return
	}
	p.enter(fn, img)
	if img.Signal != 0 || attention != 0 || atomic.LoadUint32(&crashed.ready) != 0 {
		report(img)
	}
}

func (p *Process) enter(fn uintptr, img *ctypes.Image) {
	p.unclean = true
	img.RetGPR[0] = uint64(fn) // where the thunk looks for it
	handOver()
	enterC(thunkPC, unsafe.Pointer(img))
	takeOver()
}

// call is for our own use of libc: integer arguments, one result. It leaves it
// to the next Call to tell what happened on other threads.
func (p *Process) call(fn uintptr, args ...uintptr) (uintptr, error) {
	img := new(ctypes.Image)
	for i, a := range args {
		img.GPR[i] = uint64(a)
	}
	p.enter(fn, img)
	if img.Signal != 0 {
		settle(img)
		return 0, img.Fault()
	}
	return uintptr(img.RetGPR[0]), nil
}

// Interrupt ends what the evaluating thread, or a callback, does in foreign code
// and makes Interrupted true until ClearInterrupt. It may be called from any
// goroutine and does not wait.
func (p *Process) Interrupt() {
	atomic.StoreUint32(&interrupted, 1)
	host.nudge()
	guest.nudge()
	if pressing.CompareAndSwap(false, true) {
		go pressInterrupt()
	}
}

// Interrupted tells whether there was an Interrupt since ClearInterrupt.
func (p *Process) Interrupted() bool { return atomic.LoadUint32(&interrupted) != 0 }

// ClearInterrupt ends the effect of Interrupt.
func (p *Process) ClearInterrupt() { atomic.StoreUint32(&interrupted, 0) }

// Flush writes out what C has buffered in its streams, and takes back the
// signals that foreign code blocked; nothing, if no foreign code ran since.
func (p *Process) Flush() {
	if !p.unclean {
		return
	}
	p.call(libc.fflush, 0)
	unblockSignals()
	p.unclean = false
}

// ---- the evaluating thread

var running sync.Mutex // held by Run

// Run runs f on a thread of its own, which is not the process's first and has a
// C stack of at least 7 MB however ulimit -s is set, and waits for it. Loads of
// bad addresses panic there (FaultAddress reads the panic). Runs do not nest;
// concurrent ones wait for each other. A panic of f is passed on.
func (p *Process) Run(f func()) {
	running.Lock()
	defer running.Unlock()
	var crash any
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { crash = recover() }()
		p.runOn(f, 8)
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
	stack := growStacks()
	if !stack.fit() && tries > 0 {
		var crash any
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() { crash = recover() }()
			p.runOn(f, tries-1)
		}()
		<-done
		if crash != nil {
			panic(crash)
		}
		return
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	p.attach(stack)
	defer detach(stack)
	f()
}

// attach makes this thread the host.
func (p *Process) attach(stack stackBounds) {
	lockHost(inGo)
	rest := guardStack(stack)
	host.be(rest)
	stackEnd.lo, stackEnd.hi = stack.lo, rest.lo+stubReserve
	hookExit()
}

func detach(stack stackBounds) {
	atomic.StoreUintptr(&host.tp, 0)
	unguardStack(stack)
	unblockSignals()
	unlockHost()
}

// be fills in what is known of the calling thread.
func (t *thread) be(stack stackBounds) {
	t.errno = libcCall(libc.errno)
	t.callLimit, t.stubLimit = 0, 0
	if stack.lo != 0 {
		t.callLimit, t.stubLimit = stack.lo+callReserve, stack.lo+stubReserve
	}
	t.mxcsr = goMXCSR
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
	unlockHost()
	defer lockHost(inGo)
	f()
}

// stackEnd is where a fault means that the host's C stack ended: from glibc's
// guard page to what a stub refuses to use.
var stackEnd struct{ lo, hi uintptr }

// StackOverflow tells whether a fault at addr means that the evaluating thread's
// C stack ended.
func (p *Process) StackOverflow(addr uint64) bool {
	return uint64(stackEnd.lo)-4096 <= addr && addr < uint64(stackEnd.hi)
}

// FaultAddress reads the panic that a load or store of package mem causes at a
// bad address on the thread of Run. The address is 0 where the processor does
// not tell (a non-canonical one).
func FaultAddress(recovered any) (addr uintptr, ok bool) {
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
