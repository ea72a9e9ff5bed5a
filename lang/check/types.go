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

// KnownType is the type of e, of a view whose length is known by now the array
// that it is.
func KnownType(e Expr) ctypes.Type {
	if s, ok := e.Type().(*SliceType); ok {
		if n := viewLength(e); n >= 0 {
			return ctypes.ArrayOf(s.Elem, n)
		}
	}
	return e.Type()
}

// viewLength is the number of elements of a buffer or slice where it is known
// before it is evaluated, else -1.
func viewLength(e Expr) int64 {
	switch e := e.(type) {
	case *VarRef:
		if e.Var.Store == SessionVar && e.Var.Live || e.Var.Len > 0 {
			return e.Var.Len
		}
	case *Builtin:
		return builtLength(e)
	case *SliceOf:
		return sliceLength(e)
	}
	return -1
}

func builtLength(e *Builtin) int64 {
	switch e.ID {
	case BBuffer, BUnicodeBuffer, BBytes:
		return knownInt(e.Args[len(e.Args)-1])
	case BBufferText:
		if d, ok := e.Args[0].(*Decay); ok && isLiteral(d.X) && len(e.Args) == 1 {
			return ctypes.Unwrap(d.X.Type()).(*ctypes.Array).Len
		}
	}
	return -1
}

func sliceLength(e *SliceOf) int64 {
	lo, hi := knownInt(e.Lo), int64(-1)
	switch {
	case e.Hi != nil:
		hi = knownInt(e.Hi)
	case isSlice(e.X.Type()):
		hi = viewLength(e.X)
	case isArray(e.X.Type()):
		hi = ctypes.Unwrap(e.X.Type()).(*ctypes.Array).Len
	}
	if lo < 0 || hi < lo {
		return -1
	}
	return hi - lo
}

// knownInt is the value of an integer constant, else -1.
func knownInt(e Expr) int64 {
	if k, ok := e.(*Const); ok && ctypes.IsInteger(k.Type()) {
		return k.Value.Int()
	}
	return -1
}
