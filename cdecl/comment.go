package cdecl

import (
	"regexp"
	"strings"
	"sync"
)

// Comment is the comment that documents what is declared at an offset of a
// header or other C text, without its marks; "" where there is none. It is
// looked for directly above the declaration (as most write it), behind it in its
// row, directly below it (zlib.h) and above the declarations that it is one of
// (sqlite3.h). A name that stands in a comment only, as the prototype of a macro
// does, is documented by that comment.
func Comment(text string, at int, name string) string {
	p := newPage(text)
	row := p.startOfBlock(strings.Count(text[:at], "\n"))
	top, bottom := p.firstRow(row), p.lastRow(row)
	for _, find := range []func() (comment, bool){
		func() (comment, bool) { return p.endingAt(top - 1) },
		func() (comment, bool) { return p.behind(bottom) },
		func() (comment, bool) { return p.below(bottom + 1) },
		func() (comment, bool) { return p.endingAt(p.firstOfGroup(top) - 1) },
		func() (comment, bool) { return p.mentioning(name) },
	} {
		if c, ok := find(); ok {
			return plainComment(text[c.start:c.end])
		}
	}
	return ""
}

// comment is a comment, or // comments in rows one below the other. Rows count
// from 0.
type comment struct {
	start, end  int
	first, last int  // rows
	alone       bool // nothing else stands in its rows
}

// page is a text by rows, with its comments.
type page struct {
	text     string
	rows     []string
	comments []comment
	inside   map[int]bool // rows of comments that stand alone
}

// commentPatterns find comments, and what looks like one but is in quotes; and
// what a row of a comment may begin with, where a star is a mark only if a blank
// or nothing follows.
var commentPatterns = sync.OnceValues(func() (orText, mark *regexp.Regexp) {
	return regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'`),
		regexp.MustCompile(`^\s*(?:/\*[*!]*<?|//[/!]?<?|\*+(?:\s|$))`)
})

func newPage(text string) *page {
	p := &page{text: text, rows: strings.Split(text, "\n"), inside: map[int]bool{}}
	commentOrText, _ := commentPatterns()
	row, at := 0, 0
	for _, found := range commentOrText.FindAllStringIndex(text, -1) {
		if text[found[0]] != '/' {
			continue
		}
		row += strings.Count(text[at:found[0]], "\n")
		at = found[0]
		p.add(comment{start: found[0], end: found[1], first: row, last: row + strings.Count(text[found[0]:found[1]], "\n")})
	}
	return p
}

// add joins a // comment to the one in the row above it.
func (p *page) add(c comment) {
	before := p.text[strings.LastIndexByte(p.text[:c.start], '\n')+1 : c.start]
	behind, _, _ := strings.Cut(p.text[c.end:], "\n")
	c.alone = strings.TrimSpace(before+behind) == ""
	for row := c.first; c.alone && row <= c.last; row++ {
		p.inside[row] = true
	}
	if n := len(p.comments); n > 0 && c.alone && strings.HasPrefix(p.text[c.start:], "//") {
		above := &p.comments[n-1]
		if above.alone && above.last == c.first-1 && strings.HasPrefix(p.text[above.start:], "//") {
			above.end, above.last = c.end, c.last
			return
		}
	}
	p.comments = append(p.comments, c)
}

// startOfBlock is where a definition begins that a row ends: } name;
func (p *page) startOfBlock(row int) int {
	if !strings.HasPrefix(p.rows[row], "}") {
		return row
	}
	for row > 0 && (p.inside[row] || p.rows[row] == "" || strings.ContainsAny(p.rows[row][:1], " \t{}#")) {
		row--
	}
	return row
}

// isCode says whether a row has something that is neither comment nor blank.
func (p *page) isCode(row int) bool {
	return row >= 0 && row < len(p.rows) && !p.inside[row] && strings.TrimSpace(p.rows[row]) != ""
}

// firstRow is where the declaration that a row belongs to begins.
func (p *page) firstRow(row int) int {
	for p.isCode(row-1) && !isDirective(p.rows[row]) && !isDirective(p.rows[row-1]) && !endsDeclaration(p.code(row-1)) {
		row--
	}
	return row
}

// maxDeclaration is how many rows a declaration is followed over.
const maxDeclaration = 40

// lastRow is where it ends, or where its body begins.
func (p *page) lastRow(row int) int {
	for n := 0; n < maxDeclaration && row+1 < len(p.rows) && !p.ends(row); n++ {
		row++
	}
	return row
}

func (p *page) ends(row int) bool {
	if isDirective(p.rows[row]) || row > 0 && strings.HasSuffix(p.rows[row-1], `\`) {
		return !strings.HasSuffix(p.rows[row], `\`)
	}
	return endsDeclaration(p.code(row)) || !p.isCode(row+1)
}

// code is a row without comments and what is in quotes.
func (p *page) code(row int) string {
	commentOrText, _ := commentPatterns()
	text, _, _ := strings.Cut(commentOrText.ReplaceAllString(p.rows[row], ""), "/*")
	return strings.TrimSpace(text)
}

func isDirective(row string) bool { return strings.HasPrefix(strings.TrimSpace(row), "#") }

// endsDeclaration says whether nothing behind a row belongs to what it says. An
// enumerator ends at its comma, where a parameter list goes on.
func endsDeclaration(code string) bool {
	return code != "" && strings.ContainsAny(code[len(code)-1:], ";{}") ||
		strings.HasSuffix(code, ",") && !strings.Contains(code, "(") && !strings.Contains(code, " ")
}

// firstOfGroup is the first of the declarations that stand one below the other.
func (p *page) firstOfGroup(row int) int {
	for p.isCode(row - 1) {
		row--
	}
	return row
}

// endingAt is the comment that stands alone and ends in a row.
func (p *page) endingAt(row int) (comment, bool) {
	return p.find(func(c comment) bool { return c.alone && c.last == row })
}

// behind is the comment that begins in a row behind something else.
func (p *page) behind(row int) (comment, bool) {
	return p.find(func(c comment) bool { return !c.alone && c.first == row })
}

// below is the comment that begins in a row and is followed by no declaration
// that it could belong to.
func (p *page) below(row int) (comment, bool) {
	return p.find(func(c comment) bool { return c.alone && c.first == row && !p.isCode(c.last+1) })
}

// mentioning is the first comment that begins with a prototype of the name.
func (p *page) mentioning(name string) (comment, bool) {
	prototype := regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\s*\([^;]*\);`)
	return p.find(func(c comment) bool { return prototype.MatchString(p.text[c.start:c.end]) })
}

func (p *page) find(wanted func(comment) bool) (comment, bool) {
	for _, c := range p.comments {
		if wanted(c) {
			return c, true
		}
	}
	return comment{}, false
}

// plainComment is the text in a comment: without its marks, the stars at the
// start of its rows, rows of decoration, and indentation that all rows have.
func plainComment(text string) string {
	_, mark := commentPatterns()
	var rows []string
	for row := range strings.Lines(text) {
		row = strings.TrimRight(row, " \t\r\n")
		row = strings.TrimSuffix(row, "*/")
		row = mark.ReplaceAllStringFunc(row, func(mark string) string { return strings.Repeat(" ", len(mark)) })
		row = strings.TrimRight(row, " \t*")
		if strings.Trim(row, "-=*#/ \t") == "" {
			row = ""
		}
		rows = append(rows, strings.ReplaceAll(row, "\t", "        "))
	}
	return strings.Trim(outdent(rows), "\n")
}

// outdent takes off the indentation that all rows have; the first, which the
// opening mark indents, need not.
func outdent(rows []string) string {
	common := -1
	for _, row := range rows {
		if n := len(row) - len(strings.TrimLeft(row, " ")); row != "" && (common < 0 || n < common) {
			common = n
		}
	}
	for i, row := range rows {
		rows[i] = row[min(max(common, 0), len(row)):]
	}
	return strings.Join(rows, "\n")
}

// Excerpt is what is declared at an offset, in whole rows: a prototype, or a
// definition up to its closing brace.
func Excerpt(text string, at int) string {
	p := newPage(text)
	row := p.startOfBlock(strings.Count(text[:at], "\n"))
	first, last, depth := p.firstRow(row), row, 0
	for ; last < len(p.rows)-1; last++ {
		code := p.code(last)
		depth += strings.Count(code, "{") - strings.Count(code, "}")
		if depth <= 0 && p.ends(last) && !strings.HasPrefix(strings.TrimSpace(p.rows[last+1]), "{") {
			break
		}
	}
	return strings.Join(p.rows[first:last+1], "\n")
}
