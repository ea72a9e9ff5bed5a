#include "go_asm.h"
#include "textflag.h"
#include "funcdata.h"
#include "ucontext_linux_amd64.h"
#include "abi_sysv_amd64.h"

#define SYS_alarm 37
#define SIGALRM 14
#define CHILD_SECONDS 5

GLOBL ·forkChildPC(SB), NOPTR|RODATA, $8
DATA ·forkChildPC(SB)/8, $forkChild(SB)

// C ABI: void forkChild(void), called by libc in the child of a fork. Without
// Go: it gives SIGALRM its default, sets the alarm and draws attention.
TEXT forkChild(SB), NOSPLIT|NOFRAME, $0
	LEAQ -40(SP), SP
	XORPS X0, X0
	MOVUPS X0, 0(SP)
	MOVUPS X0, 16(SP)
	MOVL $SYS_rt_sigaction, AX
	MOVL $SIGALRM, DI
	MOVQ SP, SI
	XORL DX, DX
	MOVL $8, R10
	SYSCALL
	MOVL $SYS_alarm, AX
	MOVL $CHILD_SECONDS, DI
	SYSCALL
	MOVL $const_forkedChild, ·attention(SB)
	THREAD_POINTER(AX)
	CMPQ AX, ·host+thread_tp(SB)
	JNE  done
	MOVL $SYS_gettid, AX
	SYSCALL
	MOVL AX, ·host+thread_tid(SB)
done:
	LEAQ 40(SP), SP
	RET

// g_stackguard0 is an offset in runtime.g that the compiler knows, too. The
// runtime asks a goroutine to yield by a value there that is no stack address.
#define g_stackguard0 16
#define YIELD_REQUEST -4096

// func enterHolding(fn uintptr, img *ctypes.Image, verdict *uint32)
TEXT ·enterHolding(SB), NOSPLIT, $24-24
	NO_LOCAL_POINTERS
	MOVQ fn+0(FP), AX
	MOVQ AX, 0(SP)
	MOVQ img+8(FP), AX
	MOVQ AX, 8(SP)
	CMPQ ·descends(SB), $0
	JEQ  guest
	CMPL ·host+thread_foreign(SB), $0
	JNE  guest
	MOVL $1, ·holding(SB)
	CALL ·enterHost(SB)
	MOVL $0, ·holding(SB)
	JMP  back
guest: // or the race detector watches: no callbacks
	CALL runtime·asmcgocall(SB)
back:
	CMPL ·attention(SB), $const_forkedChild
	JNE  out
	MOVQ verdict+16(FP), DX
	MOVQ (TLS), CX
	MOVQ g_stackguard0(CX), AX
	CMPQ AX, $YIELD_REQUEST
	JCS  out
	MOVL $const_childDies, (DX)
	XORL DI, DI
	MOVL $SYS_exit_group, AX
	SYSCALL
out:
	RET
