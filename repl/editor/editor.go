// Package editor reads lines from a person. It is the only user of readline,
// and everything that wants a line sees only the interface Editor.
package editor

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/chzyer/readline"
)

// ErrInterrupt is what ReadLine returns for Ctrl-C; at the end of the input,
// Ctrl-D on an empty line included, it returns io.EOF.
var ErrInterrupt = errors.New("interrupted")

// Editor reads lines.
type Editor interface {
	// ReadLine shows prompt and reads one line, without its newline.
	ReadLine(prompt string) (string, error)
	// AddHistory makes entry what Up brings back first.
	AddHistory(entry string)
	// Close gives the terminal back.
	Close() error
}

// New is an editor on in and out: with line editing at a terminal, a plain
// reader of lines elsewhere.
func New(in, out *os.File) (Editor, error) {
	if !IsTerminal(in) || !IsTerminal(out) || os.Getenv("TERM") == "dumb" {
		return Plain(in, out), nil
	}
	rl, err := readline.NewEx(&readline.Config{
		Stdin:                  in,
		Stdout:                 out,
		DisableAutoSaveHistory: true,
		HistoryLimit:           1000,
	})
	if err != nil {
		return nil, err
	}
	return &terminal{rl, out, FreshLine(out)}, nil
}

// IsTerminal says whether f is a terminal.
func IsTerminal(f *os.File) bool { return readline.IsTerminal(int(f.Fd())) }

// FreshLine takes a terminal to the start of a line: this one if the cursor is
// there, else the next. As many blanks as the line is wide wrap to the next
// line unless they began at its start. It is nil where f is no such terminal.
func FreshLine(f *os.File) func() string {
	if !IsTerminal(f) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return func() string {
		width, _, err := readline.GetSize(int(f.Fd()))
		if err != nil || width <= 0 {
			return ""
		}
		return strings.Repeat(" ", width) + "\r\x1b[K"
	}
}

// terminal edits lines with readline.
type terminal struct {
	rl    *readline.Instance
	out   io.Writer
	fresh func() string
}

func (t *terminal) ReadLine(prompt string) (string, error) {
	io.WriteString(t.out, t.fresh())
	t.rl.SetPrompt(prompt)
	line, err := t.rl.Readline()
	if err == readline.ErrInterrupt {
		err = ErrInterrupt
	}
	return line, err
}

// AddHistory adds entry as one line, since readline edits nothing else; what
// cannot be one line (a comment to its end, a # line) it leaves out.
func (t *terminal) AddHistory(entry string) {
	if strings.Contains(entry, "\n") {
		if strings.Contains(entry, "//") || strings.Contains(entry, "#") {
			return
		}
		entry = strings.Join(strings.Fields(entry), " ")
	}
	_ = t.rl.SaveHistory(entry) // it keeps them in memory only: no error
}

func (t *terminal) Close() error { return t.rl.Close() }

// plain reads lines as they come.
type plain struct {
	in  *bufio.Reader
	out io.Writer
}

// Plain is an editor without editing, for dumb terminals, pipes and tests.
func Plain(in io.Reader, out io.Writer) Editor {
	return &plain{bufio.NewReader(in), out}
}

func (p *plain) ReadLine(prompt string) (string, error) {
	io.WriteString(p.out, prompt)
	line, err := p.in.ReadString('\n')
	if line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}

func (p *plain) AddHistory(string) {}
func (p *plain) Close() error      { return nil }
