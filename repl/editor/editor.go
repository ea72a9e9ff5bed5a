// Package editor reads what a person types. Everything that wants an entry sees
// only the interface Editor.
//
// At a terminal the engine is readline, whose only user this package is: each
// key goes through its loop and each entry comes out of its Readline. What
// readline cannot do is done here: its painter and its editing commands know
// one row of text only.
//
//	tty        the device: raw mode, size, bytes
//	keyReader  bytes to keys, as readline's standard input
//	terminal   the loop around readline, and what happens outside of the text
//	entry      what a key does to the text and the menus over it
//	frame      what the entry looks like
//	layout     frame to screen rows
//	screen     screen rows to the terminal, as few as possible
//	capture    what other threads write meanwhile
package editor

import (
	"errors"
	"io"
	"os"

	"github.com/chzyer/readline"
)

// ErrInterrupt is what ReadLine returns for Ctrl-C; at the end of the input,
// Ctrl-D on an empty entry included, it returns io.EOF.
var ErrInterrupt = errors.New("interrupted")

// Editor reads entries.
type Editor interface {
	// ReadLine shows prompt and reads one entry, without its last newline. An
	// editor with an Assistant gives whole entries, others single lines.
	ReadLine(prompt string) (string, error)
	// Edit has text edited by the user's own editor ($VISUAL, $EDITOR); what
	// comes of it is what the next ReadLine begins with.
	Edit(text string) error
	// AddHistory makes entry what Up brings back first.
	AddHistory(entry string)
	// Close gives the terminal back.
	Close() error
}

// Options is what an editor works with besides the terminal. Every field may
// be left out.
type Options struct {
	Err       *os.File // what is written there meanwhile, if it is the terminal, goes above the entry
	Color     bool
	More      string    // the prompt of the rows behind the first; default "... "
	Assistant Assistant // nil: Enter ends every entry, nothing is completed
	// Idle runs f, which only waits for the next key: whoever is blocked by the
	// caller of ReadLine may go on meanwhile. It returns when that has ended.
	Idle func(f func())
	// Finished has an element when Settle is to be called, by the goroutine of
	// ReadLine: what it writes goes above the entry. nil: never.
	Finished <-chan struct{}
	Settle   func()
}

// New is an editor on in and out: with editing at a terminal, a plain reader
// of lines elsewhere.
func New(in, out *os.File, o Options) (Editor, error) {
	if !IsTerminal(in) || !IsTerminal(out) || os.Getenv("TERM") == "dumb" {
		p := newPlain(in, promptsTo(in, out, o.Err), o.Idle)
		p.typed = IsTerminal(in)
		return p, nil
	}
	device, err := openTTY(in, out)
	if err != nil {
		return nil, err
	}
	t, err := newTerminal(device, o)
	if err != nil {
		return nil, err
	}
	t.capture = newCapture(out, o.Err, t.output)
	return t, nil
}

// Edits says whether ed shows what happens while an entry is being typed, as one
// at a terminal does.
func Edits(ed Editor) bool {
	_, ok := ed.(*terminal)
	return ok
}

// Typed says whether what ed reads is typed at a terminal.
func Typed(ed Editor) bool {
	p, isPlain := ed.(*plain)
	return !isPlain || p.typed
}

// IsTerminal says whether f is a terminal.
func IsTerminal(f *os.File) bool { return readline.IsTerminal(int(f.Fd())) }

// ScreenSize gives the size of a terminal; it is nil where f is none that
// moves a cursor.
func ScreenSize(f *os.File) func() (columns, rows int) {
	if !IsTerminal(f) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return func() (columns, rows int) {
		columns, rows, err := readline.GetSize(int(f.Fd()))
		if err != nil || columns <= 0 || rows <= 0 {
			return 80, 24
		}
		return columns, rows
	}
}

// FreshLine takes a terminal to the start of a line: this one if the cursor is
// there, else the next. It is nil where f is no such terminal.
func FreshLine(f *os.File) func() string {
	size := ScreenSize(f)
	if size == nil {
		return nil
	}
	return func() string {
		width, _ := size()
		return freshRow(width)
	}
}

// Progress shows what is being waited for in the row of the cursor, or in the next
// one if that has text; "" removes it. It is nil where f is no such terminal.
func Progress(f *os.File) func(text string) {
	fresh := FreshLine(f)
	if fresh == nil {
		return nil
	}
	return func(text string) {
		if text == "" {
			io.WriteString(f, "\r\x1b[K")
			return
		}
		width, _, _ := readline.GetSize(int(f.Fd()))
		io.WriteString(f, fresh()+cut(text, width-1))
	}
}

// Restore takes back what C has made of the terminal, its screen included, while
// the last entry ran: an error has kept it from doing that. Of a call that was ended
// in the middle nothing is left to do it later: ever is then true, and what entries
// before have made of it is taken back too. Before it does anything it calls leave,
// which may tell C.
func Restore(ed Editor, ever bool, leave func()) {
	if t, ok := ed.(*terminal); ok && (ever || t.tty.Changed()) {
		leave()
		t.tty.Restore()
	}
}

// Interrupt tells ed that Ctrl-C was typed while the terminal was cooked: the entry
// that is being read is dropped, and what comes next is not for the row of the ^C.
// An editor at a terminal reads the key itself. The result is false if no entry is
// being read. It may be called from any goroutine.
func Interrupt(ed Editor) (heard bool) {
	switch ed := ed.(type) {
	case *plain:
		return ed.interrupt()
	case *terminal:
		return ed.reading.Load()
	}
	return false
}

// Interrupted says whether Ctrl-C came behind the entry that ReadLine gave last, but
// before the terminal made a signal of it.
func Interrupted(ed Editor) bool {
	t, ok := ed.(*terminal)
	return ok && t.interrupted
}
