package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The scripts in testdata/faults are ways to go wrong, one a paragraph. They are
// read as those of the language are, all of a file in one session, behind
// preamble.csh; what the preamble defines as healthy is called after each
// paragraph.

const faultData = "../../testdata/faults"

func TestFaults(t *testing.T) {
	dir := t.TempDir()
	buildFaultLibraries(t, dir)
	preamble, err := os.ReadFile(faultData + "/preamble.csh")
	if err != nil {
		t.Fatal(err)
	}
	scripts, _ := filepath.Glob(faultData + "/*.csh")
	for _, script := range scripts {
		if filepath.Base(script) == "preamble.csh" {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(script), ".csh"), func(t *testing.T) {
			t.Setenv("CSHELL_TEST_PREAMBLE", string(preamble))
			testScript(t, script, dir)
		})
	}
}

// buildFaultLibraries compiles each C file of the folder.
func buildFaultLibraries(t testing.TB, dir string) {
	sources, _ := filepath.Glob(faultData + "/*.c")
	for _, source := range sources {
		lib := filepath.Join(dir, strings.TrimSuffix(filepath.Base(source), ".c")+".so")
		args := []string{"-g", "-O1", "-w", "-fno-builtin", "-fno-stack-protector", "-shared", "-fPIC", "-o", lib, source, "-lpthread"}
		if out, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
			t.Skipf("gcc is needed to build the libraries: %v\n%s", err, out)
		}
	}
}
