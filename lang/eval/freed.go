package eval

import (
	"fmt"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/native/mem"
)

// freed.go says which memory of the shell foreign code has given to the C
// library's heap.

// freed: a function of the heap was given memory of the shell. words is what libc
// says of it.
func (m *Machine) freed(c *failedCall, e *diag.Error, words string) string {
	if !c.allocates() {
		return ""
	}
	blocks := m.blocksFreed(c, words)
	if len(blocks) == 0 {
		return m.freedTemporary(c)
	}
	b, off := blocks[0].block, blocks[0].offset
	if len(blocks) > 1 {
		return fmt.Sprintf("freed %s or %s, which belong to the shell", inBlock(c.at, b, off), inBlock(c.at, blocks[1].block, blocks[1].offset))
	}
	e.Block = blockName(b)
	switch what := "freed " + inBlock(c.at, b, off); {
	case b.Func != "":
		return what + dead(b)
	case b.Freed:
		return what + ", which was freed already"
	default:
		return what + ", which belongs to the shell"
	}
}

// blockPlaced is a place in a block.
type blockPlaced struct {
	block  *mem.Block
	offset int64
}

// placeAt is nil where no block is.
func (m *Machine) placeAt(addr uintptr) *blockPlaced {
	b := m.Heap.Find(addr)
	if b == nil || addr == b.End() {
		return nil
	}
	return &blockPlaced{b, int64(addr - b.Addr)}
}

// blocksFreed are the blocks that may be what was freed: the one whose header, which
// it has not, was looked at; or, where libc says that the pointer is wrong, those that
// the call was passed, and what they point to.
func (m *Machine) blocksFreed(c *failedCall, words string) (all []blockPlaced) {
	if c.unowned != nil {
		return []blockPlaced{*c.unowned}
	}
	if addressed(c.Fault) {
		if b, off := m.countedFrom(c); b != nil {
			all = append(all, blockPlaced{b, off})
		}
		return all
	}
	if !saysWrongPointer(words) {
		return nil
	}
	for _, v := range c.args {
		b, off := m.blockOf(v)
		if b == nil {
			continue
		}
		all = append(all, blockPlaced{b, off})
		for _, word := range m.wordsOf(b) {
			if inner := m.Heap.Find(word); m.Heap.Owns(word) && inner != nil && inner.Addr == word {
				all = append(all, blockPlaced{inner, 0})
			}
		}
		if allocators[c.name] {
			return all[:1]
		}
	}
	return all
}

// noteUnowned finds the block that glibc's free or realloc took for a chunk. They fault
// where they look for its owner, at the start of a span (mem.SpanSize), or for what
// follows it. In memory that is not the shell's they would have come to abort, and so it
// is told.
func (m *Machine) noteUnowned(c *failedCall) {
	if !addressed(c.Fault) || !c.allocates() {
		return
	}
	addr := uintptr(c.Addr)
	switch {
	case addr == 0: // not canonical, then
		c.unowned = m.chunkBefore(c)
	case addr%mem.SpanSize == 0 && m.Heap.Owns(addr):
		c.unowned = m.chunkInRegister(c, addr)
	}
	if c.unowned != nil {
		aborted := *c.Fault
		aborted.Signal, aborted.Addr = sigAbort, 0
		c.Fault = &aborted
	}
}

// chunkHeader is what glibc's chunks begin with, in bytes: two sizes.
const chunkHeader = 16

// chunkBefore is the block that lies before what the instruction reads by as much as
// the canary gives it for a size.
func (m *Machine) chunkBefore(c *failedCall) *blockPlaced {
	const next = mem.ChunkSize + 8 // where a chunk has the size of the one behind it
	_, all, _ := m.instructionAt(c.PC)
	for _, a := range all {
		if place := m.placeAt(uintptr(a.Addr) - next + chunkHeader); place != nil {
			return place
		}
	}
	return nil
}

// chunkInRegister is the block in the span that a register has the address of, or of the
// header that a chunk would have; the start of one rather than its middle.
func (m *Machine) chunkInRegister(c *failedCall, span uintptr) (found *blockPlaced) {
	w, ok := m.Host.(walker)
	if !ok {
		return nil
	}
	regs, _ := w.FaultState()
	if regs[16] != c.PC {
		return nil
	}
	for _, r := range regs[:16] {
		for _, addr := range []uintptr{uintptr(r), uintptr(r) + chunkHeader} {
			place := m.placeAt(addr)
			if place == nil || addr-chunkHeader-span >= mem.SpanSize {
				continue
			}
			if found == nil || place.offset == 0 {
				found = place
			}
		}
	}
	return found
}

// saysWrongPointer tells whether glibc speaks of a pointer that it was given, and not of
// its heap: "free(): invalid pointer".
func saysWrongPointer(words string) bool {
	by, what, _ := strings.Cut(words, "(): invalid ")
	switch by {
	case "free", "realloc", "munmap_chunk", "mremap_chunk":
		return what == "pointer" || what == "size"
	}
	return false
}

func (m *Machine) freedTemporary(c *failedCall) string {
	for _, v := range c.args {
		if !v.IsVoid() && ctypes.IsPointer(v.Type) && m.main.stack.Owns(uintptr(v.Uint())) {
			return "freed a temporary of a session function"
		}
	}
	return ""
}
