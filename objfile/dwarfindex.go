package objfile

import (
	"debug/dwarf"
	"iter"
)

// exports is which names and addresses of a library deserve an index entry:
// nothing else can be called.
type exports struct {
	byName map[string]Symbol
	at     map[uint64]bool
}

func newExports(symbols []Symbol) exports {
	x := exports{map[string]Symbol{}, map[uint64]bool{}}
	for _, s := range symbols {
		if _, known := x.byName[s.Name]; !known { // the default version comes first
			x.byName[s.Name] = s
		}
		if s.hasAddress() {
			x.at[s.Value] = true
		}
	}
	return x
}

// hasAddress says whether what lies at the symbol's value is what it names;
// that of an indirect function is the code that chooses.
func (s Symbol) hasAddress() bool {
	return s.Kind == FuncSymbol || s.Kind == ObjectSymbol || s.Kind == UntypedSymbol
}

// tagName is a tag with its keyword.
type tagName struct{ kind, tag string }

// debugIndex leads from names and addresses to entries.
type debugIndex struct {
	at        map[uint64][]dieRef // functions and variables, several where the linker folded them
	funcs     map[string]ranked
	vars      map[string]ranked
	typedefs  map[string]dieRef
	tags      map[tagName]dieRef
	constants map[string]dieRef // the enum
}

func newDebugIndex() debugIndex {
	return debugIndex{
		at:        map[uint64][]dieRef{},
		funcs:     map[string]ranked{},
		vars:      map[string]ranked{},
		typedefs:  map[string]dieRef{},
		tags:      map[tagName]dieRef{},
		constants: map[string]dieRef{},
	}
}

// ranked is an entry that a better one of the same name replaces.
type ranked struct {
	dieRef
	rank int
}

// buildIndex reads the entries on the top level of every unit.
func (d *Debug) buildIndex() (err error) {
	defer d.rescue(&err)
	d.index = newDebugIndex()
	for _, in := range d.parts() {
		if in != nil {
			d.indexData(in)
		}
	}
	if d.missing != "" && d.splits == nil {
		return &FormatError{d.Path, "has its debug information in " + d.missing + ", which is not there"}
	}
	return nil
}

func (d *Debug) indexData(in *dwarfData) {
	c := newCursor(in)
	var skeletons []die
	namespaces := 0
	for e := c.next(); e != nil; e = c.next() {
		entry := die{in, e}
		switch e.Tag {
		case dwarf.TagCompileUnit, dwarf.TagPartialUnit, dwarf.TagTypeUnit, tagSkeletonUnit:
			if in == d.main && entry.dwoName(d) != "" {
				skeletons = append(skeletons, entry)
			}
			in.units = append(in.units, newDwarfUnit(entry, d))
			namespaces = 0
			continue
		case dwarf.TagNamespace: // functions for C may be declared in one
			if e.Children {
				namespaces++
			}
			continue
		case 0:
			namespaces = max(0, namespaces-1)
			continue
		}
		d.indexEntry(entry, namespaces > 0)
		if e.Tag == dwarf.TagEnumerationType && e.Children && namespaces == 0 {
			d.indexEnumerators(c, entry)
		} else if e.Children {
			c.SkipChildren()
		}
	}
	for _, s := range skeletons {
		d.indexSplit(s)
	}
}

func (d *Debug) indexEntry(e die, inNamespace bool) {
	switch e.Tag {
	case dwarf.TagSubprogram:
		d.indexFunction(e)
	case dwarf.TagVariable:
		d.indexVariable(e)
	case dwarf.TagTypedef:
		if name := e.name(d); name != "" && !inNamespace {
			keepFirst(d.index.typedefs, name, e.ref())
		}
	case dwarf.TagStructType, dwarf.TagUnionType, dwarf.TagClassType, dwarf.TagEnumerationType:
		tag := e.name(d)
		if tag != "" && !inNamespace && !e.has(dwarf.AttrDeclaration) {
			keepFirst(d.index.tags, tagName{tagKind(e.Tag), tag}, e.ref())
		}
	}
}

func keepFirst[K comparable](m map[K]dieRef, key K, ref dieRef) {
	if _, known := m[key]; !known {
		m[key] = ref
	}
}

func tagKind(t dwarf.Tag) string {
	switch t {
	case dwarf.TagUnionType:
		return "union"
	case dwarf.TagEnumerationType:
		return "enum"
	}
	return "struct"
}

func (d *Debug) indexFunction(e die) {
	for _, pc := range e.codeAddresses() {
		d.indexAddress(pc, e)
	}
	unit := &e.in.units[len(e.in.units)-1]
	proto := e.flag(dwarf.AttrPrototyped) || !unit.isC
	declared := e.has(dwarf.AttrDeclaration) // gcc describes what it calls elsewhere
	switch {
	case unit.bare, declared && !proto: // what gcc calls by itself, memcpy say
	case !declared && proto:
		d.indexName(d.index.funcs, e, 3)
	case proto:
		d.indexName(d.index.funcs, e, 2)
	default:
		d.indexName(d.index.funcs, e, 1)
	}
}

func (d *Debug) indexVariable(e die) {
	if addr, ok := e.location(); ok {
		d.indexAddress(addr, e)
	}
	rank := 1
	if !e.has(dwarf.AttrDeclaration) {
		rank = 2
	}
	d.indexName(d.index.vars, e, rank)
}

func (d *Debug) indexAddress(addr uint64, e die) {
	if d.exports.at[addr] {
		d.index.at[addr] = append(d.index.at[addr], e.ref())
	}
}

// indexName notes what has the name of an exported symbol and external
// linkage.
func (d *Debug) indexName(m map[string]ranked, e die, rank int) {
	if !e.has(dwarf.AttrExternal) {
		return
	}
	name := e.symbol(d)
	if _, exported := d.exports.byName[name]; exported && m[name].rank < rank {
		m[name] = ranked{e.ref(), rank}
	}
}

// indexEnumerators reads the entries below an enum.
func (d *Debug) indexEnumerators(c *cursor, enum die) {
	for e := c.next(); e != nil && e.Tag != 0; e = c.next() {
		if e.Tag == dwarf.TagEnumerator {
			keepFirst(d.index.constants, die{enum.in, e}.name(d), enum.ref())
		}
		if e.Children {
			c.SkipChildren()
		}
	}
}

// describedExports yields the exported names that have an entry, or whose
// address has one.
func (d *Debug) describedExports() iter.Seq[string] {
	return func(yield func(string) bool) {
		for name, s := range d.exports.byName {
			known := s.hasAddress() && d.index.at[s.Value] != nil || d.index.funcs[name].rank > 0 || d.index.vars[name].rank > 0
			if known && !yield(name) {
				return
			}
		}
	}
}
