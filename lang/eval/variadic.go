package eval

import (
	"cshell/ctypes"
	"cshell/diag"
	"cshell/lang/check"
	"cshell/native/mem"
)

// A va_list as the System V ABI has it: how far the saved registers are used
// up, and where the arguments in memory and the saved registers are.
const (
	vaGPROffset = 0  // of 48 bytes: six general registers
	vaVecOffset = 4  // from 48 to 176: eight vector registers
	vaOverflow  = 8  // the next argument in memory
	vaRegisters = 16 // the saved registers
	vaListSize  = 24

	vaGPREnd   = 48
	vaVecEnd   = 176
	vaAreaHead = 32 // the va_list, and what follows it aligned to 16
)

// vaList is va_list(a, b).
func (c *compiler) vaList(x *check.Builtin) node {
	build := c.vaArea(x.Args)
	if repOf(x.T) == repObject {
		return objects(x.T, build)
	}
	return ints(x.T, func(fr *frame) int64 { return int64(build(fr)) })
}

// vaArea builds a va_list in the frame's temporaries, with all arguments in
// memory behind it.
func (c *compiler) vaArea(args []check.Expr) func(*frame) uintptr {
	stores := make([]func(*frame, uintptr), len(args))
	end := int64(vaAreaHead)
	for i, a := range args {
		n := c.expr(a)
		align := max(n.t.Align(), 8)
		at := (end + align - 1) &^ (align - 1)
		stores[i] = storeVariadic(n, uintptr(at))
		end = at + (n.t.Size()+7)&^7
	}
	off := uintptr(c.reserve(end, 16))
	return func(fr *frame) uintptr {
		base := fr.tmp + off
		for _, store := range stores {
			store(fr, base)
		}
		mem.Store32(base+vaGPROffset, vaGPREnd)
		mem.Store32(base+vaVecOffset, vaVecEnd)
		mem.Store64(base+vaOverflow, uint64(base+vaAreaHead))
		mem.Store64(base+vaRegisters, 0)
		return base
	}
}

// storeVariadic puts an argument at an offset of the area.
func storeVariadic(n node, at uintptr) func(fr *frame, base uintptr) {
	switch {
	case n.r == repWide:
		return func(fr *frame, base uintptr) { writeValue(base+at, n.w(fr)) }
	case n.r.isScalar():
		get := registerBits(n)
		return func(fr *frame, base uintptr) { mem.Store64(base+at, get(fr)) }
	}
	size := n.t.Size()
	return func(fr *frame, base uintptr) { mem.Copy(base+at, n.a(fr), size) }
}

// vaCopy is va_start and va_copy: one va_list becomes what another is.
func (c *compiler) vaCopy(x *check.Builtin) node {
	to, from := c.expr(x.Args[0]).i, c.expr(x.Args[1]).i
	return voids(func(fr *frame) {
		dst, src := uintptr(to(fr)), uintptr(from(fr))
		fr.m.readable(x.At, dst, vaListSize)
		copy(mem.Bytes(dst, vaListSize), fr.m.readable(x.At, src, vaListSize))
	})
}

// vaNext is the address of the next argument, of the type that x.T points to.
func (c *compiler) vaNext(x *check.Builtin) node {
	list, t := c.expr(x.Args[0]).i, elementOf(x.T)
	return ints(x.T, func(fr *frame) int64 {
		ap := uintptr(list(fr))
		fr.m.readable(x.At, ap, vaListSize)
		return int64(nextVariadic(ap, t))
	})
}

// nextVariadic takes an argument from the saved registers, as long as there
// are any, else from memory. Records are looked for in memory only, where
// session functions put them.
func nextVariadic(ap uintptr, t ctypes.Type) uintptr {
	switch r := repOf(t); {
	case r.isInt() && mem.Load32(ap+vaGPROffset) < vaGPREnd:
		return nextRegister(ap, vaGPROffset, 8)
	case r.isFloat() && mem.Load32(ap+vaVecOffset) < vaVecEnd:
		return nextRegister(ap, vaVecOffset, 16)
	}
	align := uint64(max(t.Align(), 8))
	at := (mem.Load64(ap+vaOverflow) + align - 1) &^ (align - 1)
	mem.Store64(ap+vaOverflow, at+uint64(t.Size()+7)&^7)
	return uintptr(at)
}

func nextRegister(ap, offset uintptr, size uint32) uintptr {
	used := mem.Load32(ap + offset)
	mem.Store32(ap+offset, used+size)
	return uintptr(mem.Load64(ap+vaRegisters)) + uintptr(used)
}

// savedRegisters builds the va_list of a session function that C has called:
// the registers as they arrived, and what stands on C's stack.
func (s *server) savedRegisters(fr *frame, f *ctypes.Frame, at diag.Span) uintptr {
	base, err := fr.stack.Push(vaAreaHead + vaVecEnd)
	if err != nil {
		panic(stackError(at, err))
	}
	registers := base + vaAreaHead
	for i := range uintptr(6) {
		mem.Store64(registers+8*i, f.GPR[i])
	}
	for i, v := range f.Vec {
		mem.Store64(registers+vaGPREnd+16*uintptr(i), v[0])
		mem.Store64(registers+vaGPREnd+16*uintptr(i)+8, v[1])
	}
	gpr, vec := s.usedRegisters()
	mem.Store32(base+vaGPROffset, 8*gpr)
	mem.Store32(base+vaVecOffset, vaGPREnd+16*vec)
	mem.Store64(base+vaOverflow, uint64(f.Stack)+8*uint64(s.plan.StackWords))
	mem.Store64(base+vaRegisters, uint64(registers))
	return base
}

// usedRegisters counts the registers that the named parameters take.
func (s *server) usedRegisters() (gpr, vec uint32) {
	if s.plan.Hidden {
		gpr = 1
	}
	for _, a := range s.plan.Args {
		for _, l := range a.Locs {
			switch l.Bank {
			case ctypes.InGPR:
				gpr = max(gpr, uint32(l.Index)+1)
			case ctypes.InVec:
				vec = max(vec, uint32(l.Index)+1)
			}
		}
	}
	return gpr, vec
}
