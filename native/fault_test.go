package native

import (
	"os"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"cshell/ctypes"
	"cshell/native/mem"
)

func TestFaults(t *testing.T) {
	if inChild(t) {
		return
	}
	tests := []struct {
		name    string
		args    []uintptr
		signals []int64
		addr    uint64
		access  ctypes.Access
	}{
		{"strlen", []uintptr{0}, segv, 0, ctypes.AccessRead},
		{"unmapped_read", []uintptr{5000}, segv, 5000, ctypes.AccessRead},
		{"unmapped_write", []uintptr{5000}, segv, 5000, ctypes.AccessWrite},
		{"noncanonical", nil, segv, 0, ctypes.AccessUnknown},
		{"trap", nil, []int64{4}, 0, ctypes.AccessUnknown},
		{"breakpoint", nil, []int64{5}, 0, ctypes.AccessUnknown},
		{"div0", []uintptr{1, 0}, []int64{8}, 0, ctypes.AccessUnknown},
		{"do_abort", nil, []int64{6}, 0, ctypes.AccessUnknown},
		{"do_abort", nil, []int64{6}, 0, ctypes.AccessUnknown},
		{"double_free", nil, []int64{6}, 0, ctypes.AccessUnknown},
		{"x87_then_fault", nil, segv, 16, ctypes.AccessWrite},
		{"ac_flag_fault", nil, []int64{7, 11}, 0, 0},
	}
	experiment(t, func(l *lab) {
		for _, test := range tests {
			img := l.wantSignal(test.signals, test.name, test.args...)
			if test.addr != 0 && img.FaultAddr != test.addr || img.FaultAccess != test.access && test.name != "ac_flag_fault" {
				t.Errorf("%s: %v", test.name, img.Fault())
			}
			l.wantInt(42, "add", 40, 2)
		}
		img := new(ctypes.Image)
		l.Call(0, img)
		if l.checkSignal(img, segv, "call of NULL"); img.FaultAccess != ctypes.AccessExecute || img.FaultPC != 0 {
			t.Errorf("call of NULL: %v", img.Fault())
		}
		l.Call(8<<20|1, img)
		l.checkSignal(img, segv, "call of nowhere")
		l.run("ret_ldouble", 1) // the x87 stack was left full by a fault
		img = &ctypes.Image{GPR: [8]uint64{1}, X87: 1}
		if l.Call(l.sym("ret_ldouble"), img); ldouble(img.RetX87[0]) != 1.5 {
			t.Error("x87 after faults")
		}
		img = l.run("trap_div0")
		if l.checkSignal(img, []int64{8}, "feenableexcept"); runtime.NumGoroutine() < 1 || 1/zero(t) < 1 {
			t.Error("floating point of Go")
		}
		stillHealthy(l)
	})
}

func zero(t *testing.T) float64 { return float64(len(t.Name()) * 0) }

// stillHealthy exercises what a badly recovered process fails at.
func stillHealthy(l *lab) {
	l.Helper()
	done := make(chan int)
	for i := range 50 {
		go func() { _ = make([]byte, 100_000); done <- i }()
	}
	for range 50 {
		<-done
	}
	runtime.GC()
	debug.FreeOSMemory()
	l.wantInt(42, "add", 40, 2)
	if atomicActive() != 0 || host.foreign != 0 {
		l.Errorf("active %#x, foreign %d", host.active, host.foreign)
	}
}

func atomicActive() uintptr { return host.active }

func TestStackOverflow(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		for _, name := range []string{"recurse", "recurse", "big_frame", "big_frame"} {
			img := l.wantSignal(segv, name, 1)
			if !l.StackOverflow(img.FaultAddr) {
				t.Errorf("%s: %#x is not known as a stack overflow; the stack begins at %#x", name, img.FaultAddr, host.callLimit-callReserve)
			}
		}
		if img := l.run("strlen", 0); l.StackOverflow(img.FaultAddr) {
			t.Error("NULL is no stack overflow")
		}
		stillHealthy(l)
	})
}

func TestManyFaults(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		strlen, img := l.sym("strlen"), new(ctypes.Image)
		for range 10_000 {
			if l.Call(strlen, img); img.Signal != 11 {
				t.Fatal(img.Fault())
			}
		}
		stillHealthy(l)
	})
}

func TestExit(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		for i := range 3 {
			if img := l.wantSignal(exit, "do_exit", uintptr(i+3)); img.Code != int64(i+3) {
				t.Errorf("status %d", img.Code)
			}
			l.wantInt(42, "add", 40, 2)
		}
		stillHealthy(l)
	})
}

func TestInterrupt(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		for i := range 20 {
			for _, name := range []string{"spin", "pause", "block_and_spin"} {
				l.wantInterrupt(name, time.Duration(i%4)*time.Millisecond)
				if !l.Interrupted() {
					t.Error("not Interrupted")
				}
				l.ClearInterrupt()
				l.Flush()
				l.wantInt(42, "add", 40, 2)
			}
		}
		// an interrupt before the call, and one that nothing is there for
		spin, img := l.sym("spin"), new(ctypes.Image)
		l.Interrupt()
		l.Call(spin, img)
		l.checkSignal(img, intr, "spin")
		l.ClearInterrupt()
		l.Interrupt()
		time.Sleep(3 * time.Millisecond)
		l.ClearInterrupt()
		l.wantInt(0, "usleep", 20000)
		stillHealthy(l)
	})
}

// More often than glibc makes arenas.
func TestInterruptInMalloc(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		for i := range 60 {
			l.wantInterrupt("churn", time.Duration(2+i%4)*time.Millisecond)
			l.ClearInterrupt()
			l.Flush()
			l.wantInt(1, "allocate")
		}
		stillHealthy(l)
	})
}

func TestSignalsAreUnblocked(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		l.run("block_signals")
		l.Flush()
		l.wantSignal(segv, "strlen", 0)
	})
}

func TestGuardPage(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		b := l.block(16)
		img := l.wantSignal(segv, "smash", b.Addr)
		if img.FaultAddr != uint64(b.End()) || mem.CString(b.Addr, 8) != "this str" {
			t.Errorf("%v, block ends at %#x", img.Fault(), b.End())
		}
		theHeap.Free(b)
		l.wantSignal(segv, "strlen", b.Addr)
	})
}

// Faults of Go code on the same thread stay Go's.
func TestGoFaults(t *testing.T) {
	if inChild(t) {
		return
	}
	faultOf := func(f func()) (addr uintptr, ok bool) {
		defer func() { addr, ok = new(Process).FaultAddress(recover()) }()
		f()
		return
	}
	experiment(t, func(l *lab) {
		check := func(where string) {
			for _, addr := range []uintptr{0, 24, 5000, 0x600000000000} {
				if got, ok := faultOf(func() { mem.Store32(addr, 1) }); !ok || got != addr {
					t.Errorf("%s: store to %#x: %#x %v", where, addr, got, ok)
				}
			}
			if got, ok := faultOf(func() { mem.Copy(5000, l.text("x"), 1) }); !ok || got != 5000 {
				t.Errorf("%s: copy: %#x %v", where, got, ok)
			}
		}
		check("at top")
		l.wantInt(42, "cb_ok", l.callback(func(x int32) int32 { check("in a callback"); return x + 1 }))
		l.wantInt(42, "cb_in_thread", l.callback(func(x int32) int32 { check("in a guest"); return x + 1 }))
		if _, ok := l.FaultAddress("text"); ok {
			t.Error("a string is no fault")
		}
		var nothing []int
		if _, ok := faultOf(func() { nothing[len(nothing)]++ }); ok {
			t.Error("an index error is no fault")
		}
	})
}

func TestForkedChildrenStayAway(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		pid := os.Getpid()
		l.wantInt(3<<8, "fork_exit")
		l.wantInt(11, "fork_crash") // as if there were no handler
		l.wantInt(3<<8, "fork_in_thread", 0)
		l.wantInt(11, "fork_in_thread", 1)
		l.wantInt(5<<8, "run_system")
		if os.Getpid() != pid {
			os.Exit(9)
		}
		stillHealthy(l)
	})
}

func TestOwnHandlersOfLibraries(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		l.wantInt(77, "own_handler")
		l.run("chain_install")
		l.wantSignal(segv, "strlen", 0)
		l.wantInt(1, "chain_hits")
		stillHealthy(l)
	})
}

func TestCrashOnLibrarysThread(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		for _, name := range []string{"crash_in_thread", "crash_in_detached_thread"} {
			img := l.wantSignal(segv, name)
			if img.FaultAddr != 8 || img.FaultThread == 0 || img.FaultAccess != ctypes.AccessWrite || img.FaultThread == int64(host.tid) {
				t.Errorf("%s: %+v", name, img.Fault())
			}
			l.wantInt(42, "add", 40, 2)
		}
		img := l.wantSignal(exit, "exit_in_thread")
		if img.FaultThread == 0 || img.Code != 7 {
			t.Errorf("exit: %+v", img.Fault())
		}
		l.wantSignal(exit, "do_exit", 3)
		// one that crashes while the evaluating thread is in Go
		if img := l.run("start_crash_soon"); img.Signal == 0 {
			time.Sleep(50 * time.Millisecond)
			l.wantSignal(segv, "pause")
		}
		stillHealthy(l)
	})
}

func TestUnlimitedStack(t *testing.T) {
	if os.Getenv("CSHELL_TEST_UNLIMITED") == "" {
		for _, limit := range []string{"unlimited", "1024", "65536"} {
			runLimited(t, limit)
		}
		return
	}
	experiment(t, func(l *lab) {
		img := l.wantSignal(segv, "recurse", 1)
		if size := ownStack().size; size < leastStack || !l.StackOverflow(img.FaultAddr) {
			t.Errorf("stack of %d bytes, fault at %#x", size, img.FaultAddr)
		}
		stillHealthy(l)
	})
}
