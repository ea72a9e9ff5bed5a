// Package repl is the prompt: it reads entries, has a lang.Session run them,
// and holds the `:` commands, each one row of a table (see command).
package repl

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"cshell/diag"
	"cshell/history"
	"cshell/inspect"
	"cshell/lang"
	"cshell/lang/syntax"
)

// Config is what a Shell works with.
type Config struct {
	Session *lang.Session
	Host    interface{ Flush() } // writes out what C has buffered
	Out     io.Writer
	Err     io.Writer
	JSON    bool
}

// Shell is a session with commands and a prompt.
type Shell struct {
	Config
	store    *history.Store
	entries  []string // what was entered in this session and ran, for :save
	lines    int      // lines entered so far
	journal  *history.Journal
	skipped  []string     // entries with calls, which :resume has not replayed
	proposal string       // the last entry, mended
	leaks    bool         // the end lists them
	pid      int          // the process that the shell was made in
	current  *diag.Source // what runs
	prompts  bool         // a person is there, who wants to see what is known
	ahead    bool         // and what is read ahead can be shown while an entry is typed

	watching sync.Once   // Ctrl-C is taken over
	running  atomic.Bool // Ctrl-C has something to end
}

// New makes a shell and becomes the session's handler of commands. History is
// read when it is first wanted.
func New(cfg Config) *Shell {
	s := &Shell{Config: cfg, pid: os.Getpid()}
	cfg.Session.OnCommand = func(line *syntax.Command) error { return s.Run(line) }
	return s
}

// Settle is for the goroutine that evaluates while an entry is being typed, when
// the session's Finished says so.
func (s *Shell) Settle() {
	s.Session.Settle()
	s.Session.ReadAhead()
}

// show writes a view as text, or as one JSON object.
func (s *Shell) show(v inspect.View) error {
	s.Host.Flush()
	if s.JSON {
		return inspect.WriteJSON(s.Out, v)
	}
	return v.Text(s.Out, 0)
}

// History is the store of entries. Where it cannot be read, a note says so
// and the session goes on with an empty one.
func (s *Shell) History() *history.Store {
	if s.store == nil {
		path := history.DefaultPath()
		store, err := history.Open(path, history.DefaultLimit)
		switch {
		case err != nil:
			fmt.Fprintf(s.Err, "note: the history cannot be read: %v\n", err)
		case path == "":
			fmt.Fprintln(s.Err, "note: without HOME the history lasts for this session only")
		}
		s.store = store
	}
	return s.store
}
