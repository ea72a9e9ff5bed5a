package leaf

import (
	"encoding/binary"
	"math"
)

// The part of the instruction set that expressions need (Intel SDM, volume 2).
// Addresses are a base register and a displacement.

// reg is a general or a vector register, by the number that the encoding has.
type reg uint8

const (
	rax reg = iota
	rcx
	rdx
	rbx
	rsp
	rbp
	rsi
	rdi
	r8
	r9
	r10
	r11
)

// operand is a register or memory.
type operand struct {
	reg  reg // or the base
	mem  bool
	disp int32
}

func inReg(r reg) operand             { return operand{reg: r} }
func at(base reg, disp int32) operand { return operand{reg: base, mem: true, disp: disp} }

// inst is an instruction with a register and an operand: its mandatory prefix (0:
// none), REX.W, and its opcode.
type inst struct {
	prefix byte
	wide   bool
	opcode string
}

var (
	opMov      = inst{0, true, "\x8B"} // register, operand
	opMov32    = inst{0, false, "\x8B"}
	opMovSX8   = inst{0, true, "\x0F\xBE"}
	opMovZX8   = inst{0, false, "\x0F\xB6"}
	opMovSX16  = inst{0, true, "\x0F\xBF"}
	opMovZX16  = inst{0, false, "\x0F\xB7"}
	opMovSX32  = inst{0, true, "\x63"}
	opStore8   = inst{0, false, "\x88"} // operand, register
	opStore16  = inst{0x66, false, "\x89"}
	opStore32  = inst{0, false, "\x89"}
	opStore64  = inst{0, true, "\x89"}
	opLea      = inst{0, true, "\x8D"}
	opAdd      = inst{0, true, "\x03"}
	opOr       = inst{0, true, "\x0B"}
	opAnd      = inst{0, true, "\x23"}
	opSub      = inst{0, true, "\x2B"}
	opXor      = inst{0, true, "\x33"}
	opXor32    = inst{0, false, "\x33"}
	opCmp      = inst{0, true, "\x3B"}
	opTest     = inst{0, true, "\x85"}
	opTest8    = inst{0, false, "\x84"}
	opMul      = inst{0, true, "\x0F\xAF"}
	opMovSD    = inst{0xF2, false, "\x0F\x10"} // vector register, operand
	opMovSS    = inst{0xF3, false, "\x0F\x10"}
	opStoreSD  = inst{0xF2, false, "\x0F\x11"}
	opStoreSS  = inst{0xF3, false, "\x0F\x11"}
	opMovAPD   = inst{0x66, false, "\x0F\x28"}
	opAddSD    = inst{0xF2, false, "\x0F\x58"}
	opMulSD    = inst{0xF2, false, "\x0F\x59"}
	opSubSD    = inst{0xF2, false, "\x0F\x5C"}
	opDivSD    = inst{0xF2, false, "\x0F\x5E"}
	opUcomiSD  = inst{0x66, false, "\x0F\x2E"}
	opToSingle = inst{0xF2, false, "\x0F\x5A"} // cvtsd2ss
	opToDouble = inst{0xF3, false, "\x0F\x5A"} // cvtss2sd
	opIntToSD  = inst{0xF2, true, "\x0F\x2A"}  // vector register, general one
	opIntToSS  = inst{0xF3, true, "\x0F\x2A"}
	opSDToInt  = inst{0xF2, true, "\x0F\x2C"} // general register, vector one; truncates
	opSDToI32  = inst{0xF2, false, "\x0F\x2C"}
	opBitsToSD = inst{0x66, true, "\x0F\x6E"} // movq
	opSDToBits = inst{0x66, true, "\x0F\x7E"} // movq; the vector register is the first
)

// group is an instruction with one operand, told from others by the digit in its
// register field.
type group struct {
	wide   bool
	opcode byte
	digit  reg
}

var (
	opNot    = group{true, 0xF7, 2}
	opNeg    = group{true, 0xF7, 3}
	opDiv    = group{true, 0xF7, 6}
	opIdiv   = group{true, 0xF7, 7}
	opShl    = group{true, 0xD3, 4} // by CL
	opShr    = group{true, 0xD3, 5}
	opSar    = group{true, 0xD3, 7}
	opJmpReg = group{false, 0xFF, 4}
	immAdd   = group{true, 0x81, 0} // with 32 bits behind
	immOr    = group{true, 0x81, 1}
	immAnd   = group{true, 0x81, 4}
	immSub   = group{true, 0x81, 5}
	immXor   = group{true, 0x81, 6}
	immCmp   = group{true, 0x81, 7}
	immCmp32 = group{false, 0x81, 7}
	immMov   = group{true, 0xC7, 0}
	immMov32 = group{false, 0xC7, 0}
	immShl   = group{true, 0xC1, 4} // with 8 bits behind
	immShr   = group{true, 0xC1, 5}
)

// cond is the condition of a jump (the low half of its opcode).
type cond uint8

const (
	below         cond = 2 // unsigned, and the ordered comparisons of floats
	notBelow      cond = 3
	equal         cond = 4
	notEqual      cond = 5
	notAbove      cond = 6
	above         cond = 7
	parity        cond = 10 // the floats are not comparable
	less          cond = 12
	notLess       cond = 13
	notGreater    cond = 14
	greater       cond = 15
	unconditional cond = 16
)

// not is the opposite condition: they differ in the lowest bit.
func (c cond) not() cond { return c ^ 1 }

// label is a place in the code that jumps lead to.
type label int

// assembler collects code.
type assembler struct {
	code   []byte
	labels []int // where each is; -1: not yet known
	jumps  []jump
}

// jump is a distance of four bytes that is to be filled in.
type jump struct {
	at int
	to label
}

func (a *assembler) emit(b ...byte) { a.code = append(a.code, b...) }

func (a *assembler) imm32(v int32) { a.code = binary.LittleEndian.AppendUint32(a.code, uint32(v)) }

// op emits an instruction on a register and an operand.
func (a *assembler) op(i inst, r reg, o operand) {
	if i.prefix != 0 {
		a.emit(i.prefix)
	}
	bytes := i == opMovZX8 || i == opStore8 || i == opTest8
	a.rex(i.wide, r, o.reg, bytes && max(r, o.reg) >= rsp) // it tells SIL from DH
	a.code = append(a.code, i.opcode...)
	a.modRM(r, o)
}

// one emits an instruction on one operand.
func (a *assembler) one(g group, o operand) {
	a.rex(g.wide, 0, o.reg, false)
	a.emit(g.opcode)
	a.modRM(g.digit, o)
}

// oneImm emits one with an immediate of 32 bits, or of 8 that are extended; oneImm8 one
// that takes 8 only.
func (a *assembler) oneImm(g group, o operand, v int32) {
	if g.opcode == 0x81 && v == int32(int8(v)) {
		g.opcode = 0x83
		a.oneImm8(g, o, byte(v))
		return
	}
	a.one(g, o)
	a.imm32(v)
}

func (a *assembler) oneImm8(g group, o operand, v byte) { a.one(g, o); a.emit(v) }

func (a *assembler) rex(wide bool, r, base reg, always bool) {
	rex := byte(0x40) | byte(r>>3)<<2 | byte(base>>3)
	if wide {
		rex |= 8
	}
	if rex != 0x40 || always {
		a.emit(rex)
	}
}

func (a *assembler) modRM(r reg, o operand) {
	low := byte(r&7)<<3 | byte(o.reg&7)
	if !o.mem {
		a.emit(0xC0 | low)
		return
	}
	mode := byte(0x80)
	if o.disp == int32(int8(o.disp)) {
		mode = 0x40
	}
	a.emit(mode | low)
	if o.reg&7 == rsp {
		a.emit(0x24) // no index
	}
	if mode == 0x40 {
		a.emit(byte(o.disp))
	} else {
		a.imm32(o.disp)
	}
}

// load puts a constant in a register. It keeps the flags.
func (a *assembler) load(r reg, v int64) {
	switch {
	case v >= 0 && v <= math.MaxUint32:
		a.rex(false, 0, r, false)
		a.emit(0xB8 | byte(r&7))
		a.imm32(int32(v))
	case v == int64(int32(v)):
		a.oneImm(immMov, inReg(r), int32(v))
	default:
		a.rex(true, 0, r, false)
		a.emit(0xB8 | byte(r&7))
		a.code = binary.LittleEndian.AppendUint64(a.code, uint64(v))
	}
}

// multiply is r *= v.
func (a *assembler) multiply(r reg, v int32) {
	a.rex(true, r, r, false)
	a.emit(0x69)
	a.modRM(r, inReg(r))
	a.imm32(v)
}

// signExtend spreads the sign of RAX over RDX (CQO).
func (a *assembler) signExtend() { a.emit(0x48, 0x99) }

// set makes r 1 where the condition holds, else 0. Clobbers RAX.
func (a *assembler) set(c cond, r reg) {
	a.emit(0x0F, 0x90|byte(c), 0xC0)
	a.op(opMovZX8, r, inReg(rax))
}

// flipSign negates the double whose bits are in RAX (BTC RAX, 63).
func (a *assembler) flipSign() { a.emit(0x48, 0x0F, 0xBA, 0xF8, 63) }

// threadPointer is MOV RAX, FS:0.
func (a *assembler) threadPointer() { a.emit(0x64, 0x48, 0x8B, 0x04, 0x25, 0, 0, 0, 0) }

func (a *assembler) ret() { a.emit(0xC3) }

// address puts the address of a label in a register (LEA r, [RIP+…]).
func (a *assembler) address(r reg, to label) {
	a.rex(true, r, 0, false)
	a.emit(0x8D, 0x05|byte(r&7)<<3)
	a.distance(to)
}

func (a *assembler) newLabel() label {
	a.labels = append(a.labels, -1)
	return label(len(a.labels) - 1)
}

// here says where a label is.
func (a *assembler) here(l label) { a.labels[l] = len(a.code) }

func (a *assembler) jump(c cond, to label) {
	if c == unconditional {
		a.emit(0xE9)
	} else {
		a.emit(0x0F, 0x80|byte(c))
	}
	a.distance(to)
}

func (a *assembler) distance(to label) {
	a.jumps = append(a.jumps, jump{len(a.code), to})
	a.imm32(0)
}

// prepend puts in front of the code what emit emits, which binds no labels.
func (a *assembler) prepend(emit func()) {
	code, jumps := a.code, a.jumps
	a.code, a.jumps = nil, nil
	emit()
	n := len(a.code)
	for i := range a.labels {
		a.labels[i] += n
	}
	for _, j := range jumps {
		a.jumps = append(a.jumps, jump{j.at + n, j.to})
	}
	a.code = append(a.code, code...)
}

// link fills in the distances.
func (a *assembler) link() []byte {
	for _, j := range a.jumps {
		binary.LittleEndian.PutUint32(a.code[j.at:], uint32(a.labels[j.to]-(j.at+4)))
	}
	return a.code
}
