package inspect

import (
	"fmt"
	"io"

	"cshell/ctypes"
)

const (
	pointeeElements = 8    // elements or characters of what a member points to
	pointeeBytes    = 4096 // of an array behind a pointer that are read
	memberPointers  = 32   // members whose pointers are followed
)

// follow describes what a pointer points to, one level: as many elements as its
// block has, else one. nil where that is nothing to describe.
func (p *Printer) follow(t *ctypes.Pointer, addr uintptr, places Places) *Inspection {
	elem := t.Elem
	_, isText := encodingOf(elem)
	if addr == 0 || isText || p.Memory == nil || ctypes.IsFunc(elem) {
		return nil
	}
	size := elem.Size()
	if ctypes.IsVoid(elem) {
		elem, size = ctypes.TUChar, 1
	}
	if size <= 0 {
		return nil
	}
	n := int64(1)
	if b := places.block(addr); b != nil && b.Inside() && !b.Freed {
		n = max((b.Size-b.Offset)/size, 1)
	}
	if n > 1 {
		elem = ctypes.ArrayOf(elem, n)
	} else if ctypes.IsVoid(t.Elem) {
		return nil
	}
	o := Object{Type: elem, Addr: addr, Bytes: make([]byte, min(elem.Size(), max(pointeeBytes, size)))}
	o.Bytes = o.Bytes[:max(p.Memory.Read(addr, o.Bytes), 0)]
	return p.Inspect(o, Places{})
}

// pointsTo is what a pointer member leads to, shortened: "{x = 1, y = 2}"; ""
// for text, which is shown with the pointer, and for what has no value.
func (p *Printer) pointsTo(o Object) string {
	t, ok := ctypes.Unwrap(o.Type).(*ctypes.Pointer)
	if !ok || len(o.Bytes) < pointerSize || p.Memory == nil {
		return ""
	}
	addr := addressIn(o.Bytes)
	_, isText := encodingOf(t.Elem)
	size := t.Elem.Size()
	if addr == 0 || isText || ctypes.IsFunc(t.Elem) || ctypes.IsVoid(t.Elem) || size <= 0 {
		return ""
	}
	to := Object{Type: t.Elem, Addr: addr, Bytes: make([]byte, min(size, pointeeBytes))}
	to.Bytes = to.Bytes[:max(p.Memory.Read(addr, to.Bytes), 0)]
	short := &Printer{Symbol: p.Symbol, Limit: pointeeElements} // without Memory: one level
	return short.Echo(to)
}

// pointee writes what the pointer points to, below its facts.
func (v *Inspection) pointee(w io.Writer, width int) error {
	to := v.Pointee
	if to == nil {
		return nil
	}
	if _, err := fmt.Fprintf(w, "target     %s, %s\n", to.Type, countBytes(to.Size)); err != nil {
		return err
	}
	if len(to.Members) == 0 {
		rows := [][]string{{"  value", to.Value}}
		if to.Hex != "" {
			rows = append(rows, []string{"  bytes", spacedDigits(to.Hex, to.Size)})
		}
		return table(w, width, rows)
	}
	return to.memberLines(w, width)
}
