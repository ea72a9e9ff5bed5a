package repl

import (
	"regexp"
	"strings"
	"sync"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/syntax"
)

// What may be entered at the prompt, and there only, in place of a command:
//
//	?NAME  NAME?    :doc NAME
//	??NAME NAME??   :doc NAME, then :list NAME
//	?               :help
//	!COMMAND        :shell COMMAND
//
// A ! may also be C's: see isNegation.

// question is a name, a tag or a command with question marks behind it. C has
// no statement of that form.
var question = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^((?:(?:struct|union|enum)\s+)?:?[A-Za-z_][\w.]*(?:\(\))?)(\?\??)$`)
})

// shorthand gives the commands that an entry stands for, without their colon;
// none for C and commands.
func (s *Shell) shorthand(entry string) []string {
	text := strings.TrimSpace(entry)
	switch {
	case text == "" || strings.Contains(text, "\n"):
		return nil
	case text[0] == '!':
		if !s.isNegation(text) {
			return []string{strings.TrimSpace("shell " + strings.TrimSpace(text[1:]))}
		}
		return nil
	case text[0] == '?':
		name := strings.TrimLeft(text, "? \t")
		return asked(strings.TrimRight(name, "?"), strings.HasPrefix(text, "??"))
	}
	if m := question().FindStringSubmatch(text); m != nil {
		return asked(m[1], m[2] == "??")
	}
	return nil
}

// asked are the commands that answer a question about a name.
func asked(name string, code bool) []string {
	switch name = strings.TrimSpace(strings.TrimSuffix(name, "()")); {
	case name == "":
		return []string{"help"}
	case name[0] == ':':
		return []string{"help " + name}
	case code:
		return []string{"doc " + name, "list " + name}
	}
	return []string{"doc " + name}
}

// isNegation says whether an entry that begins with ! is C's logical not: where
// an expression follows whose names are all known, or where what follows begins
// as a C expression and no program does: a bracket, an operator, a number, a
// quote, a call. A blank behind the ! always means the system's shell, and so
// does the name of a function alone, which nobody would negate.
func (s *Shell) isNegation(text string) bool {
	rest := text[1:]
	switch {
	case rest == "" || strings.ContainsAny(rest[:1], " \t./"), strings.HasPrefix(rest, "~/"):
		return false
	case strings.ContainsAny(rest[:1], `(!~+-*&"'0123456789`):
		return true
	}
	tokens := scan(rest)
	if tokens[0].Kind == cdecl.Ident && len(tokens) > 1 && tokens[1].Text == "(" && tokens[1].Span.Start == tokens[0].Span.End {
		return true
	}
	m, ok := s.Session.Meaning(rest)
	if !ok { // not yet an expression, but begun by a name of a value: !x &&
		first, known := s.Session.Meaning(tokens[0].Text)
		return known && !s.isFunctionName(tokens[0].Text, first.Type) && !s.Session.Complete(text+"\n")
	}
	return !(len(tokens) == 1 && s.isFunctionName(rest, m.Type))
}

// isFunctionName says whether a name is that of a function, not of a variable
// that points to one.
func (s *Shell) isFunctionName(name string, t ctypes.Type) bool {
	if p, ok := ctypes.Unwrap(t).(*ctypes.Pointer); ok && !s.isSessionName(name) {
		t = p.Elem
	}
	return ctypes.IsFunc(t)
}

// whole says whether text is a whole entry.
func (s *Shell) whole(text string) bool {
	return s.shorthand(text) != nil || s.Session.Complete(text)
}

// spelledOut is an entry as a script would have it.
func (s *Shell) spelledOut(entry string) string {
	lines := s.shorthand(entry)
	if lines == nil {
		return entry
	}
	return ":" + strings.Join(lines, "\n:") + "\n"
}

// runCommands runs what a shorthand stands for. The command has the place of
// the entry, so that errors point into what was typed.
func (s *Shell) runCommands(src *diag.Source, lines []string) error {
	at := diag.Span{Src: src, End: len(strings.TrimRight(src.Text, " \t\n"))}
	return s.paged(src, func() error {
		for _, line := range lines {
			if err := s.Session.Command(&syntax.Command{At: syntax.At{Where: at}, Text: line}); err != nil {
				return err
			}
		}
		return nil
	})
}
