package eval

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

func (c *compiler) assign(x *check.Assign) node {
	p := c.place(x.X, useWrite)
	return c.store(p, c.named(nameOf(x.X), x.Y))
}

// nameOf is the variable that an lvalue is, or "".
func nameOf(x check.Expr) string {
	if ref, ok := x.(*check.VarRef); ok {
		return ref.Var.Name
	}
	return ""
}

// named compiles a value that a variable of the given name gets: if it is an
// owned block, the block is called so.
func (c *compiler) named(name string, x check.Expr) node {
	before := c.naming
	c.naming = name
	n := c.expr(x)
	c.naming = before
	return n
}

// takeName is the name for a block made by the expression that is compiled;
// only the outermost block takes it.
func (c *compiler) takeName() string {
	name := c.naming
	c.naming = ""
	return name
}

// assignOp is X = (T)((Arith)X op Y), X computed once.
func (c *compiler) assignOp(x *check.AssignOp) node {
	p := c.place(x.X, useWrite)
	y := c.expr(x.Y)
	if n, ok := fuseAssignOp(x, p, y); ok {
		return n
	}
	return c.update(p, func(old node) node {
		if x.Arith == nil {
			return c.movePointer(x, old, y)
		}
		sum := arithmetic(x.Op, sumType(x.Arith, y.t), c.convert(old, x.Arith), y, x.At)
		return c.convert(sum, p.t)
	})
}

// sumType is the type of X op Y: that of X, which stays real beside a complex
// Y.
func sumType(x, y ctypes.Type) ctypes.Type {
	if ctypes.IsComplex(y) {
		return y
	}
	return x
}

func (c *compiler) movePointer(x *check.AssignOp, old, y node) node {
	base, step, scale := old.i, y.i, x.Scale
	if x.Op == ctypes.Sub {
		scale = -scale
	}
	return ints(x.T, func(fr *frame) int64 {
		b := base(fr)
		return b + step(fr)*scale
	})
}

// update stores what change makes of the present value; the address is
// computed once and kept in a slot meanwhile.
func (c *compiler) update(p place, change func(old node) node) node {
	if p.slot >= 0 || p.fixed != 0 && p.bits == nil || p.r == repAny {
		return c.store(p, change(c.load(p)))
	}
	addr, keep := p.address(), c.slots
	c.slots++
	held := p
	held.fixed, held.elem = 0, nil
	held.addr = func(fr *frame) uintptr { return uintptr(fr.s[keep]) }
	n := c.store(held, change(c.load(held)))
	return before(func(fr *frame) { fr.s[keep] = uint64(addr(fr)) }, n)
}

func (c *compiler) incDec(x *check.IncDec) node {
	p := c.place(x.X, useWrite)
	if n, ok := fuseIncDec(x, p); ok {
		return n
	}
	if !x.Post {
		return c.update(p, func(old node) node { return c.step(old, x.Delta) })
	}
	return c.postfix(x, p)
}

// step is old + delta in the type of old.
func (c *compiler) step(old node, delta int64) node {
	switch {
	case old.r.isFloat():
		d := float64(delta)
		return c.convert(floats(ctypes.TDouble, func(fr *frame) float64 { return old.f(fr) + d }), old.t)
	case old.r == repWide:
		d := ctypes.Convert(ctypes.IntValue(ctypes.TInt, delta), old.t)
		return wides(old.t, func(fr *frame) ctypes.Value {
			v, _ := ctypes.Binary(ctypes.Add, old.w(fr), d)
			return v
		})
	}
	get := old.i
	return ints(old.t, narrow(old.r, func(fr *frame) int64 { return get(fr) + delta }))
}

// postfix is x++ as a value: the old value is kept aside by the closure that
// reads it for the sum.
func (c *compiler) postfix(x *check.IncDec, p place) node {
	if p.r == repWide {
		off := c.reserve(x.T.Size(), 16)
		n := c.update(p, func(old node) node {
			kept := wides(old.t, func(fr *frame) ctypes.Value {
				v := old.w(fr)
				writeValue(fr.tmp+uintptr(off), v)
				return v
			})
			return c.step(kept, x.Delta)
		})
		t := x.T
		return before(n.effect(), wides(t, func(fr *frame) ctypes.Value { return readValue(t, fr.tmp+uintptr(off)) }))
	}
	keep := c.slots
	c.slots++
	n := c.update(p, func(old node) node {
		get := payload(old)
		kept := fromPayload(old.t, func(fr *frame) uint64 {
			v := get(fr)
			fr.s[keep] = v
			return v
		})
		return c.step(kept, x.Delta)
	})
	return before(n.effect(), fromPayload(x.T, func(fr *frame) uint64 { return fr.s[keep] }))
}

// assignText copies a string into a char array or slice, with its NUL where
// that fits.
func (c *compiler) assignText(x *check.AssignText) node {
	room, unit := c.room(x.X), unitSize(x.X.Type())
	text := c.textBytes(x.Y)
	return c.copied(x.T, func(fr *frame) (uintptr, int64) {
		to, size := room(fr)
		from, n, ended := text(fr, size)
		if ended && n > size {
			n -= unit // its NUL need not fit
		}
		if n > size {
			panic(textTooLong(x.At, n/unit, size/unit, x.X.Type()))
		}
		fr.overwrite(x.At, to, from, n)
		if !ended && n < size {
			mem.Zero(to+uintptr(n), unit)
		}
		return to, size / unit
	})
}

// assignElems copies elements between arrays and slices.
func (c *compiler) assignElems(x *check.AssignElems) node {
	room, source := c.room(x.X), c.boxed(x.Y)
	unit := unitSize(x.X.Type())
	return c.copied(x.T, func(fr *frame) (uintptr, int64) {
		from, n, _ := source(fr).Memory()
		to, size := room(fr)
		if n > size || n < size && !x.Braces {
			panic(wrongCount(x.At, n/unit, size/unit, x.X.Type()))
		}
		fr.overwrite(x.At, to, from, n)
		mem.Zero(to+uintptr(n), size-n)
		return to, size / unit
	})
}

// overwrite copies n bytes to an array or slice, which may lie anywhere.
func (fr *frame) overwrite(at diag.Span, to, from uintptr, n int64) {
	fr.willWrite(at, to, n)
	mem.Copy(to, from, n)
}

// willWrite checks what can be checked before n bytes are written to memory
// that may not be ours.
func (fr *frame) willWrite(at diag.Span, to uintptr, n int64) {
	fr.m.inBlock(at, to, n, true)
	if to < firstPage {
		panic(untouchable(at, true, to))
	}
	fr.site, fr.touched = &site{at: at, size: n, write: true}, to
}

// room is where an array or slice lies and its size in bytes.
func (c *compiler) room(x check.Expr) func(*frame) (uintptr, int64) {
	if isSliceType(x.Type()) {
		get, elem := c.sliceValue(x), unitSize(x.Type())
		return func(fr *frame) (uintptr, int64) { a, n := get(fr); return a, n * elem }
	}
	p := c.place(x, useWrite)
	a, size := p.address(), x.Type().Size()
	return func(fr *frame) (uintptr, int64) { return a(fr), size }
}

// copied does a copy and gives the array or slice that was written to.
func (c *compiler) copied(t ctypes.Type, do func(*frame) (uintptr, int64)) node {
	if s, ok := isSlice(t); ok {
		return dynamics(t, func(fr *frame) Value {
			a, n := do(fr)
			return slice(s.Elem, a, n)
		})
	}
	return c.textResult(t, do)
}

// textResult gives the array that was written to as what the checker says the
// expression is: the array, or a pointer to it, or nothing.
func (c *compiler) textResult(t ctypes.Type, do func(*frame) (uintptr, int64)) node {
	switch repOf(t) {
	case repObject:
		return objects(t, func(fr *frame) uintptr { a, _ := do(fr); return a })
	case repVoid:
		return voids(func(fr *frame) { do(fr) })
	}
	return ints(t, func(fr *frame) int64 { a, _ := do(fr); return int64(a) })
}

// textBytes is the text of a char pointer, array or slice: where it is and its
// length in bytes, NUL included (ended). An array or slice of exactly the wanted
// size is copied as a whole, one without a NUL up to its end.
func (c *compiler) textBytes(x check.Expr) func(fr *frame, wanted int64) (addr uintptr, n int64, ended bool) {
	at := x.Span()
	if lit, ok := literalUnder(x); ok {
		addr, n := c.m.literal(lit.Bytes), int64(len(lit.Bytes))
		return func(*frame, int64) (uintptr, int64, bool) { return addr, n, true }
	}
	unit := unitSize(x.Type())
	get := c.boxed(x)
	return func(fr *frame, wanted int64) (uintptr, int64, bool) {
		v := get(fr)
		addr, size, ok := v.Memory()
		switch {
		case ok && size == wanted:
			return addr, size, true
		case ok:
			n, ended := fr.m.scanText(addr, unit, size)
			if n < size && !ended {
				panic(untouchable(at, false, addr+uintptr(n)))
			}
			return addr, n, ended
		}
		addr = uintptr(v.Bits[0])
		return addr, fr.m.textLength(addr, unit, fr.m.roomAt(addr), at), true
	}
}

// literalUnder is the string literal that x is, perhaps decayed.
func literalUnder(x check.Expr) (*check.StrLit, bool) {
	switch x := x.(type) {
	case *check.StrLit:
		return x, true
	case *check.Decay:
		return literalUnder(x.X)
	case *check.Conv:
		return literalUnder(x.X)
	}
	return nil, false
}

// unitSize is the size of what an array, slice or pointer is made of.
func unitSize(t ctypes.Type) int64 {
	if s, ok := isSlice(t); ok {
		return max(s.Elem.Size(), 1)
	}
	switch u := ctypes.Unwrap(t).(type) {
	case *ctypes.Array:
		return max(u.Elem.Size(), 1)
	case *ctypes.Pointer:
		return max(u.Elem.Size(), 1)
	}
	return 1
}

// Objects are filled item by item. What an initialiser does not name is zero.

// zeroer clears an object before it is filled.
type zeroer func(addr uintptr, size int64)

// unneeded is for owned memory that has just been made, which is zero.
func unneeded(uintptr, int64) {}

// afterFirst clears from the second time on: memory that was made for one place
// in the program is zero when that is reached first, and need not be touched.
func afterFirst() zeroer {
	first := true
	return func(addr uintptr, size int64) {
		if !first {
			mem.Zero(addr, size)
		}
		first = false
	}
}

// initialise fills the object that to gives.
func (c *compiler) initialise(init *check.Init, to func(*frame) uintptr, zero zeroer) func(*frame) {
	size := init.Size
	if len(init.Items) == 0 {
		return func(fr *frame) { zero(to(fr), size) }
	}
	keep := c.slots
	c.slots++
	base := func(fr *frame) uintptr { return uintptr(fr.s[keep]) }
	stores := make([]func(*frame), len(init.Items))
	for i, item := range init.Items {
		stores[i] = c.initItem(item, size, base)
	}
	return func(fr *frame) {
		at := to(fr)
		fr.s[keep] = uint64(at)
		zero(at, size)
		for _, s := range stores {
			s(fr)
		}
	}
}

func (c *compiler) initItem(item check.InitItem, size int64, base func(*frame) uintptr) func(*frame) {
	off := uintptr(item.Offset)
	addr := func(fr *frame) uintptr { return base(fr) + off }
	if lit, ok := item.Value.(*check.StrLit); ok && repOf(item.Type) == repObject {
		return c.initText(lit, item.Type, size-item.Offset, addr)
	}
	p := place{t: item.Type, r: repOf(item.Type), bits: item.Bits, slot: -1, addr: addr}
	return c.store(p, c.expr(item.Value)).effect()
}

// initText copies a literal; an array one too short for the NUL goes without.
func (c *compiler) initText(lit *check.StrLit, t ctypes.Type, room int64, to func(*frame) uintptr) func(*frame) {
	n := min(int64(len(lit.Bytes)), room)
	if size := t.Size(); size > 0 {
		n = min(n, size)
	}
	from := c.m.literal(lit.Bytes)
	return func(fr *frame) { mem.Copy(to(fr), from, n) }
}

// tempAddress makes an unnamed object and gives its address. The place of a
// temporary in the frame is its own: nothing else in the function uses it.
// Where its address may leave (useAddress) it is a block.
func (c *compiler) tempAddress(x *check.Temp, why use) func(*frame) uintptr {
	t := x.T
	size := max(x.Init.Size, t.Size())
	if x.Life == check.LifeSession {
		return c.sessionTemp(x, size)
	}
	var to func(fr *frame) uintptr
	if why == useAddress {
		slot := c.tempBlock(t, size, x.At)
		to = func(fr *frame) uintptr { return uintptr(fr.s[slot]) }
	} else {
		off := uintptr(c.reserve(size, t.Align()))
		to = func(fr *frame) uintptr { return fr.tmp + off }
	}
	fill := c.initialise(x.Init, to, mem.Zero)
	return func(fr *frame) uintptr {
		fill(fr)
		return to(fr)
	}
}

func (c *compiler) sessionTemp(x *check.Temp, size int64) func(*frame) uintptr {
	name, at, t := c.takeName(), x.At, x.T
	keep := c.slots
	c.slots++
	fill := c.initialise(x.Init, func(fr *frame) uintptr { return uintptr(fr.s[keep]) }, unneeded)
	return func(fr *frame) uintptr {
		addr := fr.m.own(at, t, name, size).Addr
		fr.s[keep] = uint64(addr)
		fill(fr)
		return addr
	}
}

// sliceOf is X[Lo:Hi].
func (c *compiler) sliceOf(x *check.SliceOf) node {
	whole := c.extent(x.X)
	lo := func(*frame) int64 { return 0 }
	if x.Lo != nil {
		lo = c.expr(x.Lo).i
	}
	var hi func(*frame) int64
	if x.Hi != nil {
		hi = c.expr(x.Hi).i
	}
	size, at, elem := uintptr(x.Elem.Size()), x.At, x.Elem
	return dynamics(x.T, func(fr *frame) Value {
		base, n := whole(fr)
		from, to := lo(fr), n
		if hi != nil {
			to = hi(fr)
		}
		if from > to || n >= 0 && (from < 0 || to > n) {
			panic(badSlice(at, from, to, n, x))
		}
		if n < 0 {
			fr.m.checkSlice(x, base, from, to)
		}
		return slice(elem, base+uintptr(from)*size, to-from)
	})
}

// checkSlice refuses a slice of a pointer that leaves the owned block the
// pointer is in.
func (m *Machine) checkSlice(x *check.SliceOf, base uintptr, from, to int64) {
	if !m.Heap.Owns(base) {
		return
	}
	b, size := m.Heap.Find(base), x.Elem.Size()
	switch {
	case b == nil:
		panic(noBlock(x.At, base, m.Heap.Near(base)))
	case b.Freed:
		panic(freedBlock(x.At, b))
	case !b.Contains(base+uintptr(from*size), (to-from)*size):
		panic(sliceOutside(x.At, from, to, b))
	}
}

// extent is where an array, slice or pointer begins and its length; -1 for a
// pointer.
func (c *compiler) extent(x check.Expr) func(*frame) (uintptr, int64) {
	if d, ok := x.(*check.Decay); ok {
		x = d.X
	}
	if isSliceType(x.Type()) {
		return c.sliceValue(x)
	}
	if a, ok := ctypes.Unwrap(x.Type()).(*ctypes.Array); ok {
		p := c.place(x, useRead)
		addr, n := p.address(), a.Len
		return func(fr *frame) (uintptr, int64) { return addr(fr), n }
	}
	get := c.expr(x).i
	return func(fr *frame) (uintptr, int64) { return uintptr(get(fr)), -1 }
}

// The variables that are no C objects: slices, lists, libraries, types, any.
// In a local they are slots: two for a slice, else an index into the machine's
// objects.

func loadDynamic(p place) node {
	t := p.t
	s, isSl := isSlice(t)
	switch {
	case p.slot >= 0 && isSl:
		i := p.slot
		return dynamics(t, func(fr *frame) Value { return slice(s.Elem, uintptr(fr.s[i]), int64(fr.s[i+1])) })
	case p.slot >= 0:
		i := p.slot
		return dynamics(t, func(fr *frame) Value { return boxObject(t, fr.m.object(fr.s[i])) })
	case p.v != nil:
		v := p.v
		return dynamics(t, func(fr *frame) Value { return fr.m.VarValue(v) })
	}
	a := p.addr
	return dynamics(t, func(fr *frame) Value { return slice(ctypes.TVoid, a(fr), 0) })
}

func storeDynamic(p place, n node) node {
	t := p.t
	_, isSl := isSlice(t)
	get := n.box()
	set := func(fr *frame, v Value) {}
	switch i := p.slot; {
	case i >= 0 && isSl:
		set = func(fr *frame, v Value) { fr.s[i], fr.s[i+1] = uint64(v.Addr), uint64(v.Len) }
	case i >= 0:
		set = func(fr *frame, v Value) { fr.s[i] = fr.m.keepObject(unboxObject(t, v)) }
	case p.v != nil:
		set = func(fr *frame, v Value) { setDynamic(p.v, v) }
	}
	return dynamics(t, func(fr *frame) Value {
		v := get(fr)
		set(fr, v)
		return v
	})
}

func setDynamic(v *check.Var, x Value) {
	if isSliceType(v.Type) {
		v.Addr, v.Len = x.Addr, x.Len
		return
	}
	v.Object = unboxObject(v.Type, x)
}

// boxObject and unboxObject convert between a Value and what a variable of a
// type that is no C type holds: the object itself, or a Value for any.
func boxObject(t ctypes.Type, o any) Value {
	if v, ok := o.(Value); ok {
		return v
	}
	return dynamic(t, o)
}

func unboxObject(t ctypes.Type, v Value) any {
	if t == check.AnyType || v.Object == nil {
		return v
	}
	return v.Object
}

func (m *Machine) keepObject(o any) uint64 {
	m.objects = append(m.objects, o)
	return uint64(len(m.objects))
}

func (m *Machine) object(i uint64) any {
	if i == 0 || i > uint64(len(m.objects)) {
		return nil
	}
	return m.objects[i-1]
}
