package eval

import (
	"math"
	"runtime"

	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// A session function becomes C-callable when its address is first wanted: the
// plan of its signature, read backwards, takes the arguments out of the frame
// with which C arrives. The host lets in one callback at a time, also from the
// threads of libraries, so all share the machine's frame.

// server serves the calls of one C entry.
type server struct {
	m      *Machine
	fn     *check.Func
	plan   *ctypes.CallPlan
	args   []register
	simple bool // arguments and result are scalars in registers
	result rep
	site   callSite
	heat
}

// entry is the C address of a session function.
func (m *Machine) entry(fn *check.Func, at diag.Span) uintptr {
	if fn.CEntry != 0 {
		return fn.CEntry
	}
	if fn.Body == nil || fn.Dead {
		panic(noBody(at, fn))
	}
	s, err := m.newServer(fn)
	if err == nil {
		fn.CEntry, err = m.Host.Callback(s)
	}
	if err != nil {
		panic(diag.Errorf(at, diag.Limit, "cannot make %s callable from C: %v", fn.Name, err))
	}
	m.entries[fn.CEntry] = s
	return fn.CEntry
}

func (m *Machine) newServer(fn *check.Func) (*server, error) {
	plan, err := ctypes.Plan(fn.Sig, nil)
	if err != nil {
		return nil, err
	}
	s := &server{m: m, fn: fn, plan: plan, result: repOf(fn.Sig.Result), site: callSite{fn: fn}}
	s.simple = s.result < repWide && !fn.Sig.Variadic
	for i := range plan.Args {
		arg := registerOf(&plan.Args[i])
		s.args = append(s.args, arg)
		s.simple = s.simple && arg.rep != repVoid
	}
	return s, nil
}

// register is where C passes a narrow scalar: a vector register for floats.
type register struct {
	rep   rep // repVoid: the argument is no such scalar
	index uint8
}

func registerOf(a *ctypes.ArgPlan) register {
	r := repOf(a.Type)
	if len(a.Locs) != 1 || !r.isScalar() || a.Locs[0].Bank == ctypes.InStack {
		return register{}
	}
	return register{rep: r, index: uint8(a.Locs[0].Index)}
}

// fetch takes the argument out of its register as a payload.
func (g register) fetch(f *ctypes.Frame) uint64 {
	i := g.index & 7
	switch g.rep {
	case repI32:
		return uint64(int64(int32(f.GPR[i])))
	case repI64, repU64:
		return f.GPR[i]
	case repF64:
		return f.Vec[i][0]
	case repF32:
		return math.Float64bits(float64(math.Float32frombits(uint32(f.Vec[i][0]))))
	}
	return uint64(g.rep.norm(int64(lowBits(g.rep, f.GPR[i]))))
}

// UsesVectors says whether a float or a record is among the arguments and the result.
func (s *server) UsesVectors() bool {
	vectors := !s.simple || s.result.isFloat()
	for _, arg := range s.args {
		vectors = vectors || arg.rep.isFloat()
	}
	return vectors
}

// Serve runs the function. Once a callback has failed, C gets zeros until the
// call that led there returns.
func (s *server) Serve(f *ctypes.Frame) {
	m := s.m
	if m.pending != nil {
		return
	}
	fr, returned := m.main, false
	mark := fr.mark()
	defer func() {
		if !returned {
			s.failed(recover(), f, mark)
			fr.restore(*mark)
		}
	}()
	errno := m.enterErrno(f)
	k, ok := s.fn.Code.(*code)
	if !ok {
		k = m.codeOf(s.fn, s.fn.At)
	}
	s.served(k)
	w := fr.window(k.layout.slots)
	if s.simple {
		for i, arg := range s.args {
			w[i] = arg.fetch(f)
		}
		if s.entered {
			s.findBlocks(w)
		}
		fr.run(k, w, &s.site)
		s.scalarResult(fr, f)
	} else {
		s.serveLarge(fr, f, k, w)
		fr.stack.Pop(mark.stack)
	}
	fr.top = mark.top
	m.leaveErrno(f, errno)
	m.out.flushSoon()
	returned = true
}

// failed keeps an error in the function for the call that led here.
func (s *server) failed(recovered any, f *ctypes.Frame, mark *frameMark) {
	f.RetGPR, f.RetVec, f.X87 = [2]uint64{}, [4][2]uint64{}, 0
	switch recovered.(type) {
	case leave:
	case jumpTo:
		s.m.Host.JumpOn()
	default:
		s.m.keepError(s.fn.At, recovered, mark.depth)
	}
}

// leave is thrown, and never caught, where C has called longjmp to leave a callback
// (ctypes.SignalJump).
type leave struct{}

// enterErrno gives errno the value that C left, and returns what it was.
func (m *Machine) enterErrno(f *ctypes.Frame) (outer uint32) {
	outer = mem.Load32(m.errno)
	mem.Store32(m.errno, uint32(f.Errno))
	m.ranC = false
	return outer
}

// leaveErrno gives C errno as the callback left it. A call that succeeded has
// cleared it, which is for the shell's user to see: in C nothing clears errno.
func (m *Machine) leaveErrno(f *ctypes.Frame, outer uint32) {
	if now := mem.Load32(m.errno); now != 0 || !m.ranC {
		f.Errno = int64(int32(now))
	}
	mem.Store32(m.errno, outer)
}

// serveLarge serves a function with arguments or a result that fit no register.
func (s *server) serveLarge(fr *frame, f *ctypes.Frame, k *code, w []uint64) {
	s.arguments(fr, f, w)
	if s.fn.Sig.Variadic {
		w[len(s.plan.Args)] = uint64(s.savedRegisters(fr, f, s.fn.At))
	}
	if s.result >= repWide {
		s.runLarge(fr, f, k, w)
		return
	}
	fr.run(k, w, &s.site)
	s.scalarResult(fr, f)
}

// keepError keeps what a callback threw. The first error counts. An interrupt is
// for the call that led here, too.
func (m *Machine) keepError(at diag.Span, r any, base int) {
	if err := m.caught(at, m.main, r, base); err != nil {
		m.pending = err
		if err.Kind == diag.Interrupt {
			if m.Host.OnGuest() {
				err.WithHint("a function of the session on a thread of C keeps all others waiting until it returns: it must not wait for them")
			}
			m.Host.Interrupt()
		}
	} else {
		m.pending = r
	}
	m.coolAll()
	if m.CallbackFailed != nil {
		m.CallbackFailed()
	}
}

// arguments copies the arguments into frame memory where they are records,
// wide, or on the stack.
func (s *server) arguments(fr *frame, f *ctypes.Frame, w []uint64) {
	stack := mem.Bytes(f.Stack, int64(8*s.plan.StackWords))
	for i := range s.plan.Args {
		a := &s.plan.Args[i]
		if s.args[i].rep != repVoid {
			w[i] = s.args[i].fetch(f)
			continue
		}
		size := a.Type.Size()
		addr, err := fr.stack.Push(max(size, 16))
		if err != nil {
			panic(stackError(s.fn.At, err))
		}
		a.LoadArg(f, stack, mem.Bytes(addr, size))
		w[i] = uint64(addr)
		if repOf(a.Type).isScalar() {
			w[i] = payloadAt(a.Type, addr)
		}
	}
}

func payloadAt(t ctypes.Type, addr uintptr) uint64 {
	v := readValue(t, addr)
	if repOf(t).isFloat() {
		return math.Float64bits(v.Float())
	}
	return v.Bits[0]
}

func (s *server) scalarResult(fr *frame, f *ctypes.Frame) {
	switch s.result {
	case repVoid:
	case repF64:
		f.RetVec[0][0] = fr.ret
	case repF32:
		f.RetVec[0][0] = uint64(math.Float32bits(float32(math.Float64frombits(fr.ret))))
	default:
		f.RetGPR[0] = fr.ret
	}
}

// runLarge runs a function with a wide or record result and hands that over.
func (s *server) runLarge(fr *frame, f *ctypes.Frame, k *code, w []uint64) {
	t := s.fn.Sig.Result
	size := t.Size()
	if s.plan.Hidden {
		to := hiddenResult(f)
		f.RetGPR[0] = uint64(to)
		s.runInto(fr, k, w, to)
		return
	}
	to, err := fr.stack.Push(max(size, 32))
	if err != nil {
		panic(stackError(s.fn.At, err))
	}
	s.runInto(fr, k, w, to)
	s.plan.StoreResult(f, mem.Bytes(to, size))
}

// hiddenResult is where the caller wants a result that fits no registers.
func hiddenResult(f *ctypes.Frame) uintptr {
	if runtime.GOARCH == "arm64" {
		return uintptr(f.Indirect)
	}
	return uintptr(f.GPR[0])
}

func (s *server) runInto(fr *frame, k *code, w []uint64, to uintptr) {
	outer := fr.into
	fr.into = to
	fr.run(k, w, &s.site)
	fr.into = outer
	if s.result == repWide {
		writeValue(to, ctypes.Value{Type: s.fn.Sig.Result, Bits: fr.wide})
	}
}
