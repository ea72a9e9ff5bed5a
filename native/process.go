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
// Not survivable: _exit, SIGKILL, a fault with signals that were blocked past libc,
// a stack overflow on a library's own thread
// (docs/language.md, section 7).
package native

import (
	"encoding/binary"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"cshell/ctypes"
	_ "cshell/native/headroom"
	"cshell/native/mem"
)

// Process is this process; it satisfies eval.Host. All methods but Interrupt
// and New belong on the thread of Run, or on that of a callback.
type Process struct {
	WatchLines bool // LeftOpen will be asked
	open       bool // what was written out last ended within a line

	frames  mem.Stack // strings and structs for C, as long as a call
	unclean bool      // foreign code ran since the last Flush
	begun   bool      // between Begin and End
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
	errnoOf = libc.errno
	allowArenas()
	ownPID = uintptr(os.Getpid())
	readPID = ownPID
	findLinkerLocks()
	atomic.StoreUint32(&host.lock, inForeign) // nobody evaluates yet
	atomic.StoreUint32(&host.foreign, 1)
	return installHandlers()
}

// Call enters the C function at fn. What is in img is described there; the
// image must be on Go's heap. It costs 40 ns and allocates nothing.
func (p *Process) Call(fn uintptr, img *ctypes.Image) {
	if atomic.LoadUint32(&crashed.ready) != 0 {
		takeCrash(img)
		return
	}
	p.enter(fn, img)
	if img.Signal != 0 || attention != 0 || atomic.LoadUint32(&crashed.ready) != 0 {
		p.report(img)
	} else if atomic.LoadUint64(&strays) != 0 {
		if p.Deliver() {
			img.Signal = ctypes.SignalStaleJump
		}
	}
}

func (p *Process) enter(fn uintptr, img *ctypes.Image) {
	p.unclean = true
	img.RetGPR[0] = uint64(fn) // where the thunk looks for it
	handOver()
	switch {
	case fn == libc.fork:
		enterForking(thunkPC, img)
	case descends != nil && atomic.LoadUint32(&host.foreign) == 0: // the host's: it is in Go
		enterHost(thunkPC, unsafe.Pointer(img))
	default:
		enterC(thunkPC, unsafe.Pointer(img))
	}
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
	if !p.begun && onHost() {
		putAwayMXCSR()
	}
	if img.Signal != 0 {
		p.settle(img)
		return 0, img.Fault()
	}
	return uintptr(img.RetGPR[0]), nil
}

// Interrupt ends what the evaluating thread, or a callback, does in foreign code
// and makes Interrupted true until ClearInterrupt. It may be called from any
// goroutine and does not wait.
func (p *Process) Interrupt() {
	press.Lock()
	defer press.Unlock()
	press.began = time.Now()
	atomic.StoreUint32(&impatient, atomic.SwapUint32(&interrupted, 1))
	host.nudge()
	guest.nudge()
	if !press.going {
		press.going = true
		go keepPressing()
	}
}

// Interrupted tells whether there was an Interrupt since ClearInterrupt.
func (p *Process) Interrupted() bool { return atomic.LoadUint32(&interrupted) != 0 }

// ClearInterrupt ends the effect of Interrupt.
func (p *Process) ClearInterrupt() {
	press.Lock()
	defer press.Unlock()
	if atomic.SwapUint32(&interrupted, 0) != 0 {
		syscall.RawSyscall(syscall.SYS_GETPID, 0, 0, 0) // a signal still on its way arrives now, not in the next call
	}
}

// Flush writes out what C has buffered in its streams, and takes back the
// signals of faults; nothing, if no foreign code ran since. While
// Interrupted it waits for the next time: an interrupted fflush loses output.
func (p *Process) Flush() {
	if !p.unclean || p.Interrupted() {
		return
	}
	if p.WatchLines {
		p.open = p.pending()
	}
	atomic.StoreUint32(&flushing, 1)
	p.call(libc.fflush, 0)
	atomic.StoreUint32(&flushing, 0)
	takeBackSignals()
	keepTCB()
	p.unclean = false
}

// LeftOpen says, once, whether what Flush has written out since the last time ended
// within a line. At a terminal C's stdout is written out line by line, so that what
// it still holds is the beginning of one.
func (p *Process) LeftOpen() bool {
	p.Flush()
	open := p.open
	p.open = false
	return open
}

// pending says whether C has text in its stdout.
func (p *Process) pending() bool {
	var stdout [8]byte
	if libc.fpending == 0 || libc.stdout == 0 || p.Read(libc.stdout, stdout[:]) < len(stdout) {
		return false
	}
	n, fault := p.call(libc.fpending, uintptr(binary.NativeEndian.Uint64(stdout[:])))
	return fault == nil && n != 0
}

// Begin lets Go compute on the host as C was told to (fesetround and the like),
// until End.
func (p *Process) Begin() {
	p.begun = true
	avoidPreemption()
	if host.away != 0 && onHost() {
		bringBackMXCSR()
	}
}

// End gives Go back its own rounding, for texts of numbers. C keeps what it has.
func (p *Process) End() {
	p.begun = false
	if onHost() {
		putAwayMXCSR()
	}
}

// OnGuest says whether the calling thread, which evaluates, is one that C has started.
func (p *Process) OnGuest() bool { return !onHost() }

func onHost() bool { return threadPointer() == atomic.LoadUintptr(&host.tp) }

// putAwayMXCSR gives the calling thread, the host, Go's floating-point control
// bits. bringBackMXCSR gives it C's again, and so does whatever enters C.
// Reading MXCSR in each call and callback would cost a tenth of it.
func putAwayMXCSR()
func bringBackMXCSR()
