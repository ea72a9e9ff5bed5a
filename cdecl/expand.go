package cdecl

import (
	"slices"
	"strconv"
	"strings"

	"cshell/diag"
)

// Bounds of one expansion, which a chain of macros could make exponential.
const (
	maxExpansion      = 1 << 20 // tokens handled
	maxArgumentsDepth = 200     // calls in arguments of calls
)

// Shadow says whether a name means something else where it stands, so that it is
// no macro's. It is asked for names in their order.
type Shadow func(name string, before Before) bool

// Before is what stands before a token, expanded; in a macro's argument, what
// stands there.
type Before struct {
	toks     []Token
	argument []ppToken
}

// Token is the nth token before, from the nearest, which is 0; newlines do not
// count. Before the first it is EOF.
func (b Before) Token(n int) Token {
	for i := len(b.toks) + len(b.argument) - 1; i >= 0; i-- {
		t := b.at(i)
		if t.Kind == Newline {
			continue
		}
		if n == 0 {
			return t
		}
		n--
	}
	return Token{Kind: EOF}
}

func (b Before) at(i int) Token {
	if i < len(b.toks) {
		return b.toks[i]
	}
	return b.argument[i-len(b.toks)].Token
}

// Expand replaces the macros in toks, but for names that are shadowed (may be
// nil). Tokens from a macro's body get the span of
// the macro's use, those of its arguments keep their own. A call whose
// arguments do not end is an error marked incomplete.
func (m *Macros) Expand(toks []Token, shadowed Shadow) ([]Token, error) {
	if m.mentioned(toks) == len(toks) {
		return toks, nil
	}
	return m.expandTo(make([]Token, 0, len(toks)), toks, shadowed, &expansion{})
}

// expansion is memory that one expansion after the other may use.
type expansion struct {
	in, argument []ppToken
	slab         []ppToken // for lists that live until the expansion ends
}

// room is an empty list with room for n tokens.
func (m *expansion) room(n int) []ppToken {
	if cap(m.slab)-len(m.slab) < n {
		m.slab = make([]ppToken, 0, max(2*cap(m.slab), n, minSlab))
	}
	at := len(m.slab)
	m.slab = m.slab[:at+n]
	return m.slab[at : at : at+n]
}

const minSlab = 64 // tokens

// expandTo appends the expansion of toks to dst.
func (m *Macros) expandTo(dst, toks []Token, shadowed Shadow, memory *expansion) ([]Token, error) {
	first := m.mentioned(toks)
	if first == len(toks) {
		return append(dst, toks...), nil
	}
	memory.in, memory.slab = memory.in[:0], memory.slab[:0]
	for _, t := range toks[first:] {
		memory.in = append(memory.in, ppToken{Token: t, painted: t.Plain})
	}
	budget := maxExpansion
	e := &expander{macros: m, shadowed: shadowed, budget: &budget, memory: memory}
	e.frames = append(e.frames, frame{toks: memory.in})
	before := len(dst)
	dst = append(dst, toks[:first]...)
	for {
		t, ok, err := e.token(Before{toks: dst[before:]})
		if err != nil {
			return dst[:before], err
		}
		if !ok {
			return dst, nil
		}
		dst = append(dst, t.Token)
	}
}

// mentioned is the place of the first name that there may be something to
// expand for, the number of tokens if there is none.
func (m *Macros) mentioned(toks []Token) int {
	for i := range toks {
		if m.mayExpand(&toks[i]) {
			return i
		}
	}
	return len(toks)
}

func (m *Macros) mayExpand(t *Token) bool {
	if t.Kind != Ident {
		return false
	}
	_, ok := m.Lookup(t.Text)
	return ok || isPredefined(t.Text)
}

// ppToken is a token during expansion. A painted name was met inside its own
// expansion and is never expanded again. An empty one stands for an empty
// argument beside ##.
type ppToken struct {
	Token
	painted, empty bool
}

// frame is a list of tokens being read: the input, or a macro's expansion, in
// which the macro itself is not expanded.
type frame struct {
	toks  []ppToken
	macro *Macro // nil for the input
}

// expander reads tokens from a stack of frames.
type expander struct {
	macros   *Macros
	shadowed Shadow
	frames   []frame
	outer    *expander // whose macro's argument this one expands; nil: none
	depth    int       // of arguments within arguments
	budget   *int      // tokens left, shared with the expanders of arguments
	memory   *expansion
}

// busy says whether a macro's expansion is being read, so that its name in there
// stays.
func (e *expander) busy(m *Macro) bool {
	for ; e != nil; e = e.outer {
		for i := range e.frames {
			if e.frames[i].macro == m {
				return true
			}
		}
	}
	return false
}

// token is the next token of the expansion; not ok at its end.
func (e *expander) token(before Before) (t ppToken, ok bool, err error) {
	for {
		if t, ok = e.next(); !ok {
			return t, false, nil
		}
		if e.outer == nil && len(e.frames) == 1 {
			e.memory.slab = e.memory.slab[:0] // the expansions before it were read through
		}
		used, err := e.expandAt(t, before)
		if err != nil {
			return t, false, err
		}
		if *e.budget--; *e.budget < 0 {
			return t, false, tooLarge(t.Token)
		}
		if !used {
			return e.paint(t), true, nil
		}
	}
}

// next takes a token off the stack; macros whose expansion was read through
// may be expanded again.
func (e *expander) next() (ppToken, bool) {
	for len(e.frames) > 0 {
		f := &e.frames[len(e.frames)-1]
		if len(f.toks) > 0 {
			t := f.toks[0]
			f.toks = f.toks[1:]
			return t, true
		}
		e.frames = e.frames[:len(e.frames)-1]
	}
	return ppToken{}, false
}

// atParen says whether the next token, behind finished expansions, is (.
func (e *expander) atParen() bool {
	for i := len(e.frames) - 1; i >= 0; i-- {
		if toks := e.frames[i].toks; len(toks) > 0 {
			return isText(toks[0].Token, "(")
		}
	}
	return false
}

// mentions says whether there may be something to expand in toks.
func (e *expander) mentions(toks []ppToken) bool {
	return slices.ContainsFunc(toks, func(t ppToken) bool { return e.macros.mayExpand(&t.Token) })
}

// paint marks the name of a macro inside its own expansion.
func (e *expander) paint(t ppToken) ppToken {
	if t.Kind == Ident && (len(e.frames) > 1 || e.outer != nil) {
		if m, ok := e.macros.Lookup(t.Text); ok && e.busy(m) {
			t.painted = true
		}
	}
	return t
}

// expandAt puts the expansion of t on the stack; false if t is no macro's use.
func (e *expander) expandAt(t ppToken, before Before) (bool, error) {
	if t.Kind != Ident || t.painted || e.shadowed != nil && e.shadowed(t.Text, before) {
		return false, nil
	}
	m, ok := e.macros.Lookup(t.Text)
	if !ok {
		return e.predefined(t), nil
	}
	if e.busy(m) || m.FuncLike && !e.atParen() {
		return false, nil
	}
	var args [][]ppToken
	if m.FuncLike {
		var err error
		if args, err = e.arguments(m, t); err != nil {
			return false, err
		}
	}
	body, err := e.substitute(m, m.Body, args, t.Token)
	if err != nil {
		return false, err
	}
	if len(body) > 0 {
		body[0].Space = t.Space
	}
	if *e.budget -= len(body); *e.budget < 0 {
		return false, tooLarge(t.Token)
	}
	e.frames = append(e.frames, frame{toks: body, macro: m})
	return true, nil
}

func tooLarge(at Token) error {
	return diag.Errorf(at.Span, diag.Limit, "the macro expansion is too large")
}

// isPredefined says whether a name is a macro whose expansion depends on where it
// is used.
func isPredefined(name string) bool {
	switch name {
	case "__LINE__", "__FILE__", "__COUNTER__", "__INCLUDE_LEVEL__":
		return true
	}
	return false
}

// predefined expands such a macro.
func (e *expander) predefined(t ppToken) bool {
	switch t.Text {
	case "__LINE__":
		line, _ := t.Span.Position()
		t.Kind, t.Text = Number, strconv.Itoa(line)
	case "__FILE__":
		name := ""
		if t.Span.Src != nil {
			name = t.Span.Src.Name
		}
		t.Kind, t.Text = String, `"`+escapeQuotes(name)+`"`
	case "__COUNTER__":
		t.Kind, t.Text = Number, strconv.Itoa(e.macros.counter)
		e.macros.counter++
	case "__INCLUDE_LEVEL__":
		t.Kind, t.Text = Number, strconv.Itoa(e.macros.level)
	default:
		return false
	}
	e.frames = append(e.frames, frame{toks: []ppToken{t}})
	return true
}

// arguments reads a call's arguments from the stack, its ( being next.
func (e *expander) arguments(m *Macro, use ppToken) ([][]ppToken, error) {
	e.next()
	var args [][]ppToken
	current := e.memory.argument[:0]
	end := func() { args = append(args, append(e.memory.room(len(current)), current...)) }
	for depth := 0; ; {
		t, ok := e.next()
		if !ok || t.Kind == EOF {
			err := diag.Errorf(use.Span, diag.Syntax, "unterminated argument list invoking macro %q", m.Name)
			err.Incomplete = true
			return nil, err
		}
		rest := m.Variadic && len(args) == len(m.Params)
		switch {
		case t.Kind == Newline:
			continue
		case depth == 0 && isText(t.Token, ")"):
			end()
			e.memory.argument = current
			return m.arrange(args, use)
		case depth == 0 && isText(t.Token, ",") && !rest:
			end()
			current = current[:0]
			continue
		case isText(t.Token, "("):
			depth++
		case isText(t.Token, ")"):
			depth--
		}
		current = append(current, e.paint(t))
	}
}

// arrange checks the number of arguments; the variadic one may be missing.
func (m *Macro) arrange(args [][]ppToken, use ppToken) ([][]ppToken, error) {
	want := len(m.Params)
	if len(args) == 1 && len(args[0]) == 0 && want == 0 && !m.Variadic {
		return nil, nil
	}
	switch {
	case len(args) < want && m.Variadic:
		return nil, diag.Errorf(use.Span, diag.Type, "macro %q requires at least %d arguments, but only %d given", m.Name, want, len(args))
	case len(args) < want:
		return nil, diag.Errorf(use.Span, diag.Type, "macro %q requires %d arguments, but only %d given", m.Name, want, len(args))
	case len(args) > want && !m.Variadic:
		return nil, diag.Errorf(use.Span, diag.Type, "macro %q passed %d arguments, but takes just %d", m.Name, len(args), want)
	case m.Variadic && len(args) == want:
		args = append(args, nil)
	}
	return args, nil
}

// joinTokens writes tokens as text, with blanks where they had them.
func joinTokens(toks []Token) string {
	var b strings.Builder
	for i, t := range toks {
		if i > 0 && t.Space {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}
