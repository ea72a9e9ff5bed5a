package syntax

import (
	"strconv"
	"strings"

	"cshell/cdecl"
)

// primary parses a name, a constant, a type, or what a bracket or a word of
// its own begins.
func (p *parser) primary(t cdecl.Token) (Expr, error) {
	switch t.Kind {
	case cdecl.Number:
		p.toks.pos++
		return &Number{At{t.Span}, t.Text}, nil
	case cdecl.Char:
		p.toks.pos++
		return &CharLit{At{t.Span}, t.Text}, nil
	case cdecl.String:
		return p.stringLit(), nil
	case cdecl.Ident:
		return p.word(t)
	case cdecl.Punct:
		if t.Text == "[" {
			return p.list()
		}
	}
	return nil, p.wanted("an expression")
}

// stringLit parses adjacent string literals.
func (p *parser) stringLit() *StringLit {
	start := p.toks.pos
	s := &StringLit{}
	for p.toks.Peek(0).Kind == cdecl.String {
		s.Parts = append(s.Parts, p.toks.Next().Text)
	}
	s.Where = p.from(start)
	return s
}

// word parses an expression that begins with a word.
func (p *parser) word(t cdecl.Token) (Expr, error) {
	switch {
	case t.Text == "_Generic":
		return p.generic(t)
	case t.Text == "new" && p.allocates():
		return p.new(t)
	case p.decl.StartsTypeName():
		return p.typeExpr()
	case keywords[t.Text] || isDeclarationWord(t.Text):
		return nil, p.wanted("an expression")
	}
	p.toks.pos++
	if t.Text == "_" && !p.IsKnown("_") {
		return &History{At{t.Span}, 0}, nil
	}
	if n, err := strconv.Atoi(t.Text[1:]); t.Text[0] == '$' && err == nil && n > 0 {
		return &History{At{t.Span}, n}, nil
	}
	return &Ident{At{t.Span}, t.Text}, nil
}

// isDeclarationWord says whether a word can be neither a name nor a type's
// beginning.
func isDeclarationWord(word string) bool {
	switch word {
	case "typedef", "extern", "static", "auto", "__auto_type", "register", "inline", "__inline", "__inline__", "_Noreturn",
		"_Thread_local", "thread_local", "__thread", "asm", "__asm__", "__asm":
		return true
	}
	return false
}

// typeExpr parses a type that stands where a value may.
func (p *parser) typeExpr() (Expr, error) {
	t, err := p.decl.TypeNameInExpression()
	if err != nil {
		return nil, p.failed(err)
	}
	return &TypeExpr{At{t.Span}, t}, nil
}

// allocates says whether the word new at the head is the operator: a type, or
// a name that should be one, follows.
func (p *parser) allocates() bool {
	p.toks.pos++
	defer func() { p.toks.pos-- }()
	if p.decl.StartsTypeName() {
		return true
	}
	t := p.toks.Peek(0)
	return !p.IsKnown("new") && (t.Kind == cdecl.Ident && !keywords[t.Text] || t.Kind == cdecl.EOF)
}

// new parses new T, new T[n], new T{…}, new T[n]{…}.
func (p *parser) new(word cdecl.Token) (Expr, error) {
	p.toks.pos++
	if t := p.toks.Peek(0); t.Kind == cdecl.Ident && !p.decl.StartsTypeName() {
		return nil, p.errorAt(t, "unknown type name %q", t.Text)
	}
	t, err := p.decl.TypeNameInNew()
	if err != nil {
		return nil, p.failed(err)
	}
	n := &New{Type: t}
	if n.Count, err = p.dimensions(t.Declarator); err != nil {
		return nil, err
	}
	if p.at("{") {
		if n.Init, err = p.braceList(); err != nil {
			return nil, err
		}
	}
	n.Where = word.Span.To(p.lastSpan())
	return p.postfix(n)
}

// dimensions parses the [n] behind new T. The first is the count; those behind
// it belong to the type of the elements, of which d is the declarator.
func (p *parser) dimensions(d *cdecl.Declarator) (count Expr, err error) {
	if !p.accept("[") {
		return nil, nil
	}
	if count, err = p.bracketed(); err != nil {
		return nil, err
	}
	var inner []cdecl.DeclaratorOp
	for p.accept("[") {
		n, err := p.bracketed()
		if err != nil {
			return nil, err
		}
		inner = append(inner, cdecl.DeclaratorOp{Kind: cdecl.OpArray, Len: n})
	}
	d.Ops = append(inner, d.Ops...)
	return count, nil
}

// bracketed parses the rest of [ expression ].
func (p *parser) bracketed() (Expr, error) {
	x, err := p.expression()
	if err != nil {
		return nil, err
	}
	return x, p.expect("]")
}

// generic parses _Generic(X, T: a, default: b).
func (p *parser) generic(word cdecl.Token) (Expr, error) {
	p.toks.pos++
	if err := p.expect("("); err != nil {
		return nil, err
	}
	g := &Generic{}
	var err error
	if g.X, err = p.assignment(); err != nil {
		return nil, err
	}
	for p.accept(",") {
		c, err := p.genericCase()
		if err != nil {
			return nil, err
		}
		g.Cases = append(g.Cases, c)
	}
	if len(g.Cases) == 0 {
		return nil, p.wanted("','")
	}
	err = p.closing(")")
	g.Where = word.Span.To(p.lastSpan())
	return g, err
}

// genericCase parses one T: value.
func (p *parser) genericCase() (c GenericCase, err error) {
	if isWord(p.toks.Peek(0), "default") {
		p.toks.pos++
	} else if c.Type, err = p.decl.TypeName(); err != nil {
		return c, p.failed(err)
	}
	if err := p.expect(":"); err != nil {
		return c, err
	}
	c.Value, err = p.assignment()
	return c, err
}

// closing consumes the bracket that ends a list of items.
func (p *parser) closing(end string) error {
	if p.accept(end) {
		return nil
	}
	if t := p.toks.Peek(0); is(t, ";") || is(t, "}") || is(t, "{") {
		return p.wanted("'" + end + "'")
	}
	return p.wanted("',' or '" + end + "'")
}

// postfix parses what may follow an operand.
func (p *parser) postfix(x Expr) (Expr, error) {
	for {
		t := p.toks.Peek(0)
		if t.Kind == cdecl.Newline {
			if t = p.toks.Peek(p.toks.behindNewlines(0)); !is(t, ".") && !is(t, "->") {
				return x, nil
			}
			p.toks.skipNewlines()
		}
		if t.Kind != cdecl.Punct {
			return x, nil
		}
		var err error
		switch t.Text {
		case "[":
			x, err = p.index(x)
		case "(":
			x, err = p.call(x)
		case ".", "->":
			x, err = p.member(x, t)
		case "++", "--":
			p.toks.pos++
			x = &Postfix{At{x.Span().To(t.Span)}, t.Text, x}
		default:
			return x, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// index parses x[i] or x[lo:hi].
func (p *parser) index(x Expr) (Expr, error) {
	p.toks.pos++
	var lo, hi Expr
	var err error
	if !p.at(":") {
		if lo, err = p.expression(); err != nil {
			return nil, err
		}
	}
	if !p.accept(":") {
		if err := p.expect("]"); err != nil {
			return nil, err
		}
		return &Index{At{x.Span().To(p.lastSpan())}, x, lo}, nil
	}
	if !p.at("]") {
		if hi, err = p.expression(); err != nil {
			return nil, err
		}
	}
	if err := p.expect("]"); err != nil {
		return nil, err
	}
	return &Slice{At{x.Span().To(p.lastSpan())}, x, lo, hi}, nil
}

// call parses the arguments of fn(…).
func (p *parser) call(fn Expr) (Expr, error) {
	p.toks.pos++
	args, trailing, err := p.commaList(")", p.initializer)
	if err != nil {
		return nil, err
	}
	if trailing {
		p.toks.pos--
		return nil, p.wanted("an expression")
	}
	return &Call{At{fn.Span().To(p.lastSpan())}, fn, args}, nil
}

// member parses .name or ->name; any word is a name there, and so is any text
// in quotes.
func (p *parser) member(x Expr, op cdecl.Token) (Expr, error) {
	p.toks.pos++
	p.toks.skipNewlines()
	t := p.toks.Peek(0)
	name, quoted := strings.CutPrefix(t.Text, `"`)
	if t.Kind != cdecl.Ident && !quoted {
		return nil, p.wanted("a member name")
	}
	p.toks.pos++
	name = strings.TrimSuffix(name, `"`)
	return &Member{At{x.Span().To(t.Span)}, x, name, t.Span, op.Text == "->", quoted}, nil
}

// braceList parses an initialiser {…}. It is written by hand because tables of
// many thousand elements are common.
func (p *parser) braceList() (*BraceList, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	start := p.toks.pos
	if err := p.expect("{"); err != nil {
		return nil, err
	}
	b := &BraceList{}
	for !p.accept("}") {
		item, err := p.initItem()
		if err != nil {
			return nil, err
		}
		b.Items = append(b.Items, item)
		if !p.accept(",") {
			if err := p.closing("}"); err != nil {
				return nil, err
			}
			break
		}
	}
	b.Where = p.from(start)
	return b, nil
}

// initItem parses an element of {…} with its designators.
func (p *parser) initItem() (*InitItem, error) {
	start := p.toks.pos
	path, err := p.designators()
	if err != nil {
		return nil, err
	}
	x, err := p.initializer()
	if err != nil {
		return nil, err
	}
	return &InitItem{At{p.from(start)}, path, x}, nil
}

// designators parses .x[3].y = where it is there. `[1, 2]` at the same place
// is a list.
func (p *parser) designators() ([]Designator, error) {
	if !p.at(".") && !(p.at("[") && p.designates()) {
		return nil, nil
	}
	var path []Designator
	for p.at(".") || p.at("[") {
		d, err := p.designator()
		if err != nil {
			return nil, err
		}
		path = append(path, d)
	}
	return path, p.expect("=")
}

// designates says whether the bracket at the head opens a designator: it holds
// no comma, and another designator or = follows it.
func (p *parser) designates() bool {
	end := p.matching(0)
	depth := 0
	for n := 0; n < end; n++ {
		t := p.toks.Peek(n)
		if depth += nesting(t); depth == 1 && is(t, ",") {
			return false
		}
	}
	behind := p.toks.Peek(end + 1)
	return is(behind, "=") || is(behind, ".") || is(behind, "[") || behind.Kind == cdecl.EOF
}

// designator parses .name, [index] or [first ... last].
func (p *parser) designator() (Designator, error) {
	start := p.toks.pos
	if p.accept(".") {
		t := p.toks.Peek(0)
		if t.Kind != cdecl.Ident {
			return Designator{}, p.wanted("a member name")
		}
		p.toks.pos++
		return Designator{At: At{p.from(start)}, Field: t.Text}, nil
	}
	p.toks.pos++
	var d Designator
	var err error
	if d.Index, err = p.conditional(); err != nil {
		return d, err
	}
	if p.accept("...") {
		if d.Last, err = p.conditional(); err != nil {
			return d, err
		}
	}
	err = p.expect("]")
	d.Where = p.from(start)
	return d, err
}
