package objfile

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// devTree is a small system with files below a root.
func devTree(t *testing.T, files map[string]string) devSearch {
	s := devSearch{
		root:      t.TempDir(),
		pkgConfig: []string{"/usr/lib/pkgconfig", "/usr/share/pkgconfig"},
		include:   []string{"/usr/include"},
	}
	for name, text := range files {
		path := filepath.Join(s.root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if target, ok := strings.CutPrefix(text, "-> "); ok {
			if err := os.Symlink(target, path); err != nil {
				t.Fatal(err)
			}
			continue
		}
		write(t, path, text)
	}
	return s
}

// in is a library with a soname in the tree.
func (s devSearch) library(t *testing.T, path, soname string) *File {
	path = filepath.Join(s.root, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	return open(t, library(t, path, "-Wl,-soname,"+soname))
}

func TestHeadersOfPackage(t *testing.T) {
	s := devTree(t, map[string]string{
		"var/lib/dpkg/info/libother-dev.list": "/usr/lib/libother.so\n/usr/include/other.h\n/usr/lib/libyaml.so.old\n",
		"var/lib/dpkg/info/libyaml-dev:amd64.list": strings.Join([]string{"/.", "/usr/include", "/usr/include/yaml", "/usr/include/yaml/zz_private.h",
			"/usr/include/yaml/aa.h", "/usr/include/yaml/yaml.h", "/usr/include/yaml/classes.h", "/usr/include/yaml/both.h",
			"/usr/include/c++/yaml.h", "/usr/include/gone.h", "/usr/lib/libyaml.so", "/usr/lib/pkgconfig/yaml-0.1.pc", ""}, "\n"),
		"usr/lib/libyaml.so":            "-> libyaml-0.so.2.0.9",
		"usr/include/yaml/aa.h":         "int aa;\n",
		"usr/include/yaml/yaml.h":       "int yaml;\n",
		"usr/include/yaml/zz_private.h": "int zz;\n",
		"usr/include/yaml/classes.h":    "#include <string>\nclass yaml { };\n",
		"usr/include/yaml/both.h":       "#ifdef __cplusplus\nclass both;\n#endif\nint both;\n",
		"usr/include/c++/yaml.h":        "int plus;\n",
		"usr/lib/pkgconfig/yaml-0.1.pc": "prefix=/usr\nincludedir=${prefix}/include\nRequires: dep >= 1.0, none\nLibs: -L/x -lyaml\nCflags: -DX=1 -I${includedir}/yaml # why\n",
		"usr/share/pkgconfig/dep.pc":    "Cflags: -I/usr/include/dep -I/usr/include\nRequires.private: yaml-0.1\n",
	})
	p, ok := s.headers(s.library(t, "usr/lib/libyaml-0.so.2.0.9", "libyaml-0.so.2"))
	got := fmt.Sprint(p.Name, p.Headers, p.Dirs, ok)
	want := "libyaml-dev[yaml.h aa.h both.h zz_private.h] [/usr/include/yaml /usr/include/dep] true"
	want = strings.Replace(want, "dev[", "dev [", 1)
	if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestHeadersGuessed(t *testing.T) {
	s := devTree(t, map[string]string{
		"usr/lib/pkgconfig/sdl9.pc": "Libs: -lSDL9\nCflags: -I/usr/include/SDL9\n",
		"usr/include/SDL9/SDL.h":    "int sdl;\n",
		"usr/include/exact.h":       "int exact;\n",
		"usr/include/foo/foo.h":     "int foo;\n",
		"opt/it/include/libmine.h":  "int mine;\n",
		"home/near.h":               "int near;\n",
		"usr/include/c.h":           "int c;\n",
	})
	for _, tt := range []struct{ path, soname, headers, dirs string }{
		{"usr/lib/libSDL9.so.1", "libSDL9.so.1", "SDL.h", "/usr/include/SDL9"},
		{"usr/lib/libexact.so.1", "libexact.so.1", "exact.h", ""},
		{"usr/lib/libfoo.so", "libfoo.so", "foo/foo.h", ""},
		{"usr/lib/libexact2.so", "libexact2.so", "", ""}, // only similar
		{"opt/it/lib/libmine3.so", "libmine3.so", "libmine.h", "/opt/it/include"},
		{"home/libnear.so", "libnear.so", "near.h", "/home"},
		{"usr/lib/libc.so.6", "libc.so.6", "", ""},
	} {
		p, ok := s.headers(s.library(t, tt.path, tt.soname))
		if strings.Join(p.Headers, " ") != tt.headers || strings.Join(p.Dirs, " ") != tt.dirs || ok != (tt.headers != "") {
			t.Errorf("%s: got %v", tt.path, p)
		}
	}
}

// A header that was guessed leads to the package that owns it, if its link is in
// the library's own; one that the system has under the same name is meant by its path.
func TestHeadersOfOwner(t *testing.T) {
	s := devTree(t, map[string]string{
		"var/lib/dpkg/info/libnss3-dev.list": "/.\n/usr/include/nss/nss.h\n/usr/include/nss/cert.h\n/usr/include/nss/certxx.h\n/usr/lib/pkgconfig/nss.pc\n",
		"usr/lib/pkgconfig/nss.pc":           "Libs: -lnss3\nCflags: -I/usr/include/nss\n",
		"usr/include/nss/nss.h":              "int nss;\n",
		"usr/include/nss/cert.h":             "int cert;\n",
		"usr/include/nss/certxx.h":           "#include <vector>\n",
		"usr/include/nss.h":                  "int glibc;\n",
	})
	p, ok := s.headers(s.library(t, "usr/lib/libnss3.so", "libnss3.so"))
	if got, want := fmt.Sprint(p.Name, p.Headers, ok), "libnss3-dev[/usr/include/nss/nss.h cert.h] true"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Where no header is called like the library, its neighbours tell which is the main one.
func TestMainHeader(t *testing.T) {
	for name, tt := range map[string]struct {
		want    string
		headers map[string]string
	}{
		"suffix":   {"some-fe.h", map[string]string{"some-events.h": "", "some-fe.h": "", "all.h": ""}},
		"umbrella": {"all.h", map[string]string{"a.h": "#include <x/b.h>\n", "all.h": " # include \"a.h\"\n#include <x/b.h>\n", "b.h": "int b;", "c.h": "#include <x/b.h>\n"}},
		"told": {"z.h", map[string]string{"a.h": "#ifndef Z\n# error \"include <x/z.h> instead\"\n#endif\n", "b.h": "#error Only <x/z.h> may be included\n",
			"c.h": "#include <x/a.h>\n#include <x/b.h>\n#include <x/z.h>\n#include <x/d.h>", "d.h": "", "z.h": "int z;"}},
		"centre": {"p.h", map[string]string{"a.h": "#include <x/p.h>\n", "b.h": "#include <x/p.h>\n", "p.h": "#include <x/t.h>\nint parse;\n", "t.h": "#include <x/p.h>\n",
			"d.h": "", "e.h": "", "mytypes.h": "", "f.h": "#include <x/mytypes.h>", "g.h": "#include <x/mytypes.h>", "internal.h": "#include <x/a.h>\n"}},
	} {
		files := map[string]string{}
		list := "/.\n/usr/lib/libsome.so\n"
		for h, text := range tt.headers {
			files["usr/include/x/"+h] = text
			list += "/usr/include/x/" + h + "\n"
		}
		files["var/lib/dpkg/info/libsome-dev.list"] = list
		s := devTree(t, files)
		p, ok := s.headers(s.library(t, "usr/lib/libsome.so", "libsome.so.1"))
		if !ok || p.Headers[0] != "x/"+tt.want || len(p.Headers) != len(tt.headers) {
			t.Errorf("%s: got %v, want x/%s first", name, p.Headers, tt.want)
		}
	}
}

func TestParsePC(t *testing.T) {
	pc := parsePC("x", "/usr/lib/pkgconfig", "a=1\nb=${a}/2\n# c\nRequires: p, q>=1 r >= 2.0 s\nLibs: -l${b} \\\n  -lm\nbroken\nCflags: -I${pcfiledir}/../inc -Irel -I${nothing}\n")
	if got := fmt.Sprint(pc.libs, pc.includes(), pc.requires); got != "[-l1/2 -lm] [/usr/lib/inc] [p q r s]" {
		t.Error(got)
	}
	if !pc.links("m") || pc.links("l") || !slices.Contains(pc.libs, "-lm") {
		t.Error("links")
	}
}
