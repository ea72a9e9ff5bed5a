package cdecl

import (
	"errors"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
)

// NumberConstant reads an integer, floating or imaginary constant.
func NumberConstant(text string) (ctypes.Value, error) {
	if real, ok := cutImaginary(text); ok {
		v, err := NumberConstant(real)
		return imaginary(v), err
	}
	lower := strings.ToLower(text)
	isHex := strings.HasPrefix(lower, "0x")
	if strings.Contains(lower, ".") || isHex && strings.Contains(lower, "p") || !isHex && strings.Contains(lower, "e") {
		return ctypes.ParseFloat(text)
	}
	return ctypes.ParseInt(text)
}

// cutImaginary removes GNU's suffix of imaginary constants, i or j, which may
// stand before or behind that of the type.
func cutImaginary(text string) (string, bool) {
	at := strings.LastIndexAny(text, "iIjJ")
	if at < 1 || strings.Trim(text[at+1:], "fFlL") != "" {
		return text, false
	}
	return text[:at] + text[at+1:], true
}

// imaginary is v times the imaginary unit, in the complex type of v.
func imaginary(v ctypes.Value) ctypes.Value {
	complexType := ctypes.TComplexDouble
	switch {
	case v.Type == ctypes.Type(ctypes.TFloat):
		complexType = ctypes.TComplexFloat
	case v.Type == ctypes.Type(ctypes.TLongDouble):
		complexType = ctypes.TComplexLongDouble
	case !ctypes.IsFloating(v.Type):
		v = ctypes.Convert(v, ctypes.TDouble)
	}
	parts := make([]byte, complexType.Size())
	copy(parts[len(parts)/2:], v.Bytes())
	return ctypes.FromBytes(complexType, parts)
}

// CharConstant is the value of a character constant: an int without a prefix,
// in which several characters count as gcc packs them.
func CharConstant(literal string) (ctypes.Value, error) {
	units, prefix, err := Unquote(literal)
	switch {
	case err != nil:
		return ctypes.Value{}, err
	case len(units) == 0:
		return ctypes.Value{}, errors.New("empty character constant")
	case prefix == "" && len(units) == 1:
		return ctypes.IntValue(ctypes.TInt, int64(int8(units[0]))), nil
	case prefix == "" && len(units) <= 4:
		n := uint32(0)
		for _, u := range units {
			n = n<<8 | u
		}
		return ctypes.IntValue(ctypes.TInt, int64(int32(n))), nil
	case len(units) > 1:
		return ctypes.Value{}, errors.New("character constant too long for its type")
	}
	return ctypes.UintValue(unitType(prefix), uint64(units[0])), nil
}

// unitType is the type of a literal's code units.
func unitType(prefix string) ctypes.Type {
	switch prefix {
	case "L":
		return ctypes.WcharT
	case "u":
		return ctypes.Char16T
	case "U":
		return ctypes.Char32T
	case "u8":
		return ctypes.TUChar
	}
	return ctypes.TChar
}

// evaluator computes constant expressions with a table's names.
type evaluator struct{ table *Table }

func (e evaluator) notConstant(n *constNode) error {
	return typeError(n.span, "not a constant expression: %s", n.span.Text())
}

// eval is the value of a constant expression.
func (e evaluator) eval(n *constNode) (ctypes.Value, error) {
	switch n.op {
	case opConstant:
		return n.value, nil
	case opName:
		return e.name(n)
	case opCast:
		return e.cast(n)
	case opSizeofT, opAlignofT, "sizeof", "alignof":
		return e.sizeof(n)
	case opOffsetof:
		return e.offsetof(n)
	case opAddress:
		address, t, err := e.address(n.x)
		return ctypes.UintValue(ctypes.PointerTo(t), address), err
	case opNegate, opPlus, "~", "!":
		return e.unary(n)
	case "&&", "||":
		return e.logical(n)
	case opCond:
		return e.conditional(n)
	case opComma:
		return e.eval(n.y)
	case opGeneric:
		chosen, err := e.association(n)
		if err != nil {
			return ctypes.Value{}, err
		}
		return e.eval(chosen)
	case opBuiltin:
		return e.builtin(n)
	case opString, opMember, opArrow, opIndex, opCall, opDeref:
		return ctypes.Value{}, e.notConstant(n)
	}
	return e.binary(n)
}

// name is the value of an enumerator or of a constant macro's name.
func (e evaluator) name(n *constNode) (ctypes.Value, error) {
	d, ok := e.table.Lookup(n.name)
	switch {
	case ok && d.Kind == ConstantDecl:
		return d.Value, nil
	case ok:
		return ctypes.Value{}, e.notConstant(n)
	case n.name == "true" || n.name == "false":
		return ctypes.UintValue(ctypes.TBool, uint64(len("false")-len(n.name))), nil
	}
	return ctypes.Value{}, diag.Errorf(n.span, diag.Name, "unknown name %q", n.name)
}

func (e evaluator) cast(n *constNode) (ctypes.Value, error) {
	t, err := e.table.resolver().TypeName(n.typ)
	if err != nil {
		return ctypes.Value{}, err
	}
	v, err := e.eval(n.x)
	if err != nil {
		return v, err
	}
	if !ctypes.IsScalar(t) {
		return v, typeError(n.span, "a constant cannot be cast to %s", t)
	}
	return ctypes.Convert(v, ctypes.Unqualified(t)), nil
}

// sizeof is sizeof or alignof, of a type or an expression.
func (e evaluator) sizeof(n *constNode) (ctypes.Value, error) {
	t, err := e.operandType(n)
	switch {
	case err != nil:
		return ctypes.Value{}, err
	case n.op == opAlignofT || n.op == "alignof":
		return ctypes.UintValue(ctypes.SizeT, uint64(t.Align())), nil
	case ctypes.IsIncomplete(t) && !ctypes.IsVoid(t) && !ctypes.IsFunc(t):
		return ctypes.Value{}, typeError(n.span, "sizeof of the incomplete type %s", t)
	}
	return ctypes.UintValue(ctypes.SizeT, uint64(t.Size())), nil
}

func (e evaluator) operandType(n *constNode) (ctypes.Type, error) {
	if n.typ != nil {
		return e.table.resolver().TypeName(n.typ)
	}
	return e.typeOf(n.x)
}

// offsetof follows the member path of n.x in the type.
func (e evaluator) offsetof(n *constNode) (ctypes.Value, error) {
	t, err := e.table.resolver().TypeName(n.typ)
	if err != nil {
		return ctypes.Value{}, err
	}
	offset, _, err := e.path(n.x, t)
	return ctypes.UintValue(ctypes.SizeT, offset), err
}

// path is the offset and type of a member path whose first name is a member
// of t.
func (e evaluator) path(n *constNode, t ctypes.Type) (uint64, ctypes.Type, error) {
	switch n.op {
	case opName:
		return e.member(n, t, 0)
	case opMember:
		offset, inner, err := e.path(n.x, t)
		if err != nil {
			return 0, nil, err
		}
		return e.member(n, inner, offset)
	case opIndex:
		offset, inner, err := e.path(n.x, t)
		if err != nil {
			return 0, nil, err
		}
		return e.element(n, inner, offset)
	}
	return 0, nil, typeError(n.span, "expected a member")
}

// member is the place of member n.name in a record of type t at base.
func (e evaluator) member(n *constNode, t ctypes.Type, base uint64) (uint64, ctypes.Type, error) {
	rec, ok := ctypes.Unwrap(t).(*ctypes.Record)
	if !ok {
		return 0, nil, typeError(n.span, "%s has no members", t)
	}
	path, offset, ok := rec.Lookup(n.name)
	if !ok {
		return 0, nil, diag.Errorf(n.span, diag.Name, "%s has no member %q", t, n.name)
	}
	return base + uint64(offset), path[len(path)-1].Type, nil
}

// element is the place of element n.y of an array of type t at base.
func (e evaluator) element(n *constNode, t ctypes.Type, base uint64) (uint64, ctypes.Type, error) {
	i, err := e.eval(n.y)
	if err != nil {
		return 0, nil, err
	}
	switch a := ctypes.Unwrap(t).(type) {
	case *ctypes.Array:
		return base + uint64(i.Int()*a.Elem.Size()), a.Elem, nil
	case *ctypes.Pointer:
		return base + uint64(i.Int()*a.Elem.Size()), a.Elem, nil
	}
	return 0, nil, typeError(n.span, "%s cannot be indexed", t)
}

// address is the address of an object at a constant place, as in the old
// spelling of offsetof, &((T *)0)->m.
func (e evaluator) address(n *constNode) (uint64, ctypes.Type, error) {
	switch n.op {
	case opDeref:
		return e.pointee(n.x)
	case opMember:
		base, t, err := e.address(n.x)
		if err != nil {
			return 0, nil, err
		}
		return e.member(n, t, base)
	case opArrow:
		base, t, err := e.pointee(n.x)
		if err != nil {
			return 0, nil, err
		}
		return e.member(n, t, base)
	case opIndex:
		base, t, err := e.address(n.x)
		if err != nil {
			return 0, nil, err
		}
		return e.element(n, t, base)
	}
	return 0, ctypes.TVoid, e.notConstant(n)
}

// pointee is what a constant pointer points to.
func (e evaluator) pointee(n *constNode) (uint64, ctypes.Type, error) {
	v, err := e.eval(n)
	if err != nil {
		return 0, nil, err
	}
	p, ok := ctypes.Unwrap(v.Type).(*ctypes.Pointer)
	if !ok {
		return 0, nil, typeError(n.span, "%s is no pointer", v.Type)
	}
	return v.Uint(), p.Elem, nil
}

func (e evaluator) unary(n *constNode) (ctypes.Value, error) {
	v, err := e.eval(n.x)
	if err != nil {
		return v, err
	}
	if n.op == "!" {
		return ctypes.LogicalNot(v), nil
	}
	if !ctypes.IsArithmetic(v.Type) || n.op == "~" && !ctypes.IsInteger(v.Type) {
		return v, typeError(n.span, "operator does not apply to %s", v.Type)
	}
	v = ctypes.Convert(v, ctypes.Promote(v.Type))
	switch n.op {
	case opNegate:
		return ctypes.Neg(v), nil
	case "~":
		return ctypes.Not(v), nil
	}
	return v, nil
}

func (e evaluator) logical(n *constNode) (ctypes.Value, error) {
	x, err := e.eval(n.x)
	if err != nil {
		return x, err
	}
	if x.IsZero() == (n.op == "&&") {
		return truth(n.op == "||"), nil
	}
	y, err := e.eval(n.y)
	if err != nil {
		return y, err
	}
	return truth(!y.IsZero()), nil
}

func truth(b bool) ctypes.Value {
	if b {
		return ctypes.IntValue(ctypes.TInt, 1)
	}
	return ctypes.IntValue(ctypes.TInt, 0)
}

// conditional evaluates the chosen branch; the other one's type counts where
// it is known.
func (e evaluator) conditional(n *constNode) (ctypes.Value, error) {
	c, err := e.eval(n.x)
	if err != nil {
		return c, err
	}
	chosen, other := n.y, n.z
	if c.IsZero() {
		chosen, other = n.z, n.y
	}
	if chosen == nil {
		return c, nil
	}
	v, err := e.eval(chosen)
	if err != nil || other == nil {
		return v, err
	}
	if t, err := e.typeOf(other); err == nil && ctypes.IsArithmetic(t) && ctypes.IsArithmetic(v.Type) {
		v = ctypes.Convert(v, ctypes.Usual(v.Type, t))
	}
	return v, nil
}

var binaryOps = map[string]ctypes.Op{
	"+": ctypes.Add, "-": ctypes.Sub, "*": ctypes.Mul, "/": ctypes.Div, "%": ctypes.Rem,
	"&": ctypes.And, "|": ctypes.Or, "^": ctypes.Xor, "<<": ctypes.Shl, ">>": ctypes.Shr,
	"<": ctypes.Lt, "<=": ctypes.Le, ">": ctypes.Gt, ">=": ctypes.Ge, "==": ctypes.Eq, "!=": ctypes.Ne,
}

func (e evaluator) binary(n *constNode) (ctypes.Value, error) {
	op, ok := binaryOps[n.op]
	if !ok {
		return ctypes.Value{}, e.notConstant(n)
	}
	x, err := e.eval(n.x)
	if err != nil {
		return x, err
	}
	y, err := e.eval(n.y)
	if err != nil {
		return y, err
	}
	x, y, ok = operands(op, x, y)
	if !ok {
		return x, typeError(n.span, "operator %s does not apply to %s and %s", n.op, x.Type, y.Type)
	}
	v, err := ctypes.Binary(op, x, y)
	switch {
	case errors.Is(err, ctypes.ErrOperand):
		return v, typeError(n.span, "operator %s does not apply to %s and %s", n.op, x.Type, y.Type)
	case err != nil:
		return v, diag.Errorf(n.span, diag.Arithmetic, "%s", err.Error())
	}
	return v, nil
}

// operands converts the operands as the operator wants them. Pointers can only
// be compared.
func operands(op ctypes.Op, x, y ctypes.Value) (ctypes.Value, ctypes.Value, bool) {
	switch {
	case ctypes.IsPointer(x.Type) || ctypes.IsPointer(y.Type):
		return ctypes.Convert(x, ctypes.TULong), ctypes.Convert(y, ctypes.TULong), op.IsComparison()
	case !ctypes.IsArithmetic(x.Type) || !ctypes.IsArithmetic(y.Type):
		return x, y, false
	case op == ctypes.Shl || op == ctypes.Shr:
		return ctypes.Convert(x, ctypes.Promote(x.Type)), ctypes.Convert(y, ctypes.Promote(y.Type)), true
	}
	t := ctypes.Usual(x.Type, y.Type)
	return ctypes.Convert(x, ctypes.UsualOperand(x.Type, t)), ctypes.Convert(y, ctypes.UsualOperand(y.Type, t)), true
}

// typeOf is the type of an expression of simple kind, which need not be
// constant.
func (e evaluator) typeOf(n *constNode) (ctypes.Type, error) {
	switch n.op {
	case opName:
		if d, ok := e.table.Lookup(n.name); ok && d.Kind != TypedefDecl {
			return d.Type, nil
		}
	case opString:
		return stringType(n)
	case opMember, opArrow, opIndex, opDeref:
		return e.placeType(n)
	case opAddress:
		t, err := e.typeOf(n.x)
		return ctypes.PointerTo(t), err
	case opCast:
		return e.table.resolver().TypeName(n.typ)
	case opGeneric:
		chosen, err := e.association(n)
		if err != nil {
			return nil, err
		}
		return e.typeOf(chosen)
	case opCall:
		t, err := e.typeOf(n.x)
		if err != nil {
			return nil, err
		}
		if p, ok := ctypes.Unwrap(t).(*ctypes.Pointer); ok {
			t = p.Elem
		}
		if f, ok := ctypes.Unwrap(t).(*ctypes.Func); ok {
			return f.Result, nil
		}
	}
	v, err := e.eval(n)
	return v.Type, err
}

// builtin is the value of one of the constBuiltins.
func (e evaluator) builtin(n *constNode) (ctypes.Value, error) {
	args := n.cases
	switch {
	case n.name == "__builtin_constant_p" && len(args) == 1 && args[0].value != nil:
		_, err := e.eval(args[0].value)
		return truth(err == nil), nil
	case n.name == "__builtin_expect" && len(args) == 2 && args[0].value != nil:
		v, err := e.eval(args[0].value)
		return ctypes.Convert(v, ctypes.TLong), err
	case n.name == "__builtin_choose_expr" && len(args) == 3 && args[0].value != nil:
		c, err := e.eval(args[0].value)
		if err != nil {
			return c, err
		}
		chosen := args[1]
		if c.IsZero() {
			chosen = args[2]
		}
		if chosen.value != nil {
			return e.eval(chosen.value)
		}
	case n.name == "__builtin_types_compatible_p" && len(args) == 2 && args[0].typ != nil && args[1].typ != nil:
		a, err := e.table.resolver().TypeName(args[0].typ)
		if err != nil {
			return ctypes.Value{}, err
		}
		b, err := e.table.resolver().TypeName(args[1].typ)
		return truth(err == nil && ctypes.Compatible(ctypes.Unqualified(a), ctypes.Unqualified(b))), err
	}
	return ctypes.Value{}, e.notConstant(n)
}

// association is what _Generic chooses.
func (e evaluator) association(n *constNode) (*constNode, error) {
	t, err := e.typeOf(n.x)
	if err != nil {
		return nil, err
	}
	t = ctypes.Unqualified(ctypes.Decay(t))
	var other *constNode
	for _, c := range n.cases {
		if c.typ == nil {
			other = c.value
			continue
		}
		switch of, err := e.table.resolver().TypeName(c.typ); {
		case err != nil:
			return nil, err
		case ctypes.Compatible(t, of):
			return c.value, nil
		}
	}
	if other == nil {
		return nil, typeError(n.span, "no type of the _Generic is %s", t)
	}
	return other, nil
}

// placeType is the type of a member, an element or what a pointer points to.
func (e evaluator) placeType(n *constNode) (ctypes.Type, error) {
	t, err := e.typeOf(n.x)
	if err != nil {
		return nil, err
	}
	if n.op == opMember {
		_, t, err = e.member(n, t, 0)
		return t, err
	}
	p, ok := ctypes.Unwrap(ctypes.Decay(t)).(*ctypes.Pointer)
	if !ok {
		return nil, typeError(n.span, "%s is no pointer", t)
	}
	if n.op == opArrow {
		_, t, err = e.member(n, p.Elem, 0)
		return t, err
	}
	return p.Elem, nil
}

// stringType is the array type of adjacent string literals.
func stringType(n *constNode) (ctypes.Type, error) {
	length, prefix := int64(1), ""
	for _, part := range n.parts {
		units, own, err := Unquote(part)
		if err != nil {
			return nil, diag.Errorf(n.span, diag.Syntax, "%s", err.Error())
		}
		length += int64(len(units))
		if own != "" {
			prefix = own
		}
	}
	return ctypes.ArrayOf(unitType(prefix), length), nil
}
