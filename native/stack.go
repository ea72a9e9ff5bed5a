package native

import (
	"os"
	"sync"
	"syscall"
	"unsafe"
)

// The C stack of the evaluating thread. Go's threads take the default of libc,
// which is ulimit -s, or 2 MB where that is unlimited, or 128 KB with musl.
const (
	wantedStack = 8 << 20
	leastStack  = 7 << 20
)

// stackBounds is the usable part of a thread's C stack; zero if not known.
type stackBounds struct{ lo, size uintptr }

// fit tells whether the calling thread, whose stack it is, may evaluate. Not the
// process's first: its stack grows without bound under ulimit -s unlimited.
func (b stackBounds) fit() bool { return syscall.Gettid() != os.Getpid() && b.size >= leastStack }

// pthreadAttr is pthread_attr_t: 56 bytes with glibc and musl.
type pthreadAttr [16]uint64

// ownStack asks libc for the stack of the calling thread.
func ownStack() stackBounds {
	attr, bounds := new(pthreadAttr), new(stackBounds)
	a := uintptr(unsafe.Pointer(attr))
	if int32(libcCall(libc.getattr, libcCall(libc.pthreadSelf), a)) != 0 {
		return stackBounds{}
	}
	libcCall(libc.getstack, a, uintptr(unsafe.Pointer(&bounds.lo)), uintptr(unsafe.Pointer(&bounds.size)))
	libcCall(libc.attrDestroy, a)
	return *bounds
}

var setDefaultStack sync.Once

// growStacks is ownStack, but where the default is too small it makes it larger
// for the threads to come.
func growStacks() stackBounds {
	own := ownStack()
	if own.size < leastStack && libc.setDefault != 0 {
		setDefaultStack.Do(func() {
			attr := new(pthreadAttr)
			a := uintptr(unsafe.Pointer(attr))
			libcCall(libc.attrInit, a)
			libcCall(libc.setstacksize, a, wantedStack)
			libcCall(libc.setDefault, a)
			libcCall(libc.attrDestroy, a)
		})
	}
	return own
}
