package eval

import (
	"time"

	"cshell/ctypes"
	"cshell/native/mem"
)

// Tracer is told of foreign calls: those of session code, also in callbacks,
// which lie inside of the call that led to them.
type Tracer interface {
	// Wants says whether calls of a function are of interest, and whether their
	// arguments and results are.
	Wants(name string) (call, values bool)
	// Begin and End are told of one that is wanted; args is nil where values are
	// not, and only good until End returns.
	Begin(name string, args []Value)
	End(Returned)
}

// Returned is a foreign call that has come back, or was ended.
type Returned struct {
	Name   string
	Args   []Value
	Result Value // void where there is none, or where values are not wanted
	Took   time.Duration
	Errno  int
	// Failed says that the call did not return, or that its result and errno
	// tell of a failure.
	Failed bool
	Ended  string // the signal or other event that ended it; "" for a return
}

// traced calls under the eyes of Config.Trace.
func (s *foreign) traced(fn uintptr) {
	m := s.m
	call, values := m.Trace.Wants(s.x.Name)
	if !call {
		m.Host.Call(fn, s.img)
		return
	}
	defer m.main.stack.Pop(m.main.stack.Mark())
	r := Returned{Name: s.x.Name, Result: voidValue}
	if values {
		r.Args = s.boxedArgs()
	}
	m.watched(&r, func() {
		m.Host.Call(fn, s.img)
	}, func() { s.judge(&r, values) })
}

var voidValue = Value{Value: ctypes.Value{Type: ctypes.TVoid}}

// watched makes a call between Begin and End; judge says how it went.
func (m *Machine) watched(r *Returned, call, judge func()) {
	tracer := m.Trace // a callback may turn tracing off
	tracer.Begin(r.Name, r.Args)
	start := time.Now()
	call()
	r.Took = time.Since(start)
	judge()
	tracer.End(*r)
}

// call is a call that the shell makes for one of its own functions, void.
func (m *Machine) call(fn uintptr, img *ctypes.Image, name string, args []Value) {
	if m.Trace != nil {
		if wanted, _ := m.Trace.Wants(name); wanted {
			r := Returned{Name: name, Args: args, Result: voidValue}
			m.watched(&r, func() { m.Host.Call(fn, img) }, func() {})
			return
		}
	}
	m.Host.Call(fn, img)
}

// judge says how a call went.
func (s *foreign) judge(r *Returned, values bool) {
	img := s.img
	r.Errno = int(img.Errno)
	switch {
	case img.Signal == ctypes.SignalInterrupt:
		r.Failed, r.Ended = true, "interrupt"
	case img.Signal == ctypes.SignalJump || img.Signal == ctypes.SignalStaleJump:
		r.Failed, r.Ended = true, "longjmp"
	case img.Signal != 0:
		r.Failed, r.Ended = true, signalName(int(img.Signal))
	case s.m.pending != nil:
		r.Failed, r.Ended = true, "an error in a callback"
	default:
		result := s.boxedResult()
		r.Failed = r.Errno != 0 && saysFailure(result)
		if values {
			r.Result = result
		}
	}
}

// saysFailure tells the results by which C functions report that errno counts:
// less than zero, a null pointer, the greatest number there is (strtol), any
// floating one (log).
func saysFailure(v Value) bool {
	if v.IsVoid() || v.Object != nil || ctypes.IsVoid(v.Type) {
		return false
	}
	switch t := v.Type; {
	case ctypes.IsPointer(t):
		return v.Uint() == 0 || v.Int() == -1
	case ctypes.IsFloating(t):
		return true
	case ctypes.IsInteger(t) && t.Size() >= 4 && t.Size() <= 8:
		greatest := uint64(1)<<(8*t.Size()-1) - 1
		return v.Int() < 0 || v.Uint() == greatest || t.Size() == 4 && v.Uint() == 1<<32-1
	}
	return false
}

// GetErrno is errno as the program sees it; SetErrno puts it back behind calls
// that the program has not made.
func (m *Machine) GetErrno() int  { return int(int32(mem.Load32(m.errno))) }
func (m *Machine) SetErrno(n int) { mem.Store32(m.errno, uint32(n)) }

// ErrnoName is " <ENOENT: No such file or directory>", "" for 0.
func (m *Machine) ErrnoName(n int) string { return m.errnoName(int64(n)) }
