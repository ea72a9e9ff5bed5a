package cdecl

import (
	"cmp"

	"cshell/ctypes"
	"cshell/diag"
)

// Read reads declarations into the table. One bad declaration costs that
// declaration: its error is among the results and reading goes on behind it.
// The source is preprocessed on the way; Headers says where #include looks.
func (t *Table) Read(src *diag.Source) []*diag.Error {
	t.errs, t.linkages = nil, 0
	ts := NewStream(newPreprocessor(t, src).next)
	p := NewParser(ts, t)
	for ts.Peek(0).Kind != EOF {
		mark := ts.Mark()
		if err := t.declaration(p); err != nil {
			e := asDiag(err, diag.Span{})
			ts.Reset(mark)
			if e.Incomplete {
				e.Span = endOfHeader(ts, e.Span)
			}
			t.errs = append(t.errs, e)
			p.resync()
		}
		ts.Forget()
	}
	return t.errs
}

// endOfHeader is where something is missing that the end of a stream is said to
// lack: behind the last token of a header, not where that was included.
func endOfHeader(ts *Stream, at diag.Span) diag.Span {
	last := at
	for n := 0; ts.Peek(n).Kind != EOF; n++ {
		last = ts.Peek(n).Span
	}
	if last.Src == at.Src {
		return at
	}
	return diag.Span{Src: last.Src, Start: last.End, End: last.End}
}

// declaration reads one declaration at file scope.
func (t *Table) declaration(p *Parser) error {
	head := p.peek()
	switch {
	case head.Kind == Directive:
		_, rest := splitDirective(p.ts.Next().Text)
		return p.Pragma(rest, head.Span)
	case isText(head, ";"):
		p.ts.Next()
		return nil
	case head.Kind == Ident && head.Text == "extern" && p.ts.Peek(1).Kind == String:
		return t.linkage(p)
	case isText(head, "}") && t.linkages > 0:
		p.ts.Next()
		t.linkages--
		return nil
	case head.Kind == Ident && (keywords[head.Text] == assertWord || keywords[head.Text] == asmWord):
		p.resync()
		return nil
	}
	s, err := p.Specs()
	if err != nil {
		return err
	}
	if p.accept(";") {
		return t.resolver().Lone(s)
	}
	return t.declarators(p, s)
}

// linkage reads extern "C", and the brace of a block of it: what a header for
// C++ declares so is C's.
func (t *Table) linkage(p *Parser) error {
	p.ts.Next()
	p.ts.Next()
	if p.accept("{") {
		t.linkages++
	}
	return nil
}

// declarators reads and declares what stands behind the specifiers.
func (t *Table) declarators(p *Parser, s *Specs) error {
	base, err := t.resolver().Base(s)
	if err != nil {
		return err
	}
	for {
		d, err := p.Declarator(s)
		if err != nil {
			return err
		}
		body := len(d.Ops) > 0 && d.Ops[0].Kind == OpFunc && p.at("{")
		if !body && !p.at(",") && !p.at(";") && !p.at("=") {
			return Unexpected(p.peek(), "',' or ';'")
		}
		decl, err := t.resolver().Declare(s, base, d)
		if err != nil {
			return err
		}
		declared := t.declare(s, decl, body)
		switch {
		case body:
			declared.expanded = t.expanded
			declared.Definition = stretch(s.Span, p.skipGroup().Span)
			return nil
		case p.accept("="):
			t.initialiser(p, s, declared)
		}
		if p.accept(",") {
			continue
		}
		if !p.accept(";") {
			return Unexpected(p.peek(), "',' or ';'")
		}
		return nil
	}
}

// initialiser reads what stands behind =. The value counts where the header means
// a constant that no library has: static const int, constexpr.
func (t *Table) initialiser(p *Parser, s *Specs, d *Decl) {
	if (s.Is("static") || s.Is("constexpr")) && ctypes.QualsOf(d.Type)&ctypes.Const != 0 && ctypes.IsArithmetic(d.Type) {
		mark := p.ts.Mark()
		v, err := t.constant(p.ts)
		if err == nil && (p.at(",") || p.at(";")) {
			d.Kind, d.Value = ConstantDecl, ctypes.Convert(v, ctypes.Unqualified(d.Type))
			return
		}
		p.ts.Reset(mark)
	}
	p.skipInitialiser()
}

// declare enters a declared name.
func (t *Table) declare(s *Specs, d Declared, body bool) *Decl {
	decl := &Decl{Name: d.Name, Type: d.Type, Symbol: d.AsmLabel, Span: d.Span}
	switch {
	case d.Typedef:
		decl.Kind = TypedefDecl
	case ctypes.IsFunc(d.Type):
		decl.Kind = FunctionDecl
		decl.Inline = s.Is("static") || body && s.Is("inline") && !s.Is("extern")
	default:
		decl.Kind = VariableDecl
	}
	if old := t.names[d.Name]; old != nil {
		decl.Symbol = cmp.Or(decl.Symbol, old.Symbol) // a label counts for later declarations too
		decl.Definition, decl.expanded = old.Definition, old.expanded
	}
	decl.Symbol = cmp.Or(decl.Symbol, d.Name)
	t.Add(decl)
	return decl
}

// resync skips the declaration at the head: to its semicolon, or to the end of
// a function body or C++ namespace.
func (p *Parser) resync() {
	namespace, behindParen := p.peek().Text == "namespace", false
	for {
		switch t := p.peek(); {
		case t.Kind == EOF || t.Kind == Directive:
			p.dropDirective(t)
			return
		case isText(t, ";"):
			p.ts.Next()
			return
		case isText(t, "{"):
			p.skipGroup()
			if behindParen || namespace {
				return
			}
		case isText(t, "(") || isText(t, "["):
			p.skipGroup()
			behindParen = true
			continue
		default:
			p.ts.Next()
		}
		behindParen = false
	}
}

// dropDirective drops a # line that no parser wanted, so that reading goes on.
func (p *Parser) dropDirective(t Token) {
	if t.Kind == Directive {
		p.ts.Next()
	}
}

// skipGroup skips a bracketed stretch of any kind, or what there is of it, and
// returns its last token. What lacks a parenthesis ends at the semicolon.
func (p *Parser) skipGroup() (t Token) {
	depth, braces := 0, 0
	for {
		switch next := p.peek(); {
		case next.Kind == EOF || braces == 0 && isText(next, ";"):
			return t
		case isText(next, "{"):
			braces++
		case isText(next, "}"):
			braces--
		case braces > 0: // parentheses in a body do not matter
		case isText(next, "(") || isText(next, "["):
			depth++
		case isText(next, ")") || isText(next, "]"):
			depth--
		}
		if t = p.ts.Next(); depth <= 0 && braces <= 0 {
			return t
		}
	}
}

// skipInitialiser skips to the comma or semicolon behind an initialiser.
func (p *Parser) skipInitialiser() {
	for {
		t := p.peek()
		switch {
		case t.Kind == EOF || isText(t, ";") || isText(t, ","):
			return
		case isText(t, "(") || isText(t, "[") || isText(t, "{"):
			p.skipGroup()
		default:
			p.ts.Next()
		}
	}
}
