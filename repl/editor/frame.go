package editor

import (
	"fmt"
	"strings"
)

// frame is all that the screen is to show, as plain data.
type frame struct {
	prompt, more string // before the first row and before the others
	text         string
	at           int // the cursor's offset
	tokens       []Token
	marks        [2]int    // offsets of two matching brackets; -1: none
	ghost        string    // behind the text
	below        [][]piece // one row each, cut at the screen's edge
}

// piece is text of one style.
type piece struct {
	text  string
	style style
}

// frame draws the entry. Without colour the selected row and the current parameter
// are marked by signs.
func (e *entry) frame(prompt, more string, color bool) frame {
	f := frame{prompt: prompt, more: more, text: e.text, at: e.at}
	f.tokens = e.assistant.Tokens(e.text)
	f.marks = matching(f.tokens, e.at)
	f.ghost = e.suggestion()
	if e.menu != nil {
		f.ghost = ""
	}
	switch {
	case e.search != nil:
		f.below = e.searchRows(color)
	case e.menu != nil:
		f.below = e.menuList(color)
	case e.told != nil:
		for _, line := range e.told {
			f.below = append(f.below, []piece{{"  " + line, faintStyle}})
		}
	default:
		f.below = e.signatureRow(color)
	}
	return f
}

// matching finds the bracket at or before an offset and its partner.
func matching(tokens []Token, at int) [2]int {
	var open []int
	for _, t := range tokens {
		switch t.Kind {
		case Open:
			open = append(open, t.Start)
		case Close:
			n := len(open) - 1
			if n < 0 {
				continue
			}
			if t.End == at || t.Start == at || open[n] == at {
				return [2]int{open[n], t.Start}
			}
			open = open[:n]
		}
	}
	return [2]int{-1, -1}
}

// menuList are the menu's rows in sight: name, signature, origin in columns.
// Signatures are cut where the origin would not fit.
func (e *entry) menuList(color bool) [][]piece {
	m := e.menu
	from, to := window(len(m.Names), m.selected, e.menuRows())
	var rows []row
	var names, signatures, origins int // widths
	for _, name := range m.Names[from:to] {
		r := m.describe(name)
		rows = append(rows, r)
		names = max(names, columns(r.name, 0))
		signatures = max(signatures, columns(r.signature, 0))
		origins = max(origins, columns(r.origin, 0))
	}
	signatures = min(signatures, max(20, e.width-names-origins-6))
	var list [][]piece
	for i, r := range rows {
		mark, name, rest := " ", nameStyle, faintStyle
		if from+i == m.selected {
			name, rest = selectedStyle, selectedStyle
			if !color {
				mark = ">"
			}
		}
		list = append(list, []piece{
			{mark + pad(r.name, names) + "  ", name},
			{pad(cut(r.signature, signatures), signatures) + "  " + r.origin, rest},
		})
	}
	if n := len(m.Names); n > to-from {
		list = append(list, []piece{{" … " + count(m.selected, n), faintStyle}})
	}
	return list
}

// count says where one is in a list.
func count(selected, n int) string {
	if selected < 0 {
		return fmt.Sprintf("%d in all", n)
	}
	return fmt.Sprintf("%d of %d", selected+1, n)
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-columns(text, 0)))
}

func (e *entry) searchRows(color bool) [][]piece {
	s := e.search
	title := " history: "
	if len(s.hits) == 0 {
		title = " not in the history: "
	}
	list := [][]piece{{{title, faintStyle}, {s.query, currentStyle}}}
	from, to := window(len(s.hits), s.selected, e.menuRows())
	for i, text := range s.hits[from:to] {
		look, mark := plainStyle, " "
		if from+i == s.selected {
			look = selectedStyle
			if !color {
				mark = ">"
			}
		}
		list = append(list, []piece{{mark + oneRow(text), look}})
	}
	return list
}

// oneRow shows a text of many rows in one.
func oneRow(text string) string {
	return strings.NewReplacer("\n", " ⏎ ", "\t", " ").Replace(text)
}

// signatureRow is the prototype of the function that is being called, the
// current parameter marked. Those before it are left out where it would not be in
// sight.
func (e *entry) signatureRow(color bool) [][]piece {
	s := e.assistant.Signature(e.text, e.at)
	if s.Name == "" {
		return nil
	}
	list := signaturePieces(s, 0, color)
	for from := 1; from <= s.Current && from < len(s.Params) && endOfCurrent(list) > e.width-2; from++ {
		list = signaturePieces(s, from, color)
	}
	return [][]piece{list}
}

// endOfCurrent is the column at which the current parameter ends; 0 where there is
// none, of a call with too many arguments.
func endOfCurrent(list []piece) (end int) {
	column := 0
	for _, p := range list {
		column += columns(p.text, 0)
		if p.style == currentStyle {
			end = column
		}
	}
	return end
}

// signaturePieces shows the parameters from one on.
func signaturePieces(s Signature, from int, color bool) []piece {
	list := []piece{{"  " + s.Name, faintStyle}}
	if s.Params != nil {
		list = append(list, parameterPieces(s, from, color)...)
	}
	if s.Origin != "" {
		list = append(list, piece{"  " + s.Origin, faintStyle})
	}
	return list
}

func parameterPieces(s Signature, from int, color bool) []piece {
	open := "("
	if from > 0 {
		open = "(…, "
	}
	list := []piece{{open, faintStyle}}
	for i, p := range s.Params[from:] {
		if i > 0 {
			list = append(list, piece{", ", faintStyle})
		}
		look := faintStyle
		if from+i == s.Current {
			look = currentStyle
			if !color {
				p = "«" + p + "»"
			}
		}
		list = append(list, piece{p, look})
	}
	return append(list, piece{")", faintStyle})
}
