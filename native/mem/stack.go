package mem

import "errors"

// ErrStackOverflow is what Push says when the frames are too many or too large.
var ErrStackOverflow = errors.New("stack overflow")

// Stack holds the frames of session functions, whose locals may have their
// address taken. It grows upwards, in C memory that is reserved by the first
// Push and given memory by the system as it is touched. The zero Stack is ready,
// StackSize bytes deep.
type Stack struct {
	lo, top, end uintptr
}

// StackSize is the room for all frames, in bytes.
const StackSize = 64 << 20

// Push makes a frame of n bytes, aligned to 16 and not cleared, and returns its
// address, which is also the mark that Pop takes.
func (s *Stack) Push(n int64) (addr uintptr, err error) {
	addr = s.top
	top := addr + (uintptr(n)+15)&^15
	if top >= s.end {
		return s.pushSlow(n)
	}
	s.top = top
	return addr, nil
}

func (s *Stack) pushSlow(n int64) (addr uintptr, err error) {
	if s.lo != 0 || n >= StackSize {
		return 0, ErrStackOverflow
	}
	if err := s.reserve(); err != nil {
		return 0, &NoMemoryError{StackSize, err}
	}
	return s.Push(n)
}

// reserve leaves a page without access on either side.
func (s *Stack) reserve() error {
	lo, err := reserve(StackSize + 2*pageSize)
	if err != nil {
		return err
	}
	if err := commit(lo+pageSize, StackSize); err != nil {
		unmap(lo, StackSize+2*pageSize)
		return err
	}
	s.lo = lo + pageSize
	s.top, s.end = s.lo, s.lo+StackSize
	return nil
}

// Pop drops the frame at mark and all above it.
func (s *Stack) Pop(mark uintptr) { s.top = max(mark, s.lo) }

// Mark is what Pop needs to return to the present state; 0 before the first
// Push.
func (s *Stack) Mark() uintptr { return s.top }

// Holds tells whether addr lies in a frame.
func (s *Stack) Holds(addr uintptr) bool { return addr-s.lo < s.top-s.lo }

// Owns tells whether addr lies in the stack's address space; where Holds is
// false then, its frame is gone.
func (s *Stack) Owns(addr uintptr) bool { return addr-s.lo < s.end-s.lo }

// Start is the lowest address of all frames, which take StackSize bytes. The first Push
// reserves them if this has not.
func (s *Stack) Start() (uintptr, error) {
	if s.lo == 0 {
		if err := s.reserve(); err != nil {
			return 0, &NoMemoryError{StackSize, err}
		}
	}
	return s.lo, nil
}
