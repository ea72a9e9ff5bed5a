package objfile

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// gcc compiles into dir and gives the path of the output; without gcc the test
// is skipped.
func gcc(t testing.TB, out string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("gcc is not installed")
	}
	cmd := exec.Command("gcc", append([]string{"-o", out}, args...)...)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("gcc %v: %v\n%s", args, err, text)
	}
	return out
}

// shapes is a library with one symbol of each kind.
func shapes(t testing.TB, flags ...string) string {
	args := append([]string{"-shared", "-fPIC", "testdata/shapes.c", "-Wl,--version-script=testdata/shapes.map",
		"-Wl,-soname,libshapes.so.2", "-Wl,--build-id"}, flags...)
	return gcc(t, filepath.Join(t.TempDir(), "libshapes.so.2.1"), args...)
}

// library is a small shared library at path.
func library(t testing.TB, path string, flags ...string) string {
	source := filepath.Join(t.TempDir(), "x.c")
	write(t, source, "int answer(void) { return 42; }\n")
	return gcc(t, path, append([]string{"-shared", "-fPIC", source}, flags...)...)
}

func write(t testing.TB, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
