package cdecl

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"cshell/diag"
)

// Scanner cuts a source into raw tokens; macros are not expanded. Comments and
// blanks vanish, newlines count only outside of brackets.
type Scanner struct {
	lines  spliced
	text   string // the source with its lines joined
	pos    int
	depth  int // open ( [ {
	asking int // ? without their : outside of brackets, in this statement

	lineStart bool // nothing but blanks and comments since the newline
	stmtStart bool // a command may stand here
	space     bool // blanks or comments stand before the token being read
}

// byteOrderMark is what some editors write at the start of a file.
const byteOrderMark = "\ufeff"

// NewScanner reads src from its start. A first line beginning #! is skipped.
func NewScanner(src *diag.Source) *Scanner {
	s := &Scanner{lines: splice(src), lineStart: true, stmtStart: true}
	s.text = s.lines.text
	if strings.HasPrefix(s.text, byteOrderMark) {
		s.pos = len(byteOrderMark)
	}
	if strings.HasPrefix(s.text[s.pos:], "#!") {
		s.pos = s.lineEnd(s.pos)
	}
	return s
}

// NewScannerAt reads src from an offset where a statement starts.
func NewScannerAt(src *diag.Source, offset int) *Scanner {
	s := NewScanner(src)
	s.pos = max(s.pos, s.lines.joined(offset))
	return s
}

// Next is the next token; at the end it is EOF, again and again, once Open
// perhaps before that.
func (s *Scanner) Next() Token {
	if open, ok := s.skipBlanks(); !ok {
		return open
	}
	if s.pos >= len(s.text) {
		return s.atEnd()
	}
	start, c := s.pos, s.text[s.pos]
	switch {
	case c == '\n':
		return s.newline()
	case s.lineStart && (c == '#' || c == '%' && s.at(start+1) == ':'):
		return s.directive()
	case c == ':' && s.stmtStart && s.asking == 0:
		s.pos = s.lineEnd(start)
		text := strings.TrimRight(s.text[start:s.pos], " \t\r\f\v")
		return s.token(Command, start, start+len(text))
	}
	return s.plain(start, c)
}

// plain reads a token that has no say over lines and statements.
func (s *Scanner) plain(start int, c byte) Token {
	kind := charKinds[c]
	switch {
	case kind&identStart != 0:
		return s.word(start)
	case kind&digit != 0 || c == '.' && isDigit(s.at(start+1)):
		s.pos = numberEnd(s.text, start)
		return s.token(Number, start, s.pos)
	case c == '"' || c == '\'':
		return s.quoted(start, start)
	case c >= utf8.RuneSelf || c == '@' || c == '`' || c == '\\' || c < ' ' || c == 0x7f:
		return s.stray(start)
	}
	n := punctLength(s.text[start:])
	s.pos = start + n
	t := s.token(Punct, start, s.pos)
	t.Text = plainPunct(t.Text)
	s.bracket(t.Text)
	s.stmtStart = s.depth == 0 && (t.Text == ";" || t.Text == "}")
	return t
}

// bracket keeps count of brackets and of open conditional expressions.
func (s *Scanner) bracket(punct string) {
	switch punct {
	case "(", "[", "{":
		s.depth++
	case ")", "]", "}":
		s.depth = max(s.depth-1, 0)
	}
	if s.depth > 0 {
		return
	}
	switch punct {
	case "?":
		s.asking++
	case ":":
		s.asking = max(s.asking-1, 0)
	case ";", "}":
		s.asking = 0
	}
}

// newline reads a newline token, which exists at depth 0 only.
func (s *Scanner) newline() Token {
	t := s.token(Newline, s.pos, s.pos+1)
	s.pos++
	s.lineStart, s.stmtStart = true, true
	return t
}

// skipBlanks skips blanks, comments, and newlines inside brackets. It fails
// with an Open token at a comment that does not end.
func (s *Scanner) skipBlanks() (Token, bool) {
	before := s.pos
	for s.pos < len(s.text) {
		c := s.text[s.pos]
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
			s.pos++
		case c == '\n' && s.depth > 0:
			s.pos++
			s.lineStart = true
		case c == '/' && s.at(s.pos+1) == '/':
			s.pos = s.lineEnd(s.pos)
		case c == '/' && s.at(s.pos+1) == '*':
			end := strings.Index(s.text[s.pos+2:], "*/")
			if end < 0 {
				start := s.pos
				s.pos = len(s.text)
				return s.open(start, "unterminated comment"), false
			}
			s.pos += 2 + end + 2
		default:
			s.space = s.pos > before
			return Token{}, true
		}
	}
	s.space = s.pos > before
	return Token{}, true
}

// atEnd is EOF, or Open where a trailing backslash asks for another line.
func (s *Scanner) atEnd() Token {
	if s.lines.open {
		s.lines.open = false
		return s.open(len(s.text), "backslash at the end of the text")
	}
	return s.token(EOF, len(s.text), len(s.text))
}

func (s *Scanner) open(start int, message string) Token {
	t := s.token(Open, start, len(s.text))
	t.Text = message
	return t
}

// word reads an identifier, or a literal that begins with its prefix.
func (s *Scanner) word(start int) Token {
	end := start + 1
	for end < len(s.text) && charKinds[s.text[end]]&(identStart|digit) != 0 {
		end++
	}
	end = s.wideIdent(end)
	if q := s.at(end); (q == '"' || q == '\'') && isPrefix(s.text[start:end]) {
		return s.quoted(start, end)
	}
	return s.ident(start, end)
}

// ident makes the token of an identifier, in which \u00e9 means é.
func (s *Scanner) ident(start, end int) Token {
	s.pos = end
	t := s.token(Ident, start, end)
	if strings.IndexByte(t.Text, '\\') >= 0 {
		var b strings.Builder
		for i := start; i < end; {
			r, size := identRune(s.text[i:])
			b.WriteRune(r)
			i += size
		}
		t.Text = b.String()
	}
	return t
}

// identRune is the character at the head of text, written as a universal character
// name too, and its length there.
func identRune(text string) (rune, int) {
	size := 0
	switch {
	case strings.HasPrefix(text, "\\u"):
		size = len("\\u00e9")
	case strings.HasPrefix(text, "\\U"):
		size = len("\\U000000e9")
	default:
		return utf8.DecodeRuneInString(text)
	}
	if len(text) >= size {
		if n, err := strconv.ParseUint(text[2:size], 16, 32); err == nil {
			return rune(n), size
		}
	}
	return utf8.RuneError, 1
}

// wideIdent continues an identifier over letters outside of ASCII.
func (s *Scanner) wideIdent(end int) int {
	for end < len(s.text) {
		if charKinds[s.text[end]]&(identStart|digit) != 0 {
			end++
			continue
		}
		r, size := identRune(s.text[end:])
		if r < utf8.RuneSelf || r == utf8.RuneError || !isIdentRune(r) {
			break
		}
		end += size
	}
	return end
}

// stray reads an identifier that begins with a letter outside of ASCII, or
// reports a character that begins no token.
func (s *Scanner) stray(start int) Token {
	if r, size := identRune(s.text[start:]); r >= utf8.RuneSelf && r != utf8.RuneError && unicode.IsLetter(r) {
		return s.ident(start, s.wideIdent(start+size))
	}
	r, size := utf8.DecodeRuneInString(s.text[start:])
	s.pos = start + size
	t := s.token(Bad, start, s.pos)
	if r == utf8.RuneError || !unicode.IsPrint(r) {
		t.Text = fmt.Sprintf("stray '\\%o' in program", s.text[start])
	} else {
		t.Text = fmt.Sprintf("stray '%c' in program", r)
	}
	return t
}

// quoted reads a literal whose quote stands at quote, behind a prefix.
func (s *Scanner) quoted(start, quote int) Token {
	q := s.text[quote]
	for i := quote + 1; i < len(s.text) && s.text[i] != '\n'; i++ {
		switch s.text[i] {
		case '\\':
			if s.at(i+1) != '\n' {
				i++
			}
		case q:
			s.pos = i + 1
			return s.token(literalKind(s.text[start], q), start, s.pos)
		}
	}
	s.pos = s.lineEnd(quote)
	t := s.token(Bad, start, s.pos)
	t.Text = fmt.Sprintf("missing terminating %c character", q)
	return t
}

// literalKind tells by the first byte and the quote. b'…' is Python's, and so text.
func literalKind(first, quote byte) TokenKind {
	if quote == '"' || first == 'b' {
		return String
	}
	return Char
}

// directive reads a # line; its comments become blanks. Quotes and <…> keep
// what looks like a comment in them.
func (s *Scanner) directive() Token {
	start := s.pos
	var b strings.Builder
	for s.pos < len(s.text) && s.text[s.pos] != '\n' {
		n := s.directivePiece()
		if n < 0 {
			s.pos = len(s.text)
			return s.open(start, "unterminated comment")
		}
		if piece := s.text[s.pos : s.pos+n]; strings.HasPrefix(piece, "/*") || strings.HasPrefix(piece, "//") {
			b.WriteByte(' ')
		} else {
			b.WriteString(piece)
		}
		s.pos += n
	}
	t := s.token(Directive, start, s.pos)
	t.Text = strings.TrimRight(b.String(), " \t\r\f\v")
	if rest, ok := strings.CutPrefix(t.Text, "%:"); ok {
		t.Text = "#" + rest
	}
	s.lineStart, s.stmtStart = false, true
	return t
}

// directivePiece is the length of the comment, literal or character at the
// position; -1 for a comment that does not end.
func (s *Scanner) directivePiece() int {
	rest := s.text[s.pos:]
	switch {
	case strings.HasPrefix(rest, "//"):
		return s.lineEnd(s.pos) - s.pos
	case strings.HasPrefix(rest, "/*"):
		end := strings.Index(rest[2:], "*/")
		if end < 0 {
			return -1
		}
		return 2 + end + 2
	case rest[0] == '"' || rest[0] == '\'' || rest[0] == '<':
		return quotedLength(rest)
	}
	return 1
}

// quotedLength is the length of the literal or <…> at the head of text, 1
// where it does not end on its line.
func quotedLength(text string) int {
	closing := text[0]
	if closing == '<' {
		closing = '>'
	}
	for i := 1; i < len(text) && text[i] != '\n'; i++ {
		if text[i] == '\\' && closing != '>' {
			i++
		} else if text[i] == closing {
			return i + 1
		} else if closing == '>' && (text[i] == ' ' || text[i] == '<') {
			return 1 // a comparison or a shift
		}
	}
	return 1
}

// token makes a token of the joined text's stretch and ends the line's start.
func (s *Scanner) token(kind TokenKind, start, end int) Token {
	s.lineStart, s.stmtStart = false, false
	return Token{Kind: kind, Text: s.text[start:end], Span: s.lines.span(start, end), Space: s.space}
}

func (s *Scanner) at(i int) byte {
	if i < len(s.text) {
		return s.text[i]
	}
	return 0
}

// lineEnd is the offset of the newline that ends the line at from.
func (s *Scanner) lineEnd(from int) int {
	if n := strings.IndexByte(s.text[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(s.text)
}

// numberEnd is the end of the preprocessing number at start, with ' between
// digits. The sign behind an e belongs to it, but not in hexadecimal, where
// 0xe+1 is a sum.
func numberEnd(text string, start int) int {
	exponent := byte('e')
	if len(text) > start+1 && text[start] == '0' && text[start+1]|0x20 == 'x' {
		exponent = 'p'
	}
	i := start
	for i < len(text) {
		c := text[i]
		switch {
		case charKinds[c]&(identStart|digit) != 0 && c != '$' || c == '.':
			i++
		case (c == '+' || c == '-') && text[i-1]|0x20 == exponent && i-1 > start:
			i++
		case c == '\'' && i+1 < len(text) && charKinds[text[i+1]]&(identStart|digit) != 0:
			i += 2
		default:
			return i
		}
	}
	return i
}

// punctLength is the length of the longest punctuator at the head of text.
func punctLength(text string) int {
	if len(text) >= 3 {
		switch text[:3] {
		case "...", "<<=", ">>=":
			return 3
		}
	}
	if len(text) >= 2 {
		switch text[:2] {
		case "<:", ":>", "<%", "%>":
			return 2
		case "%:":
			if strings.HasPrefix(text, "%:%:") {
				return 4
			}
			return 2
		case "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "##",
			"+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=":
			return 2
		}
	}
	return 1
}

// plainPunct is the usual spelling of a punctuator; C has others (digraphs).
func plainPunct(text string) string {
	switch text {
	case "<:":
		return "["
	case ":>":
		return "]"
	case "<%":
		return "{"
	case "%>":
		return "}"
	case "%:":
		return "#"
	case "%:%:":
		return "##"
	}
	return text
}

// isPrefix says whether word, directly before a quote, is a literal's prefix.
func isPrefix(word string) bool {
	switch word {
	case "L", "u", "U", "u8", "b":
		return true
	}
	return false
}

func isIdentRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// What a byte can be in a token.
const (
	identStart uint8 = 1 << iota
	digit
)

var charKinds = func() (kinds [256]uint8) {
	for c := 'a'; c <= 'z'; c++ {
		kinds[c], kinds[c-'a'+'A'] = identStart, identStart
	}
	kinds['_'], kinds['$'] = identStart, identStart
	for c := '0'; c <= '9'; c++ {
		kinds[c] = digit
	}
	return kinds
}()
