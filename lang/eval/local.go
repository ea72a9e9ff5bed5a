package eval

import (
	"errors"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// Locals whose address may leave their function are owned blocks, made when it
// is entered and freed when it is left: foreign code that runs over one, or keeps
// its address, is found as it is with other blocks.

// guardedLocals is how many locals get guard pages in each statement, at 7 µs (and
// 100 µs where system calls are slow) each; those that follow, in a long loop, get
// the pattern only.
const guardedLocals = 100

// maxLocal bounds one local, which is cleared each time: in C, the stack ends at
// 8 MB, and memory that is really used up ends the session.
const maxLocal = 1 << 30

// localBlock is how the block of a local is made.
type localBlock struct {
	slot        int // gets the address
	size, align int64
	at          diag.Span
	birth       mem.Birth
}

func (c *compiler) localBlock(v *check.Var) localBlock {
	return localBlock{v.Slot, v.Type.Size(), max(v.Type.Align(), v.Align, 1), v.At, c.birthOf(v.Name, v.Type, v.At)}
}

// tempBlock makes a temporary a block, and gives the slot of its address.
func (c *compiler) tempBlock(t ctypes.Type, size int64, at diag.Span) (slot int) {
	slot = c.slots
	c.slots++
	c.blocks = append(c.blocks, localBlock{slot, size, max(t.Align(), 1), at, c.birthOf("", t, at)})
	return slot
}

func (c *compiler) birthOf(name string, t ctypes.Type, at diag.Span) mem.Birth {
	b := mem.Birth{Name: name, Type: shortType(t), Born: born(at)}
	if c.fn != nil {
		b.Func = c.fn.Name
	}
	return b
}

// makeLocals makes the blocks of what has just been entered.
func (fr *frame) makeLocals(blocks []localBlock) {
	for i := range blocks {
		b := &blocks[i]
		fr.s[b.slot] = uint64(fr.pushLocal(b.size, b.align, &b.birth, b.at))
	}
}

// pushLocal makes a block that endLocals will free.
func (fr *frame) pushLocal(size, align int64, birth *mem.Birth, at diag.Span) uintptr {
	if size > maxLocal {
		panic(diag.Errorf(at, diag.Limit, "a local of %d bytes is too large (more than %d)", size, maxLocal).
			WithHint("`new char[n]` makes memory that may be larger, `free` ends it"))
	}
	heap := fr.m.Heap
	newBlock := heap.NewLocal
	if fr.m.guarded < guardedLocals && !heap.Unguarded {
		fr.m.guarded++
		newBlock = heap.New
	}
	b, err := newBlock(size, align, *birth)
	if err != nil {
		panic(localError(at, err))
	}
	fr.locals = append(fr.locals, b)
	return b.Addr
}

func localError(at diag.Span, err error) *diag.Error {
	if over, ok := errors.AsType[*mem.OverrunError](err); ok {
		return overrun(at, over.Block, over)
	}
	return diag.Errorf(at, diag.Limit, "%v", err)
}

// endLocals frees the locals above a mark and gives the first that somebody
// wrote around.
func (fr *frame) endLocals(mark int) (damaged error) {
	for len(fr.locals) > mark {
		last := len(fr.locals) - 1
		b := fr.locals[last]
		fr.locals = fr.locals[:last]
		if err := fr.m.Heap.EndLocal(b); err != nil {
			damaged = err
		}
	}
	return damaged
}

// leaveLocals is endLocals where the function, the block or the statement at a
// place ends well.
func (fr *frame) leaveLocals(mark int, at *diag.Span) {
	over, ok := errors.AsType[*mem.OverrunError](fr.endLocals(mark))
	if !ok {
		return
	}
	e := overrun(*at, over.Block, over)
	if over.Block.Func != "" {
		e.Span, e.Message = diag.Span{}, e.Message+", noticed when that ended" // the place of the call
	}
	panic(e)
}
