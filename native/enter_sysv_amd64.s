#include "go_asm.h"
#include "textflag.h"
#include "funcdata.h"
#include "abi_sysv_amd64.h"

// How the host enters C, and how a callback on it enters Go: runtime.cgocall and
// cgocallback for a thread of which more is known, in two thirds of the time. The
// goroutine is locked to its thread, the thread is Go's own, its stacks have known
// ends, and no panic leaves a callback.

// More than serveHost and what is around it take of Go's stack.
#define BELOW_CALLBACKS 224

// func enterHost(fn uintptr, arg unsafe.Pointer)
//
// A callback may move Go's stack, so where it was left is kept as a distance from
// its upper end.
TEXT ·enterHost(SB), NOSPLIT, $8-16
	NO_LOCAL_POINTERS
	CMPL ·holding(SB), $0
	JNE  entered
	CALL runtime·entersyscall(SB)
entered:
	MOVQ fn+0(FP), AX
	MOVQ arg+8(FP), DI
	MOVQ ·host+thread_depth(SB), DX
	MOVQ DX, 0(SP)
	GET_G(CX)
	MOVQ ·host+thread_g0(SB), R9
	MOVQ CX, ·host+thread_g(SB)
	MOVQ g_stack_hi(CX), DX
	SUBQ SP, DX
	MOVQ DX, ·host+thread_depth(SB)
	SET_G(R9, CX)
	MOVQ g_sched_sp(R9), DX
	ANDQ $~15, DX
	XCHGQ SP, DX // and not MOVQ DX, SP, at which the runtime would stop walking
	CALL AX
	MOVQ ·host+thread_g(SB), CX
	MOVQ g_stack_hi(CX), DX
	SUBQ ·host+thread_depth(SB), DX
	SET_G(CX, R9)
	XCHGQ SP, DX
	LEAQ ENTER(SP), BP // C has kept the old one
	MOVQ 0(SP), DX
	MOVQ DX, ·host+thread_depth(SB)
	CMPL ·holding(SB), $0
	JNE  left

	// exitsyscall accepts no stack pointer above that of the last entersyscall.
	ADJSP $BELOW_CALLBACKS
	CALL runtime·exitsyscall(SB)
	ADJSP $-BELOW_CALLBACKS
left:
	RET

// descend is called on the C stack, with R10 the Frame, and calls serveHost on Go's,
// below enterHost. Meanwhile the runtime may use g0's stack, which is C's, below it
// only. On both stacks its frame is complete: on Go's as if enterHost had called it.
TEXT descend(SB), NOSPLIT, $48-0
	NO_LOCAL_POINTERS
	MOVQ R12, 16(SP)
	MOVQ R13, 24(SP)
	MOVQ R14, 32(SP)
	MOVQ R15, 40(SP)
	MOVQ ·host+thread_g0(SB), R9
	MOVQ g_sched_sp(R9), AX
	MOVQ AX, 0(SP)
	MOVQ SP, g_sched_sp(R9)
	MOVQ ·enterReturn(SB), DX // not from C's stack: it may be overwritten
	MOVQ ·host+thread_g(SB), R8
	SET_G(R8, CX)
	MOVQ g_stack_hi(R8), AX
	SUBQ ·host+thread_depth(SB), AX
	LEAQ ENTER(AX), CX
	SUBQ $(DESCEND+16), AX
	XCHGQ SP, AX
	MOVQ DX, (DESCEND+8)(SP)
	MOVQ CX, DESCEND(SP)
	LEAQ DESCEND(SP), BP
	MOVQ R10, 0(SP)
	CALL ·serveHost(SB)
	MOVQ ·host+thread_g0(SB), R9
	SET_G(R9, CX)
	MOVQ g_sched_sp(R9), AX
	XCHGQ SP, AX
	MOVQ 0(SP), AX
	MOVQ AX, g_sched_sp(R9)
	MOVQ 16(SP), R12
	MOVQ 24(SP), R13
	MOVQ 32(SP), R14
	MOVQ 40(SP), R15
	RET

GLOBL ·lookAtG0PC(SB), NOPTR|RODATA, $8
DATA ·lookAtG0PC(SB)/8, $lookAtG0(SB)

// C ABI: int lookAtG0(struct g0Look *DI)
TEXT lookAtG0(SB), NOSPLIT|NOFRAME, $0
	GET_G(CX)
	MOVQ CX, ·host+thread_g0(SB)
	MOVQ g_sched_sp(CX), AX
	MOVQ AX, g0Look_sched(DI)
	MOVQ g_stack_hi(CX), AX
	MOVQ AX, g0Look_hi(DI)
	MOVQ SP, g0Look_sp(DI)
	XORL AX, AX
	RET
