package inspect

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cshell/objfile"
)

func TestLibraryInfo(t *testing.T) {
	f := &objfile.File{
		Path: "/x/libz.so.1", Kind: "shared library", Machine: "x86-64", Soname: "libz.so.1", Needed: []string{"libc.so.6"},
		BuildID: "abcd", Size: 121280, RELRO: "full", NX: true, PIE: true, DebugInfo: "/usr/lib/debug/z.debug",
		Sections: []objfile.Section{{Name: ".text", Size: 70000, Flags: "ax"}, {Name: ".data", Size: 8, Flags: "aw"}, {Name: ".comment", Size: 9}},
	}
	v := &LibraryInfo{View: "info", File: f, Exported: map[objfile.SymbolKind]int{objfile.FuncSymbol: 88, objfile.ObjectSymbol: 1}}
	want := `path        /x/libz.so.1
kind        shared library for x86-64
soname      libz.so.1
needs       libc.so.6
build id    abcd
size        118.4K (code 68.4K, constants 0B, data 8B)
exports     88 functions, 1 object
hardening   full RELRO, NX, position independent (PIC, PIE)
debug info  DWARF in /usr/lib/debug/z.debug
sections
  .text     ax  0x0  68.4K
  .data     aw  0x0     8B
  .comment      0x0     9B
`
	if got := viewText(t, v); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got := viewJSON(t, v); !strings.HasPrefix(got, `{"view":"info","path":"/x/libz.so.1","kind":"shared library",`) {
		t.Errorf("got %s", got)
	}
}

func TestLibraryInfoOfAFile(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("gcc is not installed")
	}
	path := filepath.Join(t.TempDir(), "l.so")
	if out, err := exec.Command("gcc", "-shared", "-fPIC", "-o", path, "testdata/layout.c").CombinedOutput(); err != nil {
		t.Fatalf("gcc: %v\n%s", err, out)
	}
	f, err := objfile.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	v, err := NewLibraryInfo(f)
	if err != nil || v.Exported[objfile.FuncSymbol] != 1 || v.Exported[objfile.ObjectSymbol] != 7 {
		t.Errorf("got %v %v, want main and seven objects", v.Exported, err)
	}
}

func TestFound(t *testing.T) {
	v := NewFound("z", objfile.Result{Path: "/lib/libz.so.1", Why: "/etc/ld.so.cache", Tried: []string{"/a/libz.so.1 is for i386, this is x86-64"}})
	want := "/lib/libz.so.1 (/etc/ld.so.cache)\n  before it: /a/libz.so.1 is for i386, this is x86-64\n"
	if got := viewText(t, v); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	wantJSON := `{"view":"find","name":"z","path":"/lib/libz.so.1","why":"/etc/ld.so.cache","tried":["/a/libz.so.1 is for i386, this is x86-64"]}`
	if got := viewJSON(t, v); got != wantJSON {
		t.Errorf("got  %s\nwant %s", got, wantJSON)
	}
}

func TestDependencies(t *testing.T) {
	libc := &objfile.Dependency{Name: "libc.so.6", Path: "/lib/libc.so.6", Why: "cache"}
	v := NewDependencies(&objfile.Dependency{Name: "a.so", Path: "./a.so", Needs: []*objfile.Dependency{
		{Name: "b.so", Path: "/x/b.so", Why: "RUNPATH /x", Needs: []*objfile.Dependency{{Name: "gone.so", Problem: "not found"}, {Name: "libc.so.6", Path: "/lib/libc.so.6", Repeated: true}}},
		libc,
	}})
	want := `./a.so
├─ b.so => /x/b.so (RUNPATH /x)
│  ├─ gone.so: not found
│  └─ libc.so.6 => /lib/libc.so.6 (…)
└─ libc.so.6 => /lib/libc.so.6 (cache)
`
	if got := viewText(t, v); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
