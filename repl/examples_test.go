package repl

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cshell/cdecl"
	"cshell/objfile"
)

// exampleSetup declares what the examples of the help are about.
const exampleSetup = `> :load z
> :load ./build/libfoo.so as foo
> unsigned char buf[65536] = {1, 2, 3};
> struct tm t = {0};
> struct point { int x; double y; };
> char *p = buffer(256);
> char b[8];
> double samples[100], times[100]; for (int k = 0; k < 100; k++) samples[k] = times[k] = k;
> int x = 1, n = 3;
> FILE *f = fopen("/dev/null", "r");
> int twice(int n) { return 2 * n; }
> :diff buf
`

// The examples of the help, which docs/commands.md has as well, can be entered as
// they stand.
func TestExamples(t *testing.T) {
	if !cdecl.NewHeaders(nil).Exists("zlib.h") {
		t.Skip("the headers of zlib are not installed")
	}
	enterExampleDir(t)
	transcript := "> #include <fcntl.h>\n"
	for _, c := range commands {
		transcript += exampleSetup
		for line := range strings.Lines(c.long) {
			if example := strings.TrimSpace(line); strings.HasPrefix(example, "> ") && c.name != "quit" {
				transcript += example + "\n"
			}
		}
	}
	for name, f := range shellFunctions {
		if !strings.Contains(f.example, name) {
			t.Errorf("%s is no example of %s", f.example, name)
		}
		if name != "exit" {
			transcript += exampleSetup + "> " + f.example + "\n"
		}
	}
	screen := transcribe(t, transcript)
	for at := 0; ; {
		wrong := strings.Index(screen[at:], "error: ")
		if wrong < 0 {
			break
		}
		at += wrong + 1
		t.Error(screen[max(at-300, 0):min(at+300, len(screen))])
	}
}

// enterExampleDir goes to a directory that has the files which examples name.
func enterExampleDir(t *testing.T) {
	dir := t.TempDir()
	z, err := objfile.Find("z", objfile.Search{})
	if err != nil {
		t.Skip(err)
	}
	for name, text := range map[string]string{"setup.csh": "int from_setup = 1;\n", "bin/make": "#!/bin/sh\n"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "build"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(z.Path, filepath.Join(dir, "build/libfoo.so")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	t.Setenv("PATH", filepath.Join(dir, "bin")+":"+os.Getenv("PATH"))
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("XDG_STATE_HOME", dir)
	t.Setenv("SHELL", "/bin/sh")
}
