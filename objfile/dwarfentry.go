package objfile

import (
	"cmp"
	"debug/dwarf"
	"encoding/binary"
	"iter"
	"slices"
	"strings"
)

// Attributes that debug/dwarf has no names for.
const (
	attrDeclColumn = dwarf.Attr(0x39)
	attrGNUVector  = dwarf.Attr(0x2107)
)

// die is a debugging information entry.
type die struct {
	in *dwarfData
	*dwarf.Entry
}

func (d die) ref() dieRef { return dieRef{d.in, d.Offset} }

// entry reads the entry at a place.
func (r dieRef) entry() die {
	reader := r.in.reader()
	reader.Seek(r.off)
	e, err := reader.Next()
	if err != nil {
		fail("%v", err)
	}
	if e == nil || e.Tag == 0 {
		fail("there is no entry at offset %#x", r.off)
	}
	return die{r.in, e}
}

// children yields the entries directly below d.
func (d die) children() iter.Seq[die] {
	return func(yield func(die) bool) {
		if !d.Children {
			return
		}
		c := newCursor(d.in)
		c.Seek(d.Offset)
		c.next()
		for e := c.next(); e != nil && e.Tag != 0; e = c.next() {
			if !yield(die{d.in, e}) {
				return
			}
			if e.Children {
				c.SkipChildren()
			}
		}
	}
}

// cursor reads entries in their order.
type cursor struct {
	*dwarf.Reader
	past  dwarf.Offset // nothing before this comes again
	nulls int          // how many null entries may follow: each takes a byte
}

func newCursor(in *dwarfData) *cursor {
	return &cursor{Reader: in.reader(), nulls: in.size}
}

// next is the next entry, nil at the end. Damaged entries may say that what
// follows them lies before them.
func (c *cursor) next() *dwarf.Entry {
	e, err := c.Next()
	if err != nil {
		fail("%v", err)
	}
	if e == nil {
		return nil
	}
	if e.Tag == 0 { // the end of children; it has no offset
		if c.nulls--; c.nulls < 0 { // debug/dwarf does not see where a cut number ends
			fail("the entries never end")
		}
		return e
	}
	if e.Offset < c.past {
		fail("the entry at offset %#x comes twice", e.Offset)
	}
	c.past = e.Offset + 1
	return e
}

func (d die) has(a dwarf.Attr) bool { return d.AttrField(a) != nil }

func (d die) flag(a dwarf.Attr) bool {
	set, _ := d.Val(a).(bool)
	return set
}

// number is a constant attribute; an expression is none.
func (d die) number(a dwarf.Attr) (int64, bool) {
	switch v := d.Val(a).(type) {
	case int64:
		return v, true
	case uint64:
		return int64(v), true
	}
	return 0, false
}

func (d die) numberOr(a dwarf.Attr, other int64) int64 {
	if v, ok := d.number(a); ok {
		return v
	}
	return other
}

// name is DW_AT_name, which may lie in the file that dwz made.
func (d die) name(debug *Debug) string { return d.text(debug, dwarf.AttrName) }

func (d die) text(debug *Debug, a dwarf.Attr) string {
	f := d.AttrField(a)
	if f == nil {
		return ""
	}
	switch v := f.Val.(type) {
	case string:
		return v
	case int64:
		if f.Class == dwarf.ClassStringAlt && debug.alt != nil {
			return stringIn(debug.alt.tables.str, uint64(v))
		}
	}
	return ""
}

// symbol is the name that the linker sees: an asm label, or a mangled name.
func (d die) symbol(debug *Debug) string {
	if s := d.text(debug, dwarf.AttrLinkageName); s != "" {
		return s
	}
	return d.name(debug)
}

// refTo follows a reference: in the section, into a type unit, or into the
// file that dwz made.
func (debug *Debug) refTo(d die, a dwarf.Attr) (dieRef, bool) {
	f := d.AttrField(a)
	if f == nil {
		return dieRef{}, false
	}
	switch v := f.Val.(type) {
	case dwarf.Offset:
		return dieRef{d.in, v}, true
	case uint64:
		r, ok := debug.units[v]
		return r, ok && f.Class == dwarf.ClassReferenceSig
	case int64:
		return dieRef{debug.alt, dwarf.Offset(v)}, f.Class == dwarf.ClassReferenceAlt && debug.alt != nil
	}
	return dieRef{}, false
}

// chainLimit bounds how many entries may refer to each other as the origin.
const chainLimit = 8

// chain is an entry and those that it completes: a definition and its
// declaration, an instance and what was inlined elsewhere.
func (debug *Debug) chain(ref dieRef) []die {
	chain := []die{ref.entry()}
	for len(chain) < chainLimit {
		last := chain[len(chain)-1]
		next, ok := debug.refTo(last, dwarf.AttrAbstractOrigin)
		if !ok {
			next, ok = debug.refTo(last, dwarf.AttrSpecification)
		}
		if !ok {
			break
		}
		chain = append(chain, next.entry())
	}
	return chain
}

// location is the address in a location expression that consists of one.
func (d die) location() (uint64, bool) {
	const opAddr = 0x03
	if x, ok := d.Val(dwarf.AttrLocation).([]byte); ok && len(x) == 9 && x[0] == opAddr {
		return binary.LittleEndian.Uint64(x[1:]), true
	}
	return 0, false
}

// codeAddresses is where a function starts; its cold part may lie elsewhere.
func (d die) codeAddresses() []uint64 {
	if pc, ok := d.Val(dwarf.AttrLowpc).(uint64); ok {
		return []uint64{pc}
	}
	if !d.has(dwarf.AttrRanges) {
		return nil
	}
	var starts []uint64
	ranges, _ := d.in.data.Ranges(d.Entry) // without them it is found by its name
	for _, r := range ranges {
		starts = append(starts, r[0])
	}
	return starts
}

// dwarfUnit is a compilation unit, or a part of one.
type dwarfUnit struct {
	off   dwarf.Offset
	isC   bool // where functions may lack a prototype
	bare  bool // functions are described without types: -g1, assembler
	files []string
	read  bool // files has been
}

// The source languages in which DW_AT_prototyped means something; 0 is a unit
// without a language.
var cLanguages = []int64{0, 0x01, 0x02, 0x0c, 0x10, 0x1d, 0x2c}

const languageAssembler = 0x8001

func newDwarfUnit(d die, debug *Debug) dwarfUnit {
	language := d.numberOr(dwarf.AttrLanguage, 0)
	producer := d.text(debug, dwarf.AttrProducer) + " "
	return dwarfUnit{
		off:  d.Offset,
		isC:  slices.Contains(cLanguages, language),
		bare: language == languageAssembler || strings.Contains(producer, " -g1 "),
	}
}

// unit is the unit in which d lies.
func (d die) unit() *dwarfUnit {
	i, exact := slices.BinarySearchFunc(d.in.units, d.Offset, func(u dwarfUnit, off dwarf.Offset) int {
		return cmp.Compare(u.off, off)
	})
	if !exact {
		i--
	}
	if i < 0 {
		return &dwarfUnit{isC: true, read: true}
	}
	return &d.in.units[i]
}

// declared is the file and line of a declaration.
func (d die) declared() (file string, line int) {
	n := d.numberOr(dwarf.AttrDeclFile, -1)
	u := d.unit()
	if !u.read {
		of := d.in.skeleton
		if of == nil {
			of = dieRef{d.in, u.off}.entry().Entry
		}
		u.read, u.files = true, d.in.tables.files(of)
	}
	if n >= 0 && n < int64(len(u.files)) {
		file = u.files[n]
	}
	return file, int(d.numberOr(dwarf.AttrDeclLine, 0))
}
