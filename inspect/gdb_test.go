package inspect

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// gdb compiles testdata/NAME.c, runs it to the breakpoint at main and gives
// what each command prints. It skips without gcc or a gdb that may trace.
func gdb(t *testing.T, name string, commands ...string) []string {
	t.Helper()
	for _, tool := range []string{"gcc", "gdb"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed")
		}
	}
	program := filepath.Join(t.TempDir(), name)
	if out, err := exec.Command("gcc", "-g", "-O0", "-o", program, "testdata/"+name+".c").CombinedOutput(); err != nil {
		t.Fatalf("gcc: %v\n%s", err, out)
	}
	const mark = "--- next ---"
	args := []string{"-q", "-nx", "-batch", "-ex", "set width 0", "-ex", "set debuginfod enabled off", "-ex", "break main", "-ex", "run"}
	for _, c := range commands {
		args = append(args, "-ex", `echo \n`+mark+`\n`, "-ex", c)
	}
	out, err := exec.Command("gdb", append(args, program)...).Output()
	if err != nil {
		t.Skipf("gdb: %v", err)
	}
	parts := strings.Split(string(out), "\n"+mark+"\n")
	if len(parts) != len(commands)+1 {
		t.Skipf("gdb did not run: %s", out)
	}
	return parts[1:]
}

// viewText is the text of a view.
func viewText(t *testing.T, v View) string {
	t.Helper()
	var b strings.Builder
	if err := v.Text(&b, 0); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// viewJSON is the line of JSON of a view.
func viewJSON(t *testing.T, v View) string {
	t.Helper()
	var b strings.Builder
	if err := WriteJSON(&b, v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
