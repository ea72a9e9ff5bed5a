package objfile

import (
	"fmt"
	"os"
	"testing"
)

// The tests keep indexes of debug information, but not with the user's.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "objfile-cache-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Setenv("XDG_CACHE_HOME", dir)
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}
