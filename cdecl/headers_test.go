package cdecl

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cshell/diag"
)

// headerTable reads text as the session reads an #include.
func headerTable(text string, dirs ...string) (*Table, []*diag.Error) {
	t := NewTable()
	t.Macros.Under = Predefined()
	t.Headers = NewHeaders(dirs)
	return t, t.Read(&diag.Source{Name: "<test>", Text: text, First: 1})
}

// TestHeadersLikeGCC reads headers and, on the other hand, what gcc -E makes
// of them: the same names must have the same declarations.
func TestHeadersLikeGCC(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("gcc is not installed: nothing to compare with")
	}
	names := strings.Fields(`stdio.h stdlib.h string.h math.h time.h sys/stat.h pthread.h signal.h unistd.h
		complex.h wchar.h sys/socket.h netinet/in.h netdb.h dirent.h limits.h float.h stdint.h inttypes.h
		stdarg.h err.h stddef.h stdbool.h stdatomic.h sys/epoll.h poll.h termios.h linux/videodev2.h linux/bpf.h zlib.h sqlite3.h ncurses.h openssl/ssl.h X11/Xarch.h`)
	for _, name := range names {
		t.Run(name, func(t *testing.T) { compareHeader(t, name) })
	}
}

func compareHeader(t *testing.T, name string) {
	text := "#include <" + name + ">\n"
	if exec.Command("gcc", "-E", "-D_GNU_SOURCE", "-include", name, "-x", "c", "/dev/null", "-o", os.DevNull).Run() != nil {
		t.Skipf("%s is not installed", name)
	}
	ours, errs := headerTable(text)
	for _, e := range errs {
		t.Errorf("%v", e)
	}
	out, err := exec.Command("gcc", "-E", "-D_GNU_SOURCE", "-include", name, "-x", "c", "/dev/null").Output()
	if err != nil {
		t.Fatal(err)
	}
	theirs := NewTable()
	theirs.Read(&diag.Source{Name: name, Text: string(out), First: 1})
	got, want := declarations(ours), declarations(theirs)
	for n, decl := range want {
		if got[n] != decl {
			t.Errorf("%s: got %q, gcc -E gives %q", n, got[n], decl)
		}
	}
}

func declarations(t *Table) map[string]string {
	out := map[string]string{}
	for name := range t.Names() {
		d, _ := t.Lookup(name)
		out[name] = fmt.Sprintf("%v %s = %s", d.Type, d.Symbol, d.Value)
	}
	return out
}

func TestPreprocess(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"once.h":  "#pragma once\nint once;\n",
		"guard.h": "#ifndef GUARD\n#define GUARD\nint guarded;\n#endif\n",
		"next.h":  "#include \"sub/next.h\"\n",
		"cycle.h": "#include \"cycle.h\"\nint after;\n",
		"a.h":     "#include \"b.h\"\nint a;\n",
		"b.h":     "#include \"c.h\"\n",
		"c.h":     "#include \"a.h\"\nint c;\n",
		"level.h": "#if __INCLUDE_LEVEL__ == 1\nint level1;\n#endif\n",
		"open.h":  "int a;\nint open(int x\n",
		"bad.h":   "int good;\nfoo_t bad(int);\n#error told so\nint better;\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct{ name, text, want, err string }{
		{"if", "#if 1 + 1 == 2 && !defined X\nint a;\n#else\nint b;\n#endif", "a", ""},
		{"elif", "#if 0\nint a;\n#elif 1\nint b;\n#elif 1\nint c;\n#else\nint d;\n#endif", "b", ""},
		{"nested in dead", "#if 0\n#if 1\nint a;\n#else\nint b;\n#endif\n#else\nint c;\n#endif", "c", ""},
		{"bad tokens in dead", "#if 0\ndon't ( [ \" care\n#endif\nint a;", "a", ""},
		{"macro condition", "#define V(a,b) ((a) << 16 | (b))\n#if V(2, 36) >= V(2, 1)\nint a;\n#endif", "a", ""},
		{"unsigned", "#if -1 > 0u\nint a;\n#endif", "a", ""},
		{"wide", "#if 1 << 40\nint a;\n#endif", "a", ""},
		{"macro to defined", "#define HAS defined(Y)\n#define Y\n#if HAS\nint a;\n#endif", "a", ""},
		{"has include", "#if __has_include(\"once.h\") && !__has_include(<nosuch.h>)\nint a;\n#endif", "a", ""},
		{"once", "#include \"once.h\"\n#include \"once.h\"\n", "once", ""},
		{"guard", "#include \"guard.h\"\n#include <guard.h>\n", "guarded", ""},
		{"computed", "#define H <once.h>\n#include H\n", "once", ""},
		{"cycle", "#include \"cycle.h\"\nint end;", "after end", "#include nested more than 200 deep: cycle.h includes itself"},
		{"predefined", "#if defined __LINE__ && __COUNTER__ == 0 && __COUNTER__ == 1\nint a;\n#endif\n#include \"level.h\"", "a level1", ""},
		{"end of a header", "#include \"open.h\"\n", "a", "expected ',' or ')' at the end"},
		{"long cycle", "#include \"a.h\"\nint end;", "a c end", "#include nested more than 200 deep: b.h includes c.h, which includes a.h, which includes b.h"},
		{"missing", "#include <nosuch.h>\nint a;", "a", "header nosuch.h not found"},
		{"bad declaration", "#include \"bad.h\"\nint a;", "a better good", `unknown type name "foo_t"`},
		{"no endif", "#if 1\nint a;\n", "a", "this conditional has no #endif"},
		{"stray else", "#else\nint a;\n", "a", "#else without #if"},
		{"call over lines", "#define D(t, n) t n;\nD(int,\n  a)\nD(int, b)", "a b", ""},
		{"bomb", "#define A B B\n#define B C C C C C C C C C C\n#define C D D D D D D D D D D\n#define D E E E E E E E E E E\n" +
			"#define E F F F F F F F F F F\n#define F G G G G G G G G G G\n#define G H H H H H H H H H H\n#define H x x x x x x x x x x\nA;\nint a;", "", "the macro expansion is too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, errs := headerTable(tt.text, dir)
			if got := strings.Join(slices.Sorted(maps.Keys(declarations(table))), " "); got != tt.want && tt.want != "" {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if tt.err == "" && len(errs) > 0 || tt.err != "" && !slices.ContainsFunc(errs, func(e *diag.Error) bool { return e.Message == tt.err }) {
				t.Errorf("errors %v, want %q", errs, tt.err)
			}
		})
	}
}

func BenchmarkZlibHeader(b *testing.B) {
	if _, err := os.Stat("/usr/include/zlib.h"); err != nil {
		b.Skip("zlib.h is not installed")
	}
	for range b.N {
		headerTable("#include <zlib.h>\n")
	}
}
