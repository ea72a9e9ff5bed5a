package native

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"cshell/native/mem"
)

// Machine code that the session makes is mapped twice, so that nothing writable is
// ever executed: once to write it, which is allowed while that happens, once to run it.
var codeRoom struct {
	written uintptr // where it is written
	used    uintptr // bytes
	owner   int     // the process: a child of fork shares the pages
	err     error
}

const (
	codeSize  = 1 << 20 // for all of it; none is taken out
	codeAlign = 16
)

var errCodeFull = errors.New("no room for more machine code")

// AddCode makes machine code executable for as long as the process lives and gives its
// address. A fault of its accesses goes on at the address in R11 if that is not 0, but
// not one in the red zone. It costs 100 µs the first time.
func (p *Process) AddCode(code []byte) (uintptr, error) {
	if codeLo == 0 && codeRoom.err == nil {
		codeRoom.err = mapCode()
	}
	size := (uintptr(len(code)) + codeAlign - 1) &^ (codeAlign - 1)
	switch {
	case codeRoom.err != nil:
		return 0, codeRoom.err
	case codeRoom.owner != os.Getpid():
		return 0, errors.ErrUnsupported
	case codeRoom.used+size > codeSize:
		return 0, errCodeFull
	}
	if err := allowCode(syscall.PROT_READ | syscall.PROT_WRITE); err != nil {
		return 0, err
	}
	at := codeRoom.used
	copy(mem.Bytes(codeRoom.written+at, int64(len(code))), code)
	codeRoom.used += size
	return codeLo + at, allowCode(syscall.PROT_READ)
}

// mapCode fails where the system forbids executable memory that was written.
func mapCode() error {
	fd, err := unix.MemfdCreate("cshell", unix.MFD_CLOEXEC)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	if err := syscall.Ftruncate(fd, codeSize); err != nil {
		return err
	}
	written, err := unix.MmapPtr(fd, 0, nil, codeSize, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return err
	}
	run, err := unix.MmapPtr(fd, 0, nil, codeSize, syscall.PROT_READ|syscall.PROT_EXEC, syscall.MAP_SHARED)
	if err != nil {
		return errors.Join(err, unix.MunmapPtr(written, codeSize))
	}
	codeRoom.written, codeRoom.owner = uintptr(written), os.Getpid()
	codeLo, codeHi = uintptr(run), uintptr(run)+codeSize
	return nil
}

func allowCode(access int) error {
	return unix.Mprotect(mem.Bytes(codeRoom.written, codeSize), access)
}
