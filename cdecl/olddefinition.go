package cdecl

import (
	"slices"

	"cshell/diag"
)

// Definitions in the style of C before prototypes, which C has up to C17:
//
//	int f(a, b) int a; char *b; { … }
//
// The parentheses hold names only. What they are is known when the declarator
// is whole: without declarations behind it the first is an unknown type.

// atIdentifiers says whether the parentheses that were just opened hold nothing
// but names that are no types, as far as the text goes.
func (p *Parser) atIdentifiers() bool {
	for n := 0; ; n += 2 {
		t := p.ts.Peek(n)
		if t.Kind == EOF && n > 0 {
			return true
		}
		if t.Kind != Ident || keywords[t.Text] != notKeyword || p.isType(t.Text) {
			return false
		}
		if next := p.ts.Peek(n + 1); !isText(next, ",") {
			return isText(next, ")") || next.Kind == EOF
		}
	}
}

// identifiers reads such names.
func (p *Parser) identifiers() (names []Token) {
	for {
		if p.peek().Kind != Ident {
			p.failExpected("a name")
		}
		names = append(names, p.ts.Next())
		if !p.accept(",") {
			return names
		}
	}
}

// oldParameters completes a declarator whose parameters are names.
func (p *Parser) oldParameters(d *Declarator) {
	for i := range d.Ops {
		op := &d.Ops[i]
		switch {
		case len(op.Names) == 0:
		case i == 0 && p.declaresOneOf(op.Names):
			p.declarationList(op)
		default:
			e := diag.Errorf(op.Names[0].Span, diag.Syntax, "unknown type name %q", op.Names[0].Text)
			e.Incomplete = p.flags == 0 && p.ts.Peek(p.newlines()).Kind == EOF
			panic(failure{e})
		}
	}
}

// declarationList reads the declarations of the parameters, up to the body.
func (p *Parser) declarationList(op *DeclaratorOp) {
	op.Params = make([]*Parameter, len(op.Names))
	for p.beginsSpecifier(p.ts.Peek(p.newlines())) {
		p.skipNewlines()
		p.oldParameter(op)
	}
	for i, param := range op.Params {
		if param == nil && p.ts.Peek(p.newlines()).Kind != EOF {
			p.fail(op.Names[i].Span, "parameter %s has no declaration", op.Names[i].Text)
		}
	}
	if !isText(p.ts.Peek(p.newlines()), "{") {
		p.failExpected("'{'")
	}
}

// declaresOneOf says whether a declaration follows that has one of the names in
// it: not the next declaration behind a prototype with a misspelt type.
func (p *Parser) declaresOneOf(names []Token) bool {
	n := p.newlines()
	if p.flags != 0 || !p.beginsSpecifier(p.ts.Peek(n)) {
		return false
	}
	for ; ; n++ {
		t := p.ts.Peek(n)
		switch {
		case t.Kind == EOF:
			return true
		case isText(t, ";") || isText(t, "{"):
			return false
		case indexOfName(names, t.Text) >= 0:
			return true
		}
	}
}

// oldParameter reads one declaration, of one or more of the parameters.
func (p *Parser) oldParameter(op *DeclaratorOp) {
	s := p.specs()
	for {
		d := p.declarator(named)
		i := indexOfName(op.Names, d.Name)
		switch {
		case i < 0:
			p.fail(d.Span, "no parameter is named %s", d.Name)
		case op.Params[i] != nil:
			p.fail(d.Span, "two declarations of parameter %s", d.Name)
		}
		op.Params[i] = &Parameter{Specs: s, Declarator: d}
		if !p.accept(",") {
			break
		}
	}
	p.expect(";")
}

func indexOfName(names []Token, name string) int {
	return slices.IndexFunc(names, func(t Token) bool { return t.Text == name })
}
