package inspect

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"cshell/display"
)

// Table is for views of other packages.
func Table(w io.Writer, width int, rows [][]string, right ...int) error {
	return table(w, width, rows, right...)
}

// table writes rows in columns two spaces apart. Where a row is wider than the
// terminal its last cell goes to a line of its own if it fits there, so that the
// terminal does not tear names. Columns whose number is in right are aligned to the right; columns that are
// empty in every row are left out.
//
// A column is padded to maxColumn at most, and to a third of the terminal: one
// long C++ name would fill every line of the table with blanks.
func table(w io.Writer, width int, rows [][]string, right ...int) error {
	out := bufio.NewWriterSize(w, 1<<16)
	t := textWriter{w: out}
	most := maxColumn
	if width > 0 {
		most = min(most, width/3)
	}
	widths := columnWidths(rows, most)
	for _, row := range rows {
		line := rowLine(row, widths, right)
		if last := lastCell(row); width > 0 && last > 0 && display.Width(line) > width {
			if below := "    " + row[last]; display.Width(below) <= width {
				line = rowLine(row[:last], widths, right) + "\n" + below
			}
		}
		t.printf("%s\n", line)
	}
	if t.err == nil {
		t.err = out.Flush()
	}
	return t.err
}

// lastCell is the number of the last cell of a row that is not empty.
func lastCell(row []string) int {
	last := len(row) - 1
	for last > 0 && row[last] == "" {
		last--
	}
	return last
}

func rowLine(row []string, widths, right []int) string {
	var line strings.Builder
	for i, cell := range row {
		if widths[i] == 0 {
			continue
		}
		if line.Len() > 0 {
			line.WriteString("  ")
		}
		line.WriteString(padded(cell, widths[i], slices.Contains(right, i)))
	}
	return strings.TrimRight(line.String(), " ")
}

// maxColumn is in characters.
const maxColumn = 60

// columnWidths gives each column the width of its widest cell, most at most.
func columnWidths(rows [][]string, most int) []int {
	var widths []int
	for _, row := range rows {
		for len(widths) < len(row) {
			widths = append(widths, 0)
		}
		for i, cell := range row {
			widths[i] = max(widths[i], min(display.Width(cell), most))
		}
	}
	return widths
}

func padded(cell string, width int, right bool) string {
	space := strings.Repeat(" ", max(width-display.Width(cell), 0))
	if right {
		return space + cell
	}
	return cell + space
}
