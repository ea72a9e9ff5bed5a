package mem

import (
	"runtime"
	"syscall"
	"unsafe"
)

// Mapping is one of the process's mappings, as /proc/self/maps lists them.
type Mapping struct {
	Start, End                  uintptr // End is exclusive
	Read, Write, Execute, Share bool
	Offset                      uintptr // in the file
	Path                        string  // or [heap], [stack] …; "" for anonymous memory
}

// procmapQuery is struct procmap_query of linux/fs.h.
type procmapQuery struct {
	size, flags, addr       uint64
	start, end, vmaFlags    uint64
	pageSize, offset, inode uint64
	devMajor, devMinor      uint32
	nameSize, buildIDSize   uint32
	name                    unsafe.Pointer
	buildID                 uint64
}

const (
	procmapIoctl = 0xC0686611 // PROCMAP_QUERY
	procmapNext  = 0x10       // PROCMAP_QUERY_COVERING_OR_NEXT_VMA
	longestPath  = 4096
)

// FindMapping asks the kernel for the mapping that covers addr; where none does and
// next is set, for the first above it. It costs 4 µs, however many mappings there
// are. The error says that the kernel cannot tell (before Linux 6.11).
func FindMapping(addr uintptr, next bool) (m Mapping, ok bool, err error) {
	fd, err := syscall.Open("/proc/self/maps", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return m, false, err
	}
	defer syscall.Close(fd)
	path := make([]byte, longestPath)
	q := &procmapQuery{addr: uint64(addr), nameSize: uint32(len(path)), name: unsafe.Pointer(&path[0])}
	q.size = uint64(unsafe.Sizeof(*q))
	if next {
		q.flags = procmapNext
	}
	_, _, e := syscall.RawSyscall(syscall.SYS_IOCTL, uintptr(fd), procmapIoctl, uintptr(unsafe.Pointer(q)))
	runtime.KeepAlive(path)
	switch e {
	case 0:
		return q.mapping(path), true, nil
	case syscall.ENOENT:
		return m, false, nil
	}
	return m, false, e
}

func (q *procmapQuery) mapping(path []byte) Mapping {
	return Mapping{
		Start: uintptr(q.start), End: uintptr(q.end), Offset: uintptr(q.offset),
		Read: q.vmaFlags&1 != 0, Write: q.vmaFlags&2 != 0, Execute: q.vmaFlags&4 != 0, Share: q.vmaFlags&8 != 0,
		Path: string(path[:max(q.nameSize, 1)-1]), // it counts the NUL
	}
}

// Mapped says whether addr lies in a mapping, accessible or not.
func Mapped(addr uintptr) bool {
	var resident byte
	_, _, e := syscall.RawSyscall(syscall.SYS_MINCORE, addr&^(pageSize-1), 1, uintptr(unsafe.Pointer(&resident)))
	return e == 0
}
