package repl

import (
	"fmt"
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/lang"
	"cshell/lang/check"
	"cshell/repl/editor"
)

// operandStart is the index of the token at which the postfix expression that
// ends with token i begins: of a.b[1]->c(2) the a. It is -1 where none ends
// there.
func operandStart(tokens []cdecl.Token, i int) int {
	for i >= 0 {
		switch t := tokens[i]; {
		case t.Text == ")" || t.Text == "]":
			open := openingOf(tokens, i)
			if open < 0 {
				return -1
			}
			if t.Text == ")" && !continues(tokens, open-1) {
				return open
			}
			i = open - 1
		case t.Kind == cdecl.Ident || t.Kind == cdecl.String:
			if i < 2 || tokens[i-1].Text != "." && tokens[i-1].Text != "->" {
				return i
			}
			i -= 2
		default:
			return -1
		}
	}
	return -1
}

// continues says whether the expression before a ( is called.
func continues(tokens []cdecl.Token, i int) bool {
	if i < 0 {
		return false
	}
	t := tokens[i]
	return t.Kind == cdecl.Ident && !statementWords()[t.Text] || t.Text == ")" || t.Text == "]"
}

// openingOf is the index of the bracket that token i closes, or -1.
func openingOf(tokens []cdecl.Token, i int) int {
	depth := 0
	for ; i >= 0; i-- {
		if tokens[i].Kind != cdecl.Punct {
			continue
		}
		switch tokens[i].Text {
		case ")", "]", "}":
			depth++
		case "(", "[", "{":
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// meaning says what the expression of tokens from to last is. A variable that
// the entry itself declares is none of the session's yet: its declaration is
// looked for in the entry.
func (a *assistant) meaning(text string, tokens []cdecl.Token, from, last int) (lang.Meaning, bool) {
	if from < 0 {
		return lang.Meaning{}, false
	}
	expression := text[tokens[from].Span.Start:tokens[last].Span.End]
	root := from
	for root < last && (tokens[root].Text == "(" || tokens[root].Text == "*") {
		root++
	}
	if declared := a.localType(tokens[:root], tokens[root].Text); declared != "" {
		start := tokens[root].Span.Start - tokens[from].Span.Start
		end := tokens[root].Span.End - tokens[from].Span.Start
		local := fmt.Sprintf("%s(*(%s *)0)%s", expression[:start], declared, expression[end:])
		if m, ok := a.shell.Session.Meaning(local); ok {
			return m, true
		}
	}
	return a.shell.Session.Meaning(expression)
}

// localType is the type with which tokens declare a variable last, as text; ""
// where they do not. An array counts as a pointer to its elements.
func (a *assistant) localType(tokens []cdecl.Token, name string) string {
	for i := len(tokens) - 1; i > 0; i-- {
		if tokens[i].Text != name || tokens[i].Kind != cdecl.Ident {
			continue
		}
		if declared := a.typeBefore(tokens[:i]); declared != "" {
			if i+1 < len(tokens) && tokens[i+1].Text == "[" {
				declared += "*"
			}
			return declared
		}
	}
	return ""
}

// typeBefore is the type that stands at the end of tokens, with its stars.
func (a *assistant) typeBefore(tokens []cdecl.Token) string {
	end := len(tokens)
	i := end
	for i > 0 && tokens[i-1].Text == "*" {
		i--
	}
	stars := i
	for i > 0 && a.inType(tokens, i-1) {
		i--
	}
	if i == stars {
		return ""
	}
	var words []string
	for _, t := range tokens[i:end] {
		words = append(words, t.Text)
	}
	return strings.Join(words, " ")
}

// inType says whether token i is a word of a type.
func (a *assistant) inType(tokens []cdecl.Token, i int) bool {
	t := tokens[i]
	if t.Kind != cdecl.Ident {
		return false
	}
	if i > 0 && (tokens[i-1].Text == "struct" || tokens[i-1].Text == "union" || tokens[i-1].Text == "enum") {
		return true
	}
	switch t.Text {
	case "struct", "union", "enum", "const", "volatile":
		return true
	}
	return typeWords()[t.Text] || a.isType(t.Text)
}

// completeMember completes what stands behind . or ->.
func (a *assistant) completeMember(p place) editor.Completion {
	last := len(p.tokens) - 2
	m, ok := a.meaning(p.text, p.tokens, operandStart(p.tokens, last), last)
	if !ok {
		return editor.Completion{}
	}
	if m.Library != nil {
		return editor.Completion{From: p.from, Names: a.exports(p.word, m.Library), Row: a.describeRow}
	}
	members := membersOf(m)
	var names []string
	rows := map[string]member{}
	for _, f := range members {
		if offered(p.word, f.name) {
			names = append(names, f.name)
			rows[f.name] = f
		}
	}
	return editor.Completion{From: p.from, Names: names, Row: func(name string) (string, string) {
		return rows[name].declaration, rows[name].origin
	}}
}

// member is something that may stand behind . or ->.
type member struct{ name, declaration, origin string }

// membersOf are the members of a struct or union, or of what a pointer points
// to; then ctypes' attributes.
func membersOf(m lang.Meaning) []member {
	if m.Type == check.ErrorType {
		return errorFields
	}
	var list []member
	switch t := ctypes.Unwrap(m.Type).(type) {
	case *ctypes.Record:
		list = fieldsOf(t, t.String(), 0)
	case *ctypes.Pointer:
		if r, ok := ctypes.Unwrap(t.Elem).(*ctypes.Record); ok {
			list = fieldsOf(r, r.String(), 0)
		}
		if _, ok := ctypes.Unwrap(t.Elem).(*ctypes.Func); ok {
			return functionAttributes
		}
		list = append(list, member{"contents", ctypes.Declare(t.Elem, "contents"), "as in ctypes"})
	case *ctypes.Func:
		return functionAttributes
	case *ctypes.Array:
		return []member{{"raw", "the whole buffer", "as in ctypes"}, {"value", "its text", "as in ctypes"}}
	default:
		list = append(list, member{"value", ctypes.Declare(m.Type, "value"), "as in ctypes"})
	}
	return list
}

var functionAttributes = []member{
	{"argtypes", "[TYPE, …]", "the types of its parameters"},
	{"restype", "TYPE", "the type of its result"},
	{"errcheck", "FUNCTION", "called with each result"},
}

var errorFields = []member{
	{"message", "char *message", "what went wrong"},
	{"kind", "char *kind", "syntax name type bounds memory fault …"},
	{"signal", "char *signal", "of a fault"},
	{"address", "void *address", "of a fault"},
	{"function", "char *function", "in which it happened"},
	{"status", "int status", "what exit was given"},
}

// fieldsOf lists a record's members, those of anonymous ones too.
func fieldsOf(r *ctypes.Record, owner string, at int64) []member {
	var list []member
	if !r.Complete() {
		return nil
	}
	for _, f := range r.Fields {
		if f.Name == "" {
			if inner, ok := ctypes.Unwrap(f.Type).(*ctypes.Record); ok {
				list = append(list, fieldsOf(inner, owner, at+f.Offset)...)
			}
			continue
		}
		declaration := ctypes.Declare(f.Type, f.Name)
		if f.Bits != nil {
			declaration += fmt.Sprintf(" : %d", f.Bits.Width)
		}
		list = append(list, member{f.Name, declaration, fmt.Sprintf("%s +%d", owner, at+f.Offset)})
	}
	return list
}

// tagRow describes a tag.
func (a *assistant) tagRow(kind string) func(string) (string, string) {
	return func(tag string) (string, string) {
		m, ok := a.shell.Session.Meaning(kind + " " + tag)
		if !ok {
			return "", ""
		}
		if r, ok := ctypes.Unwrap(m.Type).(*ctypes.Record); ok && r.Complete() {
			var names []string
			for _, f := range r.Fields {
				names = append(names, f.Name)
			}
			return kind + " " + tag + " {" + strings.Join(names, "; ") + "}", fmt.Sprintf("%d bytes", r.Size())
		}
		return kind + " " + tag, ""
	}
}
