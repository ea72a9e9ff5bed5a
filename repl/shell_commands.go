package repl

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"cshell/diag"
	"cshell/lang"
)

// shell is :shell [COMMAND]: it has the terminal, Ctrl-C included, as long as
// it runs.
func (s *Shell) shell(call *invocation) error {
	if s.Session.Replays() {
		return lang.ErrNotReplayed
	}
	s.Host.Flush()
	program := os.Getenv("SHELL")
	if program == "" {
		program = "/bin/sh"
	}
	cmd := exec.Command(program)
	if call.text != "" {
		cmd.Args = append(cmd.Args, "-c", call.text)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.In, s.Out, s.Err
	return s.failure(call, s.aside(cmd.Run))
}

// failure is how a program ended that did not end well.
func (s *Shell) failure(call *invocation, err error) error {
	ended, ok := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return nil
	case !ok:
		return call.errorf(diag.IO, "%s", cause(err))
	}
	status, _ := ended.Sys().(syscall.WaitStatus)
	if status.Signaled() && status.Signal() == syscall.SIGINT {
		return call.errorf(diag.Interrupt, "interrupted")
	}
	if status.Signaled() {
		return call.errorf(diag.IO, "ended by signal %d (%s)", status.Signal(), status.Signal())
	}
	e := call.errorf(diag.IO, "exit status %d", ended.ExitCode())
	if name, _, _ := cutBlank(call.text); ended.ExitCode() == 127 && isIdentifier(name) && s.Session.DescribeName(name) == nil {
		e.WithHint("%s is neither a program nor a name that C knows", name)
	}
	return e
}

// interruptWait is how long a Ctrl-C that has ended another program may take to
// reach us too.
const interruptWait = 20 * time.Millisecond

// aside runs what uses the terminal in our place: Ctrl-C is not for us then.
func (s *Shell) aside(run func() error) error {
	defer s.ctrlC.pause()()
	err := run()
	if err != nil {
		time.Sleep(interruptWait)
	}
	return err
}

// edit is :edit [N|NAME]: an entry of the history, or the definition of a name,
// goes through the user's editor and comes back as the next entry.
func (s *Shell) edit(call *invocation) error {
	if s.Session.Replays() {
		return lang.ErrNotReplayed
	}
	if s.editor == nil {
		return call.errorf(diag.IO, ":edit is for the prompt")
	}
	text, err := s.textToEdit(call)
	if err != nil {
		return err
	}
	if err := s.aside(func() error { return s.editor.Edit(text) }); err != nil {
		return call.errorf(diag.IO, "the editor failed: %s", err)
	}
	return nil
}

func (s *Shell) textToEdit(call *invocation) (string, error) {
	entries := s.History().Entries()
	n, err := strconv.Atoi(call.text)
	switch {
	case call.text == "":
		for i := len(entries) - 1; i >= 0; i-- {
			if !strings.HasPrefix(entries[i].Text, ":edit") {
				return entries[i].Text, nil
			}
		}
		return "", nil
	case err != nil:
		return s.definition(call)
	case n < 1 || n > len(entries):
		return "", call.errorf(diag.Bounds, "there is no entry %d: the history has 1 to %d", n, len(entries))
	}
	return entries[n-1].Text, nil
}

// definition is the text that defines a name of the session.
func (s *Shell) definition(call *invocation) (string, error) {
	text, from := s.Session.Source(call.text)
	switch {
	case text != "" && strings.HasPrefix(from, "line "):
		return text, nil
	case text != "":
		return "", call.errorf(diag.Name, "%s was not defined here, but in %s", call.text, from)
	}
	if _, err := s.Session.Describe(call.at); err != nil {
		return "", err
	}
	return "", call.errorf(diag.Name, "%s was not defined here", call.text)
}
