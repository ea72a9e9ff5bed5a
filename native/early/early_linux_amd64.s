#include "textflag.h"

#define SYS_madvise 28
#define MADV_POPULATE_WRITE 23

// func populate()
TEXT ·populate(SB), NOSPLIT, $0-0
	MOVQ (TLS), AX
	MOVQ 0(AX), DI // g.stack.lo, which runtime/cgo knows, too
	ANDQ $~4095, DI
	MOVL $(1<<20), SI
	MOVL $MADV_POPULATE_WRITE, DX
	MOVL $SYS_madvise, AX
	SYSCALL
	RET
