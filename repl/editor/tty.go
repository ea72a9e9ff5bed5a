package editor

import (
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// tty is the terminal as a device.
type tty interface {
	input
	io.Writer
	// Cancel makes a waiting Read, and all later ones, return io.EOF.
	Cancel()
	Size() (cols, rows int)
	// Resized tells of a new size.
	Resized() <-chan struct{}
	// Raw gives single keys without echo; Cooked undoes it. Both may be called
	// again and again, from any goroutine.
	Raw() error
	Cooked()
	// Signals says whether Ctrl-C in the raw terminal is a signal.
	Signals(on bool)
	// Changed says whether C has changed modes since the last Cooked.
	Changed() bool
	// Restore makes the terminal what it was in the beginning.
	Restore()
	// Suspend stops the process, as Ctrl-Z does, and returns when it goes on.
	Suspend()
	// Run runs a program that uses the cooked terminal, an editor say.
	Run(program string, args ...string) error
}

// Bracketed paste: the terminal marks what is pasted.
const (
	pasteOn  = "\x1b[?2004h"
	pasteOff = "\x1b[?2004l"
)

// device is a real terminal.
type device struct {
	in, out *os.File
	wake    [2]int // a pipe that ends a wait for input
	resized chan struct{}

	mu     sync.Mutex
	first  *unix.Termios // as it was in the beginning; nil: not known
	cooked *unix.Termios // what to restore; nil: the terminal is cooked
	handed *unix.Termios // as Cooked has left it
}

// openTTY uses a descriptor of its own for output, because capture takes the
// place of out.
func openTTY(in, out *os.File) (*device, error) {
	fd, err := unix.FcntlInt(out.Fd(), unix.F_DUPFD_CLOEXEC, 10)
	if err != nil {
		return nil, err
	}
	d := &device{in: in, out: os.NewFile(uintptr(fd), out.Name()), resized: make(chan struct{}, 1)}
	if first, err := unix.IoctlGetTermios(int(in.Fd()), unix.TCGETS); err == nil {
		d.first = first
	}
	if err := unix.Pipe2(d.wake[:], unix.O_CLOEXEC|unix.O_NONBLOCK); err != nil {
		return nil, err
	}
	d.watchSize()
	d.watchEnd()
	return d, nil
}

// watchSize passes changes of size on, those of one drag as one.
func (d *device) watchSize() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGWINCH)
	go func() {
		for range signals {
			time.Sleep(20 * time.Millisecond)
			select {
			case d.resized <- struct{}{}:
			default:
			}
		}
	}()
}

// watchEnd gives the terminal back before a signal ends the process. Sending
// the signal to ourselves once more would not do: that is taken for foreign
// code's doing. The status is what a shell says of the signal.
func (d *device) watchEnd() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		s := <-signals
		d.Cooked()
		os.Exit(128 + int(s.(syscall.Signal)))
	}()
}

func (d *device) Write(p []byte) (int, error) { return d.out.Write(p) }
func (d *device) Resized() <-chan struct{}    { return d.resized }
func (d *device) Cancel()                     { unix.Write(d.wake[1], []byte{1}) }

func (d *device) Size() (cols, rows int) {
	size, err := unix.IoctlGetWinsize(int(d.out.Fd()), unix.TIOCGWINSZ)
	if err != nil || size.Col == 0 || size.Row == 0 {
		return 80, 24
	}
	return int(size.Col), int(size.Row)
}

func (d *device) Read(p []byte, wait time.Duration) (int, error) {
	timeout := -1
	if wait >= 0 {
		timeout = int(wait.Milliseconds())
	}
	in := int(d.in.Fd())
	fds := []unix.PollFd{{Fd: int32(in), Events: unix.POLLIN}, {Fd: int32(d.wake[0]), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(fds, timeout)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil || n == 0:
			return 0, err
		case fds[1].Revents != 0:
			return 0, io.EOF
		}
		n, err = unix.Read(in, p)
		switch {
		case err == unix.EINTR || err == unix.EAGAIN:
			continue
		case err == nil && n == 0:
			return 0, io.EOF
		}
		return max(n, 0), err
	}
}

// Raw leaves output processing on, so that other threads may write \n.
func (d *device) Raw() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.cooked != nil {
		return nil
	}
	before, err := unix.IoctlGetTermios(int(d.in.Fd()), unix.TCGETS)
	if err != nil {
		return err
	}
	raw := *before
	raw.Iflag &^= unix.IGNBRK | unix.BRKINT | unix.PARMRK | unix.ISTRIP | unix.INLCR | unix.IGNCR | unix.ICRNL | unix.IXON
	raw.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
	raw.Cflag = raw.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8
	raw.Cc[unix.VMIN], raw.Cc[unix.VTIME] = 1, 0
	raw.Cc[unix.VQUIT], raw.Cc[unix.VSUSP] = 0, 0 // also when Signals is on
	if err := unix.IoctlSetTermios(int(d.in.Fd()), unix.TCSETS, &raw); err != nil {
		return err
	}
	d.cooked = before
	io.WriteString(d.out, pasteOn)
	return nil
}

func (d *device) Signals(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	mode, err := unix.IoctlGetTermios(int(d.in.Fd()), unix.TCGETS)
	if err != nil || d.cooked == nil {
		return
	}
	mode.Lflag &^= unix.ISIG
	if on {
		mode.Lflag |= unix.ISIG
	}
	unix.IoctlSetTermios(int(d.in.Fd()), unix.TCSETS, mode)
}

func (d *device) Cooked() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.cooked == nil {
		return
	}
	io.WriteString(d.out, pasteOff+"\x1b[?25h")
	unix.IoctlSetTermios(int(d.in.Fd()), unix.TCSETS, d.cooked)
	d.cooked, d.handed = nil, d.cooked
}

func (d *device) Changed() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	now, err := unix.IoctlGetTermios(int(d.in.Fd()), unix.TCGETS)
	return err == nil && d.handed != nil && *now != *d.handed
}

func (d *device) Restore() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.first == nil || d.cooked != nil {
		return
	}
	io.WriteString(d.out, leaveFullScreen)
	unix.IoctlSetTermios(int(d.in.Fd()), unix.TCSETSW, d.first)
}

// leaveFullScreen takes back what a program that draws all of the screen makes of a
// terminal, which cannot be asked. The cursor is saved before what moves it, so that
// a terminal in which nothing of that is in force stays as it is.
const leaveFullScreen = "\x1b7\x1b[r\x1b8" + // scroll the whole screen
	"\x1b7\x1b[?1049l" + // back from the alternate screen, to where the cursor was
	"\x1b[?1l\x1b>" + // cursor keys and keypad
	"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l" + // mouse
	"\x1b[4l\x1b[?7h\x1b[?25h" + // no insertion, wrapping, the cursor seen
	"\x1b(B\x0f\x1b[0m\x1b[J" // letters, no colours, nothing below

// stopWait is how long a stop may take to happen. In a session without job
// control it never does.
const stopWait = 300 * time.Millisecond

func (d *device) Suspend() {
	resumed := make(chan os.Signal, 1)
	signal.Notify(resumed, syscall.SIGCONT)
	defer signal.Stop(resumed)
	syscall.Kill(0, syscall.SIGTSTP)
	select { // kill returns before the stop happens
	case <-resumed:
	case <-time.After(stopWait):
	}
}

// ReaderGone says whether f is a pipe that nobody reads any more.
func ReaderGone(f *os.File) bool {
	fds := []unix.PollFd{{Fd: int32(f.Fd())}}
	n, _ := unix.Poll(fds, 0)
	return n > 0 && fds[0].Revents&unix.POLLERR != 0
}
