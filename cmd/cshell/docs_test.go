package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestJSONPage runs the examples of docs/json.md: what is indented, `$ ` before a
// command; … in what it writes stands for anything.
func TestJSONPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	commands, views := 0, map[string]bool{}
	for line := range strings.Lines(string(page)) {
		code, indented := strings.CutPrefix(strings.TrimRight(line, "\n"), "    ")
		if !indented {
			continue
		}
		if command, ok := strings.CutPrefix(code, "$ "); ok {
			fmt.Fprintln(&script, command)
			commands++
			continue
		}
		// "struct {…}" is what a type without a name is called.
		pattern := strings.ReplaceAll(regexp.QuoteMeta(code), "…", ".*")
		fmt.Fprintf(&script, "stdout '^%s$'\n", strings.ReplaceAll(pattern, "'", "''"))
		if view, _, ok := strings.Cut(strings.TrimPrefix(code, `{"view":"`), `"`); ok {
			views[view] = true
		}
	}
	if commands < 10 || len(views) < 20 {
		t.Fatalf("%d commands with %d views are not all of the page", commands, len(views))
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "json.txtar"), []byte(script.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: dir})
}
