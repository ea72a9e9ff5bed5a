package leaf

import (
	"strings"
	"testing"

	"golang.org/x/arch/x86/x86asm"
)

// What is emitted must be what a disassembler reads.
func TestInstructions(t *testing.T) {
	for _, c := range []struct {
		want string
		emit func(*assembler)
	}{
		{"mov rsi, qword ptr [rsp-0x8]", func(a *assembler) { a.op(opMov, rsi, at(rsp, -8)) }},
		{"mov r9, qword ptr [rsp-0x80]", func(a *assembler) { a.op(opMov, r9, at(rsp, -128)) }},
		{"mov r8, qword ptr [r8+0x12345]", func(a *assembler) { a.op(opMov, r8, at(r8, 0x12345)) }},
		{"mov edi, dword ptr [r9]", func(a *assembler) { a.op(opMov32, rdi, at(r9, 0)) }},
		{"movsx rsi, byte ptr [rdi]", func(a *assembler) { a.op(opMovSX8, rsi, at(rdi, 0)) }},
		{"movsx rsi, sil", func(a *assembler) { a.op(opMovSX8, rsi, inReg(rsi)) }},
		{"movzx edi, dil", func(a *assembler) { a.op(opMovZX8, rdi, inReg(rdi)) }},
		{"movsx r8, word ptr [rax+0x2]", func(a *assembler) { a.op(opMovSX16, r8, at(rax, 2)) }},
		{"movzx esi, si", func(a *assembler) { a.op(opMovZX16, rsi, inReg(rsi)) }},
		{"movsxd r9, r8d", func(a *assembler) { a.op(opMovSX32, r9, inReg(r8)) }},
		{"mov byte ptr [rsi], dil", func(a *assembler) { a.op(opStore8, rdi, at(rsi, 0)) }},
		{"mov word ptr [r8+0x4], r9w", func(a *assembler) { a.op(opStore16, r9, at(r8, 4)) }},
		{"mov dword ptr [rsi], edi", func(a *assembler) { a.op(opStore32, rdi, at(rsi, 0)) }},
		{"mov qword ptr [rsp-0x10], r8", func(a *assembler) { a.op(opStore64, r8, at(rsp, -16)) }},
		{"lea rdx, ptr [rdi+0x10]", func(a *assembler) { a.op(opLea, rdx, at(rdi, 16)) }},
		{"add rsi, r8", func(a *assembler) { a.op(opAdd, rsi, inReg(r8)) }},
		{"sub rsi, qword ptr [rsp-0x8]", func(a *assembler) { a.op(opSub, rsi, at(rsp, -8)) }},
		{"and r8, r9", func(a *assembler) { a.op(opAnd, r8, inReg(r9)) }},
		{"or rax, rcx", func(a *assembler) { a.op(opOr, rax, inReg(rcx)) }},
		{"xor r11d, r11d", func(a *assembler) { a.op(opXor32, r11, inReg(r11)) }},
		{"cmp rdx, qword ptr [rax+0x18]", func(a *assembler) { a.op(opCmp, rdx, at(rax, 24)) }},
		{"test r8, r8", func(a *assembler) { a.op(opTest, r8, inReg(r8)) }},
		{"test sil, sil", func(a *assembler) { a.op(opTest8, rsi, inReg(rsi)) }},
		{"imul rdi, r8", func(a *assembler) { a.op(opMul, rdi, inReg(r8)) }},
		{"imul r9, r9, 0x18", func(a *assembler) { a.multiply(r9, 24) }},
		{"not rsi", func(a *assembler) { a.one(opNot, inReg(rsi)) }},
		{"neg r8", func(a *assembler) { a.one(opNeg, inReg(r8)) }},
		{"div rcx", func(a *assembler) { a.one(opDiv, inReg(rcx)) }},
		{"idiv rcx", func(a *assembler) { a.one(opIdiv, inReg(rcx)) }},
		{"cqo", func(a *assembler) { a.signExtend() }},
		{"shl r8, cl", func(a *assembler) { a.one(opShl, inReg(r8)) }},
		{"shr rsi, cl", func(a *assembler) { a.one(opShr, inReg(rsi)) }},
		{"sar rsi, cl", func(a *assembler) { a.one(opSar, inReg(rsi)) }},
		{"shr rax, 0xc", func(a *assembler) { a.oneImm8(immShr, inReg(rax), 12) }},
		{"add rsi, 0x5", func(a *assembler) { a.oneImm(immAdd, inReg(rsi), 5) }},
		{"and rsi, 0x1234", func(a *assembler) { a.oneImm(immAnd, inReg(rsi), 0x1234) }},
		{"cmp r9, -0x1", func(a *assembler) { a.oneImm(immCmp, inReg(r9), -1) }},
		{"mov dword ptr [rdx+0x8], 0x1", func(a *assembler) { a.oneImm(immMov32, at(rdx, 8), 1) }},
		{"cmp dword ptr [rdx+0xc], 0x0", func(a *assembler) { a.oneImm(immCmp32, at(rdx, 12), 0) }},
		{"mov esi, -0x1", func(a *assembler) { a.load(rsi, 1<<32-1) }},
		{"mov r8, -0x2", func(a *assembler) { a.load(r8, -2) }},
		{"mov r10, 0x123456789abcdef0", func(a *assembler) { a.load(r10, 0x123456789abcdef0) }},
		{"jmp rax", func(a *assembler) { a.one(opJmpReg, inReg(rax)) }},
		{"movsd xmm3, qword ptr [rsp-0x8]", func(a *assembler) { a.op(opMovSD, 3, at(rsp, -8)) }},
		{"movsd qword ptr [r8], xmm8", func(a *assembler) { a.op(opStoreSD, 8, at(r8, 0)) }},
		{"movss xmm0, dword ptr [r9]", func(a *assembler) { a.op(opMovSS, 0, at(r9, 0)) }},
		{"movss dword ptr [rsi], xmm1", func(a *assembler) { a.op(opStoreSS, 1, at(rsi, 0)) }},
		{"movapd xmm1, xmm2", func(a *assembler) { a.op(opMovAPD, 1, inReg(2)) }},
		{"addsd xmm0, xmm1", func(a *assembler) { a.op(opAddSD, 0, inReg(1)) }},
		{"subsd xmm7, xmm8", func(a *assembler) { a.op(opSubSD, 7, inReg(8)) }},
		{"mulsd xmm0, xmm1", func(a *assembler) { a.op(opMulSD, 0, inReg(1)) }},
		{"divsd xmm0, xmm1", func(a *assembler) { a.op(opDivSD, 0, inReg(1)) }},
		{"ucomisd xmm1, xmm0", func(a *assembler) { a.op(opUcomiSD, 1, inReg(0)) }},
		{"cvtsd2ss xmm2, xmm2", func(a *assembler) { a.op(opToSingle, 2, inReg(2)) }},
		{"cvtss2sd xmm2, xmm2", func(a *assembler) { a.op(opToDouble, 2, inReg(2)) }},
		{"cvtsi2sd xmm1, r8", func(a *assembler) { a.op(opIntToSD, 1, inReg(r8)) }},
		{"cvtsi2ss xmm1, rsi", func(a *assembler) { a.op(opIntToSS, 1, inReg(rsi)) }},
		{"cvttsd2si r9, xmm1", func(a *assembler) { a.op(opSDToInt, r9, inReg(1)) }},
		{"cvttsd2si esi, xmm1", func(a *assembler) { a.op(opSDToI32, rsi, inReg(1)) }},
		{"movq xmm1, rax", func(a *assembler) { a.op(opBitsToSD, 1, inReg(rax)) }},
		{"movq rax, xmm1", func(a *assembler) { a.op(opSDToBits, 1, inReg(rax)) }},
		{"btc rax, 0x3f", func(a *assembler) { a.flipSign() }},
		{"mov rax, qword ptr fs:[]", func(a *assembler) { a.threadPointer() }},
		{"ret", func(a *assembler) { a.ret() }},
		{"lea r11, ptr [rip]", func(a *assembler) { l := a.newLabel(); a.address(r11, l); a.here(l) }},
		{"jmp .+0x0", func(a *assembler) { l := a.newLabel(); a.jump(unconditional, l); a.here(l) }},
		{"jnbe .+0x0", func(a *assembler) { l := a.newLabel(); a.jump(above, l); a.here(l) }},
		{"jnl .-0x6", func(a *assembler) { l := a.newLabel(); a.here(l); a.jump(less.not(), l) }},
		{"setnle al; movzx esi, al", func(a *assembler) { a.set(greater, rsi) }},
	} {
		a := &assembler{}
		c.emit(a)
		if got := disassembled(a.link()); got != c.want {
			t.Errorf("% x is %q, want %q", a.code, got, c.want)
		}
	}
}

func disassembled(code []byte) string {
	var all []string
	for len(code) > 0 {
		i, err := x86asm.Decode(code, 64)
		if err != nil {
			return strings.Join(append(all, err.Error()), "; ")
		}
		all = append(all, strings.ToLower(x86asm.IntelSyntax(i, 0, nil)))
		code = code[i.Len:]
	}
	return strings.Join(all, "; ")
}
