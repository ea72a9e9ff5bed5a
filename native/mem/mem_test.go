package mem

import (
	"math"
	"os"
	"os/exec"
	"runtime/debug"
	"testing"
)

func newBlock(t testing.TB, h *Heap, size, align int64) *Block {
	t.Helper()
	b, err := h.New(size, align, Birth{Name: "b"})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var sink uint32 // a load that nobody uses is not made

// faults reports the address at which f faults; ok is false if it does not.
func faults(f func()) (addr uintptr, ok bool) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			ok = true
			if e, isAddr := r.(interface{ Addr() uintptr }); isAddr {
				addr = e.Addr()
			}
		}
	}()
	f()
	return
}

func TestAccess(t *testing.T) {
	var h Heap
	a := newBlock(t, &h, 64, 1).Addr + 3 // unaligned on purpose
	Store8(a, 0xFE)
	if Load8(a) != 0xFE || LoadI8(a) != -2 {
		t.Error("8 bits")
	}
	Store16(a, 0xFFFE)
	if Load16(a) != 0xFFFE || LoadI16(a) != -2 {
		t.Error("16 bits")
	}
	Store32(a, 0xFFFFFFFE)
	if Load32(a) != 0xFFFFFFFE || LoadI32(a) != -2 {
		t.Error("32 bits")
	}
	Store64(a, 1<<63)
	if Load64(a) != 1<<63 || LoadI64(a) != math.MinInt64 {
		t.Error("64 bits")
	}
	StoreF32(a, 1.5)
	StoreF64(a+8, -2.25)
	if LoadF32(a) != 1.5 || LoadF64(a+8) != -2.25 {
		t.Error("floating")
	}
	copy(Bytes(a, 5), "hell\x00")
	Copy(a+1, a, 5)
	if got := CString(a, 20); got != "hhell" {
		t.Errorf("overlapping Copy: %q", got)
	}
	Zero(a, 3)
	if got := CString(a, 20) + CString(a+3, 1) + CString(a+3, 20); got != "lll" {
		t.Errorf("Zero, CString: %q", got)
	}
	if Copy(a, a, 0); CString(a, 0) != "" {
		t.Error("nothing")
	}
}

func TestWildAccessFaults(t *testing.T) {
	for _, a := range []uintptr{0, 8, 4096 + 8, 0x7ffff0000000, 1 << 63} {
		if _, ok := faults(func() { sink = Load32(a) }); !ok {
			t.Errorf("no fault at %#x", a)
		}
	}
	var h Heap
	b := newBlock(t, &h, 8, 8)
	if at, ok := faults(func() { Zero(b.Addr, 9) }); !ok || at != b.End() {
		t.Errorf("fault at %#x, want %#x", at, b.End())
	}
}

func TestBlocks(t *testing.T) {
	tests := []struct{ size, align int64 }{
		{1, 1}, {5, 1}, {8, 8}, {8, 0}, {12, 4}, {16, 16}, {24, 16}, {0, 1}, {4096, 16}, {4097, 1}, {5000, 64}, {100, 4096}, {1 << 20, 8},
	}
	for _, guarded := range []bool{true, false} {
		var h Heap
		if !guarded {
			h.guarded = maxGuarded
		}
		for _, test := range tests {
			b := newBlock(t, &h, test.size, test.align)
			align := uintptr(test.align)
			if align == 0 {
				align = 16
			}
			if b.Addr%align != 0 {
				t.Errorf("%+v: address %#x", test, b.Addr)
			}
			for i, c := range Bytes(b.Addr, b.Size) {
				if c != 0 {
					t.Fatalf("%+v: byte %d is %d", test, i, c)
				}
			}
			behind := alignUp(b.End(), align)
			if !guarded {
				behind = b.End()
			}
			at, faulted := faults(func() { Store8(behind, canary) })
			if faulted != guarded || guarded && at%pageSize != 0 {
				t.Errorf("%+v: guard: faulted %v at %#x", test, faulted, at)
			}
			if h.Find(b.Addr) != b || h.Find(b.End()) != b || h.Find(b.Addr+uintptr(b.Size/2)) != b {
				t.Errorf("%+v: not found", test)
			}
			if !h.Owns(b.Addr) || !h.Owns(b.End()) {
				t.Errorf("%+v: not owned", test)
			}
			if err := h.Free(b); err != nil {
				t.Errorf("%+v: %v", test, err)
			}
			if h.Free(b) != ErrDoubleFree || h.Find(b.Addr) != b || !b.Freed {
				t.Errorf("%+v: after Free", test)
			}
			if _, faulted := faults(func() { sink = uint32(Load8(b.Addr)) }); faulted != guarded {
				t.Errorf("%+v: use after free: faulted %v", test, faulted)
			}
		}
		if h.Live() != 0 || guarded && h.guarded != 0 {
			t.Error("live blocks left")
		}
	}
}

func TestOverrun(t *testing.T) {
	tests := []struct {
		size, align, at int64
		guarded         bool
	}{
		{5, 4, 5, true}, {5, 4, 7, true}, {5, 4, -1, true}, {5, 4, -16, true},
		{5, 4, 5, false}, {5, 4, 20, false}, {8, 8, -1, false}, {5000, 8, 5000, false},
	}
	for _, test := range tests {
		var h Heap
		if !test.guarded {
			h.guarded = maxGuarded
		}
		b := newBlock(t, &h, test.size, test.align)
		Store8(b.Addr+uintptr(test.at), 1)
		over, ok := h.Free(b).(*OverrunError)
		if !ok || over.Offset != test.at || !b.Freed {
			t.Errorf("%+v: %v", test, over)
		}
	}
}

func TestFindIsRightBetweenBlocks(t *testing.T) {
	var h Heap
	if h.Owns(0) || h.Owns(1<<40) || h.Find(0) != nil || h.Near(77) != nil {
		t.Error("empty heap")
	}
	a, b := newBlock(t, &h, 10, 1), newBlock(t, &h, 10, 1)
	if h.Find(a.Addr-1) != nil || h.Find(a.End()+1) != nil {
		t.Error("found outside")
	}
	if h.Near(a.End()+100) != a || h.Near(b.Addr-1) != b || h.Near(a.Addr-1) != a {
		t.Error("near")
	}
	if !a.Contains(a.Addr, 10) || a.Contains(a.Addr, 11) || a.Contains(a.Addr-1, 1) || a.Contains(a.Addr+5, -1) || !a.Contains(a.End(), 0) {
		t.Error("contains")
	}
}

func TestManyBlocks(t *testing.T) {
	var h Heap
	var all []*Block
	for i := range 3 * maxGuarded {
		all = append(all, newBlock(t, &h, int64(i%100), 1))
	}
	if !all[0].Guarded || all[maxGuarded].Guarded {
		t.Error("guard budget")
	}
	for _, b := range all {
		if h.Find(b.Addr) != b {
			t.Fatal("not found")
		}
	}
	n, last := 0, uintptr(0)
	for b := range h.All() {
		if n++; b.Addr <= last {
			t.Fatal("order")
		}
		last = b.Addr
	}
	if n != len(all) || h.Live() != int64(n) {
		t.Errorf("%d blocks", n)
	}
	h.Free(all[5])
	if b := newBlock(t, &h, 1, 1); !b.Guarded {
		t.Error("the budget is not given back")
	}
}

func TestForgetsOldFreed(t *testing.T) {
	var h Heap
	keep := newBlock(t, &h, 1, 1)
	h.guarded = maxGuarded
	first := newBlock(t, &h, 1, 1)
	h.Free(first)
	for range 2 * maxFreed {
		if err := h.Free(newBlock(t, &h, 8, 8)); err != nil {
			t.Fatal(err)
		}
	}
	if h.Find(first.Addr) != nil || h.Find(keep.Addr) != keep || h.freed > 2*maxFreed {
		t.Errorf("%d freed blocks", h.freed)
	}
}

func TestSecondArena(t *testing.T) {
	var h Heap
	a := newBlock(t, &h, 20<<30, 16) // address space only
	b := newBlock(t, &h, 30<<30, 16)
	c := newBlock(t, &h, 20, 1)
	if len(h.arenas) != 2 || !h.Owns(a.Addr) || !h.Owns(c.Addr) || h.Find(c.End()) != c || h.Find(b.Addr) != b {
		t.Errorf("%d arenas", len(h.arenas))
	}
	n := 0
	for range h.All() {
		n++
	}
	for range h.All() {
		break
	}
	if n != 3 {
		t.Errorf("%d blocks", n)
	}
}

func TestImpossible(t *testing.T) {
	var h Heap
	for _, test := range []struct{ size, align int64 }{{-1, 1}, {1 << 62, 1}, {1, 3}, {1, 8192}} {
		if _, err := h.New(test.size, test.align, Birth{}); err == nil {
			t.Errorf("%+v: no error", test)
		}
	}
}

func newLocal(t testing.TB, h *Heap, size int64, name string) *Block {
	t.Helper()
	b, err := h.NewLocal(size, 4, Birth{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLocals(t *testing.T) {
	var h Heap
	var all []*Block
	for i := range 3 * localWait {
		b := newLocal(t, &h, int64(i%200), "x")
		Zero(b.Addr, b.Size)
		if b.Guarded || h.Find(b.Addr) != b || h.Damage(b.Addr) != nil {
			t.Fatal(b)
		}
		all = append(all, b)
	}
	for _, b := range all {
		if err := h.EndLocal(b); err != nil {
			t.Fatal(err)
		}
	}
	if h.Live() != 0 || h.Sweep(1000) != nil {
		t.Error("after the end of all")
	}
	for range 1000 { // in memory that the others had
		b := newLocal(t, &h, 20, "again")
		if h.Find(b.Addr+20) != b || b.Name != "again" || b.Freed {
			t.Fatal(b)
		}
		h.EndLocal(b)
	}
	if n := len(h.arenas[0].packed); n > 6*localWait {
		t.Errorf("%d blocks", n)
	}
}

func TestLocalOverrun(t *testing.T) {
	var h Heap
	for _, at := range []int64{-1, -16, 5, 15, 16} {
		b := newLocal(t, &h, 5, "x")
		Store8(b.Addr+uintptr(at), 1)
		if over := h.Damage(b.Addr); over == nil || over.Offset != at {
			t.Errorf("at %d: %v", at, over)
		}
		Store8(b.Addr+uintptr(at), 1)
		if over, ok := h.EndLocal(b).(*OverrunError); !ok || over.Offset != at {
			t.Errorf("at %d: at the end: %v", at, over)
		}
	}
	guarded := newBlock(t, &h, 5, 1)
	Store8(guarded.Addr-1, 1)
	if over, ok := h.EndLocal(guarded).(*OverrunError); !ok || over.Offset != -1 {
		t.Error(over)
	}
}

func TestLateWrite(t *testing.T) {
	var h Heap
	late := newLocal(t, &h, 40, "late")
	h.EndLocal(late)
	Store8(late.Addr+3, 1)
	if over := h.Sweep(1000); over == nil || over.Offset != 3 || over.Block.Name != "late" {
		t.Error(over)
	}
	if over := h.Sweep(1000); over != nil {
		t.Error("told twice")
	}
	Store8(late.Addr+39, 1)
	for range 2 * localWait {
		b, err := h.NewLocal(40, 8, Birth{Name: "next"})
		if over, ok := err.(*OverrunError); ok {
			if over.Offset != 39 || over.Block.Name != "late" {
				t.Error(over)
			}
			if b, err := h.NewLocal(40, 8, Birth{Name: "next"}); err != nil || b != late {
				t.Error("not used again")
			}
			return
		}
		h.EndLocal(b)
	}
	t.Error("not noticed")
}

// What changes no hands: large and aligned ones.
func TestLargeLocals(t *testing.T) {
	var h Heap
	for _, test := range []struct{ size, align int64 }{{1 << 20, 16}, {8, 64}} {
		b, err := h.NewLocal(test.size, test.align, Birth{})
		if err != nil || b.Addr%uintptr(test.align) != 0 || b.Guarded {
			t.Fatal(b, err)
		}
		Zero(b.Addr, b.Size)
		if err := h.EndLocal(b); err != nil || !b.Freed {
			t.Error(err)
		}
	}
}

func TestStack(t *testing.T) {
	var s Stack
	empty := s.Mark()
	a, err := s.Push(20)
	if err != nil || a%16 != 0 {
		t.Fatal(a, err)
	}
	b, _ := s.Push(8)
	if b != a+32 || !s.Holds(b) || s.Holds(b+16) || !s.Owns(b+16) || s.Owns(0) {
		t.Errorf("%#x after %#x", b, a)
	}
	Store64(b, 7)
	if s.Pop(b); s.Holds(b) {
		t.Error("popped")
	}
	if _, err := s.Push(StackSize); err != ErrStackOverflow {
		t.Error(err)
	}
	if _, err := s.Push(StackSize - 48); err != nil {
		t.Error(err)
	}
	s.Pop(empty)
	if again, _ := s.Push(1); again != a {
		t.Errorf("%#x, want %#x", again, a)
	}
	if _, ok := faults(func() { Store8(a-1, 1) }); !ok {
		t.Error("no guard below")
	}
}

func BenchmarkFirstBlock(b *testing.B) {
	for b.Loop() {
		var h Heap
		newBlock(b, &h, 64, 16)
		b.StopTimer()
		unmap(h.bounds.low, h.bounds.size)
		b.StartTimer()
	}
}

func BenchmarkNewFreeGuarded(b *testing.B) {
	var h Heap
	for b.Loop() {
		h.Free(newBlock(b, &h, 64, 16))
	}
}

func BenchmarkNewGuarded(b *testing.B) {
	var h Heap
	for b.Loop() {
		newBlock(b, &h, 64, 16)
		h.guarded = 1
		if h.live%4000 == 0 {
			b.StopTimer()
			unmap(h.bounds.low, h.bounds.size)
			h = Heap{}
			b.StartTimer()
		}
	}
}

func BenchmarkNewPacked(b *testing.B) {
	h := Heap{guarded: maxGuarded}
	for b.Loop() {
		newBlock(b, &h, 64, 16)
	}
}

func BenchmarkFind(b *testing.B) {
	var h Heap
	var all [10000]*Block
	for i := range all {
		all[i] = newBlock(b, &h, 64, 16)
	}
	for i := 0; b.Loop(); i++ {
		h.Find(all[i*7919%len(all)].Addr)
	}
}

func BenchmarkStack(b *testing.B) {
	var s Stack
	for b.Loop() {
		a, _ := s.Push(48)
		s.Pop(a)
	}
}

func BenchmarkLoad(b *testing.B) {
	var h Heap
	a := newBlock(b, &h, 64, 16).Addr
	sum := int32(0)
	for b.Loop() {
		sum += LoadI32(a)
	}
	Store32(a, uint32(sum))
}

// Under ulimit -v the heap makes do with small arenas.
func TestLimitedAddressSpace(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector needs address space itself")
	}
	if os.Getenv("CSHELL_TEST_LIMITED") == "" {
		cmd := exec.Command("sh", "-c", "ulimit -v 3000000 && exec "+os.Args[0]+" -test.run='^TestLimitedAddressSpace$'")
		cmd.Env = append(os.Environ(), "CSHELL_TEST_LIMITED=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	var h Heap
	var all []*Block
	for range 20 {
		all = append(all, newBlock(t, &h, 10<<20, 16))
	}
	for _, b := range all {
		Zero(b.Addr, b.Size)
		if h.Find(b.Addr+5) != b || !h.Owns(b.Addr) {
			t.Error("lost")
		}
	}
	if len(h.arenas) < 2 {
		t.Errorf("%d arenas", len(h.arenas))
	}
}

func BenchmarkLocal(b *testing.B) {
	var h Heap
	for b.Loop() {
		l, _ := h.NewLocal(64, 8, Birth{Name: "x"})
		h.EndLocal(l)
	}
}

// TestSpans has blocks of all sizes cross the starts of spans, none of which may be
// readable or below no block of its span.
func TestSpans(t *testing.T) {
	for _, guarded := range []bool{true, false} {
		h := Heap{Unguarded: !guarded}
		var last uintptr
		for i, size := range []int64{1, 4096, 40 << 20, 30 << 20, 8, SpanSize - 4096, 16, SpanSize, 8, 3*SpanSize + 5, 100, 24 << 20,
			24 << 20, 16<<20 - 8192, 1, 4096, SpanSize - 2*4096, SpanSize - 3*4096, 1} {
			b := newBlock(t, &h, size, 16)
			Store8(b.Addr, 1)
			Store8(b.End()-1, 1)
			if b.Guarded != guarded || b.Addr < last {
				t.Fatalf("block %d is at %#x, after %#x", i, b.Addr, last)
			}
			last = b.End()
			if h.arenaOf(b.Addr) != h.arenas[0] {
				t.Fatalf("block %d needed another arena", i)
			}
			start := (b.Addr - 16) &^ (SpanSize - 1)
			if addr, ok := faults(func() { sink = uint32(Load8(start)) }); !ok || addr != start {
				t.Errorf("the span of block %d (%d bytes, guarded %v) starts with something to read", i, size, guarded)
			}
			if over := h.Sweep(100); over != nil {
				t.Error(over)
			}
		}
	}
}
