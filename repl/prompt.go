package repl

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cshell/diag"
	"cshell/lang/eval"
	"cshell/repl/editor"
)

const (
	firstPrompt = "> "
	morePrompt  = "... "

	promptName = "<prompt>" // of what is entered, in errors
)

// Prompt reads and runs entries until exit or the end of the input, and gives
// the exit status.
func (s *Shell) Prompt(ed editor.Editor) int {
	s.editor = ed
	if s.unkept = !s.initialized && !editor.Typed(ed); s.unkept {
		s.store = nil // a command may have opened the file
	}
	s.ctrlC.tell(ed)
	s.recall(ed)
	s.startJournal()
	s.Host.KeepDescriptors()
	s.prompts, s.ahead = true, editor.Edits(ed)
	s.ctrlC.watching.Do(s.watchInterrupts)
	for {
		if s.ahead {
			s.Session.ReadAhead()
		} else {
			s.Session.FreshLine() // an editor that edits sees to it itself
		}
		entry, err := s.readEntry(ed)
		if err == editor.ErrInterrupt {
			continue
		}
		s.Session.NoteSignals()
		if strings.TrimSpace(entry) != "" {
			entry = s.withHeader(entry)
			s.remember(ed, entry)
			if status, ended := s.enter(entry); ended {
				return status
			}
		}
		if err != nil { // the input has ended
			return 0
		}
	}
}

// withHeader is an entry with the header of the function whose body it is. The
// line that a header stands on alone is a prototype and has run as one: nobody
// could know that a brace comes next. The definition is one entry, and recalled as
// one.
func (s *Shell) withHeader(entry string) string {
	header := s.header
	s.header = ""
	if header != "" && strings.HasPrefix(strings.TrimLeft(entry, " \t"), "{") {
		s.lines -= strings.Count(header, "\n")
		entry = header + entry
	}
	if s.Session.TakesBody(entry) {
		s.header = entry
	}
	return entry
}

// recall gives the editor the entries of earlier sessions.
func (s *Shell) recall(ed editor.Editor) {
	store := s.History()
	if err := store.Trim(); err != nil {
		s.noteHistory("kept", err)
	}
	for _, e := range store.Entries() {
		ed.AddHistory(e.Text)
	}
}

// remember stores an entry before it runs, so that one that takes the process
// down is not lost.
func (s *Shell) remember(ed editor.Editor, entry string) {
	stored, err := s.History().Add(entry)
	if err != nil {
		s.noteHistory("kept", err)
	}
	if stored {
		ed.AddHistory(entry)
	}
}

// readEntry reads lines until they are a whole entry. At the end of the input
// it returns what there is, and the error.
func (s *Shell) readEntry(ed editor.Editor) (entry string, err error) {
	for prompt := firstPrompt; ; prompt = morePrompt {
		s.ctrlC.expect()
		line, err := ed.ReadLine(prompt)
		if err != nil {
			return entry, err
		}
		if editor.Interrupted(ed) {
			s.interrupt()
		}
		entry += line + "\n"
		if s.whole(entry) {
			return entry, nil
		}
	}
}

// enter runs an entry; ended says that the shell's exit was called.
func (s *Shell) enter(entry string) (status int, ended bool) {
	text := s.spelledOut(entry)
	s.journalBegin(text)
	err := s.runEntry(entry, true)
	child := s.forked()
	if !child {
		s.journalEnd(text, err)
	}
	if exit, ok := errors.AsType[*eval.ExitRequest](err); ok {
		return exit.Status, true
	}
	if child {
		s.Host.Flush()
		return 0, true
	}
	s.proposal = fixed(entry, err)
	if err != nil {
		s.Host.Flush() // what C has drawn comes first
		editor.Restore(s.editor, isAbandoned(err), s.endCurses)
		s.Session.Report(err)
	} else {
		s.Host.Flush()
		s.ran(text)
		if strings.Trim(text, "; \t\n") == "exit" {
			fmt.Fprintln(s.Err, "note: exit() leaves the shell, and so does Ctrl-D")
		}
	}
	return 0, false
}

func (s *Shell) endCurses() {
	defer s.interruptible()()
	s.Session.EndCurses()
}

// isAbandoned says whether a foreign call was ended in the middle.
func isAbandoned(err error) bool {
	e, ok := errors.AsType[*diag.Error](err)
	return ok && (e.Kind == diag.Fault || e.Kind == diag.Exit || e.Kind == diag.Interrupt)
}

// forked says that C has forked and this is the child. It has this one thread
// only and must end soon; what lies in files is the parent's.
func (s *Shell) forked() bool { return os.Getpid() != s.pid }

// Exec runs a source; Ctrl-C ends what it does, as an error.
func (s *Shell) Exec(src *diag.Source, echo bool) error {
	err := s.run(src, func() error { return s.Session.Run(src, echo) })
	if err == nil && src.Name != promptName {
		s.ran(src.Text)
	}
	return err
}

// run runs what src stands for.
func (s *Shell) run(src *diag.Source, f func() error) error {
	defer s.interruptible()()
	s.current = src
	return s.withSpelling(f())
}

// ran keeps what ran for :save, which is no part of that.
func (s *Shell) ran(text string) {
	if text = strings.TrimRight(text, "\n"); text != "" && !strings.HasPrefix(text, ":save") {
		s.entries = append(s.entries, text)
	}
}

// RunInit takes up the options that the prompt has kept and runs the init file,
// if there is one.
func (s *Shell) RunInit() error {
	s.initialized = true
	s.readSettings()
	dir := configDir()
	if dir == "" {
		return nil
	}
	path := filepath.Join(dir, "init.csh")
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return s.Session.RunFile(path)
}
