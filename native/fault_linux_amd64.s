#include "go_asm.h"
#include "textflag.h"
#include "ucontext_linux_amd64.h"
#include "abi_sysv_amd64.h"

GLOBL ·sigHandlerPC(SB), NOPTR|RODATA, $8
DATA ·sigHandlerPC(SB)/8, $sigHandler(SB)
GLOBL ·forwardSignalPC(SB), NOPTR|RODATA, $8
DATA ·forwardSignalPC(SB)/8, $forwardSignal(SB)
GLOBL ·exitHookPC(SB), NOPTR|RODATA, $8
DATA ·exitHookPC(SB)/8, $exitHook(SB)
GLOBL ·threadExitHookPC(SB), NOPTR|RODATA, $8
DATA ·threadExitHookPC(SB)/8, $threadExitHook(SB)

// FROM_HERE tells whether this process has sent the signal to itself: with kill,
// raise, abort and the like. Clobbers AX.
#define FROM_HERE(yes) \
	CMPL SI_CODE(SI), $0 \
	JGT  4(PC) \
	MOVL SI_PID(SI), AX \
	CMPQ AX, ·ownPID(SB) \
	JEQ  yes

// IS_REQUEST tells whether the signal asks the process to end, IS_FAULT whether it is
// one of those that foreign code ends with. Clobber AX.
#define IS_REQUEST(yes) \
	MOVQ $REQUESTS, AX \
	BTQ  DI, AX \
	JCS  yes

#define IS_FAULT(yes) \
	MOVQ $FAULTS, AX \
	BTQ  DI, AX \
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
	JNE  whoseThread
	CMPL SI_CODE(SI), $SI_QUEUE
	JNE  forward // libc's
whoseThread:
	THREAD_POINTER(AX)
	LEAQ ·host(SB), R10
	CMPQ AX, thread_tp(R10)
	JEQ  known
	LEAQ ·guest(SB), R10
	CMPQ AX, thread_tp(R10)
	JNE  other

known:
	CMPL thread_foreign(R10), $0
	JEQ  inGo // or in libc, called by Go's runtime
	MOVQ thread_active(R10), R8
	TESTQ R8, R8
	JEQ  inGo
	CMPQ DI, $const_sigInterrupt
	JNE  signal
	MOVQ UC_RIP(DX), CX
	LEAQ thunkFault(SB), AX
	SUBQ AX, CX
	LEAQ thunkFaultEnd(SB), R9
	SUBQ AX, R9
	CMPQ CX, R9
	JCS  done // the call is ending: several interrupts can be on their way
	CMPL ·interrupted(SB), $0
	JNE  fault
	CMPL ·crashed+crash_ready(SB), $0
	JEQ  done // came too late
	JMP  fault

signal:
	FROM_HERE(ownWish)
	IS_REQUEST(forward) // somebody wants us to end
	CALL handOn(SB)
	IS_FAULT(fault)
	JMP  forward
ownWish:
	CALL handOn(SB)
	CMPQ DI, $SIGINT
	JEQ  forward

fault:
	// fork copies the thread and all this: the child must not come back as a
	// second session.
	MOVL $SYS_getpid, AX // clobbers CX and R11
	SYSCALL
	CMPQ AX, ·ownPID(SB)
	JNE  child
	MOVQ DI, control_sig(R8)
	MOVLQSX SI_CODE(SI), AX
	MOVQ AX, control_code(R8)
	MOVQ SI_ADDR(SI), AX
	MOVQ AX, control_addr(R8)
	MOVQ UC_RIP(DX), AX
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
	ADDQ $128, DI
	MOVL $SYS_exit_group, AX
	SYSCALL

inGo:
	CMPQ DI, $const_sigInterrupt
	JEQ  done // the call is over, or has not begun: it is sent again
	FROM_HERE(stray)
	CMPQ DI, $SIGFPE
	JNE  notMeant
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

other: // a thread that is not ours
	CMPQ DI, $const_sigInterrupt
	JEQ  done
	FROM_HERE(sentHere)
	JMP  whose
sentHere: // kill may choose any thread; raise and abort mean their own
	CMPL SI_CODE(SI), $SI_TKILL
	JNE  stray
whose:
	MOVQ UC_RIP(DX), R9
	LEAQ probeStack(SB), AX
	MOVQ R9, CX
	SUBQ AX, CX
	CMPQ CX, $PROBE_SIZE
	JCS  foreign
	CMPQ R9, ·textLo(SB)
	JCS  foreign
	CMPQ R9, ·textHi(SB)
	JCC  foreign
	FROM_HERE(stray)
	JMP  notMeant
foreign:
	FROM_HERE(ownWish2)
	IS_REQUEST(forward)
	CALL handOn(SB)
	IS_FAULT(park0)
	JMP  forward
ownWish2:
	CALL handOn(SB)
	CMPQ DI, $SIGINT
	JEQ  forward
park0:
	MOVLQSX SI_CODE(SI), R12
	MOVQ SI_ADDR(SI), R13
	MOVQ $-1, R14
	CMPQ UC_TRAPNO(DX), $TRAP_PAGE_FAULT
	JNE  park1
	MOVQ UC_ERR(DX), R14
park1:
	JMP  park(SB)

// notMeant is a signal for the process that a thread in Go got. Foreign code may
// have a handler for it.
notMeant:
	IS_FAULT(forward)
	IS_REQUEST(forward)
	IS_DEMANDED(stray)
	JMP  forward

// stray is a signal that the process has sent itself, but not to a thread in
// foreign code: it is noted, and ends nothing. The host in foreign code gets it if
// there is a handler.
stray:
	IS_DEMANDED(redirect)
note:
	LOCK
	BTSQ DI, ·strays(SB)
	RET
redirect:
	LEAQ ·host(SB), R10
	CMPL thread_foreign(R10), $0
	JEQ  note
	CMPQ thread_active(R10), $0
	JEQ  note
	MOVQ DI, DX
	MOVQ ·ownPID(SB), DI
	MOVLQSX thread_tid(R10), SI
	MOVL $SYS_tgkill, AX
	SYSCALL
	RET

forward:
	JMP  forwardSignal(SB)

// C ABI: void forwardSignal(int sig DI, siginfo_t *SI, ucontext_t *DX) goes on in Go's
// handler. A signal that is held is only noted.
TEXT forwardSignal(SB), NOSPLIT|NOFRAME, $0
	MOVQ ·heldSignals(SB), AX
	BTQ  DI, AX
	JCS  held
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
	BTSQ DI, ·earlySignals(SB)
done:
	RET

// park notes what ended a thread that is not ours (DI signal, R12 code, R13
// address, R9 PC, R14 error code, DX ucontext or 0), tells the host, and keeps the
// thread for ever, its stack as it was.
TEXT park(SB), NOSPLIT|NOFRAME, $0
	MOVL $SYS_getpid, AX
	SYSCALL
	MOVQ AX, R15
	CMPQ AX, ·ownPID(SB)
	JEQ  ours
	ADDQ $128, DI
	MOVL $SYS_exit_group, AX
	SYSCALL
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

// C ABI: void threadExitHook(void *), a cleanup handler of the host. pthread_exit
// and a cancellation call it, having come to the end of the stack that they can
// read; the thread is alive as long as it does not return.
TEXT threadExitHook(SB), NOSPLIT|NOFRAME, $0
	THREAD_POINTER(AX)
	LEAQ ·host(SB), R10
	CMPQ AX, thread_tp(R10)
	JNE  pass
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
