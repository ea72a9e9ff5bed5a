package lang

import (
	"fmt"

	"cshell/ctypes"
)

// compareSizes adds a conflict where another source gives a type another size.
// own says that the session declared it.
func (d *Description) compareSizes(name string, own bool, best, other ctypes.Type, from string) {
	if !isData(best) || !isData(other) || best.Size() == other.Size() {
		return
	}
	whose := fmt.Sprintf("%s says %s has", d.From, name)
	if own {
		whose = fmt.Sprintf("you declared %s with", name)
	}
	d.Conflicts = append(d.Conflicts, fmt.Sprintf("%s %d bytes, %s says %d", whose, best.Size(), from, other.Size()))
}

// isData says whether a type has a size.
func isData(t ctypes.Type) bool { return t != nil && !ctypes.IsFunc(t) && !ctypes.IsIncomplete(t) }

// taggedSource is a source of a tagged type.
type taggedSource struct {
	t    ctypes.Type
	from string
}

// describeTag says where a struct, union or enum comes from, and where other
// sources give its tag another size.
func (s *Session) describeTag(d *Description, t ctypes.Type) {
	t = ctypes.Unqualified(t)
	kind, tag := tagOf(t)
	if tag == "" {
		return
	}
	at, own := s.env.PlaceOf(t)
	if own {
		d.From = place(at)
	}
	sources := s.tagSources(kind, tag)
	for _, source := range sources {
		if source.t == t {
			d.From = source.from
		}
	}
	for _, source := range sources {
		d.compareSizes(kind+" "+tag, own, t, source.t, source.from)
	}
}

// tagSources are the types that a tag has outside of the session.
func (s *Session) tagSources(kind, tag string) (list []taggedSource) {
	if t, ok := s.headers.Tag(kind, tag, false); ok {
		at, _ := s.headers.PlaceOf(t) // the prelude's have none
		list = append(list, taggedSource{t, origin(at)})
	}
	for e, debug := range s.libs.debugInfo(nil) {
		if found, err := debug.Tag(kind, tag); err == nil {
			list = append(list, taggedSource{found.Type, fromDebug(e, found)})
		}
	}
	return list
}

// tagOf is the tag of a type with its keyword, "" for none.
func tagOf(t ctypes.Type) (kind, tag string) {
	switch t := t.(type) {
	case *ctypes.Record:
		kind, tag = "struct", t.Tag
		if t.Union {
			kind = "union"
		}
	case *ctypes.Enum:
		kind, tag = "enum", t.Tag
	}
	return kind, tag
}
