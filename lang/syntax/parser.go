package syntax

import (
	"iter"
	"maps"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"cshell/cdecl"
	"cshell/diag"
)

// maxDepth bounds how deep statements, expressions in brackets and operands of
// prefix operators nest. Each level may be up to 13 precedences of operators deep.
const maxDepth = 1000

// parser parses one statement after the other from a stream. It is cdecl's
// Driver: declarations come back to it with their expressions.
type parser struct {
	names    Names
	toks     stream
	last     bool                // the stream's EOF is the end of the source
	lexer    *lexer.PeekingLexer // the same tokens for participle, not behind the stream's place
	grammar  *grammar            // borrowed for the length of a statement
	decl     *cdecl.Parser
	scopes   []map[string]bool // names declared in the statement so far: is it a type?
	remember bool              // what one statement declares counts for the next
	depth    int
	braces   int         // open blocks
	failure  *diag.Error // the last error of our own, which participle may have lost
	notes    []note
}

// note is what a declaration said of something it skipped.
type note struct {
	at      diag.Span
	message string
}

func newParser(names Names) *parser {
	p := &parser{names: names}
	p.toks.list = []cdecl.Token{{Kind: cdecl.EOF}}
	p.decl = cdecl.NewParser(&p.toks, p)
	if s, ok := names.(interface{ Pack() *cdecl.Pack }); ok {
		p.decl.Pack = *s.Pack()
	}
	return p
}

// load gives the parser the tokens to go on with. last says whether their EOF
// is the end of the source.
func (p *parser) load(list []cdecl.Token, last bool) {
	p.toks = stream{list: list}
	p.last = last
	p.lexer = nil
}

// statement parses the statement at the parser's place and stands behind it;
// after an error it stands where it began.
func (p *parser) statement() (Stmt, error) {
	start := p.toks.pos
	scope := map[string]bool{}
	if p.remember && len(p.scopes) > 0 {
		scope = maps.Clone(p.scopes[0])
	}
	before := p.scopes
	p.scopes = []map[string]bool{scope}
	p.depth, p.braces, p.failure, p.notes = 0, 0, nil, nil
	s, err := p.anyStatement()
	p.returnGrammar()
	if err != nil {
		err = p.explain(err)
		p.toks.pos, p.scopes = start, before
		return nil, err
	}
	return s, nil
}

// accepted makes a statement that was parsed count: what it skipped is told, and
// a directive obeyed.
func (p *parser) accepted(s Stmt) (Stmt, error) {
	p.sendNotes()
	if d, ok := s.(*Directive); ok {
		if err := p.obey(d); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// returnGrammar gives back what a statement borrowed.
func (p *parser) returnGrammar() {
	if p.grammar != nil {
		p.grammar.giveBack()
		p.grammar = nil
	}
}

// sendNotes tells the session what was skipped, once a statement is whole.
func (p *parser) sendNotes() {
	if s, ok := p.names.(interface{ Note(diag.Span, string) }); ok {
		for _, n := range p.notes {
			s.Note(n.at, n.message)
		}
	}
}

// obey does what a directive wants of the parser itself, and refuses those
// that the shell does not have.
func (p *parser) obey(d *Directive) error {
	switch d.Name {
	case "include", "define", "undef":
		return nil
	case "pragma":
		return p.pragma(d)
	case "if", "ifdef", "ifndef", "elif", "elifdef", "elifndef", "else", "endif":
		return diag.Errorf(d.Where, diag.Syntax, "#%s is not supported", d.Name).
			WithHint("conditional directives work in headers that #include reads")
	case "error", "warning", "line", "ident", "include_next", "embed":
		return diag.Errorf(d.Where, diag.Syntax, "#%s is not supported", d.Name)
	}
	name := d.Name
	if name == "" {
		name, _, _ = strings.Cut(d.Text, " ")
	}
	return diag.Errorf(d.Where, diag.Syntax, "unknown directive #%s", name)
}

// pragma obeys #pragma pack here and keeps it for the session.
func (p *parser) pragma(d *Directive) error {
	err := p.decl.Pragma(d.Text, d.Where)
	if s, ok := p.names.(interface{ Pack() *cdecl.Pack }); ok {
		*s.Pack() = p.decl.Pack
	}
	return err
}

// IsType says whether a name is a type here.
func (p *parser) IsType(name string) bool {
	if is, ok := p.local(name); ok {
		return is
	}
	return p.names.IsType(name)
}

// IsKnown says whether a name means anything here.
func (p *parser) IsKnown(name string) bool {
	_, ok := p.local(name)
	return ok || p.names.IsKnown(name)
}

// local looks a name up in what the statement has declared so far.
func (p *parser) local(name string) (isType, ok bool) {
	for i := len(p.scopes) - 1; i >= 0; i-- {
		if is, ok := p.scopes[i][name]; ok {
			return is, true
		}
	}
	return false, false
}

// Declared notes a name as soon as its declarator is read.
func (p *parser) Declared(name string, isType bool) {
	if len(p.scopes) > 0 {
		p.scopes[len(p.scopes)-1][name] = isType
	}
}

// Expression parses an assignment-expression inside a declaration.
func (p *parser) Expression(cdecl.TokenStream) (cdecl.Expr, error) { return p.assignment() }

// Note keeps what a declaration skipped.
func (p *parser) Note(at diag.Span, message string) {
	p.notes = append(p.notes, note{at, message})
}

// openScope begins a block's names.
func (p *parser) openScope() error {
	p.scopes = append(p.scopes, map[string]bool{})
	return nil
}

// closeScope forgets a block's names.
func (p *parser) closeScope() error {
	p.scopes = p.scopes[:len(p.scopes)-1]
	return nil
}

// enter counts nesting; leave undoes it.
func (p *parser) enter() error {
	if p.depth++; p.depth > maxDepth {
		return p.fail(diag.Errorf(p.toks.Peek(0).Span, diag.Limit, "nested more than %d deep", maxDepth))
	}
	return nil
}

func (p *parser) leave() { p.depth-- }

// at says whether the next token is the punctuator text.
func (p *parser) at(text string) bool { return is(p.toks.Peek(0), text) }

// is says whether t is the punctuator text.
func is(t cdecl.Token, text string) bool { return t.Kind == cdecl.Punct && t.Text == text }

// isWord says whether t is the word text.
func isWord(t cdecl.Token, text string) bool { return t.Kind == cdecl.Ident && t.Text == text }

// accept consumes the punctuator text if it is next.
func (p *parser) accept(text string) bool {
	if !p.at(text) {
		return false
	}
	p.toks.pos++
	return true
}

// expect consumes the punctuator text or fails.
func (p *parser) expect(text string) error {
	p.toks.skipNewlines()
	if !p.accept(text) {
		return p.wanted("'" + text + "'")
	}
	return nil
}

// from is the place from a token's index to the last token read.
func (p *parser) from(start int) diag.Span {
	end := p.toks.pos - 1
	for end > start && p.toks.list[end].Kind == cdecl.Newline {
		end--
	}
	return p.toks.list[start].Span.To(p.toks.list[max(end, start)].Span)
}

// allNames are those of the scopes at hand and the session's, for suggestions.
func (p *parser) allNames(yield func(string) bool) {
	for _, scope := range p.scopes {
		for name := range scope {
			if !yield(name) {
				return
			}
		}
	}
	if s, ok := p.names.(interface{ All() iter.Seq[string] }); ok {
		s.All()(yield)
	}
}
