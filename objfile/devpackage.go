package objfile

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// DevPackage is what declares a library.
type DevPackage struct {
	Name    string   // of the package, or of the .pc file; "" where headers were guessed
	Headers []string // as #include <…> names them, the main header first
	Dirs    []string // to search for them before the system's directories
	Before  []string // directives without which they hide some of what the library has
}

// Headers finds the headers that declare a library: those of the Debian
// package which owns the link for the linker, else what a .pc file or the
// library's name suggests. Files are read, no program runs.
//
// The C library has none here: what its package brings is not to be included
// as a whole, and the prelude knows it.
func Headers(lib *File) (DevPackage, bool) {
	return hostDev().headers(lib)
}

// devSearch says where packages and headers are; tests put a directory before
// everything.
type devSearch struct {
	root      string
	pkgConfig []string
	include   []string
}

func hostDev() devSearch {
	var s devSearch
	for _, dir := range filepath.SplitList(os.Getenv("PKG_CONFIG_PATH")) {
		if filepath.IsAbs(dir) {
			s.pkgConfig = append(s.pkgConfig, dir)
		}
	}
	for _, dir := range []string{"/usr/local/lib", "/usr/lib/" + triplet(), "/usr/lib64", "/usr/lib", "/usr/local/share", "/usr/share"} {
		s.pkgConfig = append(s.pkgConfig, dir+"/pkgconfig")
	}
	s.include = []string{"/usr/local/include", "/usr/include/" + triplet(), "/usr/include"}
	return s
}

func triplet() string {
	if runtime.GOARCH == "arm64" {
		return "aarch64-linux-gnu"
	}
	return "x86_64-linux-gnu"
}

func (s devSearch) headers(lib *File) (DevPackage, bool) {
	name, _, _ := strings.Cut(lib.Soname, ".so")
	if name == "libc" || name == "libm" {
		return DevPackage{}, false
	}
	links := s.devLinks(lib, nil)
	p, ok := s.fromPackage(links)
	if !ok {
		if more := otherLinks(lib); len(more) > 0 {
			links = s.devLinks(lib, more)
			p, ok = s.fromPackage(links)
		}
	}
	if !ok {
		p, ok = s.guess(lib, links)
	}
	p.Before = revealingFor(links)
	return p, ok
}

// revealing are directives without which headers hide what the library exports
// all the same, by the name for the linker: deprecated functions, those that may
// change, extensions, what was built in.
var revealing = map[string][]string{
	"EGL":      {"#define EGL_EGLEXT_PROTOTYPES 1"},
	"GL":       {"#define GL_GLEXT_PROTOTYPES 1"},
	"GLX":      {"#define GLX_GLXEXT_PROTOTYPES 1"},
	"OpenGL":   {"#define GL_GLEXT_PROTOTYPES 1"},
	"Xext":     {"#include <X11/Xlib.h>"},
	"expat":    {"#define XML_DTD 1", "#define XML_GE 1"},
	"glib-2.0": {"#define G_STDIO_WRAP_ON_UNIX 1"},
	"ldap":     {"#define LDAP_DEPRECATED 1"},
	"p11-kit":  {"#define P11_KIT_FUTURE_UNSTABLE_API 1"},
	"pcre2-16": {"#define PCRE2_CODE_UNIT_WIDTH 16"},
	"pcre2-32": {"#define PCRE2_CODE_UNIT_WIDTH 32"},
	"pcre2-8":  {"#define PCRE2_CODE_UNIT_WIDTH 8"},
	"sqlite3":  {"#define SQLITE_ENABLE_NORMALIZE 1", "#define SQLITE_ENABLE_PREUPDATE_HOOK 1", "#define SQLITE_ENABLE_SESSION 1"},
	"zstd":     {"#define ZSTD_STATIC_LINKING_ONLY 1", "#define ZDICT_STATIC_LINKING_ONLY 1"},
}

func revealingFor(links []devLink) []string {
	for _, l := range links {
		if directives := revealing[l.name]; directives != nil {
			return directives
		}
	}
	return nil
}

// devLink is a path that the linker would take for -lNAME.
type devLink struct {
	path string
	name string
}

// devLinks are the links for the linker that lead to a library: the soname
// without its version, and others.
func (s devSearch) devLinks(lib *File, others []string) []devLink {
	real := realPath(lib)
	var names []string
	for _, file := range []string{lib.Soname, filepath.Base(real)} {
		if stem, _, ok := strings.Cut(file, ".so"); ok {
			names = append(names, stem+".so")
		}
	}
	var links []devLink
	for _, name := range append(names, others...) {
		for _, dir := range sameDirs(strings.TrimPrefix(filepath.Dir(real), s.root)) {
			l := devLink{filepath.Join(dir, name), strings.TrimSuffix(strings.TrimPrefix(name, "lib"), ".so")}
			if !slices.Contains(links, l) {
				links = append(links, l)
			}
		}
	}
	return links
}

// otherLinks are the links in a library's directory that point to it and are
// called otherwise: libyaml.so to libyaml-0.so.2.
func otherLinks(lib *File) []string {
	real := realPath(lib)
	return linksTo(filepath.Dir(real), filepath.Base(real), lib.Soname)
}

// realPath is the path of a library without links.
func realPath(lib *File) string {
	if real, err := filepath.EvalSymlinks(lib.Path); err == nil {
		return real
	}
	return lib.Path
}

// sameDirs are the names of one directory where /lib is a link to /usr/lib.
func sameDirs(dir string) []string {
	if short, ok := strings.CutPrefix(dir, "/usr/lib"); ok {
		return []string{dir, "/lib" + short}
	}
	if strings.HasPrefix(dir, "/lib") {
		return []string{"/usr" + dir, dir}
	}
	return []string{dir}
}

// linksTo lists the links *.so in dir to one of the given files there.
func linksTo(dir string, files ...string) []string {
	var names []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.Type()&os.ModeSymlink == 0 || !strings.HasSuffix(e.Name(), ".so") {
			continue
		}
		if target, err := os.Readlink(filepath.Join(dir, e.Name())); err == nil && slices.Contains(files, target) {
			names = append(names, e.Name())
		}
	}
	return names
}

// fromPackage asks dpkg's lists of files who owns one of the links, or files.
func (s devSearch) fromPackage(links []devLink) (DevPackage, bool) {
	if len(links) == 0 {
		return DevPackage{}, false
	}
	lists := s.packageLists()
	likelyFirst(lists, links[0].name)
	for _, list := range lists {
		files, err := os.ReadFile(list)
		if err != nil {
			continue
		}
		for _, l := range links {
			if !bytes.Contains(files, []byte("\n"+l.path+"\n")) {
				continue
			}
			if p, ok := s.packageOf(packageName(list), strings.Split(string(files), "\n"), l.name); ok {
				return p, true
			}
		}
	}
	return DevPackage{}, false
}

// packageLists are dpkg's lists of files of all packages to develop with, by
// their names. Its directory has many other files, so that they are sorted last.
func (s devSearch) packageLists() []string {
	const info = "/var/lib/dpkg/info"
	dir, err := os.Open(s.root + info)
	if err != nil {
		return nil
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1)
	var lists []string
	for _, name := range names {
		if strings.HasSuffix(name, ".list") && strings.Contains(name, "-dev") {
			lists = append(lists, filepath.Join(s.root+info, name))
		}
	}
	slices.Sort(lists)
	return lists
}

// likelyFirst sorts the lists of packages that are called like the library to
// the front.
func likelyFirst(lists []string, name string) {
	name = plainName(name)
	slices.SortStableFunc(lists, func(a, b string) int {
		return cmp.Compare(unlikely(a, name), unlikely(b, name))
	})
}

func unlikely(list, name string) int {
	if strings.HasPrefix(plainName(packageName(list)), name) {
		return 0
	}
	return 1
}

// packageName is zlib1g-dev for …/zlib1g-dev:amd64.list.
func packageName(list string) string {
	name, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(list), ".list"), ":")
	return name
}

// packageOf sorts the files of a package.
func (s devSearch) packageOf(pkg string, files []string, lib string) (DevPackage, bool) {
	var headers, pcs []string
	for _, f := range files {
		switch {
		case strings.HasSuffix(f, ".h") && strings.Contains(f, "/include/"):
			headers = append(headers, f)
		case strings.HasSuffix(f, ".pc"):
			pcs = append(pcs, f)
		}
	}
	p := DevPackage{Name: pkg}
	pc := s.choosePC(pcs, lib)
	if pc != nil {
		p.Dirs = s.includeDirs(pc)
	}
	p.Headers = s.usable(headers, p.Dirs)
	s.sortHeaders(p, mainNames(lib, pc, pkg))
	return p, len(p.Headers) > 0
}

// usable names the headers as an #include would, without those that are not
// for C programs.
func (s devSearch) usable(paths, dirs []string) []string {
	var names []string
	seen := map[string]bool{}
	for _, path := range paths {
		name, ok := s.includeName(path, dirs)
		if !ok || seen[name] || s.isCPlusPlus(path) {
			continue
		}
		seen[name] = true
		if s.isShadowed(name, path) {
			name = path
		}
		names = append(names, name)
	}
	return names
}

// isShadowed says whether #include <name> finds another file in the system's
// directories than path: glibc has an nss.h too.
func (s devSearch) isShadowed(name, path string) bool {
	for _, dir := range s.include {
		if found, err := os.Stat(filepath.Join(s.root+dir, name)); err == nil {
			wanted, err := os.Stat(s.root + path)
			return err == nil && !os.SameFile(found, wanted)
		}
	}
	return false
}

// includeName is the path below the innermost directory that is searched.
func (s devSearch) includeName(path string, dirs []string) (string, bool) {
	best := ""
	for _, dir := range slices.Concat(dirs, s.include) {
		if strings.HasPrefix(path, dir+"/") && len(dir) > len(best) {
			best = dir
		}
	}
	return strings.TrimPrefix(path, best+"/"), best != ""
}

// isInternal says whether a header is, by its name, not for every user. It
// may still be for some: xpathInternals.h declares what libxml2 exports.
func isInternal(name string) bool {
	lower := strings.ToLower(name)
	return strings.Contains(lower, "private") || strings.Contains(lower, "internal") || strings.HasSuffix(lower, "_generated.h")
}

// cPlusPlusLimit is how much of a header is looked at, in bytes.
const cPlusPlusLimit = 64 << 10

// isCPlusPlus says whether a header is for C++ only: it declares classes and
// does not ask whether it is read as C++.
func (s devSearch) isCPlusPlus(path string) bool {
	if strings.Contains(path, "++") || strings.HasSuffix(path, "xx.h") {
		return true
	}
	text, err := os.ReadFile(s.root + path)
	if err != nil {
		return true // there is nothing to include
	}
	text = text[:min(len(text), cPlusPlusLimit)]
	for _, word := range []string{"\nclass ", "\ntemplate", "\nnamespace ", "\n#include <iostream"} {
		if bytes.Contains(text, []byte(word)) {
			return !bytes.Contains(text, []byte("__cplusplus"))
		}
	}
	return bytes.Contains(text, []byte("__cplusplus\n#error")) || bytes.Contains(text, []byte("__cplusplus\n# error"))
}

// mainNames are what the main header may be called, best first: z and zlib for
// libz, ssl, xlib for libX11, then after the .pc file and the package.
func mainNames(lib string, pc *pcFile, pkg string) []string {
	names := []string{strings.ToLower(lib), plainName(lib), plainName(lib) + "lib"}
	if pc != nil {
		names = append(names, plainName(pc.name))
	}
	return append(names, plainName(pkg))
}

// plainName leaves out what names of libraries and packages add: gtk for
// gtk+-3.0, png for libpng16, zlib for zlib1g-dev.
func plainName(name string) string {
	name = strings.TrimSuffix(strings.ToLower(name), "-dev")
	if len(name) > 3 {
		name = strings.TrimPrefix(name, "lib")
	}
	if i := strings.IndexAny(name, "0123456789+-_."); i > 0 {
		name = name[:i]
	}
	return name
}

// guess is for libraries that no package brought: a .pc file that links the
// library tells its directory, and the header is called like the library. In
// the system's directories the name must be the same, elsewhere similar: next
// to the library, or in its include directory.
func (s devSearch) guess(lib *File, links []devLink) (DevPackage, bool) {
	dir := strings.TrimPrefix(filepath.Dir(lib.Path), s.root)
	for _, l := range links {
		p := DevPackage{}
		pc := s.findPC(l.name)
		if pc != nil {
			p.Name, p.Dirs = pc.name, s.includeDirs(pc)
		}
		names := mainNames(l.name, pc, l.name)
		for _, d := range append(slices.Clone(p.Dirs), filepath.Join(dir, "../include"), dir) {
			if slices.Contains(s.include, d) {
				continue
			}
			if h, ok := s.headerCalled(d, names); ok {
				return s.allOf(s.withHeader(p, d, h), filepath.Join(d, h), l.name), true
			}
		}
		for _, d := range s.include {
			if h, ok := s.headerCalled(d, names[:1]); ok {
				return s.withHeader(p, d, h), true
			}
		}
	}
	return DevPackage{}, false
}

// allOf is the package that owns a header which was guessed; p where there is
// none: a distribution may leave the library's link to the library's own package.
func (s devSearch) allOf(p DevPackage, header, lib string) DevPackage {
	if owner, ok := s.fromPackage([]devLink{{header, lib}}); ok {
		return owner
	}
	return p
}

// withHeader is p with a header in a directory.
func (s devSearch) withHeader(p DevPackage, dir, header string) DevPackage {
	p.Headers = []string{header}
	if !slices.Contains(p.Dirs, dir) && !slices.Contains(s.include, dir) {
		p.Dirs = append(p.Dirs, dir)
	}
	return p
}

// headerCalled finds NAME.h, libNAME.h or NAME/NAME.h in a directory, in upper
// or lower case.
func (s devSearch) headerCalled(dir string, names []string) (string, bool) {
	entries, _ := os.ReadDir(s.root + dir)
	for _, name := range names {
		for _, e := range entries {
			switch file := strings.ToLower(e.Name()); {
			case !e.IsDir() && (file == name+".h" || file == "lib"+name+".h"):
				return e.Name(), true
			case e.IsDir() && file == name:
				if h, ok := s.fileCalled(filepath.Join(dir, e.Name()), name+".h"); ok {
					return filepath.Join(e.Name(), h), true
				}
			}
		}
	}
	return "", false
}

// fileCalled finds a file by its name in lower case.
func (s devSearch) fileCalled(dir, name string) (string, bool) {
	entries, _ := os.ReadDir(s.root + dir)
	for _, e := range entries {
		if !e.IsDir() && strings.ToLower(e.Name()) == name {
			return e.Name(), true
		}
	}
	return "", false
}
