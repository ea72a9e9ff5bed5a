package eval

import (
	"cshell/ctypes"
	"cshell/lang/check"
	"cshell/lang/leaf"
)

// heat makes machine code of a function that C calls often, if it is one of which that
// can be made (lang/leaf). C enters that then, and comes here no more but for what goes
// wrong there.
type heat struct {
	calls   int  // since the function was cold
	entered bool // C enters the machine code
	machine machineCode
}

// machineCode is that of a function, or why there is none.
type machineCode struct {
	of      *code // what it was made of
	addr    uintptr
	size    int64
	refusal error
}

// hotAfter is how many calls are worth a few microseconds of compilation.
const hotAfter = 64

// served counts a callback.
func (s *server) served(k *code) {
	if s.calls++; s.calls == hotAfter && s.machineCode(k).refusal == nil {
		s.m.Host.Enter(s.fn.CEntry, s.machine.addr)
		s.entered = true
	}
}

func (s *server) machineCode(k *code) *machineCode {
	if s.machine.of != k {
		s.machine = s.m.newMachineCode(s.fn)
		s.machine.of = k
	}
	return &s.machine
}

func (m *Machine) newMachineCode(fn *check.Func) machineCode {
	frames, err := m.main.stack.Start()
	if err != nil {
		return machineCode{refusal: err}
	}
	code, err := leaf.Compile(fn, leaf.Env{
		Hooks: m.Host.Hooks(fn.CEntry), Bounds: m.Heap.Bounds(), Stack: frames, Errno: m.Errno,
	})
	if err != nil {
		return machineCode{refusal: err}
	}
	addr, err := m.Host.AddCode(code)
	return machineCode{addr: addr, size: int64(len(code)), refusal: err}
}

// MachineCode is that of the session function that C enters at an address. The error
// says why there is none.
func (m *Machine) MachineCode(entry uintptr) (addr uintptr, size int64, err error) {
	s := m.entries[entry]
	k := m.codeOf(s.fn, s.fn.At)
	c := s.machineCode(k)
	return c.addr, c.size, c.refusal
}

// findBlocks looks up the blocks that arguments point into, which is what the machine
// code knows blocks by: it may be here because it did not know one.
func (s *server) findBlocks(w []uint64) {
	for i, p := range s.fn.Params {
		if addr := uintptr(w[i]); ctypes.IsPointer(p.Type) && s.m.Heap.Owns(addr) {
			s.m.Heap.Find(addr)
		}
	}
}

// cool has a function interpreted, whose code has changed.
func (m *Machine) cool(fn *check.Func) {
	if s := m.entries[fn.CEntry]; s != nil {
		s.cool()
	}
}

func (s *server) cool() {
	s.calls = 0
	if s.entered {
		s.m.Host.Enter(s.fn.CEntry, 0)
		s.entered = false
	}
}

// coolAll is for when a callback has failed: C gets zeros from all of them then.
func (m *Machine) coolAll() {
	for _, s := range m.entries {
		s.cool()
	}
}
