package objfile

import (
	"debug/dwarf"
	"strings"

	"cshell/ctypes"
)

// passByReference is clang's calling convention for C++ classes that cannot be
// copied byte by byte.
const passByReference = 4

// isCopiedByCode says whether a class has a copy constructor or a destructor:
// it is passed by a hidden reference. gcc describes only the members that make
// it so. C sees such a class as incomplete.
func (b *typeBuilder) isCopiedByCode(e die) bool {
	if e.unit().isC {
		return false
	}
	if e.numberOr(dwarf.AttrCalling, 0) == passByReference {
		return true
	}
	class := e.name(b.debug)
	for c := range e.children() {
		if c.Tag != dwarf.TagSubprogram || c.flag(dwarf.AttrArtificial) {
			continue
		}
		switch name := c.name(b.debug); {
		case strings.HasPrefix(name, "~"), name == class && b.takesReference(c):
			return true
		}
	}
	return false
}

func (b *typeBuilder) takesReference(fn die) bool {
	for c := range fn.children() {
		ref, ok := b.debug.refTo(c, dwarf.AttrType)
		if !ok {
			continue
		}
		switch ref.entry().Tag {
		case dwarf.TagReferenceType, dwarf.TagRvalueReferenceType:
			return true
		}
	}
	return false
}

func (b *typeBuilder) record(e die) ctypes.Type {
	if ref, ok := b.definition(e); ok {
		return b.typeAt(ref)
	}
	key := b.mergeKey(e)
	if t, ok := b.merged[key]; ok {
		return t
	}
	if key.name == vaListTag {
		return vaListRecord()
	}
	r := ctypes.NewRecord(e.Tag == dwarf.TagUnionType, e.name(b.debug))
	b.merged[key] = r
	if !e.has(dwarf.AttrDeclaration) && !b.isCopiedByCode(e) {
		b.pending[r] = e
		b.queue = append(b.queue, r)
	}
	return r
}

// vaListTag is gcc's name for what a va_list consists of.
const vaListTag = "__va_list_tag"

// vaListRecord is the record that ctypes' va_list is made of.
func vaListRecord() ctypes.Type {
	return ctypes.Unwrap(ctypes.Predeclared()["va_list"]).(*ctypes.Array).Elem
}

// definition is where a type that is only declared here is defined.
func (b *typeBuilder) definition(e die) (dieRef, bool) {
	if ref, ok := b.debug.refTo(e, dwarf.AttrSignature); ok {
		return ref, true
	}
	if !e.has(dwarf.AttrDeclaration) {
		return dieRef{}, false
	}
	ref, ok := b.debug.index.tags[tagName{tagKind(e.Tag), e.name(b.debug)}]
	return ref, ok
}

// mergeKey is what the entry has in common with those of the same type in
// other units.
func (b *typeBuilder) mergeKey(e die) mergeKey {
	key := mergeKey{
		tag:    e.Tag,
		name:   e.name(b.debug),
		size:   e.numberOr(dwarf.AttrByteSize, -1),
		line:   e.numberOr(dwarf.AttrDeclLine, 0),
		column: e.numberOr(attrDeclColumn, 0),
	}
	if key.name != "" {
		return key
	}
	var members strings.Builder
	for c := range e.children() {
		members.WriteString(c.name(b.debug))
		members.WriteByte(' ')
	}
	key.members = members.String()
	return key
}

// completeAll gives every record its members.
func (b *typeBuilder) completeAll() {
	for len(b.queue) > 0 {
		r := b.queue[len(b.queue)-1]
		b.queue = b.queue[:len(b.queue)-1]
		b.complete(r)
	}
}

// complete gives a record its members. A class that is more than its members
// (bases, virtual functions) stays without: C can only point to it.
func (b *typeBuilder) complete(r *ctypes.Record) {
	e, ok := b.pending[r]
	if !ok {
		return
	}
	delete(b.pending, r)
	var fields []ctypes.Field
	for c := range e.children() {
		switch {
		case c.Tag == dwarf.TagInheritance, c.Tag == dwarf.TagMember && c.flag(dwarf.AttrArtificial):
			return
		case c.Tag == dwarf.TagMember && !c.has(dwarf.AttrExternal):
			fields = append(fields, b.member(c))
		}
	}
	size := e.numberOr(dwarf.AttrByteSize, 0)
	if size < 0 || size > objectLimit {
		fail("the record at offset %#x has %d bytes", e.Offset, size)
	}
	checkFields(e, fields, size)
	align := alignment(e)
	if align == 0 {
		align = deriveAlign(fields, size)
	}
	markPacked(fields, align)
	r.SetLayout(fields, size, align)
}

// member is a member where DWARF says that it lies. Its type is complete: what
// contains it wants to know its size.
func (b *typeBuilder) member(e die) ctypes.Field {
	f := ctypes.Field{Name: e.name(b.debug), Type: b.typeOf(e), Align: alignment(e)}
	b.completeElement(f.Type)
	f.Offset = memberOffset(e)
	if width, ok := e.number(dwarf.AttrBitSize); ok {
		f.Bits = &ctypes.BitField{Offset: bitOffset(e, f, width), Width: width}
		f.Offset = f.Bits.Offset / 8
	}
	return f
}

// completeElement completes the record that t is, or is an array of.
func (b *typeBuilder) completeElement(t ctypes.Type) {
	switch u := ctypes.Unwrap(t).(type) {
	case *ctypes.Record:
		b.complete(u)
	case *ctypes.Array:
		b.completeElement(u.Elem)
	}
}

// memberOffset is in bytes; old compilers write an expression that adds it.
func memberOffset(e die) int64 {
	const opPlusConst = 0x23
	x, ok := e.Val(dwarf.AttrDataMemberLoc).([]byte)
	if !ok {
		return e.numberOr(dwarf.AttrDataMemberLoc, 0)
	}
	if len(x) < 2 || len(x) > 6 || x[0] != opPlusConst {
		fail("the member at offset %#x lies at no fixed place", e.Offset)
	}
	offset := int64(0)
	for i, c := range x[1:] {
		offset |= int64(c&0x7f) << (7 * i)
	}
	return offset
}

// bitOffset is in bits from the start of the record. Up to DWARF 3, and in gcc's
// DWARF 4, bits are counted from the most significant one of a storage unit.
func bitOffset(e die, f ctypes.Field, width int64) int64 {
	if n, ok := e.number(dwarf.AttrDataBitOffset); ok {
		return n
	}
	n, ok := e.number(dwarf.AttrBitOffset)
	if !ok {
		return 8 * f.Offset
	}
	storage := e.numberOr(dwarf.AttrByteSize, f.Type.Size())
	return 8*(f.Offset+storage) - n - width
}

// checkFields refuses members that lie outside of their record, which would
// lead whoever prints it astray.
func checkFields(e die, fields []ctypes.Field, size int64) {
	for _, f := range fields {
		from, to := f.Offset, f.Offset+f.Type.Size()
		if f.Bits != nil {
			from, to = f.Bits.Offset, (f.Bits.Offset+f.Bits.Width+7)/8
		}
		if from < 0 || from > 8*objectLimit || to > size || f.Bits != nil && !isBitField(f) {
			fail("a member of the record at offset %#x lies outside of it", e.Offset)
		}
	}
}

func isBitField(f ctypes.Field) bool {
	return ctypes.IsInteger(f.Type) && f.Bits.Width > 0 && f.Bits.Width <= 8*f.Type.Size()
}

// deriveAlign is the largest alignment that the members ask for and that their
// places and the size allow: DWARF says it only where the source did.
func deriveAlign(fields []ctypes.Field, size int64) int64 {
	align := int64(1)
	for _, f := range fields {
		align = max(align, f.Type.Align(), f.Align)
	}
	for align > 1 && !allows(fields, size, align) {
		align /= 2
	}
	return align
}

func allows(fields []ctypes.Field, size, align int64) bool {
	if size%align != 0 {
		return false
	}
	for _, f := range fields {
		if f.Bits == nil && f.Offset%min(align, f.Type.Align()) != 0 {
			return false
		}
	}
	return true
}

// markPacked notes which members are less aligned than their types.
func markPacked(fields []ctypes.Field, align int64) {
	for i := range fields {
		f := &fields[i]
		f.Packed = f.Type.Align() > align || f.Bits == nil && f.Offset%f.Type.Align() != 0
	}
}

func (b *typeBuilder) enum(e die) ctypes.Type {
	if ref, ok := b.definition(e); ok {
		return b.typeAt(ref)
	}
	key := b.mergeKey(e)
	if t, ok := b.merged[key]; ok {
		return t
	}
	enum := &ctypes.Enum{Tag: e.name(b.debug)}
	b.merged[key] = enum
	if e.has(dwarf.AttrDeclaration) {
		return enum
	}
	under := b.enumUnder(e)
	var consts []ctypes.EnumConst
	for c := range e.children() {
		if c.Tag != dwarf.TagEnumerator {
			continue
		}
		v := c.numberOr(dwarf.AttrConstValue, 0)
		consts = append(consts, ctypes.EnumConst{Name: c.name(b.debug), Val: v, Unsigned: v < 0 && !ctypes.IsSigned(under)})
	}
	enum.SetConsts(consts, false, under)
	return enum
}

// enumUnder is the integer type of an enum: the one that is named, or, from
// old compilers, the unsigned one of its size.
func (b *typeBuilder) enumUnder(e die) ctypes.Type {
	if e.has(dwarf.AttrType) {
		if t := b.typeOf(e); ctypes.IsInteger(t) {
			return t
		}
	}
	key := baseKey{encodingUnsigned, e.numberOr(dwarf.AttrByteSize, 4), ""}
	for c := range e.children() {
		if e.Tag == dwarf.TagEnumerationType && c.numberOr(dwarf.AttrConstValue, 0) < 0 {
			key.encoding = encodingSigned
		}
	}
	if t, ok := baseTypes[key]; ok {
		return t
	}
	return ctypes.TUInt
}
