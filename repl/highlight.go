package repl

import (
	"strings"
	"sync"

	"cshell/cdecl"
	"cshell/diag"
	"cshell/repl/editor"
)

// assistant answers the editor's questions about what is being typed.
type assistant struct {
	shell *Shell
	types map[string]bool // whether a name is a type; for one entry
	known int             // of how many packages the session knew the types then
}

// Assistant is what the editor asks while an entry is being typed.
func (s *Shell) Assistant() editor.Assistant { return &assistant{shell: s} }

// Whole says whether text is a whole entry.
func (a *assistant) Whole(text string) bool { return a.shell.whole(text) }

// Tokens are the tokens of a text with their colours.
func (a *assistant) Tokens(text string) []editor.Token {
	if text == "" { // a new entry: what ran since may have changed everything
		a.types = nil
	} else {
		a.shell.Session.ReadSymbols()
	}
	raw := scan(text)
	tokens := make([]editor.Token, 0, len(raw))
	at := 0
	for i, t := range raw {
		tokens = appendComments(tokens, text, at, t.Span.Start)
		at = t.Span.End
		if t.Kind != cdecl.Newline {
			tokens = append(tokens, editor.Token{Start: t.Span.Start, End: t.Span.End, Kind: a.kind(raw, i)})
		}
	}
	return appendComments(tokens, text, at, len(text))
}

// scan cuts a text into tokens, without the end of the text.
func scan(text string) []cdecl.Token {
	var tokens []cdecl.Token
	scanner := cdecl.NewScanner(&diag.Source{Text: text, First: 1})
	for {
		t := scanner.Next()
		if t.Kind == cdecl.EOF {
			return tokens
		}
		tokens = append(tokens, t)
	}
}

// appendComments adds what stands between two tokens: blanks and comments.
func appendComments(tokens []editor.Token, text string, from, to int) []editor.Token {
	for from < to {
		start := strings.IndexByte(text[from:to], '/')
		if start < 0 {
			break
		}
		start += from
		end := to
		if strings.HasPrefix(text[start:], "//") {
			if n := strings.IndexByte(text[start:to], '\n'); n >= 0 {
				end = start + n
			}
		} else if n := strings.Index(text[start:to], "*/"); n >= 0 {
			end = start + n + 2
		}
		tokens = append(tokens, editor.Token{Start: start, End: end, Kind: editor.Comment})
		from = max(end, start+1)
	}
	return tokens
}

// statementWords are the words of statements and of the shell's own syntax.
var statementWords = wordSet("if else while do for switch case default break continue return goto " +
	"try catch new del sizeof _Alignof alignof typeof offsetof true false NULL nullptr None True False")

// declarationWords are the other words of C that cannot be names.
var declarationWords = wordSet("struct union enum typedef extern static inline const volatile restrict register auto " +
	"_Noreturn _Thread_local _Alignas alignas __attribute__")

// typeWords make up C's own types.
var typeWords = wordSet("void char short int long float double signed unsigned bool _Bool _Complex __int128")

// wordSet makes a set of words when it is asked for the first time.
func wordSet(words string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		set := map[string]bool{}
		for w := range strings.FieldsSeq(words) {
			set[w] = true
		}
		return set
	})
}

func (a *assistant) kind(tokens []cdecl.Token, i int) editor.TokenKind {
	switch t := tokens[i]; t.Kind {
	case cdecl.Ident:
		return a.wordKind(tokens, i)
	case cdecl.Number:
		return editor.Number
	case cdecl.Char, cdecl.String:
		return editor.String
	case cdecl.Directive, cdecl.Command:
		return editor.Command
	case cdecl.Open:
		return editor.Comment
	case cdecl.Bad:
		return badKind(t)
	case cdecl.Punct:
		switch t.Text {
		case "(", "[", "{":
			return editor.Open
		case ")", "]", "}":
			return editor.Close
		}
	}
	return editor.Other
}

// badKind shows a string that has no end yet as a string.
func badKind(t cdecl.Token) editor.TokenKind {
	if strings.ContainsAny(t.Span.Text(), `"'`) {
		return editor.String
	}
	return editor.Wrong
}

func (a *assistant) wordKind(tokens []cdecl.Token, i int) editor.TokenKind {
	name := tokens[i].Text
	switch {
	case statementWords()[name], declarationWords()[name]:
		return editor.Keyword
	case typeWords()[name]:
		return editor.TypeName
	case i > 0 && (tokens[i-1].Text == "." || tokens[i-1].Text == "->"):
		return editor.Other
	case i > 0 && (tokens[i-1].Text == "struct" || tokens[i-1].Text == "union" || tokens[i-1].Text == "enum"):
		return editor.TypeName
	case a.isType(name):
		return editor.TypeName
	case i+1 < len(tokens) && tokens[i+1].Text == "(":
		return editor.Function
	}
	return editor.Other
}

// maxCached bounds the names that are remembered.
const maxCached = 10000

// isType asks the session once for each name.
func (a *assistant) isType(name string) bool {
	if known := a.shell.Session.Known(); a.types == nil || len(a.types) > maxCached || known != a.known {
		a.types, a.known = map[string]bool{}, known
	}
	known, ok := a.types[name]
	if !ok {
		known = a.shell.Session.IsType(name)
		a.types[name] = known
	}
	return known
}
