// The thread pointer tells threads apart: libc keeps it in FS:0.
#define THREAD_POINTER(r) MOVQ 0(FS), r

// FS_BASE is where FS points to, for where that may be nowhere. Clobbers CX R11 R14 R15.
#define FS_BASE(r) \
	MOVQ DI, R14 \
	MOVQ SI, R15 \
	MOVL $ARCH_GET_FS, DI \
	LEAQ -8(SP), SI \
	MOVL $SYS_arch_prctl, AX \
	SYSCALL \
	MOVQ R14, DI \
	MOVQ R15, SI \
	MOVQ -8(SP), r

// C_MXCSR gives C its floating-point control bits back if Go has taken its own:
// see Process.Begin.
#define C_MXCSR(thr, done) \
	CMPL    thread_away(thr), $0 \
	JEQ     done \
	MOVL    $0, thread_away(thr) \
	LDMXCSR thread_mxcsr(thr)

// TAKE_LOCK makes the thread run Go again; fail is reached when a guest has the
// lock. Until the first guest comes, two plain stores do: see announceGuest.
// Clobbers AX and CX.
#define TAKE_LOCK(thr, fail) \
	CMPL thread_guests(thr), $0 \
	JNE  5(PC) \
	MOVL $0, thread_foreign(thr) \
	CMPL thread_guests(thr), $0 \
	JEQ  8(PC) \
	MOVL $1, thread_foreign(thr) \
	MOVL $const_inForeign, AX \
	XORL CX, CX \
	LOCK \
	CMPXCHGL CX, thread_lock(thr) \
	JNE  fail \
	MOVL $0, thread_foreign(thr)

// GIVE_LOCK says that the thread runs foreign code from here on. The plain store
// may pass the test for waiting guests; one that is missed asks again soon.
#define GIVE_LOCK(thr, wake) \
	MOVL $1, thread_foreign(thr) \
	MOVL $const_inForeign, thread_lock(thr) \
	CMPL thread_waiting(thr), $0 \
	JNE  wake

// AWAIT_GUEST sleeps while a guest has the lock. WAKE_GUESTS tells them that it
// is free. Both clobber AX CX DX SI DI R8 R9 R10 R11.
#define AWAIT_GUEST(thr) \
	LEAQ thread_lock(thr), DI \
	MOVL $FUTEX_WAIT_PRIVATE, SI \
	MOVL $const_hostGuest, DX \
	XORL R10, R10 \
	MOVL $SYS_futex, AX \
	SYSCALL

#define WAKE_GUESTS(thr) \
	LEAQ thread_lock(thr), DI \
	MOVL $FUTEX_WAKE_PRIVATE, SI \
	MOVL $0x7fffffff, DX \
	MOVL $SYS_futex, AX \
	SYSCALL

// probeStack is no longer than this.
#define PROBE_SIZE 32

// The size of struct kernelAction is 32.
#define KERNEL_ACTION_SHIFT 5

// OVERWROTE fills in what it says of one that has written where it must not, at an
// address, and gone on.
#define OVERWROTE(rec, addr, pc) \
	MOVQ $SIGSEGV, control_sig(rec) \
	MOVQ $SEGV_ACCERR, control_code(rec) \
	MOVQ addr, control_addr(rec) \
	MOVQ pc, control_pc(rec) \
	MOVQ $const_pageFaultWrite, control_errcode(rec)

// NO_FAULT fills in what a control record says of a call that something else than a
// fault has ended.
#define NO_FAULT(rec) \
	MOVQ $0, control_code(rec) \
	MOVQ $0, control_addr(rec) \
	MOVQ $0, control_pc(rec) \
	MOVQ $-1, control_errcode(rec)

// IN_SET tells whether DI, a signal, is in the set r. Clobbers CX.
#define IN_SET(r, yes) \
	LEAL -1(DI), CX \
	BTQ  CX, r \
	JCS  yes

// Offsets in runtime.g that others know: runtime/cgo the first, debuggers the second.
// knowRuntime checks them.
#define g_stack_hi 8
#define g_sched_sp 56

#define GET_G(r) MOVQ TLS, r; MOVQ 0(r)(TLS*1), r
#define SET_G(r, scratch) MOVQ TLS, scratch; MOVQ r, 0(scratch)(TLS*1)

// The sizes of the frames of enterHost and descend; BP is saved behind them, and then comes the return address.
#define ENTER 8
#define DESCEND 48

// From the stack pointer in enterHost to its second argument.
#define ENTER_ARG (ENTER+24)
