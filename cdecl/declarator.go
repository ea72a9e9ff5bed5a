package cdecl

import "cshell/ctypes"

// naming says whether a declarator has a name.
type naming uint8

const (
	named    naming = iota // must
	mayName                // a parameter
	abstract               // must not
)

// maxDerivations bounds the pointers, arrays and functions that one declarator
// heaps up, which types are walked down recursively through; C guarantees 12.
const maxDerivations = 1000

// declarator reads a declarator, its attributes and its asm label.
func (p *Parser) declarator(n naming) *Declarator {
	d := &Declarator{Span: p.peek().Span}
	d.Ops = p.derivations(d, n)
	if len(d.Ops) > maxDerivations {
		p.failDepth(d.Span, "declarators", maxDerivations)
	}
	if p.flags == 0 {
		p.declaratorTail(d)
	}
	p.oldParameters(d)
	return d
}

// declaratorTail reads what may follow a declarator: attributes, an asm label,
// and macros that stand for attributes.
func (p *Parser) declaratorTail(d *Declarator) {
	for {
		p.attributes(&d.Attrs)
		n := p.newlines()
		t := p.ts.Peek(n)
		switch {
		case t.Kind == Ident && keywords[t.Text] == asmWord:
			p.drop(n)
			p.asmLabel(&d.Attrs)
		case t.Kind == Punct && n == 0 && p.bracketAttribute(&d.Attrs):
		case len(d.Ops) > 0 && d.Ops[0].Kind == OpFunc && (n == 0 && p.isMacroName(0) || p.isReservedMacro(n)):
			p.drop(n)
			p.trailingMacro()
		default:
			return
		}
	}
}

// derivations reads pointers, the name or the declarator in parentheses, and
// suffixes. The result reads outwards from the name: what stands nearest to it
// comes first.
func (p *Parser) derivations(d *Declarator, n naming) []DeclaratorOp {
	defer p.enter("declarators")()
	pointers := p.pointers(d, n)
	var ops []DeclaratorOp
	parens := p.opensDeclarator(n)
	if parens {
		p.expect("(")
		p.tagAttributes(&d.Attrs)
		flags := p.flags
		p.flags = 0
		ops = p.derivations(d, n)
		p.flags = flags
		d.Span = d.Span.To(p.expect(")").Span)
	} else {
		p.name(d, n)
	}
	ops = append(ops, p.suffixes(d, parens)...)
	for i := len(pointers) - 1; i >= 0; i-- {
		ops = append(ops, pointers[i])
	}
	return ops
}

// pointers reads a run of `*`, each with its qualifiers, in the order written.
func (p *Parser) pointers(d *Declarator, n naming) []DeclaratorOp {
	var ops []DeclaratorOp
	for {
		p.pointerNoise(d, n)
		t := p.peek()
		switch {
		case isText(t, "*") && !p.leavesStar():
			p.ts.Next()
			d.Span = d.Span.To(t.Span)
			ops = append(ops, DeclaratorOp{Kind: OpPointer})
		case isQualifier(t) && len(ops) > 0:
			p.ts.Next()
			if keywords[t.Text] == qualWord {
				ops[len(ops)-1].Quals |= qualOf(t.Text)
			}
		default:
			return ops
		}
	}
}

// pointerNoise skips what may stand among pointers without being one: newlines
// before a name, attributes, calling conventions and export macros.
func (p *Parser) pointerNoise(d *Declarator, n naming) {
	if p.flags != 0 {
		return
	}
	if n == named {
		p.skipNewlines()
	}
	p.tagAttributes(&d.Attrs)
	if n != abstract && p.exportMacro(true) {
		p.pointerNoise(d, n)
	}
	if t := p.peek(); keywords[t.Text] == skippedWord && t.Kind == Ident {
		p.ts.Next()
		p.pointerNoise(d, n)
	}
}

// leavesStar says whether the run of `*` at the head belongs to an expression
// around this type name, because an operand follows it.
func (p *Parser) leavesStar() bool {
	return p.flags&inExpression != 0 && p.operandBehindStars(0)
}

// operandBehindStars says whether an operand follows the run of `*` and
// qualifiers at token n.
func (p *Parser) operandBehindStars(n int) bool {
	if !isText(p.ts.Peek(n), "*") {
		return false
	}
	for isText(p.ts.Peek(n), "*") || isQualifier(p.ts.Peek(n)) {
		n++
	}
	switch t := p.ts.Peek(n); t.Kind {
	case Ident, Number, Char, String:
		return true
	case Punct:
		switch t.Text {
		case "(":
			return !p.abstractParens(n)
		case "-", "+", "&", "~", "!", "++", "--":
			return true
		}
	}
	return false
}

// opensDeclarator says whether the parenthesis at the head encloses a
// declarator, not parameters.
func (p *Parser) opensDeclarator(n naming) bool {
	if !p.at("(") {
		return false
	}
	if p.flags != 0 {
		return p.flags&inExpression != 0 && p.abstractParens(0) && !p.parameterParens(0)
	}
	if n == named {
		return true
	}
	t := p.ts.Peek(1)
	switch t.Kind {
	case Punct:
		return t.Text == "*" || t.Text == "(" || t.Text == "[" && !isText(p.ts.Peek(2), "[")
	case Ident:
		if class := keywords[t.Text]; class == attrWord || class == skippedWord {
			return isText(p.ts.Peek(p.behindAttributes(1)), "*")
		}
		return n == mayName && keywords[t.Text] == notKeyword && !p.isType(t.Text)
	}
	return false
}

// behindAttributes is the index of the first token from n on that belongs to
// no attribute.
func (p *Parser) behindAttributes(n int) int {
	for {
		t := p.ts.Peek(n)
		switch class := keywords[t.Text]; {
		case t.Kind == Ident && class == attrWord:
			n = p.matching(n + 1)
		case t.Kind == Ident && class == skippedWord:
			n++
		default:
			return n
		}
	}
}

// abstractParens says whether the parenthesis at token n opens an abstract
// declarator, (*) or (*[3]) or (*(*)…), or parameters.
func (p *Parser) abstractParens(n int) bool {
	return p.parameterParens(n) || p.pointerParens(n)
}

// pointerParens says whether ( * … ) at token n holds no operand.
func (p *Parser) pointerParens(n int) bool {
	n++
	stars := 0
	for isText(p.ts.Peek(n), "*") || isQualifier(p.ts.Peek(n)) {
		n++
		stars++
	}
	t := p.ts.Peek(n)
	return stars > 0 && (isText(t, ")") || isText(t, "[") || isText(t, "(") && p.abstractParens(n))
}

// parameterParens says whether the parenthesis at token n opens parameters:
// types, not values. `int(c_long(3))` is a value made of a value.
func (p *Parser) parameterParens(n int) bool {
	t, behind := p.ts.Peek(n+1), p.ts.Peek(n+2)
	if isText(t, "...") {
		return true
	}
	if !p.beginsSpecifier(t) {
		return false
	}
	return behind.Kind == Ident || isText(behind, "*") || isText(behind, ")") || isText(behind, ",") ||
		isText(behind, "(") && p.pointerParens(n+2)
}

// name reads the declared name where there may be one.
func (p *Parser) name(d *Declarator, n naming) {
	t := p.peek()
	isName := t.Kind == Ident && (keywords[t.Text] == notKeyword || t.Text == "bool")
	switch {
	case n == abstract:
	case isName:
		p.ts.Next()
		d.Name = t.Text
		d.Span = t.Span
		p.bracketAttribute(&d.Attrs)
	case n == named:
		p.failExpected("a name")
	}
}

// suffixes reads array lengths and parameters.
func (p *Parser) suffixes(d *Declarator, behindParens bool) []DeclaratorOp {
	var ops []DeclaratorOp
	for p.flags&inNew == 0 {
		switch {
		case p.at("[") && !p.atBracketAttribute():
			ops = append(ops, p.array(d))
		case p.at("(") && p.opensParameters(behindParens):
			ops = append(ops, p.function(d))
		case len(ops) == 0 && p.flags == 0 && d.Name != "" && p.atProtoMacro():
			ops = append(ops, p.protoMacro(d))
		default:
			return ops
		}
	}
	return ops
}

// opensParameters says whether the parenthesis at the head is a parameter
// list; in an expression `int (*)()` has one, `int()` makes a value.
func (p *Parser) opensParameters(behindParens bool) bool {
	if p.flags == 0 || p.parameterParens(0) {
		return true
	}
	t := p.ts.Peek(1)
	return behindParens && (isText(t, ")") || p.beginsSpecifier(t))
}

// array reads [length] with what C and man pages allow inside.
func (p *Parser) array(d *Declarator) DeclaratorOp {
	p.expect("[")
	op := DeclaratorOp{Kind: OpArray, Quals: p.bracketQuals()}
	switch {
	case p.at("]"):
	case p.at("*") && isText(p.ts.Peek(1), "]"):
		p.ts.Next()
	case p.namesParameter():
		p.drop(p.matchingBracket())
	default:
		op.Len = p.expressionInBrackets()
	}
	d.Span = d.Span.To(p.expect("]").Span)
	return op
}

// expressionInBrackets reads an expression free of the restrictions around it.
func (p *Parser) expressionInBrackets() Expr {
	flags := p.flags
	p.flags = 0
	defer func() { p.flags = flags }()
	return p.expression()
}

// bracketQuals reads static and qualifiers at the head of brackets.
func (p *Parser) bracketQuals() ctypes.Quals {
	var quals ctypes.Quals
	for {
		t := p.peek()
		switch {
		case isText(t, "static"):
		case isQualifier(t):
			if keywords[t.Text] == qualWord {
				quals |= qualOf(t.Text)
			}
		default:
			return quals
		}
		p.ts.Next()
	}
}

// namesParameter says whether the brackets at the head hold a man page's
// reference to a parameter, `.count` or `.size * .nmemb`: a dot that selects
// from nothing.
func (p *Parser) namesParameter() bool {
	end := p.matchingBracket()
	operand := false
	for n := 0; n < end; n++ {
		t := p.ts.Peek(n)
		if next := p.ts.Peek(n + 1); isText(t, ".") && (next.Kind == Ident || next.Kind == EOF) && !operand {
			return true
		}
		operand = t.Kind != Punct || t.Text == ")" || t.Text == "]"
	}
	return false
}

// matchingBracket is the index of the bracket that closes those at the head.
func (p *Parser) matchingBracket() int {
	depth := 0
	for n := 0; ; n++ {
		switch t := p.ts.Peek(n); {
		case t.Kind == EOF || t.Kind == Open || t.Kind == Bad:
			return n
		case isText(t, "[") || isText(t, "("):
			depth++
		case isText(t, "]") || isText(t, ")"):
			if depth == 0 {
				return n
			}
			depth--
		}
	}
}

// function reads a parameter list.
func (p *Parser) function(d *Declarator) DeclaratorOp {
	flags := p.flags
	p.flags = 0
	p.expect("(")
	op := DeclaratorOp{Kind: OpFunc}
	switch {
	case p.at(")"):
		op.Empty = true
	case p.at("void") && isText(p.ts.Peek(1), ")"):
		p.ts.Next()
	case p.atIdentifiers():
		op.Names = p.identifiers()
	default:
		p.parameters(&op)
	}
	d.Span = d.Span.To(p.expect(")").Span)
	p.flags = flags
	return op
}

// parameters reads parameters up to the closing parenthesis.
func (p *Parser) parameters(op *DeclaratorOp) {
	for {
		if p.accept("...") {
			op.Ellips = true
			return
		}
		op.Params = append(op.Params, p.parameter())
		if !p.accept(",") {
			break
		}
	}
	if !p.at(")") {
		p.failExpected("',' or ')'")
	}
}

// parameter reads one parameter.
func (p *Parser) parameter() *Parameter {
	s := p.specs()
	return &Parameter{Specs: s, Declarator: p.declarator(mayName)}
}
