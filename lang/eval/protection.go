package eval

import (
	"encoding/binary"
	"fmt"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/objfile"
)

// protection.go finds out what the processor does not tell: for a general
// protection fault it gives no address. The instruction and the registers do.

// protected is what the instruction at c.PC did: "read an address that no memory
// can have".
func (m *Machine) protected(c *failedCall, e *diag.Error) string {
	if !canonical(c.PC) {
		return jumpedNowhere(c.PC, e)
	}
	name, all, known := m.instructionAt(c.PC)
	for _, a := range all {
		switch {
		case !canonical(a.Addr) && a.Jump:
			return jumpedNowhere(a.Addr, e)
		case !canonical(a.Addr):
			e.Address = &a.Addr
			return accessVerb(accessOf(a)) + " an address that no memory can have"
		case a.Addr%uint64(a.Align) != 0:
			return m.misaligned(c, a, e)
		}
	}
	if known && len(all) == 0 {
		return "executed a privileged instruction (" + name + ")"
	}
	return "read or wrote an address that no memory can have, or executed a privileged instruction"
}

func jumpedNowhere(addr uint64, e *diag.Error) string {
	e.Address = &addr
	return "jumped to an address that no memory can have"
}

// misaligned: "wrote byte 4 of 'buf' (char[32], line 3) with movaps, which wants
// a multiple of 16".
func (m *Machine) misaligned(c *failedCall, a objfile.Access, e *diag.Error) string {
	e.Address = &a.Addr
	where := fmt.Sprintf("%d bytes at a misaligned address", a.Size)
	if b := m.Heap.Find(uintptr(a.Addr)); m.Heap.Owns(uintptr(a.Addr)) && b != nil {
		e.Block = blockName(b)
		where = atBlock(c, b, uintptr(a.Addr)) + " misaligned"
	}
	return fmt.Sprintf("%s %s: %s wants a multiple of %d", accessVerb(accessOf(a)), where, a.Name, a.Align)
}

func accessOf(a objfile.Access) ctypes.Access {
	if a.Write {
		return ctypes.AccessWrite
	}
	return ctypes.AccessRead
}

// canonical tells the addresses that can be mapped (Intel SDM volume 1, 3.3.7.1):
// the upper 17 bits are all the same.
func canonical(addr uint64) bool { return addr+1<<47 < 1<<48 }

// instructionAt is what the instruction of the last fault did with memory; known
// is false where it cannot be read.
func (m *Machine) instructionAt(pc uint64) (name string, all []objfile.Access, known bool) {
	w, ok := m.Host.(walker)
	if !ok {
		return "", nil, false
	}
	regs, load := w.FaultState()
	if regs[16] != pc {
		return "", nil, false
	}
	var code []byte
	for at := pc; len(code) < objfile.LongestInstruction; at += 8 {
		word, ok := load(at)
		if !ok {
			break
		}
		code = binary.LittleEndian.AppendUint64(code, word)
	}
	name, all = objfile.Accesses(code, &regs, load)
	return name, all, name != ""
}
