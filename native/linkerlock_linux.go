package native

// The dynamic linker holds locks while it loads a library: one while constructors
// run, another while it relocates and asks indirect functions. A call that ends
// there leaves them held, and whoever starts a thread then waits for ever: Go's
// runtime, with a processor in its hand that the ended call may need to come back.
// So the assembly releases them before it returns to Go. They are recursive mutexes
// (struct __pthread_mutex_s of glibc) in ld.so's _rtld_global, whose layout is
// another in each version; but they say who owns them.

const (
	linkerData     = 8192 // no less than sizeof(_rtld_global), 4336 in glibc 2.36
	mutexSize      = 20   // of what is looked at, in bytes
	mutexRecursive = 1
	maxRecursion   = 1000 // the count of a mutex is less
)

// Where the mutexes may begin; both 0 where there is no such linker.
var linkerLo, linkerHi uintptr

func findLinkerLocks() {
	if libc.rtldGlobal == 0 {
		return
	}
	var data [linkerData]byte
	if n := new(Process).Read(libc.rtldGlobal, data[:]); n > mutexSize {
		linkerLo, linkerHi = libc.rtldGlobal, libc.rtldGlobal+uintptr(n-mutexSize)
	}
}
