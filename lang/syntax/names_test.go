package syntax

import (
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"cshell/cdecl"
	"cshell/diag"
)

// session is a stand-in for a session: it knows types and values, and learns
// from each statement as if it had run.
type session struct {
	types, values map[string]bool
	macros        cdecl.Macros
	pack          cdecl.Pack
	notes         []string
}

func newSession() *session {
	s := &session{types: map[string]bool{}, values: map[string]bool{}}
	for _, t := range strings.Fields(`size_t ssize_t FILE uint8_t int32_t uint32_t va_list mode_t off_t pid_t time_t
		wchar_t c_int c_char_p c_ulong c_void_p sighandler_t pthread_t pthread_attr_t fd_set nfds_t uLongf Bytef point_t`) {
		s.types[t] = true
	}
	for _, v := range strings.Fields("x y p q n arr f lib printf") {
		s.values[v] = true
	}
	return s
}

func (s *session) IsType(name string) bool       { return s.types[name] }
func (s *session) IsKnown(name string) bool      { return s.types[name] || s.values[name] }
func (s *session) Macros() *cdecl.Macros         { return &s.macros }
func (s *session) Pack() *cdecl.Pack             { return &s.pack }
func (s *session) Note(_ diag.Span, note string) { s.notes = append(s.notes, note) }
func (s *session) All() iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range s.types {
			if !yield(name) {
				return
			}
		}
	}
}

// run learns what a statement declares.
func (s *session) run(st Stmt) {
	switch st := st.(type) {
	case *Declaration:
		if r := st.Specs.Record; r != nil && r.HasBody {
			s.types[r.Tag] = true
		}
		for _, item := range st.Items {
			if st.Specs.Is("typedef") {
				s.types[item.Declarator.Name] = true
			} else {
				s.values[item.Declarator.Name] = true
			}
		}
	case *Directive:
		switch st.Name {
		case "define":
			_ = s.macros.Define(st.Text, st.Where)
		case "undef":
			s.macros.Undef(st.Text)
		}
	}
}

// readAll reads a text in a new session, one statement after the other.
func readAll(text string) (list []Stmt, err error) {
	return newSession().read(text)
}

func (s *session) read(text string) (list []Stmt, err error) {
	r := NewReader(&diag.Source{Name: "t.csh", Text: text, First: 1}, s)
	for {
		st, err := r.Next()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return list, err
		}
		s.run(st)
		list = append(list, st)
	}
}

// dumps reads a text and dumps its statements, one a line.
func dumps(text string) string {
	list, err := readAll(text)
	var lines []string
	for _, s := range list {
		lines = append(lines, dump(s))
	}
	if err != nil {
		lines = append(lines, "error: "+err.Error())
	}
	return strings.Join(slices.Clip(lines), "\n")
}
