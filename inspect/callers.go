package inspect

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"cshell/objfile"
)

// CodeMap finds names for addresses of code, and the callers of a function, from
// the files that are mapped. It needs nothing of the process but its mappings, so it
// may be asked while foreign code runs. The zero CodeMap is ready.
type CodeMap struct {
	code  []Mapping                // that were asked for, sorted
	files map[string]*objfile.File // nil: cannot be read
}

// CodePlace is a place in a library; Function is readable (C++ demangled), "" where
// the file has no name for it, and Offset then counts from the start of the library.
type CodePlace struct {
	Function, Library string
	Offset            uint64
}

// String words the place: strcpy+0x1e (libc.so.6).
func (p CodePlace) String() string {
	if p.Function == "" {
		return fmt.Sprintf("%s+0x%x", p.Library, p.Offset)
	}
	return fmt.Sprintf("%s+0x%x (%s)", p.Function, p.Offset, p.Library)
}

// Forget is to be called when libraries come or go.
func (c *CodeMap) Forget() { c.code, c.files = nil, nil }

// At is where pc is.
func (c *CodeMap) At(pc uint64) (CodePlace, bool) {
	f, m, addr := c.find(pc)
	if m.Path == "" {
		return CodePlace{}, false
	}
	p := CodePlace{Library: path.Base(m.Path), Offset: addr}
	if f != nil {
		p.Library = cmp.Or(f.Soname, p.Library) // libz.so.1, not the file's libz.so.1.2.13
		if s, ok := f.FunctionAt(addr); ok {
			p.Function, p.Offset = objfile.Readable(s.Name), addr-s.Value
		}
	}
	return p, true
}

// FunctionStart is where the function that pc is in begins, with a name or without,
// by its file's unwind table.
func (c *CodeMap) FunctionStart(pc uint64) (start uint64, ok bool) {
	f, _, addr := c.find(pc)
	if f == nil {
		return 0, false
	}
	begin, ok := f.FunctionStart(addr)
	return pc - (addr - begin), ok
}

// Indirect are the functions of the file at pc of which it chooses one of several
// when it is loaded (STT_GNU_IFUNC), the plainest names first.
func (c *CodeMap) Indirect(pc uint64) []string {
	f, _, _ := c.find(pc)
	if f == nil {
		return nil
	}
	return f.Indirect()
}

// Callers walks up from the function that runs, whose registers are given by
// their DWARF numbers, and yields the return addresses, limit at most;
// whole says that it came to the call of the program. Where a file has no table for
// its code, frame pointers are tried.
func (c *CodeMap) Callers(regs objfile.Registers, load func(uint64) (uint64, bool), limit int) (all []uint64, whole bool) {
	const rbp, rsp, pc = 6, 7, 16 // their DWARF numbers (System V ABI, AMD64 supplement, 3.6.2)
	for len(all) < limit {
		sp := regs[rsp]
		at := regs[pc]
		if len(all) > 0 {
			at-- // the call, not what follows it
		}
		f, m, addr := c.find(at)
		switch {
		case f != nil && f.Unwind(addr, &regs, load):
		case m.Path == "" && len(all) == 0: // a jump into nowhere: the call has pushed its address
			ret, ok := load(regs[rsp])
			if !ok {
				return all, false
			}
			regs[pc], regs[rsp] = ret, regs[rsp]+8
		default:
			ret, ok1 := load(regs[rbp] + 8)
			up, ok2 := load(regs[rbp])
			if !ok1 || !ok2 || regs[rbp] < sp {
				return all, false
			}
			regs[pc], regs[rsp], regs[rbp] = ret, regs[rbp]+16, up
		}
		if f, m, _ := c.find(regs[pc]); m.Path == "" || isProgram(f) || regs[rsp] <= sp {
			return all, isProgram(f)
		}
		all = append(all, regs[pc])
	}
	return all, false
}

// isProgram tells our own code, where C's calls began.
func isProgram(f *objfile.File) bool { return f != nil && f.Kind == "program" }

// find is the file that pc is in, and its address there.
func (c *CodeMap) find(pc uint64) (*objfile.File, Mapping, uint64) {
	m, ok := c.mapping(uintptr(pc))
	if !ok {
		return nil, Mapping{}, 0
	}
	f, addr := c.open(m.Path), pc-uint64(m.Start)+uint64(m.Offset)
	if f != nil {
		addr = f.AddressOf(addr)
	}
	return f, m, addr
}

// mapping is the code of a file that pc lies in.
func (c *CodeMap) mapping(pc uintptr) (Mapping, bool) {
	if m, ok := MappingAt(c.code, pc); ok {
		return m, true
	}
	m, ok := OwnMapping(pc)
	if !ok || !strings.HasPrefix(m.Path, "/") || !strings.Contains(m.Perms, "x") {
		return Mapping{}, false
	}
	c.code = append(c.code, m)
	slices.SortFunc(c.code, func(a, b Mapping) int { return cmp.Compare(a.Start, b.Start) })
	return m, true
}

func (c *CodeMap) open(name string) *objfile.File {
	f, known := c.files[name]
	if !known {
		f, _ = objfile.Open(name)
		if c.files == nil {
			c.files = map[string]*objfile.File{}
		}
		c.files[name] = f
	}
	return f
}
