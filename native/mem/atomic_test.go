package mem

import (
	"sync"
	"testing"
)

// Neighbours of every size are counted by several threads at once, and none
// loses a step of its own or of its neighbour's.
func TestAtomic(t *testing.T) {
	const workers, rounds = 4, 2000
	b := newBlock(t, new(Heap), 16, 8)
	places := []struct {
		offset uintptr
		size   int64
	}{{0, 1}, {1, 1}, {2, 2}, {4, 4}, {8, 8}}
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for range rounds {
				for _, p := range places {
					addOne(b.Addr+p.offset, p.size)
				}
				Fence()
			}
		})
	}
	all.Wait()
	for _, p := range places {
		want := uint64(workers * rounds)
		if p.size == 1 {
			want %= 256
		}
		if got := AtomicLoad(b.Addr+p.offset, p.size); got != want {
			t.Errorf("%d bytes at %d: got %d, want %d", p.size, p.offset, got, want)
		}
	}
	if CompareAndSwap(b.Addr, 2, 1, 2) {
		t.Error("swapped what was not there")
	}
}

func addOne(addr uintptr, size int64) {
	for {
		if old := AtomicLoad(addr, size); CompareAndSwap(addr, size, old, old+1) {
			return
		}
	}
}
