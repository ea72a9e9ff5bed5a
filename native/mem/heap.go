package mem

import (
	"errors"
	"fmt"
	"iter"
	"sort"
	"syscall"
)

// Birth says what a block is, for the errors that name it.
type Birth struct {
	Name string // of the variable, or empty
	Type string // C spelling
	Born string // where it was made: "<stdin>:3"
	Func string // whose local it is, or empty
	New  bool   // made by new: somebody is to free it
	Text string // the bytes of a string literal with its NUL, or empty
}

// Block is memory that the shell owns. Its address never changes.
type Block struct {
	Addr uintptr
	Size int64
	Birth
	Freed   bool
	Guarded bool // a page without access follows the last byte
	Lost    bool // foreign code has unmapped it: nothing may look at its surroundings

	slot, slotEnd uintptr // all that belongs to it: slack, bytes, guard page or gap
	local         bool    // a quick local (locals.go)
	next          *Block  // behind it in the queue of locals that have ended
}

// End is the address behind the last byte.
func (b *Block) End() uintptr { return b.Addr + uintptr(b.Size) }

// Contains tells whether n bytes at addr lie in the block.
func (b *Block) Contains(addr uintptr, n int64) bool {
	return addr >= b.Addr && n >= 0 && n <= b.Size && addr-b.Addr <= uintptr(b.Size-n)
}

// Mapped tells whether addr must be accessible while the block lives: it is in it
// or closely before it.
func (b *Block) Mapped(addr uintptr) bool { return addr >= b.slot && addr < b.End() }

// ErrDoubleFree is what Free says of a block that is freed already.
var ErrDoubleFree = errors.New("block is freed already")

// OverrunError says that somebody wrote outside of a block: Offset, counted from
// its start, is negative or at least Size. If not, they wrote into a local that
// had ended.
type OverrunError struct {
	Block  *Block
	Offset int64
}

func (e *OverrunError) Error() string {
	return fmt.Sprintf("memory was overwritten at offset %d of a block of %d bytes", e.Offset, e.Block.Size)
}

// NoMemoryError says that a block of Size bytes could not be had.
type NoMemoryError struct {
	Size int64
	Err  error
}

func (e *NoMemoryError) Error() string {
	return fmt.Sprintf("no memory for %d bytes: %v", e.Size, e.Err)
}
func (e *NoMemoryError) Unwrap() error { return e.Err }

const (
	pageSize = 4096 // the smallest of all pages; amd64 has no other
	minAlign = 16   // what malloc promises
	maxSize  = 1 << 40

	// A guarded block costs two of the process's mappings, of which Linux
	// allows 65,530 (vm.max_map_count), libraries and threads included.
	maxGuarded = 8192

	// Blocks without a guard page share chunks and keep a distance.
	chunkSize = 1 << 20
	gap       = 16
	farReach  = 240 // below the gap before a guarded block, looked at by Sweep and Free

	// As the header of a chunk of glibc it is of an arena's, but not mapped by itself:
	// NON_MAIN_ARENA is set, IS_MMAPPED is not (see SpanSize).
	canary     = 0xCC
	canaryWord = 0xCCCCCCCCCCCCCCCC

	// ChunkSize is how large glibc takes a block for; the low bits are flags.
	ChunkSize = canaryWord &^ 7

	// Freed blocks that Find still knows. What is beyond is forgotten, oldest
	// first; its addresses are not used again.
	maxFreed = 1 << 16
)

// Heap makes blocks. The zero Heap is ready and has reserved nothing. It serves
// one goroutine at a time.
type Heap struct {
	bounds  Bounds
	arenas  []*arena
	guarded int // live guarded blocks
	live    int64
	freed   int
	swept   int // how far Sweep has come
	locals  [localSizes]queue

	// Unguarded makes blocks without guard pages from now on (:set guard off).
	Unguarded bool

	recent [64]*Block // what Find found, by page number
}

// New makes a zeroed block whose address is a multiple of align (16 where align
// is 0). It ends at its guard page when size is a multiple of align; else fewer
// than align bytes lie between, filled with a pattern that Free checks. Beyond
// 8192 live blocks there is no guard page, only the pattern.
//
// A guarded block takes 4 µs (6 with its Free) and one page at least, others
// 0.3 µs; the first block 7 µs.
func (h *Heap) New(size, align int64, what Birth) (*Block, error) {
	return h.newBlock(size, align, what, h.guarded < maxGuarded && !h.Unguarded)
}

func (h *Heap) newBlock(size, align int64, what Birth, guarded bool) (*Block, error) {
	if align <= 0 {
		align = minAlign
	}
	if size < 0 || size > maxSize || align > pageSize || align&(align-1) != 0 {
		return nil, &NoMemoryError{size, syscall.ENOMEM}
	}
	b := &Block{Size: size, Birth: what, Guarded: guarded}
	err := h.place(b, uintptr(align))
	if err != nil && b.Guarded { // the process may be out of mappings
		b.Guarded = false
		err = h.place(b, uintptr(align))
	}
	if err != nil {
		return nil, &NoMemoryError{size, err}
	}
	if b.Guarded {
		h.guarded++
	}
	h.live++
	b.fillSlack()
	return b, nil
}

// place finds room in the newest arena, or in a new one.
func (h *Heap) place(b *Block, align uintptr) error {
	if n := len(h.arenas); n > 0 {
		if ok, err := h.arenas[n-1].place(b, align); ok || err != nil {
			return err
		}
	}
	a, err := newArena(uintptr(b.Size))
	if err != nil {
		return err
	}
	h.arenas = append(h.arenas, a)
	h.bounds.extend(a, len(h.arenas))
	if ok, err := a.place(b, align); err != nil || !ok {
		return errors.Join(err, syscall.ENOMEM)
	}
	return nil
}

// Damage looks at what surrounds the live block at addr, if there is one: the
// first byte that somebody wrote outside of it, or nil. The pattern is put back,
// so that each damage is told once.
func (h *Heap) Damage(addr uintptr) *OverrunError {
	if !h.Owns(addr) {
		return nil
	}
	b := h.Find(addr)
	if b == nil || b.Freed || b.Lost || b.intact() {
		return nil
	}
	return b.takeDamage()
}

func (b *Block) takeDamage() *OverrunError {
	over, _ := b.checkSlack().(*OverrunError)
	b.fillSlack()
	clear(b.farSlack())
	return over
}

// Sweep is Damage of many blocks: of max in each round, the newest first, so that
// all have their turn.
func (h *Heap) Sweep(max int) *OverrunError {
	for _, a := range h.arenas {
		for _, list := range [2][]*Block{a.guarded, a.packed} {
			for _, b := range h.round(list, max) {
				if !b.Freed && !b.Lost && !(b.intact() && isZero(b.farSlack())) {
					return b.takeDamage()
				}
				if over := b.takeLateWrite(); over != nil {
					return over
				}
			}
		}
	}
	return nil
}

// round is the next piece of a list that Sweep looks at.
func (h *Heap) round(list []*Block, max int) []*Block {
	if len(list) <= max {
		return list
	}
	if h.swept >= len(list) {
		h.swept = 0
	}
	end := len(list) - h.swept
	h.swept += max
	return list[end-min(end, max) : end]
}

// Free takes the block out of use. Its pages lose access, so that a use after
// free faults (blocks without a guard page are only overwritten); the block
// stays known to Find. The error is ErrDoubleFree or an *OverrunError; after
// the latter the block is freed all the same.
func (h *Heap) Free(b *Block) error {
	if b.Freed {
		return ErrDoubleFree
	}
	var err error
	if !b.Lost {
		err = b.checkSlack()
	}
	b.Freed = true
	h.bounds.forget(b)
	h.live--
	if b.Guarded {
		h.guarded--
		decommit(b.slot, b.slotEnd-b.slot)
	} else if !b.Lost {
		b.poison()
	}
	if h.freed++; h.freed > 2*maxFreed {
		h.forget()
	}
	return err
}

// Owns tells whether addr lies in address space that the heap has reserved,
// whether or not a block is there. It is cheap and inlined.
func (h *Heap) Owns(addr uintptr) bool {
	return addr-h.bounds.low < h.bounds.size && (len(h.arenas) == 1 || h.arenaOf(addr) != nil)
}

// Find returns the block, live or freed, in which addr lies or which it ends,
// or nil.
func (h *Heap) Find(addr uintptr) *Block {
	recent := &h.recent[addr/pageSize%uintptr(len(h.recent))]
	if b := *recent; b != nil && addr-b.Addr <= uintptr(b.Size) {
		return b
	}
	b := h.below(addr)
	if b == nil || addr > b.End() {
		return nil
	}
	*recent = b
	h.bounds.note(addr, b)
	return b
}

// Near returns the block whose surroundings addr lies in: its bytes, its guard
// page, or the slack before it; nil if there is none.
func (h *Heap) Near(addr uintptr) *Block {
	if b := h.below(addr); b != nil && addr < b.slotEnd {
		return b
	}
	a := h.arenaOf(addr)
	if a == nil {
		return nil
	}
	list := a.listOf(addr)
	if i := firstAbove(list, addr); i < len(list) && addr >= list[i].slot {
		return list[i]
	}
	return nil
}

// below returns the block with the highest address that is not above addr.
func (h *Heap) below(addr uintptr) *Block {
	a := h.arenaOf(addr)
	if a == nil {
		return nil
	}
	list := a.listOf(addr)
	i := firstAbove(list, addr)
	if i == 0 {
		return nil
	}
	return list[i-1]
}

func firstAbove(list []*Block, addr uintptr) int {
	return sort.Search(len(list), func(i int) bool { return list[i].Addr > addr })
}

func (h *Heap) arenaOf(addr uintptr) *arena {
	for _, a := range h.arenas {
		if addr-a.lo < a.end-a.lo {
			return a
		}
	}
	return nil
}

// All gives the blocks in order of their addresses, freed ones included.
func (h *Heap) All() iter.Seq[*Block] {
	arenas := append([]*arena(nil), h.arenas...)
	sort.Slice(arenas, func(i, j int) bool { return arenas[i].lo < arenas[j].lo })
	return func(yield func(*Block) bool) {
		for _, a := range arenas {
			for _, list := range [2][]*Block{a.guarded, a.packed} {
				for _, b := range list {
					if !yield(b) {
						return
					}
				}
			}
		}
	}
}

// Live is the number of blocks that are not freed.
func (h *Heap) Live() int64 { return h.live }

// forget drops the older half of the freed blocks from the index; done once in
// maxFreed frees, so that the cost of a Free stays constant.
func (h *Heap) forget() {
	drop := h.freed - maxFreed
	for _, a := range h.arenas {
		a.guarded, drop = dropFreed(a.guarded, drop)
		a.packed, drop = dropFreed(a.packed, drop)
	}
	h.freed, h.recent = maxFreed, [64]*Block{}
}

func dropFreed(list []*Block, drop int) ([]*Block, int) {
	kept := list[:0]
	for _, b := range list {
		if b.Freed && !b.local && drop > 0 {
			drop--
			continue
		}
		kept = append(kept, b)
	}
	clear(list[len(kept):])
	return kept, drop
}
