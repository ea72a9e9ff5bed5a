package native

import (
	"os"
	"runtime/debug"
	"syscall"
	"unsafe"

	"cshell/native/mem"
)

type iovec struct {
	base unsafe.Pointer
	len  uintptr
}

// Read copies memory that may be unmapped; n is how much was readable.
func (p *Process) Read(addr uintptr, into []byte) (n int) {
	for n < len(into) {
		got := readSome(addr+uintptr(n), into[n:])
		if got <= 0 {
			break
		}
		n += got
	}
	return n
}

// readPID is the process that Read reads: ownPID, but in a child that foreign
// code has forked the child.
var readPID uintptr

// readSome may stop early, as the kernel does at the first page it cannot read.
func readSome(addr uintptr, into []byte) int {
	local := iovec{unsafe.Pointer(&into[0]), uintptr(len(into))}
	remote := [2]uintptr{addr, uintptr(len(into))}
	n, _, e := syscall.RawSyscall6(sysProcessVMReadv, readPID,
		uintptr(unsafe.Pointer(&local)), 1, uintptr(unsafe.Pointer(&remote)), 1, 0)
	switch e {
	case 0:
		return int(n)
	case syscall.ENOSYS, syscall.EPERM:
		return readGuarded(addr, into)
	}
	return 0
}

// readGuarded serves where seccomp forbids process_vm_readv: it tries a page at
// a time and takes the panic. (/proc/self/mem would read guard pages, too.)
func readGuarded(addr uintptr, into []byte) (n int) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() { recover() }()
	page := uintptr(os.Getpagesize())
	for n < len(into) {
		at := addr + uintptr(n)
		size := min(len(into)-n, int(page-at%page))
		n += copy(into[n:], mem.Bytes(at, int64(size)))
	}
	return n
}
