package objfile

import (
	"slices"
	"strings"

	"golang.org/x/arch/x86/x86asm"
)

// Access is what an instruction does with memory.
type Access struct {
	Name  string // of the instruction, in Intel's spelling: movaps
	Addr  uint64 // where
	Base  uint64 // the register that Addr is counted from; 0: none
	Size  int    // bytes; 0: not known
	Align int    // what Addr must be a multiple of; 1: anything
	Write bool
	Jump  bool // Addr is where the next instruction is to be read
}

// Accesses are those of the instruction at the head of code, for x86-64. regs are
// as they were before it; load reads a word of memory. Not seen are operands
// relative to a segment, and those of gathers and scatters.
func Accesses(code []byte, regs *Registers, load func(addr uint64) (uint64, bool)) (name string, all []Access) {
	inst, err := x86asm.Decode(code, 64)
	if err != nil || inst.Len == 0 || inst.Op == 0 {
		return "", nil
	}
	name = strings.ToLower(inst.Op.String())
	for i, arg := range inst.Args {
		mem, ok := arg.(x86asm.Mem)
		if !ok || !touchesOperand(inst.Op) {
			continue
		}
		if addr, ok := effectiveAddress(mem, inst.Len, regs); ok {
			write := i == 0 && !readsFirst(name)
			base, _ := registerX86(mem.Base, regs)
			all = append(all, Access{name, addr, base, inst.MemBytes, alignmentX86(&inst, name), write, false})
		}
	}
	return name, append(all, implicitAccesses(&inst, name, all, regs, load)...)
}

// implicitAccesses are those of the stack, and of the code that is jumped to.
func implicitAccesses(inst *x86asm.Inst, name string, operands []Access, regs *Registers, load func(uint64) (uint64, bool)) (all []Access) {
	const word = 8
	sp := regs[regSP]
	switch inst.Op {
	case x86asm.PUSH, x86asm.CALL:
		all = append(all, Access{Name: name, Addr: sp - word, Size: word, Align: 1, Write: true})
	case x86asm.POP, x86asm.RET:
		all = append(all, Access{Name: name, Addr: sp, Size: word, Align: 1})
	}
	var target uint64
	known := false
	switch inst.Op {
	case x86asm.RET:
		target, known = load(sp)
	case x86asm.CALL, x86asm.JMP:
		if reg, ok := inst.Args[0].(x86asm.Reg); ok {
			target, known = registerX86(reg, regs)
		} else if len(operands) > 0 {
			target, known = load(operands[0].Addr)
		}
	}
	if known {
		all = append(all, Access{Name: name, Addr: target, Align: 1, Jump: true})
	}
	return all
}

// dwarfX86 are the DWARF numbers of the registers in the order of their codes
// (System V ABI for AMD64, figure 3.36).
var dwarfX86 = [16]int{0, 2, 1, 3, 7, 6, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15}

func registerX86(r x86asm.Reg, regs *Registers) (v uint64, ok bool) {
	switch {
	case r >= x86asm.RAX && r <= x86asm.R15:
		return regs[dwarfX86[r-x86asm.RAX]], true
	case r >= x86asm.EAX && r <= x86asm.R15L:
		return uint64(uint32(regs[dwarfX86[r-x86asm.EAX]])), true
	}
	return 0, r == 0
}

func effectiveAddress(m x86asm.Mem, length int, regs *Registers) (addr uint64, ok bool) {
	if m.Segment == x86asm.FS || m.Segment == x86asm.GS {
		return 0, false
	}
	if m.Base == x86asm.RIP {
		return regs[regPC] + uint64(length) + uint64(m.Disp), true
	}
	base, ok1 := registerX86(m.Base, regs)
	index, ok2 := registerX86(m.Index, regs)
	return base + index*uint64(m.Scale) + uint64(m.Disp), ok1 && ok2
}

// touchesOperand: some only compute with the address, or may ignore it.
func touchesOperand(op x86asm.Op) bool {
	return op != x86asm.LEA && op != x86asm.NOP && !strings.HasPrefix(op.String(), "PREFETCH")
}

// readsFirst tells the instructions that only read their first operand.
func readsFirst(name string) bool {
	return slices.ContainsFunc(readers, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) &&
		!strings.HasPrefix(name, "cmpxchg")
}

var readers = []string{
	"cmp", "test", "push", "call", "jmp", "mul", "imul", "div", "idiv", "scas", "lods",
	"fld", "fild", "fadd", "fsub", "fmul", "fdiv", "fcom", "ficom", "fiadd", "fisub", "fimul", "fidiv", "fbld", "frstor",
	"ldmxcsr", "vldmxcsr", "fxrstor", "xrstor", "clflush",
}

// alignmentX86 is what the memory operand must be aligned to (Intel SDM volume 1,
// 10.4 and 14.9): SSE wants its 16 bytes aligned but where the name says u; AVX
// only where the name says a, and in the moves past the cache.
func alignmentX86(inst *x86asm.Inst, name string) int {
	switch {
	case strings.HasPrefix(name, "fxsave"), strings.HasPrefix(name, "fxrstor"):
		return 16
	case name[0] == 'v':
		if strings.HasPrefix(name, "vmova") || strings.HasPrefix(name, "vmovdqa") || strings.HasPrefix(name, "vmovnt") {
			return max(inst.MemBytes, 1)
		}
		return 1
	case inst.MemBytes == 16 && !strings.HasPrefix(name, "movu") && name != "movdqu" && name != "lddqu":
		return 16
	}
	return 1
}
