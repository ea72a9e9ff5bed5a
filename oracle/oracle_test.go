// Package oracle holds the random comparisons of the whole shell with gcc. A
// generator writes one text that is C and cshell at once; gcc compiles it into
// a program, cshell runs it as a script, and what they print must be equal.
//
// CSHELL_LONG=1 makes the runs long, a larger number so many times longer;
// CSHELL_SEED repeats one; CSHELL_KEEP is a directory to leave its files in.
package oracle

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

var shell string // the cshell under test, built by TestMain

func TestMain(m *testing.M) {
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	shell = filepath.Join(dir, "cshell")
	if out, err := exec.Command("go", "build", "-o", shell, "cshell/cmd/cshell").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building cshell: %v\n%s", err, out)
		return 1
	}
	os.Setenv("XDG_CACHE_HOME", dir) // for cshell's
	return m.Run()
}

// program is one text for both: declarations and functions at file scope, and
// statements that are main's body in C and top-level statements in cshell.
type program struct {
	library string // C only: compiled into a shared library that both load
	// libraryFlags are for compiling that.
	libraryFlags string
	file         strings.Builder
	body         strings.Builder
}

// compare runs the program both ways and reports the first lines that differ.
func (p *program) compare(t *testing.T, seed uint64) {
	t.Helper()
	dir := os.Getenv("CSHELL_KEEP")
	if dir == "" {
		dir = t.TempDir()
	}
	lib := p.buildLibrary(t, dir)
	want, ok := p.runC(t, dir, lib)
	if !ok {
		t.Logf("seed %d: gcc's own program crashes, nothing to compare with", seed)
		return
	}
	got := p.runShell(t, dir, lib)
	wantLines, gotLines := strings.Split(want, "\n"), strings.Split(got, "\n")
	differences := 0
	for i := range max(len(wantLines), len(gotLines)) {
		w, g := lineAt(wantLines, i), lineAt(gotLines, i)
		if w == g {
			continue
		}
		if differences++; differences > 10 {
			break
		}
		t.Errorf("seed %d, line %d:\n   gcc: %s\ncshell: %s\n  from: %s", seed, i+1, w, g, p.origin(w, g))
	}
}

// origin finds the statement whose label begins the differing line.
func (p *program) origin(lines ...string) string {
	for _, line := range lines {
		label, _, ok := strings.Cut(line, " ")
		if !ok {
			continue
		}
		for text := range strings.SplitSeq(p.body.String(), "\n") {
			if strings.Contains(text, `"`+label+` `) || strings.Contains(text, `"`+label+`"`) {
				return text
			}
		}
	}
	return "?"
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

func (p *program) buildLibrary(t *testing.T, dir string) string {
	if p.library == "" {
		return ""
	}
	lib := filepath.Join(dir, "libunder.so")
	gcc(t, dir, "lib.c", p.library, append(strings.Fields(p.libraryFlags), "-shared", "-fPIC", "-pthread", "-o", lib)...)
	return lib
}

// runC is not ok where gcc has made code that crashes: it takes over-aligned
// variadic arguments out of registers as if these had been saved aligned.
func (p *program) runC(t *testing.T, dir, lib string) (out string, ok bool) {
	source := "#include <stdio.h>\n#include <string.h>\n#include <complex.h>\n#include <stdbool.h>\n#include <stdarg.h>\n" +
		p.file.String() + "int main(void) {\n" + p.body.String() + "return 0; }\n"
	exe := filepath.Join(dir, "driver")
	args := []string{"-o", exe}
	if lib != "" {
		args = append(args, lib, "-Wl,-rpath,"+dir)
	}
	gcc(t, dir, "driver.c", source, append(args, "-lm")...)
	b, err := exec.Command(exe).Output()
	return string(b), err == nil
}

func (p *program) runShell(t *testing.T, dir, lib string) string {
	script := p.file.String() + p.body.String()
	if lib != "" {
		script = fmt.Sprintf(":load %s as under\n", lib) + script
	}
	path := filepath.Join(dir, "script.csh")
	if err := os.WriteFile(path, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	return output(t, shell, "--no-init", path)
}

// gcc compiles source without optimisation, with wrapping arithmetic as
// cshell defines it; -w, for the generator writes what no person would.
func gcc(t *testing.T, dir, name, source string, args ...string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	args = append([]string{"-w", "-O0", "-fwrapv", "-ffp-contract=off", path}, args...)
	if out, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
		t.Fatalf("gcc: %v\n%s", err, out)
	}
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s: %v\n%.2000s", filepath.Base(name), err, stderr.String())
	}
	return string(out)
}

func needGCC(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("gcc is not installed: nothing to compare with")
	}
}

// seeds are the seeds of this run: the one asked for, in a long run many new
// ones, else always the same n: what a change broke should be what fails.
func seeds(n int) []uint64 {
	if s, err := strconv.ParseUint(os.Getenv("CSHELL_SEED"), 10, 64); err == nil {
		return []uint64{s}
	}
	first := uint64(1)
	if long, _ := strconv.Atoi(os.Getenv("CSHELL_LONG")); long > 0 {
		n *= 20 * long
		first = uint64(time.Now().UnixNano())
	}
	out := make([]uint64, n)
	for i := range out {
		out[i] = first + uint64(i)
	}
	return out
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }
