package editor

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

const (
	// escapeWait is how long the rest of an escape sequence may take; after
	// that it was the key Esc.
	escapeWait = 40 * time.Millisecond
	// pasteWait is how long a paste may stall before what came is taken for all
	// of it: a lost end mark must not swallow the keyboard.
	pasteWait = 2 * time.Second
	// maxSequence bounds an escape sequence.
	maxSequence = 64
)

// input is where bytes come from.
type input interface {
	// Read waits for bytes; wait < 0 is for ever. Without any in time it
	// returns 0, nil.
	Read(p []byte, wait time.Duration) (int, error)
}

// keyReader makes keys of a terminal's bytes. It is readline's standard input:
// for each permit it reads one key and hands it on as one rune. Between keys it
// leaves the terminal alone, so that what is typed while C code runs is there
// for that code to read.
type keyReader struct {
	in      input
	permits chan struct{}
	closed  chan struct{}
	once    sync.Once

	buf   []byte // read but not yet a key
	out   []byte // the rest of the key's rune
	chunk [4096]byte

	// What belongs to the key that was read last; its receiver may look at it
	// until it gives the next permit.
	pasted string
	more   bool // more bytes had arrived behind the key
}

func newKeyReader(in input) *keyReader {
	return &keyReader{in: in, permits: make(chan struct{}, 1), closed: make(chan struct{})}
}

// permit lets one more key be read.
func (k *keyReader) permit() {
	select {
	case k.permits <- struct{}{}:
	default:
	}
}

// Close ends the input.
func (k *keyReader) Close() error {
	k.once.Do(func() { close(k.closed) })
	return nil
}

// Read is readline's view: the bytes of one rune at a time.
func (k *keyReader) Read(p []byte) (int, error) {
	if len(k.out) == 0 {
		select {
		case <-k.closed:
			return 0, io.EOF
		case <-k.permits:
		}
		pressed, err := k.next()
		if err != nil {
			return 0, io.EOF // a vanished terminal is an end like any other
		}
		k.more = len(k.buf) > 0
		k.out = utf8.AppendRune(nil, rune(pressed))
	}
	n := copy(p, k.out)
	k.out = k.out[n:]
	return n, nil
}

// textFollows says whether what arrived behind the key goes on as text does
// behind a tab (int<Tab>x): the key was pasted then. A bracket or Enter behind
// it is more likely of someone whose keys come fast.
func (k *keyReader) textFollows() bool {
	return len(k.buf) > 0 && (isWord(rune(k.buf[0])) || bytes.IndexByte([]byte(" *\"/"), k.buf[0]) >= 0)
}

// dropInterrupt takes what was typed behind an entry up to a Ctrl-C, if there is one:
// had it come a moment later, the terminal would have done so. To be called as soon
// as the terminal is cooked, which makes a line of what came before.
func (k *keyReader) dropInterrupt() (dropped bool) {
	if k.fill(0) == io.EOF { // Ctrl-D has ended an empty line already
		k.buf = append(k.buf, ctrlD)
	}
	typed, _, _ := bytes.Cut(k.buf, []byte("\x1b[200~")) // what is pasted is text
	at := bytes.LastIndexByte(typed, 'C'&0x1f)
	k.buf = k.buf[at+1:]
	return at >= 0
}

const ctrlD = 'D' & 0x1f

// readAhead takes what was typed while the terminal was cooked; it is raw again.
// Ctrl-D, which ended a line for nobody then, has become a NUL.
func (k *keyReader) readAhead() {
	before := len(k.buf)
	k.fill(0) // what fails now fails again
	for i, c := range k.buf[before:] {
		if c == 0 {
			k.buf[before+i] = ctrlD
		}
	}
}

// next reads one key.
func (k *keyReader) next() (key, error) {
	for len(k.buf) == 0 {
		if err := k.fill(-1); err != nil {
			return keyEOF, err
		}
	}
	switch c := k.buf[0]; {
	case c == 0x1b:
		return k.escape()
	case c < ' ' || c == 0x7f:
		k.buf = k.buf[1:]
		if pressed, ok := controls[c]; ok {
			return pressed, nil
		}
		return keyNone, nil
	}
	return k.character(), nil
}

// fill waits for more bytes; without any in time that is no error.
func (k *keyReader) fill(wait time.Duration) error {
	n, err := k.in.Read(k.chunk[:], wait)
	k.buf = append(k.buf, k.chunk[:max(n, 0)]...)
	if n > 0 {
		return nil
	}
	return err
}

// need says whether at least n bytes are there, or come quickly.
func (k *keyReader) need(n int) bool {
	for len(k.buf) < n {
		before := len(k.buf)
		if k.fill(escapeWait) != nil || len(k.buf) == before {
			return false
		}
	}
	return true
}

// character reads one UTF-8 character. What is none, and what would pass for a
// key or a control character, becomes U+FFFD.
func (k *keyReader) character() key {
	for !utf8.FullRune(k.buf) && k.need(len(k.buf)+1) {
	}
	r, n := utf8.DecodeRune(k.buf)
	k.buf = k.buf[n:]
	if !printable(r) {
		return utf8.RuneError
	}
	return key(r)
}

// printable says whether a character may be part of an entry as it is.
func printable(r rune) bool {
	return r >= ' ' && r < rune(keyBase) && (r < 0x7f || r >= 0xa0)
}

// escape reads what begins with ESC.
func (k *keyReader) escape() (key, error) {
	if !k.need(2) {
		k.buf = k.buf[1:]
		return keyEscape, nil
	}
	switch c := k.buf[1]; c {
	case '[':
		return k.sequence()
	case 'O':
		if !k.need(3) {
			return k.take(2), nil
		}
		return k.lookup(k.taken(3)[2:]), nil
	case ']', 'P', '_', '^', 'X':
		return k.skipString(), nil
	case 0x1b:
		return k.doubleEscape(), nil
	default:
		return k.meta(c), nil
	}
}

// meta is Alt with a character. A control character of which that is no key was
// typed behind Esc.
func (k *keyReader) meta(c byte) key {
	pressed, ok := metas[c]
	switch {
	case ok:
		k.take(2)
		return pressed
	case c < ' ':
		k.take(1)
		return keyEscape
	}
	k.take(1)
	k.character()
	return keyNone
}

// doubleEscape is Esc typed twice, or what rxvt sends for Alt with a key.
func (k *keyReader) doubleEscape() key {
	k.take(1)
	return keyEscape
}

// take drops n bytes and stands for a key that does nothing.
func (k *keyReader) take(n int) key {
	k.taken(n)
	return keyNone
}

func (k *keyReader) taken(n int) string {
	text := string(k.buf[:n])
	k.buf = k.buf[n:]
	return text
}

// sequence reads ESC [ … up to its final byte.
func (k *keyReader) sequence() (key, error) {
	for i := 2; ; i++ {
		if i > maxSequence || !k.need(i+1) {
			return k.take(min(i, len(k.buf))), nil
		}
		c := k.buf[i]
		if c < ' ' || c >= 0x7f { // no part of a sequence
			return k.take(i), nil
		}
		if c < '@' || i == 2 && c == '[' { // ESC [ [ A is F1 of the Linux console
			continue
		}
		body := k.taken(i + 1)[2:]
		if body == "200~" {
			return k.paste()
		}
		return k.lookup(body), nil
	}
}

func (k *keyReader) lookup(body string) key {
	if pressed, ok := sequences[body]; ok {
		return pressed
	}
	return keyNone
}

// skipString skips a terminal's answer, up to BEL or ESC \.
func (k *keyReader) skipString() key {
	for i := 2; i < 4096 && k.need(i+1); i++ {
		if k.buf[i] == 7 || k.buf[i] == '\\' && k.buf[i-1] == 0x1b {
			return k.take(i + 1)
		}
	}
	return k.take(len(k.buf))
}

var pasteEnd = []byte("\x1b[201~")

// paste reads up to the end of a bracketed paste.
func (k *keyReader) paste() (key, error) {
	for searched := 0; ; {
		if at := bytes.Index(k.buf[searched:], pasteEnd); at >= 0 {
			at += searched
			k.pasted = cleanPaste(string(k.buf[:at]))
			k.buf = k.buf[at+len(pasteEnd):]
			return keyPaste, nil
		}
		searched = max(0, len(k.buf)-len(pasteEnd))
		before := len(k.buf)
		if err := k.fill(pasteWait); err != nil || len(k.buf) == before {
			k.pasted = cleanPaste(string(k.buf))
			k.buf = nil
			return keyPaste, nil
		}
	}
}

// cleanPaste makes pasted text fit to be edited: newlines as \n, tabs kept, no
// control characters, valid UTF-8.
func cleanPaste(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || printable(r) {
			return r
		}
		return -1
	}, text)
}
