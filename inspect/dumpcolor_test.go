package inspect

import (
	"regexp"
	"strings"
	"testing"

	"cshell/native/mem"
)

// TestDumpInColor: without the colours it is the form of hexdump -C.
func TestDumpInColor(t *testing.T) {
	data := append([]byte("text\x00\x01\x80"), words(0x1010, 0x2020, 7, 0x1018)...)
	memory := fakeMemory{{0x1001, data}}
	block := &mem.Block{Addr: 0x1001, Size: int64(len(data))}
	places := Places{
		Block: func(uintptr) *mem.Block { return block },
		Maps:  []Mapping{{Start: 0x1000, End: 0x2000}, {Start: 0x2000, End: 0x3000, Path: "/lib/x.so"}},
	}
	escapes := regexp.MustCompile("\x1b\\[[0-9]*m")
	for n := range len(data) + 1 {
		plain, colored := NewDump(memory, 0x1001, int64(n)), NewDump(memory, 0x1001, int64(n))
		colored.Color = true
		colored.MarkPointers(places, func(uintptr) string { return "<x>" })
		got := viewText(t, colored)
		if n > 0 && !strings.Contains(got, dumpText) {
			t.Errorf("%d bytes have no colour", n)
		}
		if want := viewText(t, plain); escapes.ReplaceAllString(got, "") != want {
			t.Errorf("%d bytes: got\n%swant\n%s", n, got, want)
		}
	}
}

// TestDumpPointers: words of four bytes in the fixture make eight-byte values;
// those that are addresses count where they are aligned.
func TestDumpPointers(t *testing.T) {
	data := make([]byte, 32)
	put := func(at int, v byte) { data[at], data[at+1] = v, 0x20 }
	put(7, 0x10)  // aligned: at 0x1008
	put(16, 0x30) // not aligned
	d := NewDump(fakeMemory{{0x1001, data}}, 0x1001, 32)
	d.MarkPointers(Places{Maps: []Mapping{{Start: 0x2000, End: 0x3000, Path: "/lib/x.so"}}}, func(uintptr) string { return "" })
	if len(d.Pointers) != 1 || d.Pointers[0] != (DumpPointer{7, 0x2010, ""}) {
		t.Errorf("got %v", d.Pointers)
	}
	if !d.inPointer(7) || !d.inPointer(14) || d.inPointer(6) || d.inPointer(15) {
		t.Error("the bytes of the pointer are not those of its word")
	}
}
