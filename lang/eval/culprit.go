package eval

import (
	"fmt"
	"os"
	"path"
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
	if what := m.freed(c, e); what != "" {
		return what
	}
	if b := m.culprit(c); b != nil {
		e.Block = blockName(b)
		return verb + " " + atBlock(c, b, addr)
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

// culprit is the block that an access at c.Addr is about: of the two that a
// guard page lies between, the one that an argument points to.
func (m *Machine) culprit(c *failedCall) *mem.Block {
	addr := uintptr(c.Addr)
	if !m.Heap.Owns(addr) {
		return nil
	}
	near := m.Heap.Near(addr)
	if near != nil && near.Contains(addr, 1) {
		return near
	}
	above := near
	for _, v := range c.args {
		switch b, _ := m.blockOf(v); {
		case b == nil:
		case b == near:
			return near
		case b.Addr > addr && b.Addr-addr < maxUnderrun && above == near:
			above = b
		case b.End() <= addr && addr-b.End() < maxUnderrun:
			return b // over the guard page, into what lies behind
		}
	}
	return above
}

// maxUnderrun is how far before a block an access still counts as meant for it.
const maxUnderrun = 1 << 16

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

// likelyMember names the member at a small address of the records that the
// arguments or parameters point to.
func (m *Machine) likelyMember(c *failedCall) string {
	offset := int64(c.Addr)
	for _, v := range c.args {
		if v.IsVoid() {
			continue
		}
		p, ok := ctypes.Unwrap(v.Type).(*ctypes.Pointer)
		if !ok {
			continue
		}
		r, ok := ctypes.Unwrap(p.Elem).(*ctypes.Record)
		if !ok {
			continue
		}
		if name := memberAt(r, offset); name != "" {
			return fmt.Sprintf(" plus %d (%s of %s at %d)", offset, name, r, offset)
		}
	}
	return fmt.Sprintf(" plus %d", offset)
}

// memberAt is the member that the byte at offset is in, inner ones too: pos.x.
func memberAt(r *ctypes.Record, offset int64) string {
	for _, f := range r.Fields {
		size := f.Type.Size()
		if offset < f.Offset || offset >= f.Offset+max(size, 1) {
			continue
		}
		inner, ok := ctypes.Unwrap(f.Type).(*ctypes.Record)
		if !ok {
			return f.Name
		}
		name := memberAt(inner, offset-f.Offset)
		return strings.Trim(f.Name+"."+name, ".")
	}
	return ""
}

// mapping says what memory of the process an address is in.
func (m *Machine) mapping(c *failedCall, addr uintptr) string {
	if m.main.stack.Owns(addr) {
		return "memory of the temporaries of session functions, where none is"
	}
	in, ok := mappingAt(addr)
	switch {
	case !ok:
		return "memory that is not mapped"
	case c.Signal == 7:
		return "behind the end of the file " + path.Base(in.Path)
	case in.Path == "" || in.Path[0] == '[':
		return strings.TrimSpace(protection(in.Perms) + " memory " + in.Path)
	}
	what := protection(in.Perms) + " memory of " + path.Base(in.Path)
	if strings.Contains(in.Perms, "x") {
		what = "the code of " + path.Base(in.Path)
	}
	if name, _, off, ok := m.symbolAt(addr); ok && name != "" {
		if off > 0 {
			name = fmt.Sprintf("%s+0x%x", name, off)
		}
		what += " (" + name + ")"
	}
	return what
}

func mappingAt(addr uintptr) (inspect.Mapping, bool) {
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		return inspect.Mapping{}, false
	}
	defer f.Close()
	maps, err := inspect.ParseMaps(f)
	if err != nil {
		return inspect.Mapping{}, false
	}
	return inspect.MappingAt(maps, addr)
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
