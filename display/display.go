// Package display says how wide text is on a terminal: not its bytes and not its
// characters, since a Chinese one takes two columns and an accent none.
package display

import (
	"iter"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Width is how many columns a row of text takes. Tabs, newlines and other control
// characters count as none.
func Width(row string) int {
	n := 0
	for _, width := range Clusters(row) {
		n += width
	}
	return n
}

// Clusters cuts text into what a person sees as one character each (a letter with
// its accents, a flag, a family), with the number of columns it takes.
func Clusters(text string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for len(text) > 0 {
			n, width := FirstCluster(text)
			if !yield(text[:n], width) {
				return
			}
			text = text[n:]
		}
	}
}

// FirstCluster is the length in bytes and the width of the first cluster of a text
// that is not empty. Nearly all text is ASCII, where no tables are needed.
func FirstCluster(text string) (n, width int) {
	if c := text[0]; c < utf8.RuneSelf && (len(text) == 1 || text[1] < utf8.RuneSelf) {
		if c < ' ' || c == 0x7f {
			return 1, 0
		}
		return 1, 1
	}
	cluster, _, width, _ := uniseg.FirstGraphemeClusterInString(text, -1)
	return len(cluster), width
}
