package syntax

import (
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"cshell/cdecl"
	"cshell/diag"
)

// anyStatement parses a statement: what begins with a keyword by the grammar,
// declarations and expressions by hand.
func (p *parser) anyStatement() (Stmt, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	p.toks.skipNewlines()
	t := p.toks.Peek(0)
	if err := p.misplaced(t); err != nil {
		return nil, err
	}
	if t.Kind == cdecl.EOF || is(t, "}") {
		return nil, p.wanted("a statement")
	}
	switch {
	case isWord(t, "if"):
		return p.ifChain()
	case p.grammarBegins(t):
		return p.byGrammar()
	}
	declares, err := p.startsDeclaration()
	if err != nil {
		return nil, err
	}
	if declares {
		return p.declaration()
	}
	return p.exprStmt()
}

// ifChain parses an if with what follows at else, in a loop.
func (p *parser) ifChain() (Stmt, error) {
	var chain []*If
	for {
		s, err := p.byGrammar()
		if err != nil {
			return nil, err
		}
		chain = append(chain, s.(*If))
		n := p.toks.behindNewlines(0)
		if !isWord(p.toks.Peek(n), "else") {
			break
		}
		p.toks.pos += n + 1
		p.toks.skipNewlines()
		if isWord(p.toks.Peek(0), "if") {
			continue
		}
		if chain[len(chain)-1].Else, err = p.body(); err != nil {
			return nil, err
		}
		break
	}
	return joinIfs(chain), nil
}

// joinIfs makes each if the else of the one before it.
func joinIfs(chain []*If) *If {
	last := chain[len(chain)-1]
	if last.Else != nil {
		last.Where = last.Where.To(last.Else.Span())
	}
	for i := len(chain) - 2; i >= 0; i-- {
		chain[i].Else = chain[i+1]
		chain[i].Where = chain[i].Where.To(chain[i+1].Where)
	}
	return chain[0]
}

// byGrammar parses what the grammar has a production for.
func (p *parser) byGrammar() (Stmt, error) {
	var s Stmt
	err := p.withLexer(func(g *grammar, l *lexer.PeekingLexer) error {
		r, err := g.root.ParseFromLexer(l, participle.AllowTrailing(true))
		if err == nil {
			s = r.Statement.node(r.Statement.where(p.toks.list))
		}
		return err
	})
	return s, err
}

// block parses { … }.
func (p *parser) block() (*Block, error) {
	var b *Block
	err := p.withLexer(func(g *grammar, l *lexer.PeekingLexer) error {
		r, err := g.blockParser.ParseFromLexer(l, participle.AllowTrailing(true))
		if err == nil {
			b = r.block(r.where(p.toks.list))
		}
		return err
	})
	return b, err
}

// withLexer runs participle at the stream's place and takes the stream along.
func (p *parser) withLexer(parse func(*grammar, *lexer.PeekingLexer) error) error {
	if p.grammar == nil {
		p.grammar = takeGrammar(p)
	}
	if p.lexer == nil {
		p.lexer = peeker(p.toks.list)
	}
	l := *p.lexer
	if int(l.RawCursor()) > p.toks.pos {
		l.LoadCheckpoint(lexer.Checkpoint{})
	}
	l.FastForward(lexer.RawCursor(p.toks.pos - 1))
	err := parse(p.grammar, &l)
	p.toks.pos = int(l.RawCursor())
	return err
}

// grammarBegins says whether the grammar has a production that begins with t.
func (p *parser) grammarBegins(t cdecl.Token) bool {
	switch t.Kind {
	case cdecl.Command, cdecl.Directive:
		return true
	case cdecl.Punct:
		return t.Text == "{" || t.Text == ";"
	case cdecl.Ident:
		switch t.Text {
		case "if", "while", "do", "for", "switch", "case", "default", "break", "continue", "return",
			"_Static_assert", "static_assert":
			return true
		case "try":
			next := p.toks.Peek(p.toks.behindNewlines(1))
			return is(next, "{") || !p.IsKnown("try") && opensWord(next)
		case "del":
			next := p.toks.Peek(1)
			return next.Kind == cdecl.Ident || !p.IsKnown("del") && (is(next, "(") || opensWord(next))
		}
	}
	return false
}

// opensWord says whether the word before t, which may be a name, must be the
// shell's: another word or the end follows.
func opensWord(t cdecl.Token) bool { return t.Kind == cdecl.Ident || t.Kind == cdecl.EOF }

// misplaced is the error for a token that no statement begins with, or not
// here.
func (p *parser) misplaced(t cdecl.Token) error {
	switch {
	case t.Kind == cdecl.Command && p.depth > 1, is(t, ":") && p.depth > 1:
		return p.errorAt(t, "a command stands at top level only")
	case t.Kind == cdecl.Directive && p.depth > 1:
		return p.errorAt(t, "a # line stands at top level only")
	case isWord(t, "goto"):
		return p.errorAt(t, "goto is not supported")
	case p.depth == 1 && t.Kind == cdecl.Punct && nesting(t) < 0:
		return p.errorAt(t, "unmatched '%s'", t.Text)
	case isWord(t, "catch") && is(p.toks.Peek(1), "(") && !p.IsKnown("catch"):
		return p.errorAt(t, "'catch' without 'try'")
	case isWord(t, "else"):
		return p.errorAt(t, "'else' without 'if'")
	case t.Kind == cdecl.Ident && is(p.toks.Peek(1), ":") && !keywords[t.Text]:
		return p.errorAt(t, "labels are not supported")
	}
	return nil
}

// exprStmt parses an expression with its end.
func (p *parser) exprStmt() (Stmt, error) {
	start := p.toks.pos
	x, err := p.expression()
	if err != nil {
		return nil, err
	}
	if err := p.noDeclaration(x); err != nil {
		return nil, err
	}
	if err := p.endOf(x); err != nil {
		return nil, err
	}
	return &ExprStmt{At{p.from(start)}, x}, nil
}

// noDeclaration is the error for what was meant as a declaration: `foo_t x`,
// where foo_t is no type, or `int 5`.
func (p *parser) noDeclaration(x Expr) error {
	next := p.toks.Peek(0)
	switch x := x.(type) {
	case *Ident:
		if next.Kind == cdecl.Ident && !keywords[next.Text] && !p.IsKnown(x.Name) {
			return p.fail(diag.Errorf(x.Where, diag.Syntax, "unknown type name %q", x.Name))
		}
	case *TypeExpr:
		if next.Kind == cdecl.Number || next.Kind == cdecl.String {
			return p.wanted("a name")
		}
	}
	return nil
}

// endOf consumes the end of an expression statement. Where there is none, the
// word that begins it may be a misspelt keyword: `whlie (1) {`.
func (p *parser) endOf(x Expr) error {
	err := p.end()
	if err == nil {
		return nil
	}
	if call, ok := x.(*Call); ok {
		x = call.Fn
	}
	if word, ok := x.(*Ident); ok && p.toks.Peek(0).Kind != cdecl.EOF {
		if err := p.misspelt(word); err != nil {
			return err
		}
	}
	return err
}

// end consumes the end of a simple statement: `;`, or nothing at the end of a
// line outside of brackets. (Inside there are no Newline tokens.)
func (p *parser) end() error {
	t := p.toks.Peek(0)
	switch {
	case is(t, ";"):
		p.toks.pos++
		return nil
	case t.Kind == cdecl.Newline:
		return nil
	case t.Kind == cdecl.EOF && p.last && p.braces == 0:
		return nil
	}
	return p.missingEnd()
}

// listed parses a statement of a block.
func (p *parser) listed() (Stmt, error) {
	p.toks.skipNewlines()
	if t := p.toks.Peek(0); is(t, "}") || t.Kind == cdecl.EOF {
		return nil, participle.NextMatch
	}
	return p.anyStatement()
}

// body parses the statement that another one governs. Labels take the
// statement behind them along.
func (p *parser) body() (Stmt, error) {
	s, err := p.anyStatement()
	if _, label := s.(*Case); !label || err != nil {
		return s, err
	}
	b := &Block{At: At{s.Span()}, List: []Stmt{s}}
	for err == nil {
		s, err = p.anyStatement()
		b.List = append(b.List, s)
		if _, label := s.(*Case); !label {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	b.Where = b.Where.To(s.Span())
	return b, nil
}

// forInit parses the first part of a for with its semicolon.
func (p *parser) forInit() (Node, error) {
	p.toks.skipNewlines()
	if t := p.toks.Peek(0); is(t, ";") {
		p.toks.pos++
		return &Empty{At{t.Span}}, nil
	}
	declares, err := p.startsDeclaration()
	if err != nil {
		return nil, err
	}
	if declares {
		return p.declaration()
	}
	return p.exprStmt()
}

// result parses what return gives: an expression or {…}.
func (p *parser) result() (Expr, error) {
	if p.at("{") {
		return p.braceList()
	}
	return p.optional()
}

// braced parses the block of try and catch.
func (p *parser) braced() (Stmt, error) {
	p.toks.skipNewlines()
	if !p.at("{") {
		return nil, p.wanted("'{'")
	}
	return p.block()
}

// caught parses the name of the error, which is known from here on.
func (p *parser) caught() (Expr, error) {
	p.toks.skipNewlines()
	t := p.toks.Peek(0)
	if t.Kind != cdecl.Ident || keywords[t.Text] {
		return nil, p.wanted("a name")
	}
	p.toks.pos++
	p.Declared(t.Text, false)
	return &Ident{At{t.Span}, t.Text}, nil
}

// optional parses an expression where there need not be one.
func (p *parser) optional() (Expr, error) {
	if t := p.toks.Peek(0); t.Kind == cdecl.Newline || t.Kind == cdecl.EOF || is(t, ";") || is(t, ")") || is(t, "}") {
		return nil, participle.NextMatch
	}
	return p.expression()
}

// The nodes of the grammar's productions.

func (b *blockOf) node(at diag.Span) Stmt { return b.block(at) }

func (b *blockOf) block(at diag.Span) *Block {
	list := make([]Stmt, len(b.List))
	for i, s := range b.List {
		list[i] = s
	}
	return &Block{At{at}, list}
}

func (s *ifThen) node(at diag.Span) Stmt       { return &If{At{at}, s.Cond, s.Then, nil} }
func (s *whileLoop) node(at diag.Span) Stmt    { return &While{At{at}, s.Cond, s.Body} }
func (s *doLoop) node(at diag.Span) Stmt       { return &Do{At{at}, s.Body, s.Cond} }
func (s *switchOn) node(at diag.Span) Stmt     { return &Switch{At{at}, s.X, s.Body} }
func (s *caseLabel) node(at diag.Span) Stmt    { return &Case{At{at}, s.X, s.Last} }
func (s *defaultLabel) node(at diag.Span) Stmt { return &Case{At: At{at}} }
func (s *returned) node(at diag.Span) Stmt     { return &Return{At{at}, s.X} }
func (s *empty) node(at diag.Span) Stmt        { return &Empty{At{at}} }
func (s *assertion) node(at diag.Span) Stmt {
	return &StaticAssert{At{at}, s.X, strings.Trim(s.Message, `"`)}
}

func (s *forLoop) node(at diag.Span) Stmt {
	f := &For{At: At{at}, Cond: s.Cond, Post: s.Post, Body: s.Body}
	if _, none := s.Init.(*Empty); !none {
		f.Init = s.Init.(Stmt)
	}
	return f
}

func (s *tryCatch) node(at diag.Span) Stmt {
	return &Try{At{at}, s.Body.(*Block), s.Name.(*Ident).Name, s.Catch.(*Block)}
}

func (s *jump) node(at diag.Span) Stmt {
	if s.Word == "break" {
		return &Break{At{at}}
	}
	return &Continue{At{at}}
}

func (s *deletion) node(at diag.Span) Stmt {
	d := &Del{At{at}, []Expr{s.First}}
	for _, x := range s.Rest {
		d.Items = append(d.Items, x)
	}
	return d
}

// node drops the colon, and a `;` or a comment at the end.
func (s *command) node(at diag.Span) Stmt {
	text := strings.TrimPrefix(s.Text, ":")
	text = strings.TrimSpace(text[:commentStart(text)])
	return &Command{At{at}, strings.TrimSpace(strings.TrimSuffix(text, ";"))}
}

// commentStart is where a // comment begins in a command, or its length. It
// begins behind a blank and outside of quotes, as URLs have slashes too.
func commentStart(text string) int {
	var quote byte
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
		case c == '"' && strings.Contains(text[i+1:], `"`):
			quote = c
		case i > 0 && strings.HasPrefix(text[i:], "//") && (text[i-1] == ' ' || text[i-1] == '\t'):
			return i
		}
	}
	return len(text)
}

func (s *directive) node(at diag.Span) Stmt {
	d := newDirective(s.Text, at)
	if d.Name == "" && d.Text == "" {
		return &Empty{At{at}} // C's null directive
	}
	return d
}

// newDirective splits the text of a # line.
func newDirective(text string, at diag.Span) *Directive {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "#"))
	n := 0
	for n < len(text) && (text[n] == '_' || 'a' <= text[n]|0x20 && text[n]|0x20 <= 'z') {
		n++
	}
	return &Directive{At{at}, text[:n], strings.TrimSpace(text[n:])}
}
