package native

import (
	"math"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"testing"
	"time"

	"cshell/ctypes"
	"cshell/native/mem"
)

func runLimited(t *testing.T, limit string) {
	build(t, "fixture.c")
	cmd := exec.Command("sh", "-c", "ulimit -s "+limit+" && exec "+os.Args[0]+" -test.run='^TestUnlimitedStack$'")
	cmd.Env = append(os.Environ(), "CSHELL_TEST_UNLIMITED=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("ulimit -s %s: %v\n%s", limit, err, out)
	}
}

func TestCallbacks(t *testing.T) {
	experiment(t, func(l *lab) {
		l.wantInt(42, "cb_ok", l.callback(func(x int32) int32 { runtime.GC(); return x + 1 }))
		l.wantInt(1, "cb_regs", l.callback(func(x int32) int32 { grow(20); return x + 1 }))
		l.wantInt(42, "cb_ok", l.callback(func(x int32) int32 { return x + 1 + int32(grow(5000)) }))
		inner := l.callback(func(x int32) int32 { return x * 2 })
		l.wantInt(83, "cb_ok", l.callback(func(x int32) int32 {
			return int32(l.run("cb_ok", inner).RetGPR[0]) + 1
		}))
	})
}

//go:noinline
func grow(n int) int {
	var a [64]int
	a[n&63] = n
	if n == 0 {
		return 0
	}
	return grow(n-1) + a[(n+1)&63]
}

func TestCallbackSignatures(t *testing.T) {
	experiment(t, func(l *lab) {
		wantDouble := func(want float64, name string, serve func(*ctypes.Frame)) {
			t.Helper()
			addr, err := l.serve(serve)
			if err != nil {
				t.Fatal(err)
			}
			if got := fl(l.run(name, addr).RetVec[0]); got != want {
				t.Errorf("%s: %v, want %v", name, got, want)
			}
		}
		wantDouble(8, "cb_double", func(fr *ctypes.Frame) {
			fr.RetVec[0] = d(float64(fr.GPR[0]) + fl(fr.Vec[0]) + float64(math.Float32frombits(uint32(fr.Vec[1][0]))))
		})
		want := 0.0
		for i := range 10 {
			want += float64((i+1)*(i+1)) + (float64(i)+1.5)*float64(i+11)
		}
		wantDouble(want, "cb_many", func(fr *ctypes.Frame) {
			sum := 0.0
			for i := range 10 {
				n, v := fr.GPR[i%6], 0.0
				if i >= 6 {
					n = mem.Load64(fr.Stack + uintptr(8*(i-6)))
				}
				if i < 8 {
					v = fl(fr.Vec[i])
				} else {
					v = mem.LoadF64(fr.Stack + uintptr(8*(i-4)))
				}
				sum += float64(int32(n))*float64(i+1) + v*float64(i+11)
			}
			fr.RetVec[0] = d(sum)
		})
		wantDouble(9.5, "cb_struct", func(fr *ctypes.Frame) { fr.RetGPR[0], fr.RetVec[0] = 2, d(7.5) })
		wantDouble(0, "cb_struct", func(fr *ctypes.Frame) {})

		addr, _ := l.serve(func(fr *ctypes.Frame) {
			arg := ldouble([2]uint64{mem.Load64(fr.Stack), mem.Load64(fr.Stack + 8)})
			fr.X87, fr.RetX87[0] = 1, ofLdouble(arg*2)
		})
		complexAddr, _ := l.serve(func(fr *ctypes.Frame) {
			fr.X87, fr.RetX87 = 2, [2][2]uint64{ofLdouble(2), ofLdouble(3)}
		})
		for range 10 {
			img := &ctypes.Image{GPR: [8]uint64{uint64(addr)}, X87: 1}
			if l.Call(l.sym("cb_ldouble"), img); ldouble(img.RetX87[0]) != 4 {
				t.Fatalf("long double: %v", ldouble(img.RetX87[0]))
			}
			img.GPR[0] = uint64(complexAddr)
			if l.Call(l.sym("cb_cldouble"), img); ldouble(img.RetX87[0]) != 23 {
				t.Fatalf("complex long double: %v", ldouble(img.RetX87[0]))
			}
		}
	})
}

// The runtime walks, moves and shrinks the stacks of Go while C is on its way through
// several levels of them.
func TestStackMovesInCallbacks(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		defer debug.SetGCPercent(debug.SetGCPercent(1))
		collecting, done := make(chan bool), make(chan bool)
		go func() {
			defer close(done)
			for {
				select {
				case <-collecting:
					return
				default:
					runtime.GC()
				}
			}
		}()
		const levels = 6
		var call func(level int32) int32
		var callbacks [levels]uintptr
		for i := range callbacks {
			callbacks[i] = l.callback(func(x int32) int32 {
				kept := newNumbers(int(x))
				useStack(int(x) * 20)
				got := call(int32(i) + 1)
				if kept.sum() != int(x)*100 {
					t.Errorf("level %d: Go's memory is damaged", i)
				}
				return got + x
			})
		}
		cbOK, cbFault, usleep := l.sym("cb_ok"), l.sym("cb_then_fault"), l.sym("usleep")
		call = func(level int32) int32 {
			if level == levels {
				l.Call(usleep, &ctypes.Image{GPR: [8]uint64{10}})
				return 1
			}
			kept, img := newNumbers(int(level)), &ctypes.Image{GPR: [8]uint64{uint64(callbacks[level])}}
			fn := cbOK
			if level == 3 {
				fn = cbFault
			}
			l.Call(fn, img)
			if kept.sum() != int(level)*100 || (level == 3) != (img.Signal == 11) {
				t.Errorf("call at level %d: %v", level, img.Fault())
			}
			if level == 3 {
				return 7
			}
			return int32(img.RetGPR[0])
		}
		for range 300 {
			if got, want := call(0), int32(7+3*41); got != want {
				t.Fatalf("%d, want %d", got, want)
			}
			useStack(200) // and the shrinking begins
		}
		close(collecting)
		<-done
		stillHealthy(l)
	})
}

type numbers []*int

func newNumbers(each int) (n numbers) {
	for range 100 {
		n = append(n, new(each))
	}
	return n
}

func (n numbers) sum() (sum int) {
	for _, p := range n {
		sum += *p
	}
	return sum
}

//go:noinline
func useStack(depth int) int {
	var frame [64]int
	if depth > 0 {
		frame[depth&63] = useStack(depth - 1)
	}
	return frame[0] + frame[depth&63] + 1
}

func TestCallbackFaults(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		plain := l.callback(func(x int32) int32 { return x + 1 })
		l.wantSignal(segv, "cb_then_fault", plain)
		faulting := l.callback(func(x int32) int32 { l.wantSignal(segv, "strlen", 0); return x + 1 })
		l.wantInt(42, "cb_ok", faulting)
		l.wantSignal(segv, "cb_then_fault", faulting)
		exiting := l.callback(func(x int32) int32 { l.wantSignal(exit, "do_exit", 1); return x + 1 })
		l.wantInt(42, "cb_ok", exiting)
		leaving, _ := l.serve(func(fr *ctypes.Frame) { // the image of the outer call is reused
			panic("a bug")
		})
		l.wantInt(0, "cb_ok", leaving)
		stillHealthy(l)
	})
}

// One Image serves nested calls once they are entered.
func TestImageIsReused(t *testing.T) {
	experiment(t, func(l *lab) {
		img := new(ctypes.Image)
		strlen, cbOK := l.sym("strlen"), l.sym("cb_ok")
		cb := l.callback(func(x int32) int32 {
			*img = ctypes.Image{X87: 2}
			l.Call(strlen, img)
			if img.Signal != 11 {
				t.Error(img.Fault())
			}
			return x + 1
		})
		img.GPR[0] = uint64(cb)
		if l.Call(cbOK, img); img.Signal != 0 || int32(img.RetGPR[0]) != 42 {
			t.Errorf("%d, %v", img.RetGPR[0], img.Fault())
		}
	})
}

func TestFreedCallback(t *testing.T) {
	experiment(t, func(l *lab) {
		addr := l.callback(func(x int32) int32 { return x })
		l.FreeCallback(addr)
		l.FreeCallback(addr)
		l.FreeCallback(addr + 1)
		l.FreeCallback(0)
		img := l.wantSignal([]int64{ctypes.SignalFreedCallback}, "cb_ok", addr)
		if img.FaultAddr != uint64(addr) {
			t.Errorf("%#x, want %#x", img.FaultAddr, addr)
		}
		l.wantInt(42, "add", 40, 2)
		if again := l.callback(func(x int32) int32 { return x }); again == addr {
			t.Error("a freed stub is used again too early")
		}
	})
}

func TestAllStubs(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		var addrs []uintptr
		for {
			n := len(addrs)
			addr, err := l.serve(func(fr *ctypes.Frame) { fr.RetGPR[0] = uint64(n) })
			if err != nil {
				if err != ErrNoCallback || n != stubCount {
					t.Error(n, err)
				}
				break
			}
			addrs = append(addrs, addr)
		}
		for n, addr := range addrs {
			l.wantInt(int32(n), "cb_ok", addr)
		}
		l.FreeCallback(addrs[7])
		l.FreeCallback(addrs[3])
		if addr := l.callback(func(x int32) int32 { return -x }); addr != addrs[7] {
			t.Error("not the one that is free for longest")
		}
		l.wantInt(-41, "cb_ok", addrs[7])
	})
}

func TestCallbackNearEndOfStack(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		calls := 0
		cb := l.callback(func(x int32) int32 { calls++; runtime.GC(); return grow2(x) })
		l.wantInt(1, "cb_deep", cb, 100)
		cb = l.callback(func(x int32) int32 { calls++; return grow2(x) })
		for range 2 {
			calls = 0
			img := l.wantSignal(segv, "cb_endless", cb, 0)
			if !l.StackOverflow(img.FaultAddr) || calls < 1000 {
				t.Errorf("%d calls, %v", calls, img.Fault())
			}
		}
		// recursion through both worlds
		depth := 0
		var self uintptr
		self = l.callback(func(x int32) int32 {
			depth++
			img := l.run("cb_ok", self)
			if img.Signal == 0 {
				return 1
			}
			l.checkSignal(img, segv, "nested")
			return 0
		})
		if img := l.run("cb_ok", self); img.Signal != 0 || depth < 1000 {
			t.Errorf("depth %d: %v", depth, img.Fault())
		}
		stillHealthy(l)
	})
}

func grow2(x int32) int32 { return x + int32(grow(50)) }

func TestCallbackOnLibrarysThread(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		l.wantInt(42, "cb_in_thread", l.callback(func(x int32) int32 { runtime.GC(); return x + 1 }))
		l.wantInt(42, "cb_in_thread", l.callback(func(x int32) int32 {
			l.wantSignal(segv, "strlen", 0)
			l.wantSignal(exit, "do_exit", 2)
			l.wantInt(9, "add", 4, 5)
			if l.run("set_errno", 5).Errno != 5 {
				t.Error("errno")
			}
			return x + 1
		}))
		inner := l.callback(func(x int32) int32 { return x * 2 })
		l.wantInt(83, "cb_in_thread", l.callback(func(x int32) int32 {
			return int32(l.run("cb_ok", inner).RetGPR[0]) + 1
		}))
		l.wantInt(42, "cb_ok", l.callback(func(x int32) int32 { // a guest while a callback of the host waits
			return int32(l.run("cb_in_thread", inner).RetGPR[0])/2 + 1
		}))
		// the stack of a library's thread ends
		n := 0
		img := l.wantSignal(segv, "cb_overflow_in_thread", l.callback(func(x int32) int32 { n++; return x }))
		if img.FaultThread == 0 || n < 1000 {
			t.Errorf("%d calls, %+v", n, img.Fault())
		}
		stillHealthy(l)
	})
}

func TestCallbacksRunOneAtATime(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		var in, calls, clashes int
		cb := l.callback(func(x int32) int32 {
			if in++; in != 1 {
				clashes++
			}
			calls++
			for range calls % 3 {
				runtime.Gosched()
			}
			in--
			if calls%97 == 0 { // in foreign code others may be let in
				l.run("usleep", 10)
			}
			return x
		})
		for range 3 {
			calls = 0
			img := l.run("cb_in_threads", cb, 8, 500, 2000)
			if img.Signal != 0 || calls != 8*500+2000 || clashes != 0 {
				t.Errorf("%d calls, %d clashes, %v", calls, clashes, img.Fault())
			}
		}
	})
}

// A library's thread calls back while the host is in Go, in short calls, and at
// the prompt.
func TestGuestsGetTheirTurn(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		var calls atomic.Int32
		cb := l.callback(func(x int32) int32 { calls.Add(1); return x })
		l.run("start_background", cb, 100)
		deadline := time.Now().Add(20 * time.Second)
		for calls.Load() < 100 && time.Now().Before(deadline) {
			l.run("usleep", 100)
		}
		l.run("join_background")
		if calls.Load() != 100 {
			t.Errorf("short calls: %d", calls.Load())
		}
		l.run("start_background", cb, 100)
		before := calls.Load() // the host has the lock: nobody comes in
		time.Sleep(20 * time.Millisecond)
		if calls.Load() != before {
			t.Errorf("in Go: %d, then %d", before, calls.Load())
		}
		l.Idle(func() {
			for calls.Load() < 200 && time.Now().Before(deadline) {
				time.Sleep(time.Millisecond)
			}
		})
		l.run("join_background")
		if calls.Load() != 200 {
			t.Errorf("prompt: %d", calls.Load())
		}
	})
}

func TestInterruptOfGuest(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		ended := make(chan struct{})
		cb := l.callback(func(x int32) int32 {
			defer close(ended)
			time.AfterFunc(20*time.Millisecond, l.Interrupt)
			l.wantSignal(intr, "pause")
			return x
		})
		l.wantSignal(intr, "cb_in_thread", cb)
		l.Idle(func() { <-ended }) // the host may have been reached first
		l.ClearInterrupt()
		stillHealthy(l)
	})
}

func BenchmarkCall(b *testing.B) {
	experiment(b, func(l *lab) {
		add, img := l.sym("add"), new(ctypes.Image)
		for b.Loop() {
			img.GPR[0], img.GPR[1] = 40, 2
			l.Call(add, img)
		}
	})
}

func BenchmarkFault(b *testing.B) {
	experiment(b, func(l *lab) {
		strlen, img := l.sym("strlen"), new(ctypes.Image)
		for b.Loop() {
			img.GPR[0] = 0
			l.Call(strlen, img)
		}
	})
}

func BenchmarkCallback(b *testing.B) {
	experiment(b, func(l *lab) {
		cb := l.callback(func(x int32) int32 { return x })
		l.run("cb_loop", cb, uintptr(b.N))
	})
}

func BenchmarkCallbackOnThread(b *testing.B) {
	experiment(b, func(l *lab) {
		cb := l.callback(func(x int32) int32 { return x })
		l.run("cb_in_threads", cb, 1, uintptr(b.N), 0)
	})
}

func BenchmarkFlush(b *testing.B) {
	experiment(b, func(l *lab) {
		for b.Loop() {
			l.unclean = true
			l.Flush()
		}
	})
}
