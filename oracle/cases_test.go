package oracle

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCases runs the programs of testdata. Each file is a library in C, then
// what stands at file scope and in main, or at top level in cshell.
func TestCases(t *testing.T) {
	needGCC(t)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			readCase(t, file).compare(t, 0)
		})
	}
}

func readCase(t *testing.T, file string) *program {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	library, rest, ok := strings.Cut(string(text), "\n// file scope\n")
	scope, body, ok2 := strings.Cut(rest, "\n// main\n")
	if !ok || !ok2 {
		t.Fatalf("%s: no '// file scope' or '// main'", file)
	}
	p := &program{library: library, libraryFlags: "-O1"}
	p.file.WriteString(scope + "\n")
	p.body.WriteString(body)
	return p
}
