// Package headroom makes room for Go before it is asked for. A page fault takes 0.2 µs,
// on a virtual machine 12 and more. So the heap gets huge pages (2 MB): by pages of 4 KB
// faults are a tenth of the time to start, and half the time to read the headers of a
// large library. Stacks grow once instead of step by step, a twelfth of a start, and the
// program's code is mapped at once where it is in memory anyway, a twentieth.
//
// The package imports nothing that has to be initialised, sync for one, so that it comes
// before all others.
package headroom

import "sync/atomic"

const (
	adviseHuge     = 14 // MADV_HUGEPAGE
	advisePopulate = 22 // MADV_POPULATE_READ: refused before Linux 5.14, and nothing is lost
	adviseCollapse = 25 // MADV_COLLAPSE: touched pages, too; refused before Linux 6.1

	small = 4 << 10 // bytes of a page
	page  = 2 << 20 // of a huge one
	chunk = 4 << 20 // that the heap grows by, aligned to them

	largeStack = 64 << 20
)

// The heap begins somewhere in the chunk that this stack is in. What is not touched of
// it needs no collapsing.
func init() {
	begin, end := text()
	begin &^= small - 1
	advise(begin, end-begin, advisePopulate)
	GrowStack()
	low := stack()
	advise(low&^(chunk-1), chunk, adviseHuge)
	advise(low&^(page-1), page, adviseCollapse)
}

var reserved atomic.Bool

// Reserve grows the heap by 64 MB of huge pages, once, for work that fills it. They are
// the stack of a goroutine that ends at once, which becomes free memory, where what is
// allocated would become garbage, and have the collector run.
func Reserve() {
	if reserved.Swap(true) {
		return
	}
	grown := make(chan bool)
	go func() {
		growStackLarge()
		advise(stack(), largeStack, adviseHuge)
		close(grown)
	}()
	<-grown
}

// growStackLarge has the goroutine's stack grow to largeStack bytes.
func growStackLarge()

// GrowStack has the running goroutine's stack grow to what a statement takes, if it is
// smaller. A stack that grows is copied frame by frame, by tables that have to be read
// first; at the beginning there is little of it.
func GrowStack()

// text is where the program's code lies.
func text() (begin, end uintptr)

// stack is the lower end of the running goroutine's stack, which lies in what
// the heap has grown to so far.
func stack() uintptr

// advise is madvise(2).
//
//go:noescape
func advise(addr, size uintptr, advice int32)
