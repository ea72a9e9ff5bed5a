package objfile

import (
	"bytes"
	"debug/elf"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// keepAll has every index kept, in a directory of its own.
func keepAll(t testing.TB) (dir string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", home)
	before := cacheWorth
	cacheWorth = 0
	t.Cleanup(func() { cacheWorth = before })
	return filepath.Join(home, "cshell", "dwarf")
}

// everything is what debug information says of all its names, in C.
func everything(t *testing.T, d *Debug) map[string]DebugEntry {
	t.Helper()
	all := map[string]DebugEntry{}
	for _, name := range slices.Collect(d.Names()) {
		for kind, lookup := range map[string]func(string) (DebugEntry, error){
			"function": d.Function, "variable": d.Variable, "typedef": d.Typedef, "constant": d.Constant,
		} {
			if e, err := lookup(name); err == nil {
				all[kind+" "+name] = e
			}
		}
	}
	for tag := range d.index.tags {
		if e, err := d.Tag(tag.kind, tag.tag); err == nil {
			all[tag.kind+" "+tag.tag] = e
		}
	}
	return all
}

// sameAnswers compares what two say.
func sameAnswers(t *testing.T, got, want map[string]DebugEntry) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Errorf("%d names, want %d", len(got), len(want))
	}
	for name, w := range want {
		g := got[name]
		if g.Type == nil || g.Type.String() != w.Type.String() || g.Type.Size() != w.Type.Size() ||
			g.File != w.File || g.Line != w.Line || !reflect.DeepEqual(g.Value.String(), w.Value.String()) {
			t.Errorf("%s: got %v, want %v", name, g, w)
		}
	}
}

// A kept index gives the answers of the one that was built, without reading
// entries for a name that is not there.
func TestKeptIndex(t *testing.T) {
	for name, flags := range debugFlags {
		t.Run(name, func(t *testing.T) {
			dir := keepAll(t)
			path := debugLibrary(t, flags...)
			built := openDebug(t, path)
			want := everything(t, built)
			if built.splits != nil {
				t.Skip("what lies in .dwo files is not kept")
			}
			file := filepath.Join(dir, open(t, path).BuildID)
			info, err := os.Stat(file)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Fatalf("%v, %v", info, err)
			}
			kept := openDebug(t, path)
			if _, err := kept.Function("nothing_of_this_name"); err == nil || kept.main.data != nil {
				t.Errorf("entries were read: %v", err)
			}
			sameAnswers(t, everything(t, kept), want)
		})
	}
}

// A .dwo file that is missing, or of another build, is an error that names it.
func TestMissingSplit(t *testing.T) {
	for _, version := range []string{"-gdwarf-4", "-gdwarf-5"} {
		path := debugLibrary(t, version, "-gsplit-dwarf", noAtomic)
		dwo, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.dwo"))
		if len(dwo) != 1 {
			t.Fatalf("gcc made %v", dwo)
		}
		other := debugLibrary(t, version, "-gsplit-dwarf", noAtomic, "-O2", "-DOTHER")
		others, _ := filepath.Glob(filepath.Join(filepath.Dir(other), "*.dwo"))
		write(t, dwo[0], string(read(t, others[0])))
		for _, what := range []string{"another build's", "missing"} {
			err := openDebug(t, path).Index()
			if err == nil || !strings.Contains(err.Error(), "has its debug information in") {
				t.Errorf("%s, %s: %v", version, what, err)
			}
			os.Remove(dwo[0])
		}
	}
}

// What cannot be used is built anew and written anew.
func TestUselessCache(t *testing.T) {
	path := debugLibrary(t, "-gdwarf-5")
	id := open(t, path).BuildID
	for name, spoil := range map[string]func(t *testing.T, file string){
		"damaged": func(t *testing.T, file string) {
			data := read(t, file)
			data[len(data)/2] ^= 1
			write(t, file, string(data))
		},
		"cut":       func(t *testing.T, file string) { data := read(t, file); write(t, file, string(data[:len(data)/2])) },
		"empty":     func(t *testing.T, file string) { write(t, file, "") },
		"foreign":   func(t *testing.T, file string) { write(t, file, "#!/bin/sh\n") },
		"directory": func(t *testing.T, file string) { os.Remove(file); os.Mkdir(file, 0o700) },
		"no index":  func(t *testing.T, file string) { write(t, file, string(seal(nil, newDebugCache(open(t, path)).key))) },
		"other file": func(t *testing.T, _ string) {
			other := time.Now().Add(time.Hour)
			os.Chtimes(path, other, other)
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(keepAll(t), id)
			want := everything(t, openDebug(t, path))
			spoil(t, file)
			d := openDebug(t, path)
			if d.indexed {
				t.Error("it was used")
			}
			sameAnswers(t, everything(t, d), want)
			if again := openDebug(t, path); again.indexed == (name == "directory") {
				t.Errorf("written anew: %v", again.indexed)
			}
		})
	}
}

// Without a place to write to there is no cache, and nothing is wrong.
func TestNoCache(t *testing.T) {
	path := debugLibrary(t, "-gdwarf-5")
	for name, home := range map[string]string{"none": "", "relative": "cache", "a file": path, "missing": "/proc/nothing"} {
		t.Run(name, func(t *testing.T) {
			keepAll(t)
			t.Setenv("XDG_CACHE_HOME", home)
			t.Setenv("HOME", "")
			if len(everything(t, openDebug(t, path))) == 0 {
				t.Error("nothing is known")
			}
		})
	}
	keepAll(t)
	without := debugLibrary(t, "-Wl,--build-id=none", "-g")
	if d := openDebug(t, without); d.cache.path != "" {
		t.Errorf("a library without a build id has the cache %s", d.cache.path)
	}
}

// What is used stays.
func TestTrimCache(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"oldest", "old", "new"} {
		write(t, filepath.Join(dir, name), "0123456789")
		at := time.Now().Add(time.Duration(i-5) * time.Hour)
		os.Chtimes(filepath.Join(dir, name), at, at)
	}
	trimCache(dir, 20)
	entries, _ := os.ReadDir(dir)
	if len(entries) != 2 || entries[0].Name() != "new" || entries[1].Name() != "old" {
		t.Errorf("left: %v", entries)
	}
}

// FuzzIndexCache reads indexes that were never written, and asks what they
// lead to.
func FuzzIndexCache(f *testing.F) {
	data, symbols, _ := debugSample(f, "-gdwarf-5")
	load := func() *Debug {
		e, err := elf.NewFile(bytes.NewReader(data))
		if err != nil {
			f.Fatal(err)
		}
		d := &Debug{Path: "sample.so"}
		d.setUp(symbols)
		d.loadFrom(e)
		return d
	}
	d := load()
	if err := d.Index(); err != nil {
		f.Fatal(err)
	}
	f.Add(d.encode())
	f.Add([]byte{1, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, index []byte) {
		from := load()
		kept := &Debug{Path: "sample.so"}
		kept.setUp(symbols)
		if !kept.decode(index) {
			return
		}
		for _, in := range kept.parts() {
			if in != nil {
				in.data, in.load = from.main.data, nil
			}
		}
		for name := range kept.Names() {
			for _, lookup := range []func(string) (DebugEntry, error){kept.Function, kept.Variable, kept.Typedef, kept.Constant} {
				_, err := lookup(name)
				checkTyped(t, err)
			}
		}
	})
}
