package check

import (
	"fmt"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// Variable length arrays (C17 6.7.6.2), and pointers to them. Where a declaration
// or a type name with a length that is no constant is reached, the length is
// computed once and kept in a variable without a name, to which the type refers.
// An array of such a type is a place like any other; where its value is wanted,
// it is seen as a slice.

// Length is the length of a variable length array.
type Length struct {
	Kept *Var // a long; nil in a prototype, where nothing is computed
	text string
}

func (l *Length) String() string { return l.text }

// pendingLength is a length that is still to be computed.
type pendingLength struct {
	kept  *Var
	value Expr
}

// Length makes the checker a cdecl.Scope.
func (c *checker) Length(x cdecl.Expr) (n ctypes.Value, count fmt.Stringer, err error) {
	err = c.try(x.Span(), func() { n, count = c.arrayLength(x.(syntax.Expr)) })
	return n, count, err
}

func (c *checker) arrayLength(x syntax.Expr) (ctypes.Value, fmt.Stringer) {
	n := c.operand(x)
	if v, ok := c.evaluate(n); ok {
		return v, nil
	}
	switch {
	case !ctypes.IsInteger(n.Type()):
		panic(typeError(x.Span(), "an array length is an integer, found %s", n.Type()))
	case c.scope.prototype:
		return ctypes.Value{}, &Length{text: x.Span().Text()}
	case !c.later:
		panic(c.noConstant(x.Span()))
	}
	kept := c.newVar("", ctypes.TLong, x.Span(), false)
	value := &Builtin{Typed{ctypes.TLong, x.Span()}, BLength, []Expr{convert(n, ctypes.TLong)}}
	c.lengths = append(c.lengths, pendingLength{kept, value})
	return ctypes.Value{}, &Length{kept, x.Span().Text()}
}

// declareLengths computes the lengths that came up since there were n of them.
func (c *checker) declareLengths(n int) (out []Stmt) {
	for _, l := range c.lengths[n:] {
		out = append(out, &DeclareVar{StmtAt: StmtAt{l.kept.At}, Var: l.kept, Init: oneValue(l.value)})
	}
	c.lengths = c.lengths[:n]
	return out
}

// withLengths is e behind the lengths of its type names, of which there were n
// before it.
func (c *checker) withLengths(e Expr, n int) Expr {
	for i := len(c.lengths) - 1; i >= n; i-- {
		l := c.lengths[i]
		c.hoisted = append(c.hoisted, &DeclareVar{StmtAt: StmtAt{l.kept.At}, Var: l.kept})
		set := &Assign{Typed{ctypes.TLong, l.kept.At}, lengthOf(l.kept), l.value}
		e = &Comma{Typed{e.Type(), e.Span()}, set, e}
	}
	c.lengths = c.lengths[:n]
	return e
}

func lengthOf(kept *Var) Expr { return &VarRef{Typed{ctypes.TLong, kept.At}, kept} }

// elements is the number of elements of an array, a long.
func elements(a *ctypes.Array, at diag.Span) Expr {
	if a.Count == nil {
		return intConst(ctypes.TLong, a.Len, at)
	}
	kept := a.Count.(*Length).Kept
	if kept == nil {
		panic(typeError(at, "the length of %s is not known here", a))
	}
	return lengthOf(kept)
}

// sizeOf is the size of a t in bytes, a long.
func sizeOf(t ctypes.Type, at diag.Span) Expr {
	if !ctypes.IsVariable(t) {
		return intConst(ctypes.TLong, t.Size(), at)
	}
	a := ctypes.Unwrap(t).(*ctypes.Array)
	return product(elements(a, at), sizeOf(a.Elem, at), at)
}

func product(x, y Expr, at diag.Span) Expr {
	return folded(&Binary{Typed{ctypes.TLong, at}, ctypes.Mul, x, y})
}

// steps is n elements of what p points to as a number of steps of pointer
// arithmetic, and the size of a step in bytes.
func steps(p, n Expr) (count Expr, size int64) {
	elem := pointee(p.Type())
	if !ctypes.IsVariable(elem) {
		return n, elemSize(p)
	}
	return product(n, sizeOf(elem, n.Span()), n.Span()), 1
}

// wholeArray is a place that is a variable length array as a slice.
func wholeArray(e Expr) Expr {
	if !isPlace(e) || !ctypes.IsVariable(e.Type()) {
		return e
	}
	a := ctypes.Unwrap(e.Type()).(*ctypes.Array)
	at := e.Span()
	return &SliceOf{
		Typed: Typed{&SliceType{a.Elem}, at}, X: decay(e), Elem: a.Elem, Name: nameOf(e), Whole: true,
		Lo: intConst(ctypes.TLong, 0, at), Hi: elements(a, at),
	}
}

// variablePlace is the variable length array that e is the whole of.
func variablePlace(e Expr) (place Expr, ok bool) {
	s, ok := e.(*SliceOf)
	if !ok || !s.Whole {
		return nil, false
	}
	return s.X.(*Decay).X, true
}

// inVariable gives m, an element of the variable length array that p is the
// decayed form of, its check. ok is false where p is any other pointer.
func inVariable(m *Mem, p Expr) (ok bool) {
	d, ok := p.(*Decay)
	if !ok || !isArray(d.X.Type()) {
		return false
	}
	a := ctypes.Unwrap(d.X.Type()).(*ctypes.Array)
	if a.Count == nil {
		return false
	}
	m.Check = Bound{Kind: BoundCount, Count: elements(a, m.At), Name: nameOf(d.X), What: ctypes.Declare(a.Elem, "[]")}
	return true
}

// refuseVariable refuses a variable length array where C has none.
func (c *checker) refuseVariable(o *Object, specs *cdecl.Specs, item *syntax.InitDeclarator) {
	if !ctypes.IsVariable(o.Type) {
		return
	}
	for _, word := range []string{"static", "extern", "_Thread_local", "__thread"} {
		if specs.Is(word) {
			panic(typeError(item.Span(), "%s is an %s, and what is %s needs a constant length", o.Name, o.Type, word))
		}
	}
	c.refuseInit(item, "an array of variable length")
}
