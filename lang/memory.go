package lang

import (
	"iter"

	"cshell/ctypes"
	"cshell/inspect"
	"cshell/lang/eval"
	"cshell/native/mem"
)

// Host is the process.
func (s *Session) Host() eval.Host { return s.cfg.Host }

// Blocks yields the blocks that the shell made, by address, freed ones too.
func (s *Session) Blocks() iter.Seq[*mem.Block] { return s.heap.All() }

// RestOfBlock is how many bytes follow addr in its owned block, -1 where it
// lies in none.
func (s *Session) RestOfBlock(addr uintptr) int64 {
	b := s.heap.Find(addr)
	if b == nil || b.Freed {
		return -1
	}
	return int64(b.End() - addr)
}

// Leaks yields the blocks that new made and that are not freed.
func (s *Session) Leaks() iter.Seq[*mem.Block] {
	return func(yield func(*mem.Block) bool) {
		for b := range s.heap.All() {
			if b.New && !b.Freed && !yield(b) {
				return
			}
		}
	}
}

// Places is what the session knows of addresses.
func (s *Session) Places(maps []inspect.Mapping) inspect.Places {
	return inspect.Places{Block: s.heap.Near, Symbol: s.machine.SymbolAt, Maps: maps, TypeOf: s.typeOfBlock}
}

// EnteredAt names the session function that C enters at an address.
func (s *Session) EnteredAt(addr uintptr) (name string, ok bool) { return s.machine.EnteredAt(addr) }

// MachineCode is the code of such a function, into which it turns when C calls it often.
// The error says what of it must be interpreted always.
func (s *Session) MachineCode(entry uintptr) (addr uintptr, size int64, err error) {
	return s.machine.MachineCode(entry)
}

// typeOfBlock is what a block was made as: the block keeps its spelling, which
// is read again, or it is a variable's.
func (s *Session) typeOfBlock(b *mem.Block) ctypes.Type {
	if o, ok := s.env.Lookup(b.Name); ok && o.Var != nil && o.Var.Addr == b.Addr {
		return o.Type
	}
	if m, ok := s.Meaning(b.Type); ok && m.IsType {
		return m.Type
	}
	return nil
}

// Printer shows memory as the echo does, cut at Elements.
func (s *Session) Printer() *inspect.Printer {
	return &inspect.Printer{Memory: s.cfg.Host, Symbol: s.machine.NameOf, Limit: s.machine.Elements, Radix: s.machine.Radix}
}

// Inspectable is a C value, and where it lies, as the views take it; ok is
// false for what is no C value.
func (s *Session) Inspectable(v eval.Value, place uintptr) (o inspect.Object, ok bool) {
	if v.IsVoid() || v.Object != nil {
		return o, false
	}
	o = s.machine.Inspectable(v)
	if o.Addr == 0 {
		o.Addr = place
	}
	return o, true
}
