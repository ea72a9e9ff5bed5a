#include "go_asm.h"
#include "textflag.h"
#include "ucontext_linux_amd64.h"
#include "abi_sysv_amd64.h"

GLOBL ·sigHandlerPC(SB), NOPTR|RODATA, $8
DATA ·sigHandlerPC(SB)/8, $sigHandler(SB)
GLOBL ·exitHookPC(SB), NOPTR|RODATA, $8
DATA ·exitHookPC(SB)/8, $exitHook(SB)
GLOBL ·threadExitHookPC(SB), NOPTR|RODATA, $8
DATA ·threadExitHookPC(SB)/8, $threadExitHook(SB)

// FROM_HERE tells whether the signal comes from this process: from kill, raise, abort
// and the like, or from a timer. Clobbers AX.
#define FROM_HERE(yes) \
	MOVL SI_CODE(SI), AX \
	CMPL AX, $0 \
	JGT  8(PC) \
	CMPL AX, $SI_QUEUE \
	JGE  3(PC) \
	CMPL AX, $SI_SIGIO \
	JGE  yes \
	MOVL SI_PID(SI), AX \
	CMPQ AX, ·ownPID(SB) \
	JEQ  yes

// These tell whether the signal is one of a set. They clobber AX and CX.
#define IS_REQUEST(yes) MOVQ $REQUESTS, AX; IN_SET(AX, yes)
#define IS_FAULT(yes) MOVQ $FAULTS, AX; IN_SET(AX, yes)
#define IS_OF_WRITE(yes) MOVQ $WRITES, AX; IN_SET(AX, yes)
#define IS_ENDING(yes) MOVQ ·ending(SB), AX; IN_SET(AX, yes)

// IN_ADDED_CODE tells whether the thread runs machine code of the session's (AddCode).
// Clobbers AX and CX.
#define IN_ADDED_CODE(yes) \
	MOVQ UC_RIP(DX), AX \
	SUBQ ·codeLo(SB), AX \
	MOVQ ·codeHi(SB), CX \
	SUBQ ·codeLo(SB), CX \
	CMPQ AX, CX \
	JCS  yes

// IS_DEMANDED tells whether foreign code has a handler for the signal. Clobbers AX
// and CX.
#define IS_DEMANDED(yes) \
	MOVL DI, CX \
	SHLQ $KERNEL_ACTION_SHIFT, CX \
	LEAQ ·demands(SB), AX \
	CMPQ kernelAction_handler(AX)(CX*1), $const_ignored \
	JHI  yes

// KEEP_REGISTERS notes at CX what a walk up the stack begins with, by DWARF numbers.
// Clobbers AX.
#define KEEP_REGISTERS \
	MOVQ UC_RAX(DX), AX; MOVQ AX, (0*8)(CX) \
	MOVQ UC_RDX(DX), AX; MOVQ AX, (1*8)(CX) \
	MOVQ UC_RCX(DX), AX; MOVQ AX, (2*8)(CX) \
	MOVQ UC_RBX(DX), AX; MOVQ AX, (3*8)(CX) \
	MOVQ UC_RSI(DX), AX; MOVQ AX, (4*8)(CX) \
	MOVQ UC_RDI(DX), AX; MOVQ AX, (5*8)(CX) \
	MOVQ UC_RBP(DX), AX; MOVQ AX, (6*8)(CX) \
	MOVQ UC_RSP(DX), AX; MOVQ AX, (7*8)(CX) \
	MOVQ UC_R8(DX), AX; MOVQ AX, (8*8)(CX) \
	MOVQ UC_R9(DX), AX; MOVQ AX, (9*8)(CX) \
	MOVQ UC_R10(DX), AX; MOVQ AX, (10*8)(CX) \
	MOVQ UC_R11(DX), AX; MOVQ AX, (11*8)(CX) \
	MOVQ UC_R12(DX), AX; MOVQ AX, (12*8)(CX) \
	MOVQ UC_R13(DX), AX; MOVQ AX, (13*8)(CX) \
	MOVQ UC_R14(DX), AX; MOVQ AX, (14*8)(CX) \
	MOVQ UC_R15(DX), AX; MOVQ AX, (15*8)(CX) \
	MOVQ UC_RIP(DX), AX; MOVQ AX, (16*8)(CX)

// C ABI: void sigHandler(int sig DI, siginfo_t *SI, ucontext_t *DX), on the
// alternate stack, with all signals blocked. Async-signal-safe: no libc.
//
// R8 is the control record that is unwound to, R10 the thread.
TEXT sigHandler(SB), NOSPLIT|NOFRAME, $0
	XORL R8, R8
	CMPQ DI, $const_sigInterrupt
	JNE  whence
	CMPL SI_CODE(SI), $SI_QUEUE
	JNE  forward // libc's
	JMP  whoseThread
whence:
	CMPL SI_CODE(SI), $SENT_ON
	JNE  whoseThread
	MOVL SI_ERRNO(SI), AX
	MOVL AX, SI_CODE(SI)
	MOVL $0, SI_ERRNO(SI)
	FROM_HERE(sentOn)
	JMP  whoseThread
sentOn:
	MOVQ $SENT_ON, UC_TRAPNO(DX) // for below: sigreturn does not look there
whoseThread:
	IN_ADDED_CODE(added)
outside: // FS may point to nowhere, or to what is overwritten
	LEAQ checkTCB(SB), AX
	CMPQ AX, UC_RIP(DX)
	JEQ  lostFS
	MOVL $SYS_gettid, AX
	SYSCALL
	LEAQ ·host(SB), R10
	CMPL AX, thread_tid(R10)
	JNE  notHost
	CMPQ thread_tp(R10), $0
	JNE  known
notHost:
	LEAQ ·guest(SB), R10
	CMPL AX, thread_tid(R10)
	JNE  other
	CMPQ thread_tp(R10), $0
	JEQ  other

known:
	IN_ADDED_CODE(asIfC)
	CMPL thread_foreign(R10), $0
	JEQ  inGo // or in libc, called by Go's runtime
active:
	MOVQ thread_active(R10), R8
	TESTQ R8, R8
	JEQ  inGo
	MOVQ UC_RIP(DX), CX
	LEAQ thunkFault(SB), AX
	SUBQ AX, CX
	LEAQ thunkFaultEnd(SB), R9
	SUBQ AX, R9
	CMPQ CX, R9
	JCS  inGo // the call is ending
	CMPQ DI, $const_sigInterrupt
	JNE  signal
	CMPL ·interrupted(SB), $0
	JNE  pressed
	CMPL ·crashed+crash_ready(SB), $0
	JEQ  done // came too late
	JMP  fault
pressed:
	CMPL ·impatient(SB), $0
	JNE  fault
	MOVQ UC_RCX(DX), AX // syscall leaves in RCX where it returns to
	SUBQ UC_RIP(DX), AX
	CMPQ AX, $SYSCALL_SIZE
	JHI  done
	JMP  fault // in a system call, or about to make it again

added: // see AddCode
	CMPQ DI, $SIGSEGV
	JEQ  touched
	CMPQ DI, $SIGBUS
	JNE  outside
touched:
	CMPL SI_CODE(SI), $0
	JLE  outside
	MOVQ UC_RSP(DX), AX // what it keeps there it would need on its way back
	SUBQ SI_ADDR(SI), AX
	CMPQ AX, $const_redZone
	JLS  outside
	MOVQ UC_R11(DX), AX
	TESTQ AX, AX
	JEQ  outside
	MOVQ AX, UC_RIP(DX)
	RET

asIfC: // what it has of the lock is of no use any more
	MOVL $1, thread_foreign(R10)
	JMP  active

signal:
	LEAQ sendSelf(SB), AX
	ADDQ $SYSCALL_SIZE, AX
	CMPQ AX, UC_RIP(DX)
	JNE  whose
	MOVQ UC_RSP(DX), AX // as if kill had returned, for who walks up the stack
	MOVQ SELF_FRAME(AX), CX
	MOVQ CX, UC_RIP(DX)
	LEAQ (SELF_FRAME+8)(AX), AX
	MOVQ AX, UC_RSP(DX)
whose:
	FROM_HERE(ownWish)
	IS_REQUEST(forward) // somebody wants us to end
ownWish:
	CALL handOn(SB)
	IS_FAULT(fault)
	CMPQ DI, $SIGINT
	JEQ  ctrlC
	IS_ENDING(ending)
	JMP  forward
ctrlC: // raised here, or a handler that foreign code had for it is gone
	FROM_HERE(interrupt)
	JMP  forward
interrupt:
	MOVL $1, ·interrupted(SB)
	MOVQ $const_sigInterrupt, DI
	JMP  fault
ending:
	CMPL ·flushing(SB), $0
	JEQ  fault
	IS_OF_WRITE(done)
	JMP  note

fault:
	// fork copies the thread and all this: the child must not come back as a
	// second session.
	MOVL $SYS_getpid, AX // clobbers CX and R11
	SYSCALL
	CMPQ AX, ·ownPID(SB)
	JNE  child
	MOVQ DI, control_sig(R8)
	MOVLQSX SI_CODE(SI), AX
	CMPQ UC_TRAPNO(DX), $SENT_ON
	JNE  code
	MOVQ $SENT_ON, AX
code:
	MOVQ AX, control_code(R8)
	MOVQ SI_ADDR(SI), AX
	MOVQ AX, control_addr(R8)
	MOVQ UC_RIP(DX), AX
	MOVQ AX, CX
	SUBQ ·textLo(SB), CX
	MOVQ ·textHi(SB), R9
	SUBQ ·textLo(SB), R9
	CMPQ CX, R9
	JCC  ofC
	XORL AX, AX // our own code around the call
ofC:
	MOVQ AX, control_pc(R8)
	MOVQ $-1, AX
	CMPQ UC_TRAPNO(DX), $TRAP_PAGE_FAULT
	JNE  noAccess
	MOVQ UC_ERR(DX), AX
noAccess:
	MOVQ AX, control_errcode(R8)
	LEAQ ·kept+snapshot_regs(SB), CX
	KEEP_REGISTERS
	MOVQ $0, ·kept+snapshot_size(SB)

	// The stack below the control record, as far as it is in use: Go's runtime
	// will work there before anybody has looked. SP may be anything.
	MOVQ R8, AX
	SUBQ $const_snapshotSize, AX
	MOVQ thread_callLimit(R10), CX
	SUBQ $const_callReserve, CX
	CMPQ AX, CX
	CMOVQCS CX, AX
	MOVQ UC_RSP(DX), CX
	CMPQ AX, CX
	CMOVQCS CX, AX
	MOVQ R8, CX
	SUBQ AX, CX
	JCS  unwind
	MOVQ AX, ·kept+snapshot_base(SB)
	MOVQ CX, ·kept+snapshot_size(SB)
	MOVQ AX, SI
	LEAQ ·kept+snapshot_stack(SB), DI
	REP; MOVSB

unwind:
	BTRQ $(const_inHandler-1), UC_SIGMASK(DX)
	MOVQ R8, UC_RBX(DX)
	MOVQ R8, UC_RSP(DX)
	LEAQ thunkFault(SB), AX
	MOVQ AX, UC_RIP(DX)
	ANDQ $~EFL_UNWANTED, UC_EFL(DX)
done:
	RET

child:
	JMP  dieOf(SB)

inGo:
	CMPQ DI, $const_sigInterrupt
	JEQ  done // the call is over, or has not begun: it is sent again
	CMPQ DI, $SIGFPE
	JNE  elsewhere
	CMPL SI_CODE(SI), $0
	JLE  elsewhere
	CMPQ UC_TRAPNO(DX), $TRAP_SIMD_FP
	JNE  forward

	// Foreign code has unmasked floating-point exceptions, and Go computes: its
	// own bits, and once more.
	MOVQ UC_FPREGS(DX), AX
	MOVL FP_MXCSR(AX), CX
	ANDL $const_mxcsrEnv, CX
	MOVL CX, thread_mxcsr(R10)
	MOVL $1, thread_away(R10)
	MOVL $const_goMXCSR, FP_MXCSR(AX)
	RET

lostFS: // checkTCB reads again
	CALL restoreTCB(SB)
	MOVL $const_restoredFS, ·restored(SB)
	RET

other: // a thread that is not ours
	XORL R10, R10
	CMPQ DI, $const_sigInterrupt
	JEQ  done
	MOVQ UC_RIP(DX), R9
	LEAQ probeStack(SB), AX
	MOVQ R9, CX
	SUBQ AX, CX
	CMPQ CX, $PROBE_SIZE
	JCS  foreign
	CMPQ R9, ·textLo(SB)
	JCS  foreign
	CMPQ R9, ·textHi(SB)
	JCS  elsewhere
foreign: // what is meant for this very thread ends or interrupts it
	IS_OF_WRITE(writes)
	CMPL SI_CODE(SI), $SI_TKILL
	JEQ  raised
	CMPL SI_CODE(SI), $0
	JLE  elsewhere
	IS_FAULT(meant)
	JMP  elsewhere
writes:
	CALL handOn(SB)
	RET
raised:
	MOVL SI_PID(SI), AX
	CMPQ AX, ·ownPID(SB)
	JNE  elsewhere
	CMPQ DI, $SIGABRT
	JNE  meant
	GET_G(AX)
	TESTQ AX, AX
	JNE  child // a thread of Go's: its runtime could not get another, say
meant:
	CALL handOn(SB)
	CMPQ DI, $SIGINT
	JEQ  forward
	IS_ENDING(park0)
	JMP  forward
park0:
	MOVLQSX SI_CODE(SI), R12
	MOVQ SI_ADDR(SI), R13
	MOVQ $-1, R14
	CMPQ UC_TRAPNO(DX), $TRAP_PAGE_FAULT
	JNE  park1
	MOVQ UC_ERR(DX), R14
park1:
	JMP  park(SB)

// elsewhere is a signal that no foreign code has met. If it is meant for the process,
// and not for Go, the host gets it, at once or when it does not run Go any more.
elsewhere:
	CMPL SI_CODE(SI), $0
	JLE  sent
	IS_FAULT(forward)
sent:
	FROM_HERE(here)
	IS_REQUEST(forward)
	JMP  process
here:
	CMPL SI_CODE(SI), $SI_TKILL
	JNE  process
	TESTQ R10, R10
	JNE  process
	IS_ENDING(child) // Go's runtime wants to die of it
process:
	IS_DEMANDED(toHost)
	IS_OF_WRITE(forward) // a write of Go's: it sees that it has failed
	CMPQ DI, $SIGINT
	JEQ  forward // like Ctrl-C
	IS_ENDING(toHost)
	JMP  forward
toHost:
	LEAQ ·host(SB), CX
	CMPQ R10, CX
	JEQ  note
	CMPQ thread_tp(CX), $0
	JEQ  note // nobody evaluates
	MOVL SI_CODE(SI), AX
	MOVL AX, SI_ERRNO(SI) // the kernel lets a thread claim few codes
	MOVL $SENT_ON, SI_CODE(SI)
	MOVQ DI, DX
	MOVQ SI, R10
	MOVL $SYS_getpid, AX
	SYSCALL
	MOVQ AX, DI
	MOVQ AX, SI // in a child the host is the first thread
	CMPQ AX, ·ownPID(SB)
	JNE  send
	MOVLQSX ·host+thread_tid(SB), SI
send:
	MOVL $SYS_rt_tgsigqueueinfo, AX
	SYSCALL
	RET
note:
	MOVL DI, CX
	SHLQ $KERNEL_ACTION_SHIFT, CX
	LEAQ ·demands(SB), AX
	CMPQ kernelAction_handler(AX)(CX*1), $const_ignored
	JEQ  done
	JHI  mark
	MOVL $SYS_getpid, AX
	SYSCALL
	CMPQ AX, ·ownPID(SB)
	JNE  child
mark:
	LEAL -1(DI), CX
	LOCK
	BTSQ CX, ·strays(SB)
	RET

forward:
	JMP  forwardSignal(SB)

// C ABI: void forwardSignal(int sig DI, siginfo_t *SI, ucontext_t *DX) goes on in Go's
// handler. A signal that is held is only noted.
TEXT forwardSignal(SB), NOSPLIT|NOFRAME, $0
	MOVQ ·heldSignals(SB), AX
	IN_SET(AX, held)
	MOVQ SI_ADDR(SI), AX
	MOVQ AX, ·lastGoFault(SB)
	LEAQ ·oldHandlers(SB), R8
	MOVLQZX DI, R9
	MOVQ (R8)(R9*8), AX
	CMPQ AX, $2
	JCS  done // SIG_DFL, SIG_IGN
	JMP  AX
held:
	LOCK
	BTSQ CX, ·earlySignals(SB)
done:
	RET

// dieOf ends this process by the signal DI, as if there were no handler.
TEXT dieOf(SB), NOSPLIT|NOFRAME, $0
	LEAQ -kernelAction__size(SP), SP
	MOVQ DI, R12
	XORPS X0, X0
	MOVUPS X0, 0(SP)
	MOVUPS X0, 16(SP)
	MOVQ SP, SI
	XORL DX, DX
	MOVL $8, R10
	MOVL $SYS_rt_sigaction, AX
	SYSCALL
	MOVL $SIG_SETMASK, DI
	MOVQ SP, SI
	MOVL $SYS_rt_sigprocmask, AX
	SYSCALL
	MOVL $SYS_getpid, AX
	SYSCALL
	MOVQ AX, DI
	MOVQ R12, SI
	MOVL $SYS_kill, AX
	SYSCALL
	LEAQ 128(R12), DI
	MOVL $SYS_exit_group, AX
	SYSCALL
	INT  $3

// park notes what ended a thread that is not ours (DI signal, R12 code, R13
// address, R9 PC, R14 error code, DX ucontext or 0), tells the host, and keeps the
// thread for ever, its stack as it was.
TEXT park(SB), NOSPLIT|NOFRAME, $0
	MOVL $SYS_getpid, AX
	SYSCALL
	MOVQ AX, R15
	CMPQ AX, ·ownPID(SB)
	JEQ  ours
	JMP  dieOf(SB)
ours:
	MOVL $1, AX
	XCHGL AX, ·crashed+crash_claimed(SB)
	TESTL AX, AX
	JNE  again // the first crash is the one that is told
	MOVL $SYS_gettid, AX
	SYSCALL
	MOVQ AX, ·crashed+crash_tid(SB)
	MOVQ DI, ·crashed+crash_sig(SB)
	MOVQ R12, ·crashed+crash_code(SB)
	MOVQ R13, ·crashed+crash_addr(SB)
	MOVQ R9, ·crashed+crash_pc(SB)
	MOVQ R14, ·crashed+crash_errcode(SB)
	TESTQ DX, DX
	JEQ  kept
	LEAQ ·crashed+crash_regs(SB), CX
	KEEP_REGISTERS
kept:
	MOVL $1, ·crashed+crash_ready(SB)
	MOVQ R15, DI
	MOVLQSX ·host+thread_tid(SB), SI
	MOVQ $const_sigInterrupt, DX
	LEAQ -128(SP), SP // siginfo_t
	MOVL $SI_QUEUE, SI_CODE(SP)
	MOVQ SP, R10
	MOVL $SYS_rt_tgsigqueueinfo, AX
	SYSCALL
again: // libc waits for every thread to hear of a setuid
	MOVQ $~(1<<(const_sigInterrupt-1)), AX
	MOVQ AX, -8(SP)
	MOVL $SIG_SETMASK, DI
	LEAQ -8(SP), SI
	XORL DX, DX
	MOVL $8, R10
	MOVL $SYS_rt_sigprocmask, AX
	SYSCALL
asleep:
	MOVL $SYS_pause, AX
	SYSCALL
	JMP  asleep

// C ABI: void exitHook(void *DI, int status SI), called by exit as the newest of
// its handlers. glibc gives the status.
TEXT exitHook(SB), NOSPLIT|NOFRAME, $0
	MOVL $SYS_getpid, AX
	SYSCALL
	CMPQ AX, ·ownPID(SB)
	JNE  pass
	THREAD_POINTER(AX)
	LEAQ ·host(SB), R10
	CMPQ AX, thread_tp(R10)
	JEQ  known
	LEAQ ·guest(SB), R10
	CMPQ AX, thread_tp(R10)
	JEQ  known
	CALL restoreTCB(SB)
	LEAQ ·host(SB), R10
	JNE  known
	// a library's thread, or the process itself: nobody evaluates, or it is the
	// first thread
	CMPQ ·host+thread_tp(SB), $0
	JEQ  pass
	MOVL $SYS_gettid, AX
	SYSCALL
	CMPQ AX, ·ownPID(SB)
	JEQ  pass
	MOVQ $-1, DI
	MOVLQSX SI, R12
	XORL R13, R13
	XORL R9, R9
	MOVQ $-1, R14
	XORL DX, DX
	JMP  park(SB)
known:
	CMPL thread_foreign(R10), $0
	JEQ  pass
	MOVQ thread_active(R10), R8
	TESTQ R8, R8
	JEQ  pass
	MOVQ $-1, control_sig(R8) // ctypes.SignalExit
	NO_FAULT(R8)
	MOVLQSX SI, AX
	MOVQ AX, control_code(R8)
	MOVQ R8, BX
	JMP  thunkFault(SB)
pass:
	RET

// C ABI: void threadExitHook(void *), a cleanup handler of the host and the guest. pthread_exit
// and a cancellation call it, having come to the end of the stack that they can
// read; the thread is alive as long as it does not return.
TEXT threadExitHook(SB), NOSPLIT|NOFRAME, $0
	THREAD_POINTER(AX)
	LEAQ ·host(SB), R10
	CMPQ AX, thread_tp(R10)
	JEQ  known
	LEAQ ·guest(SB), R10
	CMPQ AX, thread_tp(R10)
	JEQ  known
	LEAQ ·host(SB), R10
	CALL restoreTCB(SB)
	JEQ  pass
known:
	CMPL thread_foreign(R10), $0
	JEQ  pass
	MOVQ thread_active(R10), R8
	TESTQ R8, R8
	JEQ  pass
	MOVQ $-4, control_sig(R8) // ctypes.SignalThreadExit
	NO_FAULT(R8)
	MOVQ R8, BX
	JMP  thunkFault(SB)
pass:
	RET
