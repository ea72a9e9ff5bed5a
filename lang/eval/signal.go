package eval

import (
	"fmt"
	"math/bits"
	"os"
	"strings"

	"cshell/diag"
)

// Signals that by default end a C program end a call or a statement.

// signalNames are those of Linux, from 1.
var signalNames = [...]string{
	"SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
	"SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP",
	"SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO",
	"SIGPWR", "SIGSYS",
}

const (
	sigAbort     = 6
	sigPipe      = 13
	sigFileSize  = 25
	sigFirstReal = 34 // SIGRTMIN of glibc
)

func signalName(n int) string {
	switch {
	case 0 < n && n <= len(signalNames):
		return signalNames[n-1]
	case n == sigFirstReal:
		return "SIGRTMIN"
	case n > sigFirstReal:
		return fmt.Sprintf("SIGRTMIN+%d", n-sigFirstReal)
	}
	return fmt.Sprintf("signal %d", n)
}

// meanings are what libc calls the signals (strsignal) that are no faults.
var meanings = map[string]string{
	"SIGHUP": "hangup", "SIGQUIT": "quit", "SIGUSR1": "user-defined signal 1", "SIGUSR2": "user-defined signal 2",
	"SIGPIPE": "broken pipe", "SIGALRM": "alarm clock", "SIGTERM": "terminated", "SIGSTKFLT": "stack fault",
	"SIGXCPU": "CPU time limit exceeded", "SIGXFSZ": "file size limit exceeded", "SIGVTALRM": "virtual timer expired",
	"SIGPROF": "profiling timer expired", "SIGIO": "I/O possible", "SIGPWR": "power failure",
}

// described is a signal with its meaning: SIGALRM (alarm clock).
func described(n int) string {
	name := signalName(n)
	switch means := meanings[name]; {
	case means != "":
		return name + " (" + means + ")"
	case n >= sigFirstReal:
		return name + fmt.Sprintf(" (real-time signal, %d)", n)
	}
	return name
}

// withHandlerHint says how to have a signal that is no fault handled.
func withHandlerHint(e *diag.Error, n int) *diag.Error {
	name := signalName(n)
	switch {
	case n >= sigFirstReal:
		return e.WithHint("signal(%d, f) has f called instead, signal(%d, SIG_IGN) ignores it", n, n)
	case meanings[name] != "":
		return e.WithHint("signal(%s, f) has f called instead, signal(%s, SIG_IGN) ignores it", name, name)
	}
	return e
}

// What a signal's code says of where it comes from (sigaction(2)).
const (
	codeUser   = 0 // kill
	codeThread = -6
	codeQueue  = -1
	codeKernel = 0x80 // the clock of alarm, say
)

// senders are the functions that send the calling thread a signal.
var senders = map[string]bool{"raise": true, "gsignal": true, "pthread_kill": true, "tgkill": true, "abort": true, "syscall": true}

// raised tells whether the call itself has sent the signal.
func (c *failedCall) raised() bool {
	if int(uint32(c.Addr)) != os.Getpid() {
		return false
	}
	switch c.Code {
	case codeUser, codeQueue:
		return c.Signal != sigPipe && c.Signal != sigFileSize // of a write that fails
	case codeThread:
		return c.Signal == sigAbort || c.Thread != 0 || senders[c.name] || c.throughAny(senders)
	}
	return false
}

// arrived tells whether the signal came from elsewhere while the call ran.
func (c *failedCall) arrived() bool {
	sent := c.Code <= 0 || c.Code == codeKernel && meanings[signalName(c.Signal)] != "" || c.Signal >= sigFirstReal
	return sent && !c.raised()
}

// sender names the process that sent the signal, where it was another.
func (c *failedCall) sender() string {
	pid := int(uint32(c.Addr))
	if c.Code != codeUser && c.Code != codeThread && c.Code != codeQueue || pid == 0 || pid == os.Getpid() {
		return ""
	}
	return fmt.Sprintf(" from process %d", pid)
}

// heed calls the handlers of foreign code for signals that came while none ran, and
// throws an error for those that have none.
func (m *Machine) heed(at diag.Span) {
	before := m.pending
	if m.Host.Deliver() {
		m.jump()
		panic(diag.Errorf(at, diag.Fault, "%s, in a signal's handler", m.staleJump()))
	}
	if p := m.pending; p != nil && before == nil { // a handler that is a session function has failed
		m.pending = nil
		panic(p)
	}
	if set := m.Host.Strays(); set != 0 {
		first := bits.TrailingZeros64(set) + 1
		e := diag.Errorf(at, diag.Fault, "%s arrived; it would have ended a C program", describedSet(set))
		e.Signal = signalName(first)
		panic(withHandlerHint(e, first))
	}
}

// NoteSignals tells of those that came while the prompt waited.
func (m *Machine) NoteSignals() {
	if set := m.Host.Strays(); set != 0 {
		fmt.Fprintf(m.Err, "note: %s arrived at the prompt; it would have ended a C program\n", describedSet(set))
	}
}

func describedSet(set uint64) string {
	var names []string
	for ; set != 0; set &= set - 1 {
		names = append(names, described(bits.TrailingZeros64(set)+1))
	}
	return strings.Join(names, " and ")
}
