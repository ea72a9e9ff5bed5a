package editor

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"
	"sync/atomic"
)

// plain reads lines as they come.
type plain struct {
	in   *bufio.Reader
	out  io.Writer
	idle func(f func()) // see Options

	typed bool // in is a terminal

	lines       chan plainLine // what the reader of the next line, if there is one, brings
	reading     atomic.Bool    // a ReadLine waits for that
	interrupted chan struct{}
}

type plainLine struct {
	text string
	err  error
}

// Plain is an editor without editing, for dumb terminals, pipes and tests.
func Plain(in io.Reader, out io.Writer) Editor { return newPlain(in, out, nil) }

func newPlain(in io.Reader, out io.Writer, idle func(f func())) *plain {
	if idle == nil {
		idle = func(f func()) { f() }
	}
	return &plain{in: bufio.NewReader(in), out: out, idle: idle, interrupted: make(chan struct{}, 1)}
}

// ReadLine reads one line.
func (p *plain) ReadLine(prompt string) (text string, err error) {
	io.WriteString(p.out, prompt)
	select {
	case <-p.interrupted: // came too late for the line before
	default:
	}
	p.reading.Store(true)
	defer p.reading.Store(false)
	if p.lines == nil { // else an interrupted ReadLine has left its reader behind
		p.lines = make(chan plainLine, 1)
		go p.readTo(p.lines)
	}
	p.idle(func() {
		select {
		case line := <-p.lines:
			p.lines = nil
			text, err = line.text, line.err
		case <-p.interrupted:
			err = ErrInterrupt
		}
	})
	return text, err
}

// readTo reads one line.
func (p *plain) readTo(lines chan<- plainLine) {
	text, err := p.in.ReadString('\n')
	if text != "" {
		err = nil
	} else if err == io.EOF {
		io.WriteString(p.out, "\n") // Ctrl-D shows as nothing
	}
	lines <- plainLine{strings.TrimRight(text, "\r\n"), err}
}

func (p *plain) interrupt() (heard bool) {
	io.WriteString(p.out, "\n")
	if !p.reading.Load() {
		return false
	}
	select {
	case p.interrupted <- struct{}{}:
	default:
	}
	return true
}

func (p *plain) AddHistory(string) {}

// Edit: there is no place for a text that is to be edited further.
func (p *plain) Edit(string) error { return errors.New("entries cannot be edited here") }

func (p *plain) Close() error { return nil }

// promptsTo is where the prompts of a plain reader go: to the terminal, if a
// person types. Whoever reads our output from a pipe gets values only.
func promptsTo(in, out, err *os.File) io.Writer {
	switch {
	case !IsTerminal(in):
	case IsTerminal(out):
		return out
	case err != nil && IsTerminal(err):
		return err
	}
	return io.Discard
}
