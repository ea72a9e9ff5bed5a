package repl

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"

	"cshell/diag"
	"cshell/inspect"
)

// paged runs commands that stand in a source. What they show, if a person has
// entered them at a terminal, is for the pager where it is taller than the
// screen.
func (s *Shell) paged(src *diag.Source, run func() error) error {
	pages := s.pages(src)
	if pages && s.views != nil { // part of what is shown as one
		return run()
	}
	outer := s.views
	defer func() { s.views = outer }()
	s.views = nil
	if !pages {
		return run()
	}
	var views bytes.Buffer
	s.views = &views
	err := run()
	if shown := s.page(views.Bytes()); err == nil {
		err = shown
	}
	return err
}

func (s *Shell) pages(src *diag.Source) bool {
	return s.Screen != nil && s.prompts && !s.unpaged && !s.JSON && src.Name == promptName
}

// page writes text, through the pager if it does not fit and there is one.
func (s *Shell) page(text []byte) error {
	columns, rows := s.Screen()
	if height(text, columns) < rows || s.pageWith(pager(), text) != nil {
		_, err := s.Out.Write(text)
		return err
	}
	return nil
}

// height is how many rows of a screen a text takes, about: bytes for columns.
func height(text []byte, columns int) int {
	rows := 0
	for line := range bytes.Lines(text) {
		rows += 1 + (len(line)-1)/max(columns, 1)
	}
	return rows
}

// pager is the user's pager, else less; "" for none.
func pager() string {
	program, set := os.LookupEnv("PAGER")
	if program = strings.TrimSpace(program); set {
		if program == "cat" {
			return ""
		}
		return program
	}
	if _, err := exec.LookPath("less"); err == nil {
		return "less"
	}
	return ""
}

var errNoPager = errors.New("no pager")

// pageWith fails where the pager could not be run; what one that ran says by
// its status is of no interest.
func (s *Shell) pageWith(program string, text []byte) error {
	if program == "" {
		return errNoPager
	}
	s.Host.Flush()
	cmd := exec.Command("/bin/sh", "-c", program)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(text), s.Out, s.Err
	cmd.Env = os.Environ()
	if os.Getenv("LESS") == "" {
		cmd.Env = append(cmd.Env, "LESS=FRX") // stay where it fits, keep colours and the screen
	}
	err := s.aside(cmd.Run)
	if ended, ok := errors.AsType[*exec.ExitError](err); ok && ended.ExitCode() != 126 && ended.ExitCode() != 127 {
		return nil
	}
	return err
}

// viewsTo is where views go: they may be collected for the pager.
func (s *Shell) viewsTo() io.Writer {
	if s.views != nil {
		return stoppableWriter{s, s.views}
	}
	return stoppableWriter{s, s.Out}
}

// show writes a view as text, or as one JSON object.
func (s *Shell) show(v inspect.View) error {
	s.Host.Flush()
	if s.JSON {
		return inspect.WriteJSON(s.Out, v)
	}
	return v.Text(s.viewsTo(), s.limit())
}
