package native

import (
	"errors"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"unsafe"

	"cshell/ctypes"
	"cshell/native/mem"
)

// The stubs are C functions, made by the assembler: nothing writable is ever
// executed.
const (
	stubCount = 4096
	stubSize  = 16 // bytes of code
)

var (
	servers    [stubCount]ctypes.Server
	entries    [stubCount]uintptr // where the stubs jump: enterGo, or code for them
	vectorless [stubCount]bool    // what UsesVectors says, for the stubs
	usedStubs  int                // those before it have been given out
	freedStubs []uint16           // of these, longest free first
)

// ErrNoCallback says that all stubs are in use.
var ErrNoCallback = errors.New("all 4096 callbacks are in use")

// Callback gives a C address that enters s with the arguments; s fills the
// results, which are zero before. C may call it from any thread, one at a time.
// The frame is gone when s returns.
func (p *Process) Callback(s ctypes.Server) (addr uintptr, err error) {
	i := usedStubs
	switch {
	case i < stubCount:
		usedStubs++
	case len(freedStubs) > 0:
		i, freedStubs = int(freedStubs[0]), freedStubs[1:]
	default:
		return 0, ErrNoCallback
	}
	servers[i], vectorless[i] = s, !s.UsesVectors()
	entries[i] = enterGoPC
	return stubTable + uintptr(i)*stubSize, nil
}

// FreeCallback makes a call of the address an error: C gets zero, and the call
// that led there reports SignalFreedCallback. The address is given out again
// only when there is no unused one left.
func (p *Process) FreeCallback(addr uintptr) {
	i := (addr - stubTable) / stubSize
	if i >= stubCount || (addr-stubTable)%stubSize != 0 || servers[i] == nil {
		return
	}
	servers[i], vectorless[i] = nil, false
	p.Enter(addr, 0)
	freedStubs = append(freedStubs, uint16(i))
}

// Hooks is for machine code that is to serve a callback's address.
func (p *Process) Hooks(addr uintptr) ctypes.Hooks {
	return ctypes.Hooks{
		Server: enterGoPC, Index: uint64((addr - stubTable) / stubSize),
		Thread: uintptr(unsafe.Pointer(&host)), Interrupted: uintptr(unsafe.Pointer(&interrupted)),
		Pointer: int32(unsafe.Offsetof(host.tp)), Foreign: int32(unsafe.Offsetof(host.foreign)), Guests: int32(unsafe.Offsetof(host.guests)),
	}
}

// Enter makes C that calls a callback's address enter code (see AddCode), or its server
// again where code is 0.
func (p *Process) Enter(addr, code uintptr) {
	if code == 0 {
		code = enterGoPC
	}
	atomic.StoreUintptr(&entries[(addr-stubTable)/stubSize], code)
}

// What the stubs enter: known threads have taken their lock, strangers not.
var (
	serveKnown    = serveCallback
	serveStranger = serveGuest
)

func serveCallback(f *ctypes.Frame) {
	takeOver()
	if s := servers[f.Index]; s != nil {
		s.Serve(f)
	} else {
		staleCallback = stubTable + uintptr(f.Index)*stubSize
		attention = 1
	}
	handOver()
}

var guests sync.Mutex // held by the one that is in, or is next

// serveGuest serves a callback on a thread that a library started.
func serveGuest(f *ctypes.Frame) {
	guests.Lock()
	defer guests.Unlock()
	lockAsGuest()
	defer release()
	takeOver()
	defer handOver()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	stack := ownStack()
	guest.stackLo, guest.stackHi = stack.lo, stack.lo+stack.size
	guest.be(stack)
	defer atomic.StoreUintptr(&guest.tp, 0)
	hookThreadExit(&guestCleanup)
	defer unhookThreadExit(&guestCleanup)
	f.Errno = int64(mem.LoadI32(guest.errno))
	serveCallback(f)
	if guest.jumps != 0 {
		leaveByJump(f)
		return
	}
	mem.Store32(guest.errno, uint32(f.Errno))
}

// guestJump is the Index of a Frame that a guest leaves by longjmp: guest is somebody
// else's when it does. The jmp_buf lies over the arguments, its value in Errno.
const guestJump = ^uint64(0)

func leaveByJump(f *ctypes.Frame) {
	*(*[jumpWords]uintptr)(unsafe.Pointer(f)) = guest.jump
	f.Errno, f.Index = int64(guest.jumpValue), guestJump
	guest.jumps = 0
}
