package ctypes

import (
	"errors"
	"slices"
)

// ABI is another way to lay out the declarations of this host.
type ABI string

// The layouts to compare with.
const (
	// Packed is what __attribute__((packed)) on the record itself makes of it:
	// no padding but for members that ask for an alignment.
	Packed ABI = "packed"
	// M32 is the System V ABI for i386 (chapter 3, "Data Representation"), as
	// gcc -m32 has it.
	M32 ABI = "m32"
	// MSVC is that of Microsoft's C for x64 ("x64 ABI conventions", "C bit
	// fields" in its documentation; gcc's -mms-bitfields).
	MSVC ABI = "msvc"
)

// ABIs are all layouts that As knows.
var ABIs = []ABI{Packed, M32, MSVC}

// As is t laid out by another ABI. Names and spelling stay, sizes and offsets
// change; of a record the members are in the order of those of t. What a header
// declares in another way for that ABI is not known here.
func As(t Type, abi ABI) (Type, error) {
	v := &variant{abi: abi, records: map[*Record]*Record{}}
	if abi == Packed {
		return v.packed(t)
	}
	return v.convert(t)
}

type variant struct {
	abi     ABI
	records map[*Record]*Record // converted already
}

// packed lays a record out anew; what its members consist of stays.
func (v *variant) packed(t Type) (Type, error) {
	r, ok := Unwrap(t).(*Record)
	if !ok || !r.Complete() {
		return t, nil
	}
	again, packing := NewRecord(r.Union, r.Tag), r.packingOf()
	packing.Packed = true
	return again, again.SetFields(withoutOffsets(r.Fields, func(*Field) {}), packing)
}

// withoutOffsets are members as SetFields wants them, each changed by edit.
func withoutOffsets(fields []Field, edit func(*Field)) []Field {
	out := make([]Field, len(fields))
	for i, f := range fields {
		if f.Bits != nil {
			f.Bits = &BitField{Width: f.Bits.Width}
		}
		edit(&f)
		out[i] = f
	}
	return out
}

// convert is t with the sizes and alignments of v.abi. Scalars become typedefs
// of a scalar of that size, by the name that they had.
func (v *variant) convert(t Type) (Type, error) {
	if b, ok := v.named(t); ok {
		return b, nil
	}
	switch t := t.(type) {
	case *Basic:
		return v.basic(t), nil
	case *Pointer:
		return &Typedef{Name: t.String(), Under: v.pointer()}, nil
	case *Enum:
		return v.enum(t), nil
	case *Typedef:
		return v.typedef(t)
	case *Qualified:
		under, err := v.convert(t.Under)
		return &Qualified{Quals: t.Quals, Under: under}, err
	case *Array:
		elem, err := v.convert(t.Elem)
		return &Array{Elem: elem, Len: t.Len}, err
	case *Vector:
		elem, err := v.convert(t.Elem)
		return &Vector{Elem: elem, Len: t.Len}, err
	case *Record:
		return v.record(t)
	}
	return t, nil
}

// wideNames are 64 bits by name, whatever long is.
var wideNames = []string{"int64_t", "uint64_t", "int_least64_t", "uint_least64_t", "int_fast64_t", "uint_fast64_t",
	"intmax_t", "uintmax_t", "u_int64_t", "quad_t", "u_quad_t", "off64_t", "loff_t", "ino64_t", "blkcnt64_t",
	"fsblkcnt64_t", "fsfilcnt64_t", "rlim64_t", "dev_t", "__int64_t", "__uint64_t", "__intmax_t", "__uintmax_t",
	"__quad_t", "__u_quad_t", "__off64_t", "__loff_t", "__ino64_t", "__blkcnt64_t", "__fsblkcnt64_t",
	"__fsfilcnt64_t", "__rlim64_t", "__dev_t", "__int_least64_t", "__uint_least64_t",
	"c_int64", "c_uint64"}

// pointerWide are as wide as a pointer by name.
var pointerWide = []string{"size_t", "ssize_t", "ptrdiff_t", "intptr_t", "uintptr_t", "rsize_t", "__ssize_t", "__intptr_t",
	"c_size_t", "c_ssize_t"}

// named converts the types that their name, not their definition here, makes
// what they are.
func (v *variant) named(t Type) (Type, bool) {
	def, ok := t.(*Typedef)
	if !ok {
		return nil, false
	}
	under := basicOf(def)
	switch {
	case under != nil && slices.Contains(wideNames, def.Name):
		return v.aligned(def.Name, signedness(TULongLong, IsSigned(under))), true
	case under != nil && slices.Contains(pointerWide, def.Name) && v.abi == MSVC:
		return v.aligned(def.Name, signedness(TULongLong, IsSigned(under))), true
	case v.abi == MSVC && (def.Name == "time_t" || def.Name == "__time_t"):
		return v.aligned(def.Name, TLongLong), true
	case v.abi == MSVC && (def.Name == "wchar_t" || def.Name == "wint_t"):
		return &Typedef{Name: def.Name, Under: TUShort}, true
	case def.Name == "va_list" || def.Name == "__builtin_va_list" || def.Name == "__gnuc_va_list":
		return &Typedef{Name: def.Name, Under: v.pointer()}, true
	}
	return nil, false
}

func (v *variant) pointer() *Basic {
	if v.abi == M32 {
		return TUInt
	}
	return TULongLong
}

// basic is a scalar; on i386 nothing in a record is aligned to more than four
// bytes.
func (v *variant) basic(t *Basic) Type {
	switch t.Kind {
	case Long, ULong:
		return &Typedef{Name: t.name, Under: signedness(TUInt, IsSigned(t))}
	case LongLong, ULongLong, Double, ComplexDouble:
		return v.aligned(t.name, t)
	case LongDouble, ComplexLongDouble:
		return v.longDouble(t)
	}
	return t
}

func (v *variant) longDouble(t *Basic) Type {
	parts := int64(1)
	if t.Kind == ComplexLongDouble {
		parts = 2
	}
	if v.abi == M32 {
		return &Typedef{Name: t.name, Under: &Basic{Kind: t.Kind, name: t.name, size: 12 * parts}, AlignTo: 4}
	}
	return &Typedef{Name: t.name, Under: &Basic{Kind: t.Kind, name: t.name, size: 8 * parts}}
}

func (v *variant) aligned(name string, b *Basic) Type {
	d := &Typedef{Name: name, Under: b}
	if v.abi == M32 {
		d.AlignTo = 4
	}
	return d
}

// enum keeps its size, but for one of long: MSVC has int for all.
func (v *variant) enum(t *Enum) Type {
	switch {
	case t.Under() == nil:
		return t
	case v.abi == MSVC:
		return &Typedef{Name: t.String(), Under: TInt}
	case t.Size() == 8:
		return v.aligned(t.String(), signedness(TULongLong, IsSigned(t.Under())))
	}
	return t
}

func (v *variant) typedef(t *Typedef) (Type, error) {
	under, err := v.convert(t.Under)
	return &Typedef{Name: t.Name, Under: under, AlignTo: t.AlignTo}, err
}

func (v *variant) record(t *Record) (Type, error) {
	if !t.Complete() {
		return t, nil
	}
	if done := v.records[t]; done != nil {
		return done, nil
	}
	again := NewRecord(t.Union, t.Tag)
	v.records[t] = again
	packing := t.packingOf()
	var failed error
	fields := withoutOffsets(t.Fields, func(f *Field) {
		converted, err := v.convert(f.Type)
		f.Type, failed = converted, errors.Join(failed, err)
		if packing.Packed && v.abi != MSVC {
			f.Packed = true
		}
	})
	if failed != nil {
		return nil, failed
	}
	return again, again.setFields(fields, packing, v.abi)
}

// packingOf is what attributes said of a record; of one that debug information
// describes, what would have led to its layout.
func (r *Record) packingOf() Packing {
	if !r.described {
		return r.packing
	}
	for _, p := range []Packing{{}, {Packed: true}, {Pack: 1}, {Pack: 2}, {Pack: 4}, {Pack: 8}} {
		again := NewRecord(r.Union, r.Tag)
		fields := withoutOffsets(r.Fields, func(f *Field) { f.Packed = p.Packed })
		if again.setFields(fields, p, "") == nil && sameOffsets(r, again) {
			if again.align != r.align {
				p.Align = r.align
			}
			return p
		}
	}
	return Packing{}
}

// sameOffsets compares where members lie; the record may be aligned to more.
func sameOffsets(a, b *Record) bool {
	for i, f := range a.Fields {
		g := b.Fields[i]
		if f.Offset != g.Offset || f.Bits != nil && f.Bits.Offset != g.Bits.Offset {
			return false
		}
	}
	return a.size == roundUp(b.size, max(a.align, 1))
}
