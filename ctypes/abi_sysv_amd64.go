//go:build amd64 && (linux || darwin || freebsd)

package ctypes

import "slices"

// The System V AMD64 calling convention, psABI 1.0 section 3.2.3, as gcc
// implements it for C.

const (
	argGPRs = 6 // rdi rsi rdx rcx r8 r9
	argVecs = 8 // xmm0-7
)

// class is the psABI's class of one eightbyte.
type class uint8

const (
	noClass class = iota
	classInteger
	classSSE
	classSSEUp
	classX87
	classX87Up
	classComplexX87
	classMemory
)

// merge is the psABI's rule for two fields that share an eightbyte.
func (c class) merge(d class) class {
	switch {
	case c == d || d == noClass:
		return c
	case c == noClass:
		return d
	case c == classMemory || d == classMemory:
		return classMemory
	case c == classInteger || d == classInteger:
		return classInteger
	case c >= classX87 || d >= classX87:
		return classMemory
	}
	return classSSE
}

// classify gives the classes of the eightbytes that a t at a byte offset of its
// enclosing object touches; nil is the class MEMORY.
func classify(t Type, offset int64) []class {
	u := Unwrap(t)
	words := make([]class, roundUp(u.Size()+offset%8, 8)/8)
	if len(words) == 0 {
		return []class{noClass}
	}
	switch u := u.(type) {
	case *Array:
		return classifyArray(words, u, offset)
	case *Record:
		return classifyRecord(words, u, offset)
	}
	if offset%u.Align() != 0 {
		return nil // unaligned, in a packed record
	}
	for i := range words {
		words[i] = scalarClass(u)[min(i, 1)]
	}
	return words
}

// classifyArray lets the first element speak for all, as gcc does; it speaks
// even for an array of no elements that begins inside an eightbyte.
func classifyArray(words []class, t *Array, offset int64) []class {
	elem := classify(t.Elem, offset)
	if elem == nil {
		return nil
	}
	for i := range words {
		words[i] = elem[i%len(elem)]
	}
	return cleanUp(words)
}

func classifyRecord(words []class, r *Record, offset int64) []class {
	for _, f := range r.Fields {
		t := f.Type
		if IsIncomplete(t) { // a flexible array, unlike one of length 0
			continue
		}
		if f.Bits != nil {
			if t = plainBits(f, r.Union); t == nil {
				mergeBits(words, f.Bits, offset%8)
				continue
			}
		}
		at := offset%8 + f.Offset
		field := classify(t, offset+f.Offset)
		if field == nil {
			return nil
		}
		for i, c := range field {
			if w := int(at/8) + i; w < len(words) {
				words[w] = words[w].merge(c)
			}
		}
	}
	return cleanUp(words)
}

// plainBits is the integer type that gcc takes a bit-field for, or nil where it
// stays one: in a union any bit-field (of no bits, even), in a struct one that fills an aligned
// integer. It matters where that lies unaligned in a packed record.
func plainBits(f Field, union bool) Type {
	for _, t := range []*Basic{TUChar, TUShort, TUInt, TULong, TUInt128} {
		width := 8 * t.size
		whole := width == f.Bits.Width && f.Bits.Offset%width == 0 && !f.Packed
		if whole || union && width >= f.Bits.Width {
			return t
		}
	}
	return nil
}

// mergeBits: a bit-field is an integer wherever its bits lie, aligned or not;
// one of no bits lies nowhere (since gcc 12).
func mergeBits(words []class, b *BitField, offset int64) {
	if b.Width == 0 {
		return
	}
	first := 8*offset + b.Offset
	for w := first / 64; 64*w < first+b.Width; w++ {
		words[w] = words[w].merge(classInteger)
	}
}

// cleanUp applies the psABI's post-merger rules to an aggregate.
func cleanUp(words []class) []class {
	for i, c := range words {
		switch {
		case c == classMemory || i >= 2: // no vector is wider than 16 bytes
			return nil
		case c == classX87Up && (i == 0 || words[i-1] != classX87):
			return nil
		case c == classSSEUp && (i == 0 || words[i-1] != classSSE):
			words[i] = classSSE
		}
	}
	return words
}

// scalarClass gives the classes of the first and of further eightbytes.
func scalarClass(t Type) [2]class {
	if v, ok := t.(*Vector); ok {
		return vectorClass(v)
	}
	switch kindOf(t) {
	case Float, Double, ComplexFloat, ComplexDouble:
		return [2]class{classSSE, classSSE}
	case LongDouble:
		return [2]class{classX87, classX87Up}
	case ComplexLongDouble:
		return [2]class{classComplexX87, classComplexX87}
	}
	return [2]class{classInteger, classInteger}
}

// vectorClass knows that gcc passes vectors below 8 bytes like integers.
func vectorClass(t *Vector) [2]class {
	if t.Size() < 8 {
		return [2]class{classInteger, classInteger}
	}
	return [2]class{classSSE, classSSEUp}
}

// planCall places a call. All types are complete.
func planCall(result Type, args []Type) *CallPlan {
	p := &CallPlan{Args: make([]ArgPlan, len(args))}
	p.Result, p.Hidden, p.X87 = planResult(result)
	var next placement
	if p.Hidden {
		next.gpr = 1
	}
	for i, t := range args {
		p.Args[i] = ArgPlan{Type: t, Locs: next.place(t)}
	}
	p.StackWords, p.NVec = next.stack, next.vec
	return p
}

func planResult(t Type) (plan ArgPlan, hidden bool, x87 int) {
	plan.Type = t
	size := Unwrap(t).Size()
	if IsVoid(t) || size == 0 {
		return plan, false, 0
	}
	words := classify(t, 0)
	if words == nil {
		return plan, true, 0
	}
	switch words[0] {
	case classX87:
		plan.Locs = []Loc{{Bank: InX87, Index: 0, Size: 10}}
		return plan, false, 1
	case classComplexX87:
		plan.Locs = []Loc{{Bank: InX87, Index: 0, Size: 10}, {Bank: InX87, Index: 1, Offset: 16, Size: 10}}
		return plan, false, 2
	default:
		var next placement
		plan.Locs = next.inRegisters(words, size)
		return plan, false, 0
	}
}

// placement counts what earlier arguments have taken.
type placement struct {
	gpr, vec int
	stack    int // words
}

// place puts an argument wholly in registers or wholly on the stack.
func (n *placement) place(t Type) []Loc {
	u := Unwrap(t) // an aligned typedef does not move an argument
	if u.Size() == 0 {
		return nil
	}
	if words := classify(u, 0); inRegisters(words) {
		after := *n
		locs := after.inRegisters(words, u.Size())
		if after.gpr <= argGPRs && after.vec <= argVecs {
			*n = after
			return locs
		}
	}
	return n.onStack(u)
}

// inRegisters says whether an argument may go to registers: the x87's serve
// results only.
func inRegisters(words []class) bool {
	return words != nil && slices.Max(words) < classX87
}

func (n *placement) inRegisters(words []class, size int64) []Loc {
	var locs []Loc
	for word, k := range words {
		offset := int64(8 * word)
		l := Loc{Offset: offset, Size: min(8, size-offset)}
		switch k {
		case noClass:
			continue
		case classSSEUp:
			locs[len(locs)-1].Size += l.Size
			continue
		case classSSE:
			l.Bank, l.Index = InVec, n.vec
			n.vec++
		default:
			l.Bank, l.Index = InGPR, n.gpr
			n.gpr++
		}
		locs = append(locs, l)
	}
	return locs
}

func (n *placement) onStack(t Type) []Loc {
	if IsEmpty(t) {
		return nil // though a register, had one been free, would have gone
	}
	n.stack = int(roundUp(int64(n.stack), max(t.Align(), 8)/8))
	l := Loc{Bank: InStack, Index: n.stack, Size: t.Size()}
	n.stack += int(roundUp(t.Size(), 8) / 8)
	return []Loc{l}
}
