package eval

import (
	"fmt"
	"os"
	"path"
	"strings"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/native/mem"
)

// explain.go says what happened when foreign code did not return.

var signalNames = map[int]string{
	1: "SIGHUP", 3: "SIGQUIT", 15: "SIGTERM", 16: "SIGSTKFLT",
	4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 11: "SIGSEGV", 31: "SIGSYS",
}

// stackChecker is what a host may offer: whether a fault at an address means
// that the C stack ended.
type stackChecker interface{ StackOverflow(addr uint64) bool }

// explain is the error of a call of name that ended with f.
func (m *Machine) explain(at diag.Span, name string, args []string, f *ctypes.Fault) *diag.Error {
	called := fmt.Sprintf("%s(%s)", name, strings.Join(args, ", "))
	switch f.Signal {
	case ctypes.SignalExit:
		status := f.Code
		e := diag.Errorf(at, diag.Exit, "foreign code called exit(%d)", status)
		if name != "exit" {
			e.Message += " in " + called
		}
		e.Status, e.Function = &status, name
		return e
	case ctypes.SignalThreadExit:
		e := diag.Errorf(at, diag.Exit, "foreign code ended its thread (pthread_exit) in %s", called)
		e.Function = name
		return e
	case ctypes.SignalInterrupt:
		e := interrupted(at)
		e.Message = "interrupted in " + called
		e.Function = name
		return e
	case ctypes.SignalFreedCallback:
		addr := f.Addr
		e := diag.Errorf(at, diag.Memory, "C called a callback that was deleted, in %s", called)
		e.Address = &addr
		return e
	}
	return m.explainSignal(at, name, called, f)
}

// ExplainCall says why foreign code did not return (a constructor's fault
// while loading, say): an error of kind fault, exit or interrupt.
func (m *Machine) ExplainCall(at diag.Span, call string, f *ctypes.Fault) *diag.Error {
	return m.explain(at, call, nil, f)
}

func (m *Machine) explainSignal(at diag.Span, name, called string, f *ctypes.Fault) *diag.Error {
	signal := signalNames[f.Signal]
	if signal == "" {
		signal = fmt.Sprintf("signal %d", f.Signal)
	}
	where, function := m.codeName(uintptr(f.PC))
	if function == "" {
		function = name
	}
	e := diag.Errorf(at, diag.Fault, "%s%s in %s, called as %s", signal, m.access(f), where, called)
	if b := m.guardOf(f); b != nil {
		e.Message = fmt.Sprintf("%s %s of %s: %s at 0x%x in %s, called as %s",
			function, past(b, f), blockName(b), signal, f.Addr, where, called)
	}
	if f.Thread != 0 {
		e.Message += fmt.Sprintf(", on thread %d of the library", f.Thread)
	}
	e.Signal, e.Function = signal, function
	if addressed(f) {
		addr := f.Addr
		e.Address = &addr
	}
	return e
}

// addressed tells whether the signal is about an address: one that somebody
// sent (a code of at most 0) is not.
func addressed(f *ctypes.Fault) bool { return (f.Signal == 11 || f.Signal == 7) && f.Code > 0 }

const integerDivision = 1 // FPE_INTDIV

// access is what the instruction wanted: " writing 0x0".
func (m *Machine) access(f *ctypes.Fault) string {
	if s, ok := m.Host.(stackChecker); ok && f.Signal == 11 && s.StackOverflow(f.Addr) {
		return " (stack overflow)"
	}
	if f.Signal == 8 && f.Code == integerDivision {
		return " (division by zero)"
	}
	if !addressed(f) {
		return ""
	}
	verb := map[ctypes.Access]string{
		ctypes.AccessRead: "reading", ctypes.AccessWrite: "writing", ctypes.AccessExecute: "executing",
	}[f.Access]
	if verb == "" {
		verb = "reading or writing"
	}
	return fmt.Sprintf(" %s 0x%x%s", verb, f.Addr, m.neighbour(uintptr(f.Addr)))
}

// neighbour says what an address is in or next to: a block of the shell, or a
// mapping of the process.
func (m *Machine) neighbour(addr uintptr) string {
	if !m.Heap.Owns(addr) {
		return mapping(addr)
	}
	b := m.Heap.Near(addr)
	switch {
	case b == nil:
		return ""
	case b.Freed:
		return " (in " + blockName(b) + ", which was freed)"
	case addr >= b.End():
		return " (past the end of " + blockName(b) + ")"
	case addr < b.Addr:
		return fmt.Sprintf(" (%s before %s)", count(int64(b.Addr-addr), "byte"), blockName(b))
	}
	return " (in " + blockName(b) + ")"
}

// mapping says what memory of the process an address is in, where the system
// tells.
func mapping(addr uintptr) string {
	if addr < firstPage {
		return ""
	}
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		return ""
	}
	defer f.Close()
	maps, err := inspect.ParseMaps(f)
	if err != nil {
		return ""
	}
	in, ok := inspect.MappingAt(maps, addr)
	switch {
	case !ok:
		return " (nothing is mapped there)"
	case in.Path == "":
		return " (in " + protection(in.Perms) + " memory)"
	}
	return " (in " + protection(in.Perms) + " memory of " + path.Base(in.Path) + ")"
}

// protection puts rwx permissions into a word.
func protection(perms string) string {
	switch {
	case strings.HasPrefix(perms, "rw"):
		return "writable"
	case strings.HasPrefix(perms, "r"):
		return "read-only"
	}
	return "inaccessible"
}

// guardOf is the live block whose guard page the fault hit.
func (m *Machine) guardOf(f *ctypes.Fault) *mem.Block {
	addr := uintptr(f.Addr)
	if !addressed(f) || !m.Heap.Owns(addr) {
		return nil
	}
	b := m.Heap.Near(addr)
	if b == nil || b.Freed || b.Contains(addr, 1) {
		return nil
	}
	return b
}

func past(b *mem.Block, f *ctypes.Fault) string {
	verb := "read"
	if f.Access == ctypes.AccessWrite {
		verb = "wrote"
	}
	if uintptr(f.Addr) < b.Addr {
		return verb + " before the start"
	}
	return verb + " past the end"
}

// codeName is where an instruction is: strcpy+0x1e in libc.so.6.
func (m *Machine) codeName(pc uintptr) (where, function string) {
	name, lib, off, ok := m.symbolAt(pc)
	switch {
	case !ok:
		return fmt.Sprintf("code at 0x%x", pc), ""
	case name == "":
		return fmt.Sprintf("%s+0x%x", lib, off), ""
	}
	return fmt.Sprintf("%s+0x%x in %s", name, off, lib), name
}

// showArgument is an argument in a message: short, texts quoted.
func (m *Machine) showArgument(v Value) string {
	if v.IsVoid() {
		return "…"
	}
	text := m.printer(argumentLimit).Echo(m.shown(v))
	if i := strings.IndexByte(text, '"'); i > 0 && ctypes.IsPointer(v.Type) {
		return text[i:]
	}
	return text
}

const argumentLimit = 32
