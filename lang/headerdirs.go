package lang

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cshell/cdecl"
	"cshell/diag"
	"cshell/objfile"
)

// HeaderDirs are the directories that #include looks in.
func (s *Session) HeaderDirs() []string {
	if h := s.headers.Headers; h != nil {
		return h.Searched()
	}
	return cdecl.NewHeaders(s.cfg.IncludeDirs).Searched()
}

// IncludeDirs are the directories that come before the system's: those of -I.
func (s *Session) IncludeDirs() []string { return s.cfg.IncludeDirs }

// SetIncludeDirs changes them.
func (s *Session) SetIncludeDirs(dirs []string) {
	s.finishReading() // with a search of its own, which would not know of this
	s.cfg.IncludeDirs = dirs
	if s.headers.Headers != nil {
		s.headers.Headers.SetFirst(dirs)
	}
}

// hintHeader says in an error for a header that was not found what to do about it,
// if that can be seen: which directory is missing, else what the header is called
// in full or correctly.
func (s *Session) hintHeader(e *diag.Error) {
	missing, ok := errors.AsType[*cdecl.HeaderNotFoundError](e)
	if !ok {
		return
	}
	if dirs := s.dirsFor(missing.Name); len(dirs) > 0 {
		option := "-I " + dirs[0]
		if len(dirs) > 1 {
			option = "-I for each of these"
		}
		e.WithHint("it is in %s: `:set include %s`, or start with %s",
			dirs[0], strings.Join(slices.Concat(s.cfg.IncludeDirs, dirs), ":"), option)
		return
	}
	switch names := s.headersLike(missing.Name); {
	case len(names) == 1:
		e.WithHint("try '#include <%s>'", names[0])
	case len(names) > 1:
		e.WithHint("there are <%s>", strings.Join(names, ">, <"))
	}
}

// dirsFor are the directories that a header needs and that are not searched: what
// a pkg-config file says, else, for libxml/parser.h, the one in which a libxml lies.
func (s *Session) dirsFor(header string) []string {
	searched := s.HeaderDirs()
	dirs := objfile.IncludeDirs(header)
	if dirs == nil && strings.Contains(header, "/") {
		dirs = oneBelow(searched, header)
		dirs = dirs[:min(len(dirs), 1)]
	}
	return slices.DeleteFunc(dirs, func(dir string) bool { return slices.Contains(searched, dir) })
}

// headersLike are the headers that may be meant by a name without its directory
// (curl/curl.h by curl.h), else the nearest one in the directory that is named.
func (s *Session) headersLike(header string) []string {
	searched := s.HeaderDirs()
	if below := oneBelow(searched, header); len(below) > 0 {
		for i, dir := range below {
			below[i] = filepath.Base(dir) + "/" + header
		}
		return below
	}
	within, base := filepath.Split(header)
	stems := func(yield func(string) bool) {
		for _, dir := range searched {
			entries, _ := os.ReadDir(filepath.Join(dir, within))
			for _, e := range entries {
				if stem, ok := strings.CutSuffix(e.Name(), ".h"); ok && !yield(stem) {
					return
				}
			}
		}
	}
	if near := diag.Nearest(strings.TrimSuffix(base, ".h"), stems); near != "" {
		return []string{within + near + ".h"}
	}
	return nil
}

// oneBelow are the directories one step below others in which a header lies.
func oneBelow(dirs []string, header string) []string {
	var found []string
	for _, dir := range dirs {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			below := filepath.Join(dir, e.Name())
			if info, err := os.Stat(filepath.Join(below, header)); err == nil && info.Mode().IsRegular() {
				found = append(found, below)
			}
		}
	}
	return found
}
