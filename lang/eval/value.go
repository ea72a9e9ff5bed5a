package eval

import (
	"cshell/ctypes"
	"cshell/lang/check"
)

// Value is any value boxed: what commands, lists and the echo deal in.
// A scalar is its embedded ctypes.Value; a record, array or slice is the
// memory at Addr; a library, list, type or error is the Object.
type Value struct {
	ctypes.Value
	Addr   uintptr // of the bytes, for records, arrays and slices
	Len    int64   // elements, for slices
	Object any     // *check.Library, *List, ctypes.Type, *diag.Error
}

// List is a list value; its items never change.
type List struct{ Items []Value }

// Memory is where the bytes of a record, array or slice lie and how many
// there are; ok is false for every other value.
func (v Value) Memory() (addr uintptr, size int64, ok bool) { return }

// Library is the library that v is, or nil.
func (v Value) Library() *check.Library {
	l, _ := v.Object.(*check.Library)
	return l
}

// IsVoid reports whether v is no value.
func (v Value) IsVoid() bool { return v.Type == nil }
