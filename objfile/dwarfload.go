package objfile

import (
	"bytes"
	"compress/zlib"
	"debug/dwarf"
	"debug/elf"
	"encoding/binary"
	"encoding/hex"
	"io"
	"path/filepath"
)

// dwarfData is the entries of one file, or those of its .debug_types section,
// which get a dwarf.Data of their own because debug/dwarf gives no access to
// them.
type dwarfData struct {
	data   *dwarf.Data
	size   int        // of the section, in bytes
	tables lineTables // another file's names, too, may point into its strings
	units  []dwarfUnit

	info, addr []byte       // these sections, for split
	skeleton   *dwarf.Entry // of a split unit, what the library has of it; else nil

	load func() // what data waits for, where the index came from the cache; else nil
}

// reader reads entries, from the first one on.
func (in *dwarfData) reader() *dwarf.Reader {
	if in.load != nil {
		in.load()
	}
	return in.data.Reader()
}

// fill gives a part its contents; what the cache knew of it stays.
func fill(part **dwarfData, with *dwarfData) {
	if *part == nil || with == nil {
		*part = with
		return
	}
	with.units = (*part).units
	**part = *with
}

// dieRef is where an entry is.
type dieRef struct {
	in  *dwarfData
	off dwarf.Offset
}

// sections are the contents of the .debug_ sections, by the rest of the name.
type sections map[string][]byte

// wantedSections are those that types and names need: elf.File.DWARF would
// inflate all the others too.
var wantedSections = []string{"abbrev", "info", "types", "str", "line", "line_str", "str_offsets", "addr", "ranges", "rnglists"}

// sectionLimit bounds what an old compressed section may claim to inflate to.
const sectionLimit = 4 << 30

// load reads the sections of the file and of the one that dwz made common
// parts of. Without that one the names that lie in it are missing, no more.
func (d *Debug) load() {
	f, err := elf.Open(d.Path)
	if err != nil {
		fail("%v", err)
	}
	defer f.Close()
	d.loadFrom(f)
}

func (d *Debug) loadFrom(f *elf.File) {
	found := readSections(f)
	fill(&d.main, newDwarfData(found, f.ByteOrder))
	d.findTypeUnits(d.main, found["info"], f.ByteOrder, infoUnit)
	if types := found["types"]; types != nil {
		d.loadTypes(found, f.ByteOrder)
	}
	fill(&d.alt, d.openAlt(f))
}

func readSections(f *elf.File) sections {
	found := sections{}
	for _, name := range wantedSections {
		if data := readSection(f, name); data != nil {
			found[name] = data
		}
	}
	return found
}

func readSection(f *elf.File, name string) []byte {
	s, old := f.Section(".debug_"+name), false
	if s == nil {
		s, old = f.Section(".zdebug_"+name), true
	}
	if s == nil || s.Type == elf.SHT_NOBITS {
		return nil
	}
	data, err := s.Data()
	if err == nil && old {
		data, err = inflate(data)
	}
	if err != nil {
		fail("section %s: %v", s.Name, err)
	}
	return data
}

// inflate reads GNU's old format: "ZLIB", the size in eight bytes, the data.
func inflate(data []byte) ([]byte, error) {
	const header = 12
	if len(data) < header || string(data[:4]) != "ZLIB" {
		return data, nil
	}
	z, err := zlib.NewReader(bytes.NewReader(data[header:]))
	if err != nil {
		return nil, err
	}
	size := min(binary.BigEndian.Uint64(data[4:]), sectionLimit)
	return io.ReadAll(io.LimitReader(z, int64(size)))
}

func newDwarfData(s sections, order binary.ByteOrder) *dwarfData {
	data, err := dwarf.New(s["abbrev"], nil, nil, s["info"], nil, nil, s["ranges"], s["str"])
	if err != nil {
		fail("%v", err)
	}
	for _, name := range []string{"line_str", "str_offsets", "addr", "rnglists"} {
		if s[name] != nil {
			_ = data.AddSection(".debug_"+name, s[name]) // fails for no name of these
		}
	}
	tables := lineTables{s["line"], s["str"], s["line_str"], order}
	return &dwarfData{data: data, size: len(s["info"]), tables: tables, info: s["info"], addr: s["addr"]}
}

// loadTypes makes .debug_types readable as if it were .debug_info: of each
// unit's header the signature and the offset of the type follow what a
// compilation unit has, and twelve zero bytes there are twelve null entries.
func (d *Debug) loadTypes(s sections, order binary.ByteOrder) {
	types := bytes.Clone(s["types"])
	asInfo := sections{"info": types}
	for _, name := range wantedSections {
		if name != "info" && name != "types" {
			asInfo[name] = s[name]
		}
	}
	if d.types == nil {
		d.types = &dwarfData{}
	}
	d.findTypeUnits(d.types, s["types"], order, typesUnit)
	eachUnit(types, order, func(u unitHeader) {
		clear(u.rest[min(len(u.rest), u.word+3):min(len(u.rest), 2*u.word+11)])
	})
	fill(&d.types, newDwarfData(asInfo, order))
}

// unitHeader is the start of a unit: its offset in the section, the size of an
// offset in it (4 or 8), and its bytes behind the length.
type unitHeader struct {
	off  int
	word int
	rest []byte
}

// eachUnit calls f for the units of a section, as long as they are plausible.
func eachUnit(section []byte, order binary.ByteOrder, f func(unitHeader)) {
	for off := 0; off+4 <= len(section); {
		size, start, word := uint64(order.Uint32(section[off:])), off+4, 4
		if size == 0xffffffff && off+12 <= len(section) { // 64-bit DWARF
			size, start, word = order.Uint64(section[off+4:]), off+12, 8
		}
		if size > uint64(len(section)-start) {
			return
		}
		f(unitHeader{off, word, section[start : start+int(size)]})
		off = start + int(size)
	}
}

// The layouts of a type unit's header behind the length. DWARF 5: version 2,
// unit type 1, address size 1, abbreviations, signature 8, type offset;
// DWARF 4: version 2, abbreviations, address size 1, signature 8, type offset.
const (
	infoUnit  = 4
	typesUnit = 3
)

// utType is DW_UT_type.
const utType = 2

// findTypeUnits notes which type each signature stands for. fixed is the
// number of bytes before the signature besides the offset of abbreviations.
func (d *Debug) findTypeUnits(in *dwarfData, section []byte, order binary.ByteOrder, fixed int) {
	eachUnit(section, order, func(u unitHeader) {
		at := fixed + u.word
		if len(u.rest) < at+8+u.word {
			return
		}
		if fixed == infoUnit && (order.Uint16(u.rest) < 5 || u.rest[2] != utType) {
			return
		}
		off := uint64(order.Uint32(u.rest[at+8:]))
		if u.word == 8 {
			off = order.Uint64(u.rest[at+8:])
		}
		d.units[order.Uint64(u.rest[at:])] = dieRef{in, dwarf.Offset(uint64(u.off) + off)}
	})
}

// openAlt opens what .gnu_debugaltlink names.
func (d *Debug) openAlt(f *elf.File) *dwarfData {
	for _, path := range altLinks(f, d.Path) {
		if alt := openAltFile(path); alt != nil {
			return alt
		}
	}
	return nil
}

// altLinks is where the file may be that .gnu_debugaltlink of the one at path
// names: a path, relative to that, and a build id.
func altLinks(f *elf.File, path string) []string {
	s := f.Section(".gnu_debugaltlink")
	if s == nil || s.Size > 1<<12 {
		return nil
	}
	link, err := s.Data()
	if err != nil {
		return nil
	}
	name, id, _ := bytes.Cut(link, []byte{0})
	return altPaths(path, string(name), hex.EncodeToString(id))
}

func altPaths(from, name, id string) []string {
	var paths []string
	if filepath.IsAbs(name) {
		paths = append(paths, name)
	} else if name != "" {
		if real, err := filepath.EvalSymlinks(from); err == nil {
			from = real
		}
		paths = append(paths, filepath.Join(filepath.Dir(from), name))
	}
	if len(id) > 2 {
		paths = append(paths, buildIDPath(id))
	}
	return paths
}

func openAltFile(path string) *dwarfData {
	f, err := elf.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	return newDwarfData(readSections(f), f.ByteOrder)
}

// buildIDPath is where distributions put the debug file of a build.
func buildIDPath(id string) string {
	return "/usr/lib/debug/.build-id/" + id[:2] + "/" + id[2:] + ".debug"
}
