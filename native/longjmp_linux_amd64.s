#include "go_asm.h"
#include "textflag.h"
#include "ucontext_linux_amd64.h"
#include "abi_sysv_amd64.h"

GLOBL ·longjmpPC(SB), NOPTR|RODATA, $8
DATA ·longjmpPC(SB)/8, $longjmp(SB)
GLOBL ·trySetjmpPC(SB), NOPTR|RODATA, $8
DATA ·trySetjmpPC(SB)/8, $trySetjmp(SB)

// struct __jmp_buf_tag of glibc. BP, SP and PC are mixed with a secret of the thread,
// and rotated: PTR_MANGLE in sysdeps/unix/sysv/linux/x86_64/pointer_guard.h.
#define JB_BX 0
#define JB_BP 8
#define JB_R12 16
#define JB_R13 24
#define JB_R14 32
#define JB_R15 40
#define JB_SP 48
#define JB_PC 56
#define JB_MASK_SAVED 64
#define JB_MASK 72

#define DEMANGLE(r) \
	RORQ $17, r \
	XORQ 0x30(FS), r

// C ABI: void longjmp(jmp_buf DI, int SI), instead of libc's. What it leaves out is
// what POSIX leaves open: handlers of pthread_cleanup_push between here and there.
//
// R8 is the control record of the innermost call, R9 the stack pointer that is jumped
// to, R10 the thread, R11 the place.
TEXT longjmp(SB), NOSPLIT|NOFRAME, $0
	THREAD_POINTER(AX)
	LEAQ ·host(SB), R10
	CMPQ AX, thread_tp(R10)
	JEQ  known
	LEAQ ·guest(SB), R10
	CMPQ AX, thread_tp(R10)
	JNE  jump
known:
	CMPL thread_foreign(R10), $0
	JEQ  jump
	MOVQ thread_active(R10), R8
	TESTQ R8, R8
	JEQ  jump
	MOVQ JB_SP(DI), R9
	DEMANGLE(R9)
	MOVQ JB_PC(DI), R11
	DEMANGLE(R11)
	CMPQ R11, ·textLo(SB)
	JCS  inC
	CMPQ R11, ·textHi(SB)
	JCS  stale // behind a call of setjmp by the thunk
inC:
	CMPQ SP, thread_stackLo(R10)
	JCS  jump // from the stack of a signal handler, or of a coroutine
	CMPQ SP, thread_stackHi(R10)
	JCC  jump
	CMPQ R9, thread_stackLo(R10)
	JCS  jump // to another stack
	CMPQ R9, thread_stackHi(R10)
	JCC  jump
	CMPQ R9, SP
	JCS  stale
	CMPQ R9, R8
	JCS  jump
	CMPQ control_prev(R8), $0
	JNE  outward
	LEAQ ·host(SB), AX
	CMPQ AX, R10
	JEQ  stale // there is no C further out
outward:

	// Out of the call that a callback has made: the callback ends first.
	MOVL $1, thread_jumps(R10)
	MOVQ $-5, control_sig(R8) // ctypes.SignalJump
	JMP  keep
stale: // or for the session, which knows its marks
	MOVQ $-6, control_sig(R8) // ctypes.SignalStaleJump
keep:
	MOVL SI, thread_jumpValue(R10)
	LEAQ thread_jump(R10), R9
	CMPQ DI, R9
	JEQ  kept
	MOVQ DI, SI
	MOVQ R9, DI
	MOVL $const_jumpWords, CX
	CLD
	REP; MOVSQ
kept:
	NO_FAULT(R8)
	MOVQ R8, BX
	JMP  thunkFault(SB)

jump:
	MOVQ DI, R8
	MOVL SI, R9
	CMPL JB_MASK_SAVED(R8), $0
	JEQ  masked
	MOVQ JB_MASK(R8), AX
	MOVQ $~UNBLOCKABLE, CX
	ANDQ CX, AX
	MOVQ AX, -8(SP)
	MOVL $SIG_SETMASK, DI
	LEAQ -8(SP), SI
	XORL DX, DX
	MOVL $8, R10
	MOVL $SYS_rt_sigprocmask, AX
	SYSCALL
masked:
	MOVQ BP, AX // read before it is written: vet's framepointer check
	MOVL R9, AX
	CMPL AX, $1
	ADCL $0, AX // 0 is 1
	MOVQ JB_BX(R8), BX
	MOVQ JB_R12(R8), R12
	MOVQ JB_R13(R8), R13
	MOVQ JB_R14(R8), R14
	MOVQ JB_R15(R8), R15
	MOVQ JB_BP(R8), BP
	DEMANGLE(BP)
	MOVQ JB_PC(R8), DX
	DEMANGLE(DX)
	MOVQ JB_SP(R8), SP
	DEMANGLE(SP)
	JMP  DX

// C ABI: int trySetjmp(struct jumpLook *DI): a jmp_buf, where it should lead to.
TEXT trySetjmp(SB), NOSPLIT|NOFRAME, $0
	PUSHQ BX
	MOVQ DI, BX
	MOVQ jumpLook_setjmp(BX), AX
	LEAQ jumpLook_buf(BX), DI
	CALL AX
	MOVQ (jumpLook_buf+JB_SP)(BX), AX
	DEMANGLE(AX)
	SUBQ SP, AX
	MOVQ AX, jumpLook_missed(BX)
	POPQ BX
	XORL AX, AX
	RET
