package ctypes

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// recordGenerator makes random record types, as C text and as types. Member
// types come from pool, to which every finished record is added.
type recordGenerator struct {
	rnd   *rand.Rand
	text  strings.Builder // the C definitions
	pool  []Type
	names int
	pack  int64 // of the #pragma pack in force
	plain bool  // no attributes
	short bool  // sizes are to change: bit-fields of long fit 32 bits
}

// generated is one record with a name in C.
type generated struct {
	name string
	def  string
	*Record
}

func newRecordGenerator(seed uint64) *recordGenerator {
	g := &recordGenerator{rnd: rand.New(rand.NewPCG(seed, 1))}
	for _, b := range basics[1:] {
		g.pool = append(g.pool, b, b) // the second copy makes them more likely than records
	}
	g.pool = append(g.pool, VoidPtr, CharPtr)
	g.addEnums()
	g.addAligned()
	g.addVectors()
	g.addAtomics()
	return g
}

func (g *recordGenerator) name(prefix string) string {
	g.names++
	return fmt.Sprintf("%s%d", prefix, g.names)
}

func (g *recordGenerator) oneIn(n int) bool { return g.rnd.IntN(n) == 0 }

func (g *recordGenerator) choose(ns ...int64) int64 { return ns[g.rnd.IntN(len(ns))] }

func (g *recordGenerator) addEnums() {
	for _, vals := range [][]int64{{0, 1, 5}, {-1, 3}, {1 << 40}, {-1 << 40, 1}, {255}, {-128, 127}, {256}, {-129}, {1<<31 - 1, -1}, {1 << 31}, {1 << 31, -1}} {
		for _, packed := range []bool{false, true} {
			g.addEnum(vals, packed)
		}
	}
}

func (g *recordGenerator) addEnum(vals []int64, packed bool) {
	e := &Enum{Tag: g.name("e")}
	var consts []EnumConst
	var list []string
	for _, v := range vals {
		c := EnumConst{Name: g.name("C"), Val: v}
		consts = append(consts, c)
		list = append(list, fmt.Sprintf("%s = %d", c.Name, v))
	}
	e.SetConsts(consts, packed, nil)
	attr := ""
	if packed {
		attr = "__attribute__((packed)) "
	}
	fmt.Fprintf(&g.text, "enum %s%s { %s };\n", attr, e.Tag, strings.Join(list, ", "))
	g.pool = append(g.pool, e)
}

func (g *recordGenerator) addAligned() {
	for _, b := range []*Basic{TChar, TShort, TInt, TUInt, TLong, TDouble, TLongDouble, TInt128} {
		for _, align := range []int64{1, 2, 4, 8, 16, 32} {
			d := &Typedef{Name: g.name("a"), Under: b, AlignTo: align}
			fmt.Fprintf(&g.text, "typedef %s %s __attribute__((aligned(%d)));\n", b, d.Name, align)
			if g.oneIn(3) {
				g.pool = append(g.pool, d)
			}
		}
	}
}

func (g *recordGenerator) addVectors() {
	for _, v := range []*Vector{{TFloat, 2}, {TFloat, 4}, {TInt, 4}, {TUChar, 8}, {TDouble, 2}} {
		d := &Typedef{Name: g.name("v"), Under: v}
		fmt.Fprintf(&g.text, "typedef %s;\n", Declare(v, d.Name))
		g.pool = append(g.pool, d)
	}
}

func (g *recordGenerator) addAtomics() {
	for _, size := range []int64{1, 2, 3, 4, 8, 16} {
		r := NewRecord(false, g.name("s"))
		r.mustSetFields([]Field{{Name: "bytes", Type: ArrayOf(TChar, size)}})
		fmt.Fprintf(&g.text, "struct %s { char bytes[%d]; };\n", r.Tag, size)
		g.pool = append(g.pool, Qualify(r, Atomic))
	}
}

// record makes one record with a tag of its own.
func (g *recordGenerator) record() generated {
	g.pack = 0
	if g.oneIn(4) {
		g.pack = g.choose(1, 2, 4, 8, 16)
	}
	r, head, body, tail := g.body(2)
	r.Tag = g.name("r")
	def := fmt.Sprintf("%s%s %s {%s}%s;\n", recordKeyword(r), head, r.Tag, body, tail)
	if g.pack > 0 {
		def = fmt.Sprintf("#pragma pack(push, %d)\n%s#pragma pack(pop)\n", g.pack, def)
	}
	g.text.WriteString(def)
	if r.Size() < 100 && r.Align() <= 16 {
		g.pool = append(g.pool, r)
	}
	return generated{recordKeyword(r) + " " + r.Tag, def, r}
}

// body makes the members of a record and what stands around the braces.
func (g *recordGenerator) body(depth int) (r *Record, head, body, tail string) {
	union := g.oneIn(5)
	if g.plain && g.pack > 0 { // gcc does not give bit-fields in packed unions the whole unit that Microsoft's C (and clang) do
		union = false
	}
	r = NewRecord(union, "")
	p := Packing{Pack: g.pack}
	if !g.plain && g.oneIn(4) {
		p.Packed = true
		tail += " __attribute__((packed))"
	}
	if !g.plain && g.oneIn(6) {
		p.Align = g.choose(1, 2, 4, 8, 16, 32)
		head += fmt.Sprintf(" __attribute__((aligned(%d)))", p.Align)
	}
	var fields []Field
	var text strings.Builder
	for range g.rnd.IntN(8) {
		f, line := g.member(depth)
		fields = append(fields, f)
		text.WriteString(" " + line)
	}
	if len(fields) > 0 && fields[0].Name != "" && !r.Union && g.oneIn(8) {
		f := Field{Name: g.name("m"), Type: ArrayOf(TInt, -1)}
		fields = append(fields, f)
		text.WriteString(" " + Declare(f.Type, f.Name) + ";")
	}
	if err := r.SetFields(fields, p); err != nil {
		panic(err)
	}
	return r, head, text.String(), tail
}

func (g *recordGenerator) member(depth int) (Field, string) {
	switch {
	case g.oneIn(3):
		return g.bitField()
	case depth > 0 && g.oneIn(8):
		r, head, body, tail := g.body(depth - 1)
		return Field{Type: r}, fmt.Sprintf("%s%s {%s}%s;", recordKeyword(r), head, body, tail)
	}
	f := Field{Name: g.name("m"), Type: g.pool[g.rnd.IntN(len(g.pool))]}
	// gcc forgets the alignment of atomic records as array elements.
	// Where sizes are to change, a multiple of the alignment may become none.
	_, resizes := f.Type.(*Typedef)
	_, isRecord := f.Type.(*Record)
	if size := f.Type.Size(); !(g.short && (resizes || isRecord)) && QualsOf(f.Type) == 0 && size > 0 && size%f.Type.Align() == 0 && g.oneIn(5) {
		f.Type = ArrayOf(f.Type, g.choose(0, 1, 2, 3, 7))
	}
	attr := g.memberAttributes(&f)
	return f, Declare(f.Type, f.Name) + attr + ";"
}

func (g *recordGenerator) memberAttributes(f *Field) (text string) {
	if g.plain {
		return ""
	}
	if g.oneIn(8) {
		f.Packed = true
		text += " __attribute__((packed))"
	}
	if g.oneIn(8) {
		f.Align = g.choose(1, 2, 4, 8, 16, 32)
		text += fmt.Sprintf(" __attribute__((aligned(%d)))", f.Align)
	}
	return text
}

func (g *recordGenerator) bitField() (Field, string) {
	f := Field{Name: g.name("b"), Bits: &BitField{}}
	// gcc rounds bit-fields of types aligned to more than 16 from a base that
	// depends on its internal state; they are left out.
	for f.Type == nil || !IsInteger(f.Type) || QualsOf(f.Type) != 0 || f.Type.Align() > 16 {
		f.Type = g.pool[g.rnd.IntN(len(g.pool))]
	}
	f.Bits.Width = 1 + g.rnd.Int64N(bitWidth(f.Type))
	if b := basicOf(f.Type); g.short && (b.Kind == Long || b.Kind == ULong) {
		f.Bits.Width = min(f.Bits.Width, 32)
	}
	if g.oneIn(6) {
		f.Name = ""
		if g.oneIn(2) {
			f.Bits.Width = 0
		}
	}
	attr := g.memberAttributes(&f)
	return f, fmt.Sprintf("%s : %d%s;", Declare(f.Type, f.Name), f.Bits.Width, attr)
}
