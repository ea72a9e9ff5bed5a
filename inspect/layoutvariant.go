package inspect

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"cshell/ctypes"
)

// LayoutVariant is the same declaration laid out by another ABI.
type LayoutVariant struct {
	ABI    ctypes.ABI `json:"abi"`
	Layout *Layout    `json:"layout"`
}

// Reordering is an order of a struct's members that takes less memory.
type Reordering struct {
	Size  int64    `json:"size"`
	Saves int64    `json:"saves"`
	Order []string `json:"order"` // declarations
}

func newReordering(r *ctypes.Record) *Reordering {
	again, order, ok := ctypes.Reordered(r)
	if !ok {
		return nil
	}
	v := &Reordering{Size: again.Size(), Saves: r.Size() - again.Size()}
	for _, at := range order {
		f := r.Fields[at]
		text := ctypes.Declare(f.Type, f.Name)
		if f.Bits != nil {
			text += fmt.Sprintf(" : %d", f.Bits.Width)
		}
		v.Order = append(v.Order, text)
	}
	return v
}

// String is the hint as a comment.
func (v *Reordering) String() string {
	return fmt.Sprintf("/* reordering saves %s, %d instead of %d: %s; */",
		countBytes(v.Saves), v.Size, v.Size+v.Saves, strings.Join(v.Order, "; "))
}

// columns shows offset and size of each member in every layout; * marks where
// one differs from the host's.
func (l *Layout) columns(w io.Writer, width int) error {
	head := []string{strings.TrimSuffix(l.Type, " {…}"), "here", "size"}
	all := []*Layout{l}
	for _, v := range l.Variants {
		head = append(head, string(v.ABI), "size", "")
		all = append(all, v.Layout)
	}
	rows := append([][]string{head}, memberRows(all, "  ", l.options.Depth)...)
	for _, total := range []struct {
		name string
		of   func(*Layout) int64
	}{
		{"total size", func(l *Layout) int64 { return l.Size }},
		{"alignment", func(l *Layout) int64 { return l.Align }},
		{"unused bytes", func(l *Layout) int64 { return l.unused() / 8 }},
	} {
		row := []string{total.name}
		for _, each := range all {
			row = append(row, "", strconv.FormatInt(total.of(each), 10))
			if each != l {
				row = append(row, differs(total.of(each) != total.of(l)))
			}
		}
		rows = append(rows, row)
	}
	var right []int
	for i := 1; i < len(head); i++ {
		right = append(right, i)
	}
	return table(w, width, rows, right...)
}

func differs(yes bool) string {
	if yes {
		return "*"
	}
	return ""
}

// memberRows has a row for each member of layouts of the same declaration.
func memberRows(all []*Layout, indent string, depth int) (rows [][]string) {
	for i, f := range all[0].Fields {
		row := []string{indent + f.title(), f.place(), strconv.FormatInt(f.Size, 10)}
		inner := []*Layout{f.Inner}
		for _, l := range all[1:] {
			g := l.Fields[i]
			row = append(row, g.place(), strconv.FormatInt(g.Size, 10), differs(f.place() != g.place() || f.Size != g.Size))
			inner = append(inner, g.Inner)
		}
		rows = append(rows, row)
		if f.Inner != nil && depth != 1 {
			rows = append(rows, memberRows(inner, indent+"  ", max(depth-1, 0))...)
		}
	}
	return rows
}

// title is the declaration of a member without its own members.
func (f LayoutField) title() string { return strings.Replace(f.declaration, " {…}", "", 1) }

// place is the offset, with the bit behind a colon.
func (f LayoutField) place() string {
	if f.BitOffset == nil {
		return strconv.FormatInt(f.Offset, 10)
	}
	return fmt.Sprintf("%d:%d", f.Offset, *f.BitOffset)
}

// unused is the bits of holes and padding, in members too.
func (l *Layout) unused() int64 {
	n := l.Padding
	for _, f := range l.Fields {
		n += f.Hole
		if f.Inner != nil && !l.Union {
			n += f.Inner.unused()
		}
	}
	return n
}
