package syntax

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/participle/v2"

	"cshell/cdecl"
	"cshell/diag"
)

// wanted is the error for the next token, where something else must stand.
func (p *parser) wanted(what string) error {
	return p.fail(cdecl.Unexpected(p.toks.Peek(p.toks.behindNewlines(0)), what))
}

// missingEnd is the error for a statement that does not end. Where the next
// token is on a later line, it points behind the last token instead.
func (p *parser) missingEnd() error {
	t := p.toks.Peek(p.toks.behindNewlines(0))
	if t.Kind == cdecl.EOF {
		return p.wanted("';'")
	}
	e := cdecl.Unexpected(t, "';'")
	if p.toks.pos > 0 && t.Kind != cdecl.Bad && t.Kind != cdecl.Open {
		before := p.toks.list[p.toks.pos-1].Span
		if before.Src == t.Span.Src && before.End < t.Span.Start &&
			strings.Contains(before.Src.Text[before.End:t.Span.Start], "\n") {
			e.Span.Start, e.Span.End = before.End, before.End
		}
	}
	return p.fail(e)
}

// errorAt makes a syntax error at a token.
func (p *parser) errorAt(t cdecl.Token, format string, args ...any) error {
	return p.fail(diag.Errorf(t.Span, diag.Syntax, format, args...))
}

// fail keeps an error, because participle drops those of what is optional.
func (p *parser) fail(e *diag.Error) error {
	p.failure = e
	return e
}

// explain makes any error of a parse the user's: in our words, with a hint.
func (p *parser) explain(err error) error {
	var e *diag.Error
	var u *participle.UnexpectedTokenError
	switch {
	case errors.As(err, &e):
	case errors.As(err, &u):
		e = p.explainUnexpected(u)
	default:
		e = diag.Errorf(p.toks.Peek(0).Span, diag.Syntax, "internal error: %v", err)
	}
	return p.suggestType(e)
}

// firstTerminal finds the token that a production's text begins with. The
// message is the only place where participle says what it wanted.
var firstTerminal = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\(expected (?:"([^"]+)"|<ident>)`)
})

// explainUnexpected is the error for a token that the grammar did not expect.
// An error of our own at the same token knows better.
func (p *parser) explainUnexpected(u *participle.UnexpectedTokenError) *diag.Error {
	t := p.toks.list[u.Unexpected.Pos.Offset]
	if f := p.failure; f != nil && (f.Span == t.Span || f.Incomplete) {
		return f
	}
	m := firstTerminal().FindStringSubmatch(u.Message())
	switch {
	case m == nil:
		return cdecl.Unexpected(t, "a statement")
	case m[1] == "":
		return cdecl.Unexpected(t, "a name")
	}
	return cdecl.Unexpected(t, "'"+m[1]+"'")
}

// nearestStart is the word or type most like name: what may stand at the start of
// a statement.
func (p *parser) nearestStart(name string) string {
	words := slices.Collect(cdecl.Keywords)
	fits := func(name string) bool { return p.IsType(name) || slices.Contains(words, name) }
	return diag.NearestThat(fits, name, func(yield func(string) bool) {
		for _, w := range words {
			if !yield(w) {
				return
			}
		}
		p.allNames(yield)
	})
}

// misspelt is the error for an unknown name that looks like a keyword, nil for
// any other.
func (p *parser) misspelt(x *Ident) error {
	if p.IsKnown(x.Name) {
		return nil
	}
	near := diag.Nearest(x.Name, cdecl.Keywords)
	if near == "" {
		return nil
	}
	return p.fail(diag.Errorf(x.Where, diag.Name, "unknown name %s", x.Name).WithHint("did you mean %q?", near))
}

// suggestType adds the nearest type to an error about an unknown one.
func (p *parser) suggestType(e *diag.Error) error {
	quoted, ok := strings.CutPrefix(e.Message, "unknown type name ")
	if !ok || e.Hint != "" {
		return e
	}
	name := strings.Trim(quoted, `"`)
	if name == "import" || name == "from" {
		return e.WithHint("this is Python: the names of ctypes are known without an import, and :load loads a library")
	}
	if near := p.nearestStart(name); near != "" {
		return e.WithHint("did you mean %q?", near)
	}
	return e.WithHint("declare it first: typedef struct %s %s;", name, name)
}
