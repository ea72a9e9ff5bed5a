package objfile

import (
	"fmt"
	"testing"
)

func TestAccesses(t *testing.T) {
	var regs Registers
	for i := range regs {
		regs[i] = uint64(i+1) * 0x1000
	}
	load := func(addr uint64) (uint64, bool) { return addr + 0xabc, true }
	tests := []struct{ code, want string }{
		{"\x8b\x07", "[{mov 0x6000 4 1 false false}]"},                                  // mov (%rdi),%eax
		{"\x89\x44\x8e\x10", "[{mov 0x11010 4 1 true false}]"},                          // mov %eax,0x10(%rsi,%rcx,4)
		{"\x8b\x05\x10\x00\x00\x00", "[{mov 0x11016 4 1 false false}]"},                 // mov 0x10(%rip),%eax
		{"\x48\x83\x3f\x00", "[{cmp 0x6000 8 1 false false}]"},                          // cmpq $0,(%rdi)
		{"\x48\xff\x07", "[{inc 0x6000 8 1 true false}]"},                               // incq (%rdi)
		{"\x0f\x29\x07", "[{movaps 0x6000 16 16 true false}]"},                          // movaps %xmm0,(%rdi)
		{"\x0f\x11\x07", "[{movups 0x6000 16 1 true false}]"},                           // movups %xmm0,(%rdi)
		{"\x66\x0f\xef\x07", "[{pxor 0x6000 16 16 false false}]"},                       // pxor (%rdi),%xmm0
		{"\xf3\x0f\x10\x07", "[{movss 0x6000 4 1 false false}]"},                        // movss (%rdi),%xmm0
		{"\xc5\xfd\x74\x07", "[{vpcmpeqb 0x6000 32 1 false false}]"},                    // vpcmpeqb (%rdi),%ymm0,%ymm0
		{"\xc5\xfd\x7f\x07", "[{vmovdqa 0x6000 32 32 true false}]"},                     // vmovdqa %ymm0,(%rdi)
		{"\x62\xf1\xfe\x28\x6f\x47\x01", "[{vmovdqu64 0x6020 32 1 false false}]"},       // vmovdqu64 0x20(%rdi),%ymm0
		{"\xa4", "[{movsb 0x6000 0 1 true false} {movsb 0x5000 0 1 false false}]"},      // movsb (%rsi),(%rdi)
		{"\x50", "[{push 0x7ff8 8 1 true false}]"},                                      // push %rax
		{"\xc3", "[{ret 0x8000 8 1 false false} {ret 0x8abc 0 1 false true}]"},          // ret
		{"\x41\xff\xd3", "[{call 0x7ff8 8 1 true false} {call 0xc000 0 1 false true}]"}, // call *%r11
		{"\xff\x27", "[{jmp 0x6000 8 1 false false} {jmp 0x6abc 0 1 false true}]"},      // jmp *(%rdi)
		{"\x64\x8b\x04\x25\x28\x00\x00\x00", "[]"},                                      // mov %fs:0x28,%eax
		{"\x48\x8d\x07", "[]"}, // lea (%rdi),%rax
		{"\x0f\x1f\x00", "[]"}, // nopl (%rax)
		{"\xf4", "[]"},         // hlt
		{"\x06", "[]"},         // nothing
	}
	for _, test := range tests {
		_, all := Accesses([]byte(test.code), &regs, load)
		got := "["
		for i, a := range all {
			if i > 0 {
				got += " "
			}
			got += fmt.Sprintf("{%s 0x%x %d %d %t %t}", a.Name, a.Addr, a.Size, a.Align, a.Write, a.Jump)
		}
		if got += "]"; got != test.want {
			t.Errorf("% x: %s, want %s", test.code, got, test.want)
		}
	}
}
