package check

import "cshell/ctypes"

// The kinds of value that are no C values, as types of expressions.
type (
	// SliceType is an array view whose length is known when it runs: buffer(n),
	// a[i:j], bytes(p, n). It decays and indexes like an array.
	SliceType struct{ Elem ctypes.Type }
	// ListType is a list. Elems are the types of a literal's items where they
	// are known; Elem is the type of every item, or AnyType.
	ListType struct {
		Elem  ctypes.Type
		Elems []ctypes.Type
	}
	shellType struct{ name string }
)

// LibraryType, TypeType, AnyType and ErrorType are the types of libraries, of
// types used as values, of values whose type is known when it runs, and of e
// in catch (e).
var (
	LibraryType ctypes.Type = &shellType{"library"}
	TypeType    ctypes.Type = &shellType{"type"}
	AnyType     ctypes.Type = &shellType{"any"}
	ErrorType   ctypes.Type = &shellType{"error"}
)

func (t *SliceType) String() string { return ctypes.Declare(t.Elem, "[]") }
func (t *SliceType) Size() int64    { return 0 }
func (t *SliceType) Align() int64   { return t.Elem.Align() }

func (t *ListType) String() string { return "list" }
func (t *ListType) Size() int64    { return 0 }
func (t *ListType) Align() int64   { return 1 }

func (t *shellType) String() string { return t.name }
func (t *shellType) Size() int64    { return 0 }
func (t *shellType) Align() int64   { return 1 }
