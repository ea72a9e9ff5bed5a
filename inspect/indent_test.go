package inspect

import (
	"testing"

	"cshell/ctypes"
)

func TestEchoIn(t *testing.T) {
	in := &ctypes.Record{Tag: "in"}
	in.SetFields([]ctypes.Field{{Name: "x", Type: ctypes.TInt}, {Name: "y", Type: ctypes.TInt}}, ctypes.Packing{})
	out := &ctypes.Record{Tag: "out"}
	out.SetFields([]ctypes.Field{
		{Name: "a", Type: in}, {Name: "row", Type: ctypes.ArrayOf(ctypes.TInt, 6)},
		{Name: "list", Type: ctypes.ArrayOf(in, 3)}, {Name: "s", Type: ctypes.ArrayOf(ctypes.TChar, 8)},
	}, ctypes.Packing{})
	o := Object{Type: out, Bytes: make([]byte, out.Size())}
	copy(o.Bytes[out.Size()-8:], "text")
	p := &Printer{Limit: 200}
	if got := p.EchoIn(o, 5, 500); got != p.Echo(o) {
		t.Errorf("what fits is broken: %s", got)
	}
	want := `{
  a = {x = 0, y = 0},
  row = {0, 0, 0, 0, 0, 0},
  list = {
    {x = 0, y = 0},
    {x = 0, y = 0},
    {x = 0, y = 0}
  },
  s = "text"
}`
	if got := p.EchoIn(o, 5, 30); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	p.Limit = 2
	cut := `{
  {x = 0, y = 0},
  {x = 0, y = 0},
  … 1 more
}`
	list := Object{Type: ctypes.ArrayOf(in, 3), Bytes: make([]byte, 3*in.Size())}
	if got := p.EchoIn(list, 5, 30); got != cut {
		t.Errorf("got\n%s\nwant\n%s", got, cut)
	}
}
