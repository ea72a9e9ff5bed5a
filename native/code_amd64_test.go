package native

import (
	"errors"
	"testing"

	"cshell/ctypes"
)

// mustAdd adds code given as its bytes.
func (l *lab) mustAdd(code string) uintptr {
	l.Helper()
	addr, err := l.AddCode([]byte(code))
	if err != nil {
		l.Fatal(err)
	}
	return addr
}

func TestAddedCodeServes(t *testing.T) {
	experiment(t, func(l *lab) {
		double := l.mustAdd("\x8D\x04\x3F\xC3") // lea eax, [rdi+rdi]; ret
		entry := l.callback(func(x int32) int32 { return x + 1 })
		l.wantInt(42, "cb_ok", entry)
		l.Enter(entry, double)
		l.wantInt(82, "cb_ok", entry)
		l.Enter(entry, 0)
		l.wantInt(42, "cb_ok", entry)
	})
}

// What the code has to know of a callback leads to its server, with the arguments.
func TestHooks(t *testing.T) {
	experiment(t, func(l *lab) {
		entry := l.callback(func(x int32) int32 { return x + 1 })
		hooks := l.Hooks(entry)
		code := "\x41\xBB" + le(uint64(hooks.Index))[:4] + // mov r11d, index
			"\x48\xB8" + le(uint64(hooks.Server)) + // mov rax, server
			"\xFF\xE0" // jmp rax
		l.Enter(entry, l.mustAdd(code))
		l.wantInt(42, "cb_ok", entry)
	})
}

func le(v uint64) string {
	var b [8]byte
	for i := range b {
		b[i] = byte(v >> (8 * i))
	}
	return string(b[:])
}

// A fault goes on where R11 says, or ends the call.
func TestAddedCodeFaults(t *testing.T) {
	experiment(t, func(l *lab) {
		survives := l.mustAdd("\x4C\x8D\x1D\x03\x00\x00\x00" + // lea r11, [rip+3]
			"\x8B\x07\xC3" + // mov eax, [rdi]; ret
			"\xB8\x07\x00\x00\x00\xC3") // mov eax, 7; ret
		for _, addr := range []uint64{8, 0xdead000000000000} {
			img := &ctypes.Image{GPR: [8]uint64{addr}}
			if l.Call(survives, img); img.Signal != 0 || img.RetGPR[0] != 7 {
				t.Errorf("%#x: signal %d, result %d", addr, img.Signal, img.RetGPR[0])
			}
		}
		dies := l.mustAdd("\x45\x31\xDB\x8B\x07\xC3") // xor r11d, r11d; mov eax, [rdi]; ret
		img := &ctypes.Image{GPR: [8]uint64{8}}
		if l.Call(dies, img); img.Signal != 11 || img.FaultAddr != 8 || uintptr(img.FaultPC) != dies+3 {
			t.Errorf("signal %d at %#x in %#x, want 11 at 8 in %#x", img.Signal, img.FaultAddr, img.FaultPC, dies+3)
		}
	})
}

func TestCodeIsFull(t *testing.T) {
	experiment(t, func(l *lab) {
		l.mustAdd("\xC3")
		defer func(used uintptr) { codeRoom.used = used }(codeRoom.used)
		codeRoom.used = codeSize - codeAlign
		if _, err := l.AddCode(make([]byte, codeAlign+1)); !errors.Is(err, errCodeFull) {
			t.Errorf("%v", err)
		}
		l.mustAdd("\xC3")
		if _, err := l.AddCode([]byte{0xC3}); !errors.Is(err, errCodeFull) {
			t.Errorf("%v", err)
		}
	})
}
