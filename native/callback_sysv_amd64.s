#include "go_asm.h"
#include "textflag.h"
#include "ucontext_linux_amd64.h"
#include "abi_sysv_amd64.h"

GLOBL ·stubTable(SB), NOPTR|RODATA, $8
DATA ·stubTable(SB)/8, $stubs(SB)
GLOBL ·enterGoPC(SB), NOPTR|RODATA, $8
DATA ·enterGoPC(SB)/8, $enterGo(SB)

// A stub is 16 bytes (stubSize) and tells its number. A jump, not a call, keeps
// the processor's return prediction right.
#define STUB(i) MOVL $(i), R11; MOVQ ·entries+(8*(i))(SB), R10; JMP R10; PCALIGN $16
#define STUB8(i) STUB(i); STUB(i+1); STUB(i+2); STUB(i+3); STUB(i+4); STUB(i+5); STUB(i+6); STUB(i+7)
#define STUB64(i) STUB8(i); STUB8(i+8); STUB8(i+16); STUB8(i+24); STUB8(i+32); STUB8(i+40); STUB8(i+48); STUB8(i+56)
#define STUB512(i) STUB64(i); STUB64(i+64); STUB64(i+128); STUB64(i+192); STUB64(i+256); STUB64(i+320); STUB64(i+384); STUB64(i+448)

TEXT stubs(SB), NOSPLIT|NOFRAME, $0
	PCALIGN $16
	STUB512(0)
	STUB512(512)
	STUB512(1024)
	STUB512(1536)
	STUB512(2048)
	STUB512(2560)
	STUB512(3072)
	STUB512(3584)

// The frame of a stub: ctypes.Frame, then what enterGo keeps for itself.
#define KEEP_BX const_frSize
#define KEEP_MXCSR (const_frSize+8)
#define FRAME (const_frSize+16)

// enterGo is what all stubs share. R11 is the number of the stub; the arguments
// and the return address are as C left them. BX is the thread.
TEXT enterGo(SB), NOSPLIT|NOFRAME, $0
	LEAQ -(FRAME+8)(SP), SP // SP is a multiple of 16 from here
	MOVQ BX, KEEP_BX(SP)
	THREAD_POINTER(AX)
	LEAQ ·host(SB), BX
	CMPQ AX, thread_tp(BX)
	JEQ  known
	LEAQ ·guest(SB), BX
	CMPQ AX, thread_tp(BX)
	JNE  stranger

known:
	CMPQ SP, thread_stubLimit(BX)
	JCS  overflow
	MOVQ thread_errno(BX), AX
	MOVLQSX (AX), AX
	MOVQ AX, const_frErrno(SP)

save:
	MOVQ R11, const_frIndex(SP)
	LEAQ (FRAME+16)(SP), R10
	MOVQ R10, const_frStack(SP)
	MOVQ DI, (const_frGPR+0)(SP)
	MOVQ SI, (const_frGPR+8)(SP)
	MOVQ DX, (const_frGPR+16)(SP)
	MOVQ CX, (const_frGPR+24)(SP)
	MOVQ R8, (const_frGPR+32)(SP)
	MOVQ R9, (const_frGPR+40)(SP)
	LEAQ ·vectorless(SB), AX
	CMPB (AX)(R11*1), $0
	JNE  integers
	MOVUPS X0, (const_frVec+0)(SP)
	MOVUPS X1, (const_frVec+16)(SP)
	MOVUPS X2, (const_frVec+32)(SP)
	MOVUPS X3, (const_frVec+48)(SP)
	MOVUPS X4, (const_frVec+64)(SP)
	MOVUPS X5, (const_frVec+80)(SP)
	MOVUPS X6, (const_frVec+96)(SP)
	MOVUPS X7, (const_frVec+112)(SP)
	XORPS X0, X0 // a server that writes nothing returns zero
	MOVUPS X0, (const_frRetVec+0)(SP)
	MOVUPS X0, (const_frRetVec+16)(SP)
	MOVUPS X0, (const_frRetX87+0)(SP)
	MOVUPS X0, (const_frRetX87+16)(SP)

integers:
	XORPS X0, X0
	MOVUPS X0, const_frRetGPR(SP)
	MOVQ $0, const_frX87(SP)
	TESTQ BX, BX
	JEQ  newcomer

take:
	TAKE_LOCK(BX, wait)
	CMPQ BX, ·descends(SB)
	JNE  cross
	CMPQ SP, thread_active(BX)
	JCC  cross // no call is active, or C runs on another stack
	MOVQ SP, R10
	CALL descend(SB)
	LEAQ ·host(SB), BX

served:
	MOVQ thread_errno(BX), AX
	MOVL const_frErrno(SP), CX
	MOVL CX, (AX)
	C_MXCSR(BX, give)
give:
	GIVE_LOCK(BX, wake)

given:
	CMPL ·interrupted(SB), $0
	JNE  abandon
	CMPL thread_jumps(BX), $0
	JNE  jump

results:
	MOVQ KEEP_BX(SP), BX
	MOVQ (const_frRetGPR+0)(SP), AX
	MOVQ (const_frRetGPR+8)(SP), DX
	MOVUPS (const_frRetVec+0)(SP), X0
	MOVUPS (const_frRetVec+16)(SP), X1
	CMPQ const_frX87(SP), $0
	JNE  x87
	LEAQ (FRAME+8)(SP), SP
	RET

x87: // the first is to be on top
	CMPQ const_frX87(SP), $2
	JNE  top
	FMOVX (const_frRetX87+16)(SP), F0
top:
	FMOVX (const_frRetX87+0)(SP), F0
	LEAQ (FRAME+8)(SP), SP
	RET

wake:
	WAKE_GUESTS(BX)
	JMP  given

// C is not gone back to when an interrupt waits: a loop of callbacks is hardly
// ever in C when a signal arrives.
abandon:
	MOVQ thread_active(BX), R8
	TESTQ R8, R8
	JEQ  results // a thread of a library
	MOVL $0, thread_jumps(BX)
	MOVQ $const_sigInterrupt, control_sig(R8)
	NO_FAULT(R8)
	MOVQ R8, BX
	JMP  thunkFault(SB)

jump:
	MOVL $0, thread_jumps(BX)
	LEAQ thread_jump(BX), DI
	MOVL thread_jumpValue(BX), SI
	JMP  longjmp(SB)

cross:
	MOVQ ·serveKnown(SB), DI
	MOVQ (DI), DI
	MOVQ SP, SI
	XORL DX, DX
	XORL CX, CX
	CALL crosscall2(SB)
	JMP  served

wait:
	AWAIT_GUEST(BX)
	JMP  take

stranger: // Go finds out who it is and takes the lock
	XORL BX, BX
	CALL probeStack(SB)
	JMP  save

newcomer:
	CALL restoreTCB(SB)
	JNE  overwritten
	STMXCSR KEEP_MXCSR(SP)
	MOVL $const_goMXCSR, KEEP_MXCSR+4(SP)
	LDMXCSR KEEP_MXCSR+4(SP)
	MOVQ ·serveStranger(SB), DI
	MOVQ (DI), DI
	MOVQ SP, SI
	XORL DX, DX
	XORL CX, CX
	CALL crosscall2(SB)
	LDMXCSR KEEP_MXCSR(SP)
	CMPQ const_frIndex(SP), $-1 // guestJump
	JNE  results
	MOVQ SP, DI
	MOVL const_frErrno(SP), SI
	JMP  longjmp(SB)

overwritten:
	LEAQ ·host(SB), BX
	MOVQ thread_active(BX), R8
	TESTQ R8, R8
	JEQ  results
	MOVQ thread_tp(BX), AX
	JMP  wrote

// Go would die on the little stack that is left: the call that led here faults
// instead. The lock is not ours, as in foreign code.
overflow:
	MOVQ thread_active(BX), R8
	TESTQ R8, R8
	JEQ  save
	CMPQ SP, thread_stackLo(BX)
	JCS  elsewhere
	MOVQ SP, AX
wrote:
	MOVQ (FRAME+8)(SP), CX
	OVERWROTE(R8, AX, CX)
	MOVQ R8, BX
	JMP  thunkFault(SB)

elsewhere: // on a stack that C has made, of which Go's runtime does not know
	MOVQ $-7, control_sig(R8) // ctypes.SignalOtherStack
	NO_FAULT(R8)
	MOVQ R8, BX
	JMP  thunkFault(SB)

// probeStack touches the stack below a callback on a thread whose limits are not
// known, page by page. The signal handler knows that a fault in here (in the
// first PROBE_SIZE bytes) is the thread's own. Clobbers AX and R10.
TEXT probeStack(SB), NOSPLIT|NOFRAME, $0
	MOVQ SP, R10
	MOVL $(const_probeDepth/4096), AX
next:
	SUBQ $4096, R10
	TESTB AX, (R10)
	DECL AX
	JNE  next
	RET
	PCALIGN $64
