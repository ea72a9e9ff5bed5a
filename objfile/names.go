package objfile

import (
	"maps"
	"slices"
	"strings"
)

// LibraryNames are the short names under which Find would find a library,
// sorted.
func LibraryNames(s Search) []string { return s.libraries(ShortName) }

// LibraryFiles are the names of the files themselves, which Find takes as well.
func LibraryFiles(s Search) []string { return s.libraries(func(file string) string { return file }) }

func (s Search) libraries(nameOf func(file string) string) []string {
	names := map[string]bool{}
	for _, p := range s.listPlaces() {
		for f := range p.files {
			if strings.Contains(f.name, ".so") {
				names[nameOf(f.name)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
