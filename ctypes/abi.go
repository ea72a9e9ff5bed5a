package ctypes

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
	Errno  int64        // errno after the call

	Signal    int64 // 0: it returned; > 0: the signal; SignalExit: it called exit
	Code      int64 // si_code, or the exit status
	FaultAddr uint64
	FaultPC   uint64
}

// SignalExit in Image.Signal says that foreign code called exit.
const SignalExit = -1

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
}

// Fault is why foreign code did not return.
type Fault struct {
	Signal int // as in Image
	Code   int
	Addr   uint64
	PC     uint64
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
