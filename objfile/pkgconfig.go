package objfile

import (
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// pcFile is a pkg-config file: what a library needs to be compiled with.
type pcFile struct {
	name     string // without .pc
	vars     map[string]string
	libs     []string // the words of Libs
	cflags   []string
	requires []string // names, also the private ones: pkg-config adds their flags
}

// pcLimit is how large such a file may be, in bytes.
const pcLimit = 64 << 10

func (s devSearch) readPC(path string) *pcFile {
	info, err := os.Stat(s.root + path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > pcLimit {
		return nil
	}
	text, err := os.ReadFile(s.root + path)
	if err != nil {
		return nil
	}
	return parsePC(strings.TrimSuffix(filepath.Base(path), ".pc"), filepath.Dir(path), string(text))
}

func parsePC(name, dir, text string) *pcFile {
	pc := &pcFile{name: name, vars: map[string]string{"pcfiledir": dir}}
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", " ")) {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		i := strings.IndexAny(line, "=:")
		if i < 0 {
			continue
		}
		key, value := strings.TrimSpace(line[:i]), pc.expand(strings.TrimSpace(line[i+1:]))
		if line[i] == '=' {
			pc.vars[key] = value
			continue
		}
		switch strings.ToLower(key) {
		case "libs":
			pc.libs = strings.Fields(value)
		case "cflags":
			pc.cflags = strings.Fields(value)
		case "requires", "requires.private":
			pc.requires = append(pc.requires, requiredNames(value)...)
		}
	}
	return pc
}

// expand replaces ${name}; variables are defined before they are used, so
// their values are expanded already.
func (pc *pcFile) expand(s string) string {
	return os.Expand(strings.ReplaceAll(s, "$$", "$"), func(name string) string { return pc.vars[name] })
}

// requiredNames leaves the versions out of "cairo >= 1.14.0, atk>=2".
func requiredNames(value string) []string {
	const operators = "<>=!"
	var names []string
	words := strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
	for i := 0; i < len(words); i++ {
		name, version := words[i], ""
		at := strings.IndexAny(name, operators)
		if at >= 0 {
			name, version = name[:at], strings.TrimLeft(name[at:], operators)
		}
		if name != "" {
			names = append(names, name)
		}
		if at >= 0 && version == "" {
			i++ // it is a word of its own
		}
	}
	return names
}

func (pc *pcFile) links(lib string) bool { return slices.Contains(pc.libs, "-l"+lib) }

// choosePC is the .pc file that links a library, else the first.
func (s devSearch) choosePC(paths []string, lib string) *pcFile {
	var first *pcFile
	for _, path := range paths {
		pc := s.readPC(path)
		if pc == nil {
			continue
		}
		if pc.links(lib) {
			return pc
		}
		if first == nil {
			first = pc
		}
	}
	return first
}

// findPC looks through all .pc files for one that links a library.
func (s devSearch) findPC(lib string) *pcFile {
	for pc := range s.pcFiles() {
		if pc.links(lib) {
			return pc
		}
	}
	return nil
}

// pcFiles yields all .pc files, in the order of the search.
func (s devSearch) pcFiles() iter.Seq[*pcFile] {
	return func(yield func(*pcFile) bool) {
		for _, dir := range s.pkgConfig {
			paths, _ := filepath.Glob(s.root + dir + "/*.pc") // the pattern is well formed
			for _, path := range paths {
				if pc := s.readPC(strings.TrimPrefix(path, s.root)); pc != nil && !yield(pc) {
					return
				}
			}
		}
	}
}

// includeDirs are the directories of -I, of the file and of all that it
// requires, without those that are searched anyway.
func (s devSearch) includeDirs(pc *pcFile) []string {
	var dirs []string
	seen := map[string]bool{pc.name: true}
	for todo := []*pcFile{pc}; len(todo) > 0; todo = todo[1:] {
		for _, dir := range todo[0].includes() {
			if !slices.Contains(dirs, dir) && !slices.Contains(s.include, dir) {
				dirs = append(dirs, dir)
			}
		}
		for _, name := range todo[0].requires {
			if seen[name] {
				continue
			}
			seen[name] = true
			if next := s.pcNamed(name); next != nil {
				todo = append(todo, next)
			}
		}
	}
	return dirs
}

func (pc *pcFile) includes() []string {
	var dirs []string
	for _, word := range pc.cflags {
		if dir, ok := strings.CutPrefix(word, "-I"); ok && filepath.IsAbs(dir) {
			dirs = append(dirs, filepath.Clean(dir))
		}
	}
	return dirs
}

func (s devSearch) pcNamed(name string) *pcFile {
	for _, dir := range s.pkgConfig {
		if pc := s.readPC(filepath.Join(dir, name+".pc")); pc != nil {
			return pc
		}
	}
	return nil
}
