package repl

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
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
	if err := os.WriteFile(path, []byte(s.script(list)), 0o666); err != nil {
		return call.errorf(diag.IO, "cannot write %s: %s", path, cause(err))
	}
	return nil
}

// script is the text of entries, one below the other. A type alone would take the
// next line for what it declares.
func (s *Shell) script(entries []string) string {
	var lines []string
	for _, entry := range entries {
		if m, ok := s.Session.Meaning(entry); ok && m.IsType && !strings.HasSuffix(entry, ";") {
			entry += ";"
		}
		lines = append(lines, entry)
	}
	return joinLines(lines)
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

func (s *Shell) help(call *invocation) error {
	if call.text == "" {
		return s.show(&textView{"help", summary(s.limit())})
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
	lines := []string{text}
	for line := range strings.SplitSeq(c.helpText(), "\n") {
		lines = append(lines, hanging("", line, s.limit())...)
	}
	return s.show(&textView{"help", lines})
}

// helpOnName shows how a function of the shell is called, or how anything else
// is declared.
func (s *Shell) helpOnName(call *invocation, name string) error {
	if f, ok := shellFunctions[strings.TrimSuffix(name, "()")]; ok {
		return s.show(&textView{"help", f.help(strings.TrimSuffix(name, "()"))})
	}
	d, err := s.Session.Describe(call.at)
	if err != nil {
		return unknownCommand(call.at, name)
	}
	return s.show(&typeView{"type", d})
}

// summary is a line for each command.
func summary(width int) []string {
	var list []string
	for _, c := range commands {
		list = append(list, hanging(fmt.Sprintf("%-24s ", c.synopsis()), c.short, width)...)
	}
	names := strings.Join(slices.Sorted(maps.Keys(shellFunctions)), " ")
	list = append(append(list, ""), hanging("functions: ", names, width)...)
	return append(append(list, ""), hanging("", "`:help X` says more of a command or function, `?NAME` of any name; everything else is C", width)...)
}
