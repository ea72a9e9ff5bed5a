package ctypes

import "slices"

// Unwrap strips typedefs and qualifiers.
func Unwrap(t Type) Type {
	for {
		switch u := t.(type) {
		case *Typedef:
			t = u.Under
		case *Qualified:
			t = u.Under
		default:
			return t
		}
	}
}

// Unqualified strips the outer qualifiers and keeps typedef names.
func Unqualified(t Type) Type {
	for {
		q, ok := t.(*Qualified)
		if !ok {
			return t
		}
		t = q.Under
	}
}

// QualsOf collects the qualifiers of t, through typedefs. An array is
// qualified as its elements are.
func QualsOf(t Type) Quals {
	var q Quals
	for {
		switch u := t.(type) {
		case *Typedef:
			t = u.Under
		case *Array:
			t = u.Elem
		case *Qualified:
			q |= u.Quals
			t = u.Under
		default:
			return q
		}
	}
}

// Qualify adds qualifiers to t. Qualifying an array qualifies its elements;
// function types take none.
func Qualify(t Type, q Quals) Type {
	switch u := t.(type) {
	case *Array:
		if q != 0 {
			return &Array{Elem: Qualify(u.Elem, q), Len: u.Len, Count: u.Count}
		}
	case *Func:
		return t
	case *Qualified:
		if q&^u.Quals != 0 {
			return &Qualified{Quals: u.Quals | q, Under: u.Under}
		}
		return t
	}
	if q == 0 {
		return t
	}
	return &Qualified{Quals: q, Under: t}
}

// kindOf is the arithmetic kind of t: an enum counts as its integer type.
// Everything else is Void.
func kindOf(t Type) Kind {
	if b := basicOf(t); b != nil {
		return b.Kind
	}
	return Void
}

// basicOf is the basic type that lies behind typedefs, qualifiers and enums,
// or nil.
func basicOf(t Type) *Basic {
	if b, ok := t.(*Basic); ok {
		return b
	}
	switch u := Unwrap(t).(type) {
	case *Basic:
		return u
	case *Enum:
		return u.Under()
	}
	return nil
}

func isIntegerKind(k Kind) bool  { return k >= Bool && k <= UInt128 }
func isFloatingKind(k Kind) bool { return k >= Float && k <= LongDouble }
func isComplexKind(k Kind) bool  { return k >= ComplexFloat && k <= ComplexLongDouble }

func isSignedKind(k Kind) bool {
	switch k {
	case Char, SChar, Short, Int, Long, LongLong, Int128:
		return true
	}
	return false
}

// IsInteger says whether t is an integer type; bool and enums are.
func IsInteger(t Type) bool {
	if isIntegerKind(kindOf(t)) {
		return true
	}
	_, enum := Unwrap(t).(*Enum)
	return enum
}

// IsSigned says whether t is a signed integer type.
func IsSigned(t Type) bool { return isSignedKind(kindOf(t)) }

// IsFloating says whether t is a real floating type.
func IsFloating(t Type) bool { return isFloatingKind(kindOf(t)) }

// IsComplex says whether t is a complex type.
func IsComplex(t Type) bool { return isComplexKind(kindOf(t)) }

// IsArithmetic says whether t is an integer, floating or complex type.
func IsArithmetic(t Type) bool { return kindOf(t) != Void || IsInteger(t) }

// IsScalar says whether t is an arithmetic or pointer type.
func IsScalar(t Type) bool { return IsArithmetic(t) || IsPointer(t) }

// IsPointer says whether t is a pointer type.
func IsPointer(t Type) bool {
	_, ok := Unwrap(t).(*Pointer)
	return ok
}

// IsVoid says whether t is void.
func IsVoid(t Type) bool {
	b, ok := Unwrap(t).(*Basic)
	return ok && b.Kind == Void
}

// IsAggregate says whether t is a struct, union or array.
func IsAggregate(t Type) bool {
	switch Unwrap(t).(type) {
	case *Record, *Array:
		return true
	}
	return false
}

// IsFunc says whether t is a function type.
func IsFunc(t Type) bool {
	_, ok := Unwrap(t).(*Func)
	return ok
}

// IsIncomplete says whether objects of type t cannot be made: void, functions,
// records and enums without their body, arrays without a length.
func IsIncomplete(t Type) bool {
	switch u := Unwrap(t).(type) {
	case *Basic:
		return u.Kind == Void
	case *Func:
		return true
	case *Array:
		return u.Len < 0 && u.Count == nil || IsIncomplete(u.Elem)
	case *Record:
		return !u.Complete()
	case *Enum:
		return u.Under() == nil
	}
	return false
}

// IsVariable says whether only the run knows the size of t: a variable length
// array, or an array of such.
func IsVariable(t Type) bool {
	a, ok := Unwrap(t).(*Array)
	return ok && (a.Count != nil || IsVariable(a.Elem))
}

// IsEmpty says whether t is a record without any member that has a name, or an
// array of such or of no elements. gcc lets it take no room on the stack, even
// if unnamed bit-fields give it a size.
func IsEmpty(t Type) bool {
	switch u := Unwrap(t).(type) {
	case *Array:
		return u.Len <= 0 || IsEmpty(u.Elem)
	case *Record:
		return !slices.ContainsFunc(u.Fields, func(f Field) bool {
			return (f.Bits == nil || f.Name != "") && !IsEmpty(f.Type)
		})
	}
	return false
}

// IsCharLike says whether t is one of the three character types.
func IsCharLike(t Type) bool {
	b, ok := Unwrap(t).(*Basic)
	return ok && (b.Kind == Char || b.Kind == SChar || b.Kind == UChar)
}

// IsWide says whether values of the arithmetic type t do not fit in 8 bytes
// with the ordinary operations: __int128, long double and all complex types.
func IsWide(t Type) bool {
	switch k := kindOf(t); k {
	case Int128, UInt128, LongDouble:
		return true
	default:
		return isComplexKind(k)
	}
}
