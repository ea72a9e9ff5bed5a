package editor

import "unicode"

// maxUndo bounds the bytes of text that undo keeps.
const maxUndo = 8 << 20

// undoStack keeps what the buffer was. Characters typed one after the other
// are undone a word at a time.
type undoStack struct {
	undone, done []buffer
	size         int // bytes of done
}

// record keeps the state before key k changed it.
func (u *undoStack) record(before buffer, k, last key) {
	u.undone = nil
	if k.isText() && last.isText() && !unicode.IsSpace(rune(k)) && len(u.done) > 0 {
		return
	}
	if k == keyBackspace && last == keyBackspace && len(u.done) > 0 {
		return
	}
	u.push(before)
}

func (u *undoStack) push(b buffer) {
	u.done = append(u.done, b)
	u.size += len(b.text)
	for u.size > maxUndo {
		u.size -= len(u.done[0].text)
		u.done = u.done[1:]
	}
}

// back undoes the last change.
func (u *undoStack) back(b *buffer) {
	n := len(u.done) - 1
	if n < 0 {
		return
	}
	u.undone = append(u.undone, *b)
	*b = u.done[n]
	u.done = u.done[:n]
	u.size -= len(b.text)
}

// forward does again what back undid.
func (u *undoStack) forward(b *buffer) {
	n := len(u.undone) - 1
	if n < 0 {
		return
	}
	u.push(*b)
	*b = u.undone[n]
	u.undone = u.undone[:n]
}
