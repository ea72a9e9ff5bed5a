package cdecl

import (
	"fmt"

	"cshell/ctypes"
	"cshell/diag"
)

// Resolver turns what was parsed into types, by way of a Scope. Its errors are
// *diag.Error, kind Type unless a name is unknown or the scope says otherwise.
type Resolver struct {
	Scope Scope
	fixed bool // among members, where every length is a constant
}

// Declared is a declared name with its type.
type Declared struct {
	Name     string
	Type     ctypes.Type // of a typedef: the *ctypes.Typedef itself
	Typedef  bool
	Align    int64  // of _Alignas or aligned(n) on a variable; 0 = none
	AsmLabel string // the symbol, where it differs from the name
	Span     diag.Span
}

func typeError(at diag.Span, format string, args ...any) error {
	return diag.Errorf(at, diag.Type, format, args...)
}

// Base is the type that specifiers name, with their qualifiers. Tags and
// enumerators are declared in the scope on the way. attrs of the declaration
// are not applied; see Declare.
func (r Resolver) Base(s *Specs) (ctypes.Type, error) {
	t, err := r.unqualified(s)
	if err != nil {
		return nil, err
	}
	quals := s.Quals
	if s.Is("constexpr") {
		quals |= ctypes.Const
	}
	return ctypes.Qualify(t, quals), nil
}

func (r Resolver) unqualified(s *Specs) (ctypes.Type, error) {
	switch {
	case len(s.Words) > 0:
		if t, ok := wordType(s.Words); ok {
			return t, nil
		}
	case s.Named != "":
		if t, ok := r.Scope.Typedef(s.Named); ok {
			return t, nil
		}
		if t, ok := builtinType(s.Named); ok {
			return t, nil
		}
		return nil, diag.Errorf(s.Span, diag.Name, "unknown type name %q", s.Named)
	case s.Record != nil:
		return r.record(s.Record)
	case s.Enum != nil:
		return r.enum(s.Enum)
	case s.hasTypeof():
		return r.typeof(s)
	}
	return nil, typeError(s.Span, "the declaration has no type")
}

func (r Resolver) typeof(s *Specs) (t ctypes.Type, err error) {
	if s.TypeofT != nil {
		t, err = r.TypeName(s.TypeofT)
	} else {
		t, err = r.Scope.TypeOf(s.Typeof)
	}
	if err == nil && s.Unqual {
		t = ctypes.Unqualified(t)
	}
	return t, err
}

// builtinType is the type of a name that gcc knows without a declaration.
func builtinType(name string) (ctypes.Type, bool) {
	switch name {
	case "__builtin_va_list", "__gnuc_va_list":
		t, ok := ctypes.Predeclared()["va_list"].(*ctypes.Typedef)
		if !ok {
			return nil, false
		}
		return t.Under, true
	case "__int128_t":
		return ctypes.TInt128, true
	case "__uint128_t":
		return ctypes.TUInt128, true
	}
	return nil, false
}

// Lone resolves specifiers without a declarator. `struct s;` and `enum e {…};`
// declare a tag in the innermost scope.
func (r Resolver) Lone(s *Specs) error {
	if rec := s.Record; rec != nil && !rec.HasBody {
		if _, ok := r.Scope.Tag(rec.keyword(), rec.Tag, true); !ok {
			r.Scope.DeclareTag(rec.keyword(), rec.Tag, ctypes.NewRecord(rec.Union, rec.Tag))
		}
		return nil
	}
	_, err := r.Base(s)
	return err
}

// TypeName is the type that a type name names.
func (r Resolver) TypeName(n *TypeName) (ctypes.Type, error) {
	d, err := r.declare(n.Specs, nil, n.Declarator)
	return d.Type, err
}

// Declare is the declared name of one declarator behind specifiers whose Base
// was found before.
func (r Resolver) Declare(s *Specs, base ctypes.Type, d *Declarator) (Declared, error) {
	return r.declare(s, base, d)
}

func (r Resolver) declare(s *Specs, base ctypes.Type, d *Declarator) (Declared, error) {
	out := Declared{Name: d.Name, Typedef: s.Is("typedef"), Span: d.Span, AsmLabel: d.Attrs.AsmLabel}
	if base == nil {
		var err error
		if base, err = r.Base(s); err != nil {
			return out, err
		}
	}
	for _, a := range []*Attrs{&s.Attrs, &d.Attrs} {
		var err error
		if base, err = r.retype(base, a, d.Span); err != nil {
			return out, err
		}
	}
	t, err := r.Apply(base, d)
	if err != nil {
		return out, err
	}
	if out.Align, err = r.alignment(&s.Attrs, &d.Attrs); err != nil {
		return out, err
	}
	if s.Attrs.Transparent || d.Attrs.Transparent {
		markTransparent(t)
	}
	out.Type = t
	if out.Typedef {
		out.Type = &ctypes.Typedef{Name: d.Name, Under: t, AlignTo: out.Align}
	}
	return out, nil
}

// markTransparent obeys transparent_union on a typedef.
func markTransparent(t ctypes.Type) {
	if u, ok := ctypes.Unwrap(t).(*ctypes.Record); ok && u.Union {
		u.Transparent = true
	}
}

// retype applies the attributes that make another type of the base.
func (r Resolver) retype(base ctypes.Type, a *Attrs, at diag.Span) (ctypes.Type, error) {
	if a.Mode != "" {
		t, ok := modeType(a.Mode, ctypes.IsSigned(base))
		if !ok {
			return nil, typeError(at, "unknown machine mode %q", a.Mode)
		}
		base = ctypes.Qualify(t, ctypes.QualsOf(base))
	}
	if a.VectorSize == nil {
		return base, nil
	}
	n, err := r.integer(a.VectorSize, "vector size")
	if err != nil {
		return nil, err
	}
	size := base.Size()
	if !ctypes.IsArithmetic(base) || n <= 0 || n%size != 0 {
		return nil, typeError(a.VectorSize.Span(), "a vector of %d bytes cannot be made of %s", n, base)
	}
	return &ctypes.Vector{Elem: base, Len: n / size}, nil
}

// modeType is the type of a machine mode.
func modeType(mode string, signed bool) (ctypes.Type, bool) {
	pair := func(s, u ctypes.Type) (ctypes.Type, bool) {
		if signed {
			return s, true
		}
		return u, true
	}
	switch mode {
	case "QI", "byte":
		return pair(ctypes.TSChar, ctypes.TUChar)
	case "HI":
		return pair(ctypes.TShort, ctypes.TUShort)
	case "SI":
		return pair(ctypes.TInt, ctypes.TUInt)
	case "DI", "word", "pointer":
		return pair(ctypes.TLong, ctypes.TULong)
	case "TI":
		return pair(ctypes.TInt128, ctypes.TUInt128)
	case "SF":
		return ctypes.TFloat, true
	case "DF":
		return ctypes.TDouble, true
	case "XF":
		return ctypes.TLongDouble, true
	case "TF":
		return float128, true
	case "SC":
		return ctypes.TComplexFloat, true
	case "DC":
		return ctypes.TComplexDouble, true
	case "XC":
		return ctypes.TComplexLongDouble, true
	}
	return nil, false
}

// defaultAlignment is that of `aligned` without a number, in bytes.
const defaultAlignment = 16

// alignment is the largest alignment that attributes ask for, 0 for none.
func (r Resolver) alignment(lists ...*Attrs) (int64, error) {
	largest := int64(0)
	for _, a := range lists {
		for _, item := range a.Align {
			n, err := r.oneAlignment(item)
			if err != nil {
				return 0, err
			}
			largest = max(largest, n)
		}
	}
	return largest, nil
}

func (r Resolver) oneAlignment(item Alignment) (int64, error) {
	switch {
	case item.Type != nil:
		t, err := r.TypeName(item.Type)
		if err != nil {
			return 0, err
		}
		return t.Align(), nil
	case item.Expr == nil:
		return defaultAlignment, nil
	}
	n, err := r.integer(item.Expr, "alignment")
	if err == nil && (n < 0 || n&(n-1) != 0) {
		err = typeError(item.Expr.Span(), "alignment is not a power of two: %d", n)
	}
	return n, err
}

// integer evaluates an integer constant expression; what names it in errors.
func (r Resolver) integer(e Expr, what string) (int64, error) {
	v, err := r.constant(e, what)
	return v.Int(), err
}

func (r Resolver) constant(e Expr, what string) (ctypes.Value, error) {
	v, err := r.Scope.Constant(e)
	if err != nil {
		return ctypes.Value{}, asDiag(err, e.Span())
	}
	if !ctypes.IsInteger(v.Type) {
		return ctypes.Value{}, typeError(e.Span(), "%s is no integer but %s", what, v.Type)
	}
	return v, nil
}

// Apply derives a declarator's type from the base type.
func (r Resolver) Apply(base ctypes.Type, d *Declarator) (ctypes.Type, error) {
	return r.apply(base, d, false)
}

// apply derives outwards from the base, so from the last derivation to the
// first. The outermost array of a parameter need not be an array that could
// exist, for it becomes a pointer.
func (r Resolver) apply(base ctypes.Type, d *Declarator, parameter bool) (ctypes.Type, error) {
	t := base
	for i := len(d.Ops) - 1; i >= 0; i-- {
		op := &d.Ops[i]
		var err error
		switch op.Kind {
		case OpPointer:
			t = ctypes.Qualify(ctypes.PointerTo(t), op.Quals)
		case OpArray:
			if parameter && i == 0 {
				return ctypes.Qualify(ctypes.PointerTo(t), op.Quals), nil
			}
			t, err = r.array(t, op, d, parameter)
		case OpFunc:
			t, err = r.function(t, op, d)
		}
		if err != nil {
			return nil, err
		}
	}
	return t, nil
}

// subject names the declared thing in an error.
func (d *Declarator) subject(otherwise string) string {
	if d.Name == "" {
		return otherwise
	}
	return "\"" + d.Name + "\""
}

// maxObject bounds an object's size in bytes, so that no size overflows.
const maxObject = 1 << 47

func (r Resolver) array(elem ctypes.Type, op *DeclaratorOp, d *Declarator, parameter bool) (ctypes.Type, error) {
	switch {
	case ctypes.IsFunc(elem):
		return nil, typeError(d.Span, "%s is an array of functions", d.subject("the type"))
	case ctypes.IsIncomplete(elem) && !parameter:
		return nil, typeError(d.Span, "%s is an array of the incomplete type %s", d.subject("the type"), elem)
	case op.Len == nil:
		return ctypes.ArrayOf(elem, -1), nil
	}
	v, count, err := r.length(op.Len)
	switch {
	case count != nil:
		return ctypes.VariableArray(elem, count), nil
	case err != nil && parameter:
		return ctypes.ArrayOf(elem, -1), nil // a length that only the call knows
	case err != nil:
		return nil, asDiag(err, op.Len.Span())
	case !ctypes.IsInteger(v.Type):
		return nil, typeError(op.Len.Span(), "array length is no integer but %s", v.Type)
	case v.Int() < 0 && ctypes.IsSigned(v.Type):
		return nil, typeError(op.Len.Span(), "array length is negative")
	case v.Uint() > maxObject/uint64(max(elem.Size(), 1)):
		return nil, typeError(op.Len.Span(), "array is too large")
	}
	return ctypes.ArrayOf(elem, v.Int()), nil
}

func (r Resolver) length(e Expr) (n ctypes.Value, count fmt.Stringer, err error) {
	if r.fixed {
		n, err = r.Scope.Constant(e)
		return n, nil, err
	}
	return r.Scope.Length(e)
}

func (r Resolver) function(result ctypes.Type, op *DeclaratorOp, d *Declarator) (ctypes.Type, error) {
	if _, isArray := ctypes.Unwrap(result).(*ctypes.Array); isArray {
		return nil, typeError(d.Span, "%s is a function returning an array", d.subject("the type"))
	}
	if ctypes.IsFunc(result) {
		return nil, typeError(d.Span, "%s is a function returning a function", d.subject("the type"))
	}
	f := &ctypes.Func{Result: result, Variadic: op.Ellips, Proto: !op.Empty}
	if len(op.Params) > 0 {
		defer r.Scope.OpenParameters()()
	}
	for i, p := range op.Params {
		t, err := r.Parameter(p)
		if err != nil {
			return nil, err
		}
		if ctypes.IsVoid(t) {
			if len(op.Params) == 1 && p.Declarator.Name == "" && !op.Ellips {
				break // (void) by way of a typedef
			}
			return nil, typeError(p.Specs.Span, "parameter %d has type void", i+1)
		}
		if len(op.Names) > 0 {
			t = passedAs(t)
		}
		f.Params = append(f.Params, ctypes.Param{Name: p.Declarator.Name, Type: t})
		r.Scope.Parameter(p.Declarator.Name, t)
	}
	return f, nil
}

// passedAs is the type in which a parameter of an old-style definition comes: an
// argument is promoted (C17 6.5.2.2), which makes the function compatible with a
// prototype of the promoted types (6.7.6.3), and that is the type we give it.
func passedAs(t ctypes.Type) ctypes.Type {
	promoted := ctypes.DefaultPromote(t)
	if ctypes.Compatible(ctypes.Unwrap(t), promoted) {
		return t
	}
	return promoted
}

// Parameter is a parameter's type, adjusted: arrays and functions are
// pointers, a transparent union is its first member.
func (r Resolver) Parameter(p *Parameter) (ctypes.Type, error) {
	base, err := r.Base(p.Specs)
	if err != nil {
		return nil, err
	}
	t, err := r.apply(base, p.Declarator, true)
	if err != nil {
		return nil, err
	}
	switch u := ctypes.Unwrap(t).(type) {
	case *ctypes.Array: // by way of a typedef
		return ctypes.PointerTo(u.Elem), nil
	case *ctypes.Func:
		return ctypes.PointerTo(t), nil
	case *ctypes.Record:
		if u.Complete() && u.Transparent && len(u.Fields) > 0 {
			return u.Fields[0].Type, nil
		}
	}
	return t, nil
}
