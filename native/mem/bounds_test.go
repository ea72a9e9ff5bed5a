package mem

import "testing"

// knows says whether machine code would take base and addr for the same live block.
func (b *Bounds) knows(base, addr uintptr) bool {
	e := *b.entry(base)
	return base-b.low < b.size && base-e.low <= e.size && addr-e.low <= e.size
}

func TestBounds(t *testing.T) {
	var h Heap
	if h.bounds.knows(0, 0) {
		t.Error("something is known before there is a block")
	}
	b := newBlock(t, &h, 300_000, 16) // of more pages than there are entries
	last := b.End() - 1
	if h.bounds.knows(b.Addr, b.Addr) {
		t.Error("a block is known that nobody has looked up")
	}
	for addr := b.Addr; addr < b.End(); addr += pageSize {
		h.Find(addr)
	}
	h.Find(last)
	if !h.bounds.knows(b.Addr, last) || !h.bounds.knows(last, b.Addr) || !h.bounds.knows(b.End(), last) {
		t.Error("a block is not known that was looked up")
	}
	if h.bounds.knows(b.Addr, b.End()+1) || h.bounds.knows(b.Addr-1, b.Addr) {
		t.Error("more is known than the block")
	}
	if err := h.Free(b); err != nil {
		t.Fatal(err)
	}
	h.Find(b.Addr)
	for addr := b.Addr; addr <= b.End(); addr += pageSize {
		if h.bounds.knows(addr, addr) {
			t.Errorf("a freed block is known at %#x", addr-b.Addr)
		}
	}
	local, err := h.NewLocal(100, 8, Birth{})
	if err != nil {
		t.Fatal(err)
	}
	h.Find(local.Addr)
	known := h.bounds.knows(local.Addr, local.Addr)
	if h.EndLocal(local); !known || h.bounds.knows(local.Addr, local.Addr) {
		t.Error("a local is not known while it lives, or is when it has ended")
	}
}
