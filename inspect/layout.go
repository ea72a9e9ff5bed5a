package inspect

import (
	"fmt"
	"io"
	"strings"

	"cshell/ctypes"
)

// Layout is how a type lies in memory (:layout), in bytes from its start.
type Layout struct {
	View    string        `json:"view"`
	Type    string        `json:"type"`
	Size    int64         `json:"size"`
	Align   int64         `json:"align"`
	Record  bool          `json:"-"` // a struct or union, complete
	Union   bool          `json:"union,omitempty"`
	Fields  []LayoutField `json:"fields"`
	Padding int64         `json:"padding_bits,omitempty"` // behind the last member
}

// LayoutField is a member. Offsets count from the start of the whole type,
// also in members of members. Hole is the unused bits before the member.
type LayoutField struct {
	Name      string  `json:"name"` // "" for an anonymous struct or union
	Offset    int64   `json:"offset"`
	Size      int64   `json:"size"` // of a bit-field, that of its type
	Type      string  `json:"type"`
	BitOffset *int64  `json:"bit_offset,omitempty"` // from bit 0 of the byte at Offset
	BitWidth  int64   `json:"bit_width,omitempty"`
	Hole      int64   `json:"hole_bits,omitempty"`
	Inner     *Layout `json:"layout,omitempty"` // of a struct or union member

	declaration string // "int (*fn)(const char *)", "unsigned int a : 3"
}

// NewLayout lays a type out; an array is shown by its elements.
func NewLayout(t ctypes.Type) *Layout {
	return layoutAt(t, 0)
}

func layoutAt(t ctypes.Type, base int64) *Layout {
	l := &Layout{View: "layout", Type: t.String(), Size: t.Size(), Align: t.Align(), Fields: []LayoutField{}}
	r, ok := ctypes.Unwrap(t).(*ctypes.Record)
	if !ok || !r.Complete() {
		return l
	}
	l.Record, l.Union = true, r.Union
	if _, named := ctypes.Unqualified(t).(*ctypes.Typedef); named {
		l.Type = r.String()
	}
	end := int64(0) // first bit behind the members so far
	for _, f := range r.Fields {
		if f.Name == "" && f.Bits != nil {
			continue // unnamed bits are a hole
		}
		field, from, width := layoutField(f, base)
		if !r.Union {
			if end > 0 && from > end {
				field.Hole = from - end
			}
			end = from + width
		}
		l.Fields = append(l.Fields, field)
	}
	if end > 0 {
		l.Padding = 8*l.Size - end
	}
	return l
}

// layoutField describes a member, and where its bits lie in its record.
func layoutField(f ctypes.Field, base int64) (field LayoutField, from, width int64) {
	field = LayoutField{
		Name: f.Name, Type: f.Type.String(), Size: f.Type.Size(),
		Offset:      base + f.Offset,
		declaration: ctypes.Declare(f.Type, f.Name),
	}
	if b := f.Bits; b != nil {
		bit := b.Offset % 8
		field.Offset, field.BitOffset, field.BitWidth = base+b.Offset/8, &bit, b.Width
		field.declaration += fmt.Sprintf(" : %d", b.Width)
		return field, b.Offset, b.Width
	}
	if r, ok := ctypes.Unqualified(f.Type).(*ctypes.Record); ok && r.Complete() {
		field.Inner = layoutAt(f.Type, base+f.Offset)
	}
	return field, 8 * f.Offset, 8 * f.Type.Size()
}

// layoutColumn is the width of the offsets before a line.
const layoutColumn = 27

// Text is the form of gdb's ptype /o.
func (l *Layout) Text(w io.Writer, _ int) error {
	t := textWriter{w: w}
	if !l.Record {
		t.printf("type = %s  /* size: %d, align: %d */\n", l.Type, l.Size, l.Align)
		return t.err
	}
	t.printf("/* offset      |    size */  type = %s {\n", strings.TrimSuffix(l.Type, " {…}"))
	t.body(l, 0)
	t.printf("%*s}\n", layoutColumn+2, "")
	return t.err
}

// body writes the members of a record whose own line is indented by level.
func (t *textWriter) body(l *Layout, level int) {
	for _, f := range l.Fields {
		t.gap(f.Hole, "hole")
		t.column(f, l.Union)
		t.field(f, level+4)
	}
	if len(l.Fields) == 0 {
		t.printf("%*s<no data fields>\n", layoutColumn+level+4, "")
	}
	t.gap(l.Padding, "padding")
	t.printf("\n%*s/* total size (bytes): %4d */\n", layoutColumn+level+4, "", l.Size)
}

// gap names unused bits, then unused bytes.
func (t *textWriter) gap(bits int64, what string) {
	if bits%8 > 0 {
		t.printf("/* XXX %2d-bit %-7s    */\n", bits%8, what)
	}
	if bits/8 > 0 {
		t.printf("/* XXX %2d-byte %-7s   */\n", bits/8, what)
	}
}

// column is the offset and size before a member; in a union all offsets are
// the same and gdb leaves them out.
func (t *textWriter) column(f LayoutField, inUnion bool) {
	switch {
	case inUnion:
		t.printf("/*                %6d */", f.Size)
	case f.BitOffset != nil:
		t.printf("/* %6d:%2d   |  %6d */", f.Offset, *f.BitOffset, f.Size)
	default:
		t.printf("/* %6d      |  %6d */", f.Offset, f.Size)
	}
}

func (t *textWriter) field(f LayoutField, level int) {
	indent := strings.Repeat(" ", level)
	if f.Inner == nil {
		t.printf("%s%s;\n", indent, f.declaration)
		return
	}
	t.printf("%s%s {\n", indent, strings.TrimSuffix(f.Inner.Type, " {…}"))
	t.body(f.Inner, level)
	name := f.Name
	if name != "" {
		name = " " + name
	}
	t.printf("%*s}%s;\n", layoutColumn+level, "", name)
}
