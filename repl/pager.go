package repl

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"cshell/diag"
	"cshell/inspect"
)

// What a person has a command show at a terminal goes through the pager where it
// has more rows than this. A terminal scrolls back over less, and whoever types
// ahead would type into the pager.
const (
	neverPaged    = -1
	pagedAtScreen = 0 // more rows than the screen has
	pagedAtFirst  = 500
)

// pagerRows reads the option: on is a screen.
func pagerRows(value string) (rows int, ok bool) {
	switch value {
	case "off":
		return neverPaged, true
	case "on":
		return pagedAtScreen, true
	}
	rows, err := strconv.Atoi(value)
	return rows, err == nil && rows > 0
}

func pagerRowsText(rows int) string {
	switch rows {
	case neverPaged:
		return "off"
	case pagedAtScreen:
		return "on"
	}
	return strconv.Itoa(rows)
}

// views is what a command shows, kept for the pager.
type views struct {
	bytes.Buffer
	manual bool // to be read from its beginning, as man's pages are
}

// paged runs commands that stand in a source, and keeps what they show until they
// are done if it may be for the pager.
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
	s.views = &views{}
	err := run()
	if shown := s.page(s.views); err == nil {
		err = shown
	}
	return err
}

func (s *Shell) pages(src *diag.Source) bool {
	return s.Screen != nil && s.prompts && s.pagerRows != neverPaged && !s.JSON && src.Name == promptName
}

// manualPage says that what the running command shows is a page of a manual,
// which goes through the pager where it has more rows than the screen.
func (s *Shell) manualPage() {
	if s.views != nil {
		s.views.manual = true
	}
}

// page writes views, through the pager if they are tall and there is one.
func (s *Shell) page(v *views) error {
	columns, screen := s.Screen()
	rows := s.pagerRows
	if rows == pagedAtScreen || v.manual {
		rows = screen - 1 // the prompt has one
	}
	if height(v.Bytes(), columns) <= rows || s.pageWith(pager(), v.Bytes()) != nil {
		_, err := s.Out.Write(v.Bytes())
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
