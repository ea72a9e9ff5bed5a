package inspect

import (
	"encoding/hex"
	"runtime"
	"testing"
)

func TestDisassemble(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("the code is x86-64")
	}
	const (
		at, stub, slot = 0x1000, 0x1020, 0x2000
		function       = "e81b000000" + // call stub
			"7402" + // je +2
			"ebf7" + // jmp back
			"488b05f00f0000" + // mov slot
			"c3"
	)
	code, _ := hex.DecodeString(function)
	jump, _ := hex.DecodeString("ff25da0f0000") // stub: jmp *slot
	p := &Printer{
		Memory: fakeMemory{{at, code}, {stub, jump}, {slot, address(0x3000)}},
		Symbol: named(map[uintptr]string{0x3000: "<puts in libc.so.6>", 0x1009: "<f+9>"}),
	}
	const want = `f:
   0x1000 <+0>:	e8 1b 00 00 00       	call   0x1020 <puts@plt in libc.so.6>
   0x1005 <+5>:	74 02                	je     0x1009 <f+9>
   0x1007 <+7>:	eb f7                	jmp    0x1000
   0x1009 <+9>:	48 8b 05 f0 0f 00 00 	mov    0xff0(%rip),%rax        # 0x2000 <&puts in libc.so.6>
   0x1010 <+16>:	c3                   	ret
`
	for _, size := range []int64{0, int64(len(code))} { // the end is found, or known
		if got := viewText(t, p.Disassemble(at, Code{Name: "f", Size: size})); got != want {
			t.Errorf("size %d: got\n%swant\n%s", size, got, want)
		}
	}
	two := p.Disassemble(at+5, Code{Name: "f", Start: at, Count: 1})
	if got, want := viewText(t, two), "f:\n   0x1005 <+5>:\t74 02                \tje     0x1009 <f+9>\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.Limit = 2
	if got := p.Disassemble(at, Code{Size: int64(len(code))}); len(got.Instructions) != 2 || got.More != 10 {
		t.Errorf("cut: %+v", got)
	}
	if got := viewText(t, p.Disassemble(0x10, Code{})); got != "   <unreadable 0x10>\n" {
		t.Errorf("unreadable: %q", got)
	}
	const examined = "   0x1009 <f+9>:\tmov    0xff0(%rip),%rax        # 0x2000 <&puts in libc.so.6>\n   0x1010:\tret\n"
	if got := viewText(t, p.Examine(0x1009, ExamineSpec{Count: 2, Format: 'i'}, nil)); got != examined {
		t.Errorf("got %q, want %q", got, examined)
	}
}
