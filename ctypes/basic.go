package ctypes

import "fmt"

// The basic types.
var (
	TVoid              = &Basic{Void, "void", 1}
	TBool              = &Basic{Bool, "bool", 1}
	TChar              = &Basic{Char, "char", 1}
	TSChar             = &Basic{SChar, "signed char", 1}
	TUChar             = &Basic{UChar, "unsigned char", 1}
	TShort             = &Basic{Short, "short", 2}
	TUShort            = &Basic{UShort, "unsigned short", 2}
	TInt               = &Basic{Int, "int", 4}
	TUInt              = &Basic{UInt, "unsigned int", 4}
	TLong              = &Basic{Long, "long", 8}
	TULong             = &Basic{ULong, "unsigned long", 8}
	TLongLong          = &Basic{LongLong, "long long", 8}
	TULongLong         = &Basic{ULongLong, "unsigned long long", 8}
	TInt128            = &Basic{Int128, "__int128", 16}
	TUInt128           = &Basic{UInt128, "unsigned __int128", 16}
	TFloat             = &Basic{Float, "float", 4}
	TDouble            = &Basic{Double, "double", 8}
	TLongDouble        = &Basic{LongDouble, "long double", 16}
	TComplexFloat      = &Basic{ComplexFloat, "float _Complex", 8}
	TComplexDouble     = &Basic{ComplexDouble, "double _Complex", 16}
	TComplexLongDouble = &Basic{ComplexLongDouble, "long double _Complex", 32}
)

// The pointer types that need no declaration.
var (
	VoidPtr = PointerTo(TVoid)
	CharPtr = PointerTo(TChar)
)

// pointerSize is the size of every pointer: LP64.
const pointerSize = 8

// PointerTo is t *.
func PointerTo(t Type) *Pointer { return &Pointer{Elem: t} }

// ArrayOf is t [n]; n is -1 where the length is not known.
func ArrayOf(t Type, n int64) *Array { return &Array{Elem: t, Len: n} }

// VariableArray is t [n], where only the run knows n. Its size is 0, as far as
// this package knows.
func VariableArray(t Type, n fmt.Stringer) *Array { return &Array{Elem: t, Len: -1, Count: n} }

// Size and Align of the basic types are those of LP64: every one is aligned to
// its size, a complex one like its real type.

func (t *Basic) Size() int64 { return t.size }

func (t *Basic) Align() int64 {
	if isComplexKind(t.Kind) {
		return t.size / 2
	}
	return t.size
}

func (t *Pointer) Size() int64  { return pointerSize }
func (t *Pointer) Align() int64 { return pointerSize }

func (t *Array) Size() int64  { return max(t.Len, 0) * t.Elem.Size() }
func (t *Array) Align() int64 { return t.Elem.Align() }

func (t *Vector) Size() int64  { return t.Len * t.Elem.Size() }
func (t *Vector) Align() int64 { return t.Size() }

func (t *Func) Size() int64  { return 1 }
func (t *Func) Align() int64 { return 1 }

// Size and Align of a record that is not complete are 0 and 1.
func (r *Record) Size() int64 {
	if !r.Complete() {
		return 0
	}
	return r.size
}

func (r *Record) Align() int64 {
	if !r.Complete() {
		return 1
	}
	return max(r.align, 1)
}

func (e *Enum) Size() int64 {
	under := e.Under()
	if under == nil {
		return 0
	}
	return under.size
}

func (e *Enum) Align() int64 { return max(e.Size(), 1) }

func (t *Typedef) Size() int64 { return t.Under.Size() }

func (t *Typedef) Align() int64 {
	if t.AlignTo > 0 {
		return t.AlignTo
	}
	return t.Under.Align()
}

func (t *Qualified) Size() int64 { return t.Under.Size() }

// Align of an atomic object is its size where the machine has an atomic
// operation of that size.
func (t *Qualified) Align() int64 {
	align := t.Under.Align()
	if t.Quals&Atomic != 0 {
		switch size := t.Size(); size {
		case 1, 2, 4, 8, 16:
			return max(align, size)
		}
	}
	return align
}
