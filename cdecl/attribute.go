package cdecl

import "strings"

// attributes reads GNU attributes as long as there are any, also on the next
// line.
func (p *Parser) attributes(a *Attrs) {
	for {
		n := p.newlines()
		t := p.ts.Peek(n)
		if t.Kind != Ident || keywords[t.Text] != attrWord {
			return
		}
		p.drop(n)
		p.attribute(a)
	}
}

// attribute reads __attribute__((…)) or skips __declspec(…).
func (p *Parser) attribute(a *Attrs) {
	if word := p.ts.Next(); word.Text == "__declspec" {
		p.skipParens()
		return
	}
	p.expect("(")
	p.expect("(")
	for !p.at(")") {
		if !p.accept(",") {
			p.attributeItem(a)
		}
	}
	p.expect(")")
	p.expect(")")
}

// attributeItem reads one attribute; those without meaning here are dropped.
func (p *Parser) attributeItem(a *Attrs) {
	t := p.ts.Next()
	if t.Kind != Ident {
		p.failAt(t, "an attribute")
	}
	switch strings.Trim(t.Text, "_") {
	case "packed":
		a.Packed = true
	case "aligned":
		p.aligned(a)
	case "mode":
		p.expect("(")
		a.Mode = strings.Trim(p.ts.Next().Text, "_")
		p.expect(")")
	case "vector_size":
		p.expect("(")
		a.VectorSize = p.expression()
		p.expect(")")
	case "transparent_union":
		a.Transparent = true
	default:
		if p.at("(") {
			p.skipParens()
		}
	}
}

// failAt fails at a token that was consumed.
func (p *Parser) failAt(t Token, wanted string) { panic(failure{Unexpected(t, wanted)}) }

// aligned reads the operand of aligned, if there is one.
func (p *Parser) aligned(a *Attrs) {
	if !p.accept("(") {
		a.Align = append(a.Align, Alignment{})
		return
	}
	a.Align = append(a.Align, Alignment{Expr: p.expression()})
	p.expect(")")
}

// alignas reads _Alignas(expression or type).
func (p *Parser) alignas(a *Attrs) {
	p.ts.Next()
	p.expect("(")
	if p.StartsTypeName() {
		a.Align = append(a.Align, Alignment{Type: p.typeName(0)})
	} else {
		a.Align = append(a.Align, Alignment{Expr: p.expression()})
	}
	p.expect(")")
}

// skipParens skips a parenthesised stretch of tokens.
func (p *Parser) skipParens() {
	p.expect("(")
	for depth := 1; depth > 0; {
		switch t := p.peek(); {
		case t.Kind == EOF || t.Kind == Open || t.Kind == Bad:
			p.failExpected("')'")
		case isText(t, "("):
			depth++
		case isText(t, ")"):
			depth--
		}
		p.ts.Next()
	}
}

// standardAttributes are the names in [[…]]; anything else between double
// brackets is a list of lists.
var standardAttributes = map[string]bool{
	"noreturn": true, "_Noreturn": true, "deprecated": true, "nodiscard": true, "maybe_unused": true,
	"fallthrough": true, "reproducible": true, "unsequenced": true, "gnu": true, "clang": true,
}

// atBracketAttribute says whether [[attribute…]] stands at the head.
func (p *Parser) atBracketAttribute() bool {
	if !p.at("[") || !isText(p.ts.Peek(1), "[") {
		return false
	}
	name := p.ts.Peek(2)
	return standardAttributes[strings.Trim(name.Text, "_")] || isText(name, "]")
}

// bracketAttribute reads [[…]], of which those of gcc may have a meaning; false if
// there is none.
func (p *Parser) bracketAttribute(a *Attrs) bool {
	if !p.atBracketAttribute() {
		return false
	}
	p.drop(2)
	for !p.at("]") {
		switch {
		case strings.Trim(p.peek().Text, "_") == "gnu" && isText(p.ts.Peek(1), ":"):
			p.drop(3)
			p.attributeItem(a)
		case p.at("("):
			p.skipParens()
		case p.peek().Kind == Ident || p.at(":") || p.at(","):
			p.ts.Next()
		default:
			p.failExpected("']'")
		}
	}
	p.expect("]")
	p.expect("]")
	return true
}

// asmLabel reads __asm__("symbol").
func (p *Parser) asmLabel(a *Attrs) {
	p.ts.Next()
	p.expect("(")
	var label strings.Builder
	for p.peek().Kind == String {
		units, _, err := Unquote(p.peek().Text)
		if err != nil {
			p.fail(p.peek().Span, "%s", err.Error())
		}
		for _, u := range units {
			label.WriteByte(byte(u))
		}
		p.ts.Next()
	}
	p.expect(")")
	a.AsmLabel = label.String()
}
