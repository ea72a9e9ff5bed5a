// Command cshell is an interactive shell for shared libraries; see
// docs/language.md, section 11, for its command line.
package main

import (
	"fmt"
	"os"

	"cshell/lang"
	"cshell/native"
	"cshell/repl"
	"cshell/repl/editor"
)

// program is the command with its three streams.
type program struct {
	in       *os.File
	out, err *os.File
	options
	printed output
	process *native.Process
	session *lang.Session
	shell   *repl.Shell
}

func main() {
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr}
	if status, done := p.parse(os.Args[1:]); done {
		os.Exit(status)
	}
	process, err := native.New()
	if err != nil {
		fmt.Fprintln(p.err, "cshell:", err)
		os.Exit(exitError)
	}
	p.process = process
	process.Run(func() {
		status := p.start()
		process.Flush()
		os.Exit(p.written(status)) // here: in a child that C has forked no other thread is left
	})
}

// start makes the session and runs all that the command line names.
func (p *program) start() int {
	p.printed.to = p.out
	p.session = lang.New(lang.Config{
		Host: p.process, Out: &p.printed, Err: p.err,
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
