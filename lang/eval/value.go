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

// IsVoid reports whether v is no value.
func (v Value) IsVoid() bool { return v.Type == nil || ctypes.IsVoid(v.Type) }

// Memory is where the bytes of a record, array or slice lie and how many
// there are; ok is false for every other value.
func (v Value) Memory() (addr uintptr, size int64, ok bool) {
	if s, is := isSlice(v.Type); is {
		return v.Addr, v.Len * s.Elem.Size(), true
	}
	if repOf(v.Type) == repObject {
		return v.Addr, v.Type.Size(), true
	}
	return 0, 0, false
}

// Library is the library that v is, or nil.
func (v Value) Library() *check.Library {
	l, _ := v.Object.(*check.Library)
	return l
}

func scalar(v ctypes.Value) Value { return Value{Value: v} }

func object(t ctypes.Type, addr uintptr) Value {
	return Value{Value: ctypes.Value{Type: t}, Addr: addr}
}

func slice(elem ctypes.Type, addr uintptr, n int64) Value {
	return Value{Value: ctypes.Value{Type: &check.SliceType{Elem: elem}}, Addr: addr, Len: n}
}

func dynamic(t ctypes.Type, obj any) Value {
	return Value{Value: ctypes.Value{Type: t}, Object: obj}
}

func intBox(t ctypes.Type, x int64) Value {
	return Value{Value: ctypes.Value{Type: t, Bits: [4]uint64{uint64(x)}}}
}

func floatBox(t ctypes.Type, f float64) Value { return scalar(ctypes.FloatValue(t, f)) }
