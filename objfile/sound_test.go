package objfile

import (
	"debug/elf"
	"encoding/binary"
	"path/filepath"
	"strings"
	"testing"
)

// What would end the process when it is loaded is an error before that.
func TestDamagedImage(t *testing.T) {
	dir := t.TempDir()
	source := write(t, filepath.Join(dir, "lib.c"), "#include <stdio.h>\nint x; int *p = &x; int *const q = &x; int f(void) { return puts(\"\"); }")
	good := gcc(t, filepath.Join(dir, "good.so"), "-shared", "-fPIC", source)
	f := open(t, good)
	relocations := f.elf.Section(".rela.dyn")
	segment := func(kind elf.ProgType) int { // the place of its header
		for i, p := range f.elf.Progs {
			if p.Type == kind {
				return headerSize + i*programSize
			}
		}
		t.Fatalf("no segment is %v", kind)
		return 0
	}
	const memory, addr = 40, 16
	for _, test := range []struct {
		at    int
		value uint64
		want  string
	}{
		{int(relocations.Offset) + 8, 0, "relocation 0 is of kind 0 and not relative"},
		{int(relocations.Offset) + relocationSize, 1 << 40, "relocation 1 is for 0x10000000000, which is outside"},
		{segment(elf.PT_GNU_RELRO) + memory, 1 << 20, "lies outside of what is loaded"},
		{segment(elf.PT_DYNAMIC) + addr, 1 << 30, "lies outside of what is loaded"},
		{segment(elf.PT_LOAD) + memory, 1 << 30, "segment 1 lies over another one"},
		{segment(elf.PT_LOAD) + memory, 1, "segment 0 lies over another one"},
	} {
		data := read(t, good)
		binary.LittleEndian.PutUint64(data[test.at:], test.value)
		path := write(t, filepath.Join(dir, "bad.so"), string(data))
		if err := CheckLoadable(path); err == nil || !strings.Contains(err.Error(), "is damaged: ") || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
	if err := CheckLoadable(good); err != nil {
		t.Error(err)
	}
}
