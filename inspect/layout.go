package inspect

import (
	"fmt"
	"io"
	"strconv"
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

	// What only the layout that was asked for has, not those in it.
	Reordered *Reordering     `json:"reordered,omitempty"`
	Variants  []LayoutVariant `json:"variants,omitempty"`
	Map       []string        `json:"map,omitempty"` // a character for each byte

	options LayoutOptions
	around  string // declarator of the pointers and arrays that lead to the record: "*", "[3]"
}

// LayoutOptions say what is shown beside the layout of the host.
type LayoutOptions struct {
	Variants []ctypes.ABI
	Map      bool
	Depth    int // how many levels of members are shown; 0: all
}

// LayoutField is a member. Offsets count from the start of the whole type,
// also in members of members. Hole is the unused bits before the member.
type LayoutField struct {
	Name      string  `json:"name"` // "" for an anonymous struct or union
	Offset    int64   `json:"offset"`
	Size      int64   `json:"size"` // of a bit-field, that of its type
	Align     int64   `json:"align"`
	Type      string  `json:"type"`
	BitOffset *int64  `json:"bit_offset,omitempty"` // from bit 0 of the byte at Offset
	BitWidth  int64   `json:"bit_width,omitempty"`
	Hole      int64   `json:"hole_bits,omitempty"`
	Inner     *Layout `json:"layout,omitempty"` // of a struct or union member

	declaration string // "int (*fn)(const char *)", "unsigned int a : 3"
}

// NewLayout lays a type out; of pointers to a struct and arrays of one, that is
// the struct. The error is of a variant that the type has no place in.
func NewLayout(t ctypes.Type, o LayoutOptions) (*Layout, error) {
	t, around := recordBehind(t)
	l := layoutAt(t, 0)
	l.options, l.around = o, around
	if r, ok := ctypes.Unwrap(t).(*ctypes.Record); ok {
		l.Reordered = newReordering(r)
	}
	if o.Map {
		l.Map = l.byteMap()
	}
	for _, abi := range o.Variants {
		again, err := ctypes.As(t, abi)
		if err != nil {
			return nil, fmt.Errorf("%s has no layout with --%s: %w", t, abi, err)
		}
		l.Variants = append(l.Variants, LayoutVariant{abi, layoutAt(again, 0)})
	}
	return l, nil
}

// recordBehind is the complete struct or union that pointers and arrays lead to,
// and their declarator; t itself where they lead to something else.
func recordBehind(t ctypes.Type) (record ctypes.Type, around string) {
	at := t
	for {
		switch u := ctypes.Unwrap(at).(type) {
		case *ctypes.Pointer:
			at, around = u.Elem, "*"+around
		case *ctypes.Array:
			length := ""
			if u.Len >= 0 {
				length = strconv.FormatInt(u.Len, 10)
			}
			at, around = u.Elem, grouped(around)+"["+length+"]"
		case *ctypes.Record:
			if u.Complete() {
				return at, around
			}
			return t, ""
		default:
			return t, ""
		}
	}
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
		Name: f.Name, Type: f.Type.String(), Size: f.Type.Size(), Align: max(f.Type.Align(), f.Align),
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

// Text is the form of gdb's ptype /o with pahole's marks of cache lines, or
// columns where there are other layouts beside it. What reordering would save
// and the map of bytes follow.
func (l *Layout) Text(w io.Writer, width int) error {
	t := layoutWriter{textWriter: textWriter{w: w}, depth: l.options.Depth, size: l.Size}
	switch {
	case len(l.Variants) > 0:
		t.err = l.columns(w, width)
	case l.Record:
		if l.around == "" { // gdb has no heading for the others
			t.printf("/* offset      |    size */  ")
		}
		t.printf("type = %s {\n", strings.TrimSuffix(l.Type, " {…}"))
		t.body(l, 0, 1)
		t.printf("%*s%s\n", layoutColumn+2, "", joinBlank("}", l.around))
	default:
		t.printf("type = %s  /* size: %d, align: %d */\n", l.Type, l.Size, l.Align)
	}
	if l.Reordered != nil {
		t.printf("%s\n", l.Reordered)
	}
	for _, line := range l.Map {
		t.printf("%s\n", line)
	}
	return t.err
}

// layoutWriter writes the form of gdb.
type layoutWriter struct {
	textWriter
	depth int   // levels that are shown; 0: all
	size  int64 // of the whole
	line  int64 // the cache line of the last member
	loose int   // unions around the member: no cache line is told in them
}

// cacheLine is how many bytes the processor fetches at once, as pahole has it.
const cacheLine = 64

// boundary marks, behind a member that ends at end, that it has filled or
// crossed a cache line.
func (t *layoutWriter) boundary(end int64) {
	line := end / cacheLine
	if t.loose > 0 || line <= t.line || end == t.size {
		return
	}
	t.line = line
	ago := ""
	if n := end - line*cacheLine; n > 0 {
		ago = fmt.Sprintf(" was %s ago", countBytes(n))
	}
	t.printf("/* --- cacheline %d boundary (%s)%s --- */\n", line, countBytes(line*cacheLine), ago)
}

// body writes the members of a record whose own line is indented by indent.
func (t *layoutWriter) body(l *Layout, indent, level int) {
	if l.Union {
		t.loose++
		defer func() { t.loose-- }()
	}
	for _, f := range l.Fields {
		t.gap(f.Hole, "hole")
		t.column(f, l.Union)
		t.field(f, indent+4, level)
		t.boundary(f.end())
	}
	if len(l.Fields) == 0 {
		t.printf("%*s<no data fields>\n", layoutColumn+indent+4, "")
	}
	t.gap(l.Padding, "padding")
	t.printf("\n%*s/* total size (bytes): %4d */\n", layoutColumn+indent+4, "", l.Size)
}

// gap names unused bits, then unused bytes.
func (t *layoutWriter) gap(bits int64, what string) {
	if bits%8 > 0 {
		t.printf("/* XXX %2d-bit %-7s    */\n", bits%8, what)
	}
	if bits/8 > 0 {
		t.printf("/* XXX %2d-byte %-7s   */\n", bits/8, what)
	}
}

// end is the first byte behind a member.
func (f LayoutField) end() int64 {
	if f.BitOffset != nil {
		return f.Offset + (*f.BitOffset+f.BitWidth+7)/8
	}
	return f.Offset + f.Size
}

// column is the offset and size before a member; in a union all offsets are
// the same and gdb leaves them out.
func (t *layoutWriter) column(f LayoutField, inUnion bool) {
	switch {
	case inUnion:
		t.printf("/*                %6d */", f.Size)
	case f.BitOffset != nil:
		t.printf("/* %6d:%2d   |  %6d */", f.Offset, *f.BitOffset, f.Size)
	default:
		t.printf("/* %6d      |  %6d */", f.Offset, f.Size)
	}
}

func (t *layoutWriter) field(f LayoutField, indent, level int) {
	space := strings.Repeat(" ", indent)
	if f.Inner == nil || t.depth > 0 && level >= t.depth {
		t.printf("%s%s;\n", space, f.declaration)
		return
	}
	t.printf("%s%s {\n", space, strings.TrimSuffix(f.Inner.Type, " {…}"))
	t.body(f.Inner, indent, level+1)
	name := f.Name
	if name != "" {
		name = " " + name
	}
	t.printf("%*s}%s;\n", layoutColumn+indent, "", name)
}
