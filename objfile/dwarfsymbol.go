package objfile

import (
	"debug/dwarf"
	"slices"

	"cshell/ctypes"
)

// candidates are the entries that may describe an exported symbol, best
// first: what lies at its address under its name, what lies there under
// another (an alias), what has its name.
func (d *Debug) candidates(name string, named map[string]ranked, tag dwarf.Tag) []dieRef {
	s, exported := d.exports.byName[name]
	if !exported {
		return nil
	}
	var best, others []dieRef
	if s.hasAddress() {
		for _, ref := range d.index.at[s.Value] {
			switch e := d.chain(ref); {
			case e[0].Tag != tag:
			case slices.ContainsFunc(e, func(e die) bool { return e.symbol(d) == name }):
				best = append(best, ref)
			default:
				others = append(others, ref)
			}
		}
	}
	if r, ok := named[name]; ok {
		others = append(others, r.dieRef)
	}
	return append(best, others...)
}

func (b *typeBuilder) function(name string) (DebugEntry, bool) {
	var old DebugEntry // without a prototype, if nothing better turns up
	for _, ref := range b.debug.candidates(name, b.debug.index.funcs, dwarf.TagSubprogram) {
		chain := b.debug.chain(ref)
		if chain[0].unit().bare {
			continue
		}
		fn := b.prototype(chain)
		b.completeAll()
		checkPassable(name, fn)
		e := described(name, fn, chain)
		if fn.Proto {
			return e, true
		}
		if old.Type == nil {
			old = e
		}
	}
	return old, old.Type != nil
}

// checkPassable refuses functions that take or give what C cannot.
func checkPassable(name string, fn *ctypes.Func) {
	types := []ctypes.Type{fn.Result}
	for _, p := range fn.Params {
		types = append(types, p.Type)
	}
	for i, t := range types {
		_, isArray := ctypes.Unwrap(t).(*ctypes.Array)
		if isArray || ctypes.IsIncomplete(t) && (i > 0 || !ctypes.IsVoid(t)) {
			panic(&UnsupportedTypeError{t.String() + ", which " + name + " passes by value,"})
		}
	}
}

func (b *typeBuilder) variable(name string) (DebugEntry, bool) {
	for _, ref := range b.debug.candidates(name, b.debug.index.vars, dwarf.TagVariable) {
		chain := b.debug.chain(ref)
		if i := slices.IndexFunc(chain, func(e die) bool { return e.has(dwarf.AttrType) }); i >= 0 {
			t := b.typeOf(chain[i])
			b.completeAll()
			return described(name, t, chain), true
		}
	}
	return DebugEntry{}, false
}

// named is a typedef or tag at ref, which is nowhere if there is none.
func (b *typeBuilder) named(ref dieRef, name string) (DebugEntry, bool) {
	if ref.in == nil {
		return DebugEntry{}, false
	}
	t := b.typeAt(ref)
	b.completeAll()
	return described(name, t, []die{ref.entry()}), true
}

func (b *typeBuilder) constant(name string) (DebugEntry, bool) {
	ref, ok := b.debug.index.constants[name]
	if !ok {
		return DebugEntry{}, false
	}
	enum, ok := b.typeAt(ref).(*ctypes.Enum)
	if !ok {
		return DebugEntry{}, false
	}
	i := slices.IndexFunc(enum.Consts(), func(c ctypes.EnumConst) bool { return c.Name == name })
	if i < 0 {
		return DebugEntry{}, false
	}
	v := constantValue(enum.Consts()[i], enum.Under())
	e := described(name, v.Type, []die{ref.entry()})
	e.Value = v
	return e, true
}

// constantValue is an enumerator as C sees it: an int if that holds its value,
// else of the enum's type.
func constantValue(c ctypes.EnumConst, under ctypes.Type) ctypes.Value {
	switch {
	case c.Val == int64(int32(c.Val)) && !c.Unsigned:
		return ctypes.IntValue(ctypes.TInt, c.Val)
	case c.Unsigned:
		return ctypes.UintValue(under, uint64(c.Val))
	}
	return ctypes.IntValue(under, c.Val)
}

func described(name string, t ctypes.Type, chain []die) DebugEntry {
	e := DebugEntry{Name: name, Type: t}
	for _, c := range chain {
		if c.has(dwarf.AttrDeclLine) {
			e.File, e.Line = c.declared()
			break
		}
	}
	return e
}
