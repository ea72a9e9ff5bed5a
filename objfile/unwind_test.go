package objfile

import (
	"debug/elf"
	"testing"
)

// The tables of every installed libc can be read for each of its functions.
func TestUnwindTables(t *testing.T) {
	found, err := Find("libc.so.6", Search{})
	if err != nil {
		t.Skip(err)
	}
	f, err := Open(found.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if f.elf.Machine != elf.EM_X86_64 {
		t.Skip("tables are read for x86-64")
	}
	symbols, _ := f.Symbols()
	known, all := 0, 0
	for _, s := range symbols {
		if s.Kind != FuncSymbol || s.Size == 0 {
			continue
		}
		all++
		var regs Registers
		regs[regSP] = 0x1000
		stack := func(addr uint64) (uint64, bool) { return addr, addr >= 0x1000 }
		if f.Unwind(s.Value, &regs, stack) {
			known++
			if regs[regSP] != 0x1008 || regs[regPC] != 0x1000 { // at the first instruction nothing is pushed yet
				t.Errorf("%s: caller at %#x, stack at %#x", s.Name, regs[regPC], regs[regSP])
			}
		}
	}
	if known < all*9/10 {
		t.Errorf("%d of %d functions have a table", known, all)
	}
}

func FuzzUnwind(f *testing.F) {
	f.Add([]byte{0x14, 0, 0, 0, 0, 0, 0, 0, 1, 'z', 'R', 0, 1, 0x78, 16, 1, 0x1b, 0x0c, 7, 8, 0x90, 1, 0, 0,
		0x14, 0, 0, 0, 0x1c, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0x44, 0x0e, 16, 0, 0, 0, 0}, uint64(4))
	f.Fuzz(func(t *testing.T, data []byte, pc uint64) {
		for _, e := range readFrames(data, 0) {
			if row, ok := e.rowAt(pc); ok {
				row.apply(new(Registers), func(uint64) (uint64, bool) { return 0, true })
			}
		}
	})
}
