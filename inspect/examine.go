package inspect

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"cshell/ctypes"
)

// ExamineSpec is what stands behind the slash of :x/NFU.
type ExamineSpec struct {
	Count  int
	Format byte // one of x d u o t a c f s i
	Unit   int  // bytes; 0: not given
}

// SpecError says what is wrong with the letters behind :x/.
type SpecError struct{ Spec, Problem string }

func (e *SpecError) Error() string {
	return fmt.Sprintf("cannot examine with /%s: %s", e.Spec, e.Problem)
}

// maxExamined bounds N, so that a slip of the keyboard does not fill memory.
const maxExamined = 1 << 20

var examineUnits = map[byte]int{'b': 1, 'h': 2, 'w': 4, 'g': 8}

// ParseExamineSpec reads "4xw": a count, then format and unit in either order.
// Without a format it is x, without a count 1.
func ParseExamineSpec(text string) (ExamineSpec, error) {
	spec := ExamineSpec{Count: 1, Format: 'x'}
	letters := strings.TrimLeft(text, "0123456789")
	if digits := text[:len(text)-len(letters)]; digits != "" {
		n, err := strconv.Atoi(digits)
		if err != nil || n > maxExamined {
			return spec, &SpecError{text, fmt.Sprintf("at most %d units", maxExamined)}
		}
		spec.Count = n
	}
	for i := range len(letters) {
		c := letters[i]
		if unit, ok := examineUnits[c]; ok {
			spec.Unit = unit
		} else if strings.IndexByte(examineFormats, c) >= 0 {
			spec.Format = c
		} else {
			return spec, &SpecError{text, fmt.Sprintf("got %q, want a format of x d u o t a c f s i and a unit of b h w g", c)}
		}
	}
	return spec, nil
}

// Again is a spec for what follows: text, which reads as given, changes what it
// names of the last one.
func (s ExamineSpec) Again(text string, given ExamineSpec) ExamineSpec {
	letters := strings.TrimLeft(text, "0123456789")
	if letters != text {
		s.Count = given.Count
	}
	if given.Unit != 0 {
		s.Unit = given.Unit
	}
	if strings.ContainsAny(letters, examineFormats) && given.Format != s.Format {
		s.Format, s.Unit = given.Format, given.Unit
	}
	return s
}

// examineFormats are the letters of the formats.
const examineFormats = "xduotacfsi"

// withDefault gives the unit that the format has where none was written; elem
// is what the examined pointer points to, or nil.
func (s ExamineSpec) withDefault(elem ctypes.Type) ExamineSpec {
	if s.Unit != 0 {
		return s
	}
	switch s.Format {
	case 'a':
		s.Unit = 8
	case 'c', 's':
		s.Unit = 1
	case 'f':
		s.Unit = 8
		if elem != nil && ctypes.Unwrap(elem) == ctypes.Type(ctypes.TFloat) {
			s.Unit = 4
		}
	default:
		s.Unit = 4
	}
	return s
}

// perLine is how many units of a size gdb puts in a line.
var perLine = map[int]int{1: 8, 2: 8, 4: 4, 8: 2}

// Examination is memory as units of one format (:x).
type Examination struct {
	View    string       `json:"view"`
	Address Address      `json:"address"`
	Format  string       `json:"format"`
	Unit    int          `json:"unit"` // bytes
	Rows    []ExamineRow `json:"rows"`
	Next    Address      `json:"next"` // behind the last unit
}

// ExamineRow is one line. Unreadable is the address at which reading failed;
// it ends the view.
type ExamineRow struct {
	Address    Address  `json:"address"`
	Where      string   `json:"where,omitempty"`
	Values     []string `json:"values"`
	Unreadable *Address `json:"unreadable,omitempty"`
}

// Examine reads memory at addr with the printer's Memory, names, and Limit for
// strings.
func (p *Printer) Examine(addr uintptr, spec ExamineSpec, elem ctypes.Type) *Examination {
	spec = spec.withDefault(elem)
	x := &Examination{View: "examine", Address: Address(addr), Format: string(spec.Format), Unit: spec.Unit, Rows: []ExamineRow{}}
	for left := spec.Count; left > 0; {
		row := ExamineRow{Address: Address(addr), Where: p.where(addr), Values: []string{}}
		n, count := 0, 1
		switch spec.Format {
		case 's':
			n = p.examineString(&row, addr, spec.Unit)
		case 'i':
			n = p.examineInstruction(&row, addr)
		default:
			count = min(left, perLine[spec.Unit])
			n = p.examineUnits(&row, addr, spec, count)
		}
		left -= count
		x.Rows = append(x.Rows, row)
		addr += uintptr(n)
		if row.Unreadable != nil {
			break
		}
	}
	x.Next = Address(addr)
	return x
}

func (p *Printer) where(addr uintptr) string {
	if p.Symbol == nil {
		return ""
	}
	return p.Symbol(addr)
}

// examineUnits fills a row with count units and says how many bytes they are.
func (p *Printer) examineUnits(row *ExamineRow, addr uintptr, spec ExamineSpec, count int) int {
	b := make([]byte, count*spec.Unit)
	n := p.Memory.Read(addr, b)
	for at := 0; at+spec.Unit <= n; at += spec.Unit {
		row.Values = append(row.Values, p.unitText(b[at:at+spec.Unit], spec.Format))
	}
	if n < len(b) {
		end := Address(addr + uintptr(n))
		row.Unreadable = &end
	}
	return n - n%spec.Unit
}

// examineInstruction reads one instruction and says how many bytes it takes.
func (p *Printer) examineInstruction(row *ExamineRow, addr uintptr) int {
	code, i := p.decode(addr)
	if i.Len == 0 {
		end := Address(addr)
		row.Unreadable = &end
		return 0
	}
	row.Values = append(row.Values, p.instruction(addr, addr, code, i).line())
	return i.Len
}

// wideUnits are how characters of a size are stored.
var wideUnits = map[int]encoding{1: narrow, 2: wideNames["char16_t"], 4: wideNames["char32_t"], 8: narrow}

// examineString reads one string and says how many bytes it takes with its
// NUL. One that is longer than the limit goes on in the next row, as in gdb.
func (p *Printer) examineString(row *ExamineRow, addr uintptr, unit int) int {
	e := wideUnits[unit]
	s := readString(p.Memory, addr, e.width)
	length := len(s.units) + e.width
	more := ""
	if p.Limit > 0 {
		if kept := prefixOf(e, s.units, p.Limit); kept < len(s.units) {
			s, length, more = cText{units: s.units[:kept]}, kept, "..."
		}
	}
	if s.partial {
		end := Address(s.broken)
		row.Unreadable, length = &end, len(s.units)
	}
	if !s.partial || length > 0 {
		text, _ := quote(e, s.units, '"', 0)
		row.Values = append(row.Values, e.prefix+text+more)
	}
	return length
}

// prefixOf is how many bytes the first n characters take.
func prefixOf(e encoding, b []byte, n int) int {
	at := 0
	for ; n > 0 && len(b)-at >= e.width; n-- {
		at += nextCharacter(e, b[at:]).size
	}
	return at
}

// unitText is one unit in a format, as gdb writes it.
func (p *Printer) unitText(b []byte, format byte) string {
	var u uint64
	for i, c := range b {
		u |= uint64(c) << (8 * i)
	}
	unused := 64 - 8*len(b)
	signed := int64(u<<unused) >> unused
	switch format {
	case 'd':
		return strconv.FormatInt(signed, 10)
	case 'u':
		return strconv.FormatUint(u, 10)
	case 'o':
		return octal(u)
	case 't':
		return fmt.Sprintf("%0*b", 8*len(b), u)
	case 'c':
		text, _ := quote(narrow, b[:1], '\'', 0)
		return fmt.Sprintf("%d %s", int8(u), text)
	case 'a':
		return strings.TrimSpace(hexAddress(uintptr(signed)) + " " + p.where(uintptr(signed)))
	case 'f':
		return floatUnit(u, signed, len(b))
	}
	return fmt.Sprintf("0x%0*x", 2*len(b), u)
}

// floatUnit is %g with the digits that tell any two values apart; units that
// are too small for a float are integers.
func floatUnit(u uint64, signed int64, size int) string {
	switch size {
	case 4:
		return floatText(float64(math.Float32frombits(uint32(u))), 9, u&(1<<23-1), u>>31 == 1)
	case 8:
		return floatText(math.Float64frombits(u), 17, u&(1<<52-1), u>>63 == 1)
	}
	return strconv.FormatInt(signed, 10)
}

func floatText(f float64, digits int, payload uint64, negative bool) string {
	sign := ""
	if negative {
		sign = "-"
	}
	switch {
	case math.IsNaN(f):
		return fmt.Sprintf("%snan(0x%x)", sign, payload)
	case math.IsInf(f, 0):
		return sign + "inf"
	}
	return strconv.FormatFloat(f, 'g', digits, 64)
}

// Text is the form of gdb: `0xADDRESS <where>:`, a tab before each value.
// Instructions are indented.
func (x *Examination) Text(w io.Writer, _ int) error {
	t := textWriter{w: w}
	indent := ""
	if x.Format == "i" {
		indent = "   "
	}
	for _, row := range x.Rows {
		head := indent + row.Address.String()
		if row.Where != "" {
			head += " " + row.Where
		}
		values := row.Values
		if row.Unreadable != nil {
			values = append(values[:len(values):len(values)], unreadableAt(uintptr(*row.Unreadable)))
		}
		t.printf("%s:\t%s\n", head, strings.Join(values, "\t"))
	}
	return t.err
}
