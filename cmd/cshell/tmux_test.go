package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// tmux is a terminal of our own server, in which the shell runs.
type tmux struct {
	t      *testing.T
	server string
	starts int // of cshell
}

func newTmux(t *testing.T) *tmux {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	m := &tmux{t: t, server: fmt.Sprintf("cshell-test-%d", os.Getpid())}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_STATE_HOME", home)
	t.Setenv("XDG_CONFIG_HOME", home)
	t.Setenv("NO_COLOR", "")
	t.Setenv("SHELL", "/bin/sh")
	t.Setenv("PAGER", "sed 's/^/| /'")
	t.Setenv("VISUAL", "sed -i s/one/two/")
	t.Setenv("TMUX", "")
	t.Setenv("TMUX_TMPDIR", home)
	// A shell around cshell shows its exit status and the terminal's mode.
	m.run("new-session", "-d", "-x", "90", "-y", "24", "sh")
	t.Cleanup(func() { exec.Command("tmux", "-L", m.server, "kill-server").Run() })
	m.keys(`PS1='sh$ '; clear`, "Enter")
	m.shows("sh$")
	m.start()
	return m
}

func (m *tmux) run(args ...string) string {
	m.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-L", m.server, "-f", "/dev/null"}, args...)...).CombinedOutput()
	if err != nil {
		m.t.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// start runs cshell on an empty screen.
func (m *tmux) start() {
	m.t.Helper()
	m.starts++ // what the last one left on the screen is not taken for this one's
	m.keys(fmt.Sprintf("clear; echo start %d; cshell; echo left with $?; stty -a | grep -o ' icanon'", m.starts), "Enter")
	m.shows(fmt.Sprintf("\nstart %d\n> ", m.starts))
}

func (m *tmux) keys(keys ...string) {
	m.t.Helper()
	m.run(append([]string{"send-keys"}, keys...)...)
}

// text types text as it is.
func (m *tmux) text(text string) {
	m.t.Helper()
	m.run("send-keys", "-l", argument(text))
}

// argument is text as an argument of a command of tmux, which a ; at its end
// would end.
func argument(text string) string {
	if rest, ok := strings.CutSuffix(text, ";"); ok {
		return rest + `\;`
	}
	return text
}

// enter types an entry and ends it.
func (m *tmux) enter(text string) {
	m.t.Helper()
	m.text(text)
	m.keys("Enter")
}

func (m *tmux) paste(text string) {
	m.t.Helper()
	m.run("set-buffer", argument(text))
	m.run("paste-buffer", "-p")
}

func (m *tmux) screen() string {
	m.t.Helper()
	var b strings.Builder
	for line := range strings.Lines(m.run("capture-pane", "-p")) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return "\n" + strings.TrimRight(b.String(), "\n") + " "
}

// tmuxLimit is for what comes at once unless the machine is busy.
const tmuxLimit = time.Minute

// await waits for a screen on which nothing is missing.
func (m *tmux) await(missing func(screen string) string) {
	m.t.Helper()
	for start := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		screen := m.screen()
		what := missing(screen)
		if what == "" {
			return
		}
		if time.Since(start) > tmuxLimit {
			m.t.Fatalf("the screen lacks %q:%s", what, screen)
		}
	}
}

// shows waits for the screen to hold every text.
func (m *tmux) shows(texts ...string) {
	m.t.Helper()
	m.await(func(screen string) string {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return text
			}
		}
		return ""
	})
}

// answers waits for the texts and for the prompt behind them. Keys that come
// before it are not read one by one, but as a paste is.
func (m *tmux) answers(texts ...string) {
	m.t.Helper()
	m.shows(texts...)
	m.await(func(screen string) string {
		if strings.HasSuffix(screen, "\n> ") {
			return ""
		}
		return "a prompt at the end"
	})
}

// begins enters what does not end by itself, and waits until it runs.
func (m *tmux) begins(entry string) {
	m.t.Helper()
	m.paste("(void)puts(\"begun\");\n" + entry)
	m.keys("Enter")
	m.shows("\nbegun")
	time.Sleep(beginTime)
}

// beginTime is what a statement has to begin in, once the one before it has run.
const beginTime = 100 * time.Millisecond

// A tour as a user would take it, in a terminal that a user would have.
func TestTmux(t *testing.T) {
	m := newTmux(t)

	m.text("strl")
	m.keys("Tab")
	m.shows("\n> strlen\n  size_t strlen(const char *s)  libc.so.6")
	m.text(`("abc"`)
	m.shows("\n> strlen(\"abc\"\n  size_t strlen(const char *s)")
	m.keys(")", "Enter")
	m.shows("$1 = (size_t) 3\n> ")

	m.enter("int twice(int n) {")
	m.shows("\n> int twice(int n) {\n... ")
	m.enter("return 2 * n;")
	m.shows("\n...     return 2 * n;\n... ")
	m.keys("}", "Enter")
	m.shows("\n> int twice(int n) {\n...     return 2 * n;\n... }\n> ")
	m.keys("Up")
	m.shows("... }\n> int twice(int n) {\n...     return 2 * n;\n... } ")
	m.keys("Enter")
	m.enter("twice(21)")
	m.shows("$2 = (int) 42\n> ")

	m.keys("C-l")
	m.paste("struct p {\n\tint x;\n\tchar y;\n};\nstruct p s = {1, 2};\n")
	m.shows("\n> struct p {\n...     int x;\n...     char y;\n... };\n... struct p s = {1, 2}; ")
	m.keys("Enter")
	m.answers("... struct p s = {1, 2};\n")
	m.text("s.")
	m.keys("Tab")
	m.shows("> s.\n x  int x   struct p +0\n y  char y  struct p +4")
	m.enter("x")
	m.shows("$3 = (int) 1\n> ")

	m.enter(`printf("no newline");`)
	m.shows("\nno newline\n$4 = (int) 10\n> ")
	m.enter(`(void)printf("no newline");`)
	m.shows("(void)printf(\"no newline\");\nno newline\n> ")

	m.keys("C-l")
	for _, row := range [][2]string{{"int thrice(int n)", "> "}, {"{", "... "}, {"return 3 * n;", "... "}, {"}", "> "}} {
		m.enter(row[0])
		m.shows(row[0] + "\n" + row[1])
	}
	m.enter("thrice(2)")
	m.shows("= (int) 6\n> ")
	m.keys("Up", "Up")
	m.shows("= (int) 6\n> int thrice(int n)\n... {\n...     return 3 * n;\n... }")
	m.keys("C-c")

	m.text("dropped")
	m.keys("C-c")
	m.shows("> dropped^C\n> ")
	m.begins("pause()")
	m.keys("C-c")
	m.answers("^C\n<prompt>:", ": interrupted")

	m.keys("C-l")
	m.enter("strlen(8)")
	m.answers("error: ", "  strlen(8)\n         ^\n")
	m.enter("strlen((char *)8)")
	m.answers("SIGSEGV")
	m.enter("twice(4)")
	m.shows(" = (int) 8\n> ")

	m.enter(`strlne("abcd")`)
	m.shows("did you mean \"strlen\"?\n> strlen(\"abcd\")") // proposed
	m.keys("Right", "Enter")
	m.shows("> strlen(\"abcd\")\n", " = (size_t) 4\n> ")

	m.keys("C-d")
	m.shows("left with 0\n icanon\n")

	m.start()
	m.keys("C-r")
	m.text("int twice")
	m.shows("history: int twice\n")
	m.keys("Enter")
	m.shows("\n> int twice(int n) {\n...     return 2 * n;\n... }")
	m.keys("C-c")
	m.text("str")
	m.keys("Up")
	m.shows("^C\n> strlen(\"abcd\")")
	m.keys("C-c")
}

// What a call that was ended in the middle has made of the terminal is taken back.
func TestTmuxRestored(t *testing.T) {
	m := newTmux(t)
	m.enter(`(void)system("stty -icanon -echo -onlcr"); puts("waiting"); pause()`)
	m.shows("waiting\n")
	time.Sleep(100 * time.Millisecond)
	m.keys("C-c")
	m.shows(": interrupted in pause()\n  (void)system(") // else the rows are a staircase
	m.enter(`!stty -a | tr ' ' '\n' | grep -e icanon -e onlcr -e 'echo$'`)
	m.shows("\nonlcr\nicanon\necho\n")
}

// A program that draws all of the screen is ended in the middle: what it has made of
// the screen is taken back too.
func TestTmuxFullScreen(t *testing.T) {
	if exec.Command("cshell", "--no-autotypes", "-e", `load("ncursesw")`).Run() != nil {
		t.Skip("libncursesw is not installed")
	}
	m := newTmux(t)
	m.paste(":set autotypes off\n:load ncursesw\n" +
		"void *initscr(void); int keypad(void *, bool), curs_set(int), printw(const char *, ...), refresh(void), getch(void);\n" +
		"unsigned long mousemask(unsigned long, unsigned long *);\n" +
		"void draw(const char *text) { keypad(initscr(), true); curs_set(0); mousemask(1, NULL); printw(\"%s\", text); refresh(); }\n")
	m.keys("Enter")
	m.answers("\n... void draw(")
	flags := func() string {
		return m.run("display-message", "-p", "#{alternate_on}#{keypad_flag}#{keypad_cursor_flag}#{mouse_any_flag} #{cursor_flag}")
	}
	before := flags()
	for _, end := range []struct{ entry, says string }{
		{`{ draw("first"); *(int *)8 = 1; }`, "cannot write 0x8"}, // by the shell itself
		{`{ draw("next"); strlen((char *)8); }`, "SIGSEGV"},
		{`{ draw("second"); c.exit(3); }`, "foreign code called exit(3)"},
		{`{ draw("third"); getch(); }`, "interrupted in getch()"},
	} {
		m.keys("C-l")
		m.enter(end.entry)
		if strings.Contains(end.entry, "getch") {
			m.shows("third")
			m.await(func(string) string {
				if strings.HasPrefix(flags(), "1") { // it has the alternate screen, as the first had
					return ""
				}
				return "the screen of ncurses"
			})
			time.Sleep(beginTime)
			m.keys("C-c")
		}
		m.answers("error: ", end.says)
		if after := flags(); after != before {
			t.Errorf("%s: the terminal's flags are %s, were %s", end.entry, after, before)
		}
		m.enter("strlen(\"usable\")")
		m.answers(" = (size_t) 6\n")
	}
}

// What is typed while an entry runs is there at the next prompt, Ctrl-D too.
func TestTmuxTypeAhead(t *testing.T) {
	m := newTmux(t)
	m.begins("sleep(1)")
	m.keys("C-d")
	m.shows("left with 0\n")
	m.start()
	m.begins("sleep(1)")
	m.enter("1 + 41")
	m.keys("C-d")
	m.shows(" = (int) 42\n", "left with 0\n")
}

// A note stands on a line of its own, not behind what was typed meanwhile.
func TestTmuxTypeAheadNote(t *testing.T) {
	t.Chdir(t.TempDir())
	m := newTmux(t)
	m.begins("while (access(\"go\", F_OK)) usleep(1000);\nc.__sysconf(84)")
	m.text("1 + 41")
	m.shows("\nbegun\n1 + 41 ")
	if err := os.WriteFile("go", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	m.shows("\nbegun\n1 + 41\n<prompt>:3:1: note: the type of __sysconf is not known", "\n> 1 + 41 ")
}

// A dumb terminal gets lines that stand alone too.
func TestTmuxDumb(t *testing.T) {
	m := newTmux(t)
	m.keys("C-d")
	m.shows("left with 0")
	m.keys("clear; TERM=dumb cshell; echo left with $?", "Enter")
	m.shows("\n> ")
	m.enter(`printf("abc")`)
	m.shows("\nabc\n$1 = (int) 3\n> ")
	m.enter(`*(int *)printf("abc")`)
	m.shows("\nabc\n<prompt>:2:1: error: ")
	m.enter(`(void)printf("open")`)
	m.shows("\nopen\n> ")
	m.enter("int f(void) {")
	m.shows("\n... ")
	m.text("half")
	m.shows("... half") // Ctrl-C drops what the terminal has not shown yet
	m.keys("C-c")
	m.shows("... half^C\n> ")
	m.enter("1 + 1")
	m.shows("> 1 + 1\n$2 = (int) 2\n> ")
	m.enter("pause()")
	time.Sleep(100 * time.Millisecond)
	m.keys("C-c")
	m.shows("^C\n<prompt>:5:1: error: interrupted")
	m.keys("C-d")
	m.shows(">\nleft with 0")
}

// Headers are read while one types on, and what they bring is told above the
// entry.
func TestTmuxReadAhead(t *testing.T) {
	if _, err := os.Stat("/usr/include/zlib.h"); err != nil {
		t.Skip("the headers of zlib are not installed")
	}
	m := newTmux(t)
	m.enter(":load z")
	m.answers("\n> :load z\n") // perhaps with the note
	m.text("compressBound(")
	m.shows("\nnote: types: zlib.h (", " functions\n> compressBound(\n  uLong compressBound(uLong sourceLen)  libz.so.1")
	m.enter("100)")
	m.shows("> compressBound(100)\n$1 = (uLong) 113\n> ")
}

// What a thread writes while one types does not tear the entry. The thread
// waits for a file, so that the entry is there before.
func TestTmuxThread(t *testing.T) {
	dir := t.TempDir()
	buildFaultLibraries(t, dir)
	t.Chdir(dir)
	m := newTmux(t)
	m.paste("load(\"./fixture.so\");\nvoid call_when_told(void (*f)(void)); void tick(void) { puts(\"tick\"); }\n")
	m.keys("Enter")
	m.answers("}\n")
	m.enter("call_when_told(tick)")
	m.answers("> call_when_told(tick)\n")
	m.text("abc")
	m.shows("\n> abc")
	if err := os.WriteFile("go", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	m.shows("> call_when_told(tick)\ntick\ntick\ntick\n> abc")
	m.text("def")
	m.shows("\n> abcdef")
	m.keys("BSpace", "C-c")
	m.shows("> abcde^C\n> ")
}

// A callback on such a thread that does not end keeps the prompt from going on: Ctrl-C
// ends it, and what was typed is not lost. The thread waits for a file, so that the
// prompt is there before.
func TestTmuxThreadEndless(t *testing.T) {
	dir := t.TempDir()
	buildFaultLibraries(t, dir)
	t.Chdir(dir)
	m := newTmux(t)
	m.paste("load(\"./fixture.so\");\nvoid call_when_told(void (*f)(void)); int calls; void spins(void) { if (calls++) return; rename(\"go\", \"gone\"); for (;;) ; }\n")
	m.keys("Enter")
	m.answers("}\n")
	m.enter("call_when_told(spins)")
	m.answers("> call_when_told(spins)\n")
	if err := os.WriteFile("go", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, err := os.Stat("gone"); err != nil; _, err = os.Stat("gone") {
		time.Sleep(time.Millisecond)
	}
	m.text("strlen(")
	m.shows("\nnote: a callback runs on a thread of a library; Ctrl-C ends it\n")
	m.keys("C-c")
	m.shows(": error: interrupted\n", "\n> strlen(")
	m.enter("\"abc\")")
	m.answers("$2 = (size_t) 3\n")
}

// A signal that ends the shell while one types leaves a usable terminal.
func TestTmuxTerminated(t *testing.T) {
	m := newTmux(t)
	m.enter("getpid()")
	m.shows("$1 = (pid_t) ")
	_, rest, _ := strings.Cut(m.screen(), "$1 = (pid_t) ")
	pid := strings.Fields(rest)[0]
	m.text("abc")
	m.shows("> abc")
	if err := exec.Command("kill", pid).Run(); err != nil {
		t.Fatal(err)
	}
	m.shows("left with 143\n icanon\n")
}

// Colours are for those who want them.
func TestTmuxColor(t *testing.T) {
	m := newTmux(t)
	m.text("int x")
	m.shows("> int x")
	if screen := m.run("capture-pane", "-p", "-e"); strings.Contains(screen, "\x1b[36m") == (os.Getenv("NO_COLOR") != "") {
		t.Errorf("colours with NO_COLOR=%q: %q", os.Getenv("NO_COLOR"), screen)
	}
	m.keys("C-c", "C-d")
	m.shows("left with 0")
	m.keys("clear; echo plain; NO_COLOR=1 cshell", "Enter")
	m.shows("plain\n> ")
	m.text("int y")
	m.shows("> int y")
	_, screen, _ := strings.Cut(m.run("capture-pane", "-p", "-e"), "plain\n")
	if strings.Contains(screen, "\x1b[3") {
		t.Errorf("colours in spite of NO_COLOR: %q", screen)
	}
}

// Other programs get the terminal: the pager, the editor, a command.
func TestTmuxPrograms(t *testing.T) {
	m := newTmux(t)
	m.enter(":libs")
	m.answers("\nc  libc.so.6")
	m.enter(":help")
	m.answers("\n:quit ") // scrolls by
	m.enter(":set pager on")
	m.shows("\n> :set pager on\n> ")
	m.enter(":help")
	m.answers("\n| :quit ")
	m.enter(":set pager default")
	m.answers("\n> :set pager default\n")

	m.enter(`strlen("one")`)
	m.shows("$1 = (size_t) 3\n> ")
	m.enter(":edit")
	m.shows(":edit\n> strlen(\"two\")")
	m.keys("BSpace", "BSpace")
	m.enter(`more")`)
	m.shows("$2 = (size_t) 7\n> ")
	m.enter(":edit 99")
	m.answers("there is no entry 99: the history has 1 to 9\n")

	m.enter("!echo begun; sleep 60")
	m.shows("\nbegun")
	m.keys("C-c")
	m.answers("error: interrupted\n  !echo begun; sleep 60\n")
	m.enter("1 + 1")
	m.shows("$3 = (int) 2\n> ")
	m.enter("!stty -a | grep -o ' icanon'")
	m.shows("\n icanon\n> ")
}

// A struct that is wider than the terminal is shown in rows.
func TestTmuxIndent(t *testing.T) {
	m := newTmux(t)
	m.paste("struct in { int number; char text[20]; };\nstruct out { struct in first, second; } o = {{1, \"a text of some size\"}, {2}};\no\n")
	m.keys("Enter")
	m.shows("$1 = (struct out) {\n  first = {number = 1, text = \"a text of some size\"},\n  second = {number = 2, text = \"\"}\n}\n> ")
	m.enter("o.first")
	m.shows("$2 = (struct in) {number = 1, text = \"a text of some size\"}\n> ")
}
