package mem

import (
	"sync/atomic"
	"unsafe"
)

// Atomic access to C memory, as strong as C's memory_order_seq_cst. The objects
// are of 1, 2, 4 or 8 bytes and aligned to their size; values are in the low
// bits.

// AtomicLoad reads an object.
//
//go:nocheckptr
func AtomicLoad(addr uintptr, size int64) uint64 {
	if size == 8 {
		return atomic.LoadUint64((*uint64)(unsafe.Add(nil, addr)))
	}
	word, shift, mask := wordOf(addr, size)
	return uint64(atomic.LoadUint32(word)>>shift) & mask
}

// CompareAndSwap writes an object if it has the old value, and says whether.
//
//go:nocheckptr
func CompareAndSwap(addr uintptr, size int64, old, new uint64) bool {
	if size == 8 {
		return atomic.CompareAndSwapUint64((*uint64)(unsafe.Add(nil, addr)), old, new)
	}
	word, shift, mask := wordOf(addr, size)
	for {
		all := atomic.LoadUint32(word)
		if uint64(all>>shift)&mask != old&mask {
			return false
		}
		changed := all&^uint32(mask<<shift) | uint32((new&mask)<<shift)
		if atomic.CompareAndSwapUint32(word, all, changed) {
			return true
		}
	}
}

// wordOf is the aligned word of four bytes that holds a smaller object, where
// in it (little endian), and which bits the object has. A word is never in two
// pages.
func wordOf(addr uintptr, size int64) (word *uint32, shift, mask uint64) {
	const align = 4
	at := addr &^ (align - 1)
	if size == align {
		at = addr
	}
	return (*uint32)(unsafe.Add(nil, at)), uint64(addr-at) * 8, 1<<(8*size) - 1
}

// Fence orders what this thread did to memory before and after it.
func Fence() {
	var x atomic.Uint32
	x.Swap(1)
}
