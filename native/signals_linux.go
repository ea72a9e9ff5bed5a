package native

import (
	"math/bits"
	"sync/atomic"
	"syscall"
	"unsafe"

	"cshell/ctypes"
)

// What foreign code asks of signals through libc. Code that blocks SIGSEGV, or gives
// it back to the kernel, would end the process at its next fault, without a word to
// us: the kernel kills where it cannot deliver. So those functions of libc that
// all its others go through are replaced (signals_linux_amd64.s): their first bytes
// become a jump. pthread_sigmask leaves out the signals of faults. sigaction notes in
// demands what foreign code wants and leaves sigHandler to the kernel, which asks
// demands. sigaltstack leaves our two threads the stack that Go's handlers need. And
// kill and sigqueue, so that what the process sends itself arrives in the call.
//
// Where the text of libc cannot be written to, and for system calls that foreign
// code makes itself, only what is taken back between statements holds.

// kernelAction is the kernel's struct sigaction.
type kernelAction struct {
	handler, flags, restorer uintptr
	mask                     uint64
}

const (
	ignored = 1 // SIG_IGN; SIG_DFL is 0

	saSiginfo  = 0x4
	saRestorer = 0x04000000
	saOnstack  = 0x08000000
	saRestart  = 0x10000000
)

// demands are what foreign code wants to happen, by signal, since it was last taken
// back; handler 0 where it wants nothing.
var demands [65]kernelAction

// The last instruction whose fault a handler of foreign code was asked to mend, and
// how often in a row.
var handedOnPC, handedOnCount uintptr

const handedOnLimit = 100_000

const lastSignal = 64 // SIGRTMAX

// ending are the signals that by default end the process, but for SIGKILL, and for 32,
// which is libc's.
var ending = ^uint64(1<<(syscall.SIGKILL-1) | 1<<(syscall.SIGCHLD-1) | 1<<(syscall.SIGCONT-1) |
	1<<(syscall.SIGSTOP-1) | 1<<(syscall.SIGTSTP-1) | 1<<(syscall.SIGTTIN-1) | 1<<(syscall.SIGTTOU-1) |
	1<<(syscall.SIGURG-1) | 1<<(syscall.SIGWINCH-1) | 1<<(32-1))

// profiling tells whether Go's profiler has begun, which lives from SIGPROF.
func profiling() bool {
	const itimerProf = 2 // ITIMER_PROF
	var timer [2]syscall.Timeval
	syscall.RawSyscall(syscall.SYS_GETITIMER, itimerProf, uintptr(unsafe.Pointer(&timer)), 0)
	return timer[1] != syscall.Timeval{}
}

// signalReturn is what the kernel has a handler return to: Go's own, since libc
// keeps its secret.
var signalReturn uintptr

var sigmaskPC, sigprocmaskPC, sigactionPC, sigaltstackPC, killPC, sigqueuePC uintptr // set by the assembly

func replaceSignalFunctions() {
	replaceNamed("pthread_sigmask", sigmaskPC)
	replaceNamed("sigprocmask", sigprocmaskPC) // before glibc 2.32 it does not go through the other
	replaceNamed("sigaltstack", sigaltstackPC)
	replaceFunction(libc.sigaction, sigactionPC)
	replaceNamed("sigaction", sigactionPC)
	replaceNamed("kill", killPC)
	replaceNamed("sigqueue", sigqueuePC)
}

// actionOf asks the kernel.
func actionOf(s syscall.Signal) (now kernelAction) {
	syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(s), 0, uintptr(unsafe.Pointer(&now)), 8, 0, 0)
	return now
}

// install gives s a handler with the flags that Go demands of every one, and all
// signals blocked, as Go's own expects.
func install(handler uintptr, s syscall.Signal) (was kernelAction, ok bool) {
	now := kernelAction{handler, saSiginfo | saOnstack | saRestart | saRestorer, signalReturn, ^uint64(0)}
	_, _, errno := syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(s), uintptr(unsafe.Pointer(&now)), uintptr(unsafe.Pointer(&was)), 8, 0, 0)
	return was, errno == 0
}

// takeBackSignals ends, between statements, what foreign code has done with the
// signals of faults. Only a handler that can mend what it is called for, as virtual
// machines have, is kept for these.
func takeBackSignals() {
	unblockSignals(faultSet)
	avoidPreemption()
	for _, s := range faultSignals {
		if now := actionOf(s); now.handler != sigHandlerPC { // by a system call of its own
			demands[s] = now
			install(sigHandlerPC, s)
		}
		if d := &demands[s]; mendable(s) && d.flags&saSiginfo == 0 || d.handler <= ignored {
			*d = kernelAction{}
		}
	}
	takeBackInterrupt()
}

// faultSet are the faultSignals and inHandler, as the kernel counts.
var faultSet = func() (set uint64) {
	for _, s := range append(faultSignals, inHandler) {
		set |= 1 << (s - 1)
	}
	return set
}()

// mendable tells the signals after which a program may go on.
func mendable(s syscall.Signal) bool {
	switch s {
	case syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, syscall.SIGTRAP:
		return true
	}
	return false
}

// Deliver calls the handlers of foreign code for the signals that came while no
// foreign code ran. One may leave by longjmp to where the session called setjmp (see
// MarkJump), which ends this.
func (p *Process) Deliver() (jumped bool) {
	for set := atomic.LoadUint64(&strays); set != 0 && !jumped; set &= set - 1 {
		sig := uintptr(bits.TrailingZeros64(set)) + 1
		if p.demanded(sig) && takeStray(sig) {
			jumped = p.callHandler(sig)
		}
	}
	return jumped
}

func (p *Process) demanded(sig uintptr) bool { return demands[sig].handler > ignored }

// lateSignal is what a handler gets to see of a signal that is over.
var lateSignal struct {
	info    [16]uint64  // siginfo_t
	context [128]uint64 // ucontext_t
}

func addressOf(word *uint64) uint64 { return uint64(uintptr(unsafe.Pointer(word))) }

// callHandler calls what foreign code has for the signal. That it does not return is
// told by the next Call, but for a jump.
func (p *Process) callHandler(sig uintptr) (jumped bool) {
	lateSignal.info = [16]uint64{uint64(sig)}
	img := &ctypes.Image{GPR: [8]uint64{uint64(sig), addressOf(&lateSignal.info[0]), addressOf(&lateSignal.context[0])}}
	p.enter(demands[sig].handler, img)
	if img.Signal == ctypes.SignalStaleJump {
		return true
	}
	if img.Signal != 0 && img.Signal != sigInterrupt && atomic.CompareAndSwapUint32(&crashed.claimed, 0, 1) {
		crashed.sig, crashed.code, crashed.addr = uintptr(img.Signal), uintptr(img.Code), uintptr(img.FaultAddr)
		crashed.pc, crashed.errcode, crashed.tid = uintptr(img.FaultPC), uintptr(img.FaultAccess), 0
		atomic.StoreUint32(&crashed.ready, 1)
	}
	return false
}

var interruptIgnored bool // from the start, as behind nohup

// takeBackInterrupt gives Ctrl-C back to Go where foreign code has taken it away.
func takeBackInterrupt() {
	if actionOf(syscall.SIGINT).handler <= ignored && !interruptIgnored {
		install(sigHandlerPC, syscall.SIGINT)
	}
}

// HoldInterrupts has Ctrl-C and Ctrl-\ noted, until ReleaseInterrupts: before somebody
// listens to them with os/signal, they would end the process.
func (p *Process) HoldInterrupts() {
	var set uint64
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		if oldHandlers[s] > ignored {
			set |= 1 << (s - 1)
		}
	}
	atomic.StoreUint64(&heldSignals, set)
}

// ReleaseInterrupts gives them to Go again and says whether one has come.
func (p *Process) ReleaseInterrupts() (pressed bool) {
	atomic.StoreUint64(&heldSignals, 0)
	return atomic.SwapUint64(&earlySignals, 0) != 0
}

// preemption is SIGURG, by which Go's scheduler stops a thread in Go code. Where one
// comes a moment too late it would end a pause or a sleep of C early. The evaluating
// thread has it blocked therefore, and stops at calls of Go functions. Go sends no
// second one before it has got the first: once that is thrown away, none comes.
const preemption uint64 = 1 << (syscall.SIGURG - 1)

var unpreempted bool // the host's is thrown away

func avoidPreemption() {
	if unpreempted || !onHost() {
		return
	}
	blockSignals(preemption)
	set, atOnce := preemption, syscall.Timespec{}
	got, _, _ := syscall.RawSyscall6(syscall.SYS_RT_SIGTIMEDWAIT, uintptr(unsafe.Pointer(&set)), 0, uintptr(unsafe.Pointer(&atOnce)), 8, 0, 0)
	if unpreempted = got == uintptr(syscall.SIGURG); unpreempted {
		unblockSignals(preemption)
	}
}

const (
	sigBlock   = 0 // SIG_BLOCK
	sigUnblock = 1
	sigSetMask = 2
)

// unblockSignals lets signals, bits from 0, through to the calling thread.
func unblockSignals(set uint64) { changeSignalMask(sigUnblock, set) }

func blockSignals(set uint64) { changeSignalMask(sigBlock, set) }

func changeSignalMask(how uintptr, set uint64) {
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, how, uintptr(unsafe.Pointer(&set)), 0, 8, 0, 0)
}
