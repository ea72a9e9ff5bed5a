package repl

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/inspect"
	"cshell/lang/eval"
)

// diffLimit is the largest memory that :diff compares, bytes.
const diffLimit = 1 << 30

// snapshot is memory as it was.
type snapshot struct {
	t     ctypes.Type
	addr  uintptr
	bytes []byte
}

// diff is :diff EXPR STATEMENT, which compares before and after; :diff EXPR,
// which remembers; and :diff, which compares with what was remembered.
func (s *Shell) diff(call *invocation) error {
	if call.text == "" {
		if s.snapshot == nil {
			return call.errorf(diag.Name, "there is nothing to compare with").WithHint("`:diff EXPR` remembers what lies there")
		}
		return s.showDiff()
	}
	at, run := s.splitStatement(call.at)
	taken, err := s.take(call, at)
	if err != nil {
		return err
	}
	if run.Src == nil {
		s.snapshot = taken
		return nil
	}
	failed := s.Session.Do(run)
	s.snapshot = taken
	if err := s.showDiff(); err != nil {
		return err
	}
	return failed
}

// take remembers the memory that an expression stands for.
func (s *Shell) take(call *invocation, at diag.Span) (*snapshot, error) {
	v, place, err := s.Session.Eval(at)
	if err != nil {
		return nil, err
	}
	addr, size, err := s.target(call, v, place)
	if err != nil {
		return nil, err
	}
	t := typeAt(v, size)
	if t.Size() > diffLimit {
		return nil, call.errorf(diag.Limit, "%d bytes are too many to compare", t.Size())
	}
	taken := &snapshot{t: t, addr: addr}
	if taken.bytes = s.read(taken); len(taken.bytes) == 0 && t.Size() > 0 {
		return nil, call.errorf(diag.Memory, "cannot read memory at 0x%x", addr)
	}
	return taken, nil
}

// typeAt is what lies where a value points to: size bytes, -1 where the extent
// is not known.
func typeAt(v eval.Value, size int64) ctypes.Type {
	elem := v.Type
	if e := elementOf(v.Type); e != nil {
		elem = e
	}
	if _, isArray := ctypes.Unwrap(v.Type).(*ctypes.Array); isArray {
		return v.Type
	}
	one := elem.Size()
	switch {
	case !ctypes.IsPointer(v.Type) && size >= 0 && size == v.Type.Size():
		return v.Type
	case ctypes.IsVoid(elem) || ctypes.IsFunc(elem) || one <= 0:
		elem, one = ctypes.TUChar, 1
	}
	_, isRecord := ctypes.Unwrap(elem).(*ctypes.Record)
	switch {
	case size < 0 && isRecord:
		return elem
	case size < 0:
		size = dumpLength
	case size == one:
		return elem
	}
	return ctypes.ArrayOf(elem, size/one)
}

// read is what lies there now, as far as it can be read.
func (s *Shell) read(at *snapshot) []byte {
	b := make([]byte, at.t.Size())
	return b[:max(s.memory().Read(at.addr, b), 0)]
}

// showDiff compares with the snapshot, and what is there now is the next one.
func (s *Shell) showDiff() error {
	s.Host.Flush()
	before := s.snapshot
	now := *before
	now.bytes = s.read(before)
	s.snapshot = &now
	return s.show(s.printer().NewDiff(before.bytes, inspect.Object{Type: now.t, Addr: now.addr, Bytes: now.bytes}))
}
