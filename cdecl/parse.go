package cdecl

import (
	"fmt"

	"cshell/diag"
)

// maxDepth bounds the nesting of declarators and records.
const maxDepth = 500

// Parser is a recursive-descent parser of declarations. It reads exactly what
// it is asked for from the head of its stream and looks ahead no further than
// the declaration. Every error is a *diag.Error.
//
// A Newline token ends a declaration where one can end; in front of a
// declarator, a body or an attribute it is white space.
type Parser struct {
	// Pack is the state of #pragma pack, to be carried from one parser to the
	// next of the same text.
	Pack Pack

	ts    TokenStream
	d     Driver
	depth int
	flags context

	exported bool // an export macro was skipped since the last specifiers began
}

// context restricts a type name to what its surroundings leave to it.
type context uint8

const (
	inExpression context = 1 << iota // an operand may follow a *
	inNew                            // [n], (…) and {…} belong to new
)

// NewParser makes a parser that reads from ts.
func NewParser(ts TokenStream, d Driver) *Parser { return &Parser{ts: ts, d: d} }

// failure carries an error to the exported method that was called.
type failure struct{ err *diag.Error }

// recoverFailure turns a failure into the method's error.
func (p *Parser) recoverFailure(depth int, flags context, err *error) {
	switch r := recover().(type) {
	case nil:
	case failure:
		p.depth, p.flags = depth, flags
		*err = r.err
	default:
		panic(r)
	}
}

// Specs reads declaration specifiers, with the bodies of struct and enum.
func (p *Parser) Specs() (s *Specs, err error) {
	defer p.recoverFailure(p.depth, p.flags, &err)
	return p.specs(), nil
}

// Declarator reads a declarator with a name, up to where an initialiser, a
// body, a comma or the end may follow, and tells the driver of the name.
func (p *Parser) Declarator(s *Specs) (d *Declarator, err error) {
	defer p.recoverFailure(p.depth, p.flags, &err)
	d = p.declarator(named)
	p.d.Declared(d.Name, s != nil && s.Is("typedef"))
	return d, nil
}

// TypeName reads a type name, as between the parentheses of a cast.
func (p *Parser) TypeName() (t *TypeName, err error) {
	return p.typeNameIn(0)
}

// TypeNameInExpression reads a type name where a value may stand: a `*` that
// an operand follows is left to the expression (`c_int * 10`), and so are the
// parentheses of `int(42)`.
func (p *Parser) TypeNameInExpression() (*TypeName, error) {
	return p.typeNameIn(inExpression)
}

// TypeNameInNew reads the type behind `new`; [n], (…) and {…} are left.
func (p *Parser) TypeNameInNew() (*TypeName, error) {
	return p.typeNameIn(inNew)
}

func (p *Parser) typeNameIn(flags context) (t *TypeName, err error) {
	defer p.recoverFailure(p.depth, p.flags, &err)
	return p.typeName(flags), nil
}

// typeName reads specifiers and an abstract declarator.
func (p *Parser) typeName(flags context) *TypeName {
	defer p.enter("types")()
	outer := p.flags
	p.flags = flags
	defer func() { p.flags = outer }()
	s := p.specs()
	if len(s.Storage) > 0 {
		p.fail(s.Span, "a type name cannot have %q", s.Storage[0])
	}
	d := p.declarator(abstract)
	span := s.Span
	if len(d.Ops) > 0 {
		span = span.To(d.Span)
	}
	return &TypeName{Span: span, Specs: s, Declarator: d}
}

// expression reads an expression by way of the driver.
func (p *Parser) expression() Expr {
	e, err := p.d.Expression(p.ts)
	if err != nil {
		panic(failure{asDiag(err, p.peek().Span)})
	}
	return e
}

// asDiag is err as the user's error, placed at a span if it has no place.
func asDiag(err error, at diag.Span) *diag.Error {
	if e, ok := err.(*diag.Error); ok {
		return e
	}
	return diag.Errorf(at, diag.Syntax, "%s", err.Error())
}

// enter counts nesting; its result undoes it.
func (p *Parser) enter(what string) func() {
	p.depth++
	if p.depth > maxDepth {
		p.failDepth(p.peek().Span, what, maxDepth)
	}
	return func() { p.depth-- }
}

// failDepth ends the reading with the error that what stands at a place is
// nested too deep.
func (p *Parser) failDepth(at diag.Span, what string, limit int) {
	panic(failure{diag.Errorf(at, diag.Limit, "%s nested more than %d deep", what, limit)})
}

// peek is the next token.
func (p *Parser) peek() Token { return p.ts.Peek(0) }

// at says whether the next token is the punctuator or word text.
func (p *Parser) at(text string) bool { return isText(p.ts.Peek(0), text) }

func isText(t Token, text string) bool {
	return (t.Kind == Punct || t.Kind == Ident) && t.Text == text
}

// accept consumes the next token if it is text.
func (p *Parser) accept(text string) bool {
	if !p.at(text) {
		return false
	}
	p.ts.Next()
	return true
}

// expect consumes text or fails.
func (p *Parser) expect(text string) Token {
	if !p.at(text) {
		p.failExpected("'" + text + "'")
	}
	return p.ts.Next()
}

// newlines is the number of Newline tokens at the head of the stream.
func (p *Parser) newlines() int {
	n := 0
	for p.ts.Peek(n).Kind == Newline {
		n++
	}
	return n
}

// skipNewlines consumes newlines where a declaration cannot end; in front of
// the end of the text they are left.
func (p *Parser) skipNewlines() {
	n := p.newlines()
	if n > 0 && p.ts.Peek(n).Kind != EOF {
		p.drop(n)
	}
}

// drop consumes n tokens.
func (p *Parser) drop(n int) {
	for ; n > 0; n-- {
		p.ts.Next()
	}
}

// fail ends the parse with a syntax error at a span.
func (p *Parser) fail(at diag.Span, format string, args ...any) {
	panic(failure{diag.Errorf(at, diag.Syntax, format, args...)})
}

// failExpected ends the parse at the next token, where something else was
// wanted.
func (p *Parser) failExpected(wanted string) {
	panic(failure{Unexpected(p.ts.Peek(p.newlines()), wanted)})
}

// Unexpected is the error for a token where something else was wanted. At the
// end of the text it is marked incomplete.
func Unexpected(t Token, wanted string) *diag.Error {
	switch t.Kind {
	case Bad:
		return diag.Errorf(t.Span, diag.Syntax, "%s", t.Text)
	case Open:
		e := diag.Errorf(t.Span, diag.Syntax, "%s", t.Text)
		e.Incomplete = true
		return e
	case EOF:
		e := diag.Errorf(t.Span, diag.Syntax, "expected %s at the end", wanted)
		e.Incomplete = true
		return e
	}
	return diag.Errorf(t.Span, diag.Syntax, "expected %s before %s", wanted, describe(t))
}

// describe names a token in an error.
func describe(t Token) string {
	switch t.Kind {
	case Newline:
		return "the end of the line"
	case Directive:
		return "a # line"
	case Command:
		return "a command"
	case String, Char:
		return t.Text
	}
	return fmt.Sprintf("'%s'", t.Text)
}
