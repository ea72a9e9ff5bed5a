package inspect

import (
	"bytes"
	"encoding/json"
	"io"
	"math"

	"cshell/ctypes"
)

// JSON writes the value: integers as exact numbers, enums too, structs and
// unions as objects (members of anonymous ones among the others), arrays as
// arrays, text arrays as strings, pointers as "0x…" and null. Inside a value a
// char * is {"value":"0x…","text":"…"}; a top-level one is its address alone,
// see Text. What JSON has no number for (inf, nan, complex) is a string.
// Nothing is cut.
func (p *Printer) JSON(w io.Writer, o Object) {
	j := &jsonWriter{p: p}
	if ctypes.IsPointer(o.Type) && len(o.Bytes) >= pointerSize {
		j.address(addressIn(o.Bytes))
	} else {
		j.value(o)
	}
	w.Write(j.b.Bytes())
}

// Text is what a char * or wide string pointer points to, for the "text" that
// JSON adds beside "value"; ok is false for any other object, for NULL and for
// memory that cannot be read.
func (p *Printer) Text(o Object) (text string, ok bool) {
	t, isPointer := ctypes.Unwrap(o.Type).(*ctypes.Pointer)
	if !isPointer || p.Memory == nil || len(o.Bytes) < pointerSize {
		return "", false
	}
	e, isText := encodingOf(t.Elem)
	addr := addressIn(o.Bytes)
	if !isText || addr == 0 {
		return "", false
	}
	s := readString(p.Memory, addr, e.width)
	return s.plain(e), !s.partial
}

// JSONString is s as a JSON string; bytes that are no UTF-8 become U+FFFD.
func JSONString(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always encodes
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

type jsonWriter struct {
	p     *Printer
	b     bytes.Buffer
	depth int
}

func (j *jsonWriter) string(s string) { j.b.WriteString(JSONString(s)) }

func (j *jsonWriter) value(o Object) {
	probe := valueWriter{p: j.p}
	if probe.unreadable(o) {
		j.string(probe.b.String())
		return
	}
	if j.depth == maxDepth {
		j.string("…")
		return
	}
	j.depth++
	defer func() { j.depth-- }()
	switch t := ctypes.Unwrap(o.Type).(type) {
	case *ctypes.Basic:
		j.basic(t, o.Bytes)
	case *ctypes.Enum:
		j.enum(t, o.Bytes)
	case *ctypes.Pointer:
		j.pointer(o)
	case *ctypes.Func:
		j.string(hexAddress(o.Addr))
	case *ctypes.Array:
		if e, ok := encodingOf(t.Elem); ok {
			j.string(plainText(e, o))
			return
		}
		j.list(t.Elem, t.Len, o)
	case *ctypes.Vector:
		j.list(t.Elem, t.Len, o)
	case *ctypes.Record:
		j.b.WriteByte('{')
		j.fields(t, o, true)
		j.b.WriteByte('}')
	default:
		j.string(o.Type.String())
	}
}

func (j *jsonWriter) basic(t *ctypes.Basic, b []byte) {
	if t.Kind == ctypes.Void {
		j.b.WriteString("null")
		return
	}
	v := ctypes.FromBytes(t, b)
	if ctypes.IsComplex(t) || ctypes.IsFloating(t) && !isFinite(v.Float(), v.String()) {
		j.string(v.String())
		return
	}
	j.b.WriteString(v.String())
}

// isFinite looks at the text as well: a large long double is infinite as a
// double but is written in digits.
func isFinite(f float64, text string) bool {
	if math.IsNaN(f) {
		return false
	}
	last := text[len(text)-1]
	return !math.IsInf(f, 0) || '0' <= last && last <= '9'
}

func (j *jsonWriter) enum(t *ctypes.Enum, b []byte) {
	if t.Under() == nil {
		j.b.WriteString("null")
		return
	}
	j.b.WriteString(ctypes.FromBytes(t.Under(), b).String())
}

func (j *jsonWriter) address(addr uintptr) {
	if addr == 0 {
		j.b.WriteString("null")
		return
	}
	j.string(hexAddress(addr))
}

// pointer writes a pointer inside a value, which has no "text" beside it.
func (j *jsonWriter) pointer(o Object) {
	text, ok := j.p.Text(o)
	if !ok {
		j.address(addressIn(o.Bytes))
		return
	}
	j.b.WriteString(`{"value":`)
	j.address(addressIn(o.Bytes))
	j.b.WriteString(`,"text":`)
	j.string(text)
	j.b.WriteByte('}')
}

func (j *jsonWriter) list(elem ctypes.Type, n int64, o Object) {
	j.b.WriteByte('[')
	for i := int64(0); i < n; i++ {
		if i > 0 {
			j.b.WriteByte(',')
		}
		j.value(part(o, elem, i*elem.Size()))
		if (i+1)*elem.Size() > int64(len(o.Bytes)) {
			break // the element just written could not be read
		}
	}
	j.b.WriteByte(']')
}

// fields writes members; those of anonymous records stand among the others. It
// says whether the next one would be the first.
func (j *jsonWriter) fields(t *ctypes.Record, o Object, first bool) bool {
	for _, f := range t.Fields {
		if f.Name == "" {
			if inner, ok := ctypes.Unwrap(f.Type).(*ctypes.Record); ok && f.Bits == nil {
				first = j.fields(inner, part(o, f.Type, f.Offset), first)
			}
			continue
		}
		if !first {
			j.b.WriteByte(',')
		}
		first = false
		j.string(f.Name)
		j.b.WriteByte(':')
		j.field(f, o)
	}
	return first
}

func (j *jsonWriter) field(f ctypes.Field, o Object) {
	if f.Bits == nil {
		j.value(part(o, f.Type, f.Offset))
		return
	}
	if v, ok := bitFieldOf(f, o.Bytes); ok {
		j.b.WriteString(v.String())
		return
	}
	j.string(unreadableAt(o.Addr + uintptr(len(o.Bytes))))
}
