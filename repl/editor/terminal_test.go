package editor

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"
)

// scene is an editor at a fake terminal, whose entries are read one after the
// other.
type scene struct {
	t       *testing.T
	tty     *fakeTTY
	editor  *terminal
	entries chan string
}

func newScene(t *testing.T, cols, rows int) *scene {
	t.Helper()
	device := newFakeTTY(cols, rows)
	ed, err := newTerminal(device, Options{Assistant: typist{[]string{"print", "printf", "puts"}}})
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{t, device, ed, make(chan string, 100)}
	go s.read()
	t.Cleanup(func() { ed.Close() })
	return s
}

// read tells interrupts and the end as entries of their own.
func (s *scene) read() {
	defer close(s.entries)
	for {
		text, err := s.editor.ReadLine("> ")
		switch {
		case errors.Is(err, ErrInterrupt):
			s.entries <- "^C"
		case err != nil:
			s.entries <- "end"
			return
		default:
			s.editor.AddHistory(text)
			s.entries <- text
		}
	}
}

const patience = 10 * time.Second

// shows waits for the screen to be want.
func (s *scene) shows(want string) {
	s.t.Helper()
	for start := time.Now(); s.tty.screen() != want; time.Sleep(time.Millisecond) {
		if time.Since(start) > patience {
			s.t.Fatalf("the screen shows\n%s\nwant\n%s", s.tty.screen(), want)
		}
	}
}

// cursorAt waits for the cursor to stand behind want in its row.
func (s *scene) cursorAt(want string) {
	s.t.Helper()
	for start := time.Now(); s.tty.cursor() != want; time.Sleep(time.Millisecond) {
		if time.Since(start) > patience {
			s.t.Fatalf("the cursor is behind %q, want %q; screen\n%s", s.tty.cursor(), want, s.tty.screen())
		}
	}
}

// enters waits for an entry.
func (s *scene) enters(want string) {
	s.t.Helper()
	select {
	case got := <-s.entries:
		if got != want {
			s.t.Fatalf("got entry %q, want %q", got, want)
		}
	case <-time.After(patience):
		s.t.Fatalf("no entry; want %q; screen\n%s", want, s.tty.screen())
	}
}

func TestLine(t *testing.T) {
	s := newScene(t, 40, 10)
	s.tty.typeKeys("abc", "\x1b[D", "X")
	s.cursorAt("> abX")
	s.tty.typeKeys("\r")
	s.enters("abXc")
	s.shows("> abXc\n>")
	s.tty.typeKeys("junk", "\x03")
	s.enters("^C")
	s.shows("> abXc\n> junk^C\n>")
	s.tty.typeKeys("\x04")
	s.enters("end")
}

func TestRows(t *testing.T) {
	s := newScene(t, 40, 10)
	s.tty.typeKeys("f() {", "\r", "1;", "\r", "}", "\r")
	s.enters("f() {\n    1;\n}")
	s.shows("> f() {\n...     1;\n... }\n>")
	s.tty.typeKeys("\x1b[A")
	s.shows("> f() {\n...     1;\n... }\n> f() {\n...     1;\n... }")
	s.tty.typeKeys("\x1b[A", "2", "\x1b[B", "\r")
	s.enters("f() {\n 2   1;\n}")
}

// Pasted rows wait for Enter, tabs and all.
func TestPaste(t *testing.T) {
	s := newScene(t, 40, 10)
	s.tty.typeKeys("\x1b[200~struct p {\r\n\tint x;\r\n};\r\n\x1b[201~")
	s.shows("> struct p {\n...     int x;\n... };")
	s.tty.typeKeys("\x1f") // undone as one
	s.shows(">")
	s.tty.typeKeys("\x1b[200~1\n2\x1b[201~", "\r")
	s.enters("1\n2")
}

// Rows that come at once without the marks of a paste keep their own indent.
func TestBurst(t *testing.T) {
	s := newScene(t, 40, 10)
	s.tty.typeKeys("f {\r\tif {\r\t\tx;\r\t}\r}\r2\r")
	s.enters("f {\n\tif {\n\t\tx;\n\t}\n}")
	s.enters("2")
}

// A Tab among keys that come at once completes, one between words was pasted.
func TestTabInBurst(t *testing.T) {
	s := newScene(t, 40, 10)
	s.tty.typeKeys("put\t(1)\r")
	s.enters("puts(1)")
	s.tty.typeKeys("put\tx\r")
	s.enters("put\tx")
}

func TestMenu(t *testing.T) {
	s := newScene(t, 40, 12)
	s.tty.typeKeys("p", "\t")
	s.shows("> p\n print   int print   here\n printf  int printf  here\n puts    int puts    here")
	s.tty.typeKeys("\t")
	s.shows("> p\n>print   int print   here\n printf  int printf  here\n puts    int puts    here")
	s.tty.typeKeys("\x1b[B", "\x1b[Z", "\x1b[Z", "\r")
	s.shows("> puts")
	s.tty.typeKeys("(1")
	s.shows("> puts(1\n  int f(«int a», int b)")
	s.tty.typeKeys(")", "\r")
	s.enters("puts(1)")
	s.shows("> puts(1)\n>")
	s.tty.typeKeys("p", "\t", "u")
	s.shows("> puts(1)\n> pu\n puts  int puts  here")
	s.tty.typeKeys("\t") // takes the only one that is left
	s.shows("> puts(1)\n> puts(1)")
	s.cursorAt("> puts")
}

func TestSuggestion(t *testing.T) {
	s := newScene(t, 40, 12)
	s.tty.typeKeys("one two", "\r")
	s.enters("one two")
	s.tty.typeKeys("one")
	s.shows("> one two\n> one two")
	s.cursorAt("> one")
	s.tty.typeKeys("\r")
	s.enters("one")
	s.shows("> one two\n> one\n>")
}

func TestSearch(t *testing.T) {
	s := newScene(t, 40, 12)
	for _, text := range []string{"alpha", "beta", "gamma {\n}"} {
		s.editor.AddHistory(text)
	}
	s.tty.typeKeys("\x12", "am")
	s.shows("> gamma {\n... }\n history: am\n>gamma { ⏎ }")
	s.tty.typeKeys("\x15", "a", "\x12", "\x12")
	s.shows("> alpha\n history: a\n gamma { ⏎ }\n beta\n>alpha")
	s.tty.typeKeys("\r", "\r")
	s.enters("alpha")
}

// Wide and joined characters take the columns that they take.
func TestWidths(t *testing.T) {
	s := newScene(t, 40, 12)
	s.tty.typeKeys(`"漢字 é 👍🏽"`)
	s.cursorAt(`> "漢字 é 👍🏽"`)
	s.tty.typeKeys("\x1b[D", "\x1b[D")
	s.cursorAt(`> "漢字 é `)
	s.tty.typeKeys("\x1b[3~", "\x1b[D", "\x1b[D", "\x1b[D", "\x7f", "\r")
	s.enters(`"漢 é "`)
}

// A row that is wider than the screen goes on below, also in its last column.
func TestWrap(t *testing.T) {
	s := newScene(t, 10, 8)
	s.tty.typeKeys("12345678")
	s.shows("> 12345678")
	s.cursorAt("")
	s.tty.typeKeys("9漢")
	s.shows("> 12345678\n9漢")
	s.tty.typeKeys("\x01")
	s.cursorAt("> ")
	s.tty.typeKeys("\x05", "\r")
	s.enters("123456789漢")
	s.shows("> 12345678\n9漢\n>")
}

// An entry taller than the screen scrolls around the cursor, and stays whole.
func TestTall(t *testing.T) {
	s := newScene(t, 40, 6)
	var rows []string
	for i := range 20 {
		rows = append(rows, fmt.Sprintf("row %d", i))
	}
	text := strings.Join(rows, "\n")
	s.tty.typeKeys("\x1b[200~" + text + "\x1b[201~")
	s.cursorAt("... row 19")
	s.tty.typeKeys("\x1b<")
	s.cursorAt("> ")
	s.tty.typeKeys("\x1b>", "\r")
	s.enters(text)
	s.shows("... row 15\n... row 16\n... row 17\n... row 18\n... row 19\n>")
}

// What others write appears above the entry, unfinished rows go on there.
func TestOutput(t *testing.T) {
	s := newScene(t, 40, 8)
	s.tty.typeKeys("ab")
	s.shows("> ab")
	s.editor.output([]byte("thread 1\n"))
	s.shows("thread 1\n> ab")
	s.editor.output([]byte("working"))
	s.shows("thread 1\nworking\n> ab")
	s.editor.output([]byte("... done\n"))
	s.shows("thread 1\nworking... done\n> ab")
	s.cursorAt("> ab")
	s.tty.typeKeys("c\r")
	s.enters("abc")
}

// Output that does not end its row is left alone by the next prompt.
func TestFreshRow(t *testing.T) {
	device := newFakeTTY(20, 5)
	ed, err := newTerminal(device, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ed.Close()
	for _, text := range []string{"42", "", "exactly 20 columns.."} {
		io.WriteString(device, text)
		device.typeKeys("x\r")
		if entry, err := ed.ReadLine("> "); entry != "x" || err != nil {
			t.Fatal(entry, err)
		}
	}
	if want := "42\n> x\n> x\nexactly 20 columns..\n> x"; !strings.HasPrefix(device.screen(), strings.TrimPrefix(want, "42\n")) {
		t.Errorf("the screen shows\n%s\nwant\n%s", device.screen(), want)
	}
}

func TestResize(t *testing.T) {
	s := newScene(t, 40, 8)
	s.tty.typeKeys("0123456789abcdef")
	s.cursorAt("> 0123456789abcdef")
	s.tty.mu.Lock()
	s.tty.model.cols = 10
	s.tty.model.write("\r\x1b[2J\x1b[H")
	s.tty.model.write("> 0123456789abcdef") // as a terminal breaks the row
	s.tty.mu.Unlock()
	s.tty.resized <- struct{}{}
	s.shows("> 01234567\n89abcdef")
	s.tty.typeKeys("g", "\r")
	s.enters("0123456789abcdefg")
}

func TestExternalEditor(t *testing.T) {
	t.Setenv("VISUAL", "ed -s")
	s := newScene(t, 40, 8)
	s.tty.typeKeys("abc", "\x1be", "d", "\r")
	s.enters("abcd")
	if len(s.tty.ran) != 1 || s.tty.ran[0] != "ed" {
		t.Errorf("ran %v", s.tty.ran)
	}
}

// A callback on a thread of a library keeps keys from being obeyed: then Ctrl-C is a
// signal, and that is said.
func TestBlocked(t *testing.T) {
	device, callback := newFakeTTY(80, 8), make(chan struct{})
	ed, err := newTerminal(device, Options{Idle: func(f func()) { f(); <-callback }})
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{t, device, ed, make(chan string, 100)}
	go s.read()
	defer ed.Close()
	device.typeKeys("ab", "\r")
	s.shows("note: a callback runs on a thread of a library; Ctrl-C ends it\n>")
	if !device.signals.Load() {
		t.Error("Ctrl-C is no signal")
	}
	close(callback)
	s.enters("ab")
	s.shows("note: a callback runs on a thread of a library; Ctrl-C ends it\n> ab\n>")
	if device.signals.Load() {
		t.Error("Ctrl-C is still a signal")
	}
}

// Esc and a control key at once are both obeyed.
func TestEscapeThenControl(t *testing.T) {
	s := newScene(t, 40, 10)
	s.editor.AddHistory("found")
	s.tty.typeKeys("x", "\x12", "fo")
	s.shows("> found\n history: fo\n>found")
	s.tty.typeKeys("\x1b\x03")
	s.enters("^C")
	s.shows("> x^C\n>")
}

// On a narrow screen the parameter at the cursor stays in sight.
func TestNarrowSignature(t *testing.T) {
	s := newScene(t, 20, 8)
	s.tty.typeKeys("f(1")
	s.shows("> f(1\n  int f(«int a», i…")
	s.tty.typeKeys(", 2")
	s.shows("> f(1, 2\n  int f(…, «int b»)")
	s.tty.typeKeys(",,,")
	s.shows("> f(1, 2,,,\n  int f(int a, int…")
}

// A vanished terminal, and Close in the middle of an entry, end the input.
func TestEnd(t *testing.T) {
	s := newScene(t, 40, 8)
	s.tty.typeKeys("abc")
	s.shows("> abc")
	close(s.tty.in)
	s.enters("end")
	s = newScene(t, 40, 8)
	s.tty.typeKeys("abc")
	s.shows("> abc")
	s.editor.Close()
	s.enters("end")
	if s.tty.isRaw() {
		t.Error("the terminal is still raw")
	}
}

// panicker panics when asked.
type panicker struct{ typist }

func (panicker) Describe(string) string { panic("as wanted") }

func TestPanicRestores(t *testing.T) {
	device := newFakeTTY(40, 8)
	ed, err := newTerminal(device, Options{Assistant: panicker{}})
	if err != nil {
		t.Fatal(err)
	}
	defer ed.Close()
	device.typeKeys("x", "\x1bOP")
	func() {
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		ed.ReadLine("> ")
	}()
	if device.isRaw() {
		t.Error("the terminal is still raw")
	}
}

// Keys, output and resizes from all sides at once.
func TestAtOnce(t *testing.T) {
	s := newScene(t, 30, 10)
	var all sync.WaitGroup
	all.Add(2)
	go func() {
		defer all.Done()
		for i := range 50 {
			s.editor.output(fmt.Appendf(nil, "line %d\n", i))
		}
	}()
	go func() {
		defer all.Done()
		for range 50 {
			select {
			case s.tty.resized <- struct{}{}:
			default:
			}
		}
	}()
	for range 20 {
		s.tty.typeKeys("p", "\t", "\t", "\r", "x", "\r")
		s.enters("printx")
	}
	all.Wait()
}

// Random bytes do no harm: at the end of the input the editor ends, and the
// terminal is as it was.
func FuzzEditor(f *testing.F) {
	for _, keys := range []string{
		"abc\r", "\x1b[A\x1b[B\x12a\r", "{\r}\r\x1b[A\x1b[A", "p\t\t\r\x1f\x1b/", "\x1b[200~a\nb\x1b[201~\x17\x19\x1by",
		"\x1b[200~never ended", "\x1b]0;title\x07x", "\x1b", "\xff\xfe漢\x1b[1;5C", "\x1b[[A\x1b[9999999999999~", "\x1be\x1a\x0c\x14",
	} {
		f.Add([]byte(keys), 20, 5)
	}
	f.Fuzz(func(t *testing.T, keys []byte, cols, rows int) {
		device := newFakeTTY(min(max(cols, 2), 200), min(max(rows, 1), 50))
		ed, err := newTerminal(device, Options{Assistant: typist{[]string{"print", "漢字", "puts"}}})
		if err != nil {
			t.Fatal(err)
		}
		device.in <- keys
		close(device.in)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for {
				text, err := ed.ReadLine("> ")
				if err == io.EOF {
					return
				}
				ed.AddHistory(text)
			}
		}()
		select {
		case <-done:
		case <-time.After(patience):
			t.Fatal("the editor hangs")
		}
		ed.Close()
		if device.isRaw() {
			t.Error("the terminal is still raw")
		}
	})
}
