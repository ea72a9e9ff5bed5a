// Package diag holds what every stage says about source text: where something
// stands and what is wrong with it. It imports nothing of cshell.
package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Source is a piece of text with the name that errors show: a path as given,
// "<stdin>", "<-e>" or "<prompt>". First is the number of its first line.
type Source struct {
	Name  string
	Text  string
	First int
}

// Span is a stretch of a source in byte offsets, End exclusive. The zero Span
// is no place at all.
type Span struct {
	Src        *Source
	Start, End int
}

// To is the span from the start of s to the end of t.
func (s Span) To(t Span) Span {
	if s.Src == nil || s.Src != t.Src {
		return s
	}
	return Span{s.Src, min(s.Start, t.Start), max(s.End, t.End)}
}

// Text is what stands in the span.
func (s Span) Text() string {
	if s.Src == nil {
		return ""
	}
	return s.Src.Text[s.Start:s.End]
}

// Position gives line and column of the start, both from 1; columns count
// characters.
func (s Span) Position() (line, column int) {
	if s.Src == nil {
		return 0, 0
	}
	before := s.Src.Text[:s.Start]
	return s.Src.First + strings.Count(before, "\n"),
		1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
}

// Line is the whole source line in which the span starts, without its newline,
// and the byte offset of the span in it.
func (s Span) Line() (text string, offset int) {
	if s.Src == nil {
		return "", 0
	}
	from := strings.LastIndexByte(s.Src.Text[:s.Start], '\n') + 1
	text = s.Src.Text[from:]
	if end := strings.IndexByte(text, '\n'); end >= 0 {
		text = text[:end]
	}
	return text, s.Start - from
}

// String is "file:line:column".
func (s Span) String() string {
	if s.Src == nil {
		return "<unknown>"
	}
	line, column := s.Position()
	return fmt.Sprintf("%s:%d:%d", s.Src.Name, line, column)
}
