package ctypes

// Fits says whether the constant v can be passed as a to: it is in range, and
// whole for an integer type. Rounding to a floating type is no harm. An unsigned
// type takes -1, and a constant written in another base than ten (or with ~) may
// fill all bits.
func Fits(v Value, to Type, radix int) bool {
	dst := representationOf(to)
	switch {
	case IsPointer(to) || dst.kind == Bool || !IsArithmetic(to):
		return true
	case IsComplex(v.Type):
		return fitsComplex(v, to, dst, radix)
	case isComplexKind(dst.kind):
		return Fits(v, basics[realKind(dst.kind)], radix)
	case isFloatingKind(dst.kind):
		return !toX87(v).isFinite() || toX87(Convert(v, to)).isFinite()
	case IsFloating(v.Type):
		return fitsWhole(toX87(v), dst)
	}
	n, signed := v.int128(), IsSigned(v.Type)
	return fitsInteger(n, signed && n.negative(), dst, radix)
}

func fitsComplex(v Value, to Type, dst representation, radix int) bool {
	re, im := v.parts()
	if isComplexKind(dst.kind) {
		part := basics[realKind(dst.kind)]
		return Fits(re, part, radix) && Fits(im, part, radix)
	}
	return im.IsZero() && Fits(re, to, radix)
}

func fitsWhole(x x87, dst representation) bool {
	n, ok := x.trunc128()
	if !ok || intToX87(n, false).compare(x.abs()) != 0 {
		return false
	}
	if x.negative() && !n.isZero() {
		return n.bitLen() <= 127 && fitsInteger(n.neg(), true, dst, 10)
	}
	return fitsInteger(n, false, dst, 10)
}

// fitsInteger judges n, which is negative or unsigned.
func fitsInteger(n int128, negative bool, dst representation, radix int) bool {
	width := int(8 * dst.size)
	switch {
	case negative && !dst.signed && radix == 10:
		return n.not().isZero()
	case negative:
		return n.not().bitLen() < width
	case dst.signed && radix == 10:
		return n.bitLen() < width
	}
	return n.bitLen() <= width
}
