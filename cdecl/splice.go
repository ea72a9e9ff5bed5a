package cdecl

import (
	"strings"

	"cshell/diag"
)

// spliced is a source whose lines ending in a backslash are joined to the next
// ones, with what is needed to find a place in the original again.
type spliced struct {
	src  *diag.Source
	text string
	cuts []cut
	last int  // index of the cut found last; spans are asked for in order
	open bool // the text ends in a backslash
}

// cut says that from offset at of the joined text on, removed bytes of the
// original are missing.
type cut struct{ at, removed int }

// splice joins the lines of src. Without a continued line it costs one search
// for backslashes.
func splice(src *diag.Source) spliced {
	s := spliced{src: src, text: src.Text}
	if !hasContinuation(src.Text) {
		return s
	}
	var b strings.Builder
	b.Grow(len(src.Text))
	rest, removed := src.Text, 0
	for {
		i := strings.IndexByte(rest, '\\')
		if i < 0 {
			b.WriteString(rest)
			break
		}
		n := continuation(rest[i:])
		if n == 0 {
			b.WriteString(rest[:i+1])
			rest = rest[i+1:]
			continue
		}
		b.WriteString(rest[:i])
		rest = rest[i+n:]
		removed += n
		s.cuts = append(s.cuts, cut{b.Len(), removed})
		s.open = rest == ""
	}
	s.text = b.String()
	return s
}

func hasContinuation(text string) bool {
	for {
		i := strings.IndexByte(text, '\\')
		if i < 0 {
			return false
		}
		if text = text[i:]; continuation(text) > 0 {
			return true
		}
		text = text[1:]
	}
}

// continuation is the length of the backslash and newline at the head of text,
// or of a backslash that ends it; else 0. As in gcc, blanks between the two
// are overlooked.
func continuation(text string) int {
	n := 1
	for n < len(text) && (text[n] == ' ' || text[n] == '\t' || text[n] == '\r') {
		n++
	}
	switch {
	case n == len(text):
		return n
	case text[n] == '\n':
		return n + 1
	}
	return 0
}

// span is the stretch of the original that a stretch of the joined text came
// from, without the continuations at its ends.
func (s *spliced) span(start, end int) diag.Span {
	if s.cuts == nil {
		return diag.Span{Src: s.src, Start: start, End: end}
	}
	from := s.original(start, true)
	return diag.Span{Src: s.src, Start: from, End: max(from, s.original(end, start == end))}
}

// joined maps an offset of the original, outside of the continuations.
func (s *spliced) joined(offset int) int {
	removed := 0
	for _, c := range s.cuts {
		if c.at+removed >= offset {
			break
		}
		removed = c.removed
	}
	return offset - removed
}

// original maps an offset. Offsets come in rising order but for the few bytes
// of a token, so the search from the last cut is short.
func (s *spliced) original(offset int, after bool) int {
	beyond := func(c cut) bool { return c.at > offset || c.at == offset && !after }
	for s.last > 0 && beyond(s.cuts[s.last-1]) {
		s.last--
	}
	for s.last < len(s.cuts) && !beyond(s.cuts[s.last]) {
		s.last++
	}
	if s.last == 0 {
		return offset
	}
	return offset + s.cuts[s.last-1].removed
}
