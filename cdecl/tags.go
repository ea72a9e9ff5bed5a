package cdecl

import (
	"errors"

	"cshell/ctypes"
	"cshell/diag"
)

// record resolves struct or union: a mention finds or declares the tag, a body
// completes it.
func (r Resolver) record(s *RecordSpec) (ctypes.Type, error) {
	if !s.HasBody {
		if t, ok := r.Scope.Tag(s.keyword(), s.Tag, false); ok {
			return t, nil
		}
		rec := ctypes.NewRecord(s.Union, s.Tag)
		r.Scope.DeclareTag(s.keyword(), s.Tag, rec)
		return rec, nil
	}
	rec, old := r.recordToComplete(s)
	fields, err := r.fields(s)
	if err == nil {
		err = r.layOut(rec, s, fields)
	}
	if err != nil {
		r.forget(s, old)
		return nil, err
	}
	if old != nil && sameRecord(old, rec) {
		r.Scope.DeclareTag(s.keyword(), s.Tag, old)
		return old, nil
	}
	return rec, nil
}

// recordToComplete is the record that a body is for: the one that was only
// mentioned in this scope, or a new one. old is the complete one, if any, that
// the tag meant so far.
func (r Resolver) recordToComplete(s *RecordSpec) (rec, old *ctypes.Record) {
	if s.Tag == "" {
		return ctypes.NewRecord(s.Union, ""), nil
	}
	if t, ok := r.Scope.Tag(s.keyword(), s.Tag, true); ok {
		if known, ok := ctypes.Unwrap(t).(*ctypes.Record); ok {
			if !known.Complete() {
				r.place(known, s.Span)
				return known, nil
			}
			old = known
		}
	}
	rec = ctypes.NewRecord(s.Union, s.Tag)
	r.place(rec, s.Span)
	r.Scope.DeclareTag(s.keyword(), s.Tag, rec)
	return rec, old
}

// place tells the scope, if it wants to know, where a tagged type is defined.
func (r Resolver) place(t ctypes.Type, at diag.Span) {
	if s, ok := r.Scope.(interface{ Place(ctypes.Type, diag.Span) }); ok {
		s.Place(t, at)
	}
}

// forget gives the tag its old meaning back after an error in a body.
func (r Resolver) forget(s *RecordSpec, old *ctypes.Record) {
	if old != nil {
		r.Scope.DeclareTag(s.keyword(), s.Tag, old)
	}
}

// layOut completes a record.
func (r Resolver) layOut(rec *ctypes.Record, s *RecordSpec, fields []ctypes.Field) error {
	align, err := r.alignment(&s.Attrs)
	if err != nil {
		return err
	}
	rec.Transparent = s.Attrs.Transparent
	err = rec.SetFields(fields, ctypes.Packing{Packed: s.Attrs.Packed, Pack: s.Pack, Align: align})
	var bad *ctypes.LayoutError
	if errors.As(err, &bad) {
		return typeError(s.Span, "%s", bad.Error())
	}
	return err
}

// members collects a record's fields and the names they take.
type members struct {
	r      Resolver
	spec   *RecordSpec
	fields []ctypes.Field
	names  map[string]bool
	open   diag.Span // of a flexible member, which must be the last
}

func (r Resolver) fields(s *RecordSpec) ([]ctypes.Field, error) {
	r.fixed = true
	m := &members{r: r, spec: s, names: map[string]bool{}}
	for _, line := range s.Members {
		if err := m.add(line); err != nil {
			return nil, err
		}
	}
	return m.fields, nil
}

// add resolves one line of members.
func (m *members) add(line *Member) error {
	base, err := m.r.Base(line.Specs)
	if err != nil {
		return err
	}
	if len(line.Items) == 0 {
		return m.addAnonymous(line, base)
	}
	for i := range line.Items {
		if err := m.addItem(line.Specs, base, &line.Items[i]); err != nil {
			return err
		}
	}
	return nil
}

// addAnonymous adds an anonymous struct or union, whose members count as the
// record's own. Anything else without a name declares no member.
func (m *members) addAnonymous(line *Member, base ctypes.Type) error {
	rec, ok := base.(*ctypes.Record)
	if q, isQualified := base.(*ctypes.Qualified); isQualified {
		rec, ok = q.Under.(*ctypes.Record)
	}
	if !ok || rec.Tag != "" {
		return nil
	}
	align, err := m.r.alignment(&line.Specs.Attrs)
	if err != nil {
		return err
	}
	for _, name := range memberNames(rec) {
		if err := m.take(name, line.Specs.Span); err != nil {
			return err
		}
	}
	m.fields = append(m.fields, ctypes.Field{Type: base, Align: align, Packed: line.Specs.Attrs.Packed})
	return nil
}

// memberNames are the names that a record brings into an outer one.
func memberNames(rec *ctypes.Record) []string {
	var names []string
	for _, f := range rec.Fields {
		if f.Name != "" {
			names = append(names, f.Name)
		} else if inner, ok := ctypes.Unwrap(f.Type).(*ctypes.Record); ok && f.Bits == nil {
			names = append(names, memberNames(inner)...)
		}
	}
	return names
}

func (m *members) take(name string, at diag.Span) error {
	if m.names[name] {
		return typeError(at, "duplicate member %q", name)
	}
	m.names[name] = true
	return nil
}

// addItem adds one declared member.
func (m *members) addItem(s *Specs, base ctypes.Type, item *MemberItem) error {
	d := item.Declarator
	decl, err := m.r.declare(s, base, d)
	if err != nil {
		return err
	}
	if d.Name != "" {
		if err := m.take(d.Name, d.Span); err != nil {
			return err
		}
	}
	f := ctypes.Field{Name: d.Name, Type: decl.Type, Align: decl.Align, Packed: s.Attrs.Packed || d.Attrs.Packed}
	if item.Bits != nil {
		f.Bits, err = m.bits(decl.Type, item)
	} else {
		err = m.check(decl.Type, d)
	}
	m.fields = append(m.fields, f)
	return err
}

// check refuses types that no member can have.
func (m *members) check(t ctypes.Type, d *Declarator) error {
	if m.open.Src != nil {
		return typeError(m.open, "the flexible array must be the last member")
	}
	if ctypes.IsFunc(t) {
		return typeError(d.Span, "field %q is declared as a function", d.Name)
	}
	if a, ok := ctypes.Unwrap(t).(*ctypes.Array); ok && a.Len < 0 {
		if !m.spec.Union {
			m.open = d.Span
		}
		return nil
	}
	if ctypes.IsIncomplete(t) {
		return typeError(d.Span, "field %q has incomplete type %s", d.Name, t)
	}
	return nil
}

// bits checks the type and width of a bit-field.
func (m *members) bits(t ctypes.Type, item *MemberItem) (*ctypes.BitField, error) {
	d := item.Declarator
	if m.open.Src != nil {
		return nil, typeError(m.open, "the flexible array must be the last member")
	}
	if !ctypes.IsInteger(t) || ctypes.IsIncomplete(t) {
		return nil, typeError(d.Span, "bit-field %s has type %s", d.subject("without a name"), t)
	}
	width, err := m.r.integer(item.Bits, "bit-field width")
	if err != nil {
		return nil, err
	}
	limit := 8 * t.Size()
	if b, ok := ctypes.Unwrap(t).(*ctypes.Basic); ok && b.Kind == ctypes.Bool {
		limit = 1
	}
	switch at := item.Bits.Span(); {
	case width < 0:
		return nil, typeError(at, "bit-field %s has a negative width", d.subject("without a name"))
	case width == 0 && d.Name != "":
		return nil, typeError(at, "bit-field %q has zero width", d.Name)
	case width > limit:
		return nil, typeError(at, "bit-field %s is wider than its type %s", d.subject("without a name"), t)
	}
	return &ctypes.BitField{Width: width}, nil
}

// sameRecord says whether two records were declared alike, so that one may
// stand for the other: a header read twice, a paste repeated.
func sameRecord(old, rec *ctypes.Record) bool {
	if old.Size() != rec.Size() || old.Align() != rec.Align() || len(old.Fields) != len(rec.Fields) {
		return false
	}
	for i := range old.Fields {
		a, b := &old.Fields[i], &rec.Fields[i]
		if a.Name != b.Name || a.Offset != b.Offset || (a.Bits == nil) != (b.Bits == nil) ||
			a.Bits != nil && *a.Bits != *b.Bits || !sameMember(a.Type, b.Type, old, rec, 0) {
			return false
		}
	}
	return true
}

// maxMemberDepth bounds the comparison of member types.
const maxMemberDepth = 100

// sameMember compares member types, in which old and rec stand for each other.
func sameMember(a, b ctypes.Type, old, rec *ctypes.Record, depth int) bool {
	if depth > maxMemberDepth || ctypes.QualsOf(a) != ctypes.QualsOf(b) {
		return false
	}
	x, y := ctypes.Unwrap(a), ctypes.Unwrap(b)
	if x == ctypes.Type(old) && y == ctypes.Type(rec) || x == y {
		return true
	}
	switch x := x.(type) {
	case *ctypes.Pointer:
		y, ok := y.(*ctypes.Pointer)
		return ok && sameMember(x.Elem, y.Elem, old, rec, depth+1)
	case *ctypes.Array:
		y, ok := y.(*ctypes.Array)
		return ok && x.Len == y.Len && sameMember(x.Elem, y.Elem, old, rec, depth+1)
	case *ctypes.Record: // without a tag, declared inside
		y, ok := y.(*ctypes.Record)
		return ok && x.Tag == "" && y.Tag == "" && x.Union == y.Union && sameRecord(x, y)
	}
	return ctypes.Identical(a, b)
}

// enum resolves enum: a mention finds the tag, a body declares enumerators.
func (r Resolver) enum(s *EnumSpec) (ctypes.Type, error) {
	if !s.HasBody {
		if t, ok := r.Scope.Tag("enum", s.Tag, false); ok {
			return t, nil
		}
	}
	fixed, err := r.fixedType(s)
	if err != nil {
		return nil, err
	}
	e := &ctypes.Enum{Tag: s.Tag}
	if s.HasBody {
		consts, err := r.enumerators(s, fixed)
		if err != nil {
			return nil, err
		}
		e = r.enumToComplete(s, consts)
		if e.Under() == nil {
			e.SetConsts(consts, s.Attrs.Packed, fixed)
		}
		r.widen(s, e)
		r.place(e, s.Span)
	} else if fixed != nil {
		e.SetConsts(nil, false, fixed)
	}
	if s.Tag != "" {
		r.Scope.DeclareTag("enum", s.Tag, e)
	}
	return e, nil
}

// widen gives enumerators that do not fit int the type of their enum, which is
// known only at its end.
func (r Resolver) widen(s *EnumSpec, e *ctypes.Enum) {
	for i, c := range e.Consts() {
		v := ctypes.IntValue(e.Under(), c.Val)
		if c.Val == int64(int32(c.Val)) && !c.Unsigned {
			continue
		}
		r.Scope.DeclareEnumerator(c.Name, v, s.Items[i].Span)
	}
}

// enumToComplete is the enum that a body is for: the one only mentioned so
// far, the same one declared again, or a new one.
func (r Resolver) enumToComplete(s *EnumSpec, consts []ctypes.EnumConst) *ctypes.Enum {
	if s.Tag != "" {
		if t, ok := r.Scope.Tag("enum", s.Tag, true); ok {
			if known, ok := ctypes.Unwrap(t).(*ctypes.Enum); ok && (known.Under() == nil || sameConsts(known.Consts(), consts)) {
				return known
			}
		}
	}
	return &ctypes.Enum{Tag: s.Tag}
}

func sameConsts(a, b []ctypes.EnumConst) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (r Resolver) fixedType(s *EnumSpec) (ctypes.Type, error) {
	if s.Fixed == nil {
		return nil, nil
	}
	t, err := r.TypeName(s.Fixed)
	if err == nil && !ctypes.IsInteger(t) {
		err = typeError(s.Fixed.Span, "an enum cannot have the type %s", t)
	}
	return t, err
}

// enumerators evaluates the values and declares each name as soon as its value
// is known. As in gcc an enumerator is an int where that holds its value.
func (r Resolver) enumerators(s *EnumSpec, fixed ctypes.Type) ([]ctypes.EnumConst, error) {
	var consts []ctypes.EnumConst
	next := ctypes.IntValue(ctypes.TInt, 0)
	for _, item := range s.Items {
		if item.Value != nil {
			v, err := r.constant(item.Value, "enumerator value")
			if err != nil {
				return nil, err
			}
			next = v
		}
		next = enumeratorValue(next, fixed)
		r.Scope.DeclareEnumerator(item.Name, next, item.Span)
		unsigned := !ctypes.IsSigned(next.Type)
		consts = append(consts, ctypes.EnumConst{Name: item.Name, Val: next.Int(), Unsigned: unsigned && next.Int() < 0})
		next = successor(next)
	}
	return consts, nil
}

// enumeratorValue is v as an int, or in a wider type if it must.
func enumeratorValue(v ctypes.Value, fixed ctypes.Type) ctypes.Value {
	switch n := v.Int(); {
	case fixed != nil:
		return ctypes.Convert(v, fixed)
	case n == int64(int32(n)) && (n >= 0 || ctypes.IsSigned(v.Type)):
		return ctypes.IntValue(ctypes.TInt, n)
	case n < 0 && !ctypes.IsSigned(v.Type):
		return ctypes.UintValue(ctypes.TULong, v.Uint())
	case n > 0 && n == int64(uint32(n)):
		return ctypes.IntValue(ctypes.TUInt, n)
	}
	return ctypes.IntValue(ctypes.TLong, v.Int())
}

// successor is the value of the enumerator behind one of value v.
func successor(v ctypes.Value) ctypes.Value {
	if !ctypes.IsSigned(v.Type) {
		return ctypes.UintValue(ctypes.TULong, v.Uint()+1)
	}
	return ctypes.IntValue(ctypes.TLong, v.Int()+1)
}
