#include "go_asm.h"
#include "textflag.h"
#include "ucontext_linux_amd64.h"
#include "abi_sysv_amd64.h"

GLOBL ·sigHandlerPC(SB), NOPTR|RODATA, $8
DATA ·sigHandlerPC(SB)/8, $sigHandler(SB)
GLOBL ·exitHookPC(SB), NOPTR|RODATA, $8
DATA ·exitHookPC(SB)/8, $exitHook(SB)

// C ABI: void sigHandler(int sig DI, siginfo_t *SI, ucontext_t *DX), on the
// alternate stack, with all signals blocked. Async-signal-safe: no libc.
//
// R8 is the control record that is unwound to, R10 the thread.
TEXT sigHandler(SB), NOSPLIT|NOFRAME, $0
	THREAD_POINTER(AX)
	LEAQ ·host(SB), R10
	CMPQ AX, thread_tp(R10)
	JEQ  known
	LEAQ ·guest(SB), R10
	CMPQ AX, thread_tp(R10)
	JNE  other

known:
	CMPL thread_foreign(R10), $0
	JEQ  forward // Go, or libc called by Go's runtime
	MOVQ thread_active(R10), R8
	TESTQ R8, R8
	JEQ  forward
	CMPQ DI, $const_sigInterrupt
	JNE  fault
	CMPL ·interrupted(SB), $0
	JNE  fault
	CMPL ·crashed+crash_ready(SB), $0
	JEQ  done // came too late

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

other: // a thread that is not ours
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
	JCS  forward
foreign:
	MOVLQSX SI_CODE(SI), R12
	MOVQ SI_ADDR(SI), R13
	MOVQ $-1, R14
	CMPQ UC_TRAPNO(DX), $TRAP_PAGE_FAULT
	JNE  park1
	MOVQ UC_ERR(DX), R14
park1:
	JMP  park(SB)

forward:
	CMPQ DI, $const_sigInterrupt
	JEQ  done // the call is over, or has not begun: it is sent again
	MOVQ SI_ADDR(SI), AX
	MOVQ AX, ·lastGoFault(SB)
	LEAQ ·oldHandlers(SB), R8
	MOVLQZX DI, R9
	MOVQ (R8)(R9*8), AX
	CMPQ AX, $2
	JCS  done // SIG_DFL, SIG_IGN
	JMP  AX

// park notes what ended a thread that is not ours (DI signal, R12 code, R13
// address, R9 PC, R14 error code), tells the host, and keeps the thread for ever.
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
	MOVL $1, ·crashed+crash_ready(SB)
	MOVQ R15, DI
	MOVLQSX ·host+thread_tid(SB), SI
	MOVQ $const_sigInterrupt, DX
	MOVL $SYS_tgkill, AX
	SYSCALL
again:
	MOVL $SYS_pause, AX
	SYSCALL
	JMP  again

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
	JMP  park(SB)
known:
	CMPL thread_foreign(R10), $0
	JEQ  pass
	MOVQ thread_active(R10), R8
	TESTQ R8, R8
	JEQ  pass
	MOVQ $-1, control_sig(R8) // ctypes.SignalExit
	MOVLQSX SI, AX
	MOVQ AX, control_code(R8)
	MOVQ $0, control_addr(R8)
	MOVQ $0, control_pc(R8)
	MOVQ $-1, control_errcode(R8)
	MOVQ R8, BX
	JMP  thunkFault(SB)
pass:
	RET
