package native

import (
	"fmt"
	"unsafe"

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

// libcName is where the address of a function goes.
type libcName struct {
	at   *uintptr
	name string
}

var needed = []libcName{
	{&libc.dlerror, "dlerror"}, {&libc.errno, "__errno_location"}, {&libc.cxaAtexit, "__cxa_atexit"},
	{&libc.fflush, "fflush"}, {&libc.dlopen, "dlopen"}, {&libc.dlclose, "dlclose"},
	{&libc.dladdr, "dladdr"}, {&libc.pthreadSelf, "pthread_self"},
	{&libc.getattr, "pthread_getattr_np"}, {&libc.getstack, "pthread_attr_getstack"},
	{&libc.attrDestroy, "pthread_attr_destroy"}, {&libc.attrInit, "pthread_attr_init"},
	{&libc.setstacksize, "pthread_attr_setstacksize"},
}

var optional = []libcName{
	{&libc.sigaction, "__libc_sigaction"}, {&libc.mallopt, "mallopt"}, {&libc.setDefault, "pthread_setattr_default_np"},
	{&libc.cxaAtQuickExit, "__cxa_at_quick_exit"}, {&libc.fork, "fork"}, {&libc.vfork, "vfork"}, {&libc.malloc, "malloc"},
	{&libc.setjmp, "_setjmp"}, {&libc.fpending, "__fpending"}, {&libc.stdout, "stdout"}, {&libc.rtldGlobal, "_rtld_global"},
	{&libc.cleanupPush, "_pthread_cleanup_push"}, {&libc.cleanupPop, "_pthread_cleanup_pop"},
}

func findLibc() (err error) {
	if libc.dlsym, err = purego.Dlsym(purego.RTLD_DEFAULT, "dlsym"); err != nil {
		return err
	}
	for _, n := range needed {
		if *n.at = symbol(purego.RTLD_DEFAULT, n.name); *n.at == 0 {
			return fmt.Errorf("the C library has no %s", n.name)
		}
	}
	for _, n := range optional {
		*n.at = symbol(purego.RTLD_DEFAULT, n.name)
	}
	if libc.sigaction == 0 {
		libc.sigaction = symbol(purego.RTLD_DEFAULT, "sigaction")
	}
	findDLResult()
	if dlResult == 0 { // an old glibc
		libc.threads, _ = purego.Dlopen("libpthread.so.0", purego.RTLD_LAZY|rtldNoload)
		libc.self, _ = purego.Dlopen("libc.so.6", purego.RTLD_LAZY|rtldNoload)
	}
	return nil
}

// symbol looks a name up in a library, or in all (purego.RTLD_DEFAULT); 0 is none.
// purego.Dlsym calls by reflection, which takes longer than the look-up.
func symbol(library uintptr, name string) uintptr {
	text := append([]byte(name), 0)
	addr := libcCall(libc.dlsym, library, uintptr(unsafe.Pointer(&text[0])))
	if addr == 0 && libc.dlerror != 0 {
		libcCall(libc.dlerror) // forget it
	}
	return addr
}

// libcCall is for what may be called before there is a host thread: functions
// that cannot fault and do not block.
//
//go:uintptrescapes
func libcCall(fn uintptr, args ...uintptr) uintptr {
	r, _, _ := purego.SyscallN(fn, args...)
	return r
}
