package repl

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cshell/cdecl"
	"cshell/lang"
	"cshell/native"
	"cshell/repl/editor"
)

// The transcripts in testdata/session show the prompt as a user sees it. Lines
// that begin with a prompt are what is typed (^C is the key); all others are
// what must come back, … standing for any text.

const sessionData = "../testdata/session"

// typist is an editor that types a transcript.
type typist struct {
	lines []string
	out   io.Writer
}

func (t *typist) ReadLine(prompt string) (string, error) {
	if len(t.lines) == 0 {
		return "", io.EOF
	}
	line := t.lines[0]
	t.lines = t.lines[1:]
	fmt.Fprintln(t.out, strings.TrimRight(prompt+line, " "))
	if line == "^C" {
		return "", editor.ErrInterrupt
	}
	return line, nil
}

func (t *typist) AddHistory(string) {}
func (t *typist) Edit(string) error { return nil }
func (t *typist) Close() error      { return nil }

func TestSessions(t *testing.T) {
	transcripts, err := filepath.Glob(sessionData + "/*")
	if err != nil || len(transcripts) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, path := range transcripts {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Setenv("XDG_STATE_HOME", t.TempDir())
			t.Setenv("MANPATH", t.TempDir())
			t.Setenv("SHELL", "/bin/sh")
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got := transcribe(t, string(want)); !sameTranscript(string(want), got) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// transcribe types the transcript's input and returns what the screen shows.
func transcribe(t *testing.T, transcript string) string {
	var screen bytes.Buffer
	typing := &typist{out: &screen}
	for line := range strings.Lines(transcript) {
		line = strings.TrimSuffix(line, "\n")
		for _, prompt := range []string{firstPrompt, morePrompt} {
			if typed, ok := strings.CutPrefix(line+" ", prompt); ok {
				typing.lines = append(typing.lines, strings.TrimSuffix(typed, " "))
				break
			}
		}
	}
	process, err := native.New()
	if err != nil {
		t.Fatal(err)
	}
	process.Run(func() {
		session := lang.New(lang.Config{Host: process, Out: &screen, Err: &screen})
		New(Config{Session: session, Host: process, Out: &screen, Err: &screen}).Prompt(typing)
	})
	return screen.String()
}

func sameTranscript(want, got string) bool {
	wanted, lines := strings.Split(want, "\n"), strings.Split(got, "\n")
	if len(wanted) != len(lines) {
		return false
	}
	for i := range wanted {
		if ok, _ := filepath.Match(globOf(wanted[i]), strings.ReplaceAll(lines[i], "/", "|")); !ok {
			return false
		}
	}
	return true
}

// globOf makes … a * and everything else literal.
func globOf(line string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(line, "/", "|") {
		switch r {
		case '…':
			b.WriteByte('*')
		case '*', '?', '[', '\\':
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// differs are the parts of the README's session that are another's the next time.
var differs = regexp.MustCompile(`0x[0-9a-f]+|\+0x[0-9a-f]+|\d+ of \d+|\(zlib[^)]*\)`)

// The README's session is what the prompt shows, but for where lines are broken.
func TestReadme(t *testing.T) {
	if !cdecl.NewHeaders(nil).Exists("zlib.h") {
		t.Skip("the headers of zlib are not installed")
	}
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, want, begun := strings.Cut(string(text), "```\n$ cshell\n")
	want, _, ended := strings.Cut(want, "```\n")
	if !begun || !ended {
		t.Fatal("there is no session")
	}
	words := func(text string) string {
		return differs.ReplaceAllString(strings.Join(strings.Fields(text), " "), "…")
	}
	if got := transcribe(t, want); words(got) != words(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
