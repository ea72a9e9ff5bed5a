package native

import (
	"syscall"
	"unsafe"
)

const (
	jumpSize    = 14             // JMP [RIP+0], and the address
	jumpOpcode  = 0x25ff         // its first two bytes; four zeros follow
	jumpToSelf  = uint16(0xfeeb) // holds who comes by while the others are written
	pageOfCode  = 4096
	protectCode = syscall.PROT_READ | syscall.PROT_EXEC
)

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
