package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// typedAt is a shell at a pseudoterminal and what has come to its screen.
type typedAt struct {
	b      *testing.B
	master *os.File
	shell  *exec.Cmd
	chunks chan []byte
}

// painted is the end of each picture of an entry.
var painted = []byte("\x1b[?25h")

const (
	rawAgain = "\x1b[?2004h" // an entry has run, and the next one is read

	// What someone who types fast takes to look at a new prompt, and for a key.
	readingTime = 200 * time.Millisecond
	keyTime     = 60 * time.Millisecond
)

func typeAt(b *testing.B) *typedAt {
	b.Helper()
	shell := exec.Command("cshell", "--no-init", "--color=always")
	shell.Env = append(os.Environ(), "TERM=xterm-256color", "XDG_STATE_HOME="+b.TempDir())
	master, err := pty.StartWithSize(shell, &pty.Winsize{Cols: 100, Rows: 40})
	if err != nil {
		b.Skip("no pseudoterminals:", err)
	}
	t := &typedAt{b, master, shell, make(chan []byte, 1000)}
	go func() {
		defer close(t.chunks)
		for {
			chunk := make([]byte, 64<<10)
			n, err := master.Read(chunk)
			if err != nil {
				return
			}
			t.chunks <- chunk[:n]
		}
	}()
	b.Cleanup(t.end)
	t.wait("> ")
	return t
}

func (t *typedAt) end() {
	t.shell.Process.Kill()
	t.shell.Wait()
	t.master.Close()
}

// wait reads up to a picture that is the first to end behind text.
func (t *typedAt) wait(text string) {
	t.b.Helper()
	var seen []byte
	limit := time.After(time.Minute)
	for {
		select {
		case chunk, ok := <-t.chunks:
			if !ok {
				t.b.Fatalf("the shell has ended: %q", seen)
			}
			seen = append(seen, chunk...)
			if at := bytes.Index(seen, []byte(text)); at >= 0 && bytes.Contains(seen[at:], painted) {
				return
			}
		case <-limit:
			t.b.Fatalf("no %q in %q", text, seen)
		}
	}
}

// quiet waits until nothing comes any more.
func (t *typedAt) quiet(pause time.Duration) {
	for {
		select {
		case <-t.chunks:
		case <-time.After(pause):
			return
		}
	}
}

// press sends a key and gives the time until the picture behind it is there.
func (t *typedAt) press(key, shows string) time.Duration {
	t.b.Helper()
	start := time.Now()
	fmt.Fprint(t.master, key)
	t.wait(shows)
	return time.Since(start)
}

// report is the median, the least and the greatest of the times.
func report(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	milliseconds := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(milliseconds(times[len(times)/2]), "ms/median")
	b.ReportMetric(milliseconds(times[0]), "ms/min")
	b.ReportMetric(milliseconds(times[len(times)-1]), "ms/max")
	b.ReportMetric(0, "ns/op")
}

// From a key to the screen, in an entry of 200 rows: wanted are 10 ms.
func BenchmarkKeyLatency(b *testing.B) {
	rows := strings.Repeat("    value = strlen(\"text\") * (0x10 + other); // note\n", 198)
	for place, keys := range map[string]string{"End": "", "Middle": strings.Repeat("\x1b[A", 100)} {
		b.Run(place, func(b *testing.B) {
			t := typeAt(b)
			fmt.Fprint(t.master, "\x1b[200~int f(void) {\n"+rows+"}\x1b[201~"+keys)
			t.quiet(time.Second)
			var times []time.Duration
			for b.Loop() {
				times = append(times, t.press("x", "x"))
				t.quiet(5 * time.Millisecond)
			}
			report(b, times)
		})
	}
}

// From Tab to the menu with libLLVM, 44,459 symbols, loaded: wanted are 50 ms.
func BenchmarkTabLatency(b *testing.B) {
	const library = "/usr/lib/x86_64-linux-gnu/libLLVM-14.so.1"
	if _, err := os.Stat(library); err != nil {
		b.Skip("libLLVM-14 is not installed")
	}
	for word, shows := range map[string]string{
		"": "in all", "s": "in all", "LLVMBuild": "in all", "_ZN4llvm": "in all", "buildcast": "LLVMBuildCast",
	} {
		b.Run("First/"+word, func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				t := typeAt(b)
				fmt.Fprint(t.master, ":load "+library+"\r")
				t.wait(rawAgain)
				t.quiet(readingTime)
				fmt.Fprint(t.master, word)
				t.quiet(keyTime)
				times = append(times, t.press("\t", shows))
				t.end()
			}
			report(b, times)
		})
		b.Run("Later/"+word, func(b *testing.B) {
			t := typeAt(b)
			fmt.Fprint(t.master, ":load "+library+"\r")
			t.wait(rawAgain)
			t.quiet(time.Second)
			var times []time.Duration
			for b.Loop() {
				fmt.Fprint(t.master, word)
				t.quiet(keyTime)
				times = append(times, t.press("\t", shows))
				fmt.Fprint(t.master, "\x07\x03")
				t.quiet(keyTime)
			}
			report(b, times)
		})
	}
}
