package cdecl

import "strings"

// Declarations are pasted without the headers that define the macros in them:
// what stands for nothing, or for an attribute, is recognised by its form and
// skipped with a note.

// exportMacro skips an ALL-CAPS name that is no type and stands before a
// declaration (ZEXTERN int f) or before the declared name (int ZEXPORT f).
func (p *Parser) exportMacro(behindType bool) bool {
	t := p.peek()
	n := p.behindExportMacros(behindType)
	if n == 0 || !p.declaresAt(n, behindType) {
		return false
	}
	p.drop(n)
	p.exported = true
	p.skipped(t)
	return true
}

// behindExportMacros is the index of the first token behind the export macros
// at the head, 0 if there are none. Before a declaration they may have
// arguments and stand on lines of their own, as GLib's do; behind its type the
// name may follow on the next line where another macro began it, as in libxml2.
func (p *Parser) behindExportMacros(behindType bool) int {
	n := 0
	for p.isMacroName(n) {
		end := p.behindMacro(n, behindType)
		if p.ts.Peek(end).Kind != Ident {
			break
		}
		n = end
	}
	return n
}

// behindMacro is the index of the first token behind the export macro at
// token n, its arguments and newlines.
func (p *Parser) behindMacro(n int, behindType bool) int {
	n++
	if !behindType && isText(p.ts.Peek(n), "(") {
		n = p.matching(n)
	}
	for p.flags == 0 && (!behindType || p.exported) && p.ts.Peek(n).Kind == Newline {
		n++
	}
	return n
}

// EndsInExportMacro says whether what is left at the head may be export macros
// of a declaration that is to follow, or of its name where specifiers with
// such a macro were just read.
func (p *Parser) EndsInExportMacro(behindType bool) bool {
	if behindType && !p.exported {
		return false
	}
	n := 0
	for behindType && isText(p.ts.Peek(n), "*") {
		n++
	}
	n += p.behindExportMacros(behindType)
	return p.isMacroName(n) && p.ts.Peek(p.behindMacro(n, behindType)).Kind == EOF
}

// isMacroName says whether token n is an ALL-CAPS name that means nothing.
func (p *Parser) isMacroName(n int) bool {
	t := p.ts.Peek(n)
	return t.Kind == Ident && isAllCaps(t.Text) && !p.isType(t.Text) && !p.d.IsKnown(t.Text)
}

func isAllCaps(name string) bool {
	letters := 0
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case 'A' <= c && c <= 'Z':
			letters++
		case c != '_' && !isDigit(c):
			return false
		}
	}
	return letters > 1
}

// isReservedMacro says whether token n is a name that only a system header can
// have defined, as __THROW and __nonnull are.
func (p *Parser) isReservedMacro(n int) bool {
	t := p.ts.Peek(n)
	return t.Kind == Ident && keywords[t.Text] == notKeyword && IsReserved(t.Text) && !p.isType(t.Text)
}

// IsReserved says whether a name begins as those that C leaves to its
// implementation.
func IsReserved(name string) bool { return strings.HasPrefix(name, "__") }

// trailingMacro skips an attribute macro behind a function declarator.
func (p *Parser) trailingMacro() {
	t := p.ts.Next()
	if p.at("(") {
		p.skipParens()
	}
	p.skipped(t)
}

// atProtoMacro says whether parameters follow in a macro that once hid them
// from compilers before C89: `int deflate OF((z_streamp strm, int flush));`.
func (p *Parser) atProtoMacro() bool {
	t := p.peek()
	if t.Kind != Ident || strings.ToUpper(t.Text) != t.Text {
		return false
	}
	for n := 1; n <= 2; n++ {
		if next := p.ts.Peek(n); next.Kind == EOF {
			return true
		} else if !isText(next, "(") {
			return false
		}
	}
	inner := p.matching(2)
	return p.ts.Peek(inner).Kind == EOF || p.matching(1) == inner+1
}

// protoMacro reads parameters inside such a macro.
func (p *Parser) protoMacro(d *Declarator) DeclaratorOp {
	t := p.ts.Next()
	p.skipped(t)
	p.expect("(")
	op := p.function(d)
	p.expect(")")
	return op
}

// skipped tells that a macro was left out.
func (p *Parser) skipped(t Token) {
	p.d.Note(t.Span, "skipped "+t.Text+", which is not defined")
}
