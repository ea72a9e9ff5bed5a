package eval

import (
	"encoding/binary"
	"fmt"
	"path"
	"slices"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/native/mem"
)

// culprit.go says what an address that foreign code could not use belongs to.

// touched is what the access at c.Addr did: "wrote 1 byte past the end of 'buf'
// (char[16], line 3)".
func (m *Machine) touched(c *failedCall, e *diag.Error) string {
	if c.Access == ctypes.AccessUnknown && c.Addr == 0 {
		return m.protected(c, e)
	}
	verb := accessVerb(c.Access)
	addr := uintptr(c.Addr)
	if c.Access != ctypes.AccessUnknown || addr != 0 {
		e.Address = &c.Addr
	}
	if what := m.freed(c, e, ""); what != "" {
		return what
	}
	if b := m.culprit(c, addr); b != nil {
		e.Block = blockName(b)
		return verb + " " + atBlock(c, b, m.reached(c, b))
	}
	switch {
	case c.Access == ctypes.AccessExecute && addr < firstPage:
		return "called a null function pointer"
	case addr == 0:
		return verb + " through a null pointer"
	case addr < firstPage:
		return verb + " through a null pointer" + m.likelyMember(c)
	}
	return verb + " " + m.mapping(c, addr)
}

func accessVerb(a ctypes.Access) string {
	switch a {
	case ctypes.AccessRead:
		return "read"
	case ctypes.AccessWrite:
		return "wrote"
	case ctypes.AccessExecute:
		return "jumped to"
	}
	return "read or wrote"
}

// culprit is the block that an access at addr is about: the one that it is in, or
// that the instruction counts from, or right beside; or else the closest one that
// the arguments lead to.
func (m *Machine) culprit(c *failedCall, addr uintptr) *mem.Block {
	if !m.Heap.Owns(addr) {
		return nil
	}
	near := m.Heap.Near(addr)
	if near != nil && near.Contains(addr, 1) {
		return near
	}
	if b, _ := m.countedFrom(c); b != nil {
		return b
	}
	best, least := near, ^uintptr(0)
	if near != nil {
		if distance(near, addr) < closeBy {
			return near
		}
		least = maxOverrun
	}
	for _, b := range m.blocksPassed(c) {
		if d := distance(b, addr); d < least {
			best, least = b, d
		}
	}
	return best
}

const (
	closeBy    = 64      // bytes: what an access by a pointer that has run over is within
	maxOverrun = 1 << 16 // of a block that was passed, where another is closer
)

func distance(b *mem.Block, addr uintptr) uintptr {
	switch {
	case addr < b.Addr:
		return b.Addr - addr
	case addr >= b.End():
		return addr - b.End()
	}
	return 0
}

// countedFrom is the block that the register points into from which the instruction
// counts, and where: a[i] with a in it.
func (m *Machine) countedFrom(c *failedCall) (b *mem.Block, offset int64) {
	_, all, _ := m.instructionAt(c.PC)
	for _, a := range all {
		base := uintptr(a.Base)
		if c.Addr-a.Addr >= uint64(max(a.Size, 1)) || a.Base == 0 || !m.Heap.Owns(base) {
			continue
		}
		if b := m.Heap.Find(base); b != nil {
			return b, int64(base - b.Addr)
		}
	}
	return nil, 0
}

// blocksPassed are the blocks that the arguments point into, and those that what is
// there points to.
func (m *Machine) blocksPassed(c *failedCall) (all []*mem.Block) {
	add := func(b *mem.Block) {
		if b != nil && !slices.Contains(all, b) {
			all = append(all, b)
		}
	}
	for _, v := range c.args {
		b, _ := m.blockOf(v)
		add(b)
	}
	for _, b := range slices.Clone(all) {
		for _, word := range m.wordsOf(b) {
			if m.Heap.Owns(word) {
				add(m.Heap.Find(word))
			}
		}
	}
	return all
}

// wordsOf is what a block holds, as far as it can be read, as addresses.
func (m *Machine) wordsOf(b *mem.Block) (words []uintptr) {
	const most = 4096
	bytes := make([]byte, min(b.Size, most))
	bytes = bytes[:m.Host.Read(b.Addr, bytes)]
	for ; len(bytes) >= 8; bytes = bytes[8:] {
		words = append(words, uintptr(binary.NativeEndian.Uint64(bytes)))
	}
	return words
}

// reached is the first byte that the access at c.Addr wanted of a block: that of a
// vector, which begins at a round address, may begin before it.
func (m *Machine) reached(c *failedCall, b *mem.Block) uintptr {
	addr := uintptr(c.Addr)
	_, all, _ := m.instructionAt(c.PC)
	for _, a := range all {
		if addr < b.Addr && a.Addr == c.Addr && addr+uintptr(a.Size) > b.Addr {
			return b.Addr
		}
	}
	return addr
}

// blockOf is the block of the shell that a pointer points into, and where.
func (m *Machine) blockOf(v Value) (b *mem.Block, offset int64) {
	if v.IsVoid() || !ctypes.IsPointer(v.Type) {
		return nil, 0
	}
	addr := uintptr(v.Uint())
	if !m.Heap.Owns(addr) {
		return nil, 0
	}
	if b = m.Heap.Find(addr); b == nil {
		return nil, 0
	}
	return b, int64(addr - b.Addr)
}

// atBlock places an address: "1 byte past the end of 'buf' (char[16], line 3)".
func atBlock(c *failedCall, b *mem.Block, addr uintptr) string {
	name := blockPlace(c.at, b)
	switch {
	case b.Freed && b.Contains(addr, 1):
		return inBlock(c.at, b, int64(addr-b.Addr)) + dead(b)
	case addr >= b.End():
		return count(int64(addr-b.End())+1, "byte") + " past the end of " + name + dead(b)
	case addr < b.Addr:
		return count(int64(b.Addr-addr), "byte") + " before the start of " + name + dead(b)
	}
	return inBlock(c.at, b, int64(addr-b.Addr)) // its pages were given away by C
}

// dead says what has become of a block that is no more.
func dead(b *mem.Block) string {
	switch {
	case !b.Freed:
		return ""
	case b.Func != "":
		return ", which has returned"
	}
	return ", which was freed"
}

func inBlock(at diag.Span, b *mem.Block, offset int64) string {
	if offset == 0 {
		return blockPlace(at, b)
	}
	return fmt.Sprintf("byte %d of %s", offset, blockPlace(at, b))
}

// blockPlace is a block with its place of birth: 'buf' (char[16], line 3).
func blockPlace(at diag.Span, b *mem.Block) string {
	if b.Text != "" {
		return "the string literal " + inspect.Literal(b.Text)
	}
	what := "a block (" + b.Type
	if b.Name != "" {
		what = "'" + b.Name + "' (" + b.Type
	}
	if b.Born != "" {
		what += ", " + bornAt(at, b)
	}
	if b.Func != "" {
		return what + "), a local of " + b.Func
	}
	return what + ")"
}

// bornAt is where a block was made, the line only where it is of the same file.
func bornAt(at diag.Span, b *mem.Block) string {
	if at.Src != nil {
		if line, ok := strings.CutPrefix(b.Born, at.Src.Name+":"); ok {
			return "line " + line
		}
	}
	return b.Born
}

// mapping says what memory of the process an address is in, or next to.
func (m *Machine) mapping(c *failedCall, addr uintptr) string {
	if m.main.stack.Owns(addr) {
		return "memory of the temporaries of session functions, where none is"
	}
	if m.Heap.Owns(addr) {
		return "memory of the shell, where no block is"
	}
	in, ok := inspect.OwnMapping(addr)
	switch {
	case !ok:
		return "memory that is not mapped" + m.near(addr)
	case c.Signal == 7:
		return "behind the end of the file " + path.Base(in.Path)
	case strings.HasPrefix(in.Perms, "---"):
		return memoryOf(in) + m.beside(addr)
	}
	what := memoryOf(in)
	if name, _, off, ok := m.symbolAt(addr); ok && name != "" && in.Path != "" {
		if off > 0 {
			name = fmt.Sprintf("%s+0x%x", name, off)
		}
		what += " (" + name + ")"
	}
	return what
}

// near says what was at an address that is not mapped, else what is beside it.
func (m *Machine) near(addr uintptr) string {
	if m.Formerly != nil {
		if library := m.Formerly(addr); library != "" {
			return ", where " + library + " was until it was unloaded"
		}
	}
	return m.beside(addr)
}

// memoryOf words a mapping: read-only memory of libc.so.6.
func memoryOf(in inspect.Mapping) string {
	switch {
	case in.Path == "":
		return protection(in.Perms) + " memory"
	case in.Path[0] == '[':
		return protection(in.Perms) + " memory " + in.Path
	case strings.Contains(in.Perms, "x"):
		return "the code of " + path.Base(in.Path)
	}
	return protection(in.Perms) + " memory of " + path.Base(in.Path)
}

// beside says what accessible memory an address is next to, if any: ", 1 byte past
// the end of writable memory of libm.so.6".
func (m *Machine) beside(addr uintptr) string {
	next, ok := inspect.BesideMapping(addr)
	switch {
	case !ok:
		return ""
	case addr < uintptr(next.Start):
		return fmt.Sprintf(", %s before the start of %s", count(int64(uintptr(next.Start)-addr), "byte"), memoryOf(next))
	}
	return fmt.Sprintf(", %s past the end of %s", count(int64(addr-uintptr(next.End))+1, "byte"), memoryOf(next))
}

// protection puts rwx permissions into a word.
func protection(perms string) string {
	switch {
	case strings.HasPrefix(perms, "rw"):
		return "writable"
	case strings.HasPrefix(perms, "r"):
		return "read-only"
	}
	return "inaccessible"
}
