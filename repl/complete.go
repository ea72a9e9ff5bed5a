package repl

import (
	"path/filepath"
	"slices"
	"strings"

	"cshell/cdecl"
	"cshell/objfile"
	"cshell/repl/editor"
)

// place is where the cursor stands in what is being typed.
type place struct {
	text   string        // up to the cursor
	tokens []cdecl.Token // of text, without the word at its end
	word   string        // the part of a name that stands before the cursor
	from   int           // where word begins
}

// Complete finds what the word that ends at an offset could become.
func (a *assistant) Complete(text string, at int) editor.Completion {
	text = text[:at]
	if lines := a.shell.shorthand(text); lines != nil && text[0] == '!' {
		from := max(lastBlank(text), 1)
		return programsAndFiles(text[from:], from, strings.TrimSpace(text[1:from]) == "")
	}
	tokens := scan(text)
	last := cdecl.Token{}
	if n := len(tokens); n > 0 {
		last = tokens[n-1]
	}
	switch {
	case last.Kind == cdecl.Command && !strings.Contains(text[last.Span.End:], "\n"):
		return a.completeCommand(text, last.Span.Start+1)
	case last.Kind == cdecl.Directive && last.Span.End == at:
		return a.completeDirective(text, last.Span.Start)
	case last.Kind == cdecl.Bad && strings.ContainsAny(last.Span.Text(), `"`):
		return a.completeString(text, tokens)
	case last.Kind == cdecl.Open || last.Kind == cdecl.Bad || inLineComment(text, last.Span.End):
		return editor.Completion{}
	}
	return a.completeC(placeOf(text, tokens))
}

// placeOf cuts the word at the end off.
func placeOf(text string, tokens []cdecl.Token) place {
	p := place{text: text, tokens: tokens, from: len(text)}
	if n := len(tokens); n > 0 && tokens[n-1].Kind == cdecl.Ident && tokens[n-1].Span.End == len(text) {
		p.tokens, p.word, p.from = tokens[:n-1], tokens[n-1].Text, tokens[n-1].Span.Start
	}
	return p
}

// inLineComment says whether text ends in a // comment behind its last token.
func inLineComment(text string, tokenEnd int) bool {
	return strings.Contains(text[max(tokenEnd, strings.LastIndexByte(text, '\n')+1):], "//")
}

// previous is the text of the token n before the word.
func (p place) previous(n int) string {
	if len(p.tokens) < n {
		return ""
	}
	return p.tokens[len(p.tokens)-n].Text
}

// completeC completes a name in C: a member, a tag, or any name.
func (a *assistant) completeC(p place) editor.Completion {
	switch p.previous(1) {
	case ".", "->":
		if c := a.completeMember(p); c.Names != nil {
			return c
		}
		return editor.Completion{}
	case "struct", "union", "enum":
		return editor.Completion{
			From: p.from, Names: matching(p.word, a.shell.Session.TagNames(p.previous(1))), Row: a.tagRow(p.previous(1)),
		}
	}
	return editor.Completion{From: p.from, Names: a.names(p.word), Row: a.describeRow}
}

// completeCommand completes a command's name or its arguments; start is
// behind the colon.
func (a *assistant) completeCommand(text string, start int) editor.Completion {
	name, rest, hasArguments := cutBlank(text[start:])
	if !hasArguments {
		return a.commandNames(name, start)
	}
	name, _, _ = strings.Cut(name, "/")
	c := findCommand(name)
	if c == nil {
		return editor.Completion{}
	}
	from := lastBlank(text)
	word := text[from:]
	first := strings.TrimSpace(rest) == word // the first argument
	switch {
	case c.name == "help":
		return a.commandNames(strings.TrimPrefix(word, ":"), len(text)-len(strings.TrimPrefix(word, ":")))
	case c.name == "set" && first:
		return settingNames(word, from)
	case c.name == "set":
		return settingValues(strings.Fields(rest)[0], word, from)
	case c.name == "edit":
		return editor.Completion{From: from, Names: slices.Compact(sortedMatching(word, a.shell.Session.SessionNames())), Row: a.describeRow}
	case c.name == "shell":
		return programsAndFiles(word, from, first)
	case c.name == "trace":
		return editor.Completion{From: from, Names: matching(word, []string{"on", "off"})}
	case c.name == "count":
		return editor.Completion{From: from, Names: matching(word, []string{"on", "off", "reset"})}
	case c.args&^optionalArgument == exprArgument:
		at := len(text) - len(strings.TrimLeft(rest, " \t"))
		inner := shift(a.Complete(text[at:], len(text)-at), at)
		if c.name == "layout" {
			inner.Names = a.onlyTypes(inner.Names)
		}
		return inner
	case c.args&^optionalArgument == fileArgument:
		return files(word, from)
	case c.args&^optionalArgument == libraryArgument && first, c.name == "find":
		return a.libraryNames(c.name, word, from)
	case c.args&^optionalArgument == libraryArgument && c.name == "symbols":
		return a.exportedNames(strings.Fields(rest)[0], word, from)
	}
	return editor.Completion{}
}

// maxTypes is among how many names types are looked for: each costs a lookup.
const maxTypes = 2000

// onlyTypes keeps the names that may stand in a type, or all where that would
// be none.
func (a *assistant) onlyTypes(names []string) []string {
	if len(names) > maxTypes {
		return names
	}
	var types []string
	for _, name := range names {
		if typeWords()[name] || tagWords()[name] || a.isType(name) {
			types = append(types, name)
		}
	}
	if types == nil {
		return names
	}
	return types
}

// tagWords stand before a tag.
var tagWords = wordSet("struct union enum")

// shift moves a completion that was made for a part of a text.
func shift(c editor.Completion, by int) editor.Completion {
	c.From += by
	return c
}

func lastBlank(text string) int { return strings.LastIndexAny(text, " \t\n") + 1 }

// commandNames completes the name of a command.
func (a *assistant) commandNames(word string, from int) editor.Completion {
	var names []string
	for name := range commandNames() {
		names = append(names, name)
	}
	return editor.Completion{From: from, Names: matching(word, names), Row: func(name string) (string, string) {
		c := findCommand(name)
		return c.synopsis(), c.short
	}}
}

func settingNames(word string, from int) editor.Completion {
	var names []string
	help := map[string]string{}
	for _, s := range settings {
		names = append(names, s.name)
		help[s.name] = s.help
	}
	return editor.Completion{From: from, Names: matching(word, names), Row: func(name string) (string, string) {
		return "", help[name]
	}}
}

// settingValues completes what an option may be.
func settingValues(name, word string, from int) editor.Completion {
	if name != "include" {
		return editor.Completion{From: from, Names: matching(word, listedValues(name))}
	}
	before := strings.LastIndexByte(word, filepath.ListSeparator) + 1
	c := files(word[before:], from+before)
	c.Names = slices.DeleteFunc(c.Names, func(name string) bool { return !strings.HasSuffix(name, "/") })
	return c
}

// listedValues are what an option may be, as far as that can be listed.
func listedValues(name string) []string {
	switch o, ok := findSetting(name); {
	case !ok:
		return nil
	case o.standard == "on" || o.standard == "off":
		return []string{"on", "off", "default"}
	case name == "radix":
		return []string{"2", "8", "10", "16", "default"}
	case name == "pager":
		return []string{"on", "off", "default"}
	}
	return []string{"default"}
}

// libraryNames completes the name of a library: of a loaded one where the
// command works on those only, else of any that can be found.
func (a *assistant) libraryNames(command, word string, from int) editor.Completion {
	loaded := map[string]string{}
	var names []string
	for _, lib := range a.shell.Session.Libraries() {
		for _, name := range append(a.shell.Session.NamesOf(lib), lib.Name) {
			if loaded[name] == "" {
				names = append(names, name)
			}
			loaded[name] = lib.Soname
		}
	}
	row := func(name string) (string, string) { return loaded[name], "" }
	switch command {
	case "unload", "reload", "symbols":
		return editor.Completion{From: from, Names: matching(word, names), Row: row}
	}
	if strings.Contains(word, "/") {
		return libraryFiles(word, from)
	}
	if command == "load" || command == "find" {
		names = nil
	}
	names = append(names, objfile.LibraryNames(objfile.Search{})...)
	if strings.HasPrefix(word, "lib") {
		names = append(names, objfile.LibraryFiles(objfile.Search{})...)
	}
	found := func(name string) (string, string) {
		r, err := objfile.Find(name, objfile.Search{})
		if err != nil {
			return "", err.Error()
		}
		return r.Path, ""
	}
	c := editor.Completion{From: from, Names: matching(word, names), Row: found}
	c.Names = append(c.Names, libraryFiles(word, from).Names...)
	return c
}

// exportedNames completes a symbol of a library.
func (a *assistant) exportedNames(library, word string, from int) editor.Completion {
	lib := a.shell.Session.Library(library)
	if lib == nil {
		return editor.Completion{}
	}
	return editor.Completion{From: from, Names: a.exports(word, lib), Row: a.describeRow}
}

// completeString completes file names, and library names where a library is
// loaded by a function.
func (a *assistant) completeString(text string, tokens []cdecl.Token) editor.Completion {
	n := len(tokens) - 1
	from := tokens[n].Span.Start + strings.IndexByte(tokens[n].Span.Text(), '"') + 1
	if strings.Contains(text[from:], "\n") {
		return editor.Completion{}
	}
	if n >= 2 && tokens[n-1].Text == "(" {
		switch tokens[n-2].Text {
		case "load", "CDLL", "find_library":
			return a.libraryNames("load", text[from:], from)
		}
	}
	return files(text[from:], from)
}
