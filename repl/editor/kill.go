package editor

// maxKills is how many killed texts are kept.
const maxKills = 32

// killRing keeps what was killed, for all entries of a session.
type killRing struct {
	texts []string // newest last
	next  int      // what Alt-Y gives next
}

var killKeys = map[key]bool{
	keyDeleteWordLeft: true, keyDeleteWordRight: true, keyKillLeft: true, keyKillRight: true,
}

// kill removes a stretch to the ring. Kills one after the other become one.
func (e *entry) kill(from, to int) {
	if from == to {
		return
	}
	forwards := from == e.at
	text := e.remove(from, to)
	r := e.kills
	n := len(r.texts)
	switch {
	case !killKeys[e.last] || n == 0:
		r.texts = append(r.texts, text)
		if len(r.texts) > maxKills {
			r.texts = r.texts[1:]
		}
	case forwards:
		r.texts[n-1] += text
	default:
		r.texts[n-1] = text + r.texts[n-1]
	}
}

// yank inserts what was killed last.
func (e *entry) yank() {
	r := e.kills
	if len(r.texts) == 0 {
		return
	}
	r.next = len(r.texts) - 1
	e.insert(r.texts[r.next])
}

// yankPop replaces what was just yanked by what was killed before it.
func (e *entry) yankPop() {
	r := e.kills
	if e.last != keyYank && e.last != keyYankPop || len(r.texts) == 0 || r.next >= len(r.texts) {
		return
	}
	yanked := r.texts[r.next]
	if e.at < len(yanked) || e.text[e.at-len(yanked):e.at] != yanked {
		return
	}
	e.remove(e.at-len(yanked), e.at)
	r.next = (r.next + len(r.texts) - 1) % len(r.texts)
	e.insert(r.texts[r.next])
}
