package lang

import (
	"maps"
	"slices"
	"strings"

	"cshell/objfile"
)

// Known is a name with what is known of it; one of C++ in its spelling there.
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
	names := s.namesWith(strings.ToLower(text), step)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		step()
		found = append(found, s.known(name, names[name]))
	}
	return found
}

// known is what is known of the symbol that a name stands for.
func (s *Session) known(name, symbol string) Known {
	if d := s.describeName(symbol); d != nil {
		return Known{Name: name, Declaration: d.Declaration, From: d.From}
	}
	return Known{Name: name, From: s.libs.exporter(symbol)}
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

// namesWith are the names that contain a text in lower case, with their symbols.
func (s *Session) namesWith(text string, step func()) map[string]string {
	names := map[string]string{}
	add := func(name, symbol string) {
		step()
		if strings.Contains(strings.ToLower(name), text) {
			names[name] = symbol
		}
	}
	for o := range s.env.Objects() {
		add(o.Name, o.Name)
	}
	for m := range s.headers.Macros.All() {
		add(m.Name, m.Name)
	}
	for name := range s.outside.declaredNames() {
		add(name, name)
	}
	for name := range s.libs.names(nil) {
		add(objfile.Readable(name), name)
	}
	return names
}
