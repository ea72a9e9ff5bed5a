package editor

import (
	"strings"
	"unicode/utf8"

	"cshell/display"
)

// tabStop is how many columns apart tabs stop, counted from the text's start.
const tabStop = 4

// lastCluster is the length in bytes of the last cluster. Clusters do not
// reach over a newline, so only the last row is looked at.
func lastCluster(text string) int {
	row := text[strings.LastIndexByte(text, '\n')+1:]
	if row == "" {
		return min(1, len(text))
	}
	if n := len(row); row[n-1] < utf8.RuneSelf {
		return 1
	}
	last := 0
	for cluster := range display.Clusters(row) {
		last = len(cluster)
	}
	return last
}

// columns is the width of one row of text that begins at column from.
func columns(row string, from int) int {
	column := from
	for cluster, width := range display.Clusters(row) {
		if cluster == "\t" {
			width = tabStop - column%tabStop
		}
		column += width
	}
	return column - from
}

// cut shortens text to at most width columns, ending in … where it had to.
func cut(text string, width int) string {
	if columns(text, 0) <= width {
		return text
	}
	column, at := 0, 0
	for cluster, w := range display.Clusters(text) {
		if column+w > width-1 {
			break
		}
		column += w
		at += len(cluster)
	}
	if width < 1 {
		return ""
	}
	return text[:at] + "…"
}
