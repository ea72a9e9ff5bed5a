package repl

import (
	"errors"
	"fmt"
	"strings"

	"cshell/diag"
	"cshell/history"
	"cshell/lang"
)

// startJournal keeps the entries of this session, for one that is killed.
func (s *Shell) startJournal() {
	dir := history.JournalDir()
	if dir == "" || s.journal != nil || s.unkept {
		return
	}
	journal, err := history.NewJournal(dir)
	if err != nil {
		fmt.Fprintf(s.Err, "note: the session cannot be kept for --resume: %v\n", err)
		return
	}
	s.journal = journal
}

func (s *Shell) journalBegin(entry string) {
	if s.journal != nil && !strings.HasPrefix(entry, " ") {
		s.journal.Begin(strings.TrimRight(entry, "\n"))
	}
}

func (s *Shell) journalEnd(entry string, err error) {
	if s.journal != nil && !strings.HasPrefix(entry, " ") {
		s.journal.End(err != nil)
	}
}

// End is for a session that ends as it should.
func (s *Shell) End() {
	if s.forked() {
		return
	}
	if s.journal != nil {
		s.journal.Close()
		s.journal = nil
	}
	s.reportLeaks()
}

// resume is :resume [calls].
func (s *Shell) resume(call *invocation) error {
	switch call.text {
	case "":
		return s.Resume()
	case "calls":
		return s.resumeCalls()
	}
	return call.usageError()
}

// Resume replays what the last session declared, defined and loaded, if that
// session was killed. What it called waits for :resume calls.
func (s *Shell) Resume() error {
	dir := history.JournalDir()
	if dir == "" {
		return diag.Errorf(diag.Span{}, diag.IO, "without HOME no session is kept")
	}
	steps, err := history.TakeLost(dir)
	if err != nil {
		return diag.Errorf(diag.Span{}, diag.IO, "cannot read the last session: %v", err)
	}
	if len(steps) == 0 {
		fmt.Fprintln(s.Err, "note: there is no session to resume: the last one ended by its own will")
		return nil
	}
	s.startJournal()
	s.Session.SetReplay(true)
	defer s.Session.SetReplay(false)
	s.skipped = nil
	for _, step := range steps {
		s.replay(step)
	}
	if len(s.skipped) == 0 {
		fmt.Fprintln(s.Err, "note: resumed")
	} else {
		fmt.Fprintf(s.Err, "note: resumed; :resume calls makes the calls that were left out:\n")
		for _, text := range s.skipped {
			fmt.Fprintf(s.Err, "  %s\n", strings.ReplaceAll(text, "\n", "\n  "))
		}
	}
	return nil
}

// replay runs one entry without its calls. One that had failed, or was running
// when the session ended, is left out.
func (s *Shell) replay(step history.Step) {
	if step.Failed {
		return
	}
	if !step.Ended {
		fmt.Fprintf(s.Err, "note: left out, since the session ended in it: %s\n", step.Text)
		return
	}
	s.journalBegin(step.Text)
	err := s.runEntry(step.Text+"\n", false)
	s.journalEnd(step.Text, nil)
	switch {
	case errors.Is(err, lang.ErrNotReplayed):
		s.skipped = append(s.skipped, step.Text)
	case err != nil:
		s.Session.Report(err)
	default:
		s.entries = append(s.entries, step.Text)
	}
}

func (s *Shell) runEntry(entry string, echo bool) error {
	src := &diag.Source{Name: promptName, Text: entry, First: s.lines + 1}
	s.lines += strings.Count(entry, "\n")
	if lines := s.shorthand(entry); lines != nil {
		return s.run(src, func() error { return s.runCommands(src, lines) })
	}
	return s.Exec(src, echo)
}

// resumeCalls runs what Resume has left out.
func (s *Shell) resumeCalls() error {
	waiting := s.skipped
	s.skipped = nil
	for i, text := range waiting {
		if err := s.runEntry(text+"\n", true); err != nil {
			s.skipped = waiting[i+1:]
			return err
		}
	}
	return nil
}
