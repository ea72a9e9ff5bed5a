package eval

import (
	"testing"

	"cshell/ctypes"
	"cshell/lang/check"
)

func runN(b *testing.B, s func(n int64) check.Stmt) {
	bench := newBench(b)
	b.ResetTimer()
	if err := bench.m.Exec(s(int64(b.N))); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkLoopLocal(b *testing.B) {
	runN(b, func(n int64) check.Stmt {
		return sumLoop(slotVar(ctypes.TLong, 0), slotVar(ctypes.TInt, 1), n)
	})
}

func BenchmarkLoopSession(b *testing.B) {
	runN(b, func(n int64) check.Stmt {
		return sumLoop(&check.Var{Name: "s", Type: ctypes.TLong}, &check.Var{Name: "i", Type: ctypes.TInt}, n)
	})
}

func BenchmarkFibCall(b *testing.B) {
	bench := newBench(b)
	f := fibFunc()
	if err := bench.m.Exec(&check.DefineFunc{Fn: f}); err != nil {
		b.Fatal(err)
	}
	const calls24 = 150049
	call := &check.Call{Typed: typed(ctypes.TInt), Sig: f.Sig, Name: "fib",
		Fn: &check.FuncRef{Typed: typed(f.Sig), Fn: f}, Args: []check.Expr{num(ctypes.TInt, 24)}}
	b.ResetTimer()
	for i := 0; i < b.N; i += calls24 {
		if err := bench.m.Exec(do(call)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkForeignOverhead is a call without what the host costs.
func BenchmarkForeignOverhead(b *testing.B) {
	i, s := slotVar(ctypes.TInt, 0), slotVar(ctypes.TInt, 1)
	ints := []ctypes.Type{ctypes.TInt, ctypes.TInt}
	runN(b, func(n int64) check.Stmt {
		return block(&check.DeclareVar{Var: i}, &check.DeclareVar{Var: s}, &check.Loop{
			Cond: op(ctypes.Lt, ctypes.TInt, ref(i), num(ctypes.TInt, n)),
			Post: &check.IncDec{Typed: typed(ctypes.TInt), X: ref(i), Delta: 1},
			Body: do(&check.Assign{Typed: typed(ctypes.TInt), X: ref(s), Y: callOf("add", ctypes.TInt, ints, ref(i), ref(s))}),
		})
	})
}
