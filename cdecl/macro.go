package cdecl

import (
	"fmt"
	"iter"
	"slices"

	"cshell/diag"
)

// Macro is what #define made. It is not changed after that.
type Macro struct {
	Name     string
	FuncLike bool
	Params   []string // without the variadic one
	Variadic bool
	Rest     string  // the variadic parameter: __VA_ARGS__ or its GNU name
	Body     []Token // with the span of the definition
	Span     diag.Span

	since int // Macros.changes when it came
}

// Macros is a table of macros. The zero Macros is empty and ready.
type Macros struct {
	// Under is asked for names that this table does not know; may be nil.
	Under *Macros
	// Find knows more macros, behind this table's own; may be nil.
	Find func(name string) (*Macro, bool)

	table   map[string]*Macro // nil: #undef hides what Under has
	changes int               // counts definitions and their ends
	gone    []goneMacro       // what #undef or another definition has ended
	counter int               // what __COUNTER__ is next
	level   int               // what __INCLUDE_LEVEL__ is
	piece   []Token           // memory for one definition
}

// Define adds the macro that the text behind #define describes; a macro of the
// same name gives way. Errors are *diag.Error at the given place.
func (m *Macros) Define(text string, at diag.Span) error {
	toks, err := pieceTokens(m.piece[:0], text, at)
	if err != nil {
		return err
	}
	m.piece = toks
	macro, err := parseMacro(toks, at)
	if err != nil {
		return err
	}
	m.set(macro.Name, macro)
	return nil
}

// goneMacro is a macro that text read earlier saw.
type goneMacro struct {
	name  string
	macro *Macro
	till  int // Macros.changes when it went
}

func (m *Macros) set(name string, macro *Macro) {
	if m.table == nil {
		m.table = map[string]*Macro{}
	}
	m.end(name)
	m.table[name] = macro
	if macro != nil {
		macro.since = m.changes
	}
}

// Undef removes a macro; it need not exist.
func (m *Macros) Undef(name string) {
	m.end(name)
	delete(m.table, name)
	if _, ok := m.Lookup(name); ok {
		m.set(name, nil)
	}
}

// end counts a change, and remembers the definition that goes.
func (m *Macros) end(name string) {
	m.changes++
	if old := m.table[name]; old != nil {
		m.gone = append(m.gone, goneMacro{name, old, m.changes})
	}
}

// then is this table as text saw it that was read at a count of changes: headers
// define macros for their own text, and #undef them behind it.
func (m *Macros) then(changes int) *Macros {
	past := &Macros{Under: m, table: map[string]*Macro{}}
	for _, g := range m.gone {
		if g.macro.since <= changes && changes < g.till {
			past.table[g.name] = g.macro
		}
	}
	return past
}

// Lookup finds a macro. It may be called on nil.
func (m *Macros) Lookup(name string) (*Macro, bool) {
	for ; m != nil; m = m.Under {
		if macro, ok := m.table[name]; ok {
			return macro, macro != nil
		}
		if m.Find != nil {
			if macro, ok := m.Find(name); ok {
				return macro, true
			}
		}
	}
	return nil, false
}

// All are the macros of this table, without those under it, in no order.
func (m *Macros) All() iter.Seq[*Macro] {
	return func(yield func(*Macro) bool) {
		for _, macro := range m.table {
			if macro != nil && !yield(macro) {
				return
			}
		}
	}
}

// pieceTokens appends the tokens of a piece of text that has neither lines nor
// statements to toks. All get the given span.
func pieceTokens(toks []Token, text string, at diag.Span) ([]Token, error) {
	s := NewScanner(&diag.Source{Text: text})
	s.depth, s.lineStart = 1<<30, false
	for {
		t := s.Next()
		t.Span = at
		switch t.Kind {
		case EOF:
			return toks, nil
		case Bad, Open:
			return nil, diag.Errorf(at, diag.Syntax, "%s", t.Text)
		}
		toks = append(toks, t)
	}
}

// parseMacro reads a definition: the name, parameters if a parenthesis follows
// it directly, and the body. It keeps none of toks.
func parseMacro(toks []Token, at diag.Span) (*Macro, error) {
	fail := func(format string, args ...any) (*Macro, error) {
		return nil, diag.Errorf(at, diag.Syntax, format, args...)
	}
	if len(toks) == 0 {
		return fail("no macro name given in #define")
	}
	if toks[0].Kind != Ident {
		return fail("macro names must be identifiers, not %s", describe(toks[0]))
	}
	if toks[0].Text == "defined" || toks[0].Text == "__VA_ARGS__" {
		return fail("%q cannot be used as a macro name", toks[0].Text)
	}
	m := &Macro{Name: toks[0].Text, Span: at, Body: toks[1:]}
	if len(m.Body) > 0 && isText(m.Body[0], "(") && !m.Body[0].Space {
		m.FuncLike = true
		n, message := m.parameters(m.Body[1:])
		if message != "" {
			return fail("%s", message)
		}
		m.Body = m.Body[1+n:]
	}
	m.Body = slices.Clone(m.Body)
	if message := m.checkBody(); message != "" {
		return fail("%s", message)
	}
	return m, nil
}

// parameters reads a macro's parameters and returns how many tokens they took
// with the closing parenthesis, or what is wrong with them.
func (m *Macro) parameters(toks []Token) (n int, message string) {
	at := func(i int, text string) bool { return i < len(toks) && isText(toks[i], text) }
	for i := 0; i < len(toks); i++ {
		switch {
		case at(i, ")") && i == 0:
			return 1, ""
		case at(i, "..."):
			m.Variadic, m.Rest = true, "__VA_ARGS__"
		case toks[i].Kind != Ident:
			return 0, fmt.Sprintf("expected a parameter name before %s in macro parameter list", describe(toks[i]))
		case at(i+1, "..."):
			m.Variadic, m.Rest = true, toks[i].Text
			i++
		case m.param(toks[i].Text) >= 0:
			return 0, fmt.Sprintf("duplicate macro parameter %q", toks[i].Text)
		default:
			m.Params = append(m.Params, toks[i].Text)
		}
		i++
		switch {
		case at(i, ")"):
			return i + 1, ""
		case !at(i, ",") || m.Variadic:
			return 0, "expected ')' in macro parameter list"
		}
	}
	return 0, "expected ')' in macro parameter list"
}

// checkBody says what is wrong with # and ## in the body, or "".
func (m *Macro) checkBody() string {
	for i, t := range m.Body {
		switch {
		case isText(t, "##") && (i == 0 || i == len(m.Body)-1):
			return "'##' cannot appear at either end of a macro expansion"
		case isText(t, "#") && m.FuncLike && (i == len(m.Body)-1 || m.param(m.Body[i+1].Text) < 0 && m.Body[i+1].Text != "__VA_OPT__"):
			return "'#' is not followed by a macro parameter"
		}
	}
	return ""
}

// param is the index of a parameter, the variadic one being the last; -1 if
// name is none.
func (m *Macro) param(name string) int {
	for i, p := range m.Params {
		if p == name {
			return i
		}
	}
	if m.Variadic && name == m.Rest {
		return len(m.Params)
	}
	return -1
}

// Text is the definition as one line, without #define.
func (m *Macro) Text() string {
	text := m.Name
	if m.FuncLike {
		text += "("
		for i, p := range m.Params {
			if i > 0 {
				text += ", "
			}
			text += p
		}
		if m.Variadic {
			if len(m.Params) > 0 {
				text += ", "
			}
			if m.Rest != "__VA_ARGS__" {
				text += m.Rest
			}
			text += "..."
		}
		text += ")"
	}
	return text + " " + joinTokens(m.Body)
}
