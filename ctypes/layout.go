package ctypes

import "fmt"

// LayoutError says why a record cannot be laid out.
type LayoutError struct {
	Member string // empty for an unnamed one
	Reason string
}

func (e *LayoutError) Error() string {
	if e.Member == "" {
		return e.Reason
	}
	return fmt.Sprintf("member %q %s", e.Member, e.Reason)
}

// SetFields lays the members out as gcc does on this ABI and completes r. On
// input a bit-field is marked by Bits with its Width; offsets are results.
func (r *Record) SetFields(fields []Field, p Packing) error { return r.setFields(fields, p, "") }

// setFields lays out as abi does, "" for the host's.
func (r *Record) setFields(fields []Field, p Packing, abi ABI) error {
	if err := checkFields(r, fields); err != nil {
		return err
	}
	l := layout{union: r.Union, packing: p, align: 1, widest: 16, ms: abi == MSVC}
	if abi == M32 {
		l.widest = 4
	}
	placed := make([]Field, len(fields))
	for i, f := range fields {
		placed[i] = l.place(f)
	}
	l.closeRun()
	r.Fields, r.packing = placed, p
	r.align = max(l.align, p.Align)
	r.size = roundUp(roundUp(l.end, 8)/8, r.align)
	r.complete.Store(true)
	return nil
}

// layout is the state between two members. All positions are bits.
type layout struct {
	union   bool
	packing Packing
	next    int64 // first free bit
	end     int64 // end of the longest member
	align   int64 // bytes
	widest  int64 // bytes: what a bit-field that is a machine integer is aligned to at most
	ms      bool  // bit-fields as Microsoft's C lays them out
	run     run
}

func (l *layout) place(f Field) Field {
	if l.union {
		l.closeRun()
		l.next = 0
	}
	switch {
	case f.Bits == nil:
		l.closeRun()
		f = l.placeMember(f)
	case l.ms:
		f = l.placeInRun(f)
	default:
		f = l.placeBits(f)
	}
	l.end = max(l.end, l.next)
	return f
}

func (l *layout) placeMember(f Field) Field {
	align := l.memberAlign(f)
	l.next = roundUp(l.next, 8*align)
	f.Offset = l.next / 8
	l.next += 8 * f.Type.Size()
	l.align = max(l.align, align)
	return f
}

// memberAlign is the alignment that a member asks for: its type's or 1 if
// packed, raised by aligned(n), and in the end limited by #pragma pack.
func (l *layout) memberAlign(f Field) int64 {
	align := f.Type.Align()
	if l.isPacked(f) {
		align = 1
	}
	return l.limit(max(align, f.Align))
}

// limit is what #pragma pack leaves of an alignment.
func (l *layout) limit(align int64) int64 {
	if l.packing.Pack > 0 {
		return min(align, l.packing.Pack)
	}
	return align
}

func (l *layout) isPacked(f Field) bool { return l.packing.Packed || f.Packed }

func (l *layout) placeBits(f Field) Field {
	width, unit := f.Bits.Width, f.Type.Align()
	switch {
	case width == 0: // closes the unit even where #pragma pack is in force
		l.next = roundUp(l.next, 8*max(unit, f.Align))
	case f.Align > 0:
		l.next = roundUp(l.next, 8*l.limit(f.Align))
	}
	whole := l.isWholeInteger(f)
	if !whole && l.crossesUnit(f) {
		l.next = roundUp(l.next, 8*unit)
	}
	f.Bits = &BitField{Offset: l.next, Width: width}
	f.Packed = l.isPacked(f)
	f.Offset = l.next / 8
	l.next += width
	if width > 0 && f.Name != "" { // unnamed ones do not raise the alignment on x86-64
		l.align = max(l.align, l.bitsAlign(f, whole))
	}
	return f
}

// run is the storage unit that bit-fields are being put into by Microsoft's
// rules: one of their declared type, whole also where its last bits are unused.
type run struct {
	unit, left int64 // bits
}

// placeInRun places a bit-field by Microsoft's rules: it shares the unit of the
// one before if the types have the same size and the unit has room; of no bits
// it ends the unit.
func (l *layout) placeInRun(f Field) Field {
	unit, width := 8*f.Type.Size(), f.Bits.Width
	fits := width > 0 && unit == l.run.unit && width <= l.run.left
	if !fits && (width > 0 || l.run.unit > 0) {
		align := l.memberAlign(f)
		l.closeRun()
		l.next = roundUp(l.next, 8*align)
		l.align = max(l.align, align)
		if width > 0 {
			l.run = run{unit, unit}
		}
	}
	f.Bits = &BitField{Offset: l.next, Width: width}
	f.Offset = l.next / 8
	l.next += width
	l.run.left -= width
	return f
}

// closeRun leaves the unit of bit-fields behind, all of it.
func (l *layout) closeRun() {
	if l.run.unit > 0 {
		l.next += l.run.left
		l.end = max(l.end, l.next)
		l.run = run{}
	}
}

// isWholeInteger says whether a bit-field placed here is as wide as a machine
// integer and aligned like one: gcc then treats it like an ordinary member.
func (l *layout) isWholeInteger(f Field) bool {
	switch width := f.Bits.Width; width {
	case 8, 16, 32, 64, 128:
		return l.next%width == 0 && !l.isPacked(f)
	}
	return false
}

// crossesUnit says whether a bit-field placed here would touch more units of
// its type's alignment than the type has: always so for a type that is aligned
// to more than its size.
func (l *layout) crossesUnit(f Field) bool {
	width := f.Bits.Width
	if l.isPacked(f) || l.packing.Pack > 0 || width == 0 {
		return false
	}
	unit := 8 * f.Type.Align()
	return (l.next%unit+width+unit-1)/unit > 8*f.Type.Size()/unit
}

// bitsAlign is what a named bit-field adds to the record's alignment. Here
// #pragma pack wins over the packed attribute of the member.
func (l *layout) bitsAlign(f Field, whole bool) int64 {
	align := l.memberAlign(f)
	if l.packing.Pack > 0 {
		align = max(f.Type.Align(), f.Align)
	}
	if whole {
		align = max(align, min(f.Bits.Width/8, l.widest))
	}
	return l.limit(align)
}

func roundUp(n, to int64) int64 { return (n + to - 1) / to * to }

// checkFields refuses members that no layout can hold.
func checkFields(r *Record, fields []Field) error {
	for i, f := range fields {
		if err := checkField(r, f, i == len(fields)-1); err != nil {
			return err
		}
	}
	return nil
}

func checkField(r *Record, f Field, last bool) error {
	if f.Bits != nil {
		return checkBits(f)
	}
	if IsFunc(f.Type) {
		return &LayoutError{f.Name, "is declared as a function"}
	}
	if a, ok := Unwrap(f.Type).(*Array); ok && a.Len < 0 && !IsIncomplete(a.Elem) {
		if last || r.Union {
			return nil
		}
		return &LayoutError{f.Name, "is a flexible array and not the last member"}
	}
	if IsIncomplete(f.Type) {
		return &LayoutError{f.Name, fmt.Sprintf("has the incomplete type %s", f.Type)}
	}
	return nil
}

func checkBits(f Field) error {
	switch {
	case !IsInteger(f.Type) || IsIncomplete(f.Type) || f.Type.Size() > 16:
		return &LayoutError{f.Name, fmt.Sprintf("is a bit-field of type %s", f.Type)}
	case f.Bits.Width < 0:
		return &LayoutError{f.Name, "has a negative width"}
	case f.Bits.Width == 0 && f.Name != "":
		return &LayoutError{f.Name, "has zero width"}
	case f.Bits.Width > bitWidth(f.Type):
		return &LayoutError{f.Name, fmt.Sprintf("is wider than its type %s", f.Type)}
	}
	return nil
}

// bitWidth is the number of value bits that a bit-field of type t may have.
func bitWidth(t Type) int64 {
	if kindOf(t) == Bool {
		return 1
	}
	return 8 * t.Size()
}
