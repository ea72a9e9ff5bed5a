package objfile

import (
	"bytes"
	"debug/dwarf"
	"debug/elf"
	"encoding/binary"
	"path/filepath"
)

// gcc -gsplit-dwarf leaves of each unit a skeleton in the library and puts the
// entries into a .dwo file of their own. The addresses stay with the skeleton,
// and so does the table of file names. Before DWARF 5 this was an extension of
// GNU's with attributes and forms of its own.

const (
	tagSkeletonUnit = dwarf.Tag(0x4a)
	attrDwoName     = dwarf.Attr(0x76)
	attrAddrBase    = dwarf.Attr(0x73)

	attrGNUDwoName  = dwarf.Attr(0x2130)
	attrGNUDwoID    = dwarf.Attr(0x2131)
	attrGNUAddrBase = dwarf.Attr(0x2133)
	formGNUAddr     = 0x1f01 // as DWARF 5's addrx
	formGNUStr      = 0x1f02 // as DWARF 5's strx
	formAddrx       = 0x1b
	formStrx        = 0x1a
	formImplicit    = 0x21 // a value follows it in the table of abbreviations
)

// strOffsetsHeader is the size of what precedes the offsets of strings, from
// DWARF 5 on: a unit of a .dwo file counts from behind it.
const strOffsetsHeader = 8

// dwoName is the file that a unit's entries are in; "" where they follow it.
func (d die) dwoName(debug *Debug) string {
	if name := d.text(debug, attrDwoName); name != "" {
		return name
	}
	return d.text(debug, attrGNUDwoName)
}

// indexSplit indexes the unit that a skeleton stands for. One whose file is
// missing, or is that of another build, is not described; missing says so where
// that is all there is.
func (d *Debug) indexSplit(skeleton die) {
	if in := d.packaged(skeleton); in != nil {
		d.splits = append(d.splits, in)
		d.indexData(in)
		return
	}
	name := skeleton.dwoName(d)
	dir := skeleton.text(d, dwarf.AttrCompDir)
	for _, path := range dwoPaths(d.Path, dir, name) {
		if in := d.openSplit(path, skeleton); in != nil {
			d.splits = append(d.splits, in)
			d.indexData(in)
			return
		}
	}
	d.missing = name
}

// dwoPaths is where a .dwo file may be: where the compiler put it, or next to
// the library.
func dwoPaths(library, dir, name string) []string {
	beside := filepath.Join(filepath.Dir(library), filepath.Base(name))
	if filepath.IsAbs(name) {
		return []string{name, beside}
	}
	return []string{filepath.Join(dir, name), beside}
}

// openSplit reads a .dwo file; nil where there is none that belongs to the
// skeleton.
func (d *Debug) openSplit(path string, skeleton die) *dwarfData {
	f, err := elf.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	return d.joinSplit(readDwoSections(f), f.ByteOrder, skeleton)
}

func readDwoSections(f *elf.File) sections {
	found := sections{}
	for _, name := range []string{"abbrev", "info", "str", "str_offsets", "rnglists"} {
		if data := readSection(f, name+".dwo"); data != nil {
			found[name] = data
		}
	}
	return found
}

// joinSplit puts a unit beside its skeleton; nil if it does not belong to it.
func (d *Debug) joinSplit(found sections, order binary.ByteOrder, skeleton die) *dwarfData {
	base := skeleton.numberOr(attrAddrBase, skeleton.numberOr(attrGNUAddrBase, 0))
	if base >= 0 && base <= int64(len(d.main.addr)) {
		found["addr"] = d.main.addr[base:]
	}
	id := unitID(d.main.info, skeleton.Offset)
	if id == nil {
		return d.openOldSplit(found, order, skeleton)
	}
	if !bytes.Equal(id, unitID(found["info"], splitHeader)) {
		return nil
	}
	found["str_offsets"] = found["str_offsets"][min(strOffsetsHeader, len(found["str_offsets"])):]
	return d.splitData(found, order, skeleton)
}

// openOldSplit is for what GNU had before DWARF 5.
func (d *Debug) openOldSplit(found sections, order binary.ByteOrder, skeleton die) *dwarfData {
	found["abbrev"] = modernForms(found["abbrev"])
	in := d.splitData(found, order, skeleton)
	unit, err := in.data.Reader().Next()
	if err != nil || unit == nil || unit.Val(attrGNUDwoID) == nil || unit.Val(attrGNUDwoID) != skeleton.Val(attrGNUDwoID) {
		return nil
	}
	return in
}

func (d *Debug) splitData(found sections, order binary.ByteOrder, skeleton die) *dwarfData {
	in := newDwarfData(found, order)
	in.tables, in.skeleton = d.main.tables, skeleton.Entry
	return in
}

// splitHeader is the size of the header of a unit with an id: length 4,
// version 2, unit type 1, address size 1, abbreviations 4, id 8.
const splitHeader = 20

// unitID is the id before the first entry of a unit, which links the two halves
// of a split one; nil where the unit is none of DWARF 5.
func unitID(info []byte, first dwarf.Offset) []byte {
	if first < splitHeader || uint64(first) > uint64(len(info)) {
		return nil
	}
	header := info[first-splitHeader : first]
	if binary.LittleEndian.Uint16(header[4:]) != 5 {
		return nil
	}
	return header[splitHeader-8:]
}

// modernForms is a table of abbreviations in which DWARF 5's forms stand for
// GNU's, in as many bytes.
func modernForms(table []byte) []byte {
	table = bytes.Clone(table)
	at := 0
	number := func() (uint64, int) {
		v, n := binary.Uvarint(table[at:])
		if n <= 0 {
			fail("the abbreviations are cut")
		}
		at += n
		return v, n
	}
	for at < len(table) { // of each abbreviation
		if code, _ := number(); code == 0 {
			continue
		}
		number() // tag
		at++     // whether it has children
		for {
			attr, _ := number()
			form, n := number()
			switch {
			case n == 2 && form == formGNUAddr:
				table[at-2], table[at-1] = 0x80|formAddrx, 0
			case n == 2 && form == formGNUStr:
				table[at-2], table[at-1] = 0x80|formStrx, 0
			case form == formImplicit:
				number()
			}
			if attr == 0 && form == 0 {
				break
			}
		}
	}
	return table
}
