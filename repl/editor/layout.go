package editor

import (
	"strings"

	"cshell/display"
)

// layout is a frame cut into screen rows.
type layout struct {
	rows   []string // with their colours
	widths []int    // columns of each row
	text   int      // rows before those of below
	row    int      // where the cursor stands
	column int
}

// layouter fills rows from left to right.
type layouter struct {
	layout
	cols  int
	color bool
	b     strings.Builder
	width int
	style style
}

// lay cuts a frame into rows of at most cols columns.
func lay(f frame, cols int, color bool) layout {
	l := &layouter{cols: max(cols, 1), color: color}
	l.put(f.prompt, promptStyle)
	l.entry(f)
	for cluster, width := range display.Clusters(firstRow(f.ghost)) {
		l.cluster(cluster, width, faintStyle)
	}
	l.endRow()
	l.text = len(l.rows)
	for _, pieces := range f.below {
		l.belowRow(pieces)
	}
	return l.layout
}

// firstRow is the first row of a suggestion, with a sign where others follow.
func firstRow(ghost string) string {
	row, _, more := strings.Cut(ghost, "\n")
	if more {
		return row + " ⏎"
	}
	return row
}

// entry lays the text out and finds the cursor.
func (l *layouter) entry(f frame) {
	at, next := 0, 0
	for cluster, width := range display.Clusters(f.text) {
		for next < len(f.tokens) && f.tokens[next].End <= at {
			next++
		}
		if f.at >= at && f.at < at+len(cluster) {
			l.mark(width)
		}
		look := plainStyle
		if next < len(f.tokens) && f.tokens[next].Start <= at {
			look = tokenStyles[f.tokens[next].Kind]
		}
		if at == f.marks[0] || at == f.marks[1] {
			look = bracketStyle
		}
		l.textCluster(cluster, width, look, f.more)
		at += len(cluster)
	}
	if f.at >= at {
		l.mark(1)
	}
}

// mark notes that the cursor stands before what comes next, width wide.
func (l *layouter) mark(width int) {
	if l.width+max(width, 1) > l.cols {
		l.endRow()
	}
	l.row, l.column = len(l.rows), l.width
}

func (l *layouter) textCluster(cluster string, width int, look style, more string) {
	switch cluster {
	case "\n":
		l.endRow()
		l.put(more, faintStyle)
	case "\t":
		// Tabs stop by column of the text; the prompts are as wide as one stop
		// or less, so the row's own column does.
		for n := tabStop - l.width%tabStop; n > 0; n-- {
			l.cluster(" ", 1, look)
		}
	default:
		l.cluster(cluster, width, look)
	}
}

func (l *layouter) put(text string, look style) {
	for cluster, width := range display.Clusters(text) {
		l.cluster(cluster, width, look)
	}
}

// cluster adds one cluster, on a new row where it does not fit.
func (l *layouter) cluster(cluster string, width int, look style) {
	if l.width+width > l.cols && l.width > 0 {
		l.endRow()
	}
	l.dress(look)
	l.b.WriteString(cluster)
	l.width += width
}

// dress changes the style.
func (l *layouter) dress(look style) {
	if look == l.style || !l.color {
		return
	}
	if l.style != plainStyle {
		l.b.WriteString("\x1b[0m")
	}
	if look != plainStyle {
		l.b.WriteString("\x1b[" + codes[look] + "m")
	}
	l.style = look
}

func (l *layouter) endRow() {
	l.dress(plainStyle)
	l.rows = append(l.rows, l.b.String())
	l.widths = append(l.widths, l.width)
	l.b.Reset()
	l.width = 0
}

// belowRow lays out one row below the text; what does not fit is cut.
func (l *layouter) belowRow(pieces []piece) {
	for _, p := range pieces {
		room := l.cols - 1 - l.width
		text := strings.NewReplacer("\n", " ", "\t", " ").Replace(p.text)
		if columns(text, 0) > room {
			l.put(cut(text, room), p.style)
			break
		}
		l.put(text, p.style)
	}
	l.endRow()
}

// clip keeps what a screen of height rows can show: the rows around the
// cursor, and some of those below the text.
func (l layout) clip(height int) layout {
	height = max(height, 1)
	below := min(len(l.rows)-l.text, max(0, height-1))
	room := height - below
	from := 0
	if l.text > room {
		from = min(max(0, l.row-room/2), l.text-room)
	}
	to := min(from+room, l.text)
	rows := append(append([]string{}, l.rows[from:to]...), l.rows[l.text:l.text+below]...)
	widths := append(append([]int{}, l.widths[from:to]...), l.widths[l.text:l.text+below]...)
	return layout{rows: rows, widths: widths, text: to - from, row: l.row - from, column: l.column}
}
