package ctypes

import "slices"

// Identical says whether a and b are the same type; typedefs are seen through,
// qualifiers count.
func Identical(a, b Type) bool { return same(a, b, true) }

// Compatible says whether a and b are compatible types in C's sense: as
// Identical, but an array or a parameter list may be unknown on one side, an
// enum goes with its integer type, and so do records that were declared alike.
func Compatible(a, b Type) bool { return same(a, b, false) }

// same compares two types. It ends because records and enums are compared by
// identity, so no type contains itself.
func same(a, b Type, strict bool) bool {
	if a == b {
		return true
	}
	if QualsOf(a) != QualsOf(b) {
		return false
	}
	a, b = Unwrap(a), Unwrap(b)
	if a == b {
		return true
	}
	switch a := a.(type) {
	case *Basic:
		return sameBasic(a, b, strict)
	case *Enum:
		return !strict && a.Under() != nil && (b == Type(a.Under()) || a.sameTag(b))
	case *Record:
		b, ok := b.(*Record)
		return ok && !strict && a.sameAs(b)
	case *Pointer:
		b, ok := b.(*Pointer)
		return ok && same(a.Elem, b.Elem, strict)
	case *Array:
		b, ok := b.(*Array)
		return ok && sameLen(a, b, strict) && same(a.Elem, b.Elem, strict)
	case *Vector:
		b, ok := b.(*Vector)
		return ok && a.Len == b.Len && same(a.Elem, b.Elem, strict)
	case *Func:
		b, ok := b.(*Func)
		return ok && sameFunc(a, b, strict)
	}
	return false
}

// sameAs says whether two records were declared alike, as C has it for the
// types of two translation units: the same tag or none, and, where both are
// complete, members of the same names, places and sizes.
func (r *Record) sameAs(s *Record) bool {
	if r.Tag != s.Tag || r.Union != s.Union {
		return false
	}
	if !r.Complete() || !s.Complete() {
		return r.Tag != ""
	}
	return r.size == s.size && slices.EqualFunc(r.Fields, s.Fields, func(f, g Field) bool {
		return f.Name == g.Name && f.Offset == g.Offset && f.Type.Size() == g.Type.Size()
	})
}

// sameTag says whether t is an enum of the same tag and integer type.
func (e *Enum) sameTag(t Type) bool {
	o, ok := t.(*Enum)
	return ok && e.Tag != "" && e.Tag == o.Tag && e.Under() == o.Under()
}

func sameBasic(a *Basic, b Type, strict bool) bool {
	switch b := b.(type) {
	case *Basic:
		return a.Kind == b.Kind
	case *Enum:
		return !strict && b.Under() == a
	}
	return false
}

func sameLen(a, b *Array, strict bool) bool {
	return a.Len == b.Len && a.Count == b.Count || !strict && (a.Len < 0 || b.Len < 0)
}

func sameFunc(a, b *Func, strict bool) bool {
	if !same(a.Result, b.Result, strict) {
		return false
	}
	if a.Proto != b.Proto {
		return !strict && selfPromoting(a) && selfPromoting(b)
	}
	if a.Variadic != b.Variadic || len(a.Params) != len(b.Params) {
		return false
	}
	for i := range a.Params {
		// A parameter's own qualifiers are no part of the function's type.
		pa, pb := topUnqualified(a.Params[i].Type), topUnqualified(b.Params[i].Type)
		if !same(pa, pb, strict) {
			return false
		}
	}
	return true
}

// topUnqualified strips outer qualifiers, also those that a typedef brought.
func topUnqualified(t Type) Type {
	if QualsOf(t) == 0 || IsAggregate(t) && !isRecord(t) {
		return t
	}
	return Unwrap(t)
}

func isRecord(t Type) bool {
	_, ok := Unwrap(t).(*Record)
	return ok
}

// selfPromoting says whether f may have been called through empty parentheses:
// every parameter is its own default promotion.
func selfPromoting(f *Func) bool {
	if f.Variadic {
		return false
	}
	for _, p := range f.Params {
		if !Compatible(topUnqualified(p.Type), topUnqualified(DefaultPromote(p.Type))) {
			return false
		}
	}
	return true
}
