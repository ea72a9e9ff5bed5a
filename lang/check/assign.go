package check

import (
	"fmt"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// assign checks = and the compound assignments.
func (c *checker) assign(x *syntax.Assign) Expr {
	anew := c.anew
	c.anew = false
	if x.Op != "=" {
		return c.compoundAssign(x)
	}
	if set := c.setAttribute(x); set != nil {
		return set
	}
	if name, ok := c.assignedName(x.X); ok {
		if e := c.autoDeclare(x, name, anew); e != nil {
			return e
		}
	}
	place := c.changeable(x.X)
	return c.store(x.Span(), place, x.Y)
}

// store assigns to a place that exists.
func (c *checker) store(at diag.Span, place Expr, y syntax.Expr) Expr {
	t := place.Type()
	if braces, ok := y.(*syntax.BraceList); ok {
		if isSlice(t) {
			return &AssignElems{Typed{t, at}, place, c.braced(braces, t, LifeCall), true}
		}
		return &Assign{Typed{bare(t), at}, place, c.braced(braces, t, LifeCall)}
	}
	if takesText(t) {
		return c.storeText(at, place, y)
	}
	v, ok := place.(*VarRef)
	if ok && !isCType(t) && !isSlice(t) && t != AnyType {
		panic(typeError(at, "%s is a %s: only a statement of its own outside blocks can change it", v.Var.Name, t))
	}
	if isArray(t) || isSlice(t) {
		return c.storeArray(at, place, y)
	}
	return &Assign{Typed{bare(t), at}, place, c.assignable(c.value(y), t, "")}
}

// takesText says whether a string may be assigned to t.
func takesText(t ctypes.Type) bool {
	if s, ok := t.(*SliceType); ok {
		return isCharacter(s.Elem)
	}
	a, ok := ctypes.Unwrap(t).(*ctypes.Array)
	return ok && isCharacter(a.Elem)
}

// isCharacter says whether arrays of t hold text.
func isCharacter(t ctypes.Type) bool { return ctypes.IsCharLike(t) || isWideChar(t) }

// isWideChar knows the wide characters by their names.
func isWideChar(t ctypes.Type) bool {
	for {
		switch u := t.(type) {
		case *ctypes.Qualified:
			t = u.Under
		case *ctypes.Typedef:
			switch u.Name {
			case "wchar_t", "char16_t", "char32_t", "c_wchar":
				return true
			}
			t = u.Under
		default:
			return false
		}
	}
}

// storeText copies a string into a character array or slice.
func (c *checker) storeText(at diag.Span, place Expr, y syntax.Expr) Expr {
	text := wideText(y, elemOf(place.Type()))
	if text == nil {
		text = c.expr(y)
	}
	if isArray(place.Type()) && ctypes.Identical(bare(place.Type()), bare(text.Type())) && !isLiteral(text) {
		return &Assign{Typed{bare(place.Type()), at}, place, text}
	}
	from, to := elemOf(text.Type()), elemOf(place.Type())
	if from == nil || from.Size() != to.Size() || !isCharacter(from) {
		panic(typeError(text.Span(), "cannot assign %s to %s", text.Type(), place.Type()))
	}
	if lit, ok := text.(*StrLit); ok {
		wantsFit(lit, place)
	}
	if !isArray(text.Type()) {
		text = unqualified(text)
	}
	return &AssignText{Typed{place.Type(), at}, place, text}
}

func isLiteral(e Expr) bool {
	_, ok := e.(*StrLit)
	return ok
}

// wantsFit refuses a literal that is longer than the declared array it is
// copied to; eval checks what is known only when it runs.
func wantsFit(lit *StrLit, place Expr) {
	a, ok := ctypes.Unwrap(place.Type()).(*ctypes.Array)
	if !ok || a.Len < 0 {
		return
	}
	if n := int64(len(lit.Bytes))/a.Elem.Size() - 1; n > a.Len {
		panic(diag.Errorf(lit.At, diag.Bounds, "a string of %d characters does not fit in %s", n, a))
	}
}

// elemOf is the element type of an array, slice or pointer, else nil.
func elemOf(t ctypes.Type) ctypes.Type {
	switch t := ctypes.Unwrap(t).(type) {
	case *ctypes.Array:
		return t.Elem
	case *ctypes.Pointer:
		return t.Elem
	case *SliceType:
		return t.Elem
	}
	return nil
}

// storeArray copies a whole array of the same type, or a slice.
func (c *checker) storeArray(at diag.Span, place Expr, y syntax.Expr) Expr {
	e := c.expr(y)
	if isSlice(place.Type()) || isSlice(e.Type()) {
		return c.storeElems(at, place, e)
	}
	if !isArray(e.Type()) || !ctypes.Identical(noQuals(e.Type()), noQuals(place.Type())) {
		panic(typeError(e.Span(), "cannot assign %s to %s", e.Type(), place.Type()))
	}
	return &Assign{Typed{bare(place.Type()), at}, place, e}
}

// storeElems copies between arrays and slices of one element type.
func (c *checker) storeElems(at diag.Span, place, e Expr) Expr {
	to, from := elemOf(place.Type()), elemOf(e.Type())
	if from != nil && ctypes.IsVariable(to) {
		panic(typeError(at, "arrays of arrays of variable length are copied by row, or by memcpy"))
	}
	if ctypes.IsPointer(e.Type()) || from == nil || !ctypes.Identical(noQuals(from), noQuals(to)) {
		panic(typeError(e.Span(), "cannot assign %s to %s", KnownType(e), KnownType(place)))
	}
	return &AssignElems{Typed{place.Type(), at}, place, e, false}
}

// changeable checks the left side of an assignment.
func (c *checker) changeable(x syntax.Expr) Expr {
	e := c.expr(x)
	_, isSlice := e.Type().(*SliceType)
	switch {
	case isFunction(e):
		panic(typeError(e.Span(), "%s is a function, it cannot be assigned to", e.Span().Text()))
	case e.Type() == TypeType:
		panic(typeError(e.Span(), "%s is a type, it cannot be assigned to", e.(*TypeVal).Of))
	case !isPlace(e) && !isSlice:
		panic(typeError(e.Span(), "a value cannot be assigned to"))
	case ctypes.QualsOf(e.Type())&ctypes.Const != 0:
		panic(typeError(e.Span(), "%s is const", e.Span().Text()))
	case isLiteral(e):
		panic(typeError(e.Span(), "a string literal cannot be assigned to"))
	}
	return e
}

func isFunction(e Expr) bool { return isCType(e.Type()) && ctypes.IsFunc(e.Type()) }

// compoundAssign is X op= Y.
func (c *checker) compoundAssign(x *syntax.Assign) Expr {
	op, ok := infix[x.Op[:len(x.Op)-1]]
	if !ok {
		panic(typeError(x.OpAt, "unknown operator %s", x.Op))
	}
	place := c.changeable(x.X)
	t := bare(place.Type())
	out := &AssignOp{Typed: Typed{t, x.Span()}, Op: op, X: place}
	y := c.operand(x.Y)
	if y.Type() == AnyType {
		y = convert(y, ctypes.TLong)
	}
	pair := &syntax.Binary{At: x.At, Op: x.Op, OpAt: x.OpAt}
	switch {
	case ctypes.IsPointer(t) && (op == ctypes.Add || op == ctypes.Sub) && ctypes.IsInteger(y.Type()):
		out.Y, out.Scale = steps(unqualified(place), convert(y, ctypes.TLong))
		return out
	case !isArith(t) || !isArith(y.Type()):
		panic(badOperands(pair, place, y))
	case op >= ctypes.Rem:
		c.wantIntegers(pair, place, y)
	}
	if op == ctypes.Shl || op == ctypes.Shr {
		out.Arith, out.Y = promotedType(place), promote(y)
		return out
	}
	common := ctypes.Usual(promotedType(place), promotedType(y))
	out.Arith = ctypes.UsualOperand(t, common)
	out.Y = convert(y, ctypes.UsualOperand(y.Type(), common))
	return out
}

// assignable converts e as an assignment to t does. what, if not empty, says
// in errors what takes the value: "argument 2 of strncpy".
func (c *checker) assignable(e Expr, t ctypes.Type, what string) Expr {
	t = bare(t)
	if e.Type() == AnyType {
		return convert(e, t)
	}
	if t == AnyType {
		return toAny(e)
	}
	e = cValue(e)
	from := e.Type()
	switch {
	case isArith(t) && isArith(from):
		return convert(e, t)
	case ctypes.IsPointer(t):
		return c.toPointer(e, t, what)
	case ctypes.IsPointer(from) && isBool(t):
		return convert(e, t)
	case !ctypes.IsScalar(t) && ctypes.Compatible(bare(from), t):
		return e
	}
	err := mismatch(e, t, what)
	if from.String() == t.String() {
		err.WithHint("%s was declared again: these are two types of that name", t)
	}
	panic(err)
}

func isBool(t ctypes.Type) bool { return ctypes.Unwrap(t) == ctypes.Type(ctypes.TBool) }

// toPointer converts to a pointer type: from null constants, from pointers of
// the same type, and where the language mixes them.
func (c *checker) toPointer(e Expr, t ctypes.Type, what string) Expr {
	if isNull(e) {
		return convert(e, t)
	}
	if !ctypes.IsPointer(e.Type()) {
		err := mismatch(e, t, what)
		err.Hint = meaning(t)
		panic(withQuotes(err))
	}
	if !pointersMix(e.Type(), t) {
		err := mismatch(e, t, what).WithHint("a cast says that it is meant: (%s)…", t)
		if means := meaning(t); means != "" {
			err.Hint = means + "; " + err.Hint
		}
		panic(err)
	}
	if ctypes.Identical(e.Type(), t) {
		return e
	}
	return &Conv{Typed{t, e.Span()}, e, false}
}

// withQuotes adds a hint to the error of a text in single quotes, as Python has it.
func withQuotes(err *diag.Error) *diag.Error {
	text := err.Span.Text()
	if len(text) > 3 && strings.HasPrefix(text, "'") && strings.HasSuffix(text, "'") {
		return err.WithHint(`'…' is a character in C, "%s" a text`, text[1:len(text)-1])
	}
	return err
}

// meaning is what a typedef of a pointer stands for, "" for other types: who passes a
// callback wants to know which.
func meaning(t ctypes.Type) string {
	named := bare(t)
	if _, ok := named.(*ctypes.Typedef); !ok {
		return ""
	}
	return fmt.Sprintf("%s is %s", named, ctypes.Unwrap(named))
}

func mismatch(e Expr, t ctypes.Type, what string) *diag.Error {
	if what == "" {
		return typeError(e.Span(), "cannot convert %s to %s", e.Type(), t)
	}
	return typeError(e.Span(), "%s: cannot convert %s to %s", what, e.Type(), t)
}

// pointersMix says whether one pointer type converts to the other without a
// cast: compatible types, void *, the kinds of char, and functions whose
// pointer parameters differ. Qualifiers never prevent it.
func pointersMix(a, b ctypes.Type) bool {
	x, y := noQuals(pointee(a)), noQuals(pointee(b))
	switch {
	case ctypes.IsVoid(x) || ctypes.IsVoid(y):
		return true
	case ctypes.IsCharLike(x) && ctypes.IsCharLike(y):
		return true
	case ctypes.IsFunc(x) && ctypes.IsFunc(y):
		return functionsMix(ctypes.Unwrap(x).(*ctypes.Func), ctypes.Unwrap(y).(*ctypes.Func))
	}
	return ctypes.Compatible(x, y)
}

// functionsMix compares function types as C does, except that pointers among
// parameters and results may point to anything.
func functionsMix(a, b *ctypes.Func) bool {
	if !a.Proto || !b.Proto {
		return true
	}
	if a.Variadic != b.Variadic || len(a.Params) != len(b.Params) || !ctypes.Compatible(noQuals(a.Result), noQuals(b.Result)) {
		return false
	}
	for i := range a.Params {
		x, y := a.Params[i].Type, b.Params[i].Type
		if ctypes.IsPointer(x) && ctypes.IsPointer(y) {
			continue
		}
		if !ctypes.Compatible(noQuals(x), noQuals(y)) {
			return false
		}
	}
	return true
}

// noQuals drops the qualifiers of a type at every level.
func noQuals(t ctypes.Type) ctypes.Type {
	switch t := bare(t).(type) {
	case *ctypes.Typedef:
		return noQuals(t.Under)
	case *ctypes.Pointer:
		return ctypes.PointerTo(noQuals(t.Elem))
	case *ctypes.Array:
		return &ctypes.Array{Elem: noQuals(t.Elem), Len: t.Len, Count: t.Count}
	case *ctypes.Func:
		f := &ctypes.Func{Result: noQuals(t.Result), Variadic: t.Variadic, Proto: t.Proto}
		for _, p := range t.Params {
			f.Params = append(f.Params, ctypes.Param{Type: noQuals(p.Type)})
		}
		return f
	default:
		return t
	}
}
