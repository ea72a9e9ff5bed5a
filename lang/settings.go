package lang

import (
	"cmp"

	"cshell/lang/eval"
)

// What a prompt changes about how values are shown and statements run.

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
