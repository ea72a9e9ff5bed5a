package objfile

import (
	"debug/elf"
	"encoding/binary"
)

// A DWARF package (NAME.dwp, beside the library) holds the .dwo files of all
// units. Its .debug_cu_index leads from a unit's id to what is its own of each
// section; strings are common to all. DWARF 5, section 7.3.5; what GNU had before
// (version 2) differs in the numbers of some sections only.

// dwarfPackage is what is read of one.
type dwarfPackage struct {
	sections sections
	order    binary.ByteOrder
	units    map[uint64]packageUnit
}

// packageUnit is what a unit has of the sections, by the number of the section.
type packageUnit map[uint32]stretch

type stretch struct{ offset, size uint32 }

// packageColumns are the numbers of the sections that are wanted; of version 2, 8
// is another one, but there is none with this name either.
var packageColumns = map[uint32]string{1: "info", 3: "abbrev", 6: "str_offsets", 8: "rnglists"}

// openPackage reads the package of a file; nil where it has none.
func openPackage(path string) *dwarfPackage {
	f, err := elf.Open(path + ".dwp")
	if err != nil {
		return nil
	}
	defer f.Close()
	p := &dwarfPackage{sections: readDwoSections(f), order: f.ByteOrder, units: map[uint64]packageUnit{}}
	p.readIndex(readSection(f, "cu_index"))
	return p
}

// readIndex reads the hash table of ids and the tables of offsets and sizes; of a
// damaged one as much as there is.
func (p *dwarfPackage) readIndex(data []byte) {
	word := func(i uint64) uint32 { // of 4 bytes
		if at := 4 * i; at+4 <= uint64(len(data)) {
			return p.order.Uint32(data[at:])
		}
		return 0
	}
	columns, rows, slots := uint64(word(1)), uint64(word(2)), uint64(word(3))
	const header = 4
	ids, numbers := uint64(header), header+2*slots
	names := numbers + slots
	if columns > 16 || names+columns*(1+2*rows) > uint64(len(data))/4 {
		fail("the index of the package is cut")
	}
	for slot := range slots {
		row := uint64(word(numbers + slot))
		if row == 0 || row > rows {
			continue
		}
		unit := packageUnit{}
		for c := range columns {
			offsets := names + columns + (row-1)*columns + c
			unit[word(names+c)] = stretch{word(offsets), word(offsets + rows*columns)}
		}
		p.units[p.order.Uint64(data[4*(ids+2*slot):])] = unit
	}
}

// unit is the sections of one unit, as its .dwo file would have them; nil where the
// package has none with that id.
func (p *dwarfPackage) unit(id uint64) sections {
	unit, ok := p.units[id]
	if !ok {
		return nil
	}
	found := sections{"str": p.sections["str"]}
	for column, at := range unit {
		name := packageColumns[column]
		whole := p.sections[name]
		if end := uint64(at.offset) + uint64(at.size); end <= uint64(len(whole)) {
			found[name] = whole[at.offset:end]
		}
	}
	return found
}

// packaged is the unit of a skeleton out of the package beside the library or its
// debug file; nil where there is none.
func (d *Debug) packaged(skeleton die) *dwarfData {
	if !d.packageTried {
		d.packageTried = true
		if d.pack = openPackage(d.library); d.pack == nil {
			d.pack = openPackage(d.Path)
		}
	}
	if d.pack == nil {
		return nil
	}
	id, ok := splitID(d.main, skeleton)
	if !ok {
		return nil
	}
	if found := d.pack.unit(id); found != nil {
		return d.joinSplit(found, d.pack.order, skeleton)
	}
	return nil
}

// splitID is the number that links a skeleton with its unit.
func splitID(in *dwarfData, skeleton die) (uint64, bool) {
	if id := unitID(in.info, skeleton.Offset); id != nil {
		return binary.LittleEndian.Uint64(id), true
	}
	switch id := skeleton.Val(attrGNUDwoID).(type) {
	case int64:
		return uint64(id), true
	case uint64:
		return id, true
	}
	return 0, false
}
