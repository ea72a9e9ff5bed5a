package native

import (
	"fmt"

	"github.com/ebitengine/purego"
)

// libc holds the addresses of the functions that native calls. Those that may
// be missing (musl) are 0 then.
var libc struct {
	errno, cxaAtexit, fflush                    uintptr
	sigaction, sigmask, sigaltstack             uintptr
	dlopen, dlclose, dlsym, dlerror, dladdr     uintptr
	pthreadSelf, getattr, getstack, attrDestroy uintptr
	attrInit, setstacksize, setDefault, mallopt uintptr
	cxaAtQuickExit, cleanupPush, cleanupPop     uintptr
	kill, sigqueue, fork, malloc                uintptr
	fpending, stdout                            uintptr
	setjmp, longjmp, longjmpChecked             uintptr
	rtldGlobal                                  uintptr // ld.so's data
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
	libc.sigmask, _ = purego.Dlsym(purego.RTLD_DEFAULT, "pthread_sigmask")
	libc.sigaltstack, _ = purego.Dlsym(purego.RTLD_DEFAULT, "sigaltstack")
	libc.mallopt, _ = purego.Dlsym(purego.RTLD_DEFAULT, "mallopt")
	libc.setDefault, _ = purego.Dlsym(purego.RTLD_DEFAULT, "pthread_setattr_default_np")
	libc.cxaAtQuickExit, _ = purego.Dlsym(purego.RTLD_DEFAULT, "__cxa_at_quick_exit")
	libc.kill, _ = purego.Dlsym(purego.RTLD_DEFAULT, "kill")
	libc.sigqueue, _ = purego.Dlsym(purego.RTLD_DEFAULT, "sigqueue")
	libc.fork, _ = purego.Dlsym(purego.RTLD_DEFAULT, "fork")
	libc.malloc, _ = purego.Dlsym(purego.RTLD_DEFAULT, "malloc")
	libc.setjmp, _ = purego.Dlsym(purego.RTLD_DEFAULT, "_setjmp")
	libc.longjmp, _ = purego.Dlsym(purego.RTLD_DEFAULT, "longjmp")
	libc.longjmpChecked, _ = purego.Dlsym(purego.RTLD_DEFAULT, "__longjmp_chk")
	libc.fpending, _ = purego.Dlsym(purego.RTLD_DEFAULT, "__fpending")
	libc.stdout, _ = purego.Dlsym(purego.RTLD_DEFAULT, "stdout")
	libc.rtldGlobal, _ = purego.Dlsym(purego.RTLD_DEFAULT, "_rtld_global")
	libc.cleanupPush, _ = purego.Dlsym(purego.RTLD_DEFAULT, "_pthread_cleanup_push")
	libc.cleanupPop, _ = purego.Dlsym(purego.RTLD_DEFAULT, "_pthread_cleanup_pop")
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
