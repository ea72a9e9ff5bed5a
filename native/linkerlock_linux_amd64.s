#include "go_asm.h"
#include "textflag.h"
#include "ucontext_linux_amd64.h"

// struct __pthread_mutex_s
#define MUTEX_LOCK 0
#define MUTEX_COUNT 4
#define MUTEX_OWNER 8
#define MUTEX_USERS 12
#define MUTEX_KIND 16

// freeLinkerLocks unlocks the mutexes of the dynamic linker that the host owns,
// however often it has locked them. Keeps BX, BP and R12 to R15.
TEXT freeLinkerLocks(SB), NOSPLIT|NOFRAME, $0
	MOVQ ·linkerLo(SB), R8
	MOVQ ·linkerHi(SB), R9
next:
	CMPQ R8, R9
	JCC  done
	MOVL ·host+thread_tid(SB), AX
	CMPL MUTEX_OWNER(R8), AX
	JNE  step
	CMPL MUTEX_KIND(R8), $const_mutexRecursive
	JNE  step
	CMPL MUTEX_USERS(R8), $1
	JNE  step
	MOVL MUTEX_LOCK(R8), AX // 1, or 2 with others waiting
	DECL AX
	CMPL AX, $2
	JCC  step
	MOVL MUTEX_COUNT(R8), AX
	DECL AX
	CMPL AX, $(const_maxRecursion-1)
	JCC  step
	MOVL $0, MUTEX_COUNT(R8)
	MOVL $0, MUTEX_OWNER(R8)
	MOVL $0, MUTEX_USERS(R8)
	XORL AX, AX
	XCHGL AX, MUTEX_LOCK(R8)
	MOVQ R8, DI
	MOVL $FUTEX_WAKE_PRIVATE, SI
	MOVL $(1<<30), DX
	XORL R10, R10
	MOVL $SYS_futex, AX
	SYSCALL
step:
	ADDQ $8, R8
	JMP  next
done:
	RET
