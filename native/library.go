package native

import (
	"errors"
	"path/filepath"

	"cshell/native/mem"
)

const (
	// A symbol that is missing must be found out now: glibc ends the process
	// when it is missed later.
	rtldNow = 2
	// Only what is loaded already is opened.
	rtldNoload = 4

	dlInfoSize = 32 // Dl_info: dli_fname, dli_fbase, dli_sname, dli_saddr
)

// Open loads a library by path and returns its handle; "" is the program
// itself. The error is dlerror's text, or the *ctypes.Fault of a constructor.
func (p *Process) Open(path string) (handle uintptr, err error) {
	name, mark := uintptr(0), p.frames.Mark()
	if path != "" {
		if name, err = p.cString(path); err != nil {
			return 0, err
		}
	}
	defer p.frames.Pop(mark)
	defer p.backDLError(asideDLError())
	handle, err = p.call(libc.dlopen, name, rtldNow)
	hookExit()
	if err == nil && handle == 0 {
		err = p.dlError()
	}
	return handle, err
}

// Close drops one reference. The error is as Open's.
func (p *Process) Close(handle uintptr) error {
	defer p.backDLError(asideDLError())
	r, err := p.call(libc.dlclose, handle)
	if err == nil && int32(r) != 0 {
		err = p.dlError()
	}
	return err
}

// Loaded says whether the linker has a library by a path, whoever opened it: by
// that name, or by another one of the same file.
func (p *Process) Loaded(path string) bool {
	mark := p.frames.Mark()
	name, err := p.cString(path)
	if err != nil {
		return false
	}
	defer p.frames.Pop(mark)
	defer p.backDLError(asideDLError())
	handle, err := p.call(libc.dlopen, name, rtldNow|rtldNoload)
	if err != nil || handle == 0 {
		return false
	}
	return p.Close(handle) == nil
}

// Symbol finds name in the library and its dependencies; handle 0 searches the
// program's global scope.
func (p *Process) Symbol(handle uintptr, name string) (addr uintptr, ok bool) {
	mark := p.frames.Mark()
	s, err := p.cString(name)
	if err != nil {
		return 0, false
	}
	defer p.frames.Pop(mark)
	defer p.backDLError(asideDLError())
	addr, err = p.call(libc.dlsym, handle, s)
	switch addr {
	case 0:
		p.dropDLError()
	case libc.vfork:
		addr = libc.fork
	}
	return addr, err == nil && addr != 0
}

// SymbolAt names the exported symbol that addr lies in or behind, and the
// library (its file name). The name is empty, and the offset counts from the
// library's start, where no symbol is near.
func (p *Process) SymbolAt(addr uintptr) (name, library string, offset uintptr, ok bool) {
	mark := p.frames.Mark()
	info, err := p.frames.Push(dlInfoSize)
	if err != nil {
		return
	}
	defer p.frames.Pop(mark)
	if r, err := p.call(libc.dladdr, addr, info); err != nil || int32(r) == 0 {
		return
	}
	library = filepath.Base(cText(info))
	if mem.Load64(info+16) == 0 {
		return "", library, addr - uintptr(mem.Load64(info+8)), true
	}
	return cText(info + 16), library, addr - uintptr(mem.Load64(info+24)), true
}

// dropDLError has libc free the text of the last error of the dl functions, at the second
// call. Else the next of them would, and abort if the heap has been damaged meanwhile.
func (p *Process) dropDLError() {
	p.call(libc.dlerror)
	p.call(libc.dlerror)
}

// dlError is the text of the last error of the dl functions.
func (p *Process) dlError() error {
	text, err := p.call(libc.dlerror)
	if err != nil || text == 0 {
		return errors.New("unknown error of the dynamic linker")
	}
	failure := errors.New(mem.CString(text, 4096))
	p.call(libc.dlerror)
	return failure
}

// cText is the string whose address lies at addr.
func cText(addr uintptr) string { return mem.CString(uintptr(mem.Load64(addr)), 4096) }

// cString copies s to C memory, until the caller pops p.frames.
func (p *Process) cString(s string) (uintptr, error) {
	addr, err := p.frames.Push(int64(len(s)) + 1)
	if err != nil {
		return 0, err
	}
	b := mem.Bytes(addr, int64(len(s))+1)
	copy(b, s)
	b[len(s)] = 0
	return addr, nil
}
