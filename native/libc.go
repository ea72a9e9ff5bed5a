package native

import (
	"fmt"

	"github.com/ebitengine/purego"
)

// libc holds the addresses of the functions that native calls. Those that may
// be missing (musl) are 0 then.
var libc struct {
	errno, cxaAtexit, fflush                    uintptr
	sigaction                                   uintptr
	dlopen, dlclose, dlsym, dlerror, dladdr     uintptr
	pthreadSelf, getattr, getstack, attrDestroy uintptr
	attrInit, setstacksize, setDefault, mallopt uintptr
	cxaAtQuickExit, cleanupPush, cleanupPop     uintptr
	fork, vfork, malloc                         uintptr
	fpending, stdout                            uintptr
	setjmp                                      uintptr
	rtldGlobal                                  uintptr // ld.so's data
	self, threads                               uintptr // handles of libc and libpthread, where that is apart
}

func findLibc() error {
	needed := []struct {
		at   *uintptr
		name string
	}{
		{&libc.errno, "__errno_location"}, {&libc.cxaAtexit, "__cxa_atexit"},
		{&libc.fflush, "fflush"}, {&libc.dlopen, "dlopen"}, {&libc.dlclose, "dlclose"}, {&libc.dlsym, "dlsym"},
		{&libc.dlerror, "dlerror"}, {&libc.dladdr, "dladdr"}, {&libc.pthreadSelf, "pthread_self"},
		{&libc.getattr, "pthread_getattr_np"}, {&libc.getstack, "pthread_attr_getstack"},
		{&libc.attrDestroy, "pthread_attr_destroy"}, {&libc.attrInit, "pthread_attr_init"},
		{&libc.setstacksize, "pthread_attr_setstacksize"},
	}
	for _, n := range needed {
		addr, err := purego.Dlsym(purego.RTLD_DEFAULT, n.name)
		if err != nil {
			return fmt.Errorf("the C library has no %s: %w", n.name, err)
		}
		*n.at = addr
	}
	if libc.sigaction, _ = purego.Dlsym(purego.RTLD_DEFAULT, "__libc_sigaction"); libc.sigaction == 0 {
		libc.sigaction, _ = purego.Dlsym(purego.RTLD_DEFAULT, "sigaction")
	}
	libc.mallopt, _ = purego.Dlsym(purego.RTLD_DEFAULT, "mallopt")
	libc.setDefault, _ = purego.Dlsym(purego.RTLD_DEFAULT, "pthread_setattr_default_np")
	libc.cxaAtQuickExit, _ = purego.Dlsym(purego.RTLD_DEFAULT, "__cxa_at_quick_exit")
	libc.fork, _ = purego.Dlsym(purego.RTLD_DEFAULT, "fork")
	libc.vfork, _ = purego.Dlsym(purego.RTLD_DEFAULT, "vfork")
	libc.malloc, _ = purego.Dlsym(purego.RTLD_DEFAULT, "malloc")
	libc.setjmp, _ = purego.Dlsym(purego.RTLD_DEFAULT, "_setjmp")
	libc.fpending, _ = purego.Dlsym(purego.RTLD_DEFAULT, "__fpending")
	libc.stdout, _ = purego.Dlsym(purego.RTLD_DEFAULT, "stdout")
	libc.rtldGlobal, _ = purego.Dlsym(purego.RTLD_DEFAULT, "_rtld_global")
	if libc.threads, _ = purego.Dlopen("libpthread.so.0", purego.RTLD_LAZY|rtldNoload); libc.threads != 0 {
		libc.self, _ = purego.Dlopen("libc.so.6", purego.RTLD_LAZY|rtldNoload)
	}
	libc.cleanupPush, _ = purego.Dlsym(purego.RTLD_DEFAULT, "_pthread_cleanup_push")
	libc.cleanupPop, _ = purego.Dlsym(purego.RTLD_DEFAULT, "_pthread_cleanup_pop")
	findDLResult()
	return nil
}

// libcCall is for what may be called before there is a host thread: functions
// that cannot fault and do not block.
//
//go:uintptrescapes
func libcCall(fn uintptr, args ...uintptr) uintptr {
	r, _, _ := purego.SyscallN(fn, args...)
	return r
}
