// Package prelude knows what ISO C and POSIX declare, so that the C library
// can be called without a header: prototypes, types, constants and some
// macros, as glibc has them.
//
// The declarations are one sorted text in the program's read-only data, a line
// a name. Nothing is read at start; the line of a name is found by binary
// search and parsed when the name is first used, and with it the lines of the
// types that it mentions.
package prelude

import (
	_ "embed"
	"strings"
	"sync"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
)

//go:generate go run ./generate prelude.txt

// text has lines "KEY\tTEXT" in the order of the keys. A key is a name, or a
// tag with its keyword. TEXT is a declaration, "= " and a constant expression,
// or a #define line.
//
//go:embed prelude.txt
var text string

// Provenance is the name of the source that declarations come from.
const Provenance = "<prelude>"

// store is what was parsed so far. The lock covers everything, because
// completion asks from another goroutine than evaluation does.
type store struct {
	sync.Mutex
	table  *cdecl.Table
	macros cdecl.Macros
	tried  map[string]bool // keys whose line was or is being read
	open   int             // lines being read
	retry  []string        // tags whose line needs another that is being read
}

var shared = sync.OnceValue(newStore)

func newStore() *store {
	s := &store{table: cdecl.NewTable(), tried: map[string]bool{}}
	s.table.Find = s.find
	s.table.FindTag = func(kind, tag string) bool { return s.find(kind + " " + tag) }
	if file, ok := ctypes.Predeclared()["FILE"].(*ctypes.Typedef); ok {
		s.table.DeclareTag("struct", "_IO_FILE", file.Under)
	}
	return s
}

// Lookup finds a function, variable, typedef or constant.
func Lookup(name string) (cdecl.Decl, bool) {
	s := shared()
	s.Lock()
	defer s.Unlock()
	d, ok := s.table.Lookup(name)
	if !ok {
		return cdecl.Decl{}, false
	}
	return *d, true
}

// Tag finds a struct, union or enum; kind is that word.
func Tag(kind, tag string) (ctypes.Type, bool) {
	s := shared()
	s.Lock()
	defer s.Unlock()
	return s.table.Tag(kind, tag, false)
}

// Macro finds a macro that is no constant: one with arguments (S_ISDIR), or
// one that stands for a member (st_mtime) or a string (PRId64).
func Macro(name string) (*cdecl.Macro, bool) {
	line, ok := find(name)
	if !ok || !strings.HasPrefix(line, "#define ") {
		return nil, false
	}
	s := shared()
	s.Lock()
	defer s.Unlock()
	if m, ok := s.macros.Lookup(name); ok {
		return m, true
	}
	src := &diag.Source{Name: Provenance, Text: line, First: 1}
	if s.macros.Define(line[len("#define "):], diag.Span{Src: src, End: len(line)}) != nil {
		return nil, false
	}
	return s.macros.Lookup(name)
}

// Names yields every name of the ordinary name space and of macros, in order.
func Names(yield func(string) bool) {
	for key := range keys {
		if !strings.Contains(key, " ") && !yield(key) {
			return
		}
	}
}

// Tags yields every tag with its keyword.
func Tags(yield func(kind, tag string) bool) {
	for key := range keys {
		if kind, tag, ok := strings.Cut(key, " "); ok && !yield(kind, tag) {
			return
		}
	}
}

// keys yields the key of each line.
func keys(yield func(string) bool) {
	for rest := text; rest != ""; {
		line, after, _ := strings.Cut(rest, "\n")
		key, _, _ := strings.Cut(line, "\t")
		if !yield(key) {
			return
		}
		rest = after
	}
}

// find is the text of a key's line.
func find(key string) (string, bool) {
	low, high := 0, len(text) // of line starts
	for low < high {
		start := strings.LastIndexByte(text[:(low+high)/2], '\n') + 1
		start = max(start, low)
		end := start + strings.IndexByte(text[start:], '\n')
		lineKey, line, _ := strings.Cut(text[start:end], "\t")
		switch strings.Compare(key, lineKey) {
		case 0:
			return line, true
		case -1:
			high = start
		default:
			low = end + 1
		}
	}
	return "", false
}

// find reads the line of a key into the table, once; it says whether there was
// one to read.
func (s *store) find(key string) bool {
	if s.tried[key] {
		return false
	}
	s.tried[key] = true
	if t, ok := ctypes.Predeclared()[key]; ok {
		s.table.Add(&cdecl.Decl{Name: key, Kind: cdecl.TypedefDecl, Type: t, Symbol: key, Span: span(key)})
		return true
	}
	line, ok := find(key)
	if !ok || strings.HasPrefix(line, "#define ") {
		return false
	}
	s.open++
	if !s.read(key, line) && strings.Contains(key, " ") {
		s.retry = append(s.retry, key)
	}
	s.open--
	s.readAgain()
	return true
}

// read reads one line; false if it has an error.
func (s *store) read(key, line string) bool {
	src := &diag.Source{Name: Provenance, Text: line, First: 1}
	if expression, ok := strings.CutPrefix(line, "= "); ok {
		src.Text = expression
		v, err := s.table.Evaluate(src)
		if err == nil {
			s.table.DeclareEnumerator(key, v, diag.Span{Src: src, End: len(src.Text)})
		}
		return err == nil
	}
	return len(s.table.Read(src)) == 0
}

// readAgain reads the tags that had members of a type that was being read
// itself, when nothing is being read any more.
func (s *store) readAgain() {
	if s.open > 0 {
		return
	}
	again := s.retry
	s.retry = nil
	for _, key := range again {
		line, _ := find(key)
		s.read(key, line)
	}
}

// span is a place in the prelude for a name that has no line.
func span(name string) diag.Span {
	return diag.Span{Src: &diag.Source{Name: Provenance, Text: name, First: 1}, End: len(name)}
}
