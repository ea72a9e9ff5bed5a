package cdecl

import (
	"testing"

	"cshell/diag"
)

// FuzzPreprocess reads # lines of any kind. Inline functions come out as text.
func FuzzPreprocess(f *testing.F) {
	for _, text := range []string{
		"#if defined(A) && (B + 1 > 2) || !__has_include(<stdint.h>)\nint a;\n#elif 1\nint b;\n#else\nint c;\n#endif\n",
		"#ifndef G\n#define G\n#define F(x, ...) x ## y #x __VA_ARGS__ __VA_OPT__(z)\nF(1, 2, F(3))\n#undef F\n#endif\n",
		"#include <stddef.h>\n#include \"nosuch.h\"\n#include_next <limits.h>\n#define H <stdint.h>\n#include H\n",
		"#pragma pack(push, 1)\n_Pragma(\"once\") struct s { char c; int i; };\n#pragma pack(pop)\n",
		"#define A B B\n#define B A A\nA;\n#line 7 \"x.c\"\n# 8 \"y.c\" 3\n#error e\n#warning w\n",
		"#define GET(n) static inline int get_##n(void) { return n; }\nGET(1)\nstatic inline int f(int x)\n{\n#if 1\n return x;\n#endif\n}\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table := NewTable()
		table.Macros.Under = Predefined()
		table.Headers = &Headers{Dirs: []string{ownDir}, files: map[string]*header{}}
		for _, err := range table.Read(&diag.Source{Name: "fuzz", Text: text, First: 1}) {
			_ = err.Render()
		}
		for name := range table.Names() {
			if d, _ := table.Lookup(name); d.Inline {
				table.Define(d)
			}
		}
	})
}
