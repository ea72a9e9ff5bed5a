package eval

import (
	"errors"
	"fmt"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/lang/check"
	"cshell/native/mem"
)

// Every error that can happen while a program runs gets its text here and
// nowhere else, but for those of foreign code (explain.go).

func divideByZero(at diag.Span, quotient bool) *diag.Error {
	if quotient {
		return diag.Errorf(at, diag.Arithmetic, "division by zero")
	}
	return diag.Errorf(at, diag.Arithmetic, "remainder of a division by zero")
}

func shiftOutOfRange(at diag.Span, count, width int64) *diag.Error {
	return diag.Errorf(at, diag.Arithmetic, "shift count %d is out of range for %d bits", count, width)
}

// outOfRange is an index outside of an array of n elements.
func outOfRange(at diag.Span, i int64, b check.Bound, n int64) *diag.Error {
	what := strings.Replace(b.What, " [", "[", 1)
	switch b.Kind {
	case check.BoundSlice: // What is the element
		what = fmt.Sprintf("%s[%d]", what, n)
	case check.BoundCount: // What has no length
		what = strings.Replace(what, "[]", fmt.Sprintf("[%d]", n), 1)
	}
	return diag.Errorf(at, diag.Bounds, "index %d is out of range for %s", i, nameWith(what, b.Name))
}

func nameWith(what, name string) string {
	if name == "" {
		return what
	}
	return what + " '" + name + "'"
}

// blockName is a block as messages call it: char[32] 'buf'.
func blockName(b *mem.Block) string {
	if b.Name == "" && b.Born != "" {
		return b.Type + " made at " + b.Born
	}
	if b.Text != "" {
		return b.Type + " " + inspect.Literal(b.Text)
	}
	return nameWith(b.Type, b.Name)
}

// indexIn is the element of a block that an access at an offset outside would
// be in; ok is false where it is not of one element.
func indexIn(s *site, b *mem.Block, off int64) (i int64, ok bool) {
	unit := s.scale
	if n := elementsOf(b); n > 0 {
		unit = b.Size / n
	}
	if unit <= 0 || s.scale > 0 && s.scale != unit || off >= 0 && off < b.Size {
		return 0, false
	}
	i = off / unit
	if off < 0 {
		i = (off - unit + 1) / unit
	}
	return i, off-i*unit+s.size <= unit
}

// elementsOf is the length of a block that is an array, else 0.
func elementsOf(b *mem.Block) (n int64) {
	if at := strings.IndexByte(b.Type, '['); at >= 0 {
		fmt.Sscanf(b.Type[at:], "[%d]", &n)
	}
	return n
}

// outside is an access through base that leaves the block base points into.
func outside(s *site, b *mem.Block, base, addr uintptr) *diag.Error {
	off := int64(addr - b.Addr)
	if i, ok := indexIn(s, b, off); ok && base == b.Addr {
		return diag.Errorf(s.at, diag.Bounds, "index %d is out of range for %s", i, blockName(b))
	}
	verb := "reading"
	if s.write {
		verb = "writing"
	}
	return diag.Errorf(s.at, diag.Bounds, "%s %s at offset %d is out of range for %s (%s)",
		verb, count(s.size, "byte"), off, blockName(b), count(b.Size, "byte"))
}

func count(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func freedBlock(at diag.Span, b *mem.Block) *diag.Error {
	if b.Func != "" {
		return diag.Errorf(at, diag.Memory, "%s was a local of %s, which has returned", blockName(b), b.Func)
	}
	return diag.Errorf(at, diag.Memory, "use after free of %s", blockName(b))
}

// lostBlock is a block whose memory has gone without del or free.
func lostBlock(at diag.Span, b *mem.Block) *diag.Error {
	e := diag.Errorf(at, diag.Memory, "foreign code has unmapped the memory of %s, or forbidden access to it", blockPlace(at, b))
	e.Block = blockName(b)
	return e
}

func doubleFree(at diag.Span, b *mem.Block) *diag.Error {
	if b.Func != "" {
		return freedBlock(at, b)
	}
	return diag.Errorf(at, diag.Memory, "%s was freed already", blockName(b))
}

func freeInside(at diag.Span, b *mem.Block, addr uintptr) *diag.Error {
	return diag.Errorf(at, diag.Memory, "cannot free 0x%x: it is %s after the start of %s",
		addr, count(int64(addr-b.Addr), "byte"), blockName(b))
}

func freeVariable(at diag.Span, b *mem.Block) *diag.Error {
	switch {
	case b.Func != "":
		return diag.Errorf(at, diag.Memory, "cannot free %s: it is a local of %s", blockName(b), b.Func)
	case b.Text != "":
		return diag.Errorf(at, diag.Memory, "cannot free %s", blockPlace(at, b))
	}
	return diag.Errorf(at, diag.Memory, "cannot free %s: it is a variable", blockName(b)).WithHint("del %s", b.Name)
}

// overrun is what freeing a block found: somebody wrote around it.
func overrun(at diag.Span, b *mem.Block, err error) *diag.Error {
	var over *mem.OverrunError
	if !errors.As(err, &over) {
		return diag.Errorf(at, diag.Memory, "%v", err)
	}
	e := diag.Errorf(at, diag.Bounds, "something wrote %s", around(at, over))
	e.Block = blockName(b)
	return e
}

// around words an overrun: 1 byte past the end of 'buf' (char[16], line 3).
func around(at diag.Span, over *mem.OverrunError) string {
	b := over.Block
	switch {
	case over.Offset >= 0 && over.Offset < b.Size:
		return "to " + inBlock(at, b, over.Offset) + dead(b)
	case over.Offset < 0:
		return fmt.Sprintf("%s before the start of %s", count(-over.Offset, "byte"), blockPlace(at, b))
	}
	return fmt.Sprintf("%s past the end of %s", count(over.Offset-b.Size+1, "byte"), blockPlace(at, b))
}

// wroteAround is the error of a call that wrote next to a block, where no guard
// page was in the way.
func (m *Machine) wroteAround(c *failedCall, over *mem.OverrunError) *diag.Error {
	e := diag.Errorf(c.at, diag.Bounds, "%s wrote %s, called as %s", c.name, around(c.at, over), m.called(c))
	e.Block, e.Function = blockName(over.Block), c.name
	return e
}

// noBlock is an address in the shell's own memory where no block is.
func noBlock(at diag.Span, addr uintptr, near *mem.Block) *diag.Error {
	if near == nil {
		return diag.Errorf(at, diag.Bounds, "0x%x is in no block of the shell", addr)
	}
	if addr < near.Addr {
		return diag.Errorf(at, diag.Bounds, "0x%x is %s before the start of %s", addr, count(int64(near.Addr-addr), "byte"), blockName(near))
	}
	return diag.Errorf(at, diag.Bounds, "0x%x is %s past the end of %s", addr, count(int64(addr-near.End()), "byte"), blockName(near))
}

// deadFrame is an address on the stack of the session's functions, above its top.
func deadFrame(at diag.Span, addr uintptr) *diag.Error {
	return diag.Errorf(at, diag.Memory, "0x%x was a temporary of a function that has returned", addr)
}

// untouchable is an address that may not be read or written.
func untouchable(at diag.Span, write bool, addr uintptr) *diag.Error {
	verb := "read"
	if write {
		verb = "write"
	}
	a := uint64(addr)
	e := diag.Errorf(at, diag.Memory, "cannot %s 0x%x", verb, addr)
	if addr == 0 {
		e.Message = "cannot " + verb + " through a null pointer"
	}
	e.Address = &a
	return e
}

// accessError explains a fault of an access of our own.
func (fr *frame) accessError(at diag.Span, addr uintptr) *diag.Error {
	if s := fr.site; s != nil {
		if addr == 0 { // a non-canonical address: the processor does not tell
			addr = fr.touched
		}
		if addr-fr.touched < uintptr(max(s.size, 16)) {
			return untouchable(s.at, s.write, addr)
		}
	}
	if b := fr.m.Heap.Near(addr); fr.m.Heap.Owns(addr) && b != nil {
		switch {
		case b.Freed:
			return freedBlock(at, b)
		case b.Lost || b.Mapped(addr):
			b.Lost = true
			return lostBlock(at, b)
		}
		return noBlock(at, addr, b)
	}
	return untouchable(at, false, addr)
}

func deleted(at diag.Span, v *check.Var) *diag.Error {
	return diag.Errorf(at, diag.Memory, "use after del of %s", nameWith(shortType(v.Type), v.Name))
}

func notTerminated(at diag.Span, b *mem.Block) *diag.Error {
	if b == nil {
		return diag.Errorf(at, diag.Bounds, "the text has no terminating NUL")
	}
	return diag.Errorf(at, diag.Bounds, "the text in %s has no terminating NUL", blockName(b))
}

func textTooLong(at diag.Span, n, room int64, t ctypes.Type) *diag.Error {
	return diag.Errorf(at, diag.Bounds, "a string of %d characters does not fit in %s", n, nameWithLength(t, room))
}

func wrongCount(at diag.Span, n, room int64, t ctypes.Type) *diag.Error {
	return diag.Errorf(at, diag.Bounds, "%d elements cannot be assigned to %s", n, nameWithLength(t, room))
}

// nameWithLength is an array or slice type with the length it has now.
func nameWithLength(t ctypes.Type, n int64) string {
	if s, ok := isSlice(t); ok {
		return shortType(ctypes.ArrayOf(s.Elem, n))
	}
	return shortType(t)
}

func badSlice(at diag.Span, from, to, n int64, x *check.SliceOf) *diag.Error {
	if from > to {
		return diag.Errorf(at, diag.Bounds, "slice [%d:%d] ends before it begins", from, to)
	}
	return diag.Errorf(at, diag.Bounds, "slice [%d:%d] is out of range for %s",
		from, to, nameWith(fmt.Sprintf("%s[%d]", x.Elem, n), x.Name))
}

func sliceOutside(at diag.Span, from, to int64, b *mem.Block) *diag.Error {
	return diag.Errorf(at, diag.Bounds, "slice [%d:%d] is out of range for %s", from, to, blockName(b))
}

func wrongType(at diag.Span, v Value, want ctypes.Type) *diag.Error {
	have := "nothing"
	if v.Type != nil {
		have = v.Type.String()
	}
	return diag.Errorf(at, diag.Type, "got %s, want %s", have, want)
}

func listRange(at diag.Span, i int64, n int) *diag.Error {
	return diag.Errorf(at, diag.Bounds, "index %d is out of range for a list of %d items", i, n)
}

func tooDeep(at diag.Span) *diag.Error {
	return diag.Errorf(at, diag.Limit, "too many nested calls (more than %d levels, or their locals are too large)", maxDepth)
}

func interrupted(at diag.Span) *diag.Error {
	return diag.Errorf(at, diag.Interrupt, "interrupted")
}

// noBody is a call of a function that has none.
func noBody(at diag.Span, fn *check.Func) *diag.Error {
	if fn.Dead {
		return diag.Errorf(at, diag.Name, "%s was deleted", fn.Name)
	}
	return diag.Errorf(at, diag.Name, "%s is declared, but not defined", fn.Name)
}
