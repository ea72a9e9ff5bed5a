package lang

import (
	"bytes"
	"os"
	"strings"

	"cshell/cdecl"
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/prelude"
)

// Comment is the comment that documents a name, or a tag as `struct tm`, where
// it was declared: in the session, a header, or a source file that debug
// information names and that is there. "" where there is none.
func (s *Session) Comment(name string) string {
	at, ok := s.declaredAt(name)
	if !ok {
		return ""
	}
	return cdecl.Comment(at.Src.Text, at.Start, at.Text())
}

// Source is the text that declares or defines a name, and where it stands; ""
// where that is not known.
func (s *Session) Source(name string) (text, from string) {
	at, ok := s.declaredAt(name)
	if !ok {
		return "", ""
	}
	if from = place(at); !strings.HasPrefix(from, "line ") {
		from = origin(at)
	}
	return cdecl.Excerpt(at.Src.Text, at.Start), from
}

// declaredAt is the place of a name in the text that declares it.
func (s *Session) declaredAt(name string) (diag.Span, bool) {
	for _, find := range []func(string) diag.Span{s.macroAt, s.objectAt, s.tagAt, s.headerAt, s.debugAt} {
		at := find(name)
		if at.Src != nil && at.Src.Name != prelude.Provenance && at.Src.Text != "" {
			return at, true
		}
	}
	return diag.Span{}, false
}

func (s *Session) macroAt(name string) diag.Span {
	if m, ok := s.macro(name); ok && !standsForItself(m) {
		return m.Span
	}
	return diag.Span{}
}

func (s *Session) objectAt(name string) diag.Span {
	if o, ok := s.env.Lookup(name); ok && o.Kind != check.ObjLibrary {
		return o.At
	}
	return diag.Span{}
}

// tagAt is about `struct tm`, and a tag of the session without its keyword.
func (s *Session) tagAt(name string) diag.Span {
	if m, ok := s.Meaning(name); ok && m.IsType {
		if at, own := s.env.PlaceOf(ctypes.Unqualified(m.Type)); own {
			return at
		}
	}
	kind, tag, _ := strings.Cut(name, " ")
	if t, ok := s.outside.Tag(kind, strings.TrimSpace(tag)); ok {
		if at, ok := s.headers.PlaceOf(t); ok {
			return at
		}
	}
	return diag.Span{}
}

func (s *Session) headerAt(name string) diag.Span {
	if d, ok := s.outside.header(name); ok {
		return d.Span
	}
	return diag.Span{}
}

// debugAt is the row of a source file that debug information gives for a name.
func (s *Session) debugAt(name string) diag.Span {
	_, _, found, ok := s.libs.debugEntry(nil, name)
	if !ok || found.File == "" || found.Line < 1 {
		return diag.Span{}
	}
	text, err := os.ReadFile(found.File)
	if err != nil {
		return diag.Span{}
	}
	start := 0
	for range found.Line - 1 {
		n := bytes.IndexByte(text[start:], '\n')
		if n < 0 {
			return diag.Span{}
		}
		start += n + 1
	}
	if n := bytes.Index(text[start:], []byte(name)); n >= 0 {
		start += n
	}
	src := &diag.Source{Name: found.File, Text: string(text), First: 1}
	return diag.Span{Src: src, Start: start, End: min(start+len(name), len(text))}
}
