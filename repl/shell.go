// Package repl is the prompt: it reads entries, has a lang.Session run them,
// and holds the `:` commands, each one row of a table (see command).
package repl

import (
	"fmt"
	"io"
	"os"

	"cshell/diag"
	"cshell/history"
	"cshell/lang"
	"cshell/lang/syntax"
	"cshell/repl/editor"
)

// Config is what a Shell works with.
type Config struct {
	Session *lang.Session
	Host    Host
	In      *os.File // for programs that the shell runs; may be nil
	Out     io.Writer
	Err     io.Writer
	// Screen is the size of the terminal that Out is; nil elsewhere.
	Screen func() (columns, rows int)
	JSON   bool
	Color  bool // views in colour
}

// Host is what the prompt wants of the process.
type Host interface {
	Flush()           // writes out what C has buffered
	KeepDescriptors() // has foreign code not close those that the shell has open now
	Idle(f func())    // runs f, which does not evaluate, while threads of libraries may call back
	// HoldInterrupts has Ctrl-C noted until ReleaseInterrupts, which says whether it came.
	HoldInterrupts()
	ReleaseInterrupts() (pressed bool)
	SpareThreads() // for when foreign code has used up all that the system allows
}

// Shell is a session with commands and a prompt.
type Shell struct {
	Config
	store    *history.Store
	editor   editor.Editor // of the prompt; nil elsewhere
	entries  []string      // what was entered in this session and ran, for :save
	lines    int           // lines entered so far
	header   string        // the last entry, if a function's body may follow it
	journal  *history.Journal
	skipped  []string     // entries with calls, which :resume has not replayed
	proposal string       // the last entry, mended
	leaks    bool         // the end lists them
	pid      int          // the process that the shell was made in
	current  *diag.Source // what runs
	log      callLog      // where :trace writes to
	prompts  bool         // a person is there, who wants to see what is known
	ahead    bool         // and what is read ahead can be shown while an entry is typed
	watches  []watch      // shown after each statement
	examined examined     // where :x goes on
	snapshot *snapshot    // what :diff compares with

	unkept        bool   // nobody types, and the user's files are to be left alone; see History
	historyNoted  bool   // that something is wrong with the history was said
	initialized   bool   // the files of the user's config count
	settingsNoted bool   // that options cannot be kept was said
	pagerRows     int    // output of more goes through the pager; see pagedAtScreen
	views         *views // what the running command shows, for the pager; nil: it goes out

	ctrlC    ctrlC
	commands int // that run, each within the one before
}

// New makes a shell and becomes the session's handler of commands. History is
// read when it is first wanted.
func New(cfg Config) *Shell {
	s := &Shell{Config: cfg, pid: os.Getpid(), pagerRows: pagedAtFirst}
	cfg.Session.OnCommand = func(line *syntax.Command) error { return s.Run(line) }
	return s
}

// Settle is for the goroutine that evaluates while an entry is being typed, when
// the session's Finished says so.
func (s *Shell) Settle() {
	s.Session.Settle()
	s.Session.ReadAhead()
}

// Idle is for the editor: see Host. A Ctrl-C that has ended a callback meanwhile is
// not for what comes next.
func (s *Shell) Idle(f func()) {
	s.ctrlC.setIdle(true)
	s.Host.Idle(f)
	s.ctrlC.setIdle(false)
	s.Session.ClearInterrupt()
}

// limit is where lines are to be broken, 0 where they are not.
func (s *Shell) limit() int {
	if s.Screen == nil {
		return 0
	}
	return s.columns()
}

// columns is how wide what is shown may be.
func (s *Shell) columns() int {
	if s.Screen == nil {
		return 80
	}
	columns, _ := s.Screen()
	return columns
}

// History is the store of entries. Where it cannot be read, a note says so
// and the session goes on with an empty one. What -i --no-init reads from a pipe is
// a script's business and kept for the session only.
func (s *Shell) History() *history.Store {
	if s.store == nil && s.unkept {
		s.store, _ = history.Open("", history.DefaultLimit) // reads nothing
	}
	if s.store == nil {
		path := history.DefaultPath()
		store, err := history.Open(path, history.DefaultLimit)
		switch {
		case err != nil:
			s.noteHistory("read", err)
		case path == "":
			fmt.Fprintln(s.Err, "note: without HOME the history lasts for this session only")
		}
		s.store = store
	}
	return s.store
}

// noteHistory says once what is wrong with the history; the session goes on
// without.
func (s *Shell) noteHistory(what string, err error) {
	if !s.historyNoted {
		s.historyNoted = true
		fmt.Fprintf(s.Err, "note: the history cannot be %s: %v\n", what, err)
	}
}
