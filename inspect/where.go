package inspect

import (
	"fmt"
	"io"
	"strings"

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
	Type   string  `json:"type"`
	Born   string  `json:"born,omitempty"`
	Start  Address `json:"start"`
	Size   int64   `json:"size"`
	Offset int64   `json:"offset"` // negative or not below Size: outside
	Freed  bool    `json:"freed,omitempty"`
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
	return &BlockPlace{b.Name, b.Type, b.Born, Address(b.Addr), b.Size, int64(addr) - int64(b.Addr), b.Freed}
}

// Inside says whether the place is in the block and not beside it.
func (b *BlockPlace) Inside() bool { return b.Offset >= 0 && (b.Offset < b.Size || b.Offset == 0) }

// String words the place: "byte 4 of int [10] 'arr'".
func (b *BlockPlace) String() string {
	what := b.Type
	if b.Name != "" {
		what += " '" + b.Name + "'"
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
		return what
	}
	return fmt.Sprintf("byte %d of %s", b.Offset, what)
}

func countBytes(n int64) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
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
