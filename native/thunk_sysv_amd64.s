#include "go_asm.h"
#include "textflag.h"
#include "ucontext_linux_amd64.h"
#include "abi_sysv_amd64.h"

GLOBL ·thunkPC(SB), NOPTR|RODATA, $8
DATA ·thunkPC(SB)/8, $thunk(SB)

// C ABI: int thunk(Image *DI). The function is in RetGPR[0]. Returns 0.
//
// While C runs, BX is the control record, R12 the image and R13 the thread.
TEXT thunk(SB), NOSPLIT|NOFRAME, $0
	LEAQ -control__size(SP), SP // SP is a multiple of 16 from here
	MOVQ BP, control_bp(SP)
	MOVQ BX, control_bx(SP)
	MOVQ R12, control_r12(SP)
	MOVQ R13, control_r13(SP)
	MOVQ R14, control_r14(SP)
	MOVQ R15, control_r15(SP)
	MOVQ SP, BX
	MOVQ DI, R12
	LEAQ ·host(SB), R13
	THREAD_POINTER(AX)
	CMPQ AX, thread_tp(R13)
	JEQ  known
	LEAQ ·guest(SB), R13
	CMPQ AX, thread_tp(R13)
	JEQ  known
	CALL restoreTCB(SB)
	LEAQ ·host(SB), R13
	JNE  known
	INT  $3 // Call outside of Run

known:
	MOVQ R12, control_img(BX)
	MOVQ R13, control_thread(BX)
	MOVQ thread_active(R13), AX
	MOVQ AX, control_prev(BX)
	MOVQ const_imgX87(R12), AX
	MOVQ AX, control_x87(BX)
	MOVQ const_imgRetGPR(R12), R15

	// The stack words begin at a multiple of 64: va_arg looks for an argument
	// of an aligned type at an address that is.
	MOVQ (const_imgStack+8)(R12), CX
	MOVQ CX, AX
	SHLQ $3, AX
	// Between those of the outermost call and the control record there is room for
	// a C function that runs over its own frame, so that it spoils no more.
	MOVQ SP, R8
	CMPQ control_prev(BX), $0
	JNE  nested
	SUBQ $const_stackCushion, R8
nested:
	SUBQ AX, R8
	ANDQ $~63, R8
	CMPQ R8, thread_callLimit(R13)
	JCS  overflow
	MOVQ R8, SP
	TESTQ CX, CX
	JEQ  copied
	MOVQ const_imgStack(R12), SI
	MOVQ SP, DI
	CLD
	REP; MOVSQ

copied:
	MOVQ thread_errno(R13), AX
	MOVL const_imgErrno(R12), CX
	MOVL CX, (AX)
	C_MXCSR(R13, enter)

enter:
	MOVQ BX, thread_active(R13)
	GIVE_LOCK(R13, wake)

load:
	MOVUPS (const_imgVec+0)(R12), X0
	MOVUPS (const_imgVec+16)(R12), X1
	MOVUPS (const_imgVec+32)(R12), X2
	MOVUPS (const_imgVec+48)(R12), X3
	MOVUPS (const_imgVec+64)(R12), X4
	MOVUPS (const_imgVec+80)(R12), X5
	MOVUPS (const_imgVec+96)(R12), X6
	MOVUPS (const_imgVec+112)(R12), X7
	MOVQ (const_imgGPR+0)(R12), DI
	MOVQ (const_imgGPR+8)(R12), SI
	MOVQ (const_imgGPR+16)(R12), DX
	MOVQ (const_imgGPR+24)(R12), CX
	MOVQ (const_imgGPR+32)(R12), R8
	MOVQ (const_imgGPR+40)(R12), R9
	MOVQ const_imgNVec(R12), AX
	CALL R15

	CMPQ R13, control_thread(BX)
	JNE  overwritten
	THREAD_POINTER(CX)
	CMPQ CX, thread_tp(R13)
	JNE  overwritten

	// The image may be in use by a guest until the lock is ours.
	MOVQ AX, R14
	MOVQ DX, R15

take:
	TAKE_LOCK(R13, wait)
	MOVQ R14, (const_imgRetGPR+0)(R12)
	MOVQ R15, (const_imgRetGPR+8)(R12)
	MOVUPS X0, (const_imgRetVec+0)(R12)
	MOVUPS X1, (const_imgRetVec+16)(R12)
	CMPQ control_x87(BX), $0
	JNE  x87
popped:
	MOVQ thread_errno(R13), AX
	MOVLQSX (AX), AX
	MOVQ AX, const_imgErrno(R12)
	MOVQ $0, const_imgSignal(R12)
	JMP  thunkLeave(SB)

x87:
	FMOVXP F0, (const_imgRetX87+0)(R12)
	CMPQ control_x87(BX), $2
	JNE  popped
	FMOVXP F0, (const_imgRetX87+16)(R12)
	JMP  popped

wake:
	WAKE_GUESTS(R13)
	JMP  load

wait:
	AWAIT_GUEST(R13)
	JMP  take

overwritten: // the function has come back, but we could not
	MOVQ const_imgRetGPR(R12), CX
	OVERWROTE(BX, BX, CX)
	JMP  thunkFault(SB)

overflow: // C was not entered
	MOVQ $SIGSEGV, const_imgSignal(R12)
	MOVQ $SEGV_ACCERR, const_imgCode(R12)
	MOVQ R8, const_imgAddr(R12)
	MOVQ R15, const_imgPC(R12)
	MOVQ $const_pageFaultWrite, const_imgAccess(R12)
	MOVQ $0, const_imgThread(R12)
	JMP  thunkLeave(SB)

// BX is the control record.
TEXT thunkLeave(SB), NOSPLIT|NOFRAME, $0
	MOVQ BP, AX // read before it is written: vet's framepointer check
	MOVQ control_prev(BX), AX
	MOVQ AX, thread_active(R13)
	MOVQ BX, SP
	MOVQ control_bp(SP), BP
	MOVQ control_r12(SP), R12
	MOVQ control_r13(SP), R13
	MOVQ control_r14(SP), R14
	MOVQ control_r15(SP), R15
	MOVQ control_bx(SP), BX
	LEAQ control__size(SP), SP
	XORL AX, AX
	RET

// thunkFault is where the signal handler sends a thread that faulted in foreign
// code. BX is the control record; nothing else is known.
TEXT thunkFault(SB), NOSPLIT|NOFRAME, $0
	MOVQ BX, SP
	MOVQ control_thread(BX), R13
	LEAQ ·guest(SB), AX
	CMPQ AX, R13
	JEQ  whole
	CALL checkTCB(SB)
	LEAQ ·host(SB), AX
	MOVQ control_thread(BX), R13
	CMPQ AX, R13
	JEQ  whole
	CALL restoreTCB(SB)
	CALL remakeControl(SB)
	MOVQ control_thread(BX), R13
whole:
	MOVQ control_img(BX), R12

take:
	TAKE_LOCK(R13, wait)
	BYTE $0xdb; BYTE $0xe3 // FNINIT: the x87 stack may be half full
	MOVQ control_sig(BX), AX
	MOVQ AX, const_imgSignal(R12)
	MOVQ control_code(BX), AX
	MOVQ AX, const_imgCode(R12)
	MOVQ control_addr(BX), AX
	MOVQ AX, const_imgAddr(R12)
	MOVQ control_pc(BX), AX
	MOVQ AX, const_imgPC(R12)
	MOVQ control_errcode(BX), AX
	MOVQ AX, const_imgAccess(R12)
	MOVQ $0, const_imgThread(R12)
	MOVQ thread_errno(R13), AX
	MOVLQSX (AX), AX
	MOVQ AX, const_imgErrno(R12)
	CMPQ control_prev(BX), $0
	JNE  leave
	LEAQ ·host(SB), AX
	CMPQ AX, R13
	JNE  leave
	CALL freeLinkerLocks(SB) // nothing of the host's is in the dynamic linker any more
leave:
	JMP  thunkLeave(SB)

wait:
	AWAIT_GUEST(R13)
	JMP  take

// thunkFaultEnd is behind thunkFault.
TEXT thunkFaultEnd(SB), NOSPLIT|NOFRAME, $0
	RET

// func putAwayMXCSR()
TEXT ·putAwayMXCSR(SB), NOSPLIT, $8-0
	STMXCSR bits-8(SP)
	MOVL bits-8(SP), AX
	ANDL $const_mxcsrEnv, AX
	CMPL AX, $const_goMXCSR
	JEQ  done
	MOVL AX, ·host+thread_mxcsr(SB)
	MOVL $1, ·host+thread_away(SB)
	MOVL $const_goMXCSR, bits-8(SP)
	LDMXCSR bits-8(SP)
done:
	RET

// func bringBackMXCSR()
TEXT ·bringBackMXCSR(SB), NOSPLIT, $0-0
	MOVL $0, ·host+thread_away(SB)
	LDMXCSR ·host+thread_mxcsr(SB)
	RET

// func threadPointer() uintptr
TEXT ·threadPointer(SB), NOSPLIT, $0-8
	THREAD_POINTER(AX)
	MOVQ AX, ret+0(FP)
	RET
