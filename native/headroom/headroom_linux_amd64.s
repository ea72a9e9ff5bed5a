#include "textflag.h"

#define SYS_madvise 28

// func text() (begin, end uintptr)
TEXT ·text(SB), NOSPLIT, $0-16
	MOVQ $runtime·text(SB), AX
	MOVQ AX, begin+0(FP)
	MOVQ $runtime·etext(SB), AX
	MOVQ AX, end+8(FP)
	RET

// func stack() uintptr
TEXT ·stack(SB), NOSPLIT, $0-8
	MOVQ (TLS), AX
	MOVQ 0(AX), AX // g.stack.lo, which runtime/cgo knows, too
	MOVQ AX, ret+0(FP)
	RET

// func advise(addr, size uintptr, advice int32)
TEXT ·advise(SB), NOSPLIT, $0-20
	MOVQ addr+0(FP), DI
	MOVQ size+8(FP), SI
	MOVL advice+16(FP), DX
	MOVL $SYS_madvise, AX
	SYSCALL
	RET

// func growStackLarge()
TEXT ·growStackLarge(SB), 0, $40000000-0 // more than half of largeStack
	RET

// func GrowStack()
TEXT ·GrowStack(SB), 0, $20000-0 // the assembler asks for the room of this frame
	RET
