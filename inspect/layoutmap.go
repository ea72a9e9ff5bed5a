package inspect

import (
	"bytes"
	"fmt"
)

// letters name members in a map of bytes, in turn where they are not enough.
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

const unusedByte = '.'

// largestMap is in bytes.
const largestMap = 1 << 20

// byteMap draws a letter for each byte, rows of 8, or of 16 in what is large,
// with what the letters mean at the right. The members of a union are drawn one
// below the other.
func (l *Layout) byteMap() []string {
	if l.Size > largestMap {
		return []string{countBytes(l.Size) + " are too many to draw"}
	}
	m := &layoutMap{size: l.Size}
	m.collect(l, "")
	if l.Union {
		return m.union()
	}
	image := bytes.Repeat([]byte{unusedByte}, int(l.Size))
	for i, leaf := range m.leaves {
		m.paint(image, i, leaf)
	}
	return beside(mapRows(image), m.legend())
}

// layoutMap is the members that have no members, in order.
type layoutMap struct {
	size   int64
	leaves []mapLeaf
}

type mapLeaf struct {
	LayoutField
	path string
}

// collect gathers the leaves. A union in a struct is one of them, a bit-field
// too.
func (m *layoutMap) collect(l *Layout, path string) {
	for _, f := range l.Fields {
		name := path + f.Name
		if f.Inner == nil || f.Inner.Union || l.Union {
			m.leaves = append(m.leaves, mapLeaf{f, name})
			continue
		}
		if f.Name != "" {
			name += "."
		}
		m.collect(f.Inner, name)
	}
}

func letterOf(i int) byte { return letters[i%len(letters)] }

// paint sets the bytes of a leaf; of two bit-fields in a byte the first counts.
func (m *layoutMap) paint(image []byte, i int, leaf mapLeaf) {
	for at := max(leaf.Offset, 0); at < min(leaf.end(), int64(len(image))); at++ {
		if image[at] == unusedByte {
			image[at] = letterOf(i)
		}
	}
}

func (m *layoutMap) union() []string {
	var rows []string
	for i, leaf := range m.leaves {
		image := bytes.Repeat([]byte{unusedByte}, int(m.size))
		m.paint(image, i, leaf)
		rows = append(rows, beside(mapRows(image), []string{m.meaning(i, leaf)})...)
	}
	return rows
}

func (m *layoutMap) legend() []string {
	var lines []string
	for i, leaf := range m.leaves {
		lines = append(lines, m.meaning(i, leaf))
	}
	return lines
}

func (m *layoutMap) meaning(i int, leaf mapLeaf) string {
	name := leaf.path
	if name == "" {
		name = leaf.title()
	}
	what := countBytes(leaf.Size)
	if leaf.BitOffset != nil {
		what = fmt.Sprintf("bits %d to %d", *leaf.BitOffset, *leaf.BitOffset+leaf.BitWidth-1)
	}
	return fmt.Sprintf("%c  %s: %s at %d", letterOf(i), name, what, leaf.Offset)
}

// mapRows are the bytes in rows with their offsets, groups of four, equal rows
// folded as in a dump.
func mapRows(image []byte) (rows []string) {
	width := 8
	if len(image) > 64 {
		width = 16
	}
	var last []byte
	for at := 0; at < len(image); at += width {
		row := image[at:min(at+width, len(image))]
		if bytes.Equal(row, last) {
			if rows[len(rows)-1] != "     *" {
				rows = append(rows, "     *")
			}
			continue
		}
		last = row
		line := fmt.Sprintf("%6d ", at)
		for i := 0; i < len(row); i += 4 {
			line += " " + string(row[i:min(i+4, len(row))])
		}
		rows = append(rows, line)
	}
	return rows
}

// beside puts the right lines next to the left ones.
func beside(left, right []string) []string {
	widest := 0
	for _, line := range left {
		widest = max(widest, len(line))
	}
	var lines []string
	for i := range max(len(left), len(right)) {
		line := ""
		if i < len(left) {
			line = left[i]
		}
		if i < len(right) {
			line = fmt.Sprintf("%-*s   %s", widest, line, right[i])
		}
		lines = append(lines, line)
	}
	return lines
}
