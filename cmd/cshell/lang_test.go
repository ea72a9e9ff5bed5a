package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cshell/diag"
	"cshell/lang"
	"cshell/lang/eval"
	"cshell/native"
	"cshell/repl"
)

// The scripts in testdata/lang are the acceptance tests of the language. Each
// is a sequence of paragraphs, which a blank line ends; one session runs them
// all, and an error ends its paragraph only. What is expected stands in
// comments: `code // text` is a line of output, `//> text` on a line of its own
// another, and `code // error: kind: start of the message` is an error that
// points at this line. … stands for any text. A line that begins with // is a
// comment. In *.echo.csh values are echoed, and `$1 = ` counts only where it is
// expected.

const langData = "../../testdata/lang"

// paragraphMark stands before the output of each paragraph, with its number.
const paragraphMark = "\x1e"

func TestLanguage(t *testing.T) {
	scripts, err := filepath.Glob(langData + "/*.csh")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	dir := t.TempDir()
	buildFixture(t, dir)
	for _, script := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(script), ".csh"), func(t *testing.T) {
			testScript(t, script, dir)
		})
	}
}

// buildFixture compiles fixture.c to dir; without gcc the scripts that load it
// are skipped.
func buildFixture(t *testing.T, dir string) {
	out, err := exec.Command("gcc", "-g", "-O1", "-shared", "-fPIC", "-o", dir+"/fixture.so", langData+"/fixture.c").CombinedOutput()
	if err != nil {
		t.Logf("no fixture: %v\n%s", err, out)
	}
}

func testScript(t *testing.T, script, dir string) {
	text, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir + "/fixture.so"); err != nil && strings.Contains(string(text), "fixture.so") {
		t.Skip("gcc is needed to build the fixture")
	}
	path, err := filepath.Abs(script)
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0])
	child.Dir = dir
	child.Env = append(os.Environ(), "CSHELL_TEST_SCRIPT="+path)
	out, err := child.Output()
	if err != nil {
		t.Errorf("the child ended with %v", err)
	}
	got := outputs(string(out))
	for i, p := range paragraphs(string(text)) {
		if want, got := p.expected(), got[i]; !matches(want, got) {
			t.Errorf("%s:%d: got\n%s\nwant\n%s", filepath.Base(script), p.First, indent(got), indent(want))
		}
	}
}

func indent(lines []string) string { return "\t" + strings.Join(lines, "\n\t") }

// outputs splits what the child wrote by paragraph.
func outputs(out string) map[int][]string {
	all := map[int][]string{}
	number := -1
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		if before, after, ok := strings.Cut(line, paragraphMark); ok {
			if before != "" {
				all[number] = append(all[number], before)
			}
			fmt.Sscan(after, &number)
			continue
		}
		all[number] = append(all[number], line)
	}
	return all
}

// paragraph is a part of a script that an error ends.
type paragraph struct{ diag.Source }

func paragraphs(text string) []paragraph {
	var list []paragraph
	first := 1
	for part := range strings.SplitSeq(text, "\n\n") {
		list = append(list, paragraph{diag.Source{Text: part + "\n", First: first}})
		first += strings.Count(part, "\n") + 2
	}
	return list
}

// expected are the lines that the paragraph's comments promise, an error as
// "error: LINE: kind: message".
func (p *paragraph) expected() []string {
	var want []string
	line := p.First - 1
	for text := range strings.Lines(p.Text) {
		line++
		text = strings.TrimSuffix(text, "\n")
		if rest, ok := strings.CutPrefix(text, "//>"); ok {
			want = append(want, strings.TrimPrefix(rest, " "))
			continue
		}
		at := strings.LastIndex(text, " // ")
		if at < 0 || strings.HasPrefix(text, "//") {
			continue
		}
		text = text[at+len(" // "):]
		if rest, ok := strings.CutPrefix(text, "error: "); ok {
			text = fmt.Sprintf("error: %d: %s…", line, rest)
		}
		want = append(want, text)
	}
	return orderErrors(want)
}

// orderErrors puts the error last: it ends the paragraph, also where it stands
// on a line above further expected output.
func orderErrors(want []string) []string {
	var output, errors []string
	for _, line := range want {
		if strings.HasPrefix(line, "error: ") {
			errors = append(errors, line)
		} else {
			output = append(output, line)
		}
	}
	return append(output, errors...)
}

var echoNumber = regexp.MustCompile(`^\$\d+ = `)

func matches(want, got []string) bool {
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		line := got[i]
		if !echoNumber.MatchString(want[i]) {
			line = echoNumber.ReplaceAllString(line, "")
		}
		pattern := strings.ReplaceAll(regexp.QuoteMeta(want[i]), "…", ".*")
		if !regexp.MustCompile("^" + pattern + "$").MatchString(line) {
			return false
		}
	}
	return true
}

// checkHealth calls what the preamble defines.
func checkHealth(session *lang.Session) {
	if os.Getenv("CSHELL_TEST_PREAMBLE") == "" {
		return
	}
	if err := session.Run(&diag.Source{Name: "health", Text: "healthy()\n", First: 1}, false); err != nil {
		fmt.Println("not healthy:", err)
	}
}

// runParagraphs is the child: it runs a script and marks its paragraphs.
func runParagraphs(path string) (status int) {
	text, err := os.ReadFile(path)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	host, err := native.New()
	if err != nil {
		fmt.Println(err)
		return 1
	}
	host.Run(func() {
		session := lang.New(lang.Config{Host: host, Out: os.Stdout, Err: io.Discard})
		repl.New(repl.Config{Session: session, Host: host, Out: os.Stdout, Err: io.Discard})
		echo := strings.HasSuffix(path, ".echo.csh")
		if preamble := os.Getenv("CSHELL_TEST_PREAMBLE"); preamble != "" {
			if err := session.Run(&diag.Source{Name: "preamble", Text: preamble, First: 1}, false); err != nil {
				fmt.Println("preamble:", err)
			}
		}
		for i, p := range paragraphs(string(text)) {
			p.Name = filepath.Base(path)
			fmt.Printf("%s%d\n", paragraphMark, i)
			err := session.Run(&p.Source, echo)
			host.Flush()
			if exit, ok := errors.AsType[*eval.ExitRequest](err); ok {
				status = exit.Status
				return
			}
			if e, ok := errors.AsType[*diag.Error](err); ok {
				line, _ := e.Span.Position()
				fmt.Printf("error: %d: %s: %s\n", line, e.Kind, e.Message)
			}
			checkHealth(session)
		}
	})
	return status
}
