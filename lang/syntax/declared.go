package syntax

import "cshell/cdecl"

// What is pasted declares names that the headers behind the session have as
// macros: select(2) writes `void FD_CLR(int fd, fd_set *set);`, sigaction(2)
// has a member sa_handler. Such a name is declared, not expanded, unless the
// macro is the session's own.

// keepDeclared marks the tokens that Expand must leave alone. What del deletes may
// be a macro.
func (r *Reader) keepDeclared(toks []cdecl.Token) {
	session, ok := r.names.(interface{ OwnMacro(name string) bool })
	if !ok {
		return
	}
	for i := range toks {
		switch {
		case toks[i].Kind != cdecl.Ident:
		case r.deletesAt(toks, i), r.declaresAt(toks, i) && !session.OwnMacro(toks[i].Text):
			toks[i].Plain = true
		}
	}
}

// deletesAt says whether token i is a name that del deletes: del a, b.
func (r *Reader) deletesAt(toks []cdecl.Token, i int) bool {
	b := &behind{toks: toks, older: r.taken, at: i}
	for is(b.peek(), ",") {
		b.at--
		if b.peek().Kind != cdecl.Ident {
			return false
		}
		b.at--
	}
	if t := b.peek(); t.Kind != cdecl.Ident || t.Text != "del" {
		return false
	}
	b.at--
	return b.atStart() || is(b.peek(), ")") || b.peek().Text == "else"
}

// librarySymbols shadows macros behind a library's dot, so that its symbols are
// meant: libcurl exports a curl_easy_setopt beside its macro. What leads to a symbol
// expands: deflateInit, which zlib has as a macro alone, to z.deflateInit_(&s, 9, …).
func (r *Reader) librarySymbols(macros *cdecl.Macros) cdecl.Shadow {
	session, ok := r.names.(librarian)
	if !ok {
		return nil
	}
	return func(name string, before cdecl.Before) bool {
		library, outer := before.Token(1), before.Token(2)
		if !is(before.Token(0), ".") || library.Kind != cdecl.Ident || is(outer, ".") || is(outer, "->") {
			return false
		}
		m, isMacro := macros.Lookup(name)
		if !isMacro || !session.IsLibrary(library.Text) {
			return false
		}
		return session.Exports(library.Text, name) || !leadsTo(m, library.Text, macros, session)
	}
}

// librarian is what Names may know of libraries: whether a name stands for one, and
// whether that has a symbol, by itself or through its dependencies.
type librarian interface {
	IsLibrary(name string) bool
	Exports(library, name string) bool
}

// leadsTo says whether a macro's text begins with a symbol of a library, or with a
// macro that may.
func leadsTo(m *cdecl.Macro, library string, macros *cdecl.Macros, session librarian) bool {
	if len(m.Body) == 0 || m.Body[0].Kind != cdecl.Ident {
		return false
	}
	first := m.Body[0].Text
	_, isMacro := macros.Lookup(first)
	return isMacro && first != m.Name || session.Exports(library, first)
}

// declaresAt says whether a name is declared at token i: specifiers that begin
// a statement, a member or a line stand before it, and behind it what may
// follow a declarator. It looks at the form only; what it does not recognise
// is expanded, as in C.
func (r *Reader) declaresAt(toks []cdecl.Token, i int) bool {
	b := &behind{toks: toks, older: r.taken, at: i}
	stars, parens := 0, 0
	for t := b.peek(); is(t, "*") || is(t, "(") && stars > 0 || isWordOf(t, isPointerWord); t = b.peek() {
		if is(t, "*") {
			stars++
		} else if is(t, "(") {
			parens++
		}
		b.at--
	}
	if t := b.peek(); t.Kind != cdecl.Ident && t.Kind != cdecl.Newline || !endsDeclarator(toks, i+1) {
		return false
	}
	b.skipTypeLine(r.names)
	nearest := b.peek()
	words := b.skipWords()
	if words == 0 || !b.atStart() {
		return false
	}
	if cdecl.IsKeyword(nearest.Text) || b.tagged {
		return true
	}
	function := i+1 < len(toks) && is(toks[i+1], "(")
	isProduct := stars > 0 && parens == 0 && !function // c_int * BUFSIZ is an array type
	return !isProduct && r.names.IsType(nearest.Text)
}

// endsDeclarator says whether token n may stand behind a declared name.
func endsDeclarator(toks []cdecl.Token, n int) bool {
	for n < len(toks) && toks[n].Kind == cdecl.Newline {
		n++
	}
	return n == len(toks) || toks[n].Kind == cdecl.Punct && len(toks[n].Text) == 1
}

// behind looks at the tokens before a place, from the last to the first.
type behind struct {
	toks, older []cdecl.Token
	at          int
	tagged      bool // the words end with struct TAG
}

// peek is the token before the place; an EOF before the first.
func (b *behind) peek() cdecl.Token {
	switch n := b.at - 1; {
	case n >= 0:
		return b.toks[n]
	case n+len(b.older) >= 0:
		return b.older[n+len(b.older)]
	}
	return cdecl.Token{Kind: cdecl.EOF}
}

// skipTypeLine goes to the end of the line before, if that is a type's.
func (b *behind) skipTypeLine(names Names) {
	start := b.at
	for b.peek().Kind == cdecl.Newline {
		b.at--
	}
	if t := b.peek(); b.at < start && (t.Kind != cdecl.Ident || !cdecl.IsKeyword(t.Text) && !names.IsType(t.Text)) {
		b.at = start
	}
}

// skipWords goes to the first of the words that stand before the place.
func (b *behind) skipWords() (n int) {
	for t := b.peek(); isWordOf(t, func(w string) bool { return !keywords[w] && w != "new" && w != "del" }); t = b.peek() {
		b.at--
		n++
		if before := b.peek().Text; n == 1 && (before == "struct" || before == "union" || before == "enum") {
			b.tagged = true
		}
	}
	return n
}

// atStart says whether a declaration may begin at the place.
func (b *behind) atStart() bool {
	switch t := b.peek(); t.Kind {
	case cdecl.Punct:
		return t.Text == ";" || t.Text == "{" || t.Text == "}"
	case cdecl.EOF, cdecl.Newline, cdecl.Directive, cdecl.Command:
		return true
	}
	return false
}

// isWordOf says whether t is a word of a kind.
func isWordOf(t cdecl.Token, kind func(string) bool) bool {
	return t.Kind == cdecl.Ident && kind(t.Text)
}
