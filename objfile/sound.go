package objfile

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"io"
	"os"
)

// What the dynamic loader believes without a look, and what then ends the process or
// writes over the memory of others, is looked at before a library is loaded: where
// its segments lie, and where and what its relocations are. A file of which blocks
// were lost on the way is found out by that.

// segment is a row of the table of program headers.
type segment struct {
	kind                           elf.ProgType
	offset, addr, fileSize, memory uint64
}

func (s segment) end() uint64 { return s.addr + s.memory }

func readSegments(table []byte) []segment {
	var list []segment
	for ; len(table) >= programSize; table = table[programSize:] {
		word := func(at int) uint64 { return binary.LittleEndian.Uint64(table[at:]) }
		list = append(list, segment{elf.ProgType(uint32(word(0))), word(8), word(16), word(32), word(40)})
	}
	return list
}

// image is a library as it will lie in memory, from address 0 on.
type image struct {
	r      io.ReaderAt
	loads  []segment // ascending
	soname string    // "" if there is none
}

// check says what is wrong with the segments and relocations of a library; "" for
// nothing.
func (im *image) check(segments []segment) string {
	for i, s := range segments {
		if s.kind != elf.PT_LOAD {
			continue
		}
		before := uint64(0)
		if n := len(im.loads); n > 0 {
			before = im.loads[n-1].end()
		}
		if s.end() < s.addr || s.addr < before || s.fileSize > s.memory {
			return fmt.Sprintf("segment %d lies over another one", i)
		}
		im.loads = append(im.loads, s)
	}
	for i, s := range segments {
		switch {
		case s.kind == elf.PT_GNU_RELRO && s.memory > 0 && !im.covers(s.addr, s.memory, uint64(os.Getpagesize())),
			s.kind == elf.PT_DYNAMIC && !im.covers(s.addr, s.memory, 0):
			return fmt.Sprintf("segment %d lies outside of what is loaded", i)
		case s.kind == elf.PT_DYNAMIC:
			if problem := im.checkDynamic(s); problem != "" {
				return problem
			}
		}
	}
	return ""
}

// covers says whether a stretch of memory lies in one segment, which may be
// rounded up.
func (im *image) covers(addr, size, round uint64) bool {
	for _, s := range im.loads {
		if end := s.end() + round; addr >= s.addr && addr <= end && size <= end-addr {
			return true
		}
	}
	return false
}

// bytesAt reads what the file has for a stretch of memory; nil where it does not
// have all of it.
func (im *image) bytesAt(addr, size uint64) io.Reader {
	for _, s := range im.loads {
		if addr >= s.addr && addr-s.addr <= s.fileSize && size <= s.fileSize-(addr-s.addr) {
			return io.NewSectionReader(im.r, int64(s.offset+addr-s.addr), int64(size))
		}
	}
	return nil
}

// dynamicTags are the entries of a dynamic section that are of interest here; of
// several of a kind the last one counts, as for the loader.
type dynamicTags struct {
	rela, relaSize, relaCount   uint64
	jmpRel, jmpRelSize, pltKind uint64
	strings, soname             uint64
}

func readDynamic(data []byte) (d dynamicTags) {
	for ; len(data) >= 16; data = data[16:] {
		value := binary.LittleEndian.Uint64(data[8:])
		switch elf.DynTag(binary.LittleEndian.Uint64(data)) {
		case elf.DT_NULL:
			return d
		case elf.DT_RELA:
			d.rela = value
		case elf.DT_RELASZ:
			d.relaSize = value
		case elf.DT_RELACOUNT:
			d.relaCount = value
		case elf.DT_JMPREL:
			d.jmpRel = value
		case elf.DT_PLTRELSZ:
			d.jmpRelSize = value
		case elf.DT_PLTREL:
			d.pltKind = value
		case elf.DT_STRTAB:
			d.strings = value
		case elf.DT_SONAME:
			d.soname = value
		}
	}
	return d
}

// checkDynamic looks at the relocations that the dynamic section leads to, and for
// the soname.
func (im *image) checkDynamic(dynamic segment) string {
	r := im.bytesAt(dynamic.addr, dynamic.fileSize)
	if r == nil {
		return "its dynamic section is not in the file"
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return "its dynamic section cannot be read"
	}
	d := readDynamic(data)
	if d.soname != 0 {
		im.soname = im.textAt(d.strings + d.soname)
	}
	if problem := im.checkRelocations(d.rela, d.relaSize, d.relaCount); problem != "" {
		return problem
	}
	if elf.DynTag(d.pltKind) != elf.DT_RELA {
		return ""
	}
	return im.checkRelocations(d.jmpRel, d.jmpRelSize, 0)
}

const longestSoname = 255 // as NAME_MAX: it is a file's name

// textAt is the short text at an address, or "".
func (im *image) textAt(addr uint64) string {
	in, ok := im.loadAt(addr)
	if !ok || addr-in.addr >= in.fileSize {
		return ""
	}
	text := make([]byte, min(longestSoname+1, in.fileSize-(addr-in.addr)))
	n, _ := im.r.ReadAt(text, int64(in.offset+addr-in.addr))
	name, _, ended := bytes.Cut(text[:n], []byte{0})
	if !ended {
		return ""
	}
	return string(name)
}

const relocationSize = 24 // of Elf64_Rela: place, kind and symbol, addend

// checkRelocations wants all places in the image, and the first ones to be
// relative: the loader asserts it, and ends the process.
func (im *image) checkRelocations(addr, size, relative uint64) string {
	if size == 0 {
		return ""
	}
	r := im.bytesAt(addr, size)
	if r == nil || relative > size/relocationSize {
		return "its relocations are not in the file"
	}
	table := make([]byte, min(size, 2048*relocationSize)) // a part of it
	for first := uint64(0); first < size/relocationSize; first += uint64(len(table)) / relocationSize {
		table = table[:min(uint64(len(table)), size-first*relocationSize)]
		if _, err := io.ReadFull(r, table); err != nil {
			return "its relocations cannot be read"
		}
		if problem := im.checkPart(table, first, relative); problem != "" {
			return problem
		}
	}
	return ""
}

// checkPart checks the relocations of a part of the table, which starts with that
// of number i.
func (im *image) checkPart(table []byte, i, relative uint64) string {
	wanted := relativeRelocation()
	var in segment // where the last one was
	for ; len(table) >= relocationSize; table = table[relocationSize:] {
		place, kind := binary.LittleEndian.Uint64(table), binary.LittleEndian.Uint32(table[8:])
		if i < relative && kind != wanted {
			return fmt.Sprintf("relocation %d is of kind %d and not relative", i, kind)
		}
		if place-in.addr >= in.memory && kind != 0 {
			var ok bool
			if in, ok = im.loadAt(place); !ok {
				return fmt.Sprintf("relocation %d is for 0x%x, which is outside of the library", i, place)
			}
		}
		i++
	}
	return ""
}

func (im *image) loadAt(addr uint64) (segment, bool) {
	for _, s := range im.loads {
		if addr >= s.addr && addr < s.end() {
			return s, true
		}
	}
	return segment{}, false
}

// relativeRelocation is the kind that only adds where the library lies.
func relativeRelocation() uint32 {
	if hostMachine() == elf.EM_AARCH64 {
		return uint32(elf.R_AARCH64_RELATIVE)
	}
	return uint32(elf.R_X86_64_RELATIVE)
}
