package inspect

import (
	"fmt"
	"io"
	"strings"

	"cshell/ctypes"
	"cshell/native/mem"
)

// Places is what is known of addresses. Every part may be nil.
type Places struct {
	// Block finds the owned block that addr lies in or beside, freed ones too
	// (mem.Heap.Near), or nil.
	Block func(addr uintptr) *mem.Block
	// Symbol is eval.Host's SymbolAt.
	Symbol func(addr uintptr) (name, library string, offset uintptr, ok bool)
	Maps   []Mapping // sorted
	// TypeOf is the type of what lies in a block, or nil where it is not known.
	TypeOf func(*mem.Block) ctypes.Type
}

// Location is what an address belongs to (:where).
type Location struct {
	View    string        `json:"view"`
	Address Address       `json:"address"`
	Block   *BlockPlace   `json:"block,omitempty"`
	Symbol  *SymbolPlace  `json:"symbol,omitempty"`
	Mapping *MappingPlace `json:"mapping,omitempty"`
}

// BlockPlace is a place in, before or behind memory that the shell owns.
type BlockPlace struct {
	Name   string  `json:"name,omitempty"`
	Text   string  `json:"text,omitempty"` // of a string literal
	Type   string  `json:"type"`
	Born   string  `json:"born,omitempty"`
	Start  Address `json:"start"`
	Size   int64   `json:"size"`
	Offset int64   `json:"offset"` // negative or not below Size: outside
	Freed  bool    `json:"freed,omitempty"`
	Member string  `json:"member,omitempty"` // as C reaches it: ".list[3].x"
}

// SymbolPlace is a place in or behind an exported symbol.
type SymbolPlace struct {
	Name    string  `json:"name"`
	Library string  `json:"library"`
	Offset  uintptr `json:"offset"`
}

// MappingPlace is a place in a mapping; FileOffset says where in its file.
type MappingPlace struct {
	Mapping
	FileOffset Address `json:"file_offset"`
}

// Where looks an address up everywhere.
func (p Places) Where(addr uintptr) *Location {
	l := &Location{View: "where", Address: Address(addr), Block: p.block(addr)}
	if p.Symbol != nil {
		if name, library, offset, ok := p.Symbol(addr); ok {
			l.Symbol = &SymbolPlace{name, library, offset}
		}
	}
	if m, ok := MappingAt(p.Maps, addr); ok {
		l.Mapping = &MappingPlace{m, m.Offset + Address(addr) - m.Start}
	}
	return l
}

func (p Places) block(addr uintptr) *BlockPlace {
	if p.Block == nil {
		return nil
	}
	b := p.Block(addr)
	if b == nil {
		return nil
	}
	place := &BlockPlace{
		Name: b.Name, Text: literalText(b), Type: b.Type, Born: b.Born, Start: Address(b.Addr), Size: b.Size,
		Offset: int64(addr) - int64(b.Addr), Freed: b.Freed,
	}
	if p.TypeOf != nil && place.Inside() {
		if t := p.TypeOf(b); t != nil && t.Size() == b.Size {
			place.Member = pathAt(t, place.Offset)
		}
	}
	return place
}

// pathAt is how C reaches the scalar at an offset in an object: ".list[3].x"; of
// a union by its first member, of padding "".
func pathAt(t ctypes.Type, offset int64) string {
	switch u := ctypes.Unwrap(t).(type) {
	case *ctypes.Array:
		size := u.Elem.Size()
		if size <= 0 {
			return ""
		}
		rest := pathAt(u.Elem, offset%size)
		if _, isRecord := ctypes.Unwrap(u.Elem).(*ctypes.Record); isRecord && rest == "" {
			return ""
		}
		return fmt.Sprintf("[%d]%s", offset/size, rest)
	case *ctypes.Record:
		for _, f := range u.Fields {
			if !coversByte(f, offset) {
				continue
			}
			if f.Name == "" {
				return pathAt(f.Type, offset-f.Offset)
			}
			if f.Bits != nil {
				return "." + f.Name
			}
			return "." + f.Name + pathAt(f.Type, offset-f.Offset)
		}
	}
	return ""
}

// coversByte says whether a member has bits in the byte at an offset.
func coversByte(f ctypes.Field, offset int64) bool {
	if f.Bits != nil {
		return f.Name != "" && f.Bits.Offset/8 <= offset && offset <= (f.Bits.Offset+f.Bits.Width-1)/8
	}
	return f.Offset <= offset && offset < f.Offset+f.Type.Size()
}

// Inside says whether the place is in the block and not beside it.
func (b *BlockPlace) Inside() bool { return b.Offset >= 0 && (b.Offset < b.Size || b.Offset == 0) }

// String words the place: "byte 4 of int [10] 'arr'".
func (b *BlockPlace) String() string {
	what := b.Type
	if b.Name != "" {
		what += " '" + b.Name + "'"
	}
	if b.Text != "" {
		what += " " + Literal(b.Text)
	}
	if b.Freed {
		what += ", freed"
	}
	switch {
	case b.Offset < 0:
		return fmt.Sprintf("%s before %s", countBytes(-b.Offset), what)
	case b.Offset == b.Size:
		return "the end of " + what
	case !b.Inside():
		return fmt.Sprintf("%s behind the end of %s", countBytes(b.Offset-b.Size), what)
	case b.Offset == 0:
		return what + b.member()
	}
	return fmt.Sprintf("byte %d of %s", b.Offset, what) + b.member()
}

// member is the member of the place as a C expression, in parentheses; of the
// start, which is the first one, nothing.
func (b *BlockPlace) member() string {
	if b.Member == "" || b.Offset == 0 {
		return ""
	}
	return " (" + b.Name + b.Member + ")"
}

func countBytes(n int64) string { return countOf(n, "byte") }

// countOf is a number of things: 1 byte, 2 bytes.
func countOf(n int64, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

// Text is the address and what it is, one thing a line, the closest first.
func (l *Location) Text(w io.Writer, _ int) error {
	_, err := fmt.Fprintf(w, "%s: %s\n", l.Address, strings.Join(l.lines(), "\n  "))
	return err
}

func (l *Location) lines() []string {
	var lines []string
	if b := l.Block; b != nil {
		text := b.String() + ", owned, " + countBytes(b.Size) + " at " + b.Start.String()
		if b.Born != "" {
			text += ", made at " + b.Born
		}
		lines = append(lines, text)
	}
	if s := l.Symbol; s != nil {
		lines = append(lines, fmt.Sprintf("%s in %s", withOffset(s.Name, s.Offset), s.Library))
	}
	if m := l.Mapping; m != nil {
		lines = append(lines, m.String())
	}
	if len(lines) == 0 {
		lines = append(lines, "not mapped")
	}
	return lines
}

func withOffset(name string, offset uintptr) string {
	if offset == 0 {
		return name
	}
	return fmt.Sprintf("%s+0x%x", name, offset)
}

// String words the place: "r-xp mapping of /lib/libc.so.6 at file offset 0x1000".
func (m *MappingPlace) String() string {
	switch {
	case m.Path == "":
		return fmt.Sprintf("%s anonymous mapping %s-%s", m.Perms, m.Start, m.End)
	case m.Path[0] == '[':
		return fmt.Sprintf("%s %s %s-%s", m.Perms, strings.Trim(m.Path, "[]"), m.Start, m.End)
	}
	return fmt.Sprintf("%s mapping of %s at file offset %s", m.Perms, m.Path, m.FileOffset)
}
