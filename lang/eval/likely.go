package eval

import (
	"encoding/binary"
	"fmt"
	"strings"

	"cshell/ctypes"
)

// likely.go guesses which member foreign code wanted of a null pointer.

// likelyMember is " plus 8", and the member at that offset of the record that
// somebody should have made: one that an argument is a null pointer to, or that a
// pointer in what the arguments lead to is; or else of any that an argument points
// to, for the null pointer may have been there a moment ago.
func (m *Machine) likelyMember(c *failedCall) string {
	offset := int64(c.Addr)
	text := fmt.Sprintf(" plus %d", offset)
	for r := range m.nullRecords(c) {
		if name := memberAt(r, offset); name != "" {
			return text + fmt.Sprintf(" (%s of %s at %d)", name, r, offset)
		}
	}
	return text
}

// nullRecords yields the types of records, the likeliest first.
func (m *Machine) nullRecords(c *failedCall) func(yield func(*ctypes.Record) bool) {
	return func(yield func(*ctypes.Record) bool) {
		var passed []recordPlace
		for _, v := range c.args {
			if v.IsVoid() {
				continue
			}
			r := recordBehind(v.Type)
			if r == nil {
				continue
			}
			place := recordPlace{r, uintptr(v.Uint())}
			if passed = append(passed, place); place.addr == 0 && !yield(r) {
				return
			}
		}
		if !m.nullPointersIn(passed, yield) {
			return
		}
		for _, p := range passed {
			if !yield(p.record) {
				return
			}
		}
	}
}

// recordPlace is a record that a pointer says to be at an address.
type recordPlace struct {
	record *ctypes.Record
	addr   uintptr
}

const (
	maxRecords    = 64      // that are looked at
	maxRecordSize = 1 << 16 // larger ones are not
)

// nullPointersIn yields what the null pointers in the records at some places, and in
// those that they lead to, are to point to; false says that yield wants no more.
func (m *Machine) nullPointersIn(places []recordPlace, yield func(*ctypes.Record) bool) bool {
	seen := map[recordPlace]bool{}
	for len(places) > 0 && len(seen) < maxRecords {
		p := places[0]
		places = places[1:]
		if p.addr == 0 || seen[p] || p.record.Size() > maxRecordSize {
			continue
		}
		seen[p] = true
		bytes := make([]byte, max(p.record.Size(), 0))
		bytes = bytes[:m.Host.Read(p.addr, bytes)]
		for _, f := range pointersIn(p.record, 0) {
			if f.offset+8 > int64(len(bytes)) {
				continue
			}
			to := recordPlace{f.to, uintptr(binary.NativeEndian.Uint64(bytes[f.offset:]))}
			if to.addr == 0 && !yield(f.to) {
				return false
			}
			places = append(places, to)
		}
	}
	return true
}

// pointerField is a pointer to a record, in a record.
type pointerField struct {
	offset int64
	to     *ctypes.Record
}

// pointersIn are those of a record, inner ones too.
func pointersIn(r *ctypes.Record, at int64) (all []pointerField) {
	for _, f := range r.Fields {
		if to := recordBehind(f.Type); to != nil {
			all = append(all, pointerField{at + f.Offset, to})
		} else if inner, ok := ctypes.Unwrap(f.Type).(*ctypes.Record); ok {
			all = append(all, pointersIn(inner, at+f.Offset)...)
		}
	}
	return all
}

// recordBehind is the record that a pointer type points to, or nil.
func recordBehind(t ctypes.Type) *ctypes.Record {
	p, ok := ctypes.Unwrap(t).(*ctypes.Pointer)
	if !ok {
		return nil
	}
	r, _ := ctypes.Unwrap(p.Elem).(*ctypes.Record)
	return r
}

// memberAt is the member that the byte at offset is in, inner ones too: pos.x.
func memberAt(r *ctypes.Record, offset int64) string {
	for _, f := range r.Fields {
		size := f.Type.Size()
		if offset < f.Offset || offset >= f.Offset+max(size, 1) {
			continue
		}
		inner, ok := ctypes.Unwrap(f.Type).(*ctypes.Record)
		if !ok {
			return f.Name
		}
		name := memberAt(inner, offset-f.Offset)
		return strings.Trim(f.Name+"."+name, ".")
	}
	return ""
}
