package editor

import "strings"

// menu lists what the word at the cursor could become.
type menu struct {
	Completion
	selected int // -1: none yet
	rows     map[string]row
}

// row is a name with what is known of it.
type row struct{ name, signature, origin string }

// describe asks for a row once.
func (m *menu) describe(name string) row {
	if r, ok := m.rows[name]; ok || m.Row == nil {
		r.name = name
		return r
	}
	signature, origin := m.Row(name)
	r := row{name, signature, origin}
	m.rows[name] = r
	return r
}

// tab completes the word at the cursor; in a row's indentation it indents.
func (e *entry) tab() {
	indents := e.text != "" && e.onlyBlanks() && e.depth(e.at) > 0
	switch {
	case e.burst && (e.textFollows || indents): // pasted
		e.insert("\t")
		return
	case indents:
		e.insert(indent[e.buffer.column()%len(indent):])
		return
	}
	c := e.assistant.Complete(e.text, e.at)
	switch len(c.Names) {
	case 0:
		return
	case 1:
		e.replace(c.From, c.Names[0])
		m := &menu{Completion: c, rows: map[string]row{}}
		if r := m.describe(c.Names[0]); r.signature != "" {
			e.told = []string{strings.TrimSpace(r.signature + "  " + r.origin)}
		}
		return
	}
	if common := commonPrefix(c.Names); len(common) > e.at-c.From && c.From <= e.at {
		e.replace(c.From, common)
	}
	e.menu = &menu{c, -1, map[string]row{}}
}

// replace puts text in place of the word that begins at from.
func (e *entry) replace(from int, text string) {
	e.remove(from, e.at)
	e.insert(text)
}

// commonPrefix is what all names begin with.
func commonPrefix(names []string) string {
	prefix := names[0]
	for _, name := range names[1:] {
		n := 0
		for n < len(prefix) && n < len(name) && prefix[n] == name[n] {
			n++
		}
		prefix = prefix[:n]
	}
	return strings.ToValidUTF8(prefix, "")
}

// choosing obeys a key of the menu; false means that the key is one for the
// text. A name that is selected then counts as taken.
func (e *entry) choosing(k key) bool {
	m := e.menu
	if k == keyTab && len(m.Names) == 1 { // what was typed since has left one
		m.selected = 0
		e.take()
		return true
	}
	switch k {
	case keyTab, keyDown:
		m.selected = (m.selected + 1) % len(m.Names)
	case keyBackTab, keyUp:
		m.selected--
		if m.selected < 0 {
			m.selected = len(m.Names) - 1
		}
	case keyPageDown:
		m.selected = min(m.selected+e.menuRows(), len(m.Names)-1)
	case keyPageUp:
		m.selected = max(m.selected-e.menuRows(), 0)
	case keyEnter:
		if m.selected < 0 {
			e.menu = nil
			return false
		}
		e.take()
	case keyEscape, keyCancel:
		e.menu = nil
	case keyNone:
	default:
		if m.selected >= 0 && k != keyBackspace && k != keyInterrupt {
			e.take()
		}
		return false
	}
	return true
}

// take puts the selected name in.
func (e *entry) take() {
	m := e.menu
	e.menu = nil
	before := e.buffer
	e.replace(m.From, m.Names[m.selected])
	e.undo.record(before, keyTab, e.last)
}

// refreshMenu narrows the menu while its word is typed, and closes it else.
func (e *entry) refreshMenu(k key) {
	if k == keyTab {
		return // it has just been opened
	}
	wordKey := k.isText() && (isWord(rune(k)) || strings.ContainsRune("./-", rune(k)))
	if !wordKey && k != keyBackspace || e.at < e.menu.From {
		e.menu = nil
		return
	}
	c := e.assistant.Complete(e.text, e.at)
	if len(c.Names) == 0 {
		e.menu = nil
		return
	}
	e.menu = &menu{c, -1, map[string]row{}}
}

// menuRows is how many rows of a list are shown at a time.
func (e *entry) menuRows() int { return max(1, min(10, e.height/2-1)) }

// window is the stretch of a list of n that shows item selected.
func window(n, selected, height int) (from, to int) {
	if selected >= height {
		from = selected - height + 1
	}
	return from, min(n, from+height)
}
