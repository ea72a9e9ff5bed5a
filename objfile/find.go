// Package objfile says what a library file is: where a short name is found,
// what the file exports, what it needs and how it was built. It reads files
// and runs nothing; its errors are typed and know no source positions.
package objfile

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"cshell/diag"
)

// Search says where libraries are looked for. The zero value is the host's
// own search path; tests fill it.
type Search struct {
	Path  []string // LD_LIBRARY_PATH; nil: that of the environment
	Cache string   // "": /etc/ld.so.cache
	Dirs  []string // nil: the loader's default directories
}

// Result is where a name was found.
type Result struct {
	Path   string   `json:"path"`
	Why    string   `json:"why"`
	Tried  []string `json:"tried,omitempty"` // what was looked at before
	Soname string   `json:"-"`               // what the file calls itself; "": nothing
}

var defaultDirs = []string{
	"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu",
	"/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
	"/lib64", "/usr/lib64", "/lib", "/usr/lib",
	"/usr/local/lib/x86_64-linux-gnu", "/usr/local/lib64", "/usr/local/lib",
}

// place is one directory, or the cache. It is read when a search comes to it.
type place struct {
	why   string // "LD_LIBRARY_PATH directory /x"
	files iter.Seq[namedFile]
}

func (p place) empty() bool {
	for range p.files {
		return false
	}
	return true
}

// namedFile is a file by the name under which it is looked for.
type namedFile struct{ name, path string }

// Find finds a library as ld.so does. A name with a slash is a path. A name
// with ".so" in it is a file name; any other is short: libNAME.so.N, the
// highest N of the first place that has one, else libNAME.so, else a file of
// exactly that name (libNAME, with its "lib", is understood too). Files for other
// machines are passed over, linker scripts followed.
//
// The error is a *NotFoundError, or what CheckLoadable says of the file that
// was found.
func Find(name string, s Search) (Result, error) {
	f := &finder{search: s}
	return f.find(name, 0)
}

type finder struct {
	search Search
	places []place
	tried  []string
	failed error // why the first candidate was passed over
}

// scriptDepth is how many linker scripts may name each other.
const scriptDepth = 8

func (f *finder) find(name string, depth int) (Result, error) {
	if depth > scriptDepth {
		return Result{}, &FormatError{name, "is a linker script that never ends"}
	}
	if strings.Contains(name, "/") {
		r, err := f.take(name, "path as given", depth)
		return r, withNearestFile(err)
	}
	if f.places == nil {
		f.places = f.search.listPlaces()
	}
	for _, pattern := range patternsFor(name) {
		for _, p := range f.places {
			if r, ok := f.findIn(p, pattern, depth); ok {
				return r, nil
			}
		}
		f.tried = append(f.tried, pattern.String())
	}
	if f.failed != nil {
		return Result{}, f.failed
	}
	return Result{}, f.notFound(name)
}

// findIn takes the best file of a place that matches and may be loaded.
func (f *finder) findIn(p place, want pattern, depth int) (Result, bool) {
	for _, file := range want.matches(p.files) {
		r, err := f.take(file.path, p.why, depth)
		if err == nil {
			return r, true
		}
		f.tried = append(f.tried, err.Error())
		if _, gone := errors.AsType[*NotFoundError](err); f.failed == nil && !gone { // the cache may be stale
			f.failed = err
		}
	}
	return Result{}, false
}

// take accepts a file, or what the linker script in it names.
func (f *finder) take(path, why string, depth int) (Result, error) {
	soname, err := checkFile(path)
	if err == nil {
		return Result{path, why, slices.Clone(f.tried), soname}, nil
	}
	if _, ok := errors.AsType[*FormatError](err); !ok {
		return Result{}, err
	}
	names, ok := linkerScript(path)
	if !ok {
		return Result{}, err
	}
	for _, n := range names {
		if r, err := f.find(scriptEntry(n, path), depth+1); err == nil {
			r.Why = fmt.Sprintf("named by the linker script %s (%s)", path, why)
			return r, nil
		}
	}
	return Result{}, &FormatError{path, "is a linker script that names no shared library that is here"}
}

// scriptEntry is what to look for: -lNAME is a short name, a file beside the
// script comes before one of the search path.
func scriptEntry(name, script string) string {
	if short, ok := strings.CutPrefix(name, "-l"); ok {
		return short
	}
	beside := filepath.Join(filepath.Dir(script), name)
	if _, err := os.Stat(beside); err == nil && !filepath.IsAbs(name) {
		return beside
	}
	return name
}

// listPlaces lists the places in the order of the search.
func (s Search) listPlaces() []place {
	var places []place
	path := s.Path
	if path == nil {
		path = filepath.SplitList(os.Getenv("LD_LIBRARY_PATH"))
	}
	for _, dir := range path {
		if dir == "" {
			dir = "." // as ld.so has it
		}
		places = append(places, listDir(dir, "LD_LIBRARY_PATH directory "+dir))
	}
	places = append(places, s.listCache())
	for _, dir := range s.dirs() {
		places = append(places, listDir(dir, "default directory "+dir))
	}
	return places
}

func (s Search) dirs() []string {
	if s.Dirs != nil {
		return s.Dirs
	}
	return defaultDirs
}

func (s Search) listCache() place {
	path := s.Cache
	if path == "" {
		path = "/etc/ld.so.cache"
	}
	read := sync.OnceValue(func() string { return readCache(path) })
	return place{path, func(yield func(namedFile) bool) {
		cacheFiles(read(), cacheFlags[hostMachine()])(yield)
	}}
}

func listDir(dir, why string) place {
	list := sync.OnceValue(func() []namedFile { return filesIn(dir) })
	return place{why, func(yield func(namedFile) bool) { slices.Values(list())(yield) }}
}

// filesIn lists the files of a directory; the paths always have a slash.
func filesIn(dir string) (files []namedFile) {
	entries, _ := os.ReadDir(dir) // a directory that is not there offers nothing
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		path := filepath.Join(dir, e.Name())
		if !strings.Contains(path, "/") {
			path = "./" + path
		}
		files = append(files, namedFile{e.Name(), path})
	}
	return files
}

// pattern is what a name may be called on disk.
type pattern struct {
	file      string
	versioned bool // with a version behind it
}

// String is how errors show it: libz.so.N.
func (p pattern) String() string {
	if p.versioned {
		return p.file + ".N"
	}
	return p.file
}

func (p pattern) fits(name string) bool {
	version, begins := strings.CutPrefix(name, p.file)
	if !begins || !p.versioned {
		return begins && version == ""
	}
	return len(version) > 1 && version[0] == '.' && strings.Trim(version, "0123456789.") == ""
}

// patternsFor gives what to look for, best first.
func patternsFor(name string) []pattern {
	if strings.Contains(name, ".so") {
		return []pattern{{file: name}}
	}
	lib := "lib" + name + ".so"
	patterns := []pattern{{lib, true}, {lib, false}, {name, false}}
	if strings.HasPrefix(name, "lib") {
		patterns = append(patterns, pattern{name + ".so", true}, pattern{name + ".so", false})
	}
	return patterns
}

// matches lists the files that fit: the highest major version first, of one
// version the shortest name, which is the soname; of one name the first, as in
// ld.so.
func (p pattern) matches(files iter.Seq[namedFile]) (fitting []namedFile) {
	for f := range files {
		if p.fits(f.name) {
			fitting = append(fitting, f)
		}
	}
	slices.SortStableFunc(fitting, func(a, b namedFile) int {
		va, vb := versionOf(a.name), versionOf(b.name)
		if va[0] != vb[0] {
			return vb[0] - va[0]
		}
		if len(va) != len(vb) {
			return len(va) - len(vb)
		}
		return slices.Compare(vb, va)
	})
	return fitting
}

// versionOf is the numbers behind ".so."; {-1} where there are none.
func versionOf(file string) []int {
	_, digits, ok := strings.Cut(file, ".so.")
	if !ok {
		return []int{-1}
	}
	var version []int
	for part := range strings.SplitSeq(digits, ".") {
		n, _ := strconv.Atoi(part)
		version = append(version, n)
	}
	return version
}

func (f *finder) notFound(name string) error {
	e := &NotFoundError{Name: name, Tried: f.whatWasTried(name)}
	if _, err := os.Stat(name); err == nil {
		e.Nearest = "./" + name
		return e
	}
	e.Nearest = diag.Nearest(name, f.similarNames(name))
	return e
}

// whatWasTried words the search: the file names, then the places.
func (f *finder) whatWasTried(name string) []string {
	var texts []string
	for _, p := range patternsFor(name) {
		texts = append(texts, p.String())
	}
	tried := []string{strings.Join(texts, ", ") + " in"}
	for i, p := range f.places {
		where := strings.TrimPrefix(p.why, "default directory ")
		if i == 0 {
			where, tried = tried[0]+" "+where, nil
		}
		if i == 0 || !p.empty() {
			tried = append(tried, where)
		}
	}
	return tried
}

// similarNames yields the names by which the files there are could be loaded:
// file names where a file name was asked for, else short names.
func (f *finder) similarNames(name string) iter.Seq[string] {
	names := map[string]bool{}
	for _, p := range f.places {
		for f := range p.files {
			if !strings.Contains(name, ".so") {
				f.name = ShortName(f.name)
			}
			names[f.name] = true
		}
	}
	return slices.Values(slices.Sorted(maps.Keys(names)))
}

// ShortName is the name without "lib" and ".so…": the short name of
// /usr/lib/libz.so.1 is z.
func ShortName(path string) string {
	base := filepath.Base(path)
	stem, _, isLib := strings.Cut(base, ".so")
	if isLib {
		stem = strings.TrimPrefix(stem, "lib")
	}
	if stem == "" {
		return base
	}
	return stem
}

// withNearestFile adds the most similar name in the directory of a path that
// does not exist.
func withNearestFile(err error) error {
	e, ok := errors.AsType[*NotFoundError](err)
	if !ok || e.Nearest != "" {
		return err
	}
	dir, base := filepath.Split(e.Name)
	var names []string // os.ReadDir has sorted them
	for _, f := range filesIn(filepath.Clean(dir)) {
		names = append(names, f.name)
	}
	if near := diag.Nearest(base, slices.Values(names)); near != "" {
		e.Nearest = dir + near
	}
	return e
}
