package ctypes

import "math/bits"

// NewRecord is a new incomplete struct or union.
func NewRecord(union bool, tag string) *Record {
	return &Record{Union: union, Tag: tag}
}

// Packing is what attributes and pragmas say about a whole record.
type Packing struct {
	Packed bool
	Pack   int64 // of #pragma pack(n); 0 = none
	Align  int64 // of aligned(n) on the type; 0 = none
}

// Complete says whether the members of r are known.
func (r *Record) Complete() bool { return r.complete.Load() }

// Lookup finds a member by name, looking through anonymous members. path leads
// from r to the member, which is its last element; offset is the member's in
// r. Bit-fields count their bits from the record that declares them.
func (r *Record) Lookup(name string) (path []Field, offset int64, ok bool) {
	if !r.Complete() {
		return nil, 0, false
	}
	for _, f := range r.Fields {
		if f.Name == name && name != "" {
			return []Field{f}, f.Offset, true
		}
		inner, isRecord := anonymous(f)
		if !isRecord {
			continue
		}
		if path, offset, ok := inner.Lookup(name); ok {
			return append([]Field{f}, path...), f.Offset + offset, true
		}
	}
	return nil, 0, false
}

// anonymous is the record of an anonymous member.
func anonymous(f Field) (*Record, bool) {
	if f.Name != "" || f.Type == nil || f.Bits != nil {
		return nil, false
	}
	r, ok := Unwrap(f.Type).(*Record)
	return r, ok
}

// SetConsts completes e. Like gcc it picks the first of unsigned int, int,
// unsigned long and long that holds every enumerator, or the smallest such
// type for a packed enum; fixed is C23's type behind a colon, or nil.
func (e *Enum) SetConsts(consts []EnumConst, packed bool, fixed Type) {
	under := basicOf(fixed)
	if under == nil {
		under = enumType(consts, packed)
	}
	e.body.Store(&enumBody{consts, under})
}

// Consts are the enumerators in the order of their declaration.
func (e *Enum) Consts() []EnumConst {
	if body := e.body.Load(); body != nil {
		return body.consts
	}
	return nil
}

// Under is the integer type that gcc gives e, nil while e is incomplete.
func (e *Enum) Under() *Basic {
	if body := e.body.Load(); body != nil {
		return body.under
	}
	return nil
}

// enumType is the integer type for a set of enumerators.
func enumType(consts []EnumConst, packed bool) *Basic {
	signed, width := false, 0
	for _, c := range consts {
		signed = signed || c.Val < 0 && !c.Unsigned
	}
	for _, c := range consts {
		width = max(width, enumBits(c, signed))
	}
	sizes := []*Basic{TUInt, TULong}
	if packed {
		sizes = []*Basic{TUChar, TUShort, TUInt, TULong}
	}
	for _, b := range sizes {
		if int64(width) <= 8*b.size {
			return signedness(b, signed)
		}
	}
	return signedness(TULong, signed)
}

// signedness is b, an unsigned type, or its signed counterpart.
func signedness(b *Basic, signed bool) *Basic {
	if signed {
		return basics[b.Kind-1]
	}
	return b
}

// NameOf is the enumerator whose value has the same bits as v.
func (e *Enum) NameOf(v int64) (string, bool) {
	for _, c := range e.Consts() {
		if c.Val == v {
			return c.Name, true
		}
	}
	return "", false
}

// enumBits is the width that c needs in a type of the given signedness.
func enumBits(c EnumConst, signed bool) int {
	v := uint64(c.Val)
	if !c.Unsigned && c.Val < 0 {
		v = ^v
	}
	if signed {
		return bits.Len64(v) + 1
	}
	return bits.Len64(v)
}

// SetLayout completes r with a layout that someone else worked out (debug
// information): offsets, size and alignment in bytes.
func (r *Record) SetLayout(fields []Field, size, align int64) {
	r.Fields, r.size, r.align, r.described = fields, size, align, true
	r.complete.Store(true)
}
