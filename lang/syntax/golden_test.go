package syntax

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cshell/diag"
)

var update = flag.Bool("update", false, "write what the golden files want as it is now")

const resultMark = ">>> "

// TestGolden reads the texts of testdata/*.golden and compares their trees or
// errors with what stands there: entries are separated by empty lines, the
// lines of the wanted result begin with resultMark.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.golden")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { compareGolden(t, file) })
	}
}

func compareGolden(t *testing.T, file string) {
	entries := goldenEntries(t, file)
	var b strings.Builder
	for i, e := range entries {
		got := goldenResult(e.text)
		if got != e.want && !*update {
			t.Errorf("%s\ngot\n%swant\n%s", e.text, got, e.want)
		}
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(e.text + "\n" + got)
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

type goldenEntry struct{ text, want string }

func goldenEntries(t testing.TB, file string) (list []goldenEntry) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range strings.Split(strings.TrimRight(string(data), "\n"), "\n\n") {
		var text []string
		want := ""
		for _, line := range strings.Split(block, "\n") {
			if strings.HasPrefix(line, resultMark) {
				want += line + "\n"
			} else {
				text = append(text, line)
			}
		}
		list = append(list, goldenEntry{strings.Join(text, "\n"), want})
	}
	return list
}

// goldenResult is the dump of each statement, and the error as the user sees
// it.
func goldenResult(text string) string {
	s := newSession()
	list, err := s.read(text)
	var lines []string
	for _, st := range list {
		lines = append(lines, dump(st))
	}
	for _, n := range s.notes {
		lines = append(lines, "note: "+n)
	}
	if e, ok := err.(*diag.Error); ok {
		if e.Incomplete {
			lines = append(lines, "incomplete")
		}
		lines = append(lines, strings.Split(strings.TrimSuffix(e.Render(), "\n"), "\n")...)
	}
	return resultMark + strings.Join(lines, "\n"+resultMark) + "\n"
}
