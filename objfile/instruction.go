package objfile

import (
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/arch/arm64/arm64asm"
	"golang.org/x/arch/x86/x86asm"
)

// Flow is where control goes behind an instruction.
type Flow uint8

// The flows of control.
const (
	Onward Flow = iota
	Call        // to Target, and back
	Branch      // to Target, or onward
	Jump        // to Target
	Leave       // out of the function
)

// Instruction is one decoded machine instruction.
type Instruction struct {
	Len    int
	Text   string // as the GNU assembler has it; "(bad)" where there is none
	Flow   Flow
	Target uint64 // of a direct call, branch or jump; 0: none
	Data   uint64 // the address of an operand relative to the instruction; 0: none
}

// LongestInstruction is in bytes.
const LongestInstruction = 15

// Decode reads the instruction at the head of code, which lies at addr, for
// the architecture that Go calls arch.
func Decode(arch string, code []byte, addr uint64) Instruction {
	if arch == "arm64" {
		return decodeARM64(code, addr)
	}
	return decodeX86(code, addr)
}

// plainX86 are encodings that x86asm reads wrongly, most of them because they
// are younger than its tables.
var plainX86 = []struct{ code, text string }{
	{"\xf3\x0f\x1e\xfa", "endbr64"},
	{"\xf3\x0f\x1e\xfb", "endbr32"},
	{"\xc5\xf8\x77", "vzeroupper"},
	{"\xc5\xfc\x77", "vzeroall"},
	{"\x0f\x01\xee", "rdpkru"},
	{"\x0f\x01\xef", "wrpkru"},
}

func decodeX86(code []byte, addr uint64) Instruction {
	for _, p := range plainX86 {
		if strings.HasPrefix(string(code[:min(len(code), 4)]), p.code) {
			return Instruction{Len: len(p.code), Text: p.text}
		}
	}
	inst, err := x86asm.Decode(code, 64)
	if err != nil || inst.Len == 0 || inst.Op == 0 {
		if name := paddingX86[code[0]]; name != "" && len(code) > 1 {
			i := decodeX86(code[1:], addr+1)
			i.Len++
			if i.Text != "(bad)" {
				i.Text = name + " " + i.Text
			}
			return i
		}
		return Instruction{Len: min(unknownX86(code), len(code)), Text: "(bad)"}
	}
	i := Instruction{Len: inst.Len, Text: modern(x86asm.GNUSyntax(inst, addr, nil)), Flow: flowX86(inst.Op)}
	next := addr + uint64(inst.Len)
	for _, arg := range inst.Args {
		switch arg := arg.(type) {
		case x86asm.Rel:
			i.Target = next + uint64(int64(arg))
		case x86asm.Mem:
			if arg.Base == x86asm.RIP {
				i.Data = next + uint64(arg.Disp)
			}
		}
	}
	return i
}

// paddingX86 are prefixes that compilers lengthen instructions with; x86asm does
// not take them in front of AVX.
var paddingX86 = map[byte]string{0x67: "addr32", 0x2e: "cs", 0x3e: "ds"}

// unknownX86 is the length of an instruction that x86asm does not know, where
// its form gives that away, so that those behind it are read right.
func unknownX86(code []byte) int {
	at := 0
	for at < len(code) && (code[at] == 0x66 || code[at] == 0xf3 || code[at]&0xf0 == 0x40) {
		at++
	}
	switch {
	case len(code) > 4 && code[0] == 0xc4:
		length := 4 + operandX86(code[4:])
		if code[1]&0x1f == 3 { // this map has an immediate byte
			length++
		}
		return length
	case len(code) > 3 && code[0] == 0xc5:
		return 3 + operandX86(code[3:])
	case len(code) > at+3 && code[at] == 0x0f && code[at+1] == 0x38: // adcx, adox
		return at + 3 + operandX86(code[at+3:])
	case len(code) > 4 && code[0] == 0x8f && code[1]&0x1f >= 8: // AMD's XOP
		return 4 + operandX86(code[4:]) + map[byte]int{8: 1, 10: 4}[code[1]&0x1f]
	case len(code) > at+2 && code[at] == 0x0f && code[at+1] == 0xc7: // rdseed
		return at + 2 + operandX86(code[at+2:])
	case len(code) > at+1 && code[at] == 0x0f && code[at+1] == 0x0e: // femms
		return at + 2
	case len(code) > at+1:
		if immediate, ok := immediateX86(code[at], code[0] == 0x66); ok {
			return at + 1 + operandX86(code[at+1:]) + immediate
		}
	}
	return 1
}

// immediateX86 is how many bytes follow the operand of one-byte opcodes that
// have forms which the manuals leave out, though processors have them; half says
// that operands are 16 bits.
func immediateX86(opcode byte, half bool) (n int, ok bool) {
	switch {
	case opcode == 0xc0 || opcode == 0xc1 || opcode == 0xf6: // shl (/6), test (/1)
		return 1, true
	case opcode == 0xf7 && half:
		return 2, true
	case opcode == 0xf7:
		return 4, true
	case opcode >= 0xd0 && opcode <= 0xd3, opcode >= 0xd8 && opcode <= 0xdf, opcode == 0x8c, opcode == 0x8e:
		return 0, true
	}
	return 0, false
}

// operandX86 is the length of a ModRM byte with what follows it.
func operandX86(code []byte) int {
	mode, rm := code[0]>>6, code[0]&7
	length := 1
	if mode != 3 && rm == 4 {
		length++
		if mode == 0 && len(code) > 1 && code[1]&7 == 5 {
			return length + 4
		}
	}
	switch {
	case mode == 1:
		length++
	case mode == 2 || mode == 0 && rm == 5:
		length += 4
	}
	return length
}

// withoutSuffix are mnemonics that the GNU tools no longer give a suffix.
var withoutSuffix = map[string]string{"callq": "call", "jmpq": "jmp", "retq": "ret", "leaveq": "leave"}

// modern spells an instruction as binutils does since 2.36, the operands in a
// column of their own.
func modern(text string) string {
	mnemonic, operands, _ := strings.Cut(text, " ")
	if short, ok := withoutSuffix[mnemonic]; ok {
		mnemonic = short
	}
	if operands == "" {
		return mnemonic
	}
	return fmt.Sprintf("%-6s %s", mnemonic, operands)
}

func flowX86(op x86asm.Op) Flow {
	switch op {
	case x86asm.CALL:
		return Call
	case x86asm.JMP:
		return Jump
	case x86asm.RET, x86asm.LRET, x86asm.IRET, x86asm.IRETQ, x86asm.UD1, x86asm.UD2, x86asm.HLT:
		return Leave
	}
	if name := op.String(); name[0] == 'J' || strings.HasPrefix(name, "LOOP") {
		return Branch
	}
	return Onward
}

func decodeARM64(code []byte, addr uint64) Instruction {
	const width = 4
	inst, err := arm64asm.Decode(code)
	if err != nil {
		if len(code) < width {
			return Instruction{Len: len(code), Text: "(bad)"}
		}
		return Instruction{Len: width, Text: fmt.Sprintf(".inst 0x%08x", binary.LittleEndian.Uint32(code))}
	}
	i := Instruction{Len: width, Text: arm64asm.GNUSyntax(inst), Flow: flowARM64(inst)}
	for _, arg := range inst.Args {
		if relative, ok := arg.(arm64asm.PCRel); ok {
			to := addr + uint64(int64(relative))
			if i.Flow == Onward {
				i.Data = to
			} else {
				i.Target = to
			}
		}
	}
	return i
}

func flowARM64(inst arm64asm.Inst) Flow {
	switch inst.Op {
	case arm64asm.BL, arm64asm.BLR:
		return Call
	case arm64asm.RET, arm64asm.BR, arm64asm.ERET, arm64asm.BRK, arm64asm.HLT:
		return Leave
	case arm64asm.CBZ, arm64asm.CBNZ, arm64asm.TBZ, arm64asm.TBNZ:
		return Branch
	case arm64asm.B:
		if _, conditional := inst.Args[0].(arm64asm.Cond); conditional {
			return Branch
		}
		return Jump
	}
	return Onward
}
