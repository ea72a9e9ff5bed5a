package lang

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"cshell/diag"
	"cshell/objfile"
)

// loadZlib loads zlib, whose headers are installed.
func loadZlib(t *testing.T, s *Session) {
	t.Helper()
	lib, err := s.Load("z")
	if err != nil {
		t.Skip(err)
	}
	if _, ok := objfile.Headers(s.File(lib)); !ok {
		t.Skip("the headers of zlib are not installed")
	}
	s.BindDefault(lib)
}

// While headers are read ahead, the prompt asks and entries run.
func TestReadAhead(t *testing.T) {
	inSession(t, Config{}, func(s *Session, out, err *bytes.Buffer) {
		loadZlib(t, s)
		if e := s.Run(source("#include <stddef.h>\nstruct internal_state *before; FILE *f;\n"), false); e != nil {
			t.Fatal(e)
		}
		s.ReadAhead()
		for s.reading != nil && !s.reading.reading.isDone() {
			s.IsType("z_stream")
			s.DescribeName("inflate")
			s.Meaning("*before")
			s.Complete("z_stream s = {")
			s.ReadAhead() // does not begin again
			if e := s.Run(source("print(sizeof before, strlen(\"ab\"), before, f)\nstruct tm now;\n"), false); e != nil {
				t.Fatal(e)
			}
		}
		<-s.Finished()
		s.Settle()
		if !strings.Contains(err.String(), "note: types: zlib.h") {
			t.Errorf("the note is %q", err)
		}
		if !s.IsType("z_stream") {
			t.Error("z_stream is no type")
		}
		out.Reset()
		if e := s.Run(source("print(sizeof(z_stream), z.zlibVersion()[0] != 0)"), false); e != nil || out.String() != "112 1\n" {
			t.Errorf("got %q, %v", out, e)
		}
	})
}

// An entry that needs what is being read waits for it, as does what would read
// more.
func TestNeededTypes(t *testing.T) {
	for _, text := range []string{
		"z_stream s; print(sizeof s)", "print(sizeof(z_stream))", "print(typeof(z.deflate))", "#define X 1\nprint(sizeof(z_stream))",
		"#include <zlib.h>\nprint(sizeof(z_stream))", "print(sizeof *(z_streamp)0)",
	} {
		inSession(t, Config{}, func(s *Session, out, _ *bytes.Buffer) {
			loadZlib(t, s)
			s.ReadAhead()
			if e := s.Run(source(text), false); e != nil {
				t.Errorf("%s: %v", text, e)
			}
			if got := out.String(); got != "112\n" && got != "int (z_streamp, int)\n" {
				t.Errorf("%s: got %q", text, got)
			}
		})
	}
}

// What is unloaded or switched off while it is read does no harm.
func TestReadingGivenUp(t *testing.T) {
	inSession(t, Config{}, func(s *Session, out, err *bytes.Buffer) {
		loadZlib(t, s)
		s.SetAutoTypes(false)
		s.ReadAhead()
		if s.reading != nil {
			t.Error("it is read although autotypes is off")
		}
		s.SetAutoTypes(true)
		s.ReadAhead()
		s.SetAutoTypes(false)
		if e := s.Unload(s.Library("z")); e != nil {
			t.Error(e)
		}
		s.Settle()
		if e := s.Run(source("print(1)"), false); e != nil || out.String() != "1\n" {
			t.Errorf("got %q, %v", out, e)
		}
	})
}

// Ctrl-C ends the waiting for a task, not the task.
func TestInterruptedWait(t *testing.T) {
	var shown []string
	inSession(t, Config{Progress: func(text string) { shown = append(shown, text) }}, func(s *Session, _, _ *bytes.Buffer) {
		release := make(chan struct{})
		slow := begin(s, "reading the stars", func() int { <-release; return 42 })
		time.AfterFunc(patience+100*time.Millisecond, s.Interrupt)
		err := caught(func() error { await(s, slow); return nil })
		e, ok := errors.AsType[*diag.Error](err)
		if !ok || e.Kind != diag.Interrupt || e.Message != "interrupted while reading the stars" {
			t.Errorf("got %v", err)
		}
		if strings.Join(shown, "|") != "reading the stars …|" {
			t.Errorf("shown: %q", shown)
		}
		close(release)
		if n := await(s, slow); n != 42 {
			t.Errorf("got %d", n)
		}
		if e := s.Run(source("for (int i = 0; i < 1000; i++) ;"), false); e != nil {
			t.Errorf("the interrupt was not over: %v", e)
		}
	})
}

// What takes long says so once, what does not says nothing.
func TestEffort(t *testing.T) {
	var shown []string
	inSession(t, Config{Progress: func(text string) { shown = append(shown, text) }}, func(s *Session, _, _ *bytes.Buffer) {
		short := s.Effort("nothing much")
		short.from = time.Now().Add(time.Hour) // however slow the machine is
		short.Step()
		short.End()
		long := s.Effort("counting the stars")
		long.from = time.Now().Add(-patience)
		long.Step()
		long.Step()
		long.End()
	})
	if strings.Join(shown, "|") != "counting the stars …|" {
		t.Errorf("shown: %q", shown)
	}
}

// The search among all names can be ended, and says where a name without a
// declaration is from.
func TestApropos(t *testing.T) {
	inSession(t, Config{}, func(s *Session, _, _ *bytes.Buffer) {
		steps := 0
		names := s.Apropos("_ZZ_none", func() { steps++ })
		if len(names) != 0 || steps < 1000 {
			t.Errorf("%d names in %d steps", len(names), steps)
		}
		defer func() {
			if recover() != "enough" {
				t.Error("it was not ended")
			}
		}()
		s.Apropos("a", func() { panic("enough") })
	})
}

// A mistake of ours in a task is an error of whoever awaits it.
func TestCrashedTask(t *testing.T) {
	inSession(t, Config{}, func(s *Session, _, _ *bytes.Buffer) {
		broken := begin(s, "reading", func() int { panic("oops") })
		err := caught(func() error { await(s, broken); return nil })
		if err == nil || !strings.Contains(err.Error(), "internal error: reading: oops") {
			t.Errorf("got %v", err)
		}
		if err := caught(func() error { await(s, broken); return nil }); err != nil {
			t.Errorf("it is told twice: %v", err)
		}
	})
}
