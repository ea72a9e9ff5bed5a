package editor

import (
	"os"
	"sync"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// capture takes what other threads write to the terminal while an entry is
// being edited, so that it can be shown above the entry and tears nothing. A
// pseudoterminal stands in the place of standard output and error meanwhile:
// C goes on to see a terminal there. While foreign code is called nothing
// stands between it and the real one.
type capture struct {
	master *os.File
	slave  int
	places []place

	mu     sync.Mutex // Close may come from another goroutine
	on     bool
	closed bool
}

// place is a descriptor that is the terminal, and a copy of it.
type place struct{ fd, original int }

// newCapture prepares it for out and, if that is the same terminal, err. Where
// there are no pseudoterminals it is nil, and nothing is captured.
func newCapture(out, err *os.File, show func([]byte)) *capture {
	master, slave, failed := pty.Open()
	if failed != nil {
		return nil
	}
	c := &capture{master: master, slave: keep(int(slave.Fd()))}
	slave.Close()
	for _, f := range []*os.File{out, err} {
		if f != nil && IsTerminal(f) && sameFile(out, f) {
			c.places = append(c.places, place{int(f.Fd()), keep(int(f.Fd()))})
		}
	}
	passThrough(c.slave)
	go c.pump(show)
	return c
}

// keep is a copy of a descriptor that programs we start do not get.
func keep(fd int) int {
	copied, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 10)
	if err != nil {
		return fd
	}
	return copied
}

func sameFile(a, b *os.File) bool {
	x, errX := a.Stat()
	y, errY := b.Stat()
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// passThrough has a pseudoterminal change nothing of what is written.
func passThrough(fd int) {
	if t, err := unix.IoctlGetTermios(fd, unix.TCGETS); err == nil {
		t.Oflag &^= unix.OPOST
		t.Lflag &^= unix.ECHO
		unix.IoctlSetTermios(fd, unix.TCSETS, t)
	}
}

// pump hands on what is written. It never waits for the editor, which may wait
// for the thread that writes.
func (c *capture) pump(show func([]byte)) {
	chunk := make([]byte, 32<<10)
	for {
		n, err := c.master.Read(chunk)
		if n > 0 {
			show(chunk[:n])
		}
		if err != nil {
			return
		}
	}
}

// start begins to capture.
func (c *capture) start(cols, rows int) {
	if c == nil {
		return
	}
	c.resize(cols, rows)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.on || c.closed {
		return
	}
	c.on = true
	for _, p := range c.places {
		unix.Dup3(c.slave, p.fd, 0)
	}
}

// resize tells the pseudoterminal the size of the real one.
func (c *capture) resize(cols, rows int) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		unix.IoctlSetWinsize(c.slave, unix.TIOCSWINSZ, &unix.Winsize{Col: uint16(cols), Row: uint16(rows)})
	}
}

// stop puts the terminal back.
func (c *capture) stop() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.on {
		return
	}
	c.on = false
	for _, p := range c.places {
		unix.Dup3(p.original, p.fd, 0)
	}
}

// close ends it for good.
func (c *capture) close() {
	if c == nil {
		return
	}
	c.stop()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	c.closed = true
	unix.Close(c.slave)
	for _, p := range c.places {
		unix.Close(p.original)
	}
	c.master.Close()
}

// outbox collects output until the editor takes it.
type outbox struct {
	mu    sync.Mutex
	text  []byte
	ready chan struct{} // has an element when there is something to take
}

func (o *outbox) add(text []byte) {
	o.mu.Lock()
	o.text = append(o.text, text...)
	o.mu.Unlock()
	select {
	case o.ready <- struct{}{}:
	default:
	}
}

func (o *outbox) take() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := string(o.text)
	o.text = nil
	return text
}
