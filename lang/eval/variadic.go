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
	vaAreaHead = 64 // the va_list, and what follows it aligned as an argument may be
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
		var at int64
		at, end = variadicPlace(end, n.t)
		stores[i] = storeVariadic(n, uintptr(at))
	}
	off := uintptr(c.reserve(end+vaAreaHead, 16))
	return func(fr *frame) uintptr {
		base := (fr.tmp + off + vaAreaHead - 1) &^ (vaAreaHead - 1)
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
	if ctypes.IsEmpty(n.t) {
		return func(fr *frame, _ uintptr) { n.a(fr) }
	}
	return func(fr *frame, base uintptr) { mem.Copy(base+at, n.a(fr), size) }
}

// variadicPlace is where an argument of type t lies in memory if what comes
// before ends at end, and where it ends itself.
func variadicPlace(end int64, t ctypes.Type) (at, next int64) {
	if ctypes.IsEmpty(t) {
		return end, end
	}
	align := max(t.Align(), 8)
	at = (end + align - 1) &^ (align - 1)
	return at, at + (t.Size()+7)&^7
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
	next := c.nextVariadic(t, x.At)
	return ints(x.T, func(fr *frame) int64 {
		ap := uintptr(list(fr))
		fr.m.readable(x.At, ap, vaListSize)
		return int64(next(fr, ap))
	})
}

// nextVariadic takes an argument of type t from the saved registers if there
// are as many left as it needs, else from memory.
func (c *compiler) nextVariadic(t ctypes.Type, at diag.Span) func(*frame, uintptr) uintptr {
	plan, err := ctypes.Plan(&ctypes.Func{Result: ctypes.TVoid, Proto: true}, []ctypes.Type{t})
	if err != nil {
		panic(diag.Errorf(at, diag.Type, "cannot take an argument of type %s: %v", t, err))
	}
	locs := plan.Args[0].Locs
	gprs, vecs := registersOf(plan)
	if gprs+vecs == 0 {
		return func(_ *frame, ap uintptr) uintptr { return nextInMemory(ap, t) }
	}
	off := uintptr(c.reserve(t.Size(), 16))
	return func(fr *frame, ap uintptr) uintptr {
		gpr, vec := mem.Load32(ap+vaGPROffset), mem.Load32(ap+vaVecOffset)
		if gprs > 0 && gpr+8*gprs > vaGPREnd || vecs > 0 && vec+16*vecs > vaVecEnd {
			return nextInMemory(ap, t)
		}
		saved, to := uintptr(mem.Load64(ap+vaRegisters)), fr.tmp+off
		for _, l := range locs {
			from := saved + uintptr(gpr) + 8*uintptr(l.Index)
			if l.Bank == ctypes.InVec {
				from = saved + uintptr(vec) + 16*uintptr(l.Index)
			}
			mem.Copy(to+uintptr(l.Offset), from, l.Size)
		}
		mem.Store32(ap+vaGPROffset, gpr+8*gprs)
		mem.Store32(ap+vaVecOffset, vec+16*vecs)
		return to
	}
}

// nextInMemory takes an argument of type t from where those are that no
// register had room for.
func nextInMemory(ap uintptr, t ctypes.Type) uintptr {
	at, next := variadicPlace(mem.LoadI64(ap+vaOverflow), t)
	mem.Store64(ap+vaOverflow, uint64(next))
	return uintptr(at)
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
	gpr, vec := registersOf(s.plan)
	mem.Store32(base+vaGPROffset, 8*gpr)
	mem.Store32(base+vaVecOffset, vaGPREnd+16*vec)
	mem.Store64(base+vaOverflow, uint64(f.Stack)+8*uint64(s.plan.StackWords))
	mem.Store64(base+vaRegisters, uint64(registers))
	return base
}

// registersOf counts the registers that the arguments of a call take.
func registersOf(plan *ctypes.CallPlan) (gpr, vec uint32) {
	if plan.Hidden {
		gpr = 1
	}
	for _, a := range plan.Args {
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
