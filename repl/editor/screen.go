package editor

import (
	"fmt"
	"io"
	"strings"
)

// screen paints layouts at the cursor's place and remembers what it painted,
// so that it can go back over it. It writes once for each picture.
type screen struct {
	out        io.Writer
	cols, rows int
	color      bool

	painted layout // what is on the screen; no rows: nothing
	stale   bool   // the terminal was resized since: rows may lie elsewhere
	tail    string // output above the picture that did not end its row
}

// resize tells of the terminal's size.
func (s *screen) resize(cols, rows int) {
	cols, rows = max(cols, 1), max(rows, 1)
	if cols != s.cols || rows != s.rows {
		s.cols, s.rows, s.stale = cols, rows, true
	}
}

// paint shows a frame in place of the one before. Rows that are as they were
// are not written again.
func (s *screen) paint(f frame) {
	s.show(lay(f, s.cols, s.color).clip(s.rows - 1))
}

func (s *screen) show(next layout) {
	var b strings.Builder
	b.WriteString("\x1b[?25l")
	s.home(&b)
	if s.stale {
		b.WriteString("\x1b[J")
		s.painted.rows, s.stale = nil, false
	}
	for i, row := range next.rows {
		if i > 0 {
			b.WriteString("\r\n")
		}
		if i >= len(s.painted.rows) || s.painted.rows[i] != row {
			b.WriteString("\x1b[K" + row)
		}
	}
	last := len(next.rows) - 1
	if n := len(s.painted.rows) - len(next.rows); n > 0 {
		b.WriteString("\r\n\x1b[J\x1b[A")
	}
	up(&b, last-next.row)
	b.WriteString("\r")
	if next.column > 0 {
		fmt.Fprintf(&b, "\x1b[%dC", next.column)
	}
	b.WriteString("\x1b[?25h")
	s.painted = next
	io.WriteString(s.out, b.String())
}

func up(b *strings.Builder, n int) {
	if n > 0 {
		fmt.Fprintf(b, "\x1b[%dA", n)
	}
}

// home goes to the first row of what is painted. After a resize a terminal may
// have broken each row into several.
func (s *screen) home(b *strings.Builder) {
	if len(s.painted.rows) == 0 {
		return
	}
	n := 0
	for _, width := range s.painted.widths[:s.painted.row] {
		n += max(1, (width+s.cols-1)/s.cols)
	}
	up(b, n+s.painted.column/s.cols)
	b.WriteString("\r")
}

// finish shows the whole text, however tall, without what is below it, and
// leaves the cursor on a fresh row behind it. Rows are erased one by one, since
// tmux takes erasing all of a screen for something to keep in its scrollback.
func (s *screen) finish(f frame, sign string) {
	f.at, f.ghost, f.below, f.marks = len(f.text), "", nil, [2]int{-1, -1}
	whole := lay(f, s.cols, s.color)
	if n := len(whole.widths); sign != "" && whole.widths[n-1]+len(sign) > s.cols {
		sign = "\r\n\x1b[K" + sign
	}
	var b strings.Builder
	s.home(&b)
	b.WriteString("\x1b[K" + strings.Join(whole.rows, "\r\n\x1b[K") + sign + "\r\n\x1b[J")
	s.painted, s.tail = layout{}, ""
	io.WriteString(s.out, b.String())
}

// clear begins at the top of an empty screen.
func (s *screen) clear() {
	s.painted, s.tail = layout{}, ""
	io.WriteString(s.out, "\x1b[H\x1b[2J")
}

// maxTail bounds how much of an unfinished row of output is kept.
const maxTail = 4096

// above writes output over the place of the picture, which must be painted
// again below it. Output that does not end its row goes on there next time.
func (s *screen) above(text string) {
	var b strings.Builder
	s.home(&b)
	if s.tail != "" {
		up(&b, 1+(max(columns(s.tail, 0), 1)-1)/s.cols)
	}
	b.WriteString("\x1b[J")
	text = s.tail + text
	b.WriteString(strings.ReplaceAll(text, "\n", "\r\n"))
	s.tail = text[strings.LastIndexByte(text, '\n')+1:]
	if at := strings.LastIndexByte(s.tail, '\r'); at >= 0 && at < len(s.tail)-1 {
		s.tail = s.tail[at+1:]
	}
	if len(s.tail) > maxTail || strings.Contains(s.tail, "\x1b") {
		s.tail = ""
		b.WriteString("\r\n")
	} else if s.tail != "" {
		b.WriteString("\r\n")
	}
	s.painted = layout{}
	io.WriteString(s.out, b.String())
}

// freshRow takes the cursor to the start of a row: this one if it is there,
// else the next. As many blanks as the row is wide wrap to the next row unless
// they began at its start.
func freshRow(cols int) string {
	return strings.Repeat(" ", cols) + "\r\x1b[K"
}
