package eval

import (
	"fmt"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
)

// expr compiles an expression; a place is read.
func (c *compiler) expr(x check.Expr) node {
	c.enter()
	n := c.anyExpr(x)
	c.depth--
	return n
}

func (c *compiler) anyExpr(x check.Expr) node {
	if isPlace(x) {
		return c.load(c.place(x, useRead))
	}
	switch x := x.(type) {
	case *check.Const:
		return c.constant(x)
	case *check.TypeVal:
		v := dynamic(check.TypeType, x.Of)
		return dynamics(x.T, func(*frame) Value { return v })
	case *check.LibVal:
		v := dynamic(check.LibraryType, x.Lib)
		return dynamics(x.T, func(*frame) Value { return v })
	case *check.FuncRef:
		return c.sessionFunction(x)
	case *check.Symbol:
		return c.functionAddress(x)
	case *check.Addr:
		return c.addressOf(x)
	case *check.Decay:
		return c.decay(x)
	case *check.Conv:
		return c.conv(x)
	case *check.Neg, *check.BitNot, *check.Not, *check.BitsOf:
		return c.unary(x)
	case *check.Narrow:
		return c.narrowed(x)
	case *check.Binary:
		return c.binary(x)
	case *check.PtrAdd:
		return c.ptrAdd(x)
	case *check.PtrDiff:
		return c.ptrDiff(x)
	case *check.Logic:
		return c.logic(x)
	case *check.Cond:
		return c.cond(x)
	case *check.Comma:
		first, n := c.expr(x.X).effect(), c.expr(x.Y)
		return before(first, n)
	case *check.StmtExpr:
		return c.stmtExpr(x)
	case *check.Assign:
		return c.assign(x)
	case *check.AssignText:
		return c.assignText(x)
	case *check.AssignElems:
		return c.assignElems(x)
	case *check.AssignOp:
		return c.assignOp(x)
	case *check.Atomic:
		return c.atomic(x)
	case *check.AtomicTry:
		return c.atomicTry(x)
	case *check.IncDec:
		return c.incDec(x)
	}
	return c.dynamicExpr(x)
}

// dynamicExpr compiles calls and what only the shell has.
func (c *compiler) dynamicExpr(x check.Expr) node {
	switch x := x.(type) {
	case *compiled:
		return x.node
	case *check.SliceOf:
		return c.sliceOf(x)
	case *check.MemberOf:
		return c.memberOf(x)
	case *check.Call:
		return c.call(x)
	case *check.Builtin:
		return c.builtin(x)
	case *check.New:
		return c.newBlock(x)
	case *check.List:
		return c.list(x)
	case *check.ListItem:
		return c.listItem(x)
	case *check.ErrorField:
		return c.errorField(x)
	case *check.History:
		return c.historyValue(x)
	case *check.SetAttr:
		return voids(func(*frame) { x.Apply() })
	}
	panic(fmt.Sprintf("eval: no code for %T", x))
}

func (c *compiler) constant(x *check.Const) node {
	switch r := repOf(x.T); {
	case r.isFloat():
		return floatConstant(x.T, x.Value.Float())
	case r == repWide:
		v := x.Value
		return wides(x.T, func(*frame) ctypes.Value { return v })
	}
	return constant(x.T, int64(x.Value.Bits[0]))
}

// before is n with an effect in front of it.
func before(first func(*frame), n node) node {
	out := node{t: n.t, r: n.r, slot: -1}
	switch {
	case n.r == repVoid:
		out.do = func(fr *frame) { first(fr); n.do(fr) }
	case n.r.isInt():
		out.i = func(fr *frame) int64 { first(fr); return n.i(fr) }
	case n.r.isFloat():
		out.f = func(fr *frame) float64 { first(fr); return n.f(fr) }
	case n.r == repWide:
		out.w = func(fr *frame) ctypes.Value { first(fr); return n.w(fr) }
	case n.r == repObject:
		out.a = func(fr *frame) uintptr { first(fr); return n.a(fr) }
	default:
		out.v = func(fr *frame) Value { first(fr); return n.v(fr) }
	}
	return out
}

// test is x as a condition.
func (c *compiler) test(x check.Expr) func(*frame) bool {
	switch x := x.(type) {
	case *check.Conv: // to bool
		if repOf(x.T) == repBool && repOf(x.X.Type()).isInt() {
			return c.test(x.X)
		}
	case *check.Not:
		yes := c.test(x.X)
		return func(fr *frame) bool { return !yes(fr) }
	case *check.Logic:
		return c.logicTest(x)
	case *check.Binary:
		if x.Op >= ctypes.Lt {
			return c.compare(x)
		}
	}
	return c.truth(c.expr(x))
}

func (c *compiler) truth(n node) func(*frame) bool {
	switch {
	case n.slot >= 0 && n.r.isInt():
		s := n.slot
		return func(fr *frame) bool { return fr.s[s] != 0 }
	case n.r.isInt():
		return func(fr *frame) bool { return n.i(fr) != 0 }
	case n.r.isFloat():
		return func(fr *frame) bool { return n.f(fr) != 0 }
	case n.r == repWide:
		return func(fr *frame) bool { return !n.w(fr).IsZero() }
	case n.r == repObject:
		return func(fr *frame) bool { return n.a(fr) != 0 }
	}
	return func(fr *frame) bool { return !n.v(fr).IsZero() }
}

func (c *compiler) logicTest(x *check.Logic) func(*frame) bool {
	p, q := c.test(x.X), c.test(x.Y)
	if x.And {
		return func(fr *frame) bool { return p(fr) && q(fr) }
	}
	return func(fr *frame) bool { return p(fr) || q(fr) }
}

func (c *compiler) logic(x *check.Logic) node { return fromTest(x.T, c.logicTest(x)) }

// fromTest is a condition as the int that C makes of it.
func fromTest(t ctypes.Type, yes func(*frame) bool) node {
	return ints(t, func(fr *frame) int64 {
		if yes(fr) {
			return 1
		}
		return 0
	})
}

func (c *compiler) cond(x *check.Cond) node {
	if x.X == nil {
		return c.elvis(x)
	}
	yes, p, q := c.test(x.C), c.expr(x.X), c.expr(x.Y)
	return choose(x.T, yes, p, q)
}

// elvis is C ?: Y, where C is computed once.
func (c *compiler) elvis(x *check.Cond) node {
	first, y := c.boxed(x.C), c.boxed(x.Y)
	t := x.T
	pick := func(fr *frame) Value {
		if v := first(fr); !v.IsZero() {
			return v
		}
		return y(fr)
	}
	return c.unbox(t, pick, x.At)
}

func choose(t ctypes.Type, yes func(*frame) bool, p, q node) node {
	out := newNode(t)
	switch {
	case out.r == repVoid:
		pd, qd := p.effect(), q.effect()
		out.do = func(fr *frame) {
			if yes(fr) {
				pd(fr)
			} else {
				qd(fr)
			}
		}
	case out.r.isInt():
		out.i = pick(yes, p.i, q.i)
	case out.r.isFloat():
		out.f = pick(yes, p.f, q.f)
	case out.r == repWide:
		out.w = pick(yes, p.w, q.w)
	case out.r == repObject:
		out.a = pick(yes, p.a, q.a)
	default:
		out.v = pick(yes, p.box(), q.box())
	}
	return out
}

func pick[T any](yes func(*frame) bool, p, q func(*frame) T) func(*frame) T {
	return func(fr *frame) T {
		if yes(fr) {
			return p(fr)
		}
		return q(fr)
	}
}

func (c *compiler) memberOf(x *check.MemberOf) node {
	whole := c.expr(x.X)
	off := uintptr(x.Offset)
	p := place{t: x.T, r: repOf(x.T), slot: -1, bits: x.Bits}
	p.addr = func(fr *frame) uintptr { return whole.a(fr) + off }
	return c.load(p)
}

func (c *compiler) historyValue(x *check.History) node {
	n, at := x.N, x.At
	return c.unbox(x.T, func(fr *frame) Value {
		v, ok := fr.m.History(n)
		if !ok {
			panic(diag.Errorf(at, diag.Name, "there is no value $%d", n))
		}
		return v
	}, at)
}
