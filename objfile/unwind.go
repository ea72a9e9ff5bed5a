package objfile

import (
	"cmp"
	"debug/elf"
	"encoding/binary"
	"slices"
)

// The unwind tables of a file (.eh_frame) say for each instruction where the
// caller's registers are. What is read here is the part of DWARF 5, section 6.4,
// that compilers write for code; expressions, which only hand-written code has,
// end the walk. The bytes are foreign: nothing they say may panic.

// Registers by their DWARF numbers, for x86-64.
const (
	regSP      = 7
	regPC      = 16 // the return address
	registers  = 17
	frameLimit = 1 << 16 // nesting of remember_state, and rows of a table
)

// Registers are what a walk up the stack goes with.
type Registers = [registers]uint64

// unwindEntry is an FDE with what it needs of its CIE.
type unwindEntry struct {
	start, end      uint64
	program, common []byte // of the FDE, of the CIE
	codeAlign       uint64
	dataAlign       int64
}

// Unwind turns the registers of a function that runs at pc, an address of the
// file, into its caller's. load reads a word of memory. It fails where the file
// has no table for pc, or memory cannot be read.
func (f *File) Unwind(pc uint64, regs *Registers, load func(addr uint64) (uint64, bool)) bool {
	e := f.unwindEntryAt(pc)
	if e == nil {
		return false
	}
	row, ok := e.rowAt(pc)
	return ok && row.apply(regs, load)
}

// FunctionStart is the address where the code around pc begins, by the same table: a
// function, or a part of one that the compiler has put elsewhere.
func (f *File) FunctionStart(pc uint64) (start uint64, ok bool) {
	e := f.unwindEntryAt(pc)
	if e == nil {
		return 0, false
	}
	return e.start, true
}

// unwindEntryAt is the entry of the table that covers pc, or nil.
func (f *File) unwindEntryAt(pc uint64) *unwindEntry {
	f.onceUnwind.Do(f.readUnwind)
	i, _ := slices.BinarySearchFunc(f.unwind, pc+1, func(e unwindEntry, a uint64) int { return cmp.Compare(e.start, a) })
	if i == 0 || pc >= f.unwind[i-1].end {
		return nil
	}
	return &f.unwind[i-1]
}

func (f *File) readUnwind() {
	s := f.elf.Section(".eh_frame")
	if s == nil || f.elf.Machine != elf.EM_X86_64 {
		return
	}
	if data, err := s.Data(); err == nil {
		f.unwind = readFrames(data, s.Addr)
	}
}

// readFrames reads a section that lies at addr; the entries are sorted.
func readFrames(data []byte, addr uint64) (entries []unwindEntry) {
	commons := map[int]*commonEntry{}
	for at := 0; at+8 <= len(data); {
		size := int(binary.LittleEndian.Uint32(data[at:]))
		if size == 0 || size > len(data)-at-4 { // the end, or what no compiler writes
			break
		}
		r := &frameReader{data: data[:at+4+size], at: at + 8, addr: addr}
		id := int(binary.LittleEndian.Uint32(data[at+4:]))
		if id == 0 {
			commons[at] = r.common()
		} else if c := commons[at+4-id]; c != nil {
			if e, ok := r.entry(c); ok {
				entries = append(entries, e)
			}
		}
		at += 4 + size
	}
	slices.SortFunc(entries, func(a, b unwindEntry) int { return cmp.Compare(a.start, b.start) })
	return entries
}

// commonEntry is a CIE.
type commonEntry struct {
	program   []byte
	codeAlign uint64
	dataAlign int64
	encoding  byte // of addresses in its FDEs
	sized     bool // its FDEs have augmentation data
}

// frameReader reads one record. A read behind its end gives zeros and sets bad.
type frameReader struct {
	data []byte
	at   int
	addr uint64 // of data[0]
	bad  bool
}

func (r *frameReader) byte() byte {
	if r.at < 0 || r.at >= len(r.data) {
		r.bad = true
		return 0
	}
	r.at++
	return r.data[r.at-1]
}

func (r *frameReader) fixed(n int) (v uint64) {
	for i := range n {
		v |= uint64(r.byte()) << (8 * i)
	}
	return v
}

func (r *frameReader) unsigned() (v uint64) {
	for shift := 0; shift < 70; shift += 7 {
		b := r.byte()
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			break
		}
	}
	return v
}

func (r *frameReader) signed() (v int64) {
	for shift := 0; shift < 70; {
		b := r.byte()
		v |= int64(b&0x7f) << shift
		shift += 7
		if b < 0x80 {
			if b&0x40 != 0 && shift < 64 {
				v |= -1 << shift
			}
			break
		}
	}
	return v
}

// pointer reads an address in one of the encodings DW_EH_PE_*.
func (r *frameReader) pointer(encoding byte) (v uint64) {
	here := r.addr + uint64(r.at)
	switch encoding & 0x0f {
	case 0x00, 0x04, 0x0c:
		v = r.fixed(8)
	case 0x01:
		v = r.unsigned()
	case 0x02:
		v = r.fixed(2)
	case 0x03:
		v = r.fixed(4)
	case 0x09:
		v = uint64(r.signed())
	case 0x0a:
		v = uint64(int16(r.fixed(2)))
	case 0x0b:
		v = uint64(int32(r.fixed(4)))
	default:
		r.bad = true
	}
	if encoding&0x70 == 0x10 {
		v += here
	}
	return v
}

func (r *frameReader) common() *commonEntry {
	c := &commonEntry{}
	version := r.byte()
	var augmentation []byte
	for b := r.byte(); b != 0; b = r.byte() {
		augmentation = append(augmentation, b)
	}
	c.codeAlign, c.dataAlign = r.unsigned(), r.signed()
	if version == 1 {
		r.byte()
	} else {
		r.unsigned()
	}
	if len(augmentation) > 0 && augmentation[0] == 'z' {
		c.sized = true
		end := int(min(r.unsigned(), uint64(len(r.data)))) + r.at
		for _, a := range augmentation[1:] {
			switch a {
			case 'R':
				c.encoding = r.byte()
			case 'P':
				r.pointer(r.byte())
			case 'L':
				r.byte()
			}
		}
		r.at = end
	}
	if r.bad || r.at > len(r.data) {
		return nil
	}
	c.program = r.data[r.at:]
	return c
}

func (r *frameReader) entry(c *commonEntry) (e unwindEntry, ok bool) {
	e = unwindEntry{common: c.program, codeAlign: c.codeAlign, dataAlign: c.dataAlign}
	e.start = r.pointer(c.encoding)
	e.end = e.start + r.pointer(c.encoding&0x0f)
	if c.sized {
		r.at += int(min(r.unsigned(), uint64(len(r.data))))
	}
	if r.bad || r.at > len(r.data) {
		return e, false
	}
	e.program = r.data[r.at:]
	return e, true
}

// unwindRow says how to find the caller's registers at one instruction.
type unwindRow struct {
	cfaReg    uint64
	cfaOffset int64
	saved     [registers]savedAt
}

// savedAt is where a register of the caller is: offset from the CFA, if known.
type savedAt struct {
	offset int64
	known  bool
}

// rowAt runs the program of the entry up to pc.
func (e *unwindEntry) rowAt(pc uint64) (row unwindRow, ok bool) {
	m := &unwindMachine{entry: e, at: e.start, pc: pc}
	if !m.run(e.common) {
		return row, false
	}
	m.initial = m.row
	ok = m.run(e.program)
	return m.row, ok
}

// unwindMachine runs call frame instructions.
type unwindMachine struct {
	entry        *unwindEntry
	at, pc       uint64
	row, initial unwindRow
	stack        []unwindRow
	past         bool // at is behind pc: the row stands
}

func (m *unwindMachine) advance(by uint64) {
	if m.at += by * m.entry.codeAlign; m.at > m.pc {
		m.past = true
	}
}

func (m *unwindMachine) save(reg uint64, offset int64) {
	if reg < registers {
		m.row.saved[reg] = savedAt{offset, true}
	}
}

func (m *unwindMachine) restore(reg uint64) {
	if reg < registers {
		m.row.saved[reg] = m.initial.saved[reg]
	}
}

// run gives false for a program that cannot be read.
func (m *unwindMachine) run(program []byte) bool {
	r := &frameReader{data: program}
	for r.at < len(program) && !m.past && !r.bad {
		op := r.byte()
		switch arg := uint64(op & 0x3f); op >> 6 {
		case 1:
			m.advance(arg)
		case 2:
			m.save(arg, int64(r.unsigned())*m.entry.dataAlign)
		case 3:
			m.restore(arg)
		default:
			if !m.extended(op, r) {
				return false
			}
		}
	}
	return !r.bad
}

// extended runs an instruction whose operands follow it (DW_CFA_*).
func (m *unwindMachine) extended(op byte, r *frameReader) bool {
	switch data := m.entry.dataAlign; op {
	case 0x00: // nop
	case 0x02, 0x03, 0x04: // advance_loc1, 2, 4
		m.advance(r.fixed(1 << (op - 2)))
	case 0x05: // offset_extended
		m.save(r.unsigned(), int64(r.unsigned())*data)
	case 0x06: // restore_extended
		m.restore(r.unsigned())
	case 0x07, 0x08: // undefined, same_value
		if reg := r.unsigned(); reg < registers {
			m.row.saved[reg] = savedAt{}
		}
	case 0x0a: // remember_state
		m.stack = append(m.stack, m.row)
		return len(m.stack) < frameLimit
	case 0x0b: // restore_state
		n := len(m.stack) - 1
		if n < 0 {
			return false
		}
		m.row, m.stack = m.stack[n], m.stack[:n]
	case 0x0c: // def_cfa
		m.row.cfaReg, m.row.cfaOffset = r.unsigned(), int64(r.unsigned())
	case 0x0d: // def_cfa_register
		m.row.cfaReg = r.unsigned()
	case 0x0e: // def_cfa_offset
		m.row.cfaOffset = int64(r.unsigned())
	case 0x11: // offset_extended_sf
		m.save(r.unsigned(), r.signed()*data)
	case 0x12: // def_cfa_sf
		m.row.cfaReg, m.row.cfaOffset = r.unsigned(), r.signed()*data
	case 0x13: // def_cfa_offset_sf
		m.row.cfaOffset = r.signed() * data
	case 0x2e: // GNU_args_size
		r.unsigned()
	case 0x10, 0x16: // expression, val_expression: of a register that few need
		r.unsigned()
		r.at += int(min(r.unsigned(), uint64(len(r.data))))
	default:
		return false
	}
	return true
}

// apply computes the caller's registers.
func (row *unwindRow) apply(regs *Registers, load func(uint64) (uint64, bool)) bool {
	if row.cfaReg >= registers || !row.saved[regPC].known {
		return false
	}
	cfa := regs[row.cfaReg] + uint64(row.cfaOffset)
	next := *regs
	for i, s := range row.saved {
		if !s.known {
			continue
		}
		word, ok := load(cfa + uint64(s.offset))
		if !ok {
			return false
		}
		next[i] = word
	}
	next[regSP] = cfa
	*regs = next
	return true
}
