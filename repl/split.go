package repl

import (
	"slices"
	"strings"

	"cshell/diag"
)

// Some commands take two expressions, or an expression and a statement, with
// nothing but a blank between them. C does not say where the first ends: an
// argument is split where both sides are what they should be.

// sides are the two sides of an argument at each of the separators that stand in
// it. Blanks between them are part of neither, nor is a comma; a brace begins the
// right one. Sides that are empty are left out.
func sides(at diag.Span, separators string) (list [][2]diag.Span) {
	text := at.Text()
	for i := range len(text) {
		if strings.IndexByte(separators, text[i]) < 0 {
			continue
		}
		left, right := at, at
		left.End = at.Start + len(strings.TrimRight(text[:i], " \t"))
		right.Start = at.End - len(strings.TrimLeft(strings.TrimPrefix(text[i:], ","), " \t"))
		if left.Start < left.End && right.Start < right.End {
			list = append(list, [2]diag.Span{left, right})
		}
	}
	return list
}

// split is the first pair of sides that fit.
func split(list [][2]diag.Span, left, right func(diag.Span) bool) (l, r diag.Span, ok bool) {
	for _, pair := range list {
		if right(pair[1]) && left(pair[0]) {
			return pair[0], pair[1], true
		}
	}
	return l, r, false
}

// parses says whether an argument can be parsed.
func (s *Shell) parses(at diag.Span) bool {
	_, err := s.Session.Parse(at)
	return err == nil
}

// splitLast splits "EXPR, N", or "EXPR N" at the last blank that allows it unless
// the whole is an expression. What a comma is in C nobody means here.
func (s *Shell) splitLast(at diag.Span) (expr, last diag.Span) {
	if expr, last, ok := split(sides(at, ","), s.parses, s.parses); ok {
		return expr, last
	}
	if s.parses(at) {
		return at, diag.Span{}
	}
	list := sides(at, " \t")
	slices.Reverse(list)
	if expr, last, ok := split(list, s.parses, s.parses); ok {
		return expr, last
	}
	return at, diag.Span{}
}

// splitStatement splits "EXPR STATEMENT" at the first place that allows it, unless
// the whole is an expression.
func (s *Shell) splitStatement(at diag.Span) (expr, run diag.Span) {
	if s.parses(at) {
		return at, run
	}
	if expr, run, ok := split(sides(at, " \t{"), s.parses, s.parses); ok {
		return expr, run
	}
	return at, run
}

// splitPair splits "X, Y", or "X Y"; the first is empty where there is one
// expression.
func (s *Shell) splitPair(at diag.Span) (x, y diag.Span) {
	if x, y := s.splitLast(at); y.Src != nil {
		return x, y
	}
	return x, at
}
