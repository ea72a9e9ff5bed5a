package mem

import "unsafe"

// Bounds is what machine code looks at that must not leave a block: where blocks are,
// and some of the live ones, those that were last looked up. Its layout is told by
// the constants below.
type Bounds struct {
	low, size uintptr // all arenas lie in there, and perhaps other memory
	entries   [boundsEntries]extent
}

// extent is where a live block is; zero is none.
type extent struct{ low, size uintptr }

const boundsEntries = 64

// The layout of Bounds, in bytes. An address has the entry number
// address >> BoundsShift & BoundsMask, of 1 << BoundsEntryShift bytes: the first byte
// of a block, and its size.
const (
	BoundsLow        = 0
	BoundsSize       = 8
	BoundsEntries    = 16
	BoundsEntryShift = 4
	BoundsShift      = 12
	BoundsMask       = boundsEntries - 1
)

// The layout is as the constants say.
var _ = [1]struct{}{}[unsafe.Offsetof(Bounds{}.entries)-BoundsEntries+unsafe.Sizeof(extent{})-1<<BoundsEntryShift]

// Bounds is the address of the heap's; it stays as long as the heap is in use.
func (h *Heap) Bounds() uintptr { return uintptr(unsafe.Pointer(&h.bounds)) }

// extend takes in the newest of n arenas.
func (b *Bounds) extend(a *arena, n int) {
	if n == 1 {
		b.low, b.size = a.lo, a.end-a.lo
		return
	}
	end := max(b.low+b.size, a.end)
	b.low = min(b.low, a.lo)
	b.size = end - b.low
}

func (b *Bounds) entry(addr uintptr) *extent { return &b.entries[addr>>BoundsShift&BoundsMask] }

// note remembers that addr is in a block.
func (b *Bounds) note(addr uintptr, in *Block) {
	if !in.Freed {
		*b.entry(addr) = extent{in.Addr, uintptr(in.Size)}
	}
}

// forget is for a block that is no longer live.
func (b *Bounds) forget(gone *Block) {
	for i := range min(uintptr(gone.Size)>>BoundsShift+2, boundsEntries) {
		if e := b.entry(gone.Addr + i<<BoundsShift); e.low == gone.Addr {
			*e = extent{}
		}
	}
}
