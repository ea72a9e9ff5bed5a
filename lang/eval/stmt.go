package eval

import (
	"fmt"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// ctl says how a statement ended.
type ctl uint8

const (
	next ctl = iota
	ctlBreak
	ctlContinue
	ctlReturn
)

type stmt func(*frame) ctl

func nothing(*frame) ctl { return next }

func effect(do func(*frame)) stmt {
	return func(fr *frame) ctl { do(fr); return next }
}

// statement runs n for its effects.
func (n node) statement() stmt {
	if n.r.isInt() {
		get := n.i
		return func(fr *frame) ctl { get(fr); return next }
	}
	return effect(n.effect())
}

// stmt compiles a statement.
func (c *compiler) stmt(s check.Stmt) stmt {
	c.enter()
	run := c.anyStmt(s)
	c.depth--
	return run
}

func (c *compiler) anyStmt(s check.Stmt) stmt {
	switch s := s.(type) {
	case nil:
		return nothing
	case *check.Block:
		return c.block(s)
	case *check.ExprStmt:
		return c.exprStmt(s)
	case *check.DeclareVar:
		return c.declare(s)
	case *check.DefineFunc:
		return c.define(s)
	case *check.If:
		return c.ifStmt(s)
	case *check.Loop:
		return c.loop(s)
	case *check.Switch:
		return c.switchStmt(s)
	case *check.Break:
		return func(*frame) ctl { return ctlBreak }
	case *check.Continue:
		return func(*frame) ctl { return ctlContinue }
	case *check.Return:
		return c.returnStmt(s)
	case *check.Try:
		return c.tryStmt(s)
	case *check.Del:
		return c.del(s)
	}
	panic(fmt.Sprintf("eval: no code for %T", s))
}

func (c *compiler) block(b *check.Block) stmt {
	if b == nil {
		return nothing
	}
	run := c.inOrder(b.List)
	if !declaresVariableArray(b.List) {
		return run
	}
	at := b.Span()
	return func(fr *frame) ctl {
		mark := len(fr.locals)
		end := run(fr)
		fr.leaveLocals(mark, &at)
		return end
	}
}

// stmtExpr compiles ({ … }).
func (c *compiler) stmtExpr(x *check.StmtExpr) node {
	run := c.inOrder(x.Body)
	body := func(fr *frame) { run(fr) }
	if x.X == nil {
		return voids(body)
	}
	return before(body, c.expr(x.X))
}

func sequence(list []stmt) stmt {
	switch len(list) {
	case 0:
		return nothing
	case 1:
		return list[0]
	case 2:
		a, b := list[0], list[1]
		return func(fr *frame) ctl {
			if k := a(fr); k != next {
				return k
			}
			return b(fr)
		}
	}
	return func(fr *frame) ctl {
		for _, s := range list {
			if k := s(fr); k != next {
				return k
			}
		}
		return next
	}
}

func (c *compiler) exprStmt(s *check.ExprStmt) stmt {
	if !s.Echo {
		return c.expr(s.X).statement()
	}
	get := c.boxed(s.X)
	named := echoName(s.X)
	return func(fr *frame) ctl {
		fr.m.echo(get(fr), named)
		return next
	}
}

// declare makes a variable. Session variables get their memory now, so that
// what follows can embed the address.
func (c *compiler) declare(s *check.DeclareVar) stmt {
	v := s.Var
	if s.Bind != nil {
		return c.bind(s)
	}
	if ctypes.IsVariable(v.Type) {
		return c.declareArray(s)
	}
	if repOf(v.Type) == repAny {
		return c.declareDynamic(s)
	}
	zero := zeroer(mem.Zero)
	if v.Store == check.SessionVar && v.Addr == 0 {
		c.m.ownVariable(s.At, v, declaredSize(s))
		zero = afterFirst()
	}
	p := c.place(&check.VarRef{Typed: check.Typed{T: v.Type, At: s.At}, Var: v}, useWrite)
	fill := c.fill(s, p, zero)
	if s.Static {
		return once(fill, v)
	}
	if v.Store != check.SessionVar {
		return effect(fill)
	}
	return func(fr *frame) ctl { fill(fr); v.Live = true; return next }
}

func declaredSize(s *check.DeclareVar) int64 {
	return max(s.Var.Type.Size(), initSize(s.Init))
}

// fill gives a variable its first value.
func (c *compiler) fill(s *check.DeclareVar, p place, zero zeroer) func(*frame) {
	switch {
	case s.Init != nil && len(s.Init.Items) == 1 && p.r != repObject && p.bits == nil:
		return c.store(p, c.named(s.Var.Name, s.Init.Items[0].Value)).effect()
	case p.slot >= 0:
		slot := p.slot
		return func(fr *frame) { fr.s[slot] = 0 }
	case s.Init != nil:
		return c.initialise(s.Init, p.address(), zero)
	}
	addr, size := p.address(), declaredSize(s)
	return func(fr *frame) { zero(addr(fr), size) }
}

// once initialises a static local when the function is first entered.
func once(fill func(*frame), v *check.Var) stmt {
	return func(fr *frame) ctl {
		if !v.Live {
			v.Live = true
			fill(fr)
		}
		return next
	}
}

// bind makes a variable of the memory or object that an expression gives.
func (c *compiler) bind(s *check.DeclareVar) stmt {
	v := s.Var
	n := c.named(v.Name, s.Bind)
	p := place{t: v.Type, r: repOf(v.Type), slot: -1, v: v}
	if v.Store == check.SlotVar {
		p.slot = c.useSlot(v)
	}
	if p.r != repAny { // an array or record that is the variable itself
		return c.bindObject(v, n)
	}
	set := c.store(p, n).v
	return func(fr *frame) ctl {
		x := set(fr)
		if isSliceType(v.Type) {
			fr.m.nameBlock(x.Addr, v)
		}
		v.Live = v.Store == check.SessionVar
		return next
	}
}

func (c *compiler) bindObject(v *check.Var, n node) stmt {
	return func(fr *frame) ctl {
		v.Addr = n.a(fr)
		fr.m.nameBlock(v.Addr, v)
		v.Live = true
		return next
	}
}

// declareDynamic makes an empty variable of a type that is no C type, or one
// with a value.
func (c *compiler) declareDynamic(s *check.DeclareVar) stmt {
	if s.Init == nil || len(s.Init.Items) == 0 {
		v := s.Var
		return func(*frame) ctl { v.Live = v.Store == check.SessionVar; return next }
	}
	bound := *s
	bound.Bind, bound.Init = s.Init.Items[0].Value, nil
	return c.bind(&bound)
}

func (c *compiler) define(s *check.DefineFunc) stmt {
	fn := s.Fn
	if fn.Body == nil {
		return nothing
	}
	return func(fr *frame) ctl {
		fn.Code = fr.m.compileFunc(fn)
		fr.m.cool(fn)
		return next
	}
}

func (c *compiler) ifStmt(s *check.If) stmt {
	yes := c.test(s.Cond)
	then, inThen := c.part(s.Then)
	if s.Else == nil {
		return resumeIn(func(fr *frame) ctl {
			if yes(fr) {
				return then(fr)
			}
			return next
		}, then, inThen, nil, setjmps{})
	}
	other, inElse := c.part(s.Else)
	return resumeIn(func(fr *frame) ctl {
		if yes(fr) {
			return then(fr)
		}
		return other(fr)
	}, then, inThen, other, inElse)
}

func (c *compiler) loop(s *check.Loop) stmt {
	first, from := nothing, c.setjmps
	if s.Init != nil {
		first = c.stmt(s.Init)
	}
	goOn, cond := func(*frame) bool { return true }, c.setjmps
	if s.Cond != nil {
		goOn = c.test(s.Cond)
	}
	after, post := constant(ctypes.TInt, 0), c.setjmps
	if s.Post != nil {
		after = c.expr(s.Post)
	}
	at, behind := s.At, c.setjmps
	body, inBody := c.part(s.Body)
	if c.setjmps > from {
		l := &loopParts{first, goOn, after.effect(), body, s.Until, setjmps{cond, post}, setjmps{post, behind}, inBody, at}
		return l.run
	}
	if run := c.fuseLoop(s, first, body); run != nil {
		return run
	}
	switch {
	case s.Until:
		return doLoop(body, goOn, at)
	case after.r.isInt() && !after.konst:
		return countingLoop(first, goOn, after.i, body, at)
	}
	return forLoop(first, goOn, after.effect(), body, at)
}

// The loops are not inlined into their caller: poll would not be inlined into them.

//go:noinline
func forLoop(first stmt, goOn func(*frame) bool, after func(*frame), body stmt, at diag.Span) stmt {
	return func(fr *frame) ctl {
		for first(fr); goOn(fr); after(fr) {
			fr.poll(&at)
			if k := body(fr); k == ctlBreak {
				break
			} else if k == ctlReturn {
				return k
			}
		}
		return next
	}
}

// countingLoop is a loop whose third part is an integer, like i++.
//
//go:noinline
func countingLoop(first stmt, goOn func(*frame) bool, after func(*frame) int64, body stmt, at diag.Span) stmt {
	return func(fr *frame) ctl {
		for first(fr); goOn(fr); after(fr) {
			fr.poll(&at)
			if k := body(fr); k == ctlBreak {
				break
			} else if k == ctlReturn {
				return k
			}
		}
		return next
	}
}

//go:noinline
func doLoop(body stmt, goOn func(*frame) bool, at diag.Span) stmt {
	return func(fr *frame) ctl {
		for {
			fr.poll(&at)
			if k := body(fr); k == ctlBreak {
				return next
			} else if k == ctlReturn {
				return k
			}
			if !goOn(fr) {
				return next
			}
		}
	}
}

func (c *compiler) switchStmt(s *check.Switch) stmt {
	find := caseFinder(c.expr(s.X), s)
	body, has := c.parts(s.Body.List)
	return func(fr *frame) ctl {
		i, ok := resumed(fr, has)
		if !ok {
			i = find(fr)
		}
		if i < 0 {
			return next
		}
		for _, b := range body[i:] {
			switch k := b(fr); k {
			case next:
			case ctlBreak:
				return next
			default:
				return k
			}
		}
		return next
	}
}

// caseFinder finds where the body is entered for the value of x, -1 for nowhere.
func caseFinder(x node, s *check.Switch) func(*frame) int {
	if x.r == repWide {
		return func(fr *frame) int { return searchCases(s.Cases, x.w(fr), s.Default) }
	}
	single := map[int64]int{}
	var ranges []check.SwitchCase
	for _, k := range s.Cases {
		if k.Lo == k.Hi {
			single[k.Lo.Int()] = k.Index
		} else {
			ranges = append(ranges, k)
		}
	}
	return func(fr *frame) int {
		v := x.i(fr)
		if i, ok := single[v]; ok {
			return i
		}
		if len(ranges) == 0 {
			return s.Default
		}
		return searchCases(ranges, ctypes.IntValue(x.t, v), s.Default)
	}
}

func searchCases(cases []check.SwitchCase, v ctypes.Value, otherwise int) int {
	for _, k := range cases {
		if k.Lo.Order(v) <= 0 && v.Order(k.Hi) <= 0 {
			return k.Index
		}
	}
	return otherwise
}

func (c *compiler) returnStmt(s *check.Return) stmt {
	if s.X == nil {
		return func(*frame) ctl { return ctlReturn }
	}
	n := c.expr(s.X)
	switch {
	case n.r == repVoid:
		return func(fr *frame) ctl { n.do(fr); return ctlReturn }
	case n.r == repObject:
		size := n.t.Size()
		return func(fr *frame) ctl {
			mem.Copy(fr.into, n.a(fr), size)
			return ctlReturn
		}
	case n.r == repWide:
		return func(fr *frame) ctl { fr.wide = n.w(fr).Bits; return ctlReturn }
	case n.r.isFloat():
		get := payload(n)
		return func(fr *frame) ctl { fr.ret = get(fr); return ctlReturn }
	}
	get := n.i
	return func(fr *frame) ctl { fr.ret = uint64(get(fr)); return ctlReturn }
}

func (c *compiler) tryStmt(s *check.Try) stmt {
	body := nothing
	if s.Failed != nil {
		failed := s.Failed
		body = func(*frame) ctl { e := *failed; panic(&e) }
	} else {
		body = c.block(s.Body)
	}
	set := func(*frame, *diag.Error) {}
	if s.Err != nil {
		set = c.errorVar(s.Err)
	}
	at, from := s.At, c.setjmps
	catch := c.block(s.Catch)
	return resumeIn(func(fr *frame) ctl {
		k, err := attempt(fr, body, at)
		if err == nil {
			return k
		}
		set(fr, err)
		return catch(fr)
	}, catch, setjmps{from, c.setjmps}, nil, setjmps{})
}

// attempt runs body and catches what it throws.
func attempt(fr *frame, body stmt, at diag.Span) (k ctl, err *diag.Error) {
	mark := fr.save()
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		if err = fr.m.caught(at, fr, r, mark.depth); err == nil || !fr.m.catches(err) {
			panic(r)
		}
		fr.restore(mark)
	}()
	return body(fr), nil
}

func (c *compiler) errorVar(v *check.Var) func(*frame, *diag.Error) {
	if v.Store == check.SlotVar {
		slot := c.useSlot(v)
		return func(fr *frame, e *diag.Error) { fr.s[slot] = fr.m.keepObject(e) }
	}
	return func(_ *frame, e *diag.Error) { v.Object = e }
}

// del drops names and frees their memory.
func (c *compiler) del(s *check.Del) stmt {
	free := make([]func(*frame) int64, len(s.Vars))
	for i := range s.Vars {
		if i < len(s.Free) && s.Free[i] != nil {
			free[i] = c.expr(s.Free[i]).i
		}
	}
	return func(fr *frame) ctl {
		for i, v := range s.Vars {
			fr.m.drop(s.At, v, free[i], fr)
		}
		for _, fn := range s.Funcs {
			fr.m.dropFunc(fn)
		}
		return next
	}
}
