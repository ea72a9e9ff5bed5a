package native

import "encoding/binary"

// FaultState is what a walk up the stack of the last fault begins with: the
// registers by their DWARF numbers (16 is the program counter), and memory as it
// was then. It is valid until the next call.
func (p *Process) FaultState() (regs [17]uint64, load func(addr uint64) (word uint64, ok bool)) {
	k := &kept
	regs[3], regs[6], regs[7] = uint64(k.bx), uint64(k.bp), uint64(k.sp)
	regs[12], regs[13], regs[14], regs[15] = uint64(k.r12), uint64(k.r13), uint64(k.r14), uint64(k.r15)
	regs[16] = uint64(k.pc)
	return regs, func(addr uint64) (uint64, bool) {
		var word [8]byte
		if k.size > 0 {
			off := addr - uint64(k.sp)
			if off > uint64(k.size)-8 || k.size < 8 {
				return 0, false
			}
			copy(word[:], k.stack[off:])
		} else if p.Read(uintptr(addr), word[:]) < len(word) {
			return 0, false
		}
		return binary.LittleEndian.Uint64(word[:]), true
	}
}
