package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// interruptSetUp is what the entries below use.
const interruptSetUp = `f = load("./fixture.so")
void spin(void), spin_in_thread(void), sleep_forever(void), lock_twice(void), call_forever(int (*)(int)); int apply(int (*)(int), int);
int one(int x) { return x; } int loops(int x) { for (;;) ; return x; } int counts(int x) { for (int i = 0; i < 100000; i++) ; return x; } int sleeps(int x) { sleep(100); return x; }
int never(const void *a, const void *b) { return -1; } int kept = 5; char buf[8] = "hello"; b = load("./blocking.so")
void blocked_spin(void), blocked_pause(void), blocked_read(void), suspended(void), polling(void), awaiting(void), interrupt_reset(void), interrupt_ignored(void), interrupt_taken(void); extern int counter`

// interruptHealth is what must hold behind each.
const interruptHealth = `kept + strlen(buf) + counter + f.apply(one, 3)`

// endless is what only Ctrl-C ends, and what is said of it then.
var endless = []struct{ entry, says string }{
	{`while (1) ;`, "interrupted"},
	{`for (int i = 0; ; i++) kept = 5;`, "interrupted"},
	{`int recursive(int n) { return n ? recursive(n - 1) : 0; } for (;;) recursive(9000);`, "interrupted"},
	{`spin()`, "interrupted in spin()"},
	{`sleep(100)`, "interrupted in sleep(100)"},
	{`sleep_forever()`, "interrupted in sleep_forever()"},
	{`poll(NULL, 0, -1)`, "interrupted in poll(NULL, 0, -1)"},
	{`pause()`, "interrupted in pause()"},
	{`getchar()`, "interrupted in getchar()"},
	{`{ char input[4]; read(0, input, 4); }`, "interrupted in read(0, 0x"},
	{`{ int ends[2]; pipe(ends); char c; read(ends[0], &c, 1); }`, "interrupted in read("},
	{`lock_twice()`, "interrupted in lock_twice()"},
	{`blocked_spin()`, "interrupted in blocked_spin()"},
	{`blocked_pause()`, "interrupted in blocked_pause()"},
	{`blocked_read()`, "interrupted in blocked_read()"},
	{`suspended()`, "interrupted in suspended()"},
	{`polling()`, "interrupted in polling()"},
	{`awaiting()`, "interrupted in awaiting()"},
	{`interrupt_reset()`, "interrupted in interrupt_reset()"},
	{`interrupt_ignored()`, "interrupted in interrupt_ignored()"},
	{`interrupt_taken()`, "interrupted in interrupt_taken()"},
	{`call_forever(one)`, "interrupted in "},
	{`apply(loops, 1)`, "interrupted in a callback of apply(0x"},
	{`call_forever(counts)`, "interrupted in "},
	{`apply(sleeps, 1)`, "interrupted in sleep(100)"},
	{`qsort(c.malloc(100000000), 100000000, 1, never)`, "interrupted in "},
	{`:time spin()`, "interrupted in spin()"},
	{`:x/1048576xb c.malloc(100000000)`, "interrupted"},
	{`spin_in_thread()`, "interrupted in spin_in_thread()"}, // whose thread goes on spinning
}

// At the prompt, in a terminal.
func TestTmuxInterrupt(t *testing.T) {
	dir := t.TempDir()
	buildFaultLibraries(t, dir)
	t.Chdir(dir)
	m := newTmux(t)
	m.paste(interruptSetUp)
	m.keys("Enter")
	m.answers("extern int counter\n")
	for _, test := range endless {
		m.keys("C-l")
		m.begins(test.entry)
		start := time.Now()
		m.keys("C-c")
		m.answers("error: " + test.says)
		t.Logf("%-50s %v", test.entry, time.Since(start).Round(time.Millisecond))
		m.keys("C-l")
		m.enter(interruptHealth)
		m.answers(" = (unsigned long) 20\n")
	}
	m.keys("C-l")
	m.begins(`while (1) { try { sleep(100); } catch (e) { } }`)
	m.await(func(screen string) string { // two of them must come within a second
		if strings.Contains(screen, "error: interrupted") {
			return ""
		}
		m.keys("C-c")
		time.Sleep(beginTime)
		return "the end of the loop"
	})
	m.answers("note: sleep waits in the system call clock_nanosleep")
}

// In a script, which it ends.
func TestInterruptScript(t *testing.T) {
	dir := t.TempDir()
	buildFaultLibraries(t, dir)
	for _, test := range endless {
		t.Run(test.entry, func(t *testing.T) { interruptScript(t, dir, test.entry, syscall.SIGINT, test.says) })
	}
}

func interruptScript(t *testing.T, dir, entry string, signal syscall.Signal, says string) {
	t.Parallel()
	script := filepath.Join(t.TempDir(), "endless.csh")
	text := interruptSetUp + "\nputs(\"ready\"); fflush(NULL);\n" + entry + "\nputs(\"not reached\");\n"
	if err := os.WriteFile(script, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	input, endless, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer input.Close()
	defer endless.Close()
	var failed bytes.Buffer
	child := exec.Command("cshell", script)
	child.Dir, child.Stdin, child.Stderr = dir, input, &failed
	began := time.Now()
	output := bufio.NewReader(startPiped(t, child))
	if line, err := output.ReadString('\n'); line != "ready\n" {
		t.Errorf("%q, %v\n%s", line, err, failed.String())
	}
	time.Sleep(100*time.Millisecond + 5*time.Since(began)) // to be in the call, also on a machine that is slow
	child.Process.Signal(signal)
	io.Copy(io.Discard, output)
	err = child.Wait()
	if child.ProcessState.ExitCode() != exitError || !strings.Contains(failed.String(), "error: "+says) {
		t.Errorf("%v\n%s", err, failed.String())
	}
}

// startPiped starts a child, which has a minute, and gives what it prints.
func startPiped(t *testing.T, child *exec.Cmd) io.Reader {
	t.Helper()
	stdout, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	limit := time.AfterFunc(time.Minute, func() { child.Process.Kill() })
	t.Cleanup(func() { limit.Stop() })
	return stdout
}

// Ctrl-C in the first moment of work, before anybody listens to it.
func TestInterruptAtOnce(t *testing.T) {
	for i := range 20 {
		signal := []os.Signal{syscall.SIGINT, syscall.SIGQUIT}[i%2]
		t.Run(fmt.Sprint(signal, i), func(t *testing.T) {
			t.Parallel()
			var failed bytes.Buffer
			child := exec.Command("cshell", "--no-init", "-e", `puts("ready"); fflush(NULL); for (;;) ;`)
			child.Stderr = &failed
			stdout := startPiped(t, child)
			first := make([]byte, 1)
			stdout.Read(first)
			child.Process.Signal(signal)
			io.Copy(io.Discard, stdout)
			err := child.Wait()
			if child.ProcessState.ExitCode() != exitError || !strings.Contains(failed.String(), "error: interrupted") {
				t.Errorf("%v\n%s", err, failed.String())
			}
		})
	}
}

// Ctrl-C right behind Enter is neither lost nor taken for input: it may come before
// the terminal makes a signal of it, and before the entry runs.
func TestEarlyInterrupt(t *testing.T) {
	child := exec.Command("cshell", "--no-init")
	child.Env = append(os.Environ(), "TERM=xterm")
	terminal, err := pty.Start(child)
	if err != nil {
		t.Skip("no pseudoterminals:", err)
	}
	defer terminal.Close()
	defer time.AfterFunc(20*time.Second, func() { child.Process.Kill() }).Stop()
	output := bufio.NewReader(terminal)
	await := func(text string) {
		t.Helper()
		var seen strings.Builder
		for !strings.HasSuffix(seen.String(), text) {
			b, err := output.ReadByte()
			if err != nil {
				t.Fatalf("no %q: %v in %q", text, err, seen.String())
			}
			seen.WriteByte(b)
		}
	}
	io.WriteString(terminal, "print(40 + 2)\r")
	await("42\r\n")
	const prompted = "\x1b[?2004h" // the terminal is ours: pastes are marked
	for wait := range 20 {
		await(prompted)
		if wait == 0 {
			io.WriteString(terminal, "while (1) ;\r\x03")
		} else {
			io.WriteString(terminal, "while (1) ;\r")
			time.Sleep(time.Duration(wait-1) * 300 * time.Microsecond)
			io.WriteString(terminal, "\x03")
		}
		await("interrupted")
	}
	await(prompted)
	io.WriteString(terminal, "print(41 + 2)\r")
	await("43\r\n")
	await(prompted)
	io.WriteString(terminal, "\x04")
	io.Copy(io.Discard, output)
	if err := child.Wait(); err != nil {
		t.Error(err)
	}
}
