#include "go_asm.h"
#include "textflag.h"
#include "ucontext_linux_amd64.h"

GLOBL ·closePC(SB), NOPTR|RODATA, $8
DATA ·closePC(SB)/8, $close(SB)
GLOBL ·closeRangePC(SB), NOPTR|RODATA, $8
DATA ·closeRangePC(SB)/8, $closeRange(SB)
GLOBL ·dup2PC(SB), NOPTR|RODATA, $8
DATA ·dup2PC(SB)/8, $dup2(SB)
GLOBL ·dup3PC(SB), NOPTR|RODATA, $8
DATA ·dup3PC(SB)/8, $dup3(SB)

#define SYS_close 3
#define SYS_dup2 33
#define SYS_dup3 292
#define SYS_close_range 436
#define CLOSE_RANGE_CLOEXEC 4
#define EBADF 9
#define EBUSY 16

// IS_KEPT tells whether the descriptor fd is the shell's own. Clobbers CX.
#define IS_KEPT(fd, yes) \
	MOVQ ·keptDescriptors(SB), CX \
	CMPL fd, $64 \
	JCC  3(PC) \
	BTQ  fd, CX \
	JCS  yes

// C ABI: int close(int DI). It is no cancellation point.
TEXT close(SB), NOSPLIT|NOFRAME, $0
	MOVL $SYS_close, AX
	IS_KEPT(DI, kept)
	SYSCALL
	JMP  cResult(SB)
kept:
	MOVQ $-EBADF, AX
	JMP  cResult(SB)

// C ABI: int dup2(int DI, int SI) and int dup3(int DI, int SI, int DX).
TEXT dup2(SB), NOSPLIT|NOFRAME, $0
	MOVL $SYS_dup2, AX
	JMP  dup(SB)

TEXT dup3(SB), NOSPLIT|NOFRAME, $0
	MOVL $SYS_dup3, AX
	JMP  dup(SB)

TEXT dup(SB), NOSPLIT|NOFRAME, $0
	IS_KEPT(SI, kept)
	SYSCALL
	JMP  cResult(SB)
kept:
	MOVQ $-EBUSY, AX
	JMP  cResult(SB)

// C ABI: int close_range(unsigned DI, unsigned SI, int DX). It closes what lies between
// the shell's own. R8 is the one that is looked at, R9 the last.
TEXT closeRange(SB), NOSPLIT|NOFRAME, $0
	MOVL DI, DI
	MOVL SI, R9
	TESTL $CLOSE_RANGE_CLOEXEC, DX
	JNE  rest
	CMPQ DI, R9
	JHI  rest // an error
	MOVQ DI, R8
next:
	CMPQ R8, $64
	JCC  rest
	CMPQ R8, R9
	JHI  rest
	IS_KEPT(R8, kept)
	INCQ R8
	JMP  next
kept:
	LEAQ -1(R8), SI
	CMPQ DI, R8
	JEQ  skip
	MOVL $SYS_close_range, AX
	SYSCALL
	TESTQ AX, AX
	JNE  out
skip:
	INCQ R8
	MOVQ R8, DI
	CMPQ DI, R9
	JLS  next
	XORL AX, AX // the last was the shell's
out:
	JMP  cResult(SB)
rest:
	MOVL R9, SI
	MOVL $SYS_close_range, AX
	SYSCALL
	JMP  cResult(SB)
