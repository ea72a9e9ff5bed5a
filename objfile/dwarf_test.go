package objfile

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cshell/ctypes"
)

// debugLibrary is testdata/debug.c compiled with flags.
func debugLibrary(t testing.TB, flags ...string) string {
	args := append([]string{"-shared", "-fPIC", "testdata/debug.c", "-Wl,--build-id"}, flags...)
	return gcc(t, filepath.Join(t.TempDir(), "libdebug.so"), args...)
}

func openDebug(t testing.TB, path string) *Debug {
	t.Helper()
	d, err := OpenDebug(open(t, path))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// noAtomic leaves out what only DWARF 5 can say.
const noAtomic = "-DNO_ATOMIC"

// debugFlags are the ways in which gcc describes the same source.
var debugFlags = map[string][]string{
	"dwarf4":            {"-gdwarf-4", noAtomic},
	"dwarf5":            {"-gdwarf-5"},
	"optimized":         {"-gdwarf-5", "-O2"},
	"compressed":        {"-gdwarf-5", "-gz"},
	"type units 4":      {"-gdwarf-4", "-fdebug-types-section", noAtomic},
	"type units 5":      {"-gdwarf-5", "-fdebug-types-section", "-O2"},
	"64-bit":            {"-gdwarf-5", "-gdwarf64"},
	"link time":         {"-gdwarf-5", "-flto", "-O2"},
	"split 4":           {"-gdwarf-4", "-gsplit-dwarf", noAtomic},
	"split 5":           {"-gdwarf-5", "-gsplit-dwarf", "-O2"},
	"sections together": {"-gdwarf-5", "-gz", "-O2", "-ffunction-sections"},
}

// TestDebugLikeGCC declares everything anew as DWARF has it, below the source
// that it is of, and asserts sizes, offsets and the bits of bit-fields: gcc
// must accept it and the program must succeed.
func TestDebugLikeGCC(t *testing.T) {
	for name, flags := range debugFlags {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkWithGCC(t, openDebug(t, debugLibrary(t, flags...)), flags...)
		})
	}
}

func checkWithGCC(t *testing.T, d *Debug, flags ...string) {
	t.Helper()
	source, err := os.ReadFile("testdata/debug.c")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if slices.Contains(flags, noAtomic) {
		text.WriteString("#define NO_ATOMIC\n")
	}
	text.Write(source)
	functions := declareAll(t, d, &text)
	for _, want := range []string{"add", "listed", "variadic", "split", "its_label", "add_alias", "counter", "points"} {
		if !slices.Contains(functions, want) {
			t.Errorf("%s is not described", want)
		}
	}
	checks := assertLayouts(d, &text)
	if checks < 80 {
		t.Errorf("only %d layouts to check", checks)
	}
	file := write(t, filepath.Join(t.TempDir(), "again.c"), text.String())
	program := gcc(t, filepath.Join(t.TempDir(), "again"), "-w", file)
	if out, err := exec.Command(program).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// inSource spells what DWARF calls otherwise as testdata/debug.c has it.
var inSource = strings.NewReplacer("its_label", "labelled", "struct __va_list_tag *ap", "va_list ap",
	"long per_thread", "__thread long per_thread")

// declareAll declares the functions and variables.
func declareAll(t *testing.T, d *Debug, text *strings.Builder) []string {
	var names []string
	for name := range d.Names() {
		e, err := d.Function(name)
		if err != nil {
			if e, err = d.Variable(name); err != nil {
				continue
			}
		}
		names = append(names, name)
		fmt.Fprintf(text, "extern %s;\n", inSource.Replace(ctypes.Declare(e.Type, name)))
		if filepath.Base(e.File) != "debug.c" || e.Line == 0 {
			t.Errorf("%s is declared at %s:%d", name, e.File, e.Line)
		}
	}
	return names
}

// assertLayouts asserts what is known of every type with a name, and of the
// enumerators.
func assertLayouts(d *Debug, text *strings.Builder) (n int) {
	main := &strings.Builder{}
	for name := range d.Names() {
		if e, err := d.Typedef(name); err == nil {
			n += assertLayout(e.Type, text, main)
		}
		if e, err := d.Constant(name); err == nil {
			fmt.Fprintf(text, "_Static_assert((%s) == (%s) && sizeof (%s) == %d, \"%s\");\n", name, e.Value, name, e.Type.Size(), name)
			n++
		}
	}
	for _, kind := range []string{"struct", "union", "enum"} {
		for name := range maps.Keys(d.index.tags) {
			if e, err := d.Tag(kind, name.tag); err == nil {
				n += assertLayout(e.Type, text, main)
			}
		}
	}
	fmt.Fprintf(text, "int printf(const char *, ...);\nint main(void) { int bad = 0;\n%sreturn bad; }\n", main)
	return n
}

func assertLayout(t ctypes.Type, text, main *strings.Builder) (n int) {
	if t.String() == "struct __va_list_tag" || ctypes.IsIncomplete(t) || ctypes.IsVoid(t) || ctypes.IsFunc(t) {
		return 0
	}
	fmt.Fprintf(text, "_Static_assert(sizeof (%[1]s) == %[2]d && _Alignof (%[1]s) == %[3]d, \"size of %[1]s is not %[2]d, %[3]d\");\n", t, t.Size(), t.Align())
	r, ok := ctypes.Unwrap(t).(*ctypes.Record)
	if !ok {
		return 1
	}
	for _, f := range r.Fields {
		switch {
		case f.Name == "":
		case f.Bits != nil:
			assertBits(t, f, main)
		default:
			fmt.Fprintf(text, "_Static_assert(__builtin_offsetof(%[1]s, %[2]s) == %[3]d, \"%[1]s.%[2]s\");\n", t, f.Name, f.Offset)
		}
		n++
	}
	return n + 1
}

// assertBits sets a bit-field and finds exactly its bits set.
func assertBits(t ctypes.Type, f ctypes.Field, main *strings.Builder) {
	fmt.Fprintf(main, `{ union { %[1]s s; unsigned char bytes[sizeof(%[1]s)]; } u = {0}; __builtin_memset(&u, 0, sizeof u); u.s.%[2]s = -1;
for (int i = 0; i < 8 * sizeof u.bytes; i++) if ((u.bytes[i / 8] >> i %% 8 & 1) != (i >= %[3]d && i < %[4]d)) { printf("%[1]s.%[2]s bit %%d\n", i); bad = 1; } }
`, t, f.Name, f.Bits.Offset, f.Bits.Offset+f.Bits.Width)
}

// TestPrototypes shows what a user sees.
func TestPrototypes(t *testing.T) {
	d := openDebug(t, debugLibrary(t, "-gdwarf-5"))
	for name, want := range map[string]string{
		"add":             "int add(int a, int b)",
		"add_alias":       "int add_alias(int a, int b)",
		"nothing":         "void nothing(void)",
		"old_style":       "int old_style()",
		"old_params":      "int old_params()",
		"variadic":        "int variadic(const char *format, ...)",
		"nodes":           "struct node *nodes(struct node *restrict n, volatile int *v, struct flags f, struct holes *h, struct packed *k)",
		"sort":            "int sort(void *base, size_t n, compare less, int (*also)(const void *, const void *, void *))",
		"returns_pointer": "int (*returns_pointer(int which))[3]",
		"quad":            "_Float128 quad(_Float128 q)",
		"atomically":      "void atomically(_Atomic int *a, _Atomic long b)",
		"colors":          "enum color colors(enum color c, enum sign s, enum big b, enum top t, anon a, struct enums *e)",
	} {
		e, err := d.Function(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := ctypes.Declare(e.Type, name); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if _, err := d.Function("not_exported"); err == nil {
		t.Error("not_exported is described but not exported")
	}
}

// TestOneType finds the same record by whatever way.
func TestOneType(t *testing.T) {
	d := openDebug(t, debugLibrary(t, "-gdwarf-5"))
	tag, err := d.Tag("struct", "point")
	if err != nil {
		t.Fatal(err)
	}
	def, _ := d.Typedef("point")
	fn, _ := d.Function("points")
	for _, got := range []ctypes.Type{def.Type, fn.Type.(*ctypes.Func).Result, fn.Type.(*ctypes.Func).Params[0].Type} {
		if ctypes.Unwrap(got) != tag.Type {
			t.Errorf("%s is another record", got)
		}
	}
}

// TestSameTypeOfTwoUnits compiles the same source twice into one library.
func TestSameTypeOfTwoUnits(t *testing.T) {
	dir := t.TempDir()
	header := "typedef struct { int x; } anon_t, *anon_p; struct s { anon_t a; struct hidden *h; };\n"
	a := write(t, filepath.Join(dir, "a.c"), header+"int fa(struct s *p, anon_p q) { return p->a.x; }\n")
	b := write(t, filepath.Join(dir, "b.c"), header+"struct hidden { int in; }; int fb(struct s *p, anon_t *q) { return p->h->in; }\n")
	d := openDebug(t, gcc(t, filepath.Join(dir, "x.so"), "-shared", "-fPIC", "-g", a, b))
	fa, errA := d.Function("fa")
	fb, errB := d.Function("fb")
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	for i, p := range fa.Type.(*ctypes.Func).Params {
		if q := fb.Type.(*ctypes.Func).Params[i]; !ctypes.Identical(p.Type, q.Type) {
			t.Errorf("parameter %d: %s and %s are different types", i+1, p.Type, q.Type)
		}
	}
	hidden, _ := d.Tag("struct", "hidden")
	if s, _ := d.Tag("struct", "s"); !ctypes.Identical(s.Type.(*ctypes.Record).Fields[1].Type, ctypes.PointerTo(hidden.Type)) {
		t.Error("a declaration is not the same type as its definition")
	}
}

// TestNoTypes has functions without parameters in the debug information.
func TestNoTypes(t *testing.T) {
	d := openDebug(t, debugLibrary(t, "-g1"))
	e, err := d.Function("add")
	if _, ok := errors.AsType[*NotDescribedError](err); !ok {
		t.Errorf("got %v %v", e, err)
	}
	_, err = OpenDebug(open(t, debugLibrary(t, "-g0")))
	if _, ok := errors.AsType[*NoDebugError](err); !ok {
		t.Errorf("got %v, want a NoDebugError", err)
	}
}

func TestSeparateDebug(t *testing.T) {
	lib := debugLibrary(t, "-gdwarf-5", "-O2")
	dir := filepath.Join(filepath.Dir(lib), ".debug")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	debug := filepath.Join(dir, "libdebug.so") // the same name as the library
	run(t, "objcopy", "--only-keep-debug", lib, debug)
	run(t, "objcopy", "--strip-debug", "--add-gnu-debuglink="+debug, lib)
	d := openDebug(t, lib)
	if d.Path != debug {
		t.Errorf("got %s", d.Path)
	}
	checkWithGCC(t, d)
	run(t, "objcopy", "--only-keep-debug", debugLibrary(t, "-gdwarf-4"), debug)
	if _, err := OpenDebug(open(t, lib)); err == nil || !strings.Contains(err.Error(), "another build") {
		t.Errorf("got %v", err)
	}
}

// TestDwz has the parts that two libraries share in a third file.
func TestDwz(t *testing.T) {
	one, two := debugLibrary(t, "-gdwarf-4", noAtomic), debugLibrary(t, "-gdwarf-4", "-O1", noAtomic)
	run(t, "dwz", "-m", filepath.Join(filepath.Dir(one), "common"), "-M", filepath.Join(filepath.Dir(one), "common"), one, two)
	for _, lib := range []string{one, two} {
		d := openDebug(t, lib)
		if d.alt == nil {
			t.Error("the common file is not used")
		}
		checkWithGCC(t, d, noAtomic)
	}
	single := debugLibrary(t, "-gdwarf-5", "-O2")
	run(t, "dwz", single)
	checkWithGCC(t, openDebug(t, single))
}

func run(t testing.TB, program string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(program, " is not installed")
	}
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", program, args, err, out)
	}
}

func TestCPlusPlus(t *testing.T) {
	dir := t.TempDir()
	source := write(t, filepath.Join(dir, "x.cc"), `
struct plain { int x; }; class virt { public: virtual void f(); int y; }; void virt::f() {}
struct copied { copied(const copied &); int z; };
namespace inner { struct plain { char c; }; extern "C" int spaced(plain *p, int n) { return n; } }
extern "C" { int first(plain p, bool b, int &r) { return p.x + r; } void none() {} virt *made(virt *v) { return v; } int odd(copied c) { return c.z; } }
int overloaded(int a, const char *s) { return a; }
`)
	lib := filepath.Join(dir, "x.so")
	if out, err := exec.Command("g++", "-shared", "-fPIC", "-g", source, "-o", lib).CombinedOutput(); err != nil {
		t.Skipf("g++: %v %s", err, out)
	}
	d := openDebug(t, lib)
	for name, want := range map[string]string{
		"first":              "int first(struct plain p, bool b, int *r)",
		"none":               "void none(void)",
		"made":               "struct virt *made(struct virt *v)",
		"spaced":             "int spaced(struct plain *p, int n)",
		"_Z10overloadediPKc": "int _Z10overloadediPKc(int a, const char *s)",
		"odd":                "passes by value",
		"_ZN6copiedC1ERKS_":  "does not describe",
	} {
		e, err := d.Function(name)
		got := fmt.Sprint(err)
		if err == nil {
			got = ctypes.Declare(e.Type, name)
		}
		if got != want && (err == nil || !strings.Contains(got, want)) {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	if e, err := d.Tag("struct", "virt"); err != nil || !ctypes.IsIncomplete(e.Type) {
		t.Errorf("a class with virtual functions: got %v %v, want an incomplete struct", e.Type, err)
	}
}

// TestConcurrentDebug asks from several goroutines while the index is built.
func TestConcurrentDebug(t *testing.T) {
	d := openDebug(t, debugLibrary(t, "-gdwarf-5"))
	var wg sync.WaitGroup
	wg.Go(func() { _ = d.Index() })
	for _, name := range []string{"add", "nodes", "points", "mixed_up"} {
		wg.Go(func() {
			e, err := d.Function(name)
			if err != nil || !strings.Contains(ctypes.Declare(e.Type, name), name) {
				t.Error(name, err)
			}
			for _, f := range e.Type.(*ctypes.Func).Params {
				_ = f.Type.Size()
			}
		})
	}
	wg.Wait()
}

// TestInstalledDebug reads what distributions install, if it is.
func TestInstalledDebug(t *testing.T) {
	for name, want := range map[string]int{"c": 2300, "python3.11d": 1400, "m": 900} {
		r, err := Find(name, Search{})
		if err != nil {
			continue
		}
		f := open(t, r.Path)
		start := time.Now()
		d, err := OpenDebug(f)
		if err != nil {
			t.Logf("%s: %v", name, err)
			continue
		}
		opened := time.Now()
		if err := d.Index(); err != nil {
			t.Error(err)
		}
		indexed := time.Now()
		described, exported := 0, 0
		for n := range f.Names() {
			if s, _ := f.Lookup(n); !s.IsFunc() {
				continue
			}
			exported++
			e, err := d.Function(n)
			if _, bad := errors.AsType[*FormatError](err); bad {
				t.Fatal(err)
			}
			if err == nil && e.Type.(*ctypes.Func).Proto {
				described++
			}
		}
		t.Logf("%s: open %v, index %v, %d of %d functions in %v", name, opened.Sub(start), indexed.Sub(opened),
			described, exported, time.Since(indexed))
		if described < want {
			t.Errorf("%s: %d functions are described, want %d", name, described, want)
		}
	}
}
