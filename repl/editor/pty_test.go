package editor

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// ptyScreen shows what is written to a real pseudoterminal.
type ptyScreen struct {
	mu    sync.Mutex
	model *model
}

func (p *ptyScreen) follow(master *os.File) {
	var rest string
	chunk := make([]byte, 4096)
	for {
		n, err := master.Read(chunk)
		if err != nil {
			return
		}
		rest += string(chunk[:n])
		if at := strings.LastIndexByte(rest, '\x1b'); at >= 0 && !strings.ContainsAny(rest[at:], "hlmKJACH") {
			continue // in the middle of a sequence
		}
		p.mu.Lock()
		p.model.write(rest)
		p.mu.Unlock()
		rest = ""
	}
}

func (p *ptyScreen) shows(t *testing.T, want string) {
	t.Helper()
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		p.mu.Lock()
		got := p.model.String()
		p.mu.Unlock()
		if got == want {
			return
		}
		if time.Since(start) > patience {
			t.Fatalf("the screen shows\n%s\nwant\n%s", got, want)
		}
	}
}

// openPTY is a pseudoterminal with separate descriptors for input and output.
func openPTY(t *testing.T) (master, in, out *os.File) {
	t.Helper()
	master, in, err := pty.Open()
	if err != nil {
		t.Skip("no pseudoterminals:", err)
	}
	if out, err = os.OpenFile(in.Name(), os.O_WRONLY|unix.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	pty.Setsize(master, &pty.Winsize{Cols: 40, Rows: 10})
	t.Cleanup(func() { out.Close(); in.Close(); master.Close() })
	return master, in, out
}

func modes(t *testing.T, f *os.File) unix.Termios {
	t.Helper()
	modes, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return *modes
}

// On a real terminal: the modes are ours while a line is read and as before
// after it, and what others write to the terminal meanwhile goes above.
func TestPTY(t *testing.T) {
	t.Setenv("TERM", "xterm")
	master, in, out := openPTY(t)
	before := modes(t, in)
	ed, err := New(in, out, Options{Err: out, Assistant: typist{}})
	if err != nil {
		t.Fatal(err)
	}
	screen := &ptyScreen{model: newModel(40, 10)}
	go screen.follow(master)
	entry := make(chan string)
	read := func() {
		text, err := ed.ReadLine("> ")
		entry <- fmt.Sprint(text, err)
	}

	go read()
	screen.shows(t, ">")
	if modes(t, in) == before {
		t.Error("the terminal is not raw")
	}
	fmt.Fprint(master, "abc")
	screen.shows(t, "> abc")
	fmt.Fprint(out, "from a thread\n")
	screen.shows(t, "from a thread\n> abc")
	fmt.Fprint(master, "\x1b[1~X\r")
	if got := <-entry; got != "Xabc<nil>" {
		t.Errorf("got %s", got)
	}
	if modes(t, in) != before {
		t.Error("the terminal is not as it was")
	}
	fmt.Fprint(out, "partial")
	screen.shows(t, "from a thread\n> Xabc\npartial")

	go read()
	screen.shows(t, "from a thread\n> Xabc\npartial\n>")
	fmt.Fprint(master, "\x03")
	if got := <-entry; got != ErrInterrupt.Error() {
		t.Errorf("got %s", got)
	}
	go read()
	screen.shows(t, "from a thread\n> Xabc\npartial\n> ^C\n>")
	ed.Close()
	<-entry
	if modes(t, in) != before {
		t.Error("Close leaves the terminal raw")
	}
}

// A terminal that hangs up ends the input.
func TestHangUp(t *testing.T) {
	t.Setenv("TERM", "xterm")
	master, in, out := openPTY(t)
	ed, err := New(in, out, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ed.Close()
	ended := make(chan error, 1)
	go func() {
		_, err := ed.ReadLine("> ")
		ended <- err
	}()
	time.Sleep(20 * time.Millisecond)
	master.Close()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Fatal("the editor waits for a terminal that is gone")
	}
}

// Without a terminal, and on a dumb one, lines are read as they are.
func TestNoTerminal(t *testing.T) {
	_, in, out := openPTY(t)
	t.Setenv("TERM", "dumb")
	ed, err := New(in, out, Options{})
	if _, ok := ed.(*plain); !ok || err != nil {
		t.Errorf("got %T, %v on a dumb terminal", ed, err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	w.Close()
	t.Setenv("TERM", "xterm")
	if ed, err := New(r, out, Options{}); err != nil {
		t.Error(err)
	} else if _, ok := ed.(*plain); !ok {
		t.Errorf("got %T on a pipe", ed)
	}
}

// What a key costs in an entry of 200 rows, from the key to the screen.
func BenchmarkKey(b *testing.B) {
	e := newEntry()
	e.set(strings.Repeat("    value = compute(\"text\", 0x10) * other; // note\n", 200))
	e.width, e.height = 100, 40
	s := screen{out: &strings.Builder{}, color: true}
	s.resize(100, 40)
	for b.Loop() {
		e.press('x')
		s.paint(e.frame("> ", "... ", true))
	}
}

// On a dumb terminal Ctrl-C, which the terminal makes a signal of, drops the line
// and prompts anew; what is typed next is a line of its own.
func TestPlainInterrupt(t *testing.T) {
	in, typed := io.Pipe()
	shown := make(chan string)
	ed := Plain(in, writerFunc(func(text string) { shown <- text }))
	got := make(chan string)
	read := func() {
		line, err := ed.ReadLine("> ")
		got <- fmt.Sprint(line, err)
	}
	expect := func(what string, from chan string, want string) {
		t.Helper()
		select {
		case text := <-from:
			if text != want {
				t.Errorf("%s: got %q, want %q", what, text, want)
			}
		case <-time.After(patience):
			t.Fatalf("%s: nothing comes", what)
		}
	}
	go read()
	expect("prompt", shown, "> ")
	for !ed.(*plain).reading.Load() {
		time.Sleep(time.Millisecond)
	}
	go Interrupt(ed)
	expect("Ctrl-C", shown, "\n")
	expect("dropped", got, fmt.Sprint("", ErrInterrupt))
	go read()
	expect("prompt again", shown, "> ")
	go io.WriteString(typed, "1 + 1\n")
	expect("the next line", got, "1 + 1<nil>")
	go read()
	expect("third prompt", shown, "> ")
	typed.Close()
	expect("Ctrl-D", shown, "\n")
	expect("end", got, fmt.Sprint("", io.EOF))
}

type writerFunc func(text string)

func (f writerFunc) Write(p []byte) (int, error) {
	f(string(p))
	return len(p), nil
}
