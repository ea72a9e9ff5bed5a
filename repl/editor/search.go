package editor

import "strings"

// maxHits is how many entries a search finds.
const maxHits = 500

// search is Ctrl-R: a list of the entries that contain what is typed.
type search struct {
	query    string
	hits     []string // newest first, each once
	selected int
	before   buffer // what was being edited
}

func (e *entry) startSearch() {
	e.search = &search{before: e.buffer, query: e.text}
	e.menu = nil
	e.find()
	if len(e.search.hits) == 0 {
		e.search.query = ""
		e.find()
	}
}

// find looks for the query, in small letters regardless of case.
func (e *entry) find() {
	s := e.search
	s.hits, s.selected = nil, 0
	fold := strings.ToLower(s.query) == s.query
	seen := map[string]bool{}
	for i := len(e.past.entries) - 1; i >= 0 && len(s.hits) < maxHits; i-- {
		text := e.past.entries[i]
		in := text
		if fold {
			in = strings.ToLower(in)
		}
		if strings.Contains(in, s.query) && !seen[text] {
			seen[text] = true
			s.hits = append(s.hits, text)
		}
	}
	e.showHit()
}

// showHit makes the selected hit the text.
func (e *entry) showHit() {
	s := e.search
	if s.selected < len(s.hits) {
		e.set(s.hits[s.selected])
		return
	}
	e.buffer = s.before
}

// searching obeys a key of the search; false ends it, and the key is then one
// for the text that was found.
func (e *entry) searching(k key) bool {
	s := e.search
	switch k {
	case keySearch, keyUp:
		e.selectHit(s.selected + 1)
	case keySearchForward, keyDown:
		e.selectHit(s.selected - 1)
	case keyPageUp:
		e.selectHit(min(s.selected+10, len(s.hits)-1))
	case keyPageDown:
		e.selectHit(max(s.selected-10, 0))
	case keyBackspace:
		if s.query != "" {
			s.query = s.query[:len(s.query)-lastCluster(s.query)]
		}
		e.find()
	case keyKillLeft, keyDeleteWordLeft:
		s.query = ""
		e.find()
	case keyEscape, keyCancel:
		e.buffer, e.search = s.before, nil
	case keyInterrupt:
		e.buffer, e.search = s.before, nil
		return false
	case keyEnter, keyTab:
		e.endSearch()
	case keyPaste:
		row, _, _ := strings.Cut(e.pasted, "\n")
		s.query += row
		e.find()
	case keyNone:
	default:
		if !k.isText() {
			e.endSearch()
			return false
		}
		s.query += string(rune(k))
		e.find()
	}
	return true
}

func (e *entry) selectHit(n int) {
	if n >= 0 && n < len(e.search.hits) {
		e.search.selected = n
		e.showHit()
	}
}

// endSearch keeps what was found.
func (e *entry) endSearch() {
	if before := e.search.before; before.text != e.text {
		e.undo.record(before, keySearch, e.last)
	}
	e.search = nil
}
