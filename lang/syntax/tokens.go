package syntax

import (
	"errors"
	"io"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"cshell/cdecl"
)

// stream is the token stream under one parse: a list that ends with EOF, and a
// place in it. The expression parser and cdecl read it directly; participle's
// lexer shows the same tokens and is moved along (see grammar.enter).
type stream struct {
	list []cdecl.Token
	pos  int
}

// Peek is the token n behind the next one; newlines count.
func (s *stream) Peek(n int) cdecl.Token {
	return s.list[min(s.pos+n, len(s.list)-1)]
}

// Next consumes a token, but never the EOF.
func (s *stream) Next() cdecl.Token {
	t := s.list[s.pos]
	if s.pos < len(s.list)-1 {
		s.pos++
	}
	return t
}

// Mark is the place to come back to with Reset.
func (s *stream) Mark() int { return s.pos }

// Reset goes back to a mark.
func (s *stream) Reset(mark int) { s.pos = mark }

// skipNewlines goes to the next token that is no newline.
func (s *stream) skipNewlines() {
	for s.list[s.pos].Kind == cdecl.Newline {
		s.pos++
	}
}

// behindNewlines is the index, from the next token on, of the first that is no
// newline.
func (s *stream) behindNewlines(n int) int {
	for s.Peek(n).Kind == cdecl.Newline {
		n++
	}
	return n
}

// The token types that the grammar's tags can name. All others are other.
const (
	tokenIdent lexer.TokenType = -2 - iota
	tokenKeyword
	tokenString
	tokenPunct
	tokenNewline
	tokenDirective
	tokenCommand
	tokenOther
)

var tokenTypes = map[string]lexer.TokenType{
	"EOF": lexer.EOF, "Ident": tokenIdent, "Keyword": tokenKeyword, "String": tokenString, "Punct": tokenPunct,
	"Newline": tokenNewline, "Directive": tokenDirective, "Command": tokenCommand, "Other": tokenOther,
}

// keywords are the words of statements and expressions that cannot be names.
// The words of declarations are cdecl's.
var keywords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`if else while do for switch case default break continue return goto
		sizeof _Alignof alignof __alignof__ __alignof _Generic _Static_assert static_assert`) {
		m[w] = true
	}
	return m
}()

// lexerToken is a token as participle sees it. The offset of its position is
// its index in the stream, not a place in the source.
func lexerToken(t cdecl.Token, index int) lexer.Token {
	out := lexer.Token{Type: tokenOther, Value: t.Text, Pos: lexer.Position{Offset: index}}
	switch t.Kind {
	case cdecl.EOF:
		out.Type = lexer.EOF
	case cdecl.Ident:
		out.Type = tokenIdent
		if keywords[t.Text] {
			out.Type = tokenKeyword
		}
	case cdecl.String:
		out.Type = tokenString
	case cdecl.Punct:
		out.Type = tokenPunct
	case cdecl.Newline:
		out.Type = tokenNewline
	case cdecl.Directive:
		out.Type = tokenDirective
	case cdecl.Command:
		out.Type = tokenCommand
	}
	return out
}

// feed hands the tokens of a stream to participle.
type feed struct {
	list []cdecl.Token
	next int
}

// Next is the next token; the list ends with EOF.
func (f *feed) Next() (lexer.Token, error) {
	f.next++
	return lexerToken(f.list[f.next-1], f.next-1), nil
}

// peeker makes participle's lexer over a token list.
func peeker(list []cdecl.Token) *lexer.PeekingLexer {
	l, _ := lexer.Upgrade(&feed{list: list}, tokenNewline) // feed gives no errors
	return l
}

// definition names the token types for the grammar's tags; it never scans,
// that is cdecl.Scanner's work.
type definition struct{}

// Symbols are the token types by name.
func (definition) Symbols() map[string]lexer.TokenType { return tokenTypes }

// Lex is not used.
func (definition) Lex(string, io.Reader) (lexer.Lexer, error) {
	return nil, errors.New("the grammar reads tokens, not text")
}
