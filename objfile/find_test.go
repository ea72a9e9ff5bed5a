package objfile

import (
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	write(t, to, string(read(t, from)))
}

// searchTree makes directories a and b full of libraries and a search of them:
// a in LD_LIBRARY_PATH, b as default directory.
func searchTree(t *testing.T) (dir string, s Search) {
	dir = t.TempDir()
	lib := library(t, filepath.Join(dir, "lib.so"))
	for _, sub := range []string{"a", "b"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{
		"a/liblow.so", "b/liblow.so.1", // versioned wins over all of the path
		"b/libv.so.2", "b/libv.so.10", "b/libv.so.10.3", "b/libv.so.9.9", "b/libv.so",
		"a/libboth.so.1", "b/libboth.so.2",
		"b/libplain.so", "b/odd", "b/libwrong.so.1",
	} {
		copyTo(t, lib, filepath.Join(dir, name))
	}
	armLibrary(t, lib, filepath.Join(dir, "a/libwrong.so.1"))
	armLibrary(t, lib, filepath.Join(dir, "b/libarm.so.1"))
	write(t, filepath.Join(dir, "b/libscript.so"), "/* GNU ld script */\nOUTPUT_FORMAT(elf64-x86-64)\nGROUP ( libs.a AS_NEEDED ( libv.so.2 ) -lplain )\n")
	write(t, filepath.Join(dir, "b/libloop.so"), "INPUT(-lloop)")
	write(t, filepath.Join(dir, "b/libtext.so"), "hello\n")
	return dir, Search{Path: []string{filepath.Join(dir, "a")}, Cache: "/nonexistent", Dirs: []string{filepath.Join(dir, "b")}}
}

func armLibrary(t *testing.T, from, to string) {
	data := read(t, from)
	binary.LittleEndian.PutUint16(data[18:], 183)
	write(t, to, string(data))
}

func TestFind(t *testing.T) {
	dir, search := searchTree(t)
	for _, c := range []struct{ name, path, why, problem string }{
		{"low", "b/liblow.so.1", "default directory DIR/b", ""},
		{"v", "b/libv.so.10", "default directory DIR/b", ""},
		{"both", "a/libboth.so.1", "LD_LIBRARY_PATH directory DIR/a", ""},
		{"libboth.so.2", "b/libboth.so.2", "default directory DIR/b", ""},
		{"plain", "b/libplain.so", "default directory DIR/b", ""},
		{"libv", "b/libv.so.10", "default directory DIR/b", ""},
		{"odd", "b/odd", "default directory DIR/b", ""},
		{"wrong", "b/libwrong.so.1", "default directory DIR/b", ""},
		{"script", "b/libplain.so", "named by the linker script DIR/b/libscript.so (default directory DIR/b)", ""},
		{"DIR/b/libv.so", "b/libv.so", "path as given", ""},

		{"arm", "", "", "DIR/b/libarm.so.1 is for aarch64, this is x86-64"},
		{"text", "", "", "DIR/b/libtext.so is not an ELF file"},
		{"loop", "", "", "DIR/b/libloop.so is a linker script that names no shared library that is here"},
		{"plian", "", "", `library "plian" was not found; looked for libplian.so.N, libplian.so, plian in LD_LIBRARY_PATH directory DIR/a, DIR/b; did you mean "plain"?`},
		{"libv.so.3", "", "", `library "libv.so.3" was not found; looked for libv.so.3 in LD_LIBRARY_PATH directory DIR/a, DIR/b; did you mean "libv.so.2"?`},
		{"DIR/b/libvv.so", "", "", `no such file: DIR/b/libvv.so; did you mean "DIR/b/libv.so"?`},
		{"DIR/b", "", "", "DIR/b is a directory"},
	} {
		at := strings.NewReplacer("DIR", dir)
		r, err := Find(at.Replace(c.name), search)
		if c.problem != "" {
			if got := withHint(err); got != at.Replace(c.problem) {
				t.Errorf("%s: got error %s\nwant %s", c.name, got, at.Replace(c.problem))
			}
			continue
		}
		if err != nil || r.Path != filepath.Join(dir, c.path) || r.Why != at.Replace(c.why) {
			t.Errorf("%s: got %q %q %v, want %q %q", c.name, r.Path, r.Why, err, c.path, at.Replace(c.why))
		}
	}
}

func withHint(err error) string {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*NotFoundError](err); ok && e.Hint() != "" {
		return err.Error() + "; " + e.Hint()
	}
	return err.Error()
}

// TestFoundSoname compares the soname of what is found with what debug/elf says.
func TestFoundSoname(t *testing.T) {
	libc, err := Find("c", Search{})
	if err != nil {
		t.Skip("no libc: ", err)
	}
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(libc.Path), "lib*.so.*"))
	files = append(files[:min(len(files), 60)], shapes(t), library(t, filepath.Join(t.TempDir(), "unnamed.so")))
	for _, path := range files {
		found, err := Find(path, Search{})
		if err != nil {
			continue
		}
		if want := open(t, path).Soname; found.Soname != want {
			t.Errorf("%s: got %q, want %q", path, found.Soname, want)
		}
	}
}

func TestCheckLoadable(t *testing.T) {
	dir := t.TempDir()
	lib := library(t, filepath.Join(dir, "good.so"))
	data := string(read(t, lib))
	source := write(t, filepath.Join(dir, "m.c"), "int main(void) { return 0; }")
	gcc(t, filepath.Join(dir, "m.o"), "-c", source)
	gcc(t, filepath.Join(dir, "m"), "-no-pie", source)
	for name, text := range map[string]string{
		"empty": "", "short": data[:40], "noph": data[:70], "cut": data[:9000],
		"archive.a": "!<arch>\n", "pe.dll": "MZ\x90", "script.sh": "#!/bin/sh\n",
	} {
		write(t, filepath.Join(dir, name), text)
	}
	for name, want := range map[string]string{
		"good.so":   "",
		"empty":     "is empty",
		"short":     "is truncated: 40 bytes, an ELF header has 64",
		"noph":      "is truncated: its program headers lie behind the end of the file",
		"cut":       "is truncated: segment 3 ends at byte ",
		"archive.a": "is a static archive, not a shared library",
		"pe.dll":    "is a Windows file, not an ELF file",
		"script.sh": "is a script, not an ELF file",
		"m.o":       "is an object file; link it with gcc -shared",
		"m":         "is a program, not a shared library",
	} {
		path := filepath.Join(dir, name)
		err := CheckLoadable(path)
		if want == "" && err == nil {
			continue
		}
		if err == nil || !strings.HasPrefix(err.Error(), path+" "+want) {
			t.Errorf("got %v, want %s %s", err, path, want)
		}
	}
}

func TestParseScript(t *testing.T) {
	for text, want := range map[string]string{
		"/* GNU ld script\n*/\nOUTPUT_FORMAT(elf64-x86-64)\nGROUP ( /lib/x/libm.so.6  AS_NEEDED ( /lib/x/libmvec.so.1 ) )\n": "/lib/x/libm.so.6 /lib/x/libmvec.so.1",
		"INPUT(libncurses.so.6 -ltinfo)": "libncurses.so.6 -ltinfo",
		"INPUT ( a.so, b.a )":            "a.so",
		"INPUT(AS_NEEDED(-lx) liby.so":   "liby.so -lx",
	} {
		got, ok := parseScript(text)
		if !ok || strings.Join(got, " ") != want {
			t.Errorf("%q: got %q %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "hello", "INPUT", "MYINPUT(x)", "\x7fELF\x00INPUT(x)"} {
		if got, ok := parseScript(text); ok {
			t.Errorf("%q: got %q, want no script", text, got)
		}
	}
}

// TestCacheAgreesWithLdconfig compares with the program that wrote the cache.
func TestCacheAgreesWithLdconfig(t *testing.T) {
	out, err := exec.Command("/sbin/ldconfig", "-p").Output()
	if err != nil {
		t.Skip("no ldconfig")
	}
	want := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "(libc6,x86-64") && !strings.Contains(line, "hwcap") {
			name, path, _ := strings.Cut(line, " => ")
			want[strings.Fields(name)[0]+" "+strings.TrimSpace(path)] = true
		}
	}
	got := slices.Collect(cacheFiles(readCache("/etc/ld.so.cache"), cacheFlags[hostMachine()]))
	for _, e := range got {
		if !want[e.name+" "+e.path] {
			t.Errorf("%v is not what ldconfig -p lists", e)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %d entries, ldconfig -p lists %d", len(got), len(want))
	}
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		_, _ = Find("c", Search{})
	}
}

func FuzzCache(f *testing.F) {
	data, _ := os.ReadFile("/etc/ld.so.cache")
	f.Add(data[:min(len(data), 2000)])
	f.Add(append([]byte("ld.so-1.7.0\x00........"), data[:min(len(data), 200)]...))
	f.Fuzz(func(t *testing.T, data []byte) {
		for range cacheFiles(string(data), 0x0303) {
		}
	})
}

func TestShortName(t *testing.T) {
	for path, want := range map[string]string{
		"/usr/lib/libz.so.1": "z", "libpng16.so": "png16", "./x.so": "x", "odd": "odd", ".so": ".so",
	} {
		if got := ShortName(path); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}
