package mem

import "testing"

func TestMapped(t *testing.T) {
	h := new(Heap)
	b, err := h.New(16, 16, Birth{})
	if err != nil {
		t.Fatal(err)
	}
	for addr, want := range map[uintptr]bool{b.Addr: true, b.End(): true, 0: false, 0x10: false, 0x600000000000: false, ^uintptr(0): false} {
		if got := Mapped(addr); got != want {
			t.Errorf("Mapped(%#x) = %v", addr, got)
		}
	}
}

// What the kernel says of a block's page and of its guard.
func TestFindMapping(t *testing.T) {
	h := new(Heap)
	b, err := h.New(16, 16, Birth{})
	if err != nil {
		t.Fatal(err)
	}
	page, ok, err := FindMapping(b.Addr, false)
	if err != nil {
		t.Skip("this kernel does not tell: ", err)
	}
	if !ok || page.End != b.End() || !page.Read || !page.Write || page.Execute {
		t.Errorf("block at %#x: %+v %v", b.Addr, page, ok)
	}
	guard, ok, _ := FindMapping(b.End(), false)
	if !ok || guard.Start != b.End() || guard.Read || guard.Write {
		t.Errorf("guard at %#x: %+v %v", b.End(), guard, ok)
	}
	if m, ok, _ := FindMapping(0, false); ok {
		t.Errorf("null: %+v", m)
	}
	if m, ok, _ := FindMapping(0, true); !ok || m.Start == 0 {
		t.Errorf("above null: %+v %v", m, ok)
	}
}
