package eval

import (
	"cshell/ctypes"
	"cshell/lang/check"
)

// rep is how a value travels between closures.
//
// Integers, bool, enums and pointers are an int64 that holds the value sign or
// zero extended to 64 bits ("normalised"), so that + - * & | ^ need no
// signedness, only one narrowing afterwards. A float travels as the float64 of
// equal value.
type rep uint8

const (
	repVoid rep = iota
	repBool
	repI8
	repU8
	repI16
	repU16
	repI32
	repU32
	repI64
	repU64 // also pointers
	repF32
	repF64
	repWide   // __int128, long double, complex: a ctypes.Value
	repObject // records and arrays: the address of the bytes
	repAny    // slices, lists, libraries, types, any: a Value
)

var basicReps = [...]rep{
	ctypes.Void: repVoid, ctypes.Bool: repBool,
	ctypes.Char: repI8, ctypes.SChar: repI8, ctypes.UChar: repU8,
	ctypes.Short: repI16, ctypes.UShort: repU16,
	ctypes.Int: repI32, ctypes.UInt: repU32,
	ctypes.Long: repI64, ctypes.ULong: repU64,
	ctypes.LongLong: repI64, ctypes.ULongLong: repU64,
	ctypes.Int128: repWide, ctypes.UInt128: repWide,
	ctypes.Float: repF32, ctypes.Double: repF64, ctypes.LongDouble: repWide,
	ctypes.ComplexFloat: repWide, ctypes.ComplexDouble: repWide, ctypes.ComplexLongDouble: repWide,
}

func repOf(t ctypes.Type) rep {
	switch t := ctypes.Unwrap(t).(type) {
	case *ctypes.Basic:
		return basicReps[t.Kind]
	case *ctypes.Enum:
		return repOf(t.Under())
	case *ctypes.Pointer, *ctypes.Func:
		return repU64
	case *ctypes.Record, *ctypes.Array, *ctypes.Vector:
		return repObject
	}
	return repAny
}

func (r rep) isInt() bool    { return r >= repBool && r <= repU64 }
func (r rep) isFloat() bool  { return r == repF32 || r == repF64 }
func (r rep) isScalar() bool { return r.isInt() || r.isFloat() }

// bits is the width of an integer representation.
func (r rep) bits() int64 {
	switch r {
	case repBool, repI8, repU8:
		return 8
	case repI16, repU16:
		return 16
	case repI32, repU32, repF32:
		return 32
	}
	return 64
}

func (r rep) signed() bool {
	return r == repI8 || r == repI16 || r == repI32 || r == repI64
}

// norm narrows the low bits of x to the type and extends them again.
func (r rep) norm(x int64) int64 {
	switch r {
	case repBool:
		if x != 0 {
			return 1
		}
		return 0
	case repI8:
		return int64(int8(x))
	case repU8:
		return int64(uint8(x))
	case repI16:
		return int64(int16(x))
	case repU16:
		return int64(uint16(x))
	case repI32:
		return int64(int32(x))
	case repU32:
		return int64(uint32(x))
	}
	return x
}

// isSlice reports whether t is an array view.
func isSlice(t ctypes.Type) (*check.SliceType, bool) {
	s, ok := t.(*check.SliceType)
	return s, ok
}
