package eval

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
)

func (c *compiler) list(x *check.List) node {
	items := make([]func(*frame) Value, len(x.Items))
	for i, item := range x.Items {
		items[i] = c.boxed(item)
	}
	t := x.T
	return dynamics(t, func(fr *frame) Value {
		l := &List{Items: make([]Value, len(items))}
		for i, get := range items {
			l.Items[i] = fr.m.keep(get(fr))
		}
		return dynamic(t, l)
	})
}

func (c *compiler) listItem(x *check.ListItem) node {
	list, index := c.boxed(x.X), c.expr(x.I).i
	get := func(fr *frame) Value {
		l, ok := list(fr).Object.(*List)
		if !ok {
			panic(diag.Errorf(x.At, diag.Type, "this is no list"))
		}
		i := index(fr)
		if i < 0 || i >= int64(len(l.Items)) {
			panic(listRange(x.At, i, len(l.Items)))
		}
		return l.Items[i]
	}
	return c.unbox(x.T, get, x.At)
}

// errorField is e.message and its like in a catch block; a field that does
// not apply is NULL.
func (c *compiler) errorField(x *check.ErrorField) node {
	caught := c.caughtError(x.Var)
	name := x.Name
	return c.unbox(x.T, func(fr *frame) Value {
		if e := caught(fr); e != nil {
			return fr.m.errorField(e, name)
		}
		return scalar(ctypes.Value{Type: ctypes.VoidPtr})
	}, x.At)
}

func (c *compiler) caughtError(v *check.Var) func(*frame) *diag.Error {
	if v.Store == check.SlotVar {
		slot := c.useSlot(v)
		return func(fr *frame) *diag.Error {
			e, _ := fr.m.object(fr.s[slot]).(*diag.Error)
			return e
		}
	}
	return func(*frame) *diag.Error {
		e, _ := v.Object.(*diag.Error)
		return e
	}
}

func (m *Machine) errorField(e *diag.Error, name string) Value {
	switch name {
	case "message":
		return m.textValue(e.Message)
	case "kind":
		return m.textValue(string(e.Kind))
	case "signal":
		return m.textValue(e.Signal)
	case "function":
		return m.textValue(e.Function)
	case "block":
		return m.textValue(e.Block)
	case "address":
		if e.Address != nil {
			return scalar(ctypes.UintValue(ctypes.VoidPtr, *e.Address))
		}
	case "status":
		if e.Status != nil {
			return intBox(ctypes.TInt, int64(*e.Status))
		}
	}
	return scalar(ctypes.Value{Type: ctypes.VoidPtr})
}

// textValue is a char * to session memory, NULL for no text.
func (m *Machine) textValue(s string) Value {
	if s == "" {
		return scalar(ctypes.Value{Type: ctypes.CharPtr})
	}
	return scalar(ctypes.UintValue(ctypes.CharPtr, uint64(m.Text(s))))
}
