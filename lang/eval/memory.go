package eval

import (
	"slices"

	"bytes"
	"fmt"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// own makes a zeroed owned block that errors can name.
func (m *Machine) own(at diag.Span, t ctypes.Type, name string, size int64) *mem.Block {
	return m.ownNamed(at, shortType(t), name, size, t.Align())
}

func (m *Machine) ownNamed(at diag.Span, what, name string, size, align int64) *mem.Block {
	return m.ownBorn(at, mem.Birth{Name: name, Type: what, Born: born(at)}, size, align)
}

func (m *Machine) ownBorn(at diag.Span, birth mem.Birth, size, align int64) *mem.Block {
	b, err := m.Heap.New(size, align, birth)
	if err != nil {
		panic(diag.Errorf(at, diag.Memory, "%v", err))
	}
	return b
}

// ownVariable makes the memory of a session variable, which only del frees.
func (m *Machine) ownVariable(at diag.Span, v *check.Var, size int64) {
	v.Addr = m.ownNamed(at, shortType(v.Type), v.Name, size, max(v.Type.Align(), v.Align)).Addr
	m.pinned[v.Addr] = true
}

// shortType is a type as messages spell it: char[32], without the blank.
func shortType(t ctypes.Type) string { return strings.Replace(t.String(), " [", "[", 1) }

// born is where a block was made: "<stdin>:3".
func born(at diag.Span) string {
	if at.Src == nil {
		return ""
	}
	line, _ := at.Position()
	return fmt.Sprintf("%s:%d", at.Src.Name, line)
}

// ownArray makes n elements.
func (m *Machine) ownArray(at diag.Span, elem ctypes.Type, name string, n int64) *mem.Block {
	size := max(elem.Size(), 1)
	if n < 0 || n > maxBytes/size {
		panic(diag.Errorf(at, diag.Memory, "cannot allocate %d elements of %s", n, elem))
	}
	return m.own(at, ctypes.ArrayOf(elem, n), name, n*size)
}

const maxBytes = 1 << 40

// literal is session memory with these bytes; equal literals share it.
func (m *Machine) literal(b []byte) uintptr {
	if i := slices.Index(m.messages, string(b)); i >= 0 {
		m.messages = slices.Delete(m.messages, i, i+1) // it stays
	}
	if a, ok := m.literals[string(b)]; ok {
		return a
	}
	text := string(b)
	block := m.ownBorn(diag.Span{}, mem.Birth{Type: fmt.Sprintf("char[%d]", len(b)), Text: text}, int64(len(b)), 16)
	copy(mem.Bytes(block.Addr, block.Size), b)
	m.literals[text] = block.Addr
	m.pinned[block.Addr] = true
	return block.Addr
}

// keep copies a record or array into memory that stays.
func (m *Machine) keep(v Value) Value {
	if v.Type == nil || repOf(v.Type) != repObject {
		return v
	}
	size := v.Type.Size()
	b := m.own(diag.Span{}, v.Type, "", size)
	mem.Copy(b.Addr, v.Addr, size)
	v.Addr = b.Addr
	return v
}

// free frees the owned block that starts at addr; owned is false for memory
// that is not the shell's.
func (m *Machine) free(at diag.Span, addr uintptr) (owned bool) {
	if !m.Heap.Owns(addr) {
		return false
	}
	b := m.Heap.Find(addr)
	switch {
	case b == nil:
		panic(noBlock(at, addr, m.Heap.Near(addr)))
	case b.Freed:
		panic(doubleFree(at, b))
	case b.Addr != addr:
		panic(freeInside(at, b, addr))
	case m.pinned[addr], b.Func != "":
		panic(freeVariable(at, b))
	}
	if err := m.Heap.Free(b); err != nil {
		panic(overrun(at, b, err))
	}
	return true
}

// roomAt is how many bytes from addr on belong to its owned block; for other
// memory there is no end.
func (m *Machine) roomAt(addr uintptr) int64 {
	if m.Heap.Owns(addr) {
		if b := m.Heap.Find(addr); b != nil && !b.Freed {
			return int64(b.End() - addr)
		}
	}
	return maxBytes
}

// textLength is the length in bytes of the text at addr with its NUL, unit
// bytes wide, within max bytes.
func (m *Machine) textLength(addr uintptr, unit, max int64, at diag.Span) int64 {
	n, ended := m.scanText(addr, unit, max)
	if !ended && n < max {
		panic(untouchable(at, false, addr+uintptr(n)))
	}
	if !ended {
		panic(notTerminated(at, m.Heap.Find(addr)))
	}
	return n
}

// scanText looks for the NUL, reading a piece at a time since the text may end
// just before memory that nobody may read.
func (m *Machine) scanText(addr uintptr, unit, max int64) (n int64, ended bool) {
	var buf [512]byte
	for n < max {
		piece := buf[:min(int64(len(buf)), max-n)]
		got := m.Host.Read(addr+uintptr(n), piece)
		if i := nulAt(piece[:got], int(unit)); i >= 0 {
			return n + int64(i) + unit, true
		}
		n += int64(got)
		if got < len(piece) {
			return n, false
		}
	}
	return n, false
}

// nulAt is the offset of the first unit of zero, or -1.
func nulAt(b []byte, unit int) int {
	if unit == 1 {
		return bytes.IndexByte(b, 0)
	}
	for i := 0; i+unit <= len(b); i += unit {
		if len(bytes.Trim(b[i:i+unit], "\x00")) == 0 {
			return i
		}
	}
	return -1
}

// readable copies n bytes that must be readable, from an owned block only
// within it.
func (m *Machine) readable(at diag.Span, addr uintptr, n int64) []byte {
	if n < 0 || n > maxBytes {
		panic(diag.Errorf(at, diag.Bounds, "cannot read %d bytes", n))
	}
	m.inBlock(at, addr, n, false)
	b := make([]byte, n)
	if got := m.Host.Read(addr, b); int64(got) < n {
		panic(untouchable(at, false, addr+uintptr(got)))
	}
	return b
}

// inBlock checks that n bytes at addr stay in the owned block, if it is one.
func (m *Machine) inBlock(at diag.Span, addr uintptr, n int64, write bool) {
	if m.Heap.Owns(addr) {
		m.main.guardSlow(&site{at: at, size: n, write: write}, addr, addr)
	}
}

// textIn is the text that a pointer, array or slice holds, without its NUL,
// which may be missing at the end of an array or slice.
func (m *Machine) textIn(v Value, unit int64, at diag.Span) []byte {
	if addr, size, ok := v.Memory(); ok {
		b := m.readable(at, addr, size)
		if n := nulAt(b, int(unit)); n >= 0 {
			b = b[:n]
		}
		return b
	}
	addr := pointerIn(v)
	return m.readable(at, addr, m.textLength(addr, unit, m.roomAt(addr), at)-unit)
}

// formatAt is the text of a printf format, of wchar_t where it is wide.
func (m *Machine) formatAt(addr uintptr, wide bool, at diag.Span) string {
	unit := int64(1)
	if wide {
		unit = 4
	}
	n := m.textLength(addr, unit, m.roomAt(addr), at)
	return check.FormatText(m.readable(at, addr, n-unit), int(unit))
}

// nameBlock lets a block without a name take that of the variable that now
// stands for it.
func (m *Machine) nameBlock(addr uintptr, v *check.Var) {
	if addr == 0 || !m.Heap.Owns(addr) {
		return
	}
	if b := m.Heap.Find(addr); b != nil && b.Addr == addr && !m.pinned[addr] {
		if b.Name == "" {
			b.Name = v.Name
		}
		m.bound[addr] = true
	}
}

// newBlock is new T, new T[n] and their initialisers.
func (c *compiler) newBlock(x *check.New) node {
	name, elem, at := c.takeName(), x.Elem, x.At
	make := func(fr *frame) uintptr {
		b := fr.m.own(at, elem, name, max(elem.Size(), initSize(x.Init)))
		b.New = true
		return b.Addr
	}
	if x.Count != nil {
		count := c.expr(x.Count).i
		make = func(fr *frame) uintptr {
			n := count(fr)
			b := fr.m.ownArray(at, elem, name, n)
			b.New = true
			if b.Size < initSize(x.Init) {
				panic(diag.Errorf(at, diag.Bounds, "the initialiser is longer than %d elements", n))
			}
			return b.Addr
		}
	}
	if x.Init == nil || len(x.Init.Items) == 0 {
		return ints(x.T, func(fr *frame) int64 { return int64(make(fr)) })
	}
	keep := c.slots
	c.slots++
	fill := c.initialise(x.Init, func(fr *frame) uintptr { return uintptr(fr.s[keep]) }, unneeded)
	return ints(x.T, func(fr *frame) int64 {
		addr := make(fr)
		fr.s[keep] = uint64(addr)
		fill(fr)
		return int64(addr)
	})
}

func initSize(i *check.Init) int64 {
	if i == nil {
		return 0
	}
	return i.Size
}
