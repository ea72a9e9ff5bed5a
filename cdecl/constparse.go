package cdecl

import (
	"cshell/ctypes"
	"cshell/diag"
)

// constNode is an expression in text without a session. Its form is told by
// op; the operators of C stand for themselves.
type constNode struct {
	span    diag.Span
	op      string
	x, y, z *constNode
	name    string   // of a name or member
	parts   []string // of string literals
	typ     *TypeName
	value   ctypes.Value // of a constant
	cases   []constCase  // of _Generic; arguments of a builtin
}

// constCase is an association of _Generic, whose type is nil for default, or an
// argument: a type or a value.
type constCase struct {
	typ   *TypeName
	value *constNode
}

// The operations that are no operators.
const (
	opConstant = "constant"
	opName     = "name"
	opString   = "string"
	opCast     = "cast"
	opSizeofT  = "sizeof type"
	opAlignofT = "alignof type"
	opOffsetof = "offsetof"
	opMember   = "."
	opArrow    = "->"
	opIndex    = "[]"
	opCall     = "()"
	opCond     = "?:"
	opAddress  = "unary &"
	opDeref    = "unary *"
	opNegate   = "unary -"
	opPlus     = "unary +"
	opComma    = ","
	opGeneric  = "_Generic"
	opBuiltin  = "builtin"
)

// Span is where the expression stands.
func (n *constNode) Span() diag.Span { return n.span }

// constParser parses expressions for text without a session.
type constParser struct {
	*Parser // for its stream, its errors and type names
}

// parseConstant parses an assignment-expression, which here is a conditional
// one.
func parseConstant(ts TokenStream, d Driver) (n *constNode, err error) {
	p := constParser{NewParser(ts, d)}
	defer p.recoverFailure(0, 0, &err)
	return p.conditional(), nil
}

func (p constParser) conditional() *constNode {
	defer p.enter("expressions")()
	c := p.binary(1)
	if !p.accept("?") {
		return c
	}
	n := &constNode{op: opCond, x: c}
	if !p.at(":") {
		n.y = p.comma()
	}
	p.expect(":")
	n.z = p.conditional()
	n.span = c.span.To(n.z.span)
	return n
}

// comma is a full expression.
func (p constParser) comma() *constNode {
	x := p.conditional()
	for p.accept(",") {
		y := p.conditional()
		x = &constNode{op: opComma, span: x.span.To(y.span), x: x, y: y}
	}
	return x
}

// precedence of the binary operators; higher binds tighter.
var precedence = map[string]int{
	"||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, ">": 7, "<=": 7, ">=": 7,
	"<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10,
}

func (p constParser) binary(least int) *constNode {
	x := p.unary()
	for {
		t := p.peek()
		level := precedence[t.Text]
		if t.Kind != Punct || level < least || level == 0 {
			return x
		}
		p.ts.Next()
		y := p.binary(level + 1)
		x = &constNode{op: t.Text, span: x.span.To(y.span), x: x, y: y}
	}
}

// unaryOperators names the prefix operators.
var unaryOperators = map[string]string{
	"-": opNegate, "+": opPlus, "!": "!", "~": "~", "&": opAddress, "*": opDeref,
}

func (p constParser) unary() *constNode {
	defer p.enter("expressions")()
	t := p.peek()
	if op, ok := unaryOperators[t.Text]; ok && t.Kind == Punct {
		p.ts.Next()
		x := p.unary()
		return &constNode{op: op, span: t.Span.To(x.span), x: x}
	}
	if t.Kind == Ident {
		switch t.Text {
		case "sizeof":
			return p.sizeof("sizeof", opSizeofT)
		case "_Alignof", "alignof", "__alignof__", "__alignof":
			return p.sizeof("alignof", opAlignofT)
		case "__extension__":
			p.ts.Next()
			return p.unary()
		}
	}
	return p.postfix(p.primary())
}

// sizeof reads the operand of sizeof or alignof: a type in parentheses or an
// expression.
func (p constParser) sizeof(op, typeOp string) *constNode {
	t := p.ts.Next()
	if p.at("(") && p.typeBehindParen() {
		p.ts.Next()
		name := p.typeName(0)
		end := p.expect(")")
		return &constNode{op: typeOp, span: t.Span.To(end.Span), typ: name}
	}
	x := p.unary()
	return &constNode{op: op, span: t.Span.To(x.span), x: x}
}

// typeBehindParen says whether a type name follows the parenthesis at the head.
func (p constParser) typeBehindParen() bool { return p.beginsSpecifier(p.ts.Peek(1)) }

func (p constParser) primary() *constNode {
	t := p.peek()
	switch {
	case t.Kind == Number:
		p.ts.Next()
		return p.constant(t, NumberConstant)
	case t.Kind == Char:
		p.ts.Next()
		return p.constant(t, CharConstant)
	case t.Kind == String:
		return p.strings()
	case isText(t, "("):
		return p.parens()
	case t.Kind == Ident && (t.Text == "__builtin_offsetof" || t.Text == "offsetof") && isText(p.ts.Peek(1), "("):
		return p.offsetof()
	case t.Kind == Ident && t.Text == "_Generic":
		return p.generic()
	case t.Kind == Ident && constBuiltins[t.Text] && isText(p.ts.Peek(1), "("):
		return p.builtin()
	case t.Kind == Ident && keywords[t.Text] == notKeyword:
		p.ts.Next()
		return &constNode{op: opName, span: t.Span, name: t.Text}
	}
	p.failExpected("an expression")
	return nil
}

func (p constParser) constant(t Token, read func(string) (ctypes.Value, error)) *constNode {
	v, err := read(t.Text)
	if err != nil {
		p.fail(t.Span, "%s", err.Error())
	}
	return &constNode{op: opConstant, span: t.Span, value: v}
}

// strings reads adjacent string literals.
func (p constParser) strings() *constNode {
	n := &constNode{op: opString, span: p.peek().Span}
	for p.peek().Kind == String {
		t := p.ts.Next()
		n.span = n.span.To(t.Span)
		n.parts = append(n.parts, t.Text)
	}
	return n
}

// parens reads (expression) or (type)operand.
func (p constParser) parens() *constNode {
	if !p.typeBehindParen() {
		open := p.ts.Next()
		x := p.comma()
		end := p.expect(")")
		inner := *x
		inner.span = open.Span.To(end.Span)
		return &inner
	}
	open := p.ts.Next()
	name := p.typeName(0)
	p.expect(")")
	x := p.unary()
	return &constNode{op: opCast, span: open.Span.To(x.span), typ: name, x: x}
}

// offsetof reads offsetof(type, member.path[i]).
func (p constParser) offsetof() *constNode {
	t := p.ts.Next()
	p.expect("(")
	n := &constNode{op: opOffsetof, typ: p.typeName(0)}
	p.expect(",")
	n.x = p.postfix(p.primary())
	n.span = t.Span.To(p.expect(")").Span)
	return n
}

// constBuiltins are gcc's functions that are constants whatever they are given.
var constBuiltins = map[string]bool{
	"__builtin_constant_p": true, "__builtin_choose_expr": true, "__builtin_types_compatible_p": true, "__builtin_expect": true,
}

// builtin reads a call of one of them, with types or expressions as arguments.
func (p constParser) builtin() *constNode {
	t := p.ts.Next()
	n := &constNode{op: opBuiltin, name: t.Text}
	for more := p.accept("("); more; more = p.accept(",") {
		if p.beginsSpecifier(p.peek()) {
			n.cases = append(n.cases, constCase{typ: p.typeName(0)})
		} else {
			n.cases = append(n.cases, constCase{value: p.conditional()})
		}
	}
	n.span = t.Span.To(p.expect(")").Span)
	return n
}

// generic reads _Generic(expression, type: value, …).
func (p constParser) generic() *constNode {
	t := p.ts.Next()
	p.expect("(")
	n := &constNode{op: opGeneric, x: p.conditional()}
	for p.accept(",") {
		var c constCase
		if isText(p.peek(), "default") {
			p.ts.Next()
		} else {
			c.typ = p.typeName(0)
		}
		p.expect(":")
		c.value = p.conditional()
		n.cases = append(n.cases, c)
	}
	n.span = t.Span.To(p.expect(")").Span)
	return n
}

func (p constParser) postfix(x *constNode) *constNode {
	for {
		switch {
		case p.at("."), p.at("->"):
			op := p.ts.Next().Text
			name := p.ts.Next()
			if name.Kind != Ident {
				p.failAt(name, "a member")
			}
			x = &constNode{op: op, span: x.span.To(name.Span), x: x, name: name.Text}
		case p.accept("["):
			i := p.comma()
			x = &constNode{op: opIndex, span: x.span.To(p.expect("]").Span), x: x, y: i}
		case p.at("("):
			start := x.span
			p.skipParens()
			x = &constNode{op: opCall, span: start, x: x}
		default:
			return x
		}
	}
}
