package native

import "syscall"

// stackGuard is how much of the host's own stack is made a guard area: glibc
// leaves one page, which a function with a larger frame steps over, into
// whatever lies there.
const stackGuard = 1 << 20

// guardStack forbids the lowest part of the calling thread's stack.
func guardStack(stack stackBounds) (rest stackBounds) {
	if stack.size < leastStack || protect(stack.lo, stackGuard, syscall.PROT_NONE) != nil {
		return stack
	}
	return stackBounds{stack.lo + stackGuard, stack.size - stackGuard}
}

// unguardStack allows it again, since libc keeps stacks for later threads.
func unguardStack(stack stackBounds) {
	if stack.size >= leastStack {
		protect(stack.lo, stackGuard, syscall.PROT_READ|syscall.PROT_WRITE)
	}
}

func protect(addr, size uintptr, prot uintptr) error {
	if _, _, e := syscall.RawSyscall(syscall.SYS_MPROTECT, addr, size, prot); e != 0 {
		return e
	}
	return nil
}
