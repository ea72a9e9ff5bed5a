package eval

import (
	"cshell/ctypes"
	"cshell/lang/check"
)

// The variables that are no C objects: slices, lists, libraries, types, any.
// In a local they are slots: two for a slice, else an index into the machine's
// objects.

func loadDynamic(p place) node {
	t := p.t
	s, isSl := isSlice(t)
	switch {
	case p.slot >= 0 && isSl:
		i := p.slot
		return dynamics(t, func(fr *frame) Value { return slice(s.Elem, uintptr(fr.s[i]), int64(fr.s[i+1])) })
	case p.slot >= 0:
		i := p.slot
		return dynamics(t, func(fr *frame) Value { return boxObject(t, fr.m.object(fr.s[i])) })
	case p.v != nil:
		v := p.v
		return dynamics(t, func(fr *frame) Value { return fr.m.VarValue(v) })
	}
	a := p.addr
	return dynamics(t, func(fr *frame) Value { return slice(ctypes.TVoid, a(fr), 0) })
}

func storeDynamic(p place, n node) node {
	t := p.t
	_, isSl := isSlice(t)
	get := n.box()
	set := func(fr *frame, v Value) {}
	switch i := p.slot; {
	case i >= 0 && isSl:
		set = func(fr *frame, v Value) { fr.s[i], fr.s[i+1] = uint64(v.Addr), uint64(v.Len) }
	case i >= 0:
		set = func(fr *frame, v Value) { fr.s[i] = fr.m.keepObject(unboxObject(t, v)) }
	case p.v != nil:
		set = func(fr *frame, v Value) { setDynamic(p.v, v) }
	}
	return dynamics(t, func(fr *frame) Value {
		v := get(fr)
		set(fr, v)
		return v
	})
}

func setDynamic(v *check.Var, x Value) {
	if isSliceType(v.Type) {
		v.Addr, v.Len = x.Addr, x.Len
		return
	}
	v.Object = unboxObject(v.Type, x)
}

// boxObject and unboxObject convert between a Value and what a variable of a
// type that is no C type holds: the object itself, or a Value for any.
func boxObject(t ctypes.Type, o any) Value {
	if v, ok := o.(Value); ok {
		return v
	}
	return dynamic(t, o)
}

func unboxObject(t ctypes.Type, v Value) any {
	if t == check.AnyType || v.Object == nil {
		return v
	}
	return v.Object
}

func (m *Machine) keepObject(o any) uint64 {
	m.objects = append(m.objects, o)
	return uint64(len(m.objects))
}

func (m *Machine) object(i uint64) any {
	if i == 0 || i > uint64(len(m.objects)) {
		return nil
	}
	return m.objects[i-1]
}
