package editor

import (
	"strings"
	"unicode"
)

// outcome says what a key asks of the terminal.
type outcome uint8

const (
	editing outcome = iota
	accepted
	interrupted
	ended // Ctrl-D on an empty entry, or the input's end
	suspended
	externally // to be edited in $EDITOR
	cleared
)

// indent is how far a bracket moves what is in it.
const indent = "    "

// entry is what is being edited: text, and the menus over it. It does no input
// and output, so that a table of keys can test it.
type entry struct {
	buffer
	assistant Assistant
	past      *past
	kills     *killRing
	undo      undoStack
	recall    recall
	menu      *menu
	search    *search
	told      []string // shown below until the next key

	column   int // wanted by Up and Down
	indented int // where the last indentation made here ends
	last     key // the key before this one
	width    int // of the screen
	height   int

	// Of the key that is being pressed.
	pasted      string
	burst       bool // more input follows at once: it is not typed by hand
	textFollows bool // and it begins with text
}

// press obeys a key.
func (e *entry) press(k key) outcome {
	e.told = nil
	if e.search != nil && e.searching(k) {
		e.last = k
		return editing
	}
	if e.menu != nil && e.choosing(k) {
		e.last = k
		return editing
	}
	before := e.buffer
	result := e.edit(k)
	if k != keyUndo && k != keyRedo && e.text != before.text {
		e.undo.record(before, k, e.last)
	}
	if k != keyUp && k != keyDown {
		e.column = -1
	}
	if e.menu != nil {
		e.refreshMenu(k)
	}
	e.last = k
	return result
}

// edit is what a key means where no menu is open.
func (e *entry) edit(k key) outcome {
	switch k {
	case keyEOF:
		return ended
	case keyEnter:
		return e.enter()
	case keyInterrupt:
		return interrupted
	case keyDeleteEOF:
		if e.text == "" {
			return ended
		}
		e.deleteRight()
	case keySuspend:
		return suspended
	case keyExternal:
		return externally
	case keyClear:
		return cleared
	default:
		if action := actions[k]; action != nil {
			action(e)
		} else if k.isText() {
			e.typed(rune(k))
		}
	}
	return editing
}

// enter ends the entry if it is whole. At the end of a row that has others
// below it, and where more is wanted, it begins a row.
func (e *entry) enter() outcome {
	inside := e.at == e.rowEnd() && e.at < len(e.text)
	if strings.TrimSpace(e.text) == "" || !(inside && !e.burst) && e.assistant.Whole(e.text+"\n") {
		return accepted
	}
	e.newline()
	return editing
}

// newline begins a row, indented as its brackets ask.
func (e *entry) newline() {
	if e.burst {
		e.insert("\n")
		return
	}
	depth := e.depth(e.at)
	if strings.HasPrefix(strings.TrimLeft(e.behind(), " \t"), "}") {
		depth--
	}
	e.insert("\n" + strings.Repeat(indent, max(depth, 0)))
	e.indented = e.at
}

// depth is the number of brackets that are open at an offset.
func (e *entry) depth(at int) int {
	depth := 0
	for _, t := range e.assistant.Tokens(e.text[:at]) {
		switch t.Kind {
		case Open:
			depth++
		case Close:
			depth = max(depth-1, 0)
		}
	}
	return depth
}

// typed inserts a character. A } that begins its row moves out to its bracket.
func (e *entry) typed(r rune) {
	row := e.text[e.rowStart():e.at]
	if r == '}' && (!e.burst || e.at == e.indented) && row != "" && strings.TrimSpace(row) == "" {
		e.remove(e.rowStart(), e.at)
		e.insert(strings.Repeat(indent, max(e.depth(e.at)-1, 0)))
	}
	e.insert(string(r))
}

// actions are the keys that only change text or cursor.
var actions map[key]func(*entry)

func init() {
	actions = map[key]func(*entry){
		keyNewline:         (*entry).newline,
		keyPaste:           func(e *entry) { e.insert(strings.TrimRight(e.pasted, "\n")) },
		keyTab:             (*entry).tab,
		keyLeft:            func(e *entry) { e.at = e.left() },
		keyRight:           (*entry).moveRight,
		keyUp:              func(e *entry) { e.vertical(-1) },
		keyDown:            func(e *entry) { e.vertical(+1) },
		keyPageUp:          func(e *entry) { e.walk(-1) },
		keyPageDown:        func(e *entry) { e.walk(+1) },
		keyWordLeft:        func(e *entry) { e.at = e.wordLeft() },
		keyWordRight:       (*entry).moveWordRight,
		keyHome:            func(e *entry) { e.at = e.rowStart() },
		keyEnd:             (*entry).moveEnd,
		keyTop:             func(e *entry) { e.at = 0 },
		keyBottom:          func(e *entry) { e.at = len(e.text) },
		keyBackspace:       (*entry).deleteLeft,
		keyDelete:          (*entry).deleteRight,
		keyDeleteWordLeft:  func(e *entry) { e.kill(e.wordLeft(), e.at) },
		keyDeleteWordRight: func(e *entry) { e.kill(e.at, e.wordRight()) },
		keyKillRight:       (*entry).killRight,
		keyKillLeft:        func(e *entry) { e.kill(e.rowStart(), e.at) },
		keyYank:            (*entry).yank,
		keyYankPop:         (*entry).yankPop,
		keyTranspose:       func(e *entry) { e.transpose() },
		keyUndo:            func(e *entry) { e.undo.back(&e.buffer) },
		keyRedo:            func(e *entry) { e.undo.forward(&e.buffer) },
		keySearch:          (*entry).startSearch,
		keyHelp:            (*entry).help,
	}
}

// moveRight and moveEnd take over the suggestion where they can go no further.
func (e *entry) moveRight() {
	if e.at == len(e.text) {
		e.insert(e.suggestion())
		return
	}
	e.at = e.right()
}

func (e *entry) moveEnd() {
	if e.at == len(e.text) {
		e.insert(e.suggestion())
		return
	}
	e.at = e.rowEnd()
}

// moveWordRight takes over a word of the suggestion at the end.
func (e *entry) moveWordRight() {
	if e.at < len(e.text) {
		e.at = e.wordRight()
		return
	}
	rest := buffer{text: e.suggestion()}
	e.insert(rest.text[:rest.wordRight()])
}

// vertical moves by a row, beyond the first and last through history.
func (e *entry) vertical(n int) {
	if e.column < 0 || e.last != keyUp && e.last != keyDown {
		e.column = e.buffer.column()
	}
	if !e.moveRow(n, e.column) {
		e.walk(n)
		e.column = -1
	}
}

// deleteLeft deletes a cluster; in a row's indentation, as far as the tab stop.
func (e *entry) deleteLeft() {
	from := e.left()
	row := e.text[e.rowStart():e.at]
	if n := len(row); n > 0 && strings.Trim(row, " ") == "" {
		from = e.at - (n-1)%len(indent) - 1
	}
	e.remove(from, e.at)
}

func (e *entry) deleteRight() { e.remove(e.at, e.right()) }

// killRight kills to the end of the row, at its end the newline.
func (e *entry) killRight() {
	to := e.rowEnd()
	if to == e.at && to < len(e.text) {
		to++
	}
	e.kill(e.at, to)
}

// help shows what the word at the cursor is, or the function that is called.
func (e *entry) help() {
	name := e.word()
	if name == "" {
		name = lastWord(e.assistant.Signature(e.text, e.at).Name)
	}
	if text := e.assistant.Describe(name); text != "" {
		e.told = strings.Split(strings.TrimRight(text, "\n"), "\n")
	}
}

func lastWord(text string) string {
	return text[len(strings.TrimRightFunc(text, func(r rune) bool { return isWord(r) })):]
}

// onlyBlanks says whether there is nothing but blanks before the cursor in its
// row.
func (e *entry) onlyBlanks() bool {
	return strings.TrimFunc(e.text[e.rowStart():e.at], unicode.IsSpace) == ""
}
