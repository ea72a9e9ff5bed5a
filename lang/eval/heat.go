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
	calls   int     // since the function was cold
	code    uintptr // its machine code; 0 if there is none
	of      *code   // what that was made of
	entered bool    // C enters it
}

// hotAfter is how many calls are worth a few microseconds of compilation.
const hotAfter = 64

// served counts a callback.
func (s *server) served(k *code) {
	if s.calls++; s.calls == hotAfter {
		s.enterCode(k)
	}
}

func (s *server) enterCode(k *code) {
	if s.of != k {
		s.of, s.code = k, s.m.machineCode(s.fn)
	}
	if s.code != 0 {
		s.m.Host.Enter(s.fn.CEntry, s.code)
		s.entered = true
	}
}

// machineCode is the address of the machine code of a function, 0 where it is
// interpreted.
func (m *Machine) machineCode(fn *check.Func) uintptr {
	frames, err := m.main.stack.Start()
	if err != nil {
		return 0
	}
	code, err := leaf.Compile(fn, leaf.Env{
		Hooks: m.Host.Hooks(fn.CEntry), Bounds: m.Heap.Bounds(), Stack: frames, Errno: m.Errno,
	})
	if err != nil {
		return 0
	}
	addr, err := m.Host.AddCode(code.Bytes)
	if err != nil {
		return 0
	}
	return addr + uintptr(code.Entry)
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
	if s := m.entries[fn.CEntry]; s != nil && fn.CEntry != 0 {
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
