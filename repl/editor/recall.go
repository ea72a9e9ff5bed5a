package editor

import "strings"

// past are the entries of this and of earlier sessions, oldest first.
type past struct{ entries []string }

func (p *past) add(text string) {
	text = strings.TrimRight(text, "\n")
	if n := len(p.entries); text == "" || n > 0 && p.entries[n-1] == text {
		return
	}
	p.entries = append(p.entries, text)
}

// recall is a walk through the past. The zero recall has not begun.
type recall struct {
	index   int // of the entry shown; len(past) is the one that is being typed
	shown   string
	prefix  string // what the entries must begin with
	live    buffer // what was being typed
	walking bool
}

// walk goes n entries up or down among those that begin with the text that
// stood left of the cursor when the walk began.
func (e *entry) walk(n int) {
	r := &e.recall
	if !r.walking || e.text != r.shown {
		if n > 0 {
			return
		}
		*r = recall{index: len(e.past.entries), prefix: e.before(), live: e.buffer, walking: true, shown: e.text}
	}
	for i := r.index + n; i >= 0; i += n {
		if i >= len(e.past.entries) {
			e.buffer = r.live
			r.walking = false
			return
		}
		text := e.past.entries[i]
		if strings.HasPrefix(text, r.prefix) && text != e.text {
			r.index, r.shown = i, text
			e.set(text)
			return
		}
	}
}

// suggestion is how the newest entry that begins with the text goes on, or what
// is proposed in place of nothing.
func (e *entry) suggestion() string {
	switch {
	case e.at != len(e.text) || e.search != nil:
		return ""
	case e.text == "":
		return e.assistant.Proposal()
	}
	for i := len(e.past.entries) - 1; i >= 0; i-- {
		if rest, ok := strings.CutPrefix(e.past.entries[i], e.text); ok && rest != "" {
			return rest
		}
	}
	return ""
}
