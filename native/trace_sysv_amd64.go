package native

import "encoding/binary"

// FaultState is what a walk up the stack of the last fault begins with: the
// registers by their DWARF numbers (16 is the program counter), and memory as it
// was then. It is valid until the next call.
func (p *Process) FaultState() (regs [17]uint64, load func(addr uint64) (word uint64, ok bool)) {
	k := &kept
	for i, r := range k.regs {
		regs[i] = uint64(r)
	}
	return regs, func(addr uint64) (uint64, bool) {
		var word [8]byte
		if off := uintptr(addr) - k.base; k.size >= 8 && off <= k.size-8 {
			copy(word[:], k.stack[off:])
		} else if p.Read(uintptr(addr), word[:]) < len(word) {
			return 0, false
		}
		return binary.LittleEndian.Uint64(word[:]), true
	}
}
