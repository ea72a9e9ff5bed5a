// Package inspect shows what there is: values, types, memory, symbols. Every
// view is data first (a struct with JSON tags) and text second; nothing here
// writes to a terminal or changes what it shows.
package inspect

import (
	"fmt"
	"strconv"
	"strings"

	"cshell/ctypes"
)

// Memory reads memory that may be unmapped.
type Memory interface {
	// Read copies from addr into the buffer; n is how much was readable.
	Read(addr uintptr, into []byte) (n int)
}

// Object is a value to show: its type and object bytes. Addr is where it lies,
// 0 for nowhere; of a function it is the function. Bytes may be shorter than
// the type is: the rest counts as unreadable.
type Object struct {
	Type  ctypes.Type
	Bytes []byte
	Addr  uintptr
}

// Printer spells values as language.md, section 10, has it.
type Printer struct {
	// Memory is what char * and wide strings are read from; nil follows none.
	Memory Memory
	// Symbol says what an address is called, brackets included:
	// "<puts in libc.so.6>", "<arr+4>"; "" for nothing. May be nil.
	Symbol func(addr uintptr) string
	// Limit is how many elements or characters an echo shows; 0 is all.
	Limit int
	// Radix is in which an echo shows integers: 2, 8, 16; 0 and 10 are decimal.
	Radix int
}

// TypeName is what stands in the parentheses of an echo. A function shows as
// the pointer that it decays to.
func TypeName(t ctypes.Type) string {
	if f, ok := ctypes.Unwrap(t).(*ctypes.Func); ok {
		return ctypes.PointerTo(f).String()
	}
	return ctypes.Unqualified(t).String()
}

// Echo is the VALUE part of `$N = (TYPE) VALUE`, cut at Limit.
func (p *Printer) Echo(o Object) string { return p.braced(o, p.Limit) }

// EchoIn is Echo for a terminal that is width columns wide, of which start are
// taken: what does not fit a row is broken into several.
func (p *Printer) EchoIn(o Object, start, width int) string {
	w := &valueWriter{p: p, limit: p.Limit, start: start, width: width}
	w.value(o)
	return w.b.String()
}

// Plain is what print shows, never cut. Bytes (unsigned char[n]) differ when
// they are all that is printed: alone gives `78 79`, else `{0x78, 0x79}`.
func (p *Printer) Plain(o Object, alone bool) string {
	switch t := ctypes.Unwrap(o.Type).(type) {
	case *ctypes.Basic:
		if t.Kind != ctypes.Void && int64(len(o.Bytes)) >= t.Size() {
			return ctypes.FromBytes(t, o.Bytes).String()
		}
	case *ctypes.Pointer:
		if ctypes.IsFunc(t.Elem) || len(o.Bytes) < pointerSize {
			break
		}
		return p.plainPointer(t, addressIn(o.Bytes))
	case *ctypes.Array:
		if e, ok := encodingOf(t.Elem); ok {
			return plainText(e, o)
		}
		if isByte(t.Elem) && alone && int64(len(o.Bytes)) >= t.Size() {
			return spacedHex(o.Bytes[:t.Size()])
		}
	}
	exact := *p
	exact.Radix = 0
	return exact.braced(o, 0)
}

// plainPointer is the text of a string, or the address.
func (p *Printer) plainPointer(t *ctypes.Pointer, addr uintptr) string {
	if addr == 0 {
		return "NULL"
	}
	if e, ok := encodingOf(t.Elem); ok && p.Memory != nil {
		s := readString(p.Memory, addr, e.width)
		return s.plain(e)
	}
	return hexAddress(addr)
}

func plainText(e encoding, o Object) string {
	s := textIn(e, o)
	return s.plain(e)
}

// spacedHex is bytes as print shows them alone: `78 79`.
func spacedHex(b []byte) string { return fmt.Sprintf("% x", b) }

const (
	pointerSize = 8
	// maxDepth is how many braces a value may nest in.
	maxDepth = 100
)

// braced is the form of the echo, cut at limit.
func (p *Printer) braced(o Object, limit int) string {
	w := &valueWriter{p: p, limit: limit}
	w.value(o)
	return w.b.String()
}

// valueWriter writes one value in the form of the echo.
type valueWriter struct {
	p     *Printer
	b     strings.Builder
	limit int // elements or characters; 0 is all
	left  int // elements that the outermost array may still show
	// arrays and depth count the arrays, and all braces, around the value.
	arrays, depth int

	start, width int  // columns taken and in all; 0: everything is one row
	broken       bool // what is being written has rows of its own
}

func (w *valueWriter) value(o Object) {
	if w.unreadable(o) {
		return
	}
	rows := w.width > 0 && hasRows(o.Type)
	if rows && w.fitted(o) {
		return
	}
	outer := w.broken
	w.broken = rows
	w.readable(o)
	w.broken = outer
}

func (w *valueWriter) readable(o Object) {
	switch t := ctypes.Unwrap(o.Type).(type) {
	case *ctypes.Basic:
		w.basic(o.Type, t, o.Bytes)
	case *ctypes.Enum:
		w.b.WriteString(enumText(t, o.Bytes))
	case *ctypes.Pointer:
		w.pointer(t, addressIn(o.Bytes))
	case *ctypes.Func:
		w.b.WriteString(w.p.address(o.Addr))
	case *ctypes.Array:
		w.array(t, o)
	case *ctypes.Vector:
		w.elements(t.Elem, t.Len, o)
	case *ctypes.Record:
		w.record(t, o)
	default:
		w.b.WriteString(o.Type.String())
	}
}

// unreadable writes where reading failed if the object's first byte, or any
// byte of a scalar, is missing.
func (w *valueWriter) unreadable(o Object) bool {
	have, size := int64(len(o.Bytes)), o.Type.Size()
	if ctypes.IsFunc(o.Type) || ctypes.IsVoid(o.Type) || have >= size || have > 0 && !ctypes.IsScalar(o.Type) {
		return false
	}
	w.b.WriteString(unreadableAt(o.Addr + uintptr(have)))
	return true
}

func unreadableAt(addr uintptr) string { return "<unreadable " + hexAddress(addr) + ">" }

func hexAddress(addr uintptr) string { return "0x" + strconv.FormatUint(uint64(addr), 16) }

// basic writes a number; a character also as what it stands for.
func (w *valueWriter) basic(named ctypes.Type, t *ctypes.Basic, b []byte) {
	if t.Kind == ctypes.Void {
		w.b.WriteString("void")
		return
	}
	w.b.WriteString(w.p.numeral(ctypes.FromBytes(t, b), 8*t.Size()))
	if e, ok := characterOf(named); ok {
		w.b.WriteString(" " + e.prefix)
		quoted, _ := quote(e, b[:e.width], '\'', 0)
		w.b.WriteString(quoted)
	}
}

// enumText is `GREEN (1)`, or the number of a value without a name.
func enumText(t *ctypes.Enum, b []byte) string {
	if t.Under() == nil {
		return "<incomplete type>"
	}
	v := ctypes.FromBytes(t.Under(), b)
	if name, ok := t.NameOf(v.Int()); ok {
		return name + " (" + v.String() + ")"
	}
	return v.String()
}

// pointer writes an address with the text that it points to, or with the name
// of what it points into.
func (w *valueWriter) pointer(t *ctypes.Pointer, addr uintptr) {
	e, isText := encodingOf(t.Elem)
	if addr == 0 || !isText || w.p.Memory == nil {
		w.b.WriteString(w.p.address(addr))
		return
	}
	w.b.WriteString(hexAddress(addr) + " ")
	s := readString(w.p.Memory, addr, e.width)
	w.b.WriteString(s.quoted(e, w.limit))
}

// address is `NULL`, or an address with its name.
func (p *Printer) address(addr uintptr) string {
	if addr == 0 {
		return "NULL"
	}
	if p.Symbol != nil {
		if name := p.Symbol(addr); name != "" {
			return hexAddress(addr) + " " + name
		}
	}
	return hexAddress(addr)
}

func addressIn(b []byte) uintptr {
	return uintptr(ctypes.FromBytes(ctypes.VoidPtr, b).Uint())
}

// array writes text, or elements in braces.
func (w *valueWriter) array(t *ctypes.Array, o Object) {
	if e, ok := encodingOf(t.Elem); ok {
		s := textIn(e, o)
		w.b.WriteString(s.quoted(e, w.limit))
		return
	}
	if isByte(t.Elem) {
		w.list(t.Elem, t.Len, o, func(o Object) { fmt.Fprintf(&w.b, "0x%02x", o.Bytes[0]) })
		return
	}
	w.elements(t.Elem, t.Len, o)
}

func (w *valueWriter) elements(elem ctypes.Type, n int64, o Object) {
	w.list(elem, n, o, w.value)
}

// list writes elements in braces until the limit, or the end of what could be
// read, is reached.
func (w *valueWriter) list(elem ctypes.Type, n int64, o Object, write func(Object)) {
	if !w.enter() {
		return
	}
	if w.arrays == 0 {
		w.left = w.limit
	}
	w.arrays++
	n = max(n, 0)
	for i := int64(0); i < n; i++ {
		w.separate(i == 0)
		if w.limit > 0 && w.left <= 0 {
			fmt.Fprintf(&w.b, "… %d more", n-i)
			break
		}
		e := part(o, elem, i*elem.Size())
		if w.unreadable(e) {
			break
		}
		if _, nested := ctypes.Unwrap(elem).(*ctypes.Array); !nested || isTextArray(elem) {
			w.left--
		}
		write(e)
	}
	w.arrays--
	w.leave()
}

// part is the object of type t at an offset in o.
func part(o Object, t ctypes.Type, offset int64) Object {
	have := int64(len(o.Bytes))
	from := min(offset, have)
	to := min(offset+t.Size(), have)
	e := Object{Type: t, Bytes: o.Bytes[from:to]}
	if o.Addr != 0 {
		e.Addr = o.Addr + uintptr(offset)
	}
	return e
}

// record writes every member: `{x = 1, y = 2}`; an anonymous one is a brace
// group without a name.
func (w *valueWriter) record(t *ctypes.Record, o Object) {
	if !t.Complete() {
		w.b.WriteString("<incomplete type>")
		return
	}
	if !w.enter() {
		return
	}
	first := true
	for _, f := range t.Fields {
		if f.Name == "" && f.Bits != nil {
			continue
		}
		w.separate(first)
		first = false
		if f.Name != "" {
			w.b.WriteString(f.Name + " = ")
		}
		w.member(f, o)
	}
	w.leave()
}

func (w *valueWriter) member(f ctypes.Field, o Object) {
	if f.Bits == nil {
		w.value(part(o, f.Type, f.Offset))
		return
	}
	if v, ok := bitFieldOf(f, o.Bytes); ok {
		w.b.WriteString(w.p.numeral(v, f.Bits.Width))
		return
	}
	w.b.WriteString(unreadableAt(o.Addr + uintptr(len(o.Bytes))))
}

// bitFieldOf is the number in a bit-field of a record's bytes, as a long or an
// unsigned long, or __int128 where these are too short.
func bitFieldOf(f ctypes.Field, record []byte) (v ctypes.Value, ok bool) {
	if (f.Bits.Offset+f.Bits.Width-1)/8 >= int64(len(record)) {
		return v, false
	}
	var number [16]byte
	for i := range int64(len(number)) * 8 {
		from := f.Bits.Offset + min(i, f.Bits.Width-1)
		if i >= f.Bits.Width && !ctypes.IsSigned(f.Type) {
			break
		}
		number[i/8] |= record[from/8] >> (from % 8) & 1 << (i % 8)
	}
	return ctypes.FromBytes(bitFieldType(f), number[:]), true
}

func bitFieldType(f ctypes.Field) ctypes.Type {
	switch signed := ctypes.IsSigned(f.Type); {
	case f.Bits.Width > 64 && signed:
		return ctypes.TInt128
	case f.Bits.Width > 64:
		return ctypes.TUInt128
	case signed:
		return ctypes.TLong
	}
	return ctypes.TULong
}

// enter opens a brace, or refuses to where values nest too deeply.
func (w *valueWriter) enter() bool {
	if w.depth == maxDepth {
		w.b.WriteString("{…}")
		return false
	}
	w.depth++
	w.b.WriteByte('{')
	return true
}

// separate comes before each member or element.
func (w *valueWriter) separate(first bool) {
	switch {
	case w.broken && first:
		w.row()
	case w.broken:
		w.b.WriteByte(',')
		w.row()
	case !first:
		w.b.WriteString(", ")
	}
}

func (w *valueWriter) leave() {
	w.depth--
	if w.broken {
		w.row()
	}
	w.b.WriteByte('}')
}
