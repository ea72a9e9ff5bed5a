package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/display"
	"cshell/inspect"
	"cshell/lang/check"
)

// output is what the shell prints, kept back for a while. C prints through
// buffers of its own; so that all appears in the order in which it was made,
// ours goes out before C runs, and C's before we print.
type output struct {
	to      io.Writer
	buf     []byte
	foreign bool // C has run since its buffers were written out
}

const outputLimit = 1 << 16

// flush writes out our own text.
func (o *output) flush() {
	if len(o.buf) > 0 && o.to != nil {
		o.to.Write(o.buf)
	}
	o.buf = o.buf[:0]
}

// flushSoon writes out before C continues.
func (o *output) flushSoon() {
	if len(o.buf) > 0 {
		o.flush()
	}
	o.foreign = true
}

// write adds a line of the shell's.
func (m *Machine) write(text string) {
	if m.out.foreign {
		m.Host.Flush()
		m.out.foreign = false
	}
	m.out.buf = append(m.out.buf, text...)
	if len(m.out.buf) > outputLimit {
		m.out.flush()
	}
}

// flushOwn ends a statement: everything printed is out, C's too.
func (m *Machine) flushOwn() {
	if m.out.foreign {
		m.Host.Flush()
		m.out.foreign = false
	}
	m.out.flush()
}

// printer shows values; limit 0 cuts nothing.
func (m *Machine) printer(limit int) *inspect.Printer {
	return &inspect.Printer{Memory: m.Host, Symbol: m.nameOf, Limit: limit, Radix: m.Radix}
}

// NameOf is what an address is called, brackets included, as pointers in an
// echo show it; "" for nothing.
func (m *Machine) NameOf(addr uintptr) string { return m.nameOf(addr) }

// nameOf is what an address is called: a block of the shell, or a symbol.
func (m *Machine) nameOf(addr uintptr) string {
	if m.Describe != nil {
		return m.Describe(addr)
	}
	if s := m.entries[addr]; s != nil {
		return "<" + s.fn.Name + ">"
	}
	if m.Heap.Owns(addr) {
		return m.blockNameAt(addr)
	}
	name, lib, off, ok := m.symbolAt(addr)
	switch {
	case !ok || name == "":
		return ""
	case off != 0:
		return fmt.Sprintf("<%s+%d in %s>", name, off, lib)
	}
	return fmt.Sprintf("<%s in %s>", name, lib)
}

// blockNameAt is <arr+4> for the memory of a variable. What new made bears the
// name of a pointer to it in errors only.
func (m *Machine) blockNameAt(addr uintptr) string {
	b := m.Heap.Find(addr)
	switch {
	case b == nil || b.Freed || b.Name == "" || !m.pinned[b.Addr] && !m.bound[b.Addr]:
		return ""
	case addr == b.Addr:
		return "<" + b.Name + ">"
	}
	return fmt.Sprintf("<%s+%d>", b.Name, addr-b.Addr)
}

// Inspectable is v as the views of inspect take it.
func (m *Machine) Inspectable(v Value) inspect.Object { return m.shown(v) }

// shown is v as inspect shows it.
func (m *Machine) shown(v Value) inspect.Object {
	t := v.Type
	if s, ok := isSlice(t); ok {
		t = ctypes.ArrayOf(s.Elem, v.Len)
	}
	if addr, size, ok := v.Memory(); ok {
		b := make([]byte, min(max(size, 0), maxShown))
		return inspect.Object{Type: t, Bytes: b[:m.Host.Read(addr, b)], Addr: addr}
	}
	if ctypes.IsFunc(t) {
		return inspect.Object{Type: t, Bytes: pointerBytes(v), Addr: uintptr(v.Bits[0])}
	}
	return inspect.Object{Type: t, Bytes: v.Bytes(), Addr: v.Addr}
}

const maxShown = 1 << 30

func pointerBytes(v Value) []byte {
	return ctypes.UintValue(ctypes.VoidPtr, v.Bits[0]).Bytes()
}

// TypeName is the TYPE of an echo.
func TypeName(v Value) string {
	switch t := v.Type.(type) {
	case *check.SliceType:
		return ctypes.ArrayOf(t.Elem, v.Len).String()
	default:
		return inspect.TypeName(t)
	}
}

// Show is a value as the echo has it, without number and type.
func (m *Machine) Show(v Value) string { return m.text(v, m.Elements, false) }

// showFrom is Show where start columns are taken.
func (m *Machine) showFrom(v Value, start int) string {
	if m.Width == nil || m.Flat || v.Object != nil || v.IsVoid() {
		return m.Show(v)
	}
	return m.printer(m.Elements).EchoIn(m.shown(v), start, m.Width())
}

// Plain is a value as print shows it.
func (m *Machine) Plain(v Value) string { return m.text(v, 0, true) }

func (m *Machine) text(v Value, limit int, plain bool) string {
	switch o := v.Object.(type) {
	case *check.Library:
		if plain {
			return "<library " + libraryName(o) + ">"
		}
		return libraryName(o)
	case *List:
		return m.listText(o, limit, plain)
	case *diag.Error:
		return o.Message
	case ctypes.Type:
		return o.String()
	}
	switch {
	case v.Type == nil || ctypes.IsVoid(v.Type):
		return ""
	case plain:
		return m.printer(0).Plain(m.shown(v), true)
	}
	return m.printer(limit).Echo(m.shown(v))
}

func (m *Machine) listText(l *List, limit int, plain bool) string {
	parts := make([]string, 0, len(l.Items))
	for i, item := range l.Items {
		if limit > 0 && i == limit {
			parts = append(parts, fmt.Sprintf("… %d more", len(l.Items)-i))
			break
		}
		parts = append(parts, m.itemText(item, limit, plain))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// itemText: bytes inside a list show as an array.
func (m *Machine) itemText(v Value, limit int, plain bool) string {
	if plain && v.Object == nil && v.Type != nil && !ctypes.IsVoid(v.Type) {
		return m.printer(0).Plain(m.shown(v), false)
	}
	return m.text(v, limit, plain)
}

// print writes values as the builtin does.
func (m *Machine) print(vs []Value) {
	if m.JSON {
		m.printJSON(vs)
		return
	}
	parts := make([]string, len(vs))
	for i, v := range vs {
		if len(vs) == 1 {
			parts[i] = m.Plain(v)
		} else {
			parts[i] = m.itemText(v, 0, true)
		}
	}
	m.write(strings.Join(parts, " ") + "\n")
}

// Echo numbers and shows a value as the prompt does, and keeps a copy of it.
func (m *Machine) Echo(v Value) {
	m.echo(v, "")
	m.flushOwn()
}

// echo shows v; after is what follows it, the name of an errno.
func (m *Machine) echo(v Value, after string) {
	if v.IsVoid() {
		return
	}
	v = m.keep(m.keepSlice(v))
	m.history = append(m.history, v)
	n := len(m.history)
	m.last = n
	if after == "errno" {
		after = m.errnoName(int64(v.Bits[0]))
	}
	if m.JSON {
		m.echoJSON(n, v)
		return
	}
	line := fmt.Sprintf("$%d = (%s) ", n, TypeName(v))
	line += m.showFrom(v, display.Width(line)) + after + "\n"
	if m.Paint != nil {
		line = m.Paint(line)
	}
	if m.FreshLine != nil && m.out.foreign {
		line = m.FreshLine() + line
	}
	m.write(line)
}

// keepSlice: a slice is its memory, $N is a copy of it.
func (m *Machine) keepSlice(v Value) Value {
	s, ok := isSlice(v.Type)
	if !ok {
		return v
	}
	b := m.ownArray(diag.Span{}, s.Elem, "", v.Len)
	m.Host.Read(v.Addr, bytesOf(b))
	v.Addr = b.Addr
	return v
}

// History is $n, or _ for n = 0.
func (m *Machine) History(n int) (v Value, ok bool) {
	if n == 0 {
		n = m.last
	}
	if n < 1 || n > len(m.history) {
		return Value{}, false
	}
	return m.history[n-1], true
}

// Last is the number of the newest echo, 0 before the first. When Exec raised
// it, tell Env.SetHistory the type of History(Last()).
func (m *Machine) Last() int { return len(m.history) }

// echoName says what an echo adds: errno has a name.
func echoName(x check.Expr) string {
	if ref, ok := x.(*check.VarRef); ok && ref.Var.Name == "errno" {
		return "errno"
	}
	if b, ok := x.(*check.Builtin); ok && b.ID == check.BErrno {
		return "errno"
	}
	return ""
}

// errnoName is " <ENOENT: No such file or directory>", by libc's own words.
func (m *Machine) errnoName(n int64) string {
	if n == 0 {
		return ""
	}
	name, text := m.errnoText("strerrorname_np", n), m.errnoText("strerror", n)
	switch {
	case text == "":
		return ""
	case name == "":
		return " <" + text + ">"
	}
	return " <" + name + ": " + text + ">"
}

func (m *Machine) errnoText(fn string, n int64) string {
	addr, ok := m.Host.Symbol(0, fn)
	if !ok {
		return ""
	}
	img := &ctypes.Image{}
	img.GPR[0] = uint64(n)
	m.Host.Call(addr, img)
	text := uintptr(img.RetGPR[0])
	if img.Signal != 0 || text == 0 {
		return ""
	}
	var buf [256]byte
	got := buf[:m.Host.Read(text, buf[:])]
	if i := bytes.IndexByte(got, 0); i >= 0 {
		return string(got[:i])
	}
	return ""
}

// With --json every echo and print is one object a line.

func (m *Machine) echoJSON(n int, v Value) {
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"n":%d,"type":%s,"value":`, n, quoted(TypeName(v)))
	m.valueJSON(&b, v, false)
	if text, ok := m.pointedText(v); ok {
		b.WriteString(`,"text":` + quoted(text))
	}
	b.WriteString("}\n")
	m.write(b.String())
}

func (m *Machine) printJSON(vs []Value) {
	var b bytes.Buffer
	b.WriteString(`{"print":[`)
	for i, v := range vs {
		if i > 0 {
			b.WriteByte(',')
		}
		m.itemJSON(&b, v, true)
	}
	b.WriteString("]}\n")
	m.write(b.String())
}

// itemJSON is a value in a list or print: print shows a char * as its text.
func (m *Machine) itemJSON(b *bytes.Buffer, v Value, plain bool) {
	text, ok := m.pointedText(v)
	switch {
	case !ok:
		m.valueJSON(b, v, plain)
	case plain:
		b.WriteString(quoted(text))
	default:
		b.WriteString(`{"value":`)
		m.valueJSON(b, v, false)
		b.WriteString(`,"text":` + quoted(text) + "}")
	}
}

func (m *Machine) valueJSON(b *bytes.Buffer, v Value, plain bool) {
	if l, ok := v.Object.(*List); ok {
		b.WriteByte('[')
		for i, item := range l.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			m.itemJSON(b, item, plain)
		}
		b.WriteByte(']')
		return
	}
	if v.Object != nil || v.IsVoid() {
		b.WriteString(quoted(m.text(v, 0, false)))
		return
	}
	m.printer(0).JSON(b, m.shown(v))
}

// pointedText is what a char * adds to its JSON.
func (m *Machine) pointedText(v Value) (string, bool) {
	if v.Object != nil || v.IsVoid() {
		return "", false
	}
	return m.printer(0).Text(m.shown(v))
}

func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}
