package check

import (
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// pointee is what a pointer type points to.
func pointee(t ctypes.Type) ctypes.Type { return ctypes.Unwrap(t).(*ctypes.Pointer).Elem }

// elemSize is the step of pointer arithmetic; void and functions count as
// bytes, as gcc has it.
func elemSize(p Expr) int64 {
	elem := pointee(p.Type())
	if ctypes.IsIncomplete(elem) && !ctypes.IsVoid(elem) && !ctypes.IsFunc(elem) {
		panic(typeError(p.Span(), "%s is incomplete: there is no arithmetic on %s", elem, p.Type()))
	}
	return max(elem.Size(), 1)
}

// isNull says whether e is a null pointer constant: a literal 0, NULL.
func isNull(e Expr) bool {
	k, ok := e.(*Const)
	if !ok || !k.Value.IsZero() {
		return false
	}
	return ctypes.IsInteger(k.T) || ctypes.IsPointer(k.T) && ctypes.IsVoid(pointee(k.T))
}

// pointerOp checks + - and comparisons where an operand is a pointer.
func (c *checker) pointerOp(x *syntax.Binary, op ctypes.Op, l, r Expr) Expr {
	lp, rp := ctypes.IsPointer(l.Type()), ctypes.IsPointer(r.Type())
	switch {
	case op >= ctypes.Lt:
		return c.comparePointers(x, op, l, r)
	case op == ctypes.Sub && lp && rp:
		return pointerDifference(x, l, r)
	case op == ctypes.Add && lp && ctypes.IsInteger(r.Type()):
		return pointerPlus(x.Span(), l, convert(r, ctypes.TLong))
	case op == ctypes.Add && rp && ctypes.IsInteger(l.Type()):
		return pointerPlus(x.Span(), r, convert(l, ctypes.TLong))
	case op == ctypes.Sub && lp && ctypes.IsInteger(r.Type()):
		return pointerPlus(x.Span(), l, foldedUnary(&Neg{Typed{ctypes.TLong, r.Span()}, convert(r, ctypes.TLong)}))
	}
	panic(badOperands(x, l, r))
}

func pointerPlus(at diag.Span, p, i Expr) Expr {
	n, step := steps(p, i)
	return &PtrAdd{Typed{p.Type(), at}, p, n, step}
}

func pointerDifference(x *syntax.Binary, l, r Expr) Expr {
	if !ctypes.Compatible(noQuals(pointee(l.Type())), noQuals(pointee(r.Type()))) {
		panic(badOperands(x, l, r))
	}
	diff := &PtrDiff{Typed{ctypes.PtrdiffT, x.Span()}, l, r, 1}
	if elem := pointee(l.Type()); ctypes.IsVariable(elem) {
		return &Binary{diff.Typed, ctypes.Div, diff, sizeOf(elem, x.Span())}
	}
	diff.Scale = elemSize(l)
	return diff
}

// comparePointers wants pointers that could be assigned to each other, or a
// null pointer on one side.
func (c *checker) comparePointers(x *syntax.Binary, op ctypes.Op, l, r Expr) Expr {
	switch {
	case isNull(l) && ctypes.IsPointer(r.Type()):
		l = convert(l, r.Type())
	case isNull(r) && ctypes.IsPointer(l.Type()):
		r = convert(r, l.Type())
	case !ctypes.IsPointer(l.Type()) || !ctypes.IsPointer(r.Type()):
		panic(badOperands(x, l, r).WithHint("cast one of them"))
	case !pointersMix(l.Type(), r.Type()):
		panic(badOperands(x, l, r).WithHint("cast one of them"))
	}
	return folded(&Binary{Typed{ctypes.TInt, x.Span()}, op, l, r})
}

// commonPointer is the type of ?: with two pointers.
func commonPointer(at diag.Span, x, y ctypes.Type) ctypes.Type {
	ex, ey := pointee(x), pointee(y)
	quals := ctypes.QualsOf(ex) | ctypes.QualsOf(ey)
	switch {
	case ctypes.Identical(ex, ey):
		return x
	case ctypes.IsVoid(ex) || ctypes.IsVoid(ey):
		return ctypes.PointerTo(ctypes.Qualify(ctypes.TVoid, quals))
	case ctypes.Compatible(noQuals(ex), noQuals(ey)):
		return ctypes.PointerTo(ctypes.Qualify(ex, quals))
	}
	panic(typeError(at, "the branches of ?: do not match: %s and %s", x, y))
}

// addressOf is &e.
func (c *checker) addressOf(at diag.Span, e Expr) Expr {
	if place, ok := variablePlace(e); ok {
		e = place
	}
	switch e := e.(type) {
	case *VarRef:
		return c.variableAddress(at, e)
	case *Mem:
		if e.Bits != nil {
			panic(typeError(at, "a bit-field has no address"))
		}
		return addressOfMem(at, e)
	case *Decay:
		if ctypes.IsPointer(e.T) && ctypes.IsFunc(pointee(e.T)) {
			return e // &*f
		}
	}
	switch {
	case ctypes.IsFunc(e.Type()):
		return decay(e)
	case isPlace(e):
		return &Addr{Typed{ctypes.PointerTo(e.Type()), at}, e}
	case ctypes.IsPointer(e.Type()) && ctypes.IsFunc(pointee(e.Type())):
		return e // &*fp
	}
	if _, ok := e.Type().(*SliceType); ok {
		return decay(e)
	}
	if isCType(e.Type()) {
		panic(typeError(at, "only a variable or another object in memory has an address, this is a value"))
	}
	panic(typeError(at, "a %s has no address", e.Type()))
}

// variableAddress is &x; a local then has to live in memory.
func (c *checker) variableAddress(at diag.Span, v *VarRef) Expr {
	if _, ok := v.T.(*SliceType); ok {
		return decay(v)
	}
	if !isCType(v.T) {
		panic(typeError(at, "a %s has no address", v.T))
	}
	v.Var.AddressTaken = true
	expose(v, 1)
	return &Addr{Typed{ctypes.PointerTo(v.T), at}, v}
}

// addressOfMem computes an address without touching what is there, so bounds
// do not count: &a[n] is the end of a.
func addressOfMem(at diag.Span, m *Mem) Expr {
	free := *m
	expose(m, 1)
	if m.Check.Kind == BoundSlice {
		free.Base = decay(m.Base)
	}
	free.Check = Bound{}
	if free.Offset == 0 && free.Index == nil && ctypes.Identical(pointee(free.Base.Type()), m.T) {
		return free.Base // &*p
	}
	return &Addr{Typed{ctypes.PointerTo(m.T), at}, &free}
}

// expose counts an address of an object that may leave the function (n is 1), or
// one that turned out to be used at once (-1).
func expose(e Expr, n int) {
	switch e := e.(type) {
	case *VarRef:
		e.Var.Exposed += n
	case *Mem:
		if isAddress(e.Base) {
			expose(e.Base, n)
		}
	case *Addr:
		expose(e.X, n)
	case *Decay:
		expose(e.X, n)
	}
}

// isAddress tells the address of an object from a pointer that is computed.
func isAddress(p Expr) bool {
	switch p.(type) {
	case *Addr, *Decay:
		return true
	}
	return false
}

// dereference is *p.
func (c *checker) dereference(at diag.Span, p Expr) Expr {
	if p.Type() == AnyType {
		p = convert(p, ctypes.VoidPtr)
	}
	if !ctypes.IsPointer(p.Type()) {
		panic(typeError(at, "operator * wants a pointer, found %s", p.Type()))
	}
	elem := pointee(p.Type())
	switch {
	case ctypes.IsFunc(elem):
		return p
	case ctypes.IsVoid(elem):
		panic(typeError(at, "a void * points to nothing of a known type").
			WithHint("cast it first: *(int *)p"))
	}
	if sum, ok := p.(*PtrAdd); ok && !ctypes.IsVariable(elem) {
		return element(at, sum.P, sum.I)
	}
	return wholeArray(element(at, p, nil))
}

// indexed is x[i], or i[x].
func (c *checker) indexed(x *syntax.Index) Expr {
	base := c.expr(x.X)
	if _, ok := base.Type().(*ListType); ok {
		return c.listItem(x, base)
	}
	if base.Type() == TypeType {
		panic(typeError(x.Span(), "%s is a type, a value is wanted", base.(*TypeVal).Of))
	}
	if ctypes.IsInteger(base.Type()) {
		return c.indexedBy(x, c.operand(x.I), convert(base, ctypes.TLong))
	}
	base = vectorElements(base)
	if m, ok := base.(*MemberOf); ok && isArray(m.T) {
		base = placed(m)
	}
	return c.indexedBy(x, base, c.long(x.I, "an index"))
}

// vectorElements is a vector as the array of its elements; other expressions
// stay.
func vectorElements(e Expr) Expr {
	v, ok := ctypes.Unwrap(e.Type()).(*ctypes.Vector)
	if !ok {
		return e
	}
	return memberPlace(e, ctypes.Qualify(ctypes.ArrayOf(v.Elem, v.Len), ctypes.QualsOf(e.Type())), 0, nil, e.Span())
}

func (c *checker) indexedBy(x *syntax.Index, base, i Expr) Expr {
	if array, ok := variablePlace(base); ok {
		base = array
	}
	if s, ok := base.Type().(*SliceType); ok {
		return &Mem{
			Typed: Typed{s.Elem, x.Span()}, Base: base, Index: i, Scale: max(s.Elem.Size(), 1),
			Check: Bound{Kind: BoundSlice, Name: nameOf(base), What: spelled(s.Elem)},
		}
	}
	if isArray(base.Type()) {
		base = decay(base)
	}
	base = unqualified(base)
	if !ctypes.IsPointer(base.Type()) {
		panic(typeError(x.Span(), "%s cannot be indexed", base.Type()))
	}
	if elem := pointee(base.Type()); ctypes.IsVoid(elem) || ctypes.IsFunc(elem) {
		panic(typeError(x.Span(), "%s cannot be indexed", base.Type()).WithHint("cast it first"))
	}
	return wholeArray(element(x.Span(), base, i))
}

// spelled is a type as an error about bounds shows it: char[32].
func spelled(t ctypes.Type) string { return ctypes.Declare(t, "") }

func isArray(t ctypes.Type) bool {
	_, ok := ctypes.Unwrap(t).(*ctypes.Array)
	return ok
}

// element is the object p points to, or the i-th behind it. Where p is an
// array of known length the index must stay inside it; a constant that does
// needs no check when it runs.
func element(at diag.Span, p, i Expr) Expr {
	elem := pointee(p.Type())
	if isAddress(p) {
		expose(p, -1)
	}
	m := &Mem{Typed: Typed{elem, at}, Base: p}
	array, n := declaredArray(p)
	variable := inVariable(m, p)
	if i == nil && (array != nil || variable) {
		i = intConst(ctypes.TLong, 0, at)
	}
	m.setIndex(p, i)
	switch {
	case variable:
		return m
	case array == nil:
		m.Check = Bound{Kind: BoundOwner, Name: nameOf(p)}
		return withoutIndex(m)
	}
	if k, ok := i.(*Const); ok && k.Value.Int() >= 0 && k.Value.Int() < n && m.Stride == nil {
		return inside(m, array, k.Value.Int()*m.Scale)
	}
	m.Check = Bound{Kind: BoundLen, Len: n, Name: nameOf(array), What: arraySpelling(array.Type())}
	return m
}

// setIndex makes m the i-th element behind p, where there is an i.
func (m *Mem) setIndex(p, i Expr) {
	m.Index = i
	switch elem := pointee(p.Type()); {
	case ctypes.IsVariable(elem):
		m.Stride = sizeOf(elem, m.At)
	case i != nil:
		m.Scale = elemSize(p)
	}
}

// arraySpelling is char[32], the way errors name owned blocks.
func arraySpelling(t ctypes.Type) string {
	a := ctypes.Unwrap(t).(*ctypes.Array)
	return strings.Replace(ctypes.ArrayOf(a.Elem, a.Len).String(), " [", "[", 1)
}

// withoutIndex turns a constant index into an offset. The check then covers
// base and offset alike.
func withoutIndex(m *Mem) *Mem {
	if k, ok := m.Index.(*Const); ok && m.Stride == nil {
		m.Offset, m.Index, m.Scale = k.Value.Int()*m.Scale, nil, 0
	}
	return m
}

// declaredArray is the array place that p is the decayed form of, and its
// length; nil where p is any other pointer or the length is not known.
func declaredArray(p Expr) (Expr, int64) {
	d, ok := p.(*Decay)
	if !ok || !isArray(d.X.Type()) {
		return nil, 0
	}
	a := ctypes.Unwrap(d.X.Type()).(*ctypes.Array)
	if _, history := d.X.(*History); a.Len < 0 || !history && !isPlace(d.X) || isTrailing(d.X, a) {
		return nil, 0
	}
	return d.X, a.Len
}

// isTrailing says whether an array of length 0 is reached through a pointer:
// older headers mean a flexible array by that.
func isTrailing(e Expr, a *ctypes.Array) bool {
	m, ok := e.(*Mem)
	return ok && a.Len == 0 && m.Check.Kind == BoundOwner
}

// inside is the element at a proven offset of an array.
func inside(m *Mem, array Expr, offset int64) Expr {
	if outer, ok := array.(*Mem); ok {
		flat := *outer
		flat.T, flat.At = m.T, m.At
		flat.Offset += offset
		return &flat
	}
	m.Index, m.Scale, m.Offset = nil, 0, offset
	return m
}

// nameOf is what an error calls the object that e is or points into.
func nameOf(e Expr) string {
	switch e := e.(type) {
	case *VarRef:
		return e.Var.Name
	case *Symbol:
		return e.Name
	case *Decay:
		return nameOf(e.X)
	case *SliceOf:
		return e.Name
	case *Mem:
		return e.At.Text()
	}
	return ""
}

// listItem is list[i].
func (c *checker) listItem(x *syntax.Index, list Expr) Expr {
	t := list.Type().(*ListType)
	i := c.long(x.I, "an index")
	elem := t.Elem
	if k, ok := i.(*Const); ok && k.Value.Int() >= 0 && k.Value.Int() < int64(len(t.Elems)) {
		elem = t.Elems[k.Value.Int()]
	}
	item := &ListItem{Typed{AnyType, x.Span()}, list, i}
	if !isCType(elem) || !ctypes.IsScalar(elem) {
		return item
	}
	return convert(item, elem)
}

// slice is x[lo:hi].
func (c *checker) slice(x *syntax.Slice) Expr {
	base := c.expr(x.X)
	out := &SliceOf{Typed: Typed{At: x.Span()}, X: base, Name: nameOf(base)}
	switch t := ctypes.Unwrap(base.Type()).(type) {
	case *SliceType:
		out.Elem = t.Elem
	case *ctypes.Array:
		if m, ok := base.(*MemberOf); ok {
			out.X = placed(m)
		}
		out.Elem = ctypes.Unwrap(ctypes.Decay(base.Type())).(*ctypes.Pointer).Elem
	case *ctypes.Pointer:
		out.X, out.Elem = unqualified(base), t.Elem
		if x.Hi == nil {
			panic(typeError(x.Span(), "a slice of a pointer needs its end: p[0:n]"))
		}
	default:
		panic(typeError(x.Span(), "there are no slices of %s", base.Type()))
	}
	if ctypes.IsVariable(out.Elem) {
		panic(typeError(x.Span(), "there are no slices of arrays of variable length").WithHint("slice one of them: m[i][0:n]"))
	}
	if ctypes.IsVoid(out.Elem) || ctypes.IsFunc(out.Elem) || ctypes.IsIncomplete(out.Elem) {
		panic(typeError(x.Span(), "there are no slices of %s", base.Type()))
	}
	out.T = &SliceType{out.Elem}
	out.Lo = intConst(ctypes.TLong, 0, x.Span())
	if x.Lo != nil {
		out.Lo = c.long(x.Lo, "an end of a slice")
	}
	if x.Hi != nil {
		out.Hi = c.long(x.Hi, "an end of a slice")
	}
	return out
}
