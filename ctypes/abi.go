package ctypes

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// Image is the machine state of one call: the caller fills the registers and
// the stack, native runs it and leaves the results. It belongs to Go's heap;
// only Stack's words and the register images are read during the call, so a
// nested call may reuse it once the outer one has been entered.
type Image struct {
	GPR      [8]uint64    // integer argument registers; amd64 uses six
	Vec      [8][2]uint64 // vector argument registers, 16 bytes each
	Indirect uint64       // hidden result pointer where it has a register of its own (arm64 x8)
	NVec     uint64       // vector registers used (AL of a variadic call on amd64)
	Stack    []uint64     // stack argument words, lowest address first

	RetGPR [2]uint64
	RetVec [4][2]uint64
	RetX87 [2][2]uint64 // st0 and st1 as ten-byte values, where Plan asks for them
	X87    uint64       // how many x87 results to take
	Errno  int64        // errno before the call, then after it

	Signal      int64 // 0: it returned; > 0: the signal; < 0: SignalExit and the like
	Code        int64 // si_code, or the exit status
	FaultAddr   uint64
	FaultPC     uint64
	FaultAccess Access
	FaultThread int64 // the id of the thread, where it was not the calling one; else 0
}

// What Image.Signal says besides signals.
const (
	SignalExit          = -1 // foreign code called exit
	SignalInterrupt     = -2 // Interrupt ended the call
	SignalThreadExit    = -4 // foreign code ended the calling thread (pthread_exit)
	SignalJump          = -5 // longjmp leaves for a call further out; it is done when the callback between returns
	SignalStaleJump     = -6 // longjmp to a function that has returned
	SignalOtherStack    = -7 // C called back on a stack that it has made itself
	SignalFreedCallback = -3 // C called a callback after it was freed (and got zero); FaultAddr is its address
)

// Access is what a faulting instruction wanted of the address.
type Access uint64

// The accesses; unknown where the processor does not tell.
const (
	AccessUnknown Access = iota
	AccessRead
	AccessWrite
	AccessExecute
)

// Fault is what the image says about a call that did not return.
func (img *Image) Fault() *Fault {
	return &Fault{
		Signal: int(img.Signal), Code: int(img.Code),
		Addr: img.FaultAddr, PC: img.FaultPC,
		Access: img.FaultAccess, Thread: int(img.FaultThread),
	}
}

// Frame is the machine state with which C entered a callback. It lies on the C
// stack; the server reads the arguments and writes the results.
type Frame struct {
	GPR      [8]uint64
	Vec      [8][2]uint64
	Indirect uint64
	Stack    uintptr // address of the first stack argument word
	RetGPR   [2]uint64
	RetVec   [4][2]uint64
	RetX87   [2][2]uint64
	X87      uint64 // how many of RetX87 to push
	Index    uint64 // of the stub, native's
	Errno    int64  // of the thread: as C left it, and as C is to find it
}

// Server serves the callbacks that enter at one address. Serve does not panic:
// there is C between it and whoever could recover.
type Server interface {
	Serve(*Frame)
	// UsesVectors says whether arguments or the result are in vector or x87 registers.
	// If not, the frame's Vec, RetVec and RetX87 are neither filled nor read.
	UsesVectors() bool
}

// Hooks is what machine code that runs in the place of a server must know of native.
type Hooks struct {
	Server uintptr // where to jump for the server, with all registers as C left them
	Index  uint64  // but R11, which is to be this

	// The thread that evaluates, and offsets of words in it (native/state_sysv_amd64.go).
	Thread                   uintptr
	Pointer, Foreign, Guests int32

	Interrupted uintptr // a word of 4 bytes, not 0 when the user wants an end
}

// Fault is why foreign code did not return.
type Fault struct {
	Signal int // as in Image
	Code   int
	Addr   uint64
	PC     uint64
	Access Access
	Thread int // as FaultThread of Image
}

// Bank is a place where the ABI passes a piece of an object.
type Bank uint8

// The banks.
const (
	InGPR Bank = iota
	InVec
	InStack
	InX87 // results only
)

// Loc says that Size bytes at Offset of an object travel in slot Index of a
// bank (a register number, or a stack word).
type Loc struct {
	Bank   Bank
	Index  int
	Offset int64
	Size   int64
}

// ArgPlan places one argument or the result.
type ArgPlan struct {
	Type Type
	Locs []Loc
}

// CallPlan places all arguments and the result of a signature. Read forwards
// it makes a call, read backwards it serves a callback.
type CallPlan struct {
	Args       []ArgPlan
	Result     ArgPlan
	Hidden     bool // the result goes to memory whose address is the first argument (or Image.Indirect)
	StackWords int
	NVec       int
	X87        int // x87 results
}

// Error says what happened; without symbols it can only give addresses.
func (f *Fault) Error() string {
	if f.Signal == SignalExit {
		return fmt.Sprintf("called exit(%d)", f.Code)
	}
	return fmt.Sprintf("signal %d at %#x, address %#x", f.Signal, f.PC, f.Addr)
}

// PassError says which argument or result the ABI model cannot pass.
type PassError struct {
	Param  int    // from 0; -1 for the result
	Name   string // of the parameter, where it has one
	Type   Type
	Reason string
}

func (e *PassError) Error() string {
	return fmt.Sprintf("%s of type %s %s", e.what(), e.Type, e.Reason)
}

func (e *PassError) what() string {
	switch {
	case e.Param < 0:
		return "the result"
	case e.Name == "":
		return fmt.Sprintf("argument %d", e.Param+1)
	}
	return fmt.Sprintf("parameter %d '%s'", e.Param+1, e.Name)
}

// CheckPassed tells why a call of fn with arguments of these types cannot be
// made, with a *PassError; args are as in Plan.
func CheckPassed(fn *Func, args []Type) error {
	if !IsVoid(fn.Result) {
		if err := checkPassed(-1, fn.Result); err != nil {
			return err
		}
	}
	for i, p := range fn.Params {
		if err := checkPassed(i, p.Type); err != nil {
			err.Name = p.Name
			return err
		}
	}
	for i := len(fn.Params); i < len(args); i++ {
		if err := checkPassed(i, args[i]); err != nil {
			return err
		}
	}
	return nil
}

// Plan places the arguments and the result of a call of fn. args are the types
// of the arguments after conversion, more than fn.Params where the call is
// variadic or fn has no prototype; nil stands for the parameters' own types.
func Plan(fn *Func, args []Type) (*CallPlan, error) {
	if err := CheckPassed(fn, args); err != nil {
		return nil, err
	}
	if args == nil {
		for _, p := range fn.Params {
			args = append(args, p.Type)
		}
	}
	return planCall(fn.Result, args), nil
}

func checkPassed(param int, t Type) *PassError {
	u := Unwrap(t)
	_, array := u.(*Array)
	switch {
	case array:
		return &PassError{Param: param, Type: t, Reason: "is an array, which is not passed by value"}
	case IsIncomplete(t):
		return &PassError{Param: param, Type: t, Reason: "is incomplete"}
	case containsWideVector(u):
		return &PassError{Param: param, Type: t, Reason: "has vectors of more than 16 bytes"}
	}
	return nil
}

func containsWideVector(t Type) bool {
	switch t := Unwrap(t).(type) {
	case *Vector:
		return t.Size() > 16
	case *Array:
		return containsWideVector(t.Elem)
	case *Record:
		return slices.ContainsFunc(t.Fields, func(f Field) bool { return containsWideVector(f.Type) })
	}
	return false
}

// Store puts the object representation of an argument into the image.
// Registers hold integers extended to 64 bits; img.Stack has StackWords words.
func (a *ArgPlan) Store(img *Image, object []byte) {
	for _, l := range a.Locs {
		piece := object[l.Offset : l.Offset+l.Size]
		switch l.Bank {
		case InGPR:
			img.GPR[l.Index] = a.word(piece)
		case InVec:
			img.Vec[l.Index] = twoWords(piece)
		case InStack:
			a.storeStack(img.Stack[l.Index:], piece)
		}
	}
}

func (a *ArgPlan) storeStack(stack []uint64, object []byte) {
	for i := 0; len(object) > 0; i++ {
		n := min(8, len(object))
		stack[i] = a.word(object[:n])
		object = object[n:]
	}
}

// word is up to eight bytes of the object as a register's content.
func (a *ArgPlan) word(piece []byte) uint64 {
	if len(piece) < 8 && IsScalar(a.Type) {
		return FromBytes(a.Type, piece).Bits[0]
	}
	return twoWords(piece)[0]
}

func twoWords(piece []byte) (w [2]uint64) {
	var b [16]byte
	copy(b[:], piece)
	return [2]uint64{binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:])}
}

func putWords(piece []byte, w [2]uint64) {
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:8], w[0])
	binary.LittleEndian.PutUint64(b[8:], w[1])
	copy(piece, b[:])
}

// Load takes the object representation of a result out of the image. A hidden
// result is in memory already.
func (a *ArgPlan) Load(img *Image, object []byte) {
	for _, l := range a.Locs {
		piece := object[l.Offset : l.Offset+l.Size]
		switch l.Bank {
		case InGPR:
			putWords(piece, [2]uint64{img.RetGPR[l.Index]})
		case InVec:
			putWords(piece, img.RetVec[l.Index])
		case InX87:
			putWords(piece, img.RetX87[l.Index])
		}
	}
}

// LoadArg takes an argument of a callback out of its frame; stack are the
// bytes of its StackWords stack words.
func (a *ArgPlan) LoadArg(f *Frame, stack, object []byte) {
	for _, l := range a.Locs {
		piece := object[l.Offset : l.Offset+l.Size]
		switch l.Bank {
		case InGPR:
			putWords(piece, [2]uint64{f.GPR[l.Index]})
		case InVec:
			putWords(piece, f.Vec[l.Index])
		case InStack:
			copy(piece, stack[8*l.Index:])
		}
	}
}

// StoreResult puts the result of a callback into its frame. A hidden result
// goes to the memory at HiddenAddr instead.
func (p *CallPlan) StoreResult(f *Frame, object []byte) {
	a := &p.Result
	for _, l := range a.Locs {
		piece := object[l.Offset : l.Offset+l.Size]
		switch l.Bank {
		case InGPR:
			f.RetGPR[l.Index] = a.word(piece)
		case InVec:
			f.RetVec[l.Index] = twoWords(piece)
		case InX87:
			f.RetX87[l.Index] = twoWords(piece)
		}
	}
	f.X87 = uint64(p.X87)
}
