package lang

import (
	"os"
	"time"

	"cshell/diag"
)

// What takes long is done by tasks: the headers of a library's package, its
// debug information. A task works while the session does something else, with
// what it was given and into a result of its own; nothing of it is seen before
// the evaluating goroutine has awaited it.

// task is work that goes on by itself.
type task[T any] struct {
	about  string // what it does, for whoever waits: "reading …"
	done   chan struct{}
	result T
	crash  any // what the work threw; for the first who awaits it
}

// begin starts a task. A child that C has forked has no thread for one: there it
// is done at once.
func begin[T any](s *Session, about string, work func() T) *task[T] {
	t := &task[T]{about: about, done: make(chan struct{})}
	if s.forked() {
		t.run(s, work)
	} else {
		go t.run(s, work)
	}
	return t
}

func (t *task[T]) run(s *Session, work func() T) {
	defer func() {
		t.crash = recover()
		close(t.done)
		s.tell()
	}()
	t.result = work()
}

// tell has Settle called.
func (s *Session) tell() {
	select {
	case s.finished <- struct{}{}:
	default: // it is known that something has finished
	}
}

// isDone says whether awaiting the task would not wait.
func (t *task[T]) isDone() bool {
	select {
	case <-t.done:
		return true
	default:
		return false
	}
}

// await waits for a task and gives its result. It throws a *diag.Error when the
// user interrupts it, and then the task goes on. In a child that was forked
// meanwhile it never ends, and the result is empty.
func await[T any](s *Session, t *task[T]) (result T) {
	if !t.isDone() {
		if s.forked() {
			return result
		}
		s.wait(t.about, t.done)
	}
	if crash := t.crash; crash != nil {
		t.crash = nil
		panic(diag.Errorf(diag.Span{}, diag.Load, "internal error: %s: %v", t.about, crash))
	}
	return t.result
}

// patience is after what time a wait says what it waits for.
const patience = 300 * time.Millisecond

func (s *Session) wait(about string, done <-chan struct{}) {
	slow := time.NewTimer(patience)
	defer slow.Stop()
	for {
		select {
		case <-done:
			return
		case <-slow.C:
			if s.cfg.Progress != nil {
				s.cfg.Host.Flush()
				s.cfg.Progress(about + " …")
				defer s.cfg.Progress("")
			}
		case <-s.interrupts:
			if !s.cfg.Host.Interrupted() {
				continue // something else has ended by it
			}
			s.cfg.Host.ClearInterrupt()
			panic(diag.Errorf(diag.Span{}, diag.Interrupt, "interrupted while %s", about))
		}
	}
}

// Effort is work of the session itself that may take long.
type Effort struct {
	s     *Session
	about string
	from  time.Time
	shown bool
}

// Effort begins one; about is what it does.
func (s *Session) Effort(about string) *Effort { return &Effort{s: s, about: about, from: time.Now()} }

// Step is called again and again, and says what is done when that takes long.
func (e *Effort) Step() {
	if e.shown || e.s.cfg.Progress == nil || time.Since(e.from) < patience {
		return
	}
	e.shown = true
	e.s.cfg.Host.Flush()
	e.s.cfg.Progress(e.about + " …")
}

// End removes what was said.
func (e *Effort) End() {
	if e.shown {
		e.s.cfg.Progress("")
	}
}

// Interrupt ends what runs; safe from any goroutine.
func (s *Session) Interrupt() {
	s.machine.Interrupt()
	select {
	case s.interrupts <- struct{}{}:
	default:
	}
}

// forked says that C has forked and this is the child, which has one thread.
func (s *Session) forked() bool { return os.Getpid() != s.pid }

// caught makes what f throws as an error its result.
func caught(f func() error) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *diag.Error:
			err = r
		default:
			panic(r)
		}
	}()
	return f()
}

// asking keeps what the prompt asks while an entry is typed from waiting or
// saying anything, until the returned function is called.
func (s *Session) asking() (end func()) {
	note, before := s.env.Note, s.quiet
	s.env.Note, s.quiet = nil, true
	return func() { s.env.Note, s.quiet = note, before }
}

// Finished has an element when there may be something for Settle.
func (s *Session) Finished() <-chan struct{} { return s.finished }

// Known is of how many packages the types are known.
func (s *Session) Known() int { return s.learnt }

// ReadAhead begins to read what the next entry may need of the loaded libraries.
func (s *Session) ReadAhead() {
	if s.forked() {
		return
	}
	for _, e := range s.libs.list {
		if s.libs.isSystem(e) {
			continue
		}
		s.libs.beginSymbols(e)
		if s.cfg.NoAutoTypes {
			continue
		}
		if s.reading == nil && !e.learnt {
			s.beginReading(e)
		}
		s.libs.beginDebug(e)
	}
}

// ReadSymbols begins to read the symbol tables of all loaded libraries, those
// that are always loaded too.
func (s *Session) ReadSymbols() {
	for _, e := range s.libs.list {
		s.libs.beginSymbols(e)
	}
}

// beginSymbols begins to read a library's symbol table, which completion wants:
// that of a large one takes longer than one is willing to wait for a key.
func (l *libraries) beginSymbols(e *loaded) {
	if e.symbolsBegun {
		return
	}
	e.symbolsBegun = true
	if f := l.fileOf(e); f != nil {
		begin(l.session, "reading the symbols of "+e.Soname, func() error {
			_, err := f.Symbols()
			return err
		})
	}
}

// Settle takes what was read ahead and is ready, and says what it is; and the error
// of a callback that a library's thread made meanwhile, unless it is the shell's
// exit, which the next call throws. It does not wait.
func (s *Session) Settle() {
	if !s.machine.Exits() {
		if err := s.machine.Pending(); err != nil {
			s.ClearInterrupt()
			s.Report(err)
		}
	}
	err := caught(func() error {
		if e := s.reading; e != nil && e.reading.isDone() {
			s.adopt()
		}
		for _, e := range s.libs.list {
			if e.debugging != nil && e.debugging.isDone() {
				s.libs.debugOf(e)
			}
		}
		return nil
	})
	if err != nil {
		s.Report(err)
	}
}
