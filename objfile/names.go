package objfile

import (
	"maps"
	"slices"
	"strings"
)

// LibraryNames are the short names under which Find would find a library,
// sorted.
func LibraryNames(s Search) []string {
	names := map[string]bool{}
	for _, p := range s.listPlaces() {
		for _, f := range p.files() {
			if strings.Contains(f.name, ".so") {
				names[ShortName(f.name)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
