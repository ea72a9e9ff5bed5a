package eval

import (
	"math"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// code is the compiled body of a session function.
//
// A caller leaves argument i in word i of the new window: the payload of a
// narrow scalar, else the address of the value; behind the last one, to a
// variadic function, the address of a va_list. The prologue moves what lives
// elsewhere.
type code struct {
	fn       *check.Func
	body     stmt
	layout   layout
	blocks   []localBlock // locals that are blocks
	prologue []func(*frame)
	light    bool // all locals are slots, and nothing is to be moved there
	result   rep
	at       diag.Span
	begin    diag.Span // of the body's first statement
}

func (m *Machine) compileFunc(fn *check.Func) *code {
	c := newCompiler(m, fn)
	c.slots = max(c.slots, len(fn.Params))
	k := &code{fn: fn, result: repOf(fn.Sig.Result), at: fn.At, begin: fn.At}
	if len(fn.Body.List) > 0 {
		k.begin = fn.Body.List[0].Span()
	}
	for i, p := range fn.Params {
		if move := c.parameter(i, p); move != nil {
			k.prologue = append(k.prologue, move)
		}
	}
	k.body = c.block(fn.Body)
	if c.setjmps > 0 {
		k.body = land(k.body)
	}
	k.layout, k.blocks = c.layout(), c.blocks
	k.layout.slots = max(k.layout.slots, len(fn.Params)) + c.deepSlots()
	k.light = k.layout.vars|k.layout.temp == 0 && len(k.prologue)+len(k.blocks) == 0 && !c.dynamic
	m.remember(k, c.embeds)
	return k
}

// parameter moves argument i to where its variable lives. Slots are given in
// the order of the parameters, so none is overwritten before it was moved.
func (c *compiler) parameter(i int, v *check.Var) func(*frame) {
	p := place{t: v.Type, r: repOf(v.Type), slot: -1}
	if v.Store == check.SlotVar {
		slot := c.useSlot(v)
		if slot == i {
			return nil
		}
		return func(fr *frame) { fr.s[slot] = fr.s[i] }
	}
	c.localPlace(&p, v)
	to := p.addr
	if p.r.isScalar() {
		return c.store(p, fromPayload(v.Type, func(fr *frame) uint64 { return fr.s[i] })).effect()
	}
	size := v.Type.Size()
	return func(fr *frame) { mem.Copy(to(fr), uintptr(fr.s[i]), size) }
}

// remember notes which session variables a function embeds, so that del can
// make it compile anew.
func (m *Machine) remember(k *code, vars []*check.Var) {
	for _, v := range vars {
		m.users[v] = append(m.users[v], k)
	}
}

// codeOf is the present code of a function.
func (m *Machine) codeOf(fn *check.Func, at diag.Span) *code {
	if k, ok := fn.Code.(*code); ok && !fn.Dead {
		return k
	}
	if fn.Dead || fn.Body == nil {
		panic(noBody(at, fn))
	}
	k := m.compileFunc(fn)
	fn.Code = k
	return k
}

// run runs k in the window w, which the caller has filled and will drop.
func (fr *frame) run(k *code, w []uint64, site *callSite) {
	if !k.light {
		fr.runInMemory(k, w, site)
		return
	}
	fr.poll(&k.begin)
	fr.enterCall(site, &k.at)
	s := fr.s
	fr.s = w
	if k.body(fr) != ctlReturn {
		fr.noResult(k)
	}
	fr.s = s
	fr.depth--
}

// runInMemory does the same for a function that needs frame memory.
func (fr *frame) runInMemory(k *code, w []uint64, site *callSite) {
	s, vars, tmp := fr.s, fr.mem, fr.tmp
	fr.poll(&k.begin)
	fr.enter(w, k.layout, site, &k.at)
	base, locals := fr.mem, len(fr.locals)
	fr.makeLocals(k.blocks)
	for _, move := range k.prologue {
		move(fr)
	}
	if k.body(fr) != ctlReturn {
		fr.noResult(k)
	}
	if k.layout.vars|k.layout.temp != 0 {
		fr.stack.Pop(base)
	}
	fr.s, fr.mem, fr.tmp = s, vars, tmp
	fr.depth--
	if len(fr.locals) > locals {
		fr.leaveLocals(locals, &k.at)
	}
}

// noResult: a function that falls off its end returns zero.
func (fr *frame) noResult(k *code) {
	fr.ret, fr.wide = 0, wideBits{}
	if k.result == repObject {
		mem.Zero(fr.into, k.fn.Sig.Result.Size())
	}
}

// callSession compiles a call of a session function.
func (c *compiler) callSession(x *check.Call, fn *check.Func) node {
	given, more := x.Args, []check.Expr(nil)
	if x.Sig.Variadic {
		n := len(x.Sig.Params)
		given, more = given[:n], given[n:]
	}
	args := make([]func(*frame) uint64, len(given))
	for i, a := range given {
		args[i] = c.passed(c.expr(a))
	}
	if x.Sig.Variadic {
		area := c.vaArea(more)
		args = append(args, func(fr *frame) uint64 { return uint64(area(fr)) })
	}
	c.calls++
	return c.resultOf(x.Sig.Result, enterSession(fn, args, &x.At))
}

// enterSession computes the arguments into a new window and runs the function
// that fn is by then.
func enterSession(fn *check.Func, args []func(*frame) uint64, at *diag.Span) func(*frame) {
	site := &callSite{fn, *at}
	if len(args) == 1 {
		arg := args[0]
		return func(fr *frame) {
			k, ok := fn.Code.(*code)
			if !ok {
				k = fr.m.codeOf(fn, *at)
			}
			top := fr.top
			w := fr.window(k.layout.slots)
			w[0] = arg(fr)
			fr.run(k, w, site)
			fr.top = top
		}
	}
	return func(fr *frame) {
		k, ok := fn.Code.(*code)
		if !ok {
			k = fr.m.codeOf(fn, *at)
		}
		top := fr.top
		w := fr.window(k.layout.slots)
		for i, arg := range args {
			w[i] = arg(fr)
		}
		fr.run(k, w, site)
		fr.top = top
	}
}

// passed is an argument as a word.
func (c *compiler) passed(n node) func(*frame) uint64 {
	switch {
	case n.r.isScalar():
		return payload(n)
	case n.r == repWide:
		off := uintptr(c.reserve(n.t.Size(), 16))
		return func(fr *frame) uint64 {
			writeValue(fr.tmp+off, n.w(fr))
			return uint64(fr.tmp + off)
		}
	}
	return func(fr *frame) uint64 { return uint64(n.a(fr)) }
}

// resultOf makes a node of a call that leaves its result in the frame.
func (c *compiler) resultOf(t ctypes.Type, enter func(*frame)) node {
	switch r := repOf(t); {
	case r == repVoid:
		return voids(enter)
	case r.isFloat():
		return floats(t, func(fr *frame) float64 { enter(fr); return math.Float64frombits(fr.ret) })
	case r == repWide:
		return wides(t, func(fr *frame) ctypes.Value { enter(fr); return ctypes.Value{Type: t, Bits: fr.wide} })
	case r == repObject:
		off := uintptr(c.reserve(t.Size(), max(t.Align(), 16)))
		return objects(t, func(fr *frame) uintptr {
			outer, to := fr.into, fr.tmp+off
			fr.into = to
			enter(fr)
			fr.into = outer
			return to
		})
	}
	return ints(t, func(fr *frame) int64 { enter(fr); return int64(fr.ret) })
}

// drop is del of a variable: its memory is freed, and what it points to where
// free says so.
func (m *Machine) drop(at diag.Span, v *check.Var, free func(*frame) int64, fr *frame) {
	if v.Dead {
		panic(deleted(at, v))
	}
	if free != nil {
		addr := uintptr(free(fr))
		if b := m.Heap.Find(addr); b != nil && b.Addr == addr && b.Freed && b.New {
			panic(doubleFree(at, b))
		}
		m.freeStart(at, addr)
	}
	v.Dead = true
	if v.Store != check.SessionVar {
		return
	}
	if !isSliceType(v.Type) {
		delete(m.pinned, v.Addr)
	}
	m.freeStart(at, v.Addr)
	v.Object = nil
	for _, k := range m.users[v] {
		if k.fn.Code == any(k) {
			k.fn.Code = nil
			m.cool(k.fn)
		}
	}
	delete(m.users, v)
}

// freeStart frees the live block that begins at addr, if there is one that is
// not a variable or a literal.
func (m *Machine) freeStart(at diag.Span, addr uintptr) {
	if addr == 0 || m.pinned[addr] || !m.Heap.Owns(addr) {
		return
	}
	if b := m.Heap.Find(addr); b != nil && b.Addr == addr && !b.Freed {
		m.free(at, addr)
	}
}

func (m *Machine) dropFunc(fn *check.Func) {
	fn.Dead, fn.Code = true, nil
	if fn.CEntry != 0 {
		m.Host.FreeCallback(fn.CEntry)
		delete(m.entries, fn.CEntry)
		fn.CEntry = 0
	}
}
