package repl

import (
	"io"
	"slices"
	"strings"
	"testing"

	"cshell/diag"
	"cshell/lang"
	"cshell/native"
	"cshell/objfile"
	"cshell/repl/editor"
)

// assist runs f with the assistant of a session in which setup ran.
func assist(t testing.TB, setup string, f func(*assistant)) {
	t.Helper()
	process, a := newAssistant(t, setup)
	process.Run(func() { f(a) })
}

func newAssistant(t testing.TB, setup string) (process *native.Process, a *assistant) {
	t.Helper()
	process, err := native.New()
	if err != nil {
		t.Fatal(err)
	}
	process.Run(func() {
		session := lang.New(lang.Config{Host: process, Out: io.Discard, Err: io.Discard})
		shell := New(Config{Session: session, Host: process, Out: io.Discard, Err: io.Discard})
		if err := session.Run(&diag.Source{Name: "<setup>", Text: setup, First: 1}, false); err != nil {
			t.Errorf("%s: %v", setup, err)
		}
		a = &assistant{shell: shell}
	})
	return process, a
}

const setup = `
struct point { int x; struct { short y, z; }; };
struct point origin;
struct line { struct point from, to; struct line *next; } *l;
typedef struct point pt;
enum color { RED, GREEN };
int twice(int number, const char *why) { return 2 * number; }
#define HALF(x) ((x) / 2)
`

// The cursor is at the end of the text; want are names that must be offered,
// from is where they begin, none is a name that must not be.
func TestComplete(t *testing.T) {
	t.Chdir("../testdata")
	assist(t, setup, func(a *assistant) {
		for _, test := range []struct{ text, want, none string }{
			{"strle", "strlen", "print"},
			{"x = strnc", "strncmp strncpy", ""},
			{"twi", "twice", ""},
			{"origin.", "x y z", "value"},
			{"origin.x", "x", "y"},
			{"(&origin)->", "x y z", ""},
			{"l->next->from.", "x y z", ""},
			{"l[3].", "from to next", ""},
			{"(*l).to.", "x", ""},
			{"getenv(\"HOME\").", "contents", ""},
			{"localtime(0)->tm_", "tm_sec tm_year", ""},
			{"c.strl", "strlen", "twice"},
			{"int f(struct line *p) {\n p->", "from to next", ""},
			{"void f(void) { struct point q; q.", "x y z", ""},
			{"void f(void) { pt qs[2]; qs[0].", "x y z", ""},
			{"struct po", "point", ""},
			{"enum ", "color", "point"},
			{"GRE", "GREEN", ""},
			{"HAL", "HALF", ""},
			{"size", "sizeof size_t", ""},
			{"print", "print printf", ""},
			{"unsi", "unsigned", ""},
			{"NCMPX", "", "strncmp"},
			{"trncm", "strncmp", "strlen"},
			{"origin.nothing", "", "x"},
			{":lo", "load", "libs"},
			{":l", "load layout libs", "help"},
			{":help lay", "layout", "load"},
			{":set el", "elements", ""},
			{":type strle", "strlen", ""},
			{":layout struct po", "point", ""},
			{":layout str", "struct", "strlen"},
			{":symbols c strl", "strlen", ""},
			{":symbols m", "m", ""},
			{":source lang/", "lang/02-literals.csh", ""},
			{":load ./", "./lang/", ""},
			{":load lang/", "", "lang/02-literals.csh"},
			{":load libc.so", "libc.so.6", "c"},
			{":find ", "c", "libc.so.6"},
			{"#inc", "include", ""},
			{":set include /usr/lib:/usr/inc", "/usr/include/", ""},
			{"#include <stdi", "stdio.h>", ""},
			{"#include <sys/so", "sys/socket.h>", ""},
			{"fopen(\"lang/02-l", "lang/02-literals.csh", ""},
			{"x; // strle", "", "strlen"},
			{"/* strle", "", "strlen"},
		} {
			c := a.Complete(test.text, len(test.text))
			for _, want := range strings.Fields(test.want) {
				if !slices.Contains(c.Names, want) {
					t.Errorf("%q: %s is not among %d names: %.100v", test.text, want, len(c.Names), c.Names)
				}
			}
			if test.none != "" && slices.Contains(c.Names, test.none) {
				t.Errorf("%q: %s is offered", test.text, test.none)
			}
			if c.From > len(test.text) {
				t.Errorf("%q: from %d", test.text, c.From)
			}
			for _, name := range c.Names[:min(len(c.Names), 3)] {
				if c.Row != nil {
					c.Row(name)
				}
			}
		}
	})
}

// Each name must come before those behind it.
func TestCompletionOrder(t *testing.T) {
	assist(t, setup+"int strange; struct sockaddr *sa;", func(a *assistant) {
		for _, test := range []struct{ text, order string }{
			{"s", "sa strange sprintf strlen size_t s6_addr"},
			{"si", "sigaction sizeof siginfo_t size_t si_pid"},
			{"st", "strange strlen struct st_atime"},
			{"", "twice strlen size_t s6_addr"},
		} {
			at := -1
			names := a.Complete(test.text, len(test.text)).Names
			for name := range strings.FieldsSeq(test.order) {
				now := slices.Index(names, name)
				if now < at {
					t.Errorf("%q: %s is number %d, behind %d", test.text, name, now, at)
				}
				at = now
			}
		}
	})
}

func TestRows(t *testing.T) {
	assist(t, setup, func(a *assistant) {
		for _, test := range []struct{ text, name, signature, origin string }{
			{"strle", "strlen", "size_t strlen(const char *s)", "libc.so.6"},
			{"twi", "twice", "int twice(int number, const char *why)", "line 7"},
			{"origin.", "z", "short z", "struct point +6"},
			{":lo", "load", ":load NAME [as ID]", "load a library and bind it to ID"},
			{"loa", "load", "library load(const char *name)", "cshell"},
			{"GRE", "GREEN", "int GREEN = 1", "line 6"},
			{"HAL", "HALF", "#define HALF(x) ((x) / 2)", "line 8"},
			{"EINV", "EINVAL", "int EINVAL = 22", "<prelude>"},
		} {
			signature, origin := a.Complete(test.text, len(test.text)).Row(test.name)
			if strings.HasPrefix(origin, "<setup>:") {
				origin = "line " + strings.TrimPrefix(origin, "<setup>:")
			}
			if signature != test.signature || origin != test.origin {
				t.Errorf("%s: got %q, %q, want %q, %q", test.name, signature, origin, test.signature, test.origin)
			}
		}
	})
}

// The current parameter is marked by < >.
func TestSignature(t *testing.T) {
	assist(t, setup, func(a *assistant) {
		for _, test := range []struct{ text, want string }{
			{"strlen(", "size_t strlen(<const char *s>)"},
			{"x = memcpy(a, ", "void *memcpy(void *restrict dest, <const void *restrict src>, size_t n)"},
			{"printf(\"%d\", 1, ", "int printf(const char *restrict format, <...>)"},
			{"twice(strlen(\"(,\"), ", "int twice(int number, <const char *why>)"},
			{"twice((1, 2), ", "int twice(int number, <const char *why>)"},
			{"c.strlen(", "size_t strlen(<const char *s>)"},
			{"twice(1, [1, ", "int twice(int number, <const char *why>)"},
			{"pt(1, ", "struct point(int x, <short y>, short z)"},
			{"HALF(", "#define HALF(<x>)"},
			{"load(", "library load(<const char *name>)"},
			{"strlen(\"a\")", ""},
			{"if (", ""},
			{"if (twice(", "int twice(<int number>, const char *why)"},
			{"int f(int a) { return twice(", "int twice(<int number>, const char *why)"},
			{"int f(int a) { ", ""},
			{":dump ", ":dump EXPR [LEN]  hexdump memory"},
			{"no_such_name(", ""},
		} {
			if got := showSignature(a.Signature(test.text, len(test.text))); got != test.want {
				t.Errorf("%q: got %q, want %q", test.text, got, test.want)
			}
		}
	})
}

func showSignature(s editor.Signature) string {
	if s.Params == nil {
		return s.Name
	}
	params := slices.Clone(s.Params)
	if s.Current < len(params) {
		params[s.Current] = "<" + params[s.Current] + ">"
	}
	return s.Name + "(" + strings.Join(params, ", ") + ")"
}

// Every prefix of a text that is being typed must be answered somehow, and
// tokens must be in order.
func FuzzAssistant(f *testing.F) {
	for _, text := range []string{
		"x = twice(1, \"a\"); // note", ":dump l 4", "#include <a.h>", "l->next[0].from.x", "struct { int a:3 } *p; p->",
		"int f(int a) {\n if (a) return 'x';\n}", "((((", "))))", "/* */ /", "\"\\", "$1 + _",
	} {
		f.Add(text)
	}
	process, a := newAssistant(f, setup)
	f.Fuzz(func(t *testing.T, text string) {
		process.Run(func() {
			end := 0
			for _, token := range a.Tokens(text) {
				if token.Start < end || token.End < token.Start || token.End > len(text) {
					t.Errorf("%q: token %v behind %d", text, token, end)
				}
				end = token.End
			}
			for at := range text {
				if c := a.Complete(text, at); c.From > at || c.From < 0 {
					t.Errorf("%q: completion at %d from %d", text, at, c.From)
				}
				a.Signature(text, at)
			}
		})
	})
}

// Completion and signature help in a session with libLLVM and 45,000 symbols.
func BenchmarkLargeLibrary(b *testing.B) {
	const name = "LLVM-15"
	if _, err := objfile.Find(name, objfile.Search{}); err != nil {
		b.Skip(err)
	}
	process, a := newAssistant(b, `L = load("LLVM-15");`)
	for _, text := range []string{"LLVMBuildA", "LLVM", "_ZN4llvm", "", "BuildAdd", "LLVMBuildAdd("} {
		b.Run(text, func(b *testing.B) {
			process.Run(func() {
				for b.Loop() {
					a.Complete(text, len(text))
					a.Signature(text, len(text))
				}
			})
		})
	}
}

// What each key costs in an entry of 200 rows.
func BenchmarkLargeEntry(b *testing.B) {
	text := "int f(int a) {\n" + strings.Repeat("    a = strlen(\"abc\") + 0x10 * a; // note\n", 200)
	assist(b, setup, func(a *assistant) {
		for b.Loop() {
			a.Tokens(text)
			a.Signature(text, len(text))
		}
	})
}
