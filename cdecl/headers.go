package cdecl

import (
	"embed"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"cshell/diag"
)

// The headers that come with a compiler, not with libc, written for cshell so
// that none need be installed.
//
//go:embed headers
var own embed.FS

// predefined are the macros that gcc defines by itself here, as facts of the
// platform.
//
//go:embed predefined_linux_amd64.h
var predefined string

// predefinedName is how the predefined macros' text is called in places.
const predefinedName = "<predefined>"

// ownDir is how the embedded headers' directory is called in places.
const ownDir = "<cshell>"

// Headers finds and keeps header files. It serves one goroutine.
type Headers struct {
	// Dirs are searched in this order, behind the directory of the including
	// file for "x.h".
	Dirs []string

	first int // how many of Dirs are before the system's by the user's wish: -I

	files  map[string]*header // by path; nil: not there
	buffer [32 << 10]byte     // for reading one
}

// header is a file that was found.
type header struct {
	source *diag.Source
	dir    string // where the search found it; "" for a path
	guard  string
	once   bool
	read   bool
}

// SystemDirs is where gcc looks for headers on this machine, without its own
// directory, which the embedded headers stand for.
func SystemDirs() []string {
	triplet := map[string]string{"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}[runtime.GOARCH]
	return []string{"/usr/local/include", "/usr/include/" + triplet, "/usr/include"}
}

// NewHeaders searches the given directories, those of CPATH, the embedded
// headers and the system's directories.
func NewHeaders(dirs []string) *Headers {
	h := &Headers{Dirs: append([]string(nil), dirs...), first: len(dirs), files: map[string]*header{}}
	for _, d := range filepath.SplitList(os.Getenv("CPATH")) {
		if d != "" {
			h.Dirs = append(h.Dirs, d)
		}
	}
	h.Dirs = append(append(h.Dirs, ownDir), SystemDirs()...)
	return h
}

// SetFirst puts directories in the place of those that NewHeaders was given.
func (h *Headers) SetFirst(dirs []string) {
	h.Dirs = append(append([]string(nil), dirs...), h.Dirs[h.first:]...)
	h.first = len(dirs)
}

// AddDirs appends directories to the search order, each once.
func (h *Headers) AddDirs(dirs []string) {
	for _, d := range dirs {
		if h.dirOf(d) < 0 {
			h.Dirs = append(h.Dirs, d)
		}
	}
}

// Exists says whether <name> would be found.
func (h *Headers) Exists(name string) bool {
	_, err := h.find(name, true, nil, false)
	return err == nil
}

// Has says whether a source is a header that was read, or what gcc predefines.
// It may be called on nil.
func (h *Headers) Has(src *diag.Source) bool {
	if h == nil {
		return false
	}
	found := h.files[src.Name]
	return found != nil && found.source == src || src.Name == predefinedName
}

// find looks a header up: next to the including file if it was named in
// quotes, then in the search order; behind the including file's directory for
// #include_next.
func (h *Headers) find(name string, angled bool, from *header, next bool) (*header, *diag.Error) {
	if filepath.IsAbs(name) {
		if found := h.open(name, ""); found != nil {
			return found, nil
		}
		return nil, diag.Errorf(diag.Span{}, diag.Load, "there is no header %s", name)
	}
	start := 0
	if next {
		start = h.dirOf(from.dir) + 1
	} else if !angled {
		dir := filepath.Dir(from.source.Name)
		if found := h.open(filepath.Join(dir, name), dir); found != nil {
			return found, nil
		}
	}
	for i := start; i < len(h.Dirs); i++ {
		if found := h.open(filepath.Join(h.Dirs[i], name), h.Dirs[i]); found != nil {
			return found, nil
		}
	}
	missing := diag.Errorf(diag.Span{}, diag.Load, "header %s not found", name).
		WithHint("looked in %s", strings.Join(h.looked(angled, from), ", "))
	missing.Cause = &HeaderNotFoundError{name}
	return nil, missing
}

// HeaderNotFoundError is the cause of an error for an #include whose header is in
// none of the directories.
type HeaderNotFoundError struct {
	Name string // as the #include has it
}

func (e *HeaderNotFoundError) Error() string { return "no such header: " + e.Name }

func (h *Headers) looked(angled bool, from *header) []string {
	if angled {
		return h.Searched()
	}
	return append([]string{filepath.Dir(from.source.Name)}, h.Searched()...)
}

// Searched are the directories of the file system that are searched, in this order.
func (h *Headers) Searched() []string {
	var dirs []string
	for _, d := range h.Dirs {
		if d != ownDir {
			dirs = append(dirs, d)
		}
	}
	return dirs
}

// dirOf is the place of a directory in the search order, or -1.
func (h *Headers) dirOf(dir string) int {
	for i, d := range h.Dirs {
		if d == dir {
			return i
		}
	}
	return -1
}

// open reads a file once and remembers it, also that it is not there.
func (h *Headers) open(path, dir string) *header {
	if found, ok := h.files[path]; ok {
		return found
	}
	var text string
	var err error
	if inner, ok := strings.CutPrefix(path, ownDir+"/"); ok {
		var embedded []byte
		embedded, err = own.ReadFile("headers/" + inner)
		text = string(embedded)
	} else {
		text, err = h.readRegular(path)
	}
	var found *header
	if err == nil {
		found = &header{source: &diag.Source{Name: path, Text: text, First: 1}, dir: dir}
	}
	h.files[path] = found
	return found
}

// readRegular reads a file, but no directory or device. It makes one copy of
// the text, where os.ReadFile and a conversion make two.
func (h *Headers) readRegular(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fs.ErrInvalid
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var text strings.Builder
	text.Grow(int(info.Size()))
	for {
		n, err := f.Read(h.buffer[:])
		text.Write(h.buffer[:n])
		if err == io.EOF {
			return text.String(), nil
		}
		if err != nil {
			return "", err
		}
	}
}

// Predefined are the macros that every header may rely on: gcc's own and
// _GNU_SOURCE. They are parsed on first use.
var Predefined = sync.OnceValue(func() *Macros {
	m := &Macros{}
	src := &diag.Source{Name: predefinedName, Text: predefined, First: 1}
	at := 0
	for line := range strings.Lines(predefined) {
		text := strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(text, "#define "); ok {
			// The text is ours: an error would be seen by the first test.
			_ = m.Define(rest, diag.Span{Src: src, Start: at, End: at + len(text)})
		}
		at += len(line)
	}
	return m
})
