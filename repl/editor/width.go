package editor

import (
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// tabStop is how many columns apart tabs stop, counted from the text's start.
const tabStop = 4

// clusters cuts text into what a person sees as one character each (a letter
// with its accents, a flag, a family), with the number of columns it takes.
func clusters(text string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for len(text) > 0 {
			n, width := firstCluster(text)
			if !yield(text[:n], width) {
				return
			}
			text = text[n:]
		}
	}
}

// firstCluster is the length in bytes and the width of the first cluster.
// Nearly all text is ASCII, where no tables are needed.
func firstCluster(text string) (n, width int) {
	if c := text[0]; c < utf8.RuneSelf && (len(text) == 1 || text[1] < utf8.RuneSelf) {
		if c < ' ' || c == 0x7f {
			return 1, 0
		}
		return 1, 1
	}
	cluster, _, width, _ := uniseg.FirstGraphemeClusterInString(text, -1)
	return len(cluster), width
}

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
	for cluster := range clusters(row) {
		last = len(cluster)
	}
	return last
}

// columns is the width of one row of text that begins at column from.
func columns(row string, from int) int {
	column := from
	for cluster, width := range clusters(row) {
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
	for cluster, w := range clusters(text) {
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
