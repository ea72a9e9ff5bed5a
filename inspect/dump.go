package inspect

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Dump is a stretch of memory (:dump).
type Dump struct {
	View    string
	Address Address
	Length  int64
	Parts   []DumpPart // in order, without gaps
	// Pointers are the aligned words that lead into a library or owned block.
	Pointers []DumpPointer
	Color    bool // Text colours bytes by what they are
}

// DumpPointer is a word that holds an address.
type DumpPointer struct {
	Offset int64   `json:"offset"`
	To     Address `json:"to"`
	Where  string  `json:"where,omitempty"`
}

// DumpPart is a stretch of memory that could be read, or could not.
type DumpPart struct {
	Offset int64  // from the dump's address
	Length int64  // bytes
	Bytes  []byte // nil where the memory is unreadable
}

const (
	pageSize = 4096 // the grain in which memory is mapped
	// maxHole is how far NewDump looks for readable memory behind a hole.
	maxHole = 16 << 20
)

// NewDump reads length bytes at addr. A page that cannot be read costs that
// page and no more.
func NewDump(m Memory, addr uintptr, length int64) *Dump {
	d := &Dump{View: "dump", Address: Address(addr), Length: max(length, 0)}
	buffer := make([]byte, min(d.Length, largeRead))
	for at := int64(0); at < length; {
		here := addr + uintptr(at)
		n := int64(m.Read(here, buffer[:min(length-at, largeRead)]))
		if n > 0 {
			d.add(DumpPart{at, n, slices.Clone(buffer[:n])})
			at += n
			continue
		}
		hole := min(length-at, pageSize-int64(here%pageSize))
		if n := len(d.Parts); n > 0 && d.Parts[n-1].Bytes == nil && d.Parts[n-1].Length > maxHole {
			hole = length - at
		}
		d.add(DumpPart{at, hole, nil})
		at += hole
	}
	return d
}

// add appends a part, joining it to a last part of its own kind.
func (d *Dump) add(p DumpPart) {
	if n := len(d.Parts); n > 0 && (d.Parts[n-1].Bytes == nil) == (p.Bytes == nil) {
		last := &d.Parts[n-1]
		last.Length += p.Length
		last.Bytes = append(last.Bytes, p.Bytes...)
		return
	}
	d.Parts = append(d.Parts, p)
}

// MarshalJSON has the bytes as hex digits, and names what is unreadable.
func (d *Dump) MarshalJSON() ([]byte, error) {
	type part struct {
		Offset     int64  `json:"offset"`
		Length     int64  `json:"length"`
		Hex        string `json:"hex,omitempty"`
		Unreadable bool   `json:"unreadable,omitempty"`
	}
	parts := []part{}
	for _, p := range d.Parts {
		parts = append(parts, part{p.Offset, p.Length, hex.EncodeToString(p.Bytes), p.Bytes == nil})
	}
	return marshal(struct {
		View    string  `json:"view"`
		Address Address `json:"address"`
		Length  int64   `json:"length"`
		Parts   []part  `json:"parts"`

		Pointers []DumpPointer `json:"pointers,omitempty"`
	}{d.View, d.Address, d.Length, parts, d.Pointers})
}

// dumpWidth is the bytes in a line.
const dumpWidth = 16

// Text is the form of hexdump -C, offsets counted from the dump's address. An
// unreadable stretch is one line in the place of its bytes.
func (d *Dump) Text(w io.Writer, _ int) error {
	t := textWriter{w: w}
	for _, p := range d.Parts {
		if p.Bytes == nil {
			t.printf("%08x  %s\n", p.Offset, unreadableAt(uintptr(d.Address)+uintptr(p.Offset)))
			continue
		}
		d.hexLines(&t, p)
	}
	t.printf("%08x\n", d.Length)
	return t.err
}

// hexLines folds lines that repeat the one before into a single *.
func (d *Dump) hexLines(t *textWriter, p DumpPart) {
	var last []byte
	folded := false
	for at := 0; at < len(p.Bytes); at += dumpWidth {
		line := p.Bytes[at:min(at+dumpWidth, len(p.Bytes))]
		if bytes.Equal(line, last) {
			if !folded {
				t.printf("*\n")
			}
			folded = true
			continue
		}
		if d.Color {
			t.printf("%s\n", d.colored(p.Offset+int64(at), line))
		} else {
			t.printf("%08x  %-50s|%s|\n", p.Offset+int64(at), hexHalves(line), printable(line))
		}
		last, folded = line, false
	}
}

// hexHalves is up to sixteen bytes in hex, a wider gap behind the eighth.
func hexHalves(b []byte) string {
	if len(b) <= dumpWidth/2 {
		return fmt.Sprintf("% x", b)
	}
	return fmt.Sprintf("% x  % x", b[:dumpWidth/2], b[dumpWidth/2:])
}

func printable(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		if c < ' ' || c > '~' {
			c = '.'
		}
		s.WriteByte(c)
	}
	return s.String()
}
