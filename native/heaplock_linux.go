package native

import (
	"encoding/binary"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"cshell/ctypes"
	"cshell/native/mem"
)

// A call that ends inside of malloc (an abort because the heap is damaged, an
// interrupt) leaves the lock of its arena held, and the next malloc would wait for
// ever. In glibc an arena of a thread stands at the beginning of memory that is
// aligned to 64 MB and begins with a pointer to it (struct heap_info, arena.c); its
// first word is the lock (struct malloc_state, malloc.c). The thread knows its arena
// by a thread-local variable, thread_arena.
//
// Or it leaves the thread's own lists of free chunks shorter than their counts say,
// which every malloc of that size would fault at. The thread knows them by another
// variable, tcache.

const (
	arenaAlign   = mem.SpanSize
	arenaOffset  = 128      // the most that struct heap_info takes
	tlsSearched  = 1024     // bytes below the thread pointer; libc is among the first there
	lockPatience = 20       // times 0.1 ms
	mallocReach  = 64 << 10 // bytes around malloc where the rest of malloc.c is
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
func (p *Process) freeHeapLocks() (abandoned bool) {
	end := threadPointer()
	for at := end - tlsSearched; at < end; at += 8 {
		arena := uintptr(mem.Load64(at))
		if p.isArena(arena) && freeLock(arena) {
			mem.Store64(at, 0)
			abandoned = true
		}
	}
	return abandoned
}

// mendFreeLists makes the counts of the thread's free lists true; or 0, where the
// chunks are of an arena that is given up.
func (p *Process) mendFreeLists(abandoned bool) {
	end := threadPointer()
	for at := end - tlsSearched; at < end; at += 8 {
		if addr := uintptr(mem.Load64(at)); p.isFreeLists(addr) {
			p.countFree(addr, abandoned)
		}
	}
}

// freeLists is glibc's struct tcache_perthread_struct from 2.30 to 2.41.
type freeLists struct {
	counts [64]uint16
	first  [64]uint64
}

// freeListsMost is what glibc counts to unless told otherwise.
const freeListsMost = 7

func (p *Process) isFreeLists(addr uintptr) bool {
	const chunk, flags = 0x290, 7 // size with header, and the bits of it that are none
	var size [8]byte
	return addr > 4096 && addr%16 == 0 && p.Read(addr-8, size[:]) == len(size) &&
		binary.LittleEndian.Uint64(size[:])&^flags == chunk
}

func (p *Process) countFree(addr uintptr, abandoned bool) {
	lists := (*freeLists)(unsafe.Add(nil, addr))
	for i, n := range lists.counts {
		if n > freeListsMost || lists.first[i]%16 != 0 && n == 0 {
			return // something else of that size
		}
	}
	if abandoned {
		clear(lists.counts[:])
		return
	}
	for i, n := range lists.counts {
		lists.counts[i] = p.freeChunks(uintptr(lists.first[i]), n)
	}
}

// freeChunks counts the sound chunks of a list, which should be n. Each begins with
// the address of the next, mixed with its own (PROTECT_PTR).
func (p *Process) freeChunks(addr uintptr, n uint16) (sound uint16) {
	for sound < n && addr != 0 && addr%16 == 0 {
		var next [8]byte
		if p.Read(addr, next[:]) < len(next) {
			break
		}
		addr = uintptr(binary.LittleEndian.Uint64(next[:])) ^ addr>>12
		sound++
	}
	return sound
}

// inMalloc says whether the call may have ended while malloc was at work.
func inMalloc(img *ctypes.Image) bool {
	return img.Signal == int64(syscall.SIGABRT) || uintptr(img.FaultPC)-libc.malloc+mallocReach < 2*mallocReach
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
