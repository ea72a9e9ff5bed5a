package eval

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
)

// node is a compiled expression: one of the functions is set, according to
// the representation of its type. The rest is shape, for fusing.
type node struct {
	t  ctypes.Type
	r  rep
	i  func(*frame) int64        // isInt
	f  func(*frame) float64      // isFloat
	w  func(*frame) ctypes.Value // repWide
	a  func(*frame) uintptr      // repObject: where the bytes are
	v  func(*frame) Value        // repAny
	do func(*frame)              // repVoid

	konst bool // i returns k
	k     int64
	slot  int     // the node reads this slot; -1 if it does not
	fixed uintptr // the node reads memory at this address; 0 if it does not
}

func newNode(t ctypes.Type) node { return node{t: t, r: repOf(t), slot: -1} }

// compiler compiles one function, or one statement outside functions.
type compiler struct {
	m     *Machine
	fn    *check.Func // nil outside functions
	slots int
	vars  int64 // bytes of variables in frame memory
	temp  int64 // bytes of temporaries in use here
	most  int64 // bytes of temporaries in use at any place

	calls  int    // calls compiled so far: two readings tell whether something calls
	naming string // the variable that gets the value compiled now: an owned block takes its name
	embeds []*check.Var

	blocks  []localBlock // locals and temporaries that are blocks
	dynamic bool         // there are arrays of variable length

	setjmps int // calls of setjmp so far

	depth, deepest int // of what is compiled now, and of what was: closures call each other so deep
}

func (c *compiler) enter() {
	c.depth++
	c.deepest = max(c.deepest, c.depth)
}

// A call of a function whose closures are nested deeper than usual counts for
// several: by the slots that it takes, of which there are maxSlots, all together.
// A level of nesting may take 300 bytes of Go's stack, which ends at 512 MB.
const (
	usualDepth    = 40
	levelsPerSlot = 4
)

// deepSlots are the slots that a function takes for its depth alone.
func (c *compiler) deepSlots() int { return max(c.deepest-usualDepth, 0) / levelsPerSlot }

func newCompiler(m *Machine, fn *check.Func) *compiler {
	c := &compiler{m: m, fn: fn}
	if fn != nil {
		c.slots, c.vars = fn.Slots, fn.FrameSize
		for _, v := range fn.Blocks {
			c.blocks = append(c.blocks, c.localBlock(v))
		}
	}
	return c
}

func (c *compiler) layout() layout { return layout{c.slots, (c.vars + 15) &^ 15, c.most} }

// reserve gives a temporary its place in the frame.
func (c *compiler) reserve(size, align int64) int64 {
	align = max(align, 1)
	at := (c.temp + align - 1) &^ (align - 1)
	c.temp = at + size
	c.most = max(c.most, c.temp)
	return at
}

// useSlot counts a slot variable: statements outside functions have no count
// from the checker.
func (c *compiler) useSlot(v *check.Var) int {
	n := 1
	if _, ok := isSlice(v.Type); ok {
		n = 2
	}
	c.slots = max(c.slots, v.Slot+n)
	return v.Slot
}

func (c *compiler) useFrame(v *check.Var) uintptr {
	c.vars = max(c.vars, v.Offset+v.Type.Size())
	return uintptr(v.Offset)
}

// constant is a node that is always x.
func constant(t ctypes.Type, x int64) node {
	n := newNode(t)
	n.konst, n.k = true, x
	n.i = func(*frame) int64 { return x }
	return n
}

func floatConstant(t ctypes.Type, x float64) node {
	return floats(t, func(*frame) float64 { return x })
}

// ints, floats and the others make a node of a type from what computes it.
func ints(t ctypes.Type, f func(*frame) int64) node {
	n := newNode(t)
	n.i = f
	return n
}

func floats(t ctypes.Type, f func(*frame) float64) node {
	n := newNode(t)
	n.f = f
	return n
}

func wides(t ctypes.Type, f func(*frame) ctypes.Value) node {
	n := newNode(t)
	n.w = f
	return n
}

func objects(t ctypes.Type, f func(*frame) uintptr) node {
	n := newNode(t)
	n.a = f
	return n
}

func dynamics(t ctypes.Type, f func(*frame) Value) node {
	n := newNode(t)
	n.v = f
	return n
}

func voids(f func(*frame)) node {
	return node{t: ctypes.TVoid, r: repVoid, do: f, slot: -1}
}

// effect runs n for its effects only.
func (n node) effect() func(*frame) {
	switch n.r {
	case repVoid:
		return n.do
	case repF32, repF64:
		return func(fr *frame) { n.f(fr) }
	case repWide:
		return func(fr *frame) { n.w(fr) }
	case repObject:
		return func(fr *frame) { n.a(fr) }
	case repAny:
		return func(fr *frame) { n.v(fr) }
	}
	f := n.i
	return func(fr *frame) { f(fr) }
}

// box gives n as a Value.
func (n node) box() func(*frame) Value {
	t := n.t
	switch n.r {
	case repVoid:
		return func(fr *frame) Value { n.do(fr); return Value{Value: ctypes.Value{Type: t}} }
	case repF32, repF64:
		return func(fr *frame) Value { return floatBox(t, n.f(fr)) }
	case repWide:
		return func(fr *frame) Value { v := n.w(fr); v.Type = t; return scalar(v) }
	case repObject:
		return func(fr *frame) Value { return object(t, n.a(fr)) }
	case repAny:
		return n.v
	}
	return func(fr *frame) Value { return intBox(t, n.i(fr)) }
}

// boxed compiles x to a Value.
func (c *compiler) boxed(x check.Expr) func(*frame) Value { return c.expr(x).box() }

// unbox gives a dynamic value as a t.
func (c *compiler) unbox(t ctypes.Type, get func(*frame) Value, at diag.Span) node {
	switch r := repOf(t); {
	case r.isInt():
		return ints(t, func(fr *frame) int64 { return int64(castScalar(get(fr), t, at).Bits[0]) })
	case r.isFloat():
		return floats(t, func(fr *frame) float64 { return castScalar(get(fr), t, at).Float() })
	case r == repWide:
		return wides(t, func(fr *frame) ctypes.Value { return castScalar(get(fr), t, at) })
	case r == repObject:
		return objects(t, func(fr *frame) uintptr { return castObject(get(fr), t, at) })
	case r == repVoid:
		return voids(func(fr *frame) { get(fr) })
	}
	if t == check.AnyType {
		return dynamics(t, get)
	}
	return dynamics(t, func(fr *frame) Value { return castDynamic(get(fr), t, at) })
}

// castScalar converts a dynamic value to a scalar type: a scalar, or memory
// where a pointer is wanted.
func castScalar(v Value, t ctypes.Type, at diag.Span) ctypes.Value {
	if _, _, ok := v.Memory(); ok && ctypes.IsPointer(t) {
		return ctypes.UintValue(t, uint64(v.Addr))
	}
	if v.Object != nil || v.Type == nil || !ctypes.IsScalar(v.Type) {
		panic(wrongType(at, v, t))
	}
	return ctypes.Convert(v.Value, t)
}

func castObject(v Value, t ctypes.Type, at diag.Span) uintptr {
	if repOf(v.Type) != repObject || !ctypes.Compatible(v.Type, t) {
		panic(wrongType(at, v, t))
	}
	return v.Addr
}

func castDynamic(v Value, t ctypes.Type, at diag.Span) Value {
	_, wantList := t.(*check.ListType)
	_, isList := v.Object.(*List)
	_, wantSlice := isSlice(t)
	_, haveSlice := isSlice(v.Type)
	if wantList != isList || wantSlice != haveSlice || !wantList && !wantSlice && v.Type != t {
		panic(wrongType(at, v, t))
	}
	return v
}
