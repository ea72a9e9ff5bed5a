// Package ctypes is the model of C's types: what they are called, how large
// they are, where their members lie, how their values convert and compute, and
// in which registers a call passes them.
//
// It knows nothing of memory, libraries or source text, and imports nothing of
// cshell. Sizes are bytes, bit offsets are bits. The authority is gcc on the
// host (LP64); the tests compare every layout and every operation with it.
package ctypes

import (
	"fmt"
	"sync/atomic"
)

// A Type is a C type, or one of the few kinds of value that only the shell
// has, which other packages define (a list, a library).
//
// Types are immutable once complete and compared with Identical, never with
// ==, because typedefs and qualifiers wrap the type they name.
type Type interface {
	// String is the C spelling without a declared name: "char *", "int [3]",
	// "int (*)(const char *)". Typedef names are kept.
	String() string
	// Size is sizeof in bytes; 0 for an incomplete type, 1 for void and
	// functions, as gcc has it.
	Size() int64
	// Align is _Alignof in bytes, at least 1.
	Align() int64
}

// Kind names a basic type.
type Kind uint8

// The basic types. Char is distinct from SChar and UChar, and Long from
// LongLong, as in C, even where they are laid out alike.
const (
	Void Kind = iota
	Bool
	Char
	SChar
	UChar
	Short
	UShort
	Int
	UInt
	Long
	ULong
	LongLong
	ULongLong
	Int128
	UInt128
	Float
	Double
	LongDouble
	ComplexFloat
	ComplexDouble
	ComplexLongDouble
)

// Basic is an arithmetic type or void.
type Basic struct {
	Kind Kind
	name string
	size int64
}

// Pointer is a pointer to Elem.
type Pointer struct{ Elem Type }

// Array is an array of Len elements; Len is -1 where the length is not known
// (an incomplete type, a flexible member), and of a variable length array (C17
// 6.7.6.2), whose Count says for its maker what the length is, and spells it.
type Array struct {
	Elem  Type
	Len   int64
	Count fmt.Stringer
}

// Vector is a GNU vector type of Len elements.
type Vector struct {
	Elem Type
	Len  int64
}

// Func is a function type. Without Proto (C's empty parentheses) the
// parameters are unknown.
type Func struct {
	Result   Type
	Params   []Param
	Variadic bool
	Proto    bool
}

// Param is a parameter; its name is empty where the declaration has none. Its
// type is already adjusted: arrays and functions are pointers.
type Param struct {
	Name string
	Type Type
}

// Record is a struct or union. Its identity is the pointer: two declarations
// of the same tag are two records. Until SetFields it is incomplete. That may
// come from another goroutine, once: who may meet an incomplete record asks
// Complete before anything else that a body tells.
type Record struct {
	Union  bool
	Tag    string // empty where there is none
	Fields []Field

	// Transparent is GNU's transparent_union: a parameter of this type is
	// passed, and was declared, as the first member.
	Transparent bool

	complete  atomic.Bool // set behind all the others
	described bool        // by debug information, which does not tell packing
	packing   Packing
	size      int64
	align     int64
}

// Field is a member. Type is nil for no member; Name is empty for an anonymous
// struct or union and for unnamed bit-fields.
type Field struct {
	Name   string
	Type   Type
	Offset int64 // bytes from the start of the record; for a bit-field of its BitOffset/8
	Bits   *BitField
	Align  int64 // of _Alignas or aligned(n) on the member; 0 = none
	Packed bool  // __attribute__((packed)) on the member; on a bit-field, once laid out, also on the record
}

// BitField places a bit-field.
type BitField struct {
	Offset int64 // bits from the start of the record, little endian
	Width  int64 // bits; 0 only for an unnamed one
}

// Enum is an enumerated type. Until SetConsts it is incomplete; as with a record
// that may come from another goroutine, once.
type Enum struct {
	Tag  string
	body atomic.Pointer[enumBody]
}

type enumBody struct {
	consts []EnumConst
	under  *Basic
}

// EnumConst is an enumerator. Val holds the two's complement bits; Unsigned
// says that they are to be read as unsigned.
type EnumConst struct {
	Name     string
	Val      int64
	Unsigned bool
}

// Typedef is a name for Under; AlignTo is aligned(n) of the typedef, or 0.
type Typedef struct {
	Name    string
	Under   Type
	AlignTo int64
}

// Quals is a set of type qualifiers.
type Quals uint8

// The qualifiers.
const (
	Const Quals = 1 << iota
	Volatile
	Restrict
	Atomic
)

// Qualified is Under with qualifiers.
type Qualified struct {
	Quals Quals
	Under Type
}
