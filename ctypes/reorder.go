package ctypes

import (
	"cmp"
	"slices"
)

// Reordered is a record with the members of r in the order that wastes least:
// by falling alignment, what follows a bit-field within its unit with it. order
// are the places of its members in r. ok is false where that saves nothing.
func Reordered(r *Record) (again *Record, order []int, ok bool) {
	if r.Union || !r.Complete() {
		return nil, nil, false
	}
	packing := r.packingOf()
	best := r.size
	for _, candidate := range reorderings(r) {
		try := NewRecord(false, r.Tag)
		fields := make([]Field, len(candidate))
		for i, at := range candidate {
			fields[i] = r.Fields[at]
		}
		fields = withoutOffsets(fields, func(*Field) {})
		if try.SetFields(fields, packing) == nil && try.size < best {
			again, order, best = try, candidate, try.size
		}
	}
	return again, order, again != nil
}

// reorderings are orders that may waste less. Bit-fields that follow each other
// stay together, a flexible array stays last.
func reorderings(r *Record) [][]int {
	chunks, last := chunksOf(r)
	var all [][]int
	for _, less := range []func(a, b chunk) int{
		func(a, b chunk) int { return cmp.Compare(b.align, a.align) },
		func(a, b chunk) int { return cmp.Or(cmp.Compare(b.align, a.align), cmp.Compare(a.ragged, b.ragged)) },
		func(a, b chunk) int { return cmp.Or(cmp.Compare(a.ragged, b.ragged), cmp.Compare(b.align, a.align)) },
		func(a, b chunk) int { return cmp.Or(cmp.Compare(b.align, a.align), cmp.Compare(b.ragged, a.ragged)) },
		func(a, b chunk) int { return cmp.Compare(a.align, b.align) },
	} {
		sorted := slices.Clone(chunks)
		slices.SortStableFunc(sorted, less)
		var order []int
		for _, c := range sorted {
			order = append(order, c.members...)
		}
		all = append(all, append(order, last...))
	}
	return all
}

// chunk is members that stay together; ragged is how many bits are missing at
// its end to the alignment.
type chunk struct {
	members       []int
	align, ragged int64
}

// chunksOf splits a record; last is the flexible array.
func chunksOf(r *Record) (chunks []chunk, last []int) {
	for i, f := range r.Fields {
		n := len(chunks)
		switch {
		case f.Bits != nil && i > 0 && r.Fields[i-1].Bits != nil:
			c := &chunks[n-1]
			c.members = append(c.members, i)
			c.align = max(c.align, f.Type.Align())
			c.ragged = raggedBits(c.ragged-f.Bits.Width, 8*c.align)
		case f.Bits != nil:
			align := f.Type.Align()
			chunks = append(chunks, chunk{[]int{i}, align, raggedBits(-f.Bits.Width, 8*align)})
		case i == len(r.Fields)-1 && isFlexible(f.Type):
			last = []int{i}
		default:
			align := max(f.Type.Align(), f.Align)
			chunks = append(chunks, chunk{[]int{i}, align, raggedBits(-8*f.Type.Size(), 8*align)})
		}
	}
	return chunks, last
}

// raggedBits brings a negative number of bits up to 0 … align-1.
func raggedBits(n, align int64) int64 { return (n%align + align) % align }

func isFlexible(t Type) bool {
	a, ok := Unwrap(t).(*Array)
	return ok && a.Len < 0
}
