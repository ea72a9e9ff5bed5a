package objfile

import (
	"debug/dwarf"
	"strings"

	"cshell/ctypes"
)

// typeBuilder makes types of entries.
//
// Records are made empty and completed when everything around them is there,
// so that types may refer to each other in circles. A type that several units
// describe is made once: C would call them compatible, ctypes compares
// records by identity.
type typeBuilder struct {
	debug   *Debug
	built   map[dieRef]ctypes.Type
	merged  map[mergeKey]ctypes.Type
	pending map[*ctypes.Record]die // not completed yet
	queue   []*ctypes.Record
	depth   int
}

// mergeKey is what two descriptions of one type have in common.
type mergeKey struct {
	tag          dwarf.Tag
	name         string
	members      string // of a type without a name
	size         int64
	line, column int64
}

// typeDepth bounds how deep types may nest other than through records.
const typeDepth = 500

func newTypeBuilder(d *Debug) typeBuilder {
	return typeBuilder{
		debug:   d,
		built:   map[dieRef]ctypes.Type{},
		merged:  map[mergeKey]ctypes.Type{},
		pending: map[*ctypes.Record]die{},
	}
}

// typeOf is the type that DW_AT_type of an entry refers to; none is void.
func (b *typeBuilder) typeOf(e die) ctypes.Type {
	if !e.has(dwarf.AttrType) {
		return ctypes.TVoid
	}
	ref, ok := b.debug.refTo(e, dwarf.AttrType)
	if !ok {
		fail("the type of the entry at offset %#x is nowhere", e.Offset)
	}
	return b.typeAt(ref)
}

func (b *typeBuilder) typeAt(ref dieRef) ctypes.Type {
	if t, ok := b.built[ref]; ok {
		return t
	}
	if b.depth++; b.depth > typeDepth {
		fail("types are nested more than %d deep", typeDepth)
	}
	t := b.build(ref.entry())
	b.depth--
	b.built[ref] = t
	return t
}

func (b *typeBuilder) build(e die) ctypes.Type {
	switch e.Tag {
	case dwarf.TagBaseType:
		return baseType(e, b.debug)
	case dwarf.TagPointerType, dwarf.TagReferenceType, dwarf.TagRvalueReferenceType:
		return ctypes.PointerTo(b.typeOf(e)) // a reference is passed like a pointer
	case dwarf.TagConstType:
		return ctypes.Qualify(b.typeOf(e), ctypes.Const)
	case dwarf.TagVolatileType:
		return ctypes.Qualify(b.typeOf(e), ctypes.Volatile)
	case dwarf.TagRestrictType:
		return ctypes.Qualify(b.typeOf(e), ctypes.Restrict)
	case dwarf.TagAtomicType:
		return ctypes.Qualify(b.typeOf(e), ctypes.Atomic)
	case dwarf.TagImmutableType, dwarf.TagPackedType, dwarf.TagSharedType:
		return b.typeOf(e)
	case dwarf.TagTypedef:
		return b.typedef(e)
	case dwarf.TagStructType, dwarf.TagUnionType, dwarf.TagClassType:
		return b.record(e)
	case dwarf.TagEnumerationType:
		return b.enum(e)
	case dwarf.TagArrayType:
		return b.array(e)
	case dwarf.TagSubroutineType, dwarf.TagSubprogram:
		return b.prototype([]die{e})
	case dwarf.TagUnspecifiedType:
		if strings.Contains(e.name(b.debug), "nullptr") {
			return ctypes.VoidPtr
		}
		return ctypes.TVoid
	}
	return opaque(e, b.debug)
}

// opaque stands for a type that C does not have: bytes, so that records which
// contain it are laid out right.
func opaque(e die, debug *Debug) ctypes.Type {
	size := e.numberOr(dwarf.AttrByteSize, 0)
	if size < 0 || size > objectLimit {
		fail("the type at offset %#x has %d bytes", e.Offset, size)
	}
	name := e.name(debug)
	if name == "" {
		name = strings.ToLower(e.Tag.String())
	}
	return &ctypes.Typedef{Name: name, Under: ctypes.ArrayOf(ctypes.TUChar, size)}
}

// objectLimit bounds what the size of an object may be, in bytes; it is the
// size of the address space.
const objectLimit = 1 << 47

func (b *typeBuilder) typedef(e die) ctypes.Type {
	under := b.typeOf(e)
	return &ctypes.Typedef{
		Name:    e.name(b.debug),
		Under:   under,
		AlignTo: alignment(e),
	}
}

// alignment is aligned(n) of a type or member, or 0.
func alignment(e die) int64 {
	n := e.numberOr(dwarf.AttrAlignment, 0)
	if n < 0 || n > 1<<28 || n&(n-1) != 0 {
		fail("the alignment at offset %#x is %d", e.Offset, n)
	}
	return n
}

func (b *typeBuilder) array(e die) ctypes.Type {
	var dims []int64
	for c := range e.children() {
		if c.Tag == dwarf.TagSubrangeType {
			dims = append(dims, arrayLen(c))
		}
	}
	t := b.typeOf(e)
	if e.flag(attrGNUVector) && len(dims) == 1 {
		b.checkSize(e, t, dims[0])
		if dims[0] > 0 {
			return &ctypes.Vector{Elem: t, Len: dims[0]}
		}
	}
	for i := len(dims) - 1; i >= 0; i-- {
		b.checkSize(e, t, dims[i])
		t = ctypes.ArrayOf(t, dims[i])
	}
	if len(dims) == 0 {
		return ctypes.ArrayOf(t, -1)
	}
	return t
}

// arrayLen is a dimension, -1 where it is open or known at run time only.
func arrayLen(e die) int64 {
	if n, ok := e.number(dwarf.AttrCount); ok {
		return n
	}
	if n, ok := e.number(dwarf.AttrUpperBound); ok {
		return n + 1 - e.numberOr(dwarf.AttrLowerBound, 0)
	}
	return -1
}

// checkSize refuses arrays that no memory holds.
func (b *typeBuilder) checkSize(e die, elem ctypes.Type, n int64) {
	if size := b.sizeOf(elem); n < -1 || n > objectLimit || n > 0 && size > objectLimit/n {
		fail("the array at offset %#x has %d elements of %d bytes", e.Offset, n, size)
	}
}

// sizeOf is the size of a type that may not be complete yet.
func (b *typeBuilder) sizeOf(t ctypes.Type) int64 {
	switch u := ctypes.Unwrap(t).(type) {
	case *ctypes.Record:
		if e, ok := b.pending[u]; ok {
			return e.numberOr(dwarf.AttrByteSize, 0)
		}
	case *ctypes.Array:
		return max(u.Len, 0) * b.sizeOf(u.Elem)
	}
	return t.Size()
}

// prototype is the function type that a chain of entries describes: the
// parameters are those of the entry that has most.
func (b *typeBuilder) prototype(chain []die) *ctypes.Func {
	fn := &ctypes.Func{Result: ctypes.TVoid}
	for i := len(chain) - 1; i >= 0; i-- {
		e := chain[i]
		if e.has(dwarf.AttrType) {
			fn.Result = b.typeOf(e)
		}
		fn.Proto = fn.Proto || e.flag(dwarf.AttrPrototyped) || !e.unit().isC
		params, variadic := b.parameters(e, i == 0)
		if len(params) >= len(fn.Params) {
			fn.Params = params
		}
		fn.Variadic = fn.Variadic || variadic
	}
	if chain[0].Tag == dwarf.TagSubroutineType && len(fn.Params) > 0 {
		fn.Proto = true
	}
	if !fn.Proto { // a definition in the old style: arguments are promoted
		fn.Params, fn.Variadic = nil, false
	}
	return fn
}

// parameters are those that an entry lists; own says that it is the function's
// own, and not what several functions have in common.
func (b *typeBuilder) parameters(e die, own bool) (params []ctypes.Param, variadic bool) {
	for c := range e.children() {
		switch c.Tag {
		case dwarf.TagFormalParameter:
			if !own && len(params) > 0 && c.flag(dwarf.AttrArtificial) {
				continue // __in_chrg and __vtt_parm, which not every form of a constructor gets
			}
			params = append(params, b.parameter(c))
		case dwarf.TagUnspecifiedParameters:
			variadic = true
		}
	}
	return params, variadic
}

func (b *typeBuilder) parameter(e die) ctypes.Param {
	p := ctypes.Param{Type: ctypes.TInt}
	for _, c := range b.debug.chain(e.ref()) {
		if p.Name == "" {
			p.Name = c.name(b.debug)
		}
		if c.has(dwarf.AttrType) {
			p.Type = b.typeOf(c)
			return p
		}
	}
	fail("the parameter at offset %#x has no type", e.Offset)
	return p
}
