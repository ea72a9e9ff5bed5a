package editor

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chzyer/readline"
)

// terminal edits entries at a terminal. All of it belongs to the goroutine of
// ReadLine. Readline runs its own goroutines; they hand each key over and wait
// until it has been dealt with.
type terminal struct {
	Options
	tty     tty
	keys    *keyReader
	engine  *readline.Instance
	pressed chan keyPress
	done    chan struct{} // closed by Close
	closing sync.Once
	screen  screen
	capture *capture
	printed outbox
	reading atomic.Bool
	past    past
	begun   string // what the next entry begins with

	interrupted bool // Ctrl-C was typed behind the last entry
	kills       killRing
}

// keyPress is a key on its way through readline; what readline is to do about
// it comes back.
type keyPress struct {
	key    key
	answer chan verdict
}

// verdict is the rune that readline goes on with; not ok is none.
type verdict struct {
	r  rune
	ok bool
}

// result is what readline made of the keys.
type result struct {
	text string
	err  error
}

func newTerminal(device tty, o Options) (*terminal, error) {
	if o.Assistant == nil {
		o.Assistant = simple{}
	}
	if o.More == "" {
		o.More = "... "
	}
	if o.Idle == nil {
		o.Idle = func(f func()) { f() }
	}
	t := &terminal{
		Options: o, tty: device, keys: newKeyReader(device),
		pressed: make(chan keyPress), done: make(chan struct{}),
		screen:  screen{out: device, color: o.Color},
		printed: outbox{ready: make(chan struct{}, 1)},
	}
	engine, err := readline.NewEx(t.engineConfig())
	if err != nil {
		return nil, fmt.Errorf("the terminal cannot be edited on: %w", err)
	}
	t.engine = engine
	return t, nil
}

// engineConfig has readline do nothing by itself: it believes that there is no
// terminal, so it neither paints nor changes modes, and all of its keys are
// filtered.
func (t *terminal) engineConfig() *readline.Config {
	nothing := func() error { return nil }
	return &readline.Config{
		Stdin:                  t.keys,
		Stdout:                 io.Discard,
		Stderr:                 io.Discard,
		FuncIsTerminal:         func() bool { return false },
		FuncGetWidth:           func() int { return 0 },
		FuncOnWidthChanged:     func(func()) {},
		FuncMakeRaw:            nothing,
		FuncExitRaw:            nothing,
		FuncFilterInputRune:    t.filter,
		HistoryLimit:           -1,
		DisableAutoSaveHistory: true,
	}
}

// filter runs in readline's goroutine for each key. Refusing a key there leaves
// readline's buffer as it is; a key that ends the entry finds the text in it.
func (t *terminal) filter(r rune) (rune, bool) {
	press := keyPress{key(r), make(chan verdict, 1)}
	select {
	case t.pressed <- press:
	case <-t.done:
		return 0, true // the end of the input
	}
	select {
	case v := <-press.answer:
		return v.r, v.ok
	case <-t.done:
		return 0, true
	}
}

// ReadLine reads one entry.
func (t *terminal) ReadLine(prompt string) (string, error) {
	if err := t.begin(); err != nil {
		return "", err
	}
	defer t.end() // also when something panics
	io.WriteString(t.tty, freshRow(t.screen.cols))
	e := &entry{assistant: t.Assistant, past: &t.past, kills: &t.kills}
	e.set(t.begun)
	t.begun = ""
	results := make(chan result, 1)
	go func() {
		text, err := t.engine.Readline()
		results <- result{text, err}
	}()
	t.keys.permit()
	t.paint(e, prompt)
	for {
		if obey := t.await(e, prompt); obey() {
			t.end() // readline has the entry: leave the terminal before it is run
			r := <-results
			t.interrupted = r.err == nil && t.keys.dropInterrupt()
			return t.outcome(r)
		}
	}
}

// outcome translates readline's errors.
func (*terminal) outcome(r result) (string, error) {
	if errors.Is(r.err, readline.ErrInterrupt) {
		return "", ErrInterrupt
	}
	return r.text, r.err
}

// begin takes the terminal.
func (t *terminal) begin() error {
	select {
	case <-t.done:
		return io.EOF
	default:
	}
	if err := t.tty.Raw(); err != nil {
		return io.EOF // the terminal has vanished
	}
	t.keys.readAhead()
	t.measure()
	t.reading.Store(true)
	t.capture.start(t.screen.cols, t.screen.rows)
	return nil
}

// end gives the terminal back.
func (t *terminal) end() {
	t.capture.stop()
	t.reading.Store(false)
	t.flush()
	t.tty.Cooked()
}

// measure asks for the size of the terminal.
func (t *terminal) measure() {
	t.screen.resize(t.tty.Size())
}

// wait waits for something to happen. What is to be done about it is done by
// the function that it returns, which says whether the entry has ended.
func (t *terminal) wait(e *entry, prompt string) func() bool {
	select {
	case press := <-t.pressed:
		return func() bool { return t.press(e, prompt, press) }
	case <-t.tty.Resized():
		return func() bool {
			t.measure()
			t.capture.resize(t.screen.cols, t.screen.rows)
			t.paint(e, prompt)
			return false
		}
	case <-t.printed.ready:
		return func() bool {
			t.screen.above(t.printed.take())
			t.paint(e, prompt)
			return false
		}
	case <-t.Finished:
		return func() bool {
			t.Settle()
			t.paint(e, prompt)
			return false
		}
	case <-t.done:
		return func() bool { return true }
	}
}

func (t *terminal) paint(e *entry, prompt string) {
	e.width, e.height = t.screen.cols, t.screen.rows
	t.screen.paint(e.frame(prompt, t.More, t.Color))
}

// press obeys a key and answers readline.
func (t *terminal) press(e *entry, prompt string, press keyPress) (over bool) {
	more := press.key != keyEOF && t.keys.more
	e.pasted, e.burst, e.textFollows = t.keys.pasted, more, t.keys.textFollows()
	switch e.press(press.key) {
	case accepted:
		t.finish(e, prompt, "")
		t.engine.Operation.SetBuffer(e.text)
		press.answer <- verdict{readline.CharEnter, true}
		return true
	case interrupted:
		t.finish(e, prompt, "^C")
		t.engine.Operation.SetBuffer("")
		press.answer <- verdict{readline.CharInterrupt, true}
		return true
	case ended:
		t.finish(e, prompt, "")
		t.engine.Operation.SetBuffer("")
		press.answer <- verdict{readline.CharDelete, true}
		return true
	case suspended:
		t.outside(e, prompt, t.tty.Suspend)
	case externally:
		t.outside(e, prompt, func() { t.editOutside(e) })
	case cleared:
		t.screen.clear()
	}
	if !more {
		t.paint(e, prompt)
	}
	press.answer <- verdict{}
	t.keys.permit()
	return false
}

// finish shows the entry as it stays on the screen.
func (t *terminal) finish(e *entry, prompt, sign string) {
	t.screen.finish(frame{
		prompt: prompt, more: t.More, text: e.text, tokens: t.Assistant.Tokens(e.text),
	}, sign)
}

// outside gives the terminal back while f runs.
func (t *terminal) outside(e *entry, prompt string, f func()) {
	t.finish(e, prompt, "")
	t.end()
	f()
	if t.begin() == nil {
		io.WriteString(t.tty, freshRow(t.screen.cols))
	}
}

// editOutside has the entry edited by the user's editor.
func (t *terminal) editOutside(e *entry) {
	before := e.buffer
	text, err := external(t.tty, e.text)
	if err != nil {
		e.told = []string{fmt.Sprintf("the editor failed: %v", err)}
		return
	}
	e.set(text)
	e.undo.record(before, keyExternal, keyNone)
}

// output takes what other threads write: above the entry, or straight on.
func (t *terminal) output(text []byte) {
	t.printed.add(text)
	if !t.reading.Load() {
		t.flush()
	}
}

// flush writes what nobody will show above an entry.
func (t *terminal) flush() {
	if text := t.printed.take(); text != "" {
		io.WriteString(t.tty, text)
	}
}

// Edit is for between two entries.
func (t *terminal) Edit(text string) (err error) {
	t.begun, err = external(t.tty, text)
	if err != nil {
		t.begun = ""
	}
	return err
}

// AddHistory makes entry what Up brings back first.
func (t *terminal) AddHistory(entry string) { t.past.add(cleanPaste(entry)) }

// closeWait is how long Close waits for readline.
const closeWait = time.Second

// Close gives the terminal back.
func (t *terminal) Close() error {
	t.closing.Do(func() {
		close(t.done)
		t.keys.Close()
		t.tty.Cancel()
		t.capture.close()
		t.tty.Cooked()
		stopped := make(chan struct{})
		go func() {
			t.engine.Close()
			close(stopped)
		}()
		select {
		case <-stopped:
		case <-time.After(closeWait): // it is stuck, and the process ends anyway
		}
	})
	return nil
}
