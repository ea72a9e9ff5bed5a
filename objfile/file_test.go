package objfile

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func open(t testing.TB, path string) *File {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestSymbols(t *testing.T) {
	symbols, err := open(t, shapes(t)).Symbols()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range symbols {
		line := fmt.Sprintf("%s %s %d", s.Versioned(), s.Kind, s.Size)
		if s.IsFunc() {
			line = fmt.Sprintf("%s %s", s.Versioned(), s.Kind)
		}
		if s.Weak {
			line += " weak"
		}
		got = append(got, line)
	}
	want := []string{
		"api@@SHAPES_2.0 func", "api@SHAPES_1.0 func",
		"area@@SHAPES_1.0 func", "chosen@@SHAPES_1.0 ifunc",
		"counter@@SHAPES_1.0 object 4", "per_thread@@SHAPES_1.0 tls 4",
		"weak_one@@SHAPES_1.0 func weak",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLookup(t *testing.T) {
	f := open(t, shapes(t))
	if s, ok := f.Lookup("api"); !ok || s.Version != "SHAPES_2.0" {
		t.Errorf("api: got %v %v, want the default version", s, ok)
	}
	if _, ok := f.Lookup("hidden_by_attribute"); ok {
		t.Error("hidden_by_attribute is not exported but was found")
	}
}

// TestSymbolsAgreeWithNm compares every name and value of libc with binutils.
func TestSymbolsAgreeWithNm(t *testing.T) {
	r, err := Find("c", Search{})
	if err != nil {
		t.Skip("no libc: ", err)
	}
	out, err := exec.Command("nm", "-D", "--defined-only", "--with-symbol-versions", r.Path).Output()
	if err != nil {
		t.Skip("no nm")
	}
	want := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) == 3 && f[1] != "A" {
			want[f[0]+" "+f[2]] = true
		}
	}
	symbols, _ := open(t, r.Path).Symbols()
	for _, s := range symbols {
		if line := fmt.Sprintf("%016x %s", s.Value, s.Versioned()); !want[line] {
			t.Errorf("nm does not list %s", line)
		}
	}
	if len(symbols) != len(want) {
		t.Errorf("got %d symbols, nm lists %d", len(symbols), len(want))
	}
}

func TestHeaders(t *testing.T) {
	f := open(t, shapes(t, "-g", "-Wl,-z,now", "-Wl,-rpath,$ORIGIN/x:/y"))
	got := fmt.Sprint(f.Kind, " ", f.Machine, " ", f.Soname, " ", f.RunPath, " ", f.RELRO, " ", f.NX, f.PIE, f.Stripped, f.DebugInfo == f.Path)
	want := "shared library x86-64 libshapes.so.2 [$ORIGIN/x /y] full true true false true"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !regexp.MustCompile(`^[0-9a-f]{40}$`).MatchString(f.BuildID) {
		t.Errorf("build id %q", f.BuildID)
	}
	bare := open(t, shapes(t, "-s", "-Wl,-z,norelro", "-Wl,-z,execstack"))
	if bare.RELRO != "none" || bare.NX || !bare.Stripped || bare.DebugInfo != "" {
		t.Errorf("bare: got relro %s nx %v stripped %v debug %q", bare.RELRO, bare.NX, bare.Stripped, bare.DebugInfo)
	}
}

func TestSeparateDebugInfo(t *testing.T) {
	lib := shapes(t, "-g")
	debug := filepath.Join(filepath.Dir(lib), "shapes.debug")
	for _, args := range [][]string{
		{"--only-keep-debug", lib, debug},
		{"--strip-debug", "--add-gnu-debuglink=" + debug, lib},
	} {
		if out, err := exec.Command("objcopy", args...).CombinedOutput(); err != nil {
			t.Skipf("objcopy: %v %s", err, out)
		}
	}
	if got := open(t, lib).DebugInfo; got != debug {
		t.Errorf("got %q, want %q", got, debug)
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	data := read(t, library(t, filepath.Join(dir, "x.so")))
	for name, want := range map[string]string{
		"not an ELF file": "hello world, this is text that is longer than a header of an ELF file is",
		"truncated":       string(data[:30]),
		"damaged":         string(data[:len(data)-300]),
	} {
		_, err := Open(write(t, filepath.Join(dir, "f"), want))
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want %q in it", err, name)
		}
	}
	if _, err := Open(filepath.Join(dir, "none")); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("got %v", err)
	}
}

func TestDependencyTree(t *testing.T) {
	dir := t.TempDir()
	leaf := library(t, filepath.Join(dir, "libleaf.so.1"), "-Wl,-soname,libleaf.so.1")
	gone := library(t, filepath.Join(dir, "libgone.so"), "-Wl,-soname,libgone.so")
	mid := library(t, filepath.Join(dir, "libmid.so"), "-Wl,-soname,libmid.so", "-Wl,--no-as-needed", leaf, gone, "-Wl,-rpath,$ORIGIN")
	top := library(t, filepath.Join(dir, "libtop.so"), "-Wl,--no-as-needed", mid, leaf, "-Wl,-rpath,$ORIGIN", "-Wl,-rpath-link,"+dir)
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	tree, err := DependencyTree(top, Search{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	writeTree(&b, tree, "")
	want := `libtop.so [path as given]
  libmid.so [RUNPATH DIR]
    libleaf.so.1 [RUNPATH DIR] repeated
    libgone.so [] not found
    libc.so.6 [/etc/ld.so.cache] repeated
  libleaf.so.1 [RUNPATH DIR]
  libc.so.6 [/etc/ld.so.cache]
    ld-linux-x86-64.so.2 [/etc/ld.so.cache]
`
	if got := strings.ReplaceAll(b.String(), dir, "DIR"); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func writeTree(b *strings.Builder, d *Dependency, indent string) {
	fmt.Fprintf(b, "%s%s [%s]", indent, d.Name, d.Why)
	if d.Repeated {
		b.WriteString(" repeated")
	}
	if d.Problem != "" {
		b.WriteString(" " + d.Problem)
	}
	b.WriteString("\n")
	for _, n := range d.Needs {
		writeTree(b, n, indent+"  ")
	}
}

// FuzzOpen changes single bytes of a real library; nothing may panic.
func FuzzOpen(f *testing.F) {
	data := read(f, shapes(f, "-g", "-Wl,-z,max-page-size=4096"))
	f.Add(uint32(0), byte(0), uint32(16), byte(9), uint32(len(data)))
	for at := uint32(0); at < 64; at++ {
		f.Add(at, byte(0xff), at+1, byte(0), uint32(len(data))-at*100)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, at1 uint32, b1 byte, at2 uint32, b2 byte, cut uint32) {
		mutant := slices.Clone(data)
		mutant[at1%uint32(len(data))] = b1
		mutant[at2%uint32(len(data))] = b2
		path := filepath.Join(dir, fmt.Sprint(os.Getpid()))
		write(t, path, string(mutant[:min(int(cut), len(data))]))
		_ = CheckLoadable(path)
		if file, err := Open(path); err == nil {
			_, _ = file.Symbols()
			file.Lookup("area")
			file.Close()
			_, _ = DependencyTree(path, Search{Path: []string{}, Cache: "/nonexistent", Dirs: []string{}})
		}
	})
}

func BenchmarkSymbolsOfLibc(b *testing.B) {
	r, err := Find("c", Search{})
	if err != nil {
		b.Skip(err)
	}
	for b.Loop() {
		open(b, r.Path).Symbols()
	}
}
