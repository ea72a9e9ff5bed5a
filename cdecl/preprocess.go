package cdecl

import (
	"path/filepath"
	"slices"
	"strings"

	"cshell/diag"
)

// maxIncludes bounds the depth of includes, which a cycle would make endless.
const maxIncludes = 200

// preprocessor delivers the tokens of a source and of what it includes, with
// conditional groups chosen and macros expanded, from one # line to the next
// at a time. #pragma lines are left to the parser.
type preprocessor struct {
	table *Table
	files []*openFile // the innermost last
	queue []Token     // its first read tokens were delivered
	read  int

	text, operands []Token // memory for what stands between two # lines, and in one
	memory         expansion
}

// openFile is a file being read.
type openFile struct {
	header  *header
	scanner *Scanner
	groups  []group
	// guard is the macro of an #ifndef that opened the file; guarded says that
	// its #endif was the last thing seen.
	guard   string
	guarded bool
	began   bool // something stood before
}

// group is a conditional group that is open.
type group struct {
	at      diag.Span
	live    bool // its text counts
	taken   bool // a branch of it has counted, or none may
	isElse  bool
	isGuard bool
}

func newPreprocessor(t *Table, src *diag.Source) *preprocessor {
	top := &header{source: src}
	return &preprocessor{table: t, files: []*openFile{{header: top, scanner: NewScanner(src)}}}
}

// next is a TokenStream's source.
func (p *preprocessor) next() Token {
	for p.read == len(p.queue) {
		p.queue, p.read = p.queue[:0], 0
		p.fill()
	}
	t := p.queue[p.read]
	p.read++
	return t
}

func (p *preprocessor) file() *openFile { return p.files[len(p.files)-1] }

// live says whether text counts where the file stands.
func (f *openFile) live() bool {
	return len(f.groups) == 0 || f.groups[len(f.groups)-1].live
}

// fill queues the tokens up to the next # line, and obeys that.
func (p *preprocessor) fill() {
	f := p.file()
	toks, end := f.text(p.text[:0])
	p.text = toks
	p.expand(toks)
	switch {
	case end.Kind == EOF:
		p.leave(end)
	case end.Kind != Directive || p.directive(f, end):
		p.queue = append(p.queue, end)
	}
}

// enough is how many tokens of text are handled at a time, if it can be parted.
const enough = 256

// text appends what stands before the next # line or the end of the file,
// which it returns too; or, where that is far, before a semicolon that no call
// of a macro can reach over.
func (f *openFile) text(toks []Token) ([]Token, Token) {
	live, parens := f.live(), 0
	for {
		t := f.scanner.Next()
		switch {
		case t.Kind == EOF || t.Kind == Directive:
			return toks, t
		case t.Kind == Newline:
			continue
		}
		f.began, f.guarded = true, false
		if !live {
			continue
		}
		switch {
		case isText(t, "("):
			parens++
		case isText(t, ")"):
			parens--
		case len(toks) >= enough && parens == 0 && isText(t, ";"):
			return toks, t
		}
		toks = append(toks, t)
	}
}

func (p *preprocessor) expand(toks []Token) {
	before := len(p.queue)
	p.table.expanded = p.table.Macros.changes
	expanded, err := p.table.Macros.expandTo(p.queue, toks, nil, &p.memory)
	if err != nil {
		p.report(asDiag(err, diag.Span{}))
		expanded = append(p.queue, toks...)
	}
	p.queue = pragmaOperators(expanded[:before], expanded[before:])
}

// pragmaOperators appends toks to out, with the # lines that _Pragma("…")
// stand for. Both may share their memory: nothing gets longer.
func pragmaOperators(out, toks []Token) []Token {
	at := slices.IndexFunc(toks, func(t Token) bool { return isText(t, "_Pragma") })
	if at < 0 {
		return append(out, toks...)
	}
	out = append(out, toks[:at]...)
	for rest := toks[at:]; len(rest) > 0; {
		if !beginsPragma(rest) {
			out, rest = append(out, rest[0]), rest[1:]
			continue
		}
		line := rest[0]
		line.Kind, line.Text = Directive, "#pragma "+strings.Trim(rest[2].Text, `"`)
		out, rest = append(out, line), rest[pragmaTokens:]
	}
	return out
}

const pragmaTokens = 4 // _Pragma ( "…" )

func beginsPragma(toks []Token) bool {
	return len(toks) >= pragmaTokens && isText(toks[0], "_Pragma") && toks[2].Kind == String
}

func (p *preprocessor) report(err *diag.Error) { p.table.errs = append(p.table.errs, err) }

// leave ends the innermost file; EOF is delivered when it was the last.
func (p *preprocessor) leave(end Token) {
	f := p.file()
	for _, g := range f.groups {
		p.report(diag.Errorf(g.at, diag.Syntax, "this conditional has no #endif"))
	}
	f.groups = nil
	if len(p.files) == 1 {
		p.queue = append(p.queue, end)
		return
	}
	if f.guarded {
		f.header.guard = f.guard
	}
	p.files = p.files[:len(p.files)-1]
	p.table.Macros.level = len(p.files) - 1
}

// directive obeys a # line; true if it is one for the parser.
func (p *preprocessor) directive(f *openFile, t Token) bool {
	name, rest := splitDirective(t.Text)
	first := !f.began
	f.began, f.guarded = true, false
	if p.conditional(f, name, rest, t, first) || !f.live() {
		return false
	}
	switch name {
	case "pragma":
		return !p.once(f, rest)
	case "include", "include_next", "import":
		p.include(f, name, rest, t)
		return false
	}
	if err := p.define(name, rest, t); err != nil {
		p.report(asDiag(err, t.Span))
	}
	return false
}

// define obeys the lines that neither choose nor include.
func (p *preprocessor) define(name, rest string, t Token) error {
	switch name {
	case "define":
		return p.table.Macros.Define(rest, t.Span)
	case "undef":
		p.table.Macros.Undef(strings.TrimSpace(rest))
	case "", "line", "ident", "sccs", "assert", "unassert":
	case "warning":
		p.table.Note(t.Span, "#warning "+rest)
	case "error":
		return diag.Errorf(t.Span, diag.Load, "#error %s", rest)
	default:
		if !isDigit(name[0]) { // a line marker
			return diag.Errorf(t.Span, diag.Syntax, "unknown directive #%s", name)
		}
	}
	return nil
}

// once notes #pragma once.
func (p *preprocessor) once(f *openFile, rest string) bool {
	if rest != "once" {
		return false
	}
	f.header.once = true
	return true
}

// conditional obeys #if and its kin, also inside groups that do not count.
func (p *preprocessor) conditional(f *openFile, name, rest string, t Token, first bool) bool {
	switch name {
	case "if", "ifdef", "ifndef":
		g := group{at: t.Span, taken: !f.live()}
		g.isGuard = first && name == "ifndef"
		if g.isGuard {
			f.guard = rest
		}
		g.choose(p, name, rest, t)
		f.groups = append(f.groups, g)
	case "elif", "elifdef", "elifndef", "else", "endif":
		if len(f.groups) == 0 {
			p.report(diag.Errorf(t.Span, diag.Syntax, "#%s without #if", name))
			return true
		}
		f.branch(p, name, rest, t)
	default:
		return false
	}
	return true
}

// branch obeys what continues or ends the innermost group.
func (f *openFile) branch(p *preprocessor, name, rest string, t Token) {
	g := &f.groups[len(f.groups)-1]
	switch {
	case name == "endif":
		f.guarded = g.isGuard && len(f.groups) == 1
		f.groups = f.groups[:len(f.groups)-1]
		return
	case g.isElse:
		p.report(diag.Errorf(t.Span, diag.Syntax, "#%s behind #else", name))
	}
	g.isGuard = false
	if name == "else" {
		g.live, g.taken, g.isElse = !g.taken, true, true
		return
	}
	g.choose(p, strings.TrimPrefix(name, "el"), rest, t)
}

// choose makes a branch live if its condition holds and none was before.
func (g *group) choose(p *preprocessor, name, rest string, t Token) {
	g.live = false
	if g.taken {
		return
	}
	switch name {
	case "if":
		g.live = p.condition(rest, t)
	default:
		g.live = p.defined(firstWord(rest)) == (name == "ifdef")
	}
	g.taken = g.live
}

func firstWord(text string) string {
	if fields := strings.Fields(text); len(fields) > 0 {
		return fields[0]
	}
	return ""
}

// include opens the header that a line names.
func (p *preprocessor) include(f *openFile, directive, rest string, t Token) {
	name, angled, ok := p.headerName(rest, t)
	if !ok {
		p.report(diag.Errorf(t.Span, diag.Syntax, "#%s expects \"FILE\" or <FILE>", directive))
		return
	}
	headers := p.table.headers()
	h, err := headers.find(name, angled, f.header, directive == "include_next")
	if err != nil {
		err.Span = t.Span
		p.report(err)
		return
	}
	if _, defined := p.table.Macros.Lookup(h.guard); h.once && h.read || h.guard != "" && defined {
		return
	}
	if len(p.files) >= maxIncludes {
		p.report(diag.Errorf(t.Span, diag.Limit, "#include nested more than %d deep%s", maxIncludes, p.cycle(h)))
		return
	}
	h.read = true
	p.files = append(p.files, &openFile{header: h, scanner: NewScanner(h.source)})
	p.table.Macros.level = len(p.files) - 1
}

// cycle words the way from a header that is to be included back to itself: ": a.h
// includes b.h, which includes a.h". It is "" where it is not being read.
func (p *preprocessor) cycle(h *header) string {
	way := filepath.Base(h.source.Name)
	for i := len(p.files) - 1; i > 0; i-- {
		f := p.files[i].header
		switch name := filepath.Base(f.source.Name); {
		case f == h && i == len(p.files)-1:
			return ": " + name + " includes itself"
		case f == h:
			return ": " + name + " includes " + way
		default:
			way = name + ", which includes " + way
		}
	}
	return ""
}

// headerName reads the operand of #include, which may be made of macros.
func (p *preprocessor) headerName(text string, t Token) (name string, angled, ok bool) {
	if name, angled, ok = quotedHeader(text); ok {
		return name, angled, true
	}
	toks, err := pieceTokens(nil, text, t.Span)
	if err != nil {
		return "", false, false
	}
	if toks, err = p.table.Macros.Expand(toks, nil); err != nil {
		return "", false, false
	}
	return quotedHeader(joinTokens(toks))
}

// quotedHeader takes the name out of "x.h" or <x.h>.
func quotedHeader(text string) (name string, angled, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) < 2 {
		return "", false, false
	}
	closing := byte('"')
	if text[0] == '<' {
		closing = '>'
	} else if text[0] != '"' {
		return "", false, false
	}
	end := strings.IndexByte(text[1:], closing)
	if end <= 0 {
		return "", false, false
	}
	return strings.ReplaceAll(text[1:1+end], " ", ""), closing == '>', true
}
