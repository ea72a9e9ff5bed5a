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
func (r *Record) SetFields(fields []Field, p Packing) error {
	if err := checkFields(r, fields); err != nil {
		return err
	}
	l := layout{union: r.Union, packing: p, align: 1}
	placed := make([]Field, len(fields))
	for i, f := range fields {
		placed[i] = l.place(f)
	}
	r.Fields = placed
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
}

func (l *layout) place(f Field) Field {
	if l.union {
		l.next = 0
	}
	if f.Bits != nil {
		f = l.placeBits(f)
	} else {
		f = l.placeMember(f)
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
		align = max(align, f.Bits.Width/8)
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
