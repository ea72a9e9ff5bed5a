package ctypes

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestReordered compares the size that is promised with gcc's, and for few
// members with the best of all orders.
func TestReordered(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	types := []Type{TChar, TShort, TInt, TLong, TDouble, CharPtr, TLongDouble, ArrayOf(TChar, 3), ArrayOf(TShort, 5)}
	var source strings.Builder
	var got []string
	for i := range 200 {
		var fields []Field
		for n := range 2 + rnd.IntN(4) {
			f := Field{Name: fmt.Sprintf("m%d", n), Type: types[rnd.IntN(len(types))]}
			if rnd.IntN(5) == 0 {
				f.Type, f.Bits = TUInt, &BitField{Width: 1 + rnd.Int64N(20)}
			}
			fields = append(fields, f)
		}
		r := NewRecord(false, fmt.Sprintf("s%d", i))
		r.mustSetFields(fields)
		again, order, ok := Reordered(r)
		if ok {
			if len(order) != len(fields) || again.Size() >= r.Size() {
				t.Fatalf("%v: order %v, size %d of %d", fields, order, again.Size(), r.Size())
			}
		} else {
			again = r
		}
		got = append(got, fmt.Sprint(again.Size()))
		source.WriteString("struct " + r.Tag + " {")
		for _, f := range again.Fields {
			fmt.Fprintf(&source, " %s", Declare(f.Type, f.Name))
			if f.Bits != nil {
				fmt.Fprintf(&source, " : %d", f.Bits.Width)
			}
			source.WriteByte(';')
		}
		source.WriteString("};\n")
		if best := bestSize(r); best < again.Size() && !slices.ContainsFunc(fields, func(f Field) bool { return f.Bits != nil }) {
			t.Errorf("%v: %d bytes, an order of %d exists", fields, again.Size(), best)
		}
	}
	source.WriteString("#include <stdio.h>\nint main(void) {\n")
	for i := range got {
		fmt.Fprintf(&source, "printf(\"%%zu\\n\", sizeof(struct s%d));\n", i)
	}
	source.WriteString("}\n")
	sameLines(t, func(i int) string { return fmt.Sprintf("s%d", i) }, got, runC(t, source.String()))
}

// bestSize tries every order of the members.
func bestSize(r *Record) int64 {
	best := r.Size()
	var try func(done, rest []Field)
	try = func(done, rest []Field) {
		if len(rest) == 0 {
			again := NewRecord(false, "")
			again.mustSetFields(withoutOffsets(done, func(*Field) {}))
			best = min(best, again.Size())
		}
		for i := range rest {
			left := append(slices.Clone(rest[:i]), rest[i+1:]...)
			try(append(slices.Clone(done), rest[i]), left)
		}
	}
	try(nil, r.Fields)
	return best
}
