package native

import "unsafe"

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
