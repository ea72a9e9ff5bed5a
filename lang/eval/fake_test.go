package eval

import (
	"bytes"
	"errors"
	"runtime/debug"
	"sync/atomic"
	"testing"

	"cshell/ctypes"
	"cshell/lang/check"
	"cshell/native/mem"
)

// fakeHost has a few functions written in Go at made-up addresses.
type fakeHost struct {
	funcs       map[uintptr]func(*ctypes.Image)
	names       map[string]uintptr
	servers     []ctypes.Server
	interrupted atomic.Bool
	flushes     int
}

const (
	fakeText      = 0x7000_0000_0000
	fakeCallbacks = 0x7100_0000_0000
)

func newFakeHost() *fakeHost {
	h := &fakeHost{funcs: map[uintptr]func(*ctypes.Image){}, names: map[string]uintptr{}}
	h.define("add", func(img *ctypes.Image) { img.RetGPR[0] = uint64(uint32(img.GPR[0]) + uint32(img.GPR[1])) })
	h.define("crash", func(img *ctypes.Image) {
		img.Signal, img.Code, img.FaultAddr, img.FaultPC = 11, 1, img.GPR[0], uint64(h.names["crash"])
	})
	h.define("leave", func(img *ctypes.Image) { img.Signal, img.Code = ctypes.SignalExit, int64(img.GPR[0]) })
	h.define("apply", func(img *ctypes.Image) { // int apply(int (*f)(int), int x)
		f := &ctypes.Frame{GPR: [8]uint64{img.GPR[1]}}
		at := img.GPR[0] - fakeCallbacks
		if at >= uint64(len(h.servers)) {
			return // called without a function
		}
		h.servers[at].Serve(f)
		img.RetGPR[0] = f.RetGPR[0]
	})
	return h
}

func (h *fakeHost) define(name string, f func(*ctypes.Image)) {
	addr := uintptr(fakeText + 16*len(h.names))
	h.names[name], h.funcs[addr] = addr, f
}

func (h *fakeHost) Open(string) (uintptr, error) { return 1, nil }
func (h *fakeHost) Close(uintptr) error          { return nil }
func (h *fakeHost) Symbol(_ uintptr, name string) (uintptr, bool) {
	a, ok := h.names[name]
	return a, ok
}
func (h *fakeHost) SymbolAt(addr uintptr) (string, string, uintptr, bool) {
	for name, a := range h.names {
		if a == addr {
			return name, "libfake.so", 0, true
		}
	}
	return "", "", 0, false
}
func (h *fakeHost) Call(fn uintptr, img *ctypes.Image) {
	img.Signal = 0
	if f := h.funcs[fn]; f != nil {
		f(img)
		return
	}
	img.Signal, img.FaultAddr = 11, uint64(fn)
}

func (h *fakeHost) Callback(s ctypes.Server) (uintptr, error) {
	h.servers = append(h.servers, s)
	return fakeCallbacks + uintptr(len(h.servers)-1), nil
}
func (h *fakeHost) Hooks(uintptr) ctypes.Hooks      { return ctypes.Hooks{} }
func (h *fakeHost) AddCode([]byte) (uintptr, error) { return 0, errors.ErrUnsupported }
func (h *fakeHost) Enter(uintptr, uintptr)          {}
func (h *fakeHost) MarkJump(uintptr, uint64)        {}
func (h *fakeHost) Jump() (uint64, int32)           { return 0, 0 }
func (h *fakeHost) JumpOn()                         {}
func (h *fakeHost) OnGuest() bool                   { return false }
func (h *fakeHost) LandJump()                       {}
func (h *fakeHost) Loaded(string) bool              { return false }
func (h *fakeHost) FreeCallback(uintptr)            {}
func (h *fakeHost) Interrupt()                      { h.interrupted.Store(true) }
func (h *fakeHost) Interrupted() bool               { return h.interrupted.Load() }
func (h *fakeHost) ClearInterrupt()                 { h.interrupted.Store(false) }
func (h *fakeHost) Deliver() bool                   { return false }
func (h *fakeHost) Strays() uint64                  { return 0 }
func (h *fakeHost) Begin()                          {}
func (h *fakeHost) End()                            {}
func (h *fakeHost) Flush()                          { h.flushes++ }
func (h *fakeHost) Read(addr uintptr, into []byte) (n int) {
	defer func() { recover() }()
	for i := range into {
		into[i] = mem.Load8(addr + uintptr(i))
		n++
	}
	return n
}

type bench struct {
	m    *Machine
	host *fakeHost
	out  *bytes.Buffer
}

// sharedHeap: each heap reserves much of the address space.
var sharedHeap = &mem.Heap{}

func newBench(t testing.TB) *bench {
	debug.SetPanicOnFault(true)
	b := &bench{host: newFakeHost(), out: &bytes.Buffer{}}
	b.m = New(Config{Host: b.host, Heap: sharedHeap, Out: b.out, Err: b.out, Elements: 200})
	return b
}

// Short names to build trees with.

func typed(t ctypes.Type) check.Typed { return check.Typed{T: t} }

func num(t ctypes.Type, v int64) check.Expr {
	return &check.Const{Typed: typed(t), Value: ctypes.IntValue(t, v)}
}

func ref(v *check.Var) *check.VarRef { return &check.VarRef{Typed: typed(v.Type), Var: v} }

func op(o ctypes.Op, t ctypes.Type, x, y check.Expr) check.Expr {
	return &check.Binary{Typed: typed(t), Op: o, X: x, Y: y}
}

func conv(t ctypes.Type, x check.Expr) check.Expr { return &check.Conv{Typed: typed(t), X: x} }

func do(x check.Expr) check.Stmt { return &check.ExprStmt{X: x} }

func block(list ...check.Stmt) *check.Block { return &check.Block{List: list} }

func slotVar(t ctypes.Type, slot int) *check.Var {
	return &check.Var{Type: t, Store: check.SlotVar, Slot: slot}
}

// sumLoop is: for (int i = 0; i < n; i++) s += i;
func sumLoop(s, i *check.Var, n int64) check.Stmt {
	return block(
		&check.DeclareVar{Var: s},
		&check.DeclareVar{Var: i},
		&check.Loop{
			Cond: op(ctypes.Lt, ctypes.TInt, ref(i), num(ctypes.TInt, n)),
			Post: &check.IncDec{Typed: typed(ctypes.TInt), X: ref(i), Delta: 1, Post: true},
			Body: do(&check.AssignOp{Typed: typed(s.Type), Op: ctypes.Add, Arith: ctypes.TLong, X: ref(s), Y: conv(ctypes.TLong, ref(i))}),
		})
}

func fibFunc() *check.Func {
	n := slotVar(ctypes.TInt, 0)
	f := &check.Func{Name: "fib", Params: []*check.Var{n}, Slots: 1}
	f.Sig = &ctypes.Func{Result: ctypes.TInt, Params: []ctypes.Param{{Name: "n", Type: ctypes.TInt}}, Proto: true}
	call := func(k int64) check.Expr {
		return &check.Call{Typed: typed(ctypes.TInt), Sig: f.Sig, Name: "fib",
			Fn:   &check.FuncRef{Typed: typed(f.Sig), Fn: f},
			Args: []check.Expr{op(ctypes.Sub, ctypes.TInt, ref(n), num(ctypes.TInt, k))}}
	}
	f.Body = block(
		&check.If{Cond: op(ctypes.Lt, ctypes.TInt, ref(n), num(ctypes.TInt, 2)), Then: &check.Return{X: ref(n)}},
		&check.Return{X: op(ctypes.Add, ctypes.TInt, call(1), call(2))})
	return f
}

func callOf(name string, result ctypes.Type, params []ctypes.Type, args ...check.Expr) check.Expr {
	sig := &ctypes.Func{Result: result, Proto: true}
	for _, p := range params {
		sig.Params = append(sig.Params, ctypes.Param{Type: p})
	}
	return &check.Call{Typed: typed(result), Sig: sig, Name: name, Args: args,
		Fn: &check.Symbol{Typed: typed(sig), Name: name}}
}
