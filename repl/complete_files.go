package repl

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cshell/repl/editor"
)

// files completes the last part of a path.
func files(path string, from int) editor.Completion {
	dir, base := filepath.Split(path)
	names := list(dir, base)
	for i, name := range names {
		names[i] = dir + name
	}
	return editor.Completion{From: from, Names: names}
}

// libraryFiles completes a path to what may be a library.
func libraryFiles(path string, from int) editor.Completion {
	c := files(path, from)
	c.Names = slices.DeleteFunc(c.Names, func(name string) bool {
		return !strings.HasSuffix(name, "/") && !strings.Contains(filepath.Base(name), ".so")
	})
	return c
}

// list gives the files of a directory that begin with base, directories with a
// slash behind them. Hidden ones are there for those who ask.
func list(dir, base string) []string {
	if dir == "" {
		dir = "."
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, base) || name[0] == '.' && base == "" {
			continue
		}
		if isDir(dir, entry) {
			name += "/"
		}
		names = append(names, name)
	}
	return names
}

// isDir follows symbolic links.
func isDir(dir string, entry os.DirEntry) bool {
	if entry.Type()&os.ModeSymlink == 0 {
		return entry.IsDir()
	}
	info, err := os.Stat(filepath.Join(dir, entry.Name()))
	return err == nil && info.IsDir()
}

var directives = []string{"define", "include", "pragma", "undef"}

// completeDirective completes a # line: its name, or the header that it names.
func (a *assistant) completeDirective(text string, start int) editor.Completion {
	line := text[start:]
	name := strings.TrimLeft(line[1:], " \t")
	if !strings.ContainsAny(name, " \t<\"") {
		return editor.Completion{From: len(text) - len(name), Names: matching(name, directives)}
	}
	if !strings.HasPrefix(name, "include") {
		return a.completeC(placeOf(text, scan(text)[:0]))
	}
	at := strings.IndexAny(line, `<"`)
	if at < 0 || strings.ContainsAny(line[at+1:], `>"`) {
		return editor.Completion{}
	}
	return a.headers(line[at+1:], start+at+1, line[at])
}

// headers completes a header's name; quote is what stands before it.
func (a *assistant) headers(path string, from int, quote byte) editor.Completion {
	dirs, end := a.shell.Session.HeaderDirs(), ">"
	if quote == '"' {
		dirs, end = append([]string{"."}, dirs...), `"`
	}
	sub, base := filepath.Split(path)
	where := map[string]string{}
	for _, dir := range dirs {
		for _, name := range list(filepath.Join(dir, sub), base) {
			if !strings.HasSuffix(name, "/") {
				if filepath.Ext(name) != ".h" {
					continue
				}
				name += end
			}
			if name = sub + name; where[name] == "" {
				where[name] = dir
			}
		}
	}
	var names []string
	for name := range where {
		names = append(names, name)
	}
	slices.Sort(names)
	return editor.Completion{From: from, Names: names, Row: func(name string) (string, string) {
		return "", where[name]
	}}
}

// programsAndFiles completes a word of the system's shell: the first is a
// program.
func programsAndFiles(word string, from int, first bool) editor.Completion {
	c := files(word, from)
	if !first || word == "" || strings.Contains(word, "/") {
		return c
	}
	var programs []string
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		programs = append(programs, list(dir, word)...)
	}
	slices.Sort(programs)
	c.Names = slices.Compact(programs)
	return c
}
