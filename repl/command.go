package repl

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"sync"

	"cshell/diag"
	"cshell/lang/syntax"
)

// command is one row of the table that gives parsing, completion, :help and
// docs/commands.md.
type command struct {
	name    string
	aliases []string
	args    argument
	usage   string // what follows the name
	short   string // one line of help
	long    string // more help, ending with an example
	run     func(*Shell, *invocation) error
}

// argument says what a command takes, for completion and for the check that
// it was given.
type argument uint8

const (
	noArgument argument = iota
	libraryArgument
	fileArgument
	exprArgument
	wordArgument
	optionalArgument argument = 0x80 // or-ed in: may be left out
)

// invocation is a command as given.
type invocation struct {
	command *command
	format  string    // what follows a slash: x/4xw
	text    string    // the arguments, blanks trimmed
	at      diag.Span // where they stand
}

// words are the arguments as blank-separated words.
func (i *invocation) words() []string { return strings.Fields(i.text) }

// takeOptions takes the words that begin with -- off both ends of the
// arguments. known are the names; one that ends in = has a value: depth=2.
func (i *invocation) takeOptions(known ...string) (given map[string]string, err error) {
	given = map[string]string{}
	for {
		word, at := optionAtEnd(i.at)
		if word == "" {
			word, at = optionAtStart(i.at)
		}
		if word == "" {
			break
		}
		name, value, valued := strings.Cut(word, "=")
		if valued {
			name += "="
		}
		if !slices.Contains(known, name) {
			return nil, i.unknownOption(word, known)
		}
		given[strings.TrimSuffix(name, "=")] = value
		i.at, i.text = at, at.Text()
	}
	if i.text == "" && i.command.args&optionalArgument == 0 {
		return nil, i.usageError()
	}
	return given, nil
}

// optionWord is what an option looks like. --x is C where it is no option.
var optionWord = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[a-z][a-z0-9-]+(=\S*)?$`)
})

// optionAtEnd is the option that the arguments end with, without its dashes,
// and what is left; "" for none.
func optionAtEnd(at diag.Span) (word string, rest diag.Span) {
	text := at.Text()
	start := strings.LastIndexAny(text, " \t") + 1
	word, dashes := strings.CutPrefix(text[start:], "--")
	if !dashes || !optionWord().MatchString(word) {
		return "", at
	}
	at.End = at.Start + len(strings.TrimRight(text[:start], " \t"))
	return word, at
}

// optionAtStart is the option that the arguments begin with.
func optionAtStart(at diag.Span) (word string, rest diag.Span) {
	head, tail, _ := cutBlank(at.Text())
	word, dashes := strings.CutPrefix(head, "--")
	if !dashes || !optionWord().MatchString(word) {
		return "", at
	}
	at.Start = at.End - len(strings.TrimLeft(tail, " \t"))
	return word, at
}

func (i *invocation) unknownOption(word string, known []string) *diag.Error {
	e := i.errorf(diag.Name, ":%s has no option --%s", i.command.name, word)
	if near := diag.Nearest(word, slices.Values(known)); near != "" {
		return e.WithHint("did you mean %q?", "--"+near)
	}
	return e.WithHint("usage: %s", i.command.synopsis())
}

// errorf is an error at the arguments.
func (i *invocation) errorf(kind diag.Kind, format string, args ...any) *diag.Error {
	return diag.Errorf(i.at, kind, format, args...)
}

// usageError says how the command is to be written.
func (i *invocation) usageError() *diag.Error {
	return i.errorf(diag.Syntax, "usage: %s", i.command.synopsis())
}

// synopsis is the command as it is written, with its arguments.
func (c *command) synopsis() string {
	if strings.HasPrefix(c.usage, "/") {
		return ":" + c.name + c.usage
	}
	return strings.TrimSpace(":" + c.name + " " + c.usage)
}

// Run runs a `:` line.
func (s *Shell) Run(line *syntax.Command) (err error) {
	call, err := parseCommand(line)
	if err != nil {
		return err
	}
	s.commands++
	defer s.endStopped(line.Span(), &err)
	err = s.paged(call.at.Src, func() error { return call.command.run(s, call) })
	return atArguments(err, call)
}

// atArguments gives an error that has no place yet that of the arguments.
func atArguments(err error, call *invocation) error {
	if e, ok := err.(*diag.Error); ok && e.Span.Src == nil {
		e.Span = call.at
	}
	return err
}

// parseCommand splits a `:` line and finds its command.
func parseCommand(line *syntax.Command) (*invocation, error) {
	name, rest, _ := cutBlank(line.Text)
	name, format, sliced := strings.Cut(name, "/")
	c := findCommand(name)
	if c == nil || sliced && c.name != "x" {
		return nil, unknownCommand(line.Span(), name)
	}
	rest = strings.TrimSpace(rest)
	if c.name == "x" && !sliced && strings.HasPrefix(rest, "/") { // a blank before the slash, as gdb allows
		format, rest, _ = cutBlank(rest[1:])
	}
	call := &invocation{command: c, format: format, text: strings.TrimSpace(rest)}
	call.at = argumentSpan(line.Span(), call.text)
	switch {
	case call.text == "" && c.args != noArgument && c.args&optionalArgument == 0:
		return nil, call.usageError()
	case call.text != "" && c.args == noArgument:
		return nil, call.errorf(diag.Syntax, ":%s takes no argument", c.name)
	case strings.HasPrefix(call.text, "-") && c.args&^optionalArgument != exprArgument:
		return nil, unknownOption(call)
	}
	return call, nil
}

// argumentSpan is where the arguments stand: at the end of the line. Without
// any it is the whole line.
func argumentSpan(line diag.Span, text string) diag.Span {
	if text == "" {
		return line
	}
	if at := strings.LastIndex(line.Text(), text); at >= 0 {
		line.Start += at
		line.End = line.Start + len(text)
	} else if at := strings.IndexAny(line.Text(), " \t"); at >= 0 { // lines that a backslash joins
		line.Start += at + 1
	}
	return line
}

func cutBlank(text string) (before, after string, found bool) {
	if at := strings.IndexAny(text, " \t"); at >= 0 {
		return text[:at], text[at:], true
	}
	return text, "", false
}

// findCommand looks a name or alias up.
func findCommand(name string) *command {
	for _, c := range commands {
		if c.name == name || slices.Contains(c.aliases, name) {
			return c
		}
	}
	return nil
}

func commandNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, c := range commands {
			for _, name := range append([]string{c.name}, c.aliases...) {
				if !yield(name) {
					return
				}
			}
		}
	}
}

func unknownCommand(at diag.Span, name string) *diag.Error {
	if at.Src != nil {
		at.End = min(at.End, at.Start+1+len(name))
	}
	e := diag.Errorf(at, diag.Name, "unknown command :%s", name)
	if near := diag.Nearest(name, commandNames()); near != "" {
		return e.WithHint("did you mean %q?", ":"+near)
	}
	return e.WithHint("`:help` lists the commands")
}

func unknownOption(call *invocation) *diag.Error {
	return call.errorf(diag.Name, ":%s has no option %s", call.command.name, call.words()[0]).
		WithHint("usage: %s", call.command.synopsis())
}
