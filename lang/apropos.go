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
// loaded libraries export. It calls step again and again, which may panic to
// end it.
func (s *Session) Apropos(text string, step func()) []Known {
	var found []Known
	for _, name := range s.namesWith(strings.ToLower(text), step) {
		step()
		known := Known{Name: name}
		if d := s.describeName(name); d != nil {
			known.Declaration, known.From = d.Declaration, d.From
		} else {
			known.From = s.libs.exporter(name)
		}
		found = append(found, known)
	}
	return found
}

// exporter is the soname of the first library whose file exports a name, "" for
// none.
func (l *libraries) exporter(name string) string {
	for _, e := range l.list {
		if l.exports(e, name) {
			return e.Soname
		}
	}
	return ""
}

// namesWith are the names that contain a text in lower case, sorted.
func (s *Session) namesWith(text string, step func()) []string {
	names := map[string]bool{}
	add := func(name string) {
		step()
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
