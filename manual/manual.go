// Package manual reads the installed manual pages. It finds them where man
// does, and has man or mandoc format them; where neither is there it reads the
// source itself, well enough for a synopsis and prose.
package manual

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Page is an installed page.
type Page struct {
	Name    string // as it was asked for
	Section string // "3", "2", "3ssl"
	Path    string
}

// Section is a part of a page under a title.
type Section struct {
	Title string   `json:"title"`
	Lines []string `json:"lines"`
}

// String is how pages are referred to: printf(3).
func (p Page) String() string { return p.Name + "(" + p.Section + ")" }

// sections are where C functions, types and data are documented, best first.
// The others of section 3 are those of packages: 3ssl, 3ncurses, 3type.
var sections = []string{"man3/%.3", "man2/%.2", "man3/%.3*", "man2/%.2*", "man7/%.7"}

// Find looks for the page about a C name.
func Find(name string) (Page, bool) {
	if strings.ContainsAny(name, "/*?[\\ ") || name == "" {
		return Page{}, false
	}
	dirs := Dirs()
	for _, section := range sections {
		pattern := strings.ReplaceAll(section, "%", name)
		for _, dir := range dirs {
			for _, end := range []string{"", ".gz"} {
				found, _ := filepath.Glob(filepath.Join(dir, pattern+end))
				found = slices.DeleteFunc(found, func(path string) bool { return end == "" && strings.HasSuffix(path, ".gz") })
				if len(found) > 0 {
					return Page{name, sectionOf(found[0]), found[0]}, true
				}
			}
		}
	}
	return Page{}, false
}

// sectionOf is 3ssl of /usr/share/man/man3/SSL_new.3ssl.gz.
func sectionOf(path string) string {
	return strings.TrimPrefix(filepath.Ext(strings.TrimSuffix(path, ".gz")), ".")
}

// Dirs are the directories of manual pages: those of MANPATH, in which an empty
// part stands for the usual ones, else the usual ones.
func Dirs() []string {
	path, set := os.LookupEnv("MANPATH")
	if !set || path == "" {
		return usualDirs()
	}
	var dirs []string
	for _, dir := range filepath.SplitList(path) {
		if dir == "" {
			dirs = append(dirs, usualDirs()...)
		} else {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// usualDirs are the system's, and those beside the directories of PATH: what
// was installed to /opt/x/bin has its pages in /opt/x/share/man.
func usualDirs() []string {
	dirs := []string{"/usr/local/share/man", "/usr/local/man", "/usr/share/man"}
	for _, bin := range filepath.SplitList(os.Getenv("PATH")) {
		for _, man := range []string{"share/man", "man"} {
			dir := filepath.Join(filepath.Dir(filepath.Clean(bin)), man)
			if filepath.IsAbs(dir) && !slices.Contains(dirs, dir) {
				dirs = append(dirs, dir)
			}
		}
	}
	return dirs
}

// maxPage bounds the size of a page's source, in bytes.
const maxPage = 8 << 20

// maxLinks is how often a page may refer to another that it stands for.
const maxLinks = 5

// source is the text of a page. One that consists of `.so man3/other.3` is that
// other one.
func (p Page) source() (string, error) {
	path := p.Path
	for range maxLinks {
		text, err := readFile(path)
		if err != nil {
			return "", err
		}
		link, ok := strings.CutPrefix(strings.TrimSpace(text), ".so ")
		if !ok || strings.Contains(link, "\n") {
			return text, nil
		}
		path = filepath.Join(filepath.Dir(filepath.Dir(path)), strings.TrimSpace(link))
		if _, err := os.Stat(path); err != nil {
			path += ".gz"
		}
	}
	return "", os.ErrInvalid
}

func readFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	in := io.Reader(f)
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return "", err
		}
	}
	text, err := io.ReadAll(io.LimitReader(in, maxPage))
	return string(text), err
}

// Sections are the parts of the page, formatted for width columns.
func (p Page) Sections(width int) ([]Section, error) {
	width = max(width, 40)
	if text, ok := p.formatted(width); ok {
		if found := cut(text); len(found) > 0 {
			return found, nil
		}
	}
	source, err := p.source()
	if err != nil {
		return nil, err
	}
	return cut(plain(source, width)), nil
}

// cut divides a formatted page at its titles, which alone begin at the left
// edge. Its head and foot have text at both edges and belong to no section.
func cut(text string) []Section {
	var list []Section
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " \t")
		switch n := len(list); {
		case line != "" && line[0] != ' ' && !strings.Contains(line, "   "):
			list = append(list, Section{Title: line})
		case n > 0 && (line == "" || line[0] == ' '):
			list[n-1].Lines = append(list[n-1].Lines, line)
		}
	}
	for i := range list {
		list[i].Lines = trimBlank(list[i].Lines)
	}
	return list
}

// trimBlank drops empty lines at both ends.
func trimBlank(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
