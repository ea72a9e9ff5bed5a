#include "go_asm.h"
#include "textflag.h"
#include "ucontext_linux_amd64.h"
#include "abi_sysv_amd64.h"

GLOBL ·lookAtReturnPC(SB), NOPTR|RODATA, $8
DATA ·lookAtReturnPC(SB)/8, $lookAtReturn(SB)

// C ABI: int lookAtReturn(uintptr *DI): where it returns to.
TEXT lookAtReturn(SB), NOSPLIT|NOFRAME, $0
	MOVQ 0(SP), AX
	MOVQ AX, 0(DI)
	XORL AX, AX
	RET

// checkTCB sees to it that the host is known by its thread pointer. Its first instruction
// is one that sigHandler knows. Clobbers as restoreTCB does.
TEXT checkTCB(SB), NOSPLIT|NOFRAME, $0
	THREAD_POINTER(AX)
	CMPQ AX, ·host+thread_tp(SB)
	JEQ  right
	JMP  restoreTCB(SB)
right:
	RET

// restoreTCB is for the host whose thread pointer is not its own: it puts back what
// is above its stack. The zero flag is set if it is another thread, or there is no
// copy. Keeps DI, SI and DX; clobbers AX CX R9 R11 R14 R15.
TEXT restoreTCB(SB), NOSPLIT|NOFRAME, $0
	CMPQ ·host+thread_tp(SB), $0
	JEQ  done
	MOVL $SYS_gettid, AX
	SYSCALL
	XORL CX, CX
	CMPL AX, ·host+thread_tid(SB)
	JNE  none
	MOVQ ·tcb+tcbCopy_size(SB), CX
	TESTQ CX, CX
	JEQ  done
	FS_BASE(AX)
	MOVQ DI, R14
	MOVQ SI, R15
	MOVL $const_restoredTCB, R9
	CMPQ AX, ·host+thread_tp(SB)
	JEQ  copy
	MOVL $const_restoredFS, R9
	MOVL $ARCH_SET_FS, DI
	MOVQ ·host+thread_tp(SB), SI
	MOVL $SYS_arch_prctl, AX
	SYSCALL
copy:
	MOVQ ·tcb+tcbCopy_size(SB), CX
	MOVQ ·tcb+tcbCopy_base(SB), DI
	LEAQ ·tcb+tcbCopy_data(SB), SI
	CLD
	REP; MOVSB
	MOVQ R14, DI
	MOVQ R15, SI
	MOVL R9, ·restored(SB)
	MOVQ ·host+thread_g0(SB), R9
	SET_G(R9, CX)
	MOVL $1, CX
none:
	TESTL CX, CX
done:
	RET

// remakeControl makes the control record BX of the host's outermost call again, for
// its end. enterHost, to which it returns, needs no registers. Its frame on Go's stack
// still has the image. Clobbers AX CX DX R9.
TEXT remakeControl(SB), NOSPLIT|NOFRAME, $0
	CMPQ ·descends(SB), $0
	JEQ  hopeless
	MOVQ ·host+thread_g0(SB), R9
	MOVQ g_sched_sp(R9), AX
	ANDQ $~15, AX
	SUBQ $(control__size+8), AX
	CMPQ AX, BX
	JNE  hopeless
	MOVQ ·host+thread_g(SB), CX
	MOVQ g_stack_hi(CX), DX
	SUBQ ·host+thread_depth(SB), DX
	CMPQ 0(DX), $0
	JNE  hopeless // it was entered from another call
	MOVQ ENTER_ARG(DX), AX
	MOVQ AX, control_img(BX)
	LEAQ ·host(SB), AX
	MOVQ AX, control_thread(BX)
	MOVQ $0, control_prev(BX)
	MOVQ ·enterReturn(SB), AX
	MOVQ AX, control__size(BX)
	RET

hopeless:
	MOVL $2, DI
	MOVQ ·hopelessText(SB), SI
	MOVQ ·hopelessText+8(SB), DX
	MOVL $SYS_write, AX
	SYSCALL
	MOVL $SIGSEGV, DI
	JMP  dieOf(SB)
