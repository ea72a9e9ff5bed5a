package editor

import (
	"sync"
	"time"
)

// blockedAfter is how long what has happened may wait for its turn before the user
// is told why nothing is shown.
const blockedAfter = 300 * time.Millisecond

// await waits for something to happen, and for its turn: a callback on a library's
// thread may be running then. The prompt stands still while it does, so that from
// blockedAfter on Ctrl-C is a signal, and ends the callback.
func (t *terminal) await(e *entry, prompt string) (obey func() bool) {
	var b blocked
	t.Idle(func() {
		obey = t.wait(e, prompt)
		b.timer = time.AfterFunc(blockedAfter, func() { b.begin(t) })
	})
	b.end(t)
	return obey
}

// blocked is the time in which the goroutine of ReadLine waits for its turn: the
// screen is the timer's then.
type blocked struct {
	timer *time.Timer
	mu    sync.Mutex
	begun bool
	over  bool
}

func (b *blocked) begin(t *terminal) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.over {
		return
	}
	b.begun = true
	t.tty.Signals(true)
	shown := t.screen.painted
	t.screen.above("note: a callback runs on a thread of a library; Ctrl-C ends it\n")
	t.screen.show(shown)
}

func (b *blocked) end(t *terminal) {
	if b.timer.Stop() {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.over = true
	if b.begun {
		t.tty.Signals(false)
	}
}
