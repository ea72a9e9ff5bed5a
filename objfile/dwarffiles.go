package objfile

import (
	"bytes"
	"debug/dwarf"
	"encoding/binary"
	"path/filepath"
)

// The file names of a unit, to which DW_AT_decl_file refers, stand in the
// header of its line table. debug/dwarf reads them too, but believes whatever
// number of files a damaged header claims and asks for the memory.

// Content types and forms of DWARF 5's tables.
const (
	contentPath      = 1
	contentDirectory = 2

	formData2   = 0x05
	formData4   = 0x06
	formData8   = 0x07
	formString  = 0x08
	formBlock   = 0x09
	formData1   = 0x0b
	formStrp    = 0x0e
	formUdata   = 0x0f
	formData16  = 0x1e
	formLineStr = 0x1f
)

// lineTables is what names of files are read from.
type lineTables struct {
	line, str, lineStr []byte
	order              binary.ByteOrder
}

// fileEntry is a row of either table; directories have no directory.
type fileEntry struct {
	path string
	dir  uint64
}

// files lists the files of a unit by their numbers; fewer where the table is
// damaged.
func (t *lineTables) files(unit *dwarf.Entry) []string {
	at, ok := unit.Val(dwarf.AttrStmtList).(int64)
	if !ok || at < 0 || at >= int64(len(t.line)) {
		return nil
	}
	compDir, _ := unit.Val(dwarf.AttrCompDir).(string)
	b := &lineBuffer{data: t.line[at:], tables: t, word: 4}
	if b.fixed(4) == 0xffffffff {
		b.word = 8
		b.fixed(8)
	}
	version := b.fixed(2)
	if version < 2 || version > 5 {
		return nil
	}
	if version >= 5 {
		b.fixed(2) // sizes of addresses and selectors
	}
	b.skipToTables(version)
	var dirs, files []fileEntry
	if version >= 5 {
		dirs, files = b.table(), b.table()
	} else {
		dirs, files = b.oldTables()
		dirs = append([]fileEntry{{path: compDir}}, dirs...)
	}
	return joinAll(files, dirs, compDir)
}

// skipToTables skips the length, the parameters of the line program, and the
// operand counts of its opcodes.
func (b *lineBuffer) skipToTables(version uint64) {
	b.fixed(b.word)
	parameters := 4
	if version >= 4 {
		parameters = 5
	}
	b.take(uint64(parameters))
	b.take(max(1, b.fixed(1)) - 1)
}

func joinAll(files, dirs []fileEntry, compDir string) []string {
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = f.path
		if f.path == "" || filepath.IsAbs(f.path) || f.dir >= uint64(len(dirs)) {
			continue
		}
		dir := dirs[f.dir].path
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(compDir, dir)
		}
		paths[i] = filepath.Join(dir, f.path)
	}
	return paths
}

// lineBuffer is the rest of a header; at its end all reads give nothing.
type lineBuffer struct {
	data   []byte
	tables *lineTables
	word   int // size of an offset in bytes
}

func (b *lineBuffer) take(n uint64) []byte {
	n = min(n, uint64(len(b.data)))
	taken := b.data[:n]
	b.data = b.data[n:]
	return taken
}

// fixed is a number of 1, 2, 4 or 8 bytes.
func (b *lineBuffer) fixed(size int) uint64 {
	if len(b.data) < size {
		b.data = nil
		return 0
	}
	x, order := b.take(uint64(size)), b.tables.order
	switch size {
	case 1:
		return uint64(x[0])
	case 2:
		return uint64(order.Uint16(x))
	case 4:
		return uint64(order.Uint32(x))
	}
	return order.Uint64(x)
}

func (b *lineBuffer) varint() uint64 {
	v, n := binary.Uvarint(b.data)
	if n <= 0 {
		b.data = nil
		return 0
	}
	b.data = b.data[n:]
	return v
}

func (b *lineBuffer) string() string {
	s, rest, _ := bytes.Cut(b.data, []byte{0})
	b.data = rest
	return string(s)
}

// oldTables are those up to DWARF 4: strings, an empty one at the end. Files
// count from 1.
func (b *lineBuffer) oldTables() (dirs, files []fileEntry) {
	for s := b.string(); s != ""; s = b.string() {
		dirs = append(dirs, fileEntry{path: s})
	}
	files = append(files, fileEntry{})
	for s := b.string(); s != ""; s = b.string() {
		files = append(files, fileEntry{s, b.varint()})
		b.varint() // time
		b.varint() // size
	}
	return dirs, files
}

// table is one of DWARF 5: the format of a row, then the rows.
func (b *lineBuffer) table() []fileEntry {
	type column struct{ content, form uint64 }
	format := make([]column, b.fixed(1))
	for i := range format {
		format[i] = column{b.varint(), b.varint()}
	}
	var rows []fileEntry
	for n := b.varint(); n > 0 && len(b.data) > 0 && len(format) > 0; n-- {
		var row fileEntry
		for _, c := range format {
			text, number := b.value(c.form)
			switch c.content {
			case contentPath:
				row.path = text
			case contentDirectory:
				row.dir = number
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// value reads one field; an unknown form ends the table.
func (b *lineBuffer) value(form uint64) (text string, number uint64) {
	switch form {
	case formString:
		return b.string(), 0
	case formLineStr:
		return stringIn(b.tables.lineStr, b.fixed(b.word)), 0
	case formStrp:
		return stringIn(b.tables.str, b.fixed(b.word)), 0
	case formData1:
		return "", b.fixed(1)
	case formData2:
		return "", b.fixed(2)
	case formData4:
		return "", b.fixed(4)
	case formData8:
		return "", b.fixed(8)
	case formUdata:
		return "", b.varint()
	case formData16: // MD5
		b.take(16)
	case formBlock:
		b.take(b.varint())
	default:
		b.data = nil
	}
	return "", 0
}

// stringIn is the string at an offset of a section.
func stringIn(section []byte, off uint64) string {
	if off >= uint64(len(section)) {
		return ""
	}
	rest := section[off:]
	s, _, _ := bytes.Cut(rest[:min(len(rest), nameLimit)], []byte{0})
	return string(s)
}

// nameLimit bounds names, in bytes.
const nameLimit = 1 << 12
