package native

import (
	"unsafe"

	"cshell/native/mem"
)

// A callback that calls a C function that calls longjmp, as the error handlers of
// libpng and Lua do, leaves frames of Go behind. libc's longjmp is replaced
// therefore (longjmp_linux_amd64.s). Where the jump goes further out than the
// innermost call, that call ends with ctypes.SignalJump; its caller unwinds the
// callback, and the stub jumps instead of returning. Through several callbacks this
// happens again and again. A thread of a library, which is nobody known when the
// callback is over, takes the jump with it in the Frame (leaveByJump).

// jumpWords is the size of glibc's struct __jmp_buf_tag in words.
const jumpWords = 25

// jumpLook is what trySetjmp has found; missed is 0 if the stack pointer lies where
// it looks for it.
type jumpLook struct {
	setjmp uintptr
	buf    [jumpWords]uintptr
	missed uintptr
}

var longjmpPC, trySetjmpPC uintptr // set by the assembly

// replaceLongjmp does it for all of its names, if it knows the C library's jmp_buf.
func replaceLongjmp() {
	look := &jumpLook{setjmp: libc.setjmp, missed: 1}
	if libc.setjmp != 0 {
		enterC(trySetjmpPC, unsafe.Pointer(look))
	}
	if look.missed != 0 {
		return
	}
	replaceNamed("longjmp", longjmpPC)
	replaceNamed("__longjmp_chk", longjmpPC)
}

// Words of a struct __jmp_buf_tag. Nobody comes back to a setjmp that the thunk has
// called, so two registers are free.
const (
	jumpMark      = 0 // RBX
	jumpThread    = 1 // RBP
	jumpMaskSaved = 8 // int
	jumpMask      = 9
)

// MarkJump marks a jmp_buf that setjmp, called by the session, has filled. A longjmp
// to it ends the innermost call with ctypes.SignalStaleJump.
func (p *Process) MarkJump(buf uintptr, mark uint64) {
	mem.Store64(buf+8*jumpMark, mark)
	mem.Store64(buf+8*jumpThread, uint64(threadPointer()))
}

// Jump is what the longjmp was called with that ended the last call; the mark is 0 if
// another thread has called setjmp.
func (p *Process) Jump() (mark uint64, value int32) {
	t := present()
	if t.jump[jumpThread] == threadPointer() {
		mark = uint64(t.jump[jumpMark])
	}
	return mark, int32(t.jumpValue)
}

// JumpOn has the longjmp end the next call further out too, when the callback that
// runs returns.
func (p *Process) JumpOn() { present().jumps = 1 }

// LandJump does what is left of a jump when nothing stands between: siglongjmp gives
// the signal mask back.
func (p *Process) LandJump() {
	if t := present(); uint32(t.jump[jumpMaskSaved]) != 0 {
		changeSignalMask(sigSetMask, uint64(t.jump[jumpMask])&^faultSet)
	}
}

// present is the calling thread, which evaluates.
func present() *thread {
	if onHost() {
		return &host
	}
	return &guest
}
