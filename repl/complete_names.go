package repl

import (
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"

	"cshell/ctypes"
	"cshell/lang/check"
	"cshell/objfile"
)

// names are the names that a word could become, most likely first: those of
// the session, of the libraries that it loaded, functions of the shell and of
// libc, what headers and the prelude declare, macros. Where none begins with the
// word, those that contain it are taken.
func (a *assistant) names(word string) []string {
	list := a.namesBeginning(word)
	if len(list) == 0 && len(word) > 1 {
		list = a.namesContaining(strings.ToLower(word))
	}
	return list
}

func (a *assistant) namesBeginning(word string) []string {
	var list nameList
	s := a.shell.Session
	list.addAll(sortedMatching(word, s.SessionNames()))
	standard := sortedMatching(word, ownNames())
	for _, lib := range slices.Backward(s.Libraries()) {
		if exports := a.exports(word, lib); isStandard(lib) {
			standard = append(standard, exports...)
		} else {
			list.addAll(exports)
		}
	}
	slices.Sort(standard)
	list.addAll(standard)
	var macros []string
	for _, name := range sortedMatching(word, a.declaredNames()) {
		if _, isMacro := s.Macro(name); isMacro {
			macros = append(macros, name)
		} else {
			list.add(name)
		}
	}
	list.addAll(macros)
	return list.names
}

// isStandard says whether a library is there from the start.
func isStandard(lib *check.Library) bool { return lib.Name == "c" || lib.Name == "m" }

// ownNames yields the shell's own functions and words of the language.
func ownNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, words := range []map[string]bool{statementWords(), declarationWords(), typeWords()} {
			for word := range words {
				if !yield(word) {
					return
				}
			}
		}
		maps.Keys(shellFunctions)(yield)
	}
}

// declaredNames yields what headers, the prelude and ctypes declare, and macros.
func (a *assistant) declaredNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range ctypes.Predeclared() {
			if !yield(name) {
				return
			}
		}
		a.shell.Session.DeclaredNames()(yield)
	}
}

// namesContaining is the search for a part of a name, in any case.
func (a *assistant) namesContaining(part string) []string {
	found := map[string]bool{}
	look := func(name string) {
		if !strings.HasPrefix(name, "_") && containsFold(name, part) {
			found[name] = true
		}
	}
	for _, names := range []iter.Seq[string]{a.shell.Session.SessionNames(), ownNames(), a.declaredNames()} {
		for name := range names {
			look(name)
		}
	}
	for _, lib := range a.shell.Session.Libraries() {
		for _, s := range a.symbols(lib) {
			look(s.Name)
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// containsFold says whether part, in small letters, stands in name in any case.
func containsFold(name, part string) bool {
	for i := 0; i+len(part) <= len(name); i++ {
		if lower(name[i]) == part[0] && strings.EqualFold(name[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// nameList collects names, each once.
type nameList struct {
	names []string
	seen  map[string]bool
}

func (l *nameList) addAll(names []string) {
	for _, name := range names {
		l.add(name)
	}
}

func (l *nameList) add(name string) {
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	if !l.seen[name] {
		l.seen[name] = true
		l.names = append(l.names, name)
	}
}

// sortedMatching are the names that a word could become, in order.
func sortedMatching(word string, names iter.Seq[string]) []string {
	list := matching(word, slices.Collect(names))
	slices.Sort(list)
	return list
}

// matching are the names that a word could become.
func matching(word string, names []string) []string {
	var list []string
	for _, name := range names {
		if offered(word, name) {
			list = append(list, name)
		}
	}
	return list
}

// offered says whether a word could become a name. Names that begin with _ are
// for those who ask for them.
func offered(word, name string) bool {
	return strings.HasPrefix(name, word) && (word != "" || name != "" && name[0] != '_')
}

// symbols are the exported symbols of a library by name; none where its file
// cannot be read.
func (a *assistant) symbols(lib *check.Library) []objfile.Symbol {
	f := a.shell.Session.File(lib)
	if f == nil {
		return nil
	}
	symbols, _ := f.Symbols()
	return symbols
}

// exports are the symbols of a library that a word could become. They are
// sorted, so that only those are looked at.
func (a *assistant) exports(word string, lib *check.Library) []string {
	symbols := a.symbols(lib)
	from := sort.Search(len(symbols), func(i int) bool { return symbols[i].Name >= word })
	var names []string
	for _, s := range symbols[from:] {
		if !strings.HasPrefix(s.Name, word) {
			break
		}
		if offered(word, s.Name) && (len(names) == 0 || names[len(names)-1] != s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

// describeRow is the signature of a name and where it comes from.
func (a *assistant) describeRow(name string) (signature, origin string) {
	s := a.shell.Session
	if a.shell.isShellFunction(name) {
		return shellFunctions[name].usage, "cshell"
	}
	d := s.DescribeName(name)
	lib := a.exporter(name)
	switch {
	case d != nil && lib != nil && !a.shell.isSessionName(name):
		return firstLine(d.Declaration), lib.Soname
	case d != nil:
		return firstLine(d.Declaration), d.From
	case lib != nil:
		return "no prototype known", lib.Soname
	}
	return a.describeWord(name)
}

// describeWord describes what is no declared name.
func (a *assistant) describeWord(name string) (signature, origin string) {
	if m, ok := a.shell.Session.Macro(name); ok {
		return "#define " + m.Text(), macroOrigin(m)
	}
	if lib := a.shell.Session.Library(name); lib != nil {
		return "library " + lib.Soname, ""
	}
	switch {
	case statementWords()[name], declarationWords()[name]:
		return "keyword", ""
	case typeWords()[name], ctypes.Predeclared()[name] != nil:
		return "type", ""
	}
	return "", ""
}

// exporter is the first library that exports a name.
func (a *assistant) exporter(name string) *check.Library {
	for _, lib := range a.shell.Session.Libraries() {
		if f := a.shell.Session.File(lib); f != nil {
			if _, ok := f.Lookup(name); ok {
				return lib
			}
		}
	}
	return nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
