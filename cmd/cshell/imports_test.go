package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the table of arrows: which of our packages a package may import
// itself. diag and display may be imported by all.
var mayImport = map[string]string{
	"cmd/cshell":       "repl repl/editor lang lang/eval native",
	"manual":           "",
	"repl":             "manual repl/editor lang lang/eval lang/check lang/syntax cdecl inspect objfile history ctypes native/mem",
	"repl/editor":      "",
	"history":          "",
	"lang":             "lang/eval lang/check lang/syntax cdecl ctypes objfile prelude inspect native/mem native/headroom",
	"lang/leaf":        "lang/check ctypes native/mem",
	"lang/eval":        "lang/leaf lang/check inspect objfile native/mem ctypes",
	"lang/check":       "lang/syntax cdecl ctypes",
	"lang/syntax":      "cdecl",
	"prelude":          "cdecl ctypes",
	"prelude/generate": "cdecl ctypes",
	"oracle":           "",
	"cdecl":            "ctypes",
	"inspect":          "objfile ctypes native/mem",
	"objfile":          "ctypes",
	"native":           "native/mem native/headroom ctypes",
	"native/mem":       "",
	"native/headroom":  "",
	"ctypes":           "",
	"diag":             "",
	"display":          "",
}

// onlyIn are the imports that have one room each.
var onlyIn = map[string]func(pkg string) bool{
	"unsafe":                           under("native"),
	"github.com/ebitengine/purego":     under("native"),
	"github.com/alecthomas/participle": under("lang/syntax"),
	"github.com/chzyer/readline":       under("repl/editor"),
	"github.com/rivo/uniseg":           under("display"),
	"github.com/creack/pty":            under("repl/editor"),
	"github.com/alecthomas/kong":       under("cmd/cshell"),
}

func under(rooms ...string) func(string) bool {
	return func(pkg string) bool {
		return slices.ContainsFunc(rooms, func(room string) bool {
			return pkg == room || strings.HasPrefix(pkg, room+"/")
		})
	}
}

// packages maps each of our packages to what it imports.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("go is not installed")
	}
	list := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "../../...")
	list.Env = append(list.Environ(), "GOPROXY=off")
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		all[strings.TrimPrefix(words[0], "cshell/")] = words[1:]
	}
	return all
}

func TestArrows(t *testing.T) {
	for pkg, imports := range packages(t) {
		allowed, known := mayImport[pkg]
		if !known {
			t.Errorf("%s is not in the table of arrows", pkg)
		}
		for _, path := range imports {
			for module, room := range onlyIn {
				if under(module)(path) && !room(pkg) {
					t.Errorf("%s imports %s, which belongs elsewhere", pkg, path)
				}
			}
			ours, is := strings.CutPrefix(path, "cshell/")
			if is && ours != "diag" && ours != "display" && !slices.Contains(strings.Fields(allowed), ours) {
				t.Errorf("%s imports %s against the arrows", pkg, ours)
			}
		}
	}
}
