package ctypes

// basics finds a basic type by its kind.
var basics = [...]*Basic{
	TVoid, TBool, TChar, TSChar, TUChar, TShort, TUShort, TInt, TUInt, TLong, TULong,
	TLongLong, TULongLong, TInt128, TUInt128, TFloat, TDouble, TLongDouble,
	TComplexFloat, TComplexDouble, TComplexLongDouble,
}

// Promote is the type of t after the integer promotions. Other types lose
// their qualifiers only.
func Promote(t Type) Type {
	b := basicOf(t)
	switch {
	case b == nil:
		return Unqualified(t)
	case isIntegerKind(b.Kind) && b.size < TInt.size:
		return TInt
	case isEnum(t):
		return b
	}
	return Unqualified(t)
}

func isEnum(t Type) bool {
	_, ok := Unwrap(t).(*Enum)
	return ok
}

// PromoteBits is the promoted type of a bit-field of width bits declared as t:
// int where that holds all its values.
func PromoteBits(t Type, width int64) Type {
	b := basicOf(t)
	switch {
	case b == nil:
		return Unqualified(t)
	case width < 32 || width == 32 && isSignedKind(b.Kind):
		return TInt
	case width == 32:
		return TUInt
	}
	return Promote(t)
}

// Usual is the common type of the usual arithmetic conversions. Both types
// must be arithmetic.
func Usual(a, b Type) *Basic {
	x, y := basicOf(Promote(a)), basicOf(Promote(b))
	if x == nil || y == nil {
		return TInt
	}
	if !isIntegerKind(x.Kind) || !isIntegerKind(y.Kind) {
		return usualFloating(x.Kind, y.Kind)
	}
	return usualInteger(x, y)
}

// usualFloating is the wider of two real types, complex if either is complex.
func usualFloating(a, b Kind) *Basic {
	real := max(realKind(a), realKind(b))
	if isComplexKind(a) || isComplexKind(b) {
		return basics[real-Float+ComplexFloat]
	}
	return basics[real]
}

// ComplexOf is the complex type whose parts have the floating type t.
func ComplexOf(t *Basic) *Basic { return basics[t.Kind-Float+ComplexFloat] }

// UsualOperand is the type that an operand of type t takes where the common
// type is common: a real one beside a complex one stays real, as in gcc, for
// an imaginary part of 0 would make a difference to zeros and infinities.
func UsualOperand(t Type, common *Basic) *Basic {
	if isComplexKind(common.Kind) && !IsComplex(t) {
		return basics[realKind(common.Kind)]
	}
	return common
}

// realKind is the kind of a complex type's parts; integers count as less than
// any floating type.
func realKind(k Kind) Kind {
	switch {
	case isComplexKind(k):
		return k - ComplexFloat + Float
	case isIntegerKind(k):
		return Float
	}
	return k
}

// usualInteger relies on the order of the kinds: of two kinds with one size
// the later has the higher rank, or is the unsigned one of the same rank.
func usualInteger(x, y *Basic) *Basic {
	if x.Kind < y.Kind {
		x, y = y, x
	}
	// x has at least y's rank, so it is no narrower.
	if !isSignedKind(y.Kind) && isSignedKind(x.Kind) && x.size == y.size {
		return basics[x.Kind+1] // long long with unsigned long
	}
	return x
}

// DefaultPromote is the type an argument has when nothing is known of the
// parameter: the default argument promotions after decay.
func DefaultPromote(t Type) Type {
	if kindOf(t) == Float {
		return TDouble
	}
	return Promote(Decay(t))
}

// Decay is the type of an array or function used as a value: a pointer. Other
// types are returned as they are.
func Decay(t Type) Type {
	switch u := Unwrap(t).(type) {
	case *Array:
		if q := outerQuals(t); q != 0 {
			return PointerTo(Qualify(u.Elem, q))
		}
		return PointerTo(u.Elem)
	case *Func:
		return PointerTo(t)
	}
	return t
}

// outerQuals are the qualifiers wrapped around t, not those of its elements.
func outerQuals(t Type) Quals {
	var q Quals
	for {
		switch u := t.(type) {
		case *Typedef:
			t = u.Under
		case *Qualified:
			q |= u.Quals
			t = u.Under
		default:
			return q
		}
	}
}
