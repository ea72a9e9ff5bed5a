package mem

import (
	"math/bits"
	"slices"
)

// Locals of session functions whose address may reach foreign code are blocks
// that end with the call. The thorough ones have a guard page and are never used
// again (New, Free). The quick ones are packed blocks that change hands: one that
// ended waits behind others of its size, filled with the pattern, before it is
// given out again, so that who still writes to it is found.

const (
	localSizes = 13   // 16 bytes to 64 KB in powers of two; larger ones change no hands
	localWait  = 64   // how many of a size wait at least
	localWatch = 1024 // bytes of an ended local that are looked at
)

// queue holds the ended locals of one size, the oldest first.
type queue struct {
	first, last *Block
	n           int
}

func (q *queue) add(b *Block) {
	if q.n++; q.first == nil {
		q.first = b
	} else {
		q.last.next = b
	}
	q.last = b
}

func (q *queue) take() *Block {
	b := q.first
	q.first, b.next = b.next, nil
	q.n--
	return b
}

// NewLocal makes a block without a guard page for a local of a function; its
// bytes are anything. An *OverrunError says that somebody wrote to the block that
// was to be used again, after its first life: another attempt will succeed. With
// its EndLocal it takes 65 ns for 64 bytes.
func (h *Heap) NewLocal(size, align int64, what Birth) (*Block, error) {
	class, ok := localClass(size, align)
	if !ok {
		return h.newBlock(size, align, what, false)
	}
	ended := &h.locals[class]
	if ended.n <= localWait {
		b, err := h.newBlock(minAlign<<class, minAlign, what, false)
		if err == nil {
			b.local, b.Size = true, size
			b.fillSlack()
		}
		return b, err
	}
	if over := ended.first.takeLateWrite(); over != nil {
		return nil, over
	}
	b := ended.take()
	b.Size, b.Birth, b.Freed = size, what, false
	h.live++
	b.fillSlack()
	return b, nil
}

// localClass is the queue of a local: that of 16<<class bytes.
func localClass(size, align int64) (class int, ok bool) {
	class = bits.Len64(uint64(max(size, 1)-1) / minAlign)
	return class, class < localSizes && align <= minAlign && size >= 0
}

// EndLocal frees a local, whichever way it was made.
func (h *Heap) EndLocal(b *Block) error {
	if !b.local {
		return h.Free(b)
	}
	err := b.checkSlack()
	b.Freed = true
	h.bounds.forget(b)
	h.live--
	fill(b.watched())
	class, _ := localClass(b.Size, minAlign)
	h.locals[class].add(b)
	return err
}

// watched is what is looked at of a quick local that has ended.
func (b *Block) watched() []byte { return Bytes(b.Addr, min(b.Size, localWatch)) }

// takeLateWrite tells, once, of a write to a local that has ended. The error is
// about a copy, since the block will be somebody else's.
func (b *Block) takeLateWrite() *OverrunError {
	if !b.local || !b.Freed {
		return nil
	}
	bytes := b.watched()
	if isCanary(bytes) {
		return nil
	}
	i := slices.IndexFunc(bytes, func(c byte) bool { return c != canary })
	fill(bytes)
	copied := *b
	return &OverrunError{&copied, int64(i)}
}
