package ctypes

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestLayoutAsGCC compares random records: sizes, alignments, offsets, and for
// bit-fields the bytes of an object whose only ones are theirs.
func TestLayoutAsGCC(t *testing.T) {
	for round := range rounds() {
		compareLayouts(t, uint64(round), 400)
	}
}

func compareLayouts(t *testing.T, seed uint64, n int) {
	g := newRecordGenerator(seed)
	g.text.WriteString(layoutPrologue)
	var records []generated
	var checks strings.Builder
	var got []string
	for range n {
		r := g.record()
		records = append(records, r)
		got = append(got, layoutLine(r))
		fmt.Fprintf(&checks, "{ static %s x; printf(\"%%zu %%zu\", sizeof x, _Alignof(%s));%s puts(\"\"); }\n",
			r.name, r.name, layoutChecks(r))
	}
	source := g.text.String() + "int main(void) {\n" + checks.String() + "}\n"
	want := runC(t, source)
	sameLines(t, func(i int) string { return fmt.Sprintf("seed %d: %s", seed, records[i].def) }, got, want)
}

const layoutPrologue = `
#include <stdio.h>
#include <stddef.h>
#include <string.h>
// bits prints the first and last one bit of an object, and how many there are.
static void bits(const unsigned char *p, long n) {
	long first = -1, last = -1, count = 0;
	for (long i = 0; i < 8 * n; i++)
		if (p[i / 8] >> i % 8 & 1) { if (first < 0) first = i; last = i; count++; }
	printf(" %ld-%ld/%ld", first, last, count);
}
#define OFF(T, m) printf(" %zu", offsetof(T, m))
#define BITS(m) (memset(&x, 0, sizeof x), x.m = -1, bits((void *)&x, sizeof x))
`

// eachMember calls f for every named member, in anonymous ones too, with its
// offset from r.
func eachMember(r *Record, base int64, f func(m Field, base int64)) {
	for _, m := range r.Fields {
		if inner, ok := anonymous(m); ok {
			eachMember(inner, base+m.Offset, f)
		} else if m.Name != "" {
			f(m, base)
		}
	}
}

func layoutChecks(r generated) string {
	var s strings.Builder
	eachMember(r.Record, 0, func(m Field, _ int64) {
		if m.Bits != nil {
			fmt.Fprintf(&s, " BITS(%s);", m.Name)
		} else {
			fmt.Fprintf(&s, " OFF(%s, %s);", r.name, m.Name)
		}
	})
	return s.String()
}

func layoutLine(r generated) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%d %d", r.Size(), r.Align())
	eachMember(r.Record, 0, func(m Field, base int64) {
		if m.Bits == nil {
			fmt.Fprintf(&s, " %d", base+m.Offset)
			return
		}
		first := 8*base + m.Bits.Offset
		fmt.Fprintf(&s, " %d-%d/%d", first, first+m.Bits.Width-1, m.Bits.Width)
	})
	return s.String()
}

func TestSetFieldsRefuses(t *testing.T) {
	incomplete := NewRecord(false, "later")
	tests := []struct {
		fields []Field
		want   string
	}{
		{[]Field{{Name: "x", Type: incomplete}}, `member "x" has the incomplete type struct later`},
		{[]Field{{Name: "x", Type: TVoid}}, `member "x" has the incomplete type void`},
		{[]Field{{Name: "f", Type: &Func{Result: TInt, Proto: true}}}, `member "f" is declared as a function`},
		{[]Field{{Name: "a", Type: ArrayOf(TInt, -1)}, {Name: "b", Type: TInt}}, `member "a" is a flexible array and not the last member`},
		{[]Field{{Name: "b", Type: TFloat, Bits: &BitField{Width: 3}}}, `member "b" is a bit-field of type float`},
		{[]Field{{Name: "b", Type: TChar, Bits: &BitField{Width: 9}}}, `member "b" is wider than its type char`},
		{[]Field{{Name: "b", Type: TBool, Bits: &BitField{Width: 2}}}, `member "b" is wider than its type bool`},
		{[]Field{{Name: "b", Type: TInt, Bits: &BitField{}}}, `member "b" has zero width`},
	}
	for _, test := range tests {
		r := NewRecord(false, "r")
		err := r.SetFields(test.fields, Packing{})
		var layoutErr *LayoutError
		if !errors.As(err, &layoutErr) || err.Error() != test.want || r.Complete() {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

func TestLookup(t *testing.T) {
	inner := NewRecord(true, "")
	inner.mustSetFields([]Field{{Name: "i", Type: TInt}, {Name: "bits", Type: TUInt, Bits: &BitField{Width: 3}}})
	r := NewRecord(false, "r")
	r.mustSetFields([]Field{{Name: "a", Type: TLong}, {Type: inner}, {Name: "z", Type: TChar}})
	for _, test := range []struct {
		name   string
		offset int64
		path   int
	}{{"a", 0, 1}, {"i", 8, 2}, {"bits", 8, 2}, {"z", 12, 1}, {"", 0, 0}, {"none", 0, 0}} {
		path, offset, ok := r.Lookup(test.name)
		if len(path) != test.path || offset != test.offset || ok != (test.path > 0) {
			t.Errorf("Lookup(%q) = %v, %d, %v", test.name, path, offset, ok)
		}
		if ok && path[len(path)-1].Name != test.name {
			t.Errorf("Lookup(%q) ends at %q", test.name, path[len(path)-1].Name)
		}
	}
}
