package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cshell/ctypes"
	"cshell/lang/check"
)

// FuzzStatements checks texts statement by statement: whatever they are, the
// checker's own mistakes must not show.
func FuzzStatements(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.c*")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			f.Add(line)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := &session{Env: newSession(t)}
		_ = s.each("fuzz", text, func(_ string, _ check.Stmt, err error) {
			if err != nil && strings.Contains(err.Error(), "internal error") {
				t.Errorf("%v\n%s", err, text)
			}
		})
	})
}

// FuzzFormat reads any format without failing.
func FuzzFormat(f *testing.F) {
	f.Add("%d %*.*f %-5ls%n", false)
	f.Add("%*d %[^]x] %ms", true)
	f.Fuzz(func(t *testing.T, format string, scan bool) {
		_ = check.CheckFormat(format, scan, []ctypes.Type{ctypes.TInt, ctypes.CharPtr})
	})
}
