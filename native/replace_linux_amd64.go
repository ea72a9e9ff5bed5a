package native

import (
	"cmp"
	"slices"
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

// replaceNamed notes that a function of the C library is to be replaced. Before glibc
// 2.34 libpthread, where it is loaded, has another one of some names.
func replaceNamed(name string, by uintptr) {
	first := symbol(purego.RTLD_DEFAULT, name)
	replaceFunction(first, by)
	if libc.threads == 0 {
		return
	}
	for _, library := range []uintptr{libc.self, libc.threads} {
		if addr := symbol(library, name); addr != first {
			replaceFunction(addr, by)
		}
	}
}

// replacement makes the function at addr a jump to another.
type replacement struct{ addr, by uintptr }

var replacements []replacement

func replaceFunction(addr, by uintptr) {
	if addr != 0 {
		replacements = append(replacements, replacement{addr, by})
	}
}

// doReplacements does them, those of a page at once. To have all of the code writable for
// a moment would cost two system calls only, and fifty page faults.
func doReplacements() {
	slices.SortFunc(replacements, func(a, b replacement) int { return cmp.Compare(a.addr, b.addr) })
	for rest := replacements; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].addr-rest[n-1].addr < pageOfCode {
			n++
		}
		replaceTogether(rest[:n])
		rest = rest[n:]
	}
	replacements = nil
}

func replaceTogether(all []replacement) {
	page := all[0].addr &^ (pageOfCode - 1)
	size := (all[len(all)-1].addr + jumpSize - page + pageOfCode - 1) &^ (pageOfCode - 1)
	if protect(page, size, protectCode|syscall.PROT_WRITE) != nil {
		return
	}
	for _, r := range all {
		at := unsafe.Add(nil, r.addr)
		*(*uint16)(at) = jumpToSelf
		*(*uint32)(unsafe.Add(at, 2)) = 0
		*(*uint64)(unsafe.Add(at, 6)) = uint64(r.by)
		*(*uint16)(at) = jumpOpcode
	}
	protect(page, size, protectCode)
}
