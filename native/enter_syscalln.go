//go:build cshell_syscalln

package native

import (
	"unsafe"

	"github.com/ebitengine/purego"
)

// enterC runs a C function with one argument: the way without linkname, should
// a version of Go forbid that.
func enterC(fn uintptr, arg unsafe.Pointer) int32 {
	r, _, _ := purego.SyscallN(fn, uintptr(arg))
	return int32(r)
}
