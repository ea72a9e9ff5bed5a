package cdecl

import (
	"strings"
	"testing"
)

func TestComment(t *testing.T) {
	for _, test := range []struct{ text, name, want string }{
		{"/* Adds. */\nint add(int a,\n        int b);\n", "add", "Adds."},
		{"/**\n * \\brief Adds.\n *\n *   a, b  what\n */\nextern DECLSPEC int CALL\nadd(int);\n", "add", "\\brief Adds.\n\n  a, b  what"},
		{"// One.\n// Two.\nint add(int);", "add", "One.\nTwo."},
		{"int sub(int);\n/*\n     Takes off,\n   as in zlib.h.\n*/\n\n\nint add(int);\n/*\n  Adds.\n*/\n", "sub", "  Takes off,\nas in zlib.h."},
		{"int sub(int);\n/*\n  Takes off.\n*/\n\n\nint add(int);\n/*\n  Adds.\n*/\n", "add", "Adds."},
		{"/*\n** CAPI: both.\n** More.\n*/\nAPI int init(void);\nAPI int end(void);\n", "end", "CAPI: both.\nMore."},
		{"#define ONE 1 /* the first */\n#define TWO 2 /* the second */\n", "TWO", "the second"},
		{"enum e {\n  ONE, /**< the first */\n  TWO  /**< the second */\n};", "ONE", "the first"},
		{"/*\nint add(int a);\n\n  Adds.\n*/\n\nint other(void);\n\n#define add(a) add_((a))\n", "add", "int add(int a);\n\n  Adds."},
		{"/* What a point is. */\ntypedef struct {\n  int x; /* across */\n\n  int y;\n} point;", "point;", "What a point is."},
		{"int x;\n\nint add(int);\n/* Of sub. */\nint sub(int);\n", "add", ""},
		{"char s[] = \"/* no comment */\";\nint add(int);\n", "add", ""},
		{"int add(int);", "add", ""},
		{"/*************\n * Title\n *************/\nint add(int);", "add", "Title"},
	} {
		at := strings.LastIndex(test.text, test.name)
		if test.name == "ONE" || test.name == "sub" {
			at = strings.Index(test.text, test.name)
		}
		if got := Comment(test.text, at, test.name); got != test.want {
			t.Errorf("%q, %s: got %q, want %q", test.text, test.name, got, test.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	for _, test := range []struct{ text, name, want string }{
		{"int x;\n\n/* Adds. */\nstatic int\nadd(int a,\n    int b);\nint y;\n", "add", "static int\nadd(int a,\n    int b);"},
		{"int f(int n)\n{\n  if (n) {\n    return 1; /* } */\n  }\n  return 0;\n}\nint y;\n", "f(", "int f(int n)\n{\n  if (n) {\n    return 1; /* } */\n  }\n  return 0;\n}"},
		{"int f(int n) { return n; }\nf(2)", "f(int", "int f(int n) { return n; }"},
		{"char *url = \"http://x\";\nint y;\n", "url", "char *url = \"http://x\";"},
		{"#define F(x) \\\n  ((x) + 1)\n#define G 2\n", "F(", "#define F(x) \\\n  ((x) + 1)"},
		{"typedef struct p {\n  int x;\n\n  int y;\n} point;\nint y;", "point;", "typedef struct p {\n  int x;\n\n  int y;\n} point;"},
	} {
		if got := Excerpt(test.text, strings.Index(test.text, test.name)); got != test.want {
			t.Errorf("%q, %s: got %q, want %q", test.text, test.name, got, test.want)
		}
	}
}
