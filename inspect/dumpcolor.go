package inspect

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// markedWords bounds how many words of a dump are looked up, so that a large one
// costs no more than its reading.
const markedWords = 1 << 13

// MarkPointers notes the words of the dump, aligned in memory, that lead into an
// owned block or a file that is mapped.
func (d *Dump) MarkPointers(places Places, name func(uintptr) string) {
	left := markedWords
	for _, p := range d.Parts {
		start := -int64(uintptr(d.Address)+uintptr(p.Offset)) & (pointerSize - 1)
		for at := start; at+pointerSize <= int64(len(p.Bytes)) && left > 0; at += pointerSize {
			left--
			to := uintptr(binary.LittleEndian.Uint64(p.Bytes[at:]))
			if to >= pageSize && places.holds(to) {
				d.Pointers = append(d.Pointers, DumpPointer{p.Offset + at, Address(to), name(to)})
			}
		}
	}
}

// holds says whether an address is in an owned block or in a mapped file.
func (p Places) holds(addr uintptr) bool {
	m, ok := MappingAt(p.Maps, addr)
	if !ok {
		return false
	}
	if m.Path != "" && m.Path[0] == '/' {
		return true
	}
	b := p.block(addr)
	return b != nil && b.Inside() && !b.Freed
}

// What a byte is, by colour of a terminal: zeros recede, text is green, bytes
// above 7f yellow, other controls blue, pointers magenta.
const (
	dumpZero    = "\x1b[2m"
	dumpText    = "\x1b[32m"
	dumpHigh    = "\x1b[33m"
	dumpControl = "\x1b[34m"
	dumpPointer = "\x1b[35m"
	dumpReset   = "\x1b[0m"
)

func byteColor(c byte) string {
	switch {
	case c == 0:
		return dumpZero
	case c >= 0x80:
		return dumpHigh
	case c >= ' ' && c <= '~':
		return dumpText
	}
	return dumpControl
}

// colored is the line at an offset with colours; without them it has the form
// of hexdump -C.
func (d *Dump) colored(offset int64, line []byte) string {
	var digits, text strings.Builder
	last := ""
	for i, c := range line {
		color := byteColor(c)
		if d.inPointer(offset + int64(i)) {
			color = dumpPointer
		}
		if color != last {
			digits.WriteString(color)
			text.WriteString(color)
			last = color
		}
		gap := " "
		if i == dumpWidth/2-1 {
			gap = "  "
		}
		fmt.Fprintf(&digits, "%02x%s", c, gap)
		text.WriteString(printable([]byte{c}))
	}
	plain := len(hexHalves(line))
	fill := strings.Repeat(" ", max(49-plain, 0))
	if len(line) == dumpWidth/2 { // the wider gap behind the eighth
		fill = fill[1:]
	}
	return fmt.Sprintf("%08x  %s%s%s|%s%s|", offset, digits.String(), dumpReset, fill, text.String(), dumpReset)
}

// inPointer says whether a byte belongs to one of Pointers, which are sorted.
func (d *Dump) inPointer(offset int64) bool {
	_, found := slices.BinarySearchFunc(d.Pointers, offset, func(p DumpPointer, at int64) int {
		switch {
		case p.Offset+pointerSize <= at:
			return -1
		case p.Offset > at:
			return 1
		}
		return 0
	})
	return found
}
