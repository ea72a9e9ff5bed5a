package mem

import "syscall"

const noAccess = syscall.PROT_NONE

// reserve takes address space that nothing may touch yet. It costs no memory
// and is not counted by overcommit.
func reserve(size uintptr) (uintptr, error) {
	return mmap(0, size, 0)
}

// commit makes reserved pages usable; they read as zero.
func commit(addr, size uintptr) error {
	return mprotect(addr, size, syscall.PROT_READ|syscall.PROT_WRITE)
}

// decommit gives the memory back and forbids access; a new mapping does both in
// one system call and melts into the reserve around it.
func decommit(addr, size uintptr) error {
	_, err := mmap(addr, size, syscall.MAP_FIXED)
	return err
}

func mmap(addr, size uintptr, flags int) (uintptr, error) {
	const anon = syscall.MAP_PRIVATE | syscall.MAP_ANON | syscall.MAP_NORESERVE
	p, _, e := syscall.RawSyscall6(syscall.SYS_MMAP, addr, size, noAccess, uintptr(anon|flags), ^uintptr(0), 0)
	if e != 0 {
		return 0, e
	}
	return p, nil
}

func mprotect(addr, size uintptr, prot int) error {
	if _, _, e := syscall.RawSyscall(syscall.SYS_MPROTECT, addr, size, uintptr(prot)); e != 0 {
		return e
	}
	return nil
}

// unmap gives address space back for good.
func unmap(addr, size uintptr) {
	syscall.RawSyscall(syscall.SYS_MUNMAP, addr, size, 0)
}

// discard gives the memory back but keeps access; it reads as zero then.
func discard(addr, size uintptr) {
	syscall.RawSyscall(syscall.SYS_MADVISE, addr, size, syscall.MADV_DONTNEED)
}
