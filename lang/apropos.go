package lang

import (
	"maps"
	"slices"
	"strings"
)

// Known is a name with what is known of it.
type Known struct {
	Name        string `json:"name"`
	Declaration string `json:"declaration,omitempty"`
	From        string `json:"from,omitempty"`
}

// Apropos finds every name that contains a text, in either case: of the
// session, of headers and debug information, of the prelude, and what the
// loaded libraries export.
func (s *Session) Apropos(text string) []Known {
	var found []Known
	for _, name := range s.namesWith(strings.ToLower(text)) {
		known := Known{Name: name}
		if d := s.describeName(name); d != nil {
			known.Declaration, known.From = d.Declaration, d.From
		} else if in, ok := s.libs.exported(nil, name); ok {
			known.From = in.Soname
		}
		found = append(found, known)
	}
	return found
}

// namesWith are the names that contain a text in lower case, sorted.
func (s *Session) namesWith(text string) []string {
	names := map[string]bool{}
	add := func(name string) {
		if strings.Contains(strings.ToLower(name), text) {
			names[name] = true
		}
	}
	for o := range s.env.Objects() {
		add(o.Name)
	}
	for m := range s.headers.Macros.All() {
		add(m.Name)
	}
	for name := range s.outside.Names() {
		add(name)
	}
	return slices.Sorted(maps.Keys(names))
}
