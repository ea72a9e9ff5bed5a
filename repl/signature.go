package repl

import (
	"fmt"
	"path/filepath"
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/lang"
	"cshell/repl/editor"
)

// Signature is the function in whose call an offset lies.
func (a *assistant) Signature(text string, at int) editor.Signature {
	text = text[:at]
	tokens := scan(text)
	if n := len(tokens); n > 0 && tokens[n-1].Kind == cdecl.Command {
		return commandSignature(tokens[n-1], text)
	}
	current := 0
	for i := len(tokens) - 1; i >= 0; i-- {
		if tokens[i].Kind != cdecl.Punct {
			continue
		}
		switch tokens[i].Text {
		case ")", "]", "}":
			if i = openingOf(tokens, i); i < 0 {
				return editor.Signature{}
			}
		case ",":
			current++
		case ";":
			return editor.Signature{}
		case "[", "{":
			if i > 0 && tokens[i-1].Text == ")" { // a function's body
				return editor.Signature{}
			}
			current = 0
		case "(":
			if s := a.signatureOf(text, tokens, i-1); s.Name != "" {
				s.Current = clampParameter(s, current)
				return s
			}
			current = 0
		}
	}
	return editor.Signature{}
}

// clampParameter is the parameter that an argument goes to: the ... takes all
// that follow.
func clampParameter(s editor.Signature, n int) int {
	if last := len(s.Params) - 1; n > last && last >= 0 && s.Params[last] == "..." {
		return last
	}
	return n
}

// commandSignature shows a command's usage once its name stands there.
func commandSignature(t cdecl.Token, text string) editor.Signature {
	name, _, more := cutBlank(text[t.Span.Start+1:])
	name, _, _ = strings.Cut(name, "/")
	if c := findCommand(name); c != nil && more && c.usage != "" {
		return editor.Signature{Name: c.synopsis() + "  " + c.short}
	}
	return editor.Signature{}
}

// signatureOf is the prototype of what the expression that ends with token last
// calls; Name is empty where that is no function.
func (a *assistant) signatureOf(text string, tokens []cdecl.Token, last int) editor.Signature {
	from := operandStart(tokens, last)
	if from < 0 || from == last && tokens[last].Kind != cdecl.Ident {
		return editor.Signature{}
	}
	name := text[tokens[from].Span.Start:tokens[last].Span.End]
	if f, ok := shellFunctions[name]; ok && !a.shell.isSessionName(name) {
		return parseUsage(f.usage)
	}
	if from == last && (statementWords()[name] || declarationWords()[name] || typeWords()[name]) {
		return editor.Signature{}
	}
	if m, ok := a.shell.Session.Macro(name); ok && m.FuncLike {
		return editor.Signature{Name: "#define " + name, Params: m.Params, Origin: macroOrigin(m)}
	}
	m, ok := a.meaning(text, tokens, from, last)
	if !ok {
		return editor.Signature{}
	}
	return a.prototype(tokens[last].Text, m)
}

// parseUsage cuts a usage text at its brackets.
func parseUsage(usage string) editor.Signature {
	name, rest, _ := strings.Cut(usage, "(")
	return editor.Signature{Name: name, Params: strings.Split(strings.TrimSuffix(rest, ")"), ", "), Origin: "cshell"}
}

// prototype cuts a function's type, or the members of a type that is called,
// into its parts.
func (a *assistant) prototype(name string, m lang.Meaning) editor.Signature {
	t := ctypes.Unwrap(m.Type)
	if r, ok := t.(*ctypes.Record); ok && m.IsType {
		return editor.Signature{Name: r.String(), Params: fieldDeclarations(r)}
	}
	if p, ok := t.(*ctypes.Pointer); ok {
		t = ctypes.Unwrap(p.Elem)
	}
	f, ok := t.(*ctypes.Func)
	if !ok {
		return editor.Signature{}
	}
	s := editor.Signature{Name: ctypes.Declare(f.Result, name), Params: parameters(f), Origin: a.origin(name)}
	if !f.Proto {
		s.Params, s.Origin = []string{"..."}, strings.TrimSpace("no prototype known  "+s.Origin)
	}
	return s
}

func parameters(f *ctypes.Func) []string {
	var params []string
	for _, p := range f.Params {
		params = append(params, ctypes.Declare(p.Type, p.Name))
	}
	switch {
	case f.Variadic:
		return append(params, "...")
	case len(params) == 0:
		return []string{"void"}
	}
	return params
}

func fieldDeclarations(r *ctypes.Record) []string {
	var list []string
	for _, f := range fieldsOf(r, "", 0) {
		list = append(list, f.declaration)
	}
	return list
}

// origin is where a function is from: its library, or where it is declared.
func (a *assistant) origin(name string) string {
	if !a.shell.isSessionName(name) {
		if lib := a.exporter(name); lib != nil {
			return lib.Soname
		}
	}
	if d := a.shell.Session.DescribeName(name); d != nil {
		return d.From
	}
	return ""
}

func macroOrigin(m *cdecl.Macro) string {
	if m.Span.Src == nil {
		return ""
	}
	line, _ := m.Span.Position()
	switch name := m.Span.Src.Name; {
	case name == "<prelude>", name == "<predefined>":
		return name
	case strings.HasPrefix(name, "<"):
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("%s:%d", filepath.Base(m.Span.Src.Name), line)
}

// Describe says what a name is, as :type does.
func (a *assistant) Describe(name string) string {
	if name == "" {
		return ""
	}
	if d := a.shell.Session.DescribeName(name); d != nil {
		return d.Text()
	}
	signature, origin := a.describeRow(name)
	return strings.TrimSpace(signature + "  " + origin)
}
