package native

import (
	"syscall"
	"unsafe"

	"github.com/ebitengine/purego"
)

const (
	jumpSize    = 14             // JMP [RIP+0], and the address
	jumpOpcode  = 0x25ff         // its first two bytes; four zeros follow
	jumpToSelf  = uint16(0xfeeb) // holds who comes by while the others are written
	pageOfCode  = 4096
	protectCode = syscall.PROT_READ | syscall.PROT_EXEC
)

// replaceNamed replaces a function of the C library. Before glibc 2.34 libpthread, where
// it is loaded, has another one of some names.
func replaceNamed(name string, by uintptr) {
	first, _ := purego.Dlsym(purego.RTLD_DEFAULT, name)
	replaceFunction(first, by)
	if libc.threads == 0 {
		return
	}
	for _, library := range []uintptr{libc.self, libc.threads} {
		if addr, _ := purego.Dlsym(library, name); addr != first {
			replaceFunction(addr, by)
		}
	}
}

// replaceFunction makes the function at addr a jump to another.
func replaceFunction(addr, by uintptr) {
	if addr == 0 {
		return
	}
	page := addr &^ (pageOfCode - 1)
	size := (addr + jumpSize - page + pageOfCode - 1) &^ (pageOfCode - 1)
	if protect(page, size, protectCode|syscall.PROT_WRITE) != nil {
		return
	}
	at := unsafe.Add(nil, addr)
	*(*uint16)(at) = jumpToSelf
	*(*uint32)(unsafe.Add(at, 2)) = 0
	*(*uint64)(unsafe.Add(at, 6)) = uint64(by)
	*(*uint16)(at) = jumpOpcode
	protect(page, size, protectCode)
}
