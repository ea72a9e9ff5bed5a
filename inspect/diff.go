package inspect

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"cshell/ctypes"
)

// Diff is what changed in a piece of memory (:diff).
type Diff struct {
	View    string         `json:"view"`
	Type    string         `json:"type"`
	Address Address        `json:"address"`
	Length  int64          `json:"length"`
	Changed int64          `json:"changed"` // bytes
	Members []MemberChange `json:"members"`
	Bytes   []ByteChange   `json:"bytes"`
	More    int64          `json:"more,omitempty"` // changed bytes that Bytes leaves out
}

// MemberChange is a member, or element, with other bytes than before. Name is
// how C reaches it: ".list[3].x", "" for the whole; of bytes that belong to no
// member it is "padding".
type MemberChange struct {
	Name   string `json:"name"`
	Type   string `json:"type,omitempty"`
	Offset int64  `json:"offset"`
	Bit    *int64 `json:"bit_offset,omitempty"`
	Old    string `json:"old"`
	New    string `json:"new"`
}

// ByteChange is a run of bytes that all changed, in hex.
type ByteChange struct {
	Offset int64  `json:"offset"`
	Old    string `json:"old"`
	New    string `json:"new"`
}

// diffBytes is how many bytes of a run are shown.
const diffBytes = 16

// NewDiff compares what lay at o.Addr with o, which is what lies there now. At
// most Limit members and runs are listed.
func (p *Printer) NewDiff(before []byte, o Object) *Diff {
	d := &Diff{
		View: "diff", Type: TypeName(o.Type), Address: Address(o.Addr), Length: o.Type.Size(),
		Members: []MemberChange{}, Bytes: []ByteChange{},
	}
	// Texts that pointers lead to may have changed as well: of before only the
	// pointers are known.
	old := &Printer{Symbol: p.Symbol, Limit: p.Limit}
	w := &differ{
		d: d, old: old, now: p, limit: p.Limit, seen: map[string]bool{},
		before: Object{Type: o.Type, Bytes: before, Addr: o.Addr}, after: o,
	}
	common := min(len(before), len(o.Bytes))
	for at := 0; at < common; at++ {
		if before[at] == o.Bytes[at] {
			continue
		}
		from := at
		for at < common && before[at] != o.Bytes[at] {
			at++
		}
		w.run(int64(from), int64(at))
	}
	return d
}

// differ collects the changes.
type differ struct {
	d             *Diff
	old, now      *Printer
	before, after Object
	limit         int
	seen          map[string]bool // members that are listed
}

// full says whether a list of n has all that is wanted.
func (w *differ) full(n int) bool { return w.limit > 0 && n >= w.limit }

// run notes that the bytes from … to changed.
func (w *differ) run(from, to int64) {
	w.d.Changed += to - from
	if w.full(len(w.d.Bytes)) {
		w.d.More += to - from
		return
	}
	shown := min(to, from+diffBytes)
	w.d.Bytes = append(w.d.Bytes, ByteChange{from, hex.EncodeToString(w.before.Bytes[from:shown]), hex.EncodeToString(w.after.Bytes[from:shown])})
	w.d.More += to - shown
	if !w.visit(w.after.Type, "", 0, from, to) {
		w.add(MemberChange{
			Name: "padding", Offset: from,
			Old: spacedHex(w.before.Bytes[from:shown]), New: spacedHex(w.after.Bytes[from:shown]),
		})
	}
}

// visit finds the members of type t at base that have bytes in from … to, and
// says whether there are any.
func (w *differ) visit(t ctypes.Type, path string, base, from, to int64) (any bool) {
	size := t.Size()
	if size <= 0 || base >= to || base+size <= from {
		return false
	}
	switch u := ctypes.Unwrap(t).(type) {
	case *ctypes.Record:
		for _, f := range u.Fields {
			any = w.field(f, path, base, from, to) || any
		}
		return any
	case *ctypes.Array:
		if _, text := encodingOf(u.Elem); !text && u.Elem.Size() > 0 {
			return w.elements(u, path, base, from, to)
		}
	}
	w.leaf(t, path, base)
	return true
}

func (w *differ) elements(t *ctypes.Array, path string, base, from, to int64) (any bool) {
	size := t.Elem.Size()
	last := min(t.Len, (to-base+size-1)/size)
	for i := max(from-base, 0) / size; i < last && !w.full(len(w.d.Members)); i++ {
		any = w.visit(t.Elem, fmt.Sprintf("%s[%d]", path, i), base+i*size, from, to) || any
	}
	return any || w.full(len(w.d.Members))
}

func (w *differ) field(f ctypes.Field, path string, base, from, to int64) bool {
	name := path
	if f.Name != "" {
		name += "." + f.Name
	}
	if f.Bits == nil {
		return w.visit(f.Type, name, base+f.Offset, from, to)
	}
	first, last := base+f.Bits.Offset/8, base+(f.Bits.Offset+f.Bits.Width-1)/8
	if f.Name == "" || last < from || first >= to {
		return false
	}
	old, ok1 := bitFieldOf(f, w.before.Bytes[min(base, int64(len(w.before.Bytes))):])
	now, ok2 := bitFieldOf(f, w.after.Bytes[min(base, int64(len(w.after.Bytes))):])
	if !ok1 || !ok2 || old.String() == now.String() {
		return ok1 && ok2
	}
	bit := f.Bits.Offset % 8
	w.add(MemberChange{Name: name, Type: f.Type.String(), Offset: first, Bit: &bit, Old: old.String(), New: now.String()})
	return true
}

func (w *differ) leaf(t ctypes.Type, path string, base int64) {
	old, now := w.old.Echo(part(w.before, t, base)), w.now.Echo(part(w.after, t, base))
	w.add(MemberChange{Name: path, Type: t.String(), Offset: base, Old: old, New: now})
}

func (w *differ) add(m MemberChange) {
	key := fmt.Sprint(m.Name, m.Offset)
	if m.Name != "padding" && w.seen[key] || w.full(len(w.d.Members)) {
		return
	}
	w.seen[key] = true
	w.d.Members = append(w.d.Members, m)
}

// Text has a line for each member and for each run of bytes.
func (d *Diff) Text(w io.Writer, width int) error {
	t := textWriter{w: w}
	if d.Changed == 0 {
		t.printf("%s at %s: nothing changed in %s\n", d.Type, d.Address, countBytes(d.Length))
		return t.err
	}
	t.printf("%s at %s: %d of %s changed\n", d.Type, d.Address, d.Changed, countBytes(d.Length))
	if t.err != nil {
		return t.err
	}
	var rows [][]string
	for _, m := range d.Members {
		rows = append(rows, []string{"  +" + m.place(), m.Type, strings.TrimPrefix(m.Name, "."), m.Old + " → " + m.New})
	}
	if err := table(w, width, rows); err != nil {
		return err
	}
	t.printf("bytes\n")
	for _, b := range d.Bytes {
		t.printf("  %08x  %s → %s\n", b.Offset, spacedPairs(b.Old), spacedPairs(b.New))
	}
	if d.More > 0 {
		t.printf("  … %s more\n", countBytes(d.More))
	}
	return t.err
}

func (m MemberChange) place() string { return Member{Offset: m.Offset, Bit: m.Bit}.place() }
