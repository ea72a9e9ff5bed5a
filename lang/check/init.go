package check

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// maxRange bounds the elements that [a ... b] = x may initialise.
const maxRange = 1 << 20

// initializer checks an initialiser for an object of type t: an expression or
// a brace list. The type that comes back is complete where the initialiser
// tells an array's length.
func (c *checker) initializer(x syntax.Expr, t ctypes.Type) (*Init, ctypes.Type) {
	if ctypes.IsVariable(t) {
		panic(typeError(x.Span(), "an array of variable length takes no initialiser"))
	}
	f := &filler{c: c, length: -1}
	f.object(&item{x: x}, t, 0, nil)
	size := t.Size()
	if a, ok := ctypes.Unwrap(t).(*ctypes.Array); ok && a.Len < 0 {
		t = ctypes.ArrayOf(a.Elem, max(f.length, 0))
		size = t.Size()
	}
	return &Init{Size: max(size, f.end), Items: f.items}, t
}

// braced makes a value of type t of a brace list: an unnamed object, or just
// the value where t is scalar.
func (c *checker) braced(b *syntax.BraceList, t ctypes.Type, life Lifetime) Expr {
	t = bare(t)
	if s, ok := t.(*SliceType); ok {
		t = ctypes.ArrayOf(s.Elem, -1)
	}
	if !isCType(t) {
		panic(typeError(b.Span(), "a brace list cannot make a %s", t))
	}
	init, t := c.initializer(b, t)
	if !ctypes.IsScalar(t) {
		return &Temp{Typed{t, b.Span()}, init, life}
	}
	if len(init.Items) == 0 {
		return zero(t, b.Span())
	}
	return init.Items[0].Value
}

// zero is the zero of a scalar type.
func zero(t ctypes.Type, at diag.Span) Expr {
	return &Const{Typed: Typed{t, at}, Value: ctypes.Convert(ctypes.IntValue(ctypes.TInt, 0), t)}
}

// filler collects what an initialiser stores, in C's order: members in turn,
// braces around nested aggregates left out where the writer pleases,
// designators jumping ahead or back.
type filler struct {
	c      *checker
	items  []InitItem
	end    int64 // how far a flexible array member reaches
	length int64 // elements of an array of unknown length that is initialised whole

	reach   int64                // the end of what items have filled
	members map[unionPlace]int64 // the last member that was initialised
}

// unionPlace is a union in the object that is initialised.
type unionPlace struct {
	offset int64
	union  ctypes.Type
}

// add adds an item that fills size bytes.
func (f *filler) add(i InitItem, size int64) {
	f.items = append(f.items, i)
	f.reach = max(f.reach, i.Offset+size)
}

// renew makes the object of type t zero again where an item has filled it already:
// an initialiser for all of it takes the place of those for parts of it.
func (f *filler) renew(t ctypes.Type, offset int64) {
	if offset < f.reach {
		f.add(InitItem{Offset: offset, Type: t}, t.Size())
	}
}

// choose does the same for a union of which another member was initialised.
func (f *filler) choose(union ctypes.Type, offset, member int64) {
	at := unionPlace{offset, union}
	if f.members == nil {
		f.members = map[unionPlace]int64{}
	}
	if last, ok := f.members[at]; ok && last != member {
		f.renew(union, offset)
	}
	f.members[at] = member
}

// item is one element of a brace list. Its expression is checked once, when
// it is first looked at, because that decides what it initialises.
type item struct {
	x       syntax.Expr
	path    []syntax.Designator
	checked Expr
}

// stream is what is left of a brace list.
type stream struct {
	items []*item
	at    diag.Span
}

func (s *stream) next() *item {
	i := s.items[0]
	s.items = s.items[1:]
	return i
}

// object initialises one object from one item.
func (f *filler) object(i *item, t ctypes.Type, offset int64, bits *ctypes.BitField) {
	braces, ok := i.x.(*syntax.BraceList)
	if !ok {
		f.whole(i, t, offset, bits)
		return
	}
	defer f.c.enter(braces.Span())()
	s := streamOf(braces)
	if ctypes.IsIncomplete(t) && !isArray(t) {
		panic(typeError(braces.Span(), "%s is incomplete", t))
	}
	switch {
	case !isAggregate(t):
		f.bracedScalar(s, t, offset, bits)
	case len(s.items) == 1 && f.isText(s.items[0], t):
		f.text(s.items[0], t, offset)
	default:
		f.renew(t, offset)
		f.aggregate(s, t, offset, true, nil)
	}
}

func streamOf(b *syntax.BraceList) *stream {
	s := &stream{at: b.Span()}
	for _, i := range b.Items {
		s.items = append(s.items, &item{x: i.Value, path: i.Path})
	}
	return s
}

func isAggregate(t ctypes.Type) bool { return ctypes.IsAggregate(t) || isVector(t) }

func isVector(t ctypes.Type) bool {
	_, ok := ctypes.Unwrap(t).(*ctypes.Vector)
	return ok
}

// bracedScalar is int x = {5}.
func (f *filler) bracedScalar(s *stream, t ctypes.Type, offset int64, bits *ctypes.BitField) {
	switch {
	case len(s.items) > 1:
		panic(typeError(s.items[1].x.Span(), "%s takes one value", t))
	case len(s.items) == 1 && s.items[0].path != nil:
		panic(typeError(s.items[0].path[0].Span(), "%s has no members", t))
	case len(s.items) == 1:
		f.object(s.next(), t, offset, bits)
	}
}

// expression checks an item that is no brace list, once.
func (f *filler) expression(i *item) Expr {
	if i.checked == nil {
		i.checked = f.c.expr(i.x)
	}
	return i.checked
}

// isText says whether an item is a string literal for the character array t.
func (f *filler) isText(i *item, t ctypes.Type) bool {
	if _, ok := i.x.(*syntax.StringLit); !ok || i.path != nil {
		return false
	}
	a, ok := ctypes.Unwrap(t).(*ctypes.Array)
	if !ok || !isCharacter(a.Elem) && !ctypes.IsInteger(a.Elem) {
		return false
	}
	from := elemOf(f.expression(i).Type())
	return from.Size() == a.Elem.Size() && isCharacter(a.Elem) == isCharacter(from) ||
		ctypes.Compatible(noQuals(from), noQuals(a.Elem))
}

// text stores a string literal in a character array; its NUL may be left out
// where there is no room for it, as in C.
func (f *filler) text(i *item, t ctypes.Type, offset int64) {
	a := ctypes.Unwrap(t).(*ctypes.Array)
	lit := f.expression(i).(*StrLit)
	n := int64(len(lit.Bytes)) / a.Elem.Size()
	if a.Len >= 0 && n-1 > a.Len {
		panic(typeError(lit.At, "a string of %d characters does not fit in %s", n-1, t))
	}
	if a.Len < 0 {
		f.grow(offset, n, a)
		t = ctypes.ArrayOf(a.Elem, n)
	}
	f.renew(t, offset)
	f.add(InitItem{Offset: offset, Type: t, Value: lit}, t.Size())
}

// grow notes that an array of unknown length has at least n elements.
func (f *filler) grow(offset, n int64, a *ctypes.Array) {
	f.end = max(f.end, offset+n*a.Elem.Size())
	if offset == 0 {
		f.length = max(f.length, n)
	}
}

// whole initialises an object from an expression of its own type.
func (f *filler) whole(i *item, t ctypes.Type, offset int64, bits *ctypes.BitField) {
	if f.isText(i, t) {
		f.text(i, t, offset)
		return
	}
	e := f.expression(i)
	if isArray(t) {
		f.array(e, t, offset)
		return
	}
	value := f.c.assignable(f.c.rvalue(e), t, "")
	size := t.Size()
	if bits != nil {
		size = (bits.Offset + bits.Width + 7) / 8
	}
	f.add(InitItem{Offset: offset, Type: bare(t), Bits: bits, Value: value}, size)
}

// array initialises an array from an unnamed one, as gcc allows.
func (f *filler) array(e Expr, t ctypes.Type, offset int64) {
	temp, ok := e.(*Temp)
	if !ok || !isArray(e.Type()) || !ctypes.Compatible(noQuals(e.Type()), noQuals(t)) {
		panic(typeError(e.Span(), "%s cannot initialise %s", e.Type(), t).WithHint("use a brace list: {…}"))
	}
	a := ctypes.Unwrap(e.Type()).(*ctypes.Array)
	f.grow(offset, a.Len, a)
	f.renew(t, offset)
	for _, i := range temp.Init.Items {
		i.Offset += offset
		f.items = append(f.items, i)
	}
	f.reach = max(f.reach, offset+a.Len*a.Elem.Size())
}

// aggregate initialises the members or elements of t in turn. Without braces
// of its own it takes what it needs and leaves the rest; path is then what is
// left of the designator that led into it.
func (f *filler) aggregate(s *stream, t ctypes.Type, offset int64, braces bool, path []syntax.Designator) {
	parts := f.partsOf(t)
	index := int64(0)
	for len(s.items) > 0 {
		i := s.items[0]
		if path == nil && i.path != nil {
			if !braces {
				return
			}
			path, i.path = i.path, nil
		}
		switch {
		case path != nil:
			index = f.designated(s, parts, t, offset, path)
			path = nil
		case !parts.has(index):
			if braces {
				panic(typeError(i.x.Span(), "too many initialisers for %s", t))
			}
			return
		default:
			f.part(s, parts, index, offset, nil)
		}
		index++
		if parts.union != nil && !braces {
			return
		}
		if parts.union != nil {
			index = 1
		}
	}
}

// part initialises one member or element, with the rest of a designator.
func (f *filler) part(s *stream, parts parts, index, offset int64, path []syntax.Designator) {
	t, at, bits := parts.at(index)
	if parts.open != nil {
		f.grow(offset, index+1, parts.open)
	}
	if parts.union != nil {
		f.choose(parts.union, offset, index)
	}
	offset += at
	i := s.items[0]
	_, listed := i.x.(*syntax.BraceList)
	switch {
	case path != nil:
		if !isAggregate(t) {
			panic(typeError(path[0].Span(), "%s has no members", t))
		}
		defer f.c.enter(path[0].Span())()
		f.aggregate(s, t, offset, false, path)
	case listed || !isAggregate(t) || f.isText(i, t) || f.isWhole(i, t):
		f.object(s.next(), t, offset, bits)
	default:
		defer f.c.enter(i.x.Span())()
		f.aggregate(s, t, offset, false, nil)
	}
}

// isWhole says whether an item is a value of the aggregate type t itself.
func (f *filler) isWhole(i *item, t ctypes.Type) bool {
	e := f.expression(i)
	if isArray(t) {
		_, temp := e.(*Temp)
		return temp && ctypes.Compatible(noQuals(e.Type()), noQuals(t))
	}
	return e.Type() == AnyType || ctypes.Compatible(bare(e.Type()), bare(t))
}

// designated follows the first designator of path and initialises what it
// names; it returns the index of that part.
func (f *filler) designated(s *stream, parts parts, t ctypes.Type, offset int64, path []syntax.Designator) int64 {
	d := path[0]
	if d.Field != "" {
		index, rest := f.fieldIndex(parts, t, path)
		f.part(s, parts, index, offset, rest)
		return index
	}
	if !isArray(t) && !isVector(t) {
		panic(typeError(d.Span(), "%s is no array", t))
	}
	first, last := f.indexRange(d)
	if !parts.has(first) || !parts.has(last) {
		panic(typeError(d.Span(), "index %d is out of range for %s", max(first, last), t))
	}
	items := s.items
	for index := first; index <= last; index++ {
		s.items = items
		f.part(s, parts, index, offset, remaining(path))
	}
	return last
}

// indexRange is [first] or [first ... last].
func (f *filler) indexRange(d syntax.Designator) (first, last int64) {
	v := f.c.constant(d.Index)
	first, last = v.Int(), v.Int()
	if d.Last != nil {
		v = f.c.constant(d.Last)
		last = v.Int()
	}
	if first < 0 || last < first {
		panic(typeError(d.Span(), "%d … %d is no range of elements", first, last))
	}
	if last-first >= maxRange {
		panic(diag.Errorf(d.Span(), diag.Limit, "a range of more than %d elements", maxRange))
	}
	return first, last
}

// remaining is the path behind its first designator, nil at the end.
func remaining(path []syntax.Designator) []syntax.Designator {
	if len(path) == 1 {
		return nil
	}
	return path[1:]
}

// fieldIndex finds the member that .Field names. A member of an anonymous
// record keeps the designator for the way down.
func (f *filler) fieldIndex(parts parts, t ctypes.Type, path []syntax.Designator) (int64, []syntax.Designator) {
	d := path[0]
	r, ok := ctypes.Unwrap(t).(*ctypes.Record)
	if !ok {
		panic(typeError(d.Span(), "%s has no members", t))
	}
	for i, field := range parts.fields {
		if field.Name == d.Field {
			return int64(i), remaining(path)
		}
		if inner, ok := ctypes.Unwrap(field.Type).(*ctypes.Record); ok && field.Name == "" {
			if _, _, ok := inner.Lookup(d.Field); ok {
				return int64(i), path
			}
		}
	}
	panic(suggest(nameError(d.Span(), "%s has no member %s", r, d.Field), d.Field, memberNames(r)))
}

// parts are the members of a record that can be initialised, or the elements
// of an array.
type parts struct {
	fields []ctypes.Field
	union  ctypes.Type   // of one of the fields; else nil
	elem   ctypes.Type   // of an array
	n      int64         // elements, -1: as many as there are
	open   *ctypes.Array // an array of unknown length
}

func (f *filler) partsOf(t ctypes.Type) parts {
	switch t := ctypes.Unwrap(t).(type) {
	case *ctypes.Array:
		p := parts{elem: t.Elem, n: t.Len}
		if t.Len < 0 {
			p.open = t
		}
		return p
	case *ctypes.Vector:
		return parts{elem: t.Elem, n: t.Len}
	case *ctypes.Record:
		p := parts{fields: namedFields(t)}
		if t.Union {
			p.union = t
		}
		return p
	}
	return parts{}
}

// namedFields leaves out unnamed bit-fields, which are never initialised.
func namedFields(r *ctypes.Record) []ctypes.Field {
	out := make([]ctypes.Field, 0, len(r.Fields))
	for _, f := range r.Fields {
		if f.Name != "" || f.Bits == nil {
			out = append(out, f)
		}
	}
	return out
}

// has says whether there is a part at an index in turn.
func (p parts) has(index int64) bool {
	switch {
	case p.elem == nil && p.union != nil:
		return index == 0 && len(p.fields) > 0
	case p.elem == nil:
		return index < int64(len(p.fields))
	case p.n < 0:
		return p.elem.Size() > 0
	}
	return index < p.n
}

// at is the type and offset of a part. The bits of a bit-field count from the
// start of the record.
func (p parts) at(index int64) (t ctypes.Type, offset int64, bits *ctypes.BitField) {
	if p.elem != nil {
		return p.elem, index * p.elem.Size(), nil
	}
	f := p.fields[index]
	if f.Bits != nil {
		return f.Type, 0, f.Bits
	}
	return f.Type, f.Offset, nil
}
