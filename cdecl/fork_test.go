package cdecl

import (
	"sync"
	"testing"

	"cshell/ctypes"
	"cshell/diag"
)

// Types that two tables share are completed by one of them while the other's user
// looks at them; run with -race.
func TestForkCompletes(t *testing.T) {
	before := NewTable()
	before.Read(&diag.Source{Name: "before", Text: "enum color; struct point; union word;", First: 1})
	enum, _ := before.Tag("enum", "color", false)
	point, _ := before.Tag("struct", "point", false)

	after := NewTable()
	before.Fork(after)
	var looking sync.WaitGroup
	looking.Go(func() {
		for !enumKnows(enum, "RED") || point.(*ctypes.Record).Size() != 8 {
			if _, offset, ok := point.(*ctypes.Record).Lookup("y"); ok && offset != 4 {
				t.Errorf("y is at %d", offset)
			}
		}
	})
	errs := after.Read(&diag.Source{Name: "after", Text: "enum color { RED = 1 }; struct point { int x, y; };", First: 1})
	looking.Wait()
	if len(errs) > 0 {
		t.Error(errs)
	}
}

func enumKnows(e ctypes.Type, name string) bool {
	found, ok := e.(*ctypes.Enum).NameOf(1)
	return ok && found == name && e.Size() == 4 && !ctypes.IsIncomplete(e)
}
