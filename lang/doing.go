package lang

import (
	"fmt"

	"cshell/inspect"
)

// activity is what the process says of the evaluating thread (native.Activity).
type activity = struct {
	Foreign bool
	Called  uint64
	PC      uint64
	Syscall int
	Deaf    bool
	Guest   bool
}

// Doing says what runs at the moment, for a Ctrl-C that had no effect; safe from
// any goroutine.
func (s *Session) Doing() string {
	host, ok := s.cfg.Host.(interface{ Doing() activity })
	if !ok {
		return "it is not known what runs"
	}
	a := host.Doing()
	if !a.Foreign {
		return "the shell itself is at work"
	}
	code, what := new(inspect.CodeMap), "foreign code"
	if place, ok := code.At(a.Called); ok && place.Function != "" {
		what = place.Function
	}
	switch {
	case a.Guest:
		what += " has called, or waits behind, a function of the session on another thread, which has not returned"
	case a.Syscall < 0:
		what += " is running"
	default:
		what += " waits in " + syscallName(a.Syscall)
		if place, ok := code.At(a.PC); ok {
			what += ", " + place.String()
		}
	}
	if a.Deaf {
		what += "; it has blocked all signals, so that only kill -9 ends it before it returns"
	}
	return what
}

// syscallName names the calls that people wait in, for linux/amd64.
func syscallName(n int) string {
	if name := syscallNames[n]; name != "" {
		return "the system call " + name
	}
	return fmt.Sprintf("system call %d", n)
}

var syscallNames = map[int]string{
	0: "read", 1: "write", 7: "poll", 19: "readv", 20: "writev", 23: "select", 34: "pause", 35: "nanosleep",
	42: "connect", 43: "accept", 45: "recvfrom", 47: "recvmsg", 61: "wait4", 72: "fcntl", 73: "flock", 74: "fsync",
	128: "rt_sigtimedwait", 130: "rt_sigsuspend", 202: "futex", 230: "clock_nanosleep", 232: "epoll_wait",
	247: "waitid", 257: "openat", 270: "pselect6", 271: "ppoll", 281: "epoll_pwait", 288: "accept4",
}
