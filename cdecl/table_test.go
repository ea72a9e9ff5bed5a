package cdecl

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cshell/ctypes"
	"cshell/diag"
)

// needGCC skips the test where there is no gcc to compare with.
func needGCC(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("gcc is not installed")
	}
}

// preprocess is what gcc makes of includes; "" where a header is missing.
func preprocess(t *testing.T, text string) string {
	cmd := exec.Command("gcc", "-E", "-D_GNU_SOURCE", "-x", "c", "-")
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.Output()
	if err != nil {
		t.Skip("gcc -E fails")
	}
	return string(out)
}

func readTable(t *testing.T, text string) *Table {
	table := NewTable()
	for _, err := range table.Read(&diag.Source{Name: "test", Text: text, First: 1}) {
		t.Errorf("%s", err.Render())
	}
	return table
}

var systemHeaders = []string{
	"stdio.h", "stdlib.h", "string.h", "math.h", "time.h", "sys/stat.h", "unistd.h", "signal.h", "pthread.h",
	"sys/socket.h", "netinet/in.h", "netdb.h", "dirent.h", "wchar.h", "locale.h", "setjmp.h", "sched.h",
	"sys/epoll.h", "sys/ioctl.h", "termios.h", "ucontext.h", "complex.h", "zlib.h", "sqlite3.h", "linux/usb/ch9.h",
	"sys/statvfs.h", "sys/resource.h", "sys/sysinfo.h", "sys/shm.h", "sys/user.h", "sys/timex.h", "ifaddrs.h", "aio.h",
	"elf.h", "link.h", "linux/videodev2.h", "linux/bpf.h", "linux/usbdevice_fs.h", "linux/input.h", "linux/perf_event.h",
	"linux/io_uring.h", "linux/kvm.h", "linux/ethtool.h", "linux/if_link.h", "linux/fuse.h", "sound/asound.h", "drm/drm.h",
}

// Each system header reads without an error, and gcc agrees on the layout of
// every struct and union in it.
func TestSystemHeaders(t *testing.T) {
	needGCC(t)
	for _, header := range systemHeaders {
		t.Run(strings.ReplaceAll(header, "/", "_"), func(t *testing.T) {
			t.Parallel()
			include := "#include <" + header + ">\n"
			preprocess(t, include) // skips what is not installed
			table, errs := headerTable(include)
			for _, e := range errs {
				t.Errorf("%s", e.Render())
			}
			for _, n := range table.Notes() {
				t.Errorf("note: %s", n.Message)
			}
			compareLayout(t, include, table)
		})
	}
}

// compareLayout compiles a program that prints the layout of every tag and
// typedef of the table and compares it with ours.
func compareLayout(t *testing.T, include string, table *Table) {
	var want, body bytes.Buffer
	for kind, tag := range table.Tags() {
		typ, _ := table.Tag(kind, tag, false)
		if rec, ok := typ.(*ctypes.Record); ok && rec.Complete() {
			layoutLines(&want, &body, kind+" "+tag, rec, rec)
		}
	}
	for name := range table.Names() {
		d, _ := table.Lookup(name)
		if d.Kind != TypedefDecl || ctypes.IsIncomplete(d.Type) {
			continue
		}
		if rec, ok := ctypes.Unwrap(d.Type).(*ctypes.Record); ok && rec.Tag == "" {
			layoutLines(&want, &body, name, d.Type, rec)
			continue
		}
		fmt.Fprintf(&want, "%s %d %d\n", name, d.Type.Size(), d.Type.Align())
		fmt.Fprintf(&body, "P(\"%s %%zu %%zu\\n\", sizeof(%s), _Alignof(%s));\n", name, name, name)
	}
	for name := range table.Names() {
		if d, _ := table.Lookup(name); d.Kind == ConstantDecl {
			fmt.Fprintf(&want, "%s %d\n", name, d.Value.Int())
			fmt.Fprintf(&body, "P(\"%s %%ld\\n\", (long)%s);\n", name, name)
		}
	}
	program := include + "#include <stddef.h>\n#include <stdarg.h>\n#include <wchar.h>\n#define P __builtin_printf\nint main(void) {\n" + body.String() + "}\n"
	got := runC(t, program)
	compareLines(t, got, want.String())
}

// layoutLines adds what to print about a record, and what we think it is.
func layoutLines(want, body *bytes.Buffer, spelling string, typ ctypes.Type, rec *ctypes.Record) {
	fmt.Fprintf(want, "%s %d %d", spelling, typ.Size(), typ.Align())
	fmt.Fprintf(body, "P(\"%s %%zu %%zu", spelling)
	args := fmt.Sprintf("sizeof(%s), _Alignof(%s)", spelling, spelling)
	for _, f := range rec.Fields {
		if f.Name != "" && f.Bits == nil {
			fmt.Fprintf(want, " %d", f.Offset)
			body.WriteString(" %zu")
			args += fmt.Sprintf(", offsetof(%s, %s)", spelling, f.Name)
		}
	}
	want.WriteString("\n")
	fmt.Fprintf(body, "\\n\", %s);\n", args)
}

// runC compiles and runs a program and returns what it prints.
func runC(t *testing.T, program string) string {
	dir := t.TempDir()
	source, exe := filepath.Join(dir, "p.c"), filepath.Join(dir, "p")
	if err := os.WriteFile(source, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("gcc", "-D_GNU_SOURCE", "-w", "-o", exe, source).CombinedOutput(); err != nil {
		t.Fatalf("gcc: %v\n%.2000s", err, out)
	}
	out, err := exec.Command(exe).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func compareLines(t *testing.T, got, want string) {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	if len(g) != len(w) {
		t.Fatalf("gcc printed %d lines, want %d", len(g), len(w))
	}
	for i := range g {
		if g[i] != w[i] {
			t.Errorf("gcc says %q, we say %q", g[i], w[i])
		}
	}
}

// The cases of testdata/layout.h are read by us and by gcc.
func TestLayout(t *testing.T) {
	needGCC(t)
	text, err := os.ReadFile(filepath.Join("testdata", "layout.h"))
	if err != nil {
		t.Fatal(err)
	}
	compareLayout(t, string(text), readTable(t, string(text)))
}

// Each line of text declares; the want is a type's spelling or an error.
func TestResolve(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"unsigned x;", "unsigned int x"},
		{"long int unsigned long x;", "unsigned long long x"},
		{"double long _Complex x;", "long double _Complex x"},
		{"char const *const x[3];", "const char *const x[3]"},
		{"int x(int a[3], int f(void), const char *restrict s);", "int x(int *a, int (*f)(void), const char *restrict s)"},
		{"typedef void V; int x(V);", "int x(void)"},
		{"int x();", "int x()"},
		{"int x(int n, int a[n], int b[n][4]);", "int x(int n, int *a, int (*b)[4])"},
		{"enum e { A, B = A + 5, C = sizeof(long) }; int x[C + B];", "int x[13]"},
		{"struct s { struct s *next; int a[4]; }; char x[sizeof(struct s)];", "char x[24]"},
		{"struct s { char c; long l; }; char x[__builtin_offsetof(struct s, l)];", "char x[8]"},
		{"struct s { char c; int m[3]; }; char x[(unsigned long)&((struct s *)0)->m[2]];", "char x[12]"},
		{"int y[3]; typeof(y[0]) *x;", "int *x"},
		{"typeof(int (*)(void)) x;", "int (*x)(void)"},
		{"char x['a' == 97 ? 3 : 4];", "char x[3]"},
		{"char x[sizeof(\"abc\" L\"d\")];", "char x[20]"},
		{"char x[(1 << 4 | 3) % 7 - -1 * !0 + (~0u >> 31)];", "char x[7]"},
		{"#define N (2 * M)\n#define M 3\nchar x[N];", "char x[6]"},
		{"typedef int v4 __attribute__((vector_size(16))); char x[sizeof(v4)];", "char x[16]"},
		{"typedef union { int *a; long *b; } u __attribute__((transparent_union)); void x(u);", "void x(int *)"},
		{"_Static_assert(1, \"\"); int x;", "int x"},
		{"static inline int f(int a) { return a; } int x;", "int x"},
		{"int a[] = {1, 2, (3, 4)}, x;", "int x"},
		{"[[nodiscard]] int x(void);", "int x(void)"},
		{"__int128_t x;", "__int128 x"},
		{"enum E : unsigned char { A, B } x[sizeof(enum E)];", "enum E x[1]"},

		{"struct s { int a, a; };", "1:19: error: duplicate member \"a\""},
		{"struct s { int a; struct { char a; }; };", "1:19: error: duplicate member \"a\""},
		{"struct s { struct t x; };", "1:21: error: field \"x\" has incomplete type struct t"},
		{"struct s { int f(void); };", "1:16: error: field \"f\" is declared as a function"},
		{"struct s { int a[]; int b; };", "1:16: error: the flexible array must be the last member"},
		{"struct s { int a : 33; };", "1:20: error: bit-field \"a\" is wider than its type int"},
		{"struct s { float a : 3; };", "1:18: error: bit-field \"a\" has type float"},
		{"struct s { int a : 0; };", "1:20: error: bit-field \"a\" has zero width"},
		{"struct s { int : -1; };", "1:18: error: bit-field without a name has a negative width"},
		{"int x[-1];", "1:7: error: array length is negative"},
		{"int n; int x[n];", "1:14: error: not a constant expression: n"},
		{"int x[1.5];", "1:7: error: array length is no integer but double"},
		{"int x[1L << 60];", "1:7: error: array is too large"},
		{"int x[1 / 0];", "1:7: error: division by zero"},
		{"int x[zork];", "1:7: error: unknown name \"zork\""},
		{"void x[3];", "1:6: error: \"x\" is an array of the incomplete type void"},
		{"int x[3](void);", "1:5: error: \"x\" is an array of functions"},
		{"int x(void)[3];", "1:5: error: \"x\" is a function returning an array"},
		{"int x(void)(int);", "1:5: error: \"x\" is a function returning a function"},
		{"int x(int, void);", "1:12: error: parameter 2 has type void"},
		{"enum { A = 1.5 };", "1:12: error: enumerator value is no integer but double"},
		{"_Alignas(3) int x;", "1:10: error: alignment is not a power of two: 3"},
		{"foo_t x;", "1:1: error: unknown type name \"foo_t\""},
		{"#include <x.h>\n", "1:1: error: header x.h not found"},
	} {
		table := NewTable()
		errs := table.Read(&diag.Source{Name: "test", Text: c.text, First: 1})
		got := ""
		if d, ok := table.Lookup("x"); ok && len(errs) == 0 {
			got = ctypes.Declare(d.Type, "x")
		} else if len(errs) > 0 {
			got = strings.TrimPrefix(errs[0].Error(), "test:")
		}
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestEvaluate(t *testing.T) {
	for _, c := range []struct{ text, want, typ string }{
		{"1.0fi * 2", "0+2i", "float _Complex"},
		{"3 + 4i", "3+4i", "double _Complex"},
		{"0x10 + 010 + 0b11 + '\\n'", "37", "int"},
		{"-1 > 0u", "1", "int"},
		{"1 ? 2 : 3.0", "2", "double"},
		{"(unsigned char)300 + 1L", "45", "long"},
		{"1 << 31 >> 31", "-1", "int"},
		{"(short)40000", "-25536", "short"},
		{"sizeof(int[3][4])", "48", "size_t"},
		{"(void *)-1", "0xffffffffffffffff", "void *"},
		{"0 && 1 / 0 || 2", "1", "int"},
		{"1.5 + 1", "2.5", "double"},
		{"18446744073709551615UL", "18446744073709551615", "unsigned long"},
		{"(1, 2)", "2", "int"},
		{"5 ?: 3", "5", "int"},
	} {
		v, err := NewTable().Evaluate(&diag.Source{Name: "test", Text: c.text, First: 1})
		if err != nil || v.String() != c.want || v.Type.String() != c.typ {
			t.Errorf("%s: got %v of type %v, %v, want %s of type %s", c.text, v, v.Type, err, c.want, c.typ)
		}
	}
}

// What a header for C++ declares as C's counts, and its namespaces and classes
// cost no more than themselves.
func TestCPlusPlus(t *testing.T) {
	table := NewTable()
	errs := table.Read(&diag.Source{Name: "test", First: 1, Text: `
		class K { public: int x; };
		namespace n { int y; }
		int after;
		extern "C" int one(int);
		extern "C" { int two(void); extern "C" { struct q { int a; }; } struct q *three(void); }
		int four;`})
	if len(errs) != 2 {
		t.Errorf("got %v", errs)
	}
	for _, name := range []string{"after", "one", "two", "three", "four"} {
		if _, ok := table.Lookup(name); !ok {
			t.Errorf("%s is lost", name)
		}
	}
}

// One bad declaration costs that declaration.
func TestReadRecovers(t *testing.T) {
	table := NewTable()
	errs := table.Read(&diag.Source{Name: "test", Text: `
		int good1(int); int bad1(foo_t b); int good2(double);
		struct bad2 { foo_t x; int y; } v; int good3;
		int bad3(foo_t b) { if (b) { return 1; } return 2; }
		extern int good4(const char *) __asm__("good4_64");
		int bad4 int; int good5;
		int bad5 more(int x; int good6; int bad6 v = f(1; int good7(void) { g(; } int good8;`})
	var names []string
	for name := range table.Names() {
		names = append(names, name)
	}
	if want := []string{"good1", "good2", "good3", "good4", "good5", "good6", "good7", "good8"}; !slices.Equal(names, want) || len(errs) != 6 {
		t.Errorf("got %v and the errors %v", names, errs)
	}
	if d, _ := table.Lookup("good4"); d.Symbol != "good4_64" {
		t.Errorf("the symbol of good4 is %q", d.Symbol)
	}
}

// A struct declared again alike stays the same type.
func TestSameRecordTwice(t *testing.T) {
	text := "struct node { struct node *next; struct { int a; } v[2]; unsigned b : 3; };\n"
	table := readTable(t, text)
	first, _ := table.Tag("struct", "node", false)
	table.Read(&diag.Source{Text: text})
	if again, _ := table.Tag("struct", "node", false); again != first {
		t.Error("the same declaration made another type")
	}
	table.Read(&diag.Source{Text: "struct node { long other; };"})
	if other, _ := table.Tag("struct", "node", false); other == first {
		t.Error("another declaration did not make another type")
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range declarators {
		f.Add(c.text)
	}
	f.Add("enum { A = sizeof(int) * (3 + 'a') } x[A]; #define F(x) x\n int y = F(3);")
	f.Fuzz(func(t *testing.T, text string) {
		for _, err := range NewTable().Read(&diag.Source{Name: "fuzz", Text: text, First: 1}) {
			_ = err.Render()
		}
	})
}

// No text takes more than linear time: each piece, many times over.
func TestReadIsLinear(t *testing.T) {
	for _, piece := range []string{
		"(", "[", "{", "*", "x ", "A B ", "A ", "int (", "int x(", "int x[", "typeof(", "struct {", "struct s { int a; };", "enum { A, ",
		"int x;", "sizeof(", "int x = {", "__attribute__((", "[[noreturn]] ", "[[", "x, ", "int f(int (*", ";", "\n", "\\\n", "/*", "#pragma pack(push, 1)\n",
		"#define A(x) x x\nA(A(", "int a[1][", "int x[1 ? ", "int x[-", "int x[(", "}", ")", "_Atomic(", "_Alignas(", "int x[a.b[", "'", "#define X X X\nX ",
	} {
		start := time.Now()
		text := strings.Repeat(piece, 40000/len(piece))
		for i, err := range NewTable().Read(&diag.Source{Name: "test", Text: text, First: 1}) {
			if i > 1000 {
				break
			}
			_ = err.Message
		}
		if d := time.Since(start); d > 2*time.Second {
			t.Errorf("%q many times takes %v", piece, d)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	text, err := exec.Command("sh", "-c", "printf '#include <stdio.h>\\n#include <pthread.h>\\n#include <math.h>\\n' | gcc -E -D_GNU_SOURCE -").Output()
	if err != nil {
		b.Skip("gcc is not installed")
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if errs := NewTable().Read(&diag.Source{Name: "test", Text: string(text), First: 1}); len(errs) > 0 {
			b.Fatal(errs[0])
		}
	}
}
