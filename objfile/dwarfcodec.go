package objfile

import (
	"debug/dwarf"
	"encoding/binary"
	"slices"
)

// parts are those of the debug information in the order of their numbers in
// the cache.
func (d *Debug) parts() []*dwarfData { return []*dwarfData{d.main, d.types, d.alt} }

// encode is the index as it is kept: the units of each part, then the maps.
func (d *Debug) encode() []byte {
	w := &cacheWriter{parts: d.parts()}
	for _, in := range w.parts {
		w.units(in)
	}
	w.number(uint64(len(d.index.at)))
	for addr, refs := range d.index.at {
		w.number(addr)
		w.number(uint64(len(refs)))
		for _, ref := range refs {
			w.ref(ref)
		}
	}
	for _, m := range []map[string]ranked{d.index.funcs, d.index.vars} {
		w.number(uint64(len(m)))
		for name, r := range m {
			w.text(name)
			w.ref(r.dieRef)
			w.number(uint64(r.rank))
		}
	}
	for _, m := range []map[string]dieRef{d.index.typedefs, d.index.constants} {
		w.number(uint64(len(m)))
		for name, ref := range m {
			w.text(name)
			w.ref(ref)
		}
	}
	w.number(uint64(len(d.index.tags)))
	for tag, ref := range d.index.tags {
		w.text(tag.kind)
		w.text(tag.tag)
		w.ref(ref)
	}
	return w.out
}

type cacheWriter struct {
	out   []byte
	parts []*dwarfData
}

func (w *cacheWriter) number(n uint64) { w.out = binary.AppendUvarint(w.out, n) }
func (w *cacheWriter) text(s string)   { w.out = appendText(w.out, s) }

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func (w *cacheWriter) ref(r dieRef) {
	w.number(uint64(slices.Index(w.parts, r.in)))
	w.number(uint64(r.off))
}

// units writes the units of a part: 0 for none at all, else their number and 1.
func (w *cacheWriter) units(in *dwarfData) {
	if in == nil {
		w.number(0)
		return
	}
	w.number(uint64(len(in.units)) + 1)
	for _, u := range in.units {
		flags := uint64(0)
		if u.isC {
			flags |= 1
		}
		if u.bare {
			flags |= 2
		}
		w.number(uint64(u.off))
		w.number(flags)
	}
}

// decode makes an index of what encode gave; not ok, and nothing is changed,
// where it is anything else. The parts are loaded when an entry of theirs is
// read.
func (d *Debug) decode(data []byte) (ok bool) {
	r := &cacheReader{data: data}
	for range d.parts() {
		r.parts = append(r.parts, r.units(d.load))
	}
	index := newDebugIndex()
	for range r.count() {
		addr, refs := r.number(), []dieRef(nil)
		for range r.count() {
			refs = append(refs, r.ref())
		}
		index.at[addr] = refs
	}
	for _, m := range []map[string]ranked{index.funcs, index.vars} {
		for range r.count() {
			name, ref := r.text(), r.ref()
			m[name] = ranked{ref, int(r.number())}
		}
	}
	for _, m := range []map[string]dieRef{index.typedefs, index.constants} {
		for range r.count() {
			name := r.text()
			m[name] = r.ref()
		}
	}
	for range r.count() {
		tag := tagName{r.text(), r.text()}
		index.tags[tag] = r.ref()
	}
	if r.bad || len(r.data) > 0 || r.parts[0] == nil {
		return false
	}
	d.index, d.indexed = index, true
	d.main, d.types, d.alt = r.parts[0], r.parts[1], r.parts[2]
	return true
}

// cacheReader is the rest of what was kept. Behind anything that cannot be it
// is bad, and all reads give nothing.
type cacheReader struct {
	data  []byte
	parts []*dwarfData
	bad   bool
}

func (r *cacheReader) number() uint64 {
	v, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.bad, r.data = true, nil
		return 0
	}
	r.data = r.data[n:]
	return v
}

// count is a number of things that follow, each at least a byte.
func (r *cacheReader) count() int {
	n := r.number()
	if n > uint64(len(r.data)) {
		r.bad, r.data = true, nil
		return 0
	}
	return int(n)
}

func (r *cacheReader) text() string {
	n := r.count()
	s := string(r.data[:n])
	r.data = r.data[n:]
	return s
}

func (r *cacheReader) ref() dieRef {
	in, off := r.number(), r.number()
	if in >= uint64(len(r.parts)) || r.parts[in] == nil || off != uint64(dwarf.Offset(off)) {
		r.bad, r.data = true, nil
		return dieRef{}
	}
	return dieRef{r.parts[in], dwarf.Offset(off)}
}

func (r *cacheReader) units(load func()) *dwarfData {
	n := r.count()
	if n == 0 {
		return nil
	}
	in := &dwarfData{load: load}
	for range n - 1 {
		off, flags := r.number(), r.number()
		in.units = append(in.units, dwarfUnit{off: dwarf.Offset(off), isC: flags&1 != 0, bare: flags&2 != 0})
	}
	return in
}
