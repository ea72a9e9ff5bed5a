package native

import (
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
)

// Activity is what the evaluating thread does.
type Activity = struct {
	Foreign bool   // it is in foreign code
	Called  uint64 // the function that was called
	PC      uint64 // 0 where it runs: the system tells the place of a wait only
	Syscall int    // -1 where it waits in none
	Deaf    bool   // foreign code has blocked the signal that would end it
	Guest   bool   // a callback on a thread of C has the session
}

// Doing asks the system what the evaluating thread does; safe from any goroutine.
func (p *Process) Doing() (a Activity) {
	a.Foreign = atomic.LoadUint32(&host.foreign) != 0 && atomic.LoadUintptr(&host.active) != 0
	a.Guest = atomic.LoadUint32(&host.lock) == hostGuest
	a.Called = p.calledNow()
	task := fmt.Sprintf("/proc/self/task/%d/", atomic.LoadInt32(&host.tid))
	a.Syscall, a.PC = parseSyscall(task + "syscall")
	status, _ := os.ReadFile(task + "status")
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "SigBlk:"); ok {
			mask, _ := strconv.ParseUint(strings.TrimSpace(rest), 16, 64)
			a.Deaf = mask>>(sigInterrupt-1)&1 != 0
		}
	}
	return a
}

// calledNow is the function that the innermost call has entered; it reads as a
// stranger would, since the call may end meanwhile.
func (p *Process) calledNow() uint64 {
	word := func(addr uintptr) uintptr {
		var b [8]byte
		if p.Read(addr, b[:]) < len(b) {
			return 0
		}
		return uintptr(binary.LittleEndian.Uint64(b[:]))
	}
	img := word(atomic.LoadUintptr(&host.active)) // control.img
	if img == 0 {
		return 0
	}
	return uint64(word(img + imgRetGPR))
}

// parseSyscall reads "number six-arguments sp pc", or "running".
func parseSyscall(file string) (number int, pc uint64) {
	text, _ := os.ReadFile(file)
	words := strings.Fields(string(text))
	if len(words) < 3 {
		return -1, 0
	}
	number, err := strconv.Atoi(words[0])
	if err != nil {
		return -1, 0
	}
	pc, _ = strconv.ParseUint(words[len(words)-1], 0, 64)
	return number, pc
}
