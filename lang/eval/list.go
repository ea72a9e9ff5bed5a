package eval

import (
	"fmt"
	"slices"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
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
		return m.messageValue(e.Message)
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

// keptMessages is how many messages have memory at a time: a loop that catches a
// million errors must not keep them all. messageRoom is the least that one gets, in
// bytes, so that its memory will do for most that come later.
const (
	keptMessages = 256
	messageRoom  = 512
)

// messageValue is textValue for a text that may be like no other: its memory is used
// anew when as many have come behind it, unless it is a literal as well.
func (m *Machine) messageValue(s string) Value {
	text := s + "\x00"
	addr, known := m.literals[text]
	if !known {
		addr = m.messageBlock(int64(len(text))).Addr
		copy(mem.Bytes(addr, int64(len(text))), text)
		m.literals[text] = addr
		m.messages = append(m.messages, text)
	}
	return scalar(ctypes.UintValue(ctypes.CharPtr, uint64(addr)))
}

// messageBlock has room for size bytes: the oldest message's block, if that is large
// enough.
func (m *Machine) messageBlock(size int64) *mem.Block {
	if len(m.messages) >= keptMessages {
		oldest := m.messages[0]
		m.messages = slices.Delete(m.messages, 0, 1)
		b := m.Heap.Find(m.literals[oldest])
		delete(m.literals, oldest)
		switch {
		case b == nil:
		case b.Size >= size:
			return b
		default:
			delete(m.pinned, b.Addr)
			m.Heap.Free(b)
		}
	}
	room := max(messageRoom, size)
	b := m.ownBorn(diag.Span{}, mem.Birth{Type: fmt.Sprintf("char[%d]", room)}, room, 1)
	m.pinned[b.Addr] = true
	return b
}
