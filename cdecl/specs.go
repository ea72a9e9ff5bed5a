package cdecl

import (
	"strings"

	"cshell/diag"
)

// hasType says whether a type specifier was seen.
func (s *Specs) hasType() bool {
	return len(s.Words) > 0 || s.Named != "" || s.Record != nil || s.Enum != nil || s.hasTypeof()
}

func (s *Specs) hasTypeof() bool { return s.Typeof != nil || s.TypeofT != nil }

// IsTypeofValue says whether the specifiers are typeof(x) and nothing else,
// which alone on a line is a value.
func (s *Specs) IsTypeofValue() bool {
	return s.hasTypeof() && s.Quals == 0 && len(s.Storage) == 0
}

// spelling names the type specifier in an error.
func (s *Specs) spelling() string {
	switch {
	case s.Named != "":
		return s.Named
	case s.Record != nil:
		return strings.TrimSpace(s.Record.keyword() + " " + s.Record.Tag)
	case s.Enum != nil:
		return strings.TrimSpace("enum " + s.Enum.Tag)
	case s.hasTypeof():
		return "typeof"
	}
	return strings.Join(s.Words, " ")
}

// specs reads specifiers until something else comes. There must be a type
// among them, but for `auto`.
func (p *Parser) specs() *Specs {
	s := &Specs{Span: p.peek().Span}
	p.exported = false
	for {
		p.newlinesInSpecs(s)
		start := p.peek()
		if !p.specifier(s, start) {
			break
		}
	}
	p.checkSpecs(s)
	return s
}

// newlinesInSpecs skips newlines between specifiers: a line that is nothing
// but a type goes on with the next one. Behind a body it does not.
func (p *Parser) newlinesInSpecs(s *Specs) {
	if p.peek().Kind != Newline || p.flags != 0 || s.hasBody() || !p.nextLineGoesOn(s) {
		return
	}
	p.skipNewlines()
}

// nextLineGoesOn says whether the next line may belong to the specifiers
// before it. A type of its own does not, where both cannot be one type; and
// `typeof(x)` alone on a line is a value.
func (p *Parser) nextLineGoesOn(s *Specs) bool {
	if len(s.Storage) > 0 || !s.hasType() {
		return true
	}
	if s.IsTypeofValue() {
		return false
	}
	n := 0
	for p.ts.Peek(n).Kind == Newline {
		n++
	}
	t := p.ts.Peek(n)
	if t.Kind != Ident {
		return true
	}
	switch keywords[t.Text] {
	case notKeyword:
		return !p.isType(t.Text)
	case recordWord, enumWord, typeofWord, storageWord:
		return false
	case typeWord:
		_, ok := wordType(append(s.Words[:len(s.Words):len(s.Words)], t.Text))
		return len(s.Words) > 0 && ok
	}
	return true
}

func (s *Specs) hasBody() bool {
	return s.Record != nil && s.Record.HasBody || s.Enum != nil && s.Enum.HasBody
}

// specifier reads one specifier or attribute; false if t begins none.
func (p *Parser) specifier(s *Specs, t Token) bool {
	if t.Kind == Punct && t.Text == "[" {
		return p.bracketAttribute(&s.Attrs)
	}
	if t.Kind != Ident {
		return false
	}
	switch keywords[t.Text] {
	case notKeyword:
		return p.nameSpecifier(s, t)
	case storageWord:
		s.Storage = append(s.Storage, plainWord(t.Text))
	case qualWord:
		if t.Text == "_Atomic" && isText(p.ts.Peek(1), "(") {
			p.atomicType(s, t)
			return p.cover(s, t.Span)
		}
		s.Quals |= qualOf(t.Text)
	case typeWord:
		return p.typeSpecifier(s, t)
	case skippedWord:
	case recordWord:
		p.onlyType(s, t)
		s.Record = p.record()
		return p.cover(s, s.Record.Span)
	case enumWord:
		p.onlyType(s, t)
		s.Enum = p.enum()
		return p.cover(s, s.Enum.Span)
	case typeofWord:
		p.onlyType(s, t)
		s.Typeof, s.TypeofT = p.typeof()
		s.Unqual = strings.Contains(t.Text, "unqual")
		return p.cover(s, t.Span)
	case attrWord:
		p.attribute(&s.Attrs)
		return true
	case alignasWord:
		p.alignas(&s.Attrs)
		return true
	default:
		return false
	}
	p.ts.Next()
	return p.cover(s, t.Span)
}

// cover extends the specifiers' span; it returns true for its callers' sake.
func (p *Parser) cover(s *Specs, t diag.Span) bool {
	s.Span = s.Span.To(t)
	return true
}

// typeSpecifier reads int, unsigned and so on. `bool` behind another type is
// the declared name, as in old headers.
func (p *Parser) typeSpecifier(s *Specs, t Token) bool {
	if t.Text == "bool" && s.hasType() {
		return false
	}
	if s.hasType() && len(s.Words) == 0 {
		p.twoTypes(s.spelling(), t)
	}
	for _, w := range s.Words {
		if !isModifier(w) && !isModifier(t.Text) && plainWord(w) != plainWord(t.Text) {
			p.twoTypes(w, t)
		}
	}
	s.Words = append(s.Words, t.Text)
	p.ts.Next()
	return p.cover(s, t.Span)
}

// onlyType fails if a type specifier stands before t.
func (p *Parser) onlyType(s *Specs, t Token) {
	if s.hasType() {
		p.twoTypes(s.spelling(), t)
	}
}

func (p *Parser) twoTypes(first string, second Token) {
	spelling := second.Text
	if next := p.ts.Peek(1); next.Kind == Ident && (keywords[second.Text] == recordWord || keywords[second.Text] == enumWord) {
		spelling += " " + next.Text
	}
	p.fail(second.Span, "two types in one declaration: %s and %s", first, spelling)
}

// nameSpecifier reads a typedef name, which counts only while no other type
// was seen (so `typedef struct foo foo;` may be repeated), or skips an export
// macro.
func (p *Parser) nameSpecifier(s *Specs, t Token) bool {
	if !s.hasType() && p.isType(t.Text) {
		s.Named = t.Text
		p.ts.Next()
		return p.cover(s, t.Span)
	}
	if t.Text == "complex" && p.completesComplex(s) {
		return p.typeSpecifier(s, t)
	}
	return p.exportMacro(s.hasType())
}

// completesComplex says whether the word complex is <complex.h>'s macro, which
// man pages take for granted: behind a floating type, with something to be
// declared behind it.
func (p *Parser) completesComplex(s *Specs) bool {
	if len(s.Words) == 0 || s.Words[len(s.Words)-1] != "double" && s.Words[len(s.Words)-1] != "float" {
		return false
	}
	next := p.ts.Peek(1)
	return next.Kind == Ident || isText(next, "*") || isText(next, ")") || isText(next, ",")
}

func (p *Parser) isType(name string) bool { return builtinTypes[name] || p.d.IsType(name) }

// declaresAt says whether a declaration, or behind the type a declared name,
// stands at token n.
func (p *Parser) declaresAt(n int, behindType bool) bool {
	t := p.ts.Peek(n)
	if t.Kind != Ident {
		return false
	}
	if behindType {
		return keywords[t.Text] == notKeyword
	}
	return p.beginsSpecifier(t) || p.ts.Peek(n+1).Kind == Ident
}

// beginsSpecifier says whether a word is a specifier by itself.
func (p *Parser) beginsSpecifier(t Token) bool {
	if t.Kind != Ident {
		return false
	}
	switch keywords[t.Text] {
	case notKeyword:
		return p.isType(t.Text)
	case asmWord, assertWord, statementWord:
		return false
	}
	return true
}

// checkSpecs fails where the words make no type.
func (p *Parser) checkSpecs(s *Specs) {
	if len(s.Words) > 0 {
		if _, ok := wordType(s.Words); !ok {
			p.fail(s.Span, "\"%s\" is no type", strings.Join(s.Words, " "))
		}
	}
	if s.hasType() || s.Is("auto") {
		return
	}
	t := p.peek()
	if t.Kind != Ident || keywords[t.Text] != notKeyword {
		p.failExpected("a type")
	}
	if p.looksLikeType() {
		p.fail(t.Span, "unknown type name %q", t.Text)
	}
	e := Unexpected(t, "a type")
	e.Incomplete = p.ts.Peek(1).Kind == EOF // the name may turn out to be a macro
	panic(failure{e})
}

// looksLikeType says whether the name at the head was meant as a type, by what
// follows it. Behind `static` a name with = or ; after it was meant as a name.
func (p *Parser) looksLikeType() bool {
	switch next := p.ts.Peek(1); {
	case next.Kind == Ident:
		return true
	case next.Kind == Punct:
		return next.Text == "*" || next.Text == ")" || next.Text == ","
	}
	return false
}

// typeof reads typeof(expression) or typeof(type).
func (p *Parser) typeof() (Expr, *TypeName) {
	p.ts.Next()
	p.expect("(")
	if p.StartsTypeName() && !p.valueOfType() {
		t := p.typeName(0)
		p.expect(")")
		return nil, t
	}
	e := p.expression()
	p.expect(")")
	return e, nil
}

// valueOfType says whether the words of a type at the head begin an expression
// instead: `c_int(5)`, `c_int * 3`. `int()` is a function type, as in C.
func (p *Parser) valueOfType() bool {
	n := 0
	for t := p.ts.Peek(n); t.Kind == Ident && keywords[t.Text] != typeofWord && keywords[t.Text] != attrWord; t = p.ts.Peek(n) {
		n++
	}
	if isText(p.ts.Peek(n), "(") {
		return n > 0 && !isText(p.ts.Peek(n+1), ")") && !p.abstractParens(n)
	}
	return p.operandBehindStars(n)
}

// atomicType reads _Atomic(type).
func (p *Parser) atomicType(s *Specs, t Token) {
	p.onlyType(s, t)
	p.ts.Next()
	p.expect("(")
	s.TypeofT = p.typeName(0)
	s.Quals |= qualOf("_Atomic")
	p.expect(")")
}

// StartsTypeName says whether a type name stands at the head of the stream.
func (p *Parser) StartsTypeName() bool {
	t := p.peek()
	return p.beginsSpecifier(t) && keywords[t.Text] != storageWord
}

// StartsDeclaration says whether a declaration stands at the head of the
// stream, where a statement may. Behind a typedef name it is one if a name
// follows, after `*` or not, or a parenthesised declarator with its suffix;
// `T(x)`, `T * 10` and `T = …` are the caller's.
func (p *Parser) StartsDeclaration() bool {
	t := p.peek()
	if t.Kind == Punct {
		return t.Text == "[" && p.atBracketAttribute()
	}
	if t.Kind != Ident {
		return false
	}
	switch keywords[t.Text] {
	case notKeyword:
		if p.isType(t.Text) {
			return p.declaresBehind(1)
		}
		n := p.behindExportMacros(false)
		return n > 0 && p.declaresAt(n, false)
	case asmWord, statementWord:
		return false
	}
	return true
}

// declaresBehind says whether a declared name stands behind the type that ends
// before token n.
func (p *Parser) declaresBehind(n int) bool {
	for p.ts.Peek(n).Kind == Newline {
		n++
	}
	for isText(p.ts.Peek(n), "*") || isQualifier(p.ts.Peek(n)) {
		n++
	}
	t := p.ts.Peek(n)
	if isText(t, "(") && isText(p.ts.Peek(n+1), "*") {
		end := p.matching(n)
		return isText(p.ts.Peek(end), "(") || isText(p.ts.Peek(end), "[")
	}
	return t.Kind == Ident && keywords[t.Text] != statementWord
}

func isQualifier(t Token) bool {
	class := keywords[t.Text]
	return t.Kind == Ident && (class == qualWord || class == skippedWord)
}

// matching is the index behind the parenthesis that closes the one at token n,
// or that of the end of the text.
func (p *Parser) matching(n int) int {
	depth := 0
	for ; ; n++ {
		switch t := p.ts.Peek(n); {
		case t.Kind == EOF || t.Kind == Open || t.Kind == Bad:
			return n
		case t.Kind != Punct:
		case t.Text == "(" || t.Text == "[" || t.Text == "{":
			depth++
		case t.Text == ")" || t.Text == "]" || t.Text == "}":
			depth--
			if depth == 0 {
				return n + 1
			}
		}
	}
}
