package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"cshell/diag"
	"cshell/lang"
	"cshell/lang/eval"
	"cshell/repl/editor"
)

// What the command line asks for, step by step. A step says whether the command is
// done with it, and the exit status then.

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
	if e, ok := errors.AsType[*diag.Error](err); ok && e.Signal == "SIGPIPE" && !p.Interactive && editor.ReaderGone(p.out) {
		p.out.WriteString("\n") // who reads no more ends the command, without a word, as others
	}
	p.session.Report(err)
	if p.Interactive {
		return p.interact()
	}
	return exitError
}
