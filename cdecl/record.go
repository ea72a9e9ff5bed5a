package cdecl

import "cshell/diag"

// keyword is the word that the record was declared with.
func (r *RecordSpec) keyword() string {
	if r.Union {
		return "union"
	}
	return "struct"
}

// record reads struct or union with its tag or body or both.
func (p *Parser) record() *RecordSpec {
	defer p.enter("records")()
	word := p.ts.Next()
	r := &RecordSpec{Span: word.Span, Union: word.Text == "union"}
	p.skipNewlines()
	p.tagAttributes(&r.Attrs)
	r.Tag = p.tag(&r.Span)
	if p.atBody() {
		p.body(r)
	} else if r.Tag == "" {
		p.failExpected("a name or '{'")
	}
	return r
}

// tagAttributes reads what may stand between struct or enum and the tag.
func (p *Parser) tagAttributes(a *Attrs) {
	for {
		switch t := p.peek(); {
		case t.Kind == Ident && keywords[t.Text] == attrWord:
			p.attribute(a)
		case t.Kind == Ident && keywords[t.Text] == alignasWord:
			p.alignas(a)
		case t.Kind == Punct && t.Text == "[" && p.bracketAttribute(a):
		default:
			return
		}
	}
}

// tag reads a tag and extends the span over it, or is "" where none stands. An
// ALL-CAPS macro before it is skipped.
func (p *Parser) tag(span *diag.Span) string {
	for p.isMacroName(0) && p.ts.Peek(1).Kind == Ident && keywords[p.ts.Peek(1).Text] == notKeyword && isText(p.ts.Peek(2), "{") {
		p.skipped(p.peek())
		p.ts.Next()
	}
	t := p.peek()
	if t.Kind != Ident {
		return ""
	}
	if keywords[t.Text] != notKeyword {
		p.failExpected("a name or '{'")
	}
	*span = span.To(p.ts.Next().Span)
	return t.Text
}

// atBody says whether a body follows, on the next line perhaps, and moves to
// it. Behind new, { opens an initialiser.
func (p *Parser) atBody() bool {
	if p.flags&inNew != 0 {
		return false
	}
	n := p.newlines()
	if !isText(p.ts.Peek(n), "{") {
		return false
	}
	p.drop(n)
	return true
}

// body reads the members between braces and the attributes behind them.
func (p *Parser) body(r *RecordSpec) {
	flags := p.flags
	p.flags = 0
	p.expect("{")
	r.HasBody = true
	for !p.at("}") {
		p.memberLine(r)
	}
	r.Pack = p.Pack.value
	r.Span = r.Span.To(p.expect("}").Span)
	p.flags = flags
	p.attributes(&r.Attrs)
}

// memberLine reads one declaration of members, or what may stand among them.
func (p *Parser) memberLine(r *RecordSpec) {
	t := p.peek()
	switch {
	case t.Kind == Newline || isText(t, ";"):
		p.ts.Next()
	case t.Kind == Directive:
		p.memberDirective(p.ts.Next())
	case t.Kind == Ident && keywords[t.Text] == assertWord:
		p.staticAssert()
	default:
		r.Members = append(r.Members, p.member())
	}
}

// memberDirective obeys #pragma among members.
func (p *Parser) memberDirective(t Token) {
	name, rest := splitDirective(t.Text)
	if name != "pragma" {
		p.fail(t.Span, "#%s cannot stand among members", name)
	}
	if err := p.Pragma(rest, t.Span); err != nil {
		panic(failure{asDiag(err, t.Span)})
	}
}

// staticAssert skips _Static_assert(x, "message"); members have no values to
// test.
func (p *Parser) staticAssert() {
	p.ts.Next()
	p.skipParens()
	p.expect(";")
}

// member reads `specifiers declarator : width, … ;`.
func (p *Parser) member() *Member {
	m := &Member{Specs: p.specs()}
	if m.Specs.Storage != nil {
		p.fail(m.Specs.Span, "a member cannot be %q", m.Specs.Storage[0])
	}
	if p.accept(";") {
		return m
	}
	for {
		m.Items = append(m.Items, p.memberItem())
		if !p.accept(",") {
			break
		}
	}
	p.expect(";")
	return m
}

// memberItem reads a declarator, a bit-field, or an unnamed bit-field.
func (p *Parser) memberItem() MemberItem {
	item := MemberItem{Declarator: &Declarator{Span: p.peek().Span}}
	if !p.at(":") {
		item.Declarator = p.declarator(named)
	}
	if p.accept(":") {
		item.Bits = p.expression()
		p.attributes(&item.Declarator.Attrs)
	}
	return item
}

// enum reads enum with its tag or body or both.
func (p *Parser) enum() *EnumSpec {
	e := &EnumSpec{Span: p.ts.Next().Span}
	p.skipNewlines()
	p.tagAttributes(&e.Attrs)
	e.Tag = p.tag(&e.Span)
	p.fixedType(e)
	if p.atBody() {
		p.enumBody(e)
	} else if e.Tag == "" {
		p.failExpected("a name or '{'")
	}
	return e
}

// fixedType reads C23's `: type`, which in a member's place may be a width.
func (p *Parser) fixedType(e *EnumSpec) {
	if !p.at(":") || !p.beginsSpecifier(p.ts.Peek(1)) {
		return
	}
	p.ts.Next()
	e.Fixed = p.typeName(inNew)
}

// enumBody reads the enumerators between braces.
func (p *Parser) enumBody(e *EnumSpec) {
	flags := p.flags
	p.flags = 0
	p.expect("{")
	e.HasBody = true
	names := map[string]bool{}
	for !p.at("}") {
		item := p.enumerator()
		if names[item.Name] {
			p.fail(item.Span, "duplicate enumerator %q", item.Name)
		}
		names[item.Name] = true
		e.Items = append(e.Items, item)
		if !p.accept(",") {
			break
		}
	}
	if len(e.Items) == 0 {
		p.failExpected("an enumerator")
	}
	if !p.at("}") {
		p.failExpected("',' or '}'")
	}
	e.Span = e.Span.To(p.ts.Next().Span)
	p.flags = flags
	p.attributes(&e.Attrs)
}

// enumerator reads `NAME = value`.
func (p *Parser) enumerator() Enumerator {
	t := p.peek()
	if t.Kind != Ident || keywords[t.Text] != notKeyword {
		p.failExpected("an enumerator")
	}
	p.ts.Next()
	item := Enumerator{Span: t.Span, Name: t.Text}
	var dropped Attrs
	p.attributes(&dropped)
	for p.bracketAttribute(&dropped) {
	}
	if p.accept("=") {
		item.Value = p.expression()
	}
	p.d.Declared(t.Text, false)
	return item
}
