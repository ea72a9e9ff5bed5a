// Command cshell is an interactive shell for shared libraries; see
// docs/language.md, section 11, for its command line.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"cshell/diag"
	"cshell/lang"
	"cshell/lang/eval"
	"cshell/native"
	"cshell/repl"
	"cshell/repl/editor"
)

// program is the command with its three streams.
type program struct {
	in       *os.File
	out, err *os.File
	options
	process *native.Process
	session *lang.Session
	shell   *repl.Shell
}

func main() {
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr}
	os.Exit(p.run(os.Args[1:]))
}

// run is the command; it returns the exit status.
func (p *program) run(args []string) (status int) {
	if status, done := p.parse(args); done {
		return status
	}
	process, err := native.New()
	if err != nil {
		fmt.Fprintln(p.err, "cshell:", err)
		return exitError
	}
	p.process = process
	pid := os.Getpid()
	process.Run(func() {
		status = p.start()
		process.Flush()
		if os.Getpid() != pid { // C has forked, and in the child only this thread is left
			os.Exit(status)
		}
	})
	return status
}

// start makes the session and runs all that the command line names.
func (p *program) start() int {
	p.session = lang.New(lang.Config{
		Host: p.process, Out: p.out, Err: p.err,
		JSON: p.JSON, Color: p.colored(p.err), IncludeDirs: p.Include, NoAutoTypes: p.NoAutotypes,
		FreshLine: p.freshLine(), Screen: editor.ScreenSize(p.out), ColorValues: p.colored(p.out),
		Progress: editor.Progress(p.err),
	})
	p.shell = repl.New(repl.Config{
		Session: p.session, Host: p.process, In: p.in, Out: p.out, Err: p.err, JSON: p.JSON,
		Screen: editor.ScreenSize(p.out), Color: p.colored(p.out),
	})
	defer p.shell.End()
	for _, step := range []func() (int, bool){p.loadLibraries, p.resume, p.runTexts, p.runScript} {
		if status, done := step(); done {
			return status
		}
	}
	return p.interact()
}

// freshLine is what takes a terminal to the start of a line; nil elsewhere. One
// that moves no cursor gets a newline where C has left a line open.
func (p *program) freshLine() func() string {
	if fresh := editor.FreshLine(p.out); fresh != nil || !editor.IsTerminal(p.out) {
		return fresh
	}
	p.process.WatchLines = true
	return func() string {
		if p.process.LeftOpen() {
			return "\n"
		}
		return ""
	}
}

// loadLibraries loads what -l and ELF files name.
func (p *program) loadLibraries() (status int, done bool) {
	for _, name := range p.Load {
		lib, err := p.session.Load(name)
		if err != nil {
			p.session.Report(err)
			return exitOpen, true
		}
		p.session.BindDefault(lib)
	}
	return exitOK, false
}

// resume takes up the session that was killed.
func (p *program) resume() (status int, done bool) {
	if p.Resume {
		if err := p.shell.Resume(); err != nil {
			p.session.Report(err)
		}
	}
	return exitOK, false
}

// runTexts runs the -e texts in order; an error ends them.
func (p *program) runTexts() (status int, done bool) {
	for _, text := range p.Exec {
		err := p.shell.Exec(&diag.Source{Name: "<-e>", Text: text, First: 1}, true)
		if err != nil {
			return p.failed(err), true
		}
	}
	return exitOK, len(p.Exec) > 0 && len(p.File) == 0 && !p.Interactive
}

// runScript runs FILE, or standard input where that is no terminal.
func (p *program) runScript() (status int, done bool) {
	src := &diag.Source{Name: "<stdin>", First: 1}
	switch {
	case len(p.File) > 0:
		src.Name = p.File[0]
		p.session.SetArgs(p.File)
	case p.Interactive || editor.IsTerminal(p.in):
		return exitOK, false
	}
	text, err := p.read()
	if err != nil {
		p.session.Report(lang.FileError(src.Name, err))
		return exitOpen, true
	}
	src.Text = string(text)
	if err := p.shell.Exec(src, false); err != nil {
		return p.failed(err), true
	}
	return exitOK, !p.Interactive
}

func (p *program) read() ([]byte, error) {
	if len(p.File) > 0 {
		return os.ReadFile(p.File[0])
	}
	return io.ReadAll(p.in)
}

// interact is the prompt.
func (p *program) interact() int {
	if !p.NoInit {
		if err := p.shell.RunInit(); err != nil {
			p.session.Report(err)
		}
	}
	ed, err := editor.New(p.in, p.out, editor.Options{
		Err: p.err, Color: p.colored(p.out),
		Assistant: p.shell.Assistant(), Idle: p.shell.Idle,
		Finished: p.session.Finished(), Settle: p.shell.Settle,
	})
	if err != nil {
		fmt.Fprintln(p.err, "cshell:", err)
		return exitError
	}
	defer ed.Close()
	return p.shell.Prompt(ed)
}

// failed is the status for what ended a script or text. With -i there is the prompt
// then, to look at what it has left.
func (p *program) failed(err error) int {
	if exit, ok := errors.AsType[*eval.ExitRequest](err); ok {
		return exit.Status
	}
	p.session.Report(err)
	if p.Interactive {
		return p.interact()
	}
	return exitError
}
