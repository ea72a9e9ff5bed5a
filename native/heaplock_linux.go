package native

import (
	"encoding/binary"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"cshell/native/mem"
)

// A call that ends inside of malloc (an abort because the heap is damaged, an
// interrupt) leaves the lock of its arena held, and the next malloc would wait for
// ever. In glibc an arena of a thread stands at the beginning of memory that is
// aligned to 64 MB and begins with a pointer to it (struct heap_info, arena.c); its
// first word is the lock (struct malloc_state, malloc.c). The thread knows its arena
// by a thread-local variable, thread_arena.

const (
	arenaAlign   = 64 << 20 // HEAP_MAX_SIZE
	arenaOffset  = 128      // the most that struct heap_info takes
	tlsSearched  = 1024     // bytes below the thread pointer; libc is among the first there
	lockPatience = 20       // times 0.1 ms
)

// allowArenas has glibc make an arena for everyone who has none. By itself it makes
// 8 for each processor and then gives out old ones, also those that ended calls
// have left.
func allowArenas() {
	const arenaMax, most = -8 & 0xffffffff, 4096 // M_ARENA_MAX
	if libc.mallopt != 0 {
		libcCall(libc.mallopt, arenaMax, most)
	}
}

// freeHeapLocks releases what the ended call has left locked, and gives the thread
// another arena: who had the lock may have left the arena in any state.
func (p *Process) freeHeapLocks() {
	end := threadPointer()
	for at := end - tlsSearched; at < end; at += 8 {
		arena := uintptr(mem.Load64(at))
		if p.isArena(arena) && freeLock(arena) {
			mem.Store64(at, 0)
		}
	}
}

func (p *Process) isArena(addr uintptr) bool {
	offset := addr % arenaAlign
	if addr < arenaAlign || offset == 0 || offset > arenaOffset || offset%8 != 0 {
		return false
	}
	var arena [8]byte // of the memory that it begins
	return p.Read(addr-offset, arena[:]) == len(arena) && uintptr(binary.LittleEndian.Uint64(arena[:])) == addr
}

// freeLock frees a lock that nobody is going to free.
func freeLock(addr uintptr) (freed bool) {
	lock := (*uint32)(unsafe.Add(nil, addr))
	for range lockPatience { // another thread may be at work in the arena
		if atomic.LoadUint32(lock) == 0 {
			return false
		}
		time.Sleep(100 * time.Microsecond)
	}
	atomic.StoreUint32(lock, 0)
	syscall.RawSyscall6(syscall.SYS_FUTEX, addr, futexWake, 1<<30, 0, 0, 0)
	return true
}
