package syntax

import (
	"cshell/cdecl"
	"cshell/diag"
)

// startsDeclaration says whether a declaration stands at the head of the
// stream. What begins with a type may also be an expression, since types are
// values here. It is a declaration where C must read it as one:
//
//	T x, T *x, T (*f)(int)    a name follows
//	T (x)                     unless x is a known value: T(x) makes a T
//	struct s; enum {A}        a tag or a body
//	static, typedef, extern   always
//
// and otherwise an expression: int [3], c_int * 10, c_int(42), T = int.
func (p *parser) startsDeclaration() (bool, error) {
	start := p.toks.Mark()
	defer p.toks.Reset(start)
	for isWord(p.toks.Peek(0), "__extension__") {
		p.toks.pos++
	}
	typed := p.decl.StartsTypeName()
	if !typed && !p.decl.StartsDeclaration() { // storage classes, export macros
		if !p.last && p.decl.EndsInExportMacro(false) {
			return false, p.endsTooEarly("a declaration")
		}
		return false, nil
	}
	notes := len(p.notes)
	s, err := p.decl.Specs()
	p.notes = p.notes[:notes]
	if err != nil {
		return true, nil // declaration finds the same
	}
	if !p.last && p.decl.EndsInExportMacro(true) {
		return false, p.endsTooEarly("a name")
	}
	if !typed {
		return true, nil
	}
	declares, known := p.declares(s)
	if !known && (!p.last || p.hasNewline(start)) {
		return false, p.endsTooEarly("a name")
	}
	return declares, nil
}

// endsTooEarly is the error for tokens that end before something that is
// wanted.
func (p *parser) endsTooEarly(wanted string) error {
	return p.fail(cdecl.Unexpected(p.toks.Peek(len(p.toks.list)), wanted))
}

// hasNewline says whether there is a newline between start and the stream's
// place: a type on two lines goes on to a name.
func (p *parser) hasNewline(start int) bool {
	for _, t := range p.toks.list[start:p.toks.pos] {
		if t.Kind == cdecl.Newline {
			return true
		}
	}
	return false
}

// declares says whether specifiers that were just read begin a declaration;
// it is not known where the tokens end too early.
func (p *parser) declares(s *cdecl.Specs) (declares, known bool) {
	if len(s.Storage) > 0 {
		return true, true
	}
	switch t := p.toks.Peek(0); {
	case is(t, ";"):
		return s.Record != nil || s.Enum != nil, true
	case hasBody(s) && (t.Kind == cdecl.Newline || t.Kind == cdecl.EOF):
		return true, true
	case s.IsTypeofValue() && t.Kind == cdecl.Newline:
		return false, true
	}
	return p.declaratorFollows(s.Named != "")
}

func hasBody(s *cdecl.Specs) bool {
	return s.Record != nil && s.Record.HasBody || s.Enum != nil && s.Enum.HasBody
}

// declaratorFollows says whether a named declarator is next.
func (p *parser) declaratorFollows(typedef bool) (follows, known bool) {
	n := p.behindPointers()
	switch t := p.toks.Peek(n); t.Kind {
	case cdecl.EOF:
		return false, false
	case cdecl.Ident:
		if p.startsLine(n) {
			return !p.beginsType(t.Text), true
		}
		return !keywords[t.Text], true
	case cdecl.Punct:
		return t.Text == "(" && p.parenthesesDeclare(n, typedef), true
	}
	return false, true
}

// startsLine says whether token n is the first of its line.
func (p *parser) startsLine(n int) bool {
	before := p.toks.pos + n - 1
	return before >= 0 && p.toks.list[before].Kind == cdecl.Newline
}

// beginsType says whether a word at the start of a line begins another type,
// or cannot be a name at all.
func (p *parser) beginsType(word string) bool {
	return cdecl.IsKeyword(word) || p.IsType(word) || makesType(word)
}

// behindPointers is the index of the first token that is no `*` and none of
// what may stand among them.
func (p *parser) behindPointers() int {
	n := 0
	for {
		t := p.toks.Peek(n)
		switch {
		case t.Kind == cdecl.Newline, is(t, "*"):
		case t.Kind == cdecl.Ident && isPointerWord(t.Text):
		default:
			return n
		}
		n++
	}
}

// isPointerWord says whether a word may stand behind the `*` of a declarator.
func isPointerWord(word string) bool {
	switch word {
	case "const", "volatile", "restrict", "__const", "__volatile__", "__restrict", "__restrict__",
		"_Nullable", "_Nonnull", "_Null_unspecified", "_Atomic":
		return true
	}
	return false
}

// parenthesesDeclare says whether the parenthesis at token n, behind a type,
// holds a declarator.
func (p *parser) parenthesesDeclare(n int, typedef bool) bool {
	end := p.matching(n)
	behind := p.toks.Peek(end + 1)
	suffix := is(behind, "(") || is(behind, "[")
	inner := p.toks.Peek(n + 1)
	switch {
	case is(inner, "*"):
		at := p.pointedTo(n + 1)
		name := p.toks.Peek(at)
		if is(name, "(") {
			return p.nestedDeclares(at, typedef)
		}
		return name.Kind == cdecl.EOF || name.Kind == cdecl.Ident && (suffix || !typedef || !p.IsKnown(name.Text))
	case inner.Kind == cdecl.EOF:
		return true
	case inner.Kind != cdecl.Ident || p.IsType(inner.Text) || keywords[inner.Text]:
		return false
	case end == n+2:
		return !p.IsKnown(inner.Text) || is(behind, "=") || suffix && !typedef
	}
	return suffix && (is(p.toks.Peek(n+2), "(") || is(p.toks.Peek(n+2), "["))
}

// nestedDeclares says the same of the parenthesis in `int (*(f[3]))(int)`.
func (p *parser) nestedDeclares(n int, typedef bool) bool {
	inner, behind := p.toks.Peek(n+1), p.toks.Peek(n+2)
	switch {
	case is(inner, "*"), is(inner, "("):
		return p.parenthesesDeclare(n, typedef)
	case inner.Kind == cdecl.EOF, behind.Kind == cdecl.EOF:
		return true
	}
	return inner.Kind == cdecl.Ident && !(typedef && p.IsKnown(inner.Text)) && (is(behind, ")") || is(behind, "[") || is(behind, "("))
}

// pointedTo is the index of the first token from n on that is no `*` and no
// qualifier.
func (p *parser) pointedTo(n int) int {
	for t := p.toks.Peek(n); is(t, "*") || t.Kind == cdecl.Ident && isPointerWord(t.Text); t = p.toks.Peek(n) {
		n++
	}
	return n
}

// matching is the index of the bracket that closes the one at token n, or of
// the end.
func (p *parser) matching(n int) int {
	for depth := 0; ; n++ {
		t := p.toks.Peek(n)
		depth += nesting(t)
		if depth <= 0 || t.Kind == cdecl.EOF {
			return n
		}
	}
}

// declaration parses a declaration or a function definition.
func (p *parser) declaration() (Stmt, error) {
	start := p.toks.pos
	s, err := p.decl.Specs()
	if err != nil {
		return nil, p.failed(err)
	}
	p.declareTag(s)
	d := &Declaration{Specs: s}
	for len(d.Items) > 0 || !p.declaresNoName(s) {
		item, err := p.declarator(s)
		if err != nil {
			return nil, err
		}
		d.Items = append(d.Items, item)
		if p.opensBody(d) {
			return p.function(start, s, item.Declarator)
		}
		if !p.accept(",") {
			break
		}
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	d.Where = p.from(start)
	return d, nil
}

// declaresNoName says whether the declaration ends behind its specifiers, as
// that of a tag does. At the end of a line only a body ends it.
func (p *parser) declaresNoName(s *cdecl.Specs) bool {
	t := p.toks.Peek(0)
	ends := t.Kind == cdecl.Newline || t.Kind == cdecl.EOF && p.last
	return is(t, ";") || ends && hasBody(s) && !s.Is("typedef")
}

// declarator parses a declarator and its initialiser.
func (p *parser) declarator(s *cdecl.Specs) (*InitDeclarator, error) {
	start := p.toks.pos
	d, err := p.decl.Declarator(s)
	if err != nil {
		return nil, p.failed(err)
	}
	item := &InitDeclarator{Declarator: d}
	if is(p.toks.Peek(p.toks.behindNewlines(0)), "=") {
		p.toks.skipNewlines()
		p.toks.pos++
		if item.Init, err = p.initializer(); err != nil {
			return nil, err
		}
	}
	item.Where = p.from(start)
	return item, nil
}

// opensBody says whether a function body follows the one declarator read.
func (p *parser) opensBody(d *Declaration) bool {
	return len(d.Items) == 1 && isPrototype(d) && is(p.toks.Peek(p.toks.behindNewlines(0)), "{")
}

// function parses a function's body.
func (p *parser) function(start int, s *cdecl.Specs, d *cdecl.Declarator) (Stmt, error) {
	p.toks.skipNewlines()
	if err := p.openScope(); err != nil {
		return nil, err
	}
	for _, param := range d.Ops[0].Params {
		if name := param.Declarator.Name; name != "" {
			p.Declared(name, false)
		}
	}
	body, err := p.block()
	if err != nil {
		return nil, err
	}
	return &FuncDef{At{p.from(start)}, s, d, body}, p.closeScope()
}

// declareTag makes a tag that was declared with its body a type name, unless
// the name means something else.
func (p *parser) declareTag(s *cdecl.Specs) {
	tag := ""
	switch {
	case s.Record != nil && s.Record.HasBody:
		tag = s.Record.Tag
	case s.Enum != nil && s.Enum.HasBody:
		tag = s.Enum.Tag
	}
	if tag != "" && !p.IsKnown(tag) {
		p.Declared(tag, true)
	}
}

// failed keeps an error of cdecl's as our own.
func (p *parser) failed(err error) error {
	if e, ok := err.(*diag.Error); ok {
		return p.fail(e)
	}
	return err
}
