package syntax

import (
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"cshell/cdecl"
	"cshell/diag"
)

// The grammar of statements. Each struct is a production whose tags participle
// reads, and its node method makes the tree's node of what was read.
//
// The grammar is LL(1) and built with UseLookahead(0): with more, participle
// takes back what it read and reports errors in the wrong place. Interfaces
// are productions written in Go (see hooks): expressions by precedence,
// declarations by cdecl, and hooks that consume nothing.
type (
	blockOf struct {
		extent
		Open  braceOpened `parser:"'{' @@"`
		List  []listed    `parser:"@@*"`
		Close braceClosed `parser:"@@ '}'"`
	}
	// ifThen has no else: chains of else if are long and must not nest.
	ifThen struct {
		extent
		Cond condition `parser:"'if' '(' @@ ')'"`
		Then body      `parser:"@@"`
	}
	whileLoop struct {
		extent
		Cond condition `parser:"'while' '(' @@ ')'"`
		Body body      `parser:"@@"`
	}
	doLoop struct {
		extent
		Body body      `parser:"'do' @@"`
		Cond condition `parser:"'while' '(' @@ ')'"`
		End  end       `parser:"@@"`
	}
	forLoop struct {
		extent
		Open  scopeOpened `parser:"'for' '(' @@"`
		Init  forInit     `parser:"@@"`
		Cond  optional    `parser:"@@? ';'"`
		Post  optional    `parser:"@@? ')'"`
		Body  body        `parser:"@@"`
		Close scopeClosed `parser:"@@"`
	}
	switchOn struct {
		extent
		X    condition `parser:"'switch' '(' @@ ')'"`
		Body body      `parser:"@@"`
	}
	caseLabel struct {
		extent
		X    constant `parser:"'case' @@"`
		Last constant `parser:"('...' @@)? ':'"`
	}
	defaultLabel struct {
		extent
		Word string `parser:"@'default' ':'"`
	}
	jump struct {
		extent
		Word string `parser:"@('break' | 'continue')"`
		End  end    `parser:"@@"`
	}
	returned struct {
		extent
		Word string `parser:"@'return'"`
		X    result `parser:"@@?"`
		End  end    `parser:"@@"`
	}
	tryCatch struct {
		extent
		Body  braced      `parser:"'try' @@"`
		Open  scopeOpened `parser:"'catch' '(' @@"`
		Name  caught      `parser:"@@ ')'"`
		Catch braced      `parser:"@@"`
		Close scopeClosed `parser:"@@"`
	}
	deletion struct {
		extent
		First value   `parser:"'del' @@"`
		Rest  []value `parser:"(',' @@)*"`
		End   end     `parser:"@@"`
	}
	assertion struct {
		extent
		X       value  `parser:"('_Static_assert' | 'static_assert') '(' @@"`
		Message string `parser:"(',' @String)? ')'"`
		End     end    `parser:"@@"`
	}
	empty struct {
		extent
		Semicolon string `parser:"@';'"`
	}
	command struct {
		extent
		Text string `parser:"@Command"`
	}
	directive struct {
		extent
		Text string `parser:"@Directive"`
	}

	// root makes the union a production that a parser can start with.
	root struct {
		Statement production `parser:"@@"`
	}
)

// production is one of the structs above.
type production interface {
	node(at diag.Span) Stmt
	where(list []cdecl.Token) diag.Span
}

// extent gives the tokens that a production covers.
type extent struct {
	Tokens []lexer.Token
}

// where is the place of the production in the source.
func (e extent) where(list []cdecl.Token) diag.Span {
	toks := e.Tokens
	for len(toks) > 1 && toks[0].Type == tokenNewline {
		toks = toks[1:]
	}
	if len(toks) == 0 {
		return diag.Span{}
	}
	return list[toks[0].Pos.Offset].Span.To(list[toks[len(toks)-1].Pos.Offset].Span)
}

// The productions written in Go; participle tells them apart by their type.
type (
	condition   interface{ Expr } // with the comma operator
	optional    interface{ Expr } // the same, or nothing
	value       interface{ Expr } // without the comma operator
	constant    interface{ Expr } // conditional-expression
	result      interface{ Expr } // with the comma operator, or {…}
	forInit     interface{ Node } // a declaration, an expression or nothing, with its ;
	caught      interface{ Expr } // the name in catch (…)
	listed      interface{ Stmt } // a statement of a block
	body        interface{ Stmt } // a statement that another one governs
	braced      interface{ Stmt } // a block
	end         interface{ end() }
	scopeOpened interface{ scope() }
	scopeClosed interface{ scope() }
	braceOpened interface{ scope() } // of a block: there newlines end no statement
	braceClosed interface{ scope() }
)

// hook is the value of productions that consume nothing.
type hook struct{}

func (hook) end()   {}
func (hook) scope() {}

// grammar is a built grammar. The parser that its productions work for is put
// in for the length of a parse, since building takes longer than parsing.
type grammar struct {
	*parser
	root        *participle.Parser[root]
	blockParser *participle.Parser[blockOf]
}

// grammars keeps built grammars; the first is built by the first statement
// that needs one, so that starting the shell does not.
var grammars sync.Pool

// takeGrammar borrows a grammar for p.
func takeGrammar(p *parser) *grammar {
	g, ok := grammars.Get().(*grammar)
	if !ok {
		g = buildGrammar()
	}
	g.parser = p
	return g
}

// giveBack returns a borrowed grammar.
func (g *grammar) giveBack() {
	g.parser = nil
	grammars.Put(g)
}

func buildGrammar() *grammar {
	g := &grammar{}
	g.root = participle.MustBuild[root](
		participle.Lexer(definition{}),
		participle.Elide("Newline"),
		participle.UseLookahead(0),
		participle.Union[production](
			&blockOf{}, &ifThen{}, &whileLoop{}, &doLoop{}, &forLoop{}, &switchOn{}, &caseLabel{}, &defaultLabel{},
			&jump{}, &returned{}, &tryCatch{}, &deletion{}, &assertion{}, &empty{}, &command{}, &directive{}),
		participle.ParseTypeWith(within(g, func() (condition, error) { return g.expression() })),
		participle.ParseTypeWith(within(g, func() (optional, error) { return g.optional() })),
		participle.ParseTypeWith(within(g, func() (value, error) { return g.assignment() })),
		participle.ParseTypeWith(within(g, func() (constant, error) { return g.conditional() })),
		participle.ParseTypeWith(within(g, func() (result, error) { return g.result() })),
		participle.ParseTypeWith(within(g, func() (forInit, error) { return g.forInit() })),
		participle.ParseTypeWith(within(g, func() (caught, error) { return g.caught() })),
		participle.ParseTypeWith(within(g, func() (listed, error) { return g.listed() })),
		participle.ParseTypeWith(within(g, func() (body, error) { return g.body() })),
		participle.ParseTypeWith(within(g, func() (braced, error) { return g.braced() })),
		participle.ParseTypeWith(within(g, func() (end, error) { return hook{}, g.end() })),
		participle.ParseTypeWith(within(g, func() (scopeOpened, error) { return hook{}, g.openScope() })),
		participle.ParseTypeWith(within(g, func() (braceOpened, error) { g.braces++; return hook{}, g.openScope() })),
		participle.ParseTypeWith(within(g, func() (braceClosed, error) { g.braces--; return hook{}, g.closeScope() })),
		participle.ParseTypeWith(within(g, func() (scopeClosed, error) { return hook{}, g.closeScope() })),
	)
	var err error
	if g.blockParser, err = participle.ParserForProduction[blockOf](g.root); err != nil {
		panic(err) // a mistake in the grammar
	}
	return g
}

// within lets a production written in Go read from the parser's stream, which
// goes to participle's place before and takes participle along behind.
func within[T any](g *grammar, parse func() (T, error)) func(*lexer.PeekingLexer) (T, error) {
	return func(l *lexer.PeekingLexer) (T, error) {
		s := &g.parser.toks
		before := int(l.RawCursor())
		s.pos = before
		copied := *l // where nested parses may start; l itself must not move yet
		g.parser.lexer = &copied
		v, err := parse()
		if err == participle.NextMatch {
			s.pos = before
		}
		if s.pos > before {
			l.FastForward(lexer.RawCursor(s.pos - 1))
		}
		return v, err
	}
}
