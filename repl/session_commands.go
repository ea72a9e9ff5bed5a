package repl

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"cshell/diag"
	"cshell/lang/eval"
)

// textView is a view of lines of text.
type textView struct {
	View  string   `json:"view"`
	Lines []string `json:"lines"`
}

// Text writes the lines.
func (v *textView) Text(w io.Writer, _ int) error {
	_, err := io.WriteString(w, joinLines(v.Lines))
	return err
}

func joinLines(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

func (s *Shell) history(*invocation) error {
	var list []string
	for _, e := range s.History().Entries() {
		list = append(list, e.Text)
	}
	return s.show(&textView{"history", list})
}

// save writes what was entered and ran; commands that only look are kept too,
// since a script may use them. Of a script or text that says :save it is what
// stands before.
func (s *Shell) save(call *invocation) error {
	list := s.entries
	if src := call.at.Src; src == s.current {
		before := src.Text[:strings.LastIndex(src.Text[:call.at.Start], ":")]
		if before = strings.TrimSpace(before); before != "" {
			list = append(slices.Clip(list), before)
		}
	}
	path := unquote(call.text)
	if err := os.WriteFile(path, []byte(joinLines(list)), 0o666); err != nil {
		return call.errorf(diag.IO, "cannot write %s: %s", path, cause(err))
	}
	return nil
}

// cause is an error without the operation and path that os puts before it.
func cause(err error) error {
	if p, ok := err.(*os.PathError); ok {
		return p.Err
	}
	return err
}

func (s *Shell) source(call *invocation) error {
	return s.Session.RunFile(unquote(call.text))
}

func (s *Shell) quit(*invocation) error { return &eval.ExitRequest{} }

func (s *Shell) trace(call *invocation) error {
	switch call.text {
	case "on", "off":
		s.Session.Trace(call.text == "on")
		return nil
	}
	return call.usageError()
}

// setting is one row of the table of options.
type setting struct {
	name, help string
	get        func(*Shell) string
	set        func(*Shell, string) bool // false: not such a value
}

var settings = []setting{
	{
		name: "elements", help: "elements or characters that an echo shows; 0 is all",
		get: func(s *Shell) string { return strconv.Itoa(s.Session.Elements()) },
		set: func(s *Shell, value string) bool {
			n, err := strconv.Atoi(value)
			if err != nil || n < 0 {
				return false
			}
			s.Session.SetElements(n)
			return true
		},
	},
	{
		name: "autotypes", help: "look for the headers of loaded libraries: on or off",
		get: func(s *Shell) string { return onOff(s.Session.AutoTypes()) },
		set: func(s *Shell, value string) bool {
			s.Session.SetAutoTypes(value == "on")
			return value == "on" || value == "off"
		},
	},
	{
		name: "guard", help: "new blocks end at a page without access (on), or at a pattern that calls are checked for (off)",
		get: func(s *Shell) string { return onOff(s.Session.Guards()) },
		set: func(s *Shell, value string) bool {
			s.Session.SetGuards(value == "on")
			return value == "on" || value == "off"
		},
	},
	{
		name: "leaks", help: "list at the end what new made and nobody freed: on or off",
		get: func(s *Shell) string { return onOff(s.leaks) },
		set: func(s *Shell, value string) bool {
			s.leaks = value == "on"
			return value == "on" || value == "off"
		},
	},
	{
		name: "trace", help: "log each foreign call to standard error: on or off",
		get: func(s *Shell) string { return onOff(s.Session.Traces()) },
		set: func(s *Shell, value string) bool {
			s.Session.Trace(value == "on")
			return value == "on" || value == "off"
		},
	},
}

// reportLeaks lists the blocks of new that are alive, where the user wants it.
func (s *Shell) reportLeaks() {
	if !s.leaks {
		return
	}
	s.Host.Flush()
	n, total := 0, int64(0)
	for b := range s.Session.Leaks() {
		fmt.Fprintf(s.Err, "leak: %s%s at 0x%x, %d bytes, made at %s\n", b.Type, quotedName(b.Name), b.Addr, b.Size, b.Born)
		n, total = n+1, total+b.Size
	}
	fmt.Fprintf(s.Err, "leaks: %d of new, %d bytes\n", n, total)
}

func quotedName(name string) string {
	if name == "" {
		return ""
	}
	return " '" + name + "'"
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func (s *Shell) set(call *invocation) error {
	words := call.words()
	if len(words) == 0 {
		var list []string
		for _, o := range settings {
			list = append(list, fmt.Sprintf("%-10s %-6s %s", o.name, o.get(s), o.help))
		}
		return s.show(&textView{"set", list})
	}
	at := slices.IndexFunc(settings, func(o setting) bool { return o.name == words[0] })
	switch {
	case at < 0:
		return unknownSetting(call, words[0])
	case len(words) == 1:
		return s.show(&textView{"set", []string{words[0] + " " + settings[at].get(s)}})
	case len(words) > 2:
		return call.usageError()
	case !settings[at].set(s, words[1]):
		return call.errorf(diag.Type, "%s cannot be %s", words[0], words[1])
	}
	return nil
}

func unknownSetting(call *invocation, name string) error {
	e := call.errorf(diag.Name, "unknown option %s", name)
	names := func(yield func(string) bool) {
		for _, o := range settings {
			if !yield(o.name) {
				return
			}
		}
	}
	if near := diag.Nearest(name, names); near != "" {
		e.WithHint("did you mean %q?", near)
	}
	return e
}

func (s *Shell) help(call *invocation) error {
	if call.text == "" {
		return s.show(&textView{"help", summary()})
	}
	name := strings.TrimPrefix(call.text, ":")
	c := findCommand(name)
	if c == nil {
		return s.helpOnName(call, name)
	}
	text := c.synopsis()
	if len(c.aliases) > 0 {
		text += "  (also :" + strings.Join(c.aliases, ", :") + ")"
	}
	return s.show(&textView{"help", strings.Split(text+"\n"+c.helpText(), "\n")})
}

// helpOnName shows how a function of the shell is called, or how anything else
// is declared.
func (s *Shell) helpOnName(call *invocation, name string) error {
	if usage, ok := shellFunctions[strings.TrimSuffix(name, "()")]; ok {
		return s.show(&textView{"help", []string{usage, "A function of the shell."}})
	}
	d, err := s.Session.Describe(call.at)
	if err != nil {
		return unknownCommand(call.at, name)
	}
	return s.show(&typeView{"type", d})
}

// summary is a line for each command.
func summary() []string {
	var list []string
	for _, c := range commands {
		list = append(list, fmt.Sprintf("%-24s %s", c.synopsis(), c.short))
	}
	names := strings.Join(slices.Sorted(maps.Keys(shellFunctions)), " ")
	return append(list, "", "functions: "+names, "", "`:help X` says more of a command or function; everything else is C")
}
