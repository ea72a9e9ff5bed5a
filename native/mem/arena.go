package mem

import (
	"bytes"
	"encoding/binary"
	"syscall"
)

// arena is reserved address space. Guarded blocks fill its lower half, packed
// ones its upper half, both upwards and never twice, so that each list is
// sorted by address without being sorted.
type arena struct {
	lo, mid, end uintptr
	nextPage     uintptr // of the lower half
	next, chunk  uintptr // of the upper half: free from next, committed to chunk
	guarded      []*Block
	packed       []*Block
}

const (
	arenaSize  = 64 << 30
	smallArena = 64 << 20
)

// newArena reserves address space for at least one block of the given size.
// Where a limit (ulimit -v) forbids the usual size it takes little at a time, to
// leave the libraries their share, and less where even that is too much.
func newArena(size uintptr) (*arena, error) {
	least := 4*pageUp(size) + 4*chunkSize
	var lo, want uintptr
	err := error(syscall.ENOMEM)
	for _, usual := range []uintptr{arenaSize, smallArena, 0} {
		want = max(usual, least)
		if lo, err = reserve(want); err == nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	a := &arena{lo: lo, mid: lo + pageUp(want/2), end: lo + want}
	a.nextPage, a.next = a.lo, a.mid
	if want >= arenaSize { // room enough to begin where a span does
		a.nextPage, a.next = alignUp(a.lo, SpanSize), alignUp(a.mid, SpanSize)
	}
	a.chunk = a.next
	return a, nil
}

// SpanSize is glibc's HEAP_MAX_SIZE. Its free and realloc look for the owner of a chunk
// at the start of the span that the chunk is in, if a bit of the chunk's header says so,
// as the canary does. No block covers such a start: who frees a block faults there, with
// the block's address still in a register.
const SpanSize = 64 << 20

// apart is where n bytes from start can go without covering the start of a span; more
// than a span covers it in the middle, but has none before it.
func apart(start, n uintptr) uintptr {
	span := start &^ (SpanSize - 1)
	switch {
	case start == span:
		return start + pageSize
	case start+n > span+SpanSize && start != span+pageSize:
		return span + SpanSize + pageSize
	}
	return start
}

// behind is where the next block can go: in the span of one that covers its start none.
func behind(slot, slotEnd uintptr) uintptr {
	if slotEnd > slot&^(SpanSize-1)+SpanSize {
		return alignUp(slotEnd, SpanSize)
	}
	return slotEnd
}

// place gives b its address; ok is false when the arena is full.
func (a *arena) place(b *Block, align uintptr) (ok bool, err error) {
	if b.Guarded {
		return a.placeGuarded(b, align)
	}
	return a.placePacked(b, align)
}

func (a *arena) placeGuarded(b *Block, align uintptr) (ok bool, err error) {
	size := uintptr(b.Size)
	pages := pageUp(max(size, 1))
	slot := apart(a.nextPage, pages+pageSize)
	slotEnd := slot + pages + pageSize
	if slotEnd > a.mid {
		return false, nil
	}
	if err := commit(slot, pages); err != nil {
		return false, err
	}
	b.slot, b.slotEnd = slot, slotEnd
	b.Addr = (slot + pages - size) &^ (align - 1)
	a.nextPage = behind(slot, slotEnd)
	a.guarded = append(a.guarded, b)
	return true, nil
}

func (a *arena) placePacked(b *Block, align uintptr) (ok bool, err error) {
	size, align := uintptr(b.Size), max(align, minAlign)
	slot := apart(a.next, size+align+3*gap)
	addr := alignUp(slot+gap, align)
	slotEnd := alignUp(addr+size, minAlign) + gap
	if slotEnd > a.end {
		return false, nil
	}
	if start := max(a.chunk, slot&^(pageSize-1)); slotEnd > start {
		end := min(start+alignUp(slotEnd-start, chunkSize), alignUp(slotEnd, SpanSize), a.end)
		if err := commit(start, end-start); err != nil {
			return false, err
		}
		a.chunk = end
	}
	b.slot, b.Addr, b.slotEnd = slot, addr, slotEnd
	a.next = behind(slot, slotEnd)
	a.packed = append(a.packed, b)
	return true, nil
}

// listOf is the list that addr can only be in.
func (a *arena) listOf(addr uintptr) []*Block {
	if addr < a.mid {
		return a.guarded
	}
	return a.packed
}

// slack is what the checks of Free look at: up to gap bytes before the block,
// and all up to the guard page (or gap bytes) behind it.
func (b *Block) slack() (before, after []byte) {
	n := min(b.Addr-b.slot, gap)
	before = Bytes(b.Addr-n, int64(n))
	stop := b.slotEnd
	if b.Guarded {
		stop -= pageSize
	}
	return before, Bytes(b.End(), int64(stop-b.End()))
}

func (b *Block) fillSlack() {
	before, after := b.slack()
	fill(before)
	fill(after)
}

// farSlack is what nobody has to write either: up to farReach bytes below the slack
// before a guarded block, which are zero since its page came from the system.
func (b *Block) farSlack() []byte {
	if !b.Guarded || b.Addr-b.slot <= gap {
		return nil
	}
	n := min(b.Addr-gap-b.slot, farReach)
	return Bytes(b.Addr-gap-n, int64(n))
}

// intact is the quick form of checkSlack, without farSlack.
func (b *Block) intact() bool {
	before, after := b.slack()
	return isCanary(before) && isCanary(after)
}

func isCanary(b []byte) bool {
	for len(b) >= 8 {
		if binary.LittleEndian.Uint64(b) != canaryWord {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c != canary {
			return false
		}
	}
	return true
}

func (b *Block) checkSlack() error {
	before, after := b.slack()
	for i, c := range after {
		if c != canary {
			return &OverrunError{b, b.Size + int64(i)}
		}
	}
	for i := len(before) - 1; i >= 0; i-- {
		if before[i] != canary {
			return &OverrunError{b, int64(i - len(before))}
		}
	}
	far := b.farSlack()
	for i := len(far) - 1; i >= 0; i-- {
		if far[i] != 0 {
			return &OverrunError{b, int64(i - len(far) - gap)}
		}
	}
	return nil
}

func isZero(b []byte) bool {
	for len(b) >= 8 {
		if binary.LittleEndian.Uint64(b) != 0 {
			return false
		}
		b = b[8:]
	}
	return len(bytes.Trim(b, "\x00")) == 0
}

// poison makes the contents of a packed block useless and gives whole pages
// back to the system.
func (b *Block) poison() {
	lo, hi := pageUp(b.Addr), b.End()&^(pageSize-1)
	if lo >= hi {
		fill(Bytes(b.Addr, b.Size))
		return
	}
	fill(Bytes(b.Addr, int64(lo-b.Addr)))
	fill(Bytes(hi, int64(b.End()-hi)))
	discard(lo, hi-lo)
}

func fill(b []byte) {
	for len(b) >= 8 {
		binary.LittleEndian.PutUint64(b, canaryWord)
		b = b[8:]
	}
	for i := range b {
		b[i] = canary
	}
}

func pageUp(n uintptr) uintptr         { return alignUp(n, pageSize) }
func alignUp(n, align uintptr) uintptr { return (n + align - 1) &^ (align - 1) }
