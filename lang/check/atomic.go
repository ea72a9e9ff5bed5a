package check

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// gcc's atomic operations, by which <stdatomic.h> is made. All are as strong as
// memory_order_seq_cst: the orders that are asked for are checked as
// expressions, and not evaluated.

const (
	atomicPrefix = "__atomic_"
	syncPrefix   = "__sync_"
)

// atomicFunctions are called with their own name, for errors.
var atomicFunctions map[string]func(c *checker, x *syntax.Call, name string) Expr

func init() {
	atomicFunctions = map[string]func(c *checker, x *syntax.Call, name string) Expr{
		"__atomic_load_n":              (*checker).atomicLoad,
		"__atomic_load":                (*checker).atomicLoadTo,
		"__atomic_store_n":             (*checker).atomicStore,
		"__atomic_store":               (*checker).atomicStoreFrom,
		"__atomic_exchange_n":          atomicUpdate(AtomicSet, false, 3, 3),
		"__atomic_exchange":            (*checker).atomicExchangeTo,
		"__atomic_compare_exchange_n":  (*checker).atomicTry,
		"__atomic_compare_exchange":    (*checker).atomicTry,
		"__atomic_test_and_set":        (*checker).atomicTestAndSet,
		"__atomic_clear":               (*checker).atomicClear,
		"__atomic_thread_fence":        atomicFence(1),
		"__atomic_signal_fence":        atomicFence(1),
		"__atomic_always_lock_free":    (*checker).atomicLockFree,
		"__atomic_is_lock_free":        (*checker).atomicLockFree,
		"__sync_synchronize":           atomicFence(0),
		"__sync_lock_test_and_set":     atomicUpdate(AtomicSet, false, 2, -1),
		"__sync_lock_release":          (*checker).syncRelease,
		"__sync_val_compare_and_swap":  (*checker).syncCompare,
		"__sync_bool_compare_and_swap": (*checker).syncCompareBool,
	}
	for name, op := range map[string]AtomicOp{"add": AtomicAdd, "sub": AtomicSub, "and": AtomicAnd, "or": AtomicOr, "xor": AtomicXor, "nand": AtomicNand} {
		atomicFunctions[atomicPrefix+"fetch_"+name] = atomicUpdate(op, false, 3, 3)
		atomicFunctions[atomicPrefix+name+"_fetch"] = atomicUpdate(op, true, 3, 3)
		atomicFunctions[syncPrefix+"fetch_and_"+name] = atomicUpdate(op, false, 2, -1)
		atomicFunctions[syncPrefix+name+"_and_fetch"] = atomicUpdate(op, true, 2, -1)
	}
}

// atomicObject is what the first argument points to, with its bare type.
func (c *checker) atomicObject(x *syntax.Call, name string) (Expr, ctypes.Type) {
	place := c.dereference(x.Args[0].Span(), c.value(x.Args[0]))
	t := bare(place.Type())
	if !ctypes.IsScalar(t) || t.Size() > 8 {
		panic(typeError(x.Args[0].Span(), "%s wants a pointer to a scalar of 1, 2, 4 or 8 bytes, found %s", name, ctypes.PointerTo(place.Type())))
	}
	return place, t
}

// writable is atomicObject for what is written.
func (c *checker) writable(x *syntax.Call, name string) (Expr, ctypes.Type) {
	place, t := c.atomicObject(x, name)
	if ctypes.QualsOf(place.Type())&ctypes.Const != 0 {
		panic(typeError(x.Args[0].Span(), "%s cannot write through %s", name, ctypes.PointerTo(place.Type())))
	}
	return place, t
}

// atomicOperand is argument i as a value of an object's type.
func (c *checker) atomicOperand(x *syntax.Call, i int, t ctypes.Type, name string) Expr {
	return c.assignable(c.operand(x.Args[i]), t, ordinalArgument(i, name))
}

// orders checks the arguments from the given one on.
func (c *checker) orders(x *syntax.Call, from int) {
	for _, order := range x.Args[from:] {
		c.unevaluated(order)
	}
}

// pointed is the object that argument i points to, of the type that is given.
func (c *checker) pointed(x *syntax.Call, i int, t ctypes.Type, name string) Expr {
	p := c.assignable(c.operand(x.Args[i]), ctypes.PointerTo(t), ordinalArgument(i, name))
	return c.dereference(x.Args[i].Span(), p)
}

func discard(at diag.Span, e Expr) Expr { return &Conv{Typed: Typed{ctypes.TVoid, at}, X: e} }

func (c *checker) atomicLoad(x *syntax.Call, name string) Expr {
	wantArgs(x, name, 2, 2)
	c.orders(x, 1)
	return c.loadOf(x, name)
}

func (c *checker) loadOf(x *syntax.Call, name string) Expr {
	place, t := c.atomicObject(x, name)
	return &Atomic{Typed: Typed{t, x.Span()}, Op: AtomicLoad, X: place}
}

func (c *checker) atomicLoadTo(x *syntax.Call, name string) Expr {
	wantArgs(x, name, 3, 3)
	c.orders(x, 2)
	value := c.loadOf(x, name)
	to := c.pointed(x, 1, value.Type(), name)
	return discard(x.Span(), &Assign{Typed{value.Type(), x.Span()}, to, value})
}

func (c *checker) atomicStore(x *syntax.Call, name string) Expr {
	return discard(x.Span(), atomicUpdate(AtomicSet, false, 3, 3)(c, x, name))
}

func (c *checker) atomicStoreFrom(x *syntax.Call, name string) Expr {
	wantArgs(x, name, 3, 3)
	c.orders(x, 2)
	place, t := c.writable(x, name)
	from := c.rvalue(c.pointed(x, 1, t, name))
	return discard(x.Span(), &Atomic{Typed: Typed{t, x.Span()}, Op: AtomicSet, X: place, Y: from})
}

func (c *checker) atomicExchangeTo(x *syntax.Call, name string) Expr {
	wantArgs(x, name, 4, 4)
	c.orders(x, 3)
	place, t := c.writable(x, name)
	swap := &Atomic{Typed: Typed{t, x.Span()}, Op: AtomicSet, X: place, Y: c.rvalue(c.pointed(x, 1, t, name))}
	return discard(x.Span(), &Assign{Typed{t, x.Span()}, c.pointed(x, 2, t, name), swap})
}

// atomicUpdate stores what op makes of the object and the second argument.
func atomicUpdate(op AtomicOp, now bool, least, most int) func(*checker, *syntax.Call, string) Expr {
	return func(c *checker, x *syntax.Call, name string) Expr {
		wantArgs(x, name, least, most)
		c.orders(x, 2)
		place, t := c.writable(x, name)
		operand := t
		switch {
		case op == AtomicSet:
		case ctypes.IsPointer(t):
			operand = ctypes.TLong // bytes, as gcc has it
		case !ctypes.IsInteger(t) || isBool(t):
			panic(typeError(x.Args[0].Span(), "%s wants a pointer to an integer, found %s", name, ctypes.PointerTo(place.Type())))
		}
		return &Atomic{Typed: Typed{t, x.Span()}, Op: op, X: place, Y: c.atomicOperand(x, 1, operand, name), New: now}
	}
}

// atomicTry is __atomic_compare_exchange(object, expected, desired, weak,
// success, failure); with _n, desired is no pointer.
func (c *checker) atomicTry(x *syntax.Call, name string) Expr {
	wantArgs(x, name, 6, 6)
	c.orders(x, 3)
	place, t := c.writable(x, name)
	want := c.pointed(x, 1, t, name)
	var desired Expr
	if name == atomicPrefix+"compare_exchange" {
		desired = c.rvalue(c.pointed(x, 2, t, name))
	} else {
		desired = c.atomicOperand(x, 2, t, name)
	}
	return &AtomicTry{Typed{ctypes.TBool, x.Span()}, place, desired, want}
}

// flag is the byte at the first argument, of whatever type that is.
func (c *checker) flag(x *syntax.Call, name string) Expr {
	wantArgs(x, name, 2, 2)
	c.orders(x, 1)
	at := x.Args[0].Span()
	p := c.value(x.Args[0])
	if !ctypes.IsPointer(p.Type()) {
		panic(typeError(at, "%s wants a pointer, found %s", name, p.Type()))
	}
	return c.dereference(at, cast(at, ctypes.PointerTo(ctypes.TUChar), p))
}

func setFlag(at diag.Span, flag Expr, v int64) Expr {
	return &Atomic{Typed: Typed{ctypes.TUChar, at}, Op: AtomicSet, X: flag, Y: intConst(ctypes.TUChar, v, at)}
}

func (c *checker) atomicTestAndSet(x *syntax.Call, name string) Expr {
	return cast(x.Span(), ctypes.TBool, setFlag(x.Span(), c.flag(x, name), 1))
}

func (c *checker) atomicClear(x *syntax.Call, name string) Expr {
	return discard(x.Span(), setFlag(x.Span(), c.flag(x, name), 0))
}

func atomicFence(args int) func(*checker, *syntax.Call, string) Expr {
	return func(c *checker, x *syntax.Call, name string) Expr {
		wantArgs(x, name, args, args)
		c.orders(x, 0)
		return &Atomic{Typed: Typed{ctypes.TVoid, x.Span()}, Op: AtomicFence}
	}
}

// atomicLockFree says whether objects of a constant size are lock-free.
func (c *checker) atomicLockFree(x *syntax.Call, name string) Expr {
	wantArgs(x, name, 2, 2)
	c.orders(x, 1)
	size := c.constant(x.Args[0]).Int()
	free := size == 1 || size == 2 || size == 4 || size == 8
	return &Const{Typed: Typed{ctypes.TBool, x.Span()}, Value: ctypes.Convert(truth(free), ctypes.TBool)}
}

func (c *checker) syncRelease(x *syntax.Call, name string) Expr {
	wantArgs(x, name, 1, -1)
	place, t := c.writable(x, name)
	zero := convert(intConst(ctypes.TInt, 0, x.Span()), t)
	return discard(x.Span(), &Atomic{Typed: Typed{t, x.Span()}, Op: AtomicSet, X: place, Y: zero})
}

// syncCompare is __sync_val_compare_and_swap(object, old, new).
func (c *checker) syncCompare(x *syntax.Call, name string) Expr {
	wantArgs(x, name, 3, -1)
	place, t := c.writable(x, name)
	return &Atomic{Typed: Typed{t, x.Span()}, Op: AtomicCompare, X: place,
		Want: c.atomicOperand(x, 1, t, name), Y: c.atomicOperand(x, 2, t, name)}
}

// syncCompareBool is __sync_bool_compare_and_swap: whether it was swapped.
func (c *checker) syncCompareBool(x *syntax.Call, name string) Expr {
	swap := c.syncCompare(x, name).(*Atomic)
	return &AtomicTry{Typed{ctypes.TBool, x.Span()}, swap.X, swap.Y, swap.Want}
}
