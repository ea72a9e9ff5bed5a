//go:build amd64 && (linux || darwin || freebsd)

package ctypes

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

// classes are those of an object's two eightbytes. Larger objects are in
// memory, as long as no vector is wider than 16 bytes.
type classes [2]class

var inMemory = classes{classMemory, classMemory}

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

// classify is the class of an object of type t.
func classify(t Type) classes {
	u := Unwrap(t)
	if u == Type(TComplexLongDouble) {
		return classes{classComplexX87}
	}
	if u.Size() > 16 {
		return inMemory
	}
	var c classes
	c.add(u, 0)
	if c[0] == classMemory || c[1] == classMemory || c[1] == classX87Up && c[0] != classX87 {
		return inMemory
	}
	if c[1] == classSSEUp && c[0] != classSSE {
		c[1] = classSSE
	}
	return c
}

// add merges the classes of a t at the byte offset.
func (c *classes) add(t Type, offset int64) {
	switch t := Unwrap(t).(type) {
	case *Array:
		for i := range max(t.Len, 0) {
			c.add(t.Elem, offset+i*t.Elem.Size())
		}
	case *Record:
		for _, f := range t.Fields {
			c.addField(f, offset)
		}
	case *Vector:
		c.addScalar(vectorClass(t), offset, t.Size(), t.Align())
		if t.Size() == 16 && c[1] == classSSE && offset == 0 {
			c[1] = classSSEUp
		}
	default:
		c.addScalar(scalarClass(t), offset, t.Size(), t.Align())
	}
}

func (c *classes) addField(f Field, offset int64) {
	if f.Bits == nil {
		c.add(f.Type, offset+f.Offset)
		return
	}
	// A bit-field is an integer wherever its bits lie, aligned or not.
	first := 8*offset + f.Bits.Offset
	for word := first / 64; 64*word < first+f.Bits.Width; word++ {
		c[word] = c[word].merge(classInteger)
	}
}

// addScalar merges one class over the eightbytes that the bytes touch. What a
// packed record has unaligned is in memory.
func (c *classes) addScalar(k class, offset, size, align int64) {
	if offset%align != 0 {
		k = classMemory
	}
	for word := offset / 8; 8*word < offset+size; word++ {
		part := k
		if k == classX87 && word > offset/8 {
			part = classX87Up
		}
		c[word] = c[word].merge(part)
	}
}

func scalarClass(t Type) class {
	switch kindOf(t) {
	case Float, Double, ComplexFloat, ComplexDouble:
		return classSSE
	case LongDouble:
		return classX87
	case ComplexLongDouble:
		return classMemory // only inside a record
	}
	return classInteger
}

// vectorClass knows that gcc passes vectors below 8 bytes like integers.
func vectorClass(t *Vector) class {
	if t.Size() < 8 {
		return classInteger
	}
	return classSSE
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
	switch c := classify(t); c[0] {
	case classMemory:
		return plan, true, 0
	case classX87:
		plan.Locs = []Loc{{Bank: InX87, Index: 0, Size: 10}}
		return plan, false, 1
	case classComplexX87:
		plan.Locs = []Loc{{Bank: InX87, Index: 0, Size: 10}, {Bank: InX87, Index: 1, Offset: 16, Size: 10}}
		return plan, false, 2
	default:
		var next placement
		plan.Locs = next.inRegisters(c, size)
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
	if c := classify(u); c.passedInRegisters() {
		after := *n
		locs := after.inRegisters(c, u.Size())
		if after.gpr <= argGPRs && after.vec <= argVecs {
			*n = after
			return locs
		}
	}
	return n.onStack(u)
}

// passedInRegisters: the x87 serves results only.
func (c classes) passedInRegisters() bool { return c[0] < classX87 && c[1] < classX87 }

func (n *placement) inRegisters(c classes, size int64) []Loc {
	var locs []Loc
	for word, k := range c {
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
	n.stack = int(roundUp(int64(n.stack), max(t.Align(), 8)/8))
	l := Loc{Bank: InStack, Index: n.stack, Size: t.Size()}
	n.stack += int(roundUp(t.Size(), 8) / 8)
	return []Loc{l}
}
