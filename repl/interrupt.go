package repl

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"cshell/diag"
	"cshell/inspect"
	"cshell/repl/editor"
)

// ctrlC is what Ctrl-C ends. While the editor reads it sees the key itself, unless a
// callback keeps it from that.
type ctrlC struct {
	watching sync.Once // Ctrl-C is taken over
	mu       sync.Mutex
	editor   editor.Editor // of the prompt, to be told; nil: there is none
	active   bool
	expected bool      // an entry is being read, or about to run
	early    bool      // it was pressed between the two
	idle     bool      // the prompt waits, and callbacks on threads of libraries may run
	pressed  time.Time // the last Ctrl-C that this run had
}

// earlyWait is what an entry has time for when Ctrl-C was typed right behind it.
const earlyWait = 30 * time.Millisecond

// interruptible lets Ctrl-C end what runs until end is called.
func (s *Shell) interruptible() (end func()) {
	s.ctrlC.watching.Do(s.watchSoon)
	s.ctrlC.set(true)
	stop := func() bool { return false }
	if s.ctrlC.takeEarly() {
		stop = time.AfterFunc(earlyWait, s.interrupt).Stop
	}
	return func() {
		stop()
		s.ctrlC.set(false)
		s.Session.ClearInterrupt() // one that came too late is not for the next entry
	}
}

// expect is for before an entry is read.
func (r *ctrlC) expect() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.expected, r.early = true, false
}

// takeEarly is for when it runs.
func (r *ctrlC) takeEarly() (early bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	early = r.early
	r.expected, r.early = false, false
	return early
}

func (r *ctrlC) set(active bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.active, r.pressed = active, time.Time{}
}

// tell has Ctrl-C told to ed too.
func (r *ctrlC) tell(ed editor.Editor) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.editor = ed
}

func (r *ctrlC) setIdle(idle bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.idle = idle
}

// pause leaves Ctrl-C to a child that has the terminal, until resume is called.
func (r *ctrlC) pause() (resume func()) {
	r.mu.Lock()
	was := r.active
	r.mu.Unlock()
	r.set(false)
	return func() { r.set(was) }
}

// watchAfter is how long the first work may take before os/signal listens to Ctrl-C,
// for which Go starts two threads and waits for them: a tenth of the time to start. One
// that comes before is held that long.
const watchAfter = 5 * time.Millisecond

func (s *Shell) watchSoon() {
	s.Host.HoldInterrupts()
	time.AfterFunc(watchAfter, func() {
		s.watchInterrupts()
		if s.Host.ReleaseInterrupts() {
			s.interrupt()
		}
	})
}

// watchInterrupts takes over Ctrl-C for good, and Ctrl-\, which means the same
// here. Whoever comes so far is here to stay: Go gets its threads, too.
func (s *Shell) watchInterrupts() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGQUIT)
	go func() {
		for range signals {
			s.interrupt()
		}
	}()
	go s.Host.SpareThreads()
}

// interrupt is one Ctrl-C. The second within a second says what it could not end,
// and no catch keeps it from ending that.
func (s *Shell) interrupt() {
	s.ctrlC.mu.Lock()
	defer s.ctrlC.mu.Unlock()
	heard := editor.Interrupt(s.ctrlC.editor)
	if s.ctrlC.idle {
		s.Session.Interrupt()
	}
	if !s.ctrlC.active {
		s.ctrlC.early = s.ctrlC.early || s.ctrlC.expected && !heard
		return
	}
	again := time.Since(s.ctrlC.pressed) < time.Second
	s.ctrlC.pressed = time.Now()
	if !again {
		s.Session.Interrupt()
		return
	}
	fmt.Fprintf(s.Err, "note: %s\n", s.Session.Doing())
	s.Session.Stop()
}

// stopped is what ends a command from within. Commands look for Ctrl-C where they
// read memory and where they write.
type stopped struct{}

func (s *Shell) checkStopped() {
	if s.commands > 0 && s.Session.Host().Interrupted() {
		panic(stopped{})
	}
}

// endStopped is deferred around a command.
func (s *Shell) endStopped(at diag.Span, err *error) {
	s.commands--
	switch r := recover(); r {
	case nil:
	case stopped{}:
		s.Session.Host().ClearInterrupt()
		*err = diag.Errorf(at, diag.Interrupt, "interrupted")
	default:
		panic(r)
	}
}

// patiently does work that calls step again and again: that looks for Ctrl-C,
// and says what is done when it takes long.
func (s *Shell) patiently(about string, work func(step func())) {
	effort := s.Session.Effort(about)
	defer effort.End()
	work(func() {
		s.checkStopped()
		effort.Step()
	})
}

// stepping is f with a step before it.
func stepping[T any](step func(), f func(string) T) func(string) T {
	return func(name string) T {
		step()
		return f(name)
	}
}

type stoppableWriter struct {
	s *Shell
	io.Writer
}

func (w stoppableWriter) Write(b []byte) (int, error) {
	w.s.checkStopped()
	return w.Writer.Write(b)
}

type stoppableMemory struct {
	s *Shell
	inspect.Memory
}

func (m stoppableMemory) Read(addr uintptr, into []byte) int {
	m.s.checkStopped()
	return m.Memory.Read(addr, into)
}

// memory is the process's for the views.
func (s *Shell) memory() inspect.Memory { return stoppableMemory{s, s.Session.Host()} }

func (s *Shell) printer() *inspect.Printer {
	p := s.Session.Printer()
	p.Memory = s.memory()
	return p
}
