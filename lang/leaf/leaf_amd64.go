package leaf

import (
	"errors"

	"cshell/lang/check"
)

// compiler makes the code of one function.
//
// Integers are in registers as the interpreter has them: extended to 64 bits by
// their sign. Floats are doubles. An expression at depth d leaves its value in
// scratch[d] or in vector register d, and uses those above meanwhile; RAX, RCX and
// RDX are anybody's. Nothing is pushed: parameters and locals live in the red zone.
type compiler struct {
	assembler
	env Env
	fn  *check.Func

	leave             label   // with the result
	interpret         label   // the way back to the interpreter
	elsewhere         label   // the same without the lock
	breaks, continues []label // where they lead, innermost last

	arguments []argument
	assigned  bool // to a parameter: the arguments are kept twice
	guards    bool // R10 is needed
	memory    bool // it reads or writes what others see
	loops     bool
	stored    bool // from here on there is no way back to the interpreter
}

// argument is where C passes a parameter.
type argument struct {
	kind
	reg  reg
	slot int
}

var (
	scratch   = [...]reg{rsi, rdi, r8, r9}
	integers  = [...]reg{rdi, rsi, rdx, rcx, r8, r9} // of arguments (System V ABI, 3.2.3)
	maxVector = 8                                    // for arguments, and deep in expressions
)

const (
	bounds = r10 // the address of mem.Bounds
	back   = r11 // where a fault goes on: the way to the interpreter; 0 when there is none

	wordSize = 8
	redZone  = 128 // bytes below the stack pointer that signals leave alone
)

// Compile makes the machine code of a function, which can be anywhere. The error says
// what of it must be interpreted.
func Compile(fn *check.Func, env Env) (code []byte, err error) {
	c := &compiler{env: env, fn: fn}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case refusal:
			code, err = nil, errors.New(r.what)
		default:
			panic(r)
		}
	}()
	c.function()
	return c.link(), nil
}

// function emits the prologue last: only the body tells what is to be done there.
func (c *compiler) function() {
	c.leave, c.interpret, c.elsewhere = c.newLabel(), c.newLabel(), c.newLabel()
	c.takeArguments()
	c.body(c.fn.Body.List)
	c.here(c.leave)
	if c.locks() {
		c.unlock()
	}
	c.ret()
	if c.loops && c.stored {
		refuse("a loop in a function that writes")
	}
	c.wayBack()
	c.prepend(c.prologue)
}

// body ends at leave.
func (c *compiler) body(list []check.Stmt) {
	n := len(list)
	if n > 0 {
		if last, ok := list[n-1].(*check.Return); ok {
			c.stmts(list[:n-1])
			c.returned(last.X)
			return
		}
	}
	c.stmts(list)
	c.returnZero()
}

func (c *compiler) takeArguments() {
	if c.fn.Sig.Variadic {
		refuse("a variable number of arguments")
	}
	kindOf(c.fn.Sig.Result)
	vectors, general := 0, 0
	for _, p := range c.fn.Params {
		k, taken, most := kindOf(p.Type), &general, len(integers)
		if k.float {
			taken, most = &vectors, maxVector
		}
		if *taken == most || p.Store != check.SlotVar {
			refuse("the parameter %s", p.Name)
		}
		r := reg(*taken)
		if !k.float {
			r = integers[*taken]
		}
		*taken++
		c.arguments = append(c.arguments, argument{k, r, p.Slot})
	}
	if 2*len(c.arguments)+c.fn.Slots > redZone/wordSize {
		refuse("so many parameters and locals")
	}
}

// home is where the local in a slot lives, spare where argument i is kept besides.
func (c *compiler) home(slot int) operand { return at(rsp, -int32(wordSize*(slot+1))) }
func (c *compiler) spare(i int) operand {
	return c.home(max(c.fn.Slots, len(c.arguments)) + i)
}

func (c *compiler) prologue() {
	c.address(back, c.interpret)
	for i, a := range c.arguments {
		c.keep(i, a)
	}
	c.isHost()
	if c.locks() {
		c.lock()
	}
	if c.guards {
		c.load(bounds, int64(c.env.Bounds))
	}
}

// isHost leaves all threads but the one that evaluates to the interpreter, and that
// one, too, when it has written over its own control block: then it is to get no
// further (native/tcb_linux.go). RDX is the thread.
func (c *compiler) isHost() {
	c.threadPointer()
	c.load(rdx, int64(c.env.Thread))
	c.op(opCmp, rax, at(rdx, c.env.Pointer))
	c.jump(notEqual, c.elsewhere)
}

// keep stores argument i as an expression would have it.
func (c *compiler) keep(i int, a argument) {
	store := opStore64
	switch {
	case a.single():
		c.op(opToDouble, a.reg, inReg(a.reg))
		store = opStoreSD
	case a.float:
		store = opStoreSD
	default:
		c.normalise(a.kind, a.reg)
	}
	c.op(store, a.reg, c.home(a.slot))
	if c.assigned {
		c.op(store, a.reg, c.spare(i))
	}
}

// locks says whether the lock is needed. A loop takes it because only its holder looks
// whether the user wants an end.
func (c *compiler) locks() bool { return c.memory || c.loops }

// lock makes sure that the interpreter is at rest until unlock: no other thread has ever
// come. See native/lock_linux.go.
func (c *compiler) lock() {
	c.oneImm(immMov32, at(rdx, c.env.Foreign), 0)
	c.oneImm(immCmp32, at(rdx, c.env.Guests), 0)
	c.jump(notEqual, c.interpret)
}

func (c *compiler) unlock() {
	c.load(rdx, int64(c.env.Thread))
	c.oneImm(immMov32, at(rdx, c.env.Foreign), 1)
}

// wayBack puts the arguments where C has passed them and has them interpreted.
func (c *compiler) wayBack() {
	c.here(c.interpret)
	if c.locks() {
		c.unlock()
	}
	c.here(c.elsewhere)
	for i, a := range c.arguments {
		from := c.home(a.slot)
		if c.assigned {
			from = c.spare(i)
		}
		switch {
		case a.single():
			c.op(opMovSD, a.reg, from)
			c.op(opToSingle, a.reg, inReg(a.reg))
		case a.float:
			c.op(opMovSD, a.reg, from)
		default:
			c.op(opMov, a.reg, from)
		}
	}
	c.load(r11, int64(c.env.Index))
	c.load(rax, int64(c.env.Server))
	c.one(opJmpReg, inReg(rax))
}

// fail leaves it to the interpreter where the condition holds.
func (c *compiler) fail(when cond) {
	c.mayFail()
	c.jump(when, c.interpret)
}

func (c *compiler) mayFail() {
	if c.stored {
		refuse("what may fail behind a write")
	}
}
