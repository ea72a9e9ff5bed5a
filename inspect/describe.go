package inspect

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"cshell/ctypes"
)

// Inspection is everything about one value (:inspect).
type Inspection struct {
	View    string          `json:"view"`
	Type    string          `json:"type"`
	Means   string          `json:"means,omitempty"` // what a typedef stands for
	Size    int64           `json:"size"`
	Align   int64           `json:"align"`
	Address *Address        `json:"address,omitempty"` // nil: the value lies nowhere
	Where   *Location       `json:"where,omitempty"`   // what Address belongs to
	Value   string          `json:"value"`
	Data    json.RawMessage `json:"data,omitempty"`   // the value as an echo has it in JSON, where it is not large
	Hex     string          `json:"bytes"`            // at most inspectBytes
	Forms   []Form          `json:"forms,omitempty"`  // other ways to write a number
	Target  *Location       `json:"target,omitempty"` // what a pointer points to
	Members []Member        `json:"members,omitempty"`
	Pointee *Inspection     `json:"pointee,omitempty"` // what a pointer points to, one level
	More    int64           `json:"more,omitempty"`    // elements that Members leaves out
}

// Form is a number written in another way.
type Form struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Member is a member or an element. Offset is bytes from the start of the
// value, bit-fields have Bit and Width too.
type Member struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Offset int64  `json:"offset"`
	Bit    *int64 `json:"bit_offset,omitempty"`
	Width  int64  `json:"bit_width,omitempty"`
	Value  string `json:"value"`
	To     string `json:"points_to,omitempty"` // what a pointer leads to, shortened
}

const (
	inspectBytes    = 64 // object bytes that are shown
	inspectElements = 16 // elements of an array that are listed
	inspectData     = 1 << 16
)

// Inspect describes a value; what addresses are is looked up in places.
func (p *Printer) Inspect(o Object, places Places) *Inspection {
	v := &Inspection{
		View: "inspect", Type: TypeName(o.Type), Size: o.Type.Size(), Align: o.Type.Align(),
		Value: p.Echo(o), Hex: hex.EncodeToString(o.Bytes[:min(len(o.Bytes), inspectBytes)]),
	}
	if v.Size <= inspectData {
		var b strings.Builder
		p.JSON(&b, o)
		v.Data = json.RawMessage(b.String())
	}
	under := ctypes.Unwrap(o.Type)
	if means := TypeName(under); means != v.Type {
		v.Means = means
	}
	if o.Addr != 0 {
		a := Address(o.Addr)
		v.Address, v.Where = &a, places.Where(o.Addr)
	}
	switch t := under.(type) {
	case *ctypes.Basic:
		v.Forms = numberForms(t, o.Bytes)
	case *ctypes.Enum:
		if t.Under() != nil {
			v.Forms = numberForms(t.Under(), o.Bytes)
		}
	case *ctypes.Pointer:
		if a := addressOfPointer(o); a != 0 {
			v.Target = places.Where(a)
			v.Pointee = p.follow(t, a, places)
		}
	case *ctypes.Record:
		v.Members = p.members(t, o, 0)
	case *ctypes.Array:
		v.Members, v.More = p.elements(t, o)
	}
	if len(v.Members) > memberPointers {
		for i := range v.Members[memberPointers:] {
			v.Members[memberPointers+i].To = ""
		}
	}
	return v
}

func addressOfPointer(o Object) uintptr {
	if len(o.Bytes) < pointerSize {
		return 0
	}
	return addressIn(o.Bytes)
}

// numberForms writes an integer in the bases that programmers read, and a
// float exactly.
func numberForms(t *ctypes.Basic, b []byte) []Form {
	if int64(len(b)) < t.Size() || t.Size() > 8 || t.Kind == ctypes.Void || ctypes.IsComplex(t) {
		return nil
	}
	if ctypes.IsFloating(t) {
		f := ctypes.FromBytes(t, b).Float()
		return []Form{{"hex", hexFloat(f)}, {"bits", hexBits(b, t.Size())}, {"class", floatClass(t, f)}}
	}
	bits := ctypes.FromBytes(ctypes.TULong, b[:t.Size()]).Uint()
	forms := []Form{{"hex", "0x" + strconv.FormatUint(bits, 16)}, {"octal", octal(bits)}, {"binary", groupedBits(bits, t.Size())}}
	return append(forms, otherSign(t, bits)...)
}

// otherSign is the number read with the other signedness, where that differs.
func otherSign(t *ctypes.Basic, bits uint64) []Form {
	unused := 64 - 8*t.Size()
	signed := int64(bits<<unused) >> unused
	switch {
	case signed >= 0 || t.Kind == ctypes.Bool:
		return nil
	case ctypes.IsSigned(t):
		return []Form{{"unsigned", strconv.FormatUint(bits, 10)}}
	}
	return []Form{{"signed", strconv.FormatInt(signed, 10)}}
}

// octal is a number as C and gdb write it: 0, 0777.
func octal(bits uint64) string {
	if bits == 0 {
		return "0"
	}
	return "0" + strconv.FormatUint(bits, 8)
}

// hexFloat is a float as C's %a writes it: 0x1.8p+0.
func hexFloat(f float64) string {
	text := strconv.FormatFloat(f, 'x', -1, 64)
	if at := strings.IndexByte(text, 'p'); at >= 0 && text[at+2] == '0' { // Go has two digits at least
		text = text[:at+2] + text[at+3:]
	}
	return text
}

func hexBits(b []byte, size int64) string {
	return fmt.Sprintf("0x%0*x", 2*size, ctypes.FromBytes(ctypes.TULong, b[:size]).Uint())
}

// groupedBits is binary in groups of eight.
func groupedBits(bits uint64, size int64) string {
	var groups []string
	for i := size - 1; i >= 0; i-- {
		groups = append(groups, fmt.Sprintf("%08b", byte(bits>>(8*i))))
	}
	return strings.Join(groups, " ")
}

func floatClass(t *ctypes.Basic, f float64) string {
	smallest := 0x1p-1022
	if t.Kind == ctypes.Float {
		smallest = 0x1p-126
	}
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 0):
		return "infinite"
	case f == 0:
		return "zero"
	case math.Abs(f) < smallest:
		return "subnormal"
	}
	return "normal"
}

// members lists the members of a record; those of anonymous ones stand among
// the others. base is the record's offset in the value.
func (p *Printer) members(r *ctypes.Record, o Object, base int64) []Member {
	var members []Member
	if !r.Complete() {
		return nil
	}
	for _, f := range r.Fields {
		at := part(o, f.Type, f.Offset)
		switch inner, isRecord := ctypes.Unwrap(f.Type).(*ctypes.Record); {
		case f.Name == "" && isRecord && f.Bits == nil:
			members = append(members, p.members(inner, at, base+f.Offset)...)
		case f.Name == "":
		case f.Bits != nil:
			members = append(members, bitMember(f, o, base))
		default:
			members = append(members, Member{
				Name: f.Name, Type: f.Type.String(), Offset: base + f.Offset, Value: p.Echo(at), To: p.pointsTo(at),
			})
		}
	}
	return members
}

func bitMember(f ctypes.Field, o Object, base int64) Member {
	bit := f.Bits.Offset % 8
	m := Member{Name: f.Name, Type: f.Type.String(), Offset: base + f.Bits.Offset/8, Bit: &bit, Width: f.Bits.Width}
	if v, ok := bitFieldOf(f, o.Bytes); ok {
		m.Value = v.String()
	} else {
		m.Value = unreadableAt(o.Addr + uintptr(len(o.Bytes)))
	}
	return m
}

// elements lists the first elements of an array that is no text.
func (p *Printer) elements(t *ctypes.Array, o Object) (members []Member, more int64) {
	if _, text := encodingOf(t.Elem); text {
		return nil, 0
	}
	shown := min(t.Len, inspectElements)
	for i := int64(0); i < shown; i++ {
		offset := i * t.Elem.Size()
		at := part(o, t.Elem, offset)
		members = append(members, Member{
			Name: fmt.Sprintf("[%d]", i), Type: t.Elem.String(), Offset: offset, Value: p.Echo(at), To: p.pointsTo(at),
		})
	}
	return members, max(t.Len, 0) - max(shown, 0)
}

// Text has a line for each fact, then one for each member, or those of what a
// pointer points to.
func (v *Inspection) Text(w io.Writer, width int) error {
	if err := table(w, width, v.facts()); err != nil {
		return err
	}
	if len(v.Members) == 0 {
		return v.pointee(w, width)
	}
	if _, err := fmt.Fprintln(w, "members"); err != nil {
		return err
	}
	return v.memberLines(w, width)
}

func (v *Inspection) memberLines(w io.Writer, width int) error {
	var rows [][]string
	for _, m := range v.Members {
		value := m.Value
		if m.To != "" {
			value += " → " + m.To
		}
		rows = append(rows, []string{"  +" + m.place(), m.Type, m.Name, value})
	}
	if err := table(w, width, rows); err != nil || v.More == 0 {
		return err
	}
	_, err := fmt.Fprintf(w, "  … %d more\n", v.More)
	return err
}

func (m Member) place() string {
	if m.Bit == nil {
		return strconv.FormatInt(m.Offset, 10)
	}
	return fmt.Sprintf("%d:%d", m.Offset, *m.Bit)
}

func (v *Inspection) facts() [][]string {
	typ := v.Type
	if v.Means != "" {
		typ += " = " + v.Means
	}
	rows := [][]string{{"type", typ}, {"size", countBytes(v.Size) + ", alignment " + strconv.FormatInt(v.Align, 10)}, {"value", v.Value}}
	for _, f := range v.Forms {
		rows = append(rows, []string{f.Name, f.Text})
	}
	if v.Address != nil {
		rows = append(rows, []string{"address", v.Address.String()})
	}
	rows = append(rows, locationRows("where", v.Where)...)
	rows = append(rows, locationRows("points to", v.Target)...)
	if v.Hex != "" {
		rows = append(rows, []string{"bytes", spacedDigits(v.Hex, v.Size)})
	}
	return rows
}

func locationRows(label string, l *Location) [][]string {
	if l == nil {
		return nil
	}
	var rows [][]string
	for _, line := range l.lines() {
		rows = append(rows, []string{label, line})
		label = ""
	}
	return rows
}

// spacedDigits puts spaces between bytes and says how many are not shown.
func spacedDigits(digits string, size int64) string {
	b, _ := hex.DecodeString(digits)
	text := spacedHex(b)
	if more := size - int64(len(b)); more > 0 {
		text += fmt.Sprintf(" … %d more", more)
	}
	return text
}
