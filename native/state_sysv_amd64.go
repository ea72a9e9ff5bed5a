package native

import (
	"unsafe"

	"cshell/ctypes"
)

// The state that Go and the assembly share. The assembly takes every offset
// from here, through go_asm.h.

// thread is what is known of a thread that may run foreign code for the shell.
// There are two: the host, which evaluates, and the guest, a thread of a
// library's own that is in a callback.
type thread struct {
	// lock is the host's interpreter lock, in use since the first guest came:
	// who holds it may touch the state of the evaluator. The guest has a word
	// of its own that is never hostGuest.
	lock    uint32
	waiting uint32 // guests that wait for the lock
	foreign uint32 // 1: it runs foreign code, and a signal may unwind it; 0: Go
	guests  uint32 // 1: guests have come, so the lock counts

	tp        uintptr // the thread pointer, which identifies the thread; 0 = nobody
	active    uintptr // *control of the innermost foreign call, on the C stack
	callLimit uintptr // lowest SP with which the thunk enters C
	stubLimit uintptr // lowest SP with which a stub enters Go
	errno     uintptr // address of errno
	mxcsr     uint32  // C's control bits while they are away: see Process.Begin
	away      uint32  // 1: the register has Go's bits instead
	tid       int32

	// The host's, see enter_sysv_amd64.s.
	g, g0 uintptr
	depth uintptr // from the upper end of Go's stack to where C was entered

	// For longjmp: the host's C stack, and the jump that is to be done when the
	// running callback returns.
	stackLo, stackHi uintptr
	jumps, jumpValue uint32
	jump             [jumpWords]uintptr
}

// The values of thread.lock.
const (
	inGo      = 0 // the thread has it, and runs Go
	inForeign = 1 // free: the thread runs foreign code, or no guest has come yet
	hostGuest = 2 // a guest has it; the thread runs foreign code, or waits to leave it
)

// control is the record of one foreign call, on the C stack: nested calls each
// have one, and the Image may be reused.
type control struct {
	img, prev, thread   uintptr
	sig, code, addr, pc uintptr
	errcode, tid        uintptr // the page fault's error code; the thread if another
	x87                 uintptr
	bx, bp, r12         uintptr
	r13, r14, r15       uintptr
	_                   uintptr // the size must be an odd number of words
}

// crash is a fault on a thread that is neither host nor guest. It is written
// once, by the signal handler, and read by the next call to end.
type crash struct {
	claimed                           uint32
	ready                             uint32
	sig, code, addr, pc, errcode, tid uintptr
	regs                              [17]uintptr // as in snapshot
}

// snapshot is what a fault leaves behind for a walk up the stack: the registers
// by their DWARF numbers, and the part of the stack that will be reused.
type snapshot struct {
	regs       [17]uintptr // 16 is the program counter
	base, size uintptr     // where the part was; 0 bytes: all stays where it is
	stack      [snapshotSize]byte
}

const snapshotSize = 32 << 10

const (
	goMXCSR  = 0x1F80 // round to nearest, all exceptions masked
	mxcsrEnv = 0xFFC0 // all but the sticky exception flags

	// The C stack that the thunk leaves for itself, and that Go needs under a
	// callback: the runtime works on this stack and dies when it ends.
	callReserve = 16 << 10
	// What a C function may overwrite behind its frame before it reaches ours: no
	// multiple of 4096, which the processor's store buffer would confuse.
	stackCushion = 3 << 10
	stubReserve  = 128 << 10
	probeDepth   = 64 << 10 // the same on threads whose stack is not known
)

var (
	host, guest thread
	crashed     crash
	kept        snapshot
	strays      uint64 // signals that met no foreign code, as bits from 0
	flushing    uint32 // 1: foreign code runs for the shell, and no signal is to end it
	interrupted uint32 // read by the signal handler
	impatient   uint32 // 1: the interrupt ends the call wherever it is
	ownPID      uintptr
	noErrno     [2]uint64 // errno of threads that are not known yet

	errnoOf        uintptr // __errno_location
	textLo, textHi uintptr // Go's code
	oldHandlers    [65]uintptr
	codeLo, codeHi uintptr // machine code of the session's own (code_linux.go)
	lastGoFault    uintptr // address of the last fault that Go's handler got
	heldSignals    uint64  // what Go's handlers do not get now, as bits from 0
	earlySignals   uint64  // those of them that came
)

// The addresses of C functions written in assembly, set there.
var thunkPC, lookAtG0PC, sigHandlerPC, exitHookPC, threadExitHookPC, stubTable, enterGoPC uintptr

// For the assembly.
const (
	imgGPR    = unsafe.Offsetof(ctypes.Image{}.GPR)
	imgVec    = unsafe.Offsetof(ctypes.Image{}.Vec)
	imgNVec   = unsafe.Offsetof(ctypes.Image{}.NVec)
	imgStack  = unsafe.Offsetof(ctypes.Image{}.Stack)
	imgRetGPR = unsafe.Offsetof(ctypes.Image{}.RetGPR)
	imgRetVec = unsafe.Offsetof(ctypes.Image{}.RetVec)
	imgRetX87 = unsafe.Offsetof(ctypes.Image{}.RetX87)
	imgX87    = unsafe.Offsetof(ctypes.Image{}.X87)
	imgErrno  = unsafe.Offsetof(ctypes.Image{}.Errno)
	imgSignal = unsafe.Offsetof(ctypes.Image{}.Signal)
	imgCode   = unsafe.Offsetof(ctypes.Image{}.Code)
	imgAddr   = unsafe.Offsetof(ctypes.Image{}.FaultAddr)
	imgPC     = unsafe.Offsetof(ctypes.Image{}.FaultPC)
	imgAccess = unsafe.Offsetof(ctypes.Image{}.FaultAccess)
	imgThread = unsafe.Offsetof(ctypes.Image{}.FaultThread)

	frGPR    = unsafe.Offsetof(ctypes.Frame{}.GPR)
	frVec    = unsafe.Offsetof(ctypes.Frame{}.Vec)
	frStack  = unsafe.Offsetof(ctypes.Frame{}.Stack)
	frRetGPR = unsafe.Offsetof(ctypes.Frame{}.RetGPR)
	frRetVec = unsafe.Offsetof(ctypes.Frame{}.RetVec)
	frRetX87 = unsafe.Offsetof(ctypes.Frame{}.RetX87)
	frX87    = unsafe.Offsetof(ctypes.Frame{}.X87)
	frIndex  = unsafe.Offsetof(ctypes.Frame{}.Index)
	frErrno  = unsafe.Offsetof(ctypes.Frame{}.Errno)
	frSize   = (unsafe.Sizeof(ctypes.Frame{}) + 15) &^ 15
)

// The thunk keeps the stack aligned with a control record below it.
var _ = [1]struct{}{}[1-unsafe.Sizeof(control{})/8%2]
