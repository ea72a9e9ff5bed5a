package lang

import (
	"cmp"
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

// Elements is how many elements or characters an echo shows; 0 is all.
func (s *Session) Elements() int { return s.machine.Elements }

// SetElements changes Elements.
func (s *Session) SetElements(n int) { s.machine.Elements = n }

// Radix is in which an echo shows integers. SetRadix takes 2, 8, 10 and 16.
func (s *Session) Radix() int { return cmp.Or(s.machine.Radix, 10) }

// SetRadix changes Radix; false for one that is not possible.
func (s *Session) SetRadix(n int) bool {
	if n != 2 && n != 8 && n != 10 && n != 16 {
		return false
	}
	s.machine.Radix = n
	return true
}

// Indents says whether an echo that is wider than the terminal is broken into
// rows.
func (s *Session) Indents() bool { return !s.machine.Flat }

// SetIndents changes Indents.
func (s *Session) SetIndents(on bool) { s.machine.Flat = !on }

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

// Guards tells whether new blocks end at a page without access, SetGuards
// changes it. Without, a block costs 0.3 µs and no page of its own, and calls
// check the pattern around it.
func (s *Session) Guards() bool      { return !s.heap.Unguarded }
func (s *Session) SetGuards(on bool) { s.heap.Unguarded = !on }

// ErrNotReplayed is what a statement ends with that would call a function while
// SetReplay is on.
var ErrNotReplayed = eval.ErrNotReplayed

// SetReplay makes statements run without calls of functions, foreign or not.
func (s *Session) SetReplay(on bool) { s.machine.Replay = on }

// Replays says whether that is so.
func (s *Session) Replays() bool { return s.machine.Replay }

// Places is what the session knows of addresses.
func (s *Session) Places(maps []inspect.Mapping) inspect.Places {
	return inspect.Places{Block: s.heap.Near, Symbol: s.machine.SymbolAt, Maps: maps, TypeOf: s.typeOfBlock}
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
