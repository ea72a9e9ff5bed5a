package objfile

import (
	"debug/dwarf"
	"strings"

	"cshell/ctypes"
)

// The encodings of base types.
const (
	encodingBoolean      = 0x02
	encodingComplex      = 0x03
	encodingFloat        = 0x04
	encodingSigned       = 0x05
	encodingSignedChar   = 0x06
	encodingUnsigned     = 0x07
	encodingUnsignedChar = 0x08
	encodingUTF          = 0x10
)

// baseKey selects a basic type: by encoding and size, and where C has several
// of them, by a part of the name.
type baseKey struct {
	encoding, size int64
	name           string
}

var baseTypes = map[baseKey]*ctypes.Basic{
	{encodingBoolean, 1, ""}:          ctypes.TBool,
	{encodingComplex, 8, ""}:          ctypes.TComplexFloat,
	{encodingComplex, 16, ""}:         ctypes.TComplexDouble,
	{encodingComplex, 32, ""}:         ctypes.TComplexLongDouble,
	{encodingFloat, 4, ""}:            ctypes.TFloat,
	{encodingFloat, 8, ""}:            ctypes.TDouble,
	{encodingFloat, 16, ""}:           ctypes.TLongDouble,
	{encodingSignedChar, 1, ""}:       ctypes.TSChar,
	{encodingSignedChar, 1, "char"}:   ctypes.TChar,
	{encodingUnsignedChar, 1, ""}:     ctypes.TUChar,
	{encodingUnsignedChar, 1, "char"}: ctypes.TChar,
	{encodingSigned, 1, ""}:           ctypes.TSChar,
	{encodingSigned, 2, ""}:           ctypes.TShort,
	{encodingSigned, 4, ""}:           ctypes.TInt,
	{encodingSigned, 8, ""}:           ctypes.TLong,
	{encodingSigned, 8, longLong}:     ctypes.TLongLong,
	{encodingSigned, 16, ""}:          ctypes.TInt128,
	{encodingUnsigned, 1, ""}:         ctypes.TUChar,
	{encodingUnsigned, 2, ""}:         ctypes.TUShort,
	{encodingUnsigned, 4, ""}:         ctypes.TUInt,
	{encodingUnsigned, 8, ""}:         ctypes.TULong,
	{encodingUnsigned, 8, longLong}:   ctypes.TULongLong,
	{encodingUnsigned, 16, ""}:        ctypes.TUInt128,
	{encodingUTF, 1, ""}:              ctypes.TUChar,
	{encodingUTF, 2, ""}:              ctypes.TUShort,
	{encodingUTF, 4, ""}:              ctypes.TUInt,
}

const longLong = "long long"

// baseType is the basic type of an entry.
func baseType(e die, debug *Debug) ctypes.Type {
	name := e.name(debug)
	key := baseKey{e.numberOr(dwarf.AttrEncoding, 0), e.numberOr(dwarf.AttrByteSize, 0), ""}
	switch {
	case name == "char":
		key.name = name
	case strings.Contains(name, longLong):
		key.name = longLong
	case strings.Contains(name, "loat128"): // __float128, _Float128, complex _Float128
		return quadType(e, key, debug)
	}
	if t, ok := baseTypes[key]; ok {
		return t
	}
	return opaque(e, debug)
}

// float128 has no kind of its own: a vector has its size, alignment and
// registers. A complex one is passed like a struct.
var (
	float128        = &ctypes.Typedef{Name: "_Float128", Under: &ctypes.Vector{Elem: ctypes.TUChar, Len: 16}}
	complexFloat128 = &ctypes.Typedef{Name: "_Complex _Float128", Under: pairOf(float128)}
)

func pairOf(t ctypes.Type) *ctypes.Record {
	pair := ctypes.NewRecord(false, "")
	pair.SetLayout([]ctypes.Field{{Name: "real", Type: t}, {Name: "imag", Type: t, Offset: t.Size()}}, 2*t.Size(), t.Align())
	return pair
}

func quadType(e die, key baseKey, debug *Debug) ctypes.Type {
	switch key {
	case baseKey{encodingFloat, 16, ""}:
		return float128
	case baseKey{encodingComplex, 32, ""}:
		return complexFloat128
	}
	return opaque(e, debug)
}
