package eval

import (
	"errors"
	"math"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// foreign is a call of a C function, prepared when it is compiled: the plan
// says where each argument goes, one closure each puts it there.
type foreign struct {
	m      *Machine
	x      *check.Call
	plan   *ctypes.CallPlan
	img    *ctypes.Image
	target func(*frame) uintptr
	stores []func(*frame, *ctypes.Image)
	args   []node // as they are stored: what a trace or an error shows
	tells  bool   // what errno stands for
	into   []int  // the registers that pass pointers to what may be written
}

// replayStop is what a call throws that is not to be made.
type replayStop struct{}

// call compiles a call.
func (c *compiler) call(x *check.Call) node {
	fn := x.Fn
	if d, ok := fn.(*check.Decay); ok {
		fn = d.X
	}
	if c.m.Replay {
		panic(&replayStop{})
	}
	var n node
	ref, ok := fn.(*check.FuncRef)
	switch {
	case !ok:
		n = c.callForeign(x, fn)
	case ref.Fn.Body == nil:
		n = c.callDeclared(x, ref.Fn)
	default:
		n = c.callSession(x, ref.Fn)
	}
	if x.Errcheck != nil {
		return c.errcheck(x, n)
	}
	return n
}

// callDeclared calls a function of which there is only a prototype so far: the
// session's, if it is defined by the time of the call, else a library's.
func (c *compiler) callDeclared(x *check.Call, fn *check.Func) node {
	defined := func(*frame) bool { return fn.Body != nil }
	session := c.callSession(x, fn)
	foreign := c.callForeign(x, symbolOf(fn, x.Fn.Span()))
	return choose(x.Sig.Result, defined, session, foreign)
}

// symbolOf is the foreign function that a prototype declares.
func symbolOf(fn *check.Func, at diag.Span) *check.Symbol {
	return &check.Symbol{Typed: check.Typed{T: fn.Sig, At: at}, Name: fn.Symbol}
}

// errcheck calls f.errcheck with the result, which it replaces.
func (c *compiler) errcheck(x *check.Call, n node) node {
	result, value := c.hold(n)
	checkCall := &check.Call{
		Typed: check.Typed{T: x.T, At: x.At}, Sig: x.Errcheck.Sig, Name: x.Errcheck.Name,
		Args: []check.Expr{&compiled{check.Typed{T: n.t, At: x.At}, value}},
	}
	if len(x.Errcheck.Sig.Params) > 0 {
		arg := checkCall.Args[0].(*compiled)
		arg.node = c.convert(value, x.Errcheck.Sig.Params[0].Type)
		arg.T = arg.node.t
	}
	return before(result, c.callSession(checkCall, x.Errcheck))
}

// compiled is an expression that has been compiled already.
type compiled struct {
	check.Typed
	node node
}

// hold computes n into a place of its own; value reads it from there.
func (c *compiler) hold(n node) (compute func(*frame), value node) {
	switch {
	case n.konst || n.r == repVoid:
		return func(*frame) {}, n
	case n.r.isScalar():
		slot, get := c.slots, payload(n)
		c.slots++
		value = fromPayload(n.t, func(fr *frame) uint64 { return fr.s[slot] })
		return func(fr *frame) { fr.s[slot] = get(fr) }, value
	case n.r == repWide:
		off, t := uintptr(c.reserve(n.t.Size(), 16)), n.t
		value = wides(t, func(fr *frame) ctypes.Value { return readValue(t, fr.tmp+off) })
		return func(fr *frame) { writeValue(fr.tmp+off, n.w(fr)) }, value
	case n.r == repObject:
		slot := c.slots
		c.slots++
		value = objects(n.t, func(fr *frame) uintptr { return uintptr(fr.s[slot]) })
		return func(fr *frame) { fr.s[slot] = uint64(n.a(fr)) }, value
	}
	return func(*frame) {}, n
}

func (c *compiler) callForeign(x *check.Call, fn check.Expr) node {
	s := &foreign{m: c.m, x: x, img: &ctypes.Image{}, tells: x.TellsErrno}
	s.target = c.callee(fn)
	first, args := c.arguments(x)
	s.args = args
	types := make([]ctypes.Type, len(args))
	for i, a := range args {
		types[i] = a.t
	}
	plan, err := ctypes.Plan(x.Sig, types)
	if err != nil {
		panic(diag.Errorf(x.At, diag.Type, "cannot call %s: %v", x.Name, err))
	}
	s.plan = plan
	first = c.formatCheck(x, args, first)
	s.img.NVec = uint64(plan.NVec)
	s.img.Stack = make([]uint64, plan.StackWords)
	for i, a := range args {
		s.stores = append(s.stores, s.storeArgument(&plan.Args[i], a))
		s.watch(&plan.Args[i], a)
	}
	n := c.foreignResult(s, first)
	if callsSetjmp(fn) {
		return c.setjmp(s, n)
	}
	return n
}

// formatCheck checks a format that was no literal, before anything is stored.
func (c *compiler) formatCheck(x *check.Call, args []node, first func(*frame)) func(*frame) {
	f := x.Format
	if f == nil {
		return first
	}
	get := args[f.Format].i
	var types []ctypes.Type
	for _, a := range args[f.First:] {
		types = append(types, a.t)
	}
	return func(fr *frame) {
		first(fr)
		format := fr.m.formatAt(uintptr(get(fr)), f.Wide, x.At)
		var wrong *check.FormatError
		if errors.As(check.CheckFormat(format, f.Scan, types), &wrong) {
			panic(diag.Errorf(x.At, diag.Type, "%s", wrong.In(x.Name, f.First+1)))
		}
	}
}

// callee is the address to call: of a symbol, or the value of a pointer.
func (c *compiler) callee(fn check.Expr) func(*frame) uintptr {
	if sym, ok := fn.(*check.Symbol); ok && ctypes.IsFunc(sym.T) {
		return c.target(sym)
	}
	before := c.calls
	get := c.expr(fn).i
	c.calls = before
	return func(fr *frame) uintptr { return uintptr(get(fr)) }
}

// arguments compiles the arguments. If one of them can call, all are computed
// into places of their own first, since that call may come back to this very
// site and its image.
func (c *compiler) arguments(x *check.Call) (first func(*frame), args []node) {
	calls := c.calls
	for _, a := range x.Args {
		args = append(args, c.expr(a))
	}
	nested := c.calls != calls || x.Format != nil
	c.calls++
	if !nested {
		return nil, args
	}
	computes := make([]func(*frame), len(args))
	for i, a := range args {
		computes[i], args[i] = c.hold(a)
	}
	return func(fr *frame) {
		for _, do := range computes {
			do(fr)
		}
	}, args
}

// storeArgument puts one argument into the image.
func (s *foreign) storeArgument(plan *ctypes.ArgPlan, n node) func(*frame, *ctypes.Image) {
	if len(plan.Locs) == 1 && n.r.isScalar() {
		return storeScalar(plan.Locs[0], n)
	}
	size := n.t.Size()
	switch {
	case n.r == repWide:
		return func(fr *frame, img *ctypes.Image) { plan.Store(img, n.w(fr).Bytes()) }
	case n.r == repObject:
		if words, ok := wordsOf(plan.Locs, s.img.GPR[:], s.img.Vec[:]); ok {
			return storeWords(words, n)
		}
		return func(fr *frame, img *ctypes.Image) { plan.Store(img, mem.Bytes(n.a(fr), size)) }
	}
	get := n.box()
	return func(fr *frame, img *ctypes.Image) { plan.Store(img, get(fr).Bytes()) }
}

func storeScalar(l ctypes.Loc, n node) func(*frame, *ctypes.Image) {
	i := l.Index
	bits := registerBits(n)
	switch l.Bank {
	case ctypes.InGPR:
		if n.konst {
			k := uint64(n.k)
			return func(_ *frame, img *ctypes.Image) { img.GPR[i] = k }
		}
		if n.slot >= 0 {
			slot := n.slot
			return func(fr *frame, img *ctypes.Image) { img.GPR[i] = fr.s[slot] }
		}
		get := n.i
		return func(fr *frame, img *ctypes.Image) { img.GPR[i] = uint64(get(fr)) }
	case ctypes.InVec:
		return func(fr *frame, img *ctypes.Image) { img.Vec[i][0] = bits(fr) }
	}
	return func(fr *frame, img *ctypes.Image) { img.Stack[i] = bits(fr) }
}

// registerBits is a scalar as a register holds it: a float in its own format.
func registerBits(n node) func(*frame) uint64 {
	switch n.r {
	case repF32:
		return func(fr *frame) uint64 { return uint64(math.Float32bits(float32(n.f(fr)))) }
	case repF64:
		return func(fr *frame) uint64 { return math.Float64bits(n.f(fr)) }
	}
	get := n.i
	return func(fr *frame) uint64 { return uint64(get(fr)) }
}

// foreignResult makes the call's node: first, the stores, the call, and the
// result out of the image.
func (c *compiler) foreignResult(s *foreign, first func(*frame)) node {
	t, img := s.x.Sig.Result, s.img
	enter := s.entry(first)
	switch r := repOf(t); {
	case r == repVoid:
		return voids(enter)
	case r == repF64:
		return floats(t, func(fr *frame) float64 { enter(fr); return math.Float64frombits(img.RetVec[0][0]) })
	case r == repF32:
		return floats(t, func(fr *frame) float64 {
			enter(fr)
			return float64(math.Float32frombits(uint32(img.RetVec[0][0])))
		})
	case r == repI32:
		return ints(t, func(fr *frame) int64 { enter(fr); return int64(int32(img.RetGPR[0])) })
	case r.isInt():
		return ints(t, func(fr *frame) int64 { enter(fr); return r.norm(int64(lowBits(r, img.RetGPR[0]))) })
	case r == repWide:
		return s.wideResult(t, enter)
	}
	return c.objectResult(s, t, enter)
}

// lowBits keeps what the ABI defines of a narrow result: a bool is one byte.
func lowBits(r rep, w uint64) uint64 {
	if r == repBool {
		return w & 0xff
	}
	return w
}

func (s *foreign) wideResult(t ctypes.Type, enter func(*frame)) node {
	img := s.img
	s.img.X87 = uint64(s.plan.X87)
	return wides(t, func(fr *frame) ctypes.Value {
		enter(fr)
		var b [32]byte
		s.plan.Result.Load(img, b[:])
		return ctypes.FromBytes(t, b[:])
	})
}

// objectResult gives a record its place in the frame.
func (c *compiler) objectResult(s *foreign, t ctypes.Type, enter func(*frame)) node {
	size := t.Size()
	off := uintptr(c.reserve(size, max(t.Align(), 16)))
	s.img.X87 = uint64(s.plan.X87)
	if s.plan.Hidden {
		return objects(t, func(fr *frame) uintptr {
			to := fr.tmp + off
			s.img.Indirect, s.img.GPR[0] = uint64(to), uint64(to)
			enter(fr)
			return to
		})
	}
	load := func(to uintptr) { s.plan.Result.Load(s.img, mem.Bytes(to, size)) }
	if words, ok := wordsOf(s.plan.Result.Locs, s.img.RetGPR[:], s.img.RetVec[:]); ok {
		load = loadWords(words)
	}
	return objects(t, func(fr *frame) uintptr {
		enter(fr)
		to := fr.tmp + off
		load(to)
		return to
	})
}

// entry is the call without its result, for the commonest numbers of
// arguments without a loop.
func (s *foreign) entry(first func(*frame)) func(*frame) {
	img, stores := s.img, s.stores
	switch {
	case first != nil:
		return func(fr *frame) {
			hidden := img.GPR[0]
			first(fr)
			img.GPR[0] = hidden
			for _, put := range stores {
				put(fr, img)
			}
			s.enter(fr)
		}
	case len(stores) == 1:
		a := stores[0]
		return func(fr *frame) { a(fr, img); s.enter(fr) }
	case len(stores) == 2:
		a, b := stores[0], stores[1]
		return func(fr *frame) { a(fr, img); b(fr, img); s.enter(fr) }
	}
	return func(fr *frame) {
		for _, put := range stores {
			put(fr, img)
		}
		s.enter(fr)
	}
}

// enter calls. What the shell has printed must be out before C prints.
func (s *foreign) enter(fr *frame) {
	m, img := s.m, s.img
	fn := s.target(fr)
	if len(m.out.buf) > 0 {
		m.out.flush()
	}
	m.out.foreign = true
	img.Errno = 0
	if s.tells {
		img.Errno = int64(m.GetErrno())
	}
	if m.Trace == nil {
		m.Host.Call(fn, img)
	} else {
		s.traced(fn)
	}
	mem.Store32(m.errno, uint32(img.Errno))
	m.ranC = true
	if img.Signal != 0 || m.pending != nil {
		s.failed()
	}
	for _, i := range s.into {
		if over := m.Heap.Damage(uintptr(img.GPR[i])); over != nil {
			s.damaged(over)
		}
	}
	m.lastCall = s
}

// watch notes an argument through which C may write around a block.
func (s *foreign) watch(plan *ctypes.ArgPlan, n node) {
	p, ok := ctypes.Unwrap(n.t).(*ctypes.Pointer)
	if !ok || len(plan.Locs) != 1 || plan.Locs[0].Bank != ctypes.InGPR || ctypes.IsFunc(p.Elem) {
		return
	}
	if q, ok := p.Elem.(*ctypes.Qualified); ok && q.Quals&ctypes.Const != 0 {
		return
	}
	s.into = append(s.into, plan.Locs[0].Index)
}

// damaged throws what a call wrote around a block of the shell.
func (s *foreign) damaged(over *mem.OverrunError) {
	defer s.m.main.stack.Pop(s.m.main.stack.Mark())
	c := &failedCall{at: s.x.At, name: s.x.Name, args: s.boxedArgs()}
	panic(s.m.wroteAround(c, over))
}

// failed throws what ended the call: an error of a callback before a fault,
// which it may have caused.
func (s *foreign) failed() {
	if s.img.Signal == ctypes.SignalInterrupt {
		s.m.Host.ClearInterrupt()
	}
	defer s.m.main.stack.Pop(s.m.main.stack.Mark())
	if p := s.m.pending; p != nil {
		s.m.pending = nil
		if e, ok := p.(*diag.Error); ok && e.Kind == diag.Interrupt && e.Function == "" {
			e.Message += " in a callback of " + s.m.called(&failedCall{name: s.x.Name, args: s.boxedArgs()})
			e.Function = s.x.Name
		}
		if e, ok := p.(*diag.Error); ok {
			fr := s.m.main
			e.Calls = append(e.Calls, s.x.Name, sessionCall{fr.running(fr.depth), s.x.At}.String())
		}
		panic(p)
	}
	switch s.img.Signal {
	case ctypes.SignalJump:
		panic(leave{})
	case ctypes.SignalStaleJump:
		s.m.jump()
	}
	f := s.img.Fault()
	panic(s.m.explain(s.x.At, s.x.Name, s.boxedArgs(), f))
}

// boxedArgs takes the arguments out of the image, where they still are. Those
// that are records lie in frame memory, which the caller gives back.
func (s *foreign) boxedArgs() []Value {
	out := make([]Value, len(s.args))
	for i, a := range s.args {
		out[i] = s.boxBytes(a.t, argumentBytes(&s.plan.Args[i], s.img))
	}
	return out
}

// argumentBytes is the object representation of an argument, from where the
// plan has put it.
func argumentBytes(a *ctypes.ArgPlan, img *ctypes.Image) []byte {
	b := make([]byte, max(a.Type.Size(), 0))
	for _, l := range a.Locs {
		var words [2]uint64
		piece := b[l.Offset : l.Offset+l.Size]
		switch l.Bank {
		case ctypes.InGPR:
			words[0] = img.GPR[l.Index]
		case ctypes.InVec:
			words = img.Vec[l.Index]
		case ctypes.InStack:
			for i := range piece {
				piece[i] = byte(img.Stack[l.Index+i/8] >> (i % 8 * 8))
			}
			continue
		}
		for i := range piece {
			piece[i] = byte(words[i/8] >> (i % 8 * 8))
		}
	}
	return b
}

// boxBytes makes a value of its object representation.
func (s *foreign) boxBytes(t ctypes.Type, b []byte) Value {
	if repOf(t) != repObject {
		return scalar(ctypes.FromBytes(t, b))
	}
	addr, err := s.m.main.stack.Push(int64(len(b)))
	if err != nil {
		return Value{Value: ctypes.Value{Type: t}}
	}
	copy(mem.Bytes(addr, int64(len(b))), b)
	return object(t, addr)
}

func (s *foreign) boxedResult() Value {
	t := s.x.Sig.Result
	switch {
	case ctypes.IsVoid(t):
		return Value{Value: ctypes.Value{Type: t}}
	case s.plan.Hidden:
		return object(t, uintptr(s.img.RetGPR[0]))
	}
	b := make([]byte, max(t.Size(), 16))
	s.plan.Result.Load(s.img, b)
	return s.boxBytes(t, b[:t.Size()])
}
