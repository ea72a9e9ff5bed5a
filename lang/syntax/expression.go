package syntax

import (
	"cshell/cdecl"
	"cshell/diag"
)

// The precedences of the infix operators, loosest first.
const (
	precComma = iota + 1
	precAssign
	precCond
	precOrOr
	precAndAnd
	precOr
	precXor
	precAnd
	precEqual
	precRelation
	precShift
	precSum
	precProduct
)

var precedences = map[string]int{
	",": precComma,
	"=": precAssign, "+=": precAssign, "-=": precAssign, "*=": precAssign, "/=": precAssign, "%=": precAssign,
	"&=": precAssign, "|=": precAssign, "^=": precAssign, "<<=": precAssign, ">>=": precAssign,
	"?": precCond, "||": precOrOr, "&&": precAndAnd, "|": precOr, "^": precXor, "&": precAnd,
	"==": precEqual, "!=": precEqual,
	"<": precRelation, ">": precRelation, "<=": precRelation, ">=": precRelation,
	"<<": precShift, ">>": precShift, "+": precSum, "-": precSum,
	"*": precProduct, "/": precProduct, "%": precProduct,
}

// expression parses an expression with the comma operator.
func (p *parser) expression() (Expr, error) { return p.binary(precComma) }

// assignment parses an expression that a comma ends.
func (p *parser) assignment() (Expr, error) { return p.binary(precAssign) }

// conditional parses an expression without assignments.
func (p *parser) conditional() (Expr, error) { return p.binary(precCond) }

// initializer parses an expression or {…}.
func (p *parser) initializer() (Expr, error) {
	p.toks.skipNewlines()
	if p.at("{") {
		return p.braceList()
	}
	return p.assignment()
}

// binary parses operands joined by operators of at least a precedence, as a level of
// nesting.
func (p *parser) binary(least int) (Expr, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	return p.above(least)
}

// above does the same for the right side of an operator of the next lower
// precedence, which is no level: there are as many as precedences at most.
func (p *parser) above(least int) (Expr, error) {
	x, err := p.unary()
	if err != nil {
		return nil, err
	}
	return p.operators(x, least)
}

// operators goes on behind the first operand.
func (p *parser) operators(x Expr, least int) (Expr, error) {
	for {
		op, precedence := p.infix()
		if precedence < least {
			return x, nil
		}
		p.toks.skipNewlines()
		p.toks.pos++
		var err error
		switch precedence {
		case precAssign:
			x, err = p.assign(x, op)
		case precCond:
			x, err = p.question(x)
		default:
			x, err = p.binaryWith(x, op, precedence)
		}
		if err != nil {
			return nil, err
		}
	}
}

// infix is the infix operator at the head, with its precedence, 0 for none. At
// top level a newline ends the expression, unless the next line begins with
// what begins no statement.
func (p *parser) infix() (cdecl.Token, int) {
	t := p.toks.Peek(0)
	if t.Kind == cdecl.Newline {
		t = p.toks.Peek(p.toks.behindNewlines(0))
		if !isContinuation(t.Text) {
			return t, 0
		}
	}
	if t.Kind != cdecl.Punct {
		return t, 0
	}
	return t, precedences[t.Text]
}

// isContinuation says whether a punctuator at the start of a line can only go
// on with the line before.
func isContinuation(text string) bool {
	switch text {
	case "*", "&", "+", "-", ",":
		return false
	case ".", "->":
		return true
	}
	return precedences[text] > 0
}

func (p *parser) binaryWith(x Expr, op cdecl.Token, precedence int) (Expr, error) {
	y, err := p.above(precedence + 1)
	if err != nil {
		return nil, err
	}
	return &Binary{At: between(x, y), Op: op.Text, OpAt: op.Span, X: x, Y: y}, nil
}

// assign parses what follows an assignment operator.
func (p *parser) assign(x Expr, op cdecl.Token) (Expr, error) {
	y, err := p.initializer()
	if err != nil {
		return nil, err
	}
	if name, ok := x.(*Ident); ok && op.Text == "=" && !p.IsKnown(name.Name) {
		p.Declared(name.Name, false) // x = E declares x
	}
	return &Assign{between(x, y), op.Text, op.Span, x, y}, nil
}

// question parses what follows the ? of a conditional expression.
func (p *parser) question(c Expr) (Expr, error) {
	var x Expr
	var err error
	p.toks.skipNewlines()
	if !p.at(":") {
		if x, err = p.expression(); err != nil {
			return nil, err
		}
	}
	if err := p.expect(":"); err != nil {
		return nil, err
	}
	y, err := p.binary(precCond)
	if err != nil {
		return nil, err
	}
	return &Cond{between(c, y), c, x, y}, nil
}

// between is the place from one expression to another.
func between(x, y Expr) At { return At{x.Span().To(y.Span())} }

// unary parses an operand with its prefix operators.
func (p *parser) unary() (Expr, error) {
	p.toks.skipNewlines()
	t := p.toks.Peek(0)
	switch {
	case t.Kind == cdecl.Punct && isPrefix(t.Text):
		return p.prefix(t)
	case is(t, "("):
		return p.castOrParens()
	case t.Kind == cdecl.Ident:
		switch t.Text {
		case "__extension__":
			p.toks.pos++
			return p.unary()
		case "sizeof", "_Alignof", "alignof", "__alignof__", "__alignof":
			return p.sizeof(t)
		}
	}
	x, err := p.primary(t)
	if err != nil {
		return nil, err
	}
	return p.postfix(x)
}

func isPrefix(op string) bool {
	switch op {
	case "+", "-", "*", "&", "!", "~", "++", "--":
		return true
	}
	return false
}

// prefix parses a prefix operator and its operand.
func (p *parser) prefix(op cdecl.Token) (Expr, error) {
	p.toks.pos++
	x, err := p.operand()
	if err != nil {
		return nil, err
	}
	return &Unary{At{op.Span.To(x.Span())}, op.Text, x}, nil
}

// operand parses the operand of a prefix operator or cast, counting nesting.
func (p *parser) operand() (Expr, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	return p.unary()
}

// castOrParens parses what begins with a parenthesis: a cast, a compound
// literal, or an operand.
func (p *parser) castOrParens() (Expr, error) {
	open := p.toks.Peek(0).Span
	x, isType, err := p.parens()
	if err != nil {
		return nil, err
	}
	if !isType {
		return p.postfix(x)
	}
	t := x.(*TypeExpr)
	switch next := p.toks.Peek(0); {
	case is(next, "{"):
		return p.compound(open, t)
	case p.startsOperand(next):
		x, err := p.operand()
		if err != nil {
			return nil, err
		}
		return &Cast{At{open.To(x.Span())}, t.Type, x}, nil
	}
	return p.postfix(t)
}

// startsOperand says whether the operand of a cast begins with t. `[` is none:
// (T)[3] indexes.
func (p *parser) startsOperand(t cdecl.Token) bool {
	switch t.Kind {
	case cdecl.Number, cdecl.Char, cdecl.String:
		return true
	case cdecl.Ident:
		return !keywords[t.Text] || startsSizeof(t.Text) || t.Text == "_Generic"
	case cdecl.Punct:
		return t.Text == "(" || isPrefix(t.Text)
	}
	return false
}

func startsSizeof(word string) bool {
	switch word {
	case "sizeof", "_Alignof", "alignof", "__alignof__", "__alignof":
		return true
	}
	return false
}

// compound parses the braces of (T){…} and what follows it.
func (p *parser) compound(open diag.Span, t *TypeExpr) (Expr, error) {
	init, err := p.braceList()
	if err != nil {
		return nil, err
	}
	return p.postfix(&Compound{At{open.To(init.Where)}, t.Type, init})
}

// sizeof parses sizeof and _Alignof with their operand. `sizeof (T)` is
// complete; what follows it is not cast.
func (p *parser) sizeof(word cdecl.Token) (Expr, error) {
	p.toks.pos++
	op := "alignof"
	if word.Text == "sizeof" {
		op = "sizeof"
	}
	p.toks.skipNewlines()
	x, err := p.sizeofOperand()
	if err != nil {
		return nil, err
	}
	return &Sizeof{At{word.Span.To(p.lastSpan())}, op, x}, nil
}

func (p *parser) sizeofOperand() (Expr, error) {
	open := p.toks.Peek(0)
	if !is(open, "(") {
		return p.operand()
	}
	x, isType, err := p.parens()
	if err != nil {
		return nil, err
	}
	if !isType {
		return p.postfix(x)
	}
	if p.at("{") {
		return p.compound(open.Span, x.(*TypeExpr))
	}
	return x, nil
}

// lastSpan is the place of the last token read.
func (p *parser) lastSpan() diag.Span { return p.toks.list[max(p.toks.pos-1, 0)].Span }
