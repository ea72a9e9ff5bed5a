package ctypes

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// rounds is how often a test that compares random cases with gcc repeats:
// once, or CTYPES_ROUNDS times for a long run.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("CTYPES_ROUNDS")); err == nil {
		return n
	}
	return 1
}

// runC compiles a C program with gcc and gives the lines that it prints.
func runC(t *testing.T, source string, flags ...string) []string {
	t.Helper()
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("gcc, which tells what is right, is not installed")
	}
	dir := t.TempDir()
	if keep := os.Getenv("CTYPES_KEEP"); keep != "" {
		dir = keep // leaves the last program there, for a debugger
	}
	file, program := filepath.Join(dir, "t.c"), filepath.Join(dir, "t")
	if err := os.WriteFile(file, []byte("#define bool _Bool\n"+source), 0o666); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-w", "-O0", "-std=gnu17", file, "-o", program}, flags...)
	if out, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
		t.Fatalf("gcc: %v\n%.2000s", err, out)
	}
	out, err := exec.Command(program).Output()
	if err != nil {
		t.Fatalf("the compiled program: %v", err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

// sameLines reports the first differences between what gcc and we say.
func sameLines(t *testing.T, label func(i int) string, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d lines, gcc has %d", len(got), len(want))
	}
	bad := 0
	for i := range got {
		if got[i] == want[i] {
			continue
		}
		if bad++; bad <= 10 {
			t.Errorf("%s\n got %s\ngcc: %s", label(i), got[i], want[i])
		}
	}
	if bad > 10 {
		t.Errorf("%d differences of %d", bad, len(got))
	}
}
