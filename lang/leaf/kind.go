package leaf

import "cshell/ctypes"

// kind is how a scalar is represented.
type kind struct {
	size    int64 // bytes; 0 for void
	signed  bool
	float   bool
	boolean bool
}

var (
	int64s = kind{size: 8, signed: true}
	double = kind{size: 8, float: true}
)

func kindOf(t ctypes.Type) kind {
	switch u := ctypes.Unwrap(t).(type) {
	case *ctypes.Basic:
		if u.Kind == ctypes.Void {
			return kind{}
		}
		k := kind{size: u.Size(), signed: ctypes.IsSigned(u), boolean: u.Kind == ctypes.Bool}
		k.float = u.Kind == ctypes.Float || u.Kind == ctypes.Double
		if k.float || ctypes.IsInteger(u) && k.size <= 8 {
			return k
		}
	case *ctypes.Enum:
		return kindOf(u.Under())
	case *ctypes.Pointer, *ctypes.Func:
		return kind{size: 8}
	}
	refuse("a value of type %s", t)
	return kind{}
}

func (k kind) single() bool { return k.float && k.size == 4 }

// holds says whether every value of a kind, as a register has it, is one of this kind.
func (k kind) holds(from kind) bool {
	switch {
	case k == from || k.size == 8 || from.boolean:
		return true
	case k.boolean:
		return false
	}
	return from.size < k.size && (k.signed || !from.signed)
}
