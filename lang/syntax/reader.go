package syntax

import (
	"errors"
	"io"
	"slices"

	"cshell/cdecl"
	"cshell/diag"
)

// Names is what the parser asks about the session, whenever it meets a name:
// a statement that has run counts for the next one.
//
// It may also have All() iter.Seq[string], every name for suggestions;
// Pack() *cdecl.Pack, where #pragma pack is kept from one Reader to the next;
// Note(diag.Span, string), which is told what a declaration skipped;
// Define(*Directive) error, which obeys a #define inside of brackets;
// OwnMacro(string) bool, whether a macro is the session's own, not a header's;
// Modules() map[string]bool, where the names that ctypes was imported as are kept; and
// what librarian tells of libraries.
type Names interface {
	// IsType says whether a name is a type (a tag without its keyword too).
	IsType(name string) bool
	// IsKnown says whether a name is anything: variable, function, type.
	IsKnown(name string) bool
	// Macros are the macros of this moment; nil: none.
	Macros() *cdecl.Macros
}

// Reader reads a source one statement at a time.
//
// It scans tokens once and as late as it can. A statement is parsed when a
// line, a `;` or a `}` outside of brackets may have ended it; where it had not
// ended, as many tokens again are added and it is parsed anew, so the work
// stays linear. What was added behind its end goes back: the statement may
// change what macros mean there.
type Reader struct {
	scanner *cdecl.Scanner
	parser  *parser
	names   Names

	ahead  []cdecl.Token // scanned, not yet taken
	taken  []cdecl.Token // macros expanded; the next statement starts at the parser's place
	pieces []piece       // of taken, in order
	place  diag.Span     // of the statement read last
	failed bool
}

// piece is a part of what was taken, up to where a statement may end.
type piece struct {
	raw   []cdecl.Token // as scanned
	start int           // its place among the taken
}

// NewReader makes a reader of src.
func NewReader(src *diag.Source, names Names) *Reader {
	return newReader(src, 0, names, false)
}

// NewReaderAt makes a reader of src that starts at an offset where a statement
// does: Place tells of one.
func NewReaderAt(src *diag.Source, offset int, names Names) *Reader {
	return newReader(src, offset, names, false)
}

func newReader(src *diag.Source, offset int, names Names, remember bool) *Reader {
	r := &Reader{scanner: cdecl.NewScannerAt(src, offset), names: names}
	r.parser = newParser(names)
	r.parser.remember = remember
	return r
}

// Next is the next statement; nil and io.EOF at the end. Any other error is a
// *diag.Error and ends the reading: from there on Next gives io.EOF.
func (r *Reader) Next() (s Stmt, err error) {
	defer func() {
		if err != nil {
			r.failed = true
		}
		switch p := recover().(type) {
		case nil:
		case *diag.Error: // thrown by what the parser asked
			err, s, r.failed = p, nil, true
		default:
			err = diag.Errorf(r.parser.toks.Peek(0).Span, diag.Syntax, "internal error: %v", p)
			s, r.failed = nil, true
		}
	}()
	if r.failed {
		return nil, io.EOF
	}
	return r.statement()
}

// Place is where the statement that Next read, or could not read, begins.
func (r *Reader) Place() diag.Span { return r.place }

// statement parses at the reader's place, with more tokens as often as they
// are wanted.
func (r *Reader) statement() (Stmt, error) {
	if err := r.begin(); err != nil {
		return nil, err
	}
	p := r.parser
	for {
		start := p.toks.pos
		s, err := p.statement()
		if !r.wantsMore(s, err) {
			if err != nil {
				return nil, err
			}
			return p.accepted(s)
		}
		if err := r.extend(start); err != nil {
			return nil, err
		}
	}
}

// begin goes to the first token of a statement; io.EOF if there is none.
func (r *Reader) begin() error {
	p := r.parser
	r.giveBack()
	p.toks.skipNewlines()
	for p.toks.Peek(0).Kind == cdecl.EOF {
		if r.atEnd() {
			return io.EOF
		}
		if err := r.extend(p.toks.pos); err != nil {
			return err
		}
		p.toks.skipNewlines()
	}
	r.place = p.toks.Peek(0).Span
	return nil
}

// wantsMore says whether what follows the tokens taken so far belongs to the
// statement that was parsed with this result.
func (r *Reader) wantsMore(s Stmt, err error) bool {
	if r.atEnd() {
		return false
	}
	if err != nil {
		var e *diag.Error
		return errors.As(err, &e) && e.Incomplete
	}
	if toks := &r.parser.toks; toks.Peek(toks.behindNewlines(0)).Kind != cdecl.EOF {
		return false
	}
	return r.goesOn(s, r.aheadBehindNewlines())
}

// goesOn says whether t, at the start of a line, belongs to the statement s of
// the line before.
func (r *Reader) goesOn(s Stmt, t cdecl.Token) bool {
	byNewline := r.taken[len(r.taken)-1].Kind == cdecl.Newline
	switch {
	case isWord(t, "else"):
		return takesElse(s)
	case is(t, "{"):
		return isPrototype(s)
	case t.Kind == cdecl.Ident && byNewline:
		_, declares := s.(*Declaration)
		return declares && behindDeclarator(t.Text) || isPrototype(s) && cdecl.IsReserved(t.Text) && !r.parser.IsKnown(t.Text)
	}
	return t.Kind == cdecl.Punct && byNewline && isContinuation(t.Text)
}

// behindDeclarator says whether a word at the start of a line goes on with the
// declaration of the line before.
func behindDeclarator(word string) bool {
	switch word {
	case "__attribute__", "__attribute", "__asm__", "__asm", "asm":
		return true
	}
	return false
}

// extend takes at least as many tokens again as the statement at start has,
// up to a place where it may end, and lets the parser begin there again.
func (r *Reader) extend(start int) error {
	start = min(start, len(r.taken))
	r.taken = slices.Clone(r.taken[start:])
	r.pieces = slices.DeleteFunc(r.pieces, func(p piece) bool { return p.start < start })
	for i := range r.pieces {
		r.pieces[i].start -= start
	}
	if err := r.take(max(len(r.taken), 1)); err != nil {
		return err
	}
	r.load(0)
	return nil
}

// load lets the parser go on at a place among the taken.
func (r *Reader) load(place int) {
	eof := cdecl.Token{Kind: cdecl.EOF, Span: r.endOfTaken()}
	r.parser.load(append(r.taken[:len(r.taken):len(r.taken)], eof), r.atEnd())
	r.parser.toks.pos = place
}

// giveBack puts the pieces behind the parser's place back to what is ahead.
func (r *Reader) giveBack() {
	place := r.parser.toks.pos
	first := slices.IndexFunc(r.pieces, func(p piece) bool { return p.start >= place })
	if first < 0 {
		return
	}
	var raw []cdecl.Token
	for _, p := range r.pieces[first:] {
		raw = append(raw, p.raw...)
	}
	r.ahead = append(raw, r.ahead...)
	r.taken, r.pieces = r.taken[:r.pieces[first].start], r.pieces[:first]
	r.load(place)
}

// endOfTaken is the place where what is missing at the end should have stood:
// behind the last token, not on the empty line below it.
func (r *Reader) endOfTaken() diag.Span {
	at := r.peekAhead(0).Span
	if !r.atEnd() {
		return at
	}
	for _, t := range slices.Backward(r.taken) {
		if t.Kind != cdecl.Newline {
			return diag.Span{Src: t.Span.Src, Start: t.Span.End, End: t.Span.End}
		}
	}
	return at
}

// take scans at least n tokens more, in pieces. What it takes ends outside of
// brackets, and in front of a # line or command unless that is all of it.
func (r *Reader) take(n int) error {
	var raw []cdecl.Token
	depth, count, obeyed := 0, 0, false
	for !r.atEnd() {
		t := r.peekAhead(0)
		if isLine(t) && depth == 0 && count > 0 {
			break
		}
		r.ahead = r.ahead[1:]
		count++
		if depth > 0 && definesMacro(t) {
			if !obeyed && count > len(raw)+1 { // not before its turn
				r.ahead = append(append(raw, t), r.ahead...)
				return nil
			}
			obeyed = true
			if err := r.takePiece(raw); err != nil {
				return err
			}
			raw = nil
			r.pieces = append(r.pieces, piece{[]cdecl.Token{t}, len(r.taken)}) // to be obeyed again if given back
			if err := r.define(t); err != nil {
				return err
			}
			continue
		}
		raw = append(raw, t)
		depth = max(depth+nesting(t), 0)
		if depth > 0 || !isLine(t) && !mayEnd(t) {
			continue
		}
		if err := r.takePiece(raw); err != nil && count > len(raw) {
			r.ahead = append(raw, r.ahead...) // the error is the next statement's
			return nil
		} else if err != nil {
			return err
		}
		raw, obeyed = nil, false
		if isLine(t) || count >= n {
			return nil
		}
	}
	return r.takePiece(raw)
}

// takePiece takes raw with the macros of this moment expanded.
func (r *Reader) takePiece(raw []cdecl.Token) error {
	if len(raw) == 0 {
		return nil
	}
	expanded := raw
	if macros := r.names.Macros(); macros != nil {
		r.keepDeclared(raw)
		var err error
		if expanded, err = macros.Expand(raw, r.librarySymbols(macros)); err != nil {
			return err
		}
		expanded = r.withoutModule(cdecl.DropCompilerNotes(expanded))
	}
	r.pieces = append(r.pieces, piece{raw, len(r.taken)})
	r.taken = append(r.taken, expanded...)
	return nil
}

// definesMacro says whether t is a #define or #undef, which counts at once
// inside of brackets too: headers define constants among the members.
func definesMacro(t cdecl.Token) bool {
	if t.Kind != cdecl.Directive {
		return false
	}
	d := newDirective(t.Text, t.Span)
	return d.Name == "define" || d.Name == "undef"
}

// define obeys a directive inside of brackets.
func (r *Reader) define(t cdecl.Token) error {
	if s, ok := r.names.(interface{ Define(*Directive) error }); ok {
		return s.Define(newDirective(t.Text, t.Span))
	}
	return nil
}

// isLine says whether a token is a whole line, which no macro touches.
func isLine(t cdecl.Token) bool { return t.Kind == cdecl.Directive || t.Kind == cdecl.Command }

// nesting is what a token adds to the depth of brackets.
func nesting(t cdecl.Token) int {
	if t.Kind == cdecl.Punct {
		switch t.Text {
		case "(", "[", "{":
			return 1
		case ")", "]", "}":
			return -1
		}
	}
	return 0
}

// mayEnd says whether a statement may end with this token.
func mayEnd(t cdecl.Token) bool {
	return t.Kind == cdecl.Newline || t.Kind == cdecl.Open ||
		t.Kind == cdecl.Punct && (t.Text == ";" || t.Text == "}")
}

// atEnd says whether every token of the source is taken.
func (r *Reader) atEnd() bool { return r.peekAhead(0).Kind == cdecl.EOF }

// peekAhead is the token n behind the next one that is not taken.
func (r *Reader) peekAhead(n int) cdecl.Token {
	for len(r.ahead) <= n {
		r.ahead = append(r.ahead, r.scanner.Next())
	}
	return r.ahead[n]
}

// aheadBehindNewlines is the next token not taken that is no newline.
func (r *Reader) aheadBehindNewlines() cdecl.Token {
	n := 0
	for r.peekAhead(n).Kind == cdecl.Newline {
		n++
	}
	return r.peekAhead(n)
}

// takesElse says whether an else on the next line belongs to s.
func takesElse(s Stmt) bool {
	switch s := s.(type) {
	case *If:
		return s.Else == nil || takesElse(s.Else)
	case *While:
		return takesElse(s.Body)
	case *For:
		return takesElse(s.Body)
	}
	return false
}

// isPrototype says whether a function body may follow s.
func isPrototype(s Stmt) bool {
	d, ok := s.(*Declaration)
	return ok && len(d.Items) == 1 && d.Items[0].Init == nil && isFunction(d.Items[0].Declarator)
}

// isFunction says whether a declarator declares a function.
func isFunction(d *cdecl.Declarator) bool {
	return len(d.Ops) > 0 && d.Ops[0].Kind == cdecl.OpFunc
}
