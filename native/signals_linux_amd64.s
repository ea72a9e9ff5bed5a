#include "go_asm.h"
#include "textflag.h"
#include "ucontext_linux_amd64.h"
#include "abi_sysv_amd64.h"

GLOBL ·sigmaskPC(SB), NOPTR|RODATA, $8
DATA ·sigmaskPC(SB)/8, $sigmask(SB)
GLOBL ·sigprocmaskPC(SB), NOPTR|RODATA, $8
DATA ·sigprocmaskPC(SB)/8, $sigprocmask(SB)
GLOBL ·sigactionPC(SB), NOPTR|RODATA, $8
DATA ·sigactionPC(SB)/8, $sigaction(SB)
GLOBL ·sigaltstackPC(SB), NOPTR|RODATA, $8
DATA ·sigaltstackPC(SB)/8, $sigaltstack(SB)
GLOBL ·killPC(SB), NOPTR|RODATA, $8
DATA ·killPC(SB)/8, $kill(SB)
GLOBL ·sigqueuePC(SB), NOPTR|RODATA, $8
DATA ·sigqueuePC(SB)/8, $sigqueue(SB)

// struct sigaction of glibc and musl.
#define SA_HANDLER 0
#define SA_MASK 8
#define SA_FLAGS 136
#define SA_RESTORER 144
#define SA_NODEFER_BIT 30
#define SA_RESETHAND_BIT 31

// C ABI: int pthread_sigmask(int how DI, const sigset_t *SI, sigset_t *DX). The error
// number is the result.
TEXT sigmask(SB), NOSPLIT|NOFRAME, $0
	CALL changeMask(SB)
	NEGL AX
	RET

// C ABI: int sigprocmask(int how DI, const sigset_t *SI, sigset_t *DX).
TEXT sigprocmask(SB), NOSPLIT|NOFRAME, $0
	CALL changeMask(SB)
	JMP  cResult(SB)

// changeMask makes the system call for both, without the signals that must not be
// blocked.
TEXT changeMask(SB), NOSPLIT|NOFRAME, $0
	TESTQ SI, SI
	JEQ  call
	CMPL DI, $SIG_UNBLOCK
	JEQ  call
	MOVQ (SI), AX
	MOVQ $~UNBLOCKABLE, CX
	ANDQ CX, AX
	MOVQ AX, -8(SP)
	LEAQ -8(SP), SI
call:
	MOVL $8, R10
	MOVL $SYS_rt_sigprocmask, AX
	SYSCALL
	RET

// C ABI: int sigaltstack(const stack_t *DI, stack_t *SI).
TEXT sigaltstack(SB), NOSPLIT|NOFRAME, $0
	THREAD_POINTER(AX)
	CMPQ AX, ·host+thread_tp(SB)
	JEQ  keep
	CMPQ AX, ·guest+thread_tp(SB)
	JNE  call
keep:
	XORL DI, DI
call:
	MOVL $SYS_sigaltstack, AX
	SYSCALL
	JMP  cResult(SB)

// C ABI: int kill(pid_t DI, int SI) and int sigqueue(pid_t DI, int SI, union sigval DX).
// What the process sends itself goes to the calling thread unless that has it blocked,
// so that it arrives before they return. The kernel would choose the first thread,
// which is one of Go's.
TEXT kill(SB), NOSPLIT|NOFRAME, $0
	LEAQ -SELF_FRAME(SP), SP
	MOVL $SI_USER, R8
	XORL DX, DX
	CALL prepareSelf(SB)
	JEQ  self
	MOVL SELF_SIGNAL(SP), SI
	LEAQ SELF_FRAME(SP), SP
	MOVL $SYS_kill, AX
	SYSCALL
	JMP  cResult(SB)
self:
	JMP  sendSelf(SB)

TEXT sigqueue(SB), NOSPLIT|NOFRAME, $0
	LEAQ -SELF_FRAME(SP), SP
	MOVL $SI_QUEUE, R8
	CALL prepareSelf(SB)
	JEQ  self
	MOVL SELF_SIGNAL(SP), SI
	MOVQ SP, DX
	MOVL $SYS_rt_sigqueueinfo, AX
self:
	JMP  sendSelf(SB)

// sendSelf ends both. sigHandler looks for signals that arrive behind the system call.
TEXT sendSelf(SB), NOSPLIT|NOFRAME, $0
	SYSCALL
	LEAQ SELF_FRAME(SP), SP
	JMP  cResult(SB)

// prepareSelf fills in the siginfo_t in the frame above, for the signal SI with code R8
// and value DX, and says with the zero flag whether the signal is for this process, DI,
// and can reach this thread: then all is ready for the system call. Keeps DI.
TEXT prepareSelf(SB), NOSPLIT|NOFRAME, $0
	MOVQ DI, R9
	LEAQ 8(SP), DI
	XORL AX, AX
	MOVL $(SELF_FRAME/8), CX
	CLD
	REP; STOSQ
	MOVQ R9, DI
	MOVL SI, 8(SP)
	MOVL R8, (8+SI_CODE)(SP)
	MOVQ DX, (8+SI_VALUE)(SP)
	MOVL SI, (8+SELF_SIGNAL)(SP)
	MOVL $SYS_getuid, AX
	SYSCALL
	MOVL AX, (8+SI_UID)(SP)
	MOVL $SYS_getpid, AX
	SYSCALL
	MOVL AX, (8+SI_PID)(SP)
	MOVQ AX, R8
	CMPL AX, DI
	JNE  done
	CMPQ AX, ·ownPID(SB)
	JNE  done // a child
	LEAL -1(SI), R9
	CMPL R9, $63
	JHI  done
	MOVL DI, R8
	XORL DI, DI
	XORL SI, SI
	LEAQ -8(SP), DX
	MOVL $8, R10
	MOVL $SYS_rt_sigprocmask, AX
	SYSCALL
	MOVL $SYS_gettid, AX
	SYSCALL
	MOVQ R8, DI
	MOVQ AX, SI
	MOVL (8+SELF_SIGNAL)(SP), DX
	LEAQ 8(SP), R10
	MOVQ -8(SP), CX
	MOVL $SYS_rt_tgsigqueueinfo, AX
	BTQ  R9, CX
	SBBL CX, CX
done:
	RET

// cResult returns what the system call in AX has returned, in the way of C.
TEXT cResult(SB), NOSPLIT|NOFRAME, $0
	CMPQ AX, $-4095
	JCC  failed
	RET
failed:
	NEGQ AX
	PUSHQ AX
	MOVQ ·errnoOf(SB), AX
	CALL AX
	POPQ CX
	MOVL CX, (AX)
	MOVL $-1, AX
	RET

// The frame of sigaction: the action for the kernel, the one that was demanded
// before, the one that the kernel had.
#define NEW 0
#define OLD kernelAction__size
#define WAS (2*kernelAction__size)
#define SIGACTION_FRAME (3*kernelAction__size+8)

// C ABI: int sigaction(int sig DI, const struct sigaction *SI, struct sigaction *DX).
TEXT sigaction(SB), NOSPLIT|NOFRAME, $0
	LEAQ -SIGACTION_FRAME(SP), SP
	MOVQ DX, R9
	XORL R8, R8 // the action for the kernel
	TESTQ SI, SI
	JEQ  whose
	LEAQ NEW(SP), R8
	MOVQ SA_HANDLER(SI), AX
	MOVQ AX, kernelAction_handler(R8)
	MOVQ SA_MASK(SI), AX
	MOVQ $~UNBLOCKABLE, CX
	ANDQ CX, AX
	MOVQ AX, kernelAction_mask(R8)
	MOVLQSX SA_FLAGS(SI), AX
	ORQ  $const_saRestorer, AX
	MOVQ AX, kernelAction_flags(R8)
	MOVQ ·signalReturn(SB), AX
	MOVQ AX, kernelAction_restorer(R8)

whose:
	LEAL -1(DI), CX
	CMPL CX, $64
	JCC  direct
	MOVQ $OBSERVED, AX
	BTQ  CX, AX
	JCC  direct
	TESTQ R8, R8
	JEQ  observed
	CMPQ kernelAction_handler(R8), $0
	JNE  observed
	THREAD_POINTER(AX)
	CMPQ AX, ·host+thread_tp(SB)
	JNE  observed
	CMPL ·host+thread_foreign(SB), $0
	JEQ  direct // Go's runtime wants to die of it: of a closed pipe, say

observed:
	MOVL $SYS_getpid, AX
	SYSCALL
	CMPQ AX, ·ownPID(SB)
	JNE  direct // a child, maybe in our memory

	MOVL DI, CX
	SHLQ $KERNEL_ACTION_SHIFT, CX
	LEAQ ·demands(SB), AX
	ADDQ CX, AX
	MOVUPS 0(AX), X0
	MOVUPS 16(AX), X1
	MOVUPS X0, (OLD+0)(SP)
	MOVUPS X1, (OLD+16)(SP)
	TESTQ R8, R8
	JEQ  succeeded
	MOVUPS (NEW+0)(SP), X0
	MOVUPS (NEW+16)(SP), X1
	MOVUPS X0, 0(AX)
	MOVUPS X1, 16(AX)
	CMPL DI, $SIGURG
	JEQ  succeeded // Go's scheduler lives from it
	MOVQ ·ending(SB), AX
	CMPQ kernelAction_handler(R8), $const_ignored
	JCS  default
	JNE  ours
	MOVQ $HELD, AX
default:
	IN_SET(AX, ours)
	JMP  change // the kernel does nothing bad
ours:
	MOVQ ·sigHandlerPC(SB), AX
	MOVQ AX, kernelAction_handler(R8)
	MOVQ kernelAction_flags(R8), AX
	BTRQ $SA_RESETHAND_BIT, AX // they are handOn's matter
	BTRQ $SA_NODEFER_BIT, AX
	ORQ  $(const_saSiginfo|const_saOnstack), AX
	MOVQ AX, kernelAction_flags(R8)
	MOVQ $-1, kernelAction_mask(R8)
change:
	MOVQ R8, SI
	LEAQ WAS(SP), DX
	MOVL $8, R10
	MOVL $SYS_rt_sigaction, AX
	SYSCALL
	MOVL DI, CX // the first that is replaced is Go's
	LEAQ ·oldHandlers(SB), AX
	CMPQ (AX)(CX*8), $0
	JNE  succeeded
	MOVQ (WAS+kernelAction_handler)(SP), DX
	CMPQ DX, ·sigHandlerPC(SB)
	JEQ  succeeded
	MOVQ DX, (AX)(CX*8)
succeeded:
	XORL AX, AX

done:
	TESTQ R9, R9
	JEQ  leave
	TESTQ AX, AX
	JNE  leave
	MOVQ (OLD+kernelAction_handler)(SP), CX
	MOVQ CX, SA_HANDLER(R9)
	MOVQ (OLD+kernelAction_mask)(SP), CX
	MOVQ CX, SA_MASK(R9)
	MOVQ (OLD+kernelAction_flags)(SP), CX
	MOVL CX, SA_FLAGS(R9)
	MOVQ (OLD+kernelAction_restorer)(SP), CX
	MOVQ CX, SA_RESTORER(R9)
leave:
	LEAQ SIGACTION_FRAME(SP), SP
	JMP  cResult(SB)

direct:
	MOVQ R8, SI
	LEAQ OLD(SP), DX
	MOVL $8, R10
	MOVL $SYS_rt_sigaction, AX
	SYSCALL
	JMP  done

// handOn goes on in the handler that foreign code demands for the signal DI, with the
// signals blocked and on the stack that it wants. It returns where there is none, or
// none that can help: one is at work already, or has been called for the same
// instruction over and over. Part of sigHandler: SI and DX are as there, R8 is the
// control record and R10 the thread, or R8 is 0. Clobbers AX CX R11-R15.
TEXT handOn(SB), NOSPLIT|NOFRAME, $0
	MOVL DI, CX
	SHLQ $KERNEL_ACTION_SHIFT, CX
	LEAQ ·demands(SB), AX
	ADDQ AX, CX
	MOVQ kernelAction_handler(CX), R15
	CMPQ R15, $const_ignored
	JCS  none
	JEQ  ignore
	LEAL -1(DI), R11
	MOVQ $FAULTS, AX
	BTQ  R11, AX
	JCC  stack
	MOVQ UC_SIGMASK(DX), AX
	BTQ  $(const_inHandler-1), AX
	JCS  none
	CMPL SI_CODE(SI), $0
	JLE  stack
	MOVQ UC_RIP(DX), AX
	CMPQ AX, ·handedOnPC(SB)
	JEQ  again
	MOVQ $0, ·handedOnCount(SB)
	MOVQ AX, ·handedOnPC(SB)
again:
	INCQ ·handedOnCount(SB)
	CMPQ ·handedOnCount(SB), $const_handedOnLimit
	JGT  none

stack: // R13 becomes the stack pointer of the handler, R14 the size of the frame to copy
	LEAQ 8(SP), R13
	XORL R14, R14
	TESTQ $const_saOnstack, kernelAction_flags(CX)
	JNE  mask
	MOVQ UC_RSP(DX), AX
	MOVQ AX, R11
	SUBQ SP, R11
	CMPQ R11, $LARGEST_ALTSTACK
	JCS  mask // we are on that stack already
	TESTQ R8, R8
	JEQ  mask
	CMPQ AX, R8
	JHI  none
	MOVQ UC_FPREGS(DX), R11 // the end of the kernel's frame
	LEAQ FP_SIZE(R11), R14
	CMPL FP_MAGIC(R11), $FP_XSTATE_MAGIC
	JNE  plain
	MOVL FP_EXTENDED_SIZE(R11), R14
	ADDQ R11, R14
plain:
	SUBQ R13, R14
	SUBQ $const_redZone, AX
	SUBQ R14, AX
	MOVQ AX, R11 // aligned as the kernel's
	SUBQ R13, R11
	ANDQ $63, R11
	SUBQ R11, AX
	CMPQ AX, thread_callLimit(R10)
	JCS  none
	MOVQ AX, R13

mask:
	MOVQ UC_SIGMASK(DX), AX
	ORQ  kernelAction_mask(CX), AX
	BTSQ $(const_inHandler-1), AX
	BTQ  $SA_NODEFER_BIT, kernelAction_flags(CX)
	JCS  deferred
	LEAL -1(DI), R11
	BTSQ R11, AX
deferred:
	MOVQ $~UNBLOCKABLE, R11
	ANDQ R11, AX
	MOVQ AX, -8(SP)
	CMPL DI, $SIGABRT
	JEQ  once
	BTQ  $SA_RESETHAND_BIT, kernelAction_flags(CX)
	JCC  lasting
once:
	MOVQ $0, kernelAction_handler(CX)
	MOVQ UC_RIP(DX), AX
	CMPW -2(AX), $SYSCALL_OPCODE
	JNE  lasting
	CMPL DI, $SIGABRT
	JNE  lasting
	// When the handler returns, abort raises it again: later it would execute HLT,
	// and the next abort _exit, since it remembers how far it has come.
	SUBQ $2, UC_RIP(DX)
	MOVQ $SYS_tgkill, UC_RAX(DX)
lasting:
	LEAQ 8(SP), R12 // the frame
	MOVQ DI, BX
	MOVQ SI, R8
	MOVQ DX, R9
	MOVL $SIG_SETMASK, DI
	LEAQ -8(SP), SI
	XORL DX, DX
	MOVL $8, R10
	MOVL $SYS_rt_sigprocmask, AX
	SYSCALL

	TESTQ R14, R14
	JEQ  go
	MOVQ R12, SI
	MOVQ R13, DI
	MOVQ R14, CX
	REP; MOVSB
	MOVQ R13, AX
	SUBQ R12, AX
	ADDQ AX, R8
	ADDQ AX, R9
	ADDQ AX, UC_FPREGS(R9)
go:
	MOVQ BX, DI
	MOVQ R8, SI
	MOVQ R9, DX
	MOVQ R13, SP
	JMP  R15

ignore:
	CMPL SI_CODE(SI), $0
	JGT  none
	CMPL DI, $SIGABRT
	JEQ  none
	ADDQ $8, SP // back to where the signal was raised
none:
	RET
