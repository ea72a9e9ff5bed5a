package repl

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

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
	s.recall(ed)
	s.startJournal()
	s.prompts, s.ahead = true, editor.Edits(ed)
	for {
		if s.ahead {
			s.Session.ReadAhead()
		}
		entry, err := s.readEntry(ed)
		if err == editor.ErrInterrupt {
			continue
		}
		if strings.TrimSpace(entry) != "" {
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

// recall gives the editor the entries of earlier sessions.
func (s *Shell) recall(ed editor.Editor) {
	store := s.History()
	if err := store.Trim(); err != nil {
		fmt.Fprintf(s.Err, "note: the history cannot be trimmed: %v\n", err)
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
		fmt.Fprintf(s.Err, "note: the history cannot be written: %v\n", err)
	}
	if stored {
		ed.AddHistory(entry)
	}
}

// readEntry reads lines until they are a whole entry. At the end of the input
// it returns what there is, and the error.
func (s *Shell) readEntry(ed editor.Editor) (entry string, err error) {
	for prompt := firstPrompt; ; prompt = morePrompt {
		line, err := ed.ReadLine(prompt)
		if err != nil {
			return entry, err
		}
		entry += line + "\n"
		if s.Session.Complete(entry) {
			return entry, nil
		}
	}
}

// enter runs an entry; ended says that the shell's exit was called.
func (s *Shell) enter(entry string) (status int, ended bool) {
	s.journalBegin(entry)
	err := s.runEntry(entry, true)
	child := s.forked()
	if !child {
		s.journalEnd(entry, err)
	}
	if exit, ok := errors.AsType[*eval.ExitRequest](err); ok {
		return exit.Status, true
	}
	s.Host.Flush()
	if child {
		return 0, true
	}
	s.proposal = fixed(entry, err)
	if err != nil {
		s.Session.Report(err)
	} else {
		s.ran(entry)
	}
	return 0, false
}

// forked says that C has forked and this is the child. It has this one thread
// only and must end soon; what lies in files is the parent's.
func (s *Shell) forked() bool { return os.Getpid() != s.pid }

// Exec runs a source; Ctrl-C ends what it does, as an error.
func (s *Shell) Exec(src *diag.Source, echo bool) error {
	s.watching.Do(s.watchInterrupts)
	s.running.Store(true)
	defer s.running.Store(false)
	s.current = src
	err := s.Session.Run(src, echo)
	if err == nil && src.Name != promptName {
		s.ran(src.Text)
	}
	return err
}

// ran keeps what ran for :save, which is no part of that.
func (s *Shell) ran(text string) {
	if text = strings.TrimRight(text, "\n"); text != "" && !strings.HasPrefix(text, ":save") {
		s.entries = append(s.entries, text)
	}
}

// watchInterrupts takes over Ctrl-C for good. While nothing runs it is the
// editor's, which sees the key itself.
func (s *Shell) watchInterrupts() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	go func() {
		var last time.Time
		for range signals {
			if !s.running.Load() {
				continue
			}
			if time.Since(last) < time.Second { // the one before has not ended it
				fmt.Fprintf(s.Err, "note: %s\n", s.Session.Doing())
			}
			last = time.Now()
			s.Session.Interrupt()
		}
	}()
}

// RunInit runs the init file, if there is one.
func (s *Shell) RunInit() error {
	path := initFile()
	if _, err := os.Stat(path); path == "" || errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return s.Session.RunFile(path)
}

// initFile is $XDG_CONFIG_HOME/cshell/init.csh, or "" where there is no home.
func initFile() string {
	config := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(config) {
		home := os.Getenv("HOME")
		if home == "" {
			return ""
		}
		config = filepath.Join(home, ".config")
	}
	return filepath.Join(config, "cshell", "init.csh")
}
