package native

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"cshell/ctypes"
	"cshell/native/mem"
)

// The fixture is built once per run of the tests; the children that the tests
// start get its folder through the environment.
const fixtureEnv = "CSHELL_TEST_FIXTURE"

var fixtureDir = os.Getenv(fixtureEnv)

func TestMain(m *testing.M) {
	made := fixtureDir == ""
	if made {
		fixtureDir, _ = os.MkdirTemp("", "native")
		os.Setenv(fixtureEnv, fixtureDir)
	}
	code := m.Run()
	if made {
		os.RemoveAll(fixtureDir)
	}
	os.Exit(code)
}

var (
	building sync.Mutex
	theHeap  mem.Heap
)

// build compiles a file of testdata and returns the path of the library.
func build(t testing.TB, source string) string {
	building.Lock()
	defer building.Unlock()
	out := filepath.Join(fixtureDir, strings.TrimSuffix(source, ".c")+".so")
	if _, err := os.Stat(out); err == nil {
		return out
	}
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("gcc is not installed")
	}
	cmd := exec.Command("gcc", "-shared", "-fPIC", "-O0", "-w", "-o", out, filepath.Join("testdata", source), "-lm", "-lpthread")
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return out
}

// lab is a process with the fixture loaded, on the evaluating thread.
type lab struct {
	testing.TB
	*Process
	lib uintptr
}

// served is a callback that is a function.
type served func(*ctypes.Frame)

// Serve gives C a zero result where the function panics.
func (s served) Serve(f *ctypes.Frame) {
	defer func() {
		if recover() != nil {
			f.RetGPR = [2]uint64{}
		}
	}()
	s(f)
}

func (s served) UsesVectors() bool { return true }

// serve makes f callable from C.
func (l *lab) serve(f func(*ctypes.Frame)) (uintptr, error) { return l.Callback(served(f)) }

// experiment runs f on the evaluating thread.
func experiment(t testing.TB, f func(l *lab)) {
	t.Helper()
	path := build(t, "fixture.c")
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	p.Run(func() {
		l := &lab{TB: t, Process: p}
		if l.lib, err = p.Open(path); err != nil {
			t.Error(err)
			return
		}
		f(l)
	})
}

func (l *lab) sym(name string) uintptr {
	l.Helper()
	addr, ok := l.Symbol(l.lib, name)
	if !ok {
		if addr, ok = l.Symbol(0, name); !ok {
			panic("no " + name)
		}
	}
	return addr
}

// run calls with integer arguments.
func (l *lab) run(name string, args ...uintptr) *ctypes.Image {
	l.Helper()
	img := new(ctypes.Image)
	for i, a := range args {
		img.GPR[i] = uint64(a)
	}
	l.Call(l.sym(name), img)
	return img
}

// wantInt runs a function that must return want.
func (l *lab) wantInt(want int32, name string, args ...uintptr) {
	l.Helper()
	img := l.run(name, args...)
	if img.Signal != 0 || int32(img.RetGPR[0]) != want {
		l.Errorf("%s: %d, %v; want %d", name, int32(img.RetGPR[0]), img.Fault(), want)
	}
}

// wantSignal runs a function that must end with one of the signals.
func (l *lab) wantSignal(signals []int64, name string, args ...uintptr) *ctypes.Image {
	l.Helper()
	img := l.run(name, args...)
	l.checkSignal(img, signals, name)
	return img
}

// wantInterrupt runs a function that ends only by an interrupt, which comes after
// some time. The function is looked up before: that can be interrupted, too.
func (l *lab) wantInterrupt(name string, after time.Duration) {
	l.Helper()
	fn, img := l.sym(name), new(ctypes.Image)
	timer := time.AfterFunc(after, l.Interrupt)
	defer timer.Stop()
	l.Call(fn, img)
	l.checkSignal(img, intr, name)
}

func (l *lab) checkSignal(img *ctypes.Image, signals []int64, name string) {
	l.Helper()
	for _, s := range signals {
		if img.Signal == s {
			return
		}
	}
	l.Errorf("%s: signal %d, want %v: %v", name, img.Signal, signals, img.Fault())
}

// callback makes a callback of int(int).
func (l *lab) callback(f func(int32) int32) uintptr {
	l.Helper()
	addr, err := l.serve(func(fr *ctypes.Frame) { fr.RetGPR[0] = uint64(f(int32(fr.GPR[0]))) })
	if err != nil {
		l.Fatal(err)
	}
	return addr
}

func (l *lab) block(size int64) *mem.Block {
	l.Helper()
	b, err := theHeap.New(size, 16, mem.Birth{})
	if err != nil {
		l.Fatal(err)
	}
	return b
}

func (l *lab) text(s string) uintptr {
	b := l.block(int64(len(s) + 1))
	copy(mem.Bytes(b.Addr, b.Size), s)
	return b.Addr
}

var (
	segv = []int64{11}
	exit = []int64{ctypes.SignalExit}
	intr = []int64{ctypes.SignalInterrupt}
)

// inChild runs the test in a process of its own; the parent gets true.
func inChild(t *testing.T) bool {
	t.Helper()
	const env = "CSHELL_TEST_CHILD"
	if os.Getenv(env) == t.Name() {
		return false
	}
	build(t, "fixture.c")
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.timeout=100s", "-test.v")
	cmd.Env = append(os.Environ(), env+"="+t.Name(), "GORACE=atexit_sleep_ms=0")
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Count(string(out), "--- PASS: "+t.Name()+" ") != 1 {
		t.Errorf("%v\n%s", err, out)
	}
	return true
}

func d(f float64) [2]uint64  { return [2]uint64{math.Float64bits(f)} }
func f(f float32) [2]uint64  { return [2]uint64{uint64(math.Float32bits(f))} }
func fl(v [2]uint64) float64 { return math.Float64frombits(v[0]) }

func TestCalls(t *testing.T) {
	experiment(t, func(l *lab) {
		l.wantInt(42, "add", 40, 2)
		l.wantInt(1, "stack_aligned")
		l.wantInt(5, "strlen", l.text("hello"))

		img := &ctypes.Image{GPR: [8]uint64{5}, NVec: 5}
		for i := range 5 {
			img.Vec[i] = d(float64(i) + .5)
			img.GPR[i+1] = uint64(i * 10)
		}
		if l.Call(l.sym("vsum"), img); fl(img.RetVec[0]) != 112.5 {
			t.Errorf("vsum: %v", fl(img.RetVec[0]))
		}

		img = &ctypes.Image{GPR: [8]uint64{1, 3, 5, 7, 9, 11}, NVec: 8, Stack: make([]uint64, 6)}
		vec := []float64{2, 0, 6, 8, 10, 12, 14, 16}
		for i, v := range vec {
			img.Vec[i] = d(v)
		}
		img.Vec[1] = f(4)
		copy(img.Stack, []uint64{13, 15, 17, d(18)[0], d(19)[0], d(20)[0]})
		want := 0.0
		for i := 1; i <= 20; i++ {
			want += float64(i * i)
		}
		if l.Call(l.sym("mix"), img); fl(img.RetVec[0]) != want {
			t.Errorf("mix: %v, want %v", fl(img.RetVec[0]), want)
		}
	})
}

func TestManyStackWords(t *testing.T) {
	experiment(t, func(l *lab) {
		for _, n := range []int{5, 6, 7, 100, 1001} {
			img := &ctypes.Image{GPR: [8]uint64{uint64(n)}}
			want := int64(0)
			for i := range n {
				v := uint64(i * i)
				want = want*3 + int64(v)
				if i < 5 {
					img.GPR[i+1] = v
				} else {
					img.Stack = append(img.Stack, v)
				}
			}
			if l.Call(l.sym("sum_words"), img); int64(img.RetGPR[0]) != want {
				t.Errorf("%d words: %d, want %d", n, int64(img.RetGPR[0]), want)
			}
		}
		img := &ctypes.Image{Stack: make([]uint64, 2<<20)}
		l.Call(l.sym("sum_words"), img)
		l.checkSignal(img, segv, "more words than stack")
		if !l.StackOverflow(img.FaultAddr) && img.FaultAddr > uint64(host.callLimit) {
			t.Errorf("address %#x", img.FaultAddr)
		}
	})
}

func TestResults(t *testing.T) {
	experiment(t, func(l *lab) {
		img := &ctypes.Image{GPR: [8]uint64{1}, NVec: 1}
		img.Vec[0] = d(2.5)
		if l.Call(l.sym("ret_mixed"), img); int32(img.RetGPR[0]) != 2 || fl(img.RetVec[0]) != 5 {
			t.Errorf("struct in two banks: %+v", img)
		}
		img.Vec[0] = f(1.5)
		l.Call(l.sym("ret_three"), img)
		if uint32(img.RetVec[0][0]>>32) != math.Float32bits(3) || uint32(img.RetVec[1][0]) != math.Float32bits(4.5) {
			t.Errorf("three floats: %+v", img.RetVec)
		}
		if img = l.run("ret_int128", 9); img.RetGPR != [2]uint64{7, 9} {
			t.Errorf("int128: %v", img.RetGPR)
		}
		for i := range 20 { // the x87 stack has eight registers: each result must be popped
			img = &ctypes.Image{GPR: [8]uint64{uint64(i + 1)}, X87: 1}
			l.Call(l.sym("ret_ldouble"), img)
			if got := ldouble(img.RetX87[0]); got != float64(i)+1.5 {
				t.Fatalf("long double: %v", got)
			}
			img.X87 = 2
			l.Call(l.sym("ret_cldouble"), img)
			if got := ldouble(img.RetX87[0]); got != float64(i)+1 || ldouble(img.RetX87[1]) != 2.5 {
				t.Fatalf("complex long double: %v", got)
			}
		}
		x, y := ofLdouble(1.25), ofLdouble(-3)
		img = &ctypes.Image{X87: 1, Stack: []uint64{x[0], x[1], y[0], y[1]}}
		if l.Call(l.sym("add_ldouble"), img); ldouble(img.RetX87[0]) != -1.75 {
			t.Errorf("long double arguments: %v", ldouble(img.RetX87[0]))
		}
	})
}

// ldouble and ofLdouble convert the 80-bit format, normal numbers only.
func ldouble(v [2]uint64) float64 {
	f := math.Ldexp(float64(v[0]), int(v[1]&0x7FFF)-16383-63)
	if v[1]>>15&1 != 0 {
		return -f
	}
	return f
}

func ofLdouble(f float64) [2]uint64 {
	frac, exp := math.Frexp(math.Abs(f))
	v := [2]uint64{uint64(frac * (1 << 63) * 2), uint64(exp + 16382)}
	if f < 0 {
		v[1] |= 1 << 15
	}
	return v
}

func TestErrnoPerCall(t *testing.T) {
	experiment(t, func(l *lab) {
		if img := l.run("set_errno", 77); img.Errno != 77 || img.RetGPR[0] != 0 {
			t.Errorf("errno %d, was %d", img.Errno, img.RetGPR[0])
		}
		runtime.GC()
		if img := l.run("set_errno", 0); img.Errno != 0 || img.RetGPR[0] != 0 {
			t.Errorf("errno %d, was %d: not cleared", img.Errno, img.RetGPR[0])
		}
	})
}

var three = 3.0

// third is computed when it is called: not by the compiler, nor later.
//
//go:noinline
func third() float64 { return 1 / three }

func TestRoundingLastsInC(t *testing.T) {
	experiment(t, func(l *lab) {
		nearest := third()
		l.wantInt(0, "round_up")
		if third() == nearest {
			t.Error("C was told to round up, and Go does not")
		}
		l.End()
		if third() != nearest {
			t.Error("behind End Go rounds as C was told to")
		}
		l.Begin()
		if third() == nearest {
			t.Error("behind Begin Go does not round as C was told to")
		}
		l.End()
		if l.Symbol(0, "strlen"); third() != nearest {
			t.Error("our own use of libc makes Go round as C was told to")
		}
		l.wantInt(0x800, "rounding")
		l.wantInt(0, "round_nearest")
		l.wantInt(0, "rounding")
		l.wantInt(1, "cb_round", l.callback(func(int32) int32 { return 0 }))
		l.wantInt(1, "cb_round", l.callback(func(int32) int32 { l.End(); return 0 }))
		l.wantInt(0, "rounding")
	})
}

// C may unmask floating-point exceptions; Go's arithmetic goes on without them,
// and C keeps them.
func TestUnmaskedExceptionsSpareGo(t *testing.T) {
	experiment(t, func(l *lab) {
		nearest := third()
		for range 3 {
			l.wantInt(0, "unmask")
			if third() != nearest {
				t.Error("wrong result behind a trap")
			}
			l.wantInt(0x3d, "unmasked")
			l.run("trap_div0")
			if third() != nearest {
				t.Error("wrong result behind a fault")
			}
			l.wantInt(0x3d, "mask")
		}
		l.wantInt(0x3d, "cb_unmasked", l.callback(func(int32) int32 { return int32(third()) }))
		l.wantInt(0, "unmasked")
	})
}

func TestLibraries(t *testing.T) {
	if inChild(t) {
		return
	}
	experiment(t, func(l *lab) {
		if _, err := l.Open("/nonexistent/lib.so"); err == nil || !strings.Contains(err.Error(), "/nonexistent/lib.so") {
			t.Errorf("error %v", err)
		}
		if _, ok := l.Symbol(l.lib, "no_such_symbol"); ok {
			t.Error("found no_such_symbol")
		}
		self, err := l.Open("")
		if err != nil || self == 0 {
			t.Error(err)
		}
		if a, ok := l.Symbol(self, "strlen"); !ok || a != l.sym("strlen") {
			t.Error("strlen in the program")
		}
		name, lib, off, ok := l.SymbolAt(l.sym("add") + 2)
		if name != "add" || lib != "fixture.so" || off != 2 || !ok {
			t.Errorf("SymbolAt: %q %q %d %v", name, lib, off, ok)
		}
		if _, _, _, ok := l.SymbolAt(8); ok {
			t.Error("a symbol at 8")
		}
		if err := l.Close(self); err != nil {
			t.Error(err)
		}
		if err := l.Close(12345678); err == nil {
			t.Error("closed nonsense")
		}
		l.wantInt(3, "add", 1, 2)
	})
}

func TestConstructorFaults(t *testing.T) {
	if inChild(t) {
		return
	}
	broken, ifunc := build(t, "broken.c"), build(t, "ifunc.c")
	experiment(t, func(l *lab) {
		var fault *ctypes.Fault
		if _, err := l.Open(broken); !errors.As(err, &fault) || fault.Addr != 24 || fault.Access != ctypes.AccessWrite {
			t.Errorf("constructor: %v", err)
		}
		if _, err := l.Open(ifunc); !errors.As(err, &fault) || fault.Addr != 24 {
			t.Errorf("indirect function: %v", err)
		}
		startThreads() // which want the linker's locks
		if _, err := l.Open("libm.so.6"); err != nil {
			t.Error(err)
		}
		stillHealthy(l)
	})
}

// startThreads has Go start threads, and waits until they run.
func startThreads() {
	const n = 20
	var running, done sync.WaitGroup
	running.Add(n)
	for range n {
		done.Go(func() {
			runtime.LockOSThread() // and never unlocks: the thread ends
			running.Done()
			running.Wait()
		})
	}
	done.Wait()
}

func TestRead(t *testing.T) {
	experiment(t, func(l *lab) {
		b := l.block(10000)
		for i := range b.Size {
			mem.Store8(b.Addr+uintptr(i), byte(i))
		}
		for _, direct := range []bool{true, false} {
			read := l.Read
			if !direct {
				read = readGuarded
			}
			for _, test := range []struct {
				off  int64
				n, w int
			}{{0, 10, 10}, {0, 10000, 10000}, {9990, 100, 10}, {0, 20000, 10000}, {10000, 10, 0}, {-20000000000, 5, 0}} {
				buf := make([]byte, test.n)
				if n := read(b.Addr+uintptr(test.off), buf); n != test.w {
					t.Errorf("%+v: %d", test, n)
				}
				for i := range test.w {
					if buf[i] != byte(int(test.off)+i) {
						t.Fatalf("%+v: byte %d", test, i)
					}
				}
			}
		}
		if l.Read(0, make([]byte, 4)) != 0 || l.Read(1<<63, make([]byte, 4)) != 0 || l.Read(8, nil) != 0 {
			t.Error("read nothing")
		}
	})
}

// Starting must not be felt.
func TestStartIsCheap(t *testing.T) {
	if inChild(t) {
		return
	}
	began := time.Now()
	p, err := New()
	made := time.Since(began)
	if err != nil {
		t.Fatal(err)
	}
	var running time.Duration
	p.Run(func() { running = time.Since(began) })
	t.Logf("New %v, running after %v", made, running)
	if made > 100*time.Millisecond { // 0.1 ms, on a machine that is not busy
		t.Errorf("New took %v", made)
	}
}

func TestPanicInRun(t *testing.T) {
	p, _ := New()
	defer func() {
		if r := recover(); r != "oops" {
			t.Error(r)
		}
		p.Run(func() {})
	}()
	p.Run(func() { panic("oops") })
}

func TestFlush(t *testing.T) {
	if os.Getenv("CSHELL_TEST_SAY") == "" {
		build(t, "fixture.c")
		cmd := exec.Command(os.Args[0], "-test.run=^TestFlush$")
		cmd.Env = append(os.Environ(), "CSHELL_TEST_SAY=1")
		out, err := cmd.Output()
		if err != nil || !strings.HasPrefix(string(out), "one two ") {
			t.Errorf("%v %q", err, out)
		}
		return
	}
	experiment(t, func(l *lab) {
		l.run("say", l.text("one "))
		l.Flush()
		fmt.Print("two ")
		l.Flush()
	})
}

func TestContextOffsets(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("gcc is not installed")
	}
	exe := filepath.Join(t.TempDir(), "offsets")
	if out, err := exec.Command("gcc", "-o", exe, "testdata/offsets.c").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(exe).Output()
	if err != nil {
		t.Error("struct sigaction:", err)
	}
	header, err := os.ReadFile("ucontext_linux_amd64.h")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if !strings.Contains(string(header), line) {
			t.Errorf("the header wants %s", line)
		}
	}
}

// TestSpareThreads: as many goroutines as that can block at once without a new thread.
func TestSpareThreads(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	p.SpareThreads()
	threads := func() int {
		all, err := os.ReadDir("/proc/self/task")
		if err != nil {
			t.Skip(err)
		}
		return len(all)
	}
	if n, want := threads(), runtime.GOMAXPROCS(0)+4; n < want {
		t.Errorf("%d threads, want at least %d", n, want)
	}
}
