package editor

import (
	"strings"
	"unicode"

	"cshell/display"
)

// buffer is text with a cursor, a byte offset that lies between clusters.
type buffer struct {
	text string
	at   int
}

func (b *buffer) before() string { return b.text[:b.at] }
func (b *buffer) behind() string { return b.text[b.at:] }

// rowStart and rowEnd are the bounds of the cursor's row.
func (b *buffer) rowStart() int { return strings.LastIndexByte(b.before(), '\n') + 1 }

func (b *buffer) rowEnd() int {
	if n := strings.IndexByte(b.behind(), '\n'); n >= 0 {
		return b.at + n
	}
	return len(b.text)
}

// left and right are the offsets one cluster away.
func (b *buffer) left() int { return b.at - lastCluster(b.before()) }

func (b *buffer) right() int {
	if b.at == len(b.text) {
		return b.at
	}
	n, _ := display.FirstCluster(b.behind())
	return b.at + n
}

// wordLeft and wordRight are the offsets of the start of this word or the one
// before, and of the end of this word or the next. Words are C identifiers.
func (b *buffer) wordLeft() int {
	text := strings.TrimRightFunc(b.before(), func(r rune) bool { return !isWord(r) })
	return len(strings.TrimRightFunc(text, isWord))
}

func (b *buffer) wordRight() int {
	text := strings.TrimLeftFunc(b.behind(), func(r rune) bool { return !isWord(r) })
	return len(b.text) - len(strings.TrimLeftFunc(text, isWord))
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// word is the word that the cursor is in or behind.
func (b *buffer) word() string {
	start := len(strings.TrimRightFunc(b.before(), isWord))
	end := len(b.text) - len(strings.TrimLeftFunc(b.behind(), isWord))
	return b.text[start:end]
}

func (b *buffer) insert(text string) {
	b.text = b.before() + text + b.behind()
	b.at += len(text)
}

// remove deletes a stretch and leaves the cursor at its start.
func (b *buffer) remove(from, to int) (removed string) {
	removed = b.text[from:to]
	b.text = b.text[:from] + b.text[to:]
	b.at = from
	return removed
}

func (b *buffer) set(text string) { b.text, b.at = text, len(text) }

// moveRow moves the cursor n rows up or down to the column wanted, or as far as
// the row goes; it fails where there is no such row.
func (b *buffer) moveRow(n, column int) bool {
	at := b.at
	for ; n < 0; n++ {
		start := strings.LastIndexByte(b.text[:at], '\n')
		if start < 0 {
			return false
		}
		at = start
	}
	for ; n > 0; n-- {
		end := strings.IndexByte(b.text[at:], '\n')
		if end < 0 {
			return false
		}
		at += end + 1
	}
	b.at = at
	b.at = b.rowStart() + offsetOf(b.text[b.rowStart():b.rowEnd()], column)
	return true
}

// column is where the cursor stands in its row.
func (b *buffer) column() int { return columns(b.text[b.rowStart():b.at], 0) }

// offsetOf is the offset in a row at which column is reached.
func offsetOf(row string, column int) int {
	at, reached := 0, 0
	for cluster := range display.Clusters(row) {
		reached += columns(cluster, reached)
		if reached > column {
			break
		}
		at += len(cluster)
	}
	return at
}

// transpose swaps the clusters around the cursor, at a row's end the last two.
func (b *buffer) transpose() {
	if b.at == b.rowEnd() && b.at > b.rowStart() {
		b.at = b.left()
	}
	left, right := b.left(), b.right()
	if b.at == b.rowStart() || b.at == b.rowEnd() {
		return
	}
	b.text = b.text[:left] + b.text[b.at:right] + b.text[left:b.at] + b.text[right:]
	b.at = right
}
