package cdecl

import (
	"maps"
	"slices"
)

// Fork gives into, a new table, all that t knows, so that more text can be read
// into it while t is in use elsewhere. The two share declarations, which do not
// change, and types, of which into may complete some: nothing else may be read
// into t before into takes its place or is dropped.
func (t *Table) Fork(into *Table) {
	into.names, into.tags, into.at = maps.Clone(t.names), maps.Clone(t.tags), maps.Clone(t.at)
	into.Macros.Under = t.Macros.Under
	into.Macros.table = maps.Clone(t.Macros.table)
	into.Macros.gone, into.Macros.changes = slices.Clip(t.Macros.gone), t.Macros.changes
	into.Macros.counter = t.Macros.counter
	if t.Headers != nil {
		into.Headers = t.Headers.clone()
	}
}

// clone is a copy that reads headers on its own.
func (h *Headers) clone() *Headers {
	c := &Headers{Dirs: append([]string(nil), h.Dirs...), first: h.first, files: make(map[string]*header, len(h.files))}
	for path, found := range h.files {
		if found != nil {
			copied := *found
			found = &copied
		}
		c.files[path] = found
	}
	return c
}
